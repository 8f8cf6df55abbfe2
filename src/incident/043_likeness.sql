-- What makes two files alike, links between files, campaigns.

-- By what a report is found from another: the structure in clear, what is sealed by
-- a keyed blind index.  Written with each version of the report.
create table incident_signal (
	kind text not null, -- structure legal name provider mail phone; failure: of an incident of a provider
	key text not null,
	at bigint not null, -- when it was detected
	incident bigint not null references incident (id),
	primary key (kind, key, at, incident)
);
create index incident_signal_incident on incident_signal (incident);

-- The best score of a possible duplicate, for the queue; 0: none worth a look.
alter table incident add column likeness bigint not null default 0;

-- "Not a duplicate", said once for both.
create table incident_distinct (
	first bigint not null references incident (id), -- the smaller number
	second bigint not null references incident (id),
	at bigint not null,
	account bigint,
	primary key (first, second)
);

-- A link is the same from both ends; its reason is sealed once for each file.
create table incident_link (
	id {id},
	first bigint not null references incident (id), -- the smaller number
	second bigint not null references incident (id),
	kind text not null, -- related same_attacker same_provider follow_up
	at bigint not null,
	account bigint,
	ended_at bigint,
	ended_by bigint,
	body_first {blob},
	body_second {blob}
);
create unique index incident_link_now on incident_link (first, second, kind) where ended_at is null;
create index incident_link_second on incident_link (second);

create table campaign (
	id {id},
	reference text not null unique,
	vault bigint not null,
	version bigint not null default 1,
	state text not null, -- active dormant over
	tlp text not null,
	created_at bigint not null,
	account bigint,
	body {blob} not null -- sealed: title, description
);
create index campaign_state on campaign (state, created_at);

create table campaign_member (
	id {id},
	campaign bigint not null references campaign (id),
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	ended_at bigint,
	ended_by bigint
);
create unique index campaign_member_now on campaign_member (campaign, incident)
	where ended_at is null;
create index campaign_member_incident on campaign_member (incident);
