/*
 * What the FSSI decides: whether it is a crisis, and what is to be looked at more
 * deeply.  The cell answers and keeps the plan; the treatment stays the cell's.
 * Private to src/incident.
 */
#ifndef INCIDENT_FSSI_H
#define INCIDENT_FSSI_H

#include "incident/routing.h"
#include "incident/tab.h"

/* --- Crisis -------------------------------------------------------------- */

struct crisis {
	int64_t n; /* 0: nothing was decided */
	struct moment at;
	struct code value; /* oui non */
	struct str name, motive;
};

enum outcome crisis_list(struct act *act, const struct incident *in, size_t max,
    struct crisis **ret, size_t *ret_n); /* newest first */

/* The decision after the one that was seen (seen: its n); CONFLICT, and nothing
 * written, when another came first.  The cell and the desks are told. */
enum outcome crisis_decide(struct act *act, struct incident *in, int64_t seen, struct str value,
    struct str name, struct str motive);

/* --- Express demands (R7) ------------------------------------------------ */

struct demand {
	int64_t id, incident;
	struct str reference, incident_reference, org_name;
	struct code kind, state; /* vocabularies demand_kind, demand_state */
	struct moment at, answered_at, planned_at, closed_at;
	struct str scope, answer, closing;
	size_t n_steps;
	struct remediation *step;
};

struct remediation {
	int64_t id;
	struct str what, owner;
	struct moment due_at;
	struct code state; /* vocabulary remediation_state */
};

bool demand_ended(const struct demand *d);
/* Is there one that waits for an answer? */
enum outcome demand_open(struct act *act, const struct incident *in, bool *ret);
enum outcome demand_list(struct act *act, const struct incident *in, size_t max,
    struct demand **ret, size_t *ret_n); /* with their steps */
/* Of this file; NOT_FOUND for another's. */
enum outcome demand_by_reference(
    struct act *act, const struct incident *in, struct str reference, struct demand *ret);

enum outcome demand_ask(struct act *act, const struct incident *in, struct str kind,
    struct str scope, struct demand *ret);
/* state: accepted, refused, planned (when, is then known). CONFLICT: it is over. */
enum outcome demand_answer(struct act *act, const struct incident *in, struct demand *d,
    struct str state, struct moment planned, struct str answer);
enum outcome demand_close(
    struct act *act, const struct incident *in, struct demand *d, struct str closing);
/* id 0: a new step of the plan. */
enum outcome remediation_save(
    struct act *act, const struct incident *in, const struct demand *d, struct remediation *r);

#endif
