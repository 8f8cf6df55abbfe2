/*
 * The attack timeline of a file: what happened when, by whose clock.
 *
 * An event is an instant (UTC) with its precision and the zone of the clock that
 * it was read on, so that logs of a firewall in UTC and what a nurse saw in
 * Saint-Denis stand in one order.  The file's own dates (detected, declared,
 * taken, contained…) stand among them; they are not copied, so that they cannot
 * differ.  Private to src/incident.
 */
#ifndef INCIDENT_TIMELINE_H
#define INCIDENT_TIMELINE_H

#include "base/shape.h"
#include "incident/part.h"
#include "incident/tab.h"

struct event {
	int64_t id;
	struct moment created_at;
	int64_t account;
	struct str role;
	struct code state; /* vocabulary "event_state": kept, proposed, declined */
	struct moment at;
	struct code precision;	/* vocabulary "event_precision" */
	struct code zone;	/* vocabulary "zone" */
	struct code phase;	/* vocabulary "phase" */
	struct str technique;	/* ATT&CK: "T1078.002", or "" */
	struct code visibility; /* interne, structure */
	int64_t version;
	struct str text, source, asset; /* sealed */
};

#define EVENTS_MAX 500 /* of a file */

extern const struct part event_part;

/* CONFLICT: the file has too many. */
enum outcome event_add(struct act *act, const struct incident *in, struct event *e);
/* What the structure proposed is kept or declined; what was kept may be taken out. */
enum outcome event_judge(struct act *act, const struct incident *in, int64_t id, struct str state);
enum outcome event_find(struct act *act, const struct incident *in, int64_t id, struct event *ret);
/* Corrected: what it said is kept.  CONFLICT: it is not the version that e is of. */
enum outcome event_correct(struct act *act, const struct incident *in, const struct event *e);
/* What it said before, the latest first; created_at, account and role: of who replaced it. */
enum outcome event_past(
    struct act *act, const struct incident *in, int64_t id, struct event **ret, size_t *ret_n);
enum outcome event_list(
    struct act *act, const struct incident *in, struct event **ret, size_t *ret_n);

/* --- Pure ---------------------------------------------------------------------- */

/* T and four digits, perhaps a point and three. */
bool event_technique_valid(struct str code);

/* Of vocabulary "zone"; Paris for what is none. */
enum zone zone_from_code(struct str code);
struct str zone_code(enum zone zone);

/* As exact as it is known: "24/11/2026 03:10", "24/11/2026, vers 3 h", "24/11/2026",
 * "11/2026".  In the hour that the clocks of Paris repeat, with the offset. */
struct str event_shown(
    struct arena *a, struct moment at, struct str precision, enum zone zone, enum lang lang);

/* --- Rows and pages ------------------------------------------------------------- */

struct timeline_row {
	struct moment at;
	struct str precision, phase;
	enum zone zone;		   /* that it was observed in */
	struct str date;	   /* of the file: vocabulary "file_date"; "" for an event */
	const struct event *event; /* NULL for a date of the file */
};

struct timeline_filter {
	struct str phase, from; /* from: "file", "events", or "" */
	bool newest;
	bool own; /* for the structure: nothing internal */
};

/* Events and dates of the file, sorted.  Declined ones are left out. */
enum outcome timeline_rows(struct act *act, const struct incident *in,
    const struct stored_report *s, const struct timeline_filter *f, struct timeline_row **ret,
    size_t *ret_n);

struct timeline_view {
	const struct incident *in;
	const struct stored_report *s;
	struct str base;
	bool own, may_write, elsewhere; /* the structure's clock is not Paris's */
	enum zone zone;			/* the structure's */
	struct timeline_filter f;
	size_t n, n_proposed;
	const struct timeline_row *row;
	const struct filled *filled; /* the form */
};

void page_desk_timeline(struct out *o, const struct timeline_view *v);
void page_own_timeline(struct out *o, const struct timeline_view *v);
void page_timeline(struct out *o, const struct timeline_view *v);

/* --- One event, to be corrected (event_edit.c) ------------------------------------ */

struct new_event {
	struct code event_zone, event_precision, event_phase, event_seen;
	struct moment event_at;
	struct str event_text, event_source, event_asset, event_technique;
};

extern const struct field *const event_asked[];

/* Read again by the clock that was told, with the rules over several fields. */
bool event_reads(struct request *rq, field_list asked, struct new_event *n);
void event_put(struct event *e, const struct new_event *n);

struct event_view {
	const struct incident *in;
	const struct event *e;
	struct str was;
	size_t n_past;
	const struct event *past;
	const struct filled *filled;
};

void page_event(struct out *o, const struct event_view *v);
void event_clock(struct out *o, const struct event *e);

/* Called by the template. */
void timeline_clock(struct out *o, const struct timeline_row *r, enum zone zone);

#endif
