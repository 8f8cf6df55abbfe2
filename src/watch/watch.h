/*
 * What is new outside: sources, what they publish, and the cell's inbox.
 *
 * An item is kept once a source, by its id, or its link, or its title; an edit of it
 * changes the same row.  Items that name a same vulnerability (CVE) stand under one
 * topic, that of the first of them.
 */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "web/web.h"

struct watch_tally {
	int64_t read, imported, updated, skipped;
	const char *trouble; /* "broken", "too_large"…: why not, or not all; or NULL */
	size_t line;
};

/* One document, in the open writing transaction.  name: where its source is known by
 * when the document does not say.  What cannot be read is noted at its source. */
enum outcome watch_import(struct db *db, struct str bytes, struct str name, struct moment now,
    struct arena *a, struct watch_tally *ret);

/* Some items of a made-up source, for the demonstration. */
enum outcome watch_demo(struct db *db, struct moment now, struct arena *a);

extern const struct form watch_form;
enum outcome watch_page(struct request *rq, void *record);
enum outcome watch_mark(struct request *rq, void *record);

/* The trouble in words. */
struct str watch_trouble(enum lang lang, const char *code);

#endif
