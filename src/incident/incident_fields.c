/*
 * The incident's fields: qualified values, flags, timeline (domain.md §4.2).
 * Where the report has a field of the same name, the declared and the qualified
 * value stand side by side, and both are kept.
 */
#include "incident/file.h"

/* clang-format off */
const struct field incident_org_name = { FIELD(incident, org_name), .max = 200 };
const struct field incident_org_type = { FIELD(incident, org_type), .code = "type_structure", .vocabulary = "org_type" };
const struct field incident_department = { FIELD(incident, department), .code = "departement", .vocabulary = "department" };
const struct field incident_region = { FIELD(incident, region), .vocabulary = "region" };
const struct field incident_workflow = { FIELD(incident, workflow), .vocabulary = "workflow" };
const struct field incident_severity = { FIELD(incident, severity), .vocabulary = "severity" };
const struct field incident_severity_proposed = { FIELD(incident, severity_proposed), .vocabulary = "severity" };
const struct field incident_care_state = { FIELD(incident, care_state), .vocabulary = "care_state" };
const struct field incident_due_at = { FIELD(incident, due_at) };
const struct field incident_due_code = { FIELD(incident, due_code) };
const struct field incident_origin = { FIELD(incident, origin), .code = "origine", .vocabulary = "origin" };
const struct field incident_category = { FIELD(incident, category), .code = "categorie", .vocabulary = "category", .input = INPUT_SELECT };
const struct field incident_rsit_class = { FIELD(incident, rsit_class), .vocabulary = "rsit_class", .input = INPUT_SELECT };
const struct field incident_rsit_type = { FIELD(incident, rsit_type), .vocabulary = "rsit_type", .input = INPUT_SELECT };
const struct field incident_scope = { FIELD(incident, scope), .code = "perimetre", .vocabulary = "scope", .input = INPUT_SELECT };
const struct field incident_vector = { FIELD(incident, vector), .code = "vecteur", .vocabulary = "vector", .input = INPUT_SELECT };
const struct field incident_cve = { FIELD(incident, cve), .max = 200 };
const struct field incident_impact_persons = { FIELD(incident, impact_persons), .code = "impact_personnes", .vocabulary = "impact_persons" };
const struct field incident_impact_functioning = { FIELD(incident, impact_functioning), .code = "impact_fonctionnement", .vocabulary = "impact_functioning" };
const struct field incident_impact_data = { FIELD(incident, impact_data), .code = "impact_donnees", .vocabulary = "impact_data" };
const struct field incident_impact_patient_data = { FIELD(incident, impact_patient_data), .code = "impact_donnees_patient", .vocabulary = "yes_no_nsp" };
const struct field incident_impact_systems = { FIELD(incident, impact_systems), .code = "impact_si", .vocabulary = "impact_systems" };
const struct field incident_impact_territory = { FIELD(incident, impact_territory), .code = "impact_territorial", .vocabulary = "yes_no_nsp" };
const struct field incident_other_orgs = { FIELD(incident, other_orgs), .code = "autres_structures", .vocabulary = "yes_no_nsp" };
const struct field incident_degraded_from = { FIELD(incident, degraded_from), .code = "date_debut_degrade" };
const struct field incident_degraded_to = { FIELD(incident, degraded_to), .code = "date_fin_degrade" };
const struct field incident_exfiltration = { FIELD(incident, exfiltration), .vocabulary = "exfiltration" };
const struct field incident_directory_compromised = { FIELD(incident, directory_compromised), .vocabulary = "yes_no_nsp" };
const struct field incident_backups_hit = { FIELD(incident, backups_hit), .vocabulary = "yes_no_nsp" };
const struct field incident_extent = { FIELD(incident, extent), .code = "rancongiciel_etendue", .vocabulary = "extent" };
const struct field incident_out_of_scope = { FIELD(incident, out_of_scope), .code = "hors_perimetre", .vocabulary = "yes_no_nsp" };
const struct field incident_national_scope = { FIELD(incident, national_scope), .vocabulary = "yes_no_nsp" };
const struct field incident_crit_care = { FIELD(incident, crit_care), .vocabulary = "yes_no_nsp" };
const struct field incident_crit_data = { FIELD(incident, crit_data), .vocabulary = "yes_no_nsp" };
const struct field incident_crit_functioning = { FIELD(incident, crit_functioning), .vocabulary = "yes_no_nsp" };
const struct field incident_crit_territory = { FIELD(incident, crit_territory), .vocabulary = "yes_no_nsp" };
const struct field incident_crit_others = { FIELD(incident, crit_others), .vocabulary = "yes_no_nsp" };
const struct field incident_grave = { FIELD(incident, grave), .vocabulary = "yes_no_nsp" };
const struct field incident_significant = { FIELD(incident, significant), .vocabulary = "yes_no_nsp" };
const struct field incident_overridden = { FIELD(incident, overridden) };
const struct field incident_tlp = { FIELD(incident, tlp), .vocabulary = "tlp", .input = INPUT_SELECT };
const struct field incident_pap = { FIELD(incident, pap), .vocabulary = "pap", .input = INPUT_SELECT };
const struct field incident_supporting_actors = { FIELD(incident, supporting_actors), .vocabulary = "supporting_actor" };
const struct field incident_qualified_at = { FIELD(incident, qualified_at) };
const struct field incident_special_follow_up = { FIELD(incident, special_follow_up), .code = "suivi_particulier", .vocabulary = "yes_no" };
const struct field incident_taken_by_anssi = { FIELD(incident, taken_by_anssi), .code = "pris_en_charge_anssi", .vocabulary = "yes_no" };
const struct field incident_told_ansm = { FIELD(incident, told_ansm), .code = "communique_ansm", .vocabulary = "yes_no" };
const struct field incident_told_corruss = { FIELD(incident, told_corruss), .code = "alerte_corruss", .vocabulary = "yes_no" };
const struct field incident_fssi_crisis = { FIELD(incident, fssi_crisis), .vocabulary = "yes_no" };
const struct field incident_support_delivered = { FIELD(incident, support_delivered), .code = "appui_technique", .vocabulary = "yes_no" };
const struct field incident_essential_operator = { FIELD(incident, essential_operator), .code = "ose", .vocabulary = "yes_no_nsp" };
const struct field incident_taken_at = { FIELD(incident, taken_at) };
const struct field incident_first_advice_at = { FIELD(incident, first_advice_at) };
const struct field incident_contained_at = { FIELD(incident, contained_at) };
const struct field incident_nominal_at = { FIELD(incident, nominal_at) };
const struct field incident_resolved_at = { FIELD(incident, resolved_at) };
const struct field incident_closed_at = { FIELD(incident, closed_at) };
const struct field incident_close_reason = { FIELD(incident, close_reason), .vocabulary = "close_reason" };
const struct field incident_override_reason = { FIELD(incident, override_reason), .sealed = true, .input = INPUT_AREA, .max = 2000 };
const struct field incident_malware = { FIELD(incident, malware), .sealed = true, .max = 200 };
const struct field incident_precautions = { FIELD(incident, precautions), .sealed = true, .input = INPUT_AREA, .max = 10000 };
const struct field incident_closing_report = { FIELD(incident, closing_report), .sealed = true, .input = INPUT_AREA, .max = 20000 };

const struct field *const incident_clear_fields[] = {
	&incident_org_name, &incident_org_type, &incident_department, &incident_region,
	&incident_workflow, &incident_severity, &incident_severity_proposed, &incident_care_state,
	&incident_due_at, &incident_due_code, &incident_origin, &incident_category,
	&incident_rsit_class, &incident_rsit_type, &incident_scope, &incident_vector,
	&incident_cve, &incident_impact_persons, &incident_impact_functioning,
	&incident_impact_data, &incident_impact_patient_data, &incident_impact_systems,
	&incident_impact_territory, &incident_other_orgs, &incident_degraded_from,
	&incident_degraded_to, &incident_exfiltration, &incident_directory_compromised,
	&incident_backups_hit, &incident_extent, &incident_out_of_scope, &incident_national_scope,
	&incident_crit_care, &incident_crit_data, &incident_crit_functioning,
	&incident_crit_territory, &incident_crit_others, &incident_grave, &incident_significant,
	&incident_overridden, &incident_tlp, &incident_pap, &incident_supporting_actors,
	&incident_qualified_at, &incident_special_follow_up, &incident_taken_by_anssi,
	&incident_told_ansm, &incident_told_corruss, &incident_fssi_crisis,
	&incident_support_delivered, &incident_essential_operator, &incident_taken_at,
	&incident_first_advice_at, &incident_contained_at, &incident_nominal_at,
	&incident_resolved_at, &incident_closed_at, &incident_close_reason, NULL
};

const struct field *const incident_sealed_fields[] = {
	&incident_override_reason, &incident_malware, &incident_precautions,
	&incident_closing_report, NULL
};

const struct field *const incident_qualify_fields[] = {
	&incident_origin, &incident_category, &incident_rsit_class, &incident_rsit_type,
	&incident_scope, &incident_vector, &incident_cve, &incident_impact_persons,
	&incident_impact_functioning, &incident_impact_data, &incident_impact_patient_data,
	&incident_impact_systems, &incident_impact_territory, &incident_other_orgs,
	&incident_degraded_from, &incident_degraded_to, &incident_exfiltration,
	&incident_directory_compromised, &incident_backups_hit, &incident_extent,
	&incident_out_of_scope, &incident_national_scope, &incident_tlp, &incident_pap,
	&incident_supporting_actors, &incident_essential_operator, &incident_malware,
	&incident_precautions, NULL
};
/* clang-format on */
