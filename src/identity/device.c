/*
 * Browsers that signed in before: why an attacker elsewhere cannot make a
 * colleague wait (attempt.c).
 *
 * The browser's token is the cookie "visitor" that web/ gives anyway against
 * forged forms, made long-lived at sign-in; a cookie of our own was rejected, it
 * would be one more that says the same.  A neighbouring host of the domain could
 * have planted it, so a token that we did not give at a sign-in is replaced; one
 * that we gave stays, because several people share a workstation.
 *
 * Knowing the token opens nothing: it only chooses which counter counts.
 */
#include "identity/private.h"

#include "identity_sql.h"

static enum outcome
any_row(struct query *q, bool *ret)
{
	bool there = query_next(q);
	enum outcome o = query_close(q);

	if (o == OK)
		*ret = there;
	return o;
}

enum outcome
device_known(struct db *db, const struct keyring *k, struct str email_blind, struct str token,
    struct moment now, struct arena *a, bool *ret_known)
{
	struct query q;

	*ret_known = false;
	if (token.n == 0 || token.n > 200)
		return OK;
	q = query_open(db, &sql_device_known);
	bind_text(&q, "email_blind", email_blind);
	bind_text(&q, "token_hash", keyring_token_hash(k, token, a));
	bind_int(&q, "since", now.s - session_value("device"));
	return any_row(&q, ret_known);
}

static enum outcome
issued(struct db *db, const struct keyring *k, struct str token, struct arena *a, bool *ret)
{
	struct query q;

	if (token.n == 0 || token.n > 200)
		return OK;
	q = query_open(db, &sql_device_issued);
	bind_text(&q, "token_hash", keyring_token_hash(k, token, a));
	return any_row(&q, ret);
}

enum outcome
device_keep(struct db *db, const struct keyring *k, int64_t account, struct str token,
    struct moment now, struct arena *a, struct str *ret_token)
{
	struct query q;
	bool ours = false;
	enum outcome o = issued(db, k, token, a, &ours);

	if (o != OK)
		return o;
	if (!ours)
		token = token_for_links(a);
	q = query_open(db, &sql_device_keep);
	bind_int(&q, "account", account);
	bind_text(&q, "token_hash", keyring_token_hash(k, token, a));
	bind_moment(&q, "now", now);
	o = query_run(&q);
	if (o == OK)
		*ret_token = token;
	return o;
}
