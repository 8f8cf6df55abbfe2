/* The CSV reader: every field lies inside the text or the arena, lines go up, and
 * what csv_put writes reads back as it was, but for the apostrophe that it puts
 * before a formula. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
back(const struct csv *c, struct arena *a)
{
	struct buf b = BUF_INIT(8u << 20);
	struct csv again;

	csv_put(&b, S("x"), true); /* a byte-order mark is one at the start only */
	for (size_t i = 0; i < c->n; i++)
		csv_put(&b, c->field[i], false);
	csv_start(&again, buf_str(&b), ',');
	if (b.n && csv_next(&again, a)) {
		if (again.error || again.n != c->n + 1)
			abort();
		for (size_t i = 0; i < c->n; i++)
			if (!str_ends(again.field[i + 1], c->field[i]))
				abort();
	}
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena *a;
	struct csv c;
	size_t line = 0;

	if (size == 0 || size > 1u << 16)
		return 0;
	a = arena_new(64u << 20);
	csv_start(&c, str_sub(text, 1, text.n), text.p[0] % 2 ? ',' : ';');
	while (csv_next(&c, a)) {
		if (c.line <= line || c.n > CSV_MAX_FIELDS)
			abort();
		line = c.line;
		if (c.error == NULL && c.n < CSV_MAX_FIELDS)
			back(&c, a);
	}
	arena_free(a);
	return 0;
}
