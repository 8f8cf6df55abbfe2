/*
 * A .test file to instructions.  A line that begins with white space continues
 * the instruction before it, or stands in its block (rows, raw, text).
 */
#include "tests/play/play.h"

#include <ctype.h>
#include <string.h>

static const char *const with_block[] = { "rows", "raw" };

static bool
takes_block(struct str verb)
{
	for (size_t i = 0; i < sizeof with_block / sizeof with_block[0]; i++)
		if (str_eq(verb, str_of(with_block[i])))
			return true;
	return false;
}

/* Without " # …" outside of quotes, and without white space at the end. */
static struct str
uncomment(struct str line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '"' && (i == 0 || line.p[i - 1] != '\\'))
			quoted = !quoted;
		if (!quoted && line.p[i] == '#' &&
		    (i == 0 || isspace((unsigned char)line.p[i - 1])))
			line.n = i;
	}
	while (line.n && isspace((unsigned char)line.p[line.n - 1]))
		line.n--;
	return line;
}

static void
block_add(struct arena *a, struct instruction *in, struct str line)
{
	struct str *more = arena_array(a, struct str, in->n_block + 1);

	if (in->n_block)
		memcpy(more, in->block, in->n_block * sizeof *more);
	more[in->n_block++] = str_trim(line);
	in->block = more;
}

static void
begin(struct instruction *in, int number, struct str line)
{
	size_t n = 0;

	while (n < line.n && !isspace((unsigned char)line.p[n]))
		n++;
	*in = (struct instruction){ .line = number,
		.verb = str_sub(line, 0, n),
		.rest = str_trim(str_sub(line, n, line.n)) };
}

bool
script_read(const char *path, struct arena *a, struct instruction **ret, size_t *ret_n,
    struct str *ret_error)
{
	struct str text = text_file(a, path);
	struct instruction *list, *last = NULL;
	size_t n = 0, lines = 1;
	int number = 0;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	list = arena_array(a, struct instruction, lines);
	if (text.p == NULL) {
		*ret_error = S("the file cannot be read");
		return false;
	}
	while (text.n) {
		struct str raw = str_cut(&text, '\n'), line = uncomment(raw);

		number++;
		if (line.n == 0)
			continue;
		if (!isspace((unsigned char)line.p[0])) {
			last = &list[n++];
			begin(last, number, line);
		} else if (last == NULL) {
			*ret_error = S("the first line continues nothing");
			return false;
		} else if (takes_block(last->verb)) {
			block_add(a, last, line);
		} else {
			last->rest =
			    arena_printf(a, "%.*s %.*s", PS(last->rest), PS(str_trim(line)));
		}
	}
	*ret = list;
	*ret_n = n;
	return true;
}
