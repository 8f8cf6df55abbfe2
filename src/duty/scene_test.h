/*
 * A cell, its rota and its calls, at instants that tests choose: for the tests of
 * this folder.  Include tests/unit.h first.
 */
#ifndef DUTY_SCENE_TEST_H
#define DUTY_SCENE_TEST_H

#include "duty/private.h"
#include "store/fixture.h"

enum { FIRST, SECOND, LEAD, FSSI, ANALYST, PEOPLE };

static int64_t person[PEOPLE];

static inline struct moment
paris(int day, int hour, int minute)
{
	struct moment m = MOMENT_NONE;
	struct civil c = { .year = 2026, .month = 11, .day = day, .hour = hour, .minute = minute };

	EXPECT(moment_from_civil(c, ZONE_PARIS, &m));
	return m;
}

static inline struct moment
plus(struct moment m, int minutes)
{
	return (struct moment){ m.s + minutes * 60 };
}

static inline struct duty_means
means(struct fixture *f, struct moment now)
{
	struct trail *trail = arena_new_of(arena, struct trail);

	*trail = (struct trail){ .arena = arena, .role = S("work") };
	return (struct duty_means){ .db = f->db,
		.keyring = f->k,
		.arena = arena,
		.trail = trail,
		.now = now,
		.public_url = S("https://vigie.example") };
}

static inline void
people(struct fixture *f)
{
	static const enum role role[PEOPLE] = { ROLE_DUTY, ROLE_DUTY, ROLE_LEAD, ROLE_FSSI,
		ROLE_ANALYST };

	for (int i = 0; i < PEOPLE; i++) {
		struct account acc = { .email = arena_printf(arena, "p%d@cell.example", i),
			.name = arena_printf(arena, "Personne %d", i),
			.phone = i == ANALYST ? S("") : arena_printf(arena, "+331990000%02d", i),
			.role = { role_code(role[i]) },
			.created = paris(1, 12, 0) };
		struct str secret;

		EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
		EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), OK);
		EXPECT_INT(db_commit(f->db), OK);
		person[i] = acc.id;
	}
	EXPECT_INT(db_script(f->db, "update account set state = 'active'", NULL), OK);
}

static inline void
plan(struct fixture *f, int who, const char *rank, struct moment from, struct moment to)
{
	struct duty_means m = means(f, from);
	struct watch w = {
		.account = person[who], .rank = { str_of(rank) }, .from_at = from, .to_at = to
	};

	EXPECT_INT(watch_insert(&m, &w), OK);
}

/* Both lines for a week of November. */
static inline void
scene(struct fixture *f)
{
	people(f);
	plan(f, FIRST, "first", paris(23, 9, 0), paris(30, 9, 0));
	plan(f, SECOND, "second", paris(23, 9, 0), paris(30, 9, 0));
}

static inline enum outcome
open_call(struct fixture *f, struct moment now, const char *subject, const char *reason)
{
	struct duty_means m = means(f, now);
	struct duty_ask ask = { S("incident"), str_of(subject), str_of(reason), S("MAJEUR"),
		MOMENT_NONE };
	enum outcome o = db_begin(f->db, TXN_WRITE);

	if (o == OK)
		o = duty_call_open(&m, &ask);
	return db_end(f->db, o);
}

static inline int64_t
climb(struct fixture *f, struct moment now)
{
	struct duty_means m = means(f, now);
	int64_t n = -1;

	EXPECT_INT(duty_climb(&m, &n), OK);
	return n;
}

static inline int64_t
count(struct fixture *f, const char *where)
{
	return fixture_count(
	    f->db, arena_printf(arena, "select count(*) from duty_step where %s", where).p);
}

/* Steps so far, of one person. */
static inline int64_t
steps_of(struct fixture *f, int who)
{
	return count(f, arena_printf(arena, "account = %lld", (long long)person[who]).p);
}

static inline enum outcome
answer(struct fixture *f, struct moment now, int64_t call, int who)
{
	struct duty_means m = means(f, now);
	struct call c;
	enum outcome o = db_begin(f->db, TXN_WRITE);

	m.account = person[who];
	if (o == OK)
		o = call_load(&m, call, &c);
	if (o == OK)
		o = call_answer(&m, &c);
	return db_end(f->db, o);
}

#endif
