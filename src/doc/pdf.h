/*
 * A document as PDF, or as HTML from the same blocks.  The PDF is tagged, so that a screen reader finds headings, lists and tables;
 * the same bytes for the same document, so that a hash proves one.
 *
 * The caller tells blocks in reading order; nothing is drawn before pdf_write, which
 * lays them out twice: once to know how many pages there are.  Texts are borrowed until
 * then.  Everything is A4, one column, in the font of the site.
 *
 * Units are points (1/72 inch).  Pure: no file, no clock, no database; text is any
 * UTF-8, bad bytes become U+FFFD, control characters go.
 */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/moment.h"
#include "web/out.h"

struct pdf_about {
	struct str title, author;
	struct str mark; /* at the head of each page: "TLP:AMBER"; "" for none */
	struct str foot; /* at the foot, beside the page's number */
	struct moment date;
	enum lang lang;
};

struct pdf;

/* Lives in the arena. */
struct pdf *pdf_begin(struct arena *a, const struct pdf_about *about);

void pdf_heading(struct pdf *p, int level, struct str text); /* 1 to 3 */
void pdf_text(struct pdf *p, struct str text);		     /* blank lines part paragraphs */
void pdf_item(struct pdf *p, struct str text); /* of a list; neighbours are one list */
void pdf_page(struct pdf *p);		       /* what follows begins a page */

/* A table: n columns, cells row after row, the first row its header; weight gives
 * each column's share of the width.  A header is repeated on each page. */
struct pdf_table {
	size_t columns, rows; /* rows without the header */
	const double *weight;
	const struct str *head;
	const struct str *cell;
	bool row_heads; /* the first cell of a row names it */
};
#define PDF_COLUMNS 8
void pdf_table(struct pdf *p, const struct pdf_table *t);

/* The same document as part of a page: its first heading is left to the page, the
 * others are h2 and h3. */
void pdf_html(const struct pdf *p, struct out *o);

/* False: the buffer's maximum, or more than PDF_PAGES pages. */
#define PDF_PAGES 2000
bool pdf_write(struct pdf *p, struct buf *out);

#endif
