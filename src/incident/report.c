/*
 * The report's fields: each is declared here, once.  A change of the form is one
 * line here, one member in report.h, one column in a migration (unless sealed),
 * and its words in locale/.
 */
#include "incident/report.h"

/* clang-format off */
const struct field report_org_name = { FIELD(report, org_name), .code = "structure_nom", .need = REQUIRED, .max = 200 };
const struct field report_finess_site = { FIELD(report, finess_site), .code = "finess_et", .input = INPUT_FINESS };
const struct field report_finess_legal = { FIELD(report, finess_legal), .code = "finess_ej", .input = INPUT_FINESS };
const struct field report_siret = { FIELD(report, siret), .code = "siret", .input = INPUT_SIRET };
const struct field report_org_type = { FIELD(report, org_type), .code = "type_structure", .vocabulary = "org_type", .input = INPUT_SELECT };
const struct field report_address = { FIELD(report, address), .code = "adresse", .max = 200 };
const struct field report_postcode = { FIELD(report, postcode), .code = "cp", .max = 10 };
const struct field report_town = { FIELD(report, town), .code = "commune", .max = 80 };
const struct field report_department = { FIELD(report, department), .code = "departement", .vocabulary = "department", .input = INPUT_SELECT };
const struct field report_ght = { FIELD(report, ght), .code = "ght", .max = 120 };
const struct field report_org_group = { FIELD(report, org_group), .code = "groupe", .max = 120 };
const struct field report_nis_status = { FIELD(report, nis_status), .code = "statut_nis", .vocabulary = "nis_status" };
const struct field report_legal_status = { FIELD(report, legal_status), .code = "statut_juridique", .vocabulary = "legal_status" };
const struct field report_reporter_last_name = { FIELD(report, reporter_last_name), .code = "decl_nom", .max = 80, .need = REQUIRED, .sealed = true, .autocomplete = "family-name" };
const struct field report_reporter_first_name = { FIELD(report, reporter_first_name), .code = "decl_prenom", .max = 80, .sealed = true, .autocomplete = "given-name" };
const struct field report_reporter_role = { FIELD(report, reporter_role), .code = "decl_fonction", .vocabulary = "reporter_role", .input = INPUT_SELECT };
const struct field report_reporter_role_other = { FIELD(report, reporter_role_other), .code = "decl_fonction_autre", .max = 80, .sealed = true };
const struct field report_reporter_email = { FIELD(report, reporter_email), .code = "decl_email", .input = INPUT_EMAIL, .max = 254, .sealed = true, .autocomplete = "email" };
const struct field report_reporter_phone = { FIELD(report, reporter_phone), .code = "decl_tel", .input = INPUT_TEL, .max = 30, .sealed = true, .autocomplete = "tel" };
const struct field report_reporter_mobile = { FIELD(report, reporter_mobile), .code = "decl_tel_mobile", .input = INPUT_TEL, .max = 30, .sealed = true };
const struct field report_reporter_capacity = { FIELD(report, reporter_capacity), .code = "decl_delegation", .vocabulary = "reporter_capacity" };
const struct field report_tech_name = { FIELD(report, tech_name), .code = "contact_technique_nom", .max = 120, .sealed = true };
const struct field report_tech_phone = { FIELD(report, tech_phone), .code = "contact_technique_tel", .input = INPUT_TEL, .max = 30, .sealed = true };
const struct field report_tech_email = { FIELD(report, tech_email), .code = "contact_technique_email", .input = INPUT_EMAIL, .max = 254, .sealed = true };
const struct field report_tech_pgp = { FIELD(report, tech_pgp), .code = "contact_technique_pgp", .input = INPUT_AREA, .max = 8000, .sealed = true };
const struct field report_title = { FIELD(report, title), .code = "titre", .max = 80, .sealed = true };
const struct field report_detected_at = { FIELD(report, detected_at), .code = "date_constat", .need = REQUIRED };
const struct field report_occurred_at = { FIELD(report, occurred_at), .code = "date_survenue" };
const struct field report_occurred_precision = { FIELD(report, occurred_precision), .code = "precision", .vocabulary = "precision" };
const struct field report_description = { FIELD(report, description), .code = "description", .input = INPUT_AREA, .max = 10000, .need = REQUIRED, .sealed = true };
const struct field report_scope = { FIELD(report, scope), .code = "perimetre", .vocabulary = "scope", .input = INPUT_SELECT };
const struct field report_systems = { FIELD(report, systems), .code = "si_concernes", .vocabulary = "system" };
const struct field report_data_kinds = { FIELD(report, data_kinds), .code = "donnees_concernees", .vocabulary = "data_kind" };
const struct field report_care_state = { FIELD(report, care_state), .code = "etat_prise_en_charge", .vocabulary = "care_state" };
const struct field report_n_workstations = { FIELD(report, n_workstations), .code = "nb_postes" };
const struct field report_n_servers = { FIELD(report, n_servers), .code = "nb_serveurs" };
const struct field report_n_users = { FIELD(report, n_users), .code = "nb_utilisateurs" };
const struct field report_provider_name = { FIELD(report, provider_name), .code = "prestataire_nom", .max = 200, .sealed = true };
const struct field report_provider_role = { FIELD(report, provider_role), .code = "prestataire_role", .max = 120, .sealed = true };
const struct field report_provider_told_at = { FIELD(report, provider_told_at), .code = "prestataire_prevenu_le" };
const struct field report_device_maker = { FIELD(report, device_maker), .code = "dm_fabricant", .max = 120 };
const struct field report_device_model = { FIELD(report, device_model), .code = "dm_modele", .max = 120 };
const struct field report_device_version = { FIELD(report, device_version), .code = "dm_version", .max = 80 };
const struct field report_device_serial = { FIELD(report, device_serial), .code = "dm_serie", .max = 120, .sealed = true };
const struct field report_ongoing = { FIELD(report, ongoing), .code = "toujours_en_cours", .vocabulary = "yes_no_nsp" };
const struct field report_ended_at = { FIELD(report, ended_at), .code = "date_fin" };
const struct field report_impact_persons = { FIELD(report, impact_persons), .code = "impact_personnes", .vocabulary = "impact_persons" };
const struct field report_n_persons_in_danger = { FIELD(report, n_persons_in_danger), .code = "nb_personnes_danger" };
const struct field report_impact_functioning = { FIELD(report, impact_functioning), .code = "impact_fonctionnement", .vocabulary = "impact_functioning" };
const struct field report_degraded_from = { FIELD(report, degraded_from), .code = "date_debut_degrade" };
const struct field report_degraded_to = { FIELD(report, degraded_to), .code = "date_fin_degrade" };
const struct field report_services_hit = { FIELD(report, services_hit), .code = "services_impactes", .input = INPUT_AREA, .max = 2000, .sealed = true };
const struct field report_patients_diverted = { FIELD(report, patients_diverted), .code = "patients_reorientes" };
const struct field report_acts_cancelled = { FIELD(report, acts_cancelled), .code = "actes_deprogrammes" };
const struct field report_emergency_plan = { FIELD(report, emergency_plan), .code = "plan_blanc", .vocabulary = "yes_no_nsp" };
const struct field report_impact_data = { FIELD(report, impact_data), .code = "impact_donnees", .vocabulary = "impact_data" };
const struct field report_impact_patient_data = { FIELD(report, impact_patient_data), .code = "impact_donnees_patient", .vocabulary = "yes_no_nsp" };
const struct field report_n_persons_data = { FIELD(report, n_persons_data), .code = "nb_personnes_concernees" };
const struct field report_impact_systems = { FIELD(report, impact_systems), .code = "impact_si", .vocabulary = "impact_systems" };
const struct field report_impact_org = { FIELD(report, impact_org), .code = "impact_structure", .vocabulary = "impact_org" };
const struct field report_cost_estimate = { FIELD(report, cost_estimate), .code = "cout_estime" };
const struct field report_impact_territory = { FIELD(report, impact_territory), .code = "impact_territorial", .vocabulary = "yes_no_nsp" };
const struct field report_other_orgs = { FIELD(report, other_orgs), .code = "autres_structures", .vocabulary = "yes_no_nsp" };
const struct field report_origin = { FIELD(report, origin), .code = "origine", .vocabulary = "origin" };
const struct field report_category = { FIELD(report, category), .code = "categorie", .vocabulary = "category", .input = INPUT_SELECT };
const struct field report_vector = { FIELD(report, vector), .code = "vecteur", .vocabulary = "vector", .input = INPUT_SELECT };
const struct field report_indicators = { FIELD(report, indicators), .code = "indicateurs", .input = INPUT_AREA, .max = 10000, .sealed = true };
const struct field report_measures_taken = { FIELD(report, measures_taken), .code = "mesures_prises_liste", .vocabulary = "measure" };
const struct field report_measures = { FIELD(report, measures), .code = "mesures_prises", .input = INPUT_AREA, .max = 10000, .sealed = true };
const struct field report_support_asked = { FIELD(report, support_asked), .code = "demande_accompagnement", .vocabulary = "yes_no_nsp" };
const struct field report_support_kinds = { FIELD(report, support_kinds), .code = "nature_accompagnement", .vocabulary = "support_kind" };
const struct field report_urgent_callback = { FIELD(report, urgent_callback), .code = "urgence_rappel" };
const struct field report_complaint = { FIELD(report, complaint), .code = "plainte", .vocabulary = "complaint" };
const struct field report_complaint_at = { FIELD(report, complaint_at), .code = "plainte_le" };
const struct field report_complaint_service = { FIELD(report, complaint_service), .code = "plainte_service", .max = 200, .sealed = true };
const struct field report_complaint_ref = { FIELD(report, complaint_ref), .code = "plainte_pv", .max = 80, .sealed = true };
const struct field report_told_cnil = { FIELD(report, told_cnil), .code = "notif_cnil", .max = 120, .sealed = true };
const struct field report_told_anssi = { FIELD(report, told_anssi), .code = "notif_anssi", .max = 120, .sealed = true };
const struct field report_told_ars = { FIELD(report, told_ars), .code = "notif_ars", .max = 120, .sealed = true };
const struct field report_told_ansm = { FIELD(report, told_ansm), .code = "notif_ansm", .max = 120, .sealed = true };
const struct field report_told_dgs = { FIELD(report, told_dgs), .code = "notif_dgs", .max = 120, .sealed = true };
const struct field report_told_insurer = { FIELD(report, told_insurer), .code = "notif_assureur", .max = 120, .sealed = true };
const struct field report_told_cybermal = { FIELD(report, told_cybermal), .code = "notif_cybermalveillance", .max = 120, .sealed = true };
const struct field report_consent_lessons = { FIELD(report, consent_lessons), .code = "autorisation_rex", .vocabulary = "consent_lessons" };
const struct field report_consent_indicators = { FIELD(report, consent_indicators), .code = "autorisation_partage_ioc", .vocabulary = "yes_no_nsp" };
const struct field report_consent_tlp = { FIELD(report, consent_tlp), .code = "autorisation_tlp", .vocabulary = "tlp", .input = INPUT_SELECT };

const struct field *const report_step_a[] = {
	&report_org_name, &report_finess_site, &report_finess_legal, &report_siret, &report_org_type,
	&report_address, &report_postcode, &report_town, &report_department, &report_ght,
	&report_org_group, &report_nis_status, &report_legal_status, NULL
};
const struct field *const report_step_b[] = {
	&report_reporter_last_name, &report_reporter_first_name, &report_reporter_role,
	&report_reporter_role_other, &report_reporter_email, &report_reporter_phone,
	&report_reporter_mobile, &report_reporter_capacity, &report_tech_name, &report_tech_phone,
	&report_tech_email, &report_tech_pgp, NULL
};
const struct field *const report_step_c[] = {
	&report_title, &report_detected_at, &report_occurred_at, &report_occurred_precision,
	&report_description, &report_scope, &report_systems, &report_data_kinds, &report_care_state,
	&report_n_workstations, &report_n_servers, &report_n_users, &report_provider_name,
	&report_provider_role, &report_provider_told_at, &report_device_maker, &report_device_model,
	&report_device_version, &report_device_serial, &report_ongoing, &report_ended_at, NULL
};
const struct field *const report_step_d[] = {
	&report_impact_persons, &report_n_persons_in_danger, &report_impact_functioning,
	&report_degraded_from, &report_degraded_to, &report_services_hit, &report_patients_diverted,
	&report_acts_cancelled, &report_emergency_plan, &report_impact_data,
	&report_impact_patient_data, &report_n_persons_data, &report_impact_systems,
	&report_impact_org, &report_cost_estimate, &report_impact_territory, &report_other_orgs, NULL
};
const struct field *const report_step_e[] = {
	&report_origin, &report_category, &report_vector, &report_indicators, NULL
};
const struct field *const report_step_f[] = {
	&report_measures_taken, &report_measures, &report_support_asked, &report_support_kinds,
	&report_urgent_callback, &report_complaint, &report_complaint_at, &report_complaint_service,
	&report_complaint_ref, &report_told_cnil, &report_told_anssi, &report_told_ars,
	&report_told_ansm, &report_told_dgs, &report_told_insurer, &report_told_cybermal,
	&report_consent_lessons, &report_consent_indicators, &report_consent_tlp, NULL
};

const field_list report_step[REPORT_STEPS] = { report_step_a, report_step_b, report_step_c,
	report_step_d, report_step_e, report_step_f };

const struct field *const report_fields[] = {
	&report_org_name, &report_finess_site, &report_finess_legal, &report_siret, &report_org_type,
	&report_address, &report_postcode, &report_town, &report_department, &report_ght,
	&report_org_group, &report_nis_status, &report_legal_status, &report_reporter_last_name,
	&report_reporter_first_name, &report_reporter_role, &report_reporter_role_other,
	&report_reporter_email, &report_reporter_phone, &report_reporter_mobile,
	&report_reporter_capacity, &report_tech_name, &report_tech_phone, &report_tech_email,
	&report_tech_pgp, &report_title, &report_detected_at, &report_occurred_at,
	&report_occurred_precision, &report_description, &report_scope, &report_systems,
	&report_data_kinds, &report_care_state, &report_n_workstations, &report_n_servers,
	&report_n_users, &report_provider_name, &report_provider_role, &report_provider_told_at,
	&report_device_maker, &report_device_model, &report_device_version, &report_device_serial,
	&report_ongoing, &report_ended_at, &report_impact_persons, &report_n_persons_in_danger,
	&report_impact_functioning, &report_degraded_from, &report_degraded_to, &report_services_hit,
	&report_patients_diverted, &report_acts_cancelled, &report_emergency_plan, &report_impact_data,
	&report_impact_patient_data, &report_n_persons_data, &report_impact_systems,
	&report_impact_org, &report_cost_estimate, &report_impact_territory, &report_other_orgs,
	&report_origin, &report_category, &report_vector, &report_indicators, &report_measures_taken,
	&report_measures, &report_support_asked, &report_support_kinds, &report_urgent_callback,
	&report_complaint, &report_complaint_at, &report_complaint_service, &report_complaint_ref,
	&report_told_cnil, &report_told_anssi, &report_told_ars, &report_told_ansm, &report_told_dgs,
	&report_told_insurer, &report_told_cybermal, &report_consent_lessons,
	&report_consent_indicators, &report_consent_tlp, NULL
};
/* clang-format on */
