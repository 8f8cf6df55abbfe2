/* Written by hand: five elements do not ask for a library of XML. */
#include "doc/atom.h"

static void
text(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '&')
			buf_puts(b, "&amp;");
		else if (c == '<')
			buf_puts(b, "&lt;");
		else if (c == '>')
			buf_puts(b, "&gt;");
		else if (c == '"')
			buf_puts(b, "&quot;");
		else if (c >= 0x20 || c == '\n' || c == '\t')
			buf_byte(b, (char)c);
	}
}

static void
element(struct buf *b, const char *name, struct str s)
{
	buf_printf(b, "<%s>", name);
	text(b, s);
	buf_printf(b, "</%s>\n", name);
}

static void
link(struct buf *b, const char *rel, struct str href)
{
	buf_printf(b, "<link rel=\"%s\" href=\"", rel);
	text(b, href);
	buf_puts(b, "\"/>\n");
}

void
atom_begin(struct buf *b, struct arena *a, struct str title, struct str self, struct str site,
    struct str author, struct moment updated)
{
	buf_puts(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n");
	element(b, "id", self);
	element(b, "title", title);
	element(b, "updated", moment_rfc3339(a, updated));
	link(b, "self", self);
	link(b, "alternate", site);
	buf_puts(b, "<author>");
	element(b, "name", author);
	buf_puts(b, "</author>\n");
}

void
atom_entry(struct buf *b, struct arena *a, const struct atom_entry *e)
{
	buf_puts(b, "<entry>\n");
	element(b, "id", e->id);
	element(b, "title", e->title);
	link(b, "alternate", e->link);
	element(b, "published", moment_rfc3339(a, e->published));
	element(b, "updated", moment_rfc3339(a, e->updated));
	for (size_t i = 0; i < e->n_categories; i++) {
		buf_puts(b, "<category term=\"");
		text(b, e->category[i]);
		buf_puts(b, "\"/>\n");
	}
	element(b, "summary", e->summary);
	buf_puts(b, "</entry>\n");
}

void
atom_end(struct buf *b)
{
	buf_puts(b, "</feed>\n");
}
