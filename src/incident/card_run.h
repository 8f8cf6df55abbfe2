/*
 * Reflex cards as they are carried out.
 *
 * The answers of the declaration pick cards at receipt; they are public, so the
 * structure begins one before any analyst answers, and ticks its steps.  A run is
 * a recommendation that nobody sent (begun_by): it keeps its copy of the card, so
 * that a new version does not move the steps of those who are at work.  Private to
 * src/incident.
 */
#ifndef INCIDENT_CARD_RUN_H
#define INCIDENT_CARD_RUN_H

#include "incident/declare.h"
#include "incident/recommend.h"
#include "incident/tab.h"

#define CARDS_PROPOSED 8

struct proposed_card {
	const struct reflex_card *card;
	struct moment at;
};

/* At receipt, and when the kind of incident changes. Bears repeats. */
enum outcome card_run_propose(struct act *act, const struct incident *in, struct str category);

/* Proposed, not begun, and not sent by the cell since. */
enum outcome card_run_proposed(
    struct act *act, int64_t incident, struct proposed_card ret[CARDS_PROPOSED], size_t *ret_n);

/* The structure begins it, or goes on: *ret_id is the run.  NOT_FOUND: no card of that
 * reference is proposed to this file, nor in its hands. */
enum outcome card_run_begin(
    struct act *act, const struct incident *in, struct str ref, int64_t *ret_id);

/* For recommend.c: a card that was sent or begun no longer waits, if it did. */
enum outcome card_run_link(
    struct act *act, const struct incident *in, struct str card, int64_t run, bool opened);

/* A step: done, or not applicable with its reason; with a note and the number of an
 * attachment as evidence (0: none).  NOT_FOUND: no such run, step or attachment. */
enum outcome card_run_mark(struct act *act, const struct incident *in,
    const struct stored_report *s, int64_t run, int64_t step, const struct tick *how);

/* --- Pages --------------------------------------------------------------------------- */

struct card_run_view {
	const struct incident *in;
	const struct stored_report *s;
	struct str base; /* "/desk/INC-…" or "/file/SIG-…" */
	bool own, may_write;
	const struct recommendation *run;
	size_t n_files;
	const struct attachment *file;
	const struct filled *filled; /* the step that came back wrong, or NULL */
	int64_t wrong;		     /* its number */
};

void page_card_run(struct out *o, const struct card_run_view *v);
void page_own_card_run(struct out *o, const struct card_run_view *v);
void page_desk_card_run(struct out *o, const struct card_run_view *v);

struct card_use_row {
	struct str card;
	int64_t version;
	const struct reflex_card *known; /* NULL: no longer among the cards */
	int64_t proposed, sent, begun, opened, done, na, completed;
	int64_t to_open, to_end; /* median seconds; INT_NONE: none */
};

struct card_use_view {
	size_t n;
	const struct card_use_row *row;
};

/* In the file's pages: what may be begun at once. */
struct proposals_view {
	struct str reference; /* of the report */
	bool may_begin;
	size_t n;
	const struct proposed_card *card;
};

void page_card_proposals(struct out *o, const struct proposals_view *v);
void page_card_use(struct out *o, const struct card_use_view *v);

#endif
