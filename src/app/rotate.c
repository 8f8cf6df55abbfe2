/*
 * vigie rotate-keys: a new master key, and every vault wrapped by it.  Running
 * processes read the keys when they start: from the first vault on they answer
 * "try again" for what the new key wraps, until they are started again; so the
 * service is stopped before, or restarted after.
 */
#include "app/command.h"

static enum outcome
note(struct edit *e)
{
	trail_note(&e->trail, "keys.rotate", "instance", S(""), S(""));
	return OK;
}

int
command_rotate_keys(struct command_line *cl)
{
	struct db *db = command_db(cl);
	struct str error = { NULL, 0 };
	int64_t vaults = 0;
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	o = command_change(cl, db, note, NULL);
	if (o == OK)
		o = keyring_rotate(db, instance_path(cl->in, "keys"), &vaults, cl->arena, &error);
	if (o != OK && error.n)
		failed(EXIT_FAILED, "%.*s; run it again to go on", PS(error));
	else
		failed_db(o, "rotate the keys", db);
	db_close(db);
	if (o != OK)
		return o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED;
	if (cl->opt.json)
		printf("{\"vaults\":%lld}\n", (long long)vaults);
	else
		printf("%lld vaults wrapped by a new master key. Restart the service now, "
		       "and copy the keys to their safe place.\n",
		    (long long)vaults);
	return EXIT_DONE;
}
