-- service_past: what the clocks of a file are worked out from. Sealed or not: of one file, for its own clocks.
select i.received_at, i.taken_at, i.qualified_at, i.resolved_at, i.closed_at, i.workflow, i.level,
	i.grave, i.urgent, i.due_at, i.due_code,
	(select min(d.fired_at) from dispatch d where d.incident = i.id and d.card = 'receipt') as receipt_at
from incident i where i.id = :incident;

-- service_entries: signs of life of the cell, newest first.
select at, kind from log_entry
where incident = :incident and role in ('analyst', 'duty', 'lead') order by id desc limit :max;

-- service_steps: through which states the file went, and how grave it was.
select at, axis, before, after from state_change
where incident = :incident and axis in ('workflow', 'severity') order by id;

-- service_alerts: what waits, or waited, for a confirmation.
select id, desk, state, proposed_at, fired_at from dispatch
where incident = :incident and due_at is not null order by id;

-- service_list: those that run first, then the newest.
select id, code, subject, started_at, due_at, stopped_at, paused_at, outcome, paused_minutes,
	taken_minutes from service_clock
where incident = :incident
order by case when stopped_at is null then 0 else 1 end,
	case when stopped_at is null then coalesce(due_at, 9999999999) else -stopped_at end, id
limit :max;

-- service_insert: a clock starts.
insert into service_clock (incident, code, subject, started_at, due_at, stopped_at, outcome,
	paused_at, paused_minutes, taken_minutes)
values (:incident, :code, :subject, :started_at, :due_at, :stopped_at, :outcome, :paused_at,
	:paused, :taken)
on conflict (incident, code, subject, started_at) do nothing;

-- service_save: it stops, waits, goes on.
update service_clock set due_at = :due_at, stopped_at = :stopped_at, outcome = :outcome,
	paused_at = :paused_at, paused_minutes = :paused, taken_minutes = :taken
where id = :id;

-- service_due: the first to run out is the file's.
update incident set due_at = :due_at, due_code = :due_code where id = :incident;
