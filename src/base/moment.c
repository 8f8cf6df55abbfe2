/*
 * Date arithmetic on days since the epoch, after the usual shift of the year's
 * start to March (so the leap day comes last).
 */
#include "base/moment.h"

#include <time.h>

#define DAY 86400

struct moment
moment_now(void)
{
	return (struct moment){ (int64_t)time(NULL) };
}

bool
moment_known(struct moment m)
{
	return m.s != INT64_MIN;
}

int64_t
civil_days(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static void
days_to_date(int64_t days, struct civil *c)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	c->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c->year = (int)(yoe + era * 400 + (c->month <= 2));
}

static struct civil
civil_of(int64_t local)
{
	int64_t days = local / DAY - (local % DAY < 0);
	int64_t left = local - days * DAY;
	struct civil c = { 0 };

	days_to_date(days, &c);
	c.hour = (int)(left / 3600);
	c.minute = (int)(left % 3600 / 60);
	c.second = (int)(left % 60);
	c.weekday = (int)(((days + 3) % 7 + 7) % 7);
	return c;
}

/* Epoch day of the nth (1..) or last (0) Sunday of a month. */
static int64_t
sunday(int year, int month, int nth)
{
	int next_month = month == 12 ? 1 : month + 1;
	int64_t first = civil_days(year, month, 1);
	int64_t last = civil_days(month == 12 ? year + 1 : year, next_month, 1) - 1;

	if (nth == 0)
		return last - (last + 4) % 7;
	return first + (7 - (first + 4) % 7) % 7 + 7 * (nth - 1);
}

static bool
paris_summer(struct moment m)
{
	int year = civil_of(m.s).year;

	return m.s >= sunday(year, 3, 0) * DAY + 3600 && m.s < sunday(year, 10, 0) * DAY + 3600;
}

/* 02:00 local, second Sunday of March to first Sunday of November. */
static bool
miquelon_summer(struct moment m)
{
	int year = civil_of(m.s).year;

	return m.s >= sunday(year, 3, 2) * DAY + 5 * 3600 &&
	       m.s < sunday(year, 11, 1) * DAY + 4 * 3600;
}

int
zone_offset(struct moment m, enum zone z)
{
	static const int hours[] = {
		[ZONE_UTC] = 0,
		[ZONE_PARIS] = 1,
		[ZONE_ANTILLES] = -4,
		[ZONE_GUYANE] = -3,
		[ZONE_REUNION] = 4,
		[ZONE_MIQUELON] = -3,
		[ZONE_MAYOTTE] = 3,
		[ZONE_WALLIS] = 12,
		[ZONE_POLYNESIE] = -10,
		[ZONE_CALEDONIE] = 11,
	};
	bool summer =
	    (z == ZONE_PARIS && paris_summer(m)) || (z == ZONE_MIQUELON && miquelon_summer(m));

	return (hours[z] + summer) * 3600;
}

struct civil
moment_civil(struct moment m, enum zone z)
{
	return civil_of(m.s + zone_offset(m, z));
}

bool
civil_date_valid(int year, int month, int day)
{
	struct civil c = { 0 };

	if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	days_to_date(civil_days(year, month, day), &c);
	return c.month == month;
}

bool
moment_from_civil(struct civil c, enum zone z, struct moment *ret)
{
	int64_t local;
	int first, second;

	if (!civil_date_valid(c.year, c.month, c.day) || c.hour < 0 || c.hour > 23 ||
	    c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 59)
		return false;
	local = civil_days(c.year, c.month, c.day) * DAY + c.hour * 3600 + c.minute * 60 + c.second;
	/* The larger offset first: in a repeated hour it is the first passage. */
	first = zone_offset((struct moment){ local - 26 * 3600 }, z);
	second = zone_offset((struct moment){ local + 26 * 3600 }, z);
	if (first < second) {
		int swap = first;
		first = second, second = swap;
	}
	ret->s = local - first;
	if (zone_offset(*ret, z) != first)
		ret->s = local - second;
	return true;
}

struct moment
moment_add_months(struct moment m, int months, enum zone z)
{
	struct civil c = moment_civil(m, z);
	int month = c.year * 12 + c.month - 1 + months;
	struct moment r = m;

	c.year = month / 12;
	c.month = month % 12 + 1;
	while (!civil_date_valid(c.year, c.month, c.day) && c.day > 28)
		c.day--;
	moment_from_civil(c, z, &r);
	return r;
}

struct moment
moment_add_days(struct moment m, int days, enum zone z)
{
	struct civil c = moment_civil(m, z), date;
	struct moment r = m;

	/* Noon of that day, whatever the clocks did in between. */
	date = moment_civil(
	    (struct moment){ (civil_days(c.year, c.month, c.day) + days) * 86400 + 43200 },
	    ZONE_UTC);
	c.year = date.year;
	c.month = date.month;
	c.day = date.day;
	moment_from_civil(c, z, &r);
	return r;
}

static bool
digits(struct str *s, size_t n, int *ret)
{
	int v = 0;

	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	*s = str_sub(*s, n, s->n);
	*ret = v;
	return true;
}

static bool
literal(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool
parse_time(struct str *s, struct civil *c)
{
	int fraction;

	if (!digits(s, 2, &c->hour) || !literal(s, ':') || !digits(s, 2, &c->minute))
		return false;
	if (literal(s, ':') && !digits(s, 2, &c->second))
		return false;
	if (literal(s, '.'))
		while (digits(s, 1, &fraction))
			;
	return true;
}

static bool
parse_offset(struct str *s, int *ret)
{
	int sign = s->n && s->p[0] == '-' ? -1 : 1, hour, minute;

	*ret = 0;
	if (literal(s, 'Z') || literal(s, 'z'))
		return true;
	if (!literal(s, '+') && !literal(s, '-'))
		return false;
	if (!digits(s, 2, &hour) || !literal(s, ':') || !digits(s, 2, &minute) || hour > 23 ||
	    minute > 59)
		return false;
	*ret = sign * (hour * 3600 + minute * 60);
	return true;
}

bool
moment_parse(struct str s, struct moment *ret)
{
	struct civil c = { 0 };
	struct moment m;
	int offset = 0;

	if (!digits(&s, 4, &c.year) || !literal(&s, '-') || !digits(&s, 2, &c.month) ||
	    !literal(&s, '-') || !digits(&s, 2, &c.day))
		return false;
	if (s.n) {
		if (!literal(&s, 'T') && !literal(&s, 't') && !literal(&s, ' '))
			return false;
		if (!parse_time(&s, &c) || !parse_offset(&s, &offset) || s.n)
			return false;
	}
	if (!moment_from_civil(c, ZONE_UTC, &m))
		return false;
	ret->s = m.s - offset;
	return true;
}

struct str
moment_rfc3339(struct arena *a, struct moment m)
{
	struct civil c;

	if (!moment_known(m))
		return (struct str){ NULL, 0 };
	c = moment_civil(m, ZONE_UTC);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
	    c.minute, c.second);
}

enum zone
zone_of_department(struct str department)
{
	static const struct {
		const char *code;
		enum zone zone;
	} overseas[] = {
		{ "971", ZONE_ANTILLES },
		{ "972", ZONE_ANTILLES },
		{ "973", ZONE_GUYANE },
		{ "974", ZONE_REUNION },
		{ "975", ZONE_MIQUELON },
		{ "976", ZONE_MAYOTTE },
		{ "977", ZONE_ANTILLES },
		{ "978", ZONE_ANTILLES },
		{ "986", ZONE_WALLIS },
		{ "987", ZONE_POLYNESIE },
		{ "988", ZONE_CALEDONIE },
	};

	for (size_t i = 0; i < sizeof overseas / sizeof overseas[0]; i++)
		if (str_eq(department, str_of(overseas[i].code)))
			return overseas[i].zone;
	return ZONE_PARIS;
}
