/* Nothing leaves the journal, changes in it or moves in it unseen. */
#include "tests/unit.h"

#include "store/fixture.h"

#include <pthread.h>

static enum outcome
write_notes(struct db *db, struct arena *a, int n)
{
	struct trail t = { .arena = a, .account = 7, .role = S("analyst") };
	enum outcome o = db_begin(db, TXN_WRITE);

	for (int i = 0; i < n; i++)
		trail_note(
		    &t, "incident.read", "incident", arena_printf(a, "V-%d", i), S("tlp=AMBER"));
	if (o == OK)
		o = db_end(db, trail_write(db, &t));
	return o;
}

static struct journal_check
verify(struct fixture *f)
{
	struct journal_check c = { .entries = -1 };

	EXPECT_INT(journal_verify(f->db, &c), OK);
	return c;
}

static void
intact(struct fixture *f)
{
	struct journal_check c = verify(f);

	EXPECT(c.intact);
	EXPECT_INT(c.entries, 0);
	EXPECT_INT(write_notes(f->db, arena, 3), OK);
	EXPECT_INT(write_notes(f->db, arena, 1200), OK);
	c = verify(f);
	EXPECT(c.intact);
	EXPECT_INT(c.entries, 1203);
	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	EXPECT(verify(f).intact);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(an_honest_journal_is_intact)
{
	each_engine(intact);
}

static void
notes_once(struct fixture *f)
{
	struct trail t = { .arena = arena };

	trail_note(&t, "incident.read", "incident", S("V-1"), S(""));
	trail_note(&t, "incident.read", "incident", S("V-2"), S(""));
	trail_note(&t, "incident.read", "incident", S("V-1"), S(""));
	EXPECT_INT(t.n, 2);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(trail_write(f->db, &t), OK);
	EXPECT_INT(t.n, 0);
	EXPECT_INT(trail_write(f->db, &t), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from journal where role = 'visitor'"), 2);
}

TEST(the_same_thing_is_noted_once)
{
	each_engine(notes_once);
}

static void
rolled_back(struct fixture *f)
{
	struct trail t = { .arena = arena };

	trail_note(&t, "a", "b", S("c"), S(""));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(trail_write(f->db, &t), OK);
	db_rollback(f->db);
	EXPECT_INT(write_notes(f->db, arena, 2), OK);
	EXPECT(verify(f).intact);
	EXPECT_INT(verify(f).entries, 2);
}

TEST(a_rollback_leaves_no_gap)
{
	each_engine(rolled_back);
}

/* Ten entries, then one forgery: the first bad one is told. */
static void
forged(struct fixture *f, const char *sql, int64_t first_bad)
{
	struct journal_check c;

	EXPECT_INT(write_notes(f->db, arena, 10), OK);
	EXPECT_INT(db_script(f->db, sql, NULL), OK);
	c = verify(f);
	EXPECT(!c.intact);
	EXPECT_INT(c.first_bad, first_bad);
	EXPECT_INT(c.entries, first_bad - 1);
}

static void
changed(struct fixture *f)
{
	forged(f, "update journal set reference = 'V-9' where seq = 4", 4);
}

static void
blanked(struct fixture *f)
{
	forged(f, "update journal set detail = null where seq = 4", 4);
}

static void
deleted(struct fixture *f)
{
	forged(f, "delete from journal where seq = 6", 6);
}

static void
first_deleted(struct fixture *f)
{
	forged(f, "delete from journal where seq = 1", 1);
}

static void
renumbered(struct fixture *f)
{
	forged(f,
	    "delete from journal where seq = 6;"
	    "update journal set seq = seq + 100 where seq > 6;"
	    "update journal set seq = seq - 101 where seq > 100;"
	    "update journal_head set seq = 9",
	    6);
}

static void
reordered(struct fixture *f)
{
	forged(f,
	    "update journal set seq = 100 where seq = 3;"
	    "update journal set seq = 3 where seq = 4;"
	    "update journal set seq = 4 where seq = 100",
	    3);
}

static void
cut_off(struct fixture *f)
{
	forged(f, "delete from journal where seq > 8", 9);
}

static void
head_moved(struct fixture *f)
{
	forged(f, "update journal_head set seq = 9", 11);
}

static void
all_gone(struct fixture *f)
{
	forged(f, "delete from journal", 1);
}

TEST(a_forgery_is_found)
{
	each_engine(changed);
	each_engine(blanked);
	each_engine(deleted);
	each_engine(first_deleted);
	each_engine(renumbered);
	each_engine(reordered);
	each_engine(cut_off);
	each_engine(head_moved);
	each_engine(all_gone);
}

#define WRITERS 8

static void *
writer(void *context)
{
	struct fixture *f = context;
	struct arena *a = arena_new(8u << 20);
	struct str error;
	struct db *db = db_open(f->url, a, &error);
	intptr_t failures = 0;

	for (int i = 0; i < 25; i++)
		failures += write_notes(db, a, 2) != OK;
	db_close(db);
	arena_free(a);
	return (void *)failures;
}

static void
writers(struct fixture *f)
{
	pthread_t thread[WRITERS];

	for (int i = 0; i < WRITERS; i++)
		pthread_create(&thread[i], NULL, writer, f);
	for (int i = 0; i < WRITERS; i++) {
		void *failures;

		pthread_join(thread[i], &failures);
		EXPECT(failures == NULL);
	}
	EXPECT(verify(f).intact);
	EXPECT_INT(verify(f).entries, WRITERS * 25 * 2);
}

TEST(eight_writers_make_one_chain)
{
	each_engine(writers);
}

static void
note_all(struct fixture *f, struct trail *t)
{
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(trail_write(f->db, t), OK);
	EXPECT_INT(db_commit(f->db), OK);
}

/* Entries that a filter finds, given what it asks beyond nothing. */
static size_t
listed(struct fixture *f, struct journal_filter asked, struct journal_entry **ret)
{
	size_t n = 0;

	asked.max = asked.max ? asked.max : 100;
	EXPECT_INT(journal_list(f->db, &asked, arena, ret, &n), OK);
	return n;
}

static const struct journal_filter any = {
	.account = INT_NONE, .since = { INT_NONE }, .until = { INT_NONE }, .before = INT_NONE
};

static void
four_entries(struct fixture *f)
{
	struct trail t = { .arena = arena, .account = 7, .role = S("analyst") };
	struct trail nobody = { .arena = arena };

	trail_note(&t, "incident.read", "incident", S("I-1"), S(""));
	trail_note(&t, "incident.save", "incident", S("I-1"), S("tlp=TLP:RED"));
	trail_note(&t, "report.read", "report", S("I-1"), S(""));
	note_all(f, &t);
	trail_note(&nobody, "report.draft", "report", S("D-1"), S(""));
	note_all(f, &nobody);
}

static void
newest(struct fixture *f)
{
	struct journal_entry *e = NULL;
	struct str hash = { NULL, 0 };
	int64_t seq = 0;

	four_entries(f);
	EXPECT_INT(listed(f, any, &e), 4);
	EXPECT_INT(e[0].seq, 4);
	EXPECT_STR(e[0].role, "visitor");
	EXPECT_STR(e[2].detail, "tlp=TLP:RED");
	EXPECT_INT(journal_head(f->db, arena, &seq, &hash), OK);
	EXPECT(seq == 4 && str_eq(hash, e[0].hash));
}

TEST(an_auditor_sees_the_newest_first)
{
	each_engine(newest);
}

static void
found(struct fixture *f)
{
	struct journal_filter asked[] = { any, any, any, any, any, any, any, any };
	static const size_t wanted[] = { 2, 2, 0, 3, 1, 0, 4, 2 };
	struct journal_entry *e = NULL;
	int64_t now = moment_now().s;

	four_entries(f);
	asked[0].object = S("incident"), asked[0].reference = S("I-1");
	asked[1].action = S("report.");
	asked[2].action = S("%");
	asked[3].account = 7;
	asked[4].account = 0;
	asked[5].since.s = now + 60;
	asked[6].since.s = now - 60, asked[6].until.s = now + 60;
	asked[7].before = 3;
	for (size_t i = 0; i < 8; i++)
		EXPECT_INT(listed(f, asked[i], &e), (int64_t)wanted[i]);
	EXPECT_INT(e[0].seq, 2);
	asked[7].max = 1;
	EXPECT_INT(listed(f, asked[7], &e), 1);
}

TEST(an_auditor_finds_entries)
{
	each_engine(found);
}

TEST(who_is_refused_has_read_nothing)
{
	struct trail t = { .arena = arena };

	trail_note(&t, "incident.read", "incident", S("I-1"), S(""));
	trail_refuse(&t, "incident.refused", "incident", S("I-1"), S(""));
	trail_note(&t, "report.read", "report", S("D-1"), S(""));
	trail_undo(&t);
	EXPECT_INT(t.n, 1);
	EXPECT_STR(str_of(t.note[0].action), "incident.refused");
}

UNIT_MAIN(an_auditor_sees_the_newest_first, an_auditor_finds_entries,
    who_is_refused_has_read_nothing, an_honest_journal_is_intact, the_same_thing_is_noted_once,
    a_rollback_leaves_no_gap, a_forgery_is_found, eight_writers_make_one_chain)
