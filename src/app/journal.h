/* The journal as its auditor reads it. */
#ifndef APP_JOURNAL_H
#define APP_JOURNAL_H

#include "web/web.h"

#define JOURNAL_PAGE 100

/* Filters as the address spells them; empty: all. */
struct journal_asked {
	struct str object, reference, action, account, since, until;
};

struct journal_view {
	struct journal_asked f;
	size_t n;
	const struct journal_entry *entry;
	int64_t older; /* where the next page begins; 0: there is none */
	bool newer;    /* this page is not the first one */
	bool filtered;
	int64_t head;
	struct str head_hash;
};

void page_journal(struct out *o, const struct journal_view *v);

/* A hash, short enough to be compared by eye. */
struct str journal_short(struct str hash);

enum outcome journal_page(struct request *rq, void *record);
enum outcome journal_csv(struct request *rq, void *record);

#endif
