-- What sites say that is new, as the cell reads it.  All of it was published: nothing
-- is sealed.

create table watch_source (
	id {id},
	address text not null unique, -- of the site, or the name of the file
	name text not null,
	kind text not null, -- rss, atom, json
	created_at bigint not null,
	read_at bigint,	    -- the last time that it was read whole
	trouble text,	    -- of the last reading: broken, too_large…
	trouble_line bigint,
	trouble_at bigint
);

create table watch_item (
	id {id},
	source bigint not null references watch_source (id),
	key_hash text not null,	    -- of its id, or its link, or its title
	version_hash text not null, -- of what it says
	link text,
	title text,
	summary text,
	authors text,
	categories text,
	published bigint,
	updated bigint,
	first_seen bigint not null,
	changed_at bigint not null, -- here: first seen, or edited since
	state text not null,	    -- vocabulary watch_state
	topic bigint not null,	    -- of items that name a same vulnerability: the first of them
	unique (source, key_hash)
);
create index watch_item_state on watch_item (state, changed_at);
create index watch_item_topic on watch_item (topic);

create table watch_item_cve (
	item bigint not null references watch_item (id),
	cve text not null,
	primary key (item, cve)
);
create index watch_item_cve_cve on watch_item_cve (cve);
