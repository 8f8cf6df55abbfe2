/* Any bytes: a question within its bounds, or none; then it answers. */
#include <stdint.h>
#include <stdlib.h>

#include "base/shape.h"
#include "watch/term.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct str s = { (const char *)data, n };
	struct term t;

	if (a == NULL)
		a = arena_new((size_t)1 << 30);
	arena_reset(a);
	if (!str_utf8_valid(s) || !term_read(s, a, &t))
		return 0;
	if (t.n > TERM_PIECES || t.alternatives > TERM_PIECES)
		abort();
	for (size_t i = 0; i < t.n; i++)
		if (t.piece[i].either >= t.alternatives || t.piece[i].words.n < 2)
			abort();
	term_matches(&t, shape_folded(a, s), a);
	return 0;
}
