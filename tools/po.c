/*
 * po OUT.c locale/DOMAIN.LANG.po …: message catalogues to one C table.
 *
 * Reads the PO syntax as far as Vigie uses it: comments, msgid, msgstr, strings
 * over several lines, the escapes \n \t \" \\.  The header (empty msgid) is
 * skipped.  The plural of a message stands under its key followed by '#'.
 * Refused: a key that one language lacks, that comes twice or is empty, or
 * whose arguments (%1 to %9) are not the same in both languages.
 */
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define LANGS 2

static const char *const lang_suffix[LANGS] = { ".fr.po", ".en.po" }; /* by enum lang */

struct entry {
	struct str key;
	struct str text;
	int lang;
	const char *file;
	size_t line;
};

struct catalogue {
	struct arena *arena;
	struct entry *entry;
	size_t n, room;
};

/* A file being read. */
struct po {
	const char *file;
	size_t line;
	int lang;
	struct buf key, text;
	struct buf *into; /* where the next string goes */
	size_t key_line;
};

static void
add_entry(struct catalogue *c, struct po *po)
{
	struct entry *e;

	if (po->key.n == 0)
		return;
	if (po->into != &po->text)
		fail(po->file, po->key_line, "'%s' has no msgstr", po->key.p);
	if (str_trim(buf_str(&po->text)).n == 0)
		fail(po->file, po->key_line, "'%s' is empty", po->key.p);
	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 1024;
		c->entry = realloc(c->entry, c->room * sizeof *c->entry);
		if (c->entry == NULL)
			fail(po->file, po->line, "out of memory");
	}
	e = &c->entry[c->n++];
	e->key = arena_dup(c->arena, buf_str(&po->key));
	e->text = arena_dup(c->arena, buf_str(&po->text));
	e->lang = po->lang;
	e->file = po->file;
	e->line = po->key_line;
}

static char
unescaped(const struct po *po, char c)
{
	switch (c) {
	case 'n': return '\n';
	case 't': return '\t';
	case '"':
	case '\\': return c;
	default: fail(po->file, po->line, "unknown escape '\\%c'", c);
	}
}

static void
read_string(struct po *po, struct str s)
{
	if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		fail(po->file, po->line, "a string in double quotes is expected");
	if (po->into == NULL)
		fail(po->file, po->line, "a string stands before any msgid");
	for (size_t i = 1; i + 1 < s.n; i++) {
		char c = s.p[i];

		if (c == '"')
			fail(po->file, po->line, "a quote is not escaped");
		if (c == '\\' && ++i + 1 >= s.n)
			fail(po->file, po->line, "the string is not closed");
		buf_byte(po->into, c == '\\' ? unescaped(po, s.p[i]) : c);
	}
}

static void
read_line(struct catalogue *c, struct po *po, struct str line)
{
	if (line.n == 0 || line.p[0] == '#')
		return;
	if (str_starts(line, S("msgid "))) {
		add_entry(c, po);
		buf_clear(&po->key);
		buf_clear(&po->text);
		po->into = &po->key;
		po->key_line = po->line;
		line = str_trim(str_sub(line, 6, line.n));
	} else if (str_starts(line, S("msgstr "))) {
		if (po->into != &po->key)
			fail(po->file, po->line, "a msgstr without its msgid");
		po->into = &po->text;
		line = str_trim(str_sub(line, 7, line.n));
	}
	read_string(po, line);
}

static int
lang_of(const char *file)
{
	for (int i = 0; i < LANGS; i++)
		if (str_ends(str_of(file), str_of(lang_suffix[i])))
			return i;
	fail(file, 0, "the name does not end with '%s' or '%s'", lang_suffix[0], lang_suffix[1]);
}

static void
read_po(struct catalogue *c, const char *file)
{
	struct po po = { .file = file,
		.lang = lang_of(file),
		.key = BUF_INIT(4096),
		.text = BUF_INIT(1u << 20) };
	struct str rest = file_read(c->arena, file);

	if (!str_utf8_valid(rest))
		fail(file, 0, "is not valid UTF-8");
	while (rest.n) {
		po.line++;
		read_line(c, &po, str_trim(str_cut(&rest, '\n')));
	}
	add_entry(c, &po);
	buf_release(&po.key);
	buf_release(&po.text);
}

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = str_cmp(x->key, y->key);

	return c ? c : x->lang - y->lang;
}

static unsigned
arguments(struct str text)
{
	unsigned set = 0;

	for (size_t i = 0; i + 1 < text.n; i++)
		if (text.p[i] == '%' && text.p[i + 1] >= '1' && text.p[i + 1] <= '9')
			set |= 1u << (text.p[i + 1] - '0');
	return set;
}

/* Two entries of one key, French then English. */
static void
check_pair(const struct entry *e, size_t left)
{
	if (left > 1 && str_eq(e[0].key, e[1].key) && e[0].lang == e[1].lang)
		fail(e[1].file, e[1].line, "'%.*s' is there already (%s:%zu)", PS(e[1].key),
		    e[0].file, e[0].line);
	if (left < 2 || !str_eq(e[0].key, e[1].key))
		fail(e->file, e->line, "'%.*s' is in this language only", PS(e->key));
	if (arguments(e[0].text) != arguments(e[1].text))
		fail(e[1].file, e[1].line, "'%.*s' has other arguments than %s:%zu", PS(e[1].key),
		    e[0].file, e[0].line);
}

static void
check_plural(const struct catalogue *c, const struct entry *e)
{
	struct entry key = { .key = str_sub(e->key, 0, e->key.n - 1), .lang = e->lang };

	if (str_ends(e->key, S("#")) &&
	    bsearch(&key, c->entry, c->n, sizeof *c->entry, by_key) == NULL)
		fail(e->file, e->line, "'%.*s' is a plural without its singular", PS(e->key));
}

static void
write_table(const struct catalogue *c, const char *out)
{
	struct buf b = BUF_INIT(TOOL_MAX);

	buf_puts(&b, "/* Made by tools/po from locale/. */\n#include \"base/lang.h\"\n\n"
		     "const struct message message_table[] = {\n");
	for (size_t i = 0; i < c->n; i += LANGS) {
		buf_puts(&b, "\t{ STR_INIT(");
		put_literal(&b, c->entry[i].key);
		buf_puts(&b, "),\n\t\t{ STR_INIT(");
		put_literal(&b, c->entry[i].text);
		buf_puts(&b, "),\n\t\t    STR_INIT(");
		put_literal(&b, c->entry[i + 1].text);
		buf_puts(&b, ") } },\n");
	}
	buf_puts(&b, "\t{ { NULL, 0 }, { { NULL, 0 }, { NULL, 0 } } },\n};\n");
	buf_printf(&b, "const size_t message_count = %zu;\n", c->n / LANGS);
	file_write(out, buf_str(&b));
	buf_release(&b);
}

int
main(int argc, char **argv)
{
	struct catalogue c = { .arena = arena_new(TOOL_MAX) };

	if (argc < 2) {
		fprintf(stderr, "usage: po OUT.c DOMAIN.LANG.po ...\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		read_po(&c, argv[i]);
	if (c.n)
		qsort(c.entry, c.n, sizeof *c.entry, by_key);
	for (size_t i = 0; i < c.n; i += LANGS) {
		check_pair(c.entry + i, c.n - i);
		check_plural(&c, c.entry + i);
	}
	write_table(&c, argv[1]);
	free(c.entry);
	arena_free(c.arena);
	return 0;
}
