/*
 * What a job or a sweep of work is given.  Private to src/app.
 */
#ifndef APP_WORK_H
#define APP_WORK_H

#include "app/instance.h"
#include "duty/duty.h"

struct work {
	const struct instance *in;
	struct db *db;
	struct arena *arena; /* emptied after each job, mail and sweep */
	struct moment now;
	struct trail trail; /* written with what the job writes */
};

/* Runs inside a writing transaction.  Anything but OK: nothing of it stays, and
 * it is tried again later. */
typedef enum outcome (*job_fn)(struct work *w, struct str argument);

struct job_kind {
	const char *name;
	job_fn run;
};

/* Runs outside of any transaction, opens its own. */
typedef enum outcome (*sweep_fn)(struct work *w, int64_t *ret_swept);

struct sweep_kind {
	const char *name;
	int64_t seconds; /* between two runs */
	sweep_fn run;
};

extern const struct job_kind job_kind[];     /* ended by a NULL name */
extern const struct sweep_kind sweep_kind[]; /* ended by a NULL name */

/* One message for the telephone gateway: NOT_FOUND when none is due. */
enum outcome work_ring(struct work *w);

/* The ladder's rungs that are due. */
enum outcome work_climb(struct work *w, int64_t *ret_swept);

struct duty_means work_duty(struct work *w);

/* One mail of the outbox: NOT_FOUND when none is due. */
enum outcome work_mail(struct work *w);

#endif
