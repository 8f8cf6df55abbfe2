/* Any bytes: a page without an element or an attribute that is not ours, words that are text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doc/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Every '<' begins one of the elements that markdown_html.c writes. */
static void
elements(struct str s)
{
	static const char *const ours[] = { "blockquote>", "ul>", "ol>", "ol start=\"", "li>",
		"hr>", "h2>", "h3>", "h4>", "h5>", "h6>", "pre tabindex=\"0\">", "pre>", "code>",
		"p>", "div class=\"wide\"", "div>", "table class=\"grid\">", "table>", "thead>",
		"tbody>", "tr>", "th scope=\"col\">", "th>", "td>", "a href=\"", "a>", "em>",
		"strong>", "br>" };

	for (size_t i = 0; i < s.n; i++) {
		struct str rest = str_sub(s, i + 1, s.n - i - 1);
		bool found = s.p[i] != '<';

		if (str_starts(rest, S("/")))
			rest = str_sub(rest, 1, rest.n - 1);
		for (size_t k = 0; !found && k < sizeof ours / sizeof ours[0]; k++)
			found = str_starts(rest, str_of(ours[k]));
		if (!found)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct str s = { (const char *)data, n };
	struct buf b = BUF_INIT(8u << 20);
	struct out o = { .buf = &b, .lang = LANG_FR };

	if (a == NULL)
		a = arena_new((size_t)1 << 30);
	arena_reset(a);
	o.arena = a;
	if (!str_utf8_valid(s))
		return 0;
	markdown_html(&o, s, 1);
	if (buf_failed(&b))
		abort();
	elements(buf_str(&b));
	buf_release(&b);
	if (!str_utf8_valid(markdown_words(s, a)))
		abort();
	return 0;
}
