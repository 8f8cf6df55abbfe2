-- What people asked to be told of, and what they are to be told.

create table subscription (
	id {id},
	account bigint not null references account (id),
	term {blob}, -- sealed by the account's vault: it says what a structure runs; null: everything
	sub_type text, -- of publications; null: all
	sub_level text, -- that or higher; null: all
	rhythm text not null, -- vocabulary sub_rhythm
	created_at bigint not null
);
create index subscription_account on subscription (account);

-- One line a person and a version: told once, however many subscriptions match.
create table subscription_notice (
	id {id},
	account bigint not null references account (id),
	publication bigint not null references publication (id),
	n bigint not null, -- of the version
	due bigint not null,
	told_at bigint, -- or let go: withdrawn, or no longer theirs to read
	unique (account, publication, n)
);
create index subscription_notice_due on subscription_notice (told_at, due);

-- The secret of a private feed, one a person; the last one made counts.
create table feed_secret (
	account bigint primary key references account (id),
	hash text not null unique,
	created_at bigint not null
);
