/*
 * HTML as plain words, by hand: a document that is to be shown without its markup
 * needs no tree.  What looks like a tag goes, and what scripts and style sheets say
 * with it; what is left is text for the page's own escaping, so that nothing depends
 * on this being right but how it reads.
 */
#include <string.h>

#include "watch/feed.h"

/* U+00A0 to U+00FF, in order. */
static const char latin[] =
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn "
    "sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave "
    "Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml "
    "ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN "
    "szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave "
    "iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute "
    "ucirc uuml yacute thorn yuml ";

static const struct {
	const char *name;
	uint32_t c;
} other[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	{ "OElig", 0x152 }, { "oelig", 0x153 }, { "Scaron", 0x160 }, { "scaron", 0x161 },
	{ "Yuml", 0x178 }, { "fnof", 0x192 }, { "circ", 0x2c6 }, { "tilde", 0x2dc },
	{ "ensp", 0x2002 }, { "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "zwnj", 0x200c },
	{ "zwj", 0x200d }, { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 },
	{ "rsquo", 0x2019 }, { "sbquo", 0x201a }, { "ldquo", 0x201c }, { "rdquo", 0x201d },
	{ "bdquo", 0x201e }, { "dagger", 0x2020 }, { "Dagger", 0x2021 }, { "bull", 0x2022 },
	{ "hellip", 0x2026 }, { "permil", 0x2030 }, { "prime", 0x2032 }, { "lsaquo", 0x2039 },
	{ "rsaquo", 0x203a }, { "euro", 0x20ac }, { "trade", 0x2122 }, { "larr", 0x2190 },
	{ "uarr", 0x2191 }, { "rarr", 0x2192 }, { "darr", 0x2193 }, { "minus", 0x2212 },
	{ "infin", 0x221e }, { "ne", 0x2260 }, { "le", 0x2264 }, { "ge", 0x2265 },
	{ "alpha", 0x3b1 }, { "beta", 0x3b2 }, { "gamma", 0x3b3 }, { "delta", 0x3b4 },
	{ "lambda", 0x3bb }, { "mu", 0x3bc }, { "pi", 0x3c0 }, { "sigma", 0x3c3 },
	{ "omega", 0x3c9 }, { "Omega", 0x3a9 }, { "Delta", 0x394 }, { "Sigma", 0x3a3 } };

uint32_t
feed_letter(struct str name)
{
	struct str rest = str_of(latin);

	for (uint32_t c = 0xa0; rest.n; c++)
		if (str_eq(str_cut(&rest, ' '), name))
			return c;
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (str_eq(str_of(other[i].name), name))
			return other[i].c;
	return 0;
}

/* "#233", "#xe9"; 0: none. */
static uint32_t
number(struct str s)
{
	bool hex = s.n > 1 && (s.p[1] | 32) == 'x';
	uint32_t base = hex ? 16 : 10, c = 0;

	for (size_t i = hex ? 2 : 1; i < s.n && c < 0x110000; i++) {
		char d = (char)(s.p[i] | 32); /* digits stay as they are */
		uint32_t n = d >= '0' && d <= '9' ? (uint32_t)(s.p[i] - '0')
			     : d >= 'a'		  ? (uint32_t)(d - 'a') + 10
						  : 99;

		if (n >= base)
			return 0;
		c = c * base + n;
	}
	return c;
}

/* "&eacute;", "&#233;", "&#xe9;": its length, or 0. */
static size_t
reference(struct str s, struct buf *to)
{
	const char *end = memchr(s.p, ';', s.n < 12 ? s.n : 12);
	struct str name = { s.p + 1, end ? (size_t)(end - s.p) - 1 : 0 };
	uint32_t c = 0;

	if (name.n)
		c = name.p[0] == '#' ? number(name) : feed_letter(name);
	if (c == 0)
		return 0;
	feed_put_letter(to, c == 0xa0 ? ' ' : feed_windows(c));
	return name.n + 2;
}

/* ==== Tags ==== */

static bool
letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static struct str
tag_name(struct str s)
{
	size_t from = s.n > 1 && s.p[1] == '/' ? 2 : 1, n = from;

	while (n < s.n && (letter(s.p[n]) || (s.p[n] >= '0' && s.p[n] <= '9')))
		n++;
	return str_sub(s, from, n - from);
}

static bool
is_one(struct str name, const char *list)
{
	struct str rest = str_of(list);

	while (rest.n)
		if (str_eq_nocase(str_cut(&rest, ' '), name))
			return true;
	return false;
}

/* Where what begins here ends; quotes hide ">" only where they are closed. */
static size_t
tag_end(struct str s)
{
	char quote = 0;

	for (size_t i = 1; i < s.n; i++) {
		if (quote) {
			if (s.p[i] == quote)
				quote = 0;
		} else if ((s.p[i] == '"' || s.p[i] == '\'') && s.p[i - 1] == '=') {
			if (memchr(s.p + i + 1, s.p[i], s.n - i - 1))
				quote = s.p[i];
		} else if (s.p[i] == '>') {
			return i + 1;
		}
	}
	return s.n;
}

/* After the text of what nobody reads: "</script", in any case. */
static size_t
hidden_end(struct str s, struct str name)
{
	for (size_t i = 0; i + name.n + 2 <= s.n; i++)
		if (s.p[i] == '<' && s.p[i + 1] == '/' &&
		    str_eq_nocase(str_sub(s, i + 2, name.n), name))
			return i;
	return s.n;
}

/* How much of the text is markup, from a "<" on; 0: it is one. */
static size_t
markup(struct str s, struct buf *to)
{
	struct str name;
	size_t n;

	if (str_starts(s, S("<!--"))) {
		const char *end = memmem(s.p + 4, s.n - 4, "-->", 3);

		return end ? (size_t)(end - s.p) + 3 : s.n;
	}
	if (s.n < 2 || !(letter(s.p[1]) || strchr("/!?", s.p[1])))
		return 0;
	name = tag_name(s);
	n = tag_end(s);
	if (is_one(name, "script style") && s.p[1] != '/')
		return n + hidden_end(str_sub(s, n, s.n), name);
	if (is_one(name, "p br div li ul ol tr table h1 h2 h3 h4 h5 h6 pre blockquote hr dt dd"))
		buf_byte(to, '\n');
	else if (is_one(name, "td th"))
		buf_byte(to, ' ');
	return n;
}

/* ==== Words ==== */

/* One space between words, one line end between lines; no control characters. */
struct str
feed_words(struct str s, struct arena *a, size_t points)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;
	char gap = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == 127) {
			gap = c == '\n' || gap == '\n' ? '\n' : ' ';
			continue;
		}
		if (gap && n)
			p[n++] = gap;
		gap = 0;
		p[n++] = (char)c;
	}
	return str_utf8_head((struct str){ p, n }, points);
}

struct str
feed_plain(struct str s, struct arena *a, size_t points)
{
	struct buf b = BUF_INIT(2 * FEED_BYTES);
	struct str ret;

	while (s.n) {
		size_t n = s.p[0] == '<' ? markup(s, &b) : s.p[0] == '&' ? reference(s, &b) : 0;

		if (n == 0) {
			buf_byte(&b, s.p[0] == '\n' ? ' ' : s.p[0]);
			n = 1;
		}
		s = str_sub(s, n, s.n);
	}
	ret = feed_words(buf_str(&b), a, points);
	buf_release(&b);
	return ret;
}
