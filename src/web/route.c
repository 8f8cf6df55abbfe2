/*
 * From a method and a path to a row of the route tables.
 *
 * A literal segment beats a parameter, the leftmost difference decides:
 * "/incidents/new" is found before "/incidents/:reference" whatever the order of
 * the rows.  The rows are read one by one: with a few hundred of them a tree
 * gains one microsecond and costs the list that an auditor reads.
 */
#include "web/web.h"

#include <string.h>

/* Where the patterns of two rows differ, the one with a literal is better. */
static bool
more_literal(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a != ':' && *b == ':';
}

static bool
matches(const char *pattern, struct str path, struct str segment[SEGMENTS_MAX])
{
	size_t n = 0;

	while (*pattern) {
		if (*pattern == ':') {
			struct str value = { path.p, 0 };

			while (value.n < path.n && path.p[value.n] != '/')
				value.n++;
			if (value.n == 0 || n == SEGMENTS_MAX)
				return false;
			segment[n++] = value;
			path.p += value.n, path.n -= value.n;
			while (*pattern && *pattern != '/')
				pattern++;
		} else {
			if (path.n == 0 || *path.p != *pattern)
				return false;
			path.p++, path.n--, pattern++;
		}
	}
	return path.n == 0;
}

/* The best row for this method; a whole literal cannot be beaten. */
static const struct route *
best_row(const struct route *const *routes, enum method m, struct str path,
    struct str segment[SEGMENTS_MAX])
{
	const struct route *best = NULL;

	for (; *routes; routes++) {
		for (const struct route *row = *routes; row->path; row++) {
			struct str found[SEGMENTS_MAX] = { 0 };

			if (row->method != m || !matches(row->path, path, found))
				continue;
			if (best && !more_literal(row->path, best->path))
				continue;
			best = row;
			memcpy(segment, found, sizeof found);
			if (found[0].p == NULL)
				return best;
		}
	}
	return best;
}

const struct route *
route_find(const struct route *const *routes, enum method m, struct str path,
    struct str segment[SEGMENTS_MAX], int *ret_status)
{
	struct str ignored[SEGMENTS_MAX];
	const struct route *best;

	memset(segment, 0, SEGMENTS_MAX * sizeof *segment);
	best = best_row(routes, m, path, segment);
	if (best == NULL)
		*ret_status = best_row(routes, m == GET ? POST : GET, path, ignored) ? 405 : 404;
	return best;
}
