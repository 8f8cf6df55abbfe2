/* Tasks on the page of the work: what is asked, and what is done about them. */
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
	enum outcome o = work_open(rq, own, &act, &in, &s);

	if (o != OK)
		return work_closed(rq, own, o);
	str_int(rq->segment[1], &id);
	o = task_move(&act, &in, id, step->task_state.s, step->task_result, own);
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
