/*
 * Recommendations: what the cell advises the structure to do.
 *
 * One is a reflex card, a free text, or both.  It keeps a copy of the card as it
 * was sent: a later version of the card must not move the steps that somebody
 * ticked.  Text and copy are sealed; card, dates and ticks are clear, for the
 * figures.  Private to src/incident.
 */
#ifndef INCIDENT_RECOMMEND_H
#define INCIDENT_RECOMMEND_H

#include "incident/file.h"
#include "incident/reflex.h"

#define RECOMMENDATIONS_MAX 50 /* of a file */

struct tick {
	int64_t step;
	struct moment at;
	struct str state; /* vocabulary "step_state": done, na */
	struct str role;  /* who ticked it; "" where nobody noted that */
	int64_t account;
	int64_t attachment; /* the evidence; 0: none */
	struct str note;    /* sealed: what was done, or why it does not apply */
};

struct recommendation {
	int64_t id, account;
	bool begun; /* by the structure: nobody had sent it */
	struct moment sent_at, read_at;
	const struct reflex_card *card; /* as it was sent; NULL: the text alone */
	struct str text;		/* may be "" beside a card */
	size_t n_ticked;
	const struct tick *ticked;
};

/* card_ref: "FR-001", or several as "FR-001|FR-003", or "".  One recommendation a
 * card, the text with the first; one log entry each, one mail in all.  The first
 * ever of a file dates its first advice.  INVALID: nothing to send, or no such
 * card.  CONFLICT: that version of the card was sent already, or the file ended. */
enum outcome recommendation_send(struct act *act, struct incident *in,
    const struct stored_report *s, struct str card_ref, struct str free_text);

/* Newest first. */
enum outcome recommendation_list(
    struct act *act, const struct incident *in, struct recommendation **ret, size_t *ret_n);

const struct tick *recommendation_ticked(const struct recommendation *r, int64_t step);

/* A step of its card is done, or is not after all; told in the running log, and
 * the recommendation counts as read.  NOT_FOUND: no such step. */
enum outcome recommendation_tick(
    struct act *act, const struct incident *in, int64_t id, int64_t step, bool on);

/* The same with its state, a note and evidence (how's other members are filled);
 * what was noted before is replaced. */
enum outcome recommendation_mark(
    struct act *act, const struct incident *in, int64_t id, int64_t step, const struct tick *how);

/* A card that the structure begins by itself, told in the log. */
enum outcome recommendation_begin(
    struct act *act, const struct incident *in, const struct reflex_card *c, int64_t *ret_id);

enum outcome recommendation_read(struct act *act, const struct incident *in, int64_t id);

/* --- The desk's page ------------------------------------------------------- */

struct advise_view {
	const struct incident *in;
	const struct filled *filled; /* the free text */
	size_t n_proposed;	     /* cards for the category come first in the list */
	size_t n;
	const struct reflex_card *const *card;
	const bool *checked;
	size_t n_sent;
	const struct recommendation *sent;
};

void page_advise(struct out *o, const struct advise_view *v);

#endif
