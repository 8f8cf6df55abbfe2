/* A vector that is read has scores within bounds and says each of its metrics as written. */
#include <stdint.h>
#include <stdlib.h>

#include "knowledge/cvss.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
holds(bool that)
{
	if (!that)
		abort();
}

static void
in_bounds(int tenths)
{
	holds(tenths >= 0 && tenths <= 100);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str rest = { (const char *)data, n };
	struct cvss c;

	if (!cvss_read(rest, &c))
		return 0;
	in_bounds(c.base);
	in_bounds(c.temporal);
	in_bounds(c.environmental);
	in_bounds(c.score);
	if (c.version != CVSS_2_0)
		str_cut(&rest, '/');
	while (rest.p) {
		struct str value = str_cut(&rest, '/'), name = str_cut(&value, ':');
		char text[8] = "";

		holds(name.n > 0 && name.n < sizeof text);
		for (size_t i = 0; i < name.n; i++)
			text[i] = name.p[i];
		holds(str_eq(cvss_metric(&c, text), value));
	}
	return 0;
}
