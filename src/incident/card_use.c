/*
 * How cards are used: counts and median times over all files, no file named.
 *
 * A median wants all its values: they are read once, sorted by card and version,
 * and measured a run of rows at a time.
 */
#include <stdlib.h>

#include "incident/card_run.h"
#include "incident/incident.h"

#include "incident_sql.h"

#define USES_MAX 20000

struct use {
	struct str card;
	int64_t version;
	bool begun;
	struct moment proposed_at, opened_at, last_at;
	int64_t done, na;
};

static enum outcome
read_uses(struct act *act, struct use *use, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_card_use_counts);

	bind_int(&q, "max", USES_MAX);
	while (*ret_n < USES_MAX && query_next(&q))
		use[(*ret_n)++] = (struct use){ .card = query_text(&q, 0, act->arena),
			.version = query_int(&q, 1),
			.begun = query_int(&q, 2) == 1,
			.proposed_at = query_moment(&q, 3),
			.opened_at = query_moment(&q, 4),
			.done = query_int(&q, 5),
			.na = query_int(&q, 6),
			.last_at = query_moment(&q, 7) };
	return query_close(&q);
}

static int
by_length(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int64_t
median(int64_t *value, size_t n)
{
	qsort(value, n, sizeof *value, by_length);
	return n ? (value[(n - 1) / 2] + value[n / 2]) / 2 : INT_NONE;
}

/* The rows of one card in one version. */
static void
measure(const struct use *use, size_t n, int64_t *length, struct card_use_row *r)
{
	size_t opened = 0, ended = 0;

	*r = (struct card_use_row){ .card = use->card,
		.version = use->version,
		.known = reflex_card_by_ref(use->card),
		.proposed = (int64_t)n };
	for (size_t i = 0; i < n; i++) {
		int64_t steps = use[i].done + use[i].na;

		r->begun += use[i].begun;
		r->done += use[i].done;
		r->na += use[i].na;
		r->completed += r->known && steps == (int64_t)r->known->n_steps;
		if (moment_known(use[i].opened_at))
			length[opened++] = use[i].opened_at.s - use[i].proposed_at.s;
	}
	r->opened = (int64_t)opened;
	r->to_open = median(length, opened);
	for (size_t i = 0; i < n; i++)
		if (moment_known(use[i].opened_at) && moment_known(use[i].last_at))
			length[ended++] = use[i].last_at.s - use[i].opened_at.s;
	r->to_end = median(length, ended);
}

enum outcome
card_use_page(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct use *use = arena_array(rq->arena, struct use, USES_MAX);
	int64_t *length = arena_array(rq->arena, int64_t, USES_MAX);
	struct card_use_row *row = arena_array(rq->arena, struct card_use_row, 256);
	struct card_use_view v = { .row = row };
	size_t n = 0, first = 0;
	enum outcome o = read_uses(&act, use, &n);

	(void)record;
	if (o != OK)
		return o;
	for (size_t i = 1; i <= n && v.n < 256; i++)
		if (i == n || !str_eq(use[i].card, use[first].card) ||
		    use[i].version != use[first].version) {
			measure(&use[first], i - first, length, &row[v.n++]);
			first = i;
		}
	rq->active = "/reflex-cards";
	page_desk(rq);
	page_card_use(page_begin(rq, t(rq->lang, "card_use.title")), &v);
	return page_end(rq, 200);
}
