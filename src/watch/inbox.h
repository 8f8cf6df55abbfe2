/* View of the inbox. Private to src/watch. */
#ifndef WATCH_INBOX_H
#define WATCH_INBOX_H

#include "base/vocab.h"
#include "web/web.h"

#define INBOX_PAGE 100
#define INBOX_CVES 8
#define INBOX_SOURCES 200
#define INBOX_SUMMARY 300

struct inbox_item {
	int64_t id;
	struct str link, title, summary, source;
	struct moment at, first_seen;
	struct code state;
};

struct inbox_topic {
	int64_t id;
	size_t n;
	const struct inbox_item *item;
	size_t n_cves;
	struct str *cve;
};

struct inbox_source {
	struct str name, address, trouble, said;
	struct moment read_at, trouble_at;
	int64_t items, line;
};

struct inbox_view {
	struct str state; /* of the filter: a code, or "all" */
	int64_t page, pages, shown, total;
	size_t n; /* topics */
	const struct inbox_topic *topic;
	size_t n_sources;
	const struct inbox_source *source;
	const struct filled *filled;
};

void page_inbox(struct out *o, const struct inbox_view *v);

#endif
