/*
 * What an engine gives to db.c; included by src/store/ alone.
 *
 * db.c keeps what both engines share (the state of a transaction, the first
 * failure, access by name); an engine only speaks to its library.  A new engine
 * is one more table of these functions.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/db.h"

enum db_state { DB_IDLE, DB_READING, DB_WRITING };

struct engine_table {
	enum engine name;
	const char *id_token, *blob_token; /* {id} and {blob} of a migration */

	void (*close)(struct db *db);
	enum outcome (*begin)(struct db *db, enum txn txn);
	enum outcome (*commit)(struct db *db);
	void (*rollback)(struct db *db);

	/* One piece of SQL made by the store itself, outside the list of
	 * statements; the first column of the last row when ret is not NULL.
	 * INVALID with db->trouble filled when the engine refuses the text. */
	enum outcome (*script)(struct db *db, const char *text, int64_t *ret);

	/* INVALID with db->trouble filled when it does not prepare. */
	enum outcome (*prepare)(struct query *q);
	void (*bind_int)(struct query *q, size_t parameter, int64_t n);
	void (*bind_bytes)(struct query *q, size_t parameter, struct str s, bool blob);
	bool (*next)(struct query *q);
	void (*finish)(struct query *q); /* frees q->statement, fills db->changes */

	/* Valid once a row is there. */
	size_t (*columns)(const struct query *q);
	const char *(*name_of)(const struct query *q, size_t column);
	bool (*null)(const struct query *q, size_t column);

	/* Of a column that is not null; false when it is of another kind. */
	bool (*integer)(const struct query *q, size_t column, int64_t *ret);
	bool (*text)(const struct query *q, size_t column, struct arena *a, struct str *ret);
	bool (*blob)(const struct query *q, size_t column, struct arena *a, struct str *ret);
};

/* The first member of each engine's own struct. */
struct db {
	const struct engine_table *engine;
	enum db_state state;
	enum outcome doomed; /* the first failure in the transaction; then it cannot commit */
	size_t open;	     /* queries not closed */
	int64_t changes;
	char trouble[256]; /* the last failure, for people; no parameter's value is in it */
};

struct db *sqlite_open(const char *path, struct arena *a, struct str *ret_error);
struct db *postgres_open(const char *url, struct arena *a, struct str *ret_error);

/* The schema's own needs; see migrate.c. */
enum outcome db_script(struct db *db, const char *text, int64_t *ret);

void db_trouble_set(struct db *db, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
