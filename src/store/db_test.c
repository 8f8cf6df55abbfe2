/* The database keeps what it said it kept, and nothing else, on both engines. */
#include "tests/unit.h"

#include "store/fixture.h"

#include <pthread.h>
#include <sys/stat.h>

#include "store/turn.h"
#include "store_sql.h"

static int64_t
jobs(struct db *db)
{
	return fixture_count(db, "select count(*) from job");
}

static enum outcome
add(struct db *db)
{
	return job_add(db, "test", S("é"), (struct moment){ 1 });
}

static void
commit_rollback(struct fixture *f)
{
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(add(f->db), OK);
	db_rollback(f->db);
	EXPECT_INT(jobs(f->db), 0);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(add(f->db), OK);
	EXPECT_INT(db_changes(f->db), 1);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(add(f->db), OK);
	EXPECT_INT(jobs(f->db), 2);
	EXPECT(!db_in_transaction(f->db));
}

TEST(commit_and_rollback)
{
	each_engine(commit_rollback);
}

/* Number 1 of table migration is taken by 001_store. */
static enum outcome
collide(struct db *db)
{
	struct query q = query_open(db, &sql_migration_add);

	bind_int(&q, "number", 1);
	bind_text(&q, "name", S("again"));
	bind_text(&q, "hash", S("0"));
	bind_int(&q, "applied", 0);
	return query_run(&q);
}

static void
conflict(struct fixture *f)
{
	EXPECT_INT(collide(f->db), CONFLICT);
	EXPECT(db_trouble(f->db)[0] != '\0');
	EXPECT_INT(add(f->db), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(add(f->db), OK);
	EXPECT_INT(collide(f->db), CONFLICT);
	EXPECT_INT(add(f->db), CONFLICT);
	EXPECT_INT(db_commit(f->db), CONFLICT);
	EXPECT_INT(jobs(f->db), 1);
}

TEST(a_failure_dooms_its_transaction)
{
	each_engine(conflict);
}

static void
values(struct fixture *f)
{
	struct query q;

	EXPECT_INT(add(f->db), OK);
	q = query_open(f->db, &sql_job_take);
	bind_int(&q, "now", 5);
	bind_int(&q, "until", 77);
	EXPECT(query_next(&q));
	EXPECT_INT(query_columns(&q), 4);
	EXPECT_STR(query_text(&q, query_column(&q, "argument"), arena), "é");
	EXPECT_INT(query_int(&q, query_column(&q, "tries")), 1);
	EXPECT(query_bool(&q, 3));
	EXPECT(!query_next(&q));
	EXPECT_INT(query_close(&q), OK);
	EXPECT_INT(db_changes(f->db), 1);
	EXPECT_INT(query_close(&q), OK);
	EXPECT_INT(fixture_count(f->db, "select wake from job"), 77);
	q = query_open(f->db, &sql_journal_lock);
	bind_int(&q, "n", INT64_MAX);
	EXPECT(query_next(&q));
	EXPECT_INT(query_int(&q, 0), INT64_MAX);
	EXPECT_INT(query_close(&q), OK);
	EXPECT_INT(job_add(f->db, "test", S("a\0b"), MOMENT_NONE), INVALID);
	EXPECT_INT(job_add(f->db, "test", S("\xff"), MOMENT_NONE), INVALID);
	EXPECT_INT(job_add(f->db, "test", S(""), MOMENT_NONE), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from job where argument is null"), 1);
}

TEST(values_come_back)
{
	each_engine(values);
}

/* The same statement open twice, on one connection. */
static void
nested(struct fixture *f)
{
	struct query outer, inner;

	outer = query_open(f->db, &sql_migration_all);
	EXPECT(query_next(&outer));
	inner = query_open(f->db, &sql_migration_all);
	EXPECT(query_next(&inner));
	EXPECT_INT(query_int(&inner, 0), query_int(&outer, 0));
	EXPECT_INT(query_close(&inner), OK);
	EXPECT_INT(query_close(&outer), OK);
}

TEST(a_statement_inside_itself)
{
	each_engine(nested);
}

static void
read_then_write(struct fixture *f)
{
	struct db *db = fixture_open(f);

	db_begin(db, TXN_READ);
	add(db);
}

static void
begin_twice(struct fixture *f)
{
	struct db *db = fixture_open(f);

	db_begin(db, TXN_READ);
	db_begin(db, TXN_READ);
}

static void
wrong_parameter(struct fixture *f)
{
	struct db *db = fixture_open(f);
	struct query q = query_open(db, &sql_migration_find);

	bind_int(&q, "nmber", 1);
}

static void
bugs(struct fixture *f)
{
	EXPECT_INT(WEXITSTATUS(fixture_child(read_then_write, f)), 70);
	EXPECT_INT(WEXITSTATUS(fixture_child(begin_twice, f)), 70);
	EXPECT_INT(WEXITSTATUS(fixture_child(wrong_parameter, f)), 70);
}

TEST(a_bug_dies)
{
	each_engine(bugs);
}

static void
snapshot(struct fixture *f)
{
	struct db *other = fixture_open(f);

	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	EXPECT_INT(jobs(f->db), 0);
	EXPECT_INT(add(other), OK);
	EXPECT_INT(jobs(f->db), 0);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(jobs(f->db), 1);
	db_close(other);
}

TEST(a_reader_sees_one_moment)
{
	each_engine(snapshot);
}

/* --- Eight writers --- */

#define WRITERS 8
#define WRITES 40

static void *
writer(void *context)
{
	struct fixture *f = context;
	struct arena *a = arena_new(1u << 20);
	struct str error;
	struct db *db = db_open(f->url, a, &error);
	intptr_t failures = 0;

	for (int i = 0; i < WRITES; i++) {
		struct query q;
		enum outcome o = db_begin(db, TXN_WRITE);

		if (o == OK) {
			q = query_open(db, &sql_journal_lock);
			bind_int(&q, "n", 1);
			o = db_end(db, query_run(&q));
		}
		failures += o != OK;
	}
	db_close(db);
	arena_free(a);
	return (void *)failures;
}

static void
writers(struct fixture *f)
{
	pthread_t thread[WRITERS];
	intptr_t failures = 0;

	for (int i = 0; i < WRITERS; i++)
		pthread_create(&thread[i], NULL, writer, f);
	for (int i = 0; i < WRITERS; i++) {
		void *one;

		pthread_join(thread[i], &one);
		failures += (intptr_t)one;
	}
	EXPECT_INT(failures, 0);
	EXPECT_INT(fixture_count(f->db, "select seq from journal_head"), WRITERS * WRITES);
}

TEST(eight_writers_lose_nothing)
{
	each_engine(writers);
}

TEST(a_turn_ends_waiting)
{
	struct turn *t = turn_of(1, 2), *same = turn_of(1, 2);

	EXPECT(t == same);
	EXPECT(turn_take(t, 10));
	EXPECT(!turn_take(t, 10));
	turn_give(t);
	EXPECT(turn_take(t, 10));
	turn_give(t);
	turn_leave(same);
	turn_leave(t);
}

static void
prepared(struct fixture *f)
{
	struct str error = { NULL, 0 };

	EXPECT_INT(fixture_count(f->db, "select count(*) from migration") > 0, 1);
	EXPECT(query_close(&(struct query){ 0 }) == OK);
	for (size_t i = 0; i < sql_count; i++)
		EXPECT(sql_all[i]->index == i);
	EXPECT(db_prepare_all(f->db, arena, &error));
	EXPECT_STR(error, "");
}

TEST(every_statement_prepares)
{
	each_engine(prepared);
}

TEST(opening)
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };
	struct str error = { NULL, 0 };
	struct stat st;

	EXPECT(db_open("mysql:x", arena, &error) == NULL);
	EXPECT(error.n > 0);
	error.n = 0;
	EXPECT(db_open("sqlite:/nowhere/at/all.db", arena, &error) == NULL);
	EXPECT(str_has(error, S("/nowhere/at/all.db")));
	EXPECT(db_open("postgresql:///x?host=/nowhere&password=secret", arena, &error) == NULL);
	EXPECT(!str_has(error, S("secret")));
	EXPECT(mkdtemp(f.folder) != NULL);
	snprintf(f.url, sizeof f.url, "sqlite:%s/vigie.db", f.folder);
	fixture_start(&f);
	EXPECT_INT(stat(f.url + 7, &st), 0);
	EXPECT_INT(st.st_mode & 0777, 0600);
	EXPECT_INT(fixture_count(f.db, "pragma synchronous"), 2);
	EXPECT_INT(fixture_count(f.db, "pragma foreign_keys"), 1);
	fixture_stop(&f);
}

UNIT_MAIN(commit_and_rollback, a_failure_dooms_its_transaction, values_come_back,
    a_statement_inside_itself, a_bug_dies, a_reader_sees_one_moment, eight_writers_lose_nothing,
    a_turn_ends_waiting, every_statement_prepares, opening)
