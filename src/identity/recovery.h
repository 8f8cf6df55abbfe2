/* The page that shows recovery codes, once. */
#ifndef IDENTITY_RECOVERY_H
#define IDENTITY_RECOVERY_H

#include "web/web.h"

struct recovery_view {
	size_t n;
	const struct str *code;
	struct str next;
};

void page_recovery(struct out *o, const struct recovery_view *v);

#endif
