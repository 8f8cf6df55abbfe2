/*
 * The ladder, on both engines, at instants that the tests choose: who is rung when,
 * and what stops it.
 */
#include "tests/unit.h"

#include "duty/scene_test.h"

/* ==== The night ==== */

static void
night(struct fixture *f)
{
	struct moment t = paris(24, 3, 0);

	scene(f);
	EXPECT_INT(open_call(f, t, "INC-1", "urgent"), OK);
	EXPECT_INT(open_call(f, t, "INC-1", "urgent"), OK); /* bears repeats */
	EXPECT_INT(fixture_count(f->db, "select count(*) from duty_call"), 1);
	EXPECT_INT(climb(f, t), 1);
	EXPECT_INT(climb(f, t), 0);
	EXPECT_INT(steps_of(f, FIRST), 2); /* mail and telephone */
	EXPECT_INT(count(f, "channel = 'mail' and state = 'queued' and mail is not null"), 1);
	EXPECT_INT(count(f, "channel = 'webhook' and state = 'waiting'"), 1);
	EXPECT_INT(climb(f, plus(t, 9)), 0);
	EXPECT_INT(climb(f, plus(t, 10)), 1);
	EXPECT_INT(steps_of(f, SECOND), 2);
	EXPECT_INT(climb(f, plus(t, 20)), 1);
	EXPECT_INT(steps_of(f, LEAD), 2);
	EXPECT_INT(fixture_count(f->db, "select reached_fssi from duty_call"), 0);
	EXPECT_INT(climb(f, plus(t, 35)), 1);
	EXPECT_INT(steps_of(f, FSSI), 2);
	EXPECT_INT(fixture_count(f->db, "select reached_fssi from duty_call"), 1);
	/* Nobody answered: it begins anew. */
	EXPECT_INT(climb(f, plus(t, 64)), 0);
	EXPECT_INT(climb(f, plus(t, 65)), 1);
	EXPECT_INT(steps_of(f, FIRST), 4);
	EXPECT_INT(count(f, "round = 2"), 2);
	EXPECT_INT(steps_of(f, ANALYST), 0);
}

TEST(the_night_ladder_climbs_until_it_begins_anew)
{
	each_engine(night);
}

static void
answered(struct fixture *f)
{
	struct moment t = paris(24, 3, 0);

	scene(f);
	EXPECT_INT(open_call(f, t, "INC-1", "major"), OK);
	climb(f, t);
	EXPECT_INT(answer(f, plus(t, 4), 1, FIRST), OK);
	EXPECT_INT(answer(f, plus(t, 5), 1, LEAD), CONFLICT);
	EXPECT_INT(count(f, "answered_at is not null"), 2);
	EXPECT_INT(count(f, "channel = 'webhook' and state = 'dropped'"), 1);
	EXPECT_INT(climb(f, plus(t, 500)), 0);
	EXPECT_INT(steps_of(f, SECOND), 0);
	/* Another reason for the same file rings again, but not whoever is at it. */
	EXPECT_INT(open_call(f, plus(t, 40), "INC-1", "unanswered"), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from duty_call"), 2);
}

TEST(an_answer_stops_it)
{
	each_engine(answered);
}

static void
uncovered(struct fixture *f)
{
	struct moment t = paris(24, 3, 0);

	people(f);
	EXPECT_INT(open_call(f, t, "INC-1", "major"), OK);
	climb(f, t);
	/* Nobody is planned: all who could be are rung, and the empty rung is told. */
	EXPECT_INT(steps_of(f, FIRST), 2);
	EXPECT_INT(steps_of(f, SECOND), 2);
	climb(f, plus(t, 10));
	EXPECT_INT(count(f, "who = 'second' and state = 'nobody'"), 1);
	EXPECT_INT(steps_of(f, LEAD), 2); /* at once */
	EXPECT_INT(db_script(f->db,
		       arena_printf(arena,
			   "insert into duty_absence (account, kind, from_at, to_at) "
			   "values (%lld, 'leave', 0, 9999999999)",
			   (long long)person[FIRST])
			   .p,
		       NULL),
	    OK);
	EXPECT_INT(open_call(f, t, "INC-2", "major"), OK);
	climb(f, t);
	EXPECT_INT(steps_of(f, FIRST), 2); /* on leave: left to sleep */
	EXPECT_INT(steps_of(f, SECOND), 4);
}

TEST(an_uncovered_night_is_not_silence)
{
	each_engine(uncovered);
}

/* ==== The desk, and between the two ==== */

static void
office(struct fixture *f)
{
	struct moment t = paris(24, 11, 0);

	scene(f);
	EXPECT_INT(open_call(f, t, "INC-1", "urgent"), OK);
	climb(f, t);
	EXPECT_INT(count(f, "who = 'desk' and channel = 'mail'"), 3); /* two on duty, one analyst */
	EXPECT_INT(count(f, "channel = 'webhook'"), 0);
	climb(f, plus(t, 10));
	EXPECT_INT(steps_of(f, LEAD), 2);
}

TEST(the_desk_is_told_while_it_is_open)
{
	each_engine(office);
}

static void
closing(struct fixture *f)
{
	struct moment t = paris(24, 17, 55);

	scene(f);
	EXPECT_INT(open_call(f, t, "INC-1", "urgent"), OK);
	climb(f, t);
	EXPECT_INT(count(f, "who = 'desk'"), 3);
	climb(f, plus(t, 10));
	EXPECT_INT(count(f, "who = 'lead'"), 0);
	EXPECT_INT(count(f, "who = 'duty'"), 2); /* the night's ladder, from its foot */
}

TEST(the_desk_closes_while_it_climbs)
{
	each_engine(closing);
}

static void
regime(struct fixture *f)
{
	struct moment night_2019, morning;

	people(f);
	EXPECT(moment_parse(S("2019-11-12T02:00:00Z"), &night_2019));
	EXPECT(moment_parse(S("2019-11-12T08:00:00Z"), &morning)); /* 09:00 in Paris */
	EXPECT(!duty_rings(S("urgent"), night_2019) && duty_rings(S("major"), night_2019));
	EXPECT(duty_rings(S("urgent"), morning));
	EXPECT_INT(open_call(f, night_2019, "INC-1", "urgent"), OK);
	EXPECT_INT(open_call(f, night_2019, "INC-2", "major"), OK);
	climb(f, night_2019);
	EXPECT_INT(count(f, "call = 1"), 0); /* held until the desk opens */
	EXPECT(count(f, "call = 2") > 0);
	EXPECT_INT(fixture_count(f->db, "select next_at from duty_call where id = 1"), morning.s);
	climb(f, (struct moment){ morning.s - 1 });
	EXPECT_INT(count(f, "call = 1"), 0);
	climb(f, morning);
	EXPECT(count(f, "call = 1 and who = 'desk'") > 0);
}

TEST(the_regime_of_2017_wakes_for_a_major_incident_alone)
{
	each_engine(regime);
}

/* ==== Rehearsals ==== */

/* A mail server and a gateway that take everything. */
static void
deliver(struct fixture *f, struct moment now)
{
	struct duty_means m = means(f, now);
	struct duty_ring r;

	while (duty_ring_take(&m, 60, &r) == OK)
		EXPECT_INT(duty_ring_note(&m, &r, S(""), false), OK);
	EXPECT_INT(db_script(f->db,
		       arena_printf(
			   arena, "update mail set state = 'sent', ended = %lld", (long long)now.s)
			   .p,
		       NULL),
	    OK);
}

static struct moment
rehearse(struct fixture *f, struct moment now)
{
	struct duty_means m = means(f, now);
	int64_t id;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(duty_rehearse(&m, 60, &id), OK);
	EXPECT_INT(db_commit(f->db), OK);
	return now;
}

static const char *
result(struct fixture *f, struct moment now)
{
	struct duty_means m = means(f, now);
	struct duty_rehearsal r;

	EXPECT_INT(duty_rehearsal_last(&m, &r), OK);
	return arena_cstr(arena, r.result);
}

/* By day too: the night's ladder, once, and each answer leads to the next rung. */
static void
rehearsed(struct fixture *f)
{
	static const int rung[] = { FIRST, SECOND, LEAD, FSSI };
	struct moment t = paris(24, 11, 0);

	scene(f);
	rehearse(f, t);
	for (int i = 0; i < 4; i++) {
		EXPECT_INT(climb(f, (struct moment){ t.s + i }), 1);
		EXPECT_INT(steps_of(f, rung[i]), 2);
		deliver(f, (struct moment){ t.s + i });
		EXPECT_STR(str_of(result(f, t)), "");
		EXPECT_INT(answer(f, (struct moment){ t.s + i + 1 }, 1, rung[i]), OK);
	}
	climb(f, (struct moment){ t.s + 4 });
	EXPECT_STR(str_of(result(f, t)), "answered");
	EXPECT_INT(climb(f, plus(t, 500)), 0);
	EXPECT_INT(count(f, "answered_at is not null"), 8);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from duty_call where state = 'closed'"), 1);
}

TEST(a_rehearsal_tries_everybody)
{
	each_engine(rehearsed);
}

/* Nobody answers: the time leads on, sixty times faster. */
static void
silent(struct fixture *f)
{
	struct moment t = paris(24, 11, 0);

	scene(f);
	rehearse(f, t);
	for (int s = 0; s < 65; s++) {
		climb(f, (struct moment){ t.s + s });
		deliver(f, (struct moment){ t.s + s });
	}
	EXPECT_STR(str_of(result(f, t)), "");
	climb(f, (struct moment){ t.s + 65 });
	EXPECT_STR(str_of(result(f, t)), "unanswered");
	EXPECT_INT(count(f, "round > 1"), 0);
}

TEST(a_rehearsal_without_answers_ends)
{
	each_engine(silent);
}

UNIT_MAIN(the_night_ladder_climbs_until_it_begins_anew, an_answer_stops_it,
    an_uncovered_night_is_not_silence, the_desk_is_told_while_it_is_open,
    the_desk_closes_while_it_climbs, the_regime_of_2017_wakes_for_a_major_incident_alone,
    a_rehearsal_tries_everybody, a_rehearsal_without_answers_ends)
