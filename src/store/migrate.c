/*
 * Each migration is one transaction that begins with the schema's lock (the
 * write lock on SQLite, an advisory lock on PostgreSQL), so that two processes
 * started at once apply each migration once, and a killed one leaves the schema
 * between two migrations, never inside one: both engines roll back DDL.
 *
 * Table migration is made here and not by 001_store.sql, because it must be read
 * before anything was applied.
 */
#include "store/migrate.h"

#include <sodium.h>

#include "base/buf.h"
#include "store_sql.h"
#include "store/engine.h"

#define TEXT_MAX (4u << 20)

/* ==== Text ==== */

/* Length of the comment, literal or quoted name that s begins with, or 0. */
static size_t
opaque(struct str s)
{
	char end = s.p[0];
	size_t n = 1;

	if (str_starts(s, S("--")))
		end = '\n';
	else if (end != '\'' && end != '"')
		return 0;
	while (n < s.n && s.p[n] != end)
		n++;
	return n < s.n ? n + 1 : n;
}

/* Past "{…}", with what this engine makes of it in *out. */
static struct str
expand_token(const struct engine_table *e, struct str s, struct buf *out)
{
	struct str rest = s;
	struct str token = str_cut(&rest, '}');
	struct str name = str_cut(&token, ':');

	if (str_eq(name, S("{id")))
		buf_puts(out, e->id_token);
	else if (str_eq(name, S("{blob")))
		buf_puts(out, e->blob_token);
	else if (str_eq(name, e->name == ENGINE_SQLITE ? S("{sqlite") : S("{postgres")))
		buf_put(out, token);
	else if (!str_eq(name, S("{sqlite")) && !str_eq(name, S("{postgres")))
		out->failed = true;
	return rest;
}

static void
expand(const struct engine_table *e, struct str s, struct buf *out)
{
	while (s.n) {
		size_t n = opaque(s);

		if (n == 0 && s.p[0] == '{') {
			s = expand_token(e, s, out);
			continue;
		}
		n = n ? n : 1;
		buf_put(out, str_sub(s, 0, n));
		s = str_sub(s, n, s.n);
	}
}

/* Cuts at the first ';' that is SQL. */
static struct str
cut_statement(struct str *s)
{
	size_t n = 0;
	struct str first;

	while (n < s->n && s->p[n] != ';') {
		size_t skip = opaque(str_sub(*s, n, s->n));

		n += skip ? skip : 1;
	}
	first = str_sub(*s, 0, n);
	*s = str_sub(*s, n + 1, s->n);
	return first;
}

static enum outcome
run_text(struct db *db, struct str text, struct arena *a)
{
	enum outcome o = OK;

	while (o == OK && text.n) {
		struct str one = str_trim(cut_statement(&text));

		if (one.n)
			o = db_script(db, arena_cstr(a, one), NULL);
	}
	return o;
}

static enum outcome
run_migration(struct db *db, const struct migration *m, struct arena *a)
{
	struct buf b = BUF_INIT(TEXT_MAX);
	enum outcome o = INVALID;

	expand(db->engine, str_of(m->text), &b);
	if (buf_failed(&b))
		db_trouble_set(db, "a token is neither {id}, {blob}, {sqlite: …}, {postgres: …}");
	else
		o = run_text(db, buf_str(&b), a);
	buf_release(&b);
	return o;
}

/* ==== Table migration ==== */

static struct str
hash_of(const struct migration *m, struct arena *a)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(a, sizeof hash * 2 + 1);
	struct str text = str_of(m->text);

	crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
	sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
	return str_of(hex);
}

static const struct migration *
find(int64_t number)
{
	for (size_t i = 0; i < migration_count; i++)
		if (migration_table[i].number == number)
			return &migration_table[i];
	return NULL;
}

/* All that the database knows must be the program's own; *ret_known counts it. */
static enum outcome
compare(struct db *db, size_t *ret_known, struct arena *a, struct str *ret_error)
{
	struct query q = query_open(db, &sql_migration_all);
	struct str error = { NULL, 0 };
	size_t known = 0;
	enum outcome o;

	while (error.n == 0 && query_next(&q)) {
		int64_t number = query_int(&q, 0);
		const struct migration *m = find(number);

		if (m == NULL)
			error = arena_printf(a,
			    "the database is newer than the program: it has migration %03lld",
			    (long long)number);
		else if (!str_eq(hash_of(m, a), query_text(&q, 1, a)))
			error = arena_printf(
			    a, "migration '%s' is not the one that was applied", m->name);
		known++;
	}
	o = query_close(&q);
	if (o != OK || error.n == 0) {
		*ret_known = known;
		return o;
	}
	*ret_error = error;
	return CONFLICT;
}

static enum outcome
note(struct db *db, const struct migration *m, struct arena *a)
{
	struct query q = query_open(db, &sql_migration_add);

	bind_int(&q, "number", m->number);
	bind_text(&q, "name", str_of(m->name));
	bind_text(&q, "hash", hash_of(m, a));
	bind_moment(&q, "applied", moment_now());
	return query_run(&q);
}

static enum outcome
is_applied(struct db *db, const struct migration *m, bool *ret)
{
	struct query q = query_open(db, &sql_migration_find);

	bind_int(&q, "number", m->number);
	*ret = query_next(&q);
	return query_close(&q);
}

/* ==== One migration ==== */

static enum outcome
lock_schema(struct db *db)
{
	enum outcome o = OK;

	if (db_engine(db) == ENGINE_POSTGRES)
		o = db_script(db,
		    "set local lock_timeout = '60s'; select pg_advisory_xact_lock(715517)", NULL);
	if (o != OK)
		return o;
	return db_script(db,
	    "create table if not exists migration (number bigint primary key, "
	    "name text not null, hash text not null, applied bigint not null)",
	    NULL);
}

static enum outcome
apply(struct db *db, const struct migration *m, int *applied, struct arena *a)
{
	bool done = false;
	enum outcome o = db_begin(db, TXN_WRITE);

	if (o != OK)
		return o;
	o = lock_schema(db);
	if (o == OK)
		o = is_applied(db, m, &done);
	if (o == OK && !done)
		o = run_migration(db, m, a);
	if (o == OK && !done)
		o = note(db, m, a);
	o = db_end(db, o);
	if (o == OK && !done)
		++*applied;
	return o;
}

/* Nothing applied is no failure: 0 known. */
static enum outcome
look(struct db *db, size_t *ret_known, struct arena *a, struct str *ret_error)
{
	int64_t there = 0;
	enum outcome o = db_script(db,
	    db_engine(db) == ENGINE_SQLITE
		? "select count(*) from sqlite_master where name = 'migration'"
		: "select count(*) from pg_class where oid = to_regclass('migration')",
	    &there);

	*ret_known = 0;
	if (o == OK && there)
		o = compare(db, ret_known, a, ret_error);
	return o;
}

enum outcome
migrate(struct db *db, int *ret_applied, struct arena *a, struct str *ret_error)
{
	size_t known;
	int applied = 0;
	enum outcome o;

	*ret_error = (struct str){ NULL, 0 };
	o = look(db, &known, a, ret_error);
	for (size_t i = 0; o == OK && known < migration_count && i < migration_count; i++) {
		o = apply(db, &migration_table[i], &applied, a);
		if (o != OK)
			*ret_error = arena_printf(a, "migration '%s' failed: %s",
			    migration_table[i].name, db_trouble(db));
	}
	if (o == OK)
		*ret_applied = applied;
	else if (ret_error->n == 0)
		*ret_error = arena_printf(a, "the schema cannot be read: %s", db_trouble(db));
	return o;
}

bool
migrate_current(struct db *db)
{
	struct arena *a = arena_new(1u << 20);
	struct str error;
	size_t known = 0;
	bool current = look(db, &known, a, &error) == OK && known == migration_count;

	arena_free(a);
	return current;
}
