/* record_read takes any bytes; what it took, record_write writes and record_read
 * takes again, the same. */
#include <stdlib.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct thing {
	struct str name, text, phone;
	struct code answer;
	struct codes systems;
	int64_t n;
	struct moment at;
	bool yes;
};

static const struct field thing_name = { FIELD(thing, name) };
static const struct field thing_text = { FIELD(thing, text), .input = INPUT_AREA, .max = 5000 };
static const struct field thing_phone = { FIELD(thing, phone), .input = INPUT_TEL };
static const struct field thing_answer = { FIELD(thing, answer), .vocabulary = "yes_no_nsp" };
static const struct field thing_systems = { FIELD(thing, systems), .vocabulary = "system" };
static const struct field thing_n = { FIELD(thing, n) };
static const struct field thing_at = { FIELD(thing, at) };
static const struct field thing_yes = { FIELD(thing, yes) };
static const struct field *const list[] = { &thing_name, &thing_text, &thing_phone, &thing_answer,
	&thing_systems, &thing_n, &thing_at, &thing_yes, NULL };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct buf b = BUF_INIT(8u << 20);
	struct thing one, two;

	if (size > 1u << 16)
		return 0;
	a = arena_new(64u << 20);
	field_clear(list, &one);
	field_clear(list, &two);
	if (record_read((struct str){ (const char *)data, size }, list, &one, a)) {
		record_write(&b, list, &one);
		if (!record_read(buf_str(&b), list, &two, a))
			abort();
		for (size_t i = 0; list[i]; i++)
			if (!field_equal(list[i], &one, &two))
				abort();
	}
	buf_release(&b);
	arena_free(a);
	return 0;
}
