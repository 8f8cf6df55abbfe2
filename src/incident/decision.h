/*
 * Four eyes: what one person asks and another decides.
 *
 * Closing a significant incident, lowering a marking, naming a structure, taking a
 * seal off: data/four_eyes.tsv says when it takes two, who the second may be and how
 * long the question stands.  What is proposed is kept sealed; it is done at the
 * approval, in its transaction, on the file as it then is: the page says when it
 * changed meanwhile, and an approval of what was not seen is a conflict.  Of two who
 * decide at once one does, the other is told who and when.  Nobody decides on what
 * they asked, nor from a second account of theirs.  Private to src/incident.
 */
#ifndef INCIDENT_DECISION_H
#define INCIDENT_DECISION_H

#include "incident/file.h"

#define DECISION_MANY 100

struct decision {
	int64_t id;
	struct str reference; /* "DEC-2026-000003" */
	int64_t incident, version;
	struct str incident_reference, org_name;
	bool known;	   /* false: of a sealed file that the reader is not named on */
	struct code kind;  /* vocabulary decision_kind */
	struct code state; /* vocabulary decision_state; "expired" once its time is over */
	struct str object;
	int64_t asked_by, decided_by;
	struct moment asked_at, until, decided_at;
	struct str asker, decider; /* names, for pages */
	struct str sealed, sealed_answer;
	struct str reason, proposal, answer; /* once opened with the file's vault */
};

/* Does it take two, for this file as it is? */
bool decision_needed(const char *kind, const struct incident *in);

/* Is that account this person's own, or another one of theirs? */
enum outcome decision_same(struct act *act, int64_t account, bool *ret);

/* May a role be the second? */
bool decision_role(struct str kind, struct str role);

/* Asks, and tells those who may decide. proposal: a record.  CONFLICT: the same is
 * asked already.  The reference is also left in act->asked. */
enum outcome decision_ask(struct act *act, const struct incident *in, const char *kind,
    struct str object, struct str reason, struct str proposal);

enum outcome decision_by_reference(struct act *act, struct str reference, struct decision *ret);
enum outcome decision_open(struct act *act, const struct incident *in, struct decision *d);

/* FORBIDDEN: it is their own, or not their role's to decide. CONFLICT: somebody
 * decided already, or the file is not what was seen (version). */
enum outcome decision_approve(
    struct act *act, struct decision *d, int64_t version, struct str answer);
enum outcome decision_refuse(struct act *act, struct decision *d, struct str answer);
enum outcome decision_withdraw(struct act *act, struct decision *d);

/* Which: "open" those to decide, "mine" asked by this account, "past", "file" of one
 * incident.  Those of sealed files only where the reader is named. */
enum outcome decision_list(struct act *act, const struct member *m, const char *which,
    int64_t incident, struct decision **ret, size_t *ret_n);

/* Was it approved for this file and this object?  For what publishes a name. */
enum outcome decision_stands(
    struct act *act, const struct incident *in, const char *kind, struct str object, bool *ret);

/* NULL, or what is wrong in data/four_eyes.tsv. */
const char *decision_check(void);

#endif
