-- crisis_insert: the next decision; another of that number changes nothing.
insert into crisis_decision (incident, n, at, account, value, body)
values (:incident, :n, :now, :account, :value, :body)
on conflict (incident, n) do nothing;

-- crisis_last: how many decisions there were.
select coalesce(max(n), 0) from crisis_decision where incident = :incident;

-- crisis_list: newest first.
select n, at, value, body from crisis_decision where incident = :incident order by n desc limit :max;

-- demand_open: one that waits for an answer.
select count(*) from demand where incident = :incident and state = 'asked';

-- demand_insert: asked.
insert into demand (reference, incident, kind, state, at, account, body)
values (:reference, :incident, :kind, 'asked', :now, :account, :body)
returning id;

-- demand_list: of a file, newest first.
select * from demand where incident = :incident order by id desc limit :max;

-- demand_answer: as long as it is open.
update demand set state = :state, answered_at = :now, answered_by = :account, planned_at = :planned,
	answer = :answer
where id = :id and state in ('asked', 'accepted', 'planned');

-- demand_close: as long as it is open.
update demand set state = 'closed', closed_at = :now, closed_by = :account, closing = :closing
where id = :id and state in ('asked', 'accepted', 'planned');

-- remediation_insert: a step of the plan.
insert into remediation (demand, state, due_at, changed_at, account, body)
values (:demand, :state, :due_at, :now, :account, :body);

-- remediation_update: its state, owner, date.
update remediation set state = :state, due_at = :due_at, changed_at = :now, account = :account,
	body = :body
where id = :id and demand = :demand;

-- remediation_list: the plan.
select id, state, due_at, body from remediation where demand = :demand order by id limit :max;
