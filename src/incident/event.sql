-- event_insert: something that happened during the attack, or was found of it.
insert into work_event (incident, created_at, account, role, state, at, precision, zone, phase,
	technique, visibility, body)
values (:incident, :created_at, :account, :role, :state, :at, :precision, :zone, :phase,
	:technique, :visibility, :body)
returning id;

-- event_save: kept or declined by the cell.
update work_event set state = :state, visibility = :visibility, body = :body
where id = :id and incident = :incident;

-- event_list: those of a file, in the order of time.
select id, created_at, account, role, state, at, precision, zone, phase, technique, visibility, body
from work_event where incident = :incident order by at, id limit :max;
