/*
 * The desks of those who are told: FSSI, ARS, CORRUSS, ANSSI, ANSM, army health.
 *
 * A recipient reads the cards addressed to it (ARS: to its region) and nothing
 * of the file.  Acknowledging is a POST, from the card or from the page behind
 * the one-time link of the mail (ack.c): mail gateways follow links (design.md
 * §8.3).
 */
#include "incident/card.h"

#include "incident/erased.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/queue.h"

static struct cards_filter
read_filter(const struct request *rq)
{
	const struct params *p = &rq->query;
	struct cards_filter f = { .waiting = param_get(p, "waiting"),
		.crisis = param_get(p, "crisis"),
		.region = param_get(p, "region"),
		.from = param_get(p, "from"),
		.to = param_get(p, "to"),
		.page = 1 };

	if (!str_int(param_get(p, "page"), &f.page) || f.page < 1 || f.page > 100000)
		f.page = 1;
	return f;
}

enum outcome
cards_page(struct request *rq, void *record)
{
	const struct member *m = request_member(rq);
	struct act act = act_of(rq);
	struct cards_view v = { .f = read_filter(rq), .now = rq->now };
	struct dispatch_filter f;
	struct dispatch *list;
	size_t n = 0;
	struct out *out;
	enum outcome o;

	(void)record;
	v.sent = access_condition(m->role, OBJECT_CARD, ACTION_LIST) == ALWAYS;
	f = (struct dispatch_filter){ .desk = v.sent ? ROLE_VISITOR : m->role,
		.region = v.sent ? v.f.region : m->region,
		.waiting = v.f.waiting.n > 0,
		.crisis = v.f.crisis.n > 0,
		.authorities = v.sent,
		.since = queue_day(rq, v.f.from, 0),
		.until = queue_day(rq, v.f.to, 1) };
	o = dispatch_of_desk(
	    &act, &f, CARDS_PAGE + 1, (size_t)(v.f.page - 1) * CARDS_PAGE, &list, &n);
	if (o != OK)
		return o;
	v.filtered = (v.sent && v.f.region.n) || v.f.from.n || v.f.to.n;
	v.more = n > CARDS_PAGE;
	v.n = v.more ? CARDS_PAGE : n;
	v.card = list;
	rq->active = "/cards";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, v.sent ? "cards.sent_title" : "cards.title"));
	page_cards(out, &v);
	return page_end(rq, 200);
}

enum outcome
card_open(struct request *rq, enum action action, struct act *act, struct dispatch *d)
{
	struct facts facts;
	enum outcome o;

	*act = act_of(rq);
	o = dispatch_by_reference(act, rq->segment[0], d);
	if (o == NOT_FOUND)
		return erased_show(rq, OBJECT_CARD);
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

/* --- One card ------------------------------------------------------------- */

/* What the card before said otherwise, and what it could not say. */
static enum outcome
gather_changes(struct act *act, struct card_view *v)
{
	struct card_change *list = arena_array(act->arena, struct card_change, v->sheet.n + 1);
	struct dispatch before;
	struct sheet was;
	enum outcome o = dispatch_by_reference(act, v->d->previous, &before);

	if (o != OK)
		return o == NOT_FOUND ? OK : o;
	sheet_read(act->arena, before.body, &was);
	for (size_t i = 0; i < v->sheet.n; i++) {
		const struct sheet_line *is = &v->sheet.line[i],
					*old = sheet_find(&was, is->field, is->of_incident);

		if (sheet_differs(old, is))
			list[v->n_changes++] = (struct card_change){ old, is };
	}
	v->change = list;
	return OK;
}

static enum outcome
gather(struct act *act, struct card_view *v)
{
	struct letter *letter;
	struct piece *piece;
	struct takeover *takeover = NULL;
	size_t n_takeovers = 0;
	enum outcome o = OK;

	if (v->d->body.n && !sheet_read(act->arena, v->d->body, &v->sheet))
		return UNAVAILABLE;
	if (v->d->previous.n)
		o = gather_changes(act, v);
	if (o == OK)
		o = dispatch_next(act, v->d->reference, &v->next);
	if (o == OK)
		o = thread_of_dispatch(act, v->d, v->sent, THREAD_MAX, &letter, &v->n_letters);
	if (o == OK)
		o = dossier_list(act, v->d, THREAD_MAX, &piece, &v->n_pieces);
	if (o == OK && str_eq(v->d->desk.s, S("anssi")))
		o = takeover_list(act, v->d->incident, &v->d->vault, 1, &takeover, &n_takeovers);
	if (o != OK)
		return o;
	v->letter = letter;
	v->piece = piece;
	v->takeover = n_takeovers ? takeover : NULL;
	return OK;
}

static enum outcome
show(struct request *rq, struct act *act, const struct dispatch *d, int status)
{
	struct card_view v = { .d = d };
	struct facts facts;
	struct out *out;
	enum outcome o = need_card_facts(act, request_member(rq), d, &facts);

	if (o != OK)
		return o;
	v.may_acknowledge = access_may(request_member(rq), OBJECT_CARD, ACTION_ACKNOWLEDGE, &facts);
	v.sent = !v.may_acknowledge;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &facts);
	o = gather(act, &v);
	if (o != OK)
		return o;
	card_forms(rq, &v);
	rq->active = "/cards";
	page_desk(rq);
	out = page_begin(rq, d->reference);
	page_card(out, &v);
	return page_end(rq, status);
}

enum outcome
card_page(struct request *rq, void *record)
{
	struct dispatch d;
	struct act act;
	enum outcome o = card_open(rq, ACTION_READ, &act, &d);

	(void)record;
	return o == OK ? show(rq, &act, &d, 200) : o;
}

enum outcome
card_again(struct request *rq, void *record)
{
	struct dispatch d;
	struct act act;
	enum outcome o = card_open(rq, ACTION_READ, &act, &d);

	(void)record;
	return o == OK ? show(rq, &act, &d, 422) : o;
}

enum outcome
card_piece(struct request *rq, void *record)
{
	struct stored_report s = { 0 };
	struct piece *list;
	struct dispatch d;
	struct act act;
	int64_t id = 0;
	size_t n = 0, i = 0;
	enum outcome o = card_open(rq, ACTION_READ, &act, &d);

	(void)record;
	str_int(rq->segment[1], &id);
	if (o == OK)
		o = dossier_list(&act, &d, THREAD_MAX, &list, &n);
	if (o != OK)
		return o;
	while (i < n && (list[i].id != id || list[i].attachment <= 0))
		i++;
	if (i == n)
		return NOT_FOUND;
	o = vault_open(act.db, act.keyring, list[i].report_vault, &s.vault);
	s.id = list[i].report;
	s.reference = d.reference;
	if (o == OK)
		o = exit_release_card(rq, d.reference, d.tlp.s, "card_piece");
	return o == OK ? attachment_send(rq, &act, &s,
			     arena_printf(rq->arena, "%lld", (long long)list[i].attachment))
		       : o;
}

/* --- Called by the templates ------------------------------------------------ */

static void
change_value(struct out *o, const struct sheet_line *l)
{
	struct str shown = l ? sheet_shown(l, o->arena, o->lang, o->zone) : (struct str){ NULL, 0 };

	out_text(o, shown.n ? shown : t(o->lang, "row.unknown"));
}

void
card_changes(struct out *o, const struct card_view *v)
{
	for (size_t i = 0; i < v->n_changes; i++) {
		const struct card_change *c = &v->change[i];

		buf_puts(o->buf, "<tr><th scope=\"row\">");
		out_text(o, t(o->lang, arena_printf(o->arena, "field.%s", c->is->field->name).p));
		buf_puts(o->buf, "</th><td data-label=\"");
		out_text(o, t(o->lang, "card.was"));
		buf_puts(o->buf, "\">");
		change_value(o, c->was);
		buf_puts(o->buf, "</td><td class=\"changed\" data-label=\"");
		out_text(o, t(o->lang, "card.is"));
		buf_puts(o->buf, "\">");
		change_value(o, c->is);
		buf_puts(o->buf, "</td></tr>\n");
	}
}

/* Only what this desk has to say. */
void
card_kinds(struct out *o, const struct card_view *v)
{
	const struct vocab *kinds = vocab_get("return_kind");

	buf_puts(o->buf, "<div class=\"fr-select-group\"><label class=\"fr-label\" "
			 "for=\"f-return_kind\">");
	out_text(o, t(o->lang, "field.return_kind"));
	buf_puts(o->buf, "</label><select class=\"fr-select\" id=\"f-return_kind\" "
			 "name=\"return_kind\">\n");
	for (size_t i = 0; i < kinds->n; i++) {
		struct str code = kinds->item[i].code;

		if (!thread_kind_may(code, v->d->desk.s))
			continue;
		buf_printf(o->buf, "<option value=\"%.*s\"%s>", PS(code),
		    str_eq(code, v->kind) ? " selected" : "");
		out_label(o, "return_kind", code);
		buf_puts(o->buf, "</option>\n");
	}
	buf_puts(o->buf, "</select></div>\n");
}
