/*
 * vigie export file REFERENCE FILE: one file whole, as a tar that proves itself.
 *
 * The archive is written beside, the journal is told of it with the hash of its
 * manifest, and only then does it get its name: nothing leaves that the chain does
 * not know.  "vigie verify FILE" proves one, here or on another machine.
 */
#include <errno.h>
#include <unistd.h>

#include "app/archive.h"
#include "app/command.h"
#include "identity/identity.h"
#include "incident/incident.h"

static bool
sink_begin(void *context, struct str name, int64_t size)
{
	return archive_begin(context, name, size);
}

static bool
sink_more(void *context, struct str bytes)
{
	return archive_more(context, bytes);
}

static bool
sink_end(void *context)
{
	return archive_end(context);
}

struct told {
	struct str reference, hash;
};

static enum outcome
tell_edit(struct edit *e)
{
	const struct told *t = e->context;

	trail_note(&e->trail, "incident.export", "incident", t->reference,
	    arena_printf(e->cl->arena, "manifest=%.*s", PS(t->hash)));
	return OK;
}

static enum outcome
write_all(struct command_line *cl, struct db *db, struct archive *ar, struct told *t)
{
	struct file_sink sink = { ar, sink_begin, sink_more, sink_end };
	struct job_means m = { db, cl->in->keyring, cl->arena, moment_now(),
		str_of(cl->in->public_url) };
	enum outcome o = db_begin(db, TXN_READ);

	if (o != OK)
		return o;
	o = incident_export_file(&m, t->reference, &sink);
	db_rollback(db);
	if (o == OK && !archive_finish(ar, cl->arena, &t->hash))
		o = UNAVAILABLE;
	return o == OK ? command_change(cl, db, tell_edit, t) : o;
}

static int
export_to(struct command_line *cl, struct db *db, const char *part)
{
	struct told t = { .reference = str_of(cl->word[0]) };
	struct archive *ar = archive_make(part);
	enum outcome o;

	if (ar == NULL)
		return failed(EXIT_FAILED, "cannot make '%s': %s", part, strerror(errno));
	o = write_all(cl, db, ar, &t);
	archive_close(ar);
	if (o == NOT_FOUND)
		return failed(EXIT_FAILED, "there is no file '%s'", cl->word[0]);
	if (o == FORBIDDEN)
		return failed(
		    EXIT_FAILED, "'%s' may not leave: see export_court in exit.tsv", cl->word[0]);
	if (o != OK)
		return failed_db(o, "export the file", db);
	printf("manifest: %.*s\n", PS(t.hash));
	return EXIT_DONE;
}

int
command_export_file(struct command_line *cl)
{
	const char *file = cl->word[1];
	const char *part = arena_printf(cl->arena, "%s.part", file).p;
	struct db *db;
	int code;

	if (access(file, F_OK) == 0)
		return failed(EXIT_FAILED, "'%s' is there already", file);
	db = command_db(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	code = export_to(cl, db, part);
	db_close(db);
	/* link and not rename: another file of that name is never replaced. */
	if (code == EXIT_DONE && link(part, file) != 0)
		code = failed(EXIT_FAILED, "cannot make '%s': %s", file, strerror(errno));
	unlink(part);
	return code;
}
