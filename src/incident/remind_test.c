/* Reminders: each once, none lost with a transaction that dies, the last of several. */
#include "base/table.h"
#include "tests/unit.h"

#define NOW 1772355600 /* 2026-03-01T09:00:00Z */
#define HOUR 3600

#include "incident/remind.h"
#include "incident/sample.h"

TEST(every_row_is_about_something_and_to_somebody)
{
	EXPECT_STR(remind_check(arena), "");
}

static size_t
row_of(const char *code)
{
	size_t row = table_find(table_get("deadline_reminder"), "code", str_of(code));

	EXPECT(row != NOT_FOUND_ROW);
	return row;
}

/* Due at NOW + 72 hours; minutes before or after. */
TEST(the_last_of_several_is_sent)
{
	static const struct {
		const char *code;
		int64_t left; /* minutes */
		bool overtaken;
	} t[] = {
		{ "cnil_day", 1440, false },
		{ "cnil_day", 241, false },
		{ "cnil_day", 240, true },
		{ "cnil_hours", 240, false },
		{ "cnil_hours", 1, false },
		{ "cnil_hours", 0, true },
		{ "cnil_late", 0, false },
		{ "cnil_late", -100000, false },
		{ "ose_hours", -240, false },
		{ "ose_hours", -1440, true },
		{ "ose_day", -1440, false },
	};
	struct moment owed = { NOW + 72 * HOUR };

	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
		EXPECT(remind_overtaken(row_of(t[i].code), owed,
			   (struct moment){ owed.s - t[i].left * 60 }) == t[i].overtaken);
}

/* ==== On both engines ==== */

static struct job_means
means(struct fixture *f, int64_t hours)
{
	return (struct job_means){ f->db, f->k, arena, { NOW + hours * HOUR },
		S("https://vigie.example") };
}

static void
received(struct fixture *f)
{
	struct job_means m = means(f, 0);
	struct act act = act_of_job(&m);
	struct stored_report s;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sample_draft(&act, &s);
	s.r.reporter_email = S("durand@valmont.example");
	s.r.impact_patient_data.s = S("oui");
	s.r.detected_at = act.now;
	EXPECT_INT(report_submit(&act, &s), OK);
	EXPECT_INT(trail_write(f->db, act.trail), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(db_script(f->db, "delete from service_clock", NULL), OK);
}

/* Reminders sent at an hour after the receipt, and mails that wait since. */
static void
sweep(struct fixture *f, int64_t hours, int64_t sent, int64_t rows, int64_t mails)
{
	struct job_means m = means(f, hours);
	int64_t n = 0;

	EXPECT_INT(incident_remind(&m, &n), OK);
	EXPECT_INT(n, sent);
	EXPECT_INT(fixture_count(f->db, "select count(*) from reminder"), rows);
	EXPECT_INT(fixture_count(f->db, "select count(*) from mail"), mails);
}

static void
once(struct fixture *f)
{
	received(f);
	sweep(f, 1, 0, 0, 0);
	sweep(f, 47, 0, 0, 0);
	sweep(f, 48, 1, 1, 1);
	sweep(f, 48, 0, 1, 1);
	sweep(f, 60, 0, 1, 1);
	sweep(f, 68, 1, 2, 2);
	sweep(f, 72, 1, 3, 3);
	sweep(f, 720, 0, 3, 3);
	/* It moves: reminded again, of the new instant. */
	EXPECT_INT(db_script(f->db,
		       "update deadline set due_at = due_at + 3600 where code = "
		       "'DL_CNIL'",
		       NULL),
	    OK);
	sweep(f, 49, 1, 4, 4);
	EXPECT_INT(db_script(f->db, "update deadline set state = 'done'", NULL), OK);
	sweep(f, 720, 0, 4, 4);
}

TEST(each_is_sent_once)
{
	each_engine(once);
}

/* Work dies between the row and the commit: neither is there, and it is sent later. */
static void
dies(struct fixture *f)
{
	struct job_means m = means(f, 48);
	int64_t n = 0;

	received(f);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_remind(&m, &n), OK);
	EXPECT_INT(n, 1);
	db_rollback(f->db);
	EXPECT_INT(fixture_count(f->db, "select count(*) from reminder"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from mail"), 0);
	sweep(f, 48, 1, 1, 1);
}

TEST(none_is_lost_with_a_transaction)
{
	each_engine(dies);
}

/* A file that does not open keeps no other waiting. */
static void
broken(struct fixture *f)
{
	received(f);
	received(f);
	/* Sealed for another file. */
	EXPECT_INT(db_script(f->db,
		       "update report set body = (select body from report where id = (select "
		       "max(id) from report)) where id = (select min(id) from report)",
		       NULL),
	    OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident"), 2);
	{
		struct job_means m = means(f, 48);
		int64_t n = 0;

		EXPECT(incident_remind(&m, &n) != OK);
		EXPECT_INT(n, 1);
	}
}

TEST(a_file_that_does_not_open_is_passed_over)
{
	each_engine(broken);
}

UNIT_MAIN(every_row_is_about_something_and_to_somebody, the_last_of_several_is_sent,
    each_is_sent_once, none_is_lost_with_a_transaction, a_file_that_does_not_open_is_passed_over)
