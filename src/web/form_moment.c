/*
 * Dates and times as people type them: three numbers and a time of day, or the
 * whole pasted in the first input, in the French order or in ISO 8601.
 *
 *	date = D sep M sep YYYY | YYYY sep M sep D | DDMMYYYY     sep: / - . space
 *	time = H | H:MM | H h | H h MM | HMM | HHMM, seconds allowed and dropped
 *
 * A year has four digits (26 could be the day), the American order is not
 * guessed, and nothing is mended: 31/02 is refused, not read as 3 March.
 */
#include "web/form.h"

#include <ctype.h>
#include <string.h>

enum { DAY = 1, MONTH = 2, YEAR = 4, TIME = 8, DATE = DAY | MONTH | YEAR };

/* Spaces of every width become one ASCII space or, with drop, nothing. */
static struct str
even_spaces(struct str s, bool drop, struct arena *a)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n) {
		size_t wide = str_starts(s, S("\u00a0")) ? 2 : str_starts(s, S("\u202f")) ? 3 : 0;
		bool space = wide || isspace((unsigned char)s.p[0]);

		if (!space)
			p[n++] = s.p[0];
		else if (!drop)
			p[n++] = ' ';
		s = str_sub(s, wide ? wide : 1, s.n);
	}
	return str_trim((struct str){ p, n });
}

/* Takes a number off the front: how many digits, 0 when there is none. */
static size_t
take_number(struct str *s, int *ret)
{
	size_t n = 0;
	int v = 0;

	while (n < s->n && n < 8 && isdigit((unsigned char)s->p[n]))
		v = v * 10 + (s->p[n++] - '0');
	if (n == 0)
		return 0;
	*s = str_sub(*s, n, s->n);
	*ret = v;
	return n;
}

static bool
take_any(struct str *s, const char *set)
{
	if (s->n == 0 || s->p[0] == '\0' || !strchr(set, s->p[0]))
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* ==== Time of day ==== */

static bool
minutes_read(struct str *s, int *ret)
{
	int seconds;

	if (s->n == 0)
		return true;
	if (take_number(s, ret) != 2)
		return false;
	if (take_any(s, ":") && take_number(s, &seconds) != 2)
		return false;
	return s->n == 0;
}

static bool
time_read(struct str typed, struct arena *a, struct civil *c)
{
	struct str s = even_spaces(typed, true, a);
	size_t n = take_number(&s, &c->hour);

	if (n == 3 || n == 4) {
		c->minute = c->hour % 100;
		c->hour /= 100;
	} else if (n != 1 && n != 2) {
		return s.n == 0 && typed.n == 0;
	} else if (take_any(&s, ":hH.") && !minutes_read(&s, &c->minute)) {
		return false;
	}
	return s.n == 0 && c->hour <= 23 && c->minute <= 59;
}

/* ==== A whole date in the first input ==== */

static bool
separator(struct str *s)
{
	bool any = false;

	while (take_any(s, "/-. "))
		any = true;
	return any;
}

static bool
date_read(struct str *s, struct civil *c)
{
	int first, third;
	size_t n = take_number(s, &first);

	if (n == 8) {
		c->day = first / 1000000;
		c->month = first / 10000 % 100;
		c->year = first % 10000;
		return true;
	}
	if (n == 0 || n == 3 || n > 4 || !separator(s) || take_number(s, &c->month) > 2 ||
	    !separator(s))
		return false;
	if (take_number(s, &third) != (n == 4 ? 2 : 4))
		return false;
	c->day = n == 4 ? third : first;
	c->year = n == 4 ? first : third;
	return true;
}

/* Between date and time: "T", "à", "at", a comma. */
static struct str
after_date(struct str s)
{
	static const char *const words[] = { "T", "t", ",", "à", "at " };

	s = str_trim(s);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_starts(s, str_of(words[i])))
			return str_trim(str_sub(s, str_of(words[i]).n, s.n));
	return s;
}

static bool
pasted_read(struct str text, struct str time, enum zone zone, struct arena *a, struct moment *ret)
{
	struct civil c = { 0 };
	struct str rest = even_spaces(text, false, a);

	if (rest.n > 10 && moment_parse(rest, ret)) /* with its own offset */
		return true;
	if (!date_read(&rest, &c))
		return false;
	rest = after_date(rest);
	return time_read(rest.n ? rest : time, a, &c) && moment_from_civil(c, zone, ret);
}

/* ==== Four inputs ==== */

static bool
number_in(struct str s, size_t digits_max, int min, int max, int *ret)
{
	size_t n = take_number(&s, ret);

	return n > 0 && n <= digits_max && s.n == 0 && *ret >= min && *ret <= max;
}

static unsigned
parts_missing(const struct str part[4])
{
	return (part[0].n ? 0 : DAY) | (part[1].n ? 0 : MONTH) | (part[2].n ? 0 : YEAR);
}

/* The bits at fault, each part on its own. */
static unsigned
parts_read(const struct str part[4], struct arena *a, struct civil *c)
{
	unsigned wrong = 0;

	if (!number_in(part[0], 2, 1, 31, &c->day))
		wrong |= DAY;
	if (!number_in(part[1], 2, 1, 12, &c->month))
		wrong |= MONTH;
	if (!number_in(part[2], 4, 1900, 2200, &c->year))
		wrong |= YEAR;
	if (!time_read(part[3], a, c))
		wrong |= TIME;
	return wrong;
}

static const char *
part_error(unsigned wrong)
{
	return wrong & DAY     ? "error.day"
	       : wrong & MONTH ? "error.month"
	       : wrong & YEAR  ? "error.year"
			       : "error.time";
}

static bool
failed(unsigned wrong, const char *key, unsigned *ret_wrong, const char **ret_error)
{
	*ret_wrong = wrong;
	*ret_error = key;
	return false;
}

bool
moment_from_parts(struct str part[4], enum zone zone, struct arena *a, struct moment *ret,
    unsigned *ret_wrong, const char **ret_error)
{
	struct civil c = { 0 };
	unsigned missing, wrong;

	for (int i = 0; i < 4; i++)
		part[i] = str_trim(part[i]);
	missing = parts_missing(part);
	if (missing == DATE && part[3].n == 0) {
		*ret = MOMENT_NONE;
		return true;
	}
	if (missing == (MONTH | YEAR) && part[0].n > 2) {
		if (!pasted_read(part[0], part[3], zone, a, ret))
			return failed(DAY, "error.date", ret_wrong, ret_error);
		moment_to_parts(*ret, zone, a, part);
		return true;
	}
	if (missing)
		return failed(missing, "error.date_part", ret_wrong, ret_error);
	wrong = parts_read(part, a, &c);
	if (wrong)
		return failed(wrong, part_error(wrong), ret_wrong, ret_error);
	if (!moment_from_civil(c, zone, ret))
		return failed(DATE, "error.date", ret_wrong, ret_error);
	return true;
}

void
moment_to_parts(struct moment m, enum zone zone, struct arena *a, struct str ret[4])
{
	struct civil c;

	if (!moment_known(m)) {
		memset(ret, 0, 4 * sizeof ret[0]);
		return;
	}
	c = moment_civil(m, zone);
	ret[0] = arena_printf(a, "%d", c.day);
	ret[1] = arena_printf(a, "%d", c.month);
	ret[2] = arena_printf(a, "%04d", c.year);
	ret[3] = arena_printf(a, "%02d:%02d", c.hour, c.minute);
}
