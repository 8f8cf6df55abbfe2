/* The part of a file that says who may open it and who did. Private to src/incident. */
#ifndef INCIDENT_ACCESS_VIEW_H
#define INCIDENT_ACCESS_VIEW_H

#include "incident/decision.h"
#include "incident/desk.h"
#include "incident/seal.h"

#define VIEWS_SHOWN 200

struct person {
	int64_t id;
	struct str name;
	struct code role;
	bool must; /* follows the file, or is the lead who acts: cannot be left out */
};

struct named_row {
	struct access a;
	struct str name, by;
	struct code role;
};

struct seen_row {
	struct moment at;
	struct str name, action, page, detail;
	struct code role;
};

struct access_view {
	const struct incident *in;
	bool may_write, asked; /* asked: taking the seal off waits for a second person */
	size_t n_named, n_seen, n_people, n_decisions;
	const struct named_row *named;
	const struct seen_row *seen;
	const struct person *person; /* of the cell, who can be named */
	const struct decision *decision;
	const struct filled *filled;
};

struct emergency_view {
	struct str reference;
	bool may; /* open it, with a reason */
	const struct filled *filled;
};

void page_access(struct out *o, const struct access_view *v);
void page_emergency(struct out *o, const struct emergency_view *v);

/* Called by the template: an action of the journal, in words where there are some. */
void access_action(struct out *o, struct str action);

#endif
