-- Lessons learned: what one file teaches, for others to read.
--
-- The words that are worked on are sealed in the file's vault.  What was published has
-- a vault of its own: the file may be forgotten, the anonymous lesson stays.

create table lesson (
	id {id},
	incident bigint unique references incident (id), -- null: the file was forgotten
	reference text unique, -- from the first publication on
	version bigint not null default 1,
	state text not null, -- draft, check, returned, checked, published, withdrawn
	lesson_tlp text not null, -- its audience
	lesson_named text not null, -- oui: the structure's name is asked to stand on it
	online bigint not null default 0,
	shown_tlp text, -- of what is online
	category text,
	org_type text,
	org_name text, -- where it is named, and online
	author bigint,
	checker bigint,
	created_at bigint not null,
	changed_at bigint not null,
	published_at bigint, -- the first time
	updated_at bigint,   -- the last time
	withdrawn_at bigint,
	withdrawn_why text, -- vocabulary lesson_why
	body {blob}, -- sealed by the file: the words
	notes {blob}, -- sealed by the file: what was replaced, what was kept
	vault bigint, -- of what was published
	published {blob}
);
create index lesson_online on lesson (online, published_at);

-- What became of it, what was remarked, what the structure says of it.
create table lesson_event (
	id {id},
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	role text not null,
	kind text not null, -- vocabulary lesson_event
	version bigint not null,
	answered_at bigint,
	body {blob} not null -- sealed by the file: text, answer
);
create index lesson_event_incident on lesson_event (incident, id);
