/* What each kind of decision does once two agree. Private to src/incident. */
#ifndef INCIDENT_DECISION_ACT_H
#define INCIDENT_DECISION_ACT_H

#include "incident/decision.h"

/* Does what d proposes to the file as it stands; act->decision is set meanwhile, so
 * that the deed does not ask again. */
enum outcome decision_do(struct act *act, const struct decision *d, struct incident *in);

/* Closing, with its reason and report. */
enum outcome decision_ask_close(struct act *act, const struct incident *in);

/* The marking that was asked for; in->tlp is set back to the one that stands, and
 * *ret_lower holds what to ask for once the rest is saved, or is empty. */
enum outcome decision_keep_tlp(struct act *act, struct incident *in, struct str *ret_lower);
enum outcome decision_ask_tlp(struct act *act, const struct incident *in, struct str lower);

/* What is proposed, into a record of the incident; true where nothing is. */
bool decision_read(const struct decision *d, struct incident *into, struct arena *a);

/* The fields that a decision proposes, for its page; ended by NULL. */
field_list decision_fields(struct str kind);

#endif
