/*
 * The file as its structure sees it.
 *
 * One page answers, in this order: where are we, what must I do now, what does
 * the cell advise, what was said, what did I declare.  It reads the log without
 * internal entries (log_list does it in SQL, so a template cannot forget), the
 * cards that were meant for the structure and no others, and never the
 * qualification: an analyst's reading of an incident is the cell's.  What can be
 * changed is a page or a button of its own (own_act.c, own_state.c, complete.c).
 */
#include "incident/own.h"

#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/rules.h"

#include "incident_sql.h"

#define LIST_PAGE 50

enum outcome
own_open(struct request *rq, enum action action, struct act *act, struct incident *in,
    struct stored_report *s)
{
	enum outcome o = file_open(rq, OBJECT_OWN_FILE, action, rq->segment[0], act, in, s);

	if (o == OK) {
		rq->zone = zone_of_department(s->r.department.s);
		rq->active = "/file";
	}
	return o == NOT_FOUND && rq->visitor.account ? erased_show(rq, OBJECT_OWN_FILE) : o;
}

enum outcome
own_closed(struct request *rq, enum outcome o)
{
	if ((o == FORBIDDEN || o == NOT_FOUND) && rq->visitor.account == 0)
		return reply_see_other(rq, "/declare/resume");
	return o;
}

bool
own_reads(struct request *rq, const struct form *form, void *record)
{
	if (rq->zone == ZONE_PARIS)
		return rq->filled.errors == 0;
	field_clear(form->asked, record);
	return form_parse(
	    form->asked, &rq->params, record, &rq->filled, !form->lenient, rq->zone, rq->arena);
}

/* ==== The page ==== */

static bool
for_structure(const struct dispatch *d)
{
	return str_eq(d->state.s, S("fired")) && !str_eq(d->card.s, S("receipt")) &&
	       (str_eq(d->desk.s, S("structure")) || str_eq(d->desk.s, S("declarant")) ||
		   str_eq(d->desk.s, S("dpo")));
}

/* The same reminder goes to the structure and to its officer: it is shown once. */
static enum outcome
gather_hints(struct act *act, struct own_view *v)
{
	const struct dispatch **hint = arena_array(act->arena, const struct dispatch *, OWN_MANY);
	struct dispatch *all;
	size_t n = 0;
	enum outcome o = dispatch_of_incident(act, v->in, OWN_MANY, &all, &n);

	for (size_t i = 0; o == OK && i < n; i++) {
		bool shown = !for_structure(&all[i]);

		for (size_t k = 0; k < v->n_hints; k++)
			shown = shown || str_eq(hint[k]->card.s, all[i].card.s);
		if (!shown)
			hint[v->n_hints++] = &all[i];
	}
	v->hint = hint;
	return o;
}

/* Those that concern the structure today: its declaration is made. */
static enum outcome
gather_deadlines(struct act *act, struct own_view *v)
{
	struct deadline *list;
	size_t n = 0, kept = 0;
	enum outcome o = deadline_list(act, v->in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++) {
		if (str_eq(list[i].addressee.s, S("csirt")) ||
		    str_eq(list[i].state.s, S("withdrawn")))
			continue;
		v->n_due += deadline_waits(&list[i]);
		list[kept++] = list[i];
	}
	v->deadline = list;
	v->n_deadlines = kept;
	return o;
}

static enum outcome
gather(struct act *act, struct own_view *v)
{
	struct log_entry *log;
	struct recommendation *advice;
	struct attachment *file;
	struct report_version *version;
	struct proposed_card *card = arena_array(act->arena, struct proposed_card, CARDS_PROPOSED);
	struct service_clock *clock;
	size_t n_clocks = 0;
	enum outcome o = log_list(act, v->in, false, OWN_MANY, &log, &v->n_log);

	if (o == OK)
		o = recommendation_list(act, v->in, &advice, &v->n_advice);
	if (o == OK)
		o = attachment_list(act, v->s, &file, &v->n_files);
	if (o == OK)
		o = report_versions(act, v->s, OWN_VERSIONS, &version, &v->n_versions);
	if (o == OK)
		o = gather_hints(act, v);
	if (o == OK)
		o = gather_deadlines(act, v);
	if (o == OK)
		o = card_run_proposed(act, v->in->id, card, &v->proposals.n);
	if (o == OK)
		o = service_list(act, v->in, &clock, &n_clocks);
	if (o != OK)
		return o;
	v->proposals.card = card;
	v->proposals.reference = v->s->reference;
	v->proposals.may_begin = v->may_write && !v->ended;
	v->log = log;
	v->advice = advice;
	v->file = file;
	v->version = version;
	v->waits_for_us = service_next_told(clock, n_clocks, &v->next);
	for (size_t i = 0; i < v->n_advice; i++)
		v->n_unread += !moment_known(advice[i].read_at);
	return OK;
}

/* A call is promised until somebody took the file. */
static struct moment
promised(const struct incident *in, const struct stored_report *s)
{
	bool waits = str_eq(in->workflow.s, S("RECU")) && !in->imported;

	return waits && moment_known(s->received_at) ? rule_callback(&s->r, s->received_at)
						     : MOMENT_NONE;
}

static enum outcome
show(struct request *rq, struct act *act, struct incident *in, struct stored_report *s, int status)
{
	struct own_view v = { .in = in, .s = s, .now = rq->now, .message = &rq->filled };
	const struct member *m = request_member(rq);
	struct facts any = { .structure = m->structure,
		.report = m->report,
		.region = m->region,
		.personal_data = true };
	struct out *out;
	enum outcome o;

	v.ended = workflow_ended(in->workflow.s);
	v.may_write = access_may(m, OBJECT_OWN_FILE, ACTION_WRITE, &any);
	v.callback = promised(in, s);
	o = gather(act, &v);
	if (o != OK)
		return o;
	out = page_begin(rq,
	    arena_printf(rq->arena, "%.*s %.*s", PS(t(rq->lang, "file.title")), PS(s->reference)));
	page_file(out, &v);
	return page_end(rq, status);
}

enum outcome
own_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	own_message_blank(rq);
	return show(rq, &act, &in, &s, 200);
}

/* The page again, with what was typed wrong in one of its forms. */
enum outcome
own_file_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, 422) : own_closed(rq, o);
}

enum outcome
own_file_send(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	o = exit_release(rq, &act, &in, "piece_structure");
	return o == OK ? attachment_send(rq, &act, &s, rq->segment[1]) : o;
}

/* ==== One version ==== */

static size_t
differences(const struct report *a, const struct report *b, const struct field **ret)
{
	size_t n = 0;

	for (field_list l = report_fields; *l; l++)
		if (!field_equal(*l, a, b))
			ret[n++] = *l;
	return n;
}

static enum outcome
show_version(struct request *rq, struct own_version_view *v)
{
	const struct field **changed = arena_array(rq->arena, const struct field *, FORM_MAX);
	struct out *out;

	if (v->previous)
		v->n_changed = differences(&v->previous->r, &v->version->r, changed);
	v->changed = changed;
	out = page_begin(
	    rq, t_fill(rq->arena, rq->lang, "file.version_title",
		    (struct str[]){ v->s->reference,
			arena_printf(rq->arena, "%lld", (long long)v->version->version) },
		    2));
	page_file_version(out, v);
	return page_end(rq, 200);
}

enum outcome
own_version_page(struct request *rq, void *record)
{
	struct own_version_view v = { 0 };
	struct report_version *list;
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t number = 0;
	size_t n = 0;
	enum outcome o = own_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	if (!str_int(rq->segment[1], &number))
		return NOT_FOUND;
	o = report_versions(&act, &s, OWN_VERSIONS, &list, &n);
	v.in = &in;
	v.s = &s;
	for (size_t i = 0; i < n; i++)
		if (list[i].version == number) {
			v.version = &list[i];
			v.previous = i + 1 < n ? &list[i + 1] : NULL;
		}
	if (o == OK && v.version == NULL)
		o = NOT_FOUND;
	return o == OK ? show_version(rq, &v) : o;
}

/* ==== The structure's files ==== */

/* The matrix is asked for each row: the officer for personal data sees those that
 * touch some.  A sealed file stays its structure's (need.h). */
static bool
mine(const struct member *m, struct query *q, struct arena *a)
{
	struct facts facts = { .structure = m->structure,
		.region = query_text(q, 6, a),
		.personal_data =
		    str_eq(query_text(q, 7, a), S("oui")) || str_eq(query_text(q, 8, a), S("oui")),
		.report = query_int(q, 9),
		.sealed = query_bool(q, 10),
		.named = true };

	return access_may(m, OBJECT_OWN_FILE, ACTION_LIST, &facts);
}

static enum outcome
list_rows(struct act *act, const struct member *m, int64_t skip, struct own_row *row, size_t *ret_n,
    size_t *ret_seen)
{
	struct query q = query_open(act->db, &sql_own_list);

	bind_int(&q, "structure", m->structure ? m->structure : INT_NONE);
	bind_int(&q, "max", LIST_PAGE + 1);
	bind_int(&q, "skip", skip);
	while (query_next(&q)) {
		struct own_row *r = &row[*ret_n];

		if (++*ret_seen > LIST_PAGE || !mine(m, &q, act->arena))
			continue;
		r->incident = query_text(&q, 0, act->arena);
		r->reference = query_text(&q, 1, act->arena);
		r->org_name = query_text(&q, 2, act->arena);
		r->workflow.s = query_text(&q, 3, act->arena);
		r->care_state.s = query_text(&q, 4, act->arena);
		r->received_at = query_moment(&q, 5);
		r->forgotten = forgotten_read(&q);
		++*ret_n;
	}
	return query_close(&q);
}

enum outcome
own_list_page(struct request *rq, void *record)
{
	struct own_row *row = arena_array(rq->arena, struct own_row, LIST_PAGE);
	struct own_list_view v = { .row = row, .page = 1 };
	struct act act = act_of(rq);
	size_t seen = 0;
	enum outcome o;

	(void)record;
	if (!str_int(param_get(&rq->query, "page"), &v.page) || v.page < 1 || v.page > 100000)
		v.page = 1;
	o = list_rows(&act, request_member(rq), (v.page - 1) * LIST_PAGE, row, &v.n, &seen);
	if (o != OK)
		return o;
	v.more = seen > LIST_PAGE;
	rq->active = "/file";
	page_file_list(page_begin(rq, t(rq->lang, "file.list_title")), &v);
	return page_end(rq, 200);
}
