/*
 * Costs and losses of the structure: figures, in clear, each telling a row; the
 * newest counts.  What is not known stays unknown, and is not nought.  Private to
 * src/incident.
 */
#ifndef INCIDENT_LOSS_H
#define INCIDENT_LOSS_H

#include "incident/part.h"

struct loss {
	int64_t id;
	struct moment at;
	int64_t account;
	struct str role;
	struct code loss_precision; /* estimee, definitive */
	int64_t staff_hours;
	int64_t external_cost, equipment_cost, lost_activity; /* euros */
	struct code ransom_asked, ransom_paid;
	int64_t degraded_days, acts_cancelled, patients_diverted;
};

#define LOSSES_MAX 100

extern const struct field *const loss_asked[]; /* the figures, in the form's order */

/* INVALID: no figure at all; CONFLICT: too many tellings. */
enum outcome loss_add(struct act *act, const struct incident *in, struct loss *l);
enum outcome loss_list(
    struct act *act, const struct incident *in, struct loss **ret, size_t *ret_n);

/* Euros of all kinds together; INT_NONE: none is known. */
int64_t loss_euros(const struct loss *l);

#endif
