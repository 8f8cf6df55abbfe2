/*
 * The draft of an alert to the sector (R11): what others should fear, and nothing
 * that says where it happened.  Made of codes by data/card_field.tsv; it leaves
 * from the watch portal, never from here.  Private to src/incident.
 */
#ifndef INCIDENT_SECTOR_H
#define INCIDENT_SECTOR_H

#include "incident/sheet.h"

struct sector_alert {
	int64_t id;
	struct str reference, incident_reference;
	struct moment at;
	struct str state;
	struct sheet sheet;
};

/* Makes it, or makes it anew while it is a draft. In a writing transaction. */
enum outcome sector_draft(struct act *act, const struct incident *in, const struct report *r);

enum outcome sector_list(
    struct act *act, size_t max, struct sector_alert **ret, size_t *ret_n); /* without sheets */
enum outcome sector_by_reference(struct act *act, struct str reference, struct sector_alert *ret);

#define SECTOR_MANY 100

struct sector_list_view {
	size_t n;
	const struct sector_alert *alert;
};

void page_sector_list(struct out *o, const struct sector_list_view *v);
void page_sector(struct out *o, const struct sector_alert *v);

#endif
