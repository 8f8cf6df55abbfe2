/*
 * The visible lists of what work does: jobs by kind, and sweeps by period.
 */
#include "app/work.h"
#include "incident/incident.h"
#include "watch/watch.h"

#define HOUR 3600
#define DAY (24 * HOUR)

/* ==== Jobs ==== */

static struct job_means
means(struct work *w)
{
	return (
	    struct job_means){ w->db, w->in->keyring, w->arena, w->now, str_of(w->in->public_url) };
}

static enum outcome
route(struct work *w, struct str argument)
{
	struct job_means m = means(w);

	return incident_route_job(&m, argument);
}

static enum outcome
observables(struct work *w, struct str argument)
{
	struct job_means m = means(w);

	return incident_observe_job(&m, argument);
}

static enum outcome
publication(struct work *w, struct str argument)
{
	return watch_tell_job(w->db, w->in->keyring, &w->trail, argument, w->now, w->arena);
}

static enum outcome
forgotten(struct work *w, struct str argument)
{
	return account_forgotten(
	    w->db, w->in->keyring, argument, str_of(w->in->public_url), w->now, w->arena);
}

const struct job_kind job_kind[] = {
	{ "route", route },		/* whom an incident is told to */
	{ "observables", observables }, /* found in what was written and attached */
	{ "forgotten", forgotten },
	{ "publication", publication }, /* the page of a forgotten password */
	{ NULL, NULL },
};

/* ==== Sweeps ==== */

static struct moment
ago(const struct work *w, int64_t seconds)
{
	return (struct moment){ w->now.s - seconds };
}

static enum outcome
sessions(struct work *w, int64_t *ret_swept)
{
	return session_sweep(w->db, w->now, ret_swept);
}

static enum outcome
alerts(struct work *w, int64_t *ret_swept)
{
	struct job_means m = means(w);

	return incident_wake(&m, ret_swept);
}

static enum outcome
deadlines(struct work *w, int64_t *ret_swept)
{
	struct job_means m = means(w);

	return incident_remind(&m, ret_swept);
}

/* As the page of personal data promises. */
static enum outcome
drafts(struct work *w, int64_t *ret_swept)
{
	struct job_means m = means(w);
	enum outcome o = db_begin(w->db, TXN_WRITE);

	(void)ret_swept;
	if (o != OK)
		return o;
	return db_end(w->db, incident_sweep_drafts(&m, ago(w, 30 * DAY)));
}

/* Often: a reminder that is due at night is due at night. */
static enum outcome
reminders(struct work *w, int64_t *ret_swept)
{
	struct job_means m = means(w);
	enum outcome o = db_begin(w->db, TXN_WRITE);

	return o == OK ? db_end(w->db, incident_sweep_reminders(&m, ret_swept)) : o;
}

static enum outcome
blobs(struct work *w, int64_t *ret_swept)
{
	return blob_sweep(w->db, ago(w, DAY), ret_swept);
}

static enum outcome
jobs(struct work *w, int64_t *ret_swept)
{
	return job_sweep(w->db, ago(w, 30 * DAY), ret_swept);
}

static enum outcome
mails(struct work *w, int64_t *ret_swept)
{
	return outbox_sweep(w->db, ago(w, 90 * DAY), ret_swept);
}

/* Keys of calls that programs may repeat. */
static enum outcome
calls(struct work *w, int64_t *ret_swept)
{
	(void)ret_swept;
	return api_once_sweep(w->db, w->now);
}

static enum outcome
retention(struct work *w, int64_t *ret_swept)
{
	struct job_means m = means(w);

	return incident_sweep_retention(&m, ret_swept);
}

static enum outcome
readings(struct work *w, int64_t *ret_swept)
{
	(void)ret_swept;
	return reading_forget(w->db, moment_now());
}

static enum outcome
publications(struct work *w, int64_t *ret_swept)
{
	enum outcome o = db_begin(w->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = watch_publish_due(w->db, w->in->keyring, &w->trail, w->now, w->arena, ret_swept);
	if (o == OK && w->trail.n)
		o = trail_write(w->db, &w->trail);
	return db_end(w->db, o);
}

static enum outcome
subscriptions(struct work *w, int64_t *ret_swept)
{
	return watch_tell_due(
	    w->db, w->in->keyring, str_of(w->in->public_url), w->now, w->arena, ret_swept);
}

const struct sweep_kind sweep_kind[] = {
	{ "alerts", 30, alerts }, /* health alerts that nobody confirmed */
	{ "ladder", 5, work_climb },
	{ "sessions", 300, sessions },
	{ "drafts", HOUR, drafts },
	{ "deadlines", 60, deadlines },
	{ "reminders", 60, reminders },
	{ "publications", 30, publications },
	{ "subscriptions", 10, subscriptions },
	{ "calls", HOUR, calls },
	{ "retention", HOUR, retention },
	{ "blobs", HOUR, blobs },
	{ "jobs", HOUR, jobs },
	{ "mails", HOUR, mails },
	{ "readings", HOUR, readings },
	{ NULL, 0, NULL },
};
