/*
 * A body of the API: what is accepted is bounded UTF-8 without NUL.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
text(struct str s)
{
	if (!str_utf8_valid(s) || (s.n && memchr(s.p, '\0', s.n)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(1u << 26);
	struct params p = { 0 };

	if (params_json((struct str){ (const char *)data, n }, &p, a)) {
		if (p.n > PARAM_MAX)
			abort();
		for (size_t i = 0; i < p.n; i++) {
			text(p.param[i].name);
			text(p.param[i].value);
		}
	}
	arena_free(a);
	return 0;
}
