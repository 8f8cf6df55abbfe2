#include "app/sqlite_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

static bool
told(sqlite3 *c, const char *what, const char *path, struct arena *a, struct str *ret_error)
{
	*ret_error = arena_printf(a, "cannot %s '%s': %s", what, path, sqlite3_errmsg(c));
	return false;
}

static bool
make_empty(const char *path, struct arena *a, struct str *ret_error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0) {
		*ret_error = arena_printf(a, "cannot make '%s': %s", path, strerror(errno));
		return false;
	}
	return close(fd) == 0;
}

/* All pages in one step, of one snapshot: in WAL mode nobody waits for it, and
 * no write of others makes it begin again. */
static bool
copy(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int rc;

	if (b == NULL)
		return false;
	rc = sqlite3_backup_step(b, -1);
	return sqlite3_backup_finish(b) == SQLITE_OK && rc == SQLITE_DONE;
}

bool
sqlite_file_copy(const char *from, const char *to, struct arena *a, struct str *ret_error)
{
	sqlite3 *f = NULL, *t = NULL;
	bool good = make_empty(to, a, ret_error);

	if (!good)
		return false;
	if (sqlite3_open_v2(from, &f, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		good = told(f, "open", from, a, ret_error);
	else if (sqlite3_open_v2(to, &t, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
		 sqlite3_busy_timeout(f, 10000) != SQLITE_OK || !copy(f, t))
		good = told(t, "copy to", to, a, ret_error);
	/* One file to carry: no log beside the copy. */
	if (good && sqlite3_exec(t, "pragma journal_mode = delete", NULL, NULL, NULL) != SQLITE_OK)
		good = told(t, "settle", to, a, ret_error);
	sqlite3_close(f);
	sqlite3_close(t);
	return good;
}

static bool
check(sqlite3 *c, const char *path, struct arena *a, struct str *ret_error)
{
	sqlite3_stmt *s = NULL;
	struct str first = { NULL, 0 };

	if (sqlite3_prepare_v2(c, "pragma integrity_check(1)", -1, &s, NULL) != SQLITE_OK)
		return told(c, "read", path, a, ret_error);
	if (sqlite3_step(s) == SQLITE_ROW)
		first = arena_dup(a, str_of((const char *)sqlite3_column_text(s, 0)));
	if (first.n == 0)
		told(c, "read", path, a, ret_error);
	else
		*ret_error = first;
	sqlite3_finalize(s);
	return str_eq(first, S("ok"));
}

bool
sqlite_file_check(const char *path, struct arena *a, struct str *ret_error)
{
	sqlite3 *c = NULL;
	bool good = sqlite3_open_v2(path, &c, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
			? check(c, path, a, ret_error)
			: told(c, "open", path, a, ret_error);

	sqlite3_close(c);
	return good;
}
