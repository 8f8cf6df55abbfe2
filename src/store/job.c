/*
 * One column, wake, says when a job may be taken: when it is due, or when the
 * lease of whoever took it ends.  So taking over from a dead process is not a
 * case of its own, and needs no sweeper.
 *
 * The number of tries, raised by each taking, is the lease's token: who lost the
 * lease cannot renew or fail the job that another runs now.  A job that kills its
 * process never reports; it dies at the next taking after the last try.
 */
#include "store/job.h"

#include "store_sql.h"
#include "store/engine.h"

#define REASON_MAX 300

int64_t
job_delay(int64_t tries)
{
	int64_t delay = 30;

	while (--tries > 0 && delay < 3600)
		delay *= 2;
	return delay < 3600 ? delay : 3600;
}

struct str
job_reason(struct str reason)
{
	if (!str_utf8_valid(reason) || memchr(reason.p ? reason.p : "", '\0', reason.n))
		return S("(a reason that is no text)");
	return str_utf8_head(reason, REASON_MAX);
}

enum outcome
job_add(struct db *db, const char *kind, struct str argument, struct moment not_before)
{
	struct moment now = moment_now();
	struct query q = query_open(db, &sql_job_add);

	bind_text(&q, "kind", str_of(kind));
	bind_text(&q, "argument", argument);
	bind_moment(&q, "wake", moment_known(not_before) ? not_before : now);
	bind_moment(&q, "added", now);
	return query_run(&q);
}

static enum outcome
take_one(struct db *db, struct moment now, int64_t lease, struct arena *a, struct job *ret)
{
	struct query q = query_open(db, &sql_job_take);
	struct job j = { 0 };
	enum outcome o;

	bind_moment(&q, "now", now);
	bind_int(&q, "until", now.s + lease);
	if (query_next(&q)) {
		j.id = query_int(&q, 0);
		j.kind = query_text(&q, 1, a);
		j.argument = query_text(&q, 2, a);
		j.tries = query_int(&q, 3);
	}
	o = query_close(&q);
	if (o != OK)
		return o;
	if (j.id == 0)
		return NOT_FOUND;
	*ret = j;
	return OK;
}

/* CONFLICT when the lease was lost. */
static enum outcome
run_leased(struct query *q, const struct job *j)
{
	struct db *db = q->db;
	enum outcome o;

	bind_int(q, "id", j->id);
	bind_int(q, "tries", j->tries);
	o = query_run(q);
	return o == OK && db_changes(db) == 0 ? CONFLICT : o;
}

static enum outcome
give_up(struct db *db, const struct job *j, struct moment now, struct str reason)
{
	struct query q = query_open(db, &sql_job_dead);

	bind_moment(&q, "now", now);
	bind_text(&q, "reason", job_reason(reason));
	return run_leased(&q, j);
}

enum outcome
job_take(struct db *db, struct moment now, int64_t lease, struct arena *a, struct job *ret)
{
	struct job j;
	enum outcome o;

	while ((o = take_one(db, now, lease, a, &j)) == OK && j.tries > JOB_TRIES) {
		o = give_up(db, &j, now, S("the last try did not end"));
		if (o != OK && o != CONFLICT)
			return o;
	}
	if (o == OK)
		*ret = j;
	return o;
}

enum outcome
job_renew(struct db *db, const struct job *j, struct moment now, int64_t lease)
{
	struct query q = query_open(db, &sql_job_renew);

	bind_int(&q, "until", now.s + lease);
	return run_leased(&q, j);
}

enum outcome
job_done(struct db *db, int64_t id)
{
	struct query q = query_open(db, &sql_job_done);

	enum outcome o;

	bind_int(&q, "id", id);
	bind_moment(&q, "now", moment_now());
	o = query_run(&q);
	return o == OK && db_changes(db) == 0 ? CONFLICT : o;
}

enum outcome
job_failed(struct db *db, const struct job *j, struct moment now, struct str reason)
{
	struct query q;

	if (j->tries >= JOB_TRIES)
		return give_up(db, j, now, reason);
	q = query_open(db, &sql_job_again);
	bind_int(&q, "wake", now.s + job_delay(j->tries));
	bind_text(&q, "reason", job_reason(reason));
	return run_leased(&q, j);
}

enum outcome
job_sweep(struct db *db, struct moment older_than, int64_t *ret_swept)
{
	struct query q = query_open(db, &sql_job_sweep);
	enum outcome o;

	bind_moment(&q, "older", older_than);
	o = query_run(&q);
	if (o == OK)
		*ret_swept = db_changes(db);
	return o;
}
