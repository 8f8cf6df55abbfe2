/* Working hours of the cell: holidays, nights, week-ends. */
#include "base/calendar.h"
#include "tests/unit.h"

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

UNIT_MAIN(calendar_holidays, calendar_opens_and_closes, calendar_counts_opening_time,
    calendar_skips_holidays, calendar_unknown)
