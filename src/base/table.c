#include "base/table.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/die.h"

#define MAX_TABLES 64
#define MAX_TABLE_BYTES (8u << 20)

static const char *replacement_folder;
static const struct table *loaded[MAX_TABLES];
static size_t n_loaded;
static struct arena *forever;
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

void
table_folder(const char *folder)
{
	replacement_folder = folder;
}

static bool
skipped(struct str line)
{
	return line.n == 0 || line.p[0] == '#';
}

static struct str
next_line(struct str *text)
{
	struct str line = str_cut(text, '\n');

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static size_t
count_lines(struct str text)
{
	size_t n = 0;

	while (text.n)
		n += !skipped(next_line(&text));
	return n;
}

static size_t
split(struct str line, struct str *cell, size_t max)
{
	size_t n = 0;

	while (line.p && n < max)
		cell[n++] = str_trim(str_cut(&line, '\t'));
	return n;
}

const struct table *
table_parse(struct arena *a, const char *name, struct str text)
{
	size_t lines = count_lines(text);
	struct table *t = arena_new_of(a, struct table);
	struct str column[64], *cell;
	struct str header = { NULL, 0 };

	while (text.n && skipped(header))
		header = next_line(&text);
	if (skipped(header))
		return NULL;
	t->name = arena_cstr(a, str_of(name));
	t->n_columns = split(header, column, 64);
	t->n_rows = lines - 1;
	cell = arena_array(a, struct str, t->n_columns * (lines + 1));
	memcpy(cell, column, t->n_columns * sizeof *cell);
	t->column = cell;
	t->cell = cell += t->n_columns;
	while (text.n) {
		struct str line = next_line(&text);

		if (skipped(line))
			continue;
		split(line, cell, t->n_columns);
		cell += t->n_columns;
	}
	return t;
}

static bool
read_replacement(const char *name, struct buf *b)
{
	char path[4096], chunk[8192];
	size_t n;
	FILE *f;

	if (replacement_folder == NULL)
		return false;
	snprintf(path, sizeof path, "%s/tables/%s.tsv", replacement_folder, name);
	f = fopen(path, "re");
	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(b, (struct str){ chunk, n });
	fclose(f);
	return !buf_failed(b);
}

static const struct table *
load(const char *name)
{
	struct buf b = BUF_INIT(MAX_TABLE_BYTES);
	const struct table *t;
	struct str text;

	if (forever == NULL)
		forever = arena_new(64u << 20);
	if (read_replacement(name, &b)) {
		text = arena_dup(forever, buf_str(&b));
	} else {
		const struct asset *file = asset_find(arena_printf(forever, "data/%s.tsv", name));

		if (file == NULL)
			die("no reference table '%s'", name);
		text = file->bytes;
	}
	t = table_parse(forever, name, text);
	buf_release(&b);
	if (t == NULL || n_loaded == MAX_TABLES)
		die("reference table '%s' cannot be read", name);
	return loaded[n_loaded++] = t;
}

const struct table *
table_get(const char *name)
{
	const struct table *t = NULL;

	pthread_mutex_lock(&loading);
	for (size_t i = 0; i < n_loaded && t == NULL; i++)
		if (strcmp(loaded[i]->name, name) == 0)
			t = loaded[i];
	if (t == NULL)
		t = load(name);
	pthread_mutex_unlock(&loading);
	return t;
}

static size_t
column_index(const struct table *t, const char *column)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (str_eq(t->column[i], str_of(column)))
			return i;
	die("table '%s' has no column '%s'", t->name, column);
}

struct str
table_cell(const struct table *t, size_t row, const char *column)
{
	return t->cell[row * t->n_columns + column_index(t, column)];
}

size_t
table_find(const struct table *t, const char *column, struct str key)
{
	size_t c = column_index(t, column);

	for (size_t i = 0; i < t->n_rows; i++)
		if (str_eq(t->cell[i * t->n_columns + c], key))
			return i;
	return NOT_FOUND_ROW;
}

struct str
attribute(struct str attributes, const char *name)
{
	while (attributes.n) {
		struct str value = str_cut(&attributes, ';');

		if (str_eq(str_trim(str_cut(&value, '=')), str_of(name)))
			return str_trim(value);
	}
	return (struct str){ NULL, 0 };
}
