/*
 * Reference tables: tab-separated text with a header line, comments with '#'.
 *
 * They ship in data/ and are embedded in the binary; a file of the same name in
 * the instance's folder DATA/tables/ replaces the embedded one, so that a delay,
 * a threshold or a nomenclature changes without a new program.  Loaded once,
 * before threads start, and never freed: rows are read from everywhere.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/arena.h"
#include "base/str.h"

struct table {
	const char *name; /* "vocabulary", for data/vocabulary.tsv */
	size_t n_columns, n_rows;
	const struct str *column; /* header */
	const struct str *cell;	  /* n_rows * n_columns; an absent cell is "" */
};

/* Where replacements are looked for; NULL for none.  Before the first table_get. */
void table_folder(const char *folder);

/* The table, or death when neither the instance nor the binary has it. */
const struct table *table_get(const char *name);

struct str table_cell(const struct table *t, size_t row, const char *column);

/* First row whose column holds key, or NOT_FOUND_ROW. */
#define NOT_FOUND_ROW ((size_t)-1)
size_t table_find(const struct table *t, const char *column, struct str key);

/* Pure: text to table, in an arena.  NULL when there is no header. */
const struct table *table_parse(struct arena *a, const char *name, struct str text);

/* "a=1;b=2": the value of one attribute, or "". */
struct str attribute(struct str attributes, const char *name);

#endif
