/*
 * The cell's tasks over all open files, late ones first.
 *
 * Titles written by hand are sealed in the file's vault: it is opened for them and
 * the reading noted, as that of the file would be.  The usual ones have a code and
 * need no key.
 */
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/work.h"

#include "incident_sql.h"

static bool
read_title(struct act *act, int64_t vault, struct str body, struct desk_task *d)
{
	struct vault v;

	if (d->task.code.s.n)
		return true;
	trail_note(act->trail, "task.read", "incident", d->reference, (struct str){ NULL, 0 });
	return vault_open(act->db, act->keyring, vault, &v) == OK &&
	       part_unseal(act, &v, &task_part, body, &d->task);
}

struct sealed_title {
	int64_t vault;
	struct str body;
};

static void
read_row(struct act *act, struct query *q, struct desk_task *d, struct sealed_title *sealed)
{
	field_clear(task_part.fields, &d->task);
	query_fields(q, task_part.fields, &d->task, act->arena);
	d->reference = query_text(q, query_column(q, "reference"), act->arena);
	d->org_name = query_text(q, query_column(q, "org_name"), act->arena);
	d->severity.s = query_text(q, query_column(q, "severity"), act->arena);
	d->late = task_late(&d->task, act->now);
	sealed->vault = query_id(q, "vault");
	sealed->body = query_blob(q, query_column(q, "body"), act->arena);
}

static enum outcome
gather(struct act *act, const struct member *m, struct tasks_view *v)
{
	struct desk_task *list = arena_array(act->arena, struct desk_task, TASKS_MAX);
	struct sealed_title *sealed = arena_array(act->arena, struct sealed_title, TASKS_MAX);
	struct query q = query_open(act->db, &sql_task_desk);
	enum outcome o;
	bool sound = true;

	bind_int(&q, "owner", str_eq(v->who, S("me")) ? act->account : INT_NONE);
	bind_int(&q, "structure", str_eq(v->who, S("structure")) ? 1 : INT_NONE);
	bind_int(&q, "max", TASKS_MAX);
	need_bind(&q, m, act->now);
	while (v->n < TASKS_MAX && query_next(&q)) {
		read_row(act, &q, &list[v->n], &sealed[v->n]);
		v->n++;
	}
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < v->n; i++) {
		sound = read_title(act, sealed[i].vault, sealed[i].body, &list[i]) && sound;
		v->n_late += list[i].late;
	}
	v->task = list;
	return o == OK && !sound ? UNAVAILABLE : o;
}

enum outcome
tasks_page(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct str who = param_get(&rq->query, "who");
	struct tasks_view v = { .now = rq->now };
	enum outcome o;

	(void)record;
	v.who = str_eq(who, S("all")) || str_eq(who, S("structure")) ? who : S("me");
	o = gather(&act, request_member(rq), &v);
	if (o != OK)
		return o;
	rq->active = "/tasks";
	page_desk(rq);
	page_tasks(page_begin(rq, t(rq->lang, "tasks.title")), &v);
	return page_end(rq, 200);
}
