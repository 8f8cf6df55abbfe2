/*
 * Jobs: what web leaves to work, in table job.
 *
 * A job is inserted in the transaction that makes it necessary, so it exists if
 * and only if its cause does.  work takes one at a time under a lease, renews it
 * while it runs, and ends it as done, failed (to be tried again with back-off,
 * at most max_tries) or dead.  Taking: "for update skip locked" on PostgreSQL,
 * the write lock on SQLite.  Delivery is at least once: jobs must bear repeats.
 */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include "store/db.h"

#define JOB_TRIES 20

struct job {
	int64_t id;
	struct str kind;     /* "route", "mail" … */
	struct str argument; /* codes and numbers only, never content */
	int64_t tries;
};

enum outcome job_add(
    struct db *db, const char *kind, struct str argument, struct moment not_before);

/* NOT_FOUND when nothing is due. The lease lasts `lease` seconds. */
enum outcome job_take(
    struct db *db, struct moment now, int64_t lease, struct arena *a, struct job *ret);
/* In the job's own transaction.  CONFLICT when another did it meanwhile: roll back. */
enum outcome job_done(struct db *db, int64_t id);

/* Tries again after 30 s, 1 min, 2 min, … at most 1 h; dead after 20 tries.
 * CONFLICT when the lease was lost to another. */
enum outcome job_failed(struct db *db, const struct job *j, struct moment now, struct str reason);

/* The lease goes on; CONFLICT when it was lost to another: stop. */
enum outcome job_renew(struct db *db, const struct job *j, struct moment now, int64_t lease);

/* Forgets the jobs that were done before an instant; dead ones stay. */
enum outcome job_sweep(struct db *db, struct moment older_than, int64_t *ret_swept);

/* Shared with the outbox: seconds before the next try, and a reason made fit to
 * be kept. */
int64_t job_delay(int64_t tries);
struct str job_reason(struct str reason);

#endif
