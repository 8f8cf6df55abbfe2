/* The administrator's pages: accounts, one account, an invitation. */
#ifndef IDENTITY_ACCOUNTS_H
#define IDENTITY_ACCOUNTS_H

#include "identity/tokens.h"

extern const struct field invite_name, invite_email, invite_phone, invite_role, invite_finess,
    invite_region, invite_lang;

struct accounts_view {
	size_t n;
	const struct account *account;
	struct str role, state; /* the filter in force */
	bool more;		/* the list was cut */
};

struct accounts_one_view {
	const struct account *account;
	bool self; /* one's own: nothing to take back */
	struct moment now;
	size_t n; /* tokens; what they are for is their owner's */
	const struct api_token *token;
};

struct invite_view {
	const struct filled *filled;
};

void page_accounts(struct out *o, const struct accounts_view *v);
void page_accounts_one(struct out *o, const struct accounts_one_view *v);
void page_invite(struct out *o, const struct invite_view *v);

struct str account_state_label(enum lang lang, struct str state);

/* <option> of a state, selected when it is the one in force. */
void account_state_option(struct out *o, struct str state, struct str chosen);

#endif
