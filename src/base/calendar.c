#include "base/calendar.h"

#include "base/table.h"

/* Epoch day of Easter Sunday (Meeus, Astronomical Algorithms, ch. 8). */
static int64_t
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return civil_days(year, n / 31, n % 31 + 1);
}

bool
calendar_holiday(int year, int month, int day)
{
	static const int fixed[][2] = { { 1, 1 }, { 5, 1 }, { 5, 8 }, { 7, 14 }, { 8, 15 },
		{ 11, 1 }, { 11, 11 }, { 12, 25 } };
	int64_t since_easter = civil_days(year, month, day) - easter(year);

	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		if (fixed[i][0] == month && fixed[i][1] == day)
			return true;
	/* Easter Monday, Ascension, Whit Monday. */
	return since_easter == 1 || since_easter == 39 || since_easter == 50;
}

static bool
working_day(struct civil c)
{
	return c.weekday < 5 && !calendar_holiday(c.year, c.month, c.day);
}

bool
calendar_open(struct moment m, struct office hours)
{
	struct civil c = moment_civil(m, ZONE_PARIS);
	int minute = c.hour * 60 + c.minute;

	return working_day(c) && minute >= hours.opens && minute < hours.closes;
}

/* The civil day's instant at a minute after midnight, Paris. */
static struct moment
at_minute(struct civil c, int minute)
{
	struct moment m = MOMENT_NONE;

	c.hour = minute / 60, c.minute = minute % 60, c.second = 0;
	moment_from_civil(c, ZONE_PARIS, &m);
	return m;
}

struct moment
calendar_after(struct moment m, int64_t seconds, struct office hours)
{
	/* Beyond the last year that moment.h knows, m becomes unknown. */
	while (moment_known(m)) {
		struct civil c = moment_civil(m, ZONE_PARIS);
		struct moment opens = at_minute(c, hours.opens);
		struct moment closes = at_minute(c, hours.closes);

		if (working_day(c) && m.s < closes.s) {
			int64_t from = m.s > opens.s ? m.s : opens.s;

			if (from + seconds <= closes.s)
				return (struct moment){ from + seconds };
			seconds -= closes.s - from;
		}
		/* Noon tomorrow is tomorrow whatever summer time does; then its midnight. */
		m = at_minute(
		    moment_civil((struct moment){ at_minute(c, 720).s + 86400 }, ZONE_PARIS), 0);
	}
	return m;
}

int64_t
calendar_between(struct moment from, struct moment to, struct office hours)
{
	struct moment m = from;
	int64_t total = 0;

	while (moment_known(m) && moment_known(to) && m.s < to.s) {
		struct civil c = moment_civil(m, ZONE_PARIS);
		int64_t opens = at_minute(c, hours.opens).s, closes = at_minute(c, hours.closes).s;
		int64_t begins = m.s > opens ? m.s : opens, ends = to.s < closes ? to.s : closes;

		if (working_day(c) && begins < ends)
			total += ends - begins;
		m = at_minute(
		    moment_civil((struct moment){ at_minute(c, 720).s + 86400 }, ZONE_PARIS), 0);
	}
	return total;
}

/* ==== Regimes ==== */

#define TURN_DAYS 60 /* the desk is never closed for so long */

/* A date of the table as the first second of that day in Paris. */
static struct moment
day_of(struct str date)
{
	struct moment m = MOMENT_NONE, utc;

	if (date.n && moment_parse(date, &utc))
		moment_from_civil(moment_civil(utc, ZONE_UTC), ZONE_PARIS, &m);
	return m;
}

static int
minutes_of(struct str s)
{
	int64_t n = 0;

	str_int(s, &n);
	return (int)n;
}

bool
calendar_regime(struct moment m, struct regime *ret)
{
	const struct table *t = table_get("regime");
	size_t found = NOT_FOUND_ROW;

	/* Rows stand in the order of time: the last that began. */
	for (size_t i = 0; i < t->n_rows; i++) {
		struct moment from = day_of(table_cell(t, i, "valid_from"));

		if (moment_known(m) && moment_known(from) && from.s <= m.s)
			found = i;
	}
	if (found == NOT_FOUND_ROW)
		return false;
	*ret = (struct regime){
		.code = table_cell(t, found, "code"),
		.hours = { minutes_of(table_cell(t, found, "opens")),
		    minutes_of(table_cell(t, found, "closes")) },
		.wakes = table_cell(t, found, "wakes"),
	};
	return true;
}

bool
calendar_office(struct moment m)
{
	struct regime r;

	return calendar_regime(m, &r) && calendar_open(m, r.hours);
}

/* Of the two instants of a day when the desk may open or close, the first after m
 * when it is not as it was. */
static struct moment
turn_on(struct civil day, struct moment m, bool open)
{
	struct regime r;

	if (!calendar_regime(at_minute(day, 720), &r))
		return MOMENT_NONE;
	struct moment edge[] = { at_minute(day, r.hours.opens), at_minute(day, r.hours.closes) };
	for (size_t i = 0; i < 2; i++)
		if (edge[i].s > m.s && calendar_office(edge[i]) != open)
			return edge[i];
	return MOMENT_NONE;
}

struct moment
calendar_turn(struct moment m)
{
	bool open = calendar_office(m);
	struct moment day = m;

	for (int i = 0; i < TURN_DAYS && moment_known(day); i++) {
		struct moment turn = turn_on(moment_civil(day, ZONE_PARIS), m, open);

		if (moment_known(turn))
			return turn;
		day = moment_add_days(day, 1, ZONE_PARIS);
	}
	return MOMENT_NONE;
}
