/*
 * Vaults: who holds a row of table vault and the master key holds the vault.
 *
 * A vault's number is chosen at random here (53 bits) rather than by the
 * database, because the wrapped key is bound to it and would otherwise need a
 * second statement.  The binding keeps whoever can write to the database from
 * giving one file the key of another.
 */
#include <sodium.h>

#include "base/die.h"
#include "store_sql.h"
#include "store/engine.h"
#include "store/keys.h"

#define WRAPPED (KEY_BYTES + SEAL_EXTRA)
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define CONTEXT_MAX 200

/* ==== Bytes ==== */

void
seal_bytes(const unsigned char key[KEY_BYTES], const char *context, struct str clear, char *to)
{
	unsigned char *out = (unsigned char *)to;

	out[0] = 1;
	randombytes_buf(out + 1, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE, NULL,
	    (const unsigned char *)(clear.p ? clear.p : ""), clear.n,
	    (const unsigned char *)context, strlen(context), NULL, out + 1, key);
}

bool
unseal_bytes(const unsigned char key[KEY_BYTES], const char *context, struct str sealed, char *to)
{
	const unsigned char *in = (const unsigned char *)sealed.p;

	return sealed.n >= SEAL_EXTRA && in[0] == 1 &&
	       crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)to, NULL, NULL,
		   in + 1 + NONCE, sealed.n - 1 - NONCE, (const unsigned char *)context,
		   strlen(context), in + 1, key) == 0;
}

static void
column_context(char *context, const char *place)
{
	int n = snprintf(context, CONTEXT_MAX, "column/%s", place);

	if (n < 0 || n >= CONTEXT_MAX)
		die("the name of a sealed column is too long: '%s'", place);
}

struct str
vault_seal(const struct vault *v, const char *place, struct str clear, struct arena *a)
{
	char context[CONTEXT_MAX], *p;

	if (clear.n == 0)
		return (struct str){ NULL, 0 };
	column_context(context, place);
	p = arena_alloc(a, clear.n + SEAL_EXTRA);
	seal_bytes(v->key, context, clear, p);
	return (struct str){ p, clear.n + SEAL_EXTRA };
}

bool
vault_unseal(
    const struct vault *v, const char *place, struct str sealed, struct arena *a, struct str *ret)
{
	char context[CONTEXT_MAX], *p;

	if (sealed.n == 0) {
		*ret = (struct str){ NULL, 0 };
		return true;
	}
	if (sealed.n < SEAL_EXTRA)
		return false;
	column_context(context, place);
	p = arena_alloc(a, sealed.n - SEAL_EXTRA + 1);
	if (!unseal_bytes(v->key, context, sealed, p))
		return false;
	*ret = (struct str){ p, sealed.n - SEAL_EXTRA };
	return true;
}

void
vault_wipe(struct vault *v)
{
	sodium_memzero(v, sizeof *v);
}

/* ==== Rows ==== */

static void
wrap_context(char *context, int64_t id, int64_t master)
{
	snprintf(context, CONTEXT_MAX, "vault/%lld/%lld", (long long)id, (long long)master);
}

static void
wrap(const struct master_key *m, const struct vault *v, char wrapped[WRAPPED])
{
	char context[CONTEXT_MAX];

	wrap_context(context, v->id, m->number);
	seal_bytes(m->key, context, (struct str){ (const char *)v->key, KEY_BYTES }, wrapped);
}

/* A vault that does not open is no fault of who asks: UNAVAILABLE. */
static enum outcome
unwrap(struct db *db, const struct keyring *k, struct vault *v, int64_t master, struct str wrapped)
{
	const struct master_key *m = keyring_find(k, master);
	char context[CONTEXT_MAX];

	if (m == NULL) {
		db_trouble_set(db, "vault %lld needs master key %lld, which is not loaded",
		    (long long)v->id, (long long)master);
		return UNAVAILABLE;
	}
	wrap_context(context, v->id, master);
	if (wrapped.n == WRAPPED && unseal_bytes(m->key, context, wrapped, (char *)v->key))
		return OK;
	db_trouble_set(db, "vault %lld does not open with master key %lld", (long long)v->id,
	    (long long)master);
	return UNAVAILABLE;
}

static int64_t
random_id(void)
{
	uint64_t n;

	do {
		randombytes_buf(&n, sizeof n);
		n &= (UINT64_C(1) << 53) - 1;
	} while (n == 0);
	return (int64_t)n;
}

enum outcome
vault_create(struct db *db, const struct keyring *k, struct vault *ret)
{
	const struct master_key *m = keyring_newest(k);
	char wrapped[WRAPPED];
	struct vault v = { .id = random_id() };
	struct query q = query_open(db, &sql_vault_add);
	enum outcome o;

	randombytes_buf(v.key, sizeof v.key);
	wrap(m, &v, wrapped);
	bind_int(&q, "id", v.id);
	bind_int(&q, "master", m->number);
	bind_blob(&q, "wrapped", (struct str){ wrapped, sizeof wrapped });
	o = query_run(&q);
	if (o == OK)
		*ret = v;
	vault_wipe(&v);
	return o;
}

/* Runs one of the two statements that give (master, wrapped). */
static enum outcome
open_with(struct db *db, const struct sql *sql, const struct keyring *k, int64_t id,
    struct vault *ret, int64_t *ret_master)
{
	struct arena *a = arena_new(64u << 10);
	struct vault v = { .id = id };
	struct query q = query_open(db, sql);
	struct str wrapped = { NULL, 0 };
	bool there = false;
	enum outcome o;

	bind_int(&q, "id", id);
	if (query_next(&q)) {
		there = true;
		*ret_master = query_int(&q, 0);
		wrapped = query_blob(&q, 1, a);
	}
	o = query_close(&q);
	if (o == OK)
		o = there ? unwrap(db, k, &v, *ret_master, wrapped) : NOT_FOUND;
	if (o == OK)
		*ret = v;
	vault_wipe(&v);
	arena_free(a);
	return o;
}

enum outcome
vault_open(struct db *db, const struct keyring *k, int64_t id, struct vault *ret)
{
	int64_t master;

	return open_with(db, &sql_vault_find, k, id, ret, &master);
}

enum outcome
vault_erase(struct db *db, int64_t id)
{
	struct query q = query_open(db, &sql_vault_erase);
	enum outcome o;

	bind_int(&q, "id", id);
	bind_moment(&q, "now", moment_now());
	o = query_run(&q);
	return o == OK && db_changes(db) == 0 ? NOT_FOUND : o;
}

enum outcome
vault_rewrap(struct db *db, const struct keyring *k, int64_t id, bool *ret_done)
{
	const struct master_key *m = keyring_newest(k);
	char wrapped[WRAPPED];
	struct vault v;
	struct query q;
	int64_t master;
	enum outcome o = open_with(db, &sql_vault_lock, k, id, &v, &master);

	*ret_done = false;
	if (o == NOT_FOUND || (o == OK && master == m->number))
		return OK;
	if (o != OK)
		return o;
	wrap(m, &v, wrapped);
	vault_wipe(&v);
	q = query_open(db, &sql_vault_wrap);
	bind_int(&q, "id", id);
	bind_int(&q, "master", m->number);
	bind_blob(&q, "wrapped", (struct str){ wrapped, sizeof wrapped });
	o = query_run(&q);
	*ret_done = o == OK;
	return o;
}
