/*
 * The page of evidence of a file, and what is done from it.
 *
 * Values are shown so that nobody clicks on them.  The CSV leaves with what its
 * channel may carry: confirmed values, none that is common, none marked above the
 * channel's TLP, and the journal keeps how many.
 */
#include "incident/exit.h"
#include "incident/evidence.h"

#include "base/csv.h"
#include "base/table.h"
#include "incident/desk.h"
#include "incident/incident.h"

#define CHOSEN_MAX 400
#define SHOWN_MAX 300

/* ==== What is asked ==== */

struct evidence_text {
	struct str evidence_text;
};
static const struct field text_field = { FIELD(evidence_text, evidence_text), .max = 20000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field *const text_asked[] = { &text_field, NULL };

struct evidence_reason {
	struct str hold_reason;
};
static const struct field reason_field = { FIELD(evidence_reason, hold_reason), .max = 2000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field *const reason_asked[] = { &reason_field, NULL };

struct verdict {
	struct code observable_state, tlp;
};
static const struct field decision_state = { FIELD(verdict, observable_state),
	.vocabulary = "observable_state", .need = REQUIRED };
static const struct field decision_tlp = { FIELD(verdict, tlp), .vocabulary = "tlp",
	.input = INPUT_SELECT };
static const struct field *const decision_asked[] = { &decision_state, &decision_tlp, NULL };

/* ==== The page ==== */

static bool
passes(const struct evidence_view *v, const struct observed *ob)
{
	if (v->kind.n && !str_eq(ob->kind.s, v->kind))
		return false;
	if (str_eq(v->state, S("courant")))
		return ob->listed.n > 0;
	return v->state.n == 0 || str_eq(ob->state.s, v->state);
}

static enum outcome
gather(struct request *rq, struct act *act, struct evidence_view *v)
{
	struct observed *all;
	struct observed_source *source;
	struct observed_elsewhere *elsewhere;
	struct evidence_file *file;
	struct custody *custody;
	enum outcome o = observed_list(act, v->in, &all, &v->n_all);

	for (size_t i = 0; o == OK && i < v->n_all && v->n < SHOWN_MAX; i++)
		if (passes(v, &all[i]))
			all[v->n++] = all[i];
	if (o == OK)
		o = observed_sources(act, v->in, &source, &v->n_sources);
	if (o == OK)
		o = observed_elsewhere(act, request_member(rq), v->in, &elsewhere, &v->n_elsewhere);
	if (o == OK)
		o = evidence_files(act, v->in, v->s, &file, &v->n_files);
	if (o == OK)
		o = custody_list(act, v->s, &custody, &v->n_custody);
	if (o == OK)
		o = hold_find(act, v->in, &v->hold);
	if (o != OK)
		return o;
	v->observed = all;
	v->source = source;
	v->elsewhere = elsewhere;
	v->file = file;
	v->custody = custody;
	return OK;
}

static const struct filled *
blank(struct request *rq, field_list asked, const void *record)
{
	struct filled *f = arena_new_of(rq->arena, struct filled);

	form_show(asked, record, f, rq->zone, rq->arena);
	return f;
}

/* wrong: the list that the form which came back asks, or NULL. */
static enum outcome
show(struct request *rq, field_list wrong)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct evidence_text text = { { NULL, 0 } };
	struct evidence_reason reason = { { NULL, 0 } };
	struct evidence_view v = { .in = &in, .s = &s };
	struct facts none = { 0 };
	struct out *out;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o != OK)
		return o;
	v.base = arena_printf(rq->arena, "/desk/%.*s", PS(in.reference));
	v.kind = param_get(&rq->query, "observable_kind");
	v.state = param_get(&rq->query, "observable_state");
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	v.may_hold = access_may(request_member(rq), OBJECT_FILE, ACTION_HOLD, &none);
	v.password = evidence_word("password");
	v.wrong = wrong ? &rq->filled : NULL;
	v.text = wrong == text_asked ? &rq->filled : blank(rq, text_asked, &text);
	v.reason = wrong == reason_asked ? &rq->filled : blank(rq, reason_asked, &reason);
	o = gather(rq, &act, &v);
	if (o != OK)
		return o;
	out = page_begin(rq, t_fill(rq->arena, rq->lang, "evidence.page", &in.reference, 1));
	page_evidence(out, &v);
	return page_end(rq, wrong ? 422 : 200);
}

enum outcome
evidence_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, NULL);
}

static enum outcome
text_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, text_asked);
}

static enum outcome
reason_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, reason_asked);
}

static enum outcome
decision_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, decision_asked);
}

const struct form evidence_text_form = {
	.asked = text_asked, .size = sizeof(struct evidence_text), .invalid = text_again
};
const struct form evidence_hold_form = {
	.asked = reason_asked, .size = sizeof(struct evidence_reason), .invalid = reason_again
};
const struct form evidence_decide_form = {
	.asked = decision_asked, .size = sizeof(struct verdict), .invalid = decision_again
};

static enum outcome
back(struct request *rq, const struct incident *in, const char *notice, const char *place)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/evidence%s", PS(in->reference), place);
}

/* ==== Observables ==== */

/* What stands alone on a line may be what running text would not take. */
static enum outcome
observe_lines(struct observing *ob, struct str text)
{
	while (text.n && ob->outcome == OK) {
		struct str line = str_trim(str_cut(&text, '\n'));
		struct observable o;

		if (line.n && observable_read(line, ob->act->arena, &o))
			observe_one(ob, &o);
		else
			observe_text(ob, line);
	}
	return ob->outcome;
}

enum outcome
evidence_text(struct request *rq, void *record)
{
	const struct evidence_text *typed = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct observing ob;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = observe_begin(&act, &in, &ob);
	if (o != OK)
		return o;
	ob.source = "main";
	ob.state.s = S("confirme");
	o = observe_lines(&ob, typed->evidence_text);
	observe_end(&ob);
	if (o == OK && ob.full)
		form_error(&rq->filled, &text_field, "error.observables_full");
	else if (o == OK && ob.found == 0)
		form_error(&rq->filled, &text_field, "error.no_observable");
	if (o == OK && rq->filled.errors)
		return INVALID;
	return o == OK ? back(rq, &in, "notice.observables", "#observables") : o;
}

static size_t
chosen(const struct request *rq, int64_t id[CHOSEN_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < rq->params.n && n < CHOSEN_MAX; i++)
		if (str_eq(rq->params.param[i].name, S("observable")))
			n += str_int(rq->params.param[i].value, &id[n]);
	return n;
}

enum outcome
evidence_decide(struct request *rq, void *record)
{
	const struct verdict *d = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id[CHOSEN_MAX];
	size_t n = chosen(rq, id);
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	if (n == 0) {
		rq->filled.general = "error.no_choice";
		return INVALID;
	}
	o = observed_decide(&act, &in, d->observable_state.s, d->tlp.s, id, n);
	return o == OK ? back(rq, &in, "notice.decided", "#observables") : o;
}

/* ==== CSV ==== */

bool
observed_leaves(const struct observed *ob, struct str ceiling)
{
	return str_eq(ob->state.s, S("confirme")) && ob->listed.n == 0 &&
	       tlp_rank(ob->tlp.s) <= tlp_rank(ceiling);
}

size_t
observed_csv(
    struct buf *b, struct arena *a, const struct observed *list, size_t n, struct str ceiling)
{
	static const struct field first = { FIELD(observed, first_seen) },
				  last = { FIELD(observed, last_seen) };
	size_t put = 0;

	buf_puts(b, "kind,value,tlp,pap,first_seen,last_seen\r\n");
	for (size_t i = 0; i < n; i++) {
		const struct observed *ob = &list[i];

		if (!observed_leaves(ob, ceiling))
			continue;
		csv_put(b, ob->kind.s, true);
		csv_put(b, ob->value, false);
		csv_put(b, ob->tlp.s, false);
		csv_put(b, ob->pap.s, false);
		csv_put(b, field_text(&first, ob, a), false);
		csv_put(b, field_text(&last, ob, a), false);
		buf_puts(b, "\r\n");
		put++;
	}
	return put;
}

/* By which way: into the cell's own tools, or to somebody else. */
static const char *
way_of(struct str asked)
{
	static const char *const way[] = { "observables_csv", "indicators_partners",
		"indicators_public" };

	if (asked.n == 0)
		return way[0];
	for (size_t i = 0; i < sizeof way / sizeof *way; i++)
		if (str_eq(asked, str_of(way[i])))
			return way[i];
	return NULL;
}

/* The lower of what is asked for and what the way bears; "" : no such marking. */
static struct str
ceiling_of(struct str asked, const char *way)
{
	struct str most = exit_ceiling(way);

	if (asked.n == 0)
		asked = S("TLP:CLEAR");
	if (vocab_find(vocab_get("tlp"), asked) == NULL)
		return (struct str){ NULL, 0 };
	return tlp_rank(asked) < tlp_rank(most) ? asked : most;
}

enum outcome
evidence_csv(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct observed *list;
	const char *way = way_of(param_get(&rq->query, "channel"));
	struct str ceiling = { NULL, 0 };
	struct buf b = BUF_INIT(8u << 20);
	size_t n = 0, put;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (way)
		ceiling = ceiling_of(param_get(&rq->query, "tlp"), way);
	if (o == OK && ceiling.n == 0)
		o = NOT_FOUND;
	if (o == OK)
		o = exit_release(rq, &act, &in, way);
	if (o == OK)
		o = observed_list(&act, &in, &list, &n);
	if (o == OK) {
		put = observed_csv(&b, rq->arena, list, n, ceiling);
		trail_note(act.trail, "observable.export", "incident", in.reference,
		    arena_printf(rq->arena, "channel=%s tlp=%.*s n=%zu", way, PS(ceiling), put));
		o = reply_attachment(
		    rq, arena_printf(rq->arena, "%.*s-observables.csv", PS(in.reference)), &b);
	}
	buf_release(&b);
	return o;
}

/* ==== Hold and erasing ==== */

enum outcome
evidence_hold(struct request *rq, void *record)
{
	const struct evidence_reason *r = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_HOLD, &act, &in, &s);

	if (o == OK)
		o = hold_set(&act, &in, r->hold_reason);
	return o == OK ? back(rq, &in, "notice.held", "#hold") : o;
}

enum outcome
evidence_release(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_HOLD, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = hold_end(&act, &in);
	return o == OK ? back(rq, &in, "notice.released", "#hold") : o;
}

enum outcome
evidence_file_erase(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = desk_open(rq, ACTION_HOLD, &act, &in, &s);

	(void)record;
	if (o == OK && !str_int(rq->segment[1], &id))
		o = NOT_FOUND;
	if (o == OK)
		o = attachment_erase(&act, &in, &s, id);
	return o == OK ? back(rq, &in, "notice.erased", "#files") : o;
}

/* ==== For the page ==== */

void
evidence_value(struct out *o, const struct observed *ob)
{
	enum observable_kind kind;

	out_text(o, observable_kind_of(ob->kind.s, &kind)
			? observable_defang(kind, ob->value, o->arena)
			: ob->value);
}

/* Each kind of place once, with how many of them. */
void
evidence_origins(struct out *o, const struct evidence_view *v, const struct observed *ob)
{
	const struct vocab *kinds = vocab_get("observable_source");
	bool first = true;

	for (size_t k = 0; k < kinds->n; k++) {
		size_t n = 0;

		for (size_t i = 0; i < v->n_sources; i++)
			n += v->source[i].observable == ob->id &&
			     str_eq(v->source[i].source, kinds->item[k].code);
		if (n == 0)
			continue;
		if (!first)
			out_text(o, S(", "));
		first = false;
		out_label(o, "observable_source", kinds->item[k].code);
		if (n > 1)
			buf_printf(o->buf, " (%zu)", n);
	}
}

void
evidence_others(struct out *o, const struct evidence_view *v, const struct observed *ob)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_elsewhere; i++) {
		const struct observed_elsewhere *e = &v->elsewhere[i];

		if (e->observable != ob->id)
			continue;
		buf_puts(o->buf, n++ ? "<br><a href=\"/desk/" : "<a href=\"/desk/");
		out_url_part(o, e->reference);
		buf_puts(o->buf, "/evidence\">");
		out_text(o, e->reference);
		buf_puts(o->buf, "</a> <span class=\"quiet\">");
		out_text(o, e->org_name);
		buf_puts(o->buf, "</span>");
	}
	if (n == 0)
		out_text(o, S("–"));
}
