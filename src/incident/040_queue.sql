-- The queue as a place of work.

-- When a file was last changed and by whom (0: nobody of the house), so that a page
-- learns of others' changes and not of its reader's.  Imports are history and change
-- nothing.
alter table incident add column changed_at bigint;
alter table incident add column changed_by bigint;
update incident set changed_at = received_at, changed_by = 0 where imported = 0;
create index incident_changed on incident (changed_at);

-- What each person of the cell read last: a memory of one's own, not the journal.
create table reading (
	account bigint not null,
	incident bigint not null references incident (id),
	at bigint not null,
	primary key (account, incident)
);
create index reading_recent on reading (account, at);

-- One act on several files, with what each was before, so that it can be undone.
create table bulk (
	id {id},
	account bigint not null,
	at bigint not null,
	act text not null,
	undone_at bigint
);
create table bulk_item (
	bulk bigint not null references bulk (id),
	incident bigint not null references incident (id),
	outcome text not null, -- vocabulary bulk_outcome
	version bigint,        -- of the incident, after the act
	assignee bigint,       -- before
	workflow text,         -- before
	primary key (bulk, incident)
);

-- A view of the queue under a name; name and address are sealed by the owner's vault.
create table saved_filter (
	id {id},
	account bigint not null,
	shared bigint not null default 0,
	chosen bigint not null default 0, -- the owner's queue opens with it
	created_at bigint not null,
	body {blob} not null
);
create index saved_filter_account on saved_filter (account);
