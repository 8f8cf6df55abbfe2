/*
 * html IN.html >OUT.c: a page to a C function.
 *
 *	{{page page_x(const struct view *v) "incident/desk.h"}}	the function, its headers
 *	{{expr}}		any C expression, escaped for where it stands
 *	{{raw expr}}		a struct html, as it is; in a text only
 *	{{t key}} {{t key a, b}} {{tn key count}}	words of the catalogue
 *	{{if expr}} {{elif expr}} {{else}} {{for i < expr}} {{end}}
 *	{{let declaration}} {{call function(o, …)}} {{! comment}}
 *
 * The static text is followed byte by byte (context.h), so that a value in an
 * address is written otherwise than in a text, and one in a script is refused.
 * A block begins and ends in the same kind of place.  Compiling to C was chosen
 * against an interpreter: the C compiler checks every name and every type, at
 * the line of the template.
 */
#include <ctype.h>
#include <string.h>

#include "context.h"
#include "tool.h"

#define MAX_DEPTH 64
#define MAX_ARGUMENTS 9

struct block {
	const char *kind; /* "if", "else", "for" */
	size_t line;
	struct context start;
	bool newline_start; /* was the last byte a line end before the block? */
	bool newline_all;   /* … and after each of its branches so far? */
};

struct page {
	const char *file;
	size_t line;
	struct str rest;
	struct context context;
	struct buf text; /* static bytes not yet written */
	struct buf out;	 /* the C text */
	struct block block[MAX_DEPTH];
	size_t depth;
	bool begun;
	bool newline; /* the last byte written is a line end */
};

static void
flush_text(struct page *p)
{
	if (p->text.n == 0)
		return;
	buf_puts(&p->out, "\tout_raw(o, ");
	put_literal(&p->out, buf_str(&p->text));
	buf_printf(&p->out, ", %zu);\n", p->text.n);
	buf_clear(&p->text);
}

/* Before a C line made of the template's own words. */
static void
begin_code(struct page *p)
{
	flush_text(p);
	buf_printf(&p->out, "#line %zu \"%s\"\n\t", p->line, p->file);
}

/* ==== Static text ==== */

static void
static_byte(struct page *p, char byte)
{
	const char *wrong = context_step(&p->context, byte);

	if (wrong)
		fail(p->file, p->line, "%s", wrong);
	buf_byte(&p->text, byte);
	p->newline = byte == '\n';
}

static void
white_space(struct page *p)
{
	bool text = p->context.place == PLACE_TEXT;
	bool line_end = false;
	size_t n = 0;

	for (; n < p->rest.n && isspace((unsigned char)p->rest.p[n]); n++)
		line_end = line_end || p->rest.p[n] == '\n';
	if (!text || !line_end)
		static_byte(p, ' ');
	else if (!p->newline)
		static_byte(p, '\n');
	for (size_t i = 0; i < n; i++)
		p->line += p->rest.p[i] == '\n';
	p->rest = str_sub(p->rest, n, p->rest.n);
}

static void
static_text(struct page *p)
{
	char byte = p->rest.p[0];

	if (!p->begun && !isspace((unsigned char)byte))
		fail(p->file, p->line, "a template begins with {{page …}}");
	if (isspace((unsigned char)byte) && context_collapses(&p->context)) {
		white_space(p);
		return;
	}
	static_byte(p, byte);
	p->line += byte == '\n';
	p->rest = str_sub(p->rest, 1, p->rest.n);
}

/* ==== What is computed ==== */

/* The function that writes a value where the page stands. */
static const char *
writer(struct page *p)
{
	static const char *const code[] = { "javascript:", "data:", "vbscript:" };
	struct context *c = &p->context;
	bool begun = c->value_begun;

	if (c->place == PLACE_TAG || c->place == PLACE_ATTRIBUTE || c->place == PLACE_TAG_NAME)
		fail(p->file, p->line, "a value stands in %s", context_name(c));
	p->newline = false;
	c->value_begun = true;
	if (!context_url(c))
		return "out_text";
	for (size_t i = 0; i < sizeof code / sizeof code[0]; i++)
		if (strncmp(c->head, code[i], strlen(code[i])) == 0)
			fail(p->file, p->line, "nothing is computed after %s", code[i]);
	return begun ? "out_url_part" : "out_url";
}

static void
put_value(struct page *p, struct str expr)
{
	const char *function = writer(p);

	if (expr.n == 0)
		fail(p->file, p->line, "nothing stands between {{ and }}");
	begin_code(p);
	buf_printf(&p->out, "%s(o, VALUE(%.*s));\n", function, PS(expr));
}

static void
put_raw(struct page *p, struct str expr)
{
	if (p->context.place != PLACE_TEXT || p->context.verbatim)
		fail(p->file, p->line, "{{raw}} stands in %s", context_name(&p->context));
	p->newline = false;
	begin_code(p);
	buf_printf(&p->out, "out_html(o, %.*s);\n", PS(expr));
}

/* Up to the next comma that stands in no bracket and no quote. */
static struct str
cut_argument(struct str *rest)
{
	size_t depth = 0, i = 0;
	char quote = 0;
	struct str argument;

	for (; i < rest->n; i++) {
		char c = rest->p[i];

		if (quote) {
			i += c == '\\';
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (strchr("([{", c)) {
			depth++;
		} else if (strchr(")]}", c)) {
			depth -= depth > 0;
		} else if (c == ',' && depth == 0) {
			break;
		}
	}
	argument = str_trim(str_sub(*rest, 0, i));
	*rest = str_sub(*rest, i + 1, rest->n);
	return argument;
}

static struct str
cut_key(struct page *p, struct str *rest)
{
	size_t n = 0;
	struct str key;

	while (n < rest->n && (isalnum((unsigned char)rest->p[n]) || strchr("._-", rest->p[n])))
		n++;
	key = str_sub(*rest, 0, n);
	if (n == 0 || (n < rest->n && !isspace((unsigned char)rest->p[n])))
		fail(p->file, p->line, "'%.*s' does not begin with a key", PS(*rest));
	*rest = str_trim(str_sub(*rest, n, rest->n));
	return key;
}

static void
put_words(struct page *p, struct str rest)
{
	struct str key = cut_key(p, &rest);
	struct buf arguments = BUF_INIT(65536);
	const char *function = writer(p);
	size_t n = 0;

	if (rest.n == 0) {
		begin_code(p);
		buf_printf(&p->out, "%s(o, t(o->lang, \"%.*s\"));\n", function, PS(key));
		return;
	}
	if (context_url(&p->context))
		fail(p->file, p->line, "words with arguments stand in an address");
	while (rest.n) {
		struct str argument = cut_argument(&rest);

		buf_printf(&arguments, "%sout_str(o, %.*s)", n++ ? ", " : "", PS(argument));
	}
	if (n > MAX_ARGUMENTS)
		fail(p->file, p->line, "more than %d arguments", MAX_ARGUMENTS);
	begin_code(p);
	buf_printf(&p->out, "out_fill(o, \"%.*s\", %zu, (struct str[]){ %s });\n", PS(key), n,
	    arguments.p);
	buf_release(&arguments);
}

static void
put_count(struct page *p, struct str rest)
{
	struct str key = cut_key(p, &rest);

	writer(p);
	if (context_url(&p->context) || rest.n == 0)
		fail(p->file, p->line, "{{tn key count}} needs a count and stands in no address");
	begin_code(p);
	buf_printf(&p->out, "out_count(o, \"%.*s\", (int64_t)(%.*s));\n", PS(key), PS(rest));
}

static void
put_call(struct page *p, struct str call)
{
	if (context_url(&p->context))
		fail(p->file, p->line, "{{call}} stands in an address");
	context_settle(&p->context);
	p->context.value_begun = true;
	p->newline = false;
	begin_code(p);
	buf_printf(&p->out, "%.*s;\n", PS(call));
}

static void
put_let(struct page *p, struct str declaration)
{
	begin_code(p);
	buf_printf(&p->out, "%.*s%s\n", PS(declaration), str_ends(declaration, S(";")) ? "" : ";");
}

/* ==== Blocks ==== */

static void
open_block(struct page *p, const char *kind)
{
	if (p->depth == MAX_DEPTH)
		fail(p->file, p->line, "blocks stand in one another more than %d deep", MAX_DEPTH);
	context_settle(&p->context);
	p->block[p->depth++] = (struct block){ .kind = kind,
		.line = p->line,
		.start = p->context,
		.newline_start = p->newline,
		.newline_all = true };
}

/* A branch ends: where it began. */
static struct block *
end_branch(struct page *p, const char *word)
{
	struct block *b = &p->block[p->depth ? p->depth - 1 : 0];
	bool begun = p->context.value_begun;

	if (p->depth == 0)
		fail(p->file, p->line, "{{%s}} without its block", word);
	context_settle(&p->context);
	if (!context_same(&p->context, &b->start))
		fail(p->file, p->line, "the block of line %zu begins in %s and ends in %s", b->line,
		    context_name(&b->start), context_name(&p->context));
	b->newline_all = b->newline_all && p->newline;
	p->context = b->start;
	p->context.value_begun = begun || b->start.value_begun;
	p->newline = b->newline_start;
	return b;
}

static void
put_if(struct page *p, struct str expr)
{
	begin_code(p);
	buf_printf(&p->out, "if (%.*s) {\n", PS(expr));
	open_block(p, "if");
}

static void
put_elif(struct page *p, struct str expr)
{
	if (strcmp(end_branch(p, "elif")->kind, "if") != 0)
		fail(p->file, p->line, "{{elif}} without its {{if}}");
	begin_code(p);
	buf_printf(&p->out, "} else if (%.*s) {\n", PS(expr));
}

static void
put_else(struct page *p, struct str nothing)
{
	struct block *b = end_branch(p, "else");

	if (strcmp(b->kind, "if") != 0 || nothing.n)
		fail(p->file, p->line, "{{else}} without its {{if}}");
	b->kind = "else";
	begin_code(p);
	buf_puts(&p->out, "} else {\n");
}

static void
put_for(struct page *p, struct str rest)
{
	size_t n = 0;
	struct str name;

	while (n < rest.n && (isalnum((unsigned char)rest.p[n]) || rest.p[n] == '_'))
		n++;
	name = str_sub(rest, 0, n);
	rest = str_trim(str_sub(rest, n, rest.n));
	if (n == 0 || !str_starts(rest, S("<")) || rest.n < 2)
		fail(p->file, p->line, "a loop is written {{for i < expr}}");
	begin_code(p);
	buf_printf(&p->out, "for (size_t %.*s = 0; %.*s < (size_t)(%.*s); %.*s++) {\n", PS(name),
	    PS(name), PS(str_trim(str_sub(rest, 1, rest.n))), PS(name));
	open_block(p, "for");
	/* The second turn begins after the end of the first. */
	p->newline = false;
}

static void
put_end(struct page *p, struct str nothing)
{
	struct block *b = end_branch(p, "end");
	bool always = strcmp(b->kind, "else") == 0;

	if (nothing.n)
		fail(p->file, p->line, "{{end}} takes nothing");
	p->newline = b->newline_all && (always || b->newline_start);
	begin_code(p);
	buf_puts(&p->out, "}\n");
	p->depth--;
}

/* ==== The page ==== */

static void
put_page(struct page *p, struct str rest)
{
	struct str signature = str_trim(str_cut(&rest, '"'));
	struct str arguments = signature, name = str_trim(str_cut(&arguments, '('));
	bool none;

	if (p->begun)
		fail(p->file, p->line, "a template is one page");
	if (name.n == 0 || !str_ends(arguments, S(")")))
		fail(p->file, p->line, "a page is written {{page name(arguments) \"header.h\"}}");
	arguments = str_trim(str_sub(arguments, 0, arguments.n - 1));
	none = arguments.n == 0 || str_eq(arguments, S("void"));
	buf_printf(&p->out, "/* Made by tools/html from %s. */\n#include \"web/out.h\"\n", p->file);
	while (rest.n) {
		struct str header = str_cut(&rest, '"');

		if (str_trim(header).n)
			buf_printf(&p->out, "#include \"%.*s\"\n", PS(header));
	}
	buf_clear(&p->text);
	buf_printf(&p->out, "#line %zu \"%s\"\nvoid\n%.*s(struct out *o%s%.*s)\n{\n", p->line,
	    p->file, PS(name), none ? "" : ", ", none ? 0 : (int)arguments.n,
	    none ? "" : arguments.p);
	p->begun = true;
	p->newline = true;
}

static const struct {
	const char *word;
	void (*put)(struct page *p, struct str rest);
} words[] = {
	{ "page", put_page },
	{ "raw", put_raw },
	{ "t", put_words },
	{ "tn", put_count },
	{ "if", put_if },
	{ "elif", put_elif },
	{ "else", put_else },
	{ "for", put_for },
	{ "end", put_end },
	{ "let", put_let },
	{ "call", put_call },
};

/* What stands between "{{" and "}}"; quotes in it hide a "}}". */
static struct str
cut_tag(struct page *p)
{
	struct str inside = str_sub(p->rest, 2, p->rest.n);
	bool comment = str_starts(inside, S("!"));
	char quote = 0;
	size_t i = 0;

	for (; i + 1 < inside.n; i++) {
		char c = inside.p[i];

		if (quote) {
			i += c == '\\';
			quote = c == quote ? 0 : quote;
		} else if (!comment && (c == '"' || c == '\'')) {
			quote = c;
		} else if (c == '}' && inside.p[i + 1] == '}') {
			p->rest = str_sub(inside, i + 2, inside.n);
			return str_trim(str_sub(inside, 0, i));
		}
	}
	fail(p->file, p->line, "{{ without its }}");
}

static void
tag(struct page *p)
{
	struct str inside = cut_tag(p), rest = inside, word;
	const char *refusal = context_refusal(&p->context);
	void (*put)(struct page *, struct str) = put_value;
	size_t lines = 0, n = 0;

	for (size_t i = 0; i < inside.n; i++)
		lines += inside.p[i] == '\n';
	while (n < inside.n && isalpha((unsigned char)inside.p[n]))
		n++;
	word = str_sub(inside, 0, n);
	if (n == inside.n || isspace((unsigned char)inside.p[n]))
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (str_eq(word, str_of(words[i].word))) {
				put = words[i].put;
				rest = str_trim(str_sub(inside, n, inside.n));
			}
	if (!str_starts(inside, S("!"))) {
		if (refusal)
			fail(p->file, p->line, "%s", refusal);
		if (!p->begun && put != put_page)
			fail(p->file, p->line, "a template begins with {{page …}}");
		put(p, rest);
	}
	p->line += lines;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(TOOL_MAX);
	struct page p = { .text = BUF_INIT(TOOL_MAX), .out = BUF_INIT(TOOL_MAX), .line = 1 };

	if (argc != 2) {
		fprintf(stderr, "usage: html IN.html >OUT.c\n");
		return 2;
	}
	p.file = argv[1];
	p.newline = true;
	p.rest = file_read(a, p.file);
	while (p.rest.n)
		if (str_starts(p.rest, S("{{")))
			tag(&p);
		else
			static_text(&p);
	if (!p.begun)
		fail(p.file, p.line, "a template begins with {{page …}}");
	if (p.depth)
		fail(p.file, p.block[p.depth - 1].line, "the block has no {{end}}");
	if (p.context.place != PLACE_TEXT)
		fail(p.file, p.line, "the page ends in %s", context_name(&p.context));
	flush_text(&p);
	buf_puts(&p.out, "}\n");
	fwrite(p.out.p, 1, p.out.n, stdout);
	buf_release(&p.text);
	buf_release(&p.out);
	arena_free(a);
	return fflush(stdout) == 0 ? 0 : 1;
}
