/* The part of a file where the cell sees what each authority was told. Private to src/incident. */
#ifndef INCIDENT_AUTHORITY_H
#define INCIDENT_AUTHORITY_H

#include "incident/tab.h"
#include "incident/takeover.h"
#include "incident/thread.h"

struct authority_view {
	const struct incident *in;
	size_t n;
	const struct dispatch *dispatch;
	size_t n_letters;
	const struct letter *letter;
	size_t n_takeovers;
	const struct takeover *takeover;
	const struct filled *filled, *send, *take, *hand_back;
	struct moment now;
	bool may_confirm, ended;
};

void page_authority(struct out *o, const struct authority_view *v);
void page_authority_rows(struct out *o, const struct authority_view *v);
void page_authority_take(struct out *o, const struct authority_view *v);

/* For templates. */
bool authority_shown(const struct dispatch *d); /* an authority's, or to do by hand */
bool authority_late(const struct dispatch *d, struct moment now);
struct str authority_delay(struct out *o, const struct dispatch *d);
void authority_desks(struct out *o, const struct authority_view *v);

#endif
