/*
 * A connection to one SQLite file with the statements prepared on it, and how it
 * is opened; included by sqlite*.c alone.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>

#include "store/engine.h"

#define WAIT_MS 5000

struct hand {
	sqlite3 *c;
	sqlite3_stmt **cache; /* one a struct sql, NULL while a query has it */
};

/* Opens an existing file and sets it up; an SQLite result code.  Closed by
 * hand_close whatever came of it. */
int hand_open(struct hand *h, const char *path);
void hand_close(struct hand *h);

/* Makes the file when there is none, 0600; false with errno. */
bool hand_create_file(const char *path);

#endif
