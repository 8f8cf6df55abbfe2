-- Tokens of programs that act for an account, within scopes and until a date.  Only
-- the keyed hash stands here; the label, which a person chose, is sealed.

create table api_token (
	id {id},
	token_hash text not null unique,
	account bigint not null references account (id),
	label {blob} not null,
	scopes text not null,
	created_at bigint not null,
	created_by bigint, -- null: from the shell
	expires_at bigint not null,
	used_at bigint,
	revoked_at bigint
);
create index api_token_account on api_token (account);

-- What a call with an idempotency key made: asked again, it is answered the same.
create table api_once (
	token bigint not null references api_token (id),
	key_hash text not null,
	request_hash text not null,
	made text, -- the reference of what was made
	at bigint not null,
	primary key (token, key_hash)
);
create index api_once_at on api_once (at);
