/* Views of the pages on vendors, interventions and what third parties answer. */
#ifndef INCIDENT_VENDOR_VIEW_H
#define INCIDENT_VENDOR_VIEW_H

#include "base/shape.h"
#include "incident/conflict.h"
#include "incident/declare.h"
#include "incident/tab.h"
#include "incident/third.h"

/* An intervention in the list over all files. */
struct desk_intervention {
	struct intervention k;
	struct str reference, org_name; /* of the file */
	bool opened;
};

struct vendor_row {
	const struct vendor *vendor;
	int64_t waiting, answered;
	int64_t median; /* seconds to the first answer; INT_NONE: none yet */
};

struct vendors_view {
	bool may_write;
	struct moment now;
	size_t n_open;
	const struct desk_intervention *open;
	size_t n;
	const struct vendor_row *row;
	const struct filled *filled; /* the form of a new one */
};

struct vendor_view {
	const struct vendor *vendor;
	bool may_write;
	struct moment now;
	size_t n;
	const struct desk_intervention *done;
	const struct filled *filled;
	struct str was; /* the values that the form began with */
};

struct interventions_view {
	const struct incident *in;
	const struct stored_report *s;
	struct moment now;
	bool may_write;
	int64_t waited; /* the file, in ATTENTE_TIERS */
	size_t n;
	const struct intervention *item;
	size_t n_vendors;
	const struct vendor *vendor;
	const struct filled *filled;
};

/* One of them, for the cell, its structure, or the third party. */
struct intervention_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct intervention *k;
	struct moment now;
	bool may_write, done; /* done: the third party has answered just now */
	const struct vendor *vendor;
	const struct told *told;
	const struct letter_text *letter;
	size_t n_messages;
	const struct int_message *message;
	const struct filled *filled;
	struct str secret; /* of the link */
};

void page_vendors(struct out *o, const struct vendors_view *v);
void page_vendor(struct out *o, const struct vendor_view *v);
void page_interventions(struct out *o, const struct interventions_view *v);
void page_intervention(struct out *o, const struct intervention_view *v);
void page_own_intervention(struct out *o, const struct intervention_view *v);
void page_answer(struct out *o, const struct intervention_view *v);
void page_letter(struct out *o, const struct intervention_view *v);

/* Called by the templates. */
void vendor_waited(struct out *o, const struct intervention *k, struct moment now);

/* Over all files that this member may know of; vendor 0: of all. */
enum outcome intervention_desk(struct act *act, const struct member *m, int64_t vendor, size_t max,
    struct desk_intervention **ret, size_t *ret_n);

#endif
