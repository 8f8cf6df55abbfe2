/*
 * History: closed incidents written by imports (design.md §8.1).
 *
 * Their qualified values equal the declared ones, their flags are as given, and
 * nothing is fired: no routing, no mail, no deadline, no queue entry.  The form's
 * required fields do not bind them.  A record is known again by its source key:
 * given twice, it changes nothing.  Private to src/incident.
 */
#ifndef INCIDENT_HISTORY_H
#define INCIDENT_HISTORY_H

#include "directory/directory.h"
#include "incident/file.h"
#include "incident/incident.h"

struct history {
	struct str key;	      /* unique over all imports: "csv:HIT2019-0001" */
	struct str reference; /* of the report: "HIT2019-0001" */
	struct moment declared_at;
	struct code date_precision;
	struct code state_at_request;
	struct report r;
	struct incident in; /* flags, extent, out_of_scope, … */
};

void history_init(struct history *h);

/* *ret_new false: it was there already. */
enum outcome history_add(struct act *act, struct history *h, bool *ret_new);

/* Records in batches of one transaction each. */
#define HISTORY_BATCH 200

struct batch {
	const struct job_means *means;
	struct arena *arena; /* of the records of one batch: emptied with it */
	struct act act;
	size_t n;
	bool open;
};

void batch_init(struct batch *b, const struct job_means *m);

enum outcome batch_add(struct batch *b, struct history *h, struct import_report *report);
/* Ends what is open; the last call also frees (batch_release). */
enum outcome batch_end(struct batch *b, enum outcome o);
enum outcome batch_release(struct batch *b, enum outcome o);

#endif
