/*
 * The queue over 100,000 incidents, a tenth of them open: the page, as a signed-in
 * analyst gets it, against the two statements that it needs, run alone.
 */
#include <string.h>

#include "tests/play/crowd.h"
#include "tests/play/process.h"

#define ROUNDS 60
#define QUEUE_PATH "/desk"

/* All columns of all rows are read, as the page must. */
static bool
run(struct db *db, const char *name, struct arena *a)
{
	const struct sql *sql = crowd_statement(name);
	struct query q;

	if (sql == NULL)
		return false;
	q = query_open(db, sql);
	bind_int(&q, "opened_from", 1);
	bind_int(&q, "opened_to", 1);
	if (strcmp(name, "queue_list") == 0) {
		bind_int(&q, "max", 50);
		bind_int(&q, "skip", 0);
	}
	while (query_next(&q))
		for (size_t i = 0; i < query_columns(&q); i++)
			query_text(&q, i, a);
	return query_close(&q) == OK;
}

/* Seconds; 0: they fail. */
static double
bare(struct db *db, struct arena *a)
{
	double began = clock_seconds();

	arena_reset(a);
	db_begin(db, TXN_READ);
	if (!run(db, "queue_list", a) || !run(db, "queue_count", a)) {
		printf("the statements fail: %s\n", db_trouble(db));
		began = clock_seconds();
	}
	db_rollback(db);
	return clock_seconds() - began;
}

/* In turn, so that what else the machine does falls on both. */
static void
compare_both(struct play *p, struct db *db, struct arena *a)
{
	double ours[ROUNDS], theirs[ROUNDS], x, y;

	for (size_t i = 0; i < ROUNDS; i++) {
		ours[i] = crowd_page(p, S(QUEUE_PATH));
		theirs[i] = bare(db, a);
		if (ours[i] <= 0 || theirs[i] <= 0)
			return;
	}
	x = crowd_median(ours, ROUNDS);
	y = crowd_median(theirs, ROUNDS);
	printf("queue over %d incidents: %.2f ms, its statements alone %.2f ms (medians of %d)\n",
	    CROWD, x * 1000, y * 1000, ROUNDS);
	measure_ratio("queue / its statements", x / y, false, 3);
}

static void
measure(struct play *p)
{
	struct arena *a = arena_new(64u << 20);
	struct str error = { NULL, 0 };
	struct db *db = db_open(p->copy.database, p->arena, &error);

	if (!db || !crowd_make(p))
		printf("the queue cannot be filled: %s\n", p->reason);
	else
		compare_both(p, db, a);
	db_close(db);
	arena_free(a);
}

int
main(void)
{
	static struct play p;
	struct bench b;

	if (!measure_open(&b))
		return 1;
	p.arena = arena_new(1u << 30);
	p.log = fopen("/dev/null", "we");
	if (copy_make(&p.copy, &b, ON_SQLITE, 1) &&
	    copy_configure(&p.copy, "behind_proxy = true") && copy_start(&p.copy, "web"))
		measure(&p);
	else
		printf("the service does not start: see %s\n", p.copy.log);
	copy_remove(&p.copy);
	bench_close(&b);
	return 0;
}
