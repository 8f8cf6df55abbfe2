/* The page of one's own account. */
#ifndef IDENTITY_OWN_H
#define IDENTITY_OWN_H

#include "identity/private.h"

extern const struct field own_current, own_new, own_again, own_code;

struct own_view {
	const struct account *account;
	const struct filled *wrong; /* of the form that was refused: its summary */
	struct filled *password, *recovery;
	int64_t codes; /* recovery codes that still work */
	size_t n;
	const struct session_seen *session;
	int64_t current; /* session of this very page */
};

/* Wrong passwords and codes on one's own pages are counted together. */
struct attempt own_attempt(struct request *rq);

void page_own(struct out *o, const struct own_view *v);

#endif
