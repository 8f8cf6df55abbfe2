/* Names of products, and what they mean: see cpe.h. */
#include "knowledge/cpe.h"

#include <string.h>

#define NAME_MAX_BYTES 4096

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
plain_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
printable(char c)
{
	return c > ' ' && c < 0x7f;
}

/* ==== Formatted strings ==== */

/* Does an unquoted wildcard at i stand at an end of the value?  '?' may be several. */
static bool
at_end(struct str s, size_t i)
{
	size_t before = i, after = i + 1;

	if (s.p[i] == '*')
		return i == 0 || i + 1 == s.n;
	while (before > 0 && s.p[before - 1] == '?')
		before--;
	while (after < s.n && s.p[after] == '?')
		after++;
	return before == 0 || after == s.n;
}

/* One value into normal form: lower case, quoted where it must be and nowhere else.
 * "." and "-" may come unquoted inside of a value, as the standard's examples do. */
static bool
value_read(struct str s, struct arena *a, struct str *ret)
{
	char *p = arena_alloc(a, s.n * 2 + 1);
	size_t n = 0;

	if (s.n == 1 && (s.p[0] == '*' || s.p[0] == '-')) {
		*ret = arena_dup(a, s);
		return true;
	}
	for (size_t i = 0; i < s.n; i++) {
		char c = lower(s.p[i]);
		bool quoted = c == '\\';

		if (quoted && ++i == s.n)
			return false;
		c = lower(s.p[i]);
		if (!printable(c))
			return false;
		if (!quoted && (c == '*' || c == '?')) {
			if (!at_end(s, i))
				return false;
		} else if (!plain_char(c))
			p[n++] = '\\';
		p[n++] = c;
	}
	*ret = (struct str){ p, n };
	return n > 0;
}

/* Up to the next colon that is not quoted. */
static struct str
cut_value(struct str *rest)
{
	size_t i = 0;
	struct str head;

	while (i < rest->n && rest->p[i] != ':')
		i += rest->p[i] == '\\' && i + 1 < rest->n ? 2 : 1;
	head = str_sub(*rest, 0, i);
	*rest = i < rest->n ? str_sub(*rest, i + 1, rest->n) : (struct str){ NULL, 0 };
	return head;
}

static bool
formatted_read(struct str rest, struct arena *a, struct cpe *ret)
{
	for (int i = 0; i < CPE_ATTRIBUTES; i++) {
		if (rest.p == NULL || !value_read(cut_value(&rest), a, &ret->attribute[i]))
			return false;
	}
	return rest.p == NULL;
}

/* ==== URIs ==== */

static int
hex(char c)
{
	c = lower(c);
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character at *i, percent-decoded; %01 is a wildcard "?", %02 is "*". */
static bool
uri_char(struct str s, size_t *i, char *ret, bool *ret_wild)
{
	int high, low, value;

	*ret = lower(s.p[*i]);
	*ret_wild = false;
	if (*ret != '%')
		return printable(*ret);
	if (*i + 2 >= s.n)
		return false;
	high = hex(s.p[*i + 1]);
	low = hex(s.p[*i + 2]);
	if (high < 0 || low < 0)
		return false;
	value = high * 16 + low;
	*i += 2;
	*ret_wild = value == 1 || value == 2;
	*ret = *ret_wild ? (value == 1 ? '?' : '*') : lower((char)value);
	return printable(*ret);
}

static bool
uri_value(struct str s, struct arena *a, struct str *ret)
{
	char *p = arena_alloc(a, s.n * 2 + 2);
	size_t n = 0;

	if (s.n == 0 || (s.n == 1 && s.p[0] == '-')) {
		*ret = s.n ? S("-") : S("*");
		return true;
	}
	for (size_t i = 0; i < s.n; i++) {
		bool wild;
		char c;

		if (!uri_char(s, &i, &c, &wild))
			return false;
		if (!wild && !plain_char(c))
			p[n++] = '\\';
		p[n++] = c;
	}
	return value_read((struct str){ p, n }, a, ret); /* wildcards at the ends alone */
}

/* An edition packed as "~edition~sw~target~hw~other". */
static bool
unpack(struct str s, struct arena *a, struct cpe *ret)
{
	static const int place[] = { CPE_EDITION, CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW,
		CPE_OTHER };

	if (!str_starts(s, S("~")))
		return uri_value(s, a, &ret->attribute[CPE_EDITION]);
	str_cut(&s, '~');
	for (size_t i = 0; i < sizeof place / sizeof place[0]; i++)
		if (!uri_value(str_cut(&s, '~'), a, &ret->attribute[place[i]]))
			return false;
	return s.n == 0;
}

static bool
uri_read(struct str rest, struct arena *a, struct cpe *ret)
{
	for (int i = 0; i < CPE_ATTRIBUTES; i++)
		ret->attribute[i] = S("*");
	for (int i = 0; i <= CPE_LANGUAGE; i++) {
		struct str value = str_cut(&rest, ':');

		if (i == CPE_EDITION ? !unpack(value, a, ret)
				     : !uri_value(value, a, &ret->attribute[i]))
			return false;
	}
	return rest.n == 0;
}

static bool
part_known(struct str part)
{
	return part.n == 1 && strchr("aoh*-", part.p[0]);
}

bool
cpe_read(struct str text, struct arena *a, struct cpe *ret)
{
	struct cpe c;
	bool sound = false;

	if (text.n > NAME_MAX_BYTES)
		return false;
	if (str_eq_nocase(str_sub(text, 0, 8), S("cpe:2.3:")))
		sound = formatted_read(str_sub(text, 8, text.n), a, &c);
	else if (str_eq_nocase(str_sub(text, 0, 5), S("cpe:/")))
		sound = uri_read(str_sub(text, 5, text.n), a, &c);
	if (!sound || !part_known(c.attribute[CPE_PART]))
		return false;
	*ret = c;
	return true;
}

struct str
cpe_write(const struct cpe *c, struct arena *a)
{
	struct str s = S("cpe:2.3");

	for (int i = 0; i < CPE_ATTRIBUTES; i++)
		s = arena_printf(a, "%.*s:%.*s", PS(s), PS(c->attribute[i]));
	return s;
}

struct str
cpe_plain(struct str attribute, struct arena *a)
{
	char *p = arena_alloc(a, attribute.n + 1);
	size_t n = 0;

	if (attribute.n == 1 && strchr("*-", attribute.p[0]))
		return (struct str){ NULL, 0 };
	for (size_t i = 0; i < attribute.n; i++)
		if (attribute.p[i] != '\\')
			p[n++] = attribute.p[i];
		else if (++i < attribute.n)
			p[n++] = attribute.p[i];
	return (struct str){ p, n };
}

/* ==== Matching ==== */

/* Characters, where a backslash and what follows are one. */
static size_t
step(struct str s, size_t i)
{
	return s.p[i] == '\\' && i + 1 < s.n ? 2 : 1;
}

/* '*' is any number of characters, '?' at the ends one or none: stars are tried again
 * from one character further, the last one only. */
static bool
value_matches(struct str pattern, struct str of)
{
	size_t p = 0, s = 0, star = (size_t)-1, from = 0;

	while (s < of.n) {
		size_t width = step(of, s);

		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			from = s;
		} else if (p < pattern.n && pattern.p[p] == '?') {
			p++;
			s += width;
		} else if (p < pattern.n && step(pattern, p) == width &&
			   memcmp(pattern.p + p, of.p + s, width) == 0) {
			p += width;
			s += width;
		} else if (star != (size_t)-1) {
			p = star + 1;
			from += step(of, from);
			s = from;
		} else
			break;
	}
	if (s < of.n)
		return false;
	while (p < pattern.n && (pattern.p[p] == '*' || pattern.p[p] == '?'))
		p++;
	return p == pattern.n;
}

static bool
attribute_matches(struct str pattern, struct str of)
{
	if (str_eq(pattern, S("*")) || str_eq(pattern, of))
		return true;
	if (str_eq(pattern, S("-")) || str_eq(of, S("-")) || str_eq(of, S("*")))
		return false;
	return value_matches(pattern, of);
}

bool
cpe_matches(const struct cpe *pattern, const struct cpe *of)
{
	for (int i = 0; i < CPE_ATTRIBUTES; i++)
		if (!attribute_matches(pattern->attribute[i], of->attribute[i]))
			return false;
	return true;
}
