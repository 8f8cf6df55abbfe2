/* The anonymiser: any bytes in, nothing that it removes out, and the same again. */
#include <stdint.h>
#include <stdlib.h>

#include "base/shape.h"
#include "incident/anonymise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size }, out, again;
	struct anonymise a = { .lang = LANG_FR };
	struct arena *arena;

	if (size > 4096)
		return 0;
	arena = arena_new(64u << 20);
	anonymise_name(&a, ANONYMISE_STRUCTURE, S("Clinique du Valmont"));
	anonymise_name(&a, ANONYMISE_PERSON, S("Zoé Durand"));
	out = anonymise(&a, arena, text);
	again = anonymise(&a, arena, out);
	if (!str_eq(out, again) || !anonymise_clean(&a, arena, out))
		abort();
	if (str_has(shape_folded(arena, out), S("valmont")))
		abort();
	arena_free(arena);
	return 0;
}
