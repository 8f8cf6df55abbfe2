-- Evidence: observables of a file, what was looked at to find them, legal hold.
-- Kinds, states, dates and lists are clear; a value is sealed and found again by
-- its blind index, which is the same in every file.

create table observable (
	id {id},
	incident bigint not null references incident (id),
	kind text not null,
	blind text not null,
	state text not null, -- vocabulary observable_state
	listed text,	     -- the list of common values that it is on
	tlp text not null,
	pap text not null,
	first_seen bigint not null,
	last_seen bigint not null,
	decided_at bigint,
	decided_by bigint,
	body {blob} not null -- sealed: value
);
create unique index observable_once on observable (incident, kind, blind);
create index observable_blind on observable (blind);

-- Where it was seen; ref: a version, a log entry, an attachment, 0 by hand.
create table observable_source (
	observable bigint not null references observable (id),
	source text not null,
	ref bigint not null,
	primary key (observable, source, ref)
);

-- What was looked at, once; state: read, person (for somebody to read), full.
create table evidence_look (
	incident bigint not null references incident (id),
	source text not null,
	ref bigint not null,
	at bigint not null,
	state text not null,
	found bigint not null,
	primary key (incident, source, ref)
);

-- Legal hold: while one runs, nothing of the file may be erased.
create table evidence_hold (
	id {id},
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	ended_at bigint,
	ended_by bigint,
	body {blob} not null -- sealed: reason
);
create index evidence_hold_incident on evidence_hold (incident, ended_at);

-- Lists of common values that were imported; one of the same name replaces the
-- one that ships with the program.
create table warninglist (
	name text primary key,
	version bigint not null,
	imported_at bigint not null,
	n bigint not null,
	list text not null -- JSON, as published
);
