/* The schema goes forward, once, and is refused when it is not the program's. */
#include "tests/unit.h"

#include "store/fixture.h"

#include <pthread.h>

static void
once(struct fixture *f)
{
	struct str error = { NULL, 0 };
	int applied = -1;

	EXPECT(migrate_current(f->db));
	EXPECT_INT(migrate(f->db, &applied, arena, &error), OK);
	EXPECT_INT(applied, 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from migration"), migration_count);
}

TEST(each_migration_is_applied_once)
{
	each_engine(once);
}

static void
changed(struct fixture *f)
{
	struct str error = { NULL, 0 };
	int applied = -1;

	EXPECT_INT(db_script(f->db, "update migration set hash = 'x' where number = 1", NULL), OK);
	EXPECT(!migrate_current(f->db));
	EXPECT_INT(migrate(f->db, &applied, arena, &error), CONFLICT);
	EXPECT(str_has(error, S("001_store")));
	EXPECT_INT(applied, -1);
}

TEST(a_changed_migration_is_refused)
{
	each_engine(changed);
}

static void
newer(struct fixture *f)
{
	struct str error = { NULL, 0 };
	int applied = -1;

	EXPECT_INT(db_script(f->db,
		       "insert into migration (number, name, hash, applied)"
		       " values (998, 'future', 'x', 0)",
		       NULL),
	    OK);
	EXPECT(!migrate_current(f->db));
	EXPECT_INT(migrate(f->db, &applied, arena, &error), CONFLICT);
	EXPECT(str_has(error, S("998")));
}

TEST(a_newer_database_is_refused)
{
	each_engine(newer);
}

/* An empty database: a schema of its own on PostgreSQL, a new file on SQLite. */
static void
empty_url(const struct fixture *f, char *url, size_t size)
{
	if (db_engine(f->db) == ENGINE_SQLITE) {
		snprintf(url, size, "sqlite:%s/second.db", f->folder);
		return;
	}
	EXPECT_INT(
	    db_script(f->db, arena_printf(arena, "create schema %s_2", f->schema).p, NULL), OK);
	snprintf(url, size, "%s_2", f->url);
}

struct starter {
	const char *url;
	enum outcome outcome;
	int applied;
};

static void *
start_up(void *context)
{
	struct starter *s = context;
	struct arena *a = arena_new(1u << 20);
	struct str error;
	struct db *db = db_open(s->url, a, &error);

	s->outcome = db ? migrate(db, &s->applied, a, &error) : UNAVAILABLE;
	db_close(db);
	arena_free(a);
	return NULL;
}

static void
together(struct fixture *f)
{
	char url[1100];
	pthread_t thread[4];
	struct starter starter[4] = { 0 };
	int applied = 0;

	empty_url(f, url, sizeof url);
	for (int i = 0; i < 4; i++) {
		starter[i].url = url;
		pthread_create(&thread[i], NULL, start_up, &starter[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		EXPECT_INT(starter[i].outcome, OK);
		applied += starter[i].applied;
	}
	EXPECT_INT(applied, migration_count);
	if (db_engine(f->db) == ENGINE_POSTGRES)
		EXPECT_INT(db_script(f->db,
			       arena_printf(arena, "drop schema %s_2 cascade", f->schema).p, NULL),
		    OK);
}

TEST(four_starting_at_once)
{
	each_engine(together);
}

static void
not_yet(struct fixture *f)
{
	char url[1100];
	struct str error = { NULL, 0 };
	struct db *db;

	empty_url(f, url, sizeof url);
	db = db_open(url, arena, &error);
	EXPECT(db != NULL && !migrate_current(db));
	db_close(db);
	if (db_engine(f->db) == ENGINE_POSTGRES)
		db_script(
		    f->db, arena_printf(arena, "drop schema %s_2 cascade", f->schema).p, NULL);
}

TEST(an_empty_database_is_not_current)
{
	each_engine(not_yet);
}

UNIT_MAIN(each_migration_is_applied_once, a_changed_migration_is_refused,
    a_newer_database_is_refused, four_starting_at_once, an_empty_database_is_not_current)
