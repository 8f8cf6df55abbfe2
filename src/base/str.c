/*
 * Views of bytes.  Nothing here allocates: what must be built is built in a
 * struct buf or an arena.
 */
#include "base/str.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct str
str_of(const char *c)
{
	return c ? (struct str){ c, strlen(c) } : (struct str){ NULL, 0 };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
str_eq_nocase(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

bool
str_has(struct str s, struct str part)
{
	return part.n == 0 || (s.n && memmem(s.p, s.n, part.p, part.n) != NULL);
}

struct str
str_sub(struct str s, size_t from, size_t n)
{
	if (from >= s.n)
		return (struct str){ NULL, 0 };
	return (struct str){ s.p + from, n < s.n - from ? n : s.n - from };
}

struct str
str_trim(struct str s)
{
	while (s.n && isspace((unsigned char)s.p[0]))
		s.p++, s.n--;
	while (s.n && isspace((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str
str_cut(struct str *s, char sep)
{
	const char *at = s->n ? memchr(s->p, sep, s->n) : NULL;
	struct str head = *s;

	if (at == NULL) {
		*s = (struct str){ NULL, 0 };
		return head;
	}
	head.n = (size_t)(at - s->p);
	*s = (struct str){ at + 1, s->n - head.n - 1 };
	return head;
}

bool
str_int(struct str s, int64_t *ret)
{
	bool minus = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (minus)
		s.p++, s.n--;
	if (s.n == 0 || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*ret = minus ? -v : v;
	return true;
}

bool
str_in_set(struct str set, struct str item)
{
	while (set.n)
		if (str_eq(str_cut(&set, '|'), item))
			return true;
	return false;
}

/* Length of the valid sequence that starts at s, or 0 (RFC 3629 §4: no
 * surrogates, no overlong forms, nothing above U+10FFFF). */
static size_t
utf8_sequence(struct str s)
{
	static const struct {
		unsigned char from, to;	 /* the first byte */
		unsigned char low, high; /* the second */
		size_t n;
	} shape[] = {
		{ 0x00, 0x7F, 0, 0, 1 },
		{ 0xC2, 0xDF, 0x80, 0xBF, 2 },
		{ 0xE0, 0xE0, 0xA0, 0xBF, 3 },
		{ 0xE1, 0xEC, 0x80, 0xBF, 3 },
		{ 0xED, 0xED, 0x80, 0x9F, 3 },
		{ 0xEE, 0xEF, 0x80, 0xBF, 3 },
		{ 0xF0, 0xF0, 0x90, 0xBF, 4 },
		{ 0xF1, 0xF3, 0x80, 0xBF, 4 },
		{ 0xF4, 0xF4, 0x80, 0x8F, 4 },
	};
	const unsigned char *u = (const unsigned char *)s.p;
	size_t k = 0, kinds = sizeof shape / sizeof shape[0];

	while (k < kinds && (u[0] < shape[k].from || u[0] > shape[k].to))
		k++;
	if (k == kinds || shape[k].n > s.n)
		return 0;
	if (shape[k].n > 1 && (u[1] < shape[k].low || u[1] > shape[k].high))
		return 0;
	for (size_t i = 2; i < shape[k].n; i++)
		if ((u[i] & 0xC0) != 0x80)
			return 0;
	return shape[k].n;
}

bool
str_utf8_valid(struct str s)
{
	while (s.n) {
		size_t n = utf8_sequence(s);

		if (n == 0)
			return false;
		s.p += n, s.n -= n;
	}
	return true;
}

size_t
str_utf8_length(struct str s)
{
	size_t points = 0;

	for (size_t i = 0; i < s.n; i++)
		points += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return points;
}

struct str
str_utf8_head(struct str s, size_t points)
{
	size_t i = 0;

	for (; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xC0) != 0x80 && points-- == 0)
			break;
	return (struct str){ s.p, i };
}
