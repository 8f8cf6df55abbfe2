/*
 * For the store's own tests: each is played on both engines.
 *
 *	static void a_rule(struct fixture *f) { … f->db … }
 *	TEST(a_rule_holds) { each_engine(a_rule); }
 *
 * A test gets a migrated database and keys of its own, in a new folder and, on
 * PostgreSQL (VIGIE_TEST_POSTGRES), in a new schema.  Include tests/unit.h first.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/engine.h"
#include "store/store.h"

struct fixture {
	char folder[64], schema[64];
	char url[1024], keys[128];
	struct db *db;
	struct keyring *k;
};

static inline struct db *
fixture_open(const struct fixture *f)
{
	struct str error = { NULL, 0 };
	struct db *db = db_open(f->url, arena, &error);

	EXPECT_STR(error, "");
	if (db == NULL)
		exit(1);
	return db;
}

static inline int64_t
fixture_count(struct db *db, const char *sql)
{
	int64_t n = -1;

	EXPECT_INT(db_script(db, sql, &n), OK);
	return n;
}

/* A disk that holds so many pages and no more: SQLite's writer is told, inside of a transaction. */
static inline void
fixture_pages(struct db *db, int pages)
{
	const char *set = arena_printf(arena, "pragma max_page_count = %d", pages).p;

	EXPECT_INT(db_begin(db, TXN_WRITE), OK);
	EXPECT_INT(db_script(db, set, NULL), OK);
	EXPECT_INT(db_commit(db), OK);
}

static inline void
fixture_start(struct fixture *f)
{
	struct str error = { NULL, 0 };
	int applied = 0;

	f->db = fixture_open(f);
	EXPECT_INT(migrate(f->db, &applied, arena, &error), OK);
	EXPECT_STR(error, "");
	snprintf(f->keys, sizeof f->keys, "%s/keys", f->folder);
	f->k = keyring_create(f->keys, arena, &error);
	EXPECT(f->k != NULL);
}

static inline bool
fixture_run(const char *program, const char *argument)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		execlp(program, program, "-rf", argument, (char *)NULL);
		_exit(127);
	}
	return waitpid(child, &status, 0) == child && status == 0;
}

static inline void
fixture_stop(struct fixture *f)
{
	keyring_close(f->k);
	db_close(f->db);
	EXPECT(fixture_run("rm", f->folder));
}

static inline void
on_sqlite(void (*test)(struct fixture *))
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };

	if (mkdtemp(f.folder) == NULL)
		exit(1);
	snprintf(f.url, sizeof f.url, "sqlite:%s/vigie.db", f.folder);
	fixture_start(&f);
	test(&f);
	fixture_stop(&f);
}

static inline void
on_postgres(const char *base, void (*test)(struct fixture *))
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };
	struct str error;
	struct db *db = db_open(base, arena, &error);

	if (db == NULL || mkdtemp(f.folder) == NULL) {
		printf("the test's PostgreSQL does not answer\n");
		exit(1);
	}
	snprintf(f.schema, sizeof f.schema, "t_%.6s_%d", f.folder + strlen(f.folder) - 6, getpid());
	for (char *p = f.schema; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	snprintf(f.url, sizeof f.url, "%s%coptions=-csearch_path%%3D%s", base,
	    strchr(base, '?') ? '&' : '?', f.schema);
	EXPECT_INT(db_script(db, arena_printf(arena, "create schema %s", f.schema).p, NULL), OK);
	fixture_start(&f);
	test(&f);
	fixture_stop(&f);
	EXPECT_INT(
	    db_script(db, arena_printf(arena, "drop schema %s cascade", f.schema).p, NULL), OK);
	db_close(db);
}

static inline void
each_engine(void (*test)(struct fixture *))
{
	static bool told;
	const char *base = getenv("VIGIE_TEST_POSTGRES");

	on_sqlite(test);
	if (base && *base)
		on_postgres(base, test);
	else if (!told)
		fprintf(stderr, "VIGIE_TEST_POSTGRES is not set: SQLite alone is tested\n");
	told = true;
}

/* Runs in a process of its own; gives its wait status.  The parent's connections
 * and arena are not to be used there. */
static inline int
fixture_child(void (*run)(struct fixture *), struct fixture *f)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 2);
		run(f);
		fflush(stdout);
		_exit(unit_wrong ? 1 : 0);
	}
	EXPECT(waitpid(child, &status, 0) == child);
	return status;
}

#endif
