/*
 * The desks of those who are told: FSSI, ARS, CORRUSS, ANSSI, ANSM, army health.
 *
 * A recipient reads the cards addressed to it (ARS: to its region) and nothing
 * of the file.  Acknowledging is a POST, from the card or from the page behind
 * the one-time link of the mail: mail gateways follow links (design.md §8.3).
 */
#include "incident/card.h"
#include "incident/incident.h"
#include "incident/need.h"

enum outcome
cards_page(struct request *rq, void *record)
{
	const struct member *m = request_member(rq);
	struct act act = act_of(rq);
	struct cards_view v = { .page = 1 };
	struct dispatch *list;
	size_t n = 0;
	struct out *out;
	enum outcome o;

	(void)record;
	if (!str_int(param_get(&rq->query, "page"), &v.page) || v.page < 1 || v.page > 100000)
		v.page = 1;
	v.sent = access_condition(m->role, OBJECT_CARD, ACTION_LIST) == ALWAYS;
	o = dispatch_of_desk(&act, v.sent ? ROLE_VISITOR : m->role, m->region, CARDS_PAGE + 1,
	    (size_t)(v.page - 1) * CARDS_PAGE, &list, &n);
	if (o != OK)
		return o;
	v.more = n > CARDS_PAGE;
	v.n = v.more ? CARDS_PAGE : n;
	v.card = list;
	rq->active = "/cards";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, v.sent ? "cards.sent_title" : "cards.title"));
	page_cards(out, &v);
	return page_end(rq, 200);
}

struct answer {
	struct str reply;
};

static const struct field answer_reply = { FIELD(answer, reply), .max = 2000, .input = INPUT_AREA,
	.sealed = true };
static const struct field *const answer_asked[] = { &answer_reply, NULL };

/* The card of the address, if it is this desk's. */
static enum outcome
card_open(struct request *rq, enum action action, struct act *act, struct dispatch *d)
{
	struct facts facts;
	enum outcome o;

	*act = act_of(rq);
	o = dispatch_by_reference(act, rq->segment[0], d);
	if (o != OK)
		return o;
	o = need_card_facts(act, request_member(rq), d, &facts);
	if (o != OK)
		return o;
	if (!str_eq(d->state.s, S("fired")) ||
	    !access_may(request_member(rq), OBJECT_CARD, action, &facts)) {
		trail_refuse(act->trail, "dispatch.refused", "dispatch", d->reference,
		    (struct str){ NULL, 0 });
		return NOT_FOUND;
	}
	return OK;
}

static enum outcome
show(struct request *rq, struct act *act, const struct dispatch *d, int status)
{
	struct report *r = arena_new_of(rq->arena, struct report);
	struct card_view v = { .d = d, .r = r, .filled = &rq->filled };
	struct facts facts;
	struct out *out;
	enum outcome o = need_card_facts(act, request_member(rq), d, &facts);

	if (o != OK)
		return o;
	v.may_acknowledge = access_may(request_member(rq), OBJECT_CARD, ACTION_ACKNOWLEDGE, &facts);
	v.sent = !v.may_acknowledge;
	field_clear(report_fields, r);
	v.fields = card_fields(rq->arena, d->card.s);
	while (v.fields[v.n])
		v.n++;
	record_read(d->body, report_fields, r, rq->arena);
	rq->active = "/cards";
	page_desk(rq);
	out = page_begin(rq, d->reference);
	page_card(out, &v);
	return page_end(rq, status);
}

enum outcome
card_page(struct request *rq, void *record)
{
	struct answer empty = { 0 };
	struct dispatch d;
	struct act act;
	enum outcome o = card_open(rq, ACTION_READ, &act, &d);

	(void)record;
	if (o != OK)
		return o;
	form_show(answer_asked, &empty, &rq->filled, rq->zone, rq->arena);
	return show(rq, &act, &d, 200);
}

static enum outcome
card_again(struct request *rq, void *record)
{
	struct dispatch d;
	struct act act;
	enum outcome o = card_open(rq, ACTION_READ, &act, &d);

	(void)record;
	return o == OK ? show(rq, &act, &d, 422) : o;
}

const struct form card_form = {
	.asked = answer_asked, .size = sizeof(struct answer), .invalid = card_again
};

enum outcome
card_acknowledge(struct request *rq, void *record)
{
	const struct answer *in = record;
	struct dispatch d;
	struct act act;
	enum outcome o = card_open(rq, ACTION_ACKNOWLEDGE, &act, &d);

	if (o == OK)
		o = dispatch_acknowledge(&act, &d, in->reply);
	if (o == CONFLICT)
		o = OK; /* a colleague was faster: the page tells when */
	if (o != OK)
		return o;
	reply_notice(rq, "notice.acknowledged");
	return reply_see_other(rq, "/cards/%.*s", PS(d.reference));
}

/* --- The one-time link --------------------------------------------------- */

static enum outcome
ack_show(struct request *rq, const struct dispatch *d, bool done)
{
	struct ack_view v = { .secret = rq->segment[0], .d = d, .done = done };
	struct out *out = page_begin(rq, t(rq->lang, "ack.title"));

	page_ack(out, &v);
	return page_end(rq, 200);
}

enum outcome
ack_page(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct dispatch d;
	int64_t id = 0;
	enum outcome o = onetime_peek(act.db, act.keyring, "ack", rq->segment[0], rq->now, &id);

	(void)record;
	if (o == OK)
		o = dispatch_by_id(&act, id, &d);
	return o == OK ? ack_show(rq, &d, false) : o;
}

enum outcome
ack_post(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct dispatch d;
	int64_t id = 0;
	enum outcome o = onetime_use(act.db, act.keyring, "ack", rq->segment[0], rq->now, &id);

	(void)record;
	if (o == OK)
		o = dispatch_by_id(&act, id, &d);
	if (o == OK) {
		o = dispatch_acknowledge(&act, &d, (struct str){ NULL, 0 });
		if (o == CONFLICT)
			o = OK;
	}
	return o == OK ? ack_show(rq, &d, true) : o;
}
