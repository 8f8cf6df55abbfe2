/* What third.c and intervention.c share among themselves, and the page behind a link. */
#ifndef INCIDENT_THIRD_H
#define INCIDENT_THIRD_H

#include "incident/intervention.h"

/* One message, of any kind, sealed. */
enum outcome intervention_say(struct act *act, const struct incident *in,
    const struct intervention *k, const struct int_message *m);

/* By the number that a link or a due reminder holds: its file, its report, itself. */
enum outcome intervention_by_id(struct act *act, int64_t id, struct incident *in,
    struct stored_report *s, struct intervention *ret);

#endif
