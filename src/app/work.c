/*
 * vigie work: jobs that pages leave, the outbox, and periodic sweeps.
 *
 * One thing at a time, in a loop: a job, a mail, the sweeps that are due; when
 * there was nothing, half a second of waiting.  Polling was chosen against
 * listen/notify: two look-ups in an index every half second cost nothing
 * measurable, work the same on both engines, and cannot miss a wake-up.  Several
 * workers may run at once on PostgreSQL; each takes what the others have not.
 *
 * A job runs in one writing transaction with its journal entries and its own
 * end, so that it is done if and only if it is noted as done.  SIGTERM is looked
 * for between two things, never in the middle of one.
 */
#include "app/work.h"

#include "app/command.h"
#include "app/process.h"
#include "app/routes.h"
#include "base/log.h"

#define POLL 500       /* milliseconds */
#define JOB_LEASE 300  /* seconds; a job is far shorter */
#define LOST_WAIT 5000 /* the database does not answer: milliseconds */
#define WORK_MEMORY (256u << 20)

/* ==== Jobs ==== */

static const struct job_kind *
kind_of(struct str name)
{
	for (const struct job_kind *k = job_kind; k->name; k++)
		if (str_eq(name, str_of(k->name)))
			return k;
	return NULL;
}

static enum outcome
do_job(struct work *w, const struct job_kind *k, const struct job *j)
{
	enum outcome o = db_begin(w->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = k->run(w, j->argument);
	if (o == OK && w->trail.n)
		o = trail_write(w->db, &w->trail);
	if (o == OK)
		o = job_done(w->db, j->id);
	return db_end(w->db, o);
}

static enum outcome
one_job(struct work *w)
{
	const struct job_kind *k;
	const char *reason;
	struct job j;
	enum outcome o = job_take(w->db, w->now, JOB_LEASE, w->arena, &j);

	if (o != OK)
		return o;
	k = kind_of(j.kind);
	o = k ? do_job(w, k, &j) : NOT_FOUND;
	if (o == OK)
		return OK;
	/* A job of a kind that is not known waits for a program that knows it. */
	reason = k ? outcome_name(o) : "unknown kind";
	log_warn("job %lld '%.*s', try %lld: %s %s", (long long)j.id, PS(j.kind),
	    (long long)j.tries, reason, k ? db_trouble(w->db) : "");
	w->trail.n = 0;
	o = job_failed(w->db, &j, moment_now(), str_of(reason));
	return o == CONFLICT ? OK : o;
}

/* ==== Sweeps ==== */

#define SWEEPS_MAX 32

/* When each is due; the first time at once. */
static int64_t sweep_due[SWEEPS_MAX];

static enum outcome
one_sweep(struct work *w)
{
	for (size_t i = 0; sweep_kind[i].name && i < SWEEPS_MAX; i++) {
		int64_t swept = 0;
		enum outcome o;

		if (sweep_due[i] > w->now.s)
			continue;
		sweep_due[i] = w->now.s + sweep_kind[i].seconds;
		o = sweep_kind[i].run(w, &swept);
		if (o != OK)
			log_warn("sweep '%s': %s %s", sweep_kind[i].name, outcome_name(o),
			    db_trouble(w->db));
		else if (swept)
			log_info("sweep '%s': %lld", sweep_kind[i].name, (long long)swept);
		return o;
	}
	return NOT_FOUND;
}

/* ==== The loop ==== */

static void
refresh(struct work *w)
{
	arena_reset(w->arena);
	w->now = moment_now();
	w->trail = (struct trail){ .arena = w->arena, .role = S("work") };
}

/* One of each that is due: true when there was something to do. */
static bool
turn(struct work *w, enum outcome *ret_worst)
{
	static enum outcome (*const step[])(
	    struct work * w) = { one_job, work_mail, work_ring, one_sweep };
	bool busy = false;

	*ret_worst = OK;
	for (size_t i = 0; i < sizeof step / sizeof step[0]; i++) {
		enum outcome o;

		refresh(w);
		o = step[i](w);
		busy = busy || o == OK;
		if (o == UNAVAILABLE)
			*ret_worst = o;
	}
	return busy;
}

/* A connection that was lost is opened again; the old one is closed first, for
 * a database that counts its connections. */
static void
reconnect(struct work *w)
{
	struct str error = { NULL, 0 };

	if (w->db)
		log_warn("database: %s", db_trouble(w->db));
	db_close(w->db);
	w->db = db_open(w->in->database, w->arena, &error);
	if (w->db == NULL)
		log_warn("%.*s", PS(error));
}

static void
loop(struct work *w)
{
	bool ending = process_ending(0);

	while (!ending) {
		enum outcome worst = UNAVAILABLE;
		bool busy = w->db && turn(w, &worst);

		ending = process_ending(worst != OK ? LOST_WAIT : busy ? 0 : POLL);
		if (worst != OK && !ending)
			reconnect(w);
	}
}

/* All that is due now, for scenarios and for a person who wants it done. */
static enum exit_code
drain(struct work *w)
{
	enum outcome worst = OK;

	while (turn(w, &worst) && worst == OK && !process_ending(0))
		;
	return worst == OK ? EXIT_DONE : EXIT_UNAVAILABLE;
}

int
command_work(struct command_line *cl)
{
	struct work w = { .in = cl->in };
	enum exit_code code = EXIT_DONE;

	process_begin("work");
	w.db = command_db(cl);
	if (w.db == NULL)
		return EXIT_UNAVAILABLE;
	hooks_begin(cl->in);
	w.arena = arena_new(WORK_MEMORY);
	log_info("ready%s", *cl->in->smtp_url ? "" : ", without a mail server: mails wait");
	if (cl->opt.once)
		code = drain(&w);
	else
		loop(&w);
	db_close(w.db);
	arena_free(w.arena);
	return (int)code;
}
