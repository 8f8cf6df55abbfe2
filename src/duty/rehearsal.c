/*
 * Rehearsals: the night's ladder played for real, marked as an exercise.
 *
 * A rehearsal is a call like others, so what is proved is what will run: the same
 * rows, the same mails, the same gateway.  It differs in three things: it never
 * waits for an hour, each rung is played once, and an answer leads on to the next
 * rung instead of ending it, so that everybody on the ladder is tried.
 */
#include "duty/private.h"

#include "duty_sql.h"

enum outcome
duty_rehearse(const struct duty_means *m, int64_t pace, int64_t *ret_rehearsal)
{
	struct query q = query_open(m->db, &sql_rehearsal_insert);
	int64_t id = 0, call = 0;
	enum outcome o;

	bind_moment(&q, "now", m->now);
	bind_int(&q, "account", m->account ? m->account : INT_NONE);
	bind_int(&q, "pace", pace);
	if (query_next(&q))
		id = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK)
		return o;
	struct duty_ask ask = { S("exercise"), arena_printf(m->arena, "EXE-%06lld", (long long)id),
		S("exercise"), { NULL, 0 }, MOMENT_NONE };
	o = call_open(m, &ask, id, pace, &call);
	*ret_rehearsal = id;
	return o;
}

static bool
undelivered(const struct duty_rung *s)
{
	return !str_eq(s->state, S("sent")) && !moment_known(s->answered_at);
}

/* The worst that a step tells, and whether each rung was answered. */
static struct str
result_of(const struct duty_rung *step, size_t n)
{
	bool silent = false;

	if (n == 0)
		return S("undelivered");
	for (size_t i = 0; i < n; i++) {
		bool answered = false;

		if (undelivered(&step[i]))
			return S("undelivered");
		for (size_t k = 0; k < n; k++)
			answered = answered || (step[k].rung == step[i].rung &&
						   moment_known(step[k].answered_at));
		silent = silent || !answered;
	}
	return silent ? S("unanswered") : S("answered");
}

enum outcome
rehearsal_end(const struct duty_means *m, const struct call *c)
{
	struct duty_rung *step;
	struct query q;
	size_t n = 0;
	enum outcome o = call_steps(m, c->id, &step, &n);

	if (o != OK)
		return o;
	q = query_open(m->db, &sql_rehearsal_end);
	bind_int(&q, "id", c->rehearsal);
	bind_moment(&q, "now", m->now);
	bind_text(&q, "result", result_of(step, n));
	o = query_run(&q);
	return o == OK ? call_close(m, c, S("exercise")) : o;
}

/* ==== Looking ==== */

enum outcome
rehearsal_list(const struct duty_means *m, size_t max, struct duty_rehearsal **ret, size_t *ret_n)
{
	struct duty_rehearsal *list = arena_array(m->arena, struct duty_rehearsal, max);
	struct query q = query_open(m->db, &sql_rehearsal_list);
	size_t n = 0;

	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		list[n++] = (struct duty_rehearsal){
			.id = query_id(&q, "id"),
			.call = query_id(&q, "call"),
			.pace = query_id(&q, "pace"),
			.started_at = query_moment(&q, query_column(&q, "started_at")),
			.ended_at = query_moment(&q, query_column(&q, "ended_at")),
			.result = query_text(&q, query_column(&q, "result"), m->arena),
		};
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
duty_rehearsal_look(
    const struct duty_means *m, int64_t rehearsal, struct duty_rehearsal *ret, bool *ret_over)
{
	struct duty_rehearsal *list;
	struct duty_rung *step;
	size_t n = 0, found = 0;
	enum outcome o = rehearsal_list(m, CALLS_MAX, &list, &n);

	while (o == OK && found < n && list[found].id != rehearsal)
		found++;
	if (o == OK && found == n)
		o = NOT_FOUND;
	if (o != OK)
		return o;
	*ret = list[found];
	o = call_steps(m, ret->call, &step, &ret->n);
	ret->rung = step;
	*ret_over = moment_known(ret->ended_at);
	return o;
}

enum outcome
duty_rehearsal_last(const struct duty_means *m, struct duty_rehearsal *ret)
{
	struct duty_rehearsal *list;
	size_t n = 0;
	enum outcome o = rehearsal_list(m, 1, &list, &n);

	if (o == OK && n == 0)
		o = NOT_FOUND;
	if (o == OK)
		*ret = list[0];
	return o;
}
