/* Tasks on the page of the work: what is asked, and what is done about them. */
#include "incident/conflict.h"
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/work.h"

struct new_task {
	struct str task_title;
	int64_t task_owner; /* 0: the structure */
	struct moment task_due;
};

static const struct field new_title = { FIELD(new_task, task_title), .max = 200, .need = REQUIRED,
	.sealed = true };
static const struct field new_owner = { FIELD(new_task, task_owner), .need = REQUIRED };
static const struct field new_due = { FIELD(new_task, task_due) };
const struct field *const work_task_asked[] = { &new_title, &new_due, &new_owner, NULL };
static const struct field *const task_shown[] = { &new_title, &new_due, NULL };

const struct filled *
work_task_blank(struct request *rq)
{
	struct new_task task = { .task_due = MOMENT_NONE };

	return work_blank(rq, task_shown, &task);
}

static enum outcome
task_again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, false, work_task_asked);
}

const struct form task_form = {
	.asked = work_task_asked, .size = sizeof(struct new_task), .invalid = task_again
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
	enum outcome o = work_open(rq, false, &act, &in, &s);

	k.for_structure = n->task_owner == 0;
	k.owner = k.for_structure ? INT_NONE : n->task_owner;
	if (o == OK && !k.for_structure)
		o = owner_sound(&act, &in, k.owner);
	if (o == INVALID)
		form_error(&rq->filled, &new_owner, "error.task_owner");
	if (o == OK)
		o = task_add(&act, &in, &s, &k);
	return work_back(rq, false, &in, &s, o, "#tasks");
}

enum outcome
desk_task_usual(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	size_t n;
	enum outcome o = work_open(rq, false, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = task_add_usual(&act, &in, &s, &n);
	return work_back(rq, false, &in, &s, o, "#tasks");
}

/* ==== Another owner, due time or title ==== */

static enum outcome
enter(struct request *rq, struct act *act, struct incident *in, struct stored_report *s,
    struct task *k)
{
	int64_t id = 0;
	enum outcome o = work_open(rq, false, act, in, s);

	str_int(rq->segment[1], &id);
	return o == OK ? task_find(act, in, id, k) : o;
}

static struct new_task
told(const struct task *k, enum lang lang)
{
	return (struct new_task){ .task_title = task_title(k, lang),
		.task_owner = k->for_structure ? 0 : k->owner,
		.task_due = k->due_at };
}

static enum outcome
show_task(struct request *rq, int status)
{
	struct task k;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct new_task n;
	struct task_view v = { .in = &in, .k = &k, .filled = &rq->filled };
	enum outcome o = enter(rq, &act, &in, &s, &k);

	if (o == OK)
		o = work_people(&act, &v.person, &v.n_people);
	if (o != OK)
		return o;
	n = told(&k, rq->lang);
	v.owner = n.task_owner;
	if (status == 200)
		form_show(task_shown, &n, &rq->filled, rq->zone, rq->arena);
	else
		str_int(param_get(&rq->params, "task_owner"), &v.owner);
	v.was = conflict_base(rq->arena, work_task_asked, status == 200 ? &n : NULL, &rq->params);
	page_task(page_begin(rq, task_title(&k, rq->lang)), &v);
	return page_end(rq, status);
}

enum outcome
task_page(struct request *rq, void *record)
{
	(void)record;
	return show_task(rq, 200);
}

static enum outcome
task_edit_again(struct request *rq, void *record)
{
	(void)record;
	return show_task(rq, 422);
}

static bool
owner_word(struct out *o, const struct field *f, const void *record, const void *more)
{
	if (f == &new_owner && *FIELD_IN(int64_t, f, record) == 0) {
		out_text(o, t(o->lang, "work.structure"));
		return true;
	}
	return conflict_person(o, f, record, more);
}

static enum outcome
task_edit_conflict(struct request *rq, void *record)
{
	struct task k;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct new_task now;
	enum outcome o = enter(rq, &act, &in, &s, &k);

	if (o != OK)
		return o;
	now = told(&k, rq->lang);
	return conflict_show(rq, &act,
	    &(struct conflict){
		.back = arena_printf(rq->arena, "/desk/%.*s/work", PS(in.reference)),
		.name = in.reference,
		.action = rq->path,
		.asked = work_task_asked,
		.size = sizeof now,
		.version = k.version,
		.theirs = &now,
		.mine = record,
		.at = MOMENT_NONE,
		.word = owner_word,
		.more = &act });
}

const struct form task_edit_form = { .asked = work_task_asked,
	.size = sizeof(struct new_task),
	.invalid = task_edit_again,
	.conflict = task_edit_conflict };

/* The words of the table stay those of the table, in whatever language. */
static struct str
own_title(const struct task *k, struct str typed, enum lang lang)
{
	return k->code.s.n && str_eq(typed, vocab_label("task", k->code.s, lang))
		   ? (struct str){ NULL, 0 }
		   : typed;
}

enum outcome
task_edit(struct request *rq, void *record)
{
	const struct new_task *n = record;
	struct task k;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct new_task now;
	enum outcome o = enter(rq, &act, &in, &s, &k);

	if (o != OK)
		return o;
	now = told(&k, rq->lang);
	if (conflict_stale(rq, work_task_asked, sizeof now, k.version, &now))
		return CONFLICT;
	k.title = own_title(&k, n->task_title, rq->lang);
	k.due_at = n->task_due;
	k.for_structure = n->task_owner == 0;
	k.owner = k.for_structure ? INT_NONE : n->task_owner;
	if (!k.for_structure)
		o = owner_sound(&act, &in, k.owner);
	if (o == INVALID)
		form_error(&rq->filled, &new_owner, "error.task_owner");
	if (o == OK)
		o = task_change(&act, &in, &s, &k);
	return work_back(rq, false, &in, &s, o, "#tasks");
}

/* ==== How far it is ==== */

struct task_step {
	struct code task_state;
	struct str task_result;
};

static const struct field step_state = { FIELD(task_step, task_state), .vocabulary = "task_state",
	.need = REQUIRED };
static const struct field step_result = { FIELD(task_step, task_result), .max = 2000,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const step_asked[] = { &step_state, &step_result, NULL };

static enum outcome
task_step_again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, false, step_asked);
}

static enum outcome
own_task_step_again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, true, step_asked);
}

static struct task_step
step_now(const struct task *k)
{
	return (struct task_step){ k->state, k->result };
}

void
work_task_was(struct out *o, const struct task *k)
{
	struct task_step now = step_now(k);

	conflict_fields(o, k->version, conflict_base(o->arena, step_asked, &now, NULL));
}

static enum outcome
step_open(struct request *rq, bool own, struct act *act, struct incident *in,
    struct stored_report *s, struct task *k)
{
	int64_t id = 0;
	enum outcome o = work_open(rq, own, act, in, s);

	if (o != OK)
		return work_closed(rq, own, o);
	str_int(rq->segment[1], &id);
	o = task_find(act, in, id, k);
	return o == OK && own && !k->for_structure ? NOT_FOUND : o;
}

/* Two who write down what came of it: neither result is lost. */
static enum outcome
step_conflict(struct request *rq, bool own, void *record)
{
	struct task k = { 0 };
	struct stored_report s;
	struct incident in;
	struct act act;
	struct task_step now;
	enum outcome o = step_open(rq, own, &act, &in, &s, &k);

	if (o != OK || k.id == 0)
		return o;
	now = step_now(&k);
	return conflict_show(rq, &act,
	    &(struct conflict){
		.back = own ? arena_printf(rq->arena, "/file/%.*s/work", PS(s.reference))
			    : arena_printf(rq->arena, "/desk/%.*s/work", PS(in.reference)),
		.name = task_title(&k, rq->lang),
		.action = rq->path,
		.asked = step_asked,
		.size = sizeof now,
		.version = k.version,
		.theirs = &now,
		.mine = record,
		.at = k.ended_at,
		.by = own ? 0 : k.ended_by });
}

static enum outcome
task_step_conflict(struct request *rq, void *record)
{
	return step_conflict(rq, false, record);
}

static enum outcome
own_task_step_conflict(struct request *rq, void *record)
{
	return step_conflict(rq, true, record);
}

const struct form task_step_form = { .asked = step_asked,
	.size = sizeof(struct task_step),
	.invalid = task_step_again,
	.conflict = task_step_conflict };
const struct form own_task_form = { .asked = step_asked,
	.size = sizeof(struct task_step),
	.invalid = own_task_step_again,
	.conflict = own_task_step_conflict };

static enum outcome
task_step(struct request *rq, const struct task_step *step, bool own)
{
	struct task k = { 0 };
	struct stored_report s;
	struct incident in;
	struct act act;
	struct task_step now;
	enum outcome o = step_open(rq, own, &act, &in, &s, &k);

	if (o != OK || k.id == 0)
		return o;
	now = step_now(&k);
	if (conflict_stale(rq, step_asked, sizeof now, k.version, &now))
		return CONFLICT;
	o = task_move(&act, &in, k.id, step->task_state.s, step->task_result, own);
	return work_back(rq, own, &in, &s, o, "#tasks");
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
