/*
 * The file: a report and its incident, as the incident domain keeps them.
 *
 * Private to src/incident.  Every load of a file notes the read in the trail and
 * every change notes the write, here and nowhere else, so that no page, job or
 * command can forget it.  Rights are asked by the caller (file_open does both).
 */
#ifndef INCIDENT_FILE_H
#define INCIDENT_FILE_H

#include "identity/identity.h"
#include "incident/report.h"

/* Who acts, with which means: made from a request, a job or a command. */
struct act {
	struct db *db;
	const struct keyring *keyring;
	struct arena *arena;
	struct trail *trail;
	struct moment now;
	int64_t account;
	struct str role;
	enum lang lang;
	struct str public_url; /* for links in mails */
	int64_t decision;      /* what two persons decided and is being done; 0: nothing */
	struct str asked;      /* the decision that was asked instead of done; "": none */
	const char *page;      /* the route behind it, for the trail; NULL: a job */
};

struct act act_of(struct request *rq);
struct job_means;
struct act act_of_job(const struct job_means *m);

/* --- The report --------------------------------------------------------- */

struct stored_report {
	int64_t id;
	struct str reference, draft_reference;
	int64_t vault_id;
	struct vault vault;
	int64_t incident; /* 0 while a draft */
	struct str state; /* "draft" "received" */
	int64_t version, step;
	struct str channel;
	struct str secret; /* in clear: shown to its owner only */
	int64_t account, entered_by, structure;
	struct moment created_at, updated_at, declared_at, received_at;
	struct str region;
	struct str sealed; /* the body as it was loaded: what is written over is that one */
	struct report r;
};

/* A new draft with its vault and secret; channel of vocabulary "channel". */
enum outcome report_draft(struct act *act, struct str channel, struct stored_report *ret);

enum outcome report_load(struct act *act, int64_t id, struct stored_report *ret);
/* By the reference of a draft or of a report; NOT_FOUND for anything else. */
enum outcome report_by_reference(struct act *act, struct str reference, struct stored_report *ret);
/* And by its secret: NOT_FOUND whichever of the two is wrong. */
enum outcome report_by_secret(
    struct act *act, struct str reference, struct str secret, int64_t *ret_id);

enum outcome report_save(struct act *act, struct stored_report *s); /* a draft, as it stands */

/* BROUILLON to RECU: references, incident, first version, state of care and of
 * the request, a "route" job; all in the caller's transaction. */
enum outcome report_submit(struct act *act, struct stored_report *s);

/* A complement to a received report: a new version of the whole declaration. */
enum outcome report_complete(struct act *act, struct stored_report *s);

/* Is it a military hospital's, by what it says or by the directory? */
enum outcome report_military(struct act *act, const struct stored_report *s, bool *ret);

struct report_version {
	int64_t version;
	struct moment at;
	struct report r;
};
enum outcome report_versions(struct act *act, const struct stored_report *s, size_t max,
    struct report_version **ret, size_t *ret_n);

/* The row of a received report and its immutable copy, s->version being the new
 * one; CONFLICT when the stored one is not the version before. */
enum outcome report_write_version(struct act *act, struct stored_report *s);

/* --- The incident ------------------------------------------------------- */

struct incident {
	int64_t id;
	struct str reference;
	int64_t vault_id;
	struct vault vault;
	int64_t version; /* a stale one makes incident_save answer CONFLICT */
	int64_t report;	 /* the first report told of it; 0: a provider's failure */
	struct str report_reference;
	int64_t structure;
	struct str org_name;
	struct code org_type, department, region;
	bool military, imported, sealed; /* sealed: need.h */
	/* Its place among others (many.h); incident_save leaves it alone. */
	bool provider; /* a failure of a provider, opened by the cell: no report of its own */
	int64_t parent;
	struct str parent_kind; /* "provider" "duplicate" "" */
	struct code workflow, severity, severity_proposed, care_state;
	int64_t assignee;
	struct moment received_at, due_at;
	struct str due_code;
	/* Qualified values; same names as the report's where both exist. */
	struct code origin, category, rsit_class, rsit_type, scope, vector;
	struct str cve;
	struct code impact_persons, impact_functioning;
	struct codes impact_data;
	struct code impact_patient_data;
	struct codes impact_systems;
	struct code impact_territory, other_orgs;
	struct moment degraded_from, degraded_to;
	struct code exfiltration, directory_compromised, backups_hit, extent;
	struct code out_of_scope, national_scope;
	struct code crit_care, crit_data, crit_functioning, crit_territory, crit_others;
	struct code grave, significant;
	bool overridden;
	struct code tlp, pap;
	struct codes supporting_actors;
	struct moment qualified_at;
	/* Flags that the figures count: oui, non, or empty where nothing was recorded. */
	struct code special_follow_up, taken_by_anssi, told_ansm, told_corruss, fssi_crisis;
	struct code support_delivered;
	struct code essential_operator;
	struct moment taken_at, first_advice_at, contained_at, nominal_at, resolved_at, closed_at;
	struct code close_reason;
	/* Sealed. */
	struct str override_reason, malware, precautions, closing_report;
};

extern const struct field *const incident_clear_fields[];   /* columns of table incident */
extern const struct field *const incident_sealed_fields[];  /* its body */
extern const struct field *const incident_qualify_fields[]; /* what an analyst qualifies */
extern const struct field incident_org_name, incident_org_type, incident_department,
    incident_region, incident_workflow, incident_severity, incident_severity_proposed,
    incident_care_state, incident_due_at, incident_due_code, incident_origin, incident_category,
    incident_rsit_class, incident_rsit_type, incident_scope, incident_vector, incident_cve,
    incident_impact_persons, incident_impact_functioning, incident_impact_data,
    incident_impact_patient_data, incident_impact_systems, incident_impact_territory,
    incident_other_orgs, incident_degraded_from, incident_degraded_to, incident_exfiltration,
    incident_directory_compromised, incident_backups_hit, incident_extent, incident_out_of_scope,
    incident_national_scope, incident_crit_care, incident_crit_data, incident_crit_functioning,
    incident_crit_territory, incident_crit_others, incident_grave, incident_significant,
    incident_overridden, incident_tlp, incident_pap, incident_supporting_actors,
    incident_qualified_at, incident_special_follow_up, incident_taken_by_anssi, incident_told_ansm,
    incident_told_corruss, incident_fssi_crisis, incident_support_delivered,
    incident_essential_operator, incident_taken_at, incident_first_advice_at, incident_contained_at,
    incident_nominal_at, incident_resolved_at, incident_closed_at, incident_close_reason,
    incident_override_reason, incident_malware, incident_precautions, incident_closing_report;

/* A new row; in->id is set. */
enum outcome incident_insert(struct act *act, const struct stored_report *s, struct incident *in);

enum outcome incident_load(struct act *act, int64_t id, struct incident *ret);
enum outcome incident_by_reference(struct act *act, struct str reference, struct incident *ret);

/* Writes every field if the version still is the loaded one, else CONFLICT.
 * action and detail go to the journal ("incident.qualify", "severity=MAJEUR"). */
enum outcome incident_save(
    struct act *act, struct incident *in, const char *action, struct str detail);

/* Its first report; for a provider's failure an empty one under the incident's vault. */
enum outcome incident_report(struct act *act, const struct incident *in, struct stored_report *ret);

/* Loads for the member behind the request and asks the matrix for the object:
 * FORBIDDEN, or NOT_FOUND where even its existence is not to be told. */
enum outcome file_open(struct request *rq, enum object object, enum action action,
    struct str reference, struct act *act, struct incident *ret_in, struct stored_report *ret_rep);

/* A change on an axis ("workflow", "care_state", "severity"), kept for ever. */
enum outcome state_changed(struct act *act, const struct incident *in, const char *axis,
    struct str before, struct str after, struct str reason);

/* A request for help of the structure: the state of care at that moment is kept. */
enum outcome support_request(struct act *act, const struct incident *in, struct str kinds);

/* --- The running log ---------------------------------------------------- */

struct log_entry {
	int64_t id;
	struct moment at;
	int64_t account;
	struct str role, kind, visibility; /* vocabularies role, log_kind, visibility */
	struct str text;
};

/* visibility: "interne" the cell, "structure" both, "fssi" the cell and the FSSI. */
enum outcome log_add(struct act *act, const struct incident *in, const char *kind,
    struct str visibility, struct str text);
enum outcome log_list(struct act *act, const struct incident *in, bool internal, size_t max,
    struct log_entry **ret, size_t *ret_n);

/* --- Small things ------------------------------------------------------- */

/* "SIG-2026-000123": the next of its kind and year (Europe/Paris). */
enum outcome reference_next(struct act *act, const char *kind, struct str *ret);

#endif
