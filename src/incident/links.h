/* The part of a file that shows where it stands among others. Private to src/incident. */
#ifndef INCIDENT_LINKS_H
#define INCIDENT_LINKS_H

#include "incident/desk.h"
#include "incident/link.h"
#include "incident/many.h"
#include "incident/similar.h"

#define LINKS_SHOWN 100
#define DEEDS_SHOWN 20
#define LIKE_SHOWN 5
#define LINK_SHOWN 50
#define CAMPAIGN_SHOWN 20

/* A file in a list: clear columns, nothing is opened. */
struct kin {
	int64_t id;
	struct str reference, org_name, report;
	struct code org_type, region, workflow, severity, care_state, impact_persons;
	struct str kind; /* vocabulary link_kind */
	struct moment received_at;
	bool deeper; /* under a file that is under this one */
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
	size_t n_like; /* possible duplicates */
	const struct likeness *like;
	struct wave wave;
	size_t n_links;
	const struct link *link;
	size_t n_campaigns;
	const struct campaign *campaign;
	size_t n_cards; /* reflex cards, for all who were struck */
	const struct reflex_card *card;
	bool ended, may_close;
	const struct filled *tie, *failure, *join, *message, *advice, *close;
};

struct failure {
	struct str failed_provider;
};
extern const struct field *const failure_asked[];

void page_links(struct out *o, const struct links_view *v);

/* For this member: nothing of sealed files that they may not know of (need.h). */
enum outcome links_of(struct act *act, const struct member *m, struct links_view *v);

/* Opens file after file for the member, each in memory that the next one takes again,
 * and does something to it.  run may be NULL: the right alone is asked.  One that the
 * member may not touch ends it, or is passed over where left counts those. */
typedef enum outcome (*file_run)(
    void *context, struct act *act, struct incident *in, const struct stored_report *s);
enum outcome files_each(struct request *rq, enum action action, const struct str *reference,
    size_t n, file_run run, void *context, int64_t *left);

/* For the forms of the part: the page again, with what was typed. */
enum outcome links_again(struct request *rq, void *record);
/* One form of several on a page: as it was sent, if it is that one; else the record's,
 * or blank where that is NULL. */
const struct filled *filled_of(struct request *rq, const struct form *form, const void *record);
enum outcome links_back(struct request *rq, const struct incident *in, const char *notice);

/* Called by the templates. */
void likeness_why(struct out *o, const struct likeness *l);	 /* each reason with its points */
struct str deed_words(struct out *o, const struct deed_row *d);	 /* what was decided */
struct str deed_return(struct out *o, const struct deed_row *d); /* what taking it back does */

#endif
