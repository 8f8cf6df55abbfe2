/*
 * Parameters and paths that are accepted are UTF-8 without NUL, and encoded
 * again in the plainest manner they parse to the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "web/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct arena *arena;
static struct buf again = BUF_INIT(1u << 20);

static void
holds(bool that)
{
	if (!that)
		abort();
}

static void
text(struct str s)
{
	holds(str_utf8_valid(s) && (s.n == 0 || memchr(s.p, '\0', s.n) == NULL));
}

static void
encode(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_printf(&again, "%%%02x", (unsigned)(unsigned char)s.p[i]);
}

static void
params(struct str body)
{
	struct params p, q;

	if (!params_parse(body, &p, arena))
		return;
	holds(p.n <= PARAM_MAX);
	buf_clear(&again);
	for (size_t i = 0; i < p.n; i++) {
		text(p.param[i].name);
		text(p.param[i].value);
		encode(p.param[i].name);
		buf_byte(&again, '=');
		encode(p.param[i].value);
		buf_byte(&again, '&');
	}
	holds(params_parse(buf_str(&again), &q, arena) && q.n == p.n);
	for (size_t i = 0; i < p.n; i++) {
		holds(str_eq(p.param[i].name, q.param[i].name));
		holds(str_eq(p.param[i].value, q.param[i].value));
	}
}

static void
path(struct str target)
{
	struct str s, query;

	if (!path_decode(target, &s, &query, arena))
		return;
	text(s);
	holds(s.n > 0 && s.p[0] == '/' && !str_has(s, S("/../")) && !str_ends(s, S("/..")));
	holds(s.n + query.n <= target.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = { (const char *)data, n };

	if (n > 65536)
		return 0;
	if (arena == NULL)
		arena = arena_new(64u << 20);
	arena_reset(arena);
	params(s);
	path(s);
	return 0;
}
