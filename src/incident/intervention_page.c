/*
 * Asking a vendor or provider, from the desk and by the structure that consents.
 *
 * The letter is shown as the third party will read it before anything leaves; the
 * structure sees the same words when it says what may be told.
 */
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/vendor_view.h"

/* ==== The part of the file ==== */

struct new_intervention {
	int64_t int_vendor;
	struct str int_question;
};

static const struct field new_vendor = { FIELD(new_intervention, int_vendor), .need = REQUIRED,
	.min = 1 };
static const struct field new_question = { FIELD(new_intervention, int_question), .max = 4000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field *const new_asked[] = { &new_vendor, &new_question, NULL };
static const struct field *const new_shown[] = { &new_question, NULL };

static enum outcome
show_list(struct request *rq, int status)
{
	static const struct new_intervention blank;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct facts none = { 0 };
	struct intervention *item;
	struct vendor *vendor;
	struct interventions_view v = { .in = &in, .s = &s, .now = rq->now, .filled = &rq->filled };
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o == OK)
		o = intervention_list(&act, &in, &item, &v.n);
	if (o == OK)
		o = vendor_list(&act, &vendor, &v.n_vendors);
	if (o == OK)
		o = third_party_waited(&act, &in, &v.waited);
	if (o != OK)
		return o;
	v.item = item;
	v.vendor = vendor;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none) &&
		      !workflow_ended(in.workflow.s);
	if (status == 200)
		form_show(new_shown, &blank, &rq->filled, rq->zone, rq->arena);
	page_interventions(
	    page_begin(rq, t_fill(rq->arena, rq->lang, "vendor.part_page", &in.reference, 1)), &v);
	return page_end(rq, status);
}

enum outcome
interventions_page(struct request *rq, void *record)
{
	(void)record;
	return show_list(rq, 200);
}

static enum outcome
new_again(struct request *rq, void *record)
{
	(void)record;
	return show_list(rq, 422);
}

const struct form intervention_form = {
	.asked = new_asked, .size = sizeof(struct new_intervention), .invalid = new_again
};

enum outcome
intervention_new(struct request *rq, void *record)
{
	const struct new_intervention *n = record;
	struct intervention k = { .vendor = n->int_vendor, .question = n->int_question };
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = intervention_add(&act, &in, &s, &k);
	if (o == INVALID)
		form_error(&rq->filled, &new_question, "error.question_names");
	return o == OK ? reply_see_other(
			     rq, "/desk/%.*s/providers/%.*s", PS(in.reference), PS(k.reference))
		       : o;
}

/* ==== One, for the cell ==== */

struct call {
	struct code call_kind;
	struct str call_who, call_text;
};

static const struct field call_kind = { FIELD(call, call_kind), .vocabulary = "call_kind",
	.need = REQUIRED };
static const struct field call_who = { FIELD(call, call_who), .max = 200, .sealed = true };
static const struct field call_text = { FIELD(call, call_text), .max = 4000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const call_asked[] = { &call_kind, &call_who, &call_text, NULL };

/* What both sides see of it. */
static enum outcome
gather(struct act *act, struct intervention_view *v)
{
	struct vendor *vendor = arena_new_of(act->arena, struct vendor);
	struct told *told = arena_new_of(act->arena, struct told);
	struct letter_text *letter = arena_new_of(act->arena, struct letter_text);
	enum outcome o = vendor_by_id(act, v->k->vendor, vendor);

	if (o == OK)
		o = told_now(act, v->k, told);
	if (o != OK)
		return o;
	letter_write(act->arena, v->k, &v->s->r, told, v->in->tlp.s, letter);
	v->vendor = vendor;
	v->told = told;
	v->letter = letter;
	return OK;
}

static enum outcome
show_one(struct request *rq, int status)
{
	static const struct call blank;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct facts none = { 0 };
	struct intervention k;
	struct int_message *message;
	struct intervention_view v = {
		.in = &in, .s = &s, .k = &k, .now = rq->now, .filled = &rq->filled
	};
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o == OK)
		o = intervention_open(&act, &in, rq->segment[1], &k);
	if (o == OK)
		o = gather(&act, &v);
	if (o == OK)
		o = intervention_messages(&act, &in, &k, &message, &v.n_messages);
	if (o != OK)
		return o;
	v.message = message;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none) &&
		      !workflow_ended(in.workflow.s) && !moment_known(k.ended_at);
	if (status == 200)
		form_show(call_asked, &blank, &rq->filled, rq->zone, rq->arena);
	page_intervention(page_begin(rq, k.reference), &v);
	return page_end(rq, status);
}

enum outcome
intervention_page(struct request *rq, void *record)
{
	(void)record;
	return show_one(rq, 200);
}

static enum outcome
call_again(struct request *rq, void *record)
{
	(void)record;
	return show_one(rq, 422);
}

const struct form intervention_call_form = {
	.asked = call_asked, .size = sizeof(struct call), .invalid = call_again
};

static enum outcome
open_one(struct request *rq, struct act *act, struct incident *in, struct stored_report *s,
    struct intervention *k)
{
	enum outcome o = desk_open_live(rq, ACTION_WRITE, act, in, s);

	return o == OK ? intervention_open(act, in, rq->segment[1], k) : o;
}

static enum outcome
back(struct request *rq, const struct incident *in, const struct intervention *k, enum outcome o,
    const char *notice)
{
	if (o != OK)
		return o;
	reply_notice(rq, notice);
	return reply_see_other(
	    rq, "/desk/%.*s/providers/%.*s", PS(in->reference), PS(k->reference));
}

/* A vendor without address has no button; whoever posts all the same is told. */
enum outcome
intervention_send_post(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct intervention k;
	enum outcome o = open_one(rq, &act, &in, &s, &k);

	(void)record;
	if (o == OK)
		o = exit_release(rq, &act, &in, "vendor_letter");
	if (o == OK)
		o = intervention_send(&act, &in, &s, &k);
	return back(rq, &in, &k, o == INVALID ? CONFLICT : o, "notice.third_sent");
}

enum outcome
intervention_call_post(struct request *rq, void *record)
{
	const struct call *c = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct intervention k;
	enum outcome o = open_one(rq, &act, &in, &s, &k);

	if (o == OK)
		o = intervention_call(
		    &act, &in, &k, str_eq(c->call_kind.s, S("reponse")), c->call_text, c->call_who);
	return back(rq, &in, &k, o, "notice.work");
}

enum outcome
intervention_end_post(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct intervention k;
	enum outcome o = open_one(rq, &act, &in, &s, &k);

	(void)record;
	if (o == OK)
		o = intervention_end(&act, &in, &k);
	return back(rq, &in, &k, o, "notice.work");
}

/* ==== One, for its structure: what may be told ==== */

struct consent_answer {
	bool told_named;
	struct codes told_fields;
};

static const struct field answer_named = { FIELD(consent_answer, told_named) };
static const struct field answer_fields = { FIELD(consent_answer, told_fields),
	.vocabulary = "told_field" };
static const struct field *const told_asked[] = { &answer_named, &answer_fields, NULL };

static enum outcome
show_own(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct intervention k;
	struct consent_answer now = { 0 };
	struct intervention_view v = {
		.in = &in, .s = &s, .k = &k, .now = rq->now, .filled = &rq->filled
	};
	enum outcome o = own_open(rq, status == 200 ? ACTION_READ : ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	o = intervention_open(&act, &in, rq->segment[1], &k);
	if (o == OK)
		o = gather(&act, &v);
	if (o != OK)
		return o;
	now = (struct consent_answer){ v.told->named, v.told->fields };
	v.may_write = !workflow_ended(in.workflow.s) && !moment_known(k.ended_at);
	if (status == 200)
		form_show(told_asked, &now, &rq->filled, rq->zone, rq->arena);
	page_own_intervention(page_begin(rq, t(rq->lang, "vendor.consent_title")), &v);
	return page_end(rq, status);
}

enum outcome
own_intervention_page(struct request *rq, void *record)
{
	(void)record;
	return show_own(rq, 200);
}

static enum outcome
told_again(struct request *rq, void *record)
{
	(void)record;
	return show_own(rq, 422);
}

const struct form told_form = {
	.asked = told_asked, .size = sizeof(struct consent_answer), .invalid = told_again
};

/* give NULL: what was given is taken back. */
static enum outcome
consent(struct request *rq, const struct consent_answer *give)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct intervention k;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	o = intervention_open(&act, &in, rq->segment[1], &k);
	/* Taking back is possible for ever; giving, while it serves. */
	if (o == OK && give && (workflow_ended(in.workflow.s) || moment_known(k.ended_at)))
		o = CONFLICT;
	if (o == OK)
		o = give ? told_give(&act, &in, &k, give->told_named, give->told_fields.s)
			 : told_revoke(&act, &in, &k);
	if (o == OK)
		o = own_tell_cell(
		    &act, &in, give ? "mail.cell.consent" : "mail.cell.consent_revoked");
	if (o != OK)
		return o;
	reply_notice(rq, give ? "notice.consent" : "notice.consent_revoked");
	return reply_see_other(rq, "/file/%.*s/providers/%.*s", PS(s.reference), PS(k.reference));
}

enum outcome
told_post(struct request *rq, void *record)
{
	return consent(rq, record);
}

enum outcome
told_revoke_post(struct request *rq, void *record)
{
	(void)record;
	return consent(rq, NULL);
}
