/*
 * sql OUTDIR src/DOMAIN/FILE.sql …: SQL files to C constants.
 *
 * A statement begins with the line "-- name: meaning" and ends at the next such
 * line.  Each becomes `struct sql sql_<name>` (store/db.h): OUTDIR/<domain>_sql.h
 * declares those of one domain, OUTDIR/sql.c holds them all.  Comments go, white
 * space shrinks, ":name" becomes ?N and $N (one number a name).  Where engines
 * differ, "{sqlite: …}" and "{postgres: …}" keep text for one of them.
 *
 * A condition that several statements share is written once, under
 * "-- clause name: meaning", and stands for itself as "{name i}"; in its text "{it}"
 * is that i.  It may be in any file: all are looked through first.
 *
 * A file NNN_name.sql is a migration: OUTDIR/migrations.c holds it whole.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "clause.h"
#include "tool.h"

#define MAX_STATEMENTS 4096
#define MAX_MIGRATIONS 999
#define MAX_PARAMETERS 99

enum { SQLITE, POSTGRES, ENGINES };

static const char *const engine_mark[ENGINES] = { "{sqlite:", "{postgres:" };

struct statement {
	struct str name, domain;
	struct str text[ENGINES];
	struct str parameter[MAX_PARAMETERS];
	size_t n_parameters;
	const char *file;
	size_t line;
};

struct migration_file {
	long number;
	struct str name, text;
	const char *file;
};

static struct arena *arena;
static struct statement *statement[MAX_STATEMENTS];
static size_t n_statements;
static struct migration_file migration[MAX_MIGRATIONS];
static size_t n_migrations;

/* ==== One statement: text to text ==== */

struct scan {
	const char *file;
	size_t line;
	struct str rest;
	struct statement *st;
	struct buf out[ENGINES];
	int only; /* the engine that text is for, or ENGINES */
};

static bool
word_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void
put(struct scan *s, struct str text)
{
	for (int e = 0; e < ENGINES; e++)
		if (s->only == ENGINES || s->only == e)
			buf_put(&s->out[e], text);
}

static void
take(struct scan *s, size_t n)
{
	for (size_t i = 0; i < n && i < s->rest.n; i++)
		s->line += s->rest.p[i] == '\n';
	s->rest = str_sub(s->rest, n, s->rest.n);
}

static void
put_space(struct scan *s)
{
	while (s->rest.n && isspace((unsigned char)s->rest.p[0]))
		take(s, 1);
	for (int e = 0; e < ENGINES; e++) {
		struct buf *b = &s->out[e];

		if ((s->only == ENGINES || s->only == e) && b->n && b->p[b->n - 1] != ' ')
			buf_byte(b, ' ');
	}
}

/* A literal or a quoted name, doubled quotes and all. */
static void
put_quoted(struct scan *s)
{
	size_t line = s->line;
	char quote = s->rest.p[0];
	size_t n = 1;

	while (n < s->rest.n && s->rest.p[n] != quote)
		n++;
	if (n == s->rest.n)
		fail(s->file, line, "a quote is not closed");
	put(s, str_sub(s->rest, 0, n + 1));
	take(s, n + 1);
}

static void
skip_comment(struct scan *s)
{
	bool block = s->rest.p[0] == '/';
	struct str end = block ? S("*/") : S("\n");
	size_t n = 2;

	while (n < s->rest.n && !str_starts(str_sub(s->rest, n, s->rest.n), end))
		n++;
	if (block && n == s->rest.n)
		fail(s->file, s->line, "a comment is not closed");
	take(s, n + (block ? end.n : 0));
	put_space(s);
}

static size_t
parameter_number(struct scan *s, struct str name)
{
	struct statement *st = s->st;
	size_t i = 0;

	while (i < st->n_parameters && !str_eq(st->parameter[i], name))
		i++;
	if (i == MAX_PARAMETERS)
		fail(s->file, s->line, "more than %d parameters", MAX_PARAMETERS);
	if (i == st->n_parameters)
		st->parameter[st->n_parameters++] = name;
	return i + 1;
}

static void
put_parameter(struct scan *s)
{
	size_t n = 1, number;

	while (n < s->rest.n && word_byte(s->rest.p[n]))
		n++;
	number = parameter_number(s, str_sub(s->rest, 1, n - 1));
	if (s->only != POSTGRES)
		buf_printf(&s->out[SQLITE], "?%zu", number);
	if (s->only != SQLITE)
		buf_printf(&s->out[POSTGRES], "$%zu", number);
	take(s, n);
}

static bool
open_engine(struct scan *s)
{
	for (int e = 0; e < ENGINES; e++)
		if (s->only == ENGINES && str_starts(s->rest, str_of(engine_mark[e]))) {
			take(s, strlen(engine_mark[e]));
			s->only = e;
			put_space(s);
			return true;
		}
	return false;
}

static void scan_token(struct scan *s);

/* "{name i}": the clause, as if it stood here. */
static void
open_clause(struct scan *s)
{
	struct str it = str_sub(s->rest, 1, s->rest.n), word = str_cut(&it, '}');
	struct str name = str_cut(&word, ' '), after, text;
	size_t line;

	if (!clause_spelled(arena, name, word, &text))
		fail(s->file, s->line,
		    "a brace begins neither '{sqlite:' nor '{postgres:' nor a clause");
	take(s, (size_t)(it.p - s->rest.p));
	after = s->rest;
	line = s->line;
	s->rest = text;
	while (s->rest.n)
		scan_token(s);
	s->rest = after;
	s->line = line;
}

/* What SQL holds as it is: space, literals, comments, casts. */
static bool
scan_opaque(struct scan *s, char c, char next)
{
	if (isspace((unsigned char)c))
		put_space(s);
	else if (c == '\'' || c == '"')
		put_quoted(s);
	else if ((c == '-' && next == '-') || (c == '/' && next == '*'))
		skip_comment(s);
	else if (c == ':' && next == ':')
		put(s, S("::")), take(s, 2);
	else
		return false;
	return true;
}

static void
scan_token(struct scan *s)
{
	char c = s->rest.p[0];
	char next = s->rest.n > 1 ? s->rest.p[1] : ' ';

	if (scan_opaque(s, c, next))
		return;
	if (c == '?' || c == '$')
		fail(s->file, s->line, "a parameter is written :name");
	if (c == ';' && str_trim(str_sub(s->rest, 1, s->rest.n)).n)
		fail(s->file, s->line, "a second statement without its '-- name: meaning'");
	if (c == ':' && (islower((unsigned char)next) || next == '_')) {
		put_parameter(s);
	} else if (c == '{') {
		if (!open_engine(s))
			open_clause(s);
	} else if (c == '}' && s->only != ENGINES) {
		s->only = ENGINES;
		take(s, 1);
	} else {
		put(s, c == ';' ? S("") : str_sub(s->rest, 0, 1));
		take(s, 1);
	}
}

static void
compile(struct statement *st, struct str text)
{
	struct scan s = { .file = st->file,
		.line = st->line + 1,
		.rest = str_trim(text),
		.st = st,
		.only = ENGINES,
		.out = { BUF_INIT(1u << 20), BUF_INIT(1u << 20) } };

	for (const char *p = text.p; p < s.rest.p; p++)
		s.line += *p == '\n';
	while (s.rest.n)
		scan_token(&s);
	if (s.only != ENGINES)
		fail(s.file, s.line, "'%s' is not closed", engine_mark[s.only]);
	for (int e = 0; e < ENGINES; e++) {
		st->text[e] = str_trim(arena_dup(arena, buf_str(&s.out[e])));
		buf_release(&s.out[e]);
		if (st->text[e].n == 0)
			fail(st->file, st->line, "'%.*s' has no statement", PS(st->name));
	}
}

/* ==== One file ==== */

static struct statement *
new_statement(struct str name, const char *file, size_t line)
{
	struct statement *st = arena_new_of(arena, struct statement);

	for (size_t i = 0; i < n_statements; i++)
		if (str_eq(statement[i]->name, name))
			fail(file, line, "'%.*s' is there already (%s:%zu)", PS(name),
			    statement[i]->file, statement[i]->line);
	if (n_statements == MAX_STATEMENTS)
		fail(file, line, "more than %d statements", MAX_STATEMENTS);
	st->name = name;
	st->domain = path_folder(str_of(file));
	st->file = file;
	st->line = line;
	return statement[n_statements++] = st;
}

static void
read_statements(const char *file)
{
	struct str rest = file_read(arena, file);
	struct str body = { rest.p, 0 };
	struct statement *st = NULL;
	bool shared = false; /* in a clause */

	for (size_t line = 1; rest.n; line++) {
		struct str text = str_cut(&rest, '\n');
		struct str name = header_name(text);

		if (name.n || clause_name(text).n) {
			if (st)
				compile(st, body);
			st = NULL;
		}
		shared = clause_name(text).n || (shared && !name.n);
		if (shared)
			continue;
		if (name.n) {
			st = new_statement(name, file, line);
			body = (struct str){ rest.p ? rest.p : text.p + text.n, 0 };
			continue;
		}
		body.n = (size_t)(text.p + text.n - body.p);
		if (st == NULL && str_trim(text).n && !str_starts(text, S("--")))
			fail(file, line, "a statement without its '-- name: meaning'");
	}
	if (st)
		compile(st, body);
}

static bool
is_migration(struct str base)
{
	for (size_t i = 0; i < 3; i++)
		if (base.n < 4 || !isdigit((unsigned char)base.p[i]))
			return false;
	return base.p[3] == '_';
}

static void
read_migration(const char *file)
{
	struct str base = path_base(str_of(file));
	struct migration_file *m = &migration[n_migrations];

	if (n_migrations == MAX_MIGRATIONS)
		fail(file, 0, "more than %d migrations", MAX_MIGRATIONS);
	m->number = strtol(base.p, NULL, 10);
	m->name = str_sub(base, 0, base.n - strlen(".sql"));
	m->text = file_read(arena, file);
	m->file = file;
	for (size_t i = 0; i < n_migrations; i++)
		if (migration[i].number == m->number)
			fail(file, 0, "number %03ld is taken by %s", m->number, migration[i].file);
	n_migrations++;
}

/* ==== What is written ==== */

static int
by_name(const void *a, const void *b)
{
	return str_cmp(
	    (*(struct statement *const *)a)->name, (*(struct statement *const *)b)->name);
}

static int
by_number(const void *a, const void *b)
{
	const struct migration_file *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static void
write_header(const char *folder, struct str domain)
{
	struct buf b = BUF_INIT(TOOL_MAX);

	buf_printf(&b, "/* Made by tools/sql from src/%.*s. */\n#pragma once\n", PS(domain));
	buf_puts(&b, "#include \"store/db.h\"\n\n");
	for (size_t i = 0; i < n_statements; i++)
		if (str_eq(statement[i]->domain, domain))
			buf_printf(&b, "extern const struct sql sql_%.*s; /* %s:%zu */\n",
			    PS(statement[i]->name), statement[i]->file, statement[i]->line);
	file_write(arena_printf(arena, "%s/%.*s_sql.h", folder, PS(domain)).p, buf_str(&b));
	buf_release(&b);
}

static void
put_statement(struct buf *b, const struct statement *st, size_t index)
{
	buf_printf(b,
	    "const struct sql sql_%.*s = {\n\t.name = \"%.*s\",\n\t.sqlite = ", PS(st->name),
	    PS(st->name));
	put_literal(b, st->text[SQLITE]);
	buf_puts(b, ",\n\t.postgres = ");
	put_literal(b, st->text[POSTGRES]);
	buf_puts(b, ",\n\t.parameter = (const char *const[]){ ");
	for (size_t i = 0; i < st->n_parameters; i++)
		buf_printf(b, "\"%.*s\", ", PS(st->parameter[i]));
	buf_printf(b, "NULL },\n\t.index = %zu,\n};\n\n", index);
}

static void
write_statements(const char *folder)
{
	struct buf b = BUF_INIT(TOOL_MAX);

	buf_puts(&b, "/* Made by tools/sql from src/. */\n#include \"store/db.h\"\n\n");
	for (size_t i = 0; i < n_statements; i++)
		buf_printf(&b, "extern const struct sql sql_%.*s;\n", PS(statement[i]->name));
	for (size_t i = 0; i < n_statements; i++)
		put_statement(&b, statement[i], i);
	buf_puts(&b, "const struct sql *const sql_all[] = {\n");
	for (size_t i = 0; i < n_statements; i++)
		buf_printf(&b, "\t&sql_%.*s,\n", PS(statement[i]->name));
	buf_printf(&b, "\tNULL,\n};\nconst size_t sql_count = %zu;\n", n_statements);
	file_write(arena_printf(arena, "%s/sql.c", folder).p, buf_str(&b));
	buf_release(&b);
}

static void
write_migrations(const char *folder)
{
	struct buf b = BUF_INIT(TOOL_MAX);

	qsort(migration, n_migrations, sizeof *migration, by_number);
	buf_puts(&b, "/* Made by tools/sql from src/. */\n#include \"store/migrate.h\"\n\n"
		     "const struct migration migration_table[] = {\n");
	for (size_t i = 0; i < n_migrations; i++) {
		buf_printf(
		    &b, "\t{ %ld, \"%.*s\",\n\t\t", migration[i].number, PS(migration[i].name));
		put_literal(&b, migration[i].text);
		buf_puts(&b, " },\n");
	}
	buf_printf(
	    &b, "\t{ 0, NULL, NULL },\n};\nconst size_t migration_count = %zu;\n", n_migrations);
	file_write(arena_printf(arena, "%s/migrations.c", folder).p, buf_str(&b));
	buf_release(&b);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: sql OUTDIR src/DOMAIN/FILE.sql ...\n");
		return 2;
	}
	arena = arena_new(TOOL_MAX);
	for (int i = 2; i < argc; i++)
		if (!is_migration(path_base(str_of(argv[i]))))
			clause_read(arena, argv[i]);
	for (int i = 2; i < argc; i++)
		if (is_migration(path_base(str_of(argv[i]))))
			read_migration(argv[i]);
		else
			read_statements(argv[i]);
	if (n_statements)
		qsort(statement, n_statements, sizeof(struct statement *), by_name);
	for (int i = 2; i < argc; i++)
		write_header(argv[1], path_folder(str_of(argv[i])));
	write_statements(argv[1]);
	write_migrations(argv[1]);
	arena_free(arena);
	return 0;
}
