/*
 * Blocks to PDF (pdf.h): drawn twice, because "page 2 of 7" needs the 7.
 *
 * Cairo writes pages and tags; qpdf then says that it is tagged, its language, and
 * that its title is to be shown, which cairo 1.16 has no word for, and replaces the random
 * identity by one made from the content.
 */
#include "doc/pdf.h"

#include <cairo/cairo-pdf.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#include "doc/pdf_block.h"
#include "doc/pdf_draw.h"

#ifdef __SANITIZE_ADDRESS__
/* The list of fonts is read once and kept until the process ends. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libpango\n";
}

const char *__lsan_default_options(void);
const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

struct pdf *
pdf_begin(struct arena *a, const struct pdf_about *about)
{
	struct pdf *p = arena_new_of(a, struct pdf);

	p->arena = a;
	p->about = *about;
	return p;
}

static struct block *
add(struct pdf *p, enum block_kind kind)
{
	struct block *b = arena_new_of(p->arena, struct block);

	b->kind = kind;
	if (p->last)
		p->last->next = b;
	else
		p->first = b;
	p->last = b;
	return b;
}

void
pdf_heading(struct pdf *p, int level, struct str text)
{
	struct block *b = add(p, BLOCK_HEADING);

	b->level = level < 1 ? 1 : level > 3 ? 3 : level;
	b->text = text;
}

static bool
blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\r' && s.p[i] != '\t')
			return false;
	return true;
}

void
pdf_text(struct pdf *p, struct str text)
{
	while (text.n) {
		const char *from = text.p;
		size_t n = 0;

		while (text.n) {
			struct str line = str_cut(&text, '\n');

			if (blank(line))
				break;
			n = (size_t)(line.p + line.n - from);
		}
		if (n)
			add(p, BLOCK_TEXT)->text = (struct str){ from, n };
	}
}

void
pdf_item(struct pdf *p, struct str text)
{
	add(p, BLOCK_ITEM)->text = text;
}

void
pdf_page(struct pdf *p)
{
	add(p, BLOCK_PAGE);
}

void
pdf_table(struct pdf *p, const struct pdf_table *t)
{
	if (t->columns > 0 && t->columns <= PDF_COLUMNS)
		add(p, BLOCK_TABLE)->table = *t;
}

/* ==== Drawing ==== */

static const struct block *
list(struct pen *pen, const struct block *b)
{
	pen_tag(pen, "L");
	for (;; b = b->next) {
		pen_want(pen, 24);
		cairo_set_source_rgb(pen->cr, .1, .1, .1);
		cairo_arc(pen->cr, PDF_MARGIN + 6, pen->y + 6.5, 1.6, 0, 6.2832);
		cairo_fill(pen->cr);
		pen_tag(pen, "LI");
		pen_write(pen, "LBody", STYLE_TEXT, b->text, PDF_MARGIN + 16);
		pen_untag(pen, "LI");
		if (!b->next || b->next->kind != BLOCK_ITEM)
			break;
	}
	pen_untag(pen, "L");
	return b;
}

static void
draw(struct pen *pen, const struct block *b)
{
	static const char *const tag[] = { "H1", "H2", "H3" };

	for (; b && pen->page <= PDF_PAGES; b = b->next)
		switch (b->kind) {
		case BLOCK_HEADING:
			pen_write(pen, tag[b->level - 1], (enum pdf_style)(STYLE_H1 + b->level - 1),
			    b->text, PDF_MARGIN);
			break;
		case BLOCK_TEXT: pen_write(pen, "P", STYLE_TEXT, b->text, PDF_MARGIN); break;
		case BLOCK_ITEM: b = list(pen, b); break;
		case BLOCK_TABLE: pen_table(pen, &b->table); break;
		case BLOCK_PAGE:
			if (pen->y > PDF_TOP)
				pen_break(pen);
			break;
		}
}

static void
metadata(cairo_surface_t *surface, struct arena *a, const struct pdf_about *about)
{
	const char *date = arena_cstr(a, moment_rfc3339(a, about->date));

	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_TITLE, arena_cstr(a, about->title));
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_AUTHOR, arena_cstr(a, about->author));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static cairo_status_t
keep(void *context, const unsigned char *p, unsigned n)
{
	struct buf *b = context;

	if (b)
		buf_put(b, (struct str){ (const char *)p, n });
	return b && buf_failed(b) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* The number of pages, or 0 when it failed. */
static int
pass(struct pdf *p, int pages, struct buf *out)
{
	cairo_surface_t *surface =
	    cairo_pdf_surface_create_for_stream(keep, out, PDF_WIDTH, PDF_HEIGHT);
	struct pen pen = { .about = &p->about, .arena = p->arena, .pages = pages };
	cairo_status_t status;

	metadata(surface, p->arena, &p->about);
	pen_open(&pen, surface);
	draw(&pen, p->first);
	pen_close(&pen);
	cairo_surface_finish(surface);
	status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status == CAIRO_STATUS_SUCCESS && pen.page <= PDF_PAGES ? pen.page : 0;
}

/* ==== What cairo cannot say ==== */

static void
describe(qpdf_data q, enum lang lang)
{
	qpdf_oh root = qpdf_get_root(q), shown = qpdf_oh_new_dictionary(q),
		mark = qpdf_oh_new_dictionary(q);

	qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_unicode_string(q, lang_code(lang)));
	qpdf_oh_replace_key(q, mark, "/Marked", qpdf_oh_new_bool(q, QPDF_TRUE));
	qpdf_oh_replace_key(q, root, "/MarkInfo", mark);
	qpdf_oh_replace_key(q, shown, "/DisplayDocTitle", qpdf_oh_new_bool(q, QPDF_TRUE));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences", shown);
}

static bool
finish(struct str drawn, enum lang lang, struct buf *out)
{
	qpdf_data q = qpdf_init();
	bool done = false;

	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	if (!(qpdf_read_memory(q, "pdf", drawn.p, drawn.n, NULL) & QPDF_ERRORS)) {
		describe(q, lang);
		qpdf_init_write_memory(q);
		qpdf_set_deterministic_ID(q, QPDF_TRUE);
		if (!(qpdf_write(q) & QPDF_ERRORS)) {
			buf_put(out, (struct str){ (const char *)qpdf_get_buffer(q),
					 qpdf_get_buffer_length(q) });
			done = !buf_failed(out);
		}
	}
	qpdf_cleanup(&q);
	return done;
}

bool
pdf_write(struct pdf *p, struct buf *out)
{
	struct buf drawn;
	int pages = pass(p, 0, NULL);
	bool done;

	if (!pages)
		return false;
	buf_init(&drawn, out->max);
	done = pass(p, pages, &drawn) && finish(buf_str(&drawn), p->about.lang, out);
	buf_release(&drawn);
	return done;
}
