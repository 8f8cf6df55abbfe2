/*
 * Deciding: what waits for a second person, what one asked oneself, what was decided.
 *
 * The page shows the file's log since the question, and the approval carries the
 * version that was shown: a file that went on meanwhile is read again first.
 */
#include "incident/decision_view.h"
#include "incident/incident.h"

struct ruling {
	struct str answer;
};

static const struct field ruling_answer = { FIELD(ruling, answer), .max = 2000, .input = INPUT_AREA,
	.sealed = true };
static const struct field *const ruling_asked[] = { &ruling_answer, NULL };

#define SINCE_MANY 50

static enum outcome
ruling_open(struct request *rq, enum action action, struct act *act, struct decision *d,
    struct incident *in)
{
	struct stored_report s;
	enum outcome o;

	*act = act_of(rq);
	o = decision_by_reference(act, rq->segment[0], d);
	if (o == OK)
		o = file_open(rq, OBJECT_DECISION, action, d->incident_reference, act, in, &s);
	page_desk(rq);
	rq->active = "/decisions";
	return o;
}

/* ==== One ==== */

static enum outcome
gather_since(struct act *act, struct decision_view *v)
{
	struct log_entry *list;
	size_t n = 0, kept = 0;
	enum outcome o = log_list(act, v->in, true, SINCE_MANY, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (list[i].at.s > v->d->asked_at.s)
			list[kept++] = list[i];
	v->since = list;
	v->n_since = kept;
	return o;
}

static enum outcome
show(struct request *rq, struct act *act, struct decision *d, const struct incident *in, int status)
{
	struct incident *proposed = arena_new_of(rq->arena, struct incident);
	struct decision_view v = { .d = d, .in = in, .proposed = proposed, .filled = &rq->filled };
	bool open = str_eq(d->state.s, S("asked"));
	struct out *out;
	enum outcome o = decision_open(act, in, d);

	field_clear(incident_clear_fields, proposed);
	field_clear(incident_sealed_fields, proposed);
	v.fields = decision_fields(d->kind.s);
	if (o == OK && !decision_read(d, proposed, rq->arena))
		o = UNAVAILABLE;
	if (o == OK)
		o = gather_since(act, &v);
	if (o != OK)
		return o;
	v.may_withdraw = open && d->asked_by == act->account;
	v.may_decide = open && !v.may_withdraw && decision_role(d->kind.s, act->role);
	out = page_begin(rq, arena_printf(rq->arena, "%.*s – %.*s", PS(d->reference),
				 PS(vocab_label("decision_kind", d->kind.s, rq->lang))));
	page_decision(out, &v);
	return page_end(rq, status);
}

enum outcome
decision_page(struct request *rq, void *record)
{
	struct ruling blank = { 0 };
	struct decision d;
	struct incident in;
	struct act act;
	enum outcome o = ruling_open(rq, ACTION_READ, &act, &d, &in);

	(void)record;
	form_show(ruling_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return o == OK ? show(rq, &act, &d, &in, 200) : o;
}

static enum outcome
decision_again(struct request *rq, void *record)
{
	struct decision d;
	struct incident in;
	struct act act;
	enum outcome o = ruling_open(rq, ACTION_READ, &act, &d, &in);

	(void)record;
	return o == OK ? show(rq, &act, &d, &in, 422) : o;
}

const struct form ruling_form = {
	.asked = ruling_asked, .size = sizeof(struct ruling), .invalid = decision_again
};

/* Somebody was faster: the page says who, when and what. */
static enum outcome
too_late(struct request *rq, struct act *act, const struct incident *in)
{
	struct decision d;
	enum outcome o = decision_by_reference(act, rq->segment[0], &d);

	if (o == OK && str_eq(d.state.s, S("asked")))
		return CONFLICT;
	rq->filled.general = "error.decided";
	return o == OK ? show(rq, act, &d, in, 409) : o;
}

static enum outcome
settled(struct request *rq, enum outcome o, struct act *act, const struct incident *in,
    const char *notice)
{
	if (o == CONFLICT)
		return too_late(rq, act, in);
	if (o == FORBIDDEN)
		trail_refuse(act->trail, "decision.refused", "decision", rq->segment[0],
		    (struct str){ NULL, 0 });
	if (o != OK)
		return o;
	reply_notice(rq, notice);
	return reply_see_other(rq, "/decisions");
}

enum outcome
decision_approve_post(struct request *rq, void *record)
{
	const struct ruling *r = record;
	struct decision d;
	struct incident in;
	struct act act;
	int64_t version = 0;
	enum outcome o = ruling_open(rq, ACTION_CONFIRM, &act, &d, &in);

	if (o != OK)
		return o;
	str_int(param_get(&rq->params, "version"), &version);
	if (str_eq(d.state.s, S("asked")) && version != in.version) {
		rq->filled.general = "error.changed_since";
		return show(rq, &act, &d, &in, 409);
	}
	o = decision_approve(&act, &d, version, r->answer);
	return settled(rq, o, &act, &in, "notice.approved");
}

enum outcome
decision_refuse_post(struct request *rq, void *record)
{
	const struct ruling *r = record;
	struct decision d;
	struct incident in;
	struct act act;
	enum outcome o = ruling_open(rq, ACTION_CONFIRM, &act, &d, &in);

	if (o == OK)
		o = decision_refuse(&act, &d, r->answer);
	if (o == INVALID)
		form_error(&rq->filled, &ruling_answer, "error.required");
	return settled(rq, o, &act, &in, "notice.refused");
}

enum outcome
decision_withdraw_post(struct request *rq, void *record)
{
	struct decision d;
	struct incident in;
	struct act act;
	enum outcome o = ruling_open(rq, ACTION_CREATE, &act, &d, &in);

	(void)record;
	if (o == OK)
		o = decision_withdraw(&act, &d);
	return settled(rq, o, &act, &in, "notice.withdrawn");
}

/* ==== All ==== */

enum outcome
decisions_page(struct request *rq, void *record)
{
	const struct member *m = request_member(rq);
	struct decisions_view v = { .me = m->account, .role = rq->visitor.role };
	struct act act = act_of(rq);
	struct decision *open, *mine, *past;
	enum outcome o = decision_list(&act, m, "open", 0, &open, &v.n_open);

	(void)record;
	if (o == OK)
		o = decision_list(&act, m, "mine", 0, &mine, &v.n_mine);
	if (o == OK)
		o = decision_list(&act, m, "past", 0, &past, &v.n_past);
	if (o != OK)
		return o;
	v.open = open;
	v.mine = mine;
	v.past = past;
	page_desk(rq);
	rq->active = "/decisions";
	page_decisions(page_begin(rq, t(rq->lang, "decisions.title")), &v);
	return page_end(rq, 200);
}

size_t
decision_rows(const struct decision_view *v)
{
	size_t n = 0;

	while (v->fields[n])
		n++;
	return n;
}
