-- Whether the key of a file is gone, and since when: what a list or a page tells of it is its row alone.
alter table incident add column erased_at bigint;
update incident set erased_at = coalesce(retained_at, closed_at, received_at)
where exists (select 1 from vault v where v.id = incident.vault and v.erased is not null);

-- What two people may change at once, and what an event of the attack said before.
alter table task add column version bigint not null default 1;
alter table work_event add column version bigint not null default 1;
create table work_event_past (
	event bigint not null references work_event (id),
	version bigint not null,
	replaced_at bigint not null,
	account bigint, -- who replaced it
	role text not null,
	state text not null,
	at bigint not null,
	precision text not null,
	zone text not null,
	phase text not null,
	technique text,
	visibility text not null,
	body {blob} not null, -- sealed, as it stood
	primary key (event, version)
);
