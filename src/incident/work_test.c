/*
 * The work on a file in the database: nothing in clear that is sealed, the usual
 * tasks once, the third party's clock through the states of the file, a card that
 * is begun once.
 */
#include "tests/unit.h"

#include "incident/desk.h"
#include "incident/sample.h"
#include "incident/third.h"
#include "incident/timeline.h"
#include "incident/work.h"

/* A received file, in an open writing transaction. */
static void
received(struct act *act, struct stored_report *s, struct incident *in)
{
	EXPECT_INT(db_begin(act->db, TXN_WRITE), OK);
	sample_draft(act, s);
	s->r.reporter_email = S("delattre@ch-valmont.example");
	s->r.category.s = S("RANCONGICIEL");
	sample_receive(act, s, in);
}

/* ==== Nothing in clear ==== */

static void
fill(struct act *act, const struct stored_report *s, struct incident *in)
{
	struct task task = { .title = S("PLANTED-TITLE"),
		.for_structure = true,
		.owner = INT_NONE,
		.due_at = MOMENT_NONE };
	struct measure measure = { .kind = { S("autre") },
		.state = { S("demandee") },
		.text = S("PLANTED-MEASURE\nsecond line") };
	struct event event = { .at = { NOW - 60 },
		.precision = { S("minute") },
		.zone = { S("utc") },
		.phase = { S("impact") },
		.visibility = { S("interne") },
		.state = { S("kept") },
		.text = S("PLANTED-EVENT\nsecond line"),
		.source = S("PLANTED-SOURCE"),
		.asset = S("PLANTED-ASSET") };
	struct vendor vendor = { .name = S("Lysogiciel"),
		.kind = { S("editeur") },
		.contact = S("PLANTED-CONTACT"),
		.email = S("planted@lysogiciel.example") };
	struct intervention k = { .question = S("PLANTED-QUESTION\nsecond line") };
	struct tick tick = { .state = S("na"), .note = S("PLANTED-NOTE\nsecond line") };
	int64_t run;

	EXPECT_INT(task_add(act, in, s, &task), OK);
	EXPECT_INT(measure_add(act, in, &measure, act->now), OK);
	EXPECT_INT(event_add(act, in, &event), OK);
	EXPECT_INT(vendor_add(act, &vendor), OK);
	k.vendor = vendor.id;
	EXPECT_INT(intervention_add(act, in, s, &k), OK);
	EXPECT_INT(intervention_open(act, in, k.reference, &k), OK);
	EXPECT_INT(intervention_send(act, in, s, &k), OK);
	EXPECT_INT(
	    intervention_answer(act, in, &k, S("PLANTED-ANSWER\nsecond line"), S("PLANTED-WHO")),
	    OK);
	EXPECT_INT(card_run_begin(act, in, S("FR-001"), &run), OK);
	EXPECT_INT(card_run_mark(act, in, s, run, 1, &tick), OK);
}

static void
sealed(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct stored_report s;
	struct incident in;
	struct int_message *message;
	struct intervention *k;
	struct task *task;
	struct measure *measure;
	struct event *event;
	struct recommendation *run;
	size_t n = 0;

	received(&act, &s, &in);
	fill(&act, &s, &in);
	EXPECT_INT(task_list(&act, &in, &task, &n), OK);
	EXPECT_STR(task[0].title, "PLANTED-TITLE");
	EXPECT_INT(measure_list(&act, &in, &measure, &n), OK);
	EXPECT_STR(measure[0].text, "PLANTED-MEASURE\nsecond line");
	EXPECT_INT(event_list(&act, &in, &event, &n), OK);
	EXPECT_STR(event[0].text, "PLANTED-EVENT\nsecond line");
	EXPECT_INT(recommendation_list(&act, &in, &run, &n), OK);
	EXPECT_STR(run[0].ticked[0].note, "PLANTED-NOTE\nsecond line");
	EXPECT_INT(intervention_list(&act, &in, &k, &n), OK);
	EXPECT_INT(intervention_messages(&act, &in, &k[0], &message, &n), OK);
	EXPECT_INT(n, 2);
	EXPECT(str_has(message[0].text, S("PLANTED-QUESTION\nsecond line")));
	EXPECT(str_has(message[0].text, k[0].reference));
	EXPECT_STR(message[1].text, "PLANTED-ANSWER\nsecond line");
	EXPECT_INT(trail_write(f->db, act.trail), OK);
	EXPECT_INT(db_commit(f->db), OK);
	if (!str_starts(str_of(f->url), S("sqlite:")))
		return;
	EXPECT(sample_bytes_have(f, S("Lysogiciel")));
	EXPECT(!sample_bytes_have(f, S("PLANTED")));
	EXPECT(!sample_bytes_have(f, S("planted@")));
}

TEST(the_work_on_a_file_is_nowhere_in_clear)
{
	each_engine(sealed);
}

/* A body of another row's place does not open: nothing of the list is shown. */
static void
tampered(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct stored_report s;
	struct incident in;
	struct task *task;
	size_t n = 0;

	received(&act, &s, &in);
	fill(&act, &s, &in);
	EXPECT_INT(db_commit(f->db), OK);
	fixture_count(f->db, "update task set body = (select body from measure)");
	EXPECT_INT(task_list(&act, &in, &task, &n), UNAVAILABLE);
}

TEST(what_was_tampered_with_is_not_shown)
{
	each_engine(tampered);
}

/* ==== Once ==== */

static void
once(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct stored_report s;
	struct incident in;
	size_t n = 0;
	int64_t run = 0, again = 0;

	received(&act, &s, &in);
	EXPECT_INT(task_add_usual(&act, &in, &s, &n), OK);
	EXPECT(n > 4);
	EXPECT_INT(task_add_usual(&act, &in, &s, &n), OK);
	EXPECT_INT(n, 0);
	EXPECT_INT(orientation_add(&act, &in, &s, S("17cyber")), OK);
	EXPECT_INT(orientation_add(&act, &in, &s, S("17cyber")), CONFLICT);
	EXPECT_INT(card_run_propose(&act, &in, S("RANCONGICIEL")), OK);
	EXPECT_INT(card_run_begin(&act, &in, S("FR-001"), &run), OK);
	EXPECT_INT(card_run_begin(&act, &in, S("fr-001"), &again), OK);
	EXPECT_INT(run, again);
	EXPECT_INT(card_run_begin(&act, &in, S("FR-003"), &again), NOT_FOUND);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from card_use"), 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from recommendation"), 1);
}

TEST(what_is_pressed_twice_is_there_once)
{
	each_engine(once);
}

/* ==== The clock ==== */

static void
moved(struct act *act, struct incident *in, const char *to, int64_t seconds)
{
	act->now.s += seconds;
	EXPECT_INT(workflow_move(act, in, str_of(to), (struct str){ NULL, 0 }), OK);
}

static int64_t
waited(struct act *act, const struct incident *in, struct intervention *k)
{
	int64_t file = -1;

	EXPECT_INT(intervention_open(act, in, k->reference, k), OK);
	EXPECT_INT(third_party_waited(act, in, &file), OK);
	EXPECT_INT(file, intervention_waited(k, act->now));
	return file;
}

static void
clock_runs(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct vendor vendor = { .name = S("Lysogiciel"),
		.kind = { S("editeur") },
		.email = S("x@lysogiciel.example") };
	struct intervention k = { .question = S("Pourquoi") };
	struct stored_report s;
	struct incident in;

	received(&act, &s, &in);
	EXPECT_INT(vendor_add(&act, &vendor), OK);
	k.vendor = vendor.id;
	EXPECT_INT(intervention_add(&act, &in, &s, &k), OK);
	EXPECT_INT(intervention_open(&act, &in, k.reference, &k), OK);
	moved(&act, &in, "PRIS_EN_COMPTE", 60);
	moved(&act, &in, "QUALIFIE", 60);
	act.now.s += 60;
	EXPECT_INT(intervention_send(&act, &in, &s, &k), OK);
	EXPECT_STR(in.workflow.s, "ATTENTE_TIERS");
	act.now.s += 1000;
	EXPECT_INT(waited(&act, &in, &k), 1000);
	moved(&act, &in, "ACCOMPAGNEMENT", 500);
	act.now.s += 9000;
	EXPECT_INT(waited(&act, &in, &k), 1500);
	moved(&act, &in, "ATTENTE_TIERS", 10);
	act.now.s += 300;
	EXPECT_INT(waited(&act, &in, &k), 1800);
	EXPECT_INT(intervention_answer(&act, &in, &k, S("Voilà"), (struct str){ NULL, 0 }), OK);
	EXPECT_STR(in.workflow.s, "ACCOMPAGNEMENT");
	act.now.s += 5000;
	EXPECT_INT(waited(&act, &in, &k), 1800);

	/* Asked by telephone, and the file ends elsewhere than where it waits. */
	EXPECT_INT(intervention_call(&act, &in, &k, false, S("Et demain ?"), S("")), OK);
	in.workflow.s = S("QUALIFIE");
	moved(&act, &in, "CLOS", 700);
	act.now.s += 5000;
	EXPECT_INT(intervention_open(&act, &in, k.reference, &k), OK);
	EXPECT_INT(intervention_waited(&k, act.now), 2500);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(the_wait_is_counted_while_the_file_waits)
{
	each_engine(clock_runs);
}

/* Reminders: as many as the table says, then none. */
static void
reminded(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct vendor vendor = { .name = S("Lysogiciel"),
		.kind = { S("editeur") },
		.email = S("x@lysogiciel.example") };
	struct intervention k = { .question = S("Pourquoi") };
	struct reminder rule = reminder_of(S("MINEUR"));
	struct stored_report s;
	struct incident in;

	received(&act, &s, &in);
	in.severity.s = S("MINEUR");
	EXPECT_INT(vendor_add(&act, &vendor), OK);
	k.vendor = vendor.id;
	EXPECT_INT(intervention_add(&act, &in, &s, &k), OK);
	EXPECT_INT(intervention_open(&act, &in, k.reference, &k), OK);
	EXPECT_INT(incident_save(&act, &in, "incident.test", S("")), OK);
	EXPECT_INT(intervention_send(&act, &in, &s, &k), OK);
	EXPECT_INT(db_commit(f->db), OK);
	for (int64_t i = 0; i < rule.max + 3; i++) {
		struct job_means m = { f->db, f->k, arena,
			{ NOW + (i + 1) * 60 * (rule.first_minutes + rule.again_minutes) },
			S("https://vigie.example") };
		int64_t swept = 0;

		EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
		EXPECT_INT(incident_sweep_reminders(&m, &swept), OK);
		EXPECT_INT(db_commit(f->db), OK);
		EXPECT_INT(swept, i < rule.max ? 1 : 0);
	}
	EXPECT_INT(fixture_count(f->db, "select reminders from intervention"), rule.max);
	EXPECT_INT(fixture_count(
		       f->db, "select count(*) from intervention_message where kind = 'relance'"),
	    rule.max);
}

TEST(reminders_come_to_an_end)
{
	each_engine(reminded);
}

UNIT_MAIN(the_work_on_a_file_is_nowhere_in_clear, what_was_tampered_with_is_not_shown,
    what_is_pressed_twice_is_there_once, the_wait_is_counted_while_the_file_waits,
    reminders_come_to_an_end)
