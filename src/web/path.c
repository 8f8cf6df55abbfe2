/*
 * From a request target to a path that a route can match.
 *
 * Refused rather than mended: whatever two readers may understand differently
 * (an encoded slash, a dot segment, a backslash, bytes that are not UTF-8).
 */
#include "web/parse.h"

#include "web/text.h"

static bool
byte_legal(int c)
{
	return c >= 0x20 && c != 0x7f && c != '\\';
}

static bool
segments_legal(struct str path)
{
	while (path.n) {
		struct str segment = str_cut(&path, '/');

		if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
			return false;
	}
	return true;
}

static bool
decode(struct str raw, struct arena *a, struct str *ret)
{
	char *p = arena_alloc(a, raw.n + 1);
	struct str out = { p, 0 };

	for (size_t i = 0; i < raw.n; i++) {
		int c = (unsigned char)raw.p[i];

		if (c == '%') {
			c = text_percent(raw, i);
			i += 2;
			if (c == '/')
				return false;
		}
		if (!byte_legal(c))
			return false;
		p[out.n++] = (char)c;
	}
	*ret = out;
	return true;
}

bool
path_decode(struct str target, struct str *ret_path, struct str *ret_query, struct arena *a)
{
	struct str path, query = target;
	struct str raw = str_cut(&query, '?');

	if (raw.n == 0 || raw.p[0] != '/' || !decode(raw, a, &path))
		return false;
	if (!str_utf8_valid(path) || !segments_legal(path))
		return false;
	*ret_path = path;
	*ret_query = query;
	return true;
}
