/*
 * Two people changed one file: what each wrote, field by field (conflict.c).
 * Private to src/incident.
 */
#ifndef INCIDENT_CONFLICT_H
#define INCIDENT_CONFLICT_H

#include "incident/desk.h"

/* Who changed a field since the form was drawn; NOBODY's are not shown. */
enum side { SIDE_NOBODY, SIDE_MINE, SIDE_THEIRS, SIDE_BOTH };

struct conflict_view {
	const struct incident *in;
	field_list asked;
	const void *before, *theirs, *mine;
	const enum side *side; /* of each field of asked */
	size_t n_both, n_kept;
	struct moment at;
	struct str by;	/* "": not somebody of the house */
	struct str was; /* theirs, for a conflict that follows */
};

/* For the form: the values it begins with, as text; without a record, as they came. */
struct str conflict_base(
    struct arena *a, field_list asked, const void *record, const struct params *p);

/* Do the present values differ from those that the form began with?  Not known: yes. */
bool conflict_moved(struct request *rq, field_list asked, const struct incident *now);

/* The page of both versions: in is theirs, record mine. */
enum outcome conflict_show(
    struct request *rq, struct act *act, struct incident *in, field_list asked, const void *record);

/* The form that the choices amount to, checked as any other; false: rq->filled tells. */
bool merge_read(struct request *rq, field_list asked, void *record);

void page_conflict(struct out *o, const struct conflict_view *v);
void conflict_rows(struct out *o, const struct conflict_view *v, bool both);
void conflict_hidden(struct out *o, const struct conflict_view *v);

#endif
