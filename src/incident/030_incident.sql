-- Reports, incidents and all that is done about them.
--
-- A report is a declaration and what completes it; an incident is the event that
-- the cell treats (several reports may come to tell one incident).  Clear
-- columns hold codes, dates, counts and the structure; everything else stands in
-- the sealed bodies, under the report's vault (design.md 8.5).

create table sequence (
	name text not null,
	year bigint not null,
	n bigint not null,
	primary key (name, year)
);

create table incident (
	id {id},
	reference text not null unique,
	vault bigint not null,
	version bigint not null default 1,
	structure bigint,
	org_name text not null,
	org_type text,
	department text,
	region text,
	military bigint not null default 0,
	imported bigint not null default 0,
	workflow text not null,
	severity text,
	severity_proposed text,
	assignee bigint,
	opened bigint not null default 1, -- 0: closed, out of scope, error, cancelled
	level bigint not null default 0,  -- of the severity, for sorting
	urgent bigint not null default 0, -- immediate help was asked for
	received_at bigint not null,
	due_at bigint,
	due_code text,
	care_state text,
	-- qualified values
	origin text,
	category text,
	rsit_class text,
	rsit_type text,
	scope text,
	vector text,
	cve text,
	impact_persons text,
	impact_functioning text,
	impact_data text,
	impact_patient_data text,
	impact_systems text,
	impact_territory text,
	other_orgs text,
	degraded_from bigint,
	degraded_to bigint,
	exfiltration text,
	directory_compromised text,
	backups_hit text,
	extent text,
	out_of_scope text,
	national_scope text,
	crit_care text,
	crit_data text,
	crit_functioning text,
	crit_territory text,
	crit_others text,
	grave text,
	significant text,
	overridden bigint not null default 0,
	tlp text,
	pap text,
	supporting_actors text,
	qualified_at bigint,
	-- particular follow-up
	special_follow_up text,
	taken_by_anssi text,
	told_ansm text,
	told_corruss text,
	fssi_crisis text,
	support_delivered text,
	essential_operator text,
	-- timeline
	taken_at bigint,
	first_advice_at bigint,
	contained_at bigint,
	nominal_at bigint,
	resolved_at bigint,
	closed_at bigint,
	close_reason text,
	-- sealed: reasons, malware family, precautionary measures, closing report
	body {blob}
);
create index incident_open on incident (opened, level, due_at);
create index incident_received on incident (received_at);
create index incident_structure on incident (structure);

create table report (
	id {id},
	reference text not null unique,
	draft_reference text,
	vault bigint not null,
	incident bigint references incident (id),
	state text not null,
	version bigint not null default 0,
	step bigint not null default 1,
	channel text not null,
	secret_hash text not null,
	secret {blob} not null, -- sealed: shown again to its owner only
	account bigint,
	entered_by bigint,
	created_at bigint not null,
	updated_at bigint not null,
	declared_at bigint,
	received_at bigint,
	structure bigint,
	source_key text unique,
	-- clear fields of the declaration
	org_name text,
	finess_site text,
	finess_legal text,
	siret text,
	org_type text,
	department text,
	region text,
	ght text,
	nis_status text,
	legal_status text,
	reporter_role text,
	reporter_capacity text,
	detected_at bigint,
	detected_precision text,
	occurred_at bigint,
	occurred_precision text,
	scope text,
	systems text,
	data_kinds text,
	care_state text,
	n_workstations bigint,
	n_servers bigint,
	n_users bigint,
	ongoing text,
	ended_at bigint,
	impact_persons text,
	n_persons_in_danger bigint,
	impact_functioning text,
	degraded_from bigint,
	degraded_to bigint,
	patients_diverted bigint,
	acts_cancelled bigint,
	emergency_plan text,
	impact_data text,
	impact_patient_data text,
	n_persons_data bigint,
	impact_systems text,
	impact_org text,
	cost_estimate bigint,
	impact_territory text,
	other_orgs text,
	origin text,
	category text,
	vector text,
	measures_taken text,
	support_asked text,
	support_kinds text,
	urgent_callback bigint,
	complaint text,
	complaint_at bigint,
	consent_lessons text,
	consent_indicators text,
	consent_tlp text,
	-- sealed: every field of the declaration, the secret, as one record
	body {blob} not null
);
create index report_incident on report (incident);
create index report_declared on report (declared_at);
create index report_drafts on report (updated_at) where state = 'draft';

-- Each version of the declaration, whole and immutable.
create table report_version (
	report bigint not null references report (id),
	version bigint not null,
	at bigint not null,
	account bigint,
	body {blob} not null,
	primary key (report, version)
);

create table attachment (
	id {id},
	report bigint not null references report (id),
	blob bigint not null,
	size bigint not null,
	sha256 text not null,
	added_at bigint not null,
	account bigint,
	from_cell bigint not null default 0,
	removed_at bigint,
	body {blob} not null -- sealed: name, type
);
create index attachment_report on attachment (report);

-- The running log and the messages: one table, told apart by kind and visibility.
create table log_entry (
	id {id},
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	role text not null,
	kind text not null,
	visibility text not null,
	body {blob} not null
);
create index log_entry_incident on log_entry (incident, at);

-- Changes on the three axes of state and of the severity, kept for ever.
create table state_change (
	id {id},
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	axis text not null,
	before text,
	after text not null,
	body {blob}
);
create index state_change_incident on state_change (incident, at);

create table recommendation (
	id {id},
	incident bigint not null references incident (id),
	card text,
	card_version bigint,
	sent_at bigint not null,
	account bigint,
	read_at bigint,
	body {blob} -- sealed: free text beside the card
);
create index recommendation_incident on recommendation (incident);

create table recommendation_step (
	recommendation bigint not null references recommendation (id),
	step bigint not null,
	ticked_at bigint not null,
	primary key (recommendation, step)
);

create table support_request (
	id {id},
	incident bigint not null references incident (id),
	asked_at bigint not null,
	kinds text,
	state_at_request text not null, -- immutable: domain.md 4.1a
	delivered_at bigint,
	delivered_kinds text,
	closed_at bigint,
	body {blob}
);
create index support_request_incident on support_request (incident);

-- What is told to whom: one row a rule and recipient, an immutable card each.
create table dispatch (
	id {id},
	reference text not null unique,
	incident bigint not null references incident (id),
	rule text not null,
	desk text not null,
	region text,
	card text not null,
	state text not null, -- proposed fired declined
	severity text,
	tlp text not null,
	basis text not null,
	proposed_at bigint not null,
	due_at bigint,
	decided_by bigint,
	fired_at bigint,
	acknowledged_at bigint,
	acknowledged_by bigint,
	body {blob}, -- sealed: the card as sent; absent while proposed
	body_hash text,
	reply {blob} -- sealed: return message of the recipient
);
create unique index dispatch_once on dispatch (incident, rule, desk, coalesce(region, ''));
create index dispatch_desk on dispatch (desk, region, fired_at);
create index dispatch_incident on dispatch (incident);
