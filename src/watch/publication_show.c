/* What the pages of publications are made of, and the same on paper. */
#include "base/shape.h"
#include "doc/markdown.h"
#include "doc/pdf.h"
#include "watch/publication_page.h"

bool
publication_is(const struct publication *p, const char *state)
{
	return str_eq(p->state.s, str_of(state));
}

void
publication_markdown(struct out *o, struct str text, int level)
{
	markdown_html(o, text, level);
}

struct str
publication_cvss_text(struct out *o, int64_t tenths)
{
	return arena_printf(o->arena, "%lld%s%lld", (long long)(tenths / 10),
	    o->lang == LANG_FR ? "," : ".", (long long)(tenths % 10));
}

void
publication_label(struct out *o, const struct field *f)
{
	out_text(o, t(o->lang, arena_printf(o->arena, "field.%s", f->name).p));
}

/* ==== Lines ==== */

struct cells {
	struct str cell[4];
};

static bool
next_line(struct str *text, struct cells *ret)
{
	while (text->n) {
		struct str line = str_trim(str_cut(text, '\n'));

		if (line.n == 0)
			continue;
		for (size_t i = 0; i < 4; i++)
			ret->cell[i] = str_trim(str_cut(&line, '|'));
		return true;
	}
	return false;
}

static const char *const affected_head[] = { "publication.vendor", "publication.product",
	"publication.versions", "publication.fixed_in" };

void
publication_affected(struct out *o, const struct publication_words *w)
{
	struct str text = w->pub_affected;
	struct cells c;

	buf_puts(o->buf, "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"");
	out_text(o, t(o->lang, "field.pub_affected"));
	buf_puts(o->buf, "\"><table class=\"grid\"><thead><tr>");
	for (size_t i = 0; i < 4; i++) {
		buf_puts(o->buf, "<th scope=\"col\">");
		out_text(o, t(o->lang, affected_head[i]));
		buf_puts(o->buf, "</th>");
	}
	buf_puts(o->buf, "</tr></thead><tbody>");
	while (next_line(&text, &c)) {
		buf_puts(o->buf, "<tr>");
		for (size_t i = 0; i < 4; i++) {
			buf_puts(o->buf, "<td data-label=\"");
			out_text(o, t(o->lang, affected_head[i]));
			buf_puts(o->buf, "\">");
			out_text(o, c.cell[i]);
			buf_puts(o->buf, "</td>");
		}
		buf_puts(o->buf, "</tr>\n");
	}
	buf_puts(o->buf, "</tbody></table></div>\n");
}

void
publication_links(struct out *o, const struct publication_words *w)
{
	struct str text = w->pub_links;
	struct cells c;

	buf_puts(o->buf, "<ul>");
	while (next_line(&text, &c)) {
		buf_puts(o->buf, "<li><a href=\"");
		out_url(o, c.cell[1]);
		buf_puts(o->buf, "\" rel=\"noreferrer noopener\">");
		out_text(o, c.cell[0]);
		buf_puts(o->buf, "</a></li>");
	}
	buf_puts(o->buf, "</ul>\n");
}

void
publication_cve_links(struct out *o, const struct publication_words *w)
{
	struct str cve[PUBLICATION_CVES];
	size_t n = publication_cves(w->pub_cves, o->arena, cve);

	for (size_t i = 0; i < n; i++) {
		buf_puts(
		    o->buf, i ? ", <a href=\"/vulnerabilities/" : "<a href=\"/vulnerabilities/");
		out_url_part(o, cve[i]);
		buf_puts(o->buf, "\">");
		out_text(o, cve[i]);
		buf_puts(o->buf, "</a>");
	}
}

/* ==== The parts, in their order ==== */

static const struct part {
	const char *key;
	size_t offset;
} part_table[] = {
	{ "publication.brief", offsetof(struct publication_words, pub_brief) },
	{ "publication.todo", offsetof(struct publication_words, pub_todo) },
	{ "field.pub_fixed", offsetof(struct publication_words, pub_fixed) },
	{ "field.pub_workaround", offsetof(struct publication_words, pub_workaround) },
	{ "field.pub_care", offsetof(struct publication_words, pub_care) },
	{ "publication.details", offsetof(struct publication_words, pub_details) },
	{ "field.pub_detection", offsetof(struct publication_words, pub_detection) },
};
#define N_PARTS (sizeof part_table / sizeof part_table[0])

static struct str
part(const struct publication_words *w, size_t i)
{
	return *(const struct str *)(const void *)((const char *)w + part_table[i].offset);
}

static void
heading(struct out *o, int level, const char *key)
{
	buf_printf(o->buf, "<h%d>", level);
	out_text(o, t(o->lang, key));
	buf_printf(o->buf, "</h%d>\n", level);
}

void
publication_read(struct out *o, const struct publication_words *w, int level)
{
	for (size_t i = 0; i < N_PARTS; i++) {
		if (part(w, i).n == 0)
			continue;
		heading(o, level, part_table[i].key);
		markdown_html(o, part(w, i), level);
	}
	if (w->pub_affected.n) {
		heading(o, level, "field.pub_affected");
		publication_affected(o, w);
	}
	if (w->pub_links.n) {
		heading(o, level, "field.pub_links");
		publication_links(o, w);
	}
}

/* Of each line of a text, marked as what was taken out or put in; said to those who hear. */
void
publication_diff_lines(struct out *o, const struct diff *d)
{
	static const char *const open[] = { "<p>", "<p class=\"diff-out\"><del>",
		"<p class=\"diff-in\"><ins>" };
	static const char *const end[] = { "</p>\n", "</del></p>\n", "</ins></p>\n" };

	for (size_t i = 0; i < d->n; i++) {
		const struct diff_line *l = &d->line[i];

		if (l->text.n == 0)
			continue;
		buf_puts(o->buf, open[l->kind]);
		out_text(o, l->text);
		buf_puts(o->buf, end[l->kind]);
	}
}

/* ==== On paper ==== */

static void
facts(struct pdf *doc, struct editor *e, const struct publication *p,
    const struct publication_version *v, enum lang lang, enum zone zone)
{
	static const char *const name[] = { "pub_type", "pub_level", "pub_cves", "pub_cvss",
		"pub_exploitation", "pub_risks", "pub_fix", "pub_pap" };
	struct str *cell = arena_array(e->arena, struct str, 32);
	struct pdf_table table = { .columns = 2, .row_heads = true, .cell = cell };
	static const double weight[] = { 1, 3 };
	struct str *head = arena_array(e->arena, struct str, 2);

	head[0] = t(lang, "publication.fact");
	head[1] = t(lang, "publication.value");
	table.head = head;
	table.weight = weight;
	cell[0] = t(lang, "publication.published");
	cell[1] = shape_moment(e->arena, p->published_at, zone, lang);
	cell[2] = t(lang, "publication.version");
	cell[3] = arena_printf(
	    e->arena, "%lld, %.*s", (long long)v->n, PS(shape_moment(e->arena, v->at, zone, lang)));
	table.rows = 2;
	for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
		const struct field *f = field_find(publication_fields, str_of(name[i]));

		if (!field_known(f, &v->words))
			continue;
		cell[2 * table.rows] = t(lang, arena_printf(e->arena, "field.%s", f->name).p);
		cell[2 * table.rows + 1] = field_shown(f, &v->words, e->arena, lang, zone);
		table.rows++;
	}
	pdf_table(doc, &table);
}

/* The lines of a list, "vendor, product, versions" or "label: address". */
static void
lines(struct pdf *doc, struct editor *e, struct str text, const char *between)
{
	struct cells c;

	while (next_line(&text, &c)) {
		struct str s = c.cell[0];

		for (size_t i = 1; i < 4; i++)
			if (c.cell[i].n)
				s = arena_printf(
				    e->arena, "%.*s%s%.*s", PS(s), between, PS(c.cell[i]));
		pdf_item(doc, s);
	}
}

struct pdf *
publication_document(struct editor *e, const struct publication *p,
    const struct publication_version *v, struct str brand, enum lang lang, enum zone zone)
{
	struct pdf_about about = { .title = v->words.pub_title,
		.author = brand,
		.mark = v->tlp.s,
		.foot = p->reference,
		.date = v->at,
		.lang = LANG_FR };
	struct pdf *doc = pdf_begin(e->arena, &about);

	pdf_heading(doc, 1, v->words.pub_title);
	if (v->words.pub_note.n)
		pdf_text(doc, v->words.pub_note);
	facts(doc, e, p, v, lang, zone);
	for (size_t i = 0; i < N_PARTS; i++) {
		if (part(&v->words, i).n == 0)
			continue;
		pdf_heading(doc, 2, t(lang, part_table[i].key));
		markdown_pdf(doc, e->arena, part(&v->words, i), 2);
	}
	if (v->words.pub_affected.n) {
		pdf_heading(doc, 2, t(lang, "field.pub_affected"));
		lines(doc, e, v->words.pub_affected, ", ");
	}
	if (v->words.pub_links.n) {
		pdf_heading(doc, 2, t(lang, "field.pub_links"));
		lines(doc, e, v->words.pub_links, " : ");
	}
	return doc;
}
