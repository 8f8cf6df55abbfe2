/* What dies, fills up or goes away leaves whole commits behind. */
#include "tests/unit.h"

#include "store/fixture.h"

#include <signal.h>
#include <sys/resource.h>

static int64_t
jobs(struct db *db)
{
	return fixture_count(db, "select count(*) from job");
}

static enum outcome
add(struct db *db)
{
	return job_add(db, "test", S("x"), (struct moment){ 1 });
}

static struct {
	int told; /* the writing end of the pipe */
} killed;

static void
commit_for_ever(struct fixture *f)
{
	struct db *db = fixture_open(f);

	for (;;) {
		if (db_begin(db, TXN_WRITE) != OK || add(db) != OK || add(db) != OK ||
		    db_commit(db) != OK || write(killed.told, "x", 1) != 1)
			_exit(1);
	}
}

/* kill -9 at a random moment: what was told is there, and no half of a pair. */
static void
kill_nine(struct fixture *f)
{
	int end[2];
	char byte[256];
	int64_t told = 0;
	ssize_t n;
	pid_t child;

	if (pipe(end) != 0)
		exit(1);
	killed.told = end[1];
	child = fork();
	if (child == 0)
		commit_for_ever(f);
	close(end[1]);
	while (told < 50 && (n = read(end[0], byte, sizeof byte)) > 0)
		told += n;
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	while ((n = read(end[0], byte, sizeof byte)) > 0)
		told += n;
	close(end[0]);
	n = (ssize_t)jobs(f->db);
	EXPECT(told >= 50);
	EXPECT_INT(n % 2, 0);
	EXPECT(n / 2 == told || n / 2 == told + 1);
}

TEST(a_killed_writer_leaves_whole_commits)
{
	each_engine(kill_nine);
}

/* Until the disk is full; each commit is one more job or nothing. */
static void
fill(struct db *db)
{
	char text[4000];
	int64_t kept = 0;
	enum outcome o;

	memset(text, 'a', sizeof text);
	do {
		o = db_begin(db, TXN_WRITE);
		for (int i = 0; o == OK && i < 20; i++)
			o = job_add(db, "fill", (struct str){ text, sizeof text }, MOMENT_NONE);
		o = db_in_transaction(db) ? db_end(db, o) : o;
		kept += o == OK;
	} while (o == OK && kept < 10000);
	EXPECT_INT(o, UNAVAILABLE);
	EXPECT_INT(jobs(db), kept * 20);
}

TEST(a_full_database_is_unavailable)
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };

	EXPECT(mkdtemp(f.folder) != NULL);
	snprintf(f.url, sizeof f.url, "sqlite:%s/vigie.db", f.folder);
	fixture_start(&f);
	fixture_pages(f.db, 200);
	fill(f.db);
	fixture_pages(f.db, 20000);
	EXPECT_INT(add(f.db), OK);
	fixture_stop(&f);
}

static void
fill_small_disk(struct fixture *f)
{
	struct rlimit limit = { 1 << 20, 1 << 20 };
	struct db *db = fixture_open(f);

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	fill(db);
	EXPECT(db_trouble(db)[0] != '\0');
	db_close(db);
}

TEST(a_full_disk_is_unavailable)
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };

	EXPECT(mkdtemp(f.folder) != NULL);
	snprintf(f.url, sizeof f.url, "sqlite:%s/vigie.db", f.folder);
	fixture_start(&f);
	EXPECT_INT(fixture_child(fill_small_disk, &f), 0);
	EXPECT_INT(jobs(f.db) % 20, 0);
	EXPECT_INT(fixture_count(f.db, "select count(*) from pragma_integrity_check"
				       " where integrity_check = 'ok'"),
	    1);
	EXPECT_INT(add(f.db), OK);
	fixture_stop(&f);
}

/* A session that the server ended: told once, then there again. */
static void
lost_session(struct fixture *f)
{
	struct db *other;
	const char *kill_it;

	if (db_engine(f->db) != ENGINE_POSTGRES)
		return;
	other = fixture_open(f);
	kill_it = arena_printf(arena, "select count(pg_terminate_backend(%lld, 2000))",
	    (long long)fixture_count(f->db, "select pg_backend_pid()"))
		      .p;
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(add(f->db), OK);
	EXPECT_INT(fixture_count(other, kill_it), 1);
	EXPECT_INT(db_commit(f->db), UNAVAILABLE);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(add(f->db), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(jobs(f->db), 1);
	db_close(other);
}

/* Lost while idle: nothing was under way, nobody is told. */
static void
lost_idle(struct fixture *f)
{
	struct db *other;
	const char *kill_it;

	if (db_engine(f->db) != ENGINE_POSTGRES)
		return;
	other = fixture_open(f);
	kill_it = arena_printf(arena, "select count(pg_terminate_backend(%lld, 2000))",
	    (long long)fixture_count(f->db, "select pg_backend_pid()"))
		      .p;
	EXPECT_INT(fixture_count(other, kill_it), 1);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(db_end(f->db, add(f->db)), OK);
	db_close(other);
}

TEST(a_lost_session_is_told_once)
{
	each_engine(lost_session);
	each_engine(lost_idle);
}

/* Each step of a mail, a job and their journal entry fails in its turn: all of
 * them are there or none. */
static enum outcome
three_things(struct fixture *f)
{
	struct trail t = { .arena = arena };
	struct mail m = { .to = S("a@b.example"), .subject = S("s"), .body = S("b") };
	enum outcome o = db_begin(f->db, TXN_WRITE);

	if (o != OK)
		return o;
	trail_note(&t, "mail.queue", "mail", S("1"), S(""));
	o = outbox_add(f->db, f->k, &m, S("v.example"), (struct moment){ 1 }, arena);
	if (o == OK)
		o = add(f->db);
	if (o == OK)
		o = trail_write(f->db, &t);
	return db_end(f->db, o);
}

static int64_t
whole(struct fixture *f)
{
	int64_t n = jobs(f->db);
	struct journal_check c;

	EXPECT_INT(journal_verify(f->db, &c), OK);
	EXPECT(c.intact);
	EXPECT_INT(c.entries, n);
	EXPECT_INT(fixture_count(f->db, "select count(*) from mail"), n);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vault"), n);
	return n;
}

static void
tortured(struct fixture *f)
{
	enum outcome o = UNAVAILABLE;
	int64_t steps = 0;

	while (o != OK && steps < 50) {
		db_torture(++steps);
		o = three_things(f);
		db_torture(0);
		EXPECT(o == OK || o == UNAVAILABLE);
		EXPECT_INT(whole(f), o == OK);
	}
	EXPECT_INT(steps, 9);
}

TEST(every_step_may_fail)
{
	each_engine(tortured);
}

UNIT_MAIN(a_killed_writer_leaves_whole_commits, a_full_database_is_unavailable,
    a_full_disk_is_unavailable, a_lost_session_is_told_once, every_step_may_fail)
