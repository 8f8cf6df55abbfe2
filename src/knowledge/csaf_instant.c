/*
 * Instants as documents write them (RFC 3339): fractions of any length count, since
 * the order of revisions may hang on them.  base/moment.h has whole seconds.
 */
#include "base/moment.h"
#include "knowledge/csaf_view.h"

#define DAY 86400

/* n digits of the text, moved over; -1: there are none. */
static int
digits(struct str *s, size_t n)
{
	int value = 0;

	if (s->n < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return -1;
		value = value * 10 + (s->p[i] - '0');
	}
	*s = str_sub(*s, n, s->n);
	return value;
}

static bool
sign(struct str *s, const char *set)
{
	if (s->n == 0 || s->p[0] == '\0' || strchr(set, s->p[0]) == NULL)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* base/moment.h stops at years that an incident may have; "0001-01-01" is a date. */
static int
month_length(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return length[month - 1];
}

static bool
date(struct str *s, int64_t *ret_days)
{
	int year = digits(s, 4), month, day;

	if (year < 0 || !sign(s, "-"))
		return false;
	month = digits(s, 2);
	if (month < 0 || !sign(s, "-"))
		return false;
	day = digits(s, 2);
	if (day < 1 || day > month_length(year, month))
		return false;
	*ret_days = civil_days(year, month, day);
	return true;
}

/* Seconds of the day; 60 of a leap second. */
static bool
clock_time(struct str *s, int *ret_seconds, bool *ret_leap)
{
	int hour = digits(s, 2), minute, second;

	if (hour < 0 || hour > 23 || !sign(s, ":"))
		return false;
	minute = digits(s, 2);
	if (minute < 0 || minute > 59 || !sign(s, ":"))
		return false;
	second = digits(s, 2);
	if (second < 0 || second > 60)
		return false;
	*ret_leap = second == 60;
	*ret_seconds = hour * 3600 + minute * 60 + second;
	return true;
}

static bool
fraction(struct str *s, struct str *ret)
{
	size_t n = 0;

	*ret = (struct str){ NULL, 0 };
	if (!sign(s, "."))
		return true;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	*ret = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	while (ret->n && ret->p[ret->n - 1] == '0')
		ret->n--;
	return n > 0;
}

static bool
offset(struct str *s, int *ret_seconds)
{
	int hour, minute, way;

	*ret_seconds = 0;
	if (sign(s, "Zz"))
		return true;
	way = s->n && s->p[0] == '-' ? -1 : 1;
	if (!sign(s, "+-"))
		return false;
	hour = digits(s, 2);
	if (hour < 0 || hour > 23 || !sign(s, ":"))
		return false;
	minute = digits(s, 2);
	if (minute < 0 || minute > 59)
		return false;
	*ret_seconds = way * (hour * 3600 + minute * 60);
	return true;
}

bool
csaf_instant_read(struct str s, struct csaf_instant *ret)
{
	int64_t days;
	int of_day, east;
	bool leap;
	struct str part;

	if (!date(&s, &days) || !sign(&s, "Tt") || !clock_time(&s, &of_day, &leap) ||
	    !fraction(&s, &part) || !offset(&s, &east) || s.n)
		return false;
	*ret = (struct csaf_instant){ days * DAY + of_day - east, part };
	return !leap || ((ret->s % DAY) + DAY) % DAY == 0;
}

int
csaf_instant_cmp(struct csaf_instant a, struct csaf_instant b)
{
	if (a.s != b.s)
		return a.s < b.s ? -1 : 1;
	return str_cmp(a.fraction, b.fraction);
}
