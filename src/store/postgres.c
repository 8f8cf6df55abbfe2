/*
 * PostgreSQL: one session, prepared statements by name ("s12"), results as text.
 *
 * The server infers the parameters' types when it prepares; a statement casts
 * where it cannot.  Numbers and text travel as text, bytes in binary towards the
 * server and in hexadecimal back.  Binary results were rejected: every type of
 * every expression would have to be decoded here.
 *
 * A reading transaction is "repeatable read read only": one snapshot for a page.
 * A writing one is read committed: with row locks ("for update") or with updates
 * relative to the row ("n = n + 1"), the server lets the second writer wait and
 * then see the first one's work.  Serializable was rejected: it fails at random
 * under load and each caller would need a loop.
 *
 * A lost connection is UNAVAILABLE for the work at hand; the next db_begin, or the
 * next statement outside of a transaction, connects again.  Never silently in
 * between: what was lost must be told.
 */
#include "store/postgres.h"

#include "base/die.h"

struct postgres *
postgres_of(struct db *db)
{
	return (struct postgres *)(void *)db;
}

/* ==== Failures ==== */

bool
postgres_lost(const struct postgres *p)
{
	return p->broken || p->c == NULL || PQstatus(p->c) != CONNECTION_OK;
}

/* By SQLSTATE (appendix A of the manual); what is not here is a programmer's. */
static enum outcome
outcome_of(const char *state)
{
	static const struct {
		const char *prefix;
		enum outcome outcome;
	} known[] = {
		{ "08", UNAVAILABLE },	  /* connection */
		{ "22", INVALID },	  /* data exception */
		{ "23", CONFLICT },	  /* integrity constraint */
		{ "40", CONFLICT },	  /* serialization, deadlock */
		{ "42501", FORBIDDEN },	  /* insufficient privilege */
		{ "25006", UNAVAILABLE }, /* read-only server; our own bug dies before */
		{ "53", UNAVAILABLE },	  /* disk full, out of memory, too many sessions */
		{ "54", INVALID },	  /* program limit exceeded */
		{ "55P03", UNAVAILABLE }, /* lock not available */
		{ "55006", UNAVAILABLE }, /* object in use */
		{ "57", UNAVAILABLE },	  /* shut down, cancelled, timed out */
		{ "58", UNAVAILABLE },	  /* system error */
		{ "XX", UNAVAILABLE },	  /* internal error, corruption */
		{ "25P03", UNAVAILABLE }, /* idle in a transaction for too long */
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_starts(str_of(state), str_of(known[i].prefix)))
			return known[i].outcome;
	return INVALID;
}

bool
postgres_succeeded(const PGresult *r)
{
	return PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
}

/* The state and not the message: the latter may quote a value. */
enum outcome
postgres_failed(struct postgres *p, const char *name, const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);

	if (postgres_lost(p) || state == NULL) {
		p->broken = true;
		db_trouble_set(&p->db, "%s: the connection was lost", name);
		return UNAVAILABLE;
	}
	db_trouble_set(&p->db, "%s: SQLSTATE %s", name, state);
	return outcome_of(state);
}

/* ==== Connecting ==== */

static void
ignore_notice(void *context, const PGresult *r)
{
	(void)context;
	(void)r;
}

static void
disconnect(struct postgres *p)
{
	PQfinish(p->c);
	p->c = NULL;
}

/* What stands before dbname is a default that the URL may change; what stands
 * after is ours. */
static bool
start_session(struct postgres *p)
{
	const char *const key[] = { "connect_timeout", "tcp_user_timeout", "application_name",
		"dbname", "client_encoding", NULL };
	const char *const value[] = { "5", "10000", "vigie", p->url, "UTF8", NULL };
	static const char *const setting =
	    "set client_min_messages = warning; set bytea_output = hex; set timezone = 'UTC';"
	    "set standard_conforming_strings = on; set lock_timeout = '5s';"
	    "set idle_in_transaction_session_timeout = '60s'; set intervalstyle = iso_8601;"
	    "select set_config('synchronous_commit', 'on', false)"
	    " where current_setting('synchronous_commit') in ('off', 'local')";
	PGresult *r;
	bool good;

	p->c = PQconnectdbParams(key, value, 1);
	if (PQstatus(p->c) != CONNECTION_OK)
		return false;
	PQsetNoticeReceiver(p->c, ignore_notice, NULL);
	r = PQexec(p->c, setting);
	good = postgres_succeeded(r);
	PQclear(r);
	return good;
}

bool
postgres_connected(struct postgres *p)
{
	if (!postgres_lost(p))
		return true;
	disconnect(p);
	memset(p->prepared, 0, sql_count);
	p->broken = !start_session(p);
	if (p->broken)
		db_trouble_set(&p->db, "the PostgreSQL server does not answer");
	return !p->broken;
}

/* ==== Transactions ==== */

static enum outcome
command(struct postgres *p, const char *text)
{
	PGresult *r = PQexec(p->c, text);
	enum outcome o = postgres_succeeded(r) ? OK : postgres_failed(p, text, r);

	PQclear(r);
	return o;
}

/* A session that was lost while it was idle shows it here: nothing was done, so
 * a second one may be tried. */
static enum outcome
begin(struct db *db, enum txn txn)
{
	struct postgres *p = postgres_of(db);
	const char *text = txn == TXN_READ ? "begin isolation level repeatable read read only"
					   : "begin isolation level read committed read write";
	enum outcome o = UNAVAILABLE;

	for (int i = 0; i < 2 && o == UNAVAILABLE; i++)
		if (postgres_connected(p))
			o = command(p, text);
	return o;
}

static enum outcome
commit(struct db *db)
{
	struct postgres *p = postgres_of(db);
	PGresult *r;
	enum outcome o = OK;

	if (postgres_lost(p))
		return UNAVAILABLE;
	r = PQexec(p->c, "commit");
	if (!postgres_succeeded(r))
		o = postgres_failed(p, "commit", r);
	else if (!str_eq(str_of(PQcmdStatus(r)), S("COMMIT")))
		die("a commit ended as %s", PQcmdStatus(r));
	PQclear(r);
	return o;
}

static void
rollback(struct db *db)
{
	struct postgres *p = postgres_of(db);

	if (!postgres_lost(p) && PQtransactionStatus(p->c) != PQTRANS_IDLE)
		p->broken = command(p, "rollback") != OK;
}

static enum outcome
script(struct db *db, const char *text, int64_t *ret)
{
	struct postgres *p = postgres_of(db);
	enum outcome o = OK;
	PGresult *r;

	if (db->state == DB_IDLE && !postgres_connected(p))
		return UNAVAILABLE;
	r = PQexec(p->c, text);
	if (!postgres_succeeded(r)) {
		o = postgres_failed(p, "script", r);
		db_trouble_set(db, "%s", PQresultErrorMessage(r));
	} else if (ret && PQntuples(r) > 0 && PQnfields(r) > 0) {
		str_int(str_of(PQgetvalue(r, PQntuples(r) - 1, 0)), ret);
	}
	PQclear(r);
	return o;
}

/* ==== Opening ==== */

static void
close_connection(struct db *db)
{
	struct postgres *p = postgres_of(db);

	postgres_forget_spares(p);
	disconnect(p);
	free(p->prepared);
	free(p->url);
	free(p);
}

static const struct engine_table postgres_engine = {
	.name = ENGINE_POSTGRES,
	.id_token = "bigint generated by default as identity primary key",
	.blob_token = "bytea",
	.close = close_connection,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.script = script,
	.prepare = postgres_prepare,
	.bind_int = postgres_bind_int,
	.bind_bytes = postgres_bind_bytes,
	.next = postgres_next,
	.finish = postgres_finish,
	.columns = postgres_columns,
	.name_of = postgres_name_of,
	.null = postgres_null,
	.integer = postgres_integer,
	.text = postgres_text,
	.blob = postgres_blob,
};

struct db *
postgres_open(const char *url, struct arena *a, struct str *ret_error)
{
	struct postgres *p = calloc(1, sizeof *p);

	if (p == NULL)
		die("out of memory");
	p->db.engine = &postgres_engine;
	p->url = strdup(url);
	p->prepared = calloc(sql_count + 1, sizeof(bool));
	if (p->url == NULL || p->prepared == NULL)
		die("out of memory");
	if (!postgres_connected(p)) {
		/* The server's words: never the URL, which may hold a password. */
		*ret_error = arena_printf(a, "cannot open the database: %.*s",
		    PS(str_trim(str_of(PQerrorMessage(p->c)))));
		close_connection(&p->db);
		return NULL;
	}
	return &p->db;
}
