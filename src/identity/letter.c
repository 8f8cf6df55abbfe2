/*
 * Mails about accounts: a link and nothing that a stranger could use without it
 * (design.md §8.3).  In the account's language; words in the catalogues.
 */
#include "identity/private.h"

#include "base/shape.h"

#include "identity_sql.h"

enum letter { INVITATION, RESET, FORGOTTEN, TOKEN };

/* Subject and body: %1 the service; %1 the name, %2 the link. */
static const char *const key_of[][2] = {
	[INVITATION] = { "mail.invitation.subject", "mail.invitation.body" },
	[RESET] = { "mail.reset.subject", "mail.reset.body" },
	[FORGOTTEN] = { "mail.forgotten.subject", "mail.forgotten.body" },
	[TOKEN] = { "mail.token.subject", "mail.token.body" },
};

static enum outcome
send_link(struct db *db, const struct keyring *k, const struct account *acc, enum letter l,
    struct str link, struct str public_url, struct moment now, struct arena *a)
{
	struct str host = shape_host(public_url);
	const struct str arg[] = { acc->name, link };
	struct mail m = {
		.to = acc->email,
		.subject = t_fill(a, acc->lang, key_of[l][0], &host, 1),
		.body = t_fill(a, acc->lang, key_of[l][1], arg, 2),
	};

	return outbox_add(db, k, &m, host, now, a);
}

static enum outcome
send(struct db *db, const struct keyring *k, const struct account *acc, enum letter l,
    struct str secret, struct str public_url, struct moment now, struct arena *a)
{
	struct str link = arena_printf(a, "%.*s/welcome/%.*s", PS(public_url), PS(secret));

	return send_link(db, k, acc, l, link, public_url, now, a);
}

/* Whoever took the account over has made it: the link is to take it back. */
enum outcome
api_token_mail(struct db *db, const struct keyring *k, const struct account *acc,
    struct str public_url, struct moment now, struct arena *a)
{
	struct str link = arena_printf(a, "%.*s/account/tokens", PS(public_url));

	return send_link(db, k, acc, TOKEN, link, public_url, now, a);
}

enum outcome
account_mail(struct db *db, const struct keyring *k, const struct account *acc, enum mail_kind kind,
    struct str secret, struct str public_url, struct moment now, struct arena *a)
{
	return send(
	    db, k, acc, kind == MAIL_INVITATION ? INVITATION : RESET, secret, public_url, now, a);
}

/* A person still invited who has lost the first mail gets a new invitation. */
enum outcome
account_forgotten(struct db *db, const struct keyring *k, struct str argument,
    struct str public_url, struct moment now, struct arena *a)
{
	struct credentials c;
	bool invited;
	struct moment expires;
	struct str secret;
	enum outcome o = credentials_by_blind(db, k, argument, a, &c);

	if (o == NOT_FOUND || (o == OK && str_eq(c.account.state, S("disabled"))))
		return OK;
	if (o != OK)
		return o;
	invited = str_eq(c.account.state, S("invited"));
	expires = (struct moment){ now.s + session_value(invited ? "invitation" : "reset") };
	o = onetime_make(db, k, invited ? "welcome" : "reset", c.account.id, expires, a, &secret);
	if (o != OK)
		return o;
	return send(
	    db, k, &c.account, invited ? INVITATION : FORGOTTEN, secret, public_url, now, a);
}
