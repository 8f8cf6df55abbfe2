/* Views of the campaigns' pages. Private to src/incident. */
#ifndef INCIDENT_CAMPAIGNS_H
#define INCIDENT_CAMPAIGNS_H

#include "base/shape.h"
#include "incident/conflict.h"
#include "incident/link.h"

#define CAMPAIGNS_SHOWN 100
#define CAMPAIGN_FILES_SHOWN 200
#define CAMPAIGN_COUNTS 30

struct campaigns_view {
	size_t n;
	const struct campaign *campaign;
	bool may_write;
	const struct filled *filled; /* a new one */
};

struct campaign_view {
	const struct campaign *c;
	bool may_write;
	size_t n_files;
	const struct campaign_file *file;
	size_t n_regions, n_types;
	const struct campaign_count *region, *type;
	const struct filled *filled, *member;
	struct str was; /* the values that the form began with */
};

void page_campaigns(struct out *o, const struct campaigns_view *v);
void page_campaign(struct out *o, const struct campaign_view *v);

#endif
