/* One act on several files (bulk.c). Private to src/incident. */
#ifndef INCIDENT_BULK_H
#define INCIDENT_BULK_H

#include "incident/queue.h"

struct bulk_item {
	int64_t incident;
	struct str reference;
	struct code outcome; /* vocabulary bulk_outcome */
	int64_t version, assignee;
	struct str workflow;
};

struct bulk_view {
	int64_t id;
	struct code act; /* vocabulary bulk_act */
	struct moment at, undone_at;
	bool may_undo;
	int64_t minutes;
	int64_t done; /* how many were, or are again as they were */
	size_t n;
	const struct bulk_item *item;
	struct str back, undo; /* addresses: of the view it was asked from, and of undoing */
};

void page_bulk(struct out *o, const struct bulk_view *v);

#endif
