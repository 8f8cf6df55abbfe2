/*
 * The queue over 100,000 incidents, a tenth of them open: the page, as a signed-in
 * analyst gets it, against the two statements that it needs, run alone.
 *
 * A handful of declarations is made through the pages, then copied in SQL.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "tests/play/declare.h"
#include "tests/play/measure.h"
#include "tests/play/process.h"

#define INCIDENTS 100000
#define FIRST 20
#define ROUNDS 60
#define QUEUE_PATH "/desk"

static bool
ask(const struct instance_copy *c, struct arena *a, const char *sql, struct rows *ret)
{
	struct str error;

	if (rows_read(c, sql, a, ret, &error))
		return true;
	printf("%.80s…: %.*s\n", sql, PS(error));
	return false;
}

static bool
declare_first(const struct instance_copy *c)
{
	struct declarant d;
	bool good = true;

	for (unsigned i = 0; i < FIRST && good; i++) {
		good =
		    declarant_open(&d, c->port, i) && declarant_fill(&d, i) && declarant_submit(&d);
		declarant_close(&d);
	}
	return good;
}

/* Copies with references and dates of their own; nine in ten are closed. */
static bool
multiply(const struct instance_copy *c, struct arena *a)
{
	struct rows r;
	struct str columns;
	const char *sql;

	if (!ask(c, a,
		"select group_concat(name, ', ') from pragma_table_info('incident') where "
		"name not in ('id', 'reference', 'received_at', 'opened', 'workflow')",
		&r))
		return false;
	columns = r.cell[0];
	sql = arena_printf(a,
	    "with recursive n (n) as (select 1 union all select n + 1 from n where n < %d) "
	    "insert into incident (reference, received_at, opened, workflow, %.*s) select "
	    "'INC-1900-' || printf('%%06d', n), received_at - n * 60, n %% 10 = 0, case when "
	    "n %% 10 = 0 then workflow else 'CLOS' end, %.*s from n join incident on "
	    "incident.id = 1 + n %% %d",
	    INCIDENTS, PS(columns), PS(columns), FIRST)
		  .p;
	return ask(c, a, sql, &r) && ask(c, a, "analyze", &r);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, compare);
	return v[n / 2];
}

static const struct sql *
statement(const char *name)
{
	for (size_t i = 0; i < sql_count; i++)
		if (strcmp(sql_all[i]->name, name) == 0)
			return sql_all[i];
	return NULL;
}

/* All columns of all rows are read, as the page must. */
static bool
run(struct db *db, const char *name, struct arena *a)
{
	const struct sql *sql = statement(name);
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

/* Seconds; 0: it does not answer. */
static double
page(struct play *p)
{
	double began = clock_seconds();

	if (person_call(p, "GET", S(QUEUE_PATH), NULL, 0, false) && p->reply.status == 200)
		return clock_seconds() - began;
	printf("%s: %ld %s\n", QUEUE_PATH, p->reply.status, p->reason);
	return 0;
}

/* In turn, so that what else the machine does falls on both. */
static void
compare_both(struct play *p, struct db *db, struct arena *a)
{
	double ours[ROUNDS], theirs[ROUNDS], x, y;

	for (size_t i = 0; i < ROUNDS; i++) {
		ours[i] = page(p);
		theirs[i] = bare(db, a);
		if (ours[i] <= 0 || theirs[i] <= 0)
			return;
	}
	x = median(ours, ROUNDS);
	y = median(theirs, ROUNDS);
	printf("queue over %d incidents: %.2f ms, its statements alone %.2f ms (medians of %d)\n",
	    INCIDENTS, x * 1000, y * 1000, ROUNDS);
	measure_ratio("queue / its statements", x / y, false, 3);
}

static void
measure(struct play *p)
{
	struct instruction as = { .verb = S("as"), .rest = S("analyst") };
	struct arena *a = arena_new(64u << 20);
	struct str error = { NULL, 0 };
	struct db *db = db_open(p->copy.database, p->arena, &error);

	p->now = &as;
	if (!db || !declare_first(&p->copy) || !multiply(&p->copy, p->arena) || !act_as(p))
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
