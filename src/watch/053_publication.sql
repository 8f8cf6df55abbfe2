-- Bulletins, alerts and sheets: what the cell publishes.
--
-- The words are sealed by a vault of the publication's own, at work and published: a
-- draft may tell of what nobody may know yet.  In clear stand codes, dates, numbers,
-- and of what is published up to TLP:GREEN its title and the words it is found by.

create table publication (
	id {id},
	reference text unique, -- from the first publication on
	version bigint not null default 1, -- of the row: who wrote meanwhile
	state text not null, -- vocabulary publication_state
	pub_type text not null,
	pub_tlp text, -- of the words at work; null: not chosen yet
	online bigint not null default 0,
	author bigint, -- who wrote last
	checker bigint,
	writers text, -- accounts that wrote since the last check, "3|7"
	item bigint references watch_item (id), -- of the inbox that it was drafted from
	created_at bigint not null,
	changed_at bigint not null,
	scheduled_at bigint,
	published_at bigint, -- the first time
	updated_at bigint, -- the last time
	withdrawn_at bigint,
	vault bigint not null,
	body {blob} not null, -- the words at work, sealed
	remark {blob}, -- why it was sent back, or withdrawn; sealed
	-- Of what is shown.
	shown bigint not null default 0, -- number of the version; 0: none yet
	shown_rank bigint not null default 9, -- of its marking, 0 (CLEAR) to 4
	shown_tlp text,
	shown_type text,
	shown_level text,
	shown_exploitation text,
	shown_cvss bigint, -- tenths
	shown_title text, -- up to GREEN
	shown_words text -- up to GREEN: folded title, products and tags
);
create index publication_online on publication (online, shown_rank, updated_at);
create index publication_state on publication (state, changed_at);

-- What was published, each time, for ever.
create table publication_version (
	publication bigint not null references publication (id),
	n bigint not null,
	at bigint not null,
	author bigint,
	checker bigint,
	tlp text not null,
	rank bigint not null,
	body {blob} not null, -- sealed: all of the words
	primary key (publication, n)
);

-- Vulnerabilities that the shown version names.
create table publication_cve (
	publication bigint not null references publication (id),
	cve text not null,
	primary key (publication, cve)
);
create index publication_cve_cve on publication_cve (cve);
