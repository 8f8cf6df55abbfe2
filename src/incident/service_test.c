/*
 * The cell's clocks: by opening hours and always, across nights, holidays, changes
 * of the clock and waits; and, on both engines, each of the ten targets from its
 * start to its stop.
 */
#include "base/calendar.h"
#include "base/table.h"
#include "tests/unit.h"

#define NOW 1795510800 /* Tuesday 2026-11-24, 10:00 in Paris */
#define MINUTES 60

#include "incident/routing.h"
#include "incident/sample.h"
#include "incident/desk.h"
#include "incident/service.h"

static struct moment
at(const char *text)
{
	struct moment m = MOMENT_NONE;

	if (*text)
		EXPECT(moment_parse(str_of(text), &m));
	return m;
}

/* ==== Time ==== */

/* One wait at most: state, from, to ("": still). */
static const struct {
	const char *code, *from, *stop, *now;
	const char *state, *waits, *goes_on;
	const char *due, *paused_at;
	int64_t paused, taken;
} times[] = {
	/* Tuesday 10:00 in Paris, winter. */
	{ "acknowledge", "2026-11-24T09:00:00Z", "", "2026-11-24T09:10:00Z", "", "", "",
	    "2026-11-24T10:00:00Z", "", 0, 10 },
	/* Half past five: half an hour that day, half an hour the next. */
	{ "acknowledge", "2026-11-24T16:30:00Z", "2026-11-25T08:20:00Z", "2026-11-25T09:00:00Z", "",
	    "", "", "2026-11-25T08:30:00Z", "", 0, 50 },
	/* Friday night: Monday at nine. */
	{ "qualify", "2026-11-27T20:00:00Z", "", "2026-11-28T09:00:00Z", "", "", "",
	    "2026-11-30T12:00:00Z", "", 0, 0 },
	/* Across Christmas, a Friday, and the week-end. */
	{ "qualify", "2026-12-24T16:00:00Z", "", "2026-12-24T16:00:00Z", "", "", "",
	    "2026-12-28T11:00:00Z", "", 0, 0 },
	/* The night when summer time begins; the hours of the day are those of the clock. */
	{ "acknowledge", "2026-03-27T16:30:00Z", "", "2026-03-27T16:30:00Z", "", "", "",
	    "2026-03-30T07:30:00Z", "", 0, 0 },
	{ "follow_up", "2026-03-28T12:00:00Z", "", "2026-03-28T12:00:00Z", "", "", "",
	    "2026-03-29T12:00:00Z", "", 0, 0 },
	/* And ends. */
	{ "acknowledge", "2026-10-23T15:30:00Z", "", "2026-10-23T15:30:00Z", "", "", "",
	    "2026-10-26T08:30:00Z", "", 0, 0 },
	{ "corruss", "2026-11-28T02:00:00Z", "2026-11-28T02:31:00Z", "2026-11-28T03:00:00Z", "", "",
	    "", "2026-11-28T02:30:00Z", "", 0, 31 },
	/* Waits for the structure from ten to noon: two hours more. */
	{ "qualify", "2026-11-24T08:00:00Z", "", "2026-11-24T12:00:00Z", "ATTENTE_STRUCTURE",
	    "2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z", "2026-11-24T14:00:00Z", "", 120, 120 },
	/* Still waits: no due; what was spent before is kept. */
	{ "qualify", "2026-11-24T08:00:00Z", "", "2026-11-24T12:00:00Z", "ATTENTE_TIERS",
	    "2026-11-24T09:00:00Z", "", "", "2026-11-24T09:00:00Z", 180, 60 },
	/* Late before it began to wait: late it stays. */
	{ "qualify", "2026-11-24T08:00:00Z", "", "2026-11-24T16:00:00Z", "ATTENTE_TIERS",
	    "2026-11-24T13:00:00Z", "", "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z", 180, 300 },
	/* A wait through the night counts its opening hours only. */
	{ "qualify", "2026-11-24T15:00:00Z", "", "2026-11-25T09:00:00Z", "ATTENTE_STRUCTURE",
	    "2026-11-24T16:00:00Z", "2026-11-25T08:30:00Z", "2026-11-25T11:30:00Z", "", 90, 90 },
	/* The state of a wait that the table does not name stops nothing. */
	{ "follow_up", "2026-11-24T08:00:00Z", "", "2026-11-24T12:00:00Z", "ATTENTE_TIERS",
	    "2026-11-24T09:00:00Z", "", "2026-11-25T08:00:00Z", "", 0, 240 },
	{ "acknowledge", "2026-11-24T08:00:00Z", "", "2026-11-24T12:00:00Z", "ATTENTE_TIERS",
	    "2026-11-24T08:30:00Z", "", "2026-11-24T09:00:00Z", "", 0, 240 },
	/* Waits that ended before it started, or begin after it stopped. */
	{ "qualify", "2026-11-24T08:00:00Z", "", "2026-11-24T09:00:00Z", "ATTENTE_TIERS",
	    "2026-11-23T08:00:00Z", "2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z", "", 0, 60 },
	{ "qualify", "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z", "2026-11-24T16:00:00Z",
	    "ATTENTE_TIERS", "2026-11-24T10:00:00Z", "", "2026-11-24T12:00:00Z", "", 0, 60 },
	/* Begun before, still on at the start. */
	{ "close", "2026-11-24T08:00:00Z", "", "2026-11-24T10:00:00Z", "ATTENTE_STRUCTURE",
	    "2026-11-23T08:00:00Z", "2026-11-24T09:00:00Z", "2026-12-08T09:00:00Z", "", 60, 60 },
	/* Ten working days of nine hours. */
	{ "close", "2026-11-02T08:00:00Z", "", "2026-11-02T08:00:00Z", "", "", "",
	    "2026-11-16T17:00:00Z", "", 0, 0 },
	{ "lessons", "2026-01-31T10:00:00Z", "", "2026-01-31T10:00:00Z", "", "", "",
	    "2026-03-02T10:00:00Z", "", 0, 0 },
};

TEST(clocks_run_by_their_hours_and_wait)
{
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		struct service_wait wait = { str_of(times[i].state), at(times[i].waits),
			at(times[i].goes_on) };
		size_t row = table_find(table_get("target"), "code", str_of(times[i].code));
		struct service_time t = service_time(row, at(times[i].from), at(times[i].stop),
		    at(times[i].now), &wait, *times[i].state ? 1 : 0);
		int before = unit_wrong;

		EXPECT_STR(moment_rfc3339(arena, t.due), times[i].due);
		EXPECT_STR(moment_rfc3339(arena, t.paused_at), times[i].paused_at);
		EXPECT_INT(t.paused, times[i].paused);
		EXPECT_INT(t.taken, times[i].taken);
		if (unit_wrong != before)
			printf("row %zu: %s %s\n", i, times[i].code, times[i].from);
	}
}

static uint64_t seed = 20261124;

static int64_t
any(int64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

/* What passes until a due instant is what was asked for, whatever the waits: a wait
 * takes nothing from a clock and gives nothing to it. */
TEST(a_wait_costs_exactly_its_own_time)
{
	static const struct office hours = { 540, 1080 };
	const struct table *t = table_get("target");
	size_t row = table_find(t, "code", S("qualify"));

	for (int i = 0; i < 2000; i++) {
		struct moment from = { 1767225600 + any(366 * 86400) };
		struct service_wait w[3];
		struct moment due;
		int64_t end = from.s, waited = 0;

		for (size_t k = 0; k < 3; k++) {
			w[k].state = S("ATTENTE_TIERS");
			w[k].from.s = end + any(3 * 86400);
			w[k].to.s = end = w[k].from.s + any(3 * 86400);
		}
		due =
		    service_time(row, from, MOMENT_NONE, (struct moment){ end + 40 * 86400 }, w, 3)
			.due;
		for (size_t k = 0; k < 3; k++)
			if (w[k].from.s < due.s)
				waited += calendar_between(
				    w[k].from, w[k].to.s < due.s ? w[k].to : due, hours);
		EXPECT_INT(calendar_between(from, due, hours) - waited, 240 * 60);
		EXPECT_INT(
		    calendar_after(from, calendar_between(from, due, hours), hours).s, due.s);
	}
}

/* ==== On both engines ==== */

static struct act
act_on(struct fixture *f, int64_t minutes, const char *role)
{
	struct act act = act_as(f, 0, str_of(role));

	act.now.s += minutes * MINUTES;
	return act;
}

static void
received(struct act *act, bool urgent, struct stored_report *s, struct incident *in)
{
	sample_draft(act, s);
	s->r.impact_persons.s = S("potentielle");
	s->r.urgent_callback = urgent;
	sample_receive(act, s, in);
}

/* "acknowledge=met qualify" */
static struct str
clocks(struct fixture *f, const struct incident *in)
{
	struct act act = act_on(f, 0, "analyst");
	const struct table *t = table_get("target");
	struct service_clock *list = NULL;
	struct str text = { NULL, 0 };
	size_t n = 0;

	EXPECT_INT(service_list(&act, in, &list, &n), OK);
	for (size_t row = 0; row < t->n_rows; row++)
		for (size_t i = n; i-- > 0;)
			if (str_eq(list[i].code.s, table_cell(t, row, "code")))
				text = arena_printf(arena, "%.*s%s%.*s%s%.*s", PS(text),
				    text.n ? " " : "", PS(list[i].code.s),
				    list[i].outcome.s.n ? "=" : "", PS(list[i].outcome.s));
	return text;
}

static int64_t
due_of(struct fixture *f, const char *code)
{
	return fixture_count(f->db,
		   arena_printf(arena,
		       "select due_at from service_clock where code = '%s' and stopped_at is null",
		       code)
		       .p) -
	       NOW;
}

/* A grave incident from its receipt to its end. */
struct life {
	struct fixture *f;
	struct stored_report s;
	struct incident in;
};

static void
begins(struct life *l)
{
	struct fixture *f = l->f;
	struct act act = act_on(f, 0, "visitor");
	struct incident in;

	received(&act, true, &l->s, &in);
	EXPECT_STR(clocks(f, &in), "receipt acknowledge qualify callback");
	EXPECT_INT(due_of(f, "receipt"), 60);
	EXPECT_INT(due_of(f, "acknowledge"), 3600);
	EXPECT_INT(due_of(f, "qualify"), 4 * 3600);
	EXPECT_INT(due_of(f, "callback"), 1800);
	act = act_on(f, 0, "work");
	EXPECT_INT(routing_run(&act, in.id), OK);
	EXPECT_STR(clocks(f, &in), "receipt=met acknowledge qualify confirm corruss callback");
	EXPECT_INT(due_of(f, "corruss"), 1800);
	EXPECT_STR(in.due_code, "receipt"); /* as it was when it was loaded */
	EXPECT_INT(incident_load(&act, in.id, &in), OK);
	EXPECT_INT(in.due_at.s, NOW + 1800);
	l->in = in;
}

static void
treated(struct life *l)
{
	struct fixture *f = l->f;
	struct incident in = l->in;
	struct act act;

	/* Taken after an hour and ten minutes: late; the telephone after twenty. */
	act = act_on(f, 20, "analyst");
	EXPECT_INT(log_add(&act, &in, "appel", S("interne"), S("Appelé")), OK);
	act = act_on(f, 70, "analyst");
	EXPECT_INT(workflow_move(&act, &in, S("PRIS_EN_COMPTE"), S("")), OK);
	EXPECT_STR(
	    clocks(f, &in), "receipt=met acknowledge=late qualify confirm corruss callback=met");
	EXPECT_INT(fixture_count(
		       f->db, "select taken_minutes from service_clock where code = 'acknowledge'"),
	    70);

	/* Qualified as major: followed every day from now on. */
	act = act_on(f, 100, "analyst");
	in.severity.s = S("MAJEUR");
	EXPECT_INT(qualify_save(&act, &in, &l->s, S("GRAVE")), OK);
	act = act_on(f, 160, "analyst");
	EXPECT_INT(log_add(&act, &in, "note", S("interne"), S("Point")), OK);
	EXPECT_STR(clocks(f, &in), "receipt=met acknowledge=late qualify=met confirm corruss "
				   "callback=met follow_up=met follow_up");
	EXPECT_INT(due_of(f, "follow_up"), (160 + 1440) * MINUTES);
	/* The structure's own words are no sign of life of the cell. */
	act = act_on(f, 200, "declarant");
	EXPECT_INT(log_add(&act, &in, "message", S("structure"), S("Bonjour")), OK);
	EXPECT_INT(due_of(f, "follow_up"), (160 + 1440) * MINUTES);

	/* Not grave any more: nobody owes a daily word. */
	act = act_on(f, 220, "analyst");
	in.severity.s = S("MINEUR");
	EXPECT_INT(qualify_save(&act, &in, &l->s, S("MAJEUR")), OK);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from service_clock where code = 'follow_up' and stopped_at "
		       "is null"),
	    0);

	l->in = in;
}

/* Resolved, then waits for the structure: the end waits with it. */
static void
waits(struct life *l)
{
	struct fixture *f = l->f;
	struct incident in = l->in;
	struct act act = act_on(f, 220, "analyst");

	in.resolved_at = act.now;
	EXPECT_INT(workflow_move(&act, &in, S("A_CLORE"), S("")), OK);
	EXPECT_INT(due_of(f, "close"), 220 * MINUTES + 86400 * 14);
	act = act_on(f, 240, "analyst");
	EXPECT_INT(workflow_move(&act, &in, S("ATTENTE_STRUCTURE"), S("")), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from service_clock where code = 'close' "
					"and due_at is null and paused_at is not null"),
	    1);
	act = act_on(f, 300, "analyst");
	EXPECT_INT(workflow_move(&act, &in, S("A_CLORE"), S("")), OK);
	EXPECT_INT(due_of(f, "close"), 280 * MINUTES + 86400 * 14);
	act = act_on(f, 360, "analyst");
	EXPECT_INT(workflow_move(&act, &in, S("CLOS"), S("")), OK);
	EXPECT_INT(fixture_count(f->db, "select paused_minutes from service_clock where code = "
					"'close'"),
	    60);
	EXPECT_INT(fixture_count(f->db, "select taken_minutes from service_clock where code = "
					"'close'"),
	    80);
	EXPECT_INT(fixture_count(f->db, "select count(*) from service_clock where stopped_at is "
					"null"),
	    0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident where due_at is null"), 1);

	l->in = in;
}

/* A lesson is to be written within a month of the end. */
static void
teaches(struct life *l)
{
	struct fixture *f = l->f;
	struct incident in = l->in;
	struct act act = act_on(f, 400, "analyst");

	EXPECT_INT(workflow_move(&act, &in, S("REX_A_PRODUIRE"), S("")), OK);
	EXPECT_INT(due_of(f, "lessons"), (360 + 43200) * MINUTES);
	EXPECT_INT(incident_load(&act, in.id, &in), OK);
	EXPECT_STR(in.due_code, "lessons");
	act = act_on(f, 500, "analyst");
	EXPECT_INT(workflow_move(&act, &in, S("REX_PUBLIE"), S("")), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from service_clock where code = 'lessons' "
					"and outcome = 'met'"),
	    1);
}

static void
life(struct fixture *f)
{
	struct life l = { .f = f };

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	begins(&l);
	treated(&l);
	waits(&l);
	teaches(&l);
	db_rollback(f->db);
}

TEST(each_target_starts_and_stops)
{
	each_engine(life);
}

/* What is missing is asked for; a file that ends without being qualified drops its
 * clocks; reopened, they run again. */
static void
ends(struct fixture *f)
{
	struct act act = act_on(f, 0, "visitor");
	struct stored_report s;
	struct incident in;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sample_draft(&act, &s);
	s.r.department.s = S("");
	sample_receive(&act, &s, &in);
	EXPECT_STR(clocks(f, &in), "receipt acknowledge missing_info qualify");
	act = act_on(f, 10, "analyst");
	EXPECT_INT(log_add(&act, &in, "message", S("structure"), S("Combien de postes ?")), OK);
	EXPECT_STR(clocks(f, &in), "receipt acknowledge missing_info=met qualify");
	EXPECT_INT(workflow_move(&act, &in, S("HORS_PERIMETRE"), S("Pharmacie")), OK);
	EXPECT_STR(
	    clocks(f, &in), "receipt=dropped acknowledge=met missing_info=met qualify=dropped");
	act = act_on(f, 30, "lead");
	EXPECT_INT(workflow_move(&act, &in, S("PRIS_EN_COMPTE"), S("Erreur")), OK);
	EXPECT_STR(clocks(f, &in), "receipt acknowledge=met missing_info=met qualify");
	EXPECT_INT(due_of(f, "qualify"), 4 * 3600);
	db_rollback(f->db);
}

TEST(an_end_drops_what_was_not_done)
{
	each_engine(ends);
}

UNIT_MAIN(clocks_run_by_their_hours_and_wait, a_wait_costs_exactly_its_own_time,
    each_target_starts_and_stops, an_end_drops_what_was_not_done)
