/*
 * Markdown into a page.
 *
 * Written with the escaping of every page (out_text, out_url): there is no way from a
 * text to an element or an attribute that is not named here.  Tables and code may be
 * wider than a telephone: they scroll in a box that takes the focus.
 */
#include "doc/markdown_read.h"

struct writer {
	struct out *o;
	struct str whole;
	int below, last; /* the heading above the text; the last one written */
	size_t depth;	 /* of headings that are open, with their numbers */
	unsigned open[7];
	unsigned image; /* within one, its words alone are kept */
};

static void
put(struct writer *w, const char *c)
{
	buf_puts(w->o->buf, c);
}

/* How deep it stands among the text's own headings, whatever numbers they bear: a page
 * leaves no step out. */
static int
level_of(struct writer *w, const MD_BLOCK_H_DETAIL *h)
{
	while (w->depth && w->open[w->depth - 1] >= h->level)
		w->depth--;
	w->open[w->depth++] = h->level;
	w->last = w->below + (int)w->depth;
	if (w->last > 6)
		w->last = 6;
	return w->last;
}

static void
heading(struct writer *w, const MD_BLOCK_H_DETAIL *h)
{
	buf_printf(w->o->buf, "<h%d>", level_of(w, h));
}

static void
list(struct writer *w, const MD_BLOCK_OL_DETAIL *d)
{
	if (d->start == 1)
		put(w, "<ol>");
	else
		buf_printf(w->o->buf, "<ol start=\"%u\">", d->start);
}

static void
table(struct writer *w)
{
	put(w, "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"");
	out_text(w->o, t(w->o->lang, "markdown.table"));
	put(w, "\"><table class=\"grid\">");
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	static const char *const begin[] = {
		[MD_BLOCK_QUOTE] = "<blockquote>",
		[MD_BLOCK_UL] = "<ul>",
		[MD_BLOCK_LI] = "<li>",
		[MD_BLOCK_HR] = "<hr>",
		[MD_BLOCK_CODE] = "<pre tabindex=\"0\"><code>",
		[MD_BLOCK_P] = "<p>",
		[MD_BLOCK_THEAD] = "<thead>",
		[MD_BLOCK_TBODY] = "<tbody>",
		[MD_BLOCK_TR] = "<tr>",
		[MD_BLOCK_TH] = "<th scope=\"col\">",
		[MD_BLOCK_TD] = "<td>",
	};
	struct writer *w = userdata;

	if (type == MD_BLOCK_OL)
		list(w, detail);
	else if (type == MD_BLOCK_H)
		heading(w, detail);
	else if (type == MD_BLOCK_TABLE)
		table(w);
	else if ((size_t)type < sizeof begin / sizeof begin[0] && begin[type])
		put(w, begin[type]);
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	static const char *const end[] = {
		[MD_BLOCK_QUOTE] = "</blockquote>\n",
		[MD_BLOCK_UL] = "</ul>\n",
		[MD_BLOCK_OL] = "</ol>\n",
		[MD_BLOCK_LI] = "</li>\n",
		[MD_BLOCK_CODE] = "</code></pre>\n",
		[MD_BLOCK_P] = "</p>\n",
		[MD_BLOCK_TABLE] = "</table></div>\n",
		[MD_BLOCK_THEAD] = "</thead>",
		[MD_BLOCK_TBODY] = "</tbody>",
		[MD_BLOCK_TR] = "</tr>",
		[MD_BLOCK_TH] = "</th>",
		[MD_BLOCK_TD] = "</td>",
	};
	struct writer *w = userdata;

	(void)detail;
	if (type == MD_BLOCK_H)
		buf_printf(w->o->buf, "</h%d>\n", w->last);
	else if ((size_t)type < sizeof end / sizeof end[0] && end[type])
		put(w, end[type]);
	return 0;
}

/* ==== Within a line ==== */

/* Only to where a link of ours may lead; a query's "&amp;" is its "&". */
static void
link(struct writer *w, const MD_SPAN_A_DETAIL *d)
{
	struct buf b = BUF_INIT(8192);
	struct str href = { d->href.text, d->href.size };

	while (href.n) {
		if (str_starts(href, S("&amp;")))
			href = str_sub(href, 4, href.n - 4), buf_byte(&b, '&');
		else
			buf_byte(&b, href.p[0]);
		href = str_sub(href, 1, href.n - 1);
	}
	put(w, "<a href=\"");
	out_url(w->o, buf_failed(&b) ? S("#") : buf_str(&b));
	put(w, "\" rel=\"noreferrer noopener nofollow\">");
	buf_release(&b);
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct writer *w = userdata;

	if (type == MD_SPAN_IMG)
		w->image++;
	if (w->image)
		return 0;
	if (type == MD_SPAN_A)
		link(w, detail);
	else if (type == MD_SPAN_EM)
		put(w, "<em>");
	else if (type == MD_SPAN_STRONG)
		put(w, "<strong>");
	else if (type == MD_SPAN_CODE)
		put(w, "<code>");
	return 0;
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct writer *w = userdata;

	(void)detail;
	if (type == MD_SPAN_IMG) {
		w->image--;
		return 0;
	}
	if (w->image)
		return 0;
	if (type == MD_SPAN_A)
		put(w, "</a>");
	else if (type == MD_SPAN_EM)
		put(w, "</em>");
	else if (type == MD_SPAN_STRONG)
		put(w, "</strong>");
	else if (type == MD_SPAN_CODE)
		put(w, "</code>");
	return 0;
}

static int
write_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *userdata)
{
	struct writer *w = userdata;
	char space[8];

	if (type == MD_TEXT_BR)
		put(w, "<br>");
	out_text(w->o, markdown_bytes(w->whole, type, p, n, space));
	return 0;
}

void
markdown_html(struct out *o, struct str text, int level)
{
	static const MD_PARSER parser = { 0, MARKDOWN_FLAGS, enter_block, leave_block, enter_span,
		leave_span, write_text, NULL, NULL };
	struct writer w = { .o = o, .whole = text, .below = level, .last = level };

	if (!markdown_fits(text))
		out_paragraphs(o, text);
	else if (text.n)
		md_parse(text.p, (MD_SIZE)text.n, &parser, &w);
}
