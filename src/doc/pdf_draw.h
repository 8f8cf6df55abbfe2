/* The pen of pdf.c: where it stands on which page, and how lines are set. Private. */
#ifndef DOC_PDF_DRAW_H
#define DOC_PDF_DRAW_H

#include <pango/pangocairo.h>

#include "doc/pdf.h"

#define PDF_WIDTH 595.28
#define PDF_HEIGHT 841.89
#define PDF_MARGIN 56.0
#define PDF_TOP 64.0
#define PDF_BOTTOM 62.0
#define PDF_INNER (PDF_WIDTH - 2 * PDF_MARGIN)

enum pdf_style { STYLE_TEXT, STYLE_BOLD, STYLE_SMALL, STYLE_H1, STYLE_H2, STYLE_H3, STYLE_COUNT };

struct pen {
	cairo_t *cr;
	const struct pdf_about *about;
	struct arena *arena;
	double y;
	int page, pages; /* pages: 0 in the first of the two passes */
	PangoLayout *layout[STYLE_COUNT];
};

void pen_open(struct pen *pen, cairo_surface_t *surface);
void pen_close(struct pen *pen); /* the last page is out */

void pen_break(struct pen *pen);	  /* a new page */
double pen_left(const struct pen *pen);	  /* height left on this page */
void pen_want(struct pen *pen, double h); /* breaks unless that much is left */
void pen_tag(struct pen *pen, const char *tag);
void pen_untag(struct pen *pen, const char *tag);

/* A text set in a style to a width, to be drawn line by line. */
struct set {
	PangoLayout *layout;
	int line, lines;
};
struct set pen_set(struct pen *pen, enum pdf_style style, struct str text, double width);
void set_done(struct set *s);
double set_height(const struct set *s); /* of what is not drawn yet */
/* Draws the lines that fit above limit, from y on; gives the height used. */
double set_draw(struct set *s, struct pen *pen, double x, double y, double limit);

/* A whole text at the pen, over pages where it must, tagged. */
void pen_write(struct pen *pen, const char *tag, enum pdf_style style, struct str text, double x);

/* pdf_table.c */
void pen_table(struct pen *pen, const struct pdf_table *t);

#endif
