/* Working hours of the cell: holidays, nights, week-ends. */
#include "base/calendar.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <time.h>

static const struct office nine_to_six = { 540, 1080 };

static struct moment
paris(int month, int day, int hour, int minute)
{
	struct moment m = MOMENT_NONE;
	struct civil c = {
		.year = 2026, .month = month, .day = day, .hour = hour, .minute = minute
	};

	EXPECT(moment_from_civil(c, ZONE_PARIS, &m));
	return m;
}

#define EXPECT_AFTER(from, seconds, wanted)                                                        \
	EXPECT_STR(moment_rfc3339(arena, calendar_after(from, seconds, nine_to_six)),              \
	    moment_rfc3339(arena, wanted).p)

TEST(calendar_holidays)
{
	EXPECT(calendar_holiday(2026, 4, 6));  /* Easter Monday */
	EXPECT(calendar_holiday(2026, 5, 14)); /* Ascension */
	EXPECT(calendar_holiday(2026, 5, 25)); /* Whit Monday */
	EXPECT(calendar_holiday(2026, 7, 14));
	EXPECT(calendar_holiday(2026, 1, 1) && calendar_holiday(2026, 12, 25));
	EXPECT(calendar_holiday(2027, 3, 29)); /* Easter Monday */
	EXPECT(calendar_holiday(2038, 4, 26)); /* the latest that Easter Monday can be */
	EXPECT(!calendar_holiday(2026, 4, 5)); /* Easter itself is a Sunday, no rest day more */
	EXPECT(!calendar_holiday(2026, 4, 3)); /* Good Friday: Alsace-Moselle alone */
	EXPECT(!calendar_holiday(2026, 7, 15));
}

TEST(calendar_opens_and_closes)
{
	EXPECT(!calendar_open(paris(11, 20, 8, 59), nine_to_six)); /* a Friday */
	EXPECT(calendar_open(paris(11, 20, 9, 0), nine_to_six));
	EXPECT(calendar_open(paris(11, 20, 17, 59), nine_to_six));
	EXPECT(!calendar_open(paris(11, 20, 18, 0), nine_to_six));
	EXPECT(!calendar_open(paris(11, 21, 12, 0), nine_to_six));
	EXPECT(!calendar_open(paris(7, 14, 12, 0), nine_to_six));
	EXPECT(calendar_open(paris(7, 15, 9, 0), nine_to_six)); /* 07:00 UTC */
}

TEST(calendar_counts_opening_time)
{
	/* Friday 18:01, one hour: Monday 10:00. */
	EXPECT_AFTER(paris(11, 20, 18, 1), 3600, paris(11, 23, 10, 0));
	EXPECT_AFTER(paris(11, 20, 17, 30), 3600, paris(11, 23, 9, 30));
	EXPECT_AFTER(paris(11, 20, 9, 0), 9 * 3600, paris(11, 20, 18, 0));
	EXPECT_AFTER(paris(11, 20, 3, 0), 60, paris(11, 20, 9, 1));
	EXPECT_AFTER(paris(11, 21, 12, 0), 0, paris(11, 23, 9, 0));
	EXPECT_AFTER(paris(11, 20, 12, 0), 0, paris(11, 20, 12, 0));
}

TEST(calendar_skips_holidays)
{
	/* Monday 13 July 17:00: Tuesday is the 14th. */
	EXPECT_AFTER(paris(7, 13, 17, 0), 2 * 3600, paris(7, 15, 10, 0));
	/* Friday before Easter 17:00: Tuesday. */
	EXPECT_AFTER(paris(4, 3, 17, 0), 2 * 3600, paris(4, 7, 10, 0));
	/* A week of opening time over summer time's end. */
	EXPECT_AFTER(paris(10, 23, 9, 0), 5 * 9 * 3600, paris(10, 29, 18, 0));
	EXPECT_AFTER(paris(3, 27, 17, 0), 2 * 3600, paris(3, 30, 10, 0));
}

TEST(calendar_unknown)
{
	EXPECT(!moment_known(calendar_after(MOMENT_NONE, 60, nine_to_six)));
}

/* ==== Every hour of ten years, against another way of reckoning ==== */

/* Easter by the table of paschal full moons (valid from 1900 to 2199), by golden
 * number: days after 20 March; then the Sunday that follows. */
static int
other_easter(int year)
{
	static const int moon[19] = { 25, 14, 3, 22, 11, 29, 19, 8, 27, 16, 5, 24, 13, 2, 21, 10,
		28, 18, 7 };
	struct tm t = {
		.tm_year = year - 1900, .tm_mon = 2, .tm_mday = 20 + moon[year % 19], .tm_hour = 12
	};

	timegm(&t);
	t.tm_mday += 7 - t.tm_wday; /* a full moon on a Sunday: the next one */
	timegm(&t);
	return t.tm_yday;
}

/* The C library's clock of Paris: rule of summer time as POSIX writes it. */
static bool
other_office(time_t at)
{
	static const struct {
		int month, day;
	} fixed[] = { { 1, 1 }, { 5, 1 }, { 5, 8 }, { 7, 14 }, { 8, 15 }, { 11, 1 }, { 11, 11 },
		{ 12, 25 } };
	struct tm t;
	int after;

	localtime_r(&at, &t);
	after = t.tm_yday - other_easter(t.tm_year + 1900);
	if (t.tm_wday == 0 || t.tm_wday == 6 || after == 1 || after == 39 || after == 50)
		return false;
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		if (fixed[i].month == t.tm_mon + 1 && fixed[i].day == t.tm_mday)
			return false;
	return t.tm_hour >= 9 && t.tm_hour < 18;
}

#define HOURS_OF_TEN_YEARS (3652 * 24)

TEST(calendar_every_hour_of_ten_years)
{
	time_t start = 1506808800; /* 2017-10-01T00:00 in Paris: the first regime's first hour */
	int64_t differ = 0, open = 0;
	struct moment turn = MOMENT_NONE;

	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	for (int i = 0; i < HOURS_OF_TEN_YEARS; i++) {
		struct moment m = { start + (int64_t)i * 3600 };
		bool is = calendar_office(m);

		/* The instant foretold by the one before is the one when it changes. */
		if (moment_known(turn) &&
		    is != (i > 0 && calendar_office((struct moment){ m.s - 1 })))
			EXPECT_INT(turn.s, m.s);
		if (!moment_known(turn) || m.s >= turn.s)
			turn = calendar_turn(m);
		if (is != other_office((time_t)m.s) && differ++ < 5)
			printf("%.*s\n", PS(moment_rfc3339(arena, m)));
		/* And at the last second of the hour before. */
		if (calendar_office((struct moment){ m.s + 3599 }) !=
		    other_office((time_t)m.s + 3599))
			differ++;
		open += is;
	}
	EXPECT_INT(differ, 0);
	EXPECT(open > 20000 && open < 24000); /* some 250 days of nine hours a year */
}

TEST(calendar_regimes)
{
	struct moment m;
	struct regime r;

	EXPECT(moment_parse(S("2017-09-30T21:59:59Z"), &m) && !calendar_regime(m, &r));
	EXPECT(!calendar_office(m));
	EXPECT(moment_parse(S("2017-09-30T22:00:00Z"), &m) && calendar_regime(m, &r));
	EXPECT_STR(r.code, "2017");
	EXPECT_STR(r.wakes, "major");
	EXPECT(moment_parse(S("2022-10-16T21:59:59Z"), &m) && calendar_regime(m, &r));
	EXPECT_STR(r.code, "2017");
	EXPECT(moment_parse(S("2022-10-16T22:00:00Z"), &m) && calendar_regime(m, &r));
	EXPECT_STR(r.code, "2022");
	EXPECT_INT(r.hours.opens, 540);
	EXPECT_INT(r.hours.closes, 1080);
	/* Friday noon: it closes at six; then Monday at nine. */
	m = calendar_turn(paris(11, 20, 12, 0));
	EXPECT_INT(m.s, paris(11, 20, 18, 0).s);
	EXPECT_INT(calendar_turn(m).s, paris(11, 23, 9, 0).s);
	EXPECT(!moment_known(calendar_turn(MOMENT_NONE)));
}

/* The way there and the way back agree; nothing passes while the desk is closed. */
TEST(calendar_between_two_instants)
{
	static const struct office hours = { 540, 1080 };
	struct moment friday = paris(11, 20, 17, 0), monday = paris(11, 23, 10, 30);

	EXPECT_INT(calendar_between(friday, monday, hours), 9000);
	EXPECT_INT(calendar_between(monday, friday, hours), 0);
	EXPECT_INT(calendar_between(friday, friday, hours), 0);
	EXPECT_INT(calendar_between(paris(11, 21, 0, 0), paris(11, 23, 9, 0), hours), 0);
	EXPECT_INT(calendar_between(paris(11, 20, 8, 0), paris(11, 20, 19, 0), hours), 9 * 3600);
	EXPECT_INT(calendar_between(friday, MOMENT_NONE, hours), 0);
	for (int64_t s = 0; s < 40 * 3600; s += 1234)
		EXPECT_INT(calendar_between(friday, calendar_after(friday, s, hours), hours), s);
}

UNIT_MAIN(calendar_between_two_instants, calendar_holidays, calendar_opens_and_closes,
    calendar_counts_opening_time, calendar_skips_holidays, calendar_unknown,
    calendar_every_hour_of_ten_years, calendar_regimes)
