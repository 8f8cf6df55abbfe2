/*
 * vigie migrate: the schema of this program.  vigie statements: every statement
 * of this program prepared against it, for make check on both engines.
 */
#include "app/command.h"

static int
migrated(struct command_line *cl, struct db *db, int *ret_applied)
{
	struct str error = { NULL, 0 };
	enum outcome o = migrate(db, ret_applied, cl->arena, &error);

	if (o == OK)
		return EXIT_DONE;
	return failed(o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED, "%.*s", PS(error));
}

int
command_migrate(struct command_line *cl)
{
	struct db *db = command_db_old(cl);
	int applied = 0, code;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	code = migrated(cl, db, &applied);
	db_close(db);
	if (code == EXIT_DONE)
		printf(cl->opt.json ? "{\"applied\":%d}\n" : "%d steps applied\n", applied);
	return code;
}

/* Needs no keys: the database may be an empty one, made for this. */
int
command_statements(struct command_line *cl)
{
	struct str error = { NULL, 0 };
	struct db *db = instance_db(cl->in, &error);
	int applied = 0, code;

	if (db == NULL)
		return failed(EXIT_UNAVAILABLE, "%.*s", PS(error));
	code = migrated(cl, db, &applied);
	if (code == EXIT_DONE && !db_prepare_all(db, cl->arena, &error))
		code = failed(EXIT_FAILED, "%.*s", PS(error));
	db_close(db);
	if (code == EXIT_DONE)
		printf(cl->opt.json ? "{\"statements\":%zu}\n" : "%zu statements prepared\n",
		    sql_count);
	return code;
}
