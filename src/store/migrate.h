/*
 * The schema, forward only.
 *
 * Each src/<domain>/NNN_<name>.sql is a migration, applied once, in the order of
 * NNN over all domains, each in its own transaction, noted in table migration
 * with a hash of its text.  A released migration never changes: a database
 * whose hash differs, or that knows a migration which the program does not, is
 * refused (CONFLICT).  Two tokens stand for what the engines spell differently:
 * {id} (an integer key that the database gives) and {blob}; "{sqlite: …}" and
 * "{postgres: …}" keep text for one of them.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

struct migration {
	int number;
	const char *name; /* "001_store" */
	const char *text;
};

extern const struct migration migration_table[];
extern const size_t migration_count;

/* Brings the schema up to date; *ret_applied counts what was new. */
enum outcome migrate(struct db *db, int *ret_applied, struct arena *a, struct str *ret_error);

/* Is the schema exactly the program's? */
bool migrate_current(struct db *db);

#endif
