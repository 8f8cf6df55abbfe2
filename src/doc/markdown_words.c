/*
 * Markdown into what has no markup: the blocks of a PDF, or words alone.
 *
 * A PDF has three levels of headings, paragraphs, items and tables; what is deeper is
 * brought up to them.  Numbers of an ordered list stand in its words.
 */
#include "doc/markdown_read.h"

#define CELLS_MAX 400
#define LISTS 13 /* markdown_fits allows no more */

struct writer {
	struct pdf *pdf; /* NULL: words alone */
	struct arena *arena;
	struct str whole;
	struct buf line, words;
	int below;
	unsigned depth, number[LISTS]; /* of lists; 0: bullets */
	bool item;		       /* what comes is an item's first line */
	struct str *cell;	       /* of the table */
	size_t columns, cells;
};

static struct str
taken(struct writer *w)
{
	struct str s = arena_dup(w->arena, str_trim(buf_str(&w->line)));

	buf_clear(&w->line);
	return s;
}

/* The line so far is a block of its own. */
static void
flush(struct writer *w)
{
	struct str s = taken(w);

	if (s.n == 0)
		return;
	buf_put(&w->words, s);
	buf_byte(&w->words, '\n');
	if (w->pdf == NULL)
		return;
	if (w->item)
		pdf_item(w->pdf, s);
	else
		pdf_text(w->pdf, s);
	w->item = false;
}

static void
heading(struct writer *w, const MD_BLOCK_H_DETAIL *h)
{
	struct str s = taken(w);
	int level = w->below + (int)h->level;

	buf_put(&w->words, s);
	buf_byte(&w->words, '\n');
	if (w->pdf && s.n)
		pdf_heading(w->pdf, level > 3 ? 3 : level, s);
}

static void
end_table(struct writer *w)
{
	struct pdf_table t = { .columns = w->columns, .row_heads = true };
	static const double even[PDF_COLUMNS] = { 1, 1, 1, 1, 1, 1, 1, 1 };

	if (w->pdf == NULL || w->columns == 0 || w->columns > PDF_COLUMNS)
		return;
	t.rows = w->cells / w->columns - 1;
	t.weight = even;
	t.head = w->cell;
	t.cell = w->cell + w->columns;
	if (w->cells >= w->columns && w->cells % w->columns == 0)
		pdf_table(w->pdf, &t);
}

static void
cell(struct writer *w)
{
	struct str s = taken(w);

	buf_put(&w->words, s);
	buf_byte(&w->words, '\n');
	if (w->cells < CELLS_MAX)
		w->cell[w->cells++] = s;
}

static void
enter_list(struct writer *w, unsigned start)
{
	flush(w);
	if (++w->depth < LISTS)
		w->number[w->depth] = start;
}

static void
enter_item(struct writer *w)
{
	w->item = true;
	if (w->depth < LISTS && w->number[w->depth])
		buf_printf(&w->line, "%u. ", w->number[w->depth]++);
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	const MD_BLOCK_OL_DETAIL *ol = detail;
	const MD_BLOCK_TABLE_DETAIL *table = detail;
	struct writer *w = userdata;

	if (type == MD_BLOCK_UL)
		enter_list(w, 0);
	else if (type == MD_BLOCK_OL)
		enter_list(w, ol->start ? ol->start : 1);
	else if (type == MD_BLOCK_LI)
		enter_item(w);
	else if (type == MD_BLOCK_TABLE) {
		w->columns = table->col_count;
		w->cells = 0;
		/* Of its own: the document borrows them until it is written. */
		w->cell = arena_array(w->arena, struct str, CELLS_MAX);
	}
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct writer *w = userdata;

	switch (type) {
	case MD_BLOCK_H: heading(w, detail); break;
	case MD_BLOCK_P:
	case MD_BLOCK_CODE:
	case MD_BLOCK_LI: flush(w); break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL: w->depth--; break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD: cell(w); break;
	case MD_BLOCK_TABLE: end_table(w); break;
	default: break;
	}
	return 0;
}

static int
span(MD_SPANTYPE type, void *detail, void *userdata)
{
	(void)type;
	(void)detail;
	(void)userdata;
	return 0;
}

/* Where a link leads is not lost on paper. */
static int
leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	const MD_SPAN_A_DETAIL *a = detail;
	struct writer *w = userdata;
	struct str href;

	if (type != MD_SPAN_A || w->pdf == NULL)
		return 0;
	href = (struct str){ a->href.text, a->href.size };
	if (!str_ends(buf_str(&w->line), href))
		buf_printf(&w->line, " (%.*s)", PS(href));
	return 0;
}

static int
add_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *userdata)
{
	struct writer *w = userdata;
	char space[8];

	if (type == MD_TEXT_SOFTBR)
		buf_byte(&w->line, ' ');
	else
		buf_put(&w->line, markdown_bytes(w->whole, type, p, n, space));
	return 0;
}

static void
read_all(struct writer *w, struct str text)
{
	static const MD_PARSER parser = { 0, MARKDOWN_FLAGS, enter_block, leave_block, span,
		leave_span, add_text, NULL, NULL };

	w->whole = text;
	if (markdown_fits(text) && text.n)
		md_parse(text.p, (MD_SIZE)text.n, &parser, w);
	else
		buf_put(&w->line, text);
	flush(w);
}

static struct writer *
writer_new(struct arena *a)
{
	struct writer *w = arena_new_of(a, struct writer);

	*w = (struct writer){ .arena = a,
		.line = BUF_INIT(4u * MARKDOWN_MAX),
		.words = BUF_INIT(4u * MARKDOWN_MAX) };
	return w;
}

void
markdown_pdf(struct pdf *p, struct arena *a, struct str text, int level)
{
	struct writer *w = writer_new(a);

	w->pdf = p;
	w->below = level;
	read_all(w, text);
	buf_release(&w->line);
	buf_release(&w->words);
}

struct str
markdown_words(struct str text, struct arena *a)
{
	struct writer *w = writer_new(a);
	struct str s;

	read_all(w, text);
	s = arena_dup(a, str_trim(buf_str(&w->words)));
	buf_release(&w->line);
	buf_release(&w->words);
	return s;
}
