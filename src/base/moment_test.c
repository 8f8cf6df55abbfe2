/* Instants: RFC 3339, summer time both ways, overseas, months. */
#include "base/moment.h"
#include "tests/unit.h"

static struct moment
at(const char *text)
{
	struct moment m = MOMENT_NONE;

	EXPECT(moment_parse(str_of(text), &m));
	return m;
}

static struct str
utc(struct moment m)
{
	return moment_rfc3339(arena, m);
}

static struct moment
local(int year, int month, int day, int hour, int minute, enum zone z)
{
	struct moment m = MOMENT_NONE;
	struct civil c = {
		.year = year, .month = month, .day = day, .hour = hour, .minute = minute
	};

	EXPECT(moment_from_civil(c, z, &m));
	return m;
}

TEST(moment_reads_rfc3339)
{
	EXPECT_INT(at("1970-01-01T00:00:00Z").s, 0);
	EXPECT_STR(utc(at("2026-11-24T06:00:00+01:00")), "2026-11-24T05:00:00Z");
	EXPECT_STR(utc(at("2026-01-01T00:30:00.125+01:00")), "2025-12-31T23:30:00Z");
	EXPECT_STR(utc(at("2026-11-24t06:00:00z")), "2026-11-24T06:00:00Z");
	EXPECT_STR(utc(at("2026-11-24T06:00-03:30")), "2026-11-24T09:30:00Z");
	EXPECT_STR(utc(at("2026-11-24")), "2026-11-24T00:00:00Z");
	EXPECT_STR(utc(at("2024-02-29")), "2024-02-29T00:00:00Z");
	EXPECT_STR(utc(MOMENT_NONE), "");
}

TEST(moment_refuses)
{
	static const char *const wrong[] = { "", "2026", "2026-13-01", "2026-02-29", "2026-11-31",
		"2026-11-24T", "2026-11-24T06:00:00", "2026-11-24T24:00:00Z", "2026-11-24T06:60Z",
		"2026-11-24T06:00:00Zx", "2026-11-24T06:00:00+1:00", "24/11/2026", "2026-1-1" };
	struct moment m = { 42 };

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		EXPECT(!moment_parse(str_of(wrong[i]), &m));
	EXPECT_INT(m.s, 42);
}

TEST(moment_spring)
{
	struct civil c;

	/* 29 March 2026: 01:59:59 is followed by 03:00:00. */
	c = moment_civil(at("2026-03-29T00:59:59Z"), ZONE_PARIS);
	EXPECT_INT(c.hour, 1);
	c = moment_civil(at("2026-03-29T01:00:00Z"), ZONE_PARIS);
	EXPECT_INT(c.hour, 3);
	EXPECT_INT(c.weekday, 6);
	EXPECT_STR(utc(local(2026, 3, 29, 1, 59, ZONE_PARIS)), "2026-03-29T00:59:00Z");
	EXPECT_STR(utc(local(2026, 3, 29, 3, 0, ZONE_PARIS)), "2026-03-29T01:00:00Z");
	/* 02:30 was skipped: read on winter time. */
	EXPECT_STR(utc(local(2026, 3, 29, 2, 30, ZONE_PARIS)), "2026-03-29T01:30:00Z");
}

TEST(moment_autumn)
{
	struct civil c;

	/* 25 October 2026: 02:59:59 summer is followed by 02:00:00 winter. */
	c = moment_civil(at("2026-10-25T00:30:00Z"), ZONE_PARIS);
	EXPECT_INT(c.hour, 2);
	c = moment_civil(at("2026-10-25T01:30:00Z"), ZONE_PARIS);
	EXPECT_INT(c.hour, 2);
	EXPECT_STR(utc(local(2026, 10, 25, 2, 30, ZONE_PARIS)), "2026-10-25T00:30:00Z");
	EXPECT_STR(utc(local(2026, 10, 25, 3, 0, ZONE_PARIS)), "2026-10-25T02:00:00Z");
	EXPECT_STR(utc(local(2026, 10, 25, 1, 59, ZONE_PARIS)), "2026-10-24T23:59:00Z");
}

TEST(moment_overseas)
{
	struct moment summer = at("2026-07-14T12:00:00Z"), winter = at("2026-01-14T12:00:00Z");
	static const struct {
		const char *department;
		int winter, summer;
	} hours[] = {
		{ "59", 1, 2 },
		{ "2A", 1, 2 },
		{ "971", -4, -4 },
		{ "972", -4, -4 },
		{ "973", -3, -3 },
		{ "974", 4, 4 },
		{ "975", -3, -2 },
		{ "976", 3, 3 },
		{ "977", -4, -4 },
		{ "978", -4, -4 },
		{ "986", 12, 12 },
		{ "987", -10, -10 },
		{ "988", 11, 11 },
	};

	for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
		enum zone z = zone_of_department(str_of(hours[i].department));

		EXPECT_INT(zone_offset(winter, z), hours[i].winter * 3600);
		EXPECT_INT(zone_offset(summer, z), hours[i].summer * 3600);
	}
	/* Saint-Pierre-et-Miquelon: 8 March and 1 November 2026, at 02:00 local. */
	EXPECT_INT(zone_offset(at("2026-03-08T04:59:59Z"), ZONE_MIQUELON), -3 * 3600);
	EXPECT_INT(zone_offset(at("2026-03-08T05:00:00Z"), ZONE_MIQUELON), -2 * 3600);
	EXPECT_INT(zone_offset(at("2026-11-01T03:59:59Z"), ZONE_MIQUELON), -2 * 3600);
	EXPECT_INT(zone_offset(at("2026-11-01T04:00:00Z"), ZONE_MIQUELON), -3 * 3600);
	EXPECT_INT(moment_civil(at("2026-01-01T13:00:00Z"), ZONE_WALLIS).day, 2);
	EXPECT_INT(moment_civil(at("2026-01-01T09:00:00Z"), ZONE_POLYNESIE).year, 2025);
}

TEST(moment_months)
{
	struct moment m = local(2026, 1, 31, 10, 0, ZONE_PARIS);

	EXPECT_STR(utc(moment_add_months(m, 1, ZONE_PARIS)), "2026-02-28T09:00:00Z");
	EXPECT_STR(utc(moment_add_months(m, 3, ZONE_PARIS)), "2026-04-30T08:00:00Z");
	EXPECT_STR(utc(moment_add_months(m, 12, ZONE_PARIS)), "2027-01-31T09:00:00Z");
	EXPECT_STR(utc(moment_add_months(m, 25, ZONE_PARIS)), "2028-02-29T09:00:00Z");
	EXPECT_STR(utc(moment_add_months(m, -2, ZONE_PARIS)), "2025-11-30T09:00:00Z");
	EXPECT_STR(utc(moment_add_months(m, -1, ZONE_PARIS)), "2025-12-31T09:00:00Z");
}

/* Days of 23 and of 25 hours. */
TEST(moment_next_days)
{
	struct moment m;

	EXPECT(moment_parse(S("2026-03-28T23:00:00Z"), &m));
	EXPECT_STR(utc(moment_add_days(m, 1, ZONE_PARIS)), "2026-03-29T22:00:00Z");
	EXPECT(moment_parse(S("2026-10-24T22:00:00Z"), &m));
	EXPECT_STR(utc(moment_add_days(m, 1, ZONE_PARIS)), "2026-10-25T23:00:00Z");
	EXPECT(moment_parse(S("2026-12-31T22:30:00Z"), &m));
	EXPECT_STR(utc(moment_add_days(m, 1, ZONE_PARIS)), "2027-01-01T22:30:00Z");
	EXPECT_STR(utc(moment_add_days(m, -365, ZONE_PARIS)), "2025-12-31T22:30:00Z");
}

TEST(moment_days)
{
	struct civil c = moment_civil((struct moment){ -1 }, ZONE_UTC);

	EXPECT_INT(c.year, 1969);
	EXPECT_INT(c.hour, 23);
	EXPECT_INT(c.weekday, 2);
	EXPECT_INT(civil_days(2000, 3, 1), 11017);
	EXPECT(civil_date_valid(2000, 2, 29) && !civil_date_valid(1900, 2, 29));
	EXPECT(!civil_date_valid(2026, 4, 31) && !civil_date_valid(2026, 0, 1));
	EXPECT(!moment_known(MOMENT_NONE) && moment_known((struct moment){ 0 }));
}

UNIT_MAIN(moment_reads_rfc3339, moment_refuses, moment_spring, moment_autumn, moment_overseas,
    moment_months, moment_next_days, moment_days)
