/* Neither a kill nor a failing store loses or doubles a step of the ladder. */
#include "tests/unit.h"

#include <signal.h>

#include "duty/scene_test.h"

#define CALLS 12
#define FAILURES 400

/* Each call's rung is whole: two steps, one mail, one time, and the next is dated. */
static void
whole(struct fixture *f)
{
	EXPECT_INT(fixture_count(f->db, "select count(*) from duty_call where rung = 10 and round "
					"= 1 and ladder = 'night'"),
	    CALLS);
	EXPECT_INT(count(f, "rung = 10"), 2 * CALLS);
	EXPECT_INT(
	    fixture_count(f->db,
		"select count(*) from (select call, channel from duty_step group by call, channel "
		"having count(*) = 1) as whole"),
	    2 * CALLS);
	EXPECT_INT(fixture_count(f->db, "select count(*) from mail"), CALLS);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from duty_step s join mail m on m.id = s.mail"),
	    CALLS);
}

static void
open_many(struct fixture *f, struct moment now)
{
	scene(f);
	for (int i = 0; i < CALLS; i++)
		EXPECT_INT(open_call(f, now, arena_printf(arena, "INC-%d", i).p, "major"), OK);
}

static void
failing(struct fixture *f)
{
	struct moment t = paris(24, 3, 0);
	int64_t nth = 1;

	open_many(f, t);
	for (; nth < FAILURES; nth += 7) {
		struct duty_means m = means(f, t);
		int64_t n = 0;

		db_torture(nth);
		duty_climb(&m, &n);
		db_torture(0);
		t.s += 5; /* as work's sweep comes back */
		if (fixture_count(f->db, "select count(*) from duty_call where rung = 0") == 0)
			break;
	}
	EXPECT(nth < FAILURES && nth > 1);
	for (int i = 0; i < 20; i++)
		climb(f, plus(t, 1));
	whole(f);
}

TEST(a_failing_store_loses_no_step)
{
	each_engine(failing);
}

/* In the child: its own connection, and no end of its own. */
static void
climb_for_ever(struct fixture *f, struct moment now)
{
	f->db = fixture_open(f);
	for (;;)
		climb(f, now);
}

static void
killed(struct fixture *f)
{
	struct moment t = paris(24, 3, 0);

	open_many(f, t);
	for (int ms = 1; ms <= 16; ms *= 2) {
		int status;
		pid_t child;

		fflush(stdout);
		child = fork();
		if (child == 0)
			climb_for_ever(f, t);
		usleep((useconds_t)ms * 1000);
		kill(child, SIGKILL);
		EXPECT(waitpid(child, &status, 0) == child);
	}
	/* A server may hold the dead one's row a moment longer; the next sweep has it. */
	for (int i = 0; i < 100; i++) {
		climb(f, t);
		if (fixture_count(f->db, "select count(*) from duty_call where rung = 0") == 0)
			break;
		usleep(50000);
	}
	whole(f);
}

TEST(a_kill_loses_no_step)
{
	each_engine(killed);
}

UNIT_MAIN(a_failing_store_loses_no_step, a_kill_loses_no_step)
