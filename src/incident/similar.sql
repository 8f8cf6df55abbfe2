-- signals_delete: before those of a new version.
delete from incident_signal where incident = :incident;

-- signal_insert: by what a file is found.
insert into incident_signal (kind, key, at, incident) values (:kind, :key, :at, :incident)
on conflict (kind, key, at, incident) do nothing;

-- likeness_candidates: those of the same time that share a signal, the most signals first.
select o.incident, i.reference, i.org_name, i.workflow, i.received_at,
	max(case when s.kind = 'structure' then 1 else 0 end) as structure,
	max(case when s.kind = 'legal' then 1 else 0 end) as legal,
	max(case when s.kind = 'name' then 1 else 0 end) as name,
	max(case when s.kind = 'mail' or s.kind = 'phone' then 1 else 0 end) as reporter,
	max(case when s.kind = 'provider' then 1 else 0 end) as provider,
	min(abs(o.at - s.at)) as apart, max(i.structure) as their_structure,
	max(coalesce(i.category, r.category)) as category, max(coalesce(i.vector, r.vector)) as vector
from incident_signal s
join incident_signal o on o.kind = s.kind and o.key = s.key
	and o.at between s.at - :window and s.at + :window and o.incident <> s.incident
join incident i on i.id = o.incident
left join report r on r.incident = i.id
where s.incident = :incident and i.imported = 0 and i.provider = 0
	and coalesce(i.parent_kind, '') <> 'duplicate' and coalesce(i.parent, 0) <> :incident
	and {known i}
	and not exists (select 1 from incident_distinct d
		where d.first = case when o.incident < s.incident then o.incident else s.incident end
			and d.second = case when o.incident < s.incident then s.incident else o.incident end)
group by o.incident, i.reference, i.org_name, i.workflow, i.received_at
order by count(*) desc, min(abs(o.at - s.at)), o.incident desc limit :max;

-- likeness_note: for the queue; not a change of the file.
update incident set likeness = :score, likely = :likely
where id = :id and (likeness <> :score or coalesce(likely, 0) <> coalesce(cast(:likely as bigint), 0));

-- likeness_raise: what came later is like this one.
update incident set likeness = :score, likely = :likely
where id = :id and likeness < :score and parent is null;

-- distinct_insert: said once for both.
insert into incident_distinct (first, second, at, account) values (:first, :second, :now, :account)
on conflict (first, second) do nothing;

-- wave_count: structures that name the same provider about the same time.
-- Of files that the reader may know of, and of this one.
select count(distinct coalesce(cast(i.structure as text), i.org_name))
from incident_signal s
join incident_signal o on o.kind = 'provider' and o.key = s.key
	and o.at between s.at - :window and s.at + :window
join incident i on i.id = o.incident
where s.incident = :incident and s.kind = 'provider' and i.imported = 0
	and (i.id = :incident or {known i});

-- wave_failure: the open failure of the provider that a report names.
select i.reference from incident_signal s
join incident_signal o on o.kind = 'failure' and o.key = s.key
join incident i on i.id = o.incident
where s.incident = :incident and s.kind = 'provider' and i.opened = 1 and {known i}
order by i.id desc limit 1;

-- wave_files: the others that name it and stand under nothing.
select distinct i.reference, i.id from incident_signal s
join incident_signal o on o.kind = 'provider' and o.key = s.key
	and o.at between s.at - :window and s.at + :window and o.incident <> s.incident
join incident i on i.id = o.incident
where s.incident = :incident and s.kind = 'provider' and i.imported = 0 and i.provider = 0
	and i.parent is null
	and {known i}
order by i.id limit :max;
