/*
 * Two workers at once do what one does: the same jobs, rungs of the ladder, reminders
 * and mails, each once, on both engines.
 */
#include "tests/unit.h"

#include "duty/duty.h"
#include "incident/routing.h"
#include "incident/sample.h"

#define FILES 6
#define TURNS 30

static const char *const counted[] = { "dispatch", "duty_step", "reminder", "mail", "log_entry",
	"mail where state = 'sent'", "job where state = 'done'" };
#define N (sizeof counted / sizeof counted[0])

static int64_t alone[N];

/* Six files of the night: each rings, routes and will be reminded of. */
static void
scene(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sample_person(f, ROLE_DUTY, "duty");
	sample_person(f, ROLE_LEAD, "lead");
	sample_person(f, ROLE_FSSI, "fssi");
	for (int i = 0; i < FILES; i++) {
		struct stored_report s;
		struct incident in;

		sample_draft(&act, &s);
		s.r.reporter_email = S("durand@valmont.example");
		s.r.impact_persons.s = S("potentielle");
		s.r.impact_patient_data.s = S("oui");
		s.r.urgent_callback = true;
		sample_receive(&act, &s, &in);
	}
	EXPECT_INT(trail_write(f->db, act.trail), OK);
	EXPECT_INT(db_commit(f->db), OK);
}

/* As work does a job: it and its end in one transaction. */
static void
one_job(struct fixture *f)
{
	struct act act = act_as(f, 0, S("work"));
	struct job j;
	int64_t id = 0;
	enum outcome o;

	if (job_take(f->db, act.now, 300, arena, &j) != OK || !str_eq(j.kind, S("route")))
		return;
	o = db_begin(f->db, TXN_WRITE);
	if (o == OK && str_int(j.argument, &id))
		o = routing_run(&act, id);
	if (o == OK)
		o = trail_write(f->db, act.trail);
	if (o == OK)
		o = job_done(f->db, j.id);
	if (db_in_transaction(f->db))
		o = db_end(f->db, o);
	if (o != OK)
		job_failed(f->db, &j, act.now, S("test"));
}

static void
all_mails(struct fixture *f, struct moment now)
{
	struct mail m;

	while (outbox_take(f->db, f->k, now, 300, arena, &m) == OK)
		EXPECT_INT(outbox_sent(f->db, &m, now), OK);
}

static void
work(struct fixture *f)
{
	struct moment later = { NOW + 48 * 3600 };

	f->db = fixture_open(f);
	for (int i = 0; i < TURNS; i++) {
		struct act act = act_as(f, 0, S("work"));
		struct duty_means d = { .db = f->db,
			.keyring = f->k,
			.arena = arena,
			.trail = act.trail,
			.now = { NOW },
			.public_url = S("https://vigie.example") };
		struct job_means m = job_of(f);
		int64_t n = 0;

		one_job(f);
		duty_climb(&d, &n);
		m.now = later;
		incident_remind(&m, &n);
		all_mails(f, later);
	}
	db_close(f->db);
}

static int64_t
count_of(struct fixture *f, size_t i)
{
	return fixture_count(f->db, arena_printf(arena, "select count(*) from %s", counted[i]).p);
}

static void
run(struct fixture *f, int workers)
{
	pid_t child[2];
	int status = -1;

	scene(f);
	fflush(stdout);
	for (int i = 0; i < workers; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			work(f);
			_exit(unit_wrong ? 1 : 0);
		}
	}
	for (int i = 0; i < workers; i++) {
		EXPECT(waitpid(child[i], &status, 0) == child[i]);
		EXPECT_INT(status, 0);
	}
}

static void
by_one(struct fixture *f)
{
	run(f, 1);
	for (size_t i = 0; i < N; i++) {
		alone[i] = count_of(f, i);
		EXPECT(alone[i] > 0);
	}
}

static void
by_two(struct fixture *f)
{
	run(f, 2);
	for (size_t i = 0; i < N; i++)
		if (count_of(f, i) != alone[i]) {
			printf("%s:\n", counted[i]);
			EXPECT_INT(count_of(f, i), alone[i]);
		}
}

TEST(two_workers_do_each_thing_once)
{
	each_engine(by_one);
	each_engine(by_two);
}

UNIT_MAIN(two_workers_do_each_thing_once)
