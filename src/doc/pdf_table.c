/*
 * Tables: rows are kept whole where a page can hold them, parted line by line where
 * none could, and the header comes again on each page.
 */
#include "doc/pdf_draw.h"

#define PAD 4.0

struct row {
	size_t n;
	double x[PDF_COLUMNS], width[PDF_COLUMNS];
	struct set set[PDF_COLUMNS];
	const char *tag[PDF_COLUMNS];
};

static void
columns(const struct pdf_table *t, struct row *r)
{
	double sum = 0, x = PDF_MARGIN;

	r->n = t->columns < PDF_COLUMNS ? t->columns : PDF_COLUMNS;
	for (size_t i = 0; i < r->n; i++)
		sum += t->weight[i];
	for (size_t i = 0; i < r->n; i++) {
		r->x[i] = x;
		r->width[i] = PDF_INNER * t->weight[i] / sum;
		x += r->width[i];
	}
}

static double
fill(struct pen *pen, struct row *r, const struct str *cell, bool head, bool row_heads)
{
	double tallest = 0;

	for (size_t i = 0; i < r->n; i++) {
		bool names = head || (row_heads && i == 0);
		double h;

		r->tag[i] = names ? "TH" : "TD";
		r->set[i] =
		    pen_set(pen, names ? STYLE_BOLD : STYLE_TEXT, cell[i], r->width[i] - 2 * PAD);
		h = set_height(&r->set[i]);
		tallest = h > tallest ? h : tallest;
	}
	return tallest + 2 * PAD;
}

static void
rule(struct pen *pen, double grey)
{
	cairo_set_source_rgb(pen->cr, grey, grey, grey);
	cairo_set_line_width(pen->cr, .5);
	cairo_move_to(pen->cr, PDF_MARGIN, pen->y);
	cairo_line_to(pen->cr, PDF_WIDTH - PDF_MARGIN, pen->y);
	cairo_stroke(pen->cr);
}

/* What fits on this page of a row; true when all of it did. */
static bool
part(struct pen *pen, struct row *r)
{
	double used = 0;
	bool all = true;

	pen_tag(pen, "TR");
	for (size_t i = 0; i < r->n; i++) {
		double h;

		cairo_set_source_rgb(pen->cr, .1, .1, .1);
		pen_tag(pen, r->tag[i]);
		h = set_draw(
		    &r->set[i], pen, r->x[i] + PAD, pen->y + PAD, PDF_HEIGHT - PDF_BOTTOM - PAD);
		pen_untag(pen, r->tag[i]);
		used = h > used ? h : used;
		all = all && r->set[i].line >= r->set[i].lines;
	}
	pen_untag(pen, "TR");
	pen->y += used + 2 * PAD;
	return all;
}

static void
head(struct pen *pen, const struct pdf_table *t, struct row *r)
{
	fill(pen, r, t->head, true, false);
	part(pen, r);
	for (size_t i = 0; i < r->n; i++)
		set_done(&r->set[i]);
	rule(pen, .3);
}

static void
body(struct pen *pen, const struct pdf_table *t, struct row *r, size_t k)
{
	double h = fill(pen, r, t->cell + k * t->columns, false, t->row_heads);
	double page = PDF_HEIGHT - PDF_TOP - PDF_BOTTOM;
	struct row again = *r;

	/* A quarter of a page is kept for the header, whatever it holds. */
	if (h > pen_left(pen) && (h < page * 3 / 4 || pen_left(pen) < page / 8)) {
		pen_break(pen);
		head(pen, t, &again);
	}
	while (!part(pen, r)) {
		pen_break(pen);
		head(pen, t, &again);
	}
	for (size_t i = 0; i < r->n; i++)
		set_done(&r->set[i]);
	rule(pen, .8);
}

void
pen_table(struct pen *pen, const struct pdf_table *t)
{
	struct row r = { 0 };

	columns(t, &r);
	pen_want(pen, 72);
	pen_tag(pen, "Table");
	head(pen, t, &r);
	for (size_t k = 0; k < t->rows; k++)
		body(pen, t, &r, k);
	pen_untag(pen, "Table");
	pen->y += 10;
}
