/*
 * The FSSI's own page: every file, majors and crises first, what was asked of the
 * cell, and who has not acknowledged.
 *
 * It shows clear columns only, so no file is opened and no read noted; the FSSI
 * stands on the list of every sealed file (design.md §8.13).
 */
#include "incident/fssi_page.h"

#include "incident/incident.h"

#include "incident_sql.h"

#define WAIT_MAX 20

static void
bind_state(struct query *q, struct str state)
{
	bool all = str_eq(state, S("all"));

	bind_int(q, "opened_from", !all && !str_eq(state, S("closed")));
	bind_int(q, "opened_to", !str_eq(state, S("closed")));
	bind_int(q, "crisis", str_eq(state, S("crisis")) ? 1 : INT_NONE);
}

static struct code
code_at(const struct query *q, size_t column, struct arena *a)
{
	return (struct code){ query_text(q, column, a) };
}

static void
read_row(const struct query *q, struct fssi_row *r, struct arena *a)
{
	r->reference = query_text(q, 0, a);
	r->org_name = query_text(q, 1, a);
	r->org_type = code_at(q, 2, a);
	r->region = code_at(q, 3, a);
	r->severity = code_at(q, 4, a);
	r->workflow = code_at(q, 5, a);
	r->care_state = code_at(q, 6, a);
	r->crisis = code_at(q, 7, a);
	r->taken = code_at(q, 8, a);
	r->received_at = query_moment(q, 9);
	r->demands = query_int(q, 10);
	r->unacknowledged = query_int(q, 11);
	r->proposed = query_int(q, 12);
}

static enum outcome
files(struct request *rq, struct fssi_view *v)
{
	struct fssi_row *row = arena_array(rq->arena, struct fssi_row, FSSI_PAGE);
	struct query q = query_open(rq->db, &sql_fssi_count);
	enum outcome o;

	bind_state(&q, v->state);
	if (query_next(&q))
		v->total = query_int(&q, 0);
	o = query_close(&q);
	v->pages = (v->total + FSSI_PAGE - 1) / FSSI_PAGE;
	if (o != OK)
		return o;
	q = query_open(rq->db, &sql_fssi_list);
	bind_state(&q, v->state);
	bind_moment(&q, "now", rq->now);
	bind_int(&q, "max", FSSI_PAGE);
	bind_int(&q, "skip", (v->page - 1) * FSSI_PAGE);
	while (v->n < FSSI_PAGE && query_next(&q))
		read_row(&q, &row[v->n++], rq->arena);
	v->row = row;
	return query_close(&q);
}

static enum outcome
figures(struct request *rq, struct fssi_view *v)
{
	struct query q = query_open(rq->db, &sql_fssi_figures);

	if (query_next(&q)) {
		v->majors = query_int(&q, 0);
		v->crises = query_int(&q, 1);
		v->waiting = query_int(&q, 2);
	}
	return query_close(&q);
}

static enum outcome
waits(struct request *rq, struct query *q, const struct fssi_wait **ret, size_t *ret_n)
{
	struct fssi_wait *list = arena_array(rq->arena, struct fssi_wait, WAIT_MAX);
	size_t n = 0;

	bind_int(q, "max", WAIT_MAX);
	for (; n < WAIT_MAX && query_next(q); n++)
		list[n] = (struct fssi_wait){ .reference = query_text(q, 0, rq->arena),
			.incident = query_text(q, 1, rq->arena),
			.org_name = query_text(q, 2, rq->arena),
			.kind = code_at(q, 3, rq->arena),
			.state = code_at(q, 4, rq->arena),
			.at = query_moment(q, 5),
			.due = query_moment(q, 6) };
	*ret = list;
	*ret_n = n;
	return query_close(q);
}

static enum outcome
gather(struct request *rq, struct fssi_view *v)
{
	struct query q;
	enum outcome o = files(rq, v);

	if (o == OK)
		o = figures(rq, v);
	if (o != OK)
		return o;
	q = query_open(rq->db, &sql_fssi_demands);
	o = waits(rq, &q, &v->demand, &v->n_demands);
	if (o != OK)
		return o;
	q = query_open(rq->db, &sql_fssi_late);
	bind_moment(&q, "now", rq->now);
	return waits(rq, &q, &v->late, &v->n_late);
}

enum outcome
fssi_page(struct request *rq, void *record)
{
	struct fssi_view v = { .state = param_get(&rq->query, "state"), .page = 1 };
	struct out *out;
	enum outcome o;

	(void)record;
	if (!str_in_set(S("all|closed|crisis"), v.state))
		v.state = S("open");
	if (!str_int(param_get(&rq->query, "page"), &v.page) || v.page < 1 || v.page > 1000000)
		v.page = 1;
	o = gather(rq, &v);
	if (o != OK)
		return o;
	rq->active = "/fssi";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "fssi.title"));
	page_fssi(out, &v);
	return page_end(rq, 200);
}
