/*
 * struct moment: an instant, whole seconds since 1970-01-01T00:00:00Z.
 *
 * Stored and exchanged in UTC (RFC 3339); shown in a zone.  Zones are the ones
 * of the French territories (domain.md §3.3): Paris with the European summer
 * time rule (directive 2000/84/CE: last Sundays of March and October at 01:00
 * UTC), Saint-Pierre-et-Miquelon with the North American rule, the others
 * without summer time.  The system's zone database was not used: POSIX gives
 * it one zone a process, and a page may show two.
 */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include "base/arena.h"
#include "base/str.h"

struct moment {
	int64_t s;
};

#define MOMENT_NONE ((struct moment){ INT64_MIN })

enum zone {
	ZONE_UTC,
	ZONE_PARIS,
	ZONE_ANTILLES,	/* 971 972 977 978: UTC-4 */
	ZONE_GUYANE,	/* 973: UTC-3 */
	ZONE_REUNION,	/* 974: UTC+4 */
	ZONE_MIQUELON,	/* 975: UTC-3/-2 */
	ZONE_MAYOTTE,	/* 976: UTC+3 */
	ZONE_WALLIS,	/* 986: UTC+12 */
	ZONE_POLYNESIE, /* 987: UTC-10 */
	ZONE_CALEDONIE, /* 988: UTC+11 */
};

/* A date and a time of day, in whatever zone the caller means. */
struct civil {
	int year, month, day; /* 1..12, 1..31 */
	int hour, minute, second;
	int weekday; /* 0 Monday .. 6 Sunday; filled by moment_civil */
};

struct moment moment_now(void);
bool moment_known(struct moment m);

/* RFC 3339 with Z or an offset; "2026-11-24" alone is midnight UTC. */
bool moment_parse(struct str s, struct moment *ret);
struct str moment_rfc3339(struct arena *a, struct moment m); /* "" when unknown */

struct civil moment_civil(struct moment m, enum zone z);

/* False when there is no such date or time of day.  In the hour that summer
 * time repeats, the first passage is meant; in the hour it skips, the clock is
 * read as still on winter time. */
bool moment_from_civil(struct civil c, enum zone z, struct moment *ret);

/* Calendar months later, the day clamped to the month's end. */
struct moment moment_add_months(struct moment m, int months, enum zone z);

/* The same time of day, calendar days later: a day of a clock change has 23 or 25 hours. */
struct moment moment_add_days(struct moment m, int days, enum zone z);

int zone_offset(struct moment m, enum zone z);	     /* seconds east of UTC */
enum zone zone_of_department(struct str department); /* "974", "2A", "59" */

bool civil_date_valid(int year, int month, int day);

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar. */
int64_t civil_days(int year, int month, int day);

#endif
