/*
 * A file's page over 100,000 incidents, each with its report, log and history: the
 * page, as a signed-in analyst gets it, against the statements that it needs, run
 * alone: those that read, and in one transaction what reading leaves (the journal's
 * entry, the note of what was read last).
 *
 * The commit waits for the disk on both sides, so that the ratio tells what the page
 * adds: unsealing, drawing, HTTP.  The reads are also timed by themselves.
 */
#include <string.h>

#include "store/engine.h"
#include "store/store.h"
#include "tests/play/crowd.h"
#include "tests/play/process.h"

#define ROUNDS 60
#define MANY 200

static const char *const reads[] = { "incident_id_by_reference", "incident_by_id", "report_by_id",
	"log_list", "state_change_list", "dispatch_of_incident", "attachment_list", "support_list",
	"recommendation_list", "recommendation_steps" };
#define READS (sizeof reads / sizeof *reads)

struct bare {
	struct db *db;
	struct arena *arena;
	struct str reference;
	int64_t account;
};

static void
bind_for(struct query *q, const char *name, const struct bare *b)
{
	if (strcmp(name, "incident_id_by_reference") == 0)
		bind_text(q, "reference", b->reference);
	else if (strcmp(name, "incident_by_id") == 0 || strcmp(name, "report_by_id") == 0)
		bind_int(q, "id", 1);
	else if (strcmp(name, "attachment_list") == 0)
		bind_int(q, "report", 1);
	else
		bind_int(q, "incident", 1);
	if (strcmp(name, "log_list") == 0)
		bind_bool(q, "internal", true);
	if (strcmp(name, "log_list") == 0 || strncmp(name, "recommendation", 14) == 0)
		bind_int(q, "max", MANY);
}

static void
read_column(struct query *q, size_t column, struct arena *a)
{
	struct str ignored;

	if (!query_null(q, column) && !q->db->engine->text(q, column, a, &ignored))
		query_blob(q, column, a);
}

/* All columns of all rows are read, as the page must. */
static bool
run(struct bare *b, const char *name)
{
	const struct sql *sql = crowd_statement(name);
	struct query q;

	if (sql == NULL)
		return false;
	q = query_open(b->db, sql);
	bind_for(&q, name, b);
	while (query_next(&q))
		for (size_t i = 0; i < query_columns(&q); i++)
			read_column(&q, i, b->arena);
	return query_close(&q) == OK;
}

static bool
read_all(struct bare *b)
{
	bool good = db_begin(b->db, TXN_READ) == OK;

	for (size_t i = 0; i < READS && good; i++)
		good = run(b, reads[i]);
	db_rollback(b->db);
	return good;
}

static bool
leave(struct bare *b)
{
	struct trail trail = { .arena = b->arena, .account = b->account, .role = S("analyst") };
	struct query q;

	trail_note(&trail, "incident.read", "incident", b->reference, (struct str){ NULL, 0 });
	if (db_begin(b->db, TXN_WRITE) != OK)
		return false;
	q = query_open(b->db, crowd_statement("reading_note"));
	bind_int(&q, "account", b->account);
	bind_int(&q, "incident", 1);
	bind_moment(&q, "now", moment_now());
	return query_run(&q) == OK && trail_write(b->db, &trail) == OK && db_commit(b->db) == OK;
}

/* Seconds; 0: they fail.  *ret_reads: of the reads alone. */
static double
bare(struct bare *b, double *ret_reads)
{
	double began = clock_seconds();

	arena_reset(b->arena);
	if (!read_all(b))
		return 0;
	*ret_reads = clock_seconds() - began;
	return leave(b) ? clock_seconds() - began : 0;
}

/* In turn, so that what else the machine does falls on both. */
static void
compare_both(struct play *p, struct bare *b)
{
	struct str path = arena_printf(p->arena, "/desk/%.*s", PS(b->reference));
	double ours[ROUNDS], theirs[ROUNDS], read[ROUNDS], x, y;

	for (size_t i = 0; i < ROUNDS; i++) {
		ours[i] = crowd_page(p, path);
		theirs[i] = bare(b, &read[i]);
		if (ours[i] <= 0 || theirs[i] <= 0) {
			printf("the statements fail: %s\n", db_trouble(b->db));
			return;
		}
	}
	x = crowd_median(ours, ROUNDS);
	y = crowd_median(theirs, ROUNDS);
	printf("file over %d incidents: %.2f ms, its statements alone %.2f ms, of which reading "
	       "%.2f ms (medians of %d)\n",
	    CROWD, x * 1000, y * 1000, crowd_median(read, ROUNDS) * 1000, ROUNDS);
	measure_ratio("file / its statements", x / y, false, 3);
}

static void
measure(struct play *p)
{
	struct bare b = { .arena = arena_new(64u << 20), .account = 1 };
	struct str error = { NULL, 0 };
	struct rows r;

	b.db = db_open(p->copy.database, p->arena, &error);
	if (!b.db || !crowd_make(p) || !crowd_files(p) ||
	    !rows_read(
		&p->copy, "select reference from incident where id = 1", p->arena, &r, &error))
		printf("the files cannot be made: %s\n", p->reason);
	else {
		b.reference = r.cell[0];
		compare_both(p, &b);
	}
	db_close(b.db);
	arena_free(b.arena);
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
