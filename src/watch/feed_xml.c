/*
 * RSS and Atom, as expat tells them.
 *
 * Of a text the characters are gathered until its element ends; elements within it
 * (XHTML, or HTML that forgot to be escaped) are blocks or nothing.  Whether the
 * gathered text is HTML is what its type says, and for RSS always: who publishes
 * plain text there escapes it as HTML, or has nothing to escape.
 *
 * expat asks for external entities and for names that it does not know: the former
 * are never read, the latter are HTML's, which feeds use without a DTD.
 */
#include <expat.h>
#include <sodium.h>
#include <string.h>

#include "watch/feed.h"
#include "watch/feed_xml.h"

#define ENTITIES 100
#define ENTITY_LENGTH 500
#define TEXT_IN_ALL (2u * FEED_BYTES)

enum form { FORM_HTML, FORM_TEXT, FORM_XML, FORM_BASE64 };

struct level {
	enum feed_field field;
	struct str base;
};

struct reader {
	XML_Parser parser;
	struct arena *arena;
	struct feed *feed;
	struct feed_names names;
	struct level level[FEED_DEPTH + 1];
	size_t depth;
	size_t item_at; /* depth of the item being read; 0: none */
	size_t text_at; /* of the text being gathered; 0: none */
	size_t hidden_at;
	enum form form;
	bool link_is_alternate, guid_is_link, has_summary;
	struct buf text;
	size_t gathered, entities;
	struct feed_item *item;
};

static void
stop(struct reader *r, const char *trouble)
{
	if (r->feed->trouble == NULL)
		r->feed->trouble = trouble;
	r->feed->line = XML_GetCurrentLineNumber(r->parser);
	XML_StopParser(r->parser, XML_FALSE);
}

static struct str
attribute(const char **pair, const char *name)
{
	for (; *pair; pair += 2)
		if (strcasecmp(*pair, name) == 0)
			return str_of(pair[1]);
	return (struct str){ NULL, 0 };
}

/* ==== Fields ==== */

static struct str
base_of(const struct reader *r)
{
	struct str base = r->level[r->depth].base;

	return base.n ? base : r->feed->link;
}

/* Of several links the one to the thing itself, and of those the first. */
static void
take_link(struct reader *r, struct str s, bool alternate)
{
	struct str *to = r->item ? &r->item->link : &r->feed->link;
	struct str link = feed_link(base_of(r), s, r->arena);

	if (link.n == 0 || (to->n && (!alternate || r->link_is_alternate)))
		return;
	*to = link;
	r->link_is_alternate = alternate;
}

static void
start_link(struct reader *r, const char **pair)
{
	struct str href = attribute(pair, "href"), rel = attribute(pair, "rel");

	if (href.n == 0)
		return;
	r->text_at = 0;
	if (rel.n == 0 || str_eq_nocase(rel, S("alternate")))
		take_link(r, href, true);
	else if (str_eq_nocase(rel, S("related")) || str_eq_nocase(rel, S("via")))
		take_link(r, href, false);
}

static void
start_category(struct reader *r, const char **pair)
{
	struct str s = attribute(pair, "label");

	if (s.n == 0)
		s = attribute(pair, "term");
	if (r->item && s.n)
		r->item->categories =
		    feed_join(r->item->categories, feed_plain(s, r->arena, 100), r->arena);
}

static enum form
form_of(const struct reader *r, const char **pair)
{
	struct str type = attribute(pair, "type"), mode = attribute(pair, "mode");

	if (str_eq_nocase(mode, S("base64")))
		return FORM_BASE64;
	if (str_eq_nocase(mode, S("xml")))
		return FORM_XML;
	if (str_eq_nocase(mode, S("escaped")))
		return FORM_HTML;
	if (str_eq_nocase(type, S("xhtml")) || str_eq_nocase(type, S("application/xhtml+xml")))
		return FORM_XML;
	if (str_eq_nocase(type, S("html")) || str_eq_nocase(type, S("text/html")))
		return FORM_HTML;
	if (type.n && !str_starts(type, S("text")))
		return FORM_BASE64;
	return r->feed->kind == FEED_ATOM ? FORM_TEXT : FORM_HTML;
}

/* Its encoding undone; of what is none, the text as it stands. */
static struct str
of_base64(struct str s, struct arena *a)
{
	unsigned char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	if (sodium_base642bin(
		p, s.n, s.p, s.n, " \t\r\n", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    !str_utf8_valid((struct str){ (char *)p, n }))
		return s;
	return (struct str){ (char *)p, n };
}

static struct str
gathered(struct reader *r, size_t points)
{
	struct str s = buf_str(&r->text);

	if (r->form == FORM_BASE64)
		return feed_plain(of_base64(s, r->arena), r->arena, points);
	if (r->form == FORM_HTML)
		return feed_plain(s, r->arena, points);
	return feed_words(s, r->arena, points);
}

static void
take_moment(struct reader *r, struct moment *to, bool again)
{
	if (again || !moment_known(*to))
		feed_moment(buf_str(&r->text), to);
}

static void
take_id(struct reader *r)
{
	struct str s = feed_words(buf_str(&r->text), r->arena, FEED_LINK);

	if (s.n == 0)
		return;
	r->item->id = s;
	if (r->guid_is_link)
		take_link(r, s, false);
}

static void
take_summary(struct reader *r, bool is_summary)
{
	struct str s;

	if (r->item->summary.n && (!is_summary || r->has_summary))
		return;
	s = gathered(r, FEED_SUMMARY);
	if (s.n == 0)
		return;
	r->item->summary = s;
	r->has_summary = is_summary;
}

static void
take(struct reader *r, enum feed_field field)
{
	struct feed_item *item = r->item;

	switch (field) {
	case FIELD_TITLE: item->title = gathered(r, FEED_SHORT); break;
	case FIELD_TITLE_TOO:
		if (item->title.n == 0)
			item->title = gathered(r, FEED_SHORT);
		break;
	case FIELD_LINK: take_link(r, buf_str(&r->text), true); break;
	case FIELD_ID: take_id(r); break;
	case FIELD_ID_TOO:
		if (item->id.n == 0)
			take_id(r);
		break;
	case FIELD_SUMMARY: take_summary(r, true); break;
	case FIELD_CONTENT: take_summary(r, false); break;
	case FIELD_PUBLISHED: take_moment(r, &item->published, true); break;
	case FIELD_PUBLISHED_TOO: take_moment(r, &item->published, false); break;
	case FIELD_UPDATED: take_moment(r, &item->updated, true); break;
	case FIELD_AUTHOR:
	case FIELD_NAME:
		item->authors = feed_join(item->authors, gathered(r, 100), r->arena);
		break;
	case FIELD_CATEGORY:
		item->categories = feed_join(item->categories, gathered(r, 100), r->arena);
		break;
	default: break;
	}
}

static void
take_of_feed(struct reader *r, enum feed_field field)
{
	if (field == FIELD_TITLE && r->feed->title.n == 0)
		r->feed->title = gathered(r, FEED_SHORT);
	else if (field == FIELD_LINK)
		take_link(r, buf_str(&r->text), true);
}

/* ==== Elements ==== */

static void
start_item(struct reader *r, const char **pair)
{
	r->item = feed_item_new(r->feed, r->arena);
	if (r->item == NULL) {
		stop(r, "too_many");
		return;
	}
	r->item_at = r->depth;
	r->has_summary = r->link_is_alternate = false;
	r->item->id = arena_dup(r->arena, str_sub(attribute(pair, "rdf:about"), 0, FEED_LINK));
}

/* A field stands right under its item, or right under the feed; names under authors. */
static bool
in_place(const struct reader *r, enum feed_field field)
{
	enum feed_field parent = r->level[r->depth - 1].field;

	if (field == FIELD_NAME)
		return r->item && parent == FIELD_AUTHOR && r->depth == r->item_at + 2;
	return r->item ? r->depth == r->item_at + 1 : parent == FIELD_ROOT;
}

static void
start_field(struct reader *r, enum feed_field field, const char **pair)
{
	r->text_at = r->depth;
	r->hidden_at = 0;
	r->form = form_of(r, pair);
	buf_clear(&r->text);
	if (field == FIELD_LINK)
		start_link(r, pair);
	else if (field == FIELD_CATEGORY)
		start_category(r, pair);
	else if (field == FIELD_ID)
		r->guid_is_link = r->feed->kind == FEED_RSS &&
				  !str_eq_nocase(attribute(pair, "isPermaLink"), S("false"));
}

static bool
is_block(const char *name)
{
	static const char *const block[] = { "p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4",
		"pre", "td", "dt", "dd", "blockquote" };
	const char *colon = strchr(name, ':');

	for (size_t i = 0; i < sizeof block / sizeof *block; i++)
		if (strcasecmp(colon ? colon + 1 : name, block[i]) == 0)
			return true;
	return false;
}

static void
start_inside(struct reader *r, const char *name)
{
	if (strcasecmp(name, "script") == 0 || strcasecmp(name, "style") == 0)
		r->hidden_at = r->hidden_at ? r->hidden_at : r->depth;
	if (r->form == FORM_HTML && is_block(name))
		buf_puts(&r->text, "<br>");
	else if (is_block(name))
		buf_byte(&r->text, '\n');
}

static void
bind_all(struct reader *r, const char **pair)
{
	struct level *l = &r->level[r->depth];

	l->base = r->level[r->depth - 1].base;
	for (; *pair; pair += 2)
		if (strncmp(*pair, "xmlns", 5) == 0)
			feed_bind(&r->names, pair[0], pair[1], r->depth);
		else if (strcmp(*pair, "xml:base") == 0)
			l->base = feed_link(l->base, str_of(pair[1]), r->arena);
}

static void
root(struct reader *r, const char *name)
{
	const char *colon = strchr(name, ':');

	r->feed->kind = strcasecmp(colon ? colon + 1 : name, "feed") == 0 ||
				strcasecmp(colon ? colon + 1 : name, "entry") == 0
			    ? FEED_ATOM
			    : FEED_RSS;
}

static void XMLCALL
start(void *context, const char *name, const char **pair)
{
	struct reader *r = context;
	enum feed_field field;

	if (r->depth == FEED_DEPTH) {
		stop(r, "too_deep");
		return;
	}
	r->depth++;
	bind_all(r, pair);
	field = feed_field_of(&r->names, name);
	r->level[r->depth].field = field;
	if (r->text_at && field != FIELD_NAME) {
		start_inside(r, name);
		return;
	}
	if (r->depth == 1) {
		if (field != FIELD_ROOT && field != FIELD_ITEM) {
			stop(r, "no_feed");
			return;
		}
		root(r, name);
	}
	if (field == FIELD_ITEM && r->item == NULL)
		start_item(r, pair);
	else if (field > FIELD_ITEM && in_place(r, field))
		start_field(r, field, pair);
}

static void XMLCALL
end(void *context, const char *name)
{
	struct reader *r = context;

	(void)name;
	if (r->text_at == r->depth) {
		if (r->item)
			take(r, r->level[r->depth].field);
		else
			take_of_feed(r, r->level[r->depth].field);
		r->text_at = 0;
		buf_clear(&r->text);
	}
	if (r->hidden_at == r->depth)
		r->hidden_at = 0;
	if (r->item_at == r->depth) {
		r->item_at = 0;
		r->item = NULL;
	}
	feed_unbind(&r->names, r->depth);
	r->depth--;
}

static void XMLCALL
characters(void *context, const char *p, int n)
{
	struct reader *r = context;

	if (r->text_at == 0 || r->hidden_at || r->text.n + (size_t)n > FEED_TEXT)
		return;
	r->gathered += (size_t)n;
	if (r->gathered > TEXT_IN_ALL)
		stop(r, "too_large");
	else
		buf_put(&r->text, (struct str){ p, (size_t)n });
}

/* ==== Entities ==== */

static void XMLCALL
entity(void *context, const char *name, int is_parameter, const char *value, int n,
    const char *base, const char *where, const char *known_as, const char *notation)
{
	struct reader *r = context;

	(void)name, (void)base, (void)where, (void)known_as, (void)notation, (void)is_parameter;
	if (value && (n > ENTITY_LENGTH || ++r->entities > ENTITIES ||
			 memchr(value, '&', (size_t)n) || memchr(value, '%', (size_t)n)))
		stop(r, "entities");
}

static void XMLCALL
skipped(void *context, const char *name, int is_parameter)
{
	struct reader *r = context;
	struct buf b = BUF_INIT(8);

	if (is_parameter)
		return;
	feed_put_letter(&b, feed_letter(str_of(name)));
	if (b.n)
		characters(r, b.p, (int)b.n);
	buf_release(&b);
}

/* Read as if it were empty.  A DTD must be read all the same: without one expat
 * takes a name that it does not know for an error. */
static int XMLCALL
external(
    XML_Parser p, const char *context, const char *base, const char *where, const char *known_as)
{
	XML_Parser empty = context ? NULL : XML_ExternalEntityParserCreate(p, NULL, NULL);
	bool good = true;

	(void)base, (void)where, (void)known_as;
	if (empty) {
		good = XML_Parse(empty, " ", 1, 1) == XML_STATUS_OK;
		XML_ParserFree(empty);
	}
	return good ? 1 : 0; /* XML_STATUS_OK, or an error */
}

bool
feed_read_xml(struct str utf8, struct arena *a, struct feed *f)
{
	struct reader *r = arena_new_of(a, struct reader);
	bool good;

	r->parser = XML_ParserCreate("UTF-8");
	if (r->parser == NULL)
		return false;
	r->arena = a;
	r->feed = f;
	buf_init(&r->text, FEED_TEXT + 8);
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, start, end);
	XML_SetCharacterDataHandler(r->parser, characters);
	XML_SetEntityDeclHandler(r->parser, entity);
	XML_SetSkippedEntityHandler(r->parser, skipped);
	XML_SetExternalEntityRefHandler(r->parser, external);
	XML_SetParamEntityParsing(r->parser, XML_PARAM_ENTITY_PARSING_ALWAYS);
	XML_UseForeignDTD(r->parser, XML_TRUE);
	good = XML_Parse(r->parser, utf8.p, (int)utf8.n, 1) == XML_STATUS_OK;
	if (!good && f->trouble == NULL) {
		f->trouble = "broken";
		f->line = XML_GetCurrentLineNumber(r->parser);
	}
	/* What was not whole is not kept. */
	if (!good && r->item)
		f->n--;
	XML_ParserFree(r->parser);
	buf_release(&r->text);
	return f->n > 0 || good;
}
