/* A job that was committed is done, by one at a time, whatever dies. */
#include "tests/unit.h"

#include "store/fixture.h"

#include <pthread.h>

static struct moment
at(int64_t s)
{
	return (struct moment){ s };
}

static void
order(struct fixture *f)
{
	struct job j;

	EXPECT_INT(job_take(f->db, at(100), 60, arena, &j), NOT_FOUND);
	EXPECT_INT(job_add(f->db, "late", S("2"), at(50)), OK);
	EXPECT_INT(job_add(f->db, "early", S("1"), at(40)), OK);
	EXPECT_INT(job_add(f->db, "future", S("3"), at(500)), OK);
	EXPECT_INT(job_take(f->db, at(100), 60, arena, &j), OK);
	EXPECT_STR(j.kind, "early");
	EXPECT_STR(j.argument, "1");
	EXPECT_INT(j.tries, 1);
	EXPECT_INT(job_done(f->db, j.id), OK);
	EXPECT_INT(job_take(f->db, at(100), 60, arena, &j), OK);
	EXPECT_STR(j.kind, "late");
	EXPECT_INT(job_take(f->db, at(100), 60, arena, &j), NOT_FOUND);
}

TEST(the_job_due_first_is_taken_first)
{
	each_engine(order);
}

static void
leases(struct fixture *f)
{
	struct job first, second;

	EXPECT_INT(job_add(f->db, "x", S(""), at(1)), OK);
	EXPECT_INT(job_take(f->db, at(100), 60, arena, &first), OK);
	EXPECT_INT(job_renew(f->db, &first, at(150), 60), OK);
	EXPECT_INT(job_take(f->db, at(170), 60, arena, &second), NOT_FOUND);
	EXPECT_INT(job_take(f->db, at(210), 60, arena, &second), OK);
	EXPECT_INT(second.id, first.id);
	EXPECT_INT(second.tries, 2);
	EXPECT_INT(job_renew(f->db, &first, at(211), 60), CONFLICT);
	EXPECT_INT(job_failed(f->db, &first, at(211), S("late")), CONFLICT);
	EXPECT_INT(job_renew(f->db, &second, at(211), 60), OK);
	EXPECT_INT(job_done(f->db, second.id), OK);
	EXPECT_INT(job_done(f->db, first.id), CONFLICT);
	EXPECT_INT(job_take(f->db, at(9999), 60, arena, &second), NOT_FOUND);
}

TEST(a_lease_ends_and_the_job_is_taken_again)
{
	each_engine(leases);
}

static void
back_off(struct fixture *f)
{
	struct job j;
	int64_t now = 100;

	EXPECT_INT(job_add(f->db, "x", S(""), at(1)), OK);
	for (int64_t i = 1; i <= JOB_TRIES; i++) {
		EXPECT_INT(job_take(f->db, at(now), 60, arena, &j), OK);
		EXPECT_INT(j.tries, i);
		EXPECT_INT(job_failed(f->db, &j, at(now), S("it \xff")), OK);
		EXPECT_INT(job_take(f->db, at(now + job_delay(i) - 1), 60, arena, &j), NOT_FOUND);
		now += job_delay(i);
	}
	EXPECT_INT(job_take(f->db, at(now + 100000), 60, arena, &j), NOT_FOUND);
	EXPECT_INT(fixture_count(f->db, "select count(*) from job where state = 'dead'"), 1);
}

TEST(a_failing_job_waits_longer_then_dies)
{
	EXPECT_INT(job_delay(1), 30);
	EXPECT_INT(job_delay(2), 60);
	EXPECT_INT(job_delay(7), 1920);
	EXPECT_INT(job_delay(8), 3600);
	EXPECT_INT(job_delay(1000), 3600);
	each_engine(back_off);
}

/* Each try kills its process: nothing is ever reported. */
static void
poison(struct fixture *f)
{
	struct job j;
	int64_t now = 100;

	EXPECT_INT(job_add(f->db, "poison", S(""), at(1)), OK);
	EXPECT_INT(job_add(f->db, "other", S(""), at(200000)), OK);
	for (int64_t i = 1; i <= JOB_TRIES; i++, now += 61)
		EXPECT_INT(job_take(f->db, at(now), 60, arena, &j), OK);
	EXPECT_INT(job_take(f->db, at(300000), 60, arena, &j), OK);
	EXPECT_STR(j.kind, "other");
}

TEST(a_job_that_kills_its_process_dies)
{
	each_engine(poison);
}

static void
rolled_back(struct fixture *f)
{
	struct job j;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(job_add(f->db, "x", S(""), at(1)), OK);
	db_rollback(f->db);
	EXPECT_INT(job_take(f->db, at(100), 60, arena, &j), NOT_FOUND);
}

TEST(a_job_exists_only_with_its_cause)
{
	each_engine(rolled_back);
}

static void
swept(struct fixture *f)
{
	struct job j;
	int64_t n = -1;

	EXPECT_INT(job_add(f->db, "x", S(""), at(1)), OK);
	EXPECT_INT(job_add(f->db, "y", S(""), at(2)), OK);
	EXPECT_INT(job_take(f->db, at(100), 60, arena, &j), OK);
	EXPECT_INT(job_done(f->db, j.id), OK);
	EXPECT_INT(job_sweep(f->db, at(moment_now().s + 10), &n), OK);
	EXPECT_INT(n, 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from job"), 1);
}

TEST(done_jobs_are_forgotten)
{
	each_engine(swept);
}

#define WORKERS 8
#define JOBS 120

static int taken[JOBS + 1];

static void *
worker(void *context)
{
	struct fixture *f = context;
	struct arena *a = arena_new(4u << 20);
	struct str error;
	struct db *db = db_open(f->url, a, &error);
	struct job j;
	int64_t n;
	enum outcome o;

	while ((o = job_take(db, at(100), 600, a, &j)) == OK)
		if (str_int(j.argument, &n) && job_done(db, j.id) == OK)
			__atomic_add_fetch(&taken[n], 1, __ATOMIC_RELAXED);
	db_close(db);
	arena_free(a);
	return (void *)(intptr_t)(o == NOT_FOUND ? 0 : 1);
}

static void
workers(struct fixture *f)
{
	pthread_t thread[WORKERS];

	memset(taken, 0, sizeof taken);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	for (int i = 1; i <= JOBS; i++)
		EXPECT_INT(job_add(f->db, "n", arena_printf(arena, "%d", i), at(1)), OK);
	EXPECT_INT(db_commit(f->db), OK);
	for (int i = 0; i < WORKERS; i++)
		pthread_create(&thread[i], NULL, worker, f);
	for (int i = 0; i < WORKERS; i++) {
		void *wrong;

		pthread_join(thread[i], &wrong);
		EXPECT(wrong == NULL);
	}
	for (int i = 1; i <= JOBS; i++)
		EXPECT_INT(taken[i], 1);
}

TEST(eight_workers_share_the_jobs)
{
	each_engine(workers);
}

UNIT_MAIN(the_job_due_first_is_taken_first, a_lease_ends_and_the_job_is_taken_again,
    a_failing_job_waits_longer_then_dies, a_job_that_kills_its_process_dies,
    a_job_exists_only_with_its_cause, done_jobs_are_forgotten, eight_workers_share_the_jobs)
