-- deed_next: the number of a deed; whoever has it is alone until the end of the transaction.
insert into sequence (name, year, n) values ('deed', 0, 1)
on conflict (name, year) do update set n = sequence.n + 1
returning n;

-- knot: where an incident stands among the others.
-- By number, for a file that is open already, sealed or not.
select id, reference, version, provider, parent, parent_kind, workflow, due_at, due_code, closed_at,
	(select count(*) from incident d where d.parent = i.id and d.parent_kind = 'duplicate') as duplicates,
	(select count(*) from incident p where p.parent = i.id and p.parent_kind = 'provider') as struck
from incident i where i.id = :id;

-- tie_write: its place, and nothing else of it, if nobody wrote in between.
update incident set version = version + 1, parent = :parent, parent_kind = :kind,
	workflow = :workflow, opened = :opened, due_at = :due_at, due_code = :due_code,
	closed_at = :closed_at
where id = :id and version = :version
returning version;

-- link_event_insert: one file of a deed, before and after.
insert into incident_link_event (deed, action, incident, at, account, parent_before, parent_after,
	kind_before, kind_after, workflow_before, workflow_after, due_at_before, due_at_after,
	due_code_before, due_code_after, closed_at_before, closed_at_after, undoes, body)
values (:deed, :action, :incident, :now, :account, :parent_before, :parent_after, :kind_before,
	:kind_after, :workflow_before, :workflow_after, :due_at_before, :due_at_after,
	:due_code_before, :due_code_after, :closed_at_before, :closed_at_after, :undoes, :body);

-- link_events_of_deed: the last first, as they are taken back.
select id, deed, action, incident, at, account, parent_before, parent_after, kind_before, kind_after,
	workflow_before, workflow_after, due_at_before, due_at_after, due_code_before, due_code_after,
	closed_at_before, closed_at_after, undoes, undone, body
from incident_link_event where deed = :deed order by id desc;

-- link_event_merged: the merge that a duplicate stands by.
select id, deed, action, incident, at, account, parent_before, parent_after, kind_before, kind_after,
	workflow_before, workflow_after, due_at_before, due_at_after, due_code_before, due_code_after,
	closed_at_before, closed_at_after, undoes, undone, body
from incident_link_event
where incident = :incident and undone is null and action = 'merge' and kind_after = 'duplicate'
	and workflow_after <> workflow_before
order by id desc limit 1;

-- link_deed_mark: taken back, or in force again when undone is null.
update incident_link_event set undone = :undone where deed = :deed;

-- link_deed_files: whose files a deed concerns.
-- References alone, of sealed files too.
select i.reference from incident_link_event e join incident i on i.id = e.incident
where e.deed = :deed order by e.id;

-- link_deeds: what was decided about a file or its children, newest first, each by its last row.
-- Of files that the reader may know of; a parent is told by its reference, as it is on the file itself.
select e.deed, e.action, e.at, e.account, last.n, e.incident, i.reference, pb.reference as before,
	pa.reference as after, e.kind_before, e.kind_after, e.workflow_before, e.workflow_after,
	e.undone, e.body
from (select v.deed, max(v.id) as id, count(*) as n from incident_link_event v
	join incident k on k.id = v.incident
	where {known k} and v.deed in (select x.deed from incident_link_event x where x.incident = :incident
		or x.parent_after = :incident or x.parent_before = :incident)
	group by v.deed) last
join incident_link_event e on e.id = last.id
join incident i on i.id = e.incident
left join incident pb on pb.id = e.parent_before
left join incident pa on pa.id = e.parent_after
order by e.deed desc limit :max;

-- children_ids: of one kind, the first first.
-- Numbers alone, of sealed files too: each is opened by need.h.
select id from incident where parent = :parent and parent_kind = :kind order by id;

-- children: the files under a parent, and those under them, that the reader may know of; clear columns only.
select c.id, c.reference, c.org_name, c.org_type, c.region, c.workflow, c.severity, c.care_state,
	c.parent_kind, c.received_at, c.structure, c.parent, r.reference as report,
	coalesce(c.impact_persons, r.impact_persons) as impact_persons
from incident c left join report r on r.id =
	(select min(first.id) from report first where first.incident = c.id)
where (c.parent = :incident
		or c.parent in (select m.id from incident m where m.parent = :incident))
	and {known c}
order by c.received_at desc, c.id desc limit :max;

-- tree_count: what one incident stands for, counted both ways.
-- Of a file that is open already; children that the reader may know of.
select count(distinct r.id) as reports, count(distinct coalesce(cast(r.structure as text), r.org_name)) as structures,
	count(distinct t.region) as regions, count(distinct t.id) as files
from (select id, region from incident where id = :incident
	union select c.id, c.region from incident c where c.parent = :incident and {known c}
	union select g.id, g.region from incident g join incident p on p.id = g.parent
		where p.parent = :incident and {known g}) t
left join report r on r.incident = t.id and r.state = 'received';

-- many_count: of a period, reports as they came, and incidents with a provider's failure or a
-- duplicate counted once.
-- National totals: sealed files count.
select (select count(*) from report r where r.state = 'received'
		and r.received_at >= :since and r.received_at < :until) as reports,
	(select count(*) from incident i where i.parent is null
		and i.received_at >= :since and i.received_at < :until) as incidents;

-- provider_mark: an incident without a report of its own, named by the cell.
update incident set provider = 1 where id = :id;

-- provider_list: failures of providers, the open ones first, counted both ways by what the reader may know of.
select i.id, i.reference, i.org_name, i.workflow, i.severity, i.received_at,
	(select count(*) from report r join incident c on c.id = r.incident
		where r.state = 'received' and {known c} and (c.parent = i.id
			or c.parent in (select m.id from incident m where m.parent = i.id))) as reports,
	(select count(distinct coalesce(cast(c.structure as text), c.org_name)) from incident c
		where c.parent = i.id and {known c}) as structures,
	(select min(c.received_at) from incident c where c.parent = i.id and {known c}) as first_at,
	(select max(c.received_at) from incident c where c.parent = i.id and {known c}) as last_at
from incident i where i.provider = 1
	and {known i}
order by i.opened desc, i.received_at desc, i.id desc limit :max;

-- parent_name: what a file stands under.
select i.reference, i.org_name,
	case when {known i} then 1 else 0 end as known
from incident i where i.id = :id;

-- struck_references: the files of the structures that a failure struck, that the reader may know of.
select i.reference from incident i where i.parent = :incident and i.parent_kind = 'provider' and {known i}
order by i.id limit :max;

-- log_together: the latest entries of a file and of all under it that the reader may read.
select e.id, i.reference, i.org_name, e.at, e.role, e.kind, e.visibility, e.body
from log_entry e join incident i on i.id = e.incident
where (i.id = :incident or i.parent = :incident
		or i.parent in (select m.id from incident m where m.parent = :incident))
	and {known i}
order by e.at desc, e.id desc limit :max;
