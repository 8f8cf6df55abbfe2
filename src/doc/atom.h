/*
 * An Atom feed (RFC 4287), entry by entry.  Times are RFC 3339 in UTC; text is any
 * UTF-8, escaped, without the control characters that XML cannot hold.
 */
#ifndef DOC_ATOM_H
#define DOC_ATOM_H

#include "base/buf.h"
#include "base/moment.h"
#include "base/arena.h"

struct atom_entry {
	struct str id; /* a URI, for ever */
	struct str title, link, summary;
	const struct str *category;
	size_t n_categories;
	struct moment published, updated;
};

/* self: the feed's own address; updated: of its newest entry. */
void atom_begin(struct buf *b, struct arena *a, struct str title, struct str self, struct str site,
    struct str author, struct moment updated);
void atom_entry(struct buf *b, struct arena *a, const struct atom_entry *e);
void atom_end(struct buf *b);

#endif
