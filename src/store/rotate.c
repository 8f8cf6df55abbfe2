/*
 * Rotation: a new master key wraps every vault again, a hundred a transaction.
 *
 * A run that was killed left vaults behind; the next run sees them and goes on
 * with the key that exists instead of making another one.  What the vaults seal
 * is not touched: an old copy of the database with the old key file still opens,
 * so the officer removes old key files when no copy is to open any more.
 */
#include "store_sql.h"
#include "store/keys.h"

#define BATCH 100

struct batch {
	size_t n;
	int64_t id[BATCH];
};

static enum outcome
find_behind(struct db *db, int64_t master, int64_t after, struct batch *b)
{
	struct query q = query_open(db, &sql_vault_behind);

	b->n = 0;
	bind_int(&q, "master", master);
	bind_int(&q, "after", after);
	while (b->n < BATCH && query_next(&q))
		b->id[b->n++] = query_int(&q, 0);
	return query_close(&q);
}

static enum outcome
wrap_batch(struct db *db, const struct keyring *k, const struct batch *b, int64_t *ret_wrapped)
{
	int64_t wrapped = 0;
	enum outcome o = db_begin(db, TXN_WRITE);

	if (o != OK)
		return o;
	for (size_t i = 0; o == OK && i < b->n; i++) {
		bool done;

		o = vault_rewrap(db, k, b->id[i], &done);
		wrapped += o == OK && done;
	}
	o = db_end(db, o);
	if (o == OK)
		*ret_wrapped += wrapped;
	return o;
}

static enum outcome
wrap_all(struct db *db, const struct keyring *k, int64_t *ret_wrapped)
{
	int64_t newest = keyring_newest(k)->number, after = 0;
	struct batch b;
	enum outcome o;

	do {
		o = find_behind(db, newest, after, &b);
		if (o == OK && b.n) {
			o = wrap_batch(db, k, &b, ret_wrapped);
			after = b.id[b.n - 1];
		}
	} while (o == OK && b.n == BATCH);
	return o;
}

/* The keyring with the key that is to wrap everything; NULL with *ret. */
static struct keyring *
next_keyring(
    struct db *db, const char *folder, enum outcome *ret, struct arena *a, struct str *ret_error)
{
	struct keyring *k = keyring_open(folder, a, ret_error);
	struct batch behind = { 0 };

	*ret = UNAVAILABLE;
	if (k == NULL)
		return NULL;
	*ret = find_behind(db, keyring_newest(k)->number, 0, &behind);
	if (*ret == OK && behind.n == 0) {
		bool grown = keyring_grow(k, folder, a, ret_error);

		keyring_close(k);
		k = grown ? keyring_open(folder, a, ret_error) : NULL;
		*ret = k ? OK : UNAVAILABLE;
	}
	return k;
}

enum outcome
keyring_rotate(
    struct db *db, const char *folder, int64_t *ret_vaults, struct arena *a, struct str *ret_error)
{
	enum outcome o;
	int64_t wrapped = 0;
	struct keyring *k;

	*ret_error = (struct str){ NULL, 0 };
	k = next_keyring(db, folder, &o, a, ret_error);
	if (o == OK)
		o = wrap_all(db, k, &wrapped);
	keyring_close(k);
	if (o == OK)
		*ret_vaults = wrapped;
	else if (ret_error->n == 0)
		*ret_error = arena_printf(a, "vaults cannot be wrapped: %s", db_trouble(db));
	return o;
}
