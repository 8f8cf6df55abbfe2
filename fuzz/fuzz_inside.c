/* Any bytes: words within their bound, or none; the hand-written readers alone too. */
#include <stdint.h>
#include <stdlib.h>

#include "doc/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = { (const char *)data, n };
	struct buf b = BUF_INIT(1u << 16);

	inside_text(s, &b);
	buf_clear(&b);
	b.failed = false;
	inside_xml(s, &b);
	inside_strings(s, &b);
	if (b.n > 1u << 16)
		abort();
	buf_release(&b);
	return 0;
}
