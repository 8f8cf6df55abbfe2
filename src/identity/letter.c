/*
 * Mails about accounts: a link and nothing that a stranger could use without it
 * (design.md §8.3).  In the account's language; words in the catalogues.
 */
#include "identity/private.h"

#include "base/shape.h"

#include "identity_sql.h"

enum letter { INVITATION, RESET, FORGOTTEN };

/* %1 the service, %2 the name, %3 the link, %4 until when. */
static struct str
subject_of(enum letter l, enum lang lang, struct str brand, struct arena *a)
{
	const char *key = l == INVITATION ? "mail.invitation.subject"
			  : l == RESET	  ? "mail.reset.subject"
					  : "mail.forgotten.subject";

	return t_fill(a, lang, key, &brand, 1);
}

static struct str
body_of(enum letter l, const struct account *acc, struct str link, struct arena *a)
{
	const struct str arg[] = { acc->name, link };

	switch (l) {
	case INVITATION: return t_fill(a, acc->lang, "mail.invitation.body", arg, 2);
	case RESET: return t_fill(a, acc->lang, "mail.reset.body", arg, 2);
	case FORGOTTEN: break;
	}
	return t_fill(a, acc->lang, "mail.forgotten.body", arg, 2);
}

static enum outcome
send(struct db *db, const struct keyring *k, const struct account *acc, enum letter l,
    struct str secret, struct str public_url, struct moment now, struct arena *a)
{
	struct str host = shape_host(public_url);
	struct str link = arena_printf(a, "%.*s/welcome/%.*s", PS(public_url), PS(secret));
	struct mail m = {
		.to = acc->email,
		.subject = subject_of(l, acc->lang, host, a),
		.body = body_of(l, acc, link, a),
	};

	return outbox_add(db, k, &m, host, now, a);
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
