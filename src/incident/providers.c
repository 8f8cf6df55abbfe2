/*
 * The list of providers' failures, counted both ways, and the log of one with those
 * of the files under it.
 *
 * The common log is read, never written: each entry stays in its own file and is
 * opened by that file's key, after that file was asked for like any other.
 */
#include "incident/providers.h"

#include "incident/incident.h"
#include "incident/links.h"
#include "incident/need.h"

#include "incident_sql.h"

#define YEAR (365 * 86400)

/* ==== The list ==== */

static enum outcome
read_rows(struct act *act, const struct member *m, struct provider_row *row, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_provider_list);
	struct arena *a = act->arena;
	size_t n = 0;

	need_bind(&q, m, act->now);
	bind_int(&q, "max", PROVIDERS_SHOWN);
	while (n < PROVIDERS_SHOWN && query_next(&q))
		row[n++] = (struct provider_row){
			.reference = query_text(&q, 1, a),
			.org_name = query_text(&q, 2, a),
			.workflow = { query_text(&q, 3, a) },
			.severity = { query_text(&q, 4, a) },
			.received_at = query_moment(&q, 5),
			.reports = query_int(&q, 6),
			.structures = query_int(&q, 7),
			.first_at = query_moment(&q, 8),
			.last_at = query_moment(&q, 9),
		};
	*ret_n = n;
	return query_close(&q);
}

static enum outcome
show(struct request *rq, int status)
{
	struct provider_row *row = arena_array(rq->arena, struct provider_row, PROVIDERS_SHOWN);
	struct providers_view v = { .row = row };
	struct facts none = { 0 };
	struct act act = act_of(rq);
	enum outcome o = read_rows(&act, request_member(rq), row, &v.n);

	if (o == OK)
		o = many_count(&act, (struct moment){ rq->now.s - YEAR },
		    (struct moment){ rq->now.s + 1 }, &v.reports, &v.incidents);
	if (o != OK)
		return o;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	v.filled = filled_of(rq, &provider_form, NULL);
	page_desk(rq);
	rq->active = "/desk/providers";
	page_providers(page_begin(rq, t(rq->lang, "providers.title")), &v);
	return page_end(rq, status);
}

enum outcome
providers_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 200);
}

static enum outcome
providers_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

const struct form provider_form = {
	.asked = failure_asked, .size = sizeof(struct failure), .invalid = providers_again
};

enum outcome
providers_open(struct request *rq, void *record)
{
	const struct failure *f = record;
	struct act act = act_of(rq);
	struct incident in;
	enum outcome o = provider_open(&act, f->failed_provider, &in);

	return o == OK ? links_back(rq, &in, "notice.provider") : o;
}

/* ==== The common log ==== */

struct sealed_entry {
	struct together_entry e;
	struct str body;
};

static enum outcome
read_entries(struct act *act, const struct member *m, const struct incident *in,
    struct sealed_entry *list, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_log_together);
	struct arena *a = act->arena;

	*ret_n = 0;
	need_bind(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", TOGETHER_SHOWN);
	while (*ret_n < TOGETHER_SHOWN && query_next(&q))
		list[(*ret_n)++] = (struct sealed_entry){
			.e = { .id = query_int(&q, 0),
			    .reference = query_text(&q, 1, a),
			    .org_name = query_text(&q, 2, a),
			    .at = query_moment(&q, 3),
			    .role = query_text(&q, 4, a),
			    .kind = query_text(&q, 5, a),
			    .visibility = query_text(&q, 6, a) },
			.body = query_blob(&q, 7, a),
		};
	return query_close(&q);
}

struct opening {
	struct sealed_entry *list;
	size_t n;
	struct arena *arena; /* where words stay */
};

/* All entries of one file, by its key. */
static enum outcome
open_entries(void *context, struct act *act, struct incident *in, const struct stored_report *s)
{
	struct opening *p = context;

	(void)act;
	(void)s;
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->list[i].e.reference, in->reference))
			vault_unseal(
			    &in->vault, "log.text", p->list[i].body, p->arena, &p->list[i].e.text);
	return OK;
}

static size_t
distinct(const struct sealed_entry *list, size_t n, struct str *ret)
{
	size_t files = 0;

	for (size_t i = 0; i < n; i++) {
		bool there = false;

		for (size_t k = 0; k < files && !there; k++)
			there = str_eq(ret[k], list[i].e.reference);
		if (!there)
			ret[files++] = list[i].e.reference;
	}
	return files;
}

static enum outcome
gather(struct request *rq, struct act *act, struct together_view *v)
{
	struct sealed_entry *list = arena_array(rq->arena, struct sealed_entry, TOGETHER_SHOWN);
	struct together_entry *entry =
	    arena_array(rq->arena, struct together_entry, TOGETHER_SHOWN);
	struct str *file = arena_array(rq->arena, struct str, TOGETHER_SHOWN);
	struct opening p = { .list = list, .arena = rq->arena };
	int64_t left = 0;
	enum outcome o = read_entries(act, request_member(rq), v->in, list, &p.n);

	if (o == OK)
		o = files_each(
		    rq, ACTION_READ, file, distinct(list, p.n, file), open_entries, &p, &left);
	for (size_t i = 0; i < p.n; i++)
		entry[i] = list[i].e;
	v->entry = entry;
	v->n = p.n;
	return o;
}

enum outcome
links_log(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct together_view v = { .in = &in };
	struct out *out;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = gather(rq, &act, &v);
	if (o != OK)
		return o;
	out = page_begin(rq,
	    arena_printf(rq->arena, "%.*s – %.*s", PS(t(rq->lang, "links.log")), PS(in.reference)));
	page_together(out, &v);
	return page_end(rq, 200);
}
