/*
 * Nothing reaches a page unescaped, whatever the value.
 *
 * The first byte chooses the writer, the rest is the value.  Text must read back
 * as it was; an address must be harmless after what browsers do to it (trimming,
 * dropping tabs and line ends); a page must have as many marks of HTML as the
 * same page with harmless words.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct arena *arena;
static struct buf page = BUF_INIT(16u << 20);
static struct request rq;

static void
holds(bool that)
{
	if (!that)
		abort();
}

static struct out
out_new(void)
{
	buf_clear(&page);
	return (struct out){ &page, arena, LANG_FR, ZONE_PARIS, &rq };
}

static size_t
marks(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] != '\0' && strchr("<>\"'", s.p[i]) != NULL;
	return n;
}

/* ==== Text ==== */

static struct str
unescaped(struct str s)
{
	static const struct {
		struct str entity;
		char byte;
	} known[] = { { STR_INIT("&amp;"), '&' }, { STR_INIT("&lt;"), '<' },
		{ STR_INIT("&gt;"), '>' }, { STR_INIT("&quot;"), '"' },
		{ STR_INIT("&#39;"), '\'' } };
	char *p = arena_alloc(arena, s.n + 1);
	size_t n = 0;

	while (s.n) {
		size_t k = 0;

		if (s.p[0] != '&') {
			p[n++] = s.p[0];
			s = str_sub(s, 1, s.n);
			continue;
		}
		while (k < 5 && !str_starts(s, known[k].entity))
			k++;
		holds(k < 5);
		p[n++] = known[k].byte;
		s = str_sub(s, known[k].entity.n, s.n);
	}
	return (struct str){ p, n };
}

static void
text(struct str s)
{
	struct out o = out_new();

	out_text(&o, s);
	holds(marks(buf_str(&page)) == 0);
	holds(str_eq(unescaped(buf_str(&page)), s));
}

/* ==== Addresses ==== */

/* As a browser reads it: trimmed, without tabs and line ends. */
static struct str
browsed(struct str s)
{
	char *p = arena_alloc(arena, s.n + 1);
	size_t n = 0;

	while (s.n && (unsigned char)s.p[0] <= ' ')
		s = str_sub(s, 1, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("\t\r\n", s.p[i]) || s.p[i] == '\0')
			p[n++] = s.p[i];
	return (struct str){ p, n };
}

static bool
harmless(struct str url)
{
	struct str rest = url, scheme;

	if (str_starts(url, S("//")) || memchr(url.p ? url.p : "", '\\', url.n))
		return false;
	for (size_t i = 0; i < url.n && !strchr("/?#", url.p[i]); i++)
		if (url.p[i] == ':') {
			scheme = str_cut(&rest, ':');
			return str_eq_nocase(scheme, S("http")) ||
			       str_eq_nocase(scheme, S("https")) ||
			       str_eq_nocase(scheme, S("mailto")) ||
			       str_eq_nocase(scheme, S("tel"));
		}
	return true;
}

static void
url(struct str s)
{
	struct out o = out_new();

	out_url(&o, s);
	holds(marks(buf_str(&page)) == 0);
	holds(harmless(browsed(unescaped(buf_str(&page)))));
	for (size_t i = 0; i < page.n; i++)
		holds((unsigned char)page.p[i] > ' ' && page.p[i] != 0x7F);
}

static void
part(struct str s)
{
	struct out o = out_new();

	out_url_part(&o, s);
	for (size_t i = 0; i < page.n; i++)
		holds(isalnum((unsigned char)page.p[i]) || strchr("-._~%", page.p[i]));
	holds(!str_eq(buf_str(&page), S("..")) && !str_eq(buf_str(&page), S(".")));
}

/* ==== Pieces and pages ==== */

static void
pieces_of(struct out *o, struct str s)
{
	const struct str arg[] = { s, s };

	out_tlp(o, s);
	out_badge(o, "severity", s);
	out_label(o, "tlp", s);
	out_fill(o, "form.error", 2, arg);
	out_sort(o, "due", "form.time", s);
	form_hidden(o, "back", s);
	form_filter(o, "title", NULL, s);
}

static void
layout_of(struct out *o, struct str s)
{
	struct layout_view v = { .rq = &rq,
		.brand = s,
		.phone = s,
		.phone_url = s,
		.title = s,
		.scheme = "system",
		.other = "en",
		.notice = s };
	struct problem_view p = { .status = 404,
		.title = s,
		.text = s,
		.detail = s,
		.n_next = 1,
		.next = { s },
		.phone = s,
		.phone_url = s };

	rq.visitor.account = 1;
	rq.visitor.name = rq.target = rq.path = s;
	page_layout(o, &v);
	v.desk = true;
	page_layout(o, &v);
	page_problem(o, &p);
}

static void
same_marks(void (*write)(struct out *, struct str), struct str s)
{
	struct param param[] = { { S("q"), s }, { s, S("x") } };
	struct out o = out_new();
	size_t with;

	rq.query = (struct params){ 2, param };
	write(&o, s);
	with = marks(buf_str(&page));
	o = out_new();
	param[0].value = param[1].name = S("x");
	write(&o, s.n ? S("x") : S(""));
	holds(with == marks(buf_str(&page)));
}

/* Paragraphs, line breaks, and nothing else. */
static void
paragraphs(struct str s)
{
	struct out o = out_new();
	size_t tags = 0;

	out_paragraphs(&o, s);
	for (struct str rest = buf_str(&page); rest.n; rest = str_sub(rest, 1, rest.n))
		tags += str_starts(rest, S("<p>")) || str_starts(rest, S("</p>")) ||
			str_starts(rest, S("<br>"));
	holds(marks(buf_str(&page)) == 2 * tags);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = { (const char *)data + 1, n - 1 };

	if (n == 0 || n > 65536)
		return 0;
	if (arena == NULL)
		arena = arena_new(256u << 20);
	arena_reset(arena);
	memset(&rq, 0, sizeof rq);
	rq.now = (struct moment){ 1795525500 };
	switch (data[0] % 6) {
	case 0: text(s); break;
	case 1: url(s); break;
	case 2: part(s); break;
	case 3: paragraphs(s); break;
	case 4: same_marks(pieces_of, s); break;
	default: same_marks(layout_of, s);
	}
	return 0;
}
