/*
 * Tasks in the database.
 *
 * A task that came from the table is known by its code, once a file: pressing
 * "the usual ones" twice adds nothing.  Comments are entries of the running log,
 * where everything else about the file is read; a thread a task was rejected.
 */
#include "incident/task.h"

#include "base/table.h"
#include "incident/incident.h"
#include "incident/notice.h"

#include "incident_sql.h"

static const struct field task_id = { FIELD(task, id) };
static const struct field task_created_at = { FIELD(task, created_at) };
static const struct field task_account = { FIELD(task, account) };
static const struct field task_code = { FIELD(task, code), .vocabulary = "task" };
static const struct field task_owner = { FIELD(task, owner) };
static const struct field task_for_structure = { FIELD(task, for_structure) };
static const struct field task_state = { FIELD(task, state), .vocabulary = "task_state" };
static const struct field task_due_at = { FIELD(task, due_at) };
static const struct field task_ended_at = { FIELD(task, ended_at) };
static const struct field task_ended_by = { FIELD(task, ended_by) };
static const struct field task_ended_role = { FIELD(task, ended_role) };
static const struct field task_version = { FIELD(task, version) };
static const struct field task_own_title = { FIELD(task, title), .max = 200, .sealed = true };
static const struct field task_result = { FIELD(task, result), .max = 2000, .input = INPUT_AREA,
	.sealed = true };

const struct part task_part = {
	.place = "task.body",
	.action = "task",
	.fields = (const struct field *const[]){ &task_id, &task_created_at, &task_account,
	    &task_code, &task_owner, &task_for_structure, &task_state, &task_due_at, &task_ended_at,
	    &task_ended_by, &task_ended_role, &task_version, &task_own_title, &task_result, NULL },
	.size = sizeof(struct task),
	.max = TASKS_MAX,
	.insert = &sql_task_insert,
	.save = &sql_task_save,
	.list = &sql_task_list,
};

struct str
task_title(const struct task *k, enum lang lang)
{
	return k->title.n ? k->title : vocab_label("task", k->code.s, lang);
}

bool
task_ended(const struct task *k)
{
	return moment_known(k->ended_at);
}

bool
task_late(const struct task *k, struct moment now)
{
	return !task_ended(k) && moment_known(k->due_at) && k->due_at.s < now.s;
}

enum outcome
task_list(struct act *act, const struct incident *in, struct task **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &task_part, &list, ret_n);

	*ret = list;
	return o;
}

enum outcome
task_find(struct act *act, const struct incident *in, int64_t id, struct task *ret)
{
	struct task *list, *k;
	size_t n = 0;
	enum outcome o = task_list(act, in, &list, &n);

	if (o != OK)
		return o;
	k = part_find(list, n, sizeof *k, id);
	if (k == NULL)
		return NOT_FOUND;
	*ret = *k;
	return OK;
}

/* Its row was read in this transaction: what is not there any more moved meanwhile. */
static enum outcome
save(struct act *act, const struct incident *in, const struct task *k)
{
	enum outcome o = part_save(act, in, &task_part, k);

	return o == NOT_FOUND ? CONFLICT : o;
}

/* ==== Adding ==== */

static enum outcome
add(struct act *act, const struct incident *in, struct task *k)
{
	struct str title = task_title(k, LANG_FR);
	enum outcome o;

	k->created_at = act->now;
	k->account = act_account(act);
	k->state.s = S("a_faire");
	k->ended_at = MOMENT_NONE;
	k->ended_by = INT_NONE;
	o = part_add(act, in, &task_part, k, NULL);
	if (o != OK)
		return o;
	return log_add(act, in, "action", k->for_structure ? S("structure") : S("interne"),
	    t_fill(act->arena, LANG_FR, "log.task_added", &title, 1));
}

enum outcome
task_add(struct act *act, const struct incident *in, const struct stored_report *s, struct task *k)
{
	struct task *have;
	size_t n = 0;
	enum outcome o = task_list(act, in, &have, &n);

	if (o == OK && n >= TASKS_MAX)
		return CONFLICT;
	if (o == OK)
		o = add(act, in, k);
	return o == OK && k->for_structure ? notice_declarant(act, in, s, "mail.task") : o;
}

static bool
has_code(const struct task *list, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].code.s, code))
			return true;
	return false;
}

/* One row of the table as a task of this file, due from now. */
static struct task
usual(const struct act *act, const struct incident *in, const struct table *t, size_t row)
{
	bool structure = str_eq(table_cell(t, row, "owner"), S("structure"));
	struct task k = { .code = { table_cell(t, row, "code") },
		.for_structure = structure,
		.owner = structure	? INT_NONE
			 : in->assignee ? in->assignee
					: act_account(act),
		.due_at = MOMENT_NONE };
	int64_t minutes;

	if (str_int(table_cell(t, row, "minutes"), &minutes))
		k.due_at.s = act->now.s + minutes * 60;
	return k;
}

enum outcome
task_add_usual(
    struct act *act, const struct incident *in, const struct stored_report *s, size_t *ret_n)
{
	const struct table *t = table_get("task");
	struct str category = in->category.s.n ? in->category.s : s->r.category.s;
	struct task *have;
	size_t n = 0, asked = 0;
	enum outcome o = task_list(act, in, &have, &n);

	*ret_n = 0;
	for (size_t i = 0; o == OK && i < t->n_rows && n + *ret_n < TASKS_MAX; i++) {
		struct str of = table_cell(t, i, "category");
		struct task k = usual(act, in, t, i);

		if ((!str_eq(of, S("*")) && !str_in_set(of, category)) ||
		    has_code(have, n, k.code.s))
			continue;
		o = add(act, in, &k);
		asked += k.for_structure;
		++*ret_n;
	}
	return o == OK && asked ? notice_declarant(act, in, s, "mail.task") : o;
}

/* ==== Moving ==== */

static bool
is_end(struct str state)
{
	const struct vocab_item *item = vocab_find(vocab_get("task_state"), state);

	return item && str_eq(attribute(item->attributes, "open"), S("non"));
}

static enum outcome
log_move(struct act *act, const struct incident *in, const struct task *k)
{
	struct str arg[] = { task_title(k, LANG_FR),
		vocab_label("task_state", k->state.s, LANG_FR) };
	struct str told = t_fill(act->arena, LANG_FR, "log.task_moved", arg, 2);

	if (k->result.n)
		told = arena_printf(act->arena, "%.*s\n\n%.*s", PS(told), PS(k->result));
	return log_add(act, in, "action", k->for_structure ? S("structure") : S("interne"), told);
}

enum outcome
task_move(struct act *act, const struct incident *in, int64_t id, struct str state,
    struct str result, bool structure)
{
	struct task k;
	enum outcome o = task_find(act, in, id, &k);

	if (o == OK && structure && !k.for_structure)
		return NOT_FOUND;
	if (o != OK)
		return o;
	if (task_ended(&k) && is_end(state))
		return CONFLICT;
	k.state.s = state;
	if (result.n)
		k.result = result;
	k.ended_at = is_end(state) ? act->now : MOMENT_NONE;
	k.ended_by = is_end(state) ? act_account(act) : INT_NONE;
	k.ended_role = is_end(state) ? act->role : (struct str){ NULL, 0 };
	o = save(act, in, &k);
	return o == OK ? log_move(act, in, &k) : o;
}

enum outcome
task_change(
    struct act *act, const struct incident *in, const struct stored_report *s, const struct task *k)
{
	struct str title = task_title(k, LANG_FR);
	struct task was;
	enum outcome o = task_find(act, in, k->id, &was);

	if (o == OK && task_ended(&was))
		o = CONFLICT;
	if (o == OK)
		o = save(act, in, k);
	if (o == OK)
		o = log_add(act, in, "action", k->for_structure ? S("structure") : S("interne"),
		    t_fill(act->arena, LANG_FR, "log.task_changed", &title, 1));
	return o == OK && k->for_structure && !was.for_structure
		   ? notice_declarant(act, in, s, "mail.task")
		   : o;
}
