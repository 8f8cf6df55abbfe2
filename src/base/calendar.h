/*
 * The cell's working calendar: Monday to Friday, 09:00 to 18:00 Europe/Paris,
 * less the French public holidays (code du travail L3133-1; Easter after
 * Meeus).  Source: domain.md §4.4.  Opening hours are parameters, not code: the
 * caller passes what the table of service targets says.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/moment.h"

struct office {
	int opens, closes; /* minutes after midnight, Europe/Paris */
};

bool calendar_holiday(int year, int month, int day);
bool calendar_open(struct moment m, struct office hours);

/* The instant when `seconds` of opening time have passed since m. */
struct moment calendar_after(struct moment m, int64_t seconds, struct office hours);

#endif
