/*
 * The cell's working calendar: Monday to Friday, 09:00 to 18:00 Europe/Paris,
 * less the French public holidays (code du travail L3133-1; Easter after
 * Meeus).  Source: domain.md §4.4.  Opening hours are parameters, not code: the
 * caller passes what the table of service targets says, or asks for those of the
 * regime in force at an instant (data/regime.tsv: since 2017, since 2022).
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/moment.h"
#include "base/str.h"

struct office {
	int opens, closes; /* minutes after midnight, Europe/Paris */
};

bool calendar_holiday(int year, int month, int day);
bool calendar_open(struct moment m, struct office hours);

/* The instant when `seconds` of opening time have passed since m. */
struct moment calendar_after(struct moment m, int64_t seconds, struct office hours);

/* Seconds of opening time between two instants; 0 when `to` is not after `from`. */
int64_t calendar_between(struct moment from, struct moment to, struct office hours);

/* How the cell was reached at an instant: data/regime.tsv. */
struct regime {
	struct str code; /* vocabulary regime */
	struct office hours;
	struct str wakes; /* "a|b": what rings the person on call while the desk is closed */
};

/* False before the first regime. */
bool calendar_regime(struct moment m, struct regime *ret);

/* Is the desk open at this instant, by the regime of that day? */
bool calendar_office(struct moment m);

/* The next instant when that changes; unknown when it never does again. */
struct moment calendar_turn(struct moment m);

#endif
