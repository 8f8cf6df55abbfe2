/*
 * vigie import KIND FILE.  The file is read whole: the largest that a national
 * body publishes is some hundreds of megabytes, once a month, by an operator.
 */
#include <errno.h>
#include <unistd.h>

#include "app/command.h"
#include "directory/directory.h"
#include "incident/incident.h"

static void
progress(void *context, size_t done, size_t total)
{
	(void)context;
	fprintf(stderr, "\r%3zu %%", total ? done * 100 / total : 100);
	if (done == total)
		fputs("\r     \r", stderr);
}

static void
print_notes(const char *title, const struct import_notes *n, struct arena *a)
{
	if (n->n == 0)
		return;
	printf("%s: %lld\n", title, (long long)n->n);
	for (size_t i = 0; i < n->kept; i++) {
		struct str said = import_message(&n->note[i], a, LANG_FR);

		printf("  line %lld, %.*s: %.*s\n", (long long)n->note[i].line,
		    PS(n->note[i].field), PS(said));
	}
	if (n->n > (int64_t)n->kept)
		puts("  …");
}

void
command_report(struct command_line *cl, const struct import_report *r)
{
	struct buf b = BUF_INIT(16u << 20);

	if (cl->opt.json) {
		import_report_json(&b, r, LANG_FR);
		command_print(&b);
		return;
	}
	printf("read %lld, imported %lld, updated %lld, skipped %lld, ignored %lld\n",
	    (long long)r->read, (long long)r->imported, (long long)r->updated,
	    (long long)r->skipped, (long long)r->ignored);
	print_notes("warnings", &r->warnings, cl->arena);
	print_notes("rejected", &r->rejected, cl->arena);
}

typedef enum outcome (*importer_fn)(
    const struct job_means *m, struct str bytes, struct import_report *report);

static int
import(struct command_line *cl, const char *kind, importer_fn run)
{
	struct import_report report;
	struct str bytes = { NULL, 0 };
	struct job_means means;
	struct db *db;
	enum outcome o;

	if (!command_map(cl->word[0], &bytes))
		return failed(EXIT_FAILED, "cannot read '%s': %s", cl->word[0], strerror(errno));
	db = command_db(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	import_report_init(&report, kind, cl->arena);
	if (isatty(STDERR_FILENO))
		report.progress = progress;
	means = (struct job_means){ db, cl->in->keyring, cl->arena, moment_now(),
		str_of(cl->in->public_url) };
	o = run(&means, bytes, &report);
	if (o == OK || o == INVALID)
		command_report(cl, &report);
	if (o == INVALID)
		failed(EXIT_FAILED, "'%s' is of no kind that can be imported", cl->word[0]);
	else
		failed_db(o, "import", db);
	db_close(db);
	command_unmap(bytes);
	return o == OK ? EXIT_DONE : o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED;
}

static enum outcome
finess(const struct job_means *m, struct str bytes, struct import_report *report)
{
	return directory_import(m->db, bytes, report);
}

int
command_import_finess(struct command_line *cl)
{
	return import(cl, "finess", finess);
}

int
command_import_reports(struct command_line *cl)
{
	return import(cl, "reports", incident_import_reports);
}

int
command_import_veris(struct command_line *cl)
{
	return import(cl, "veris", incident_import_veris);
}

#define EXPORT_MAX (1u << 30)

int
command_export_reports(struct command_line *cl)
{
	struct db *db = command_db(cl);
	struct buf b = BUF_INIT(EXPORT_MAX);
	struct job_means means;
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	means = (struct job_means){ db, cl->in->keyring, cl->arena, moment_now(),
		str_of(cl->in->public_url) };
	o = incident_export_reports(&means, &b);
	if (o == OK)
		command_print(&b);
	failed_db(o, "export", db);
	buf_release(&b);
	db_close(db);
	return o == OK ? EXIT_DONE : o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED;
}
