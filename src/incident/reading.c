/*
 * What each person of the cell read last: the way back after an interruption, and
 * the mark of what others changed since.
 *
 * The journal knows it too, but it is evidence: it is read by the auditor, kept for
 * years and not asked by pages.  This is a memory of one's own, shown to nobody
 * else and forgotten after some months.
 */
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/queue.h"

#include "incident_sql.h"

enum outcome
reading_note(struct request *rq, int64_t incident)
{
	struct query q = query_open(rq->db, &sql_reading_note);

	bind_int(&q, "account", rq->visitor.account);
	bind_int(&q, "incident", incident);
	bind_moment(&q, "now", rq->now);
	return query_run(&q);
}

enum outcome
reading_recent(struct request *rq, struct reading **ret, size_t *ret_n)
{
	size_t max = (size_t)queue_value("recent"), n = 0;
	struct reading *list = arena_array(rq->arena, struct reading, max);
	struct query q = query_open(rq->db, &sql_reading_recent);

	need_bind(&q, request_member(rq), rq->now);
	bind_int(&q, "max", (int64_t)max);
	for (; n < max && query_next(&q); n++)
		list[n] = (struct reading){ query_text(&q, 0, rq->arena),
			query_text(&q, 1, rq->arena), query_moment(&q, 2), query_bool(&q, 3) };
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
reading_forget(struct db *db, struct moment now)
{
	struct query q = query_open(db, &sql_reading_forget);

	bind_int(&q, "before", now.s - queue_value("forget") * 86400);
	return query_run(&q);
}
