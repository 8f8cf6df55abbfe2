/* Any bytes are judged, and judged the same twice; what is wrong is said somewhere. */
#include <stdlib.h>

#include "knowledge/csaf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
same(const struct csaf_findings *a, const struct csaf_findings *b)
{
	if (a->n != b->n || a->kept != b->kept)
		abort();
	for (size_t i = 0; i < a->kept; i++)
		if (!str_eq(a->of[i].path, b->of[i].path) ||
		    !str_eq(a->of[i].message, b->of[i].message) || a->of[i].message.n == 0 ||
		    !str_utf8_valid(a->of[i].message) || !str_utf8_valid(a->of[i].path))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct csaf_verdict one, two;
	struct arena *a;

	if (size > 1u << 16)
		return 0;
	a = arena_new((size_t)1 << 30);
	csaf_check(bytes, a, &one);
	csaf_check(bytes, a, &two);
	if (one.valid != (one.errors.n == 0) || one.valid != two.valid)
		abort();
	same(&one.errors, &two.errors);
	same(&one.warnings, &two.warnings);
	arena_free(a);
	return 0;
}
