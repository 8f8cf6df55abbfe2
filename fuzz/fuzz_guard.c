/*
 * What the guard lets through is framed in one way only: counted again here,
 * from the bytes, in the plainest manner.
 *
 * The first line is the target; then one header a line, "name:value".
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MAX 128

static void
holds(bool that)
{
	if (!that)
		abort();
}

static size_t
named(const struct header *h, size_t n, struct str name)
{
	size_t times = 0;

	for (size_t i = 0; i < n; i++)
		times += str_eq_nocase(str_trim(h[i].name), name);
	return times;
}

static void
clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		holds(s.p[i] != '\r' && s.p[i] != '\n' && s.p[i] != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct header h[MAX];
	struct str rest = { (const char *)data, n };
	struct str target = str_cut(&rest, '\n');
	size_t count = 0, lengths, encodings;
	int status;

	while (rest.n && count < MAX) {
		struct str value = str_cut(&rest, '\n');

		h[count].name = str_cut(&value, ':');
		h[count++].value = value;
	}
	status = guard_check(h, count, target);
	holds(status == 0 || status == 400 || status == 431);
	if (status)
		return 0;
	lengths = named(h, count, S("content-length"));
	encodings = named(h, count, S("transfer-encoding"));
	holds(lengths + encodings <= 1 && named(h, count, S("host")) == 1);
	clean(target);
	for (size_t i = 0; i < count; i++) {
		clean(h[i].name);
		clean(h[i].value);
		holds(h[i].name.n > 0 && memchr(h[i].name.p, ' ', h[i].name.n) == NULL);
	}
	return 0;
}
