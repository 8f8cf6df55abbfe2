/*
 * struct str: a view of bytes, passed by value, not NUL-bound, never freed.
 *
 * A view owns nothing: what it points to belongs to an arena, a buffer or a
 * literal that outlives it.  {NULL, 0} is the empty string; all functions
 * accept it.  Bytes are UTF-8 where they are text.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n;
};

/* S("literal"); STR_INIT in static initialisers. */
#define STR_INIT(lit)                                                                              \
	{                                                                                          \
		"" lit, sizeof(lit) - 1                                                            \
	}
#define S(lit) ((struct str)STR_INIT(lit))

/* For printf: "%.*s", PS(s). */
#define PS(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_of(const char *c); /* NULL gives the empty string */
bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII case only */
int str_cmp(struct str a, struct str b);	/* bytes, as memcmp */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_has(struct str s, struct str part);
struct str str_sub(struct str s, size_t from, size_t n); /* clamped */
struct str str_trim(struct str s);			 /* ASCII white space */

/* Cuts at the first sep: returns what stands before it, leaves the rest in *s.
 * Without sep: returns all, leaves *s empty with p NULL. */
struct str str_cut(struct str *s, char sep);

/* Whole string, decimal, optional minus; false when it is anything else. */
bool str_int(struct str s, int64_t *ret);

/* A set kept as text, "a|b|c": is item a member? */
bool str_in_set(struct str set, struct str item);

bool str_utf8_valid(struct str s);
size_t str_utf8_length(struct str s);		       /* code points; s must be valid */
struct str str_utf8_head(struct str s, size_t points); /* first code points */

#endif
