#include "base/csv.h"

#include <string.h>

#include "base/buf.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

void
csv_start(struct csv *c, struct str text, char separator)
{
	if (str_starts(text, S(BYTE_ORDER_MARK)))
		text = str_sub(text, 3, text.n);
	c->rest = text;
	c->separator = separator;
	c->line = 0;
	c->next_line = 1;
	c->n = 0;
	c->error = NULL;
}

static char
peek(const struct csv *c)
{
	return c->rest.n ? c->rest.p[0] : '\n';
}

static void
advance(struct csv *c)
{
	if (c->rest.n == 0)
		return;
	if (c->rest.p[0] == '\n' || (c->rest.p[0] == '\r' && !str_starts(c->rest, S("\r\n"))))
		c->next_line++;
	c->rest.p++, c->rest.n--;
}

static bool
at_end_of_field(const struct csv *c)
{
	return c->rest.n == 0 || peek(c) == c->separator || peek(c) == '\n' || peek(c) == '\r';
}

static struct str
quoted(struct csv *c, struct arena *a)
{
	struct str start;
	char *p;
	size_t n = 0;

	advance(c);
	start = c->rest;
	while (c->rest.n && !(peek(c) == '"' && !str_starts(c->rest, S("\"\""))))
		if (peek(c) == '"')
			advance(c), advance(c), n++;
		else
			advance(c);
	if (c->rest.n == 0)
		c->error = "error.csv_quote";
	start.n -= c->rest.n;
	advance(c);
	if (!at_end_of_field(c))
		c->error = "error.csv_quote";
	if (n == 0)
		return start;
	p = arena_alloc(a, start.n);
	n = 0;
	for (size_t i = 0; i < start.n; i++) {
		p[n++] = start.p[i];
		i += start.p[i] == '"';
	}
	return (struct str){ p, n };
}

static struct str
plain(struct csv *c)
{
	struct str start = c->rest;

	while (!at_end_of_field(c))
		advance(c);
	start.n -= c->rest.n;
	return start;
}

static void
end_of_line(struct csv *c)
{
	while (c->rest.n && peek(c) != '\n' && peek(c) != '\r')
		advance(c);
	if (str_starts(c->rest, S("\r\n")))
		advance(c);
	advance(c);
}

bool
csv_next(struct csv *c, struct arena *a)
{
	struct str row;

	while (c->rest.n && (peek(c) == '\n' || peek(c) == '\r'))
		advance(c);
	if (c->rest.n == 0)
		return false;
	row = c->rest;
	c->line = c->next_line;
	c->n = 0;
	c->error = NULL;
	for (;;) {
		struct str field = peek(c) == '"' ? quoted(c, a) : plain(c);

		if (c->n == CSV_MAX_FIELDS)
			c->error = "error.csv_fields";
		else
			c->field[c->n++] = field;
		if (c->error || c->rest.n == 0 || peek(c) != c->separator)
			break;
		advance(c);
	}
	/* A quote that nothing closes has eaten all: only its own line is bad. */
	if (c->error && c->rest.n == 0) {
		c->rest = row;
		c->next_line = c->line;
	}
	end_of_line(c);
	return true;
}

void
csv_put(struct buf *b, struct str cell, bool first)
{
	bool formula = cell.n && memchr("=+-@\t\r", cell.p[0], 6) != NULL;
	bool quote = formula || str_starts(cell, S(BYTE_ORDER_MARK));

	for (size_t i = 0; i < cell.n && !quote; i++)
		quote = memchr(",;\"\n\r", cell.p[i], 5) != NULL;
	if (!first)
		buf_byte(b, ',');
	if (!quote) {
		buf_put(b, cell);
		return;
	}
	buf_puts(b, formula ? "\"'" : "\"");
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, cell.p[i]);
	}
	buf_byte(b, '"');
}
