/*
 * The report of a file (closing.h), from its lists of fields and its own tables.
 *
 * Nothing is typed for it: what people wrote is quoted, the rest follows from the
 * file.  It may be asked at any time; before the end it says how far it is.  What
 * the structure reads has its own declaration, what it was told and advised, and
 * the closing words; not how the cell qualified it, nor whom it told.
 */
#include "incident/closing.h"

#include <string.h>

#include "base/shape.h"
#include "incident/deadline.h"
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/recommend.h"
#include "incident/routing.h"
#include "incident/timeline.h"

#define ROWS_MAX 300

struct writing {
	struct act *act;
	const struct incident *in;
	const struct stored_report *s;
	bool own;
	enum zone zone;
	enum lang lang;
	struct pdf *pdf;
	struct str *cell; /* of the table being filled */
	size_t n;	  /* cells */
};

static struct str
word(const struct writing *w, const char *key)
{
	return t(w->lang, key);
}

static void
table_begin(struct writing *w)
{
	w->cell = arena_array(w->act->arena, struct str, ROWS_MAX * 3);
	w->n = 0;
}

static void
cell(struct writing *w, struct str text)
{
	if (w->n < ROWS_MAX * 3)
		w->cell[w->n++] = text;
}

static void
table_end(struct writing *w, size_t columns, const struct str *head, const double *weight)
{
	struct str *kept = arena_array(w->act->arena, struct str, columns);

	memcpy(kept, head, columns * sizeof *kept);
	if (w->n >= columns)
		pdf_table(w->pdf,
		    &(struct pdf_table){ columns, w->n / columns, weight, kept, w->cell, true });
}

static struct str
when(const struct writing *w, struct moment m)
{
	return moment_known(m) ? shape_moment(w->act->arena, m, w->zone, w->lang)
			       : (struct str){ NULL, 0 };
}

static struct str
shown(const struct writing *w, const struct field *f, const void *record)
{
	struct str s = { NULL, 0 };

	if (f && field_known(f, record))
		s = field_shown(f, record, w->act->arena, w->lang, w->zone);
	return s;
}

/* ==== The file in short ==== */

static void
fact(struct writing *w, struct str name, struct str value)
{
	if (value.n == 0)
		return;
	cell(w, name);
	cell(w, value);
}

static void
fact_of(struct writing *w, const struct field *f)
{
	fact(w, t(w->lang, arena_printf(w->act->arena, "field.%s", f->name).p),
	    field_shown(f, w->in, w->act->arena, w->lang, w->zone));
}

static const struct field *const told_to_all[] = { &incident_org_name, &incident_org_type,
	&incident_care_state, &incident_resolved_at, &incident_closed_at, &incident_close_reason,
	NULL };
static const struct field *const told_inside[] = { &incident_severity, &incident_category,
	&incident_grave, &incident_significant, &incident_tlp, &incident_taken_at,
	&incident_qualified_at, &incident_first_advice_at, &incident_contained_at,
	&incident_nominal_at, NULL };

static void
summary(struct writing *w)
{
	static const double weight[] = { 1, 2 };
	const struct str head[] = { word(w, "closing.what"), word(w, "closing.value") };

	pdf_heading(w->pdf, 2, word(w, "closing.summary"));
	table_begin(w);
	fact(w, word(w, "closing.report"), w->s->reference);
	fact(w, word(w, "closing.received"), when(w, w->in->received_at));
	fact(w, word(w, "closing.workflow"), vocab_label("workflow", w->in->workflow.s, w->lang));
	fact(w, word(w, "field.measures_taken"), shown(w, &report_measures_taken, &w->s->r));
	for (field_list l = told_to_all; *l; l++)
		fact_of(w, *l);
	for (field_list l = told_inside; *l && !w->own; l++)
		fact_of(w, *l);
	table_end(w, 2, head, weight);
}

/* ==== What was declared, and found ==== */

static void
prose(struct writing *w, const char *key, struct str text)
{
	if (text.n == 0)
		return;
	pdf_heading(w->pdf, 2, word(w, key));
	pdf_text(w->pdf, text);
}

static void
findings(struct writing *w)
{
	static const double weight[] = { 2, 2, 2 };
	const struct str head[] = { word(w, "closing.what"), word(w, "desk.declared"),
		word(w, "desk.qualified") };

	pdf_heading(w->pdf, 2, word(w, "closing.findings"));
	table_begin(w);
	for (field_list l = incident_qualify_fields; *l; l++) {
		struct str declared =
		    shown(w, field_find(report_fields, str_of((*l)->name)), &w->s->r);
		struct str qualified = shown(w, *l, w->in);

		if (declared.n == 0 && qualified.n == 0)
			continue;
		cell(w, t(w->lang, arena_printf(w->act->arena, "field.%s", (*l)->name).p));
		cell(w, declared);
		cell(w, qualified);
	}
	table_end(w, 3, head, weight);
}

/* ==== In order of time ==== */

static enum outcome
chronology(struct writing *w)
{
	static const double weight[] = { 1, 3 };
	const struct str head[] = { word(w, "closing.when"), word(w, "closing.what") };
	struct event *e;
	size_t n = 0;
	enum outcome o = event_list(w->act, w->in, &e, &n);

	if (o != OK || n == 0)
		return o;
	pdf_heading(w->pdf, 2, word(w, "closing.chronology"));
	table_begin(w);
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(e[i].state.s, S("kept")) ||
		    (w->own && !str_eq(e[i].visibility.s, S("structure"))))
			continue;
		cell(w, event_shown(w->act->arena, e[i].at, e[i].precision.s, w->zone, w->lang));
		cell(w, e[i].text);
	}
	table_end(w, 2, head, weight);
	return OK;
}

static enum outcome
states(struct writing *w)
{
	static const double weight[] = { 1, 1, 2 };
	const struct str head[] = { word(w, "closing.when"), word(w, "closing.axis"),
		word(w, "closing.became") };
	struct state_step *st;
	size_t n = 0;
	enum outcome o = state_list(w->act, w->in, &st, &n);

	if (o != OK || n == 0)
		return o;
	pdf_heading(w->pdf, 2, word(w, "closing.states"));
	table_begin(w);
	for (size_t i = 0; i < n; i++) {
		const char *axis = arena_cstr(w->act->arena, st[i].axis);

		if (w->own && str_eq(st[i].axis, S("severity")))
			continue;
		cell(w, when(w, st[i].at));
		cell(w, vocab_label("axis", st[i].axis, w->lang));
		cell(w, vocab_label(axis, st[i].after, w->lang));
	}
	table_end(w, 3, head, weight);
	return OK;
}

/* ==== Who was told, what was advised, what the law asked ==== */

static enum outcome
told(struct writing *w)
{
	static const double weight[] = { 2, 2, 2 };
	const struct str head[] = { word(w, "closing.desk"), word(w, "closing.sent"),
		word(w, "closing.acknowledged") };
	struct dispatch *d;
	size_t n = 0;
	enum outcome o = dispatch_of_incident(w->act, w->in, DESK_MANY, &d, &n);

	if (o != OK)
		return o;
	pdf_heading(w->pdf, 2, word(w, "closing.told"));
	table_begin(w);
	for (size_t i = 0; i < n; i++) {
		if (!moment_known(d[i].fired_at))
			continue;
		cell(w, arena_printf(w->act->arena, "%.*s (%.*s)",
			    PS(vocab_label("desk", d[i].desk.s, w->lang)), PS(d[i].rule)));
		cell(w, when(w, d[i].fired_at));
		cell(w, when(w, d[i].acknowledged_at));
	}
	table_end(w, 3, head, weight);
	return OK;
}

static enum outcome
advised(struct writing *w)
{
	struct recommendation *r;
	size_t n = 0;
	enum outcome o = recommendation_list(w->act, w->in, &r, &n);

	if (o != OK || n == 0)
		return o;
	pdf_heading(w->pdf, 2, word(w, "closing.advised"));
	for (size_t i = n; i-- > 0;) {
		if (r[i].card)
			pdf_item(
			    w->pdf, arena_printf(w->act->arena, "%.*s – %.*s: %zu/%zu",
					PS(when(w, r[i].sent_at)), PS(r[i].card->title[LANG_FR]),
					r[i].n_ticked, r[i].card->n_steps));
		if (r[i].text.n)
			pdf_item(w->pdf, arena_printf(w->act->arena, "%.*s – %.*s",
					     PS(when(w, r[i].sent_at)), PS(r[i].text)));
	}
	return OK;
}

static enum outcome
deadlines(struct writing *w)
{
	static const double weight[] = { 3, 2, 2 };
	const struct str head[] = { word(w, "closing.deadline"), word(w, "closing.due"),
		word(w, "closing.state") };
	struct deadline *d;
	size_t n = 0;
	enum outcome o = deadline_list(w->act, w->in, &d, &n);

	if (o != OK || n == 0)
		return o;
	pdf_heading(w->pdf, 2, word(w, "closing.deadlines"));
	table_begin(w);
	for (size_t i = 0; i < n; i++) {
		cell(w, vocab_label("deadline", d[i].code.s, w->lang));
		cell(w, moment_known(d[i].due_at) ? when(w, d[i].due_at) : d[i].wording);
		cell(w, vocab_label("deadline_state", d[i].state.s, w->lang));
	}
	table_end(w, 3, head, weight);
	return OK;
}

/* ==== The whole ==== */

static struct pdf *
begin(struct writing *w)
{
	struct pdf_about about = { .author = S("CSIRT"),
		.mark = w->in->tlp.s,
		.foot = w->own ? w->s->reference : w->in->reference,
		.date = w->act->now,
		.lang = w->lang };

	about.title =
	    arena_printf(w->act->arena, "%.*s %.*s", PS(word(w, "closing.title")), PS(about.foot));
	w->pdf = pdf_begin(w->act->arena, &about);
	pdf_heading(w->pdf, 1, about.title);
	return w->pdf;
}

enum outcome
closing_document(struct act *act, const struct incident *in, const struct stored_report *s,
    bool own, enum zone zone, struct pdf **ret)
{
	struct writing w = {
		.act = act, .in = in, .s = s, .own = own, .zone = zone, .lang = act->lang
	};
	enum outcome o;

	*ret = begin(&w);
	summary(&w);
	prose(&w, "closing.description", s->r.description);
	if (!own)
		findings(&w);
	o = chronology(&w);
	if (o == OK)
		o = states(&w);
	if (o == OK && !own)
		o = told(&w);
	if (o == OK)
		o = advised(&w);
	if (o == OK)
		o = deadlines(&w);
	prose(&w, "closing.words", in->closing_report);
	return o;
}

/* ==== Pages ==== */

static enum outcome
show(struct request *rq, struct act *act, const struct incident *in, const struct stored_report *s,
    bool own)
{
	struct closing_view v = { .in = in, .s = s, .own = own };
	struct pdf *document;
	struct out *out;
	enum outcome o = closing_document(act, in, s, own, rq->zone, &document);

	if (o != OK)
		return o;
	v.document = document;
	v.base = own ? arena_printf(rq->arena, "/file/%.*s", PS(s->reference))
		     : arena_printf(rq->arena, "/desk/%.*s", PS(in->reference));
	out = page_begin(rq, t(rq->lang, "closing.title"));
	page_closing(out, &v);
	return page_end(rq, 200);
}

static enum outcome
download(struct request *rq, struct act *act, const struct incident *in,
    const struct stored_report *s, bool own)
{
	struct buf b = BUF_INIT(16u << 20);
	struct str reference = own ? s->reference : in->reference;
	struct pdf *document;
	enum outcome o = exit_release(rq, act, in, own ? "report_structure" : "report_cell");

	if (o == OK)
		o = closing_document(act, in, s, own, rq->zone, &document);
	if (o == OK && !pdf_write(document, &b))
		o = UNAVAILABLE;
	if (o == OK)
		o = reply_attachment(rq, arena_printf(rq->arena, "%.*s.pdf", PS(reference)), &b);
	buf_release(&b);
	return o;
}

enum outcome
closing_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, false) : o;
}

enum outcome
closing_pdf(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? download(rq, &act, &in, &s, false) : o;
}

enum outcome
own_closing_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, true) : own_closed(rq, o);
}

enum outcome
own_closing_pdf(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? download(rq, &act, &in, &s, true) : own_closed(rq, o);
}
