/*
 * Markdown as people of the cell write it: CommonMark with tables, read by md4c.
 *
 * Raw HTML is not markup here: it is shown as it was typed.  An image becomes its
 * words, a link leads to http, https, mailto or a place of the site, or nowhere.
 * Headings go below the one under which the text stands, without a step left out.
 *
 * Pure and bounded: a text of more blocks, links or nesting than a person writes is
 * no Markdown (markdown_fits), and is shown as plain paragraphs.
 */
#ifndef DOC_MARKDOWN_H
#define DOC_MARKDOWN_H

#include "doc/pdf.h"
#include "web/out.h"

#define MARKDOWN_MAX 40000 /* bytes */

bool markdown_fits(struct str text);

/* Below a heading of that level: the first of the text is level + 1. */
void markdown_html(struct out *o, struct str text, int level);
void markdown_pdf(struct pdf *p, struct arena *a, struct str text, int level);

/* The words alone, a line a block: for search and for lists. */
struct str markdown_words(struct str text, struct arena *a);

#endif
