/* The pages of publications: the workshop's and the readers'. Private to src/watch. */
#ifndef WATCH_PUBLICATION_PAGE_H
#define WATCH_PUBLICATION_PAGE_H

#include "watch/diff.h"
#include "watch/publication.h"

struct publication_desk_view {
	struct str state; /* of the filter: a code, or "all" */
	size_t n;
	const struct publication *p;
	int64_t page, pages, total;
	const struct filled *filled; /* of a new one */
};

struct publication_edit_view {
	const struct publication *p;
	bool may_confirm, mine, typed_again;
	struct str author, checker;		 /* names */
	const struct publication_words *preview; /* NULL: not asked */
	size_t n_lacks;
	struct publication_fault lack[8];
	const struct filled *filled, *words, *remark, *plan, *reason;
};

struct publications_view {
	struct publication_filter f;
	struct str self; /* the address with its filters, for the feed */
	size_t n;
	const struct publication *p;
	int64_t pages, total;
};

struct publication_view {
	const struct publication *p;
	const struct publication_version *v; /* the one that is read */
	bool latest, may_edit;
	size_t n;
	const struct publication_version *version; /* all that the reader may see */
};

struct publication_change {
	const struct field *field;
	struct diff diff;
};

struct publication_diff_view {
	const struct publication *p;
	const struct publication_version *from, *to;
	size_t n;
	const struct publication_change *change;
};

void page_publication_desk(struct out *o, const struct publication_desk_view *v);
void page_publication_edit(struct out *o, const struct publication_edit_view *v);
void publication_life(struct out *o, const struct publication_edit_view *v);
void page_publications(struct out *o, const struct publications_view *v);
void page_publication(struct out *o, const struct publication_view *v);
void page_publication_gone(struct out *o, const struct publication_view *v);
void page_publication_diff(struct out *o, const struct publication_diff_view *v);

/* Called by the templates. */
bool publication_is(const struct publication *p, const char *state);
void publication_read(struct out *o, const struct publication_words *w, int level);
void publication_markdown(struct out *o, struct str text, int level);
void publication_diff_lines(struct out *o, const struct diff *d);
struct str publication_cvss_text(struct out *o, int64_t tenths); /* "9,8" */
void publication_affected(struct out *o, const struct publication_words *w);
void publication_links(struct out *o, const struct publication_words *w);
void publication_cve_links(struct out *o, const struct publication_words *w);
void publication_label(struct out *o, const struct field *f);

/* A document of what is read, in its language. */
struct pdf;
struct pdf *publication_document(struct editor *e, const struct publication *p,
    const struct publication_version *v, struct str brand, enum lang lang, enum zone zone);

#endif
