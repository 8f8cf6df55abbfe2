-- The desks of the authorities: cards that follow one another, what their readers
-- send back, the FSSI's decisions and demands, what ANSSI takes over.

alter table dispatch add column sequence bigint not null default 1; -- of (rule, desk, region)
alter table dispatch add column previous text;   -- the card that this one follows
alter table dispatch add column facts_hash text; -- of what was weighed when it was proposed
alter table dispatch add column ack_due bigint;
alter table dispatch add column sent_again_at bigint;
alter table dispatch add column reason {blob};   -- sealed: why it was sent by hand
alter table dispatch add column acknowledged_name {blob}; -- sealed: who, as they say
drop index dispatch_once;
create unique index dispatch_once on dispatch (incident, rule, desk, coalesce(region, ''), sequence);
create index dispatch_late on dispatch (ack_due) where state = 'fired' and acknowledged_at is null;

-- What a desk sends back, what the cell answers, and calls made: one thread a card.
create table dispatch_message (
	id {id},
	dispatch bigint not null references dispatch (id),
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	role text not null,
	kind text not null,                 -- vocabulary return_kind
	from_cell bigint not null default 0,
	internal bigint not null default 0, -- 1: the desk does not see it (a call noted)
	territory text,                     -- oui non nsp: an agency's word on its territory
	answered bigint not null default 0, -- of a question
	body {blob} not null
);
create index dispatch_message_dispatch on dispatch_message (dispatch, id);
create index dispatch_message_incident on dispatch_message (incident, id);

-- What the analyst put beside the case file: immutable as the card is.
create table dispatch_piece (
	id {id},
	dispatch bigint not null references dispatch (id),
	kind text not null,                 -- attachment, entry
	attachment bigint references attachment (id),
	at bigint,                          -- of the log entry
	body {blob}                         -- sealed: the words of the log entry
);
create index dispatch_piece_dispatch on dispatch_piece (dispatch, id);

-- ANSSI takes charge, and hands back; one at a time.
create table takeover (
	id {id},
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	role text not null,
	since bigint not null,
	body {blob} not null,               -- sealed: contact, telephone
	ended_at bigint,
	ended_by bigint,
	end_reason text,                    -- vocabulary takeover_end
	end_body {blob}
);
create unique index takeover_open on takeover (incident) where ended_at is null;

-- Crisis: yes or no, each decision numbered so that two at once are one.
create table crisis_decision (
	incident bigint not null references incident (id),
	n bigint not null,
	at bigint not null,
	account bigint,
	value text not null,                -- oui non
	body {blob} not null,               -- sealed: motive, name
	primary key (incident, n)
);

-- The FSSI's express demand, its answer and its remediation plan.
create table demand (
	id {id},
	reference text not null unique,
	incident bigint not null references incident (id),
	kind text not null,                 -- vocabulary demand_kind
	state text not null,                -- vocabulary demand_state
	at bigint not null,
	account bigint,
	answered_at bigint,
	answered_by bigint,
	planned_at bigint,
	closed_at bigint,
	closed_by bigint,
	body {blob} not null,               -- sealed: scope
	answer {blob},                      -- sealed
	closing {blob}                      -- sealed
);
create index demand_incident on demand (incident, id);
create index demand_state on demand (state);

create table remediation (
	id {id},
	demand bigint not null references demand (id),
	state text not null,                -- vocabulary remediation_state
	due_at bigint,
	changed_at bigint not null,
	account bigint,
	body {blob} not null                -- sealed: what, who
);
create index remediation_demand on remediation (demand, id);

-- The draft of an alert to the sector, made of codes alone.
create table sector_alert (
	id {id},
	reference text not null unique,
	incident bigint not null unique references incident (id),
	at bigint not null,
	state text not null,                -- draft
	body {blob} not null
);
