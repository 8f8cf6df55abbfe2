/* Opening calls of the person on call for a file.  Private to src/incident. */
#ifndef INCIDENT_WAKE_H
#define INCIDENT_WAKE_H

#include "duty/duty.h"
#include "incident/file.h"

struct duty_means act_duty(struct act *act);

/* At reception: severity major, or immediate help asked for. */
enum outcome wake_received(struct act *act, const struct incident *in, const struct report *r);
/* Asked for in a complement. */
enum outcome wake_urgent(struct act *act, const struct incident *in);
/* The severity became major. */
enum outcome wake_qualified(struct act *act, const struct incident *in, struct str severity_before);
/* The file is over: nothing rings for it any more. */
enum outcome wake_over(struct act *act, const struct incident *in);

/* R3 unanswered: proposals past their due time, one call for each proposal. */
enum outcome wake_late(struct act *act, int64_t *ret_n);

#endif
