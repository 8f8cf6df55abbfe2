/* Pages of what takes two. Private to src/incident. */
#ifndef INCIDENT_DECISION_VIEW_H
#define INCIDENT_DECISION_VIEW_H

#include "incident/decision_act.h"
#include "incident/desk.h"

struct decisions_view {
	size_t n_open, n_mine, n_past;
	const struct decision *open, *mine, *past;
	int64_t me;
	struct str role;
};

struct decision_view {
	const struct decision *d;
	const struct incident *in, *proposed;
	field_list fields;
	bool may_decide, may_withdraw;
	size_t n_since; /* entries of the log since it was asked */
	const struct log_entry *since;
	const struct filled *filled;
};

void page_decisions(struct out *o, const struct decisions_view *v);
void page_decision(struct out *o, const struct decision_view *v);

/* Called by the templates. */
void decision_item(struct out *o, const struct decision *d);
size_t decision_rows(const struct decision_view *v); /* how many fields are proposed */

#endif
