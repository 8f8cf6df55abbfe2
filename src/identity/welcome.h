/* The pages behind a one-time link: a password, an authenticator. */
#ifndef IDENTITY_WELCOME_H
#define IDENTITY_WELCOME_H

#include "web/web.h"

extern const struct field new_password, new_password_again, first_code;

struct welcome_view {
	const struct filled *filled;
	struct str secret; /* of the link, for the forms' addresses */
	struct str name, email;
	bool reset; /* a new password for an account that is in use */
	bool totp;  /* an authenticator comes next */
	struct html qr;
	struct str key; /* the authenticator's secret in groups of four */
};

void page_welcome(struct out *o, const struct welcome_view *v);
void page_welcome_code(struct out *o, const struct welcome_view *v);
void page_welcome_dead(struct out *o, const struct welcome_view *v);

#endif
