-- deadline_of_incident: all of a file, held while they are looked at again.
select id, version, code, state, start_at, due_at, opened_at, changed_at, done_at, role, body
from deadline where incident = :incident order by id;

-- deadline_insert: owed from now on.
insert into deadline (incident, code, state, start_at, due_at, opened_at, changed_at, done_at,
	account, role, body)
values (:incident, :code, :state, :start_at, :due_at, :now, :now, :done_at, :account, :role, :body)
on conflict (incident, code) do nothing
returning id;

-- deadline_save: as it was read, or not at all.
update deadline set version = version + 1, state = :state, start_at = :start_at,
	due_at = :due_at, changed_at = :now, done_at = :done_at, account = :account, role = :role,
	body = :body
where id = :id and version = :version;

-- deadline_event_insert: one step of its history.
insert into deadline_event (deadline, at, account, role, event, start_at, due_at, done_at, body)
values (:deadline, :now, :account, :role, :event, :start_at, :due_at, :done_at, :body);

-- deadline_event_list: newest first.
select at, role, event, start_at, due_at, done_at, body from deadline_event
where deadline = :deadline order by id desc limit :max;

-- deadline_fact: what was set by hand.
select aware_at, high_risk, high_risk_at from deadline_fact where incident = :incident;

-- deadline_fact_set: the last word of either side.
insert into deadline_fact (incident, aware_at, high_risk, high_risk_at)
values (:incident, :aware_at, :high_risk, :high_risk_at)
on conflict (incident) do update set aware_at = excluded.aware_at,
	high_risk = excluded.high_risk, high_risk_at = excluded.high_risk_at;
