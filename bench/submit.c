/*
 * The last step of a declaration from 16 clients at once, against SQLite alone
 * committing the same volume durably from 16 threads.
 *
 * The volume is what the web process wrote to files for a submission
 * (/proc/PID/io, wchar: log and checkpoints, no socket); the yardstick inserts a
 * value of half that size, as WAL writes each page twice, and tells what it wrote
 * itself.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/play/declare.h"
#include "tests/play/measure.h"
#include "tests/play/process.h"

#define CLIENTS 16
#define EACH 50
#define ALL (CLIENTS * EACH)
#define ROUNDS 4

static struct declarant visitor[ALL];
static atomic_int given;

static void *
fill(void *context)
{
	size_t first = (size_t)(uintptr_t)context;

	for (size_t i = first; i < first + EACH; i++)
		if (!declarant_fill(&visitor[i], (unsigned)i))
			printf("a draft was refused: %ld %s\n", visitor[i].reply.status,
			    visitor[i].reply.trouble);
	return NULL;
}

static void *
submit(void *context)
{
	size_t first = (size_t)(uintptr_t)context;

	for (size_t i = first; i < first + EACH; i++)
		if (declarant_submit(&visitor[i]))
			given++;
	return NULL;
}

static double
all_at_once(void *(*act)(void *))
{
	pthread_t thread[CLIENTS];
	double began = clock_seconds();

	for (size_t i = 0; i < CLIENTS; i++)
		pthread_create(&thread[i], NULL, act, (void *)(uintptr_t)(i * EACH));
	for (size_t i = 0; i < CLIENTS; i++)
		pthread_join(thread[i], NULL);
	return clock_seconds() - began;
}

/* ==== The yardstick ==== */

static char raw_path[300];
static size_t raw_bytes;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void *
commit(void *context)
{
	char *value = calloc(1, raw_bytes + 1);
	sqlite3_stmt *s = NULL;
	sqlite3 *db = NULL;

	memset(value, 'x', raw_bytes);
	sqlite3_open(raw_path, &db);
	sqlite3_busy_timeout(db, 60000);
	sqlite3_exec(db, "pragma synchronous = full", NULL, NULL, NULL);
	sqlite3_prepare_v2(db, "insert into raw (value) values (?1)", -1, &s, NULL);
	for (int i = 0; i < EACH; i++) {
		sqlite3_bind_text(s, 1, value, (int)raw_bytes, SQLITE_STATIC);
		/* In turn: SQLite's own wait sleeps, which would flatter us. */
		pthread_mutex_lock(&turn);
		if (sqlite3_step(s) != SQLITE_DONE)
			printf("sqlite: %s\n", sqlite3_errmsg(db));
		sqlite3_reset(s);
		pthread_mutex_unlock(&turn);
	}
	sqlite3_finalize(s);
	sqlite3_close(db);
	free(value);
	return context;
}

static double
raw_commits(const struct bench *b, double bytes)
{
	double began_bytes, seconds;
	sqlite3 *db = NULL;

	snprintf(raw_path, sizeof raw_path, "%s/raw.db", b->folder);
	raw_bytes = bytes > 2 ? (size_t)(bytes / 2) : 1;
	sqlite3_open(raw_path, &db);
	sqlite3_exec(db,
	    "pragma journal_mode = wal; create table if not exists raw (id integer primary key, "
	    "value text)",
	    NULL, NULL, NULL);
	began_bytes = measure_proc(getpid(), "io", "wchar:");
	seconds = all_at_once(commit);
	printf("sqlite alone: %d commits of %zu bytes in %.2f s, %.0f bytes written for each\n",
	    ALL, raw_bytes, seconds, (measure_proc(getpid(), "io", "wchar:") - began_bytes) / ALL);
	sqlite3_close(db);
	return ALL / seconds;
}

/* Submissions a second; *ret_bytes: what each wrote. 0: none was received. */
static double
submissions(struct instance_copy *c, double *ret_bytes)
{
	double bytes, seconds;

	given = 0;
	for (size_t i = 0; i < ALL; i++)
		if (!declarant_open(&visitor[i], c->port, (unsigned)i))
			return 0;
	all_at_once(fill);
	bytes = measure_proc(c->server, "io", "wchar:");
	seconds = all_at_once(submit);
	*ret_bytes = (measure_proc(c->server, "io", "wchar:") - bytes) / ALL;
	printf("submissions: %d receipts in %.2f s, %.0f bytes written for each\n", given, seconds,
	    *ret_bytes);
	for (size_t i = 0; i < ALL; i++)
		declarant_close(&visitor[i]);
	return given / seconds;
}

/* One after the other, so that what else the machine does falls on both. */
static void
measure(struct instance_copy *c, const struct bench *b)
{
	double ours = 0, theirs = 0, bytes = 0;

	for (int i = 0; i < ROUNDS; i++) {
		double x = submissions(c, &bytes), y = raw_commits(b, bytes);

		ours = x > ours ? x : ours;
		theirs = y > theirs ? y : theirs;
	}
	printf("submission: %.0f a second, sqlite alone %.0f (best of %d rounds)\n", ours, theirs,
	    ROUNDS);
	measure_ratio("submission / sqlite alone", ours / theirs, true, 0.5);
}

int
main(void)
{
	struct instance_copy c;
	struct bench b;

	if (!measure_open(&b))
		return 1;
	if (copy_make(&c, &b, ON_SQLITE, 1) && copy_configure(&c, "behind_proxy = true") &&
	    copy_start(&c, "web"))
		measure(&c, &b);
	else
		printf("the service does not start: see %s\n", c.log);
	copy_remove(&c);
	bench_close(&b);
	return 0;
}
