/*
 * The cell's inbox: what is new outside, under the vulnerability that it speaks of.
 *
 * A filter by state stands in the address.  Marking is one act on what was ticked;
 * an item that somebody marked meanwhile is marked again: the last word stands.
 */
#include "watch/inbox.h"

#include "identity/identity.h"
#include "watch/watch.h"

#include "watch_sql.h"

struct mark {
	struct code watch_state;
};

static const struct field mark_state = { FIELD(mark, watch_state), .vocabulary = "watch_state",
	.need = REQUIRED };
static const struct field *const asked[] = { &mark_state, NULL };

static enum outcome again(struct request *rq, void *record);

const struct form watch_form = { .asked = asked, .size = sizeof(struct mark), .invalid = again };

/* ==== What is shown ==== */

static enum outcome
load_cves(struct request *rq, struct inbox_topic *topic)
{
	struct query q = query_open(rq->db, &sql_watch_cves);

	bind_int(&q, "topic", topic->id);
	bind_int(&q, "max", INBOX_CVES);
	topic->cve = arena_array(rq->arena, struct str, INBOX_CVES);
	while (topic->n_cves < INBOX_CVES && query_next(&q))
		topic->cve[topic->n_cves++] = query_text(&q, 0, rq->arena);
	return query_close(&q);
}

static void
read_row(struct request *rq, const struct query *q, struct inbox_item *item)
{
	item->id = query_int(q, 0);
	item->link = query_text(q, 1, rq->arena);
	item->title = query_text(q, 2, rq->arena);
	item->summary = str_utf8_head(query_text(q, 3, rq->arena), INBOX_SUMMARY);
	item->at = query_moment(q, 5);
	if (!moment_known(item->at))
		item->at = query_moment(q, 4);
	item->first_seen = query_moment(q, 6);
	item->state.s = query_text(q, 7, rq->arena);
	item->source = query_text(q, 9, rq->arena);
	if (item->title.n == 0)
		item->title = item->link.n ? item->link : item->source;
}

/* Rows come topic by topic. */
static enum outcome
load(struct request *rq, struct inbox_view *v)
{
	struct inbox_item *item = arena_array(rq->arena, struct inbox_item, INBOX_PAGE);
	struct inbox_topic *topic = arena_array(rq->arena, struct inbox_topic, INBOX_PAGE);
	struct query q = query_open(rq->db, &sql_watch_item_list);
	size_t n = 0;
	enum outcome o;

	bind_text(&q, "state", str_eq(v->state, S("all")) ? (struct str){ NULL, 0 } : v->state);
	bind_int(&q, "max", INBOX_PAGE);
	bind_int(&q, "skip", (v->page - 1) * INBOX_PAGE);
	while (n < INBOX_PAGE && query_next(&q)) {
		int64_t id = query_int(&q, 8);

		read_row(rq, &q, &item[n]);
		if (v->n == 0 || topic[v->n - 1].id != id)
			topic[v->n++] = (struct inbox_topic){ .id = id, .item = &item[n] };
		topic[v->n - 1].n++;
		n++;
	}
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < v->n; i++)
		o = load_cves(rq, &topic[i]);
	v->topic = topic;
	v->shown = (int64_t)n;
	return o;
}

static enum outcome
count(struct request *rq, struct inbox_view *v)
{
	struct query q = query_open(rq->db, &sql_watch_count);

	while (query_next(&q)) {
		struct str state = query_text(&q, 0, rq->arena);

		if (str_eq(state, v->state) || str_eq(v->state, S("all")))
			v->total += query_int(&q, 1);
	}
	return query_close(&q);
}

static enum outcome
load_sources(struct request *rq, struct inbox_view *v)
{
	struct inbox_source *source = arena_array(rq->arena, struct inbox_source, INBOX_SOURCES);
	struct query q = query_open(rq->db, &sql_watch_sources);

	bind_int(&q, "max", INBOX_SOURCES);
	while (v->n_sources < INBOX_SOURCES && query_next(&q)) {
		struct inbox_source *s = &source[v->n_sources++];

		s->name = query_text(&q, 0, rq->arena);
		s->address = query_text(&q, 1, rq->arena);
		s->read_at = query_moment(&q, 3);
		s->trouble = query_text(&q, 4, rq->arena);
		s->line = query_null(&q, 5) ? 0 : query_int(&q, 5);
		s->trouble_at = query_moment(&q, 6);
		s->items = query_int(&q, 7);
		if (s->trouble.n)
			s->said = watch_trouble(rq->lang, arena_cstr(rq->arena, s->trouble));
	}
	v->source = source;
	return query_close(&q);
}

static enum outcome
show(struct request *rq, int status)
{
	struct inbox_view v = { .state = param_get(&rq->query, "state"), .page = 1 };
	enum outcome o;

	if (!vocab_find(vocab_get("watch_state"), v.state) && !str_eq(v.state, S("all")))
		v.state = S("new");
	if (!str_int(param_get(&rq->query, "page"), &v.page) || v.page < 1 || v.page > 10000)
		v.page = 1;
	o = load(rq, &v);
	if (o == OK)
		o = count(rq, &v);
	if (o == OK)
		o = load_sources(rq, &v);
	if (o != OK)
		return o;
	v.pages = (v.total + INBOX_PAGE - 1) / INBOX_PAGE;
	v.filled = &rq->filled;
	page_desk(rq);
	rq->active = "/watch";
	page_inbox(page_begin(rq, t(rq->lang, "watch.title")), &v);
	return page_end(rq, status);
}

enum outcome
watch_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 200);
}

/* ==== What is done ==== */

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	rq->query = rq->params;
	return show(rq, 422);
}

static enum outcome
mark_one(struct request *rq, int64_t id, struct str state, size_t *n)
{
	struct query q = query_open(rq->db, &sql_watch_mark);

	bind_int(&q, "id", id);
	bind_text(&q, "state", state);
	*n += query_next(&q);
	return query_close(&q);
}

enum outcome
watch_mark(struct request *rq, void *record)
{
	const struct mark *m = record;
	struct str state = param_get(&rq->params, "state");
	enum outcome o = OK;
	size_t n = 0, tried = 0;
	int64_t id;

	for (size_t i = 0; o == OK && i < rq->params.n && tried < INBOX_PAGE; i++)
		if (str_eq(rq->params.param[i].name, S("item")) &&
		    str_int(rq->params.param[i].value, &id)) {
			tried++;
			o = mark_one(rq, id, m->watch_state.s, &n);
		}
	if (o != OK)
		return o;
	if (tried == 0) {
		rq->filled.general = "error.watch_none";
		rq->filled.errors++;
		return INVALID;
	}
	if (n == 0)
		return NOT_FOUND;
	trail_note(&rq->trail, "watch.mark", "watch", m->watch_state.s,
	    arena_printf(rq->arena, "items=%zu", n));
	reply_notice(rq, "notice.watch");
	if (vocab_find(vocab_get("watch_state"), state) || str_eq(state, S("all")))
		return reply_see_other(rq, "/watch?state=%.*s", PS(state));
	return reply_see_other(rq, "/watch");
}
