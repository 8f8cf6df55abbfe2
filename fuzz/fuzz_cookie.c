/*
 * A cookie's value is a part of the header and fit for one; a language is one of
 * ours.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
holds(bool that)
{
	if (!that)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str header = { (const char *)data, n };
	struct str value = cookie_get(header, "session");
	enum lang lang = accept_language(header);

	holds(lang == LANG_FR || lang == LANG_EN);
	holds(value.n == 0 || (value.p > header.p && value.p + value.n <= header.p + n));
	for (size_t i = 0; i < value.n; i++)
		holds(value.p[i] > 0x20 && value.p[i] != 0x7f &&
		      strchr("\";,\\", value.p[i]) == NULL);
	if (value.n)
		holds(str_has(header, S("session")));
	return 0;
}
