/*
 * The ladder through a real gateway, on both engines: up, down, slow, lying, and
 * work killed between sending and noting.  Whatever it does, each step is kept, the
 * same id leaves again, and only a person's answer ends the call.
 */
#include "tests/unit.h"

#include "app/work.h"
#include "net/hook_test.h"
#include "store/fixture.h"

static struct gateway gateway;
static struct instance instance;
static int64_t lead;

static struct work
work_at(struct fixture *f, int64_t s)
{
	return (struct work){ .in = &instance,
		.db = f->db,
		.arena = arena,
		.now = { s },
		.trail = { .arena = arena, .role = S("work") } };
}

static void
settings(struct fixture *f, const char *path)
{
	instance = (struct instance){ .arena = arena,
		.keyring = f->k,
		.public_url = "https://vigie.example",
		.smtp_url = "",
		.gateway_url = *path ? gateway_url(&gateway, path) : "",
		.gateway_key_file = arena_printf(arena, "%s/hook-key", gateway.folder).p,
		.gateway_ca = "",
		.gateway_seconds = 1 };
}

static int64_t
member(struct fixture *f, enum role role, const char *phone)
{
	struct account acc = { .email = arena_printf(arena, "p%d@cell.example", role),
		.name = S("Nom-de-Famille"),
		.phone = str_of(phone),
		.role = { role_code(role) },
		.created = { 1 } };
	struct str secret;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(db_script(f->db, "update account set state = 'active'", NULL), OK);
	return acc.id;
}

/* Now, as the signature's instant is this machine's: an exercise rings at any hour. */
static int64_t
scene(struct fixture *f, const char *path)
{
	int64_t now = moment_now().s, id = 0;
	struct work w = work_at(f, now);
	struct duty_means m;

	settings(f, path);
	member(f, ROLE_DUTY, "+33199000001");
	lead = member(f, ROLE_LEAD, "+33199000002");
	member(f, ROLE_FSSI, "+33199000003");
	m = work_duty(&w);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(duty_rehearse(&m, 1, &id), OK);
	EXPECT_INT(db_commit(f->db), OK);
	/* As a real one from here on, but for its ladder. */
	return now;
}

static void
climb(struct fixture *f, int64_t at)
{
	struct work w = work_at(f, at);
	int64_t n;

	EXPECT_INT(work_climb(&w, &n), OK);
}

/* Messages that were tried. */
static int
ring(struct fixture *f, int64_t at)
{
	struct work w = work_at(f, at);
	int n = 0;

	while (work_ring(&w) == OK)
		n++;
	return n;
}

static int64_t
count(struct fixture *f, const char *where)
{
	return fixture_count(
	    f->db, arena_printf(arena,
		       "select count(*) from duty_step where channel = 'webhook' and %s", where)
		       .p);
}

/* ==== Up ==== */

static void
up(struct fixture *f)
{
	int64_t t = scene(f, "/ok");

	climb(f, t);
	EXPECT_INT(ring(f, t), 1);
	EXPECT_INT(count(f, "state = 'sent' and tries = 1"), 1);
	EXPECT_INT(ring(f, t + 5), 0);
	EXPECT(gateway_count(&gateway, "\"signed\":true") >= 1);
	EXPECT(gateway_count(&gateway, "+33199000001") >= 1);
	EXPECT(gateway_count(&gateway, "EXE-000001") >= 1);
	EXPECT(gateway_count(&gateway, "https://vigie.example/duty/ack/") >= 1);
	EXPECT_INT(gateway_count(&gateway, "Nom-de-Famille"), 0);
}

TEST(a_gateway_that_is_up)
{
	gateway_start(&gateway);
	each_engine(up);
	gateway_stop(&gateway);
}

/* ==== Down, then back ==== */

static void
down(struct fixture *f)
{
	int64_t t = scene(f, "/ok");

	instance.gateway_url = "http://127.0.0.1:1/";
	climb(f, t);
	EXPECT_INT(ring(f, t), 1);
	EXPECT_INT(count(f, "state = 'waiting' and tries = 1 and trouble is not null"), 1);
	EXPECT_INT(ring(f, t + 9), 0);
	EXPECT_INT(ring(f, t + 11), 1);
	/* The time goes on: the next person is rung all the same. */
	climb(f, t + 600);
	EXPECT_INT(count(f, "who = 'lead' and state = 'waiting'"), 1);
	/* It is back: both leave, the first by the id that it had. */
	settings(f, "/ok");
	EXPECT_INT(ring(f, t + 1000), 2);
	EXPECT_INT(count(f, "state = 'sent'"), 2);
}

TEST(a_gateway_that_is_down_loses_nothing)
{
	gateway_start(&gateway);
	each_engine(down);
	gateway_stop(&gateway);
}

static void
flaky(struct fixture *f)
{
	int64_t t = scene(f, "/flaky");
	int before = gateway_count(&gateway, "/flaky");

	climb(f, t);
	EXPECT_INT(ring(f, t), 1);
	EXPECT_INT(ring(f, t + 11), 1);
	EXPECT_INT(count(f, "state = 'waiting'"), 1);
	EXPECT_INT(ring(f, t + 60), 1);
	EXPECT_INT(count(f, "state = 'sent' and tries = 3"), 1);
	EXPECT_INT(gateway_count(&gateway, "/flaky") - before, 3);
}

TEST(a_gateway_that_fails_twice_gets_the_same_message)
{
	/* A new one each: the second engine's ids are the first one's. */
	gateway_start(&gateway);
	on_sqlite(flaky);
	gateway_stop(&gateway);
}

static void
never(struct fixture *f)
{
	int64_t t = scene(f, "/fail");

	climb(f, t);
	for (int i = 0; i < 30; i++)
		ring(f, t + i * 400);
	EXPECT_INT(count(f, "state = 'failed' and tries = 10"), 1);
	settings(f, "");
	climb(f, t + 600);
	ring(f, t + 13000);
	EXPECT_INT(
	    count(f, "who = 'lead' and state = 'failed' and trouble = 'no gateway is set'"), 1);
}

TEST(a_gateway_that_never_takes_it_is_told_as_such)
{
	gateway_start(&gateway);
	each_engine(never);
	gateway_stop(&gateway);
}

/* ==== Slow, lying ==== */

static void
slow(struct fixture *f)
{
	int64_t t = scene(f, "/trickle");

	climb(f, t);
	EXPECT_INT(ring(f, t), 1);
	EXPECT_INT(count(f, "state = 'waiting' and tries = 1"), 1);
	climb(f, t + 600);
	EXPECT_INT(count(f, "who = 'lead'"), 1);
}

TEST(a_slow_gateway_holds_nobody)
{
	gateway_start(&gateway);
	each_engine(slow);
	gateway_stop(&gateway);
}

/* It says 200 to all and calls nobody: the ladder climbs to its end. */
static void
lying(struct fixture *f)
{
	int64_t t = scene(f, "/ok");

	for (int i = 0; i < 8; i++) {
		climb(f, t + i * 300);
		ring(f, t + i * 300);
	}
	EXPECT_INT(count(f, "state = 'sent'"), 3); /* duty, lead, FSSI; nobody is second */
	EXPECT_INT(count(f, "who = 'fssi' and state = 'sent'"), 1);
	EXPECT_INT(count(f, "answered_at is not null"), 0);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from duty_call where answered_at is null"), 1);
}

TEST(a_lying_gateway_answers_for_nobody)
{
	gateway_start(&gateway);
	each_engine(lying);
	gateway_stop(&gateway);
}

/* ==== Killed between sending and noting ==== */

static void
restarted(struct fixture *f)
{
	int64_t t = scene(f, "/ok");
	struct work w = work_at(f, t);
	struct duty_means m = work_duty(&w);
	struct duty_ring first, again;

	climb(f, t);
	EXPECT_INT(duty_ring_take(&m, 60, &first), OK); /* and dies */
	db_close(f->db);
	f->db = fixture_open(f);
	EXPECT_INT(ring(f, t + 59), 0);
	w = work_at(f, t + 61);
	m = work_duty(&w);
	EXPECT_INT(duty_ring_take(&m, 60, &again), OK);
	EXPECT(str_eq(first.id, again.id) && first.id.n > 0);
	EXPECT_INT(again.tries, 2);
	/* The dead one comes back late: its word does not count any more. */
	EXPECT_INT(duty_ring_note(&m, &first, S("late"), true), OK);
	EXPECT_INT(count(f, "state = 'waiting'"), 1);
	EXPECT_INT(duty_ring_note(&m, &again, S(""), false), OK);
	EXPECT_INT(count(f, "state = 'sent'"), 1);
}

TEST(a_restart_loses_no_message)
{
	gateway_start(&gateway);
	each_engine(restarted);
	gateway_stop(&gateway);
}

/* ==== Rehearsals: everybody answers, or a rung does not leave ==== */

static struct str
rehearsed(struct fixture *f, int64_t at)
{
	struct work w = work_at(f, at);
	struct duty_means m = work_duty(&w);
	struct duty_rehearsal r;

	EXPECT_INT(duty_rehearsal_last(&m, &r), OK);
	return r.result;
}

static void
silent(struct fixture *f)
{
	int64_t t = scene(f, "/ok");

	/* Mails wait for a mail server that is not set: the exercise cannot be a success. */
	for (int i = 0; i < 16; i++) {
		climb(f, t + i * 300);
		ring(f, t + i * 300);
	}
	EXPECT_STR(rehearsed(f, t), "undelivered");
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from duty_call where state = 'closed'"), 1);
}

TEST(a_rehearsal_ends_and_tells_what_did_not_leave)
{
	gateway_start(&gateway);
	each_engine(silent);
	gateway_stop(&gateway);
}

UNIT_MAIN(a_gateway_that_is_up, a_gateway_that_is_down_loses_nothing,
    a_gateway_that_fails_twice_gets_the_same_message, a_gateway_that_never_takes_it_is_told_as_such,
    a_slow_gateway_holds_nobody, a_lying_gateway_answers_for_nobody, a_restart_loses_no_message,
    a_rehearsal_ends_and_tells_what_did_not_leave)
