/*
 * One act on several files of the queue, and its undoing.
 *
 * Each file is opened as its own page would open it: the matrix, the seal and the
 * workflow are asked file by file, and each change stands in the journal by itself.
 * What is refused for one file stops no other; the page that follows tells what came
 * of each.  Undoing touches those files alone that nobody changed since, by their
 * version, and says which were left.
 *
 * Rejected: one statement over all files (it would ask nothing of each), undoing by
 * deleting what was done (history and journal keep both).
 */
#include "incident/bulk.h"

#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/need.h"

#include "incident_sql.h"

struct choice {
	struct code bulk_act, workflow;
	int64_t account;
};

static const struct field choice_act = { FIELD(choice, bulk_act), .vocabulary = "bulk_act",
	.need = REQUIRED };
static const struct field choice_workflow = { FIELD(choice, workflow), .vocabulary = "workflow" };
static const struct field choice_account = { FIELD(choice, account), .min = 1 };
static const struct field *const asked[] = { &choice_act, &choice_workflow, &choice_account, NULL };

/* The queue again, with its filters and what was ticked. */
static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	if (!params_parse(param_get(&rq->params, "view"), &rq->query, rq->arena))
		rq->query = (struct params){ 0 };
	return queue_show(rq, 422);
}

const struct form bulk_form = { .asked = asked, .size = sizeof(struct choice), .invalid = again };

/* ==== One file ==== */

static bool
is(struct code c, const char *name)
{
	return str_eq(c.s, str_of(name));
}

static const char *
outcome_word(enum outcome o)
{
	return o == OK ? "done" : o == CONFLICT ? "conflict" : "refused";
}

/* Somebody of the cell, who may know of the file. */
static enum outcome
give(struct request *rq, struct act *act, struct incident *in, int64_t account)
{
	struct facts whom = { .account = account };
	enum role role = ROLE_VISITOR;
	struct account acc;
	bool knows = false;
	enum outcome o;

	if (!access_may(request_member(rq), OBJECT_FILE, ACTION_ASSIGN, &whom))
		return FORBIDDEN;
	o = account_by_id(act->db, act->keyring, account, act->arena, &acc);
	if (o == OK && (!str_eq(acc.state, S("active")) || !role_from_code(acc.role.s, &role) ||
			   access_condition(role, OBJECT_FILE, ACTION_WRITE) == NEVER))
		o = NOT_FOUND;
	if (o == OK)
		o = need_knows(act, in, account, &knows);
	if (o == OK && !knows)
		o = FORBIDDEN;
	return o == OK ? file_assign(act, in, account) : o;
}

static enum outcome
move(struct request *rq, struct act *act, struct incident *in, struct str to, const char **ret)
{
	struct facts none = { 0 };
	bool lead = access_may(request_member(rq), OBJECT_FILE, ACTION_REOPEN, &none);
	bool reason = false;

	/* Closing, and what must be motivated, is done file by file. */
	*ret = "impossible";
	if (str_eq(to, S("CLOS")) || !workflow_may(in->workflow.s, to, lead, &reason) || reason)
		return OK;
	*ret = NULL;
	return workflow_move(act, in, to, (struct str){ NULL, 0 });
}

/* *ret: what came of it; an outcome only when nothing can go on. */
static enum outcome
act_on(struct request *rq, const struct choice *c, struct act *act, struct incident *in,
    const char **ret)
{
	enum outcome o = OK;

	*ret = NULL;
	if (is(c->bulk_act, "read"))
		o = reading_note(rq, in->id);
	else if (workflow_ended(in->workflow.s))
		*ret = "ended";
	else if (is(c->bulk_act, "take") && in->assignee == act->account &&
		 !str_eq(in->workflow.s, S("RECU")))
		*ret = "same";
	else if (is(c->bulk_act, "take"))
		o = file_assign(act, in, act->account);
	else if (is(c->bulk_act, "assign"))
		o = give(rq, act, in, c->account);
	else
		o = move(rq, act, in, c->workflow.s, ret);
	if (*ret == NULL)
		*ret = outcome_word(o);
	return o == UNAVAILABLE ? o : OK;
}

static enum outcome
note_item(struct act *act, int64_t bulk, const struct incident *before,
    const struct incident *after, const char *outcome)
{
	struct query q = query_open(act->db, &sql_bulk_item_insert);

	bind_int(&q, "bulk", bulk);
	bind_int(&q, "incident", before->id);
	bind_text(&q, "outcome", str_of(outcome));
	bind_int(&q, "version", after->version);
	bind_int(&q, "assignee", before->assignee);
	bind_text(&q, "workflow", before->workflow.s);
	return query_run(&q);
}

/* A reference that is no file is told of nowhere; a refused one is. */
static enum outcome
one(struct request *rq, const struct choice *c, int64_t bulk, struct str reference)
{
	enum action action = is(c->bulk_act, "read") ? ACTION_READ : ACTION_WRITE;
	struct incident before, in = { 0 };
	struct stored_report s;
	struct act act;
	const char *what = "refused";
	enum outcome o = file_open(rq, OBJECT_FILE, action, reference, &act, &in, &s);

	if (o == NOT_FOUND || o == UNAVAILABLE)
		return o == NOT_FOUND ? OK : o;
	before = in;
	if (o == OK)
		o = act_on(rq, c, &act, &in, &what);
	else
		o = OK;
	return o == OK ? note_item(&act, bulk, &before, &in, what) : o;
}

/* ==== All of them ==== */

static enum outcome
bulk_new(struct request *rq, struct str what, int64_t *ret)
{
	struct query q = query_open(rq->db, &sql_bulk_insert);

	bind_int(&q, "account", rq->visitor.account);
	bind_moment(&q, "now", rq->now);
	bind_text(&q, "act", what);
	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

static bool
sound(struct request *rq, const struct choice *c)
{
	if (!param_has(&rq->params, "file"))
		rq->filled.general = "bulk.none";
	else if (is(c->bulk_act, "move") && c->workflow.s.n == 0)
		form_error(&rq->filled, &choice_workflow, "error.required");
	else if (is(c->bulk_act, "assign") && c->account < 1)
		form_error(&rq->filled, &choice_account, "error.required");
	else
		return true;
	rq->filled.errors += rq->filled.general != NULL;
	return false;
}

enum outcome
bulk(struct request *rq, void *record)
{
	const struct choice *c = record;
	struct params view = { 0 };
	int64_t id = 0;
	size_t n = 0;
	enum outcome o;

	if (!sound(rq, c))
		return INVALID;
	o = bulk_new(rq, c->bulk_act.s, &id);
	for (size_t i = 0; o == OK && i < rq->params.n && n < QUEUE_PAGE; i++)
		if (str_eq(rq->params.param[i].name, S("file"))) {
			o = one(rq, c, id, rq->params.param[i].value);
			n++;
		}
	if (o != OK)
		return o;
	trail_note(&rq->trail, "queue.bulk", "bulk", arena_printf(rq->arena, "%lld", (long long)id),
	    arena_printf(rq->arena, "act=%.*s files=%zu", PS(c->bulk_act.s), n));
	/* The view to come back to, by its known parameters. */
	if (params_parse(param_get(&rq->params, "view"), &view, rq->arena))
		rq->query = view;
	struct queue_filter f = queue_filter(rq);

	return reply_see_other(
	    rq, "/desk/bulk/%lld?%.*s", (long long)id, PS(queue_address(rq->arena, &f)));
}

/* ==== What came of it ==== */

static enum outcome
load(struct request *rq, const struct sql *sql, struct bulk_view *v)
{
	struct query q = query_open(rq->db, sql);
	bool found = false;
	enum outcome o;

	if (!str_int(rq->segment[0], &v->id))
		v->id = 0;
	bind_int(&q, "id", v->id);
	bind_int(&q, "account", rq->visitor.account);
	if (query_next(&q)) {
		found = true;
		v->act.s = query_text(&q, 0, rq->arena);
		v->at = query_moment(&q, 1);
		v->undone_at = query_moment(&q, 2);
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

static enum outcome
load_items(struct request *rq, struct bulk_view *v)
{
	struct bulk_item *item = arena_array(rq->arena, struct bulk_item, QUEUE_PAGE);
	struct query q = query_open(rq->db, &sql_bulk_items);

	bind_int(&q, "bulk", v->id);
	while (v->n < QUEUE_PAGE && query_next(&q)) {
		struct bulk_item *b = &item[v->n++];

		b->incident = query_int(&q, 0);
		b->reference = query_text(&q, 1, rq->arena);
		b->outcome.s = query_text(&q, 2, rq->arena);
		b->version = query_int(&q, 3);
		b->assignee = query_int(&q, 4);
		b->workflow = query_text(&q, 5, rq->arena);
		v->done += is(b->outcome, "done") || is(b->outcome, "undone");
	}
	v->item = item;
	v->minutes = queue_value("undo") / 60;
	v->may_undo = v->done && !moment_known(v->undone_at) && !is(v->act, "read") &&
		      rq->now.s - v->at.s <= queue_value("undo");
	return query_close(&q);
}

enum outcome
bulk_page(struct request *rq, void *record)
{
	struct queue_filter f = queue_filter(rq);
	struct bulk_view v = { 0 };
	enum outcome o = load(rq, &sql_bulk_read, &v);
	struct out *out;

	(void)record;
	if (o == OK)
		o = load_items(rq, &v);
	if (o != OK)
		return o;
	v.back = queue_address(rq->arena, &f);
	v.undo = arena_printf(rq->arena, "/desk/bulk/%lld/undo?%.*s", (long long)v.id, PS(v.back));
	v.back = arena_printf(rq->arena, "/desk?%.*s", PS(v.back));
	rq->active = "/desk";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "bulk.title"));
	page_bulk(out, &v);
	return page_end(rq, 200);
}

/* ==== Undoing ==== */

/* As it was: to whom it was given, and where it stood. */
static enum outcome
put_back(struct act *act, struct incident *in, const struct bulk_item *b)
{
	bool moved = !str_eq(in->workflow.s, b->workflow);
	enum outcome o;

	in->assignee = b->assignee;
	if (str_eq(b->workflow, S("RECU")))
		in->taken_at = MOMENT_NONE;
	if (moved)
		return workflow_move(act, in, b->workflow, t(LANG_FR, "log.bulk_undone"));
	o = incident_save(act, in, "incident.undo",
	    arena_printf(act->arena, "account=%lld", (long long)b->assignee));
	return o == OK
		   ? log_add(act, in, "affectation", S("interne"), t(LANG_FR, "log.bulk_undone"))
		   : o;
}

static enum outcome
undo_one(struct request *rq, const struct bulk_view *v, const struct bulk_item *b)
{
	struct query q;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = file_open(rq, OBJECT_FILE, ACTION_WRITE, b->reference, &act, &in, &s);
	const char *what = o == OK ? "undone" : "refused";

	if (o == OK && in.version != b->version)
		what = "changed";
	else if (o == OK)
		o = put_back(&act, &in, b);
	if (o == CONFLICT)
		what = "changed";
	if (o == UNAVAILABLE)
		return o;
	q = query_open(rq->db, &sql_bulk_item_outcome);
	bind_int(&q, "bulk", v->id);
	bind_int(&q, "incident", b->incident);
	bind_text(&q, "outcome", str_of(what));
	return query_run(&q);
}

enum outcome
bulk_undo(struct request *rq, void *record)
{
	struct queue_filter f = queue_filter(rq);
	struct bulk_view v = { 0 };
	struct query q;
	enum outcome o = load(rq, &sql_bulk_by_id, &v);

	(void)record;
	if (o == OK)
		o = load_items(rq, &v);
	if (o == OK && !v.may_undo)
		o = CONFLICT;
	for (size_t i = 0; o == OK && i < v.n; i++)
		if (is(v.item[i].outcome, "done"))
			o = undo_one(rq, &v, &v.item[i]);
	if (o != OK)
		return o;
	q = query_open(rq->db, &sql_bulk_undone);
	bind_int(&q, "id", v.id);
	bind_moment(&q, "now", rq->now);
	o = query_run(&q);
	trail_note(&rq->trail, "queue.undo", "bulk",
	    arena_printf(rq->arena, "%lld", (long long)v.id), (struct str){ NULL, 0 });
	return o == OK ? reply_see_other(rq, "/desk/bulk/%lld?%.*s", (long long)v.id,
			     PS(queue_address(rq->arena, &f)))
		       : o;
}
