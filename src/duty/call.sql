-- Calls and the steps of their ladder.

-- call_open: one a subject and reason that is not closed; again changes nothing.
insert into duty_call (subject_kind, subject, reason, severity, rehearsal, pace, state, opened_at, next_at)
values (:subject_kind, :subject, :reason, :severity, :rehearsal, :pace, 'ringing', :now, :now)
on conflict (subject_kind, subject, reason) where state <> 'closed' do nothing
returning id;

-- call_since: was one for the same opened since, closed or not?
select id from duty_call
where subject_kind = :subject_kind and subject = :subject and reason = :reason and opened_at >= :since;

-- call_held: does this person answer for the same subject already?
select id from duty_call
where subject_kind = :subject_kind and subject = :subject and state = 'answered' and answered_by = :account;

-- call_by_id: one call.
select id, subject_kind, subject, reason, severity, rehearsal, pace, state, ladder, rung, round, opened_at,
	next_at, reached_fssi, answered_by, answered_at, closed_by, closed_at, outcome
from duty_call where id = :id;

-- call_due: whose next rung is due; another worker's is left to it.
select id, subject_kind, subject, reason, severity, rehearsal, pace, state, ladder, rung, round, opened_at,
	next_at, reached_fssi, answered_by, answered_at, closed_by, closed_at, outcome
from duty_call where next_at <= cast(:now as bigint) and state = 'ringing'
order by next_at, id limit 1 {postgres: for update skip locked};

-- call_list: those that are not closed first, then the newest.
select id, subject_kind, subject, reason, severity, rehearsal, pace, state, ladder, rung, round, opened_at,
	next_at, reached_fssi, answered_by, answered_at, closed_by, closed_at, outcome
from duty_call
where (:closed = 1 and state = 'closed' and rehearsal is null) or (:closed = 0 and state <> 'closed')
order by opened_at desc, id desc limit :max;

-- call_climbed: where the ladder stands now.
update duty_call set ladder = :ladder, rung = :rung, round = :round, next_at = :next_at,
	reached_fssi = :reached_fssi
where id = :id and state = 'ringing';

-- call_answered: a person answers; the ladder stops.
update duty_call set state = 'answered', answered_by = :account, answered_at = :now, next_at = null
where id = :id and state = 'ringing';

-- call_hurry: of a rehearsal, a person answered: the next rung at once.
update duty_call set next_at = :now where id = :id and state = 'ringing';

-- call_postponed: it could not be played now.
update duty_call set next_at = :next_at where id = :id and state = 'ringing';

-- call_taken: over, from who answered before.
update duty_call set answered_by = :account where id = :id and state = 'answered';

-- call_closed: with what came of it.
update duty_call set state = 'closed', closed_by = :account, closed_at = :now, outcome = :outcome, next_at = null
where id = :id and state <> 'closed';

-- call_of_subject: those of a subject, the open ones first, then the newest.
select id, subject_kind, subject, reason, severity, rehearsal, pace, state, ladder, rung, round, opened_at,
	next_at, reached_fssi, answered_by, answered_at, closed_by, closed_at, outcome
from duty_call where subject_kind = :subject_kind and subject = :subject
order by case state when 'closed' then 1 else 0 end, id desc limit 16;

-- call_moved: opened, and answered or closed, since a page was drawn.
select (select count(*) from duty_call where opened_at > cast(:drawn as bigint)),
	(select count(*) from duty_call where opened_at <= cast(:drawn as bigint)
		and (answered_at > cast(:drawn as bigint) or closed_at > cast(:drawn as bigint)));

-- step_insert: a row before anything is tried.
insert into duty_step (call, round, rung, who, channel, account, due_at, state, wake)
values (:call, :round, :rung, :who, :channel, :account, :now, :state, :wake)
returning id;

-- step_mailed: its mail stands in the outbox.
update duty_step set mail = :mail where id = :id;

-- step_refused: no mail can be sent to that address.
update duty_step set state = 'failed', trouble = :trouble where id = :id;

-- step_take: leases the message that is due first.
update duty_step set tries = tries + 1, wake = :until
where id = (
	select id from duty_step where state = 'waiting' and wake <= cast(:now as bigint)
	order by wake, id limit 1 {postgres: for update skip locked}
)
returning id, call, account, tries;

-- step_sent: the gateway has it.
update duty_step set state = 'sent', sent_at = :now, wake = null, trouble = null
where id = :id and tries = :tries and state = 'waiting';

-- step_again: this try failed, the next one is due later.
update duty_step set wake = :wake, trouble = :trouble
where id = :id and tries = :tries and state = 'waiting';

-- step_failed: given up.
update duty_step set state = 'failed', wake = null, trouble = :trouble
where id = :id and tries = :tries and state = 'waiting';

-- step_drop: somebody answered before the gateway took them.
update duty_step set state = 'dropped', wake = null where call = :call and state = 'waiting';

-- step_mails: what became of the mails that wait; the outbox tells.
update duty_step set
	state = case (select m.state from mail m where m.id = duty_step.mail)
		when 'sent' then 'sent' when 'dead' then 'failed' else 'queued' end,
	sent_at = (select m.ended from mail m where m.id = duty_step.mail and m.state = 'sent'),
	trouble = (select m.reason from mail m where m.id = duty_step.mail)
where state = 'queued' and exists (
	select 1 from mail m where m.id = duty_step.mail
		and (m.state in ('sent', 'dead') or coalesce(m.reason, '') <> coalesce(duty_step.trouble, '')));

-- step_list: of a call, in the order they were made.
select id, call, round, rung, who, channel, account, due_at, state, tries, sent_at, trouble, answered_at
from duty_step where call = :call order by id limit :max;

-- step_by_id: one.
select id, call, round, rung, who, channel, account, due_at, state, tries, sent_at, trouble, answered_at
from duty_step where id = :id;

-- step_answered: by the person it rang, on whatever channel.
update duty_step set answered_at = :now
where call = :call and account = :account and answered_at is null;

-- rehearsal_insert: begins.
insert into duty_rehearsal (started_at, started_by, pace) values (:now, :account, :pace) returning id;

-- rehearsal_end: with its result.
update duty_rehearsal set ended_at = :now, result = :result where id = :id and ended_at is null;

-- rehearsal_list: the newest first, with their calls.
select r.id, r.started_at, r.ended_at, r.pace, r.result, c.id as call
from duty_rehearsal r join duty_call c on c.rehearsal = r.id order by r.id desc limit :max;
