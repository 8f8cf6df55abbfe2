/*
 * What an element is.  expat's own namespaces were rejected: they refuse a prefix that
 * is not bound, which feeds in the wild have, and RSS has a dozen addresses or none.
 */
#include "watch/feed_xml.h"

#include <string.h>

enum space { SPACE_OTHER, SPACE_CORE, SPACE_DC, SPACE_TERMS, SPACE_CONTENT, SPACE_RDF, SPACE_HTML };

static const struct {
	const char *begins;
	enum space space;
} address[] = { { "http://purl.org/rss/1.0/modules/content", SPACE_CONTENT },
	{ "http://purl.org/rss/1.0/modules/", SPACE_OTHER }, { "http://purl.org/rss/", SPACE_CORE },
	{ "http://purl.org/net/rss", SPACE_CORE }, { "http://purl.org/atom/", SPACE_CORE },
	{ "http://www.w3.org/2005/atom", SPACE_CORE }, { "http://my.netscape.com/", SPACE_CORE },
	{ "http://channel.netscape.com/", SPACE_CORE },
	{ "http://backend.userland.com/rss", SPACE_CORE },
	{ "http://blogs.law.harvard.edu/tech/rss", SPACE_CORE },
	{ "http://purl.org/dc/elements/", SPACE_DC }, { "http://purl.org/dc/terms", SPACE_TERMS },
	{ "http://www.w3.org/1999/02/22-rdf", SPACE_RDF },
	{ "http://www.w3.org/1999/xhtml", SPACE_HTML } };

static const struct {
	const char *prefix;
	enum space space;
} usual[] = { { "", SPACE_CORE }, { "atom", SPACE_CORE }, { "atom03", SPACE_CORE },
	{ "rss", SPACE_CORE }, { "dc", SPACE_DC }, { "dcterms", SPACE_TERMS },
	{ "content", SPACE_CONTENT }, { "rdf", SPACE_RDF } };

static const struct {
	enum space space;
	const char *name;
	enum feed_field field;
} element[] = { { SPACE_CORE, "rss", FIELD_ROOT }, { SPACE_CORE, "feed", FIELD_ROOT },
	{ SPACE_CORE, "channel", FIELD_ROOT }, { SPACE_RDF, "RDF", FIELD_ROOT },
	{ SPACE_CORE, "item", FIELD_ITEM }, { SPACE_CORE, "entry", FIELD_ITEM },
	{ SPACE_CORE, "title", FIELD_TITLE }, { SPACE_DC, "title", FIELD_TITLE_TOO },
	{ SPACE_CORE, "link", FIELD_LINK }, { SPACE_CORE, "guid", FIELD_ID },
	{ SPACE_CORE, "id", FIELD_ID }, { SPACE_DC, "identifier", FIELD_ID_TOO },
	{ SPACE_CORE, "description", FIELD_SUMMARY }, { SPACE_CORE, "summary", FIELD_SUMMARY },
	{ SPACE_DC, "description", FIELD_CONTENT }, { SPACE_CORE, "content", FIELD_CONTENT },
	{ SPACE_CONTENT, "encoded", FIELD_CONTENT }, { SPACE_HTML, "body", FIELD_CONTENT },
	{ SPACE_CORE, "body", FIELD_CONTENT }, { SPACE_CORE, "fullitem", FIELD_CONTENT },
	{ SPACE_CORE, "pubDate", FIELD_PUBLISHED }, { SPACE_CORE, "published", FIELD_PUBLISHED },
	{ SPACE_CORE, "issued", FIELD_PUBLISHED }, { SPACE_TERMS, "issued", FIELD_PUBLISHED },
	{ SPACE_CORE, "created", FIELD_PUBLISHED_TOO },
	{ SPACE_TERMS, "created", FIELD_PUBLISHED_TOO }, { SPACE_DC, "date", FIELD_PUBLISHED_TOO },
	{ SPACE_CORE, "updated", FIELD_UPDATED }, { SPACE_CORE, "modified", FIELD_UPDATED },
	{ SPACE_TERMS, "modified", FIELD_UPDATED }, { SPACE_CORE, "author", FIELD_AUTHOR },
	{ SPACE_DC, "creator", FIELD_AUTHOR }, { SPACE_DC, "author", FIELD_AUTHOR },
	{ SPACE_CORE, "name", FIELD_NAME }, { SPACE_CORE, "category", FIELD_CATEGORY },
	{ SPACE_DC, "subject", FIELD_CATEGORY } };

/* What is bound to an address that nobody knows is nothing of a feed, but for the
 * default namespace: publishers make one of their own. */
void
feed_bind(struct feed_names *names, const char *attribute, const char *uri, size_t depth)
{
	const char *prefix = attribute + strlen("xmlns");
	struct feed_binding *b = &names->bound[names->n];

	prefix += *prefix == ':';
	if (names->n == FEED_BINDINGS || strlen(prefix) >= sizeof b->prefix)
		return;
	names->n++;
	memset(b, 0, sizeof *b);
	memcpy(b->prefix, prefix, strlen(prefix));
	b->depth = depth;
	b->space = *prefix ? SPACE_OTHER : SPACE_CORE;
	for (size_t i = 0; i < sizeof address / sizeof *address; i++)
		if (strncasecmp(uri, address[i].begins, strlen(address[i].begins)) == 0) {
			b->space = (int)address[i].space;
			return;
		}
}

void
feed_unbind(struct feed_names *names, size_t depth)
{
	while (names->n && names->bound[names->n - 1].depth >= depth)
		names->n--;
}

static enum space
space_of(const struct feed_names *names, const char *prefix, size_t n)
{
	for (size_t i = names->n; i-- > 0;)
		if (strlen(names->bound[i].prefix) == n &&
		    memcmp(names->bound[i].prefix, prefix, n) == 0)
			return (enum space)names->bound[i].space;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (strlen(usual[i].prefix) == n && strncasecmp(usual[i].prefix, prefix, n) == 0)
			return usual[i].space;
	return SPACE_OTHER;
}

enum feed_field
feed_field_of(const struct feed_names *names, const char *name)
{
	const char *colon = strchr(name, ':');
	enum space space = space_of(names, name, colon ? (size_t)(colon - name) : 0);

	if (space == SPACE_OTHER)
		return FIELD_NONE;
	for (size_t i = 0; i < sizeof element / sizeof *element; i++)
		if (element[i].space == space &&
		    strcasecmp(element[i].name, colon ? colon + 1 : name) == 0)
			return element[i].field;
	return FIELD_NONE;
}
