/*
 * What a structure accepts: its lessons told (not, without names, with its name),
 * its indicators shared.  The first answer is the declaration's; the structure
 * changes it or takes it back whenever it wants, the cell records one that came by
 * telephone or on paper.  An answer ends the one before and is never removed, with
 * who gave it, how, and the words that were shown.  consent_of is the one question
 * that every exit asks (exit.h).
 */
#ifndef INCIDENT_CONSENT_H
#define INCIDENT_CONSENT_H

#include "incident/file.h"

#define CONSENT_MANY 100

struct consent {
	int64_t id;
	struct str subject; /* vocabulary consent_subject: lessons, indicators */
	struct str answer;  /* "non" where nothing was answered */
	struct moment at, ended_at;
	int64_t account;
	struct str role;
	struct code channel;	      /* vocabulary consent_channel */
	struct str given_by, wording; /* sealed */
};

/* The answer that counts now; answer "non" and id 0 where there is none. */
enum outcome consent_of(
    struct act *act, const struct incident *in, const char *subject, struct consent *ret);

/* A new answer; nothing where it is the same. INVALID: no answer of that subject. */
enum outcome consent_give(struct act *act, const struct incident *in, const char *subject,
    struct str answer, const char *channel, struct str given_by);

/* The declaration's answers, where they are not those that it gave before. */
enum outcome consent_declared(struct act *act, const struct incident *in, const struct report *r);

enum outcome consent_list(
    struct act *act, const struct incident *in, struct consent **ret, size_t *ret_n);

/* Is it an answer of that subject? */
bool consent_answer(const char *subject, struct str answer);

#endif
