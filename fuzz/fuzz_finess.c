/* Both readers of the national files, on the same bytes; values are used as the
 * import uses them. */
#include <stdlib.h>

#include "directory/finess.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
use(const struct finess_record *r)
{
	if (!str_utf8_valid(r->s.name) || r->s.name.n > 4 * 200 || r->n_notes > FINESS_NOTES)
		abort();
	if (r->s.finess.n && r->s.finess.n != 9)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct arena *a = arena_new(256u << 20);
	struct finess_record r;
	struct finess_csv csv;
	struct finess_json json;

	if (size > 1u << 20) {
		arena_free(a);
		return 0;
	}
	finess_csv_start(&csv, bytes);
	while (finess_csv_next(&csv, a, &r) != FINESS_END)
		use(&r);
	finess_json_start(&json, bytes, a);
	while (json.error == NULL && finess_json_next(&json, a, &r) != FINESS_END)
		use(&r);
	finess_json_release(&json);
	arena_free(a);
	return 0;
}
