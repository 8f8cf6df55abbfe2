/*
 * Dates of feeds: RFC 3339, RFC 822, and what people made of them.
 *
 * Words are taken as they come: a month's name is a month wherever it stands, a
 * number with colons is the time, what is left of numbers is the day and the year.
 * A day that is no day is no date; without a zone it is UTC.
 */
#include <string.h>

#include "watch/feed.h"

struct date {
	struct civil c;
	int offset; /* seconds east of UTC */
	bool has_day, has_month, has_year, wrong;
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* At most so many digits from the front. */
static int
number(struct str *s, size_t most)
{
	int n = 0;
	size_t i = 0;

	for (; i < s->n && i < most && digit(s->p[i]); i++)
		n = n * 10 + s->p[i] - '0';
	*s = str_sub(*s, i, s->n);
	return i ? n : -1;
}

static bool
next_is(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* "+01:00", "-0500", "+1" */
static bool
read_offset(struct str s, int *ret)
{
	int sign = s.p[0] == '-' ? -1 : 1, h, m;

	s = str_sub(s, 1, s.n);
	h = number(&s, 2);
	next_is(&s, ':');
	m = s.n ? number(&s, 2) : 0;
	if (h < 0 || h > 23 || m < 0 || m > 59 || s.n)
		return false;
	*ret = sign * (h * 3600 + m * 60);
	return true;
}

static bool
read_zone(struct str s, int *ret)
{
	static const struct {
		const char *name;
		int hours;
	} zone[] = { { "z", 0 }, { "gmt", 0 }, { "ut", 0 }, { "utc", 0 }, { "wet", 0 },
		{ "bst", 1 }, { "west", 1 }, { "met", 1 }, { "cet", 1 }, { "mest", 2 },
		{ "cest", 2 }, { "eet", 2 }, { "eest", 3 }, { "msk", 3 }, { "jst", 9 },
		{ "edt", -4 }, { "est", -5 }, { "et", -5 }, { "cdt", -5 }, { "cst", -6 },
		{ "ct", -6 }, { "mdt", -6 }, { "mst", -7 }, { "mt", -7 }, { "pdt", -7 },
		{ "pst", -8 }, { "pt", -8 }, { "akst", -9 }, { "akdt", -8 }, { "hst", -10 },
		{ "a", -1 }, { "n", 1 }, { "m", -12 }, { "y", 12 } };

	if (s.n && (s.p[0] == '+' || s.p[0] == '-'))
		return read_offset(s, ret);
	for (size_t i = 0; i < sizeof zone / sizeof *zone; i++) {
		size_t n = strlen(zone[i].name);

		if (str_eq_nocase(str_sub(s, 0, n), str_of(zone[i].name)) &&
		    (s.n == n || s.p[n] == '+' || s.p[n] == '-')) {
			*ret = zone[i].hours * 3600;
			return s.n == n || read_offset(str_sub(s, n, s.n), ret);
		}
	}
	return false;
}

/* "10:14:55.123+01:00", "9:5"; what stands after it is its zone. */
static bool
read_time(struct str s, struct date *d)
{
	d->c.hour = number(&s, 2);
	d->c.minute = next_is(&s, ':') ? number(&s, 2) : -1;
	d->c.second = next_is(&s, ':') ? number(&s, 2) : 0;
	if (next_is(&s, '.') || next_is(&s, ','))
		while (s.n && digit(s.p[0]))
			s = str_sub(s, 1, s.n);
	if (d->c.hour < 0 || d->c.minute < 0 || d->c.second < 0)
		return false;
	if (d->c.second == 60) /* a leap second */
		d->c.second = 59;
	return s.n == 0 || read_zone(s, &d->offset);
}

static int
month_of(struct str s)
{
	static const char *const name[] = { "january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december" };

	if (s.n && s.p[s.n - 1] == '.')
		s.n--;
	for (int i = 0; s.n >= 3 && i < 12; i++)
		if (str_eq_nocase(s, str_sub(str_of(name[i]), 0, s.n)) ||
		    (i == 8 && str_eq_nocase(s, S("sept"))))
			return i + 1;
	return 0;
}

static bool
weekday(struct str s)
{
	static const char *const name[] = { "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday" };

	for (size_t i = 0; s.n >= 2 && i < 7; i++)
		if (str_eq_nocase(s, str_sub(str_of(name[i]), 0, s.n)) ||
		    str_eq_nocase(str_sub(s, 0, 3), str_sub(str_of(name[i]), 0, 3)))
			return true;
	return false;
}

static int
whole_year(int y, size_t digits)
{
	if (digits == 3)
		return 1900 + y;
	return digits == 2 ? y + (y < 70 ? 2000 : 1900) : y;
}

/* A day or a year: whichever is still missing, unless it is long. */
static bool
read_number(struct str s, struct date *d)
{
	struct str rest = s;
	int n = number(&rest, 4);

	if (rest.n || n < 0)
		return false;
	if (s.n <= 2 && !d->has_day) {
		d->c.day = n;
		d->has_day = true;
	} else if (!d->has_year) {
		d->c.year = whole_year(n, s.n);
		d->has_year = true;
	} else {
		return false;
	}
	return true;
}

static bool
read_word(struct str s, struct date *d)
{
	int month = month_of(s);

	if (memchr(s.p, ':', s.n) && digit(s.p[0]))
		return read_time(s, d);
	if (month && !d->has_month) {
		d->c.month = month;
		return d->has_month = true;
	}
	if (digit(s.p[0]))
		return read_number(s, d);
	return weekday(s) || read_zone(s, &d->offset);
}

/* "Thu, 01 Jan 2004 19:48:21 GMT", "1-Jan-04 9:05", "Thu Jan  1 19:48:21 2004" */
static bool
read_words(struct str s, struct date *d)
{
	char words[80];
	struct str rest = { words, s.n };

	if (s.n >= sizeof words)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool dash =
		    s.p[i] == '-' && i && i + 1 < s.n && s.p[i - 1] != ' ' && !memchr(s.p, ':', i);

		words[i] = dash || strchr(",\t\r\n", s.p[i]) ? ' ' : s.p[i];
	}
	while (rest.n) {
		struct str word = str_cut(&rest, ' ');

		if (word.n && !read_word(word, d))
			return false;
	}
	return d->has_day && d->has_month && d->has_year;
}

/* "T10:14:55Z", " 10:14 +01:00", "Z" */
static bool
read_rest(struct str s, struct date *d)
{
	struct str time;

	if (s.n == 0)
		return true;
	if (!next_is(&s, 'T') && !next_is(&s, 't') && !next_is(&s, ' '))
		return read_zone(s, &d->offset);
	s = str_trim(s);
	time = str_cut(&s, ' ');
	s = str_trim(s);
	return time.n && read_time(time, d) && (s.n == 0 || read_zone(s, &d->offset));
}

/* "2003-12-31T10:14:55Z", "2003-12-31 10:14", "2003-12", "2003", "20031231" */
static bool
read_iso(struct str s, struct date *d)
{
	bool dashed;

	d->c.month = d->c.day = 1;
	d->c.year = number(&s, 4);
	dashed = next_is(&s, '-') || next_is(&s, '/');
	if (s.n && (dashed || digit(s.p[0])))
		d->c.month = number(&s, 2);
	if (s.n && (next_is(&s, '-') || next_is(&s, '/') || digit(s.p[0])))
		d->c.day = number(&s, 2);
	return read_rest(s, d);
}

bool
feed_moment(struct str s, struct moment *ret)
{
	struct date d = { 0 };
	struct str head;
	size_t digits = 0;
	struct moment m;

	s = str_trim(s);
	if (s.n == 0)
		return false;
	if (moment_parse(s, ret))
		return true;
	head = str_sub(s, 0, 4);
	while (digits < head.n && digit(head.p[digits]))
		digits++;
	if (!(digits == 4 ? read_iso(s, &d) : read_words(s, &d)))
		return false;
	if (d.c.hour == 24 && d.c.minute == 0)
		d.c.hour = 0, d.offset -= 86400;
	if (!moment_from_civil(d.c, ZONE_UTC, &m))
		return false;
	ret->s = m.s - d.offset;
	return true;
}
