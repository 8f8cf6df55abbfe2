/* The part of a file that shows where it stands among others. Private to src/incident. */
#ifndef INCIDENT_LINKS_H
#define INCIDENT_LINKS_H

#include "incident/desk.h"
#include "incident/many.h"

#define LINKS_SHOWN 100
#define DEEDS_SHOWN 20

/* A file in a list: clear columns, nothing is opened. */
struct kin {
	int64_t id;
	struct str reference, org_name, report;
	struct code org_type, region, workflow, severity, care_state, impact_persons;
	struct str kind; /* vocabulary link_kind */
	struct moment received_at;
	bool deeper; /* under a file that is under this one */
	bool known;  /* false: sealed, and its reference is all that may be shown */
};

/* A decision, as the page tells it and offers to take it back. */
struct deed_row {
	int64_t deed, n, incident;
	struct str action, reference, before, after, kind_before, kind_after;
	struct str workflow_before, workflow_after;
	struct moment at;
	bool undone;
	struct str reason; /* "" where it stands in another file's vault */
};

struct links_view {
	const struct incident *in;
	const struct stored_report *s;
	bool may_write;
	struct tree_count count;
	struct str parent, parent_name; /* reference and name; "": none */
	size_t n_kin;
	const struct kin *kin;
	size_t n_deeds;
	const struct deed_row *deed;
	const struct filled *tie, *failure;
};

void page_links(struct out *o, const struct links_view *v);

/* For this member: of sealed files the references alone (need.h). */
enum outcome links_of(
    struct act *act, const struct member *m, const struct incident *in, struct links_view *v);

/* Called by the templates. */
struct str deed_words(struct out *o, const struct deed_row *d);	 /* what was decided */
struct str deed_return(struct out *o, const struct deed_row *d); /* what taking it back does */

#endif
