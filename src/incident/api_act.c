/*
 * /api/v1: what a program does to a file.  Every act is the page's own, after the same
 * questions; here is only what a program says otherwise: a version instead of the
 * values that a form began with, a mail address instead of a list of people, and one
 * answer for all.
 *
 * What a body does not name stays: a program that knows three values must not empty
 * the forty others.  Rejected: PATCH beside POST, one meaning under two names.
 */
#include "incident/api.h"
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/own.h"

/* ==== Every change ==== */

static enum outcome
conflict(struct request *rq, const char *key)
{
	reply_problem(rq, 409, key);
	return CONFLICT;
}

enum outcome
api_change(struct request *rq, struct api_call *c, bool ended)
{
	enum outcome o = api_once(rq, &c->made);

	if (o == CONFLICT)
		return conflict(rq, "api.once");
	if (o == OK && c->made.n == 0 && !ended && workflow_ended(c->in.workflow.s))
		return conflict(rq, "api.ended");
	return o;
}

static enum outcome
answer(struct request *rq, const struct api_call *c)
{
	struct buf b = BUF_INIT(1u << 10);
	struct json j = { .out = &b };
	enum outcome o;

	json_open(&j, '{');
	json_pair(&j, "reference", c->cell ? c->in.reference : c->s.reference);
	json_pair(&j, "workflow", c->in.workflow.s);
	json_pair(&j, "care_state", c->in.care_state.s);
	if (c->cell) {
		json_pair_int(&j, "version", c->in.version);
		json_pair(&j, "decision",
		    str_starts(c->made, S("DEC-")) ? c->made : (struct str){ NULL, 0 });
	}
	json_close(&j, '}');
	o = reply_json(rq, 201, &b);
	buf_release(&b);
	return o;
}

/* A repeat is answered as the first call was: what waits for two is remembered. */
enum outcome
api_changed(struct request *rq, struct api_call *c, enum outcome o)
{
	if (o == OK && c->made.n == 0) {
		c->made = c->act.asked.n ? c->act.asked : c->in.reference;
		o = api_once_made(rq, c->made);
	}
	return o == OK ? answer(rq, c) : o;
}

void
api_keep(const struct request *rq, field_list asked, const void *base, void *record)
{
	for (; *asked; asked++)
		if (!param_has(&rq->params, (*asked)->name))
			field_assign(*asked, record, *asked, base);
}

/* ==== Qualification ==== */

/* After api_change, so that a repeat is no conflict with what it did itself. */
enum outcome
api_qualification(struct request *rq, void *record)
{
	struct incident *to = record;
	struct incident base;
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_WRITE, &c);

	if (o == OK)
		o = api_change(rq, &c, false);
	if (o != OK || c.made.n)
		return api_changed(rq, &c, o);
	if (to->version == INT_NONE) {
		form_error(&rq->filled, rq->route->form->asked[0], "error.required");
		return INVALID;
	}
	if (to->version != c.in.version)
		return CONFLICT;
	base = c.in;
	qualify_begin(&base, &c.s, rq->now);
	api_keep(rq, rq->route->form->asked, &base, to);
	o = qualify_apply(&c.act, &c.in, &c.s, to, &rq->filled);
	return api_changed(rq, &c, o);
}

/* ==== Who, and how far ==== */

static const struct field *const nothing_asked[] = { NULL };
const struct form api_take_form = { .asked = nothing_asked, .size = 1 };

enum outcome
api_take(struct request *rq, void *record)
{
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_WRITE, &c);

	(void)record;
	if (o == OK)
		o = api_change(rq, &c, false);
	if (o == OK && c.made.n == 0)
		o = file_assign(&c.act, &c.in, c.act.account);
	return api_changed(rq, &c, o);
}

struct api_assignee {
	struct str email;
};

static const struct field assignee_email = { FIELD(api_assignee, email), .max = 254,
	.need = REQUIRED, .input = INPUT_EMAIL, .sealed = true };
static const struct field *const assignee_asked[] = { &assignee_email, NULL };

const struct form api_assignee_form = { .asked = assignee_asked,
	.size = sizeof(struct api_assignee) };

/* The member's own address first: who may give to nobody else learns of no account. */
static enum outcome
whom(struct request *rq, struct act *act, struct str email, int64_t *ret)
{
	const struct member *m = request_member(rq);
	struct facts anybody = { .account = -1 };
	struct account acc;
	enum outcome o;

	*ret = m->account;
	if (str_eq_nocase(email, m->email))
		return OK;
	if (!access_may(m, OBJECT_FILE, ACTION_ASSIGN, &anybody))
		return FORBIDDEN;
	o = account_by_email(act->db, act->keyring, email, act->arena, &acc);
	if (o == OK)
		*ret = acc.id;
	return o == NOT_FOUND ? INVALID : o;
}

enum outcome
api_assignee(struct request *rq, void *record)
{
	const struct api_assignee *to = record;
	struct api_call c;
	int64_t account = 0;
	enum outcome o = api_open_cell(rq, ACTION_WRITE, &c);

	if (o == OK)
		o = api_change(rq, &c, false);
	if (o == OK && c.made.n == 0)
		o = whom(rq, &c.act, to->email, &account);
	if (o == OK && c.made.n == 0)
		o = file_assign_to(&c.act, request_member(rq), &c.in, account);
	if (o == INVALID)
		form_error(&rq->filled, &assignee_email, "error.assignee");
	return api_changed(rq, &c, o);
}

enum outcome
api_workflow(struct request *rq, void *record)
{
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_WRITE, &c);

	if (o == OK)
		o = api_change(rq, &c, true);
	if (o == OK && c.made.n == 0)
		o = file_move(&c.act, request_member(rq), &c.in, record, &rq->filled);
	return o == CONFLICT && rq->reply.status < 400 ? conflict(rq, "api.step")
						       : api_changed(rq, &c, o);
}

/* A closing that takes two is asked: the answer has the number of the decision. */
enum outcome
api_closing(struct request *rq, void *record)
{
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_CLOSE, &c);

	if (o == OK)
		o = api_change(rq, &c, false);
	if (o == OK && c.made.n == 0) {
		api_keep(rq, rq->route->form->asked, &c.in, record);
		o = close_apply(&c.act, &c.in, &c.s, record, &rq->filled);
	}
	return o == CONFLICT && rq->reply.status < 400 ? conflict(rq, "api.asked")
						       : api_changed(rq, &c, o);
}

enum outcome
api_reopening(struct request *rq, void *record)
{
	const struct reopening *why = record;
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_REOPEN, &c);

	if (o == OK)
		o = api_change(rq, &c, true);
	if (o == OK && c.made.n == 0)
		o = file_reopen(&c.act, &c.in, why->reason);
	return o == CONFLICT && rq->reply.status < 400 ? conflict(rq, "api.step")
						       : api_changed(rq, &c, o);
}

/* ==== Messages, and the state that the structure says ==== */

enum outcome
api_message(struct request *rq, void *record)
{
	const struct letter *m = record;
	struct api_call c;
	enum outcome o = api_open(rq, ACTION_WRITE, &c);

	if (o == OK)
		o = api_change(rq, &c, true);
	if (o == OK && c.made.n == 0)
		o = c.cell
			? note_save(&c.act, &c.in, &c.s, S("message"), S("structure"), m->message)
			: own_message_save(&c.act, &c.in, m->message);
	return api_changed(rq, &c, o);
}

/* Of the structure alone, as its page. */
enum outcome
api_care_state(struct request *rq, void *record)
{
	const struct care *to = record;
	struct api_call c = { .cell = false };
	enum outcome o =
	    file_open(rq, OBJECT_OWN_FILE, ACTION_WRITE, rq->segment[0], &c.act, &c.in, &c.s);

	if (o == OK)
		o = api_change(rq, &c, false);
	if (o == OK && c.made.n == 0)
		o = care_sound(&c.in, &c.s.r, to, rq->now, &rq->filled)
			? care_change(&c.act, &c.in, to)
			: INVALID;
	return api_changed(rq, &c, o);
}
