/* The page where one signs in: address and password. */
#ifndef IDENTITY_SIGN_IN_H
#define IDENTITY_SIGN_IN_H

#include "web/web.h"

extern const struct field sign_email, sign_password;

struct sign_in_view {
	const struct filled *filled;
	struct str next;
};

void page_sign_in(struct out *o, const struct sign_in_view *v);

#endif
