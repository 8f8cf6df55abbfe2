/*
 * What postgres.c and postgres_query.c share; included by them alone.
 */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/engine.h"

#define CALL_MAX (128u << 20) /* bytes bound to one statement */

struct postgres {
	struct db db;
	PGconn *c;
	char *url;
	bool *prepared; /* by sql->index, in this session */
	bool broken;	/* the session must not be used again */
	struct call *spare;
};

/* What query.statement points to. */
struct call {
	struct call *next;
	struct arena *arena;
	PGresult *result;
	int n;
	const char **value;
	int *length, *format;
};

struct postgres *postgres_of(struct db *db);
bool postgres_lost(const struct postgres *p);
bool postgres_connected(struct postgres *p); /* connects again if need be */
bool postgres_succeeded(const PGresult *r);
enum outcome postgres_failed(struct postgres *p, const char *name, const PGresult *r);

/* The functions of struct engine_table. */
enum outcome postgres_prepare(struct query *q);
void postgres_bind_int(struct query *q, size_t parameter, int64_t n);
void postgres_bind_bytes(struct query *q, size_t parameter, struct str s, bool blob);
bool postgres_next(struct query *q);
void postgres_finish(struct query *q);
size_t postgres_columns(const struct query *q);
const char *postgres_name_of(const struct query *q, size_t column);
bool postgres_null(const struct query *q, size_t column);
bool postgres_integer(const struct query *q, size_t column, int64_t *ret);
bool postgres_text(const struct query *q, size_t column, struct arena *a, struct str *ret);
bool postgres_blob(const struct query *q, size_t column, struct arena *a, struct str *ret);
void postgres_forget_spares(struct postgres *p);

#endif
