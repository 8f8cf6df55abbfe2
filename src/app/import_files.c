/* vigie import cve|kev|epss|feed FILE…: each file by itself, one report over all. */
#include <errno.h>
#include <string.h>

#include "app/command.h"
#include "base/lang.h"
#include "knowledge/knowledge.h"
#include "watch/watch.h"

static enum outcome
import_one(struct command_line *cl, struct db *db, const char *path, import_file_fn run,
    struct import_report *report)
{
	struct str bytes = { NULL, 0 };
	enum outcome o;

	if (!command_map(path, &bytes)) {
		import_reject(report, 0, path, "vuln.no_file",
		    arena_printf(cl->arena, "%s (%s)", path, strerror(errno)));
		return OK;
	}
	o = run(db, bytes, str_of(path), report);
	command_unmap(bytes);
	return o == INVALID ? OK : o;
}

int
command_import_files(struct command_line *cl, const char *kind, import_file_fn run)
{
	struct db *db = command_db(cl);
	struct import_report report;
	enum outcome o = OK;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	import_report_init(&report, kind, cl->arena);
	for (size_t i = 0; i < (size_t)cl->n && o == OK; i++)
		o = import_one(cl, db, cl->word[i], run, &report);
	command_report(cl, &report);
	failed_db(o, "import", db);
	db_close(db);
	if (o != OK)
		return EXIT_UNAVAILABLE;
	return report.rejected.n ? EXIT_FAILED : EXIT_DONE;
}

static enum outcome
vulnerabilities(struct db *db, struct str bytes, struct str path, struct import_report *report)
{
	return vulnerability_import(db, bytes, path, moment_now(), report);
}

int
command_import_cve(struct command_line *cl)
{
	return command_import_files(cl, "cve", vulnerabilities);
}

int
command_import_epss(struct command_line *cl)
{
	return command_import_files(cl, "epss", vulnerabilities);
}

int
command_import_kev(struct command_line *cl)
{
	return command_import_files(cl, "kev", vulnerabilities);
}

/* ==== Feeds ==== */

/* What could be read of a document counts, though the document has a trouble. */
static void
tell(struct import_report *r, const struct watch_tally *one, struct str path)
{
	r->read += one->read;
	r->imported += one->imported;
	r->updated += one->updated;
	r->skipped += one->skipped;
	if (one->trouble)
		import_reject(r, (int64_t)one->line, arena_cstr(r->arena, path),
		    arena_printf(r->arena, "feed.trouble.%s", one->trouble).p, path);
}

/* A transaction a document, so that a bad one does not keep the others out. */
static enum outcome
feed(struct db *db, struct str bytes, struct str path, struct import_report *report)
{
	const char *whole = arena_cstr(report->arena, path), *slash = strrchr(whole, '/');
	struct arena *a = arena_new((size_t)512 << 20);
	struct watch_tally one = { 0 };
	enum outcome o = db_begin(db, TXN_WRITE);

	if (o == OK)
		o = db_end(db, watch_import(db, bytes, str_of(slash ? slash + 1 : whole),
				   moment_now(), a, &one));
	if (o == OK)
		tell(report, &one, path);
	arena_free(a);
	return o;
}

int
command_import_feed(struct command_line *cl)
{
	return command_import_files(cl, "feed", feed);
}
