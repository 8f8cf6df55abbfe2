/*
 * Links between files, and campaigns: what belongs together without being one.
 *
 * A link is the same from both ends ("follow_up" too: the dates tell which came
 * first) and has a reason that is sealed once in each file, so that either may be
 * erased and the other still says why.  A campaign gathers files of one attacker
 * or one wave; its title is sealed in a vault of its own, since the name of a
 * campaign tells what is not to be told.  What ends is kept with its end.
 * Private to src/incident.
 */
#ifndef INCIDENT_LINK_H
#define INCIDENT_LINK_H

#include "incident/file.h"

/* --- Links ------------------------------------------------------------------ */

struct link {
	int64_t id;
	struct str reference, org_name; /* of the other file; the name only where known */
	struct code workflow;
	struct str kind; /* vocabulary link_kind */
	struct moment at;
	struct str reason;
	bool known; /* false: sealed to this member */
};

/* CONFLICT: the same link is there, or both are one file. */
enum outcome link_add(struct act *act, const struct incident *in, const struct incident *other,
    struct str kind, struct str reason);
/* NOT_FOUND: no such link of this file; CONFLICT: it ended before. */
enum outcome link_end(struct act *act, const struct incident *in, int64_t id);
enum outcome link_list(struct act *act, const struct member *m, const struct incident *in,
    size_t max, struct link **ret, size_t *ret_n);

/* --- Campaigns ---------------------------------------------------------------- */

struct campaign {
	int64_t id;
	struct str reference; /* "CAM-2026-001" */
	int64_t vault_id, version;
	struct vault vault;
	struct moment created_at;
	struct code campaign_state, tlp;
	struct str campaign_title, campaign_text; /* sealed */
	int64_t members;
	struct moment first_at, last_at; /* detections of its members */
};

extern const struct field *const campaign_fields[];

enum outcome campaign_create(struct act *act, struct campaign *c);
/* Counted are the files that the member may know of. */
enum outcome campaign_by_reference(
    struct act *act, const struct member *m, struct str reference, struct campaign *ret);
/* CONFLICT: somebody wrote in between. */
enum outcome campaign_save(struct act *act, struct campaign *c);
/* Those that are not over first; of a file where incident is not 0. */
enum outcome campaign_list(struct act *act, const struct member *m, int64_t incident, size_t max,
    struct campaign **ret, size_t *ret_n);

/* Adding: CONFLICT when it is a member already.  Removing: NOT_FOUND when it never was
 * one, CONFLICT when it left before. */
enum outcome campaign_add(struct act *act, const struct campaign *c, const struct incident *in);
enum outcome campaign_remove(struct act *act, const struct campaign *c, const struct incident *in);

struct campaign_file {
	struct str reference, org_name;
	struct code org_type, region, workflow, severity, category;
	struct moment detected_at;
};
enum outcome campaign_files(struct act *act, const struct member *m, const struct campaign *c,
    size_t max, struct campaign_file **ret, size_t *ret_n);

struct campaign_count {
	struct str code;
	int64_t n;
};
/* by: "region" or "org_type"; the most first. */
enum outcome campaign_counts(struct act *act, const struct member *m, const struct campaign *c,
    const char *by, size_t max, struct campaign_count **ret, size_t *ret_n);

#endif
