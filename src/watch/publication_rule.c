/*
 * What a publication must be before it is kept, and before it is read. Pure.
 *
 * Lists are typed as lines, "label | address": one field a person can paste into
 * rather than rows of inputs.  What a line lacks is told beside the field.
 */
#include "doc/markdown.h"
#include "knowledge/knowledge.h"
#include "watch/publication.h"

static const struct field *
field(const char *name)
{
	return field_find(publication_fields, str_of(name));
}

static void
fault(struct publication_fault ret[8], size_t *n, const char *name, const char *key)
{
	if (*n < 8)
		ret[(*n)++] = (struct publication_fault){ field(name), key };
}

/* ==== Vulnerabilities ==== */

static bool
digits(struct str s, size_t least, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n >= least && s.n <= most;
}

static bool
is_cve(struct str s)
{
	struct str rest = str_sub(s, 4, s.n);
	struct str year = str_cut(&rest, '-');

	return str_eq_nocase(str_sub(s, 0, 4), S("CVE-")) && digits(year, 4, 4) &&
	       digits(rest, 4, 19);
}

static struct str
upper(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]);
	return (struct str){ p, s.n };
}

static bool
between(char c)
{
	return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\r' || c == '\t';
}

/* The next word, or an empty one. */
static struct str
word(struct str *s)
{
	struct str w;
	size_t n = 0;

	while (s->n && between(s->p[0]))
		*s = str_sub(*s, 1, s->n);
	while (n < s->n && !between(s->p[n]))
		n++;
	w = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return w;
}

static bool
has(const struct str *list, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], s))
			return true;
	return false;
}

size_t
publication_cves(struct str text, struct arena *a, struct str ret[PUBLICATION_CVES])
{
	size_t n = 0;

	for (struct str w = word(&text); w.n && n < PUBLICATION_CVES; w = word(&text)) {
		struct str cve = upper(a, w);

		if (is_cve(cve) && !has(ret, n, cve))
			ret[n++] = cve;
	}
	return n;
}

static bool
cves_right(struct str text)
{
	size_t n = 0;

	for (struct str w = word(&text); w.n; w = word(&text))
		if (!is_cve(w) || ++n > PUBLICATION_CVES)
			return false;
	return true;
}

/* ==== Lines ==== */

static bool
lines_right(struct str text, bool (*right)(struct str line))
{
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));

		if (line.n && !right(line))
			return false;
	}
	return true;
}

static bool
link_right(struct str line)
{
	struct str label = str_trim(str_cut(&line, '|')), address = str_trim(line);

	return label.n &&
	       (str_starts(address, S("https://")) || str_starts(address, S("http://"))) &&
	       address.n > 8 && !str_has(address, S(" "));
}

static bool
affected_right(struct str line)
{
	size_t cells = 0;
	struct str vendor = str_trim(str_cut(&line, '|')), product = str_trim(str_cut(&line, '|'));

	while (line.n && cells++ < 3)
		str_cut(&line, '|');
	return vendor.n && product.n && cells <= 2;
}

/* ==== All ==== */

int64_t
publication_score(const struct publication_words *w)
{
	struct cvss c;

	return w->pub_cvss.n && cvss_read(w->pub_cvss, &c) ? c.score : INT_NONE;
}

static void
markdown_faults(const struct publication_words *w, struct publication_fault ret[8], size_t *n)
{
	const struct {
		const char *name;
		struct str text;
	} area[] = {
		{ "pub_brief", w->pub_brief },
		{ "pub_todo", w->pub_todo },
		{ "pub_details", w->pub_details },
		{ "pub_workaround", w->pub_workaround },
		{ "pub_detection", w->pub_detection },
	};

	for (size_t i = 0; i < sizeof area / sizeof area[0]; i++)
		if (!markdown_fits(area[i].text))
			fault(ret, n, area[i].name, "error.pub_markdown");
}

size_t
publication_faults(const struct publication_words *w, struct publication_fault ret[8])
{
	size_t n = 0;

	if (!cves_right(w->pub_cves))
		fault(ret, &n, "pub_cves", "error.pub_cves");
	if (!lines_right(w->pub_affected, affected_right))
		fault(ret, &n, "pub_affected", "error.pub_affected");
	if (w->pub_cvss.n && publication_score(w) == INT_NONE)
		fault(ret, &n, "pub_cvss", "error.pub_cvss");
	if (!lines_right(w->pub_links, link_right))
		fault(ret, &n, "pub_links", "error.pub_links");
	markdown_faults(w, ret, &n);
	return n;
}

size_t
publication_lacks(const struct publication *p, struct publication_fault ret[8])
{
	const struct publication_words *w = &p->words;
	size_t n = 0;

	if (w->pub_tlp.s.n == 0)
		fault(ret, &n, "pub_tlp", "error.required");
	if (w->pub_brief.n == 0)
		fault(ret, &n, "pub_brief", "error.required");
	if (w->pub_todo.n == 0)
		fault(ret, &n, "pub_todo", "error.required");
	if (p->shown && w->pub_note.n == 0)
		fault(ret, &n, "pub_note", "error.required");
	return n;
}
