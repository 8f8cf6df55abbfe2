/* Views of the list of providers' failures and of a log of several files. Private to
 * src/incident. */
#ifndef INCIDENT_PROVIDERS_H
#define INCIDENT_PROVIDERS_H

#include "incident/desk.h"

#define PROVIDERS_SHOWN 100
#define TOGETHER_SHOWN 200

struct provider_row {
	struct str reference, org_name;
	struct code workflow, severity;
	struct moment received_at, first_at, last_at;
	int64_t reports, structures;
};

struct providers_view {
	int64_t reports, incidents; /* of the last twelve months, counted both ways */
	size_t n;
	const struct provider_row *row;
	bool may_write;
	const struct filled *filled;
};

struct together_entry {
	int64_t id;
	struct str reference, org_name, role, kind, visibility, text;
	struct moment at;
};

struct together_view {
	const struct incident *in;
	size_t n;
	const struct together_entry *entry;
};

void page_providers(struct out *o, const struct providers_view *v);
void page_together(struct out *o, const struct together_view *v);

#endif
