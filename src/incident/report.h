/*
 * The report (signalement): what a structure declares, domain.md §2.
 *
 * The members stand in the order of the form's six steps.  Fields marked sealed
 * in report.c are encrypted with the file's own key; the others are clear
 * columns of table report, for the queue and the figures.  Only the structure,
 * the reporter's name and a way to call back, the detection time and the
 * description are required (design.md §8.11); an empty member is "not known".
 */
#ifndef INCIDENT_REPORT_H
#define INCIDENT_REPORT_H

#include "base/field.h"

struct report {
	/* A. The structure */
	struct str org_name;
	struct str finess_site;	 /* geographic entity, ET */
	struct str finess_legal; /* legal entity, EJ */
	struct str siret;
	struct code org_type;
	struct str address, postcode, town;
	struct code department;
	struct str ght, org_group;
	struct codes nis_status;
	struct code legal_status;

	/* B. The reporter */
	struct str reporter_last_name, reporter_first_name;
	struct code reporter_role;
	struct str reporter_role_other;
	struct str reporter_email, reporter_phone, reporter_mobile;
	struct code reporter_capacity;
	struct str tech_name, tech_phone, tech_email, tech_pgp;

	/* C. The incident */
	struct str title;
	struct moment detected_at, occurred_at;
	struct code occurred_precision;
	struct str description;
	struct code scope;
	struct codes systems, data_kinds;
	struct code care_state; /* by the structure: domain.md §4.1a */
	int64_t n_workstations, n_servers, n_users;
	struct str provider_name, provider_role;
	struct moment provider_told_at;
	struct str device_maker, device_model, device_version, device_serial;
	struct code ongoing;
	struct moment ended_at;

	/* D. The impacts */
	struct code impact_persons;
	int64_t n_persons_in_danger;
	struct code impact_functioning;
	struct moment degraded_from, degraded_to;
	struct str services_hit;
	int64_t patients_diverted, acts_cancelled;
	struct code emergency_plan;
	struct codes impact_data;
	struct code impact_patient_data;
	int64_t n_persons_data;
	struct codes impact_systems, impact_org;
	int64_t cost_estimate; /* euros */
	struct code impact_territory, other_orgs;

	/* E. The origin */
	struct code origin, category, vector;
	struct str indicators;

	/* F. Measures and help */
	struct codes measures_taken;
	struct str measures;
	struct code support_asked;
	struct codes support_kinds;
	bool urgent_callback;
	struct code complaint;
	struct moment complaint_at;
	struct str complaint_service, complaint_ref;
	struct str told_cnil, told_anssi, told_ars, told_ansm, told_dgs, told_insurer,
	    told_cybermal;
	struct code consent_lessons, consent_indicators, consent_tlp;
};

extern const struct field report_org_name, report_finess_site, report_finess_legal, report_siret,
    report_org_type, report_address, report_postcode, report_town, report_department, report_ght,
    report_org_group, report_nis_status, report_legal_status, report_reporter_last_name,
    report_reporter_first_name, report_reporter_role, report_reporter_role_other,
    report_reporter_email, report_reporter_phone, report_reporter_mobile, report_reporter_capacity,
    report_tech_name, report_tech_phone, report_tech_email, report_tech_pgp, report_title,
    report_detected_at, report_occurred_at, report_occurred_precision, report_description,
    report_scope, report_systems, report_data_kinds, report_care_state, report_n_workstations,
    report_n_servers, report_n_users, report_provider_name, report_provider_role,
    report_provider_told_at, report_device_maker, report_device_model, report_device_version,
    report_device_serial, report_ongoing, report_ended_at, report_impact_persons,
    report_n_persons_in_danger, report_impact_functioning, report_degraded_from, report_degraded_to,
    report_services_hit, report_patients_diverted, report_acts_cancelled, report_emergency_plan,
    report_impact_data, report_impact_patient_data, report_n_persons_data, report_impact_systems,
    report_impact_org, report_cost_estimate, report_impact_territory, report_other_orgs,
    report_origin, report_category, report_vector, report_indicators, report_measures_taken,
    report_measures, report_support_asked, report_support_kinds, report_urgent_callback,
    report_complaint, report_complaint_at, report_complaint_service, report_complaint_ref,
    report_told_cnil, report_told_anssi, report_told_ars, report_told_ansm, report_told_dgs,
    report_told_insurer, report_told_cybermal, report_consent_lessons, report_consent_indicators,
    report_consent_tlp;

/* The six steps, in the order of the page, and all of them. */
#define REPORT_STEPS 6
extern const struct field *const report_step_a[],
    *const report_step_b[], *const report_step_c[], *const report_step_d[],
							*const report_step_e[],
							    *const report_step_f[];
extern const field_list report_step[REPORT_STEPS];
extern const struct field *const report_fields[];

#endif
