/*
 * Every dispatch to an authority, on one page of the file: who was told what, when,
 * who acknowledged and how fast, what came back, what is still to be done by hand.
 *
 * What is done about one card (answer, note a call, send again) is done on the
 * card's page: a form a row would be forty forms.
 */
#include "incident/authority.h"

#include "base/shape.h"
#include "base/table.h"
#include "incident/card.h"
#include "incident/desk.h"
#include "incident/incident.h"

struct send {
	struct code send_desk, send_card;
	struct str reason;
};

static const struct field send_desk = { FIELD(send, send_desk), .vocabulary = "desk",
	.need = REQUIRED, .input = INPUT_SELECT };
static const struct field send_card = { FIELD(send, send_card), .vocabulary = "card_kind",
	.need = REQUIRED, .input = INPUT_SELECT };
static const struct field send_reason = { FIELD(send, reason), .max = 2000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const send_asked[] = { &send_desk, &send_card, &send_reason, NULL };

static enum outcome
gather(struct act *act, struct authority_view *v)
{
	struct dispatch *list;
	struct letter *letter;
	struct takeover *takeover;
	enum outcome o = dispatch_of_incident(act, v->in, DESK_MANY, &list, &v->n);

	if (o == OK)
		o = thread_of_incident(act, v->in, DESK_MANY, &letter, &v->n_letters);
	if (o == OK)
		o = takeover_list(
		    act, v->in->id, &v->in->vault, DESK_MANY, &takeover, &v->n_takeovers);
	if (o != OK)
		return o;
	v->dispatch = list;
	v->letter = letter;
	v->takeover = takeover;
	return OK;
}

static enum outcome
show(struct request *rq, int status)
{
	struct send send = { 0 };
	struct takeover take = { .since = rq->now }, back = { .end_reason = { S("done") } };
	struct stored_report s;
	struct incident in;
	struct act act;
	struct authority_view v = { .in = &in, .filled = &rq->filled, .now = rq->now };
	struct out *out;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o == OK)
		o = gather(&act, &v);
	if (o != OK)
		return o;
	v.may_confirm = identity_may(rq, RIGHT(OBJECT_FILE, ACTION_CONFIRM));
	v.ended = workflow_ended(in.workflow.s);
	v.send = card_form_of(rq, send_asked, &send);
	v.take = card_form_of(rq, card_take_asked, &take);
	v.hand_back = card_form_of(rq, card_hand_back_asked, &back);
	out = page_begin(
	    rq, t_fill(rq->arena, rq->lang, "authority.page", (struct str[]){ in.reference }, 1));
	page_authority(out, &v);
	return page_end(rq, status);
}

enum outcome
authority_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 200);
}

static enum outcome
authority_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

const struct form authority_form = {
	.asked = send_asked, .size = sizeof(struct send), .invalid = authority_again
};
const struct form authority_take_form = {
	.asked = card_take_asked, .size = sizeof(struct takeover), .invalid = authority_again
};
const struct form authority_hand_back_form = {
	.asked = card_hand_back_asked, .size = sizeof(struct takeover), .invalid = authority_again
};

static enum outcome
back(struct request *rq, const struct incident *in, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/authorities", PS(in->reference));
}

/* Does the table have a row for this desk and kind?  And is it an authority's? */
static bool
known_card(struct arena *a, const struct send *in)
{
	struct dispatch d = { .desk = in->send_desk };
	struct report r;
	struct incident none = { 0 };
	struct sheet sheet;

	field_clear(report_fields, &r);
	sheet_make(a, in->send_card.s, in->send_desk.s, &r, &none, &sheet);
	return dispatch_role(&d) != ROLE_VISITOR && sheet.n > 0;
}

/* A crisis is the FSSI's to say. */
enum outcome
authority_send(struct request *rq, void *record)
{
	const struct send *in_form = record;
	struct stored_report s;
	struct incident in;
	struct dispatch d;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_CONFIRM, &act, &in, &s);

	if (o != OK)
		return o;
	if (!known_card(rq->arena, in_form) || str_eq(in_form->send_card.s, S("crisis"))) {
		form_error(&rq->filled, &send_card, "authority.no_such_card");
		return INVALID;
	}
	o = dispatch_manual(
	    &act, &in, &s.r, in_form->send_desk.s, in_form->send_card.s, in_form->reason, &d);
	if (o == INVALID)
		form_error(&rq->filled, &send_desk, "authority.no_agency");
	return o == OK ? back(rq, &in, "notice.confirmed") : o;
}

/* On ANSSI's word by telephone. */
enum outcome
authority_take(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_CONFIRM, &act, &in, &s);

	if (o == OK)
		o = takeover_declare(&act, in.id, record);
	if (o == CONFLICT) {
		rq->filled.general = "takeover.already";
		return INVALID;
	}
	return o == OK ? back(rq, &in, "notice.takeover") : o;
}

enum outcome
authority_hand_back(struct request *rq, void *record)
{
	const struct takeover *t_ = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_CONFIRM, &act, &in, &s);

	if (o == OK)
		o = takeover_end(&act, in.id, t_->end_reason.s, t_->end_note);
	if (o == CONFLICT) {
		rq->filled.general = "takeover.nobody";
		return INVALID;
	}
	return o == OK ? back(rq, &in, "notice.takeover_end") : o;
}

/* ==== Called by the templates ==== */

bool
authority_shown(const struct dispatch *d)
{
	return dispatch_role(d) != ROLE_VISITOR || str_eq(d->desk.s, S("cell"));
}

bool
authority_late(const struct dispatch *d, struct moment now)
{
	return str_eq(d->state.s, S("fired")) && !moment_known(d->acknowledged_at) &&
	       moment_known(d->ack_due) && d->ack_due.s < now.s;
}

struct str
authority_delay(struct out *o, const struct dispatch *d)
{
	return moment_known(d->acknowledged_at) && moment_known(d->fired_at)
		   ? shape_duration(o->arena, d->acknowledged_at.s - d->fired_at.s, o->lang)
		   : (struct str){ NULL, 0 };
}

static void
options(struct out *o, const char *vocabulary, struct str chosen)
{
	const struct vocab *list = vocab_get(vocabulary);

	for (size_t i = 0; i < list->n; i++) {
		struct str code = list->item[i].code;
		bool offered =
		    str_eq(str_of(vocabulary), S("desk"))
			? str_eq(attribute(list->item[i].attributes, "authority"), S("oui"))
			: str_in_set(S("information|alert|case_file|device|agency_alert"), code);

		if (!offered)
			continue;
		buf_printf(o->buf, "<option value=\"%.*s\"%s>", PS(code),
		    str_eq(code, chosen) ? " selected" : "");
		out_label(o, vocabulary, code);
		buf_puts(o->buf, "</option>\n");
	}
}

static void
choice(struct out *o, const struct typed *x)
{
	const char *name = x->field->name;

	buf_printf(o->buf,
	    "<div class=\"fr-select-group\"><label class=\"fr-label\" "
	    "for=\"f-%s\">",
	    name);
	out_text(o, t(o->lang, arena_printf(o->arena, "field.%s", name).p));
	buf_printf(
	    o->buf, "</label><select class=\"fr-select\" id=\"f-%s\" name=\"%s\">\n", name, name);
	options(o, x->field->vocabulary, x->raw);
	buf_puts(o->buf, "</select>");
	if (x->error) {
		buf_puts(o->buf, "<p class=\"fr-error-text\">");
		out_text(o, form_message(o->arena, o->lang, x));
		buf_puts(o->buf, "</p>");
	}
	buf_puts(o->buf, "</div>\n");
}

/* Authorities alone, and the cards that the cell may send them. */
void
authority_desks(struct out *o, const struct authority_view *v)
{
	choice(o, &v->send->typed[0]);
	choice(o, &v->send->typed[1]);
}
