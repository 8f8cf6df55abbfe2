/* The page of a forgotten password. */
#ifndef IDENTITY_RESET_H
#define IDENTITY_RESET_H

#include "web/web.h"

extern const struct field reset_email;

struct reset_view {
	const struct filled *filled;
};

void page_reset(struct out *o, const struct reset_view *v);

#endif
