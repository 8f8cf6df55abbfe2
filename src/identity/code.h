/* The page that asks for the authenticator's code. */
#ifndef IDENTITY_CODE_H
#define IDENTITY_CODE_H

#include "web/web.h"

extern const struct field sign_code;

struct code_view {
	const struct filled *filled;
};

void page_code(struct out *o, const struct code_view *v);

#endif
