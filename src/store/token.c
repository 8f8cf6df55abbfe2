/*
 * Random tokens.  For people: letters and digits that are not mistaken for each
 * other on paper or on the telephone, 19 bits a group.  For links: 256 bits.
 */
#include <sodium.h>

#include "store/keys.h"

static const char alphabet[] = "2346789ABCDEFGHJKMNPQRTVWXYZ";

struct str
token_for_people(struct arena *a, size_t groups)
{
	char *p = arena_alloc(a, groups * 5 + 1);
	size_t n = 0;

	sodium_start();
	for (size_t i = 0; i < groups * 4; i++) {
		if (i > 0 && i % 4 == 0)
			p[n++] = '-';
		p[n++] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
	}
	return (struct str){ p, n };
}

struct str
token_for_links(struct arena *a)
{
	unsigned char bytes[32];
	char *p = arena_alloc(a, 44);

	sodium_start();
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(p, 44, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
	return str_of(p);
}
