/* The page "too many attempts". */
#ifndef IDENTITY_WAIT_H
#define IDENTITY_WAIT_H

#include "web/web.h"

struct wait_view {
	int64_t minutes, seconds;
};

void page_sign_wait(struct out *o, const struct wait_view *v);

#endif
