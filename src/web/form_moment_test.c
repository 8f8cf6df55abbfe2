/* Dates are understood as people type them, refused when they do not exist. */
#include "tests/unit.h"

#include "web/form.h"

struct row {
	const char *d, *m, *y, *t;
	const char *shown; /* RFC 3339; NULL: refused */
	const char *error;
	unsigned wrong;
};

static void
check(const struct row *r, enum zone zone)
{
	struct str part[4] = { str_of(r->d), str_of(r->m), str_of(r->y), str_of(r->t) };
	struct moment m = { 42 };
	unsigned wrong = 0;
	const char *error = NULL;
	bool ok = moment_from_parts(part, zone, arena, &m, &wrong, &error);

	if (ok != (r->shown != NULL))
		printf("'%s' '%s' '%s' '%s'\n", r->d, r->m, r->y, r->t);
	EXPECT_INT(ok, r->shown != NULL);
	if (ok) {
		EXPECT_STR(moment_rfc3339(arena, m), r->shown);
		return;
	}
	EXPECT_INT(m.s, 42);
	EXPECT_STR(str_of(error), r->error);
	EXPECT_INT(wrong, r->wrong);
}

static void
check_all(const struct row *row, size_t n, enum zone zone)
{
	for (size_t i = 0; i < n; i++)
		check(&row[i], zone);
}
#define CHECK_ALL(rows, zone) check_all(rows, sizeof(rows) / sizeof(rows)[0], zone)

TEST(four_inputs)
{
	static const struct row rows[] = {
		{ "24", "11", "2026", "14:05", "2026-11-24T13:05:00Z", NULL, 0 },
		{ "24", "11", "2026", "", "2026-11-23T23:00:00Z", NULL, 0 },
		{ "4", "7", "2026", "14:05", "2026-07-04T12:05:00Z", NULL, 0 },
		{ " 04 ", "07", "2026", " 9 ", "2026-07-04T07:00:00Z", NULL, 0 },
		{ "29", "2", "2028", "", "2028-02-28T23:00:00Z", NULL, 0 },
		{ "31", "02", "2026", "", NULL, "error.date", 7 },
		{ "29", "2", "2026", "", NULL, "error.date", 7 },
		{ "24", "13", "2026", "", NULL, "error.month", 2 },
		{ "0", "11", "2026", "", NULL, "error.day", 1 },
		{ "24", "11", "26", "", NULL, "error.year", 4 },
		{ "24", "11", "20266", "", NULL, "error.year", 4 },
		{ "x", "y", "z", "t", NULL, "error.day", 15 },
		{ "", "11", "2026", "", NULL, "error.date_part", 1 },
		{ "24", "", "", "", NULL, "error.date_part", 6 },
		{ "", "", "", "14:05", NULL, "error.date_part", 7 },
		{ "24", "11", "2026", "25:00", NULL, "error.time", 8 },
		{ "024", "11", "2026", "", NULL, "error.day", 1 },
	};

	CHECK_ALL(rows, ZONE_PARIS);
}

TEST(times_of_day)
{
	static const char *const good[] = { "14:05", "14h05", "14H05", "14 h 05", "1405", "14.05",
		"14:05:59", "14\u00a0h\u00a005", "14\u202fh\u202f05" };
	static const char *const bad[] = { "24:00", "14:60", "14:5", "14h5", "2:05 pm", "midi",
		"-1", "99", "2400", "14:05:5", "14:05x", "12345", "14h05h" };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		check(&(struct row){ "24", "11", "2026", good[i], "2026-11-24T13:05:00Z", NULL, 0 },
		    ZONE_PARIS);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		check(
		    &(struct row){ "24", "11", "2026", bad[i], NULL, "error.time", 8 }, ZONE_PARIS);
	check(&(struct row){ "24", "11", "2026", "14 h", "2026-11-24T13:00:00Z", NULL, 0 },
	    ZONE_PARIS);
	check(&(struct row){ "24", "11", "2026", "905", "2026-11-24T08:05:00Z", NULL, 0 },
	    ZONE_PARIS);
	check(
	    &(struct row){ "24", "11", "2026", "0", "2026-11-23T23:00:00Z", NULL, 0 }, ZONE_PARIS);
}

TEST(pasted_whole)
{
	static const char *const same[] = { "24/11/2026 14:05", "24-11-2026 14h05",
		"24.11.2026 14:05", "24 11 2026 14:05", "24/11/2026 à 14:05", "24/11/2026, 14:05",
		"24/11/2026\u00a0à\u00a014\u00a0h\u00a005", "24112026 14:05", "2026-11-24 14:05",
		"2026-11-24T14:05", "2026-11-24T14:05:30", "2026-11-24T13:05:00Z",
		"2026-11-24T09:05:00-04:00", "2026/11/24 1405" };
	static const char *const bad[] = { "31/02/2026", "11/24/2026", "24/11", "24/11/26",
		"2026-02-30", "2026-11-24T25:00:00Z", "hier", "24 novembre 2026", "241126",
		"24/11/2026 14:05 puis", "0000-00-00", "99999999", "2026-11-24T14:05:00+99:00" };

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		check(&(struct row){ same[i], "", "", "", "2026-11-24T13:05:00Z", NULL, 0 },
		    ZONE_PARIS);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		check(&(struct row){ bad[i], "", "", "", NULL, "error.date", 1 }, ZONE_PARIS);
	check(&(struct row){ "24/11/2026", "", "", "14:05", "2026-11-24T13:05:00Z", NULL, 0 },
	    ZONE_PARIS);
	check(
	    &(struct row){ "24/11/2026", "", "", "", "2026-11-23T23:00:00Z", NULL, 0 }, ZONE_PARIS);
}

/* A pasted date comes back spread over the four inputs, in the form's zone. */
TEST(pasted_is_spread)
{
	struct str part[4] = { S("2026-11-24T13:05:00Z"), S(""), S(""), S("") };
	unsigned wrong;
	const char *error;
	struct moment m;

	EXPECT(moment_from_parts(part, ZONE_REUNION, arena, &m, &wrong, &error));
	EXPECT_STR(part[0], "24");
	EXPECT_STR(part[1], "11");
	EXPECT_STR(part[2], "2026");
	EXPECT_STR(part[3], "17:05");
}

TEST(overseas)
{
	static const struct row rows[] = {
		{ "24", "11", "2026", "14:05", "2026-11-24T10:05:00Z", NULL, 0 },
		{ "24/11/2026 14:05", "", "", "", "2026-11-24T10:05:00Z", NULL, 0 },
	};

	CHECK_ALL(rows, ZONE_REUNION);
}

TEST(empty_is_unknown)
{
	struct str part[4] = { S(" "), S(""), { NULL, 0 }, S("") };
	struct moment m = { 42 };
	unsigned wrong;
	const char *error;

	EXPECT(moment_from_parts(part, ZONE_PARIS, arena, &m, &wrong, &error));
	EXPECT(!moment_known(m));
	moment_to_parts(MOMENT_NONE, ZONE_PARIS, arena, part);
	EXPECT_INT(part[0].n + part[1].n + part[2].n + part[3].n, 0);
}

UNIT_MAIN(four_inputs, times_of_day, pasted_whole, pasted_is_spread, overseas, empty_is_unknown)
