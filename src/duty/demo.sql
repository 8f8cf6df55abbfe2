-- What the demonstration tells as it would have happened.

-- demo_call: answered, and over where it is.
update duty_call set state = :state, ladder = 'night', rung = 10, next_at = null,
	answered_by = coalesce(answered_by, :account), answered_at = coalesce(answered_at, :answered_at),
	closed_by = coalesce(closed_by, cast(:closed_by as bigint)), closed_at = coalesce(closed_at, cast(:closed_at as bigint)),
	outcome = coalesce(outcome, :outcome)
where id = :id;

-- demo_step: sent and answered.
insert into duty_step (call, round, rung, who, channel, account, due_at, state, tries, sent_at, answered_at)
values (:call, 1, :rung, :who, :channel, :account, :due_at, 'sent', 1, :sent_at, :answered_at);

-- demo_taken: the first note.
update duty_handover set taken_by = :account, taken_at = :now where taken_at is null;
