/* The work on a file in the demonstration: tasks, measures, cards, timeline, third
 * parties, orientation, losses. */
#include "incident/demo.h"

#include "base/die.h"
#include "incident/third.h"
#include "incident/timeline.h"
#include "incident/work.h"

static int64_t
number(const struct scene *sc, const char *key)
{
	const json_t *n = json_object_get(sc->step, key);

	return json_is_integer(n) ? json_integer_value(n) : INT_NONE;
}

static bool
yes(const struct scene *sc, const char *key)
{
	return json_is_true(json_object_get(sc->step, key));
}

static struct moment
instant(const struct scene *sc, const char *key)
{
	struct str text = demo_word(sc->step, key);

	return text.n ? demo_instant(text, sc->means->now) : sc->act.now;
}

/* ==== Tasks and measures ==== */

/* Without title, the usual ones of the category. */
static enum outcome
task(struct scene *sc)
{
	struct str title = demo_word(sc->step, "title"), due = demo_word(sc->step, "due");
	struct task k = { .title = title,
		.for_structure = yes(sc, "structure"),
		.due_at = due.n ? demo_instant(due, sc->means->now) : MOMENT_NONE };
	size_t n;

	if (title.n == 0)
		return task_add_usual(&sc->act, &sc->in, &sc->s, &n);
	k.owner = k.for_structure ? INT_NONE : act_account(&sc->act);
	return task_add(&sc->act, &sc->in, &sc->s, &k);
}

static enum outcome
task_done(struct scene *sc)
{
	struct str code = demo_word(sc->step, "code");
	struct task *list;
	size_t n = 0;
	enum outcome o = task_list(&sc->act, &sc->in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (str_eq(list[i].code.s, code))
			return task_move(&sc->act, &sc->in, list[i].id, S("faite"),
			    demo_word(sc->step, "text"), false);
	die("demonstration: '%s' has no task '%.*s'", sc->tale->name, PS(code));
}

/* A kind that the file has already goes on to the next state. */
static enum outcome
measure(struct scene *sc)
{
	struct measure m = { .kind = { demo_word(sc->step, "kind") },
		.state = { demo_word(sc->step, "to") },
		.text = demo_word(sc->step, "text") };
	struct measure *list;
	size_t n = 0;
	enum outcome o = measure_list(&sc->act, &sc->in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (str_eq(list[i].kind.s, m.kind.s))
			return measure_move(&sc->act, &sc->in, list[i].id, m.state.s, sc->act.now);
	return o == OK ? measure_add(&sc->act, &sc->in, &m, sc->act.now) : o;
}

/* ==== Cards, timeline, figures ==== */

static enum outcome
begin_card(struct scene *sc)
{
	const json_t *steps = json_object_get(sc->step, "steps"), *j;
	struct tick done = { .state = S("done") }, na = { .state = S("na") };
	int64_t run = 0;
	size_t i;
	enum outcome o = card_run_begin(&sc->act, &sc->in, demo_word(sc->step, "card"), &run);

	done.note = demo_word(sc->step, "text");
	na.note = demo_word(sc->step, "reason");
	json_array_foreach(steps, i, j)
	{
		if (o == OK)
			o = card_run_mark(&sc->act, &sc->in, &sc->s, run, json_integer_value(j),
			    i == 0 && na.note.n ? &na : &done);
		done.note = (struct str){ NULL, 0 };
	}
	return o;
}

static enum outcome
event(struct scene *sc)
{
	struct str seen = demo_word(sc->step, "visibility");
	struct str zone = demo_word(sc->step, "zone"), precision = demo_word(sc->step, "precision");
	struct event e = { .at = instant(sc, "when"),
		.zone = { zone.n ? zone : S("paris") },
		.precision = { precision.n ? precision : S("minute") },
		.phase = { demo_word(sc->step, "phase") },
		.technique = demo_word(sc->step, "technique"),
		.visibility = { seen.n ? seen : S("structure") },
		.state = { yes(sc, "proposed") ? S("proposed") : S("kept") },
		.text = demo_word(sc->step, "text"),
		.source = demo_word(sc->step, "source"),
		.asset = demo_word(sc->step, "asset") };

	return event_add(&sc->act, &sc->in, &e);
}

static enum outcome
loss(struct scene *sc)
{
	struct loss l = { .loss_precision = { demo_word(sc->step, "precision") },
		.staff_hours = number(sc, "staff_hours"),
		.external_cost = number(sc, "external_cost"),
		.equipment_cost = number(sc, "equipment_cost"),
		.lost_activity = number(sc, "lost_activity"),
		.ransom_asked = { demo_word(sc->step, "ransom_asked") },
		.ransom_paid = { demo_word(sc->step, "ransom_paid") },
		.degraded_days = number(sc, "degraded_days"),
		.acts_cancelled = number(sc, "acts_cancelled"),
		.patients_diverted = number(sc, "patients_diverted") };

	return loss_add(&sc->act, &sc->in, &l);
}

/* ==== Orientation ==== */

static enum outcome
orient(struct scene *sc)
{
	return orientation_add(&sc->act, &sc->in, &sc->s, demo_word(sc->step, "responder"));
}

static enum outcome
choose(struct scene *sc)
{
	struct orientation *list;
	size_t n = 0;
	enum outcome o = orientation_list(&sc->act, &sc->in, &list, &n);

	if (o == OK && n == 0)
		die("demonstration: '%s' has no orientation", sc->tale->name);
	return o == OK ? orientation_choose(
			     &sc->act, &sc->in, list[n - 1].id, !yes(sc, "no"), yes(sc, "consent"))
		       : o;
}

/* ==== Third parties ==== */

/* The vendor of that name, or a new one. */
static enum outcome
vendor(struct scene *sc, int64_t *ret)
{
	struct str name = demo_word(sc->step, "vendor");
	struct vendor *list, new = { .name = name,
		.kind = { demo_word(sc->step, "vendor_kind") },
		.product = demo_word(sc->step, "product"),
		.contact = demo_word(sc->step, "contact"),
		.email = demo_word(sc->step, "email"),
		.phone_247 = demo_word(sc->step, "phone") };
	size_t n = 0;
	enum outcome o = vendor_list(&sc->act, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (str_eq(list[i].name, name)) {
			*ret = list[i].id;
			return OK;
		}
	if (o == OK)
		o = vendor_add(&sc->act, &new);
	*ret = new.id;
	return o;
}

static enum outcome
ask(struct scene *sc)
{
	struct intervention k = { .question = demo_word(sc->step, "text") };
	enum outcome o = vendor(sc, &k.vendor);

	return o == OK ? intervention_add(&sc->act, &sc->in, &sc->s, &k) : o;
}

static enum outcome
latest(struct scene *sc, struct intervention *ret)
{
	struct intervention *list;
	size_t n = 0;
	enum outcome o = intervention_list(&sc->act, &sc->in, &list, &n);

	if (o == OK && n == 0)
		die("demonstration: '%s' asked nobody", sc->tale->name);
	if (o == OK)
		*ret = list[0];
	return o;
}

static enum outcome
consent(struct scene *sc)
{
	struct intervention k;
	enum outcome o = latest(sc, &k);

	return o == OK ? told_give(
			     &sc->act, &sc->in, &k, yes(sc, "named"), demo_word(sc->step, "fields"))
		       : o;
}

static enum outcome
ask_by_mail(struct scene *sc)
{
	struct intervention k;
	enum outcome o = latest(sc, &k);

	return o == OK ? intervention_send(&sc->act, &sc->in, &sc->s, &k) : o;
}

/* The third party has no account. */
static enum outcome
answer(struct scene *sc)
{
	struct intervention k;
	enum outcome o = latest(sc, &k);

	sc->act.role = role_code(ROLE_PROVIDER);
	return o == OK ? intervention_answer(&sc->act, &sc->in, &k, demo_word(sc->step, "text"),
			     demo_word(sc->step, "who"))
		       : o;
}

bool
demo_work(struct scene *sc, struct str name, enum outcome *ret)
{
	static const struct {
		const char *name;
		enum outcome (*run)(struct scene *sc);
	} verb[] = {
		{ "task", task },
		{ "task_done", task_done },
		{ "measure", measure },
		{ "begin_card", begin_card },
		{ "event", event },
		{ "loss", loss },
		{ "orient", orient },
		{ "choose", choose },
		{ "ask", ask },
		{ "consent", consent },
		{ "ask_by_mail", ask_by_mail },
		{ "answer", answer },
	};

	for (size_t i = 0; i < sizeof verb / sizeof verb[0]; i++)
		if (str_eq(name, str_of(verb[i].name))) {
			*ret = verb[i].run(sc);
			return true;
		}
	return false;
}
