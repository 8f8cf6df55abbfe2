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
#include "incident/notice.h"
#include "incident/own.h"

#define CLOCK_SLACK 300

/* ==== What is asked ==== */

struct new_task {
	struct str task_title;
	int64_t task_owner; /* 0: the structure */
	struct moment task_due;
};

static const struct field new_title = { FIELD(new_task, task_title), .max = 200, .need = REQUIRED,
	.sealed = true };
static const struct field new_owner = { FIELD(new_task, task_owner), .need = REQUIRED };
static const struct field new_due = { FIELD(new_task, task_due) };
static const struct field *const task_asked[] = { &new_title, &new_due, &new_owner, NULL };
static const struct field *const task_shown[] = { &new_title, &new_due, NULL };

struct new_measure {
	struct code measure_kind, measure_first;
	struct moment measure_at;
	struct str measure_text;
};

static const struct field new_kind = { FIELD(new_measure, measure_kind),
	.vocabulary = "conservation", .need = REQUIRED, .input = INPUT_SELECT };
static const struct field new_first = { FIELD(new_measure, measure_first),
	.vocabulary = "measure_first", .need = REQUIRED };
static const struct field new_at = { FIELD(new_measure, measure_at), .need = REQUIRED };
static const struct field new_text = { FIELD(new_measure, measure_text), .max = 2000,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const measure_asked[] = { &new_kind, &new_first, &new_at, &new_text,
	NULL };

/* ==== The page ==== */

static const struct filled *
blank(struct request *rq, field_list asked, const void *record)
{
	struct filled *f = arena_new_of(rq->arena, struct filled);

	form_show(asked, record, f, rq->zone, rq->arena);
	return f;
}

static size_t
missing_usual(
    const struct incident *in, const struct stored_report *s, const struct task *have, size_t n)
{
	const struct table *t = table_get("task");
	struct str category = in->category.s.n ? in->category.s : s->r.category.s;
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

static enum outcome
gather_people(struct act *act, struct work_view *v)
{
	static const enum role role[] = { ROLE_ANALYST, ROLE_DUTY, ROLE_LEAD };
	struct account *all = arena_array(act->arena, struct account, DESK_MANY), *list;
	enum outcome o = OK;
	size_t n;

	for (size_t k = 0; k < 3 && o == OK; k++) {
		n = 0;
		o = account_desk(
		    act->db, act->keyring, role[k], (struct str){ NULL, 0 }, act->arena, &list, &n);
		for (size_t i = 0; o == OK && i < n && v->n_people < DESK_MANY; i++)
			if (!part_find(all, v->n_people, sizeof *all, list[i].id))
				all[v->n_people++] = list[i];
	}
	v->person = all;
	return o;
}

static enum outcome
gather(struct act *act, struct work_view *v)
{
	struct task *task;
	struct measure *measure;
	size_t n = 0, shown = 0;
	enum outcome o = task_list(act, v->in, &task, &n);

	if (o == OK)
		o = measure_list(act, v->in, &measure, &v->n_measures);
	if (o != OK)
		return o;
	if (!v->own)
		v->n_usual = missing_usual(v->in, v->s, task, n);
	for (size_t i = 0; i < n; i++)
		if (!v->own || task[i].for_structure)
			task[shown++] = task[i];
	v->n_tasks = shown;
	v->task = task;
	v->measure = measure;
	return v->own ? OK : gather_people(act, v);
}

/* wrong: the list that the form which came back asks, or NULL. */
static enum outcome
show(struct request *rq, struct act *act, struct work_view *v, field_list wrong)
{
	struct new_task task = { .task_due = MOMENT_NONE };
	struct new_measure measure = { .measure_at = rq->now };
	enum outcome o = gather(act, v);
	struct out *out;

	if (o != OK)
		return o;
	v->now = rq->now;
	v->may_write = v->may_write && !workflow_ended(v->in->workflow.s);
	v->filled = wrong ? &rq->filled : NULL;
	v->to_task = wrong == task_asked ? &rq->filled : blank(rq, task_shown, &task);
	v->to_measure = wrong == measure_asked ? &rq->filled : blank(rq, measure_asked, &measure);
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
static enum outcome
open_live(
    struct request *rq, bool own, struct act *act, struct incident *in, struct stored_report *s)
{
	enum outcome o = own ? own_open(rq, ACTION_WRITE, act, in, s)
			     : desk_open_live(rq, ACTION_WRITE, act, in, s);

	return o == OK && workflow_ended(in->workflow.s) ? CONFLICT : o;
}

static enum outcome
closed(struct request *rq, bool own, enum outcome o)
{
	return own ? own_closed(rq, o) : o;
}

static enum outcome
back(struct request *rq, bool own, const struct incident *in, const struct stored_report *s,
    enum outcome o, const char *place)
{
	if (o != OK)
		return o;
	reply_notice(rq, "notice.work");
	return own ? reply_see_other(rq, "/file/%.*s/work%s", PS(s->reference), place)
		   : reply_see_other(rq, "/desk/%.*s/work%s", PS(in->reference), place);
}

/* ==== Tasks ==== */

static enum outcome
task_again(struct request *rq, void *record)
{
	(void)record;
	return desk_show_work(rq, task_asked);
}

const struct form task_form = {
	.asked = task_asked, .size = sizeof(struct new_task), .invalid = task_again
};

/* Only somebody of the cell who may know of the file, whatever number the form holds. */
static enum outcome
owner_sound(struct act *act, const struct incident *in, int64_t account)
{
	bool knows = false;
	struct account acc;
	enum role role = ROLE_VISITOR;
	enum outcome o = account_by_id(act->db, act->keyring, account, act->arena, &acc);

	if (o == NOT_FOUND || (o == OK && !str_eq(acc.state, S("active"))))
		return INVALID;
	if (o == OK && (!role_from_code(acc.role.s, &role) ||
			   access_condition(role, OBJECT_FILE, ACTION_WRITE) == NEVER))
		return INVALID;
	if (o == OK)
		o = need_knows(act, in, account, &knows);
	return o == OK && !knows ? INVALID : o;
}

enum outcome
desk_task_add(struct request *rq, void *record)
{
	const struct new_task *n = record;
	struct task k = { .title = n->task_title, .due_at = n->task_due };
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = open_live(rq, false, &act, &in, &s);

	k.for_structure = n->task_owner == 0;
	k.owner = k.for_structure ? INT_NONE : n->task_owner;
	if (o == OK && !k.for_structure)
		o = owner_sound(&act, &in, k.owner);
	if (o == INVALID)
		form_error(&rq->filled, &new_owner, "error.task_owner");
	if (o == OK)
		o = task_add(&act, &in, &s, &k);
	return back(rq, false, &in, &s, o, "#tasks");
}

enum outcome
desk_task_usual(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	size_t n;
	enum outcome o = open_live(rq, false, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = task_add_usual(&act, &in, &s, &n);
	return back(rq, false, &in, &s, o, "#tasks");
}

struct task_step {
	struct code task_state;
	struct str task_result;
};

static const struct field step_state = { FIELD(task_step, task_state), .vocabulary = "task_state",
	.need = REQUIRED };
static const struct field step_result = { FIELD(task_step, task_result), .max = 2000,
	.sealed = true };
static const struct field *const step_asked[] = { &step_state, &step_result, NULL };

static enum outcome
task_step_again(struct request *rq, void *record)
{
	(void)record;
	return desk_show_work(rq, step_asked);
}

static enum outcome
own_task_step_again(struct request *rq, void *record)
{
	(void)record;
	return own_show_work(rq, step_asked);
}

const struct form task_step_form = {
	.asked = step_asked, .size = sizeof(struct task_step), .invalid = task_step_again
};
const struct form own_task_form = {
	.asked = step_asked, .size = sizeof(struct task_step), .invalid = own_task_step_again
};

static enum outcome
task_step(struct request *rq, const struct task_step *step, bool own)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = open_live(rq, own, &act, &in, &s);

	if (o != OK)
		return closed(rq, own, o);
	str_int(rq->segment[1], &id);
	o = task_move(&act, &in, id, step->task_state.s, step->task_result, own);
	return back(rq, own, &in, &s, o, "#tasks");
}

enum outcome
desk_task_step(struct request *rq, void *record)
{
	return task_step(rq, record, false);
}

enum outcome
own_task_step(struct request *rq, void *record)
{
	return task_step(rq, record, true);
}

/* ==== Measures ==== */

static enum outcome
measure_again(struct request *rq, void *record)
{
	(void)record;
	return desk_show_work(rq, measure_asked);
}

static enum outcome
own_measure_again(struct request *rq, void *record)
{
	(void)record;
	return own_show_work(rq, measure_asked);
}

const struct form measure_form = {
	.asked = measure_asked, .size = sizeof(struct new_measure), .invalid = measure_again
};
const struct form own_measure_form = {
	.asked = measure_asked, .size = sizeof(struct new_measure), .invalid = own_measure_again
};

static enum outcome
measure_new(struct request *rq, struct new_measure *n, bool own)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = open_live(rq, own, &act, &in, &s);
	struct measure m = { 0 };

	if (o != OK)
		return closed(rq, own, o);
	if (own && !own_reads(rq, &own_measure_form, n))
		return INVALID;
	if (n->measure_at.s > rq->now.s + CLOCK_SLACK) {
		form_error(&rq->filled, &new_at, "error.future");
		return INVALID;
	}
	m = (struct measure){
		.kind = n->measure_kind, .state = n->measure_first, .text = n->measure_text
	};
	o = measure_add(&act, &in, &m, n->measure_at);
	if (o == OK && !own)
		o = notice_declarant(&act, &in, &s, "mail.measure");
	return back(rq, own, &in, &s, o, "#measures");
}

enum outcome
desk_measure_add(struct request *rq, void *record)
{
	return measure_new(rq, record, false);
}

enum outcome
own_measure_add(struct request *rq, void *record)
{
	return measure_new(rq, record, true);
}

/* Parameter "state". */
static enum outcome
measure_step(struct request *rq, bool own)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = open_live(rq, own, &act, &in, &s);

	if (o != OK)
		return closed(rq, own, o);
	str_int(rq->segment[1], &id);
	o = measure_move(&act, &in, id, param_get(&rq->params, "state"), rq->now);
	return back(rq, own, &in, &s, o, "#measures");
}

enum outcome
desk_measure_step(struct request *rq, void *record)
{
	(void)record;
	return measure_step(rq, false);
}

enum outcome
own_measure_step(struct request *rq, void *record)
{
	(void)record;
	return measure_step(rq, true);
}

/* ==== Called by the templates ==== */

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
