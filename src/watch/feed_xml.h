/* Names of elements in feeds. Private to src/watch. */
#ifndef WATCH_FEED_XML_H
#define WATCH_FEED_XML_H

#include "base/str.h"

enum feed_field {
	FIELD_NONE,
	FIELD_ROOT, /* rss, rdf:RDF, feed, channel */
	FIELD_ITEM,
	FIELD_TITLE,
	FIELD_TITLE_TOO, /* of dc: only where there is no other */
	FIELD_LINK,
	FIELD_ID,
	FIELD_ID_TOO,
	FIELD_SUMMARY,
	FIELD_CONTENT, /* in place of a summary */
	FIELD_PUBLISHED,
	FIELD_PUBLISHED_TOO,
	FIELD_UPDATED,
	FIELD_AUTHOR,
	FIELD_NAME, /* within an author */
	FIELD_CATEGORY
};

#define FEED_BINDINGS 64

/* Prefixes that stand for namespaces, as they are bound from the root down. */
struct feed_names {
	size_t n;
	struct feed_binding {
		char prefix[16];
		int space;
		size_t depth;
	} bound[FEED_BINDINGS];
};

/* "xmlns" or "xmlns:prefix" of an element at this depth. */
void feed_bind(struct feed_names *names, const char *attribute, const char *uri, size_t depth);
void feed_unbind(struct feed_names *names, size_t depth); /* an element ends */

/* Namespaces are taken by their addresses, and by their usual prefixes where a
 * document forgets to bind them. */
enum feed_field feed_field_of(const struct feed_names *names, const char *element);

#endif
