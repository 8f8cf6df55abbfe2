/*
 * Office documents: each XML file of the archive without its tags.
 *
 * Tags are taken off by hand rather than by an XML parser: no entity is defined or
 * fetched, no depth grows, a damaged file gives what it still says.  A word that the
 * editor cut in pieces comes out whole, since only the ends of paragraphs, lines and
 * cells part words.
 */
#include <archive.h>
#include <archive_entry.h>

#include "doc/inside.h"

/* ==== XML ==== */

static bool
parts_words(struct str tag)
{
	static const char *const ends[] = { "/w:p", "/a:p", "/text:p", "/text:h", "/si", "/c",
		"/row", "/table:table-cell", "w:br", "w:tab", "w:cr", "text:line-break", "text:tab",
		"text:s" };
	struct str name = str_cut(&tag, ' ');

	if (str_ends(name, S("/")))
		name.n--;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_eq(name, str_of(ends[i])))
			return true;
	return false;
}

static uint32_t
entity(struct str name)
{
	static const struct {
		const char *name;
		char c;
	} known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
		{ "apos", '\'' } };
	int64_t n;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(name, str_of(known[i].name)))
			return (uint32_t)known[i].c;
	if (str_starts(name, S("#")) && str_int(str_sub(name, 1, 3), &n) && n >= 32 && n < 127)
		return (uint32_t)n;
	return 0;
}

/* At an '&': how many bytes it takes; what is not understood is kept. */
static size_t
put_entity(struct str rest, struct buf *to)
{
	struct str head = str_sub(rest, 1, 8), name = str_cut(&head, ';');
	uint32_t c = head.p ? entity(name) : 0;

	buf_byte(to, c ? (char)c : '&');
	return c ? name.n + 2 : 1;
}

static void
put_words(struct str s, struct buf *to)
{
	for (size_t i = 0; i < s.n;)
		if (s.p[i] == '&')
			i += put_entity(str_sub(s, i, s.n), to);
		else
			buf_byte(to, s.p[i++]);
}

/* The targets of links. */
static void
put_targets(struct str tag, struct buf *to)
{
	while (tag.p) {
		struct str before = str_cut(&tag, '"'), value = str_cut(&tag, '"');

		if (value.p == NULL || !str_has(value, S(":")))
			continue;
		if (!str_ends(before, S("href=")) && !str_ends(before, S(" Target=")))
			continue;
		buf_byte(to, '\n');
		put_words(value, to);
		buf_byte(to, '\n');
	}
}

void
inside_xml(struct str xml, struct buf *to)
{
	while (xml.p && !buf_failed(to)) {
		struct str tag;

		put_words(str_cut(&xml, '<'), to);
		if (xml.p == NULL)
			break;
		tag = str_cut(&xml, '>');
		put_targets(tag, to);
		if (parts_words(tag))
			buf_byte(to, '\n');
	}
	buf_byte(to, '\n');
}

/* ==== The archive ==== */

#define FILES_MAX 2000

static bool
is_xml(const char *name)
{
	struct str s = str_of(name);

	return str_ends(s, S(".xml")) || str_ends(s, S(".rels"));
}

static bool
read_file(struct archive *from, struct buf *xml)
{
	char bytes[8192];
	ssize_t n = 0;

	while (!buf_failed(xml) && (n = archive_read_data(from, bytes, sizeof bytes)) > 0)
		buf_put(xml, (struct str){ bytes, (size_t)n });
	return n >= 0;
}

static void
read_files(struct archive *from, struct buf *to)
{
	struct buf xml = BUF_INIT(to->max);
	struct archive_entry *e;

	for (int i = 0; i < FILES_MAX && archive_read_next_header(from, &e) == ARCHIVE_OK; i++) {
		const char *name = archive_entry_pathname(e);

		if (name == NULL || !is_xml(name))
			continue;
		buf_clear(&xml);
		xml.failed = false;
		if (!read_file(from, &xml))
			break;
		inside_xml(buf_str(&xml), to);
	}
	buf_release(&xml);
}

bool
inside_office(struct str bytes, struct buf *to)
{
	struct archive *from = archive_read_new();
	bool good = from && archive_read_support_format_zip(from) == ARCHIVE_OK &&
		    archive_read_open_memory(from, bytes.p, bytes.n) == ARCHIVE_OK;

	if (good)
		read_files(from, to);
	archive_read_free(from);
	return good;
}
