/*
 * The command line: one row a command (design.md §5).  Exit codes: 0 done,
 * 1 refused or failed, 2 usage, 3 unavailable.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/instance.h"

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_UNAVAILABLE = 3 };

struct command;

struct command_line {
	struct instance *in;
	struct options opt;
	struct arena *arena;
	const struct command *command;
	int n; /* arguments that are no options, after the command's name */
	const char **word;
};

typedef int (*command_fn)(struct command_line *cl);

struct command {
	const char *name; /* "import finess": one or two words */
	command_fn run;	  /* NULL: no order has built it yet */
	const char *usage;
	const char *help;
	int min, max; /* how many arguments */
};

extern const struct command command_table[]; /* ended by a NULL name */

/* "vigie: sentence" on standard error; returns the code given. */
int failed(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "cannot WHAT: reason"; failed_db: with the database's own words. */
int failed_outcome(enum outcome o, const char *what);
int failed_db(enum outcome o, const char *what, struct db *db);

/* How this command is used, on standard error. */
int failed_usage(const struct command_line *cl);

/* Opens keys and database for a command, whose schema must be the program's; on
 * failure says why and returns NULL.  command_db_old: of any schema. */
struct db *command_db(struct command_line *cl);
struct db *command_db_old(struct command_line *cl);

/* Runs an edit in one writing transaction, with what it notes in the trail. */
struct edit {
	struct command_line *cl;
	struct db *db;
	struct trail trail;
	void *context;
};
typedef enum outcome (*edit_fn)(struct edit *e);
enum outcome command_change(struct command_line *cl, struct db *db, edit_fn fn, void *context);

/* What an import tells, as JSON where it was asked for. */
struct import_report;
void command_report(struct command_line *cl, const struct import_report *r);

/* Each file of the line by itself, one report over all.  One that cannot be read, or
 * for which the importer says INVALID, is rejected and the others are read; the exit
 * code says that something was. */
typedef enum outcome (*import_file_fn)(
    struct db *db, struct str bytes, struct str path, struct import_report *r);
int command_import_files(struct command_line *cl, const char *kind, import_file_fn run);

/* A document on standard output, with a line end; false when it cannot be written. */
bool command_print(struct buf *b);

/* A file's bytes, read as they are asked for; errno says why not.  What is no regular
 * file is empty. */
bool command_map(const char *path, struct str *ret);
void command_unmap(struct str bytes);

int command_init(struct command_line *cl);
int command_migrate(struct command_line *cl);
int command_serve(struct command_line *cl);
int command_web(struct command_line *cl);
int command_work(struct command_line *cl);
int command_probe(struct command_line *cl);
int command_rehearse(struct command_line *cl);
int command_demo(struct command_line *cl);
int command_import_finess(struct command_line *cl);
int command_import_reports(struct command_line *cl);
int command_import_veris(struct command_line *cl);
int command_import_warninglist(struct command_line *cl);
int command_import_cve(struct command_line *cl);
int command_import_kev(struct command_line *cl);
int command_import_epss(struct command_line *cl);
int command_import_feed(struct command_line *cl);
int command_check_csaf(struct command_line *cl);
int command_export_reports(struct command_line *cl);
int command_user_add(struct command_line *cl);
int command_user_list(struct command_line *cl);
int command_user_reset(struct command_line *cl);
int command_user_disable(struct command_line *cl);
int command_backup(struct command_line *cl);
int command_restore(struct command_line *cl);
int command_verify(struct command_line *cl);
int command_rotate_keys(struct command_line *cl);
int command_doctor(struct command_line *cl);
int command_export_file(struct command_line *cl);
int command_export_openapi(struct command_line *cl);
int command_token_add(struct command_line *cl);
int command_token_list(struct command_line *cl);
int command_token_revoke(struct command_line *cl);
int command_statements(struct command_line *cl); /* for make check */

#endif
