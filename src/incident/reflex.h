/*
 * Reflex cards: what to do, in order, when this kind of incident happens.
 *
 * They ship in data/cards/ (domain.md §6.5: phases, numbered steps, cautions,
 * proofs), in French.  Read once, kept for ever.  Reading is pure, so that a
 * card that was sent in an older version is read from its copy the same way.
 * Private to src/incident.
 */
#ifndef INCIDENT_REFLEX_H
#define INCIDENT_REFLEX_H

#include "web/out.h"

struct reflex_step {
	int64_t n;				       /* runs through the whole card, from 1 */
	struct str action, who, delay, caution, proof; /* all but action may be "" */
};

struct reflex_phase {
	struct str title, delay;
	size_t n;
	const struct reflex_step *step;
};

struct reflex_pair {
	struct str label, value; /* a contact and how to reach it; a link and its URL */
};

struct reflex_card {
	struct str ref, slug; /* "FR-001", "rancongiciel" */
	int64_t version;
	struct moment updated;
	struct str tlp;
	struct str title[2]; /* by enum lang */
	struct str summary, audience;
	size_t n_prerequisites;
	const struct str *prerequisite;
	size_t n_phases;
	const struct reflex_phase *phase;
	size_t n_contacts, n_links;
	const struct reflex_pair *contact, *link;
	size_t n_steps;	 /* of all phases; the last one's number */
	struct str json; /* as it was read: what a recommendation keeps */
};

/* False when it is no card: not JSON, no reference, no step, numbers that do not
 * run from 1. */
bool reflex_read(struct str json, struct arena *a, struct reflex_card *ret);

/* NULL when there is none. Letter case does not count. */
const struct reflex_card *reflex_card_by_ref(struct str ref);

/* All cards, in the order of their references. */
const struct reflex_card *reflex_cards(size_t *ret_n);

/* Those that data/vocabulary.tsv names for a category, the most useful first; at
 * most max, how many is returned. An empty category has the general one. */
size_t reflex_cards_for(struct str category, const struct reflex_card **ret, size_t max);

const struct reflex_step *reflex_step_of(const struct reflex_card *c, int64_t n); /* or NULL */

/* --- Pages ---------------------------------------------------------------- */

struct reflex_list_view {
	size_t n;
	const struct reflex_card *card;
};

void page_reflex_list(struct out *o, const struct reflex_list_view *v);
void page_reflex_card(struct out *o, const struct reflex_card *c);

#endif
