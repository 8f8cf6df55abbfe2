/*
 * Ten codes on paper for the day the telephone is lost.
 *
 * Each is 12 letters and digits (57 bits), shown once, kept as a keyed hash, and
 * works once: the row is taken by one update.  Argon2id was rejected here: the
 * codes are random, not chosen.
 */
#include "identity/private.h"

#include "identity_sql.h"

#include <ctype.h>

#define GROUPS 3

/* As printed, whatever case, spaces or dashes it was typed with: "7K4Q-W9RX-…". */
static struct str
canonical(struct str typed, struct arena *a)
{
	char *p = arena_alloc(a, 2 * typed.n + 1);
	size_t n = 0, signs = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (!isalnum((unsigned char)typed.p[i]))
			continue;
		if (signs && signs % 4 == 0)
			p[n++] = '-';
		p[n++] = (char)toupper((unsigned char)typed.p[i]);
		signs++;
	}
	return (struct str){ p, n };
}

static enum outcome
insert(struct db *db, const struct keyring *k, int64_t account, struct str code, struct arena *a)
{
	struct query q = query_open(db, &sql_recovery_insert);

	bind_int(&q, "account", account);
	bind_text(&q, "code_hash", keyring_token_hash(k, code, a));
	return query_run(&q);
}

enum outcome
recovery_make(struct db *db, const struct keyring *k, int64_t account, struct arena *a,
    struct str ret_code[RECOVERY_CODES])
{
	struct query q = query_open(db, &sql_recovery_clear);
	enum outcome o;

	bind_int(&q, "account", account);
	o = query_run(&q);
	for (size_t i = 0; o == OK && i < RECOVERY_CODES; i++) {
		ret_code[i] = token_for_people(a, GROUPS);
		o = insert(db, k, account, ret_code[i], a);
	}
	return o;
}

enum outcome
recovery_use(struct db *db, const struct keyring *k, int64_t account, struct str typed,
    struct moment now, struct arena *a)
{
	struct query q = query_open(db, &sql_recovery_use);
	bool taken;
	enum outcome o;

	bind_int(&q, "account", account);
	bind_text(&q, "code_hash", keyring_token_hash(k, canonical(typed, a), a));
	bind_moment(&q, "now", now);
	taken = query_next(&q);
	o = query_close(&q);
	if (o != OK)
		return o;
	return taken ? OK : INVALID;
}

enum outcome
recovery_left(struct db *db, int64_t account, int64_t *ret_n)
{
	struct query q = query_open(db, &sql_recovery_left);
	int64_t n = 0;
	enum outcome o;

	bind_int(&q, "account", account);
	if (query_next(&q))
		n = query_int(&q, 0);
	o = query_close(&q);
	if (o == OK)
		*ret_n = n;
	return o;
}
