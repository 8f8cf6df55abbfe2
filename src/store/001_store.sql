-- What the store itself keeps.  Table migration is made by migrate.c.
-- An instant is seconds since 1970 in UTC; a boolean is 0 or 1.

-- A vault's key, wrapped by a master key.  Erased: the key is gone, the row
-- stays so that what referred to it still stands.
create table vault (
	id bigint primary key check (id > 0),
	master bigint,
	wrapped {blob},
	erased bigint,
	check ((wrapped is null) = (erased is not null)),
	check ((master is null) = (erased is not null))
);
create index vault_master on vault (master);

create table journal (
	seq bigint primary key check (seq > 0),
	instant bigint not null,
	account bigint not null,
	role text not null,
	address text,
	action text not null,
	object text not null,
	reference text,
	detail text,
	hash text not null
);
create index journal_object on journal (object, reference);
create index journal_account on journal (account, seq);

-- The last entry.  One row, locked while entries are appended.
create table journal_head (
	one bigint primary key check (one = 1),
	seq bigint not null,
	hash text not null
);
insert into journal_head (one, seq, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

create table blob (
	id {id},
	vault bigint not null references vault (id),
	state text not null check (state in ('partial', 'whole', 'erased')),
	started bigint not null,
	size bigint check (size >= 0),
	facts {blob},
	check ((state = 'whole') = (facts is not null)),
	check (state = 'partial' or size is not null)
);
create index blob_vault on blob (vault);
create index blob_partial on blob (started) where state = 'partial';

create table blob_chunk (
	blob bigint not null references blob (id) on delete cascade,
	n bigint not null check (n >= 0),
	sealed {blob} not null,
	primary key (blob, n)
);

-- wake: when a waiting job is due; when the lease of a running one ends.
create table job (
	id {id},
	kind text not null,
	argument text,
	state text not null check (state in ('waiting', 'running', 'done', 'dead')),
	wake bigint not null,
	tries bigint not null default 0,
	reason text,
	added bigint not null,
	ended bigint,
	check ((state in ('done', 'dead')) = (ended is not null))
);
create index job_wake on job (wake, id) where state in ('waiting', 'running');
create index job_ended on job (ended) where state in ('done', 'dead');

-- A mail that was sent keeps its Message-ID and its dates, nothing else.
create table mail (
	id {id},
	message_id text not null unique,
	vault bigint not null references vault (id),
	recipient {blob},
	subject {blob},
	body {blob},
	state text not null check (state in ('waiting', 'running', 'sent', 'dead')),
	wake bigint not null,
	tries bigint not null default 0,
	reason text,
	queued bigint not null,
	ended bigint,
	check ((state in ('sent', 'dead')) = (ended is not null))
);
create index mail_wake on mail (wake, id) where state in ('waiting', 'running');
create index mail_vault on mail (vault);
create index mail_ended on mail (ended) where state in ('sent', 'dead');
