/*
 * One express demand: the cell answers and keeps the plan of remediation, the FSSI
 * reads how far it is and closes.
 */
#include "incident/card.h"
#include "incident/desk.h"
#include "incident/fssi_page.h"
#include "incident/incident.h"

struct said {
	struct code demand_answer_state;
	struct moment demand_planned;
	struct str demand_answer;
};

static const struct field said_state = { FIELD(said, demand_answer_state),
	.vocabulary = "demand_state", .need = REQUIRED };
static const struct field said_planned = { FIELD(said, demand_planned) };
static const struct field said_answer = { FIELD(said, demand_answer), .max = 4000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const said_asked[] = { &said_state, &said_planned, &said_answer, NULL };

struct step {
	struct str step_what, step_owner;
	struct moment step_due;
	int64_t step_id; /* none: a new one */
	struct code step_state;
};

static const struct field step_what = { FIELD(step, step_what), .max = 500, .sealed = true };
static const struct field step_owner = { FIELD(step, step_owner), .max = 120, .sealed = true };
static const struct field step_due = { FIELD(step, step_due) };
static const struct field step_id = { FIELD(step, step_id) };
static const struct field step_state = { FIELD(step, step_state),
	.vocabulary = "remediation_state" };
static const struct field *const step_asked[] = { &step_what, &step_owner, &step_due, &step_id,
	&step_state, NULL };
static const struct field *const step_shown[] = { &step_what, &step_owner, &step_due, NULL };

struct end {
	struct str demand_closing;
};

static const struct field end_closing = { FIELD(end, demand_closing), .max = 4000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const end_asked[] = { &end_closing, NULL };

static enum outcome
open_demand(struct request *rq, struct act *act, struct incident *in, struct demand *d)
{
	struct stored_report s;
	enum outcome o = desk_open(rq, ACTION_READ, act, in, &s);

	return o == OK ? demand_by_reference(act, in, rq->segment[1], d) : o;
}

static enum outcome
show(struct request *rq, int status)
{
	struct said said = { .demand_planned = MOMENT_NONE };
	struct step step = { .step_due = MOMENT_NONE, .step_id = INT_NONE };
	struct end end = { 0 };
	struct incident in;
	struct demand d;
	struct act act;
	struct demand_view v = { .in = &in, .d = &d, .filled = &rq->filled };
	struct out *out;
	enum outcome o = open_demand(rq, &act, &in, &d);

	if (o != OK)
		return o;
	v.may_answer = identity_may(rq, RIGHT(OBJECT_DEMAND, ACTION_WRITE)) && !demand_ended(&d);
	v.may_close = identity_may(rq, RIGHT(OBJECT_DEMAND, ACTION_CLOSE)) && !demand_ended(&d);
	v.answer = card_form_of(rq, said_asked, &said);
	v.step = card_form_of(rq, step_shown, &step);
	v.close = card_form_of(rq, end_asked, &end);
	out = page_begin(rq, d.reference);
	page_demand(out, &v);
	return page_end(rq, status);
}

enum outcome
demand_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 200);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

const struct form demand_answer_form = {
	.asked = said_asked, .size = sizeof(struct said), .invalid = again
};
const struct form demand_step_form = {
	.asked = step_asked, .size = sizeof(struct step), .invalid = again
};
const struct form demand_close_form = {
	.asked = end_asked, .size = sizeof(struct end), .invalid = again
};

static enum outcome
back(struct request *rq, const struct incident *in, const struct demand *d, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/fssi/%.*s", PS(in->reference), PS(d->reference));
}

/* A plan has a date, and what is asked of nobody is no answer. */
enum outcome
demand_say(struct request *rq, void *record)
{
	const struct said *said = record;
	struct incident in;
	struct demand d;
	struct act act;
	enum outcome o = open_demand(rq, &act, &in, &d);

	if (o != OK)
		return o;
	if (!str_in_set(S("accepted|refused|planned"), said->demand_answer_state.s)) {
		form_error(&rq->filled, &said_state, "error.choice");
		return INVALID;
	}
	if (str_eq(said->demand_answer_state.s, S("planned")) &&
	    !moment_known(said->demand_planned)) {
		form_error(&rq->filled, &said_planned, "error.required");
		return INVALID;
	}
	o = demand_answer(
	    &act, &in, &d, said->demand_answer_state.s, said->demand_planned, said->demand_answer);
	return o == OK ? back(rq, &in, &d, "notice.demand_answered") : o;
}

static enum outcome
new_step(struct request *rq, const struct step *step, struct remediation *r)
{
	if (step->step_what.n == 0)
		form_error(&rq->filled, &step_what, "error.required");
	if (step->step_owner.n == 0)
		form_error(&rq->filled, &step_owner, "error.required");
	*r = (struct remediation){ .what = step->step_what,
		.owner = step->step_owner,
		.due_at = step->step_due,
		.state = { S("todo") } };
	return rq->filled.errors ? INVALID : OK;
}

/* What a step says stays; how far it is, and until when, changes. */
static enum outcome
known_step(const struct demand *d, const struct step *step, struct remediation *r)
{
	size_t i = 0;

	while (i < d->n_steps && d->step[i].id != step->step_id)
		i++;
	if (i == d->n_steps)
		return NOT_FOUND;
	*r = d->step[i];
	if (step->step_state.s.n)
		r->state = step->step_state;
	if (moment_known(step->step_due))
		r->due_at = step->step_due;
	return OK;
}

enum outcome
demand_step(struct request *rq, void *record)
{
	const struct step *step = record;
	struct remediation r;
	struct incident in;
	struct demand d;
	struct act act;
	enum outcome o = open_demand(rq, &act, &in, &d);

	if (o == OK && demand_ended(&d))
		o = CONFLICT;
	if (o == OK)
		o = step->step_id == INT_NONE ? new_step(rq, step, &r) : known_step(&d, step, &r);
	if (o == OK)
		o = remediation_save(&act, &in, &d, &r);
	return o == OK ? back(rq, &in, &d, "notice.plan") : o;
}

enum outcome
demand_end(struct request *rq, void *record)
{
	const struct end *end = record;
	struct incident in;
	struct demand d;
	struct act act;
	enum outcome o = open_demand(rq, &act, &in, &d);

	if (o == OK)
		o = demand_close(&act, &in, &d, end->demand_closing);
	return o == OK ? back(rq, &in, &d, "notice.demand_closed") : o;
}

/* ==== Called by the templates ==== */

static void
options(struct out *o, const char *vocabulary, struct str offered, struct str chosen)
{
	const struct vocab *list = vocab_get(vocabulary);

	for (size_t i = 0; i < list->n; i++) {
		struct str code = list->item[i].code;

		if (offered.n && !str_in_set(offered, code))
			continue;
		buf_printf(o->buf, "<option value=\"%.*s\"%s>", PS(code),
		    str_eq(code, chosen) ? " selected" : "");
		out_label(o, vocabulary, code);
		buf_puts(o->buf, "</option>\n");
	}
}

void
demand_answers(struct out *o, const struct demand_view *v)
{
	options(o, "demand_state", S("accepted|planned|refused"), v->answer->typed[0].raw);
}

void
remediation_states(struct out *o, struct str chosen)
{
	options(o, "remediation_state", (struct str){ NULL, 0 }, chosen);
}
