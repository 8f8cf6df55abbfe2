/*
 * Conservation measures: what was cut, closed or kept so that things do not get
 * worse, with when it was asked, decided, applied and lifted, and by whom.
 * Private to src/incident.
 */
#ifndef INCIDENT_MEASURE_H
#define INCIDENT_MEASURE_H

#include "incident/part.h"

#define MEASURES_MAX 100
#define MEASURE_STEPS 5

struct measure_step {
	struct str state; /* vocabulary "measure_state" */
	struct moment at;
	int64_t account;
	struct str role;
};

struct measure {
	int64_t id;
	struct moment created_at;
	struct code kind;  /* vocabulary "conservation" */
	struct code state; /* the last step's */
	struct str text;   /* sealed */
	size_t n;
	struct measure_step step[MEASURE_STEPS];
};

extern const struct part measure_part;

/* With its first step at an instant; told in the log.  m->id is set. */
enum outcome measure_add(
    struct act *act, const struct incident *in, struct measure *m, struct moment at);

/* May it go from one state to the other?  Forward only: what was lifted is asked anew. */
bool measure_may(struct str from, struct str to);

/* NOT_FOUND: no such measure; CONFLICT: it is there, or further, already. */
enum outcome measure_move(
    struct act *act, const struct incident *in, int64_t id, struct str state, struct moment at);

enum outcome measure_list(
    struct act *act, const struct incident *in, struct measure **ret, size_t *ret_n);

#endif
