/*
 * Values onto the page: escaping, URLs, and the text of every printable type.
 *
 * Every byte that did not come from one of our own templates passes through
 * out_text, so it is the hot path: clean bytes are found eight at a time, the
 * last ones by table, and copied in runs.  Rejected: the table alone (1.6 times
 * slower on long texts), escaping into an arena first (twice the copies), and
 * leaving ' alone (a template may quote with it).
 *
 * Bytes are written as they are: that stored text is UTF-8 without control
 * characters is the business of field_set, and what it refuses is mended by
 * form.c before it is shown again.
 */
#include "web/out.h"

#include <string.h>

#include "base/shape.h"

void
out_raw(struct out *o, const char *p, size_t n)
{
	buf_put(o->buf, (struct str){ p, n });
}

void
out_html(struct out *o, struct html h)
{
	buf_put(o->buf, h.s);
}

/* ==== Text ==== */

static const struct str entity[256] = {
	['&'] = STR_INIT("&amp;"),
	['<'] = STR_INIT("&lt;"),
	['>'] = STR_INIT("&gt;"),
	['"'] = STR_INIT("&quot;"),
	['\''] = STR_INIT("&#39;"),
};

static const bool mark[256] = {
	['&'] = true,
	['<'] = true,
	['>'] = true,
	['"'] = true,
	['\''] = true,
};

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* High bit set in (at least) the first zero byte. */
static uint64_t
zero_byte(uint64_t v)
{
	return (v - EACH(0x01)) & ~v & EACH(0x80);
}

/* Has one of these eight bytes a meaning?  & and ' differ in one bit, and so do
 * < and >. */
static bool
eight_marked(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return zero_byte((v | EACH(0x01)) ^ EACH('\'')) | zero_byte((v | EACH(0x02)) ^ EACH('>')) |
	       zero_byte(v ^ EACH('"'));
}

/* Length of the run of bytes that need no escape. */
static size_t
clean_run(const char *p, size_t n)
{
	size_t i = 0;

	while (n - i >= 16 && !eight_marked(p + i))
		i += 8;
	while (i < n && !mark[(unsigned char)p[i]])
		i++;
	return i;
}

void
out_text(struct out *o, struct str s)
{
	while (s.n) {
		size_t run = clean_run(s.p, s.n);

		if (run)
			buf_put(o->buf, (struct str){ s.p, run });
		if (run == s.n)
			return;
		buf_put(o->buf, entity[(unsigned char)s.p[run]]);
		s = (struct str){ s.p + run + 1, s.n - run - 1 };
	}
}

/* ==== URLs ==== */

static bool
unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static void
percent(struct out *o, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";
	const char code[3] = { '%', hex[c >> 4], hex[c & 15] };

	buf_put(o->buf, (struct str){ code, sizeof code });
}

/* Alone between two slashes, dots would climb out of the folder that the
 * template names, even percent-encoded: browsers read %2e%2e so. */
static bool
climbs(struct str s)
{
	return str_eq(s, S(".")) || str_eq(s, S(".."));
}

void
out_url_part(struct out *o, struct str s)
{
	if (climbs(s)) {
		buf_byte(o->buf, '_');
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		size_t from = i;

		while (i < s.n && unreserved((unsigned char)s.p[i]))
			i++;
		buf_put(o->buf, str_sub(s, from, i - from));
		if (i < s.n)
			percent(o, (unsigned char)s.p[i]);
	}
}

/* "https" of "https://x"; "" when the URL is relative. */
static struct str
scheme_of(struct str url)
{
	for (size_t i = 0; i < url.n; i++) {
		if (url.p[i] == ':')
			return str_sub(url, 0, i);
		if (memchr("/?#", url.p[i], 3))
			break;
	}
	return (struct str){ NULL, 0 };
}

/* Browsers drop line ends and tabs inside a URL, trim spaces around it and take
 * "\" for "/": what holds one of those is not what it seems. */
static bool
looks_plain(struct str url)
{
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.p[i];

		if (c < 0x20 || c == 0x7F || c == '\\')
			return false;
	}
	return url.n == 0 || (url.p[0] != ' ' && url.p[0] != ':');
}

static bool
url_allowed(struct str url)
{
	static const char *const schemes[] = { "http", "https", "mailto", "tel" };
	struct str scheme = scheme_of(url);

	if (!looks_plain(url) || str_starts(url, S("//")))
		return false;
	if (scheme.n == 0)
		return true;
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (str_eq_nocase(scheme, str_of(schemes[i])))
			return true;
	return false;
}

void
out_url(struct out *o, struct str s)
{
	if (!url_allowed(s)) {
		buf_byte(o->buf, '#');
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		if (memchr(" \"<>^`{|}", s.p[i], 9))
			percent(o, (unsigned char)s.p[i]);
		else
			out_text(o, str_sub(s, i, 1));
	}
}

/* ==== Catalogue ==== */

void
out_fill(struct out *o, const char *key, size_t n, const struct str *arg)
{
	struct str text = t(o->lang, key);

	while (text.n) {
		const char *sign = memchr(text.p, '%', text.n);
		size_t at = sign ? (size_t)(sign - text.p) : text.n;
		size_t k = at + 1 < text.n ? (size_t)(unsigned char)text.p[at + 1] - '1' : n;

		if (sign && k < n) {
			out_text(o, str_sub(text, 0, at));
			out_text(o, arg[k]);
			text = str_sub(text, at + 2, text.n);
		} else {
			at += sign != NULL;
			out_text(o, str_sub(text, 0, at));
			text = str_sub(text, at, text.n);
		}
	}
}

void
out_count(struct out *o, const char *key, int64_t count)
{
	out_text(o, t_count(o->arena, o->lang, key, count));
}

/* ==== Values ==== */

struct str
out_of_str(struct out *o, struct str s)
{
	(void)o;
	return s;
}

struct str
out_of_cstr(struct out *o, const char *c)
{
	(void)o;
	return str_of(c);
}

#define DIGITS_MAX 20

static struct str
digits(struct out *o, uint64_t n, bool negative)
{
	char *end = (char *)arena_alloc(o->arena, DIGITS_MAX + 1) + DIGITS_MAX + 1;
	char *p = end;

	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (negative)
		*--p = '-';
	return (struct str){ p, (size_t)(end - p) };
}

struct str
out_of_int(struct out *o, int64_t n)
{
	if (n == INT_NONE)
		return (struct str){ NULL, 0 };
	return digits(o, n < 0 ? (uint64_t)-n : (uint64_t)n, n < 0);
}

struct str
out_of_size(struct out *o, size_t n)
{
	return digits(o, n, false);
}

struct str
out_of_moment(struct out *o, struct moment m)
{
	if (!moment_known(m))
		return (struct str){ NULL, 0 };
	return shape_moment(o->arena, m, o->zone, o->lang);
}

struct str
out_of_code(struct out *o, struct code c)
{
	(void)o;
	return c.s;
}

struct str
out_of_codes(struct out *o, struct codes c)
{
	(void)o;
	return c.s;
}
