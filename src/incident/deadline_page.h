/* Views of the part "deadlines" of a file, on both sides. Private to src/incident. */
#ifndef INCIDENT_DEADLINE_PAGE_H
#define INCIDENT_DEADLINE_PAGE_H

#include "base/shape.h"
#include "incident/conflict.h"
#include "incident/deadline.h"
#include "incident/remind.h"
#include "incident/service.h"
#include "incident/tab.h"

struct deadline_view {
	const struct incident *in;
	const struct stored_report *s;
	bool own;	 /* the structure's side */
	struct str base; /* "/desk/INC-…/deadlines" */
	bool may_write;
	enum zone local; /* of the structure */
	struct moment now;
	size_t n, n_waits, n_late;
	const struct deadline *deadline;
	struct deadline_given given;
	const struct filled *filled; /* the facts, or the answer about the one */
	size_t n_clocks;	     /* of the cell, on its own side */
	const struct service_clock *clock;
	size_t n_reminded; /* reminders that were sent */
	const struct reminded *reminded;
	/* One of them. */
	const struct deadline *one;
	bool may_record;
	size_t n_events;
	const struct deadline_event *event;
	struct str was; /* the values that the form began with */
};

void page_deadlines(struct out *o, const struct deadline_view *v);
void page_deadline(struct out *o, const struct deadline_view *v);

/* Called by the templates. */
void deadline_time(struct out *o, const struct deadline_view *v, struct moment m); /* both zones */
void deadline_facts_of(struct out *o, const struct deadline_view *v, const struct deadline *d);
void deadline_actors(struct out *o, const struct deadline *d);
struct str deadline_delay(struct out *o, const struct deadline *d);    /* from start to done */
struct str deadline_lateness(struct out *o, const struct deadline *d); /* done after its due */

#endif
