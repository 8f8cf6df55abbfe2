/*
 * The page of a card that is carried out: the structure ticks, the cell looks on.
 *
 * Each step is a form of its own and comes back to its place, so that it works on a
 * telephone without script.  The cell's page is the same without forms: it is the
 * progress, at the moment that it is asked for.
 */
#include "incident/card_run.h"
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/own.h"

struct step_answer {
	struct code step_state; /* done, na */
	struct str step_note;
	int64_t step_piece; /* number of an attachment */
};

static const struct field step_state = { FIELD(step_answer, step_state), .vocabulary = "step_state",
	.need = REQUIRED };
static const struct field step_note = { FIELD(step_answer, step_note), .max = 2000,
	.input = INPUT_AREA, .sealed = true };
static const struct field step_piece = { FIELD(step_answer, step_piece) };
static const struct field *const step_asked[] = { &step_state, &step_note, &step_piece, NULL };

/* The run of the address; NOT_FOUND for what is no card. */
static enum outcome
find(struct request *rq, struct act *act, const struct incident *in, struct recommendation *ret)
{
	struct recommendation *list;
	int64_t id = 0;
	size_t n = 0;
	enum outcome o = recommendation_list(act, in, &list, &n);

	str_int(rq->segment[1], &id);
	for (size_t i = 0; o == OK && i < n; i++)
		if (list[i].id == id && list[i].card) {
			*ret = list[i];
			return OK;
		}
	return o == OK ? NOT_FOUND : o;
}

static enum outcome
show(struct request *rq, bool own, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct recommendation run;
	struct attachment *file;
	struct card_run_view v = { .in = &in, .s = &s, .own = own, .run = &run };
	enum action action = status == 200 ? ACTION_READ : ACTION_WRITE;
	struct out *out;
	enum outcome o =
	    own ? own_open(rq, action, &act, &in, &s) : desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o != OK)
		return own ? own_closed(rq, o) : o;
	o = find(rq, &act, &in, &run);
	if (o == OK)
		o = attachment_list(&act, &s, &file, &v.n_files);
	if (o != OK)
		return o;
	v.file = file;
	v.base = own ? arena_printf(rq->arena, "/file/%.*s", PS(s.reference))
		     : arena_printf(rq->arena, "/desk/%.*s", PS(in.reference));
	v.may_write = own && !workflow_ended(in.workflow.s);
	if (status == 422) {
		v.filled = &rq->filled;
		str_int(rq->segment[2], &v.wrong);
	}
	out = page_begin(rq, run.card->title[LANG_FR]);
	if (own)
		page_own_card_run(out, &v);
	else
		page_desk_card_run(out, &v);
	return page_end(rq, status);
}

enum outcome
own_card_run_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, true, 200);
}

enum outcome
desk_card_run_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, false, 200);
}

/* Parameter "card". */
enum outcome
own_card_begin(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	o = workflow_ended(in.workflow.s)
		? CONFLICT
		: card_run_begin(&act, &in, param_get(&rq->params, "card"), &id);
	return o == OK
		   ? reply_see_other(rq, "/file/%.*s/cards/%lld", PS(s.reference), (long long)id)
		   : o;
}

static enum outcome
step_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, true, 422);
}

const struct form own_step_form = {
	.asked = step_asked, .size = sizeof(struct step_answer), .invalid = step_again
};

enum outcome
own_card_step(struct request *rq, void *record)
{
	const struct step_answer *a = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t run = 0, step = 0;
	struct tick how = { .state = a->step_state.s,
		.note = a->step_note,
		.attachment = a->step_piece > 0 ? a->step_piece : 0 };
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	if (workflow_ended(in.workflow.s))
		return CONFLICT;
	if (str_eq(how.state, S("na")) && how.note.n == 0) {
		form_error(&rq->filled, &step_note, "error.step_reason");
		return INVALID;
	}
	str_int(rq->segment[1], &run);
	str_int(rq->segment[2], &step);
	o = card_run_mark(&act, &in, &s, run, step, &how);
	return o == OK ? reply_see_other(rq, "/file/%.*s/cards/%lld#step-%lld", PS(s.reference),
			     (long long)run, (long long)step)
		       : o;
}
