/*
 * Conditions that several statements share, for tools/sql.
 *
 * Written once under "-- clause name: meaning" in any file of statements, one stands
 * for itself as "{name i}"; in its text "{it}" is that i.
 */
#ifndef TOOLS_CLAUSE_H
#define TOOLS_CLAUSE_H

#include "base/arena.h"

/* The name in "-- name: meaning", and in "-- clause name: meaning"; or "". */
struct str header_name(struct str line);
struct str clause_name(struct str line);

/* Takes the clauses of a file; all are taken before any is spelled. */
void clause_read(struct arena *a, const char *file);

/* False: there is none of that name. */
bool clause_spelled(struct arena *a, struct str name, struct str it, struct str *ret);

#endif
