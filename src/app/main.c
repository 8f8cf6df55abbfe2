/*
 * The command line.  Words select a row of command_table; options may stand
 * anywhere.  A row of two words is sought before a row of one.
 */
#include "app/command.h"
#include "doc/inside.h"

#define ARENA_MAX (512u << 20)
#define ANY (1 << 20)

const struct command command_table[] = {
	{ "init", command_init, "[EMAIL [NAME]]", "data folder, keys, schema, first administrator",
	    0, 2 },
	{ "migrate", command_migrate, "", "brings the schema up to date (serve does it too)", 0,
	    0 },
	{ "demo", command_demo, "[accounts|code]", "fills an empty instance with a demonstration",
	    0, 1 },
	{ "serve", command_serve, "[--listen ADDR:PORT]", "the three processes, watched", 0, 0 },
	{ "web", command_web, "[--listen ADDR:PORT]", "pages only", 0, 0 },
	{ "work", command_work, "[--once]", "mails, routing, deadlines", 0, 0 },
	{ "rehearse", command_rehearse, "[--pace N]",
	    "plays the on-call ladder as an exercise, N times faster", 0, 0 },
	{ "probe", command_probe, "", "surveillance", 0, 0 },
	{ "import finess", command_import_finess, "FILE", "structures from the national extract", 1,
	    1 },
	{ "import reports", command_import_reports, "FILE.csv", "declarations, as history", 1, 1 },
	{ "import veris", command_import_veris, "FILE.jsonl", "incidents from VERIS, as history", 1,
	    1 },
	{ "import warninglist", command_import_warninglist, "FILE…",
	    "lists of common values (MISP), in place of those of the same name", 1, ANY },
	{ "import cve", command_import_cve, "FILE…",
	    "vulnerabilities: CVE records 5.x, NVD 1.1 and 2.0", 1, ANY },
	{ "import kev", command_import_kev, "FILE…",
	    "the catalogue of exploited vulnerabilities of CISA, JSON or CSV", 1, ANY },
	{ "import epss", command_import_epss, "FILE…",
	    "how likely exploitation is (FIRST), for vulnerabilities that are known", 1, ANY },
	{ "import feed", command_import_feed, "FILE…",
	    "publications (RSS, Atom, JSON Feed) into the cell's inbox", 1, ANY },
	{ "check csaf", command_check_csaf, "FILE…",
	    "judges advisories by the tests of CSAF 2.0 and 2.1; imports nothing", 1, ANY },
	{ "export reports", command_export_reports, "", "the reports CSV", 0, 0 },
	{ "export file", command_export_file, "REFERENCE FILE",
	    "one file whole, for a successor or a court", 2, 2 },
	{ "export openapi", command_export_openapi, "", "the description of the API", 0, 0 },
	{ "user add", command_user_add, "EMAIL NAME ROLE [FINESS|REGION]",
	    "invites a person: prints a one-time link", 3, 4 },
	{ "user list", command_user_list, "", "accounts", 0, 0 },
	{ "user reset", command_user_reset, "EMAIL", "a new one-time link", 1, 1 },
	{ "user disable", command_user_disable, "EMAIL", "ends an account and its sessions", 1, 1 },
	{ "token add", command_token_add, "EMAIL LABEL SCOPE,SCOPE [DAYS]",
	    "lets a program act for an account: prints the token", 3, 4 },
	{ "token list", command_token_list, "", "tokens", 0, 0 },
	{ "token revoke", command_token_revoke, "NUMBER", "ends a token", 1, 1 },
	{ "backup", command_backup, "FILE [--with-keys]",
	    "a copy, while the service runs; keys are copied apart unless --with-keys", 1, 1 },
	{ "restore", command_restore, "FILE", "a copy into an empty data folder", 1, 1 },
	{ "verify", command_verify, "[FILE]",
	    "journal chain, database, blobs; or an exported file, anywhere", 0, 1 },
	{ "rotate-keys", command_rotate_keys, "", "a new master key", 0, 0 },
	{ "doctor", command_doctor, "", "what is missing or wrong here", 0, 0 },
	{ "statements", command_statements, "", "prepares every SQL statement", 0, 0 },
	{ "import", NULL, "csaf|cpe|eol|misp|stix|certfr|tool FILE", "", 0, ANY },
	{ "check", NULL, "stix|misp|iodef|cve FILE…", "", 0, ANY },
	{ "export", NULL, "csaf|stix|misp|iodef|sarif|rfc2350|security.txt", "", 0, ANY },
	{ "audit", NULL, "run|show|report|diff", "", 0, ANY },
	{ "tools", NULL, "", "", 0, ANY },
	{ "exposed", NULL, "PRODUCT|CVE", "", 0, ANY },
	{ "observatory", NULL, "--from DATE --to DATE", "", 0, ANY },
	{ "maturity", NULL, "", "", 0, ANY },
	{ NULL, NULL, NULL, NULL, 0, 0 },
};

static void
help(FILE *to)
{
	fputs("usage: vigie COMMAND [--data DIR] [--database URL] [--json]\n\n", to);
	for (const struct command *c = command_table; c->name; c++)
		if (c->run)
			fprintf(to, "  vigie %s%s%s\n      %s\n", c->name, *c->usage ? " " : "",
			    c->usage, c->help);
}

/* ==== Options ==== */

static const struct option {
	const char *name;
	size_t value, flag; /* offset in struct options, plus one; 0: not of this kind */
} option_table[] = {
	{ "--data", offsetof(struct options, data) + 1, 0 },
	{ "--database", offsetof(struct options, database) + 1, 0 },
	{ "--listen", offsetof(struct options, listen) + 1, 0 },
	{ "--pace", offsetof(struct options, pace) + 1, 0 },
	{ "--json", 0, offsetof(struct options, json) + 1 },
	{ "--yes", 0, offsetof(struct options, yes) + 1 },
	{ "--once", 0, offsetof(struct options, once) + 1 },
	{ "--with-keys", 0, offsetof(struct options, with_keys) + 1 },
	{ "--help", 0, offsetof(struct options, help) + 1 },
};
#define N_OPTION (sizeof option_table / sizeof option_table[0])

static const struct option *
option_find(const char *name)
{
	for (size_t i = 0; i < N_OPTION; i++)
		if (strcmp(option_table[i].name, name) == 0)
			return &option_table[i];
	return NULL;
}

/* One option; *i moves over its value. */
static bool
read_option(int argc, char **argv, int *i, struct options *opt)
{
	const struct option *o = option_find(argv[*i]);

	if (o == NULL || (o->value && *i + 1 == argc))
		return false;
	if (o->value)
		*(const char **)(void *)((char *)opt + o->value - 1) = argv[++*i];
	else
		*(bool *)(void *)((char *)opt + o->flag - 1) = true;
	return true;
}

/* Takes options out of argv; what is left are words. */
static bool
read_line(int argc, char **argv, struct command_line *cl)
{
	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-' || argv[i][1] == '\0')
			cl->word[cl->n++] = argv[i];
		else if (!read_option(argc, argv, &i, &cl->opt))
			return false;
	return true;
}

/* ==== Commands ==== */

/* The row whose words begin the line; *ret_words tells how many. */
static const struct command *
find_command(const struct command_line *cl, int *ret_words)
{
	for (const struct command *c = command_table; c->name; c++) {
		struct str rest = str_of(c->name), first = str_cut(&rest, ' ');

		if (cl->n < 1 || !str_eq(first, str_of(cl->word[0])))
			continue;
		if (rest.n && (cl->n < 2 || !str_eq(rest, str_of(cl->word[1]))))
			continue;
		*ret_words = rest.n ? 2 : 1;
		return c;
	}
	return NULL;
}

static int
run(struct command_line *cl)
{
	struct str error = { NULL, 0 };
	int code;

	if (cl->command->run == NULL)
		return failed(EXIT_UNAVAILABLE, "'%s' is not built yet", cl->command->name);
	if (cl->n < cl->command->min || cl->n > cl->command->max)
		return failed_usage(cl);
	cl->in = instance_open(&cl->opt, cl->arena, &error);
	if (cl->in == NULL)
		return failed(EXIT_FAILED, "%.*s", PS(error));
	code = cl->command->run(cl);
	instance_close(cl->in);
	return code;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct command_line cl = { .arena = a };
	int words = 0, code = EXIT_USAGE;
	bool good;

	if (argc == 2 && strcmp(argv[1], INSIDE_ARGUMENT) == 0)
		return inside_main();
	inside_program("/proc/self/exe");
	cl.word = arena_array(a, const char *, (size_t)argc + 1);
	good = read_line(argc, argv, &cl);
	cl.command = find_command(&cl, &words);
	if (cl.opt.help) {
		help(stdout);
		code = EXIT_DONE;
	} else if (!good || cl.command == NULL) {
		help(stderr);
	} else {
		cl.word += words;
		cl.n -= words;
		code = run(&cl);
	}
	arena_free(a);
	return code;
}
