/* vigie import cve|kev|epss FILE…: each file by itself, one report over all. */
#include <errno.h>
#include <string.h>

#include "app/command.h"
#include "knowledge/knowledge.h"

static enum outcome
import_one(struct command_line *cl, struct db *db, const char *path, struct import_report *report)
{
	struct str bytes = { NULL, 0 };
	enum outcome o;

	if (!command_map(path, &bytes)) {
		import_reject(report, 0, "file", "vuln.no_file",
		    arena_printf(cl->arena, "%s (%s)", path, strerror(errno)));
		return OK;
	}
	o = vulnerability_import(db, bytes, str_of(path), moment_now(), report);
	command_unmap(bytes);
	return o == INVALID ? OK : o;
}

/* A file that is none of its kind is rejected, and the others are read; the exit code
 * says that something was. */
static int
import(struct command_line *cl, const char *kind)
{
	struct db *db = command_db(cl);
	struct import_report report;
	enum outcome o = OK;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	import_report_init(&report, kind, cl->arena);
	for (size_t i = 0; i < (size_t)cl->n && o == OK; i++)
		o = import_one(cl, db, cl->word[i], &report);
	command_report(cl, &report);
	failed_db(o, "import", db);
	db_close(db);
	if (o != OK)
		return EXIT_UNAVAILABLE;
	return report.rejected.n ? EXIT_FAILED : EXIT_DONE;
}

int
command_import_cve(struct command_line *cl)
{
	return import(cl, "cve");
}

int
command_import_epss(struct command_line *cl)
{
	return import(cl, "epss");
}

int
command_import_kev(struct command_line *cl)
{
	return import(cl, "kev");
}
