/*
 * One database layer over SQLite (WAL) and PostgreSQL (libpq).
 *
 * Statements are constants: each stands in a src/<domain>/<file>.sql under a
 * line "-- name: meaning" and becomes `sql_<name>` (build/gen/<domain>_sql.h).
 * There is no way to run a string built at run time.  Parameters are bound by
 * name, columns read by name or index, and the first error of a query sticks
 * until query_close tells it:
 *
 *	struct query q = query_open(db, &sql_incident_by_ref);
 *	bind_text(&q, "reference", ref);
 *	if (query_next(&q))
 *		id = query_int(&q, 0);
 *	return query_close(&q);
 *
 * query_close: OK; NOT_FOUND never (the caller knows whether a row came);
 * CONFLICT on a broken constraint, a deadlock or a serialization failure;
 * INVALID when what was bound cannot be: text with a NUL or broken UTF-8, a
 * number out of range; FORBIDDEN when the database role may not; UNAVAILABLE
 * when the database is busy, full, read-only or gone.  A statement that does not
 * prepare, a parameter that it does not have, a column that is not there, a
 * write inside TXN_READ: death.  Parameters not bound are NULL.
 *
 * A failure dooms its transaction, on both engines: later statements in it do
 * nothing and tell the same outcome, and db_commit rolls back and tells it too.
 * Close a query before begin, commit and rollback.
 *
 * A connection belongs to one thread at a time.  SQLite: any number of readers;
 * writers of one file take turns in the order they came (turn.h) and then wait
 * for SQLite's own lock (BEGIN IMMEDIATE), 5 s each; synchronous=FULL.
 * PostgreSQL: a writing transaction is read committed, so what is read in order
 * to be written must be locked as it is read ("{postgres: for update}" at the
 * end of the select), or be written by one statement ("set n = n + 1", "where
 * version = :version"); then no update is lost.  It brings a whole result at
 * once: page what may be long.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/field.h"
#include "base/moment.h"
#include "base/outcome.h"
#include "base/str.h"

struct db;

struct sql {
	const char *name;
	const char *sqlite;	      /* parameters as ?1 ?2 */
	const char *postgres;	      /* parameters as $1 $2 */
	const char *const *parameter; /* names, NULL at the end */
	size_t index;		      /* place among all statements: the cache's key */
};

extern const struct sql *const sql_all[]; /* every statement of the program */
extern const size_t sql_count;

enum engine { ENGINE_SQLITE, ENGINE_POSTGRES };

/* url: "sqlite:PATH", or "postgresql://…".  NULL with *ret_error (a sentence in
 * the arena) when it cannot be opened. */
struct db *db_open(const char *url, struct arena *a, struct str *ret_error);
void db_close(struct db *db); /* accepts NULL; rolls back what is open */
enum engine db_engine(const struct db *db);

enum txn { TXN_READ, TXN_WRITE };

/* One transaction at a time; statements outside of one run alone. */
enum outcome db_begin(struct db *db, enum txn txn);

/* Anything but OK means that nothing was written, but for one case that no
 * client can decide: UNAVAILABLE when the disk or the server was lost during the
 * commit itself.  Never OK for what is not on disk. */
enum outcome db_commit(struct db *db);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* Commits when o is OK, rolls back otherwise; tells what came of it. */
enum outcome db_end(struct db *db, enum outcome o);

/* A function that writes several rows and may be called inside its caller's
 * transaction or outside of any: db_join opens one if need be, db_part ends it
 * if it is its own. */
enum outcome db_join(struct db *db, bool *ret_own);
enum outcome db_part(struct db *db, bool own, enum outcome o);

/* The last failure in the engine's words, with the statement's name, for a log;
 * no value that was bound is in it.  "" when there was none. */
const char *db_trouble(const struct db *db);

struct query {
	struct db *db;
	const struct sql *sql;
	void *statement; /* the engine's own */
	int row, rows;	 /* PostgreSQL: place in the result */
	enum outcome outcome;
	bool started;
};

struct query query_open(struct db *db, const struct sql *sql);
void bind_text(struct query *q, const char *parameter, struct str s); /* empty text is NULL */
void bind_int(struct query *q, const char *parameter, int64_t n);     /* INT_NONE is NULL */
void bind_moment(struct query *q, const char *parameter, struct moment m);
void bind_bool(struct query *q, const char *parameter, bool b); /* 0 or 1 */
void bind_blob(struct query *q, const char *parameter, struct str bytes);

/* Binds those fields of the list that the statement has parameters for, but for
 * sealed ones: they are bound by hand, as what vault_seal gives. */
void bind_fields(struct query *q, field_list list, const void *record);

bool query_next(struct query *q); /* false at the end or on error */

/* Of the row that query_next brought. */
size_t query_columns(const struct query *q);
size_t query_column(const struct query *q, const char *name); /* dies when absent */
bool query_null(const struct query *q, size_t column);
int64_t query_int(const struct query *q, size_t column);     /* INT_NONE when NULL */
int64_t query_id(const struct query *q, const char *column); /* 0 when NULL */
bool query_bool(const struct query *q, size_t column);
struct moment query_moment(const struct query *q, size_t column);

/* Copies, in the arena: valid after the next row and after close. */
struct str query_text(const struct query *q, size_t column, struct arena *a);
struct str query_blob(const struct query *q, size_t column, struct arena *a);

/* Fills those members of the record whose field name is a column, but for sealed
 * fields. */
void query_fields(const struct query *q, field_list list, void *record, struct arena *a);

enum outcome query_close(struct query *q);

/* Runs to the end and closes: for statements without rows. */
enum outcome query_run(struct query *q);

/* Rows written by the query closed last. */
int64_t db_changes(const struct db *db);

/* For torture: the nth begin, statement or commit of this process from now on
 * fails as UNAVAILABLE.  0: none. */
void db_torture(int64_t nth);

/* For make check: prepares every statement; the first failure as a sentence. */
bool db_prepare_all(struct db *db, struct arena *a, struct str *ret_error);

#endif
