/*
 * vigie rehearse: proves that the ladder would wake people.
 *
 * It opens an exercise and does itself what work does with it, so that it proves
 * the channels whether or not the service runs; where work runs too, the leases
 * share the steps between them.  Interrupted, the exercise goes on in work, which
 * records its result all the same.
 */
#include <unistd.h>

#include "app/command.h"
#include "app/process.h"
#include "app/routes.h"
#include "app/work.h"
#include "base/json.h"

#define POLL 250      /* milliseconds */
#define PACE_MAX 3600 /* a minute of the ladder is then a sixtieth of a second */
#define MAILS_A_TURN 100
#define WORK_MEMORY (256u << 20)
#define JSON_MAX (1u << 20)

struct play {
	struct work w;
	int64_t id, pace;
	struct duty_rehearsal r;
	size_t told; /* steps that were printed as they came */
	bool json;
};

static void
refresh(struct work *w)
{
	arena_reset(w->arena);
	w->now = moment_now();
	w->trail = (struct trail){ .arena = w->arena, .role = S("shell") };
}

static enum outcome
begin(struct play *p)
{
	struct duty_means m;
	enum outcome o;

	refresh(&p->w);
	m = work_duty(&p->w);
	o = db_begin(p->w.db, TXN_WRITE);
	if (o != OK)
		return o;
	o = duty_rehearse(&m, p->pace, &p->id);
	if (o == OK)
		o = trail_write(p->w.db, &p->w.trail);
	return db_end(p->w.db, o);
}

/* What work would do now. */
static enum outcome
turn(struct work *w)
{
	int64_t n = 0;
	enum outcome o = work_climb(w, &n);

	while (o == OK && (o = work_ring(w)) == OK)
		;
	o = o == NOT_FOUND ? OK : o;
	for (n = 0; n < MAILS_A_TURN && o == OK; n++)
		o = work_mail(w);
	return o == NOT_FOUND ? OK : o;
}

/* One line a step, as it comes. */
static void
tell_new(struct play *p)
{
	for (; p->told < p->r.n && !p->json; p->told++) {
		const struct duty_rung *s = &p->r.rung[p->told];

		printf("%.*s  %-8.*s %-8.*s %.*s\n", PS(moment_rfc3339(p->w.arena, s->due_at)),
		    PS(s->who), PS(s->channel), PS(s->name));
		fflush(stdout);
	}
}

static enum outcome
play(struct play *p, bool *ret_over)
{
	struct duty_means m;
	bool over = false;
	enum outcome o = OK;

	while (o == OK && !over && !process_ending(POLL)) {
		refresh(&p->w);
		o = turn(&p->w);
		m = work_duty(&p->w);
		if (o == OK)
			o = duty_rehearsal_look(&m, p->id, &p->r, &over);
		if (o == OK)
			tell_new(p);
	}
	*ret_over = over;
	return o;
}

/* ==== What came of it ==== */

static int64_t
seconds(struct moment from, struct moment to)
{
	return moment_known(from) && moment_known(to) ? to.s - from.s : INT_NONE;
}

static void
pair_seconds(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	if (n == INT_NONE)
		json_none(j);
	else
		json_int(j, n);
}

static void
step_json(struct json *j, struct arena *a, const struct duty_rung *s)
{
	json_open(j, '{');
	json_pair_int(j, "rung", s->rung);
	json_pair(j, "who", s->who);
	json_pair(j, "channel", s->channel);
	json_pair(j, "state", s->state);
	json_pair(j, "due", moment_rfc3339(a, s->due_at));
	json_pair(j, "sent", moment_rfc3339(a, s->sent_at));
	json_pair(j, "answered", moment_rfc3339(a, s->answered_at));
	pair_seconds(j, "seconds_to_send", seconds(s->due_at, s->sent_at));
	pair_seconds(j, "seconds_to_answer", seconds(s->due_at, s->answered_at));
	json_pair(j, "trouble", s->trouble);
	json_close(j, '}');
}

static void
print_json(const struct play *p)
{
	struct buf b = BUF_INIT(JSON_MAX);
	struct json j = { .out = &b };
	struct arena *a = p->w.arena;

	json_open(&j, '{');
	json_pair(&j, "rehearsal", arena_printf(a, "EXE-%06lld", (long long)p->id));
	json_pair(&j, "started", moment_rfc3339(a, p->r.started_at));
	json_pair(&j, "ended", moment_rfc3339(a, p->r.ended_at));
	json_pair_int(&j, "pace", p->r.pace);
	json_pair(&j, "result", p->r.result);
	json_key(&j, "steps");
	json_open(&j, '[');
	for (size_t i = 0; i < p->r.n; i++)
		step_json(&j, a, &p->r.rung[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	command_print(&b);
}

static void
print_text(const struct play *p)
{
	for (size_t i = 0; i < p->r.n; i++) {
		const struct duty_rung *s = &p->r.rung[i];
		int64_t sent = seconds(s->due_at, s->sent_at);
		int64_t answered = seconds(s->due_at, s->answered_at);

		printf("%-8.*s %-8.*s %-8.*s", PS(s->who), PS(s->channel), PS(s->state));
		if (sent != INT_NONE)
			printf(" after %lld s", (long long)sent);
		if (answered != INT_NONE)
			printf(", answered after %lld s", (long long)answered);
		printf("%s%.*s\n", s->trouble.n ? ": " : "", PS(s->trouble));
	}
}

/* The first step that did not leave, in a sentence. */
static int
broken(const struct play *p)
{
	for (size_t i = 0; i < p->r.n; i++) {
		const struct duty_rung *s = &p->r.rung[i];

		if (str_eq(s->state, S("nobody")))
			return failed(EXIT_FAILED, "nobody stands on the rung '%.*s' of the ladder",
			    PS(s->who));
		if (!str_eq(s->state, S("sent")) && !moment_known(s->answered_at))
			return failed(EXIT_FAILED,
			    "the step '%.*s' by %.*s could not be delivered: %.*s", PS(s->who),
			    PS(s->channel),
			    PS(s->trouble.n ? s->trouble : S("it was still waiting")));
	}
	return failed(EXIT_FAILED, "the ladder has no rung");
}

static int
conclude(const struct play *p)
{
	if (p->json)
		print_json(p);
	else
		print_text(p);
	if (str_eq(p->r.result, S("undelivered")))
		return broken(p);
	if (!p->json)
		puts(str_eq(p->r.result, S("answered"))
			 ? "Every rung was delivered and answered."
			 : "Every rung was delivered; some were not answered.");
	return EXIT_DONE;
}

static int
run(struct command_line *cl, struct play *p)
{
	bool over = false;
	enum outcome o = begin(p);

	if (o == OK)
		o = play(p, &over);
	if (o != OK)
		return failed_db(o, "rehearse", p->w.db);
	if (!over)
		return failed(EXIT_UNAVAILABLE,
		    "interrupted: 'vigie work' goes on with it and records its result");
	(void)cl;
	return conclude(p);
}

int
command_rehearse(struct command_line *cl)
{
	struct play p = { .w = { .in = cl->in }, .pace = 1, .json = cl->opt.json };
	int code;

	if (cl->opt.pace &&
	    (!str_int(str_of(cl->opt.pace), &p.pace) || p.pace < 1 || p.pace > PACE_MAX))
		return failed(EXIT_USAGE, "--pace is a number from 1 to %d", PACE_MAX);
	process_begin("rehearse");
	p.w.db = command_db(cl);
	if (p.w.db == NULL)
		return EXIT_UNAVAILABLE;
	hooks_begin(cl->in);
	p.w.arena = arena_new(WORK_MEMORY);
	code = run(cl, &p);
	db_close(p.w.db);
	arena_free(p.w.arena);
	return code;
}
