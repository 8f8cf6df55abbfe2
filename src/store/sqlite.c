/*
 * SQLite: one file, write-ahead log.
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
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "store/engine.h"
#include "store/turn.h"

#define WAIT_MS 5000

struct sqlite {
	struct db db;
	sqlite3 *c;
	struct turn *turn;
	bool writing; /* the turn is ours */
	sqlite3_stmt **cache;
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
	case SQLITE_RANGE: die("SQLite is misused: %s", sqlite3_errmsg(s->c));
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
take_turn(struct sqlite *s)
{
	s->writing = turn_take(s->turn, WAIT_MS);
	if (!s->writing)
		db_trouble_set(&s->db, "other writers did not end within %d s", WAIT_MS / 1000);
	return s->writing;
}

static void
give_turn(struct sqlite *s)
{
	if (s->writing)
		turn_give(s->turn);
	s->writing = false;
}

static enum outcome
begin(struct db *db, enum txn txn)
{
	struct sqlite *s = of(db);
	int rc;

	if (txn == TXN_WRITE && !take_turn(s))
		return UNAVAILABLE;
	rc = sqlite3_exec(s->c, txn == TXN_WRITE ? "begin immediate" : "begin", NULL, NULL, NULL);
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
	int rc = sqlite3_exec(s->c, "commit", NULL, NULL, NULL);

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

	if (!sqlite3_get_autocommit(s->c))
		sqlite3_exec(s->c, "rollback", NULL, NULL, NULL);
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
	int rc = sqlite3_exec(s->c, text, ret ? take_first : NULL, ret, NULL);

	if (rc == SQLITE_OK)
		return OK;
	db_trouble_set(db, "%s", sqlite3_errmsg(s->c));
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
	int rc = sqlite3_prepare_v3(s->c, sql->sqlite, -1, SQLITE_PREPARE_PERSISTENT, ret, &rest);

	if (rc != SQLITE_OK) {
		db_trouble_set(&s->db, "%s", sqlite3_errmsg(s->c));
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

static enum outcome
prepare(struct query *q)
{
	struct sqlite *s = of(q->db);
	sqlite3_stmt *st = s->cache[q->sql->index];
	enum outcome o = OK;

	s->cache[q->sql->index] = NULL;
	if (st == NULL)
		o = prepare_new(s, q->sql, &st);
	if (o == OK && q->db->state == DB_READING && !sqlite3_stmt_readonly(st))
		die("statement '%s' writes in a reading transaction", q->sql->name);
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

/* A statement that writes outside of a transaction is one by itself. */
static bool
start(struct query *q)
{
	struct sqlite *s = of(q->db);

	q->started = true;
	if (q->db->state != DB_IDLE || sqlite3_stmt_readonly(statement(q)))
		return true;
	if (s->writing)
		die("statement '%s' writes while another one does", q->sql->name);
	if (!take_turn(s))
		q->outcome = UNAVAILABLE;
	return s->writing;
}

static bool
next(struct query *q)
{
	int rc;

	if (!q->started && !start(q))
		return false;
	rc = sqlite3_step(statement(q));
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
	s->db.changes = q->outcome == OK ? sqlite3_changes64(s->c) : 0;
}

static void
finish(struct query *q)
{
	struct sqlite *s = of(q->db);
	sqlite3_stmt **place = &s->cache[q->sql->index];

	bool wrote = q->started && !sqlite3_stmt_readonly(statement(q));

	if (wrote)
		end_write(q);
	sqlite3_reset(statement(q));
	sqlite3_clear_bindings(statement(q));
	if (wrote && q->db->state == DB_IDLE)
		give_turn(s);
	if (*place == NULL)
		*place = statement(q);
	else
		sqlite3_finalize(statement(q));
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

	for (size_t i = 0; s->cache && i < sql_count; i++)
		sqlite3_finalize(s->cache[i]);
	sqlite3_close_v2(s->c);
	turn_leave(s->turn);
	free(s->cache);
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

/* An existing file is not touched: closing a descriptor of it would drop the
 * locks that other connections of this process hold (POSIX). */
static bool
create_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return errno == EEXIST;
	return close(fd) == 0;
}

static int
take_mode(void *context, int n, char **value, char **name)
{
	bool *wal = context;

	(void)name;
	*wal = n > 0 && str_eq(str_of(value[0]), S("wal"));
	return 0;
}

/* The switch is once in the life of the file; SQLite does not wait for others
 * there, and says nothing when the file system cannot bear it. */
static int
write_ahead(struct sqlite *s)
{
	int rc = SQLITE_BUSY;
	bool wal = false;

	for (int ms = 0; ms < WAIT_MS; ms += 20) {
		rc = sqlite3_exec(s->c, "pragma journal_mode = wal", take_mode, &wal, NULL);
		if ((rc & 0xff) != SQLITE_BUSY)
			break;
		sqlite3_sleep(20);
	}
	return rc == SQLITE_OK && !wal ? SQLITE_CANTOPEN : rc;
}

static int
configure(struct sqlite *s)
{
	int rc;

	sqlite3_extended_result_codes(s->c, 1);
	sqlite3_busy_timeout(s->c, WAIT_MS);
	sqlite3_db_config(s->c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = write_ahead(s);
	if (rc != SQLITE_OK)
		return rc;
	return sqlite3_exec(s->c,
	    "pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on;"
	    "pragma temp_store = memory; pragma trusted_schema = off;"
	    "pragma cell_size_check = on; pragma journal_size_limit = 67108864",
	    NULL, NULL, NULL);
}

static bool
open_file(struct sqlite *s, const char *path, struct arena *a, struct str *ret_error)
{
	static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
	struct stat st;
	int rc = SQLITE_OK;

	pthread_mutex_lock(&opening);
	if (!create_file(path) || stat(path, &st) != 0) {
		*ret_error =
		    arena_printf(a, "cannot open database '%s': %s", path, strerror(errno));
		pthread_mutex_unlock(&opening);
		return false;
	}
	s->turn = turn_of(st.st_dev, st.st_ino);
	rc = sqlite3_open_v2(path, &s->c, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = configure(s);
	pthread_mutex_unlock(&opening);
	if (rc != SQLITE_OK)
		*ret_error =
		    arena_printf(a, "cannot open database '%s': %s", path, sqlite3_errstr(rc));
	return rc == SQLITE_OK;
}

struct db *
sqlite_open(const char *path, struct arena *a, struct str *ret_error)
{
	struct sqlite *s = calloc(1, sizeof *s);

	if (s == NULL)
		die("out of memory");
	s->db.engine = &sqlite_engine;
	s->cache = calloc(sql_count + 1, sizeof(sqlite3_stmt *));
	if (s->cache == NULL)
		die("out of memory");
	if (!open_file(s, path, a, ret_error)) {
		close_connection(&s->db);
		return NULL;
	}
	return &s->db;
}
