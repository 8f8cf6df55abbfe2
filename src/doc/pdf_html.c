/*
 * The blocks of a document as HTML: what is read on the screen is what is printed,
 * because both come from one list.
 */
#include "doc/pdf_block.h"

static void
element(struct out *o, const char *tag, struct str text)
{
	buf_printf(o->buf, "<%s>", tag);
	out_text(o, text);
	buf_printf(o->buf, "</%s>\n", tag);
}

static void
row(struct out *o, const struct pdf_table *t, const struct str *cell)
{
	buf_puts(o->buf, "<tr>");
	for (size_t i = 0; i < t->columns; i++) {
		bool names = t->row_heads && i == 0;

		buf_puts(o->buf, names ? "<th scope=\"row\">" : "<td>");
		out_text(o, cell[i]);
		buf_puts(o->buf, names ? "</th>" : "</td>");
	}
	buf_puts(o->buf, "</tr>\n");
}

/* The heading before it names it; on a telephone it moves within its frame. */
static void
table(struct out *o, const struct pdf_table *t, struct str caption)
{
	buf_puts(o->buf, "<section class=\"wide\" tabindex=\"0\" aria-label=\"");
	out_text(o, caption);
	buf_puts(o->buf, "\"><table class=\"grid\"><caption class=\"fr-sr-only\">");
	out_text(o, caption);
	buf_puts(o->buf, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < t->columns; i++) {
		buf_puts(o->buf, "<th scope=\"col\">");
		out_text(o, t->head[i]);
		buf_puts(o->buf, "</th>");
	}
	buf_puts(o->buf, "</tr></thead>\n<tbody>\n");
	for (size_t k = 0; k < t->rows; k++)
		row(o, t, t->cell + k * t->columns);
	buf_puts(o->buf, "</tbody></table></section>\n");
}

void
pdf_html(const struct pdf *p, struct out *o)
{
	struct str heading = p->about.title;
	bool list = false;

	for (const struct block *b = p->first; b; b = b->next) {
		if (list != (b->kind == BLOCK_ITEM))
			buf_puts(o->buf, list ? "</ul>\n" : "<ul>\n");
		list = b->kind == BLOCK_ITEM;
		switch (b->kind) {
		case BLOCK_HEADING:
			heading = b->text;
			if (b->level > 1)
				element(o, b->level == 2 ? "h2" : "h3", b->text);
			break;
		case BLOCK_TEXT: element(o, "p", b->text); break;
		case BLOCK_ITEM: element(o, "li", b->text); break;
		case BLOCK_TABLE: table(o, &b->table, heading); break;
		case BLOCK_PAGE: break;
		}
	}
	if (list)
		buf_puts(o->buf, "</ul>\n");
}
