/*
 * The queue, live: what came and changed since a page was drawn.
 *
 * The stream (web/live.c) says that something moved; the page then asks here for
 * two counts over its own filters.  The list itself is drawn again only when its
 * reader asks: nothing moves under the cursor.  What the reader did is no news.
 */
#include "incident/incident.h"
#include "incident/queue.h"

#include "incident_sql.h"

/* Clocks of several machines differ, and a transaction may commit late: the look
 * goes back that far before the last change seen. */
#define MARGIN 60

enum { SINCE, ROWS, VERSIONS, NEWEST };

static enum outcome
read_mark(struct db *db, int64_t since, struct live_mark *ret)
{
	struct query q = query_open(db, &sql_queue_look);

	bind_int(&q, "since", since);
	ret->value[SINCE] = since;
	if (query_next(&q))
		for (size_t i = 0; i < 3; i++)
			ret->value[ROWS + i] = query_int(&q, i);
	return query_close(&q);
}

/* While nothing moves the window stays, so that what is counted stays the same;
 * once something did, it begins anew, so that it stays small. */
enum outcome
queue_look(struct db *db, struct moment now, struct live_mark *mark, bool *ret_moved)
{
	struct live_mark m = { 0 };
	bool first = mark->value[SINCE] == 0;
	enum outcome o;

	*ret_moved = first;
	if (first)
		return read_mark(db, now.s - MARGIN, mark);
	o = read_mark(db, mark->value[SINCE], &m);
	if (o != OK || memcmp(&m, mark, sizeof m) == 0)
		return o;
	*ret_moved = true;
	return read_mark(db, now.s - MARGIN, mark);
}

enum outcome
queue_live(struct request *rq, void *record)
{
	(void)record;
	return reply_stream(rq, "desk");
}

enum outcome
queue_new(struct request *rq, void *record)
{
	struct queue_filter f = queue_filter(rq);
	struct query q = query_open(rq->db, &sql_queue_new);
	int64_t drawn = rq->now.s, n = 0, changed = 0;
	enum outcome o;

	(void)record;
	str_int(param_get(&rq->query, "drawn"), &drawn);
	queue_bind(&q, rq, &f);
	bind_int(&q, "drawn", drawn);
	if (query_next(&q)) {
		n = query_int(&q, 0);
		changed = query_int(&q, 1);
	}
	o = query_close(&q);
	if (o != OK)
		return o;
	return reply_bytes(rq, 200, "application/json",
	    arena_printf(
		rq->arena, "{\"n\":%lld,\"changed\":%lld}\n", (long long)n, (long long)changed));
}
