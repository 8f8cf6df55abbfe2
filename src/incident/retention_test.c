/*
 * Every class of data/retention.tsv, on both engines: nothing a day before its time,
 * what its act says from then on, nothing twice; and what stops it: a file that is
 * open, a legal hold, a store that fails in between.
 */
#include "tests/unit.h"

#include "base/table.h"
#include "incident/declare.h"
#include "incident/desk.h"
#include "incident/evidence.h"
#include "incident/many.h"
#include "incident/retention.h"
#include "incident/sample.h"

#define DAY 86400

static int64_t
number(size_t row, const char *column)
{
	int64_t n = 0;

	EXPECT(str_int(table_cell(table_get("retention"), row, column), &n));
	return n;
}

static bool
erases(size_t row)
{
	return str_eq(table_cell(table_get("retention"), row, "act"), S("erase"));
}

static size_t
classes(void)
{
	return table_get("retention")->n_rows;
}

static int64_t
swept(struct fixture *f, struct moment at)
{
	struct job_means m = job_of(f);
	int64_t n = 0;

	m.now = at;
	EXPECT_INT(incident_sweep_retention(&m, &n), OK);
	return n;
}

/* When a class is due for a file that was closed at NOW. */
static struct moment
due(size_t row)
{
	return moment_add_months((struct moment){ NOW }, (int)number(row, "months"), ZONE_PARIS);
}

static void
attached(struct act *act, struct stored_report *s)
{
	struct upload u = { .name = S("preuve.txt"), .type = S("text/plain") };
	struct blob_writer *w;

	EXPECT_INT(blob_begin(act->db, &s->vault, &w), OK);
	EXPECT_INT(blob_write(w, S("hxxp://a[.]mauvais[.]example")), OK);
	EXPECT_INT(db_begin(act->db, TXN_WRITE), OK);
	EXPECT_INT(blob_finish(w, arena, &u.blob), OK);
	EXPECT_INT(attachment_add(act, s, &u), OK);
}

static int64_t
of_file(struct fixture *f, const char *sql, const struct incident *in)
{
	return fixture_count(f->db, arena_printf(arena, "%s = %lld", sql, (long long)in->id).p);
}

/* Told twice, with an attachment, looked at, and over. */
static void
over(struct fixture *f, struct stored_report *s, struct incident *in)
{
	struct act act = act_as(f, 7, S("lead"));

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sample_draft(&act, s);
	s->r.category.s = S("RANCONGICIEL");
	s->r.reporter_email = S("durand@valmont.example");
	s->r.provider_name = S("Hébergeur du Lac");
	sample_receive(&act, s, in);
	EXPECT_INT(db_commit(f->db), OK);
	attached(&act, s);
	s->r.description = S("Encore");
	EXPECT_INT(report_complete(&act, s), OK);
	EXPECT_INT(evidence_run(&act, in), OK);
	EXPECT(of_file(f, "select count(*) from observable where incident", in) > 0);
	EXPECT_INT(log_add(&act, in, "note", S("interne"), S("Appelé Durand")), OK);
	EXPECT_INT(incident_load(&act, in->id, in), OK);
	EXPECT_INT(workflow_move(&act, in, S("ERREUR"), S("Essai")), OK);
	in->closed_at = (struct moment){ NOW };
	EXPECT_INT(incident_save(&act, in, "incident.test", S("")), OK);
	EXPECT_INT(trail_write(f->db, act.trail), OK);
	EXPECT_INT(db_commit(f->db), OK);
}

/* ==== What each act leaves ==== */

static void
nobody_is_named(const struct report *r)
{
	EXPECT_STR(r->reporter_last_name, "");
	EXPECT_STR(r->reporter_phone, "");
	EXPECT_STR(r->reporter_email, "");
	EXPECT_STR(r->category.s, "RANCONGICIEL");
	EXPECT(r->description.n > 0);
}

static void
pseudonymised(struct fixture *f, struct stored_report *s)
{
	struct act act = act_as(f, 7, S("lead"));
	struct report_version *v;
	size_t n = 0;

	EXPECT_INT(report_load(&act, s->id, s), OK);
	nobody_is_named(&s->r);
	EXPECT_INT(report_versions(&act, s, 10, &v, &n), OK);
	EXPECT_INT(n, 2);
	for (size_t i = 0; i < n; i++)
		nobody_is_named(&v[i].r);
}

static void
erased(struct fixture *f, const struct stored_report *s, const struct incident *in)
{
	struct act act = act_as(f, 7, S("lead"));
	struct stored_report gone;
	struct incident none;
	int64_t id = 0;
	struct vault v;

	EXPECT_INT(vault_open(f->db, f->k, in->vault_id, &v), NOT_FOUND);
	EXPECT_INT(report_load(&act, s->id, &gone), NOT_FOUND);
	EXPECT_INT(incident_load(&act, in->id, &none), NOT_FOUND);
	EXPECT_INT(report_by_secret(&act, s->reference, s->secret, &id), NOT_FOUND);
	EXPECT_INT(of_file(f, "select count(*) from observable where incident", in), 0);
	EXPECT_INT(of_file(f, "select count(*) from incident_signal where incident", in), 0);
	EXPECT_INT(of_file(f, "select length(org_name) from incident where id", in), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from blob"), 0);
	/* The figures stay. */
	EXPECT_INT(of_file(f,
		       "select count(*) from report where category = 'RANCONGICIEL' and "
		       "department = '59' and org_type = 'ES' and incident",
		       in),
	    1);
	EXPECT_INT(of_file(f,
		       "select count(*) from report_version v join report r on r.id = "
		       "v.report where r.incident",
		       in),
	    2);
}

static void
in_time(struct fixture *f)
{
	struct stored_report s;
	struct incident in;
	int64_t before = 0;

	over(f, &s, &in);
	for (size_t row = 0; row < classes(); row++) {
		struct moment at = due(row);

		EXPECT_INT(swept(f, (struct moment){ at.s - DAY }), 0);
		EXPECT_INT(of_file(f, "select retained from incident where id", &in), before);
		EXPECT_INT(swept(f, (struct moment){ at.s + DAY }), 1);
		before = number(row, "order");
		EXPECT_INT(of_file(f, "select retained from incident where id", &in), before);
		EXPECT_INT(
		    of_file(
			f, "select count(*) from incident where erased_at is not null and id", &in),
		    erases(row));
		if (erases(row))
			erased(f, &s, &in);
		else
			pseudonymised(f, &s);
		EXPECT_INT(swept(f, (struct moment){ at.s + 2 * DAY }), 0);
	}
}

TEST(each_class_in_its_time_and_once)
{
	each_engine(in_time);
}

/* Never looked at for years: every class of one sweep. */
static void
at_once(struct fixture *f)
{
	struct moment last = due(classes() - 1);
	struct stored_report s;
	struct incident in;

	over(f, &s, &in);
	EXPECT_INT(db_script(f->db, "update incident set sealed = 1, closed_at = null", NULL), OK);
	EXPECT_INT(swept(f, (struct moment){ last.s + DAY }), (int64_t)classes());
	erased(f, &s, &in);
}

TEST(a_late_sweep_catches_up_sealed_files_too)
{
	each_engine(at_once);
}

/* ==== What stops it ==== */

static void
kept(struct fixture *f)
{
	struct moment last = due(classes() - 1);
	struct act act = act_as(f, 7, S("lead"));
	struct stored_report s;
	struct incident in;

	last.s += 10 * 365 * DAY;
	over(f, &s, &in);
	EXPECT_INT(db_script(f->db, "update incident set opened = 1", NULL), OK);
	EXPECT_INT(swept(f, last), 0);
	EXPECT_INT(db_script(f->db, "update incident set opened = 0", NULL), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(hold_set(&act, &in, S("Plainte")), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(swept(f, last), 0);
	EXPECT_INT(report_load(&act, s.id, &s), OK);
	EXPECT_STR(s.r.reporter_last_name, "Durand");
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(hold_end(&act, &in), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(swept(f, last), (int64_t)classes());
}

TEST(what_is_open_or_held_is_kept)
{
	each_engine(kept);
}

/* A provider's failure has no report: its own key goes. */
static void
failure(struct fixture *f)
{
	struct moment last = due(classes() - 1);
	struct act act = act_as(f, 7, S("lead"));
	struct incident in;
	struct vault v;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(provider_open(&act, S("Hébergeur du Lac"), &in), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(
	    db_script(f->db,
		"update incident set opened = 0, workflow = 'CLOS', closed_at = 1700000000", NULL),
	    OK);
	EXPECT_INT(swept(f, (struct moment){ last.s + DAY }), (int64_t)classes());
	EXPECT_INT(vault_open(f->db, f->k, in.vault_id, &v), NOT_FOUND);
}

TEST(a_failure_without_report_goes_too)
{
	each_engine(failure);
}

/* Whatever step fails: the mark and the key say the same, and the next sweep ends it. */
static void
failing(struct fixture *f)
{
	struct moment last = due(classes() - 1);
	struct job_means m = job_of(f);
	struct stored_report s;
	struct incident in;
	int64_t nth = 1, n = 0;

	over(f, &s, &in);
	m.now.s = last.s + DAY;
	for (; nth < 400; nth += 5) {
		enum outcome o;

		db_torture(nth);
		o = incident_sweep_retention(&m, &n);
		db_torture(0);
		if (db_in_transaction(f->db))
			db_rollback(f->db);
		EXPECT_INT(fixture_count(f->db,
			       "select count(*) from incident i join vault v on v.id = i.vault "
			       "where (v.erased is null) <> (i.erased_at is null)"),
		    0);
		if (o == OK && of_file(f, "select retained from incident where id", &in) ==
				   number(classes() - 1, "order"))
			break;
	}
	EXPECT(nth > 1 && nth < 400);
	erased(f, &s, &in);
}

TEST(a_failing_store_leaves_no_half)
{
	each_engine(failing);
}

UNIT_MAIN(each_class_in_its_time_and_once, a_late_sweep_catches_up_sealed_files_too,
    what_is_open_or_held_is_kept, a_failure_without_report_goes_too, a_failing_store_leaves_no_half)
