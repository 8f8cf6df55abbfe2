/* Any bytes: a feed within its bounds, or none; what is kept is text and web links. */
#include <stdint.h>
#include <stdlib.h>

#include "watch/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
text(struct str s, size_t points)
{
	if (!str_utf8_valid(s) || str_utf8_length(s) > points)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct feed f;

	if (a == NULL)
		a = arena_new((size_t)1 << 30);
	arena_reset(a);
	feed_read((struct str){ (const char *)data, n }, a, &f);
	if (f.n > FEED_ITEMS)
		abort();
	for (size_t i = 0; i < f.n; i++) {
		const struct feed_item *item = &f.item[i];

		text(item->title, FEED_SHORT);
		text(item->summary, FEED_SUMMARY);
		text(item->authors, FEED_SHORT);
		text(item->categories, FEED_SHORT);
		if (item->link.n && (item->link.n > FEED_LINK ||
					!str_eq_nocase(str_sub(item->link, 0, 4), S("http"))))
			abort();
	}
	return 0;
}
