/*
 * The demonstration's incidents, played through the domain's own functions.
 *
 * The script (data/demo.json) is a list of tales; a tale has a declaration and
 * steps, each done by one person at an instant told from today: "-12 06:40" is
 * twelve days ago by the clock of Paris, "-25m" twenty-five minutes ago.  The
 * steps of all tales are played in the order of time, so that numbers, history,
 * deadlines and cards are those of days really lived; what work does by itself
 * (routing) follows each step.  The journal alone holds the instants of the
 * writing: a journal that can be dated back proves nothing.
 *
 * All of it is one transaction, in which its mails are forgotten: nobody is ever
 * written to.  The script is part of the program, so a mistake in it is death.
 */
#include "incident/demo.h"

#include <stdlib.h>

#include "base/die.h"
#include "incident/evidence.h"
#include "incident/routing.h"

#define DAY 86400
#define MEMORY (16u << 20) /* of one step */

struct event {
	struct moment at;
	size_t order;
	struct tale *tale;
	const json_t *step;
};

/* ==== The script ==== */

struct str
demo_word(const json_t *object, const char *key)
{
	return str_of(json_string_value(json_object_get(object, key)));
}

/* "-25m" or "-12 06:40". */
struct moment
demo_instant(struct str text, struct moment now)
{
	struct str clock = text, day = str_cut(&clock, ' '), minutes = clock;
	struct str hours = str_cut(&minutes, ':');
	struct civil c = moment_civil(now, ZONE_PARIS);
	int64_t n = 0, h = 0, m = 0;

	if (str_ends(text, S("m")) && str_int(str_sub(text, 0, text.n - 1), &n) && n < 0)
		return (struct moment){ now.s + n * 60 };
	if (!str_int(day, &n) || n >= 0 || !str_int(hours, &h) || !str_int(minutes, &m))
		die("demonstration: no instant '%.*s'", PS(text));
	c.hour = 12;
	if (moment_from_civil(c, ZONE_PARIS, &now))
		c = moment_civil((struct moment){ now.s + n * DAY }, ZONE_PARIS);
	c.hour = (int)h;
	c.minute = (int)m;
	c.second = 0;
	if (!moment_from_civil(c, ZONE_PARIS, &now))
		die("demonstration: no instant '%.*s'", PS(text));
	return now;
}

/* ==== Playing ==== */

static struct trail *
trail_of(struct arena *a, int64_t account, struct str role)
{
	struct trail *t = arena_new_of(a, struct trail);

	t->arena = a;
	t->account = account;
	t->role = role;
	return t;
}

/* The person of the step, at its instant; without name, whoever holds the secret of
 * the report, a visitor before there is one. */
static void
enter(struct scene *sc, struct moment at, struct arena *a)
{
	const struct job_means *m = sc->means;
	struct str by = demo_word(sc->step, "by");

	sc->act = (struct act){ .db = m->db,
		.keyring = m->keyring,
		.arena = a,
		.now = at,
		.role = sc->tale->report ? S("declarant") : S("visitor"),
		.public_url = m->public_url };
	if (by.n) {
		const struct account *acc = sc->cast->person(sc->cast->context, by);

		sc->act.account = acc->id;
		sc->act.role = acc->role.s;
	}
	sc->lead = str_eq(sc->act.role, S("lead"));
	sc->act.trail = trail_of(a, sc->act.account, sc->act.role);
}

static enum outcome
load(struct scene *sc)
{
	enum outcome o = OK;

	if (sc->tale->report)
		o = report_load(&sc->act, sc->tale->report, &sc->s);
	if (o == OK && sc->tale->incident)
		o = incident_load(&sc->act, sc->tale->incident, &sc->in);
	return o;
}

static enum outcome
look(struct act *act, int64_t incident)
{
	struct incident in;
	enum outcome o = incident_load(act, incident, &in);

	return o == OK ? evidence_run(act, &in) : o;
}

/* What fell due since the last step. */
static enum outcome
remind(const struct scene *sc)
{
	struct job_means m = *sc->means;
	int64_t n = 0;

	m.arena = sc->act.arena;
	m.now = sc->act.now;
	return incident_remind(&m, &n);
}

/* What work would have done since: the routing that the step made due, reminders, and
 * looking for observables. */
static enum outcome
work(const struct scene *sc)
{
	struct act act = sc->act;
	struct job job;
	int64_t incident;
	enum outcome o;

	act.account = 0;
	act.role = S("work");
	act.trail = trail_of(act.arena, 0, act.role);
	while ((o = job_take(act.db, act.now, 60, act.arena, &job)) == OK) {
		if (!str_int(job.argument, &incident))
			return INVALID;
		o = str_eq(job.kind, S("observables")) ? look(&act, incident)
						       : routing_run(&act, incident);
		if (o == OK)
			o = job_done(act.db, job.id);
		if (o != OK)
			return o;
	}
	if (o == NOT_FOUND)
		o = trail_write(act.db, act.trail);
	return o == OK ? remind(sc) : o;
}

static enum outcome
play(const struct job_means *m, const struct incident_cast *cast, const struct event *e)
{
	struct arena *a = arena_new(MEMORY);
	struct scene sc = { .means = m, .cast = cast, .tale = e->tale, .step = e->step };
	enum outcome o;

	enter(&sc, e->at, a);
	o = load(&sc);
	if (o == OK)
		o = demo_act(&sc);
	if (o == OK)
		o = trail_write(m->db, sc.act.trail);
	if (o == OK)
		o = work(&sc);
	arena_free(a);
	return o;
}

/* Its mails never leave: they end and are forgotten before anybody sees them. */
static enum outcome
forget_mails(const struct job_means *m)
{
	struct moment after = { m->now.s + 1 };
	struct arena *a = arena_new(MEMORY);
	struct mail mail;
	int64_t swept = 1;
	enum outcome o;

	while ((o = outbox_take(m->db, m->keyring, m->now, 60, a, &mail)) == OK) {
		o = outbox_sent(m->db, &mail, m->now);
		arena_reset(a);
		if (o != OK)
			break;
	}
	for (o = o == NOT_FOUND ? OK : o; o == OK && swept > 0;)
		o = outbox_sweep(m->db, after, &swept);
	arena_free(a);
	return o;
}

static int
by_time(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->at.s != y->at.s)
		return x->at.s < y->at.s ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* The steps of all tales, in the order of time. */
static struct event *
events(const struct job_means *m, const json_t *root, size_t *ret_n)
{
	struct tale *tale = arena_array(m->arena, struct tale, json_array_size(root));
	struct event *list;
	const json_t *j, *step;
	size_t i, k, n = 0;

	json_array_foreach(root, i, j) n += json_array_size(json_object_get(j, "steps"));
	list = arena_array(m->arena, struct event, n);
	n = 0;
	json_array_foreach(root, i, j)
	{
		tale[i] = (struct tale){ .json = j,
			.name = demo_word(j, "tale").p,
			.all = tale,
			.n_all = json_array_size(root) };
		json_array_foreach(json_object_get(j, "steps"), k, step)
		{
			struct moment at = demo_instant(demo_word(step, "at"), m->now);

			list[n] = (struct event){ at, n, &tale[i], step };
			n++;
		}
	}
	qsort(list, n, sizeof *list, by_time);
	*ret_n = n;
	return list;
}

enum outcome
incident_demo(const struct job_means *m, struct str script, const struct incident_cast *cast)
{
	json_error_t wrong;
	json_t *root = json_loadb(script.p, script.n, JSON_REJECT_DUPLICATES, &wrong);
	struct event *list;
	size_t n = 0;
	enum outcome o;

	if (!json_is_array(root))
		die("demonstration: line %d: %s", wrong.line, wrong.text);
	list = events(m, root, &n);
	o = db_begin(m->db, TXN_WRITE);
	for (size_t i = 0; i < n && o == OK; i++)
		o = play(m, cast, &list[i]);
	if (o == OK)
		o = demo_queue(m, cast);
	if (o == OK)
		o = forget_mails(m);
	json_decref(root);
	return db_in_transaction(m->db) ? db_end(m->db, o) : o;
}
