/*
 * Two people changed one thing: what each wrote, field by field (conflict.c).
 *
 * A form that can be overtaken draws the version and the values that it began with
 * (conflict_fields); its handler asks conflict_stale and answers CONFLICT; its
 * .conflict page calls conflict_show.  Private to src/incident.
 */
#ifndef INCIDENT_CONFLICT_H
#define INCIDENT_CONFLICT_H

#include "incident/desk.h"

struct conflict {
	struct str back, name; /* the page of what was changed, and how the link calls it */
	struct str action;     /* where the form was sent to, and goes again */
	field_list asked;
	size_t size;
	int64_t version;	   /* as it stands now */
	const void *theirs, *mine; /* as it stands, as it was typed */
	struct moment at;	   /* when it was changed; may be unknown */
	int64_t by;		   /* 0: not somebody of the house, or not known */
	/* Prints a value that its field alone cannot name, such as a person; NULL: none. */
	bool (*word)(struct out *o, const struct field *f, const void *record, const void *more);
	const void *more;
};

/* The values that a form begins with, as text; without a record, as they came back. */
struct str conflict_base(
    struct arena *a, field_list asked, const void *record, const struct params *p);

/* Called by the template, inside the form. */
void conflict_fields(struct out *o, int64_t version, struct str was);

/* Was the form drawn from another version, whose values do not stand any more?  Where
 * the values were not sent along, another version is enough; where no version was
 * sent, nothing is. */
bool conflict_stale(
    struct request *rq, field_list asked, size_t size, int64_t version, const void *now);

/* The page of both versions, a form that goes where the first one went. */
enum outcome conflict_show(struct request *rq, struct act *act, const struct conflict *c);

/* The same for a file's own fields: theirs is in as it was last saved. */
enum outcome conflict_file(struct request *rq, struct act *act, const struct incident *in,
    struct str action, const struct conflict *c);

/* A word for fields that hold an account: its name.  more: the act. */
bool conflict_person(struct out *o, const struct field *f, const void *record, const void *more);

/* --- For the template --------------------------------------------------------- */

/* Who changed a field since the form was drawn; NOBODY's are not shown. */
enum party { PARTY_NOBODY, PARTY_MINE, PARTY_THEIRS, PARTY_BOTH };

struct conflict_view {
	const struct conflict *c;
	const void *before;
	const enum party *party; /* of each field asked */
	size_t n_both, n_kept;
	struct str by;	/* "": not known */
	struct str was; /* theirs, for a conflict that follows */
};

void page_conflict(struct out *o, const struct conflict_view *v);
void conflict_rows(struct out *o, const struct conflict_view *v, bool both);
void conflict_hidden(struct out *o, const struct conflict_view *v);

#endif
