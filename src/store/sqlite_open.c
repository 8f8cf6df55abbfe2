/*
 * Opening: the file's mode, its journal, and what is set on each connection.
 */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/die.h"

/* An existing file is not touched: closing a descriptor of it would drop the
 * locks that other connections of this process hold (POSIX). */
bool
hand_create_file(const char *path)
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
write_ahead(sqlite3 *c)
{
	int rc = SQLITE_BUSY;
	bool wal = false;

	for (int ms = 0; ms < WAIT_MS; ms += 20) {
		rc = sqlite3_exec(c, "pragma journal_mode = wal", take_mode, &wal, NULL);
		if ((rc & 0xff) != SQLITE_BUSY)
			break;
		sqlite3_sleep(20);
	}
	return rc == SQLITE_OK && !wal ? SQLITE_CANTOPEN : rc;
}

static int
configure(sqlite3 *c)
{
	int rc;

	sqlite3_extended_result_codes(c, 1);
	sqlite3_busy_timeout(c, WAIT_MS);
	sqlite3_db_config(c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = write_ahead(c);
	if (rc != SQLITE_OK)
		return rc;
	return sqlite3_exec(c,
	    "pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on;"
	    "pragma temp_store = memory; pragma trusted_schema = off;"
	    "pragma cell_size_check = on; pragma journal_size_limit = 67108864",
	    NULL, NULL, NULL);
}

int
hand_open(struct hand *h, const char *path)
{
	int rc = sqlite3_open_v2(path, &h->c, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	h->cache = calloc(sql_count + 1, sizeof(sqlite3_stmt *));
	if (h->cache == NULL)
		die("out of memory");
	return rc == SQLITE_OK ? configure(h->c) : rc;
}

void
hand_close(struct hand *h)
{
	for (size_t i = 0; h->cache && i < sql_count; i++)
		sqlite3_finalize(h->cache[i]);
	sqlite3_close_v2(h->c);
	free(h->cache);
	*h = (struct hand){ 0 };
}
