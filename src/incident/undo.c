/*
 * Taking a decision about ties back, exactly: each file gets the tie that its row
 * says it had before.
 *
 * A file must still stand as the deed left it, or a later decision would be
 * trampled: that one is taken back first.  Its workflow is restored, and compared,
 * only where the deed changed it; a struck file lives on under its parent.
 */
#include "incident/many.h"

#include "incident_sql.h"

enum outcome
link_event_read(struct query *q, struct arena *a, struct link_event *e)
{
	*e = (struct link_event){
		.id = query_id(q, "id"),
		.deed = query_id(q, "deed"),
		.incident = query_id(q, "incident"),
		.account = query_id(q, "account"),
		.undoes = query_id(q, "undoes"),
		.undone = query_id(q, "undone"),
		.action = query_text(q, query_column(q, "action"), a),
		.at = query_moment(q, query_column(q, "at")),
		.before = { query_id(q, "parent_before"),
		    query_text(q, query_column(q, "kind_before"), a),
		    query_text(q, query_column(q, "workflow_before"), a),
		    query_moment(q, query_column(q, "due_at_before")),
		    query_text(q, query_column(q, "due_code_before"), a),
		    query_moment(q, query_column(q, "closed_at_before")) },
		.after = { query_id(q, "parent_after"),
		    query_text(q, query_column(q, "kind_after"), a),
		    query_text(q, query_column(q, "workflow_after"), a),
		    query_moment(q, query_column(q, "due_at_after")),
		    query_text(q, query_column(q, "due_code_after"), a),
		    query_moment(q, query_column(q, "closed_at_after")) },
	};
	return q->outcome;
}

static enum outcome
events_of(struct act *act, int64_t deed, struct link_event **ret, size_t *ret_n)
{
	struct link_event *list = arena_array(act->arena, struct link_event, CHILDREN_MAX + 1);
	struct query q = query_open(act->db, &sql_link_events_of_deed);

	*ret = list;
	*ret_n = 0;
	bind_int(&q, "deed", deed);
	while (*ret_n <= CHILDREN_MAX && query_next(&q))
		link_event_read(&q, act->arena, &list[(*ret_n)++]);
	return query_close(&q);
}

static bool
moved(const struct link_event *e)
{
	return !str_eq(e->before.workflow, e->after.workflow);
}

/* Does the file stand as the deed left it? */
static bool
untouched(const struct knot *k, const struct link_event *e)
{
	if (k->tie.parent != e->after.parent || !str_eq(k->tie.kind, e->after.kind))
		return false;
	return !moved(e) || (str_eq(k->tie.workflow, e->after.workflow) &&
				k->tie.closed_at.s == e->after.closed_at.s);
}

static enum outcome
may_return(struct act *act, const struct knot *k, const struct tie *to)
{
	struct knot parent;
	enum outcome o = OK;

	if (to->parent == 0)
		return OK;
	o = knot_read(act, to->parent, &parent);
	return o == OK && !knot_may(k, to->kind, &parent) ? CONFLICT : o;
}

static enum outcome
undo_one(struct deed *d, size_t i, void *context)
{
	const struct link_event *e = (const struct link_event *)context + i;
	struct incident in;
	struct knot k;
	struct tie to;
	enum outcome o = incident_load(d->act, e->incident, &in);

	if (o == OK)
		o = knot_read(d->act, e->incident, &k);
	if (o == OK && !untouched(&k, e))
		o = CONFLICT;
	if (o != OK)
		return o;
	to = moved(e) ? e->before : k.tie;
	to.parent = e->before.parent;
	to.kind = e->before.kind;
	o = may_return(d->act, &k, &to);
	return o == OK
		   ? knot_tie(d, &in, &k, &to, "incident.undo", e->deed, (struct str){ NULL, 0 })
		   : o;
}

static enum outcome
mark(struct act *act, int64_t deed, int64_t undone)
{
	struct query q = query_open(act->db, &sql_link_deed_mark);

	bind_int(&q, "deed", deed);
	bind_int(&q, "undone", undone ? undone : INT_NONE);
	return query_run(&q);
}

/* The incidents over the files are told, each once; a deed has few of them. */
#define PARENTS_MAX 8

static enum outcome
tell_parents(struct deed *d, const struct link_event *e, size_t n)
{
	int64_t parent[PARENTS_MAX];
	size_t known = 0;
	enum outcome o = OK;

	for (size_t i = 0; i < 2 * n && known < PARENTS_MAX; i++) {
		int64_t id = i % 2 ? e[i / 2].before.parent : e[i / 2].after.parent;
		bool told = id == 0;

		for (size_t k = 0; k < known; k++)
			told = told || parent[k] == id;
		if (!told)
			parent[known++] = id;
	}
	for (size_t k = 0; k < known && o == OK; k++) {
		struct incident in;

		o = incident_load(d->act, parent[k], &in);
		if (o == OK)
			o = deed_told(d, &in, "log.undone");
	}
	return o;
}

enum outcome
deed_undo(struct act *act, int64_t deed)
{
	struct link_event *e;
	struct deed d;
	size_t n = 0;
	enum outcome o = deed_begin(act, &d);

	if (o == OK)
		o = events_of(act, deed, &e, &n);
	if (o == OK && n == 0)
		return NOT_FOUND;
	if (o == OK && e[0].undone)
		return CONFLICT;
	if (o == OK)
		o = deed_each(&d, n, undo_one, e);
	if (o == OK)
		o = tell_parents(&d, e, n);
	if (o == OK)
		o = mark(act, deed, d.id);
	/* Taking back a taking back puts the first in force again. */
	if (o == OK && e[0].undoes)
		o = mark(act, e[0].undoes, 0);
	return o;
}

enum outcome
deed_files(struct act *act, int64_t deed, struct str **ret, size_t *ret_n)
{
	struct str *list = arena_array(act->arena, struct str, CHILDREN_MAX + 1);
	struct query q = query_open(act->db, &sql_link_deed_files);

	*ret = list;
	*ret_n = 0;
	bind_int(&q, "deed", deed);
	while (*ret_n <= CHILDREN_MAX && query_next(&q))
		list[(*ret_n)++] = query_text(&q, 0, act->arena);
	return query_close(&q);
}
