/*
 * What both engines share.
 *
 * A transaction keeps its first failure ("doomed"): later statements in it do
 * nothing, and db_commit rolls back and tells it.  PostgreSQL forces this (a
 * failed statement aborts the transaction), so SQLite is made to behave alike:
 * a domain that passes on one engine passes on the other.  A domain that wants
 * to go on after a collision writes "on conflict do nothing" and looks whether
 * a row came.
 *
 * Death is for what only a programmer can mend; what a disk, a network or a
 * visitor can cause is an outcome.
 */
#include "store/db.h"

#include <stdarg.h>

#include "base/die.h"
#include "store/engine.h"

struct db *
db_open(const char *url, struct arena *a, struct str *ret_error)
{
	struct str s = str_of(url);

	if (str_starts(s, S("sqlite:")))
		return sqlite_open(url + sizeof "sqlite:" - 1, a, ret_error);
	if (str_starts(s, S("postgresql:")) || str_starts(s, S("postgres:")))
		return postgres_open(url, a, ret_error);
	*ret_error = S("a database is written 'sqlite:PATH' or 'postgresql://…'");
	return NULL;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	db->engine->close(db);
}

enum engine
db_engine(const struct db *db)
{
	return db->engine->name;
}

void
db_trouble_set(struct db *db, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(db->trouble, sizeof db->trouble, fmt, ap);
	va_end(ap);
}

const char *
db_trouble(const struct db *db)
{
	return db->trouble;
}

/* ==== Torture ==== */

static _Atomic int64_t torture;

void
db_torture(int64_t nth)
{
	torture = nth;
}

static bool
tortured(struct db *db)
{
	if (torture <= 0 || torture-- != 1)
		return false;
	db_trouble_set(db, "torture");
	return true;
}

/* ==== Transactions ==== */

static void
must_be_closed(const struct db *db, const char *what)
{
	if (db->open)
		die("%zu queries are open at %s", db->open, what);
}

enum outcome
db_begin(struct db *db, enum txn txn)
{
	enum outcome o;

	if (db->state != DB_IDLE)
		die("a transaction is begun inside another");
	must_be_closed(db, "begin");
	if (tortured(db))
		return UNAVAILABLE;
	o = db->engine->begin(db, txn);
	if (o != OK)
		return o;
	db->state = txn == TXN_READ ? DB_READING : DB_WRITING;
	db->doomed = OK;
	return OK;
}

enum outcome
db_commit(struct db *db)
{
	enum outcome o;

	if (db->state == DB_IDLE)
		die("a commit without a transaction");
	must_be_closed(db, "commit");
	o = db->doomed;
	if (o == OK)
		o = tortured(db) ? UNAVAILABLE : db->engine->commit(db);
	if (o != OK)
		db->engine->rollback(db);
	db->state = DB_IDLE;
	return o;
}

void
db_rollback(struct db *db)
{
	if (db->state == DB_IDLE)
		return;
	db->engine->rollback(db);
	db->state = DB_IDLE;
}

bool
db_in_transaction(const struct db *db)
{
	return db->state != DB_IDLE;
}

enum outcome
db_end(struct db *db, enum outcome o)
{
	if (o == OK)
		return db_commit(db);
	db_rollback(db);
	return o;
}

enum outcome
db_join(struct db *db, bool *ret_own)
{
	*ret_own = db->state == DB_IDLE;
	if (db->state == DB_READING)
		die("a writing function is called in a reading transaction");
	return *ret_own ? db_begin(db, TXN_WRITE) : OK;
}

enum outcome
db_part(struct db *db, bool own, enum outcome o)
{
	return own ? db_end(db, o) : o;
}

enum outcome
db_script(struct db *db, const char *text, int64_t *ret)
{
	enum outcome o = db->doomed;

	if (db->state == DB_IDLE || o == OK)
		o = db->engine->script(db, text, ret);
	if (db->state != DB_IDLE)
		db->doomed = o;
	return o;
}

/* ==== Statements ==== */

/* The first failure of a query, and of its transaction. */
static void
fail(struct query *q, enum outcome o)
{
	if (q->outcome == OK)
		q->outcome = o;
	if (q->db->state != DB_IDLE && q->db->doomed == OK)
		q->db->doomed = o;
}

struct query
query_open(struct db *db, const struct sql *sql)
{
	struct query q = { .db = db, .sql = sql };
	enum outcome o;

	db->open++;
	if (db->state != DB_IDLE && db->doomed != OK) {
		q.outcome = db->doomed;
		return q;
	}
	o = db->engine->prepare(&q);
	if (o == INVALID)
		die("statement '%s' does not prepare: %s", sql->name, db->trouble);
	if (o != OK)
		fail(&q, o);
	return q;
}

static size_t
parameter_index(const struct query *q, struct str name)
{
	size_t i = 0;

	while (q->sql->parameter[i] && !str_eq(str_of(q->sql->parameter[i]), name))
		i++;
	return i;
}

/* The parameter's number from 0; false when a failure makes binding idle. */
static bool
parameter(const struct query *q, const char *name, size_t *ret)
{
	*ret = parameter_index(q, str_of(name));
	if (q->sql->parameter[*ret] == NULL)
		die("statement '%s' has no parameter '%s'", q->sql->name, name);
	if (q->started)
		die("statement '%s' runs: too late for '%s'", q->sql->name, name);
	return q->outcome == OK;
}

void
bind_text(struct query *q, const char *name, struct str s)
{
	size_t i;

	if (!parameter(q, name, &i) || s.n == 0)
		return;
	if (memchr(s.p, '\0', s.n) != NULL || !str_utf8_valid(s)) {
		db_trouble_set(q->db, "statement '%s': '%s' is no text", q->sql->name, name);
		fail(q, INVALID);
		return;
	}
	q->db->engine->bind_bytes(q, i, s, false);
}

void
bind_int(struct query *q, const char *name, int64_t n)
{
	size_t i;

	if (parameter(q, name, &i) && n != INT_NONE)
		q->db->engine->bind_int(q, i, n);
}

void
bind_moment(struct query *q, const char *name, struct moment m)
{
	bind_int(q, name, m.s);
}

void
bind_bool(struct query *q, const char *name, bool b)
{
	bind_int(q, name, b);
}

void
bind_blob(struct query *q, const char *name, struct str bytes)
{
	size_t i;

	if (parameter(q, name, &i) && bytes.n)
		q->db->engine->bind_bytes(q, i, bytes, true);
}

static void
bind_field(struct query *q, const struct field *f, const void *record)
{
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CODE:
	case KIND_CODES: bind_text(q, f->name, *FIELD_IN(struct str, f, record)); break;
	case KIND_INT: bind_int(q, f->name, *FIELD_IN(int64_t, f, record)); break;
	case KIND_MOMENT: bind_moment(q, f->name, *FIELD_IN(struct moment, f, record)); break;
	case KIND_BOOL: bind_bool(q, f->name, *FIELD_IN(bool, f, record)); break;
	}
}

void
bind_fields(struct query *q, field_list list, const void *record)
{
	for (; *list; list++)
		if (!(*list)->sealed &&
		    q->sql->parameter[parameter_index(q, str_of((*list)->name))] != NULL)
			bind_field(q, *list, record);
}

bool
query_next(struct query *q)
{
	if (q->outcome != OK)
		return false;
	if (!q->started && tortured(q->db))
		q->outcome = UNAVAILABLE;
	else if (q->db->engine->next(q))
		return true;
	fail(q, q->outcome);
	return false;
}

enum outcome
query_close(struct query *q)
{
	if (q->db == NULL)
		return q->outcome;
	if (q->statement)
		q->db->engine->finish(q);
	fail(q, q->outcome);
	q->db->open--;
	q->db = NULL;
	return q->outcome;
}

enum outcome
query_run(struct query *q)
{
	while (query_next(q))
		;
	return query_close(q);
}

int64_t
db_changes(const struct db *db)
{
	return db->changes;
}

/* ==== Rows ==== */

size_t
query_columns(const struct query *q)
{
	return q->db->engine->columns(q);
}

static bool
find_column(const struct query *q, const char *name, size_t *ret)
{
	size_t n = query_columns(q);

	for (size_t i = 0; i < n; i++)
		if (str_eq(str_of(q->db->engine->name_of(q, i)), str_of(name))) {
			*ret = i;
			return true;
		}
	return false;
}

size_t
query_column(const struct query *q, const char *name)
{
	size_t i;

	if (!find_column(q, name, &i))
		die("statement '%s' has no column '%s'", q->sql->name, name);
	return i;
}

bool
query_null(const struct query *q, size_t column)
{
	if (column >= query_columns(q))
		die("statement '%s' has no column %zu", q->sql->name, column);
	return q->db->engine->null(q, column);
}

int64_t
query_int(const struct query *q, size_t column)
{
	int64_t n;

	if (query_null(q, column))
		return INT_NONE;
	if (!q->db->engine->integer(q, column, &n))
		die("statement '%s': column %zu is no whole number", q->sql->name, column);
	return n;
}

int64_t
query_id(const struct query *q, const char *column)
{
	int64_t v = query_int(q, query_column(q, column));

	return v == INT_NONE ? 0 : v;
}

bool
query_bool(const struct query *q, size_t column)
{
	int64_t n = query_int(q, column);

	return n != INT_NONE && n != 0;
}

struct moment
query_moment(const struct query *q, size_t column)
{
	return (struct moment){ query_int(q, column) };
}

struct str
query_text(const struct query *q, size_t column, struct arena *a)
{
	struct str s = { NULL, 0 };

	if (!query_null(q, column) && !q->db->engine->text(q, column, a, &s))
		die("statement '%s': column %zu holds bytes, not text", q->sql->name, column);
	return s;
}

struct str
query_blob(const struct query *q, size_t column, struct arena *a)
{
	struct str bytes = { NULL, 0 };

	if (!query_null(q, column) && !q->db->engine->blob(q, column, a, &bytes))
		die("statement '%s': column %zu holds no bytes", q->sql->name, column);
	return bytes;
}

static void
read_field(
    const struct query *q, size_t column, const struct field *f, void *record, struct arena *a)
{
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CODE:
	case KIND_CODES: *FIELD_AT(struct str, f, record) = query_text(q, column, a); break;
	case KIND_INT: *FIELD_AT(int64_t, f, record) = query_int(q, column); break;
	case KIND_MOMENT: *FIELD_AT(struct moment, f, record) = query_moment(q, column); break;
	case KIND_BOOL: *FIELD_AT(bool, f, record) = query_bool(q, column); break;
	}
}

void
query_fields(const struct query *q, field_list list, void *record, struct arena *a)
{
	size_t column;

	for (; *list; list++)
		if (!(*list)->sealed && find_column(q, (*list)->name, &column))
			read_field(q, column, *list, record, a);
}

/* ==== For make check ==== */

bool
db_prepare_all(struct db *db, struct arena *a, struct str *ret_error)
{
	for (size_t i = 0; i < sql_count; i++) {
		struct query q = { .db = db, .sql = sql_all[i] };
		enum outcome o = db->engine->prepare(&q);

		if (q.statement)
			db->engine->finish(&q);
		if (o != OK) {
			*ret_error = arena_printf(a, "statement '%s' does not prepare: %s",
			    sql_all[i]->name, db->trouble);
			return false;
		}
	}
	return true;
}
