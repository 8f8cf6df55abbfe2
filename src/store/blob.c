/*
 * A blob is one row and its chunks.  Each chunk is sealed with the vault's key
 * for its blob and its place in it, so chunks neither move nor swap; the facts
 * (size, number of chunks, hash of the clear bytes) are sealed too, so a chunk
 * cut off is seen and the database does not tell which known file this is.
 *
 * Outside of a transaction every statement commits by itself: an upload that
 * takes minutes holds no lock between two chunks.
 */
#include "store/blob.h"

#include <sodium.h>

#include "base/die.h"
#include "store_sql.h"
#include "store/engine.h"
#include "store/keys.h"

#define CONTEXT_MAX 64
#define FACTS_MAX 160
#define SHA_HEX (crypto_hash_sha256_BYTES * 2)
#define READ_MAX (4u << 20) /* a chunk as PostgreSQL and as SQLite give it, and clear */

struct blob_writer {
	struct db *db;
	struct vault vault;
	int64_t id, chunks, size;
	crypto_hash_sha256_state sha;
	enum outcome outcome; /* the first failure */
	size_t used;
	char clear[BLOB_CHUNK];
	char sealed[BLOB_CHUNK + SEAL_EXTRA];
};

/* What is sealed in the blob's row. */
struct facts {
	int64_t size, chunks;
	char sha[SHA_HEX + 1];
};

static void
chunk_context(char *context, int64_t id, int64_t n)
{
	snprintf(context, CONTEXT_MAX, "chunk/%lld/%lld", (long long)id, (long long)n);
}

static void
facts_context(char *context, int64_t id)
{
	snprintf(context, CONTEXT_MAX, "blob/%lld", (long long)id);
}

/* ==== Writing ==== */

static enum outcome
add_row(struct db *db, const struct vault *v, int64_t *ret_id)
{
	struct query q = query_open(db, &sql_blob_add);

	bind_int(&q, "vault", v->id);
	bind_moment(&q, "started", moment_now());
	if (query_next(&q))
		*ret_id = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
blob_begin(struct db *db, const struct vault *v, struct blob_writer **ret)
{
	struct blob_writer *w;
	int64_t id = 0;
	enum outcome o = add_row(db, v, &id);

	if (o != OK)
		return o;
	w = calloc(1, sizeof *w);
	if (w == NULL)
		die("out of memory");
	w->db = db;
	w->vault = *v;
	w->id = id;
	crypto_hash_sha256_init(&w->sha);
	*ret = w;
	return OK;
}

static enum outcome
flush(struct blob_writer *w)
{
	struct str clear = { w->clear, w->used };
	char context[CONTEXT_MAX];
	struct query q = query_open(w->db, &sql_blob_chunk_add);

	chunk_context(context, w->id, w->chunks);
	seal_bytes(w->vault.key, context, clear, w->sealed);
	bind_int(&q, "blob", w->id);
	bind_int(&q, "n", w->chunks);
	bind_blob(&q, "sealed", (struct str){ w->sealed, w->used + SEAL_EXTRA });
	w->chunks++;
	w->used = 0;
	return query_run(&q);
}

enum outcome
blob_write(struct blob_writer *w, struct str bytes)
{
	if (w->outcome == OK && bytes.n > (size_t)(BLOB_MAX - w->size))
		w->outcome = INVALID;
	if (w->outcome == OK && bytes.n) {
		crypto_hash_sha256_update(&w->sha, (const unsigned char *)bytes.p, bytes.n);
		w->size += (int64_t)bytes.n;
	}
	while (w->outcome == OK && bytes.n) {
		size_t room = BLOB_CHUNK - w->used;
		size_t n = bytes.n < room ? bytes.n : room;

		memcpy(w->clear + w->used, bytes.p, n);
		w->used += n;
		bytes = str_sub(bytes, n, bytes.n);
		if (w->used == BLOB_CHUNK)
			w->outcome = flush(w);
	}
	return w->outcome;
}

/* Only one that is still partial: a sweep may have passed. */
static enum outcome
end_row(struct blob_writer *w, const struct facts *f)
{
	char text[FACTS_MAX], sealed[FACTS_MAX + SEAL_EXTRA], context[CONTEXT_MAX];
	int n = snprintf(
	    text, sizeof text, "%lld %lld %s", (long long)f->size, (long long)f->chunks, f->sha);
	struct query q = query_open(w->db, &sql_blob_end);
	enum outcome o;

	facts_context(context, w->id);
	seal_bytes(w->vault.key, context, (struct str){ text, (size_t)n }, sealed);
	bind_int(&q, "id", w->id);
	bind_int(&q, "size", f->size);
	bind_blob(&q, "facts", (struct str){ sealed, (size_t)n + SEAL_EXTRA });
	o = query_run(&q);
	return o == OK && db_changes(w->db) != 1 ? CONFLICT : o;
}

static void
release(struct blob_writer *w)
{
	sodium_memzero(w, sizeof *w);
	free(w);
}

enum outcome
blob_finish(struct blob_writer *w, struct arena *a, struct blob *ret)
{
	unsigned char sha[crypto_hash_sha256_BYTES];
	struct facts f;
	enum outcome o = w->outcome;

	if (o == OK && w->used)
		o = flush(w);
	f.size = w->size;
	f.chunks = w->chunks;
	crypto_hash_sha256_final(&w->sha, sha);
	sodium_bin2hex(f.sha, sizeof f.sha, sha, sizeof sha);
	if (o == OK)
		o = end_row(w, &f);
	if (o != OK) {
		blob_abandon(w);
		return o;
	}
	*ret = (struct blob){ w->id, f.size, arena_dup(a, str_of(f.sha)) };
	release(w);
	return OK;
}

/* In a doomed transaction this does nothing: the sweep will. */
void
blob_drop(struct db *db, int64_t id)
{
	struct query q = query_open(db, &sql_blob_remove);

	bind_int(&q, "id", id);
	query_run(&q);
}

void
blob_abandon(struct blob_writer *w)
{
	if (w == NULL)
		return;
	blob_drop(w->db, w->id);
	release(w);
}

enum outcome
blob_delete(struct db *db, const struct vault *v, int64_t id)
{
	struct query q = query_open(db, &sql_blob_delete);

	bind_int(&q, "id", id);
	bind_int(&q, "vault", v->id);
	return query_run(&q);
}

/* ==== Reading ==== */

static bool
parse_facts(struct str text, struct facts *ret)
{
	struct str size = str_cut(&text, ' '), chunks = str_cut(&text, ' ');

	if (!str_int(size, &ret->size) || !str_int(chunks, &ret->chunks) || text.n != SHA_HEX)
		return false;
	memcpy(ret->sha, text.p, SHA_HEX);
	ret->sha[SHA_HEX] = '\0';
	return true;
}

static enum outcome
damaged(struct db *db, int64_t id, bool *ret)
{
	db_trouble_set(db, "blob %lld is damaged", (long long)id);
	*ret = true;
	return UNAVAILABLE;
}

/* The row's size and sealed facts; false when there is no such blob. */
static enum outcome
find_row(struct db *db, int64_t vault, int64_t id, struct arena *a, int64_t *ret_size,
    struct str *ret_sealed)
{
	struct query q = query_open(db, &sql_blob_find);
	bool there = false;
	enum outcome o;

	bind_int(&q, "id", id);
	bind_int(&q, "vault", vault);
	if (query_next(&q)) {
		there = true;
		*ret_size = query_int(&q, 0);
		*ret_sealed = query_blob(&q, 1, a);
	}
	o = query_close(&q);
	return o == OK && !there ? NOT_FOUND : o;
}

static enum outcome
find_facts(struct db *db, const struct vault *v, int64_t id, struct facts *ret, bool *ret_damaged)
{
	struct arena *a = arena_new(64u << 10);
	char text[FACTS_MAX], context[CONTEXT_MAX];
	struct str sealed = { NULL, 0 };
	int64_t size = 0;
	enum outcome o = find_row(db, v->id, id, a, &size, &sealed);

	facts_context(context, id);
	if (o == OK && (sealed.n < SEAL_EXTRA || sealed.n > sizeof text ||
			   !unseal_bytes(v->key, context, sealed, text) ||
			   !parse_facts((struct str){ text, sealed.n - SEAL_EXTRA }, ret) ||
			   ret->size != size))
		o = damaged(db, id, ret_damaged);
	arena_free(a);
	return o;
}

static enum outcome
find_chunk(struct db *db, int64_t id, int64_t n, struct arena *a, struct str *ret)
{
	struct query q = query_open(db, &sql_blob_chunk_find);

	*ret = (struct str){ NULL, 0 };
	bind_int(&q, "blob", id);
	bind_int(&q, "n", n);
	if (query_next(&q))
		*ret = query_blob(&q, 0, a);
	return query_close(&q);
}

/* Everything the sink is given was authentic; *ret_damaged says what was not. */
static enum outcome
stream(struct db *db, const struct vault *v, int64_t id, blob_sink sink, void *to,
    struct facts *ret_facts, bool *ret_damaged)
{
	struct arena *a = arena_new(READ_MAX);
	char context[CONTEXT_MAX];
	enum outcome o = find_facts(db, v, id, ret_facts, ret_damaged);
	bool more = true;

	for (int64_t n = 0; o == OK && more && n < ret_facts->chunks; n++) {
		struct str sealed;
		char *clear;

		o = find_chunk(db, id, n, a, &sealed);
		if (o != OK)
			break;
		chunk_context(context, id, n);
		clear = arena_alloc(a, sealed.n + 1);
		if (!unseal_bytes(v->key, context, sealed, clear))
			o = damaged(db, id, ret_damaged);
		else
			more = sink(to, (struct str){ clear, sealed.n - SEAL_EXTRA });
		arena_reset(a);
	}
	arena_free(a);
	return o;
}

enum outcome
blob_find(struct db *db, const struct vault *v, int64_t id, struct arena *a, struct blob *ret)
{
	struct facts f;
	bool bad = false;
	enum outcome o = find_facts(db, v, id, &f, &bad);

	if (o == OK)
		*ret = (struct blob){ id, f.size, arena_dup(a, str_of(f.sha)) };
	return o;
}

enum outcome
blob_read(struct db *db, const struct vault *v, int64_t id, blob_sink sink, void *context)
{
	struct facts f;
	bool bad = false;

	return stream(db, v, id, sink, context, &f, &bad);
}

/* ==== Care ==== */

static enum outcome
run_sweep(struct db *db, const struct sql *sql, const struct moment *older, int64_t *swept)
{
	struct query q = query_open(db, sql);
	enum outcome o;

	if (older)
		bind_moment(&q, "older", *older);
	o = query_run(&q);
	if (o == OK)
		*swept += db_changes(db);
	return o;
}

enum outcome
blob_sweep(struct db *db, struct moment older_than, int64_t *ret_swept)
{
	int64_t swept = 0, chunks = 0;
	bool own;
	enum outcome o = db_join(db, &own);

	if (o != OK)
		return o;
	o = run_sweep(db, &sql_blob_sweep_partial, &older_than, &swept);
	if (o == OK)
		o = run_sweep(db, &sql_blob_sweep_chunks, NULL, &chunks);
	if (o == OK)
		o = run_sweep(db, &sql_blob_sweep_erased, NULL, &swept);
	o = db_part(db, own, o);
	if (o == OK)
		*ret_swept = swept;
	return o;
}

struct tally {
	crypto_hash_sha256_state sha;
	int64_t size;
};

static bool
tally_bytes(void *context, struct str bytes)
{
	struct tally *t = context;

	crypto_hash_sha256_update(&t->sha, (const unsigned char *)bytes.p, bytes.n);
	t->size += (int64_t)bytes.n;
	return true;
}

static enum outcome
count_chunks(struct db *db, int64_t id, int64_t *ret)
{
	struct query q = query_open(db, &sql_blob_chunk_count);

	bind_int(&q, "blob", id);
	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

/* One that was erased meanwhile is not damaged. */
static enum outcome
verify_one(struct db *db, const struct keyring *k, int64_t id, int64_t vault, bool *intact)
{
	unsigned char sha[crypto_hash_sha256_BYTES];
	char hex[SHA_HEX + 1];
	struct tally t = { 0 };
	struct facts f;
	struct vault v;
	int64_t chunks = 0;
	bool bad = false;
	enum outcome o = vault_open(db, k, vault, &v);

	if (o != OK)
		return o == NOT_FOUND ? OK : o;
	crypto_hash_sha256_init(&t.sha);
	o = stream(db, &v, id, tally_bytes, &t, &f, &bad);
	vault_wipe(&v);
	if (o == OK)
		o = count_chunks(db, id, &chunks);
	crypto_hash_sha256_final(&t.sha, sha);
	sodium_bin2hex(hex, sizeof hex, sha, sizeof sha);
	if (bad || (o == OK && (t.size != f.size || chunks != f.chunks ||
				   !str_eq(str_of(hex), str_of(f.sha)))))
		*intact = false;
	return bad || o == NOT_FOUND ? OK : o;
}

static enum outcome
find_after(struct db *db, int64_t after, int64_t *ret_id, int64_t *ret_vault)
{
	struct query q = query_open(db, &sql_blob_after);

	*ret_id = 0;
	bind_int(&q, "after", after);
	if (query_next(&q)) {
		*ret_id = query_int(&q, 0);
		*ret_vault = query_int(&q, 1);
	}
	return query_close(&q);
}

enum outcome
blob_verify(struct db *db, const struct keyring *k, struct blob_check *ret)
{
	struct blob_check check = { .intact = true };
	int64_t id = 0, vault = 0;
	enum outcome o;

	while ((o = find_after(db, id, &id, &vault)) == OK && id) {
		o = verify_one(db, k, id, vault, &check.intact);
		if (o != OK)
			return o;
		check.count++;
	}
	if (o == OK)
		*ret = check;
	return o;
}
