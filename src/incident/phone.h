/* The short telephone form and the page after it.  Private to src/incident. */
#ifndef INCIDENT_PHONE_H
#define INCIDENT_PHONE_H

#include "incident/routing.h"

struct phone_view {
	const struct filled *filled;
	const char *finess_warning; /* catalogue key or NULL */
};

struct phone_done_view {
	const struct incident *in;
	const struct stored_report *s;
	struct moment callback;
	struct str call, call_state; /* reference of the call, "" when none was made */
	size_t n;
	const struct dispatch *dispatch;
};

void page_phone(struct out *o, const struct phone_view *v);
void page_phone_done(struct out *o, const struct phone_done_view *v);

#endif
