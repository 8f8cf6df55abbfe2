/*
 * One-time links: 256 random bits, of which only the keyed hash is kept.
 *
 * Looking and using are two functions because mail gateways follow links: the
 * page of a link looks, its POST uses.  Using is one update that only one caller
 * gets a row from, on both engines; a select followed by an update was rejected.
 */
#include "identity/private.h"

#include "identity_sql.h"

enum outcome
onetime_make(struct db *db, const struct keyring *k, const char *purpose, int64_t subject,
    struct moment expires, struct arena *a, struct str *ret_secret)
{
	struct query q = query_open(db, &sql_onetime_insert);
	struct str secret = token_for_links(a);
	enum outcome o;

	bind_text(&q, "purpose", str_of(purpose));
	bind_text(&q, "token_hash", keyring_token_hash(k, secret, a));
	bind_int(&q, "subject", subject);
	bind_moment(&q, "expires_at", expires);
	o = query_run(&q);
	if (o == OK)
		*ret_secret = secret;
	return o;
}

static enum outcome
ask(struct db *db, const struct keyring *k, const struct sql *sql, const char *purpose,
    struct str secret, struct moment now, int64_t *ret_subject)
{
	struct arena *a = arena_new(64u << 10);
	struct query q = query_open(db, sql);
	int64_t subject = 0;
	bool found;
	enum outcome o;

	bind_text(&q, "purpose", str_of(purpose));
	bind_text(&q, "token_hash", keyring_token_hash(k, str_sub(secret, 0, 200), a));
	bind_moment(&q, "now", now);
	found = query_next(&q);
	if (found)
		subject = query_int(&q, 0);
	o = query_close(&q);
	arena_free(a);
	if (o != OK)
		return o;
	if (!found)
		return NOT_FOUND;
	*ret_subject = subject;
	return OK;
}

enum outcome
onetime_peek(struct db *db, const struct keyring *k, const char *purpose, struct str secret,
    struct moment now, int64_t *ret_subject)
{
	return ask(db, k, &sql_onetime_peek, purpose, secret, now, ret_subject);
}

enum outcome
onetime_use(struct db *db, const struct keyring *k, const char *purpose, struct str secret,
    struct moment now, int64_t *ret_subject)
{
	return ask(db, k, &sql_onetime_use, purpose, secret, now, ret_subject);
}
