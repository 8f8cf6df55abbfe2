-- Who is on call, whom a call rang, and the proofs that it would.
--
-- Everything here is codes, dates and numbers of accounts: a call names its
-- subject by a reference and says nothing of it.  The notes of a hand-over are
-- free text, sealed each in a vault of its own.

create table duty_watch (
	id {id},
	account bigint not null,
	rank text not null, -- first, second
	from_at bigint not null,
	to_at bigint not null,
	planned_by bigint,
	planned_at bigint not null
);
create index duty_watch_time on duty_watch (to_at, from_at);

create table duty_absence (
	id {id},
	account bigint not null,
	kind text not null,
	from_at bigint not null,
	to_at bigint not null
);
create index duty_absence_time on duty_absence (to_at, from_at);

create table duty_handover (
	id {id},
	vault bigint not null,
	body {blob} not null,
	author bigint not null,
	written_at bigint not null,
	taken_by bigint,
	taken_at bigint
);

create table duty_rehearsal (
	id {id},
	started_at bigint not null,
	started_by bigint,
	pace bigint not null, -- how many times faster than the ladder says
	ended_at bigint,
	result text -- vocabulary duty_result; null while it runs
);

create table duty_call (
	id {id},
	subject_kind text not null,
	subject text not null,
	reason text not null,
	severity text,
	rehearsal bigint,
	pace bigint not null default 1,
	state text not null, -- ringing, answered, closed
	ladder text not null default '', -- the one that the last rung stood on
	rung bigint not null default 0, -- its order; 0: none yet
	round bigint not null default 1,
	opened_at bigint not null,
	next_at bigint, -- when the next rung is due; null: no more
	reached_fssi bigint not null default 0,
	answered_by bigint,
	answered_at bigint,
	closed_by bigint,
	closed_at bigint,
	outcome text
);
create unique index duty_call_one on duty_call (subject_kind, subject, reason) where state <> 'closed';
create index duty_call_next on duty_call (next_at) where next_at is not null;
create index duty_call_subject on duty_call (subject, reason);

-- What the ladder looks for: health alerts that nobody confirmed.
create index dispatch_proposed on dispatch (due_at) where state = 'proposed';

-- One person, or nobody, on one rung, by one channel.
create table duty_step (
	id {id},
	call bigint not null references duty_call (id),
	round bigint not null,
	rung bigint not null,
	who text not null,
	channel text not null,
	account bigint, -- null: nobody stands on this rung
	due_at bigint not null,
	state text not null, -- vocabulary duty_step_state
	wake bigint,
	tries bigint not null default 0,
	mail bigint,
	sent_at bigint,
	trouble text, -- why the last try failed, in English, without a number or a name
	answered_at bigint
);
create index duty_step_call on duty_step (call, id);
create index duty_step_wake on duty_step (wake, id) where state = 'waiting';
create index duty_step_mail on duty_step (mail) where state = 'queued';
