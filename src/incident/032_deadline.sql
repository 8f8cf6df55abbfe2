-- What the law asks of the structure, kept from the day it is owed; and the cell's
-- own clocks, kept so that the time of service can be measured later.
--
-- A deadline is never removed: what does not apply any more is withdrawn, and
-- each change is a row of its history.

create table deadline (
	id {id},
	incident bigint not null references incident (id),
	code text not null,
	version bigint not null default 1,
	state text not null, -- open done not_applicable excused withdrawn
	start_at bigint not null,
	due_at bigint, -- null: at once, the law gives no number of hours
	opened_at bigint not null,
	changed_at bigint not null,
	done_at bigint,
	account bigint,
	role text not null, -- of whoever changed it last
	body {blob}, -- sealed: reference given by the authority, reason
	unique (incident, code)
);
create index deadline_waits on deadline (code, due_at) where state = 'open';

create table deadline_event (
	id {id},
	deadline bigint not null references deadline (id),
	at bigint not null,
	account bigint,
	role text not null,
	event text not null,
	start_at bigint not null,
	due_at bigint,
	done_at bigint,
	body {blob}
);
create index deadline_event_deadline on deadline_event (deadline);

-- What no declaration says: set by hand, by either side.
create table deadline_fact (
	incident bigint primary key references incident (id),
	aware_at bigint,  -- when the structure became aware, where that is not the detection
	high_risk text,   -- for the persons concerned
	high_risk_at bigint
);

-- One clock of the cell: a service target (data/target.tsv) that runs, waits or is over.
create table service_clock (
	id {id},
	incident bigint not null references incident (id),
	code text not null,
	subject bigint not null default 0, -- of several of a kind: the dispatch
	started_at bigint not null,
	due_at bigint, -- null while it waits
	stopped_at bigint,
	outcome text, -- met late dropped
	paused_at bigint, -- since when it waits
	paused_minutes bigint not null default 0, -- of its own hours, not counted
	taken_minutes bigint, -- of its own hours, at the stop
	unique (incident, code, subject, started_at)
);
create index service_clock_runs on service_clock (incident, due_at) where stopped_at is null;
create index service_clock_measured on service_clock (code, stopped_at);

-- Each reminder once: about a deadline or a clock, and the instant that it is owed.
create table reminder (
	id {id},
	incident bigint not null references incident (id),
	code text not null, -- of data/reminder.tsv
	about text not null, -- of a deadline or a target
	subject bigint not null default 0,
	owed_at bigint not null,
	sent_at bigint not null,
	mails bigint not null, -- 0: a later one of the same thing was due too
	unique (incident, code, about, subject, owed_at)
);
