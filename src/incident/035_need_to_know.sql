-- Need to know: sealed files and who may open them, decisions that need four eyes, consents.
alter table incident add column sealed bigint not null default 0;

-- Who is named on a sealed file, when, by whom; a row is ended, never removed.
create table incident_access (
	id {id},
	incident bigint not null references incident (id),
	account bigint not null,
	kind text not null, -- named, emergency
	named_by bigint, -- null: the program
	at bigint not null,
	until bigint, -- an emergency ends by itself
	ended_at bigint,
	ended_by bigint,
	body {blob} -- sealed: why
);
create index incident_access_account on incident_access (account, incident);
create index incident_access_incident on incident_access (incident);

-- What one person asks and another decides.
create table decision (
	id {id},
	reference text not null unique,
	incident bigint not null references incident (id),
	kind text not null,
	object text, -- what it is about where that is not the file: a publication's reference
	version bigint not null, -- of the incident when it was asked
	state text not null, -- asked, approved, refused, withdrawn, expired
	asked_by bigint not null,
	asked_at bigint not null,
	until bigint not null,
	decided_by bigint,
	decided_at bigint,
	body {blob} not null, -- sealed: why, and what is proposed
	answer {blob} -- sealed: the words of who decided
);
create unique index decision_once on decision (incident, kind, coalesce(object, ''))
	where state = 'asked';
create index decision_state on decision (state, asked_at);
create index decision_incident on decision (incident);

-- What the structure accepts, and since when; a new answer ends the one before.
create table consent (
	id {id},
	incident bigint not null references incident (id),
	subject text not null, -- lessons, indicators
	answer text not null, -- non, anonymise, nominatif; oui, non
	at bigint not null,
	account bigint, -- null: by reference and secret
	role text not null,
	channel text not null, -- declaration, portail, telephone, papier
	ended_at bigint,
	body {blob} not null -- sealed: who gave it, and the words that were shown
);
create index consent_incident on consent (incident, subject);
create unique index consent_now on consent (incident, subject) where ended_at is null;
