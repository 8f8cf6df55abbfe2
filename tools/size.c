/*
 * size FILE.c|FILE.h …: no function over 60 lines or complexity 15, no file over
 * 500 lines.  There is no list of exceptions.
 *
 * Reads C as far as strings, comments, preprocessor lines and brackets.  A
 * function is a '{' after a ')' outside of all braces.  Complexity counts if,
 * for, while, &&, ||, ? and each group of case labels that stand together.
 */
#include <ctype.h>
#include <string.h>

#include "tool.h"

#define MAX_FUNCTION 60
#define MAX_FILE 500
#define MAX_COMPLEXITY 15

struct reader {
	const char *file;
	struct str rest;
	size_t line;
	size_t depth, parens;
	bool value;	 /* at depth 0: after '=', so a brace is no body */
	char last;	 /* last byte that is not white space */
	struct str name; /* last name before a '(' outside of parentheses */
	size_t name_line;
	struct str word; /* last word */
	size_t complexity;
	bool in_function;
	size_t wrong;
};

static void
take(struct reader *r, size_t n)
{
	for (size_t i = 0; i < n && i < r->rest.n; i++)
		r->line += r->rest.p[i] == '\n';
	r->rest = str_sub(r->rest, n, r->rest.n);
}

static void
take_past(struct reader *r, struct str end)
{
	while (r->rest.n && !str_starts(r->rest, end))
		take(r, 1);
	take(r, end.n);
}

static void
take_quoted(struct reader *r, char quote)
{
	take(r, 1);
	while (r->rest.n && r->rest.p[0] != quote && r->rest.p[0] != '\n')
		take(r, r->rest.p[0] == '\\' ? 2 : 1);
	take(r, 1);
	r->last = quote;
}

static void
take_directive(struct reader *r)
{
	while (r->rest.n && r->rest.p[0] != '\n')
		if (str_starts(r->rest, S("/*")))
			take_past(r, S("*/"));
		else
			take(r, r->rest.p[0] == '\\' ? 2 : 1);
}

static void
take_word(struct reader *r)
{
	static const char *const branch[] = { "if", "for", "while", NULL };
	size_t n = 0;

	while (n < r->rest.n && (isalnum((unsigned char)r->rest.p[n]) || r->rest.p[n] == '_'))
		n++;
	r->word = str_sub(r->rest, 0, n);
	for (const char *const *b = branch; *b; b++)
		r->complexity += str_eq(r->word, str_of(*b));
	if (str_eq(r->word, S("case")) || str_eq(r->word, S("default"))) {
		/* "case A: case B:" is one way through. */
		r->complexity += r->last != ':' && str_eq(r->word, S("case"));
	}
	take(r, n);
	r->last = 'w';
}

static void
report(struct reader *r, size_t line, struct str name, const char *what, size_t n, size_t max)
{
	fprintf(stderr, "%s:%zu: %.*s has %zu %s, the most is %d\n", r->file, line, PS(name), n,
	    what, (int)max);
	r->wrong++;
}

static void
end_function(struct reader *r)
{
	size_t lines = r->line - r->name_line + 1;

	if (lines > MAX_FUNCTION)
		report(r, r->name_line, r->name, "lines", lines, MAX_FUNCTION);
	if (r->complexity > MAX_COMPLEXITY)
		report(r, r->name_line, r->name, "ways through", r->complexity, MAX_COMPLEXITY);
	r->in_function = false;
}

static void
open_bracket(struct reader *r, char c)
{
	if (c == '(' && r->parens++ == 0 && r->depth == 0 && !r->value &&
	    !str_eq(r->word, S("__attribute__"))) {
		r->name = r->word;
		r->name_line = r->line;
	}
	if (c == '{' && r->depth++ == 0 && r->last == ')' && !r->value) {
		r->in_function = true;
		r->complexity = 1;
	}
}

static void
close_bracket(struct reader *r, char c)
{
	if (c == ')')
		r->parens -= r->parens > 0;
	if (c == '}' && r->depth > 0 && --r->depth == 0 && r->in_function)
		end_function(r);
}

static void
take_sign(struct reader *r, char c)
{
	if (str_starts(r->rest, S("&&")) || str_starts(r->rest, S("||"))) {
		r->complexity++;
		take(r, 1);
	} else if (c == '?') {
		r->complexity++;
	} else if (c == '(' || c == '{') {
		open_bracket(r, c);
	} else if (c == ')' || c == '}') {
		close_bracket(r, c);
	} else if (r->depth == 0 && (c == '=' || c == ';')) {
		r->value = c == '=';
	}
	r->last = c;
	take(r, 1);
}

static void
take_token(struct reader *r)
{
	char c = r->rest.p[0];

	if (isspace((unsigned char)c))
		take(r, 1);
	else if (str_starts(r->rest, S("/*")))
		take_past(r, S("*/"));
	else if (str_starts(r->rest, S("//")))
		take_past(r, S("\n"));
	else if (c == '"' || c == '\'')
		take_quoted(r, c);
	else if (c == '#')
		take_directive(r);
	else if (isalnum((unsigned char)c) || c == '_')
		take_word(r);
	else
		take_sign(r, c);
}

static size_t
measure(const char *file)
{
	struct arena *a = arena_new(TOOL_MAX);
	struct reader r = { .file = file, .rest = file_read(a, file), .line = 1 };

	while (r.rest.n)
		take_token(&r);
	if (r.line - 1 > MAX_FILE)
		report(&r, r.line - 1, S("the file"), "lines", r.line - 1, MAX_FILE);
	arena_free(a);
	return r.wrong;
}

int
main(int argc, char **argv)
{
	size_t wrong = 0;

	for (int i = 1; i < argc; i++)
		wrong += measure(argv[i]);
	return wrong ? 1 : 0;
}
