/*
 * SQLite: one file, write-ahead log.
 *
 * Each struct db reads on a connection of its own.  All of a process write on one,
 * which whoever has the turn holds (turn.h): what it read stays in its cache from
 * one transaction to the next, whereas a connection that sees another one's commit
 * drops all it has.  It made a submission under load cost half.
 *
 * Durability: synchronous=FULL, so a commit is on disk before it is told, and a
 * process killed at any instruction leaves the last commit or the one before.
 * Secrets: the file is created with mode 0600 (SQLite gives its log the same),
 * freed content is overwritten (secure_delete) so that an erased vault is gone,
 * sorting spills to memory and not to a temporary file.
 *
 * A connection keeps one prepared statement a struct sql.  A query takes it out
 * of the cache and puts it back at its end, so a statement that is used inside
 * itself simply gets a second one.
 *
 * Rejected: SQLite's shared cache (its table locks are not covered by the busy
 * timeout); a write queue with a thread of its own (a request would no longer see
 * its own writes).
 */
#include "store/sqlite.h"

#include <errno.h>
#include <pthread.h>
#include <sys/stat.h>

#include "base/die.h"
#include "store/turn.h"

struct sqlite {
	struct db db;
	struct hand own; /* reads */
	struct hand *at; /* the file's writer while the turn is ours, else own */
	struct turn *turn;
	char *path;
};

static struct sqlite *
of(struct db *db)
{
	return (struct sqlite *)(void *)db;
}

static sqlite3_stmt *
statement(const struct query *q)
{
	return q->statement;
}

/* ==== Failures ==== */

static enum outcome
outcome_of(const struct sqlite *s, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return OK;
	case SQLITE_CONSTRAINT: return CONFLICT;
	case SQLITE_ERROR:
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG: return INVALID;
	case SQLITE_NOMEM: die("out of memory");
	case SQLITE_MISUSE:
	case SQLITE_RANGE: die("SQLite is misused: %s", sqlite3_errmsg(s->at->c));
	default: return UNAVAILABLE;
	}
}

/* sqlite3_errstr rather than errmsg: the latter may quote a value. */
static enum outcome
failed(struct sqlite *s, const char *name, int rc)
{
	db_trouble_set(&s->db, "%s: %s (%d)", name, sqlite3_errstr(rc), rc);
	return outcome_of(s, rc);
}

/* ==== Turns and transactions ==== */

static bool
writing(const struct sqlite *s)
{
	return s->at != &s->own;
}

static void
give_turn(struct sqlite *s)
{
	if (writing(s))
		turn_give(s->turn);
	s->at = &s->own;
}

/* The first to write opens; NULL when that fails. */
static struct hand *
writer(struct sqlite *s)
{
	struct hand **place = (struct hand **)turn_kept(s->turn);
	int rc;

	if (*place)
		return *place;
	*place = calloc(1, sizeof **place);
	if (*place == NULL)
		die("out of memory");
	rc = hand_open(*place, s->path);
	if (rc == SQLITE_OK)
		return *place;
	failed(s, "opening to write", rc);
	hand_close(*place);
	free(*place);
	*place = NULL;
	return NULL;
}

static bool
take_turn(struct sqlite *s)
{
	struct hand *h;

	if (!turn_take(s->turn, WAIT_MS)) {
		db_trouble_set(&s->db, "other writers did not end within %d s", WAIT_MS / 1000);
		return false;
	}
	h = writer(s);
	if (h)
		s->at = h;
	else
		turn_give(s->turn);
	return h != NULL;
}

static enum outcome
begin(struct db *db, enum txn txn)
{
	struct sqlite *s = of(db);
	int rc;

	if (txn == TXN_WRITE && !take_turn(s))
		return UNAVAILABLE;
	rc = sqlite3_exec(
	    s->at->c, txn == TXN_WRITE ? "begin immediate" : "begin", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return OK;
	give_turn(s);
	return failed(s, "begin", rc);
}

/* On failure db.c calls rollback. */
static enum outcome
commit(struct db *db)
{
	struct sqlite *s = of(db);
	int rc = sqlite3_exec(s->at->c, "commit", NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		return failed(s, "commit", rc);
	give_turn(s);
	return OK;
}

/* A full disk may have rolled back already.  A rollback that fails leaves the
 * log without a commit mark: nothing is read from it. */
static void
rollback(struct db *db)
{
	struct sqlite *s = of(db);

	if (!sqlite3_get_autocommit(s->at->c))
		sqlite3_exec(s->at->c, "rollback", NULL, NULL, NULL);
	give_turn(s);
}

static int
take_first(void *context, int n, char **value, char **name)
{
	int64_t *ret = context;

	(void)name;
	if (n > 0 && value[0])
		str_int(str_of(value[0]), ret);
	return 0;
}

static enum outcome
script(struct db *db, const char *text, int64_t *ret)
{
	struct sqlite *s = of(db);
	int rc = sqlite3_exec(s->at->c, text, ret ? take_first : NULL, ret, NULL);

	if (rc == SQLITE_OK)
		return OK;
	db_trouble_set(db, "%s", sqlite3_errmsg(s->at->c));
	return outcome_of(s, rc);
}

/* ==== Statements ==== */

static size_t
count_parameters(const struct sql *sql)
{
	size_t n = 0;

	while (sql->parameter[n])
		n++;
	return n;
}

static enum outcome
prepare_new(struct sqlite *s, const struct sql *sql, sqlite3_stmt **ret)
{
	const char *rest = "";
	int rc =
	    sqlite3_prepare_v3(s->at->c, sql->sqlite, -1, SQLITE_PREPARE_PERSISTENT, ret, &rest);

	if (rc != SQLITE_OK) {
		db_trouble_set(&s->db, "%s", sqlite3_errmsg(s->at->c));
		return outcome_of(s, rc);
	}
	if (*ret && rest[0] == '\0' &&
	    (size_t)sqlite3_bind_parameter_count(*ret) == count_parameters(sql))
		return OK;
	sqlite3_finalize(*ret);
	*ret = NULL;
	db_trouble_set(&s->db, "it is not one statement, or a parameter is not used");
	return INVALID;
}

/* Out of the cache of the connection in use. */
static enum outcome
take_statement(struct sqlite *s, const struct sql *sql, sqlite3_stmt **ret)
{
	*ret = s->at->cache[sql->index];
	s->at->cache[sql->index] = NULL;
	return *ret ? OK : prepare_new(s, sql, ret);
}

static void
put_statement(struct hand *h, const struct sql *sql, sqlite3_stmt *st)
{
	if (h->cache[sql->index] == NULL)
		h->cache[sql->index] = st;
	else
		sqlite3_finalize(st);
}

/* A statement that writes outside of a transaction is one by itself: it has the
 * turn from its opening to its end. */
static enum outcome
prepare_alone(struct sqlite *s, const struct sql *sql, sqlite3_stmt **st)
{
	enum outcome o;

	put_statement(&s->own, sql, *st);
	*st = NULL;
	if (writing(s))
		die("statement '%s' writes while another one does", sql->name);
	if (!take_turn(s))
		return UNAVAILABLE;
	o = take_statement(s, sql, st);
	if (o != OK)
		give_turn(s);
	return o;
}

static enum outcome
prepare(struct query *q)
{
	struct sqlite *s = of(q->db);
	sqlite3_stmt *st = NULL;
	enum outcome o = take_statement(s, q->sql, &st);

	if (o == OK && q->db->state != DB_WRITING && !sqlite3_stmt_readonly(st)) {
		if (q->db->state == DB_READING)
			die("statement '%s' writes in a reading transaction", q->sql->name);
		o = prepare_alone(s, q->sql, &st);
	}
	q->statement = st;
	return o;
}

static void
bound(struct query *q, int rc)
{
	if (rc != SQLITE_OK)
		q->outcome = failed(of(q->db), q->sql->name, rc);
}

static void
bind_number(struct query *q, size_t parameter, int64_t n)
{
	bound(q, sqlite3_bind_int64(statement(q), (int)parameter + 1, n));
}

static void
bind_bytes(struct query *q, size_t parameter, struct str s, bool blob)
{
	int i = (int)parameter + 1;

	if (blob)
		bound(q, sqlite3_bind_blob64(statement(q), i, s.p, s.n, SQLITE_TRANSIENT));
	else
		bound(q,
		    sqlite3_bind_text64(statement(q), i, s.p, s.n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

static bool
next(struct query *q)
{
	int rc = sqlite3_step(statement(q));

	q->started = true;
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		q->outcome = failed(of(q->db), q->sql->name, rc);
	return false;
}

/* A writing statement is stepped to its end: outside of a transaction that is
 * where it commits, and may fail. */
static void
end_write(struct query *q)
{
	struct sqlite *s = of(q->db);

	while (q->outcome == OK && sqlite3_stmt_busy(statement(q)) && next(q))
		;
	s->db.changes = q->outcome == OK ? sqlite3_changes64(s->at->c) : 0;
}

static void
finish(struct query *q)
{
	struct sqlite *s = of(q->db);
	sqlite3_stmt *st = statement(q);
	struct hand *h = sqlite3_db_handle(st) == s->own.c ? &s->own : s->at;
	bool writes = !sqlite3_stmt_readonly(st);

	if (writes && q->started)
		end_write(q);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	put_statement(h, q->sql, st);
	if (writes && q->db->state == DB_IDLE)
		give_turn(s);
	q->statement = NULL;
}

/* ==== Rows ==== */

static size_t
columns(const struct query *q)
{
	return (size_t)sqlite3_data_count(statement(q));
}

static const char *
name_of(const struct query *q, size_t column)
{
	return sqlite3_column_name(statement(q), (int)column);
}

static bool
null(const struct query *q, size_t column)
{
	return sqlite3_column_type(statement(q), (int)column) == SQLITE_NULL;
}

static bool
integer(const struct query *q, size_t column, int64_t *ret)
{
	if (sqlite3_column_type(statement(q), (int)column) != SQLITE_INTEGER)
		return false;
	*ret = sqlite3_column_int64(statement(q), (int)column);
	return true;
}

static bool
text(const struct query *q, size_t column, struct arena *a, struct str *ret)
{
	const unsigned char *p;
	size_t n;

	if (sqlite3_column_type(statement(q), (int)column) == SQLITE_BLOB)
		return false;
	p = sqlite3_column_text(statement(q), (int)column);
	n = (size_t)sqlite3_column_bytes(statement(q), (int)column);
	if (p == NULL)
		die("out of memory");
	*ret = arena_dup(a, (struct str){ (const char *)p, n });
	return true;
}

static bool
blob(const struct query *q, size_t column, struct arena *a, struct str *ret)
{
	const char *p = sqlite3_column_blob(statement(q), (int)column);
	size_t n = (size_t)sqlite3_column_bytes(statement(q), (int)column);

	if (sqlite3_column_type(statement(q), (int)column) != SQLITE_BLOB)
		return false;
	*ret = arena_dup(a, (struct str){ p, n });
	return true;
}

/* ==== Opening ==== */

static void
close_connection(struct db *db)
{
	struct sqlite *s = of(db);
	struct hand *last = turn_leave(s->turn);

	if (last)
		hand_close(last);
	hand_close(&s->own);
	free(last);
	free(s->path);
	free(s);
}

static const struct engine_table sqlite_engine = {
	.name = ENGINE_SQLITE,
	.id_token = "integer primary key autoincrement",
	.blob_token = "blob",
	.close = close_connection,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.script = script,
	.prepare = prepare,
	.bind_int = bind_number,
	.bind_bytes = bind_bytes,
	.next = next,
	.finish = finish,
	.columns = columns,
	.name_of = name_of,
	.null = null,
	.integer = integer,
	.text = text,
	.blob = blob,
};

static bool
open_file(struct sqlite *s, struct arena *a, struct str *ret_error)
{
	static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
	struct stat st;
	int rc;

	pthread_mutex_lock(&opening);
	if (!hand_create_file(s->path) || stat(s->path, &st) != 0) {
		*ret_error =
		    arena_printf(a, "cannot open database '%s': %s", s->path, strerror(errno));
		pthread_mutex_unlock(&opening);
		return false;
	}
	s->turn = turn_of(st.st_dev, st.st_ino);
	rc = hand_open(&s->own, s->path);
	pthread_mutex_unlock(&opening);
	if (rc != SQLITE_OK)
		*ret_error =
		    arena_printf(a, "cannot open database '%s': %s", s->path, sqlite3_errstr(rc));
	return rc == SQLITE_OK;
}

struct db *
sqlite_open(const char *path, struct arena *a, struct str *ret_error)
{
	struct sqlite *s = calloc(1, sizeof *s);

	if (s == NULL)
		die("out of memory");
	s->db.engine = &sqlite_engine;
	s->at = &s->own;
	s->path = strdup(path);
	if (s->path == NULL)
		die("out of memory");
	if (!open_file(s, a, ret_error)) {
		close_connection(&s->db);
		return NULL;
	}
	return &s->db;
}
