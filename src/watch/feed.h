/*
 * What sites say that is new: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x.
 *
 * Hostile bytes in, plain words out.  Pure and bounded: at most FEED_BYTES are read,
 * FEED_ITEMS kept, FEED_DEPTH elements deep; nothing is fetched, whatever a document
 * refers to.  Names that a document gives to texts of its own (entities) are taken
 * when they are short and lead to no other, else the document is refused.
 *
 * Texts are UTF-8, without markup; links are http or https, whole, or "".  A document
 * that breaks off gives what was whole before, and says where it broke.
 *
 * Rejected: a reader that mends any soup, as the parsers of other languages do.  Who
 * publishes what cannot be read is told so, on the page of sources.
 */
#ifndef WATCH_FEED_H
#define WATCH_FEED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/moment.h"

#define FEED_BYTES (16u << 20)
#define FEED_ITEMS 2000
#define FEED_DEPTH 100
#define FEED_TEXT (1u << 18) /* of one text, with its markup */
#define FEED_SUMMARY 4000    /* what is kept of one, in code points */
#define FEED_SHORT 500	     /* of a title, a list of names */
#define FEED_LINK 2000	     /* longer ones are left out */

struct feed_item {
	struct str id; /* as given; "" when none is */
	struct str link;
	struct str title;
	struct str summary;
	struct str authors;		  /* "a, b" */
	struct str categories;		  /* "a, b" */
	struct moment published, updated; /* or MOMENT_NONE */
};

enum feed_kind { FEED_NONE, FEED_RSS, FEED_ATOM, FEED_JSON };

struct feed {
	enum feed_kind kind;
	struct str title, link;
	size_t n;
	struct feed_item *item;
	const char *trouble; /* a code (feed.trouble.CODE), or NULL */
	size_t line;	     /* where; 0: not known */
};

/* All is in the arena.  False: it is no feed; trouble says why. */
bool feed_read(struct str bytes, struct arena *a, struct feed *ret);

/* --- For its own files ---------------------------------------------------- */

/* The bytes as UTF-8, from what a mark at their head or the XML declaration says, or
 * what they can only be.  False: from an encoding that is not known. */
bool feed_utf8(struct str bytes, struct arena *a, struct str *ret);

bool feed_read_xml(struct str utf8, struct arena *a, struct feed *f);
bool feed_read_json(struct str utf8, struct arena *a, struct feed *f);

/* A document's next item, cleared; NULL when there are too many. */
struct feed_item *feed_item_new(struct feed *f, struct arena *a);

/* HTML as people would read it: no tags, no scripts, characters in place of their
 * names; blocks are lines.  At most so many code points. */
struct str feed_plain(struct str html, struct arena *a, size_t points);
/* The same of what has no markup. */
struct str feed_words(struct str text, struct arena *a, size_t points);

/* "eacute" → 233; 0: no such name. */
uint32_t feed_letter(struct str name);
void feed_put_letter(struct buf *b, uint32_t c);
uint32_t feed_windows(uint32_t c); /* 0x80 to 0x9f as windows-1252 means them */

/* RFC 822 and RFC 3339, and how people write them by hand. */
bool feed_moment(struct str s, struct moment *ret);

/* "" when it is no address of the web. */
struct str feed_link(struct str base, struct str link, struct arena *a);

/* "a, b" and c, unless it is there. */
struct str feed_join(struct str list, struct str c, struct arena *a);

#endif
