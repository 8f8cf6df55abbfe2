/* What authorities do in the demonstration: crisis, express demand, taking charge. */
#include "base/die.h"
#include "incident/demo.h"
#include "incident/fssi.h"
#include "incident/takeover.h"
#include "incident/thread.h"

static struct str
name_of(struct scene *sc)
{
	return sc->cast->person(sc->cast->context, demo_word(sc->step, "by"))->name;
}

enum outcome
demo_crisis(struct scene *sc)
{
	struct crisis *list;
	size_t n = 0;
	enum outcome o = crisis_list(&sc->act, &sc->in, 1, &list, &n);

	return o == OK ? crisis_decide(&sc->act, &sc->in, n ? list[0].n : 0,
			     demo_word(sc->step, "to"), name_of(sc), demo_word(sc->step, "text"))
		       : o;
}

enum outcome
demo_ask(struct scene *sc)
{
	struct demand d;

	return demand_ask(
	    &sc->act, &sc->in, demo_word(sc->step, "kind"), demo_word(sc->step, "text"), &d);
}

/* The newest demand of the file. */
static enum outcome
last(struct scene *sc, struct demand *ret)
{
	struct demand *list;
	size_t n = 0;
	enum outcome o = demand_list(&sc->act, &sc->in, 1, &list, &n);

	if (o == OK && n == 0)
		die("demonstration: '%s' was asked for nothing", sc->tale->name);
	if (o == OK)
		*ret = list[0];
	return o;
}

enum outcome
demo_answer(struct scene *sc)
{
	struct str planned = demo_word(sc->step, "planned");
	struct demand d;
	enum outcome o = last(sc, &d);

	return o == OK ? demand_answer(&sc->act, &sc->in, &d, demo_word(sc->step, "to"),
			     planned.n ? demo_instant(planned, sc->means->now) : MOMENT_NONE,
			     demo_word(sc->step, "text"))
		       : o;
}

enum outcome
demo_plan(struct scene *sc)
{
	struct remediation r = { .what = demo_word(sc->step, "text"),
		.owner = demo_word(sc->step, "owner"),
		.due_at = demo_instant(demo_word(sc->step, "due"), sc->means->now),
		.state = { demo_word(sc->step, "to") } };
	struct demand d;
	enum outcome o = last(sc, &d);

	return o == OK ? remediation_save(&sc->act, &sc->in, &d, &r) : o;
}

enum outcome
demo_takeover(struct scene *sc)
{
	struct takeover who = { .since = sc->act.now,
		.contact = demo_word(sc->step, "contact"),
		.phone = demo_word(sc->step, "phone") };

	return takeover_declare(&sc->act, sc->in.id, &who);
}

enum outcome
demo_hand_back(struct scene *sc)
{
	return takeover_end(&sc->act, sc->in.id, S("done"), demo_word(sc->step, "text"));
}
