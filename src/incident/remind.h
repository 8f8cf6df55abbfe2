/*
 * Reminders of legal deadlines and service targets: data/deadline_reminder.tsv.
 *
 * A sweep of work looks for what is due.  A reminder's row and its mails are one
 * transaction, so that under kill -9 none is lost and none repeated; the row is
 * unique for the thing, and the instant that it is owed, so a deadline that moves
 * is reminded of again.  Of several that are due at once, the last is sent and the
 * others are noted as overtaken.  Private to src/incident.
 */
#ifndef INCIDENT_REMIND_H
#define INCIDENT_REMIND_H

#include "incident/file.h"

struct reminded {
	struct str code, about; /* of data/deadline_reminder.tsv; of a deadline or a target */
	struct moment sent_at;
	int64_t mails;
};

/* Those of a file that were sent, newest first. */
enum outcome remind_list(
    struct act *act, const struct incident *in, struct reminded **ret, size_t *ret_n);

/* Is another reminder of the same thing due too, later than this one?  Pure. */
bool remind_overtaken(size_t row, struct moment owed, struct moment now);

/* Every row is about a deadline or a target, and to somebody.  NULL, or which is
 * not. */
struct str remind_check(struct arena *a);

#endif
