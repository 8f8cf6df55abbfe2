/*
 * The small pieces that pages share: times, labels, badges, rows, column heads,
 * page links.  Class names are those of static/vigie.css; colour is kept for
 * severity and lateness, and a badge always has its words.
 *
 * Links are relative ("?page=2"): they keep the path whatever it is, and the
 * query less what they change.
 */
#include "web/out.h"

#include <ctype.h>
#include <string.h>

#include "base/shape.h"
#include "base/table.h"
#include "web/page.h"

/* ==== Reading ==== */

void
out_time(struct out *o, struct moment m)
{
	if (!moment_known(m))
		return;
	buf_puts(o->buf, "<time datetime=\"");
	out_text(o, moment_rfc3339(o->arena, m));
	buf_puts(o->buf, "\">");
	out_text(o, out_of_moment(o, m));
	buf_puts(o->buf, "</time>");
}

void
out_label(struct out *o, const char *vocabulary, struct str code)
{
	if (code.n)
		out_text(o, vocab_label(vocabulary, code, o->lang));
}

static void
link_to(struct out *o, const char *scheme, struct str value)
{
	buf_puts(o->buf, "<a href=\"");
	out_url(o, arena_printf(o->arena, "%s%.*s", scheme, PS(value)));
	buf_puts(o->buf, "\">");
	out_text(o, value);
	buf_puts(o->buf, "</a>");
}

/* Lines of text, the last line end dropped. */
static void
lines(struct out *o, struct str text)
{
	for (text = str_trim(text); text.n;) {
		out_text(o, str_trim(str_cut(&text, '\n')));
		if (text.n)
			buf_puts(o->buf, "<br>\n");
	}
}

static void
text_shown(struct out *o, const struct field *f, struct str text)
{
	switch (f->input) {
	case INPUT_AREA: lines(o, text); break;
	case INPUT_EMAIL: link_to(o, "mailto:", text); break;
	case INPUT_TEL: link_to(o, "tel:", text); break;
	case INPUT_PASSWORD:
	case INPUT_SECRET: break;
	default: out_text(o, text);
	}
}

void
out_shown(struct out *o, const struct field *f, const void *record)
{
	if (f->kind == KIND_MOMENT)
		out_time(o, *FIELD_IN(struct moment, f, record));
	else if (f->kind == KIND_TEXT)
		text_shown(o, f, *FIELD_IN(struct str, f, record));
	else
		out_text(o, field_shown(f, record, o->arena, o->lang, o->zone));
}

void
out_row(struct out *o, const struct field *f, const void *record)
{
	bool known = f->kind == KIND_BOOL || field_known(f, record);

	buf_puts(o->buf, "<dt>");
	out_text(o, page_word(o, "field.", f->name));
	buf_puts(o->buf, known ? "</dt><dd>" : "</dt><dd class=\"quiet\">");
	if (known)
		out_shown(o, f, record);
	else
		out_text(o, t(o->lang, "row.unknown"));
	buf_puts(o->buf, "</dd>\n");
}

/* Up to the next blank line; what follows is left in *rest. */
static struct str
paragraph(struct str *rest)
{
	const char *start = rest->p, *end = rest->p;

	while (rest->n) {
		struct str line = str_cut(rest, '\n');

		if (str_trim(line).n == 0)
			break;
		end = line.p + line.n;
	}
	return (struct str){ start, (size_t)(end - start) };
}

void
out_paragraphs(struct out *o, struct str text)
{
	while (text.n) {
		struct str p = paragraph(&text);

		if (p.n == 0)
			continue;
		buf_puts(o->buf, "<p>");
		lines(o, p);
		buf_puts(o->buf, "</p>\n");
	}
}

/* ==== Badges ==== */

static void
badge(struct out *o, struct str class, struct str words)
{
	buf_puts(o->buf, "<span class=\"");
	out_text(o, class);
	buf_puts(o->buf, "\">");
	out_text(o, words);
	buf_puts(o->buf, "</span>");
}

void
out_badge(struct out *o, const char *vocabulary, struct str code)
{
	const struct vocab_item *item;
	struct str class;

	if (code.n == 0)
		return;
	item = vocab_find(vocab_get(vocabulary), code);
	class = item ? attribute(item->attributes, "badge") : (struct str){ NULL, 0 };
	if (str_starts(class, S("sev-")))
		class = arena_printf(o->arena, "sev %.*s", PS(class));
	badge(o, class.n ? class : S("status"), vocab_label(vocabulary, code, o->lang));
}

/* "TLP:AMBER+STRICT", "amber_strict" → "amber-strict", a class name. */
static struct str
tlp_class(struct out *o, struct str tlp)
{
	struct str class = arena_dup(o->arena, tlp);
	char *p = arena_cstr(o->arena, class);

	for (size_t i = 0; i < class.n; i++)
		p[i] = isalpha((unsigned char)p[i]) ? (char)tolower((unsigned char)p[i]) : '-';
	return (struct str){ p, class.n };
}

/* The five markings of TLP 2.0, in their exact spelling; another one is shown as
 * it came, in the neutral badge: hiding a marking would be worse. */
void
out_tlp(struct out *o, struct str tlp)
{
	static const struct {
		const char *class, *words;
	} known[] = {
		{ "red", "TLP:RED" },
		{ "amber", "TLP:AMBER" },
		{ "amber-strict", "TLP:AMBER+STRICT" },
		{ "green", "TLP:GREEN" },
		{ "clear", "TLP:CLEAR" },
	};
	struct str name =
	    str_eq_nocase(str_sub(tlp, 0, 4), S("TLP:")) ? str_sub(tlp, 4, tlp.n) : tlp;
	struct str class = tlp_class(o, name);

	if (tlp.n == 0)
		return;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(class, str_of(known[i].class))) {
			badge(o, arena_printf(o->arena, "tlp tlp-%s", known[i].class),
			    str_of(known[i].words));
			return;
		}
	badge(o, S("status"), tlp);
}

/* ==== Deadlines ==== */

static struct str
due_words(struct out *o, bool late, struct str span)
{
	return t_fill(o->arena, o->lang, late ? "due.late" : "due.left", &span, 1);
}

void
out_due(struct out *o, struct moment due)
{
	int64_t left;

	if (!moment_known(due))
		return;
	left = due.s - page_now(o).s;
	buf_puts(o->buf, "<time datetime=\"");
	out_text(o, moment_rfc3339(o->arena, due));
	buf_puts(o->buf, "\" data-sla=\"");
	out_text(o, moment_rfc3339(o->arena, due));
	buf_puts(o->buf, "\" data-left=\"");
	out_text(o, due_words(o, false, S("{t}")));
	buf_puts(o->buf, "\" data-late=\"");
	out_text(o, due_words(o, true, S("{t}")));
	buf_puts(o->buf, left < 0 ? "\" class=\"late\">" : "\">");
	out_text(o, due_words(o, left < 0, shape_duration(o->arena, left, o->lang)));
	buf_puts(o->buf, "</time>");
}

/* ==== Lists ==== */

/* ?name=value with the rest of this page's query: its other parameters. */
static void
query_link(struct out *o, const char *name, struct str value)
{
	const struct params *query = page_query(o);

	buf_byte(o->buf, '?');
	for (size_t i = 0; query && i < query->n; i++) {
		const struct param *p = &query->param[i];

		if (str_eq(p->name, str_of(name)) || str_eq(p->name, S("page")) || p->value.n == 0)
			continue;
		out_url_part(o, p->name);
		buf_byte(o->buf, '=');
		out_url_part(o, p->value);
		buf_puts(o->buf, "&amp;");
	}
	out_url_part(o, str_of(name));
	buf_byte(o->buf, '=');
	out_url_part(o, value);
}

void
out_sort(struct out *o, const char *column, const char *key, struct str sort)
{
	bool down = str_starts(sort, S("-"));
	bool current = str_eq(down ? str_sub(sort, 1, sort.n) : sort, str_of(column));

	buf_puts(o->buf, "<th scope=\"col\"");
	if (current)
		buf_printf(o->buf, " aria-sort=\"%s\"", down ? "descending" : "ascending");
	buf_puts(o->buf, "><a href=\"");
	query_link(
	    o, "sort", current && !down ? arena_printf(o->arena, "-%s", column) : str_of(column));
	buf_puts(o->buf, "\">");
	out_text(o, t(o->lang, key));
	buf_puts(o->buf, "</a></th>\n");
}

static void
page_link(struct out *o, int64_t page, const char *class, struct str words)
{
	buf_printf(o->buf, "<li><a class=\"fr-pagination__link%s\" href=\"", class);
	query_link(o, "page", out_of_int(o, page));
	buf_puts(o->buf, "\">");
	out_text(o, words);
	buf_puts(o->buf, "</a></li>\n");
}

static void
page_here(struct out *o, int64_t page)
{
	buf_puts(o->buf, "<li><a class=\"fr-pagination__link\" aria-current=\"page\">");
	out_text(o, out_of_int(o, page));
	buf_puts(o->buf, "</a></li>\n");
}

#define PAGES_MAX 1000000000

/* The first, the last, and two on each side of this one. */
static bool
page_listed(int64_t i, int64_t page, int64_t pages)
{
	return i == 1 || i == pages || (i - page <= 2 && page - i <= 2);
}

static void
page_numbers(struct out *o, int64_t page, int64_t pages)
{
	static const char gap[] = "<li><span class=\"fr-pagination__link\">…</span></li>\n";

	for (int64_t i = 1; i <= pages; i++) {
		if (i == page) {
			page_here(o, i);
		} else if (page_listed(i, page, pages)) {
			page_link(o, i, "", out_of_int(o, i));
		} else {
			buf_puts(o->buf, gap);
			i = (i < page ? page - 2 : pages) - 1;
		}
	}
}

void
out_pages(struct out *o, int64_t page, int64_t pages)
{
	if (pages < 2)
		return;
	pages = pages > PAGES_MAX ? PAGES_MAX : pages;
	page = page < 1 ? 1 : page > pages ? pages : page;
	buf_puts(o->buf, "<nav class=\"fr-pagination fr-mt-3w\" aria-label=\"");
	out_text(o, t(o->lang, "pages.title"));
	buf_puts(o->buf, "\">\n<ul class=\"fr-pagination__list\">\n");
	if (page > 1)
		page_link(o, page - 1, " fr-pagination__link--prev", t(o->lang, "pages.previous"));
	page_numbers(o, page, pages);
	if (page < pages)
		page_link(o, page + 1, " fr-pagination__link--next", t(o->lang, "pages.next"));
	buf_puts(o->buf, "</ul>\n</nav>\n");
}

void
out_results(struct out *o, int64_t shown, int64_t total)
{
	const struct str count[] = { shape_int(o->arena, shown, o->lang),
		shape_int(o->arena, total, o->lang) };

	buf_puts(o->buf, "<p class=\"quiet fr-mb-0\" role=\"status\">");
	if (shown < total)
		out_fill(o, "results.of", 2, count);
	else
		out_count(o, "results.count", total);
	buf_puts(o->buf, "</p>\n");
}

void
out_empty(struct out *o, const char *key)
{
	buf_puts(o->buf, "<p class=\"quiet\">");
	out_text(o, t(o->lang, key));
	buf_puts(o->buf, "</p>\n");
}
