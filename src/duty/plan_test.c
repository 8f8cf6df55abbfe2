/* Hours that nobody covers, and watches that clash. */
#include "tests/unit.h"

#include "duty/scene_test.h"

TEST(gaps_and_conflicts)
{
	struct rota r = { .watch = arena_array(arena, struct watch, WATCHES_MAX),
		.absence = arena_array(arena, struct absence, WATCHES_MAX),
		.gap = arena_array(arena, struct gap, GAPS_MAX) };
	struct moment from = paris(23, 12, 0), until = paris(27, 12, 0); /* Monday to Friday */

	/* Nobody: four nights. */
	rota_judge(&r, from, until);
	EXPECT_INT(r.n_gaps, 4);
	EXPECT_INT(r.gap[0].from_at.s, paris(23, 18, 0).s);
	EXPECT_INT(r.gap[0].to_at.s, paris(24, 9, 0).s);
	/* From Tuesday midnight to Thursday 20:00: a piece of Monday's night and one of Thursday's. */
	r.watch[0] = (struct watch){ .account = 1,
		.rank = { S("first") },
		.from_at = paris(24, 0, 0),
		.to_at = paris(26, 20, 0) };
	r.n = 1;
	r.n_gaps = 0;
	rota_judge(&r, from, until);
	EXPECT_INT(r.n_gaps, 2);
	EXPECT_INT(r.gap[0].to_at.s, paris(24, 0, 0).s);
	EXPECT_INT(r.gap[1].from_at.s, paris(26, 20, 0).s);
	EXPECT(r.watch[0].wrong == NULL);
	/* A second line covers nothing; twice the same person; away. */
	r.watch[1] = (struct watch){ .account = 1,
		.rank = { S("second") },
		.from_at = paris(26, 19, 0),
		.to_at = paris(27, 12, 0) };
	r.n = 2;
	r.n_gaps = 0;
	rota_judge(&r, from, until);
	EXPECT_INT(r.n_gaps, 2);
	EXPECT_STR(str_of(r.watch[1].wrong), "rota.wrong_twice");
	r.watch[1].account = 2;
	r.absence[0] =
	    (struct absence){ .account = 2, .from_at = paris(27, 0, 0), .to_at = paris(28, 0, 0) };
	r.n_absences = 1;
	rota_judge(&r, from, from);
	EXPECT_STR(str_of(r.watch[1].wrong), "rota.wrong_absent");
	r.n_absences = 0;
	r.watch[1].rank.s = S("first");
	rota_judge(&r, from, from);
	EXPECT_STR(str_of(r.watch[1].wrong), "rota.wrong_two");
}

UNIT_MAIN(gaps_and_conflicts)
