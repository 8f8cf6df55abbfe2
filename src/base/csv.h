/*
 * CSV (RFC 4180) with a chosen separator: a pure reader.
 *
 * Quotes, doubled quotes, line ends inside quotes; LF, CRLF or CR; a byte-order
 * mark is skipped.  Text after a closing quote, an unclosed quote, or too many
 * fields make one bad row, and reading goes on at the next line.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/str.h"

#define CSV_MAX_FIELDS 256

struct csv {
	struct str rest;
	char separator;
	size_t line; /* of the row just read, from 1 */
	size_t next_line;
	size_t n;
	struct str field[CSV_MAX_FIELDS];
	const char *error; /* catalogue key when the row is bad, else NULL */
};

void csv_start(struct csv *c, struct str text, char separator);

/* The next row; false at the end.  Quoted fields are unescaped in the arena. */
bool csv_next(struct csv *c, struct arena *a);

/* One cell, quoted when it must be; '=', '+', '-', '@' at the start get an
 * apostrophe so that a spreadsheet runs nothing. */
struct buf;
void csv_put(struct buf *b, struct str cell, bool first);

#endif
