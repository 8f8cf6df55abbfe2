/*
 * What may leave, by which way: the one question of every exit.
 *
 * A file leaves by a channel (a card, a mail, an export, a lesson, indicators, the
 * API) when its marking is not above the channel's ceiling, when the structure
 * consents where the channel needs it, and when the channel is for sealed files if
 * the file is one.  The answer also says whether names must go first (anonymise.h).
 * data/exit.tsv has the channels; one that is not there lets nothing out.
 */
#ifndef INCIDENT_EXIT_H
#define INCIDENT_EXIT_H

#include "incident/consent.h"
#include "incident/incident.h"

struct exit_facts {
	struct str tlp;
	struct str lessons;    /* code of vocabulary consent_lessons */
	struct str indicators; /* oui, or anything else */
	bool sealed;
};

struct exit_answer {
	bool may, anonymise;
	const char *why; /* code of vocabulary exit_refusal: channel tlp consent sealed; NULL */
};

/* Pure, for tables and tests. */
struct exit_answer exit_decide(const struct exit_facts *f, const char *channel);

/* Before a reply that may be carried away: OK and it is released, or FORBIDDEN with a
 * page that says why not and what would lift it (exit_page.c). */
enum outcome exit_release(
    struct request *rq, struct act *act, const struct incident *in, const char *channel);
/* Of a file as it stands, consents included. */
enum outcome exit_may(
    struct act *act, const struct incident *in, const char *channel, struct exit_answer *ret);

#endif
