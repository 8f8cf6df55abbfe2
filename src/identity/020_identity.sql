-- Accounts of people, their sessions and what proves who they are.
--
-- Address, name, telephone, authenticator secret and browser are sealed in the
-- account's own vault; an account is found by the keyed index of its address.
-- No secret stands here: passwords are argon2id, tokens and recovery codes keyed
-- hashes.

create table account (
	id {id},
	vault bigint not null,
	email_blind text not null unique,
	email {blob} not null,
	name {blob} not null,
	phone {blob},
	role text not null,
	structure bigint,
	region text,
	lang text not null,
	state text not null, -- invited, active, disabled
	password text,
	totp {blob},
	totp_on bigint not null default 0, -- confirmed by a first code
	totp_step bigint not null default 0, -- the last time step accepted
	created_at bigint not null,
	seen_at bigint
);
create index account_role on account (role, state);
create index account_structure on account (structure);

create table session (
	id {id},
	token_hash text not null unique,
	kind text not null, -- account; code: password given, code awaited; report
	account bigint,
	report bigint,
	agent {blob},
	wrong bigint not null default 0, -- codes refused in kind code
	target text, -- where to go after the code
	created_at bigint not null,
	seen_at bigint not null,
	idle bigint not null, -- seconds without a request that end it
	ends_at bigint not null
);
create index session_account on session (account);

create table onetime (
	id {id},
	purpose text not null,
	token_hash text not null unique,
	subject bigint not null,
	expires_at bigint not null,
	used_at bigint
);
create index onetime_subject on onetime (purpose, subject);

create table recovery_code (
	id {id},
	account bigint not null,
	code_hash text not null,
	used_at bigint
);
create unique index recovery_code_hash on recovery_code (account, code_hash);

-- Browsers that signed in to an account before.
create table device (
	account bigint not null,
	token_hash text not null,
	used_at bigint not null,
	primary key (account, token_hash)
);

-- Failures counted by keyed subject; see attempt.c.
create table attempt (
	subject text not null primary key,
	n bigint not null,
	last_at bigint not null
);
