/*
 * SQL of scenarios, asked of the engine directly and not through the program.
 */
#include "tests/play/play.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

#define CELLS_MAX 100000
#define BOOL_OID 16 /* catalog/pg_type_d.h is not installed with libpq */

/* Room for one more row? */
static bool
room(struct arena *a, struct rows *r)
{
	if (r->cell == NULL)
		r->cell = arena_array(a, struct str, CELLS_MAX);
	return (r->n_rows + 1) * r->n_columns <= CELLS_MAX;
}

static bool
read_sqlite(const char *path, const char *sql, struct arena *a, struct rows *ret, const char **why)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;
	size_t n = 0;
	int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);

	sqlite3_busy_timeout(db, 10000);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
	ret->n_columns = s ? (size_t)sqlite3_column_count(s) : 0;
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(s);
		if (code != SQLITE_ROW || !room(a, ret))
			break;
		for (size_t i = 0; i < ret->n_columns; i++) {
			const char *v = (const char *)sqlite3_column_text(s, (int)i);

			ret->cell[n++] = arena_dup(a, v ? str_of(v) : S("null"));
		}
		ret->n_rows++;
	}
	*why = arena_dup(a, str_of(sqlite3_errmsg(db))).p;
	sqlite3_finalize(s);
	sqlite3_close(db);
	return code == SQLITE_DONE;
}

/* Truth as SQLite writes it. */
static struct str
cell_postgres(struct arena *a, const PGresult *r, int row, int column)
{
	const char *v = PQgetvalue(r, row, column);

	if (PQgetisnull(r, row, column))
		return S("null");
	if (PQftype(r, column) == BOOL_OID)
		return v[0] == 't' ? S("1") : S("0");
	return arena_dup(a, str_of(v));
}

static bool
read_postgres(const char *url, const char *sql, struct arena *a, struct rows *ret, const char **why)
{
	PGconn *c = PQconnectdb(url);
	PGresult *r = PQexec(c, sql);
	ExecStatusType code = PQresultStatus(r);
	bool good = code == PGRES_TUPLES_OK || code == PGRES_COMMAND_OK;
	size_t rows = (size_t)PQntuples(r);

	ret->n_columns = (size_t)PQnfields(r);
	for (; ret->n_rows < rows && room(a, ret); ret->n_rows++)
		for (size_t i = 0; i < ret->n_columns; i++)
			ret->cell[ret->n_rows * ret->n_columns + i] =
			    cell_postgres(a, r, (int)ret->n_rows, (int)i);
	*why = arena_dup(a, str_of(PQerrorMessage(c))).p;
	PQclear(r);
	PQfinish(c);
	return good;
}

bool
rows_read(const struct instance_copy *c, const char *sql, struct arena *a, struct rows *ret,
    struct str *ret_error)
{
	const char *why = "";
	bool good;

	*ret = (struct rows){ 0 };
	good = c->engine == ON_SQLITE
		   ? read_sqlite(c->database + strlen("sqlite:"), sql, a, ret, &why)
		   : read_postgres(c->database, sql, a, ret, &why);
	if (!good)
		*ret_error = str_of(why);
	return good;
}
