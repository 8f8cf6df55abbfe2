/*
 * The page of the work on a file, for the cell and for its structure.
 *
 * Sections share templates; what differs is the address, who may do what, and
 * which rows are read: the structure sees the tasks that are its own and every
 * measure.  A form that comes back wrong is shown with the others blank.
 */
#include "incident/work.h"

#include "base/table.h"
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/own.h"

/* ==== The page ==== */

const struct filled *
work_blank(struct request *rq, field_list asked, const void *record)
{
	struct filled *f = arena_new_of(rq->arena, struct filled);

	form_show(asked, record, f, rq->zone, rq->arena);
	return f;
}

static struct str
category_of(const struct work_view *v)
{
	return v->in->category.s.n ? v->in->category.s : v->s->r.category.s;
}

static size_t
missing_usual(const struct work_view *v, const struct task *have, size_t n)
{
	const struct table *t = table_get("task");
	struct str category = category_of(v);
	size_t missing = 0;

	for (size_t i = 0; i < t->n_rows; i++) {
		struct str of = table_cell(t, i, "category"), code = table_cell(t, i, "code");
		bool there = !str_eq(of, S("*")) && !str_in_set(of, category);

		for (size_t k = 0; k < n && !there; k++)
			there = str_eq(have[k].code.s, code);
		missing += !there;
	}
	return missing;
}

enum outcome
work_people(struct act *act, const struct account **ret, size_t *ret_n)
{
	static const enum role role[] = { ROLE_ANALYST, ROLE_DUTY, ROLE_LEAD };
	struct account *all = arena_array(act->arena, struct account, DESK_MANY), *list;
	enum outcome o = OK;
	size_t n;

	*ret_n = 0;

	for (size_t k = 0; k < 3 && o == OK; k++) {
		n = 0;
		o = account_desk(
		    act->db, act->keyring, role[k], (struct str){ NULL, 0 }, act->arena, &list, &n);
		for (size_t i = 0; o == OK && i < n && *ret_n < DESK_MANY; i++)
			if (!part_find(all, *ret_n, sizeof *all, list[i].id))
				all[(*ret_n)++] = list[i];
	}
	*ret = all;
	return o;
}

static enum outcome
gather(struct act *act, struct work_view *v)
{
	struct task *task;
	struct measure *measure;
	struct intervention *asked = NULL;
	size_t n = 0, shown = 0;
	enum outcome o = task_list(act, v->in, &task, &n);

	if (o == OK)
		o = measure_list(act, v->in, &measure, &v->n_measures);
	if (o == OK && v->own)
		o = intervention_list(act, v->in, &asked, &v->n_asked);
	if (o != OK)
		return o;
	if (!v->own)
		v->n_usual = missing_usual(v, task, n);
	for (size_t i = 0; i < n; i++)
		if (!v->own || task[i].for_structure)
			task[shown++] = task[i];
	v->n_tasks = shown;
	v->task = task;
	v->measure = measure;
	v->asked = asked;
	return v->own ? OK : work_people(act, &v->person, &v->n_people);
}

/* Cards at work, and those that wait for somebody to begin. */
static enum outcome
gather_cards(struct act *act, struct work_view *v)
{
	struct proposed_card *waiting =
	    arena_array(act->arena, struct proposed_card, CARDS_PROPOSED);
	struct recommendation *run;
	size_t n = 0;
	enum outcome o = recommendation_list(act, v->in, &run, &n);

	if (o == OK)
		o = card_run_proposed(act, v->in->id, waiting, &v->proposals.n);
	for (size_t i = 0; o == OK && i < n; i++)
		if (run[i].card)
			run[v->n_runs++] = run[i];
	v->run = run;
	v->proposals.card = waiting;
	v->proposals.reference = v->s->reference;
	return o;
}

static enum outcome
gather_help(struct act *act, struct work_view *v)
{
	struct responder *all = arena_array(act->arena, struct responder, RESPONDERS_MAX);
	struct orientation *have;
	struct loss *loss;
	size_t n = 0;
	enum outcome o = orientation_list(act, v->in, &have, &v->n_orientations);

	if (o == OK)
		o = loss_list(act, v->in, &loss, &v->n_losses);
	if (o != OK)
		return o;
	n = responders_for(v->in->region.s, category_of(v), all);
	for (size_t i = 0; i < n; i++) {
		bool there = false;

		for (size_t k = 0; k < v->n_orientations && !there; k++)
			there = str_eq(have[k].responder, all[i].code);
		if (!there)
			all[v->n_responders++] = all[i];
	}
	v->orientation = have;
	v->responder = all;
	v->loss = loss;
	return OK;
}

/* wrong: the list that the form which came back asks, or NULL. */
static enum outcome
show(struct request *rq, struct act *act, struct work_view *v, field_list wrong)
{
	enum outcome o = gather(act, v);
	struct out *out;

	if (o == OK)
		o = gather_cards(act, v);
	if (o == OK)
		o = gather_help(act, v);
	if (o != OK)
		return o;
	v->now = rq->now;
	v->may_tell = v->may_write;
	v->may_write = v->may_write && !workflow_ended(v->in->workflow.s);
	v->proposals.may_begin = v->own && v->may_write;
	v->filled = wrong ? &rq->filled : NULL;
	v->to_task = wrong == work_task_asked ? &rq->filled : work_task_blank(rq);
	v->to_measure = wrong == work_measure_asked ? &rq->filled : work_measure_blank(rq);
	v->to_loss =
	    wrong == loss_asked ? &rq->filled : work_loss_blank(rq, v->n_losses ? v->loss : NULL);
	out = page_begin(rq, t_fill(rq->arena, rq->lang, "work.page",
				 (struct str[]){ v->own ? v->s->reference : v->in->reference }, 1));
	if (v->own)
		page_own_work(out, v);
	else
		page_desk_work(out, v);
	return page_end(rq, wrong ? 422 : 200);
}

static enum outcome
desk_show_work(struct request *rq, field_list wrong)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct facts none = { 0 };
	struct work_view v = { .in = &in, .s = &s };
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o != OK)
		return o;
	v.base = arena_printf(rq->arena, "/desk/%.*s", PS(in.reference));
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	return show(rq, &act, &v, wrong);
}

static enum outcome
own_show_work(struct request *rq, field_list wrong)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct work_view v = { .in = &in, .s = &s, .own = true, .may_write = true };
	enum outcome o = own_open(rq, wrong ? ACTION_WRITE : ACTION_READ, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	v.base = arena_printf(rq->arena, "/file/%.*s", PS(s.reference));
	return show(rq, &act, &v, wrong);
}

enum outcome
work_page(struct request *rq, void *record)
{
	(void)record;
	return desk_show_work(rq, NULL);
}

enum outcome
own_work_page(struct request *rq, void *record)
{
	(void)record;
	return own_show_work(rq, NULL);
}

/* ==== Opening to change, and back ==== */

/* For the structure as for the cell; a file that is over takes no more work. */
enum outcome
work_open(
    struct request *rq, bool own, struct act *act, struct incident *in, struct stored_report *s)
{
	enum outcome o = own ? own_open(rq, ACTION_WRITE, act, in, s)
			     : desk_open_live(rq, ACTION_WRITE, act, in, s);

	return o == OK && workflow_ended(in->workflow.s) ? CONFLICT : o;
}

enum outcome
work_closed(struct request *rq, bool own, enum outcome o)
{
	return own ? own_closed(rq, o) : o;
}

enum outcome
work_back(struct request *rq, bool own, const struct incident *in, const struct stored_report *s,
    enum outcome o, const char *place)
{
	if (o != OK)
		return o;
	reply_notice(rq, "notice.work");
	return own ? reply_see_other(rq, "/file/%.*s/work%s", PS(s->reference), place)
		   : reply_see_other(rq, "/desk/%.*s/work%s", PS(in->reference), place);
}

enum outcome
work_again(struct request *rq, bool own, field_list wrong)
{
	return own ? own_show_work(rq, wrong) : desk_show_work(rq, wrong);
}

/* ==== Called by the templates ==== */

struct responder
work_responder(struct str code)
{
	struct responder r = { .code = code, .name = code };

	responder_by_code(code, &r);
	return r;
}

void
work_owner(struct out *o, const struct work_view *v, const struct task *k)
{
	if (k->for_structure) {
		out_text(o, t(o->lang, "work.structure"));
		return;
	}
	for (size_t i = 0; i < v->n_people; i++)
		if (v->person[i].id == k->owner)
			out_text(o, v->person[i].name);
}

void
work_options(struct out *o, const char *vocabulary, struct str current)
{
	const struct vocab *all = vocab_get(vocabulary);

	for (size_t i = 0; i < all->n; i++) {
		struct str code = all->item[i].code;

		buf_printf(o->buf, "<option value=\"%.*s\"%s>", PS(code),
		    str_eq(code, current) ? " selected" : "");
		out_label(o, vocabulary, code);
		buf_printf(o->buf, "</option>");
	}
}

bool
work_measure_moves_on(const struct measure *m)
{
	const struct vocab *all = vocab_get("measure_state");

	for (size_t i = 0; i < all->n; i++)
		if (measure_may(m->state.s, all->item[i].code))
			return true;
	return false;
}

void
work_measure_moves(struct out *o, const struct measure *m)
{
	const struct vocab *all = vocab_get("measure_state");

	for (size_t i = 0; i < all->n; i++) {
		struct str code = all->item[i].code;

		if (!measure_may(m->state.s, code))
			continue;
		buf_printf(o->buf, "<option value=\"%.*s\">", PS(code));
		out_label(o, "measure_state", code);
		buf_printf(o->buf, "</option>");
	}
}
