/*
 * The shapes of small values: what a person types made canonical, and what is
 * stored made readable (French typography: non-breaking spaces, decimal comma,
 * dd/mm/yyyy, 24-hour clock with its zone overseas).
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include "base/arena.h"
#include "base/field.h"

/* Canonical spelling for the kind of input, or {NULL} with an error key. */
struct str shape_input(struct arena *a, enum input input, struct str text, const char **ret_error);

struct str shape_moment(struct arena *a, struct moment m, enum zone zone, enum lang lang);
struct str shape_date(struct arena *a, struct moment m, enum zone zone, enum lang lang);
struct str shape_int(struct arena *a, int64_t n, enum lang lang);
struct str shape_duration(struct arena *a, int64_t seconds, enum lang lang); /* "1 j 2 h" */
struct str shape_bytes(struct arena *a, int64_t n, enum lang lang);

/* Luhn over digits; a letter counts as its rank (FINESS of Corsica: A 1, B 2). */
bool shape_luhn(struct str digits);

/* Lower case, without accents, other signs to spaces: for look-ups by name. */
struct str shape_folded(struct arena *a, struct str text);

/* Percent-encoded, fit for a query value. */
struct str shape_url(struct arena *a, struct str text);

/* Of an address of the web, its host: "https://a.b:80/c" is "a.b"; "localhost" for none. */
struct str shape_host(struct str url);

/* Windows-1252 to UTF-8, for files that are not valid UTF-8. */
struct str shape_from_1252(struct arena *a, struct str bytes);

#endif
