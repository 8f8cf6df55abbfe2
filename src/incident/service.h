/*
 * The cell's own service targets (domain.md §4.4; data/target.tsv) and their clocks.
 *
 * A clock is a function of what was written down: when the report came, was taken,
 * qualified, answered, resolved, closed.  So it is worked out again from the whole
 * after each entry of the log, bears repeats, and cannot drift from the file;
 * noting starts and stops where they happen was rejected, for thirty places would
 * each have to remember.  What is over stays as a row, for the figures of service.
 *
 * The first clock that runs out is the file's deadline in the queue
 * (incident.due_at, due_code): written here and nowhere else.  Private to
 * src/incident.
 */
#ifndef INCIDENT_SERVICE_H
#define INCIDENT_SERVICE_H

#include "incident/rules.h"

#define SERVICE_MAX 1000 /* clocks and entries of a file that are looked at */

/* --- Time (service_time.c), pure ------------------------------------------- */

/* A state of the workflow, from an instant until another; MOMENT_NONE: still. */
struct service_wait {
	struct str state;
	struct moment from, to;
};

struct service_time {
	struct moment due; /* MOMENT_NONE while it waits with time left */
	struct moment paused_at;
	int64_t paused, taken; /* minutes of its own hours */
};

/* Of a target (row of the table) that started and, where it did, stopped. */
struct service_time service_time(size_t row, struct moment from, struct moment stop,
    struct moment now, const struct service_wait *wait, size_t n);

/* --- Clocks ------------------------------------------------------------------ */

struct service_clock {
	int64_t id;
	struct code code; /* vocabulary target */
	int64_t subject;  /* of several of a kind: the dispatch */
	struct moment started_at, due_at, stopped_at, paused_at;
	struct code outcome; /* vocabulary service_outcome; empty while it runs */
	int64_t paused, taken;
};

enum outcome service_refresh(struct act *act, const struct incident *in);

/* Those that run first, the most urgent at the head; then those that are over, newest
 * first. */
enum outcome service_list(
    struct act *act, const struct incident *in, struct service_clock **ret, size_t *ret_n);

/* The first to run out of those that a structure is told of; false: none. */
bool service_next_told(const struct service_clock *list, size_t n, struct service_clock *ret);

bool service_late(const struct service_clock *c, struct moment now);

#endif
