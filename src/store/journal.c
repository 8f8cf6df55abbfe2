/*
 * The chain: hash of an entry = SHA-256 over the previous hash and every column,
 * each written as "length:bytes," so that no two entries read the same.
 *
 * The head row is updated first, which locks it until the transaction ends: the
 * numbers have no gap and the order is the order of commits.  So trail_write
 * comes last in a transaction: after it, every other writer of the journal waits.
 *
 * Who can write to the whole database can forge the whole chain; it is the copy
 * of a head kept elsewhere (a log, a signed mail) that proves against that.
 */
#include "store/journal.h"

#include <sodium.h>

#include "base/die.h"
#include "store_sql.h"
#include "store/engine.h"

#define HASH_HEX (crypto_hash_sha256_BYTES * 2)
#define LOOK_BACK 256

/* ==== Notes ==== */

static bool
same_note(const struct trail_note *a, const struct trail_note *b)
{
	return str_eq(str_of(a->action), str_of(b->action)) &&
	       str_eq(str_of(a->object), str_of(b->object)) && str_eq(a->reference, b->reference) &&
	       str_eq(a->detail, b->detail);
}

static void
grow(struct trail *t)
{
	size_t room = t->room ? t->room * 2 : 8;
	struct trail_note *note = arena_array(t->arena, struct trail_note, room);

	if (t->n)
		memcpy(note, t->note, t->n * sizeof *note);
	t->note = note;
	t->room = room;
}

void
trail_note(struct trail *t, const char *action, const char *object, struct str reference,
    struct str detail)
{
	struct trail_note note = { action, object, reference, detail };

	for (size_t i = t->n; i > 0 && i + LOOK_BACK > t->n; i--)
		if (same_note(&t->note[i - 1], &note))
			return;
	if (t->n == t->room)
		grow(t);
	note.reference = arena_dup(t->arena, reference);
	note.detail = arena_dup(t->arena, detail);
	t->note[t->n++] = note;
}

void
trail_undo(struct trail *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (str_ends(str_of(t->note[i].action), S(".refused")))
			t->note[n++] = t->note[i];
	t->n = n;
}

void
trail_refuse(struct trail *t, const char *action, const char *object, struct str reference,
    struct str detail)
{
	trail_undo(t);
	trail_note(t, action, object, reference, detail);
}

/* ==== The hash ==== */

static void
add_text(crypto_hash_sha256_state *st, struct str s)
{
	char length[24];

	snprintf(length, sizeof length, "%zu:", s.n);
	crypto_hash_sha256_update(st, (unsigned char *)length, strlen(length));
	if (s.n)
		crypto_hash_sha256_update(st, (const unsigned char *)s.p, s.n);
	crypto_hash_sha256_update(st, (const unsigned char *)",", 1);
}

static void
add_int(crypto_hash_sha256_state *st, int64_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)n);
	add_text(st, str_of(text));
}

static void
hash_entry(struct str previous, const struct journal_entry *e, char hex[HASH_HEX + 1])
{
	crypto_hash_sha256_state st;
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_init(&st);
	add_text(&st, previous);
	add_int(&st, e->seq);
	add_int(&st, e->instant.s);
	add_int(&st, e->account);
	add_text(&st, e->role);
	add_text(&st, e->address);
	add_text(&st, e->action);
	add_text(&st, e->object);
	add_text(&st, e->reference);
	add_text(&st, e->detail);
	crypto_hash_sha256_final(&st, hash);
	sodium_bin2hex(hex, HASH_HEX + 1, hash, sizeof hash);
}

/* ==== Writing ==== */

/* The number and hash of the last entry; the row is ours until the end. */
static enum outcome
lock_head(struct db *db, size_t n, struct arena *a, int64_t *ret_seq, struct str *ret_hash)
{
	struct query q = query_open(db, &sql_journal_lock);
	bool there = false;
	enum outcome o;

	bind_int(&q, "n", (int64_t)n);
	if (query_next(&q)) {
		there = true;
		*ret_seq = query_int(&q, 0) - (int64_t)n;
		*ret_hash = query_text(&q, 1, a);
	}
	o = query_close(&q);
	if (o == OK && !there)
		die("the journal has no head");
	return o;
}

static enum outcome
add_entry(struct db *db, const struct journal_entry *e)
{
	struct query q = query_open(db, &sql_journal_add);

	bind_int(&q, "seq", e->seq);
	bind_moment(&q, "instant", e->instant);
	bind_int(&q, "account", e->account);
	bind_text(&q, "role", e->role);
	bind_text(&q, "address", e->address);
	bind_text(&q, "action", e->action);
	bind_text(&q, "object", e->object);
	bind_text(&q, "reference", e->reference);
	bind_text(&q, "detail", e->detail);
	bind_text(&q, "hash", e->hash);
	return query_run(&q);
}

static enum outcome
close_head(struct db *db, struct str hash)
{
	struct query q = query_open(db, &sql_journal_close);

	bind_text(&q, "hash", hash);
	return query_run(&q);
}

static enum outcome
add_notes(struct db *db, const struct trail *t, int64_t seq, struct str previous)
{
	char hex[2][HASH_HEX + 1];
	struct moment now = moment_now();
	enum outcome o = OK;

	for (size_t i = 0; o == OK && i < t->n; i++) {
		const struct trail_note *note = &t->note[i];
		struct journal_entry e = { .seq = seq + 1 + (int64_t)i,
			.account = t->account,
			.instant = now,
			.role = t->role.n ? t->role : S("visitor"),
			.address = t->address_hash,
			.action = str_of(note->action),
			.object = str_of(note->object),
			.reference = note->reference,
			.detail = note->detail };

		hash_entry(previous, &e, hex[i % 2]);
		e.hash = previous = str_of(hex[i % 2]);
		o = add_entry(db, &e);
	}
	return o == OK ? close_head(db, previous) : o;
}

enum outcome
trail_write(struct db *db, struct trail *t)
{
	struct str previous = { NULL, 0 };
	int64_t seq = 0;
	enum outcome o;

	if (t->n == 0)
		return OK;
	if (!db_in_transaction(db))
		die("a trail is written outside of a transaction");
	o = lock_head(db, t->n, t->arena, &seq, &previous);
	if (o == OK)
		o = add_notes(db, t, seq, previous);
	if (o == OK)
		t->n = 0;
	return o;
}

/* ==== Verifying ==== */

struct walk {
	int64_t seq; /* of the last good entry */
	char hash[HASH_HEX + 1];
	bool broken, more;
};

static void
read_entry(const struct query *q, struct journal_entry *e, struct arena *a)
{
	e->seq = query_int(q, 0);
	e->instant = query_moment(q, 1);
	e->account = query_int(q, 2);
	e->role = query_text(q, 3, a);
	e->address = query_text(q, 4, a);
	e->action = query_text(q, 5, a);
	e->object = query_text(q, 6, a);
	e->reference = query_text(q, 7, a);
	e->detail = query_text(q, 8, a);
	e->hash = query_text(q, 9, a);
}

static void
step(struct walk *w, const struct journal_entry *e)
{
	char hex[HASH_HEX + 1];

	hash_entry(str_of(w->hash), e, hex);
	if (e->seq != w->seq + 1 || !str_eq(str_of(hex), e->hash)) {
		w->broken = true;
		return;
	}
	memcpy(w->hash, hex, sizeof hex);
	w->seq = e->seq;
}

/* One page: a journal of years does not fit in memory. */
static enum outcome
walk_page(struct db *db, struct walk *w, struct arena *a)
{
	struct query q = query_open(db, &sql_journal_page);

	w->more = false;
	bind_int(&q, "after", w->seq);
	while (!w->broken && query_next(&q)) {
		struct journal_entry e;

		w->more = true;
		read_entry(&q, &e, a);
		step(w, &e);
	}
	arena_reset(a);
	return query_close(&q);
}

enum outcome
journal_head(struct db *db, struct arena *a, int64_t *ret_seq, struct str *ret_hash)
{
	struct query q = query_open(db, &sql_journal_head);
	int64_t seq = 0;
	struct str hash = { NULL, 0 };
	enum outcome o;

	if (query_next(&q)) {
		seq = query_int(&q, 0);
		hash = query_text(&q, 1, a);
	}
	o = query_close(&q);
	if (o == OK) {
		*ret_seq = seq;
		*ret_hash = hash;
	}
	return o;
}

/* Does the head agree with the last entry? */
static enum outcome
compare_head(struct db *db, struct walk *w, struct arena *a)
{
	struct str hash = { NULL, 0 };
	int64_t seq = 0;
	enum outcome o = journal_head(db, a, &seq, &hash);

	if (o == OK && (seq != w->seq || !str_eq(hash, str_of(w->hash))))
		w->broken = true;
	return o;
}

static enum outcome
walk_all(struct db *db, struct walk *w)
{
	struct arena *a = arena_new(64u << 20);
	enum outcome o;

	memset(w->hash, '0', HASH_HEX);
	do
		o = walk_page(db, w, a);
	while (o == OK && w->more && !w->broken);
	if (o == OK && !w->broken)
		o = compare_head(db, w, a);
	arena_free(a);
	return o;
}

enum outcome
journal_verify(struct db *db, struct journal_check *ret)
{
	bool own = !db_in_transaction(db);
	struct walk w = { 0 };
	enum outcome o = own ? db_begin(db, TXN_READ) : OK;

	if (o != OK)
		return o;
	o = db_part(db, own, walk_all(db, &w));
	if (o == OK)
		*ret = (struct journal_check){
			.entries = w.seq, .intact = !w.broken, .first_bad = w.broken ? w.seq + 1 : 0
		};
	return o;
}

/* ==== Reading ==== */

enum outcome
journal_list(struct db *db, const struct journal_filter *f, struct arena *a,
    struct journal_entry **ret, size_t *ret_n)
{
	struct journal_entry *list = arena_array(a, struct journal_entry, f->max + 1);
	struct query q = query_open(db, &sql_journal_list);
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "before", f->before == INT_NONE ? INT64_MAX : f->before);
	bind_text(&q, "object", f->object);
	bind_text(&q, "reference", f->reference);
	bind_text(&q, "action", f->action);
	bind_int(&q, "account", f->account);
	bind_moment(&q, "since", f->since);
	bind_moment(&q, "until", f->until);
	bind_int(&q, "max", (int64_t)f->max);
	while (n < f->max && query_next(&q))
		read_entry(&q, &list[n++], a);
	o = query_close(&q);
	if (o == OK) {
		*ret = list;
		*ret_n = n;
	}
	return o;
}

enum outcome
journal_readers(struct db *db, struct str object, struct str reference, struct str action,
    struct arena *a, struct journal_readers *ret, size_t max, size_t *ret_n)
{
	struct query q = query_open(db, &sql_journal_readers);
	size_t n = 0;

	bind_text(&q, "object", object);
	bind_text(&q, "reference", reference);
	bind_text(&q, "action", action);
	for (; n < max && query_next(&q); n++)
		ret[n] = (struct journal_readers){ query_text(&q, 0, a), query_int(&q, 1) };
	*ret_n = n;
	return query_close(&q);
}

enum outcome
journal_of(struct db *db, struct str one, struct str other, size_t max, struct arena *a,
    struct journal_link **ret, size_t *ret_n)
{
	struct journal_link *list = arena_array(a, struct journal_link, max + 1);
	struct query q = query_open(db, &sql_journal_of);
	size_t n = 0;
	enum outcome o;

	bind_text(&q, "one", one);
	bind_text(&q, "other", other);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q)) {
		read_entry(&q, &list[n].entry, a);
		list[n++].previous = query_text(&q, 10, a);
	}
	o = query_close(&q);
	if (o == OK) {
		*ret = list;
		*ret_n = n;
	}
	return o;
}

bool
journal_link_holds(const struct journal_link *l)
{
	char hex[HASH_HEX + 1];

	hash_entry(l->previous, &l->entry, hex);
	return str_eq(l->entry.hash, str_of(hex));
}
