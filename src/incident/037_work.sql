-- The work on a file: attack timeline, tasks, cards as they are carried out,
-- conservation measures, orientation, what is asked of third parties, losses.
-- Codes, dates, counts and who acted are clear; words, names and contacts are
-- sealed in the file's vault (a vendor's contacts in the vendor's own).

create table work_event (
	id {id},
	incident bigint not null references incident (id),
	created_at bigint not null,
	account bigint,
	role text not null,
	state text not null, -- kept, proposed (by the structure), declined
	at bigint not null,
	precision text not null,
	zone text not null,
	phase text not null,
	technique text,
	visibility text not null,
	body {blob} not null -- sealed: text, source, asset
);
create index work_event_incident on work_event (incident, at);

create table task (
	id {id},
	incident bigint not null references incident (id),
	created_at bigint not null,
	account bigint, -- who wrote it
	code text,	-- of data/task.tsv; null: written by hand
	owner bigint,	-- a member of the cell; null with for_structure: the structure
	for_structure bigint not null default 0,
	state text not null,
	due_at bigint,
	ended_at bigint,
	ended_by bigint,
	ended_role text,
	body {blob} not null -- sealed: title, result
);
create unique index task_once on task (incident, code);
create index task_owner on task (owner, state, due_at);

-- A card that the answers picked at receipt; the run is the recommendation.
create table card_use (
	incident bigint not null references incident (id),
	card text not null,
	card_version bigint not null,
	proposed_at bigint not null,
	opened_at bigint,
	recommendation bigint references recommendation (id),
	primary key (incident, card)
);
create index card_use_card on card_use (card, card_version);

alter table recommendation add column begun_by text; -- 'structure': nobody had sent it
alter table recommendation_step add column state text; -- null: done
alter table recommendation_step add column account bigint;
alter table recommendation_step add column role text;
alter table recommendation_step add column attachment bigint;
alter table recommendation_step add column body {blob}; -- sealed: note

create table measure (
	id {id},
	incident bigint not null references incident (id),
	created_at bigint not null,
	kind text not null,
	state text not null,
	body {blob} not null -- sealed: text
);
create index measure_incident on measure (incident);

create table measure_step (
	measure bigint not null references measure (id),
	state text not null,
	at bigint not null,
	account bigint,
	role text not null,
	primary key (measure, state)
);

create table orientation (
	id {id},
	incident bigint not null references incident (id),
	responder text not null, -- of data/responder.tsv
	proposed_at bigint not null,
	account bigint,
	choice text,	 -- accepted, declined
	consent bigint not null default 0, -- its contact may be handed over
	chosen_at bigint,
	result text,
	result_at bigint,
	body {blob} not null -- sealed: note
);
create unique index orientation_once on orientation (incident, responder);

-- Software vendors and service providers that the cell writes to.
create table vendor (
	id {id},
	vault bigint not null,
	name text not null,
	kind text,
	product text,
	created_at bigint not null,
	updated_at bigint not null,
	account bigint,
	version bigint not null default 1,
	body {blob} not null -- sealed: contacts, telephone at night, note
);
create index vendor_name on vendor (name);

create table intervention (
	id {id},
	reference text not null unique,
	incident bigint not null references incident (id),
	vendor bigint not null references vendor (id),
	state text not null, -- draft, asked, answered, ended
	created_at bigint not null,
	account bigint,
	asked_at bigint,
	answered_at bigint,
	ended_at bigint,
	remind_at bigint,
	reminders bigint not null default 0,
	waited bigint not null default 0,	-- seconds of the waits that ended
	waiting_since bigint,			-- of the wait that runs
	body {blob} not null -- sealed: the question
);
create index intervention_incident on intervention (incident);
create index intervention_vendor on intervention (vendor);
create index intervention_remind on intervention (remind_at);

create table intervention_consent (
	id {id},
	intervention bigint not null references intervention (id),
	at bigint not null,
	account bigint,
	role text not null,
	named bigint not null,
	fields text,
	revoked_at bigint
);
create index intervention_consent_of on intervention_consent (intervention);

create table intervention_message (
	id {id},
	intervention bigint not null references intervention (id),
	at bigint not null,
	account bigint,
	role text not null,
	kind text not null, -- letter, reminder, answer, call
	body {blob} not null -- sealed: text, who
);
create index intervention_message_of on intervention_message (intervention);

-- Figures of the structure; one row a telling, the newest counts.
create table loss (
	id {id},
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	role text not null,
	precision text not null, -- estimee, definitive
	staff_hours bigint,
	external_cost bigint,
	equipment_cost bigint,
	lost_activity bigint,
	ransom_asked text,
	ransom_paid text,
	degraded_days bigint,
	acts_cancelled bigint,
	patients_diverted bigint
);
create index loss_incident on loss (incident, id);
