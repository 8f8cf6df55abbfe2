/*
 * The directory of vendors, with what they were asked and how long they take.
 *
 * How long is the median of the first answers, by mail or telephone, over the
 * files that the reader may know of; a mean was rejected, since one forgotten
 * request would hide a vendor that answers within the hour.
 */
#include <stdlib.h>

#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/vendor_view.h"

#include "incident_sql.h"

#define DESK_INTERVENTIONS 2000
#define OPEN_SHOWN 200

/* ==== Over all files ==== */

static void
read_row(struct act *act, const struct query *q, struct desk_intervention *d)
{
	struct intervention *k = &d->k;

	k->reference = query_text(q, 0, act->arena);
	k->state.s = query_text(q, 1, act->arena);
	k->asked_at = query_moment(q, 2);
	k->answered_at = query_moment(q, 3);
	k->remind_at = query_moment(q, 4);
	k->reminders = query_int(q, 5);
	k->waited = query_int(q, 6);
	k->waiting_since = query_moment(q, 7);
	k->vendor = query_int(q, 8);
	k->vendor_name = query_text(q, 9, act->arena);
	k->vendor_product = query_text(q, 10, act->arena);
	d->reference = query_text(q, 11, act->arena);
	d->org_name = query_text(q, 12, act->arena);
	d->opened = query_bool(q, 13);
}

enum outcome
intervention_desk(struct act *act, const struct member *m, int64_t vendor, size_t max,
    struct desk_intervention **ret, size_t *ret_n)
{
	struct desk_intervention *list = arena_array(act->arena, struct desk_intervention, max);
	struct query q = query_open(act->db, &sql_intervention_desk);
	size_t n = 0;

	bind_int(&q, "vendor", vendor ? vendor : INT_NONE);
	bind_int(&q, "max", (int64_t)max);
	need_bind(&q, m, act->now);
	while (n < max && query_next(&q))
		read_row(act, &q, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

static int
by_length(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
measure_one(struct vendor_row *r, const struct desk_intervention *all, size_t n, int64_t *length)
{
	size_t answers = 0;

	for (size_t i = 0; i < n; i++) {
		const struct intervention *k = &all[i].k;

		if (k->vendor != r->vendor->id)
			continue;
		r->waiting += moment_known(k->waiting_since);
		if (moment_known(k->answered_at) && moment_known(k->asked_at))
			length[answers++] = k->answered_at.s - k->asked_at.s;
	}
	qsort(length, answers, sizeof *length, by_length);
	r->answered = (int64_t)answers;
	r->median = answers ? (length[(answers - 1) / 2] + length[answers / 2]) / 2 : INT_NONE;
}

static enum outcome
gather(struct act *act, const struct member *m, struct vendors_view *v)
{
	struct desk_intervention *all, *open;
	struct vendor_row *row;
	struct vendor *vendor;
	int64_t *length;
	size_t n = 0;
	enum outcome o = vendor_list(act, &vendor, &v->n);

	if (o == OK)
		o = intervention_desk(act, m, 0, DESK_INTERVENTIONS, &all, &n);
	if (o != OK)
		return o;
	row = arena_array(act->arena, struct vendor_row, v->n + 1);
	length = arena_array(act->arena, int64_t, n + 1);
	for (size_t i = 0; i < v->n; i++) {
		row[i] = (struct vendor_row){ .vendor = &vendor[i] };
		measure_one(&row[i], all, n, length);
	}
	open = arena_array(act->arena, struct desk_intervention, OPEN_SHOWN);
	for (size_t i = 0; i < n && v->n_open < OPEN_SHOWN; i++)
		if (all[i].opened && !str_eq(all[i].k.state.s, S("close")))
			open[v->n_open++] = all[i];
	v->row = row;
	v->open = open;
	return OK;
}

static enum outcome
show_all(struct request *rq, int status)
{
	static const struct vendor blank;
	struct act act = act_of(rq);
	struct facts none = { 0 };
	struct vendors_view v = { .now = rq->now, .filled = &rq->filled };
	enum outcome o = gather(&act, request_member(rq), &v);

	if (o != OK)
		return o;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	if (status == 200)
		form_show(vendor_asked, &blank, &rq->filled, rq->zone, rq->arena);
	rq->active = "/providers";
	page_desk(rq);
	page_vendors(page_begin(rq, t(rq->lang, "vendors.title")), &v);
	return page_end(rq, status);
}

enum outcome
vendors_page(struct request *rq, void *record)
{
	(void)record;
	return show_all(rq, 200);
}

static enum outcome
vendor_new_again(struct request *rq, void *record)
{
	(void)record;
	return show_all(rq, 422);
}

/* ==== One ==== */

static enum outcome
show_one(struct request *rq, int status)
{
	struct act act = act_of(rq);
	struct facts none = { 0 };
	struct desk_intervention *done;
	struct vendor vendor;
	struct vendor_view v = { .vendor = &vendor, .now = rq->now, .filled = &rq->filled };
	int64_t id = 0;
	enum outcome o = str_int(rq->segment[0], &id) ? OK : NOT_FOUND;

	if (o == OK)
		o = vendor_by_id(&act, id, &vendor);
	if (o == OK)
		o = intervention_desk(&act, request_member(rq), id, OPEN_SHOWN, &done, &v.n);
	if (o != OK)
		return o;
	v.done = done;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	if (status == 200)
		form_show(vendor_asked, &vendor, &rq->filled, rq->zone, rq->arena);
	v.was = conflict_base(rq->arena, vendor_asked, status == 200 ? &vendor : NULL, &rq->params);
	rq->active = "/providers";
	page_desk(rq);
	page_vendor(page_begin(rq, vendor.name), &v);
	return page_end(rq, status);
}

enum outcome
vendor_page(struct request *rq, void *record)
{
	(void)record;
	return show_one(rq, 200);
}

static enum outcome
vendor_again(struct request *rq, void *record)
{
	(void)record;
	return show_one(rq, 422);
}

const struct form vendor_new_form = {
	.asked = vendor_asked, .size = sizeof(struct vendor), .invalid = vendor_new_again
};
/* A colleague wrote since: both versions. */
static enum outcome
vendor_conflict(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct vendor now;
	int64_t id = 0;
	enum outcome o = str_int(rq->segment[0], &id) ? vendor_by_id(&act, id, &now) : NOT_FOUND;

	if (o != OK)
		return o;
	rq->active = "/providers";
	page_desk(rq);
	return conflict_show(rq, &act,
	    &(struct conflict){ .back = rq->path,
		.name = now.name,
		.action = rq->path,
		.asked = vendor_asked,
		.size = sizeof now,
		.version = now.version,
		.theirs = &now,
		.mine = record,
		.at = MOMENT_NONE });
}

const struct form vendor_form = { .asked = vendor_asked,
	.size = sizeof(struct vendor),
	.invalid = vendor_again,
	.conflict = vendor_conflict };

enum outcome
vendor_new(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct vendor *v = record;
	enum outcome o = vendor_add(&act, v);

	if (o != OK)
		return o;
	reply_notice(rq, "notice.work");
	return reply_see_other(rq, "/providers/%lld", (long long)v->id);
}

enum outcome
vendor_edit(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct vendor v;
	int64_t id = 0;
	enum outcome o = str_int(rq->segment[0], &id) ? vendor_by_id(&act, id, &v) : NOT_FOUND;

	if (o == OK && conflict_stale(rq, vendor_asked, sizeof v, v.version, &v))
		o = CONFLICT;
	if (o != OK)
		return o;
	field_copy(vendor_asked, &v, record);
	o = vendor_save(&act, &v);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.work");
	return reply_see_other(rq, "/providers/%lld", (long long)id);
}

void
vendor_waited(struct out *o, const struct intervention *k, struct moment now)
{
	out_text(o, shape_duration(o->arena, intervention_waited(k, now), o->lang));
}
