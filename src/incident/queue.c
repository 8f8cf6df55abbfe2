/*
 * The queue: filters stand in the address, so a view is a bookmark.
 *
 * It shows clear columns only: no file is opened, so no read is noted.  Full
 * text over sealed fields is refused by design (design.md §8.5); a reference or
 * words of the structure's name find a file.
 */
#include "incident/queue.h"

#include "base/die.h"
#include "base/shape.h"
#include "base/table.h"
#include "incident/incident.h"
#include "incident/need.h"

#include "incident_sql.h"

struct queue_filter
queue_filter(const struct request *rq)
{
	return queue_filter_of(&rq->query);
}

struct queue_filter
queue_filter_of(const struct params *p)
{
	struct queue_filter f = {
		.state = param_get(p, "state"),
		.workflow = param_get(p, "workflow"),
		.severity = param_get(p, "severity"),
		.region = param_get(p, "region"),
		.org_type = param_get(p, "org_type"),
		.category = param_get(p, "category"),
		.who = param_get(p, "who"),
		.late = param_get(p, "late"),
		.gathered = param_get(p, "gathered"),
		.from = param_get(p, "from"),
		.to = param_get(p, "to"),
		.q = str_trim(param_get(p, "q")),
		.sort = param_get(p, "sort"),
		.page = 1,
	};

	if (!str_int(param_get(p, "page"), &f.page) || f.page < 1 || f.page > 1000000)
		f.page = 1;
	/* A lesson that is not written is late on a file that is over. */
	if (f.late.n && f.state.n == 0)
		f.state = S("all");
	if (!str_eq(f.state, S("closed")) && !str_eq(f.state, S("all")))
		f.state = S("open");
	return f;
}

struct moment
queue_day(struct request *rq, struct str text, int add)
{
	struct str part[4] = { text };
	struct moment m = MOMENT_NONE;
	const char *error;
	unsigned wrong;

	if (text.n == 0 || !moment_from_parts(part, ZONE_PARIS, rq->arena, &m, &wrong, &error))
		return MOMENT_NONE;
	return moment_known(m) ? moment_add_days(m, add, ZONE_PARIS) : m;
}

static void
bind_who(struct query *q, const struct request *rq, struct str who)
{
	if (str_eq(who, S("me")))
		bind_int(q, "assignee", rq->visitor.account);
	else if (str_eq(who, S("nobody")))
		bind_int(q, "assignee", 0);
	else
		bind_int(q, "assignee", INT_NONE);
}

/* A reference is looked for as such; anything else in the structure's name. */
static void
bind_search(struct query *q, struct request *rq, struct str text)
{
	bool reference = str_starts(text, S("INC-")) || str_starts(text, S("SIG-"));
	char *lower;

	bind_text(q, "reference", reference ? text : (struct str){ NULL, 0 });
	if (reference || text.n == 0)
		return;
	lower = arena_cstr(rq->arena, arena_printf(rq->arena, "%%%.*s%%", PS(text)));
	for (char *c = lower; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	bind_text(q, "words", str_of(lower));
}

/* Does the view say anything of the files it shows, but whether they are open? */
static bool
narrowed(const struct queue_filter *f)
{
	return f->workflow.n || f->severity.n || f->region.n || f->org_type.n || f->category.n ||
	       f->who.n || f->late.n || f->gathered.n || f->from.n || f->to.n ||
	       (f->q.n && !str_starts(f->q, S("INC-")));
}

/* A range, so that the index on it serves both "open" and "all". */
static void
bind_range(struct query *q, const struct queue_filter *f)
{
	bind_int(q, "opened_from", str_eq(f->state, S("open")));
	bind_int(q, "opened_to", !str_eq(f->state, S("closed")));
	bind_bool(q, "narrowed", narrowed(f));
}

void
queue_bind(struct query *q, struct request *rq, const struct queue_filter *f)
{
	bind_text(q, "workflow", f->workflow);
	bind_text(q, "severity", f->severity);
	bind_text(q, "region", f->region);
	bind_text(q, "org_type", f->org_type);
	bind_text(q, "category", f->category);
	bind_who(q, rq, f->who);
	bind_moment(q, "overdue", f->late.n ? rq->now : MOMENT_NONE);
	bind_text(q, "target",
	    vocab_find(vocab_get("target"), f->late) ? f->late : (struct str){ NULL, 0 });
	bind_moment(q, "since", queue_day(rq, f->from, 0));
	bind_moment(q, "until", queue_day(rq, f->to, 1));
	bind_bool(q, "gathered", f->gathered.n > 0);
	bind_search(q, rq, f->q);
	need_bind(q, request_member(rq), rq->now);
}

/* Imports were never changed, and are no news. */
static void
read_news(const struct query *q, struct queue_row *r, const struct request *rq)
{
	struct moment read = query_moment(q, query_column(q, "read_at"));
	struct moment changed = query_moment(q, query_column(q, "changed_at"));
	int64_t by = query_int(q, query_column(q, "changed_by"));

	if (!moment_known(changed))
		return;
	r->unread = !moment_known(read);
	r->changed = !r->unread && changed.s > read.s && by != rq->visitor.account;
}

static bool
ticked(const struct request *rq, struct str reference)
{
	for (size_t i = 0; i < rq->params.n; i++)
		if (str_eq(rq->params.param[i].name, S("file")) &&
		    str_eq(rq->params.param[i].value, reference))
			return true;
	return false;
}

static void
read_row(const struct query *q, struct queue_row *r, struct request *rq)
{
	struct arena *a = rq->arena;

	r->reference = query_text(q, 0, a);
	r->known = query_bool(q, 15);
	if (!r->known) {
		r->received_at = r->due_at = MOMENT_NONE;
		return;
	}
	r->org_name = query_text(q, 1, a);
	r->org_type.s = query_text(q, 2, a);
	r->department.s = query_text(q, 3, a);
	r->region.s = query_text(q, 4, a);
	r->workflow.s = query_text(q, 5, a);
	r->severity.s = query_text(q, 6, a);
	r->category.s = query_text(q, 7, a);
	r->care_state.s = query_text(q, 8, a);
	r->assignee = query_null(q, 9) ? 0 : query_int(q, 9);
	r->received_at = query_moment(q, 10);
	r->due_at = query_moment(q, 11);
	r->due_code = query_text(q, 12, a);
	r->urgent = query_bool(q, 13);
	r->proposed = query_int(q, 14);
	r->likeness = query_int(q, query_column(q, "likeness"));
	r->kin = query_int(q, query_column(q, "kin"));
	r->parent_kind = query_text(q, query_column(q, "parent_kind"), a);
	r->unacknowledged = query_int(q, query_column(q, "unacknowledged"));
	r->questions = query_int(q, query_column(q, "questions"));
	r->n_late = query_int(q, query_column(q, "n_late"));
	r->forgotten = forgotten_read(q);
	r->late = moment_known(r->due_at) && r->due_at.s < rq->now.s;
	read_news(q, r, rq);
	r->ticked = ticked(rq, r->reference);
}

enum outcome
queue_total(struct request *rq, const struct queue_filter *f, int64_t *ret)
{
	struct query q = query_open(rq->db, &sql_queue_count);

	queue_bind(&q, rq, f);
	bind_range(&q, f);
	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

/* "3 overdue", and of which targets, in the order of the table. */
static enum outcome
count_late(struct request *rq, struct queue_view *v)
{
	const struct vocab *targets = vocab_get("target");
	struct queue_late *late = arena_array(rq->arena, struct queue_late, targets->n);
	struct query q = query_open(rq->db, &sql_queue_late);

	need_bind(&q, request_member(rq), rq->now);
	while (query_next(&q)) {
		const struct vocab_item *item = vocab_find(targets, query_text(&q, 0, rq->arena));

		if (item)
			late[item - targets->item].n = query_int(&q, 1);
		else
			v->late_files = query_int(&q, 1);
	}
	for (size_t i = 0; i < targets->n; i++)
		if (late[i].n)
			late[v->n_late++] = (struct queue_late){ targets->item[i].code, late[i].n };
	v->late = late;
	return query_close(&q);
}

/* Names of the few analysts on a page, each looked up once. */
static enum outcome
name_assignees(struct act *act, struct queue_row *row, size_t n)
{
	enum outcome o = OK;

	for (size_t i = 0; i < n && o == OK; i++) {
		struct account acc;

		for (size_t k = 0; k < i && row[i].assignee_name.n == 0; k++)
			if (row[k].assignee == row[i].assignee)
				row[i].assignee_name = row[k].assignee_name;
		if (row[i].assignee == 0 || row[i].assignee_name.n)
			continue;
		o = account_by_id(act->db, act->keyring, row[i].assignee, act->arena, &acc);
		if (o == OK)
			row[i].assignee_name = acc.name;
	}
	return o == NOT_FOUND ? OK : o;
}

/* What stands beside the list. */
static enum outcome
gather(struct request *rq, struct act *act, struct queue_view *v)
{
	struct facts none = { 0 };
	struct reading *recent;
	struct account *person;
	enum outcome o = reading_recent(rq, &recent, &v->n_recent);

	v->recent = recent;
	v->pages = (v->total + QUEUE_PAGE - 1) / QUEUE_PAGE;
	if (o == OK)
		o = saved_list(rq, v);
	v->may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	v->may_assign = access_may(request_member(rq), OBJECT_FILE, ACTION_ASSIGN, &none);
	if (o != OK || !v->may_assign)
		return o;
	o = account_desk(act->db, act->keyring, ROLE_ANALYST, (struct str){ NULL, 0 }, act->arena,
	    &person, &v->n_people);
	v->person = person;
	return o;
}

static enum outcome
list(struct request *rq, struct queue_view *v, struct queue_row *row)
{
	struct query q = query_open(rq->db, &sql_queue_list);

	queue_bind(&q, rq, &v->f);
	bind_range(&q, &v->f);
	bind_text(&q, "sort", v->f.sort.n ? v->f.sort : S("severity"));
	bind_int(&q, "max", QUEUE_PAGE);
	bind_int(&q, "skip", (v->f.page - 1) * QUEUE_PAGE);
	while (v->n < QUEUE_PAGE && query_next(&q))
		read_row(&q, &row[v->n++], rq);
	return query_close(&q);
}

enum outcome
queue_show(struct request *rq, int status)
{
	struct queue_row *row = arena_array(rq->arena, struct queue_row, QUEUE_PAGE);
	struct queue_view v = { .f = queue_filter(rq), .row = row, .drawn = rq->now };
	struct act act = act_of(rq);
	struct out *out;
	enum outcome o = queue_total(rq, &v.f, &v.total);

	if (o == OK)
		o = count_late(rq, &v);
	if (o == OK)
		o = list(rq, &v, row);
	if (o == OK)
		o = name_assignees(&act, row, v.n);
	if (o == OK)
		o = gather(rq, &act, &v);
	if (o != OK)
		return o;
	v.filtered = v.f.workflow.n || v.f.severity.n || v.f.region.n || v.f.org_type.n ||
		     v.f.category.n || v.f.from.n || v.f.to.n || v.f.q.n;
	v.query = queue_address(rq->arena, &v.f);
	v.filled = &rq->filled;
	rq->active = "/desk";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "queue.title"));
	page_queue(out, &v);
	return page_end(rq, status);
}

enum outcome
queue_page(struct request *rq, void *record)
{
	struct str chosen = { NULL, 0 };
	enum outcome o = OK;

	(void)record;
	/* The bare address alone: every view has one of its own. */
	if (rq->query.n == 0)
		o = saved_chosen(rq, &chosen);
	if (o == OK && chosen.n)
		return reply_see_other(rq, "/desk?%.*s", PS(chosen));
	return o == OK ? queue_show(rq, 200) : o;
}

int64_t
queue_value(const char *name)
{
	const struct table *t = table_get("queue");
	size_t row = table_find(t, "name", str_of(name));
	int64_t v;

	if (row == NOT_FOUND_ROW || !str_int(table_cell(t, row, "value"), &v) || v < 1)
		die("table 'queue' has no number '%s'", name);
	return v;
}

/* Each state that a step without motive leads to, once, but for closing. */
void
queue_moves(struct out *o)
{
	const struct table *t = table_get("workflow");

	for (size_t i = 0; i < t->n_rows; i++) {
		struct str to = table_cell(t, i, "to");
		bool told = !str_eq(table_cell(t, i, "who"), S("analyst")) ||
			    str_eq(table_cell(t, i, "reason"), S("yes")) || str_eq(to, S("CLOS"));

		for (size_t k = 0; k < i && !told; k++)
			told = str_eq(table_cell(t, k, "to"), to);
		if (told)
			continue;
		buf_printf(o->buf, "<option value=\"%.*s\">", PS(to));
		out_label(o, "workflow", to);
		buf_puts(o->buf, "</option>\n");
	}
}
