-- sequence_next: the next number of a kind in a year.
insert into sequence (name, year, n) values (:name, :year, 1)
on conflict (name, year) do update set n = sequence.n + 1
returning n;

-- report_insert: a new draft.
insert into report (reference, draft_reference, vault, state, channel, secret_hash, secret, account,
	entered_by, created_at, updated_at, declared_at, structure, body)
values (:reference, :reference, :vault, 'draft', :channel, :secret_hash, :secret, :account,
	:entered_by, :now, :now, :declared_at, :structure, :body)
returning id;

-- report_by_id: one report, its place and its sealed body.
select id, reference, draft_reference, vault, incident, state, version, step, channel, account,
	entered_by, structure, created_at, updated_at, declared_at, received_at, region, secret, body
from report where id = :id;

-- report_id_by_reference: drafts keep their first reference as an alias.
select id, secret_hash from report where reference = :reference or draft_reference = :reference;

-- report_save_draft: what was typed so far.
update report set body = :body, step = :step, updated_at = :now, structure = :structure,
	declared_at = :declared_at
where id = :id and state = 'draft';

-- report_write: the clear columns of a version, with its body.
update report set reference = :reference, state = 'received', incident = :incident,
	version = :version, updated_at = :now, received_at = :received_at,
	declared_at = :declared_at, structure = :structure, body = :body, region = :region,
	org_name = :org_name, finess_site = :finess_site, finess_legal = :finess_legal,
	siret = :siret, org_type = :org_type, department = :department, ght = :ght,
	nis_status = :nis_status, legal_status = :legal_status, reporter_role = :reporter_role,
	reporter_capacity = :reporter_capacity, detected_at = :detected_at,
	occurred_at = :occurred_at, occurred_precision = :occurred_precision, scope = :scope,
	systems = :systems, data_kinds = :data_kinds, care_state = :care_state,
	n_workstations = :n_workstations, n_servers = :n_servers, n_users = :n_users,
	ongoing = :ongoing, ended_at = :ended_at, impact_persons = :impact_persons,
	n_persons_in_danger = :n_persons_in_danger, impact_functioning = :impact_functioning,
	degraded_from = :degraded_from, degraded_to = :degraded_to,
	patients_diverted = :patients_diverted, acts_cancelled = :acts_cancelled,
	emergency_plan = :emergency_plan, impact_data = :impact_data,
	impact_patient_data = :impact_patient_data, n_persons_data = :n_persons_data,
	impact_systems = :impact_systems, impact_org = :impact_org, cost_estimate = :cost_estimate,
	impact_territory = :impact_territory, other_orgs = :other_orgs, origin = :origin,
	category = :category, vector = :vector, measures_taken = :measures_taken,
	support_asked = :support_asked, support_kinds = :support_kinds,
	urgent_callback = :urgent_callback, complaint = :complaint, complaint_at = :complaint_at,
	consent_lessons = :consent_lessons, consent_indicators = :consent_indicators,
	consent_tlp = :consent_tlp
where id = :id and version = :version - 1
	and (cast(:was {sqlite: as blob}{postgres: as bytea}) is null or body = :was);

-- report_version_insert: one version, for ever.
insert into report_version (report, version, at, account, body)
values (:report, :version, :now, :account, :body);

-- report_version_list: newest first.
select version, at, body from report_version where report = :report
order by version desc limit :max;

-- report_drafts_older: what the retention removes, kept from whoever would submit one now.
select id, vault from report where state = 'draft' and updated_at < :before limit 100
{postgres: for update skip locked};

-- report_delete_draft: its blobs and vault go with it, in the same transaction.
delete from report where id = :id and state = 'draft';

-- attachment_delete_all: of a draft that is removed.
delete from attachment where report = :report;

-- incident_insert: at receipt.
insert into incident (reference, vault, structure, org_name, org_type, department, region,
	military, workflow, received_at, care_state, severity, severity_proposed,
	grave, significant, crit_care, crit_data, crit_functioning, crit_territory, crit_others,
	out_of_scope, tlp, level, urgent, imported,
	special_follow_up, taken_by_anssi, told_ansm, told_corruss, fssi_crisis, support_delivered,
	changed_at, changed_by)
values (:reference, :vault, :structure, :org_name, :org_type, :department, :region,
	:military, :workflow, :received_at, :care_state, :severity,
	:severity_proposed, :grave, :significant, :crit_care, :crit_data, :crit_functioning,
	:crit_territory, :crit_others, :out_of_scope, :tlp, :level, :urgent, :imported,
	:special_follow_up, :taken_by_anssi, :told_ansm, :told_corruss, :fssi_crisis,
	:support_delivered, :changed_at, :changed_by)
returning id;

-- incident_by_id: the whole row.
-- Sealed or not: whoever asks has been asked by need.h.
select i.*, r.id as report, r.reference as report_reference
from incident i left join report r on r.id =
	(select min(first.id) from report first where first.incident = i.id)
where i.id = :id;

-- incident_id_by_reference: of the incident, or of one of its reports.
-- Sealed or not: whoever asks has been asked by need.h.
select id from incident where reference = :reference
union all
select incident from report where reference = :reference and incident is not null;

-- incident_save: everything, if nobody wrote in between.
update incident set version = version + 1,
	changed_at = case when imported = 1 then changed_at else :changed_at end,
	changed_by = :changed_by, structure = :structure, org_name = :org_name,
	org_type = :org_type, department = :department, region = :region, military = :military,
	workflow = :workflow, opened = :opened, level = :level, severity = :severity,
	severity_proposed = :severity_proposed, assignee = :assignee,
	care_state = :care_state, origin = :origin,
	category = :category, rsit_class = :rsit_class, rsit_type = :rsit_type, scope = :scope,
	vector = :vector, cve = :cve, impact_persons = :impact_persons,
	impact_functioning = :impact_functioning, impact_data = :impact_data,
	impact_patient_data = :impact_patient_data, impact_systems = :impact_systems,
	impact_territory = :impact_territory, other_orgs = :other_orgs,
	degraded_from = :degraded_from, degraded_to = :degraded_to, exfiltration = :exfiltration,
	directory_compromised = :directory_compromised, backups_hit = :backups_hit,
	extent = :extent, out_of_scope = :out_of_scope, national_scope = :national_scope,
	crit_care = :crit_care, crit_data = :crit_data, crit_functioning = :crit_functioning,
	crit_territory = :crit_territory, crit_others = :crit_others, grave = :grave,
	significant = :significant, overridden = :overridden, tlp = :tlp, pap = :pap,
	supporting_actors = :supporting_actors, qualified_at = :qualified_at,
	special_follow_up = :special_follow_up, taken_by_anssi = :taken_by_anssi,
	told_ansm = :told_ansm, told_corruss = :told_corruss, fssi_crisis = :fssi_crisis,
	support_delivered = :support_delivered, essential_operator = :essential_operator,
	taken_at = :taken_at, first_advice_at = :first_advice_at, contained_at = :contained_at,
	nominal_at = :nominal_at, resolved_at = :resolved_at, closed_at = :closed_at,
	close_reason = :close_reason, body = :body
where id = :id and version = :version
returning version;

-- state_change_insert: one step on an axis.
insert into state_change (incident, at, account, axis, before, after, body)
values (:incident, :now, :account, :axis, :before, :after, :body);

-- state_change_list: the history of a file.
select at, account, axis, before, after, body from state_change
where incident = :incident order by id;

-- log_insert: one entry of the running log.
insert into log_entry (incident, at, account, role, kind, visibility, body)
values (:incident, :now, :account, :role, :kind, :visibility, :body);

-- log_list: newest first; without the internal ones for the structure.
select id, at, account, role, kind, visibility, body from log_entry
where incident = :incident and (cast(:internal as bigint) = 1 or visibility = 'structure')
order by id desc limit :max;

-- incident_touch: something was added to it without a new version.
update incident set changed_at = :changed_at, changed_by = :changed_by
where id = :id and imported = 0;

-- incident_changed: when it was last changed, and by whom. Sealed or not: it is opened already.
select changed_at, changed_by from incident where id = :id;
