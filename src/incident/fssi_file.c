/*
 * The FSSI's part of a file: crisis or not, and what was asked for expressly.
 *
 * The FSSI decides and asks here; the treatment is on the other parts, which it
 * reads.  The cell reads this part and answers each demand on the demand's page.
 */
#include "incident/card.h"
#include "incident/desk.h"
#include "incident/fssi_page.h"
#include "incident/incident.h"

#define MANY 100

struct crisis_word {
	struct code crisis_value;
	struct str crisis_motive;
	int64_t crisis_seen;
};

static const struct field decision_value = { FIELD(crisis_word, crisis_value),
	.vocabulary = "yes_no", .need = REQUIRED };
static const struct field decision_motive = { FIELD(crisis_word, crisis_motive), .max = 2000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field decision_seen = { FIELD(crisis_word, crisis_seen), .max = 1000000 };
static const struct field *const decision_asked[] = { &decision_value, &decision_motive,
	&decision_seen, NULL };

struct request_for {
	struct code demand_kind;
	struct str demand_scope;
};

static const struct field for_kind = { FIELD(request_for, demand_kind), .vocabulary = "demand_kind",
	.need = REQUIRED };
static const struct field for_scope = { FIELD(request_for, demand_scope), .max = 4000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field *const for_asked[] = { &for_kind, &for_scope, NULL };

static enum outcome
gather(struct act *act, struct fssi_file_view *v)
{
	struct crisis *crisis;
	struct demand *demand;
	enum outcome o = crisis_list(act, v->in, MANY, &crisis, &v->n_crises);

	if (o == OK)
		o = demand_list(act, v->in, MANY, &demand, &v->n_demands);
	if (o != OK)
		return o;
	v->crisis = crisis;
	v->demand = demand;
	v->seen = v->n_crises ? crisis[0].n : 0;
	return OK;
}

static enum outcome
show(struct request *rq, int status)
{
	struct crisis_word decision = { .crisis_seen = INT_NONE };
	struct request_for for_ = { 0 };
	struct stored_report s;
	struct incident in;
	struct act act;
	struct fssi_file_view v = { .in = &in, .filled = &rq->filled };
	struct out *out;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o == OK)
		o = gather(&act, &v);
	if (o != OK)
		return o;
	v.ended = workflow_ended(in.workflow.s);
	v.may_decide = identity_may(rq, RIGHT(OBJECT_CRISIS, ACTION_WRITE)) && !v.ended;
	v.may_ask = identity_may(rq, RIGHT(OBJECT_DEMAND, ACTION_CREATE)) && !v.ended;
	v.decide = card_form_of(rq, decision_asked, &decision);
	v.ask = card_form_of(rq, for_asked, &for_);
	out = page_begin(
	    rq, t_fill(rq->arena, rq->lang, "fssi.page", (struct str[]){ in.reference }, 1));
	page_fssi_file(out, &v);
	return page_end(rq, status);
}

enum outcome
fssi_file_page(struct request *rq, void *record)
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

const struct form crisis_form = {
	.asked = decision_asked, .size = sizeof(struct crisis_word), .invalid = again
};
const struct form demand_form = {
	.asked = for_asked, .size = sizeof(struct request_for), .invalid = again
};

static enum outcome
back(struct request *rq, const struct incident *in, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/fssi", PS(in->reference));
}

/* Somebody decided meanwhile: the page comes back with their decision, and says so. */
enum outcome
fssi_crisis(struct request *rq, void *record)
{
	const struct crisis_word *d = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_READ, &act, &in, &s);

	if (o != OK)
		return o;
	o = crisis_decide(&act, &in, d->crisis_seen == INT_NONE ? 0 : d->crisis_seen,
	    d->crisis_value.s, rq->visitor.name, d->crisis_motive);
	if (o == CONFLICT) {
		rq->filled.general = "fssi.decided_meanwhile";
		return INVALID;
	}
	return o == OK ? back(rq, &in, "notice.crisis") : o;
}

enum outcome
fssi_demand(struct request *rq, void *record)
{
	const struct request_for *f = record;
	struct stored_report s;
	struct incident in;
	struct demand d;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_READ, &act, &in, &s);

	if (o == OK)
		o = demand_ask(&act, &in, f->demand_kind.s, f->demand_scope, &d);
	return o == OK ? back(rq, &in, "notice.demand") : o;
}
