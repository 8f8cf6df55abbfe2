/*
 * Orientation: who near the structure can come and help, out of data/responder.tsv.
 *
 * The cell proposes, the structure chooses and says whether its contact may be
 * handed over; what came of it is kept.  The table holds public entry points and
 * no person.  Private to src/incident.
 */
#ifndef INCIDENT_ORIENTATION_H
#define INCIDENT_ORIENTATION_H

#include "incident/part.h"

struct responder {
	struct str code, name, region, url, text;
	struct code kind; /* vocabulary "responder_kind" */
};

#define RESPONDERS_MAX 64

/* Those for a region ("" : national ones alone) and a category, in the table's order. */
size_t responders_for(struct str region, struct str category, struct responder ret[RESPONDERS_MAX]);
bool responder_by_code(struct str code, struct responder *ret);

struct orientation {
	int64_t id;
	struct str responder;
	struct moment proposed_at;
	int64_t account;
	struct code choice; /* accepted, declined, or "" */
	bool consent;	    /* its contact may be handed over */
	struct moment chosen_at;
	struct code result; /* vocabulary "orientation_result" */
	struct moment result_at;
	struct str note; /* sealed */
};

/* INVALID: no such responder; CONFLICT: proposed already. */
enum outcome orientation_add(struct act *act, const struct incident *in,
    const struct stored_report *s, struct str responder);
enum outcome orientation_list(
    struct act *act, const struct incident *in, struct orientation **ret, size_t *ret_n);
/* The structure's choice; it may change its mind until a result is noted. */
enum outcome orientation_choose(
    struct act *act, const struct incident *in, int64_t id, bool accepted, bool consent);
/* CONFLICT: the structure did not accept. */
enum outcome orientation_end(
    struct act *act, const struct incident *in, int64_t id, struct str result, struct str note);

#endif
