/*
 * What is done on a card's page: by its desk (acknowledge, write back, take charge)
 * and by the cell (answer, note a call, send it once more).
 */
#include "incident/card.h"
#include "incident/incident.h"
#include "incident/need.h"

/* ==== What is asked ==== */

struct ack {
	struct str ack_name, reply;
};

static const struct field ack_name = { FIELD(ack, ack_name), .max = 120, .sealed = true,
	.autocomplete = "name" };
static const struct field ack_reply = { FIELD(ack, reply), .max = 2000, .input = INPUT_AREA,
	.sealed = true };
const struct field *const card_ack_asked[] = { &ack_name, &ack_reply, NULL };

struct written {
	struct code return_kind, territory;
	struct str return_text;
};

const struct field card_message_kind = { FIELD(written, return_kind), .vocabulary = "return_kind",
	.need = REQUIRED };
static const struct field message_territory = { FIELD(written, territory),
	.vocabulary = "yes_no_nsp" };
static const struct field message_text = { FIELD(written, return_text), .max = 4000,
	.input = INPUT_AREA, .need = REQUIRED, .sealed = true };
const struct field *const card_message_asked[] = { &card_message_kind, &message_territory,
	&message_text, NULL };

static const struct field take_contact = { FIELD(takeover, contact), .max = 120, .need = REQUIRED,
	.sealed = true };
static const struct field take_phone = { FIELD(takeover, phone), .max = 40, .input = INPUT_TEL,
	.sealed = true };
static const struct field take_since = { FIELD(takeover, since) };
const struct field *const card_take_asked[] = { &take_contact, &take_phone, &take_since, NULL };

static const struct field back_reason = { FIELD(takeover, end_reason), .vocabulary = "takeover_end",
	.need = REQUIRED };
static const struct field back_note = { FIELD(takeover, end_note), .max = 2000, .input = INPUT_AREA,
	.sealed = true };
const struct field *const card_hand_back_asked[] = { &back_reason, &back_note, NULL };

struct answer {
	struct str cell_answer;
};

static const struct field cell_answer = { FIELD(answer, cell_answer), .max = 4000,
	.input = INPUT_AREA, .need = REQUIRED, .sealed = true };
const struct field *const card_answer_asked[] = { &cell_answer, NULL };

struct call {
	struct str rung_who, rung_text;
};

static const struct field rung_who = { FIELD(call, rung_who), .max = 120, .need = REQUIRED,
	.sealed = true };
static const struct field rung_text = { FIELD(call, rung_text), .max = 2000, .input = INPUT_AREA,
	.need = REQUIRED, .sealed = true };
const struct field *const card_call_asked[] = { &rung_who, &rung_text, NULL };

const struct form card_form = {
	.asked = card_ack_asked, .size = sizeof(struct ack), .invalid = card_again
};
const struct form card_message_form = {
	.asked = card_message_asked, .size = sizeof(struct written), .invalid = card_again
};
const struct form card_take_form = {
	.asked = card_take_asked, .size = sizeof(struct takeover), .invalid = card_again
};
const struct form card_hand_back_form = {
	.asked = card_hand_back_asked, .size = sizeof(struct takeover), .invalid = card_again
};
const struct form card_answer_form = {
	.asked = card_answer_asked, .size = sizeof(struct answer), .invalid = card_again
};
const struct form card_call_form = {
	.asked = card_call_asked, .size = sizeof(struct call), .invalid = card_again
};

const struct filled *
card_form_of(struct request *rq, field_list asked, const void *record)
{
	struct filled *f;

	if (rq->filled.n && rq->filled.typed[0].field == asked[0])
		return &rq->filled;
	f = arena_new_of(rq->arena, struct filled);
	form_show(asked, record, f, rq->zone, rq->arena);
	return f;
}

void
card_forms(struct request *rq, struct card_view *v)
{
	struct ack ack = { .ack_name = rq->visitor.name };
	struct written written = { .territory = { S("nsp") } };
	struct takeover take = { .since = rq->now }, back = { .end_reason = { S("done") } };
	struct answer answer = { 0 };
	struct call call = { 0 };

	v->filled = &rq->filled;
	v->ack = card_form_of(rq, card_ack_asked, &ack);
	v->message = card_form_of(rq, card_message_asked, &written);
	v->take = card_form_of(rq, card_take_asked, &take);
	v->hand_back = card_form_of(rq, card_hand_back_asked, &back);
	v->answer = card_form_of(rq, card_answer_asked, &answer);
	v->call = card_form_of(rq, card_call_asked, &call);
	if (v->message == &rq->filled)
		v->kind = rq->filled.typed[0].raw;
}

static enum outcome
back(struct request *rq, const struct dispatch *d, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/cards/%.*s", PS(d->reference));
}

/* ==== The desk ==== */

/* A colleague may have been faster: the page tells who and when, and what is said
 * now is kept all the same. */
enum outcome
card_acknowledge(struct request *rq, void *record)
{
	const struct ack *in = record;
	struct letter l = { .kind = { S("information") }, .text = in->reply };
	struct dispatch d;
	struct act act;
	bool first;
	enum outcome o = card_open(rq, ACTION_ACKNOWLEDGE, &act, &d);

	if (o != OK)
		return o;
	o = dispatch_acknowledge(&act, &d, in->ack_name.n ? in->ack_name : rq->visitor.name);
	first = o == OK;
	if (o == CONFLICT)
		o = OK;
	if (o == OK && in->reply.n)
		o = thread_add(&act, &d, &l);
	return o == OK ? back(rq, &d, first ? "notice.acknowledged" : "notice.acknowledged_before")
		       : o;
}

enum outcome
card_message(struct request *rq, void *record)
{
	const struct written *in = record;
	struct letter l = { .kind = in->return_kind, .text = in->return_text };
	struct dispatch d;
	struct act act;
	enum outcome o = card_open(rq, ACTION_ACKNOWLEDGE, &act, &d);

	if (o != OK)
		return o;
	if (!thread_kind_may(l.kind.s, d.desk.s)) {
		form_error(&rq->filled, &card_message_kind, "error.choice");
		return INVALID;
	}
	if (str_eq(l.kind.s, S("territorial_impact")))
		l.territory = in->territory;
	o = thread_add(&act, &d, &l);
	return o == OK ? back(rq, &d, "notice.returned") : o;
}

/* ANSSI's own card alone leads to taking charge of its incident. */
static enum outcome
takeover_card(struct request *rq, enum action action, struct act *act, struct dispatch *d)
{
	struct facts facts;
	enum outcome o = card_open(rq, ACTION_READ, act, d);

	if (o == OK)
		o = need_card_facts(act, request_member(rq), d, &facts);
	if (o == OK && (!str_eq(d->desk.s, S("anssi")) ||
			   !access_may(request_member(rq), OBJECT_TAKEOVER, action, &facts)))
		o = NOT_FOUND;
	return o;
}

enum outcome
card_take(struct request *rq, void *record)
{
	struct dispatch d;
	struct act act;
	enum outcome o = takeover_card(rq, ACTION_CREATE, &act, &d);

	if (o == OK)
		o = takeover_declare(&act, d.incident, record);
	if (o == CONFLICT) {
		rq->filled.general = "takeover.already";
		return INVALID;
	}
	return o == OK ? back(rq, &d, "notice.takeover") : o;
}

enum outcome
card_hand_back(struct request *rq, void *record)
{
	const struct takeover *in = record;
	struct dispatch d;
	struct act act;
	enum outcome o = takeover_card(rq, ACTION_CLOSE, &act, &d);

	if (o == OK)
		o = takeover_end(&act, d.incident, in->end_reason.s, in->end_note);
	if (o == CONFLICT) {
		rq->filled.general = "takeover.nobody";
		return INVALID;
	}
	return o == OK ? back(rq, &d, "notice.takeover_end") : o;
}

/* ==== The cell ==== */

/* A card that was sent, for who may treat its file. */
static enum outcome
cell_open(struct request *rq, struct act *act, struct dispatch *d)
{
	struct facts facts;
	enum outcome o = card_open(rq, ACTION_READ, act, d);

	if (o == OK)
		o = need_card_facts(act, request_member(rq), d, &facts);
	if (o == OK && !access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &facts))
		o = FORBIDDEN;
	return o;
}

enum outcome
card_answer(struct request *rq, void *record)
{
	const struct answer *in = record;
	struct letter l = { .kind = { S("reply") }, .from_cell = true, .text = in->cell_answer };
	struct dispatch d;
	struct act act;
	enum outcome o = cell_open(rq, &act, &d);

	if (o == OK && dispatch_role(&d) == ROLE_VISITOR)
		o = NOT_FOUND;
	if (o == OK)
		o = thread_add(&act, &d, &l);
	return o == OK ? back(rq, &d, "notice.answered") : o;
}

/* What had to be done by hand is done once somebody was called. */
enum outcome
card_call(struct request *rq, void *record)
{
	const struct call *in = record;
	struct letter l = { .kind = { S("call") }, .from_cell = true, .internal = true };
	struct dispatch d;
	struct act act;
	enum outcome o = cell_open(rq, &act, &d);

	l.text = arena_printf(rq->arena, "%.*s\n%.*s", PS(in->rung_who), PS(in->rung_text));
	if (o == OK)
		o = thread_add(&act, &d, &l);
	if (o == OK && str_eq(d.desk.s, S("cell"))) {
		o = dispatch_acknowledge(&act, &d, rq->visitor.name);
		o = o == CONFLICT ? OK : o;
	}
	return o == OK ? back(rq, &d, "notice.call") : o;
}

enum outcome
card_send_again(struct request *rq, void *record)
{
	struct incident in;
	struct dispatch d;
	struct act act;
	enum outcome o = cell_open(rq, &act, &d);

	(void)record;
	if (o == OK && dispatch_role(&d) == ROLE_VISITOR)
		o = NOT_FOUND;
	if (o == OK)
		o = incident_load(&act, d.incident, &in);
	if (o == OK)
		o = dispatch_again(&act, &in, &d);
	return o == OK ? back(rq, &d, "notice.sent_again") : o;
}
