-- event_insert: something that happened during the attack, or was found of it.
insert into work_event (incident, created_at, account, role, state, at, precision, zone, phase,
	technique, visibility, body)
values (:incident, :created_at, :account, :role, :state, :at, :precision, :zone, :phase,
	:technique, :visibility, :body)
returning id;

-- event_save: kept, declined or corrected by the cell, if nobody wrote in between.
update work_event set state = :state, at = :at, precision = :precision, zone = :zone, phase = :phase,
	technique = :technique, visibility = :visibility, body = :body, version = version + 1
where id = :id and incident = :incident and version = :version;

-- event_keep: what it said, before it is corrected; the body as it was sealed.
insert into work_event_past (event, version, replaced_at, account, role, state, at, precision, zone, phase,
	technique, visibility, body)
select id, version, :now, :account, :role, state, at, precision, zone, phase, technique, visibility, body
from work_event where id = :id and incident = :incident and version = :version
on conflict (event, version) do nothing;

-- event_past_list: what events of a file said before, the latest first; who replaced it and when.
select p.event as id, p.replaced_at as created_at, p.account, p.role, p.state, p.at, p.precision, p.zone, p.phase,
	p.technique, p.visibility, p.version, p.body
from work_event_past p join work_event e on e.id = p.event
where e.incident = :incident order by p.event, p.version desc limit :max;

-- event_list: those of a file, in the order of time.
select id, created_at, account, role, state, at, precision, zone, phase, technique, visibility, version, body
from work_event where incident = :incident order by at, id limit :max;
