/*
 * keys CATALOGUE.po … SOURCE.c … PAGE.html …: every key that is used exists.
 *
 * Looked for in C: the literals given as key to t, t_fill, t_count, out_fill and
 * out_count, and every literal that begins with "error.".  In pages: {{t key}},
 * {{tn key n}}.  A key used with a count needs its plural too.  A key made at
 * run time (it holds a '%', or is no literal) is not seen here.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

struct use {
	const char *function;
	size_t argument; /* place of the key, from 0 */
	bool count;
};

static const struct use uses[] = {
	{ "t", 1, false },
	{ "t_fill", 2, false },
	{ "t_count", 2, true },
	{ "out_fill", 1, false },
	{ "out_count", 1, true },
};

static struct arena *arena;
static struct str *key;
static size_t n_keys, wrong;

static void
read_catalogue(const char *file)
{
	struct str rest = file_read(arena, file);
	size_t room = n_keys + 1;

	for (size_t i = 0; i < rest.n; i++)
		room += rest.p[i] == '\n';
	key = realloc(key, room * sizeof *key);
	if (key == NULL)
		fail(file, 0, "out of memory");
	while (rest.n) {
		struct str line = str_trim(str_cut(&rest, '\n'));

		if (str_starts(line, S("msgid \"")) && line.n > 8)
			key[n_keys++] = str_sub(line, 7, line.n - 8);
	}
}

static int
compare(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
need(const char *file, size_t line, struct str k)
{
	if (n_keys && bsearch(&k, key, n_keys, sizeof *key, compare))
		return;
	fprintf(stderr, "%s:%zu: no message '%.*s'\n", file, line, PS(k));
	wrong++;
}

static void
need_use(const char *file, size_t line, struct str k, bool count)
{
	if (k.n == 0 || memchr(k.p, '%', k.n) || str_ends(k, S(".")))
		return;
	need(file, line, k);
	if (count)
		need(file, line, arena_printf(arena, "%.*s#", PS(k)));
}

/* ==== C ==== */

struct call {
	const struct use *use;
	size_t depth;	 /* of brackets, where its arguments stand */
	size_t argument; /* being read */
};

struct scan {
	const char *file;
	size_t line;
	struct str rest;
	struct call call[64];
	size_t calls, depth;
	struct str word;
};

static void
take(struct scan *s, size_t n)
{
	for (size_t i = 0; i < n && i < s->rest.n; i++)
		s->line += s->rest.p[i] == '\n';
	s->rest = str_sub(s->rest, n, s->rest.n);
}

static void
take_comment(struct scan *s)
{
	take(s, 2);
	while (s->rest.n && !str_starts(s->rest, S("*/")))
		take(s, 1);
	take(s, 2);
}

static void
take_literal(struct scan *s, char quote)
{
	const struct call *c = s->calls ? &s->call[s->calls - 1] : NULL;
	size_t n = 1;
	struct str text;

	while (n < s->rest.n && s->rest.p[n] != quote)
		n += s->rest.p[n] == '\\' ? 2 : 1;
	text = str_sub(s->rest, 1, n - 1);
	if (quote == '"' && c && c->argument == c->use->argument && c->depth == s->depth)
		need_use(s->file, s->line, text, c->use->count);
	else if (quote == '"' && str_starts(text, S("error.")))
		need_use(s->file, s->line, text, false);
	take(s, n + 1);
	s->word = (struct str){ NULL, 0 };
}

static void
open_call(struct scan *s)
{
	s->depth++;
	for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
		if (str_eq(s->word, str_of(uses[i].function)) && s->calls < 64)
			s->call[s->calls++] = (struct call){ &uses[i], s->depth, 0 };
}

static void
take_sign(struct scan *s, char c)
{
	struct call *call = s->calls ? &s->call[s->calls - 1] : NULL;

	if (c == '(') {
		open_call(s);
	} else if (strchr("[{", c)) {
		s->depth++;
	} else if (strchr(")]}", c)) {
		if (call && call->depth == s->depth)
			s->calls--;
		s->depth -= s->depth > 0;
	} else if (c == ',' && call && call->depth == s->depth) {
		call->argument++;
	}
	if (!isspace((unsigned char)c))
		s->word = (struct str){ NULL, 0 };
	take(s, 1);
}

static void
read_source(const char *file)
{
	struct scan s = { .file = file, .line = 1, .rest = file_read(arena, file) };

	while (s.rest.n) {
		char c = s.rest.p[0];
		size_t n = 0;

		while (n < s.rest.n && (isalnum((unsigned char)s.rest.p[n]) || s.rest.p[n] == '_'))
			n++;
		if (str_starts(s.rest, S("/*"))) {
			take_comment(&s);
		} else if (c == '"' || c == '\'') {
			take_literal(&s, c);
		} else if (n) {
			s.word = str_sub(s.rest, 0, n);
			take(&s, n);
		} else {
			take_sign(&s, c);
		}
	}
}

/* ==== Pages ==== */

static void
read_page(const char *file)
{
	struct str rest = file_read(arena, file);

	for (size_t line = 1; rest.n; line++) {
		struct str text = str_cut(&rest, '\n');

		for (; text.n; text = str_sub(text, 1, text.n)) {
			bool one = str_starts(text, S("{{t ")),
			     count = str_starts(text, S("{{tn "));
			struct str k = str_trim(str_sub(text, count ? 5 : 4, text.n));
			size_t n = 0;

			while (n < k.n && k.p[n] != '}' && !isspace((unsigned char)k.p[n]))
				n++;
			if (one || count)
				need_use(file, line, str_sub(k, 0, n), count);
		}
	}
}

int
main(int argc, char **argv)
{
	arena = arena_new(TOOL_MAX);
	for (int i = 1; i < argc; i++)
		if (str_ends(str_of(argv[i]), S(".po")))
			read_catalogue(argv[i]);
	if (n_keys)
		qsort(key, n_keys, sizeof *key, compare);
	for (int i = 1; i < argc; i++)
		if (str_ends(str_of(argv[i]), S(".c")))
			read_source(argv[i]);
		else if (str_ends(str_of(argv[i]), S(".html")))
			read_page(argv[i]);
	free(key);
	arena_free(arena);
	return wrong ? 1 : 0;
}
