/*
 * The pages of calls: who is on watch, what rings, and the buttons.
 *
 * Whoever may answer answers with one button; the FSSI those calls only that have
 * reached the FSSI (facts.desk, as for cards).
 */
#include "duty/private.h"

#include "base/table.h"

#include "duty_sql.h"

#define SHOWN_CLOSED 10
#define SHOWN_REHEARSALS 5

static struct facts
facts_of(const struct call *c)
{
	return (struct facts){ .desk = c->reached_fssi ? ROLE_FSSI : ROLE_VISITOR };
}

/* ==== One call ==== */

static enum outcome
fill(struct request *rq, const struct duty_means *m, const struct call *c, struct call_view *v)
{
	const struct member *me = request_member(rq);
	struct facts facts = facts_of(c);
	struct call *told = arena_new_of(rq->arena, struct call);
	struct duty_rung *step;
	bool answers = access_may(me, OBJECT_CALL, ACTION_ACKNOWLEDGE, &facts);
	bool mine = c->answered_by == m->account;
	enum outcome o = call_steps(m, c->id, &step, &v->n);

	if (o == OK)
		o = call_told(m, c, me->account, role_code(me->role), told);
	v->c = told;
	v->step = step;
	v->reference = call_reference(rq->arena, c->id);
	v->subject_path = call_subject_path(rq->arena, told);
	v->answered_name = person_name(m, c->answered_by);
	v->closed_name = person_name(m, c->closed_by);
	v->may_answer = answers && str_eq(c->state.s, S("ringing"));
	v->may_take = answers && str_eq(c->state.s, S("answered")) && !mine;
	v->may_close =
	    access_may(me, OBJECT_CALL, ACTION_CLOSE, &facts) && str_eq(c->state.s, S("answered"));
	v->held =
	    str_eq(c->state.s, S("ringing")) && !c->rehearsal && !duty_rings(c->reason.s, m->now);
	return o;
}

static enum outcome
call_open_for(struct request *rq, enum action action, struct duty_means *m, struct call *c)
{
	struct facts facts;
	enum outcome o;

	*m = duty_means_of(rq);
	o = call_by_reference(m, rq->segment[0], c);
	if (o != OK)
		return o;
	facts = facts_of(c);
	if (access_may(request_member(rq), OBJECT_CALL, action, &facts))
		return OK;
	trail_refuse(m->trail, "call.refused", "call", call_reference(m->arena, c->id),
	    (struct str){ NULL, 0 });
	return FORBIDDEN;
}

static enum outcome
show_call(struct request *rq, const struct duty_means *m, const struct call *c, int status)
{
	struct call_page_view v = { 0 };
	struct out *out;
	enum outcome o = fill(rq, m, c, &v.call);

	if (o != OK)
		return o;
	v.call.alone = true;
	rq->active = "/duty";
	page_desk(rq);
	out = page_begin(rq, v.call.reference);
	page_duty_call(out, &v);
	return page_end(rq, status);
}

enum outcome
duty_call_page(struct request *rq, void *record)
{
	struct duty_means m;
	struct call c;
	enum outcome o = call_open_for(rq, ACTION_READ, &m, &c);

	(void)record;
	return o == OK ? show_call(rq, &m, &c, 200) : o;
}

static enum outcome
back(struct request *rq, const struct call *c, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/duty/calls/%.*s", PS(call_reference(rq->arena, c->id)));
}

/* A colleague was faster: the page tells who. */
enum outcome
duty_call_answer(struct request *rq, void *record)
{
	struct duty_means m;
	struct call c;
	enum outcome o = call_open_for(rq, ACTION_ACKNOWLEDGE, &m, &c);

	(void)record;
	if (o == OK)
		o = call_answer(&m, &c);
	if (o == CONFLICT)
		return back(rq, &c, "notice.call_answered_before");
	return o == OK ? back(rq, &c, "notice.call_answered") : o;
}

enum outcome
duty_call_take(struct request *rq, void *record)
{
	struct duty_means m;
	struct call c;
	enum outcome o = call_open_for(rq, ACTION_ACKNOWLEDGE, &m, &c);

	(void)record;
	if (o == OK)
		o = call_take(&m, &c);
	return o == OK ? back(rq, &c, "notice.call_taken") : o;
}

struct ending {
	struct code duty_outcome;
};

static const struct field ending_outcome = { FIELD(ending, duty_outcome),
	.vocabulary = "duty_outcome", .need = REQUIRED };
static const struct field *const ending_asked[] = { &ending_outcome, NULL };

/* What a rehearsal comes to is not for a person to choose. */
static bool
by_program(struct str outcome)
{
	const struct vocab_item *item = vocab_find(vocab_get("duty_outcome"), outcome);

	return item && str_eq(attribute(item->attributes, "by"), S("program"));
}

void
duty_outcomes(struct out *o)
{
	const struct vocab *v = vocab_get("duty_outcome");

	for (size_t i = 0; i < v->n; i++) {
		if (by_program(v->item[i].code))
			continue;
		buf_puts(o->buf, "<option value=\"");
		out_text(o, v->item[i].code);
		buf_puts(o->buf, "\">");
		out_text(o, vocab_label("duty_outcome", v->item[i].code, o->lang));
		buf_puts(o->buf, "</option>");
	}
}

static enum outcome
close_again(struct request *rq, void *record)
{
	struct duty_means m;
	struct call c;
	enum outcome o = call_open_for(rq, ACTION_READ, &m, &c);

	(void)record;
	return o == OK ? show_call(rq, &m, &c, 422) : o;
}

const struct form duty_close_form = {
	.asked = ending_asked, .size = sizeof(struct ending), .invalid = close_again
};

/* Only a call that somebody answers for is closed. */
enum outcome
duty_call_close(struct request *rq, void *record)
{
	const struct ending *in = record;
	struct duty_means m;
	struct call c;
	enum outcome o = call_open_for(rq, ACTION_CLOSE, &m, &c);

	if (o == OK && !str_eq(c.state.s, S("answered")))
		o = CONFLICT;
	if (o == OK && by_program(in->duty_outcome.s)) {
		form_error(&rq->filled, &ending_outcome, "error.choice");
		o = INVALID;
	}
	if (o == OK)
		o = call_close(&m, &c, in->duty_outcome.s);
	return o == OK ? back(rq, &c, "notice.call_closed") : o;
}

/* ==== All of them ==== */

static enum outcome
fill_list(struct request *rq, const struct duty_means *m, bool closed, size_t max,
    const struct call_view **ret, size_t *ret_n)
{
	struct call_view *view = arena_array(rq->arena, struct call_view, max);
	struct call *list;
	enum outcome o = call_list(m, closed, max, &list, ret_n);

	for (size_t i = 0; i < *ret_n && o == OK; i++)
		o = fill(rq, m, &list[i], &view[i]);
	*ret = view;
	return o;
}

static enum outcome
find(enum outcome o, bool *ret)
{
	*ret = o == OK;
	return o == NOT_FOUND ? OK : o;
}

static enum outcome
fill_watch(const struct duty_means *m, struct duty_view *v)
{
	struct rota r;
	enum outcome o = rota_load(m, moment_add_days(m->now, ROTA_DAYS, ZONE_PARIS), &r);

	if (o != OK)
		return o;
	v->gap = r.gap;
	v->n_gaps = r.n_gaps;
	o = find(watch_at(m, "first", m->now, &v->first), &v->has_first);
	if (o == OK)
		o = find(watch_at(m, "second", m->now, &v->second), &v->has_second);
	if (o == OK)
		o = find(watch_next(m, m->now, &v->next), &v->has_next);
	return o == OK ? handover_count(m, &v->n_handover) : o;
}

enum outcome
duty_board(struct request *rq, int status)
{
	struct duty_means m = duty_means_of(rq);
	struct facts none = { 0 };
	struct duty_view v = {
		.now = rq->now, .office = calendar_office(rq->now), .turn = calendar_turn(rq->now)
	};
	struct duty_rehearsal *rehearsal = NULL;
	struct out *out;
	enum outcome o = OK;

	v.may_rota = access_may(request_member(rq), OBJECT_ROTA, ACTION_READ, &none);
	if (v.may_rota)
		o = fill_watch(&m, &v);
	if (o == OK)
		o = number_show(&m, rq, &v);
	if (o == OK)
		o = fill_list(rq, &m, false, CALLS_MAX, &v.open, &v.n_open);
	if (o == OK)
		o = fill_list(rq, &m, true, SHOWN_CLOSED, &v.closed, &v.n_closed);
	if (o == OK)
		o = rehearsal_list(&m, SHOWN_REHEARSALS, &rehearsal, &v.n_rehearsals);
	if (o != OK)
		return o;
	v.rehearsal = rehearsal;
	rq->active = "/duty";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "duty.title"));
	page_duty(out, &v);
	return page_end(rq, status);
}

enum outcome
duty_page(struct request *rq, void *record)
{
	(void)record;
	return duty_board(rq, 200);
}

/* For the page that is open on a desk: what moved since it was drawn. */
enum outcome
duty_new(struct request *rq, void *record)
{
	struct query q = query_open(rq->db, &sql_call_moved);
	int64_t drawn = rq->now.s, n = 0, changed = 0;
	enum outcome o;

	(void)record;
	str_int(param_get(&rq->query, "drawn"), &drawn);
	bind_int(&q, "drawn", drawn);
	if (query_next(&q)) {
		n = query_int(&q, 0);
		changed = query_int(&q, 1);
	}
	o = query_close(&q);
	if (o != OK)
		return o;
	return reply_bytes(rq, 200, "application/json",
	    arena_printf(
		rq->arena, "{\"n\":%lld,\"changed\":%lld}\n", (long long)n, (long long)changed));
}
