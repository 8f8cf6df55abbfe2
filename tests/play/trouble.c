/*
 * trouble disk | lock | end: what happens to a database on a bad day.
 *
 * disk: from now on no write of `vigie web` to a file succeeds, as on a full disk
 * (its limit of file sizes is taken down, which any process may do to its child).
 * lock: another connection holds the database for longer than anybody waits.  The
 * disk of PostgreSQL is its server's, so there disk is lock too.
 */
#include "tests/play/play.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

static bool
disk(struct play *p, rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	if (p->copy.server <= 0)
		return play_fail(p, "'vigie web' does not run");
	return prlimit(p->copy.server, RLIMIT_FSIZE, &limit, NULL) == 0 ||
	       play_fail(p, "the disk cannot be filled");
}

static bool
lock_sqlite(struct play *p)
{
	sqlite3 *db = NULL;
	int code =
	    sqlite3_open_v2(p->copy.database + strlen("sqlite:"), &db, SQLITE_OPEN_READWRITE, NULL);

	p->lock = db;
	sqlite3_busy_timeout(db, 10000);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, "begin exclusive", NULL, NULL, NULL);
	return code == SQLITE_OK || play_fail(p, "the database cannot be locked");
}

static bool
lock_postgres(struct play *p)
{
	PGconn *c = PQconnectdb(p->copy.database);
	PGresult *r = PQexec(c, "begin; lock report, incident, journal_head in exclusive mode");
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK;

	p->lock = c;
	PQclear(r);
	return good || play_fail(p, "the database cannot be locked");
}

void
play_trouble_end(struct play *p)
{
	if (p->lock && p->copy.engine == ON_SQLITE)
		sqlite3_close(p->lock);
	else if (p->lock)
		PQfinish(p->lock);
	p->lock = NULL;
	if (p->copy.server > 0)
		disk(p, RLIM_INFINITY);
}

bool
act_trouble(struct play *p)
{
	struct str what = str_trim(p->now->rest);

	play_trouble_end(p);
	p->troubled = !str_eq(what, S("end"));
	if (!p->troubled)
		return p->reason[0] == '\0';
	if (p->copy.engine == ON_POSTGRES)
		return lock_postgres(p);
	return str_eq(what, S("disk")) ? disk(p, 0) : lock_sqlite(p);
}
