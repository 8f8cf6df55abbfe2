/*
 * Lines of text on pages.
 *
 * Pango breaks and shapes lines, cairo writes them and their tags.  A text is drawn
 * line by line, so that it may go over to the next page; each part is a paragraph
 * of its own in the structure, because cairo cannot tag one across pages.
 * Rejected: libharu (no line breaking, no tags), a browser (a process of 200 MB that
 * reads what it prints).
 */
#include "doc/pdf_draw.h"

static const struct {
	const char *font;
	double grey, before, after;
} style_table[STYLE_COUNT] = {
	[STYLE_TEXT] = { "Inter 9.5", .1, 0, 6 },
	[STYLE_BOLD] = { "Inter Semi-Bold 9", .1, 0, 6 },
	[STYLE_SMALL] = { "Inter 8", .35, 0, 4 },
	[STYLE_H1] = { "Inter Bold 20", 0, 4, 12 },
	[STYLE_H2] = { "Inter Bold 13", 0, 14, 6 },
	[STYLE_H3] = { "Inter Semi-Bold 10.5", 0, 8, 4 },
};

void
pen_open(struct pen *pen, cairo_surface_t *surface)
{
	pen->cr = cairo_create(surface);
	for (int i = 0; i < STYLE_COUNT; i++) {
		PangoFontDescription *d = pango_font_description_from_string(style_table[i].font);

		pen->layout[i] = pango_cairo_create_layout(pen->cr);
		pango_layout_set_font_description(pen->layout[i], d);
		pango_layout_set_wrap(pen->layout[i], PANGO_WRAP_WORD_CHAR);
		pango_layout_set_spacing(pen->layout[i], 2 * PANGO_SCALE);
		pango_font_description_free(d);
	}
	pen_tag(pen, "Document");
	pen->page = 1;
	pen->y = PDF_TOP;
}

static void
line_at(struct pen *pen, enum pdf_style style, struct str text, double y, bool right)
{
	struct set s = pen_set(pen, style, text, PDF_INNER);

	if (right)
		pango_layout_set_alignment(s.layout, PANGO_ALIGN_RIGHT);
	set_draw(&s, pen, PDF_MARGIN, y, PDF_HEIGHT);
	set_done(&s);
}

/* Head and foot stand outside of every tag: a reader skips them. */
static void
furniture(struct pen *pen)
{
	double foot = PDF_HEIGHT - PDF_BOTTOM + 22;
	bool fr = pen->about->lang == LANG_FR;

	if (pen->about->mark.n)
		line_at(pen, STYLE_BOLD, pen->about->mark, 30, true);
	line_at(pen, STYLE_SMALL, pen->about->foot, foot, false);
	line_at(pen, STYLE_SMALL,
	    arena_printf(
		pen->arena, fr ? "page %d sur %d" : "page %d of %d", pen->page, pen->pages),
	    foot, true);
}

void
pen_break(struct pen *pen)
{
	furniture(pen);
	cairo_show_page(pen->cr);
	pen->page++;
	pen->y = PDF_TOP;
}

void
pen_close(struct pen *pen)
{
	furniture(pen);
	pen_untag(pen, "Document");
	cairo_show_page(pen->cr);
	for (int i = 0; i < STYLE_COUNT; i++)
		g_object_unref(pen->layout[i]);
	cairo_destroy(pen->cr);
}

double
pen_left(const struct pen *pen)
{
	return PDF_HEIGHT - PDF_BOTTOM - pen->y;
}

void
pen_want(struct pen *pen, double h)
{
	if (pen_left(pen) < h && pen->y > PDF_TOP)
		pen_break(pen);
}

void
pen_tag(struct pen *pen, const char *tag)
{
	cairo_tag_begin(pen->cr, tag, NULL);
}

void
pen_untag(struct pen *pen, const char *tag)
{
	cairo_tag_end(pen->cr, tag);
}

/* ==== Texts ==== */

static struct str
clean(struct arena *a, struct str text)
{
	char *valid = g_utf8_make_valid(text.p ? text.p : "", (gssize)text.n);
	struct str s = arena_dup(a, str_of(valid));
	char *p = (char *)s.p;

	g_free(valid);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < 0x20 && p[i] != '\n')
			p[i] = ' ';
	return s;
}

struct set
pen_set(struct pen *pen, enum pdf_style style, struct str text, double width)
{
	PangoLayout *l = pango_layout_copy(pen->layout[style]);
	struct str s = clean(pen->arena, text);
	double grey = style_table[style].grey;

	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_text(l, s.p ? s.p : "", (int)s.n);
	cairo_set_source_rgb(pen->cr, grey, grey, grey);
	return (struct set){ l, 0, pango_layout_get_line_count(l) };
}

void
set_done(struct set *s)
{
	g_object_unref(s->layout);
}

static double
line_height(const struct set *s, int line)
{
	PangoLayoutLine *l = pango_layout_get_line_readonly(s->layout, line);
	PangoRectangle r;

	pango_layout_line_get_extents(l, NULL, &r);
	return (double)r.height / PANGO_SCALE +
	       (double)pango_layout_get_spacing(s->layout) / PANGO_SCALE;
}

double
set_height(const struct set *s)
{
	double h = 0;

	for (int i = s->line; i < s->lines; i++)
		h += line_height(s, i);
	return h;
}

double
set_draw(struct set *s, struct pen *pen, double x, double y, double limit)
{
	double from = y;

	while (s->line < s->lines) {
		PangoLayoutLine *l = pango_layout_get_line_readonly(s->layout, s->line);
		double h = line_height(s, s->line), shift = 0;
		PangoRectangle r;

		if (y + h > limit)
			break;
		pango_layout_line_get_extents(l, NULL, &r);
		if (pango_layout_get_alignment(s->layout) == PANGO_ALIGN_RIGHT)
			shift = (double)(pango_layout_get_width(s->layout) - r.width) / PANGO_SCALE;
		cairo_move_to(pen->cr, x + shift, y - (double)r.y / PANGO_SCALE);
		pango_cairo_show_layout_line(pen->cr, l);
		y += h;
		s->line++;
	}
	return y - from;
}

void
pen_write(struct pen *pen, const char *tag, enum pdf_style style, struct str text, double x)
{
	struct set s = pen_set(pen, style, text, PDF_WIDTH - PDF_MARGIN - x);

	if (pen->y > PDF_TOP)
		pen->y += style_table[style].before;
	/* A heading does not end a page. */
	pen_want(pen, line_height(&s, 0) * (style >= STYLE_H1 ? 4 : 1.5));
	for (;;) {
		pen_tag(pen, tag);
		pen->y += set_draw(&s, pen, x, pen->y, PDF_HEIGHT - PDF_BOTTOM);
		pen_untag(pen, tag);
		if (s.line >= s.lines)
			break;
		pen_break(pen);
		cairo_set_source_rgb(pen->cr, style_table[style].grey, style_table[style].grey,
		    style_table[style].grey);
	}
	pen->y += style_table[style].after;
	set_done(&s);
}
