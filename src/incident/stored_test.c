/*
 * What a report leaves in the database: nothing in clear that is sealed, the
 * last answers rather than older ones, a key as long as there is a report; and
 * whom routing tells when a structure corrects where it is.
 */
#include "tests/unit.h"

#include "incident/routing.h"
#include "incident/sample.h"

static void
drafted(struct act *act, struct stored_report *s)
{
	EXPECT_INT(db_begin(act->db, TXN_WRITE), OK);
	sample_draft(act, s);
	s->r.reporter_last_name = S("PLANTED-NAME");
	s->r.title = S("PLANTED-TITLE");
	s->r.description = S("PLANTED-DESCRIPTION");
	s->r.measures = S("PLANTED-MEASURES");
	EXPECT_INT(report_save(act, s), OK);
	EXPECT_INT(db_commit(act->db), OK);
}

static void
submitted(struct act *act, struct stored_report *s)
{
	EXPECT_INT(db_begin(act->db, TXN_WRITE), OK);
	EXPECT_INT(report_load(act, s->id, s), OK);
	EXPECT_INT(report_submit(act, s), OK);
	EXPECT_INT(trail_write(act->db, act->trail), OK);
	EXPECT_INT(db_commit(act->db), OK);
}

/* ==== Nothing in clear ==== */

static void
sealed(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct stored_report s;
	struct incident in;
	bool sqlite = str_starts(str_of(f->url), S("sqlite:"));

	drafted(&act, &s);
	submitted(&act, &s);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, s.incident, &in), OK);
	EXPECT_INT(log_add(&act, &in, "message", S("structure"), S("PLANTED-LOG")), OK);
	EXPECT_INT(
	    state_changed(&act, &in, "workflow", S("RECU"), S("RECU"), S("PLANTED-REASON")), OK);
	in.closing_report = S("PLANTED-CLOSING");
	EXPECT_INT(incident_save(&act, &in, "incident.test", S("")), OK);
	EXPECT_INT(routing_run(&act, in.id), OK);
	EXPECT_INT(trail_write(f->db, act.trail), OK);
	EXPECT_INT(db_commit(f->db), OK);
	if (!sqlite)
		return;
	EXPECT(sample_bytes_have(f, S("Valmont")));
	EXPECT(!sample_bytes_have(f, S("PLANTED")));
	EXPECT(!sample_bytes_have(f, S("0699887766")));
	EXPECT(!sample_bytes_have(f, s.secret));
}

TEST(what_is_sealed_is_nowhere_in_clear)
{
	each_engine(sealed);
}

/* ==== The last answers ==== */

/* Read by a submission, then written again by another window. */
static void
stale(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct stored_report s, read;

	drafted(&act, &s);
	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	EXPECT_INT(report_load(&act, s.id, &read), OK);
	db_rollback(f->db);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	s.r.description = S("the last word");
	EXPECT_INT(report_save(&act, &s), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(report_submit(&act, &read), CONFLICT);
	db_rollback(f->db);
	submitted(&act, &s);
	EXPECT_STR(s.r.description, "the last word");
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident"), 1);
	EXPECT_INT(fixture_count(f->db, "select n from sequence where name = 'SIG'"), 1);
}

TEST(a_submission_never_overwrites_an_answer)
{
	each_engine(stale);
}

static void
twice(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct stored_report s, other;

	drafted(&act, &s);
	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	EXPECT_INT(report_load(&act, s.id, &other), OK);
	db_rollback(f->db);
	submitted(&act, &s);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(report_submit(&act, &other), CONFLICT);
	db_rollback(f->db);
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident"), 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from report_version"), 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from job where kind = 'route'"), 1);
}

TEST(a_draft_is_received_once)
{
	each_engine(twice);
}

/* ==== Numbers ==== */

/* The year of a reference begins at midnight in Paris, whatever UTC says. */
static void
new_year(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct str old, first, second;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT(moment_parse(S("2026-12-31T22:59:59Z"), &act.now));
	EXPECT_INT(reference_next(&act, "SIG", &old), OK);
	EXPECT(moment_parse(S("2026-12-31T23:00:00Z"), &act.now));
	EXPECT_INT(reference_next(&act, "SIG", &first), OK);
	EXPECT_INT(reference_next(&act, "SIG", &second), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_STR(old, "SIG-2026-000001");
	EXPECT_STR(first, "SIG-2027-000001");
	EXPECT_STR(second, "SIG-2027-000002");
}

TEST(references_begin_again_with_the_year_of_paris)
{
	each_engine(new_year);
}

/* ==== Retention ==== */

/* A month old, and being sent at the very moment of the sweep: PostgreSQL, where
 * two writers are at work at once. */
static void
swept(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct stored_report s, old;
	struct db *other = fixture_open(f);
	struct job_means m = job_of(f);
	struct moment later = { NOW + 10 };
	struct vault v;

	m.db = other;
	drafted(&act, &s);
	drafted(&act, &old);
	if (str_starts(str_of(f->url), S("postgres"))) {
		EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
		EXPECT_INT(report_load(&act, s.id, &s), OK);
		EXPECT_INT(report_submit(&act, &s), OK);
		EXPECT_INT(db_begin(other, TXN_WRITE), OK);
		EXPECT_INT(incident_sweep_drafts(&m, later), OK);
		EXPECT_INT(db_commit(other), OK);
		EXPECT_INT(trail_write(f->db, act.trail), OK);
		EXPECT_INT(db_commit(f->db), OK);
	} else {
		submitted(&act, &s);
		EXPECT_INT(db_begin(other, TXN_WRITE), OK);
		EXPECT_INT(incident_sweep_drafts(&m, later), OK);
		EXPECT_INT(db_commit(other), OK);
	}
	EXPECT_INT(fixture_count(f->db, "select count(*) from report"), 1);
	EXPECT_INT(vault_open(f->db, f->k, s.vault_id, &v), OK);
	EXPECT_INT(vault_open(f->db, f->k, old.vault_id, &v), NOT_FOUND);
	EXPECT_INT(report_load(&act, s.id, &s), OK);
	EXPECT_STR(s.r.description, "PLANTED-DESCRIPTION");
	db_close(other);
}

TEST(old_drafts_go_and_what_was_received_stays)
{
	each_engine(swept);
}

/* ==== Where the structure is ==== */

static int64_t
ars(struct fixture *f, const char *more)
{
	return fixture_count(f->db,
	    arena_printf(arena, "select count(*) from dispatch where desk = 'ars' and %s", more).p);
}

static void
route(struct act *act, int64_t incident)
{
	EXPECT_INT(db_begin(act->db, TXN_WRITE), OK);
	EXPECT_INT(routing_run(act, incident), OK);
	EXPECT_INT(trail_write(act->db, act->trail), OK);
	EXPECT_INT(db_commit(act->db), OK);
}

static void
correct(struct act *act, struct stored_report *s, const char *department, const char *region,
    bool military)
{
	struct incident in;

	EXPECT_INT(db_begin(act->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(act, s->incident, &in), OK);
	EXPECT_INT(report_load(act, s->id, s), OK);
	s->r.department.s = in.department.s = str_of(department);
	s->region = in.region.s = str_of(region);
	in.military = military;
	EXPECT_INT(report_complete(act, s), OK);
	EXPECT_INT(incident_save(act, &in, "incident.complement", S("")), OK);
	EXPECT_INT(trail_write(act->db, act->trail), OK);
	EXPECT_INT(db_commit(act->db), OK);
}

static void
moved(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct stored_report s;
	struct dispatch *list;
	struct incident in;
	size_t n = 0;

	drafted(&act, &s);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	s.r.impact_persons.s = S("potentielle");
	EXPECT_INT(report_save(&act, &s), OK);
	EXPECT_INT(db_commit(f->db), OK);
	submitted(&act, &s);
	route(&act, s.incident);
	route(&act, s.incident);
	EXPECT_INT(ars(f, "state = 'fired' and region = '32'"), 1);
	EXPECT_INT(ars(f, "state = 'proposed' and region = '32'"), 1);

	/* Work has not looked yet: a confirmation does not reach the wrong agency. */
	correct(&act, &s, "75", "11", false);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, s.incident, &in), OK);
	EXPECT_INT(dispatch_of_incident(&act, &in, 20, &list, &n), OK);
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].desk.s, S("ars")) && str_eq(list[i].state.s, S("proposed")))
			EXPECT_INT(dispatch_fire(&act, &in, &s.r, &list[i]), CONFLICT);
	db_rollback(f->db);
	route(&act, s.incident);
	route(&act, s.incident);
	EXPECT_INT(ars(f, "state = 'fired' and region = '11'"), 1);
	EXPECT_INT(ars(f, "state = 'proposed' and region = '11'"), 1);
	EXPECT_INT(ars(f, "state = 'declined' and region = '32'"), 1);
	EXPECT_INT(ars(f, "1 = 1"), 4);

	/* It is a military hospital after all: nothing more to any agency. */
	correct(&act, &s, "69", "84", true);
	route(&act, s.incident);
	EXPECT_INT(ars(f, "1 = 1"), 4);
	EXPECT_INT(ars(f, "state = 'proposed'"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from dispatch where desk = 'army'"), 1);
}

TEST(a_corrected_place_is_told_to_its_agency)
{
	each_engine(moved);
}

UNIT_MAIN(references_begin_again_with_the_year_of_paris, what_is_sealed_is_nowhere_in_clear,
    a_submission_never_overwrites_an_answer, a_draft_is_received_once,
    old_drafts_go_and_what_was_received_stays, a_corrected_place_is_told_to_its_agency)
