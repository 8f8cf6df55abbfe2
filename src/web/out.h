/*
 * Writing a page: what compiled templates call.
 *
 * Every value is escaped; raw HTML needs a struct html, which only our own
 * writers make.  tools/html chooses the function by context at build time.
 */
#ifndef WEB_OUT_H
#define WEB_OUT_H

#include "base/buf.h"
#include "base/field.h"
#include "base/lang.h"

struct request;

struct html {
	struct str s;
};

struct out {
	struct buf *buf;
	struct arena *arena;
	enum lang lang;
	enum zone zone;
	struct request *rq; /* NULL outside of a request (tests, documents) */
};

void out_raw(struct out *o, const char *p, size_t n); /* the template's own bytes */
void out_text(struct out *o, struct str s);	      /* & < > " ' escaped */
void out_url(
    struct out *o, struct str s); /* a whole URL: relative, http, https, mailto, tel; else "#" */
void out_url_part(struct out *o, struct str s); /* percent-encoded, within a URL */
void out_html(struct out *o, struct html h);

void out_fill(struct out *o, const char *key, size_t n, const struct str *arg);
void out_count(struct out *o, const char *key, int64_t count);

/* Values of any printable type as text, in the page's language and zone. */
struct str out_of_str(struct out *o, struct str s);
struct str out_of_cstr(struct out *o, const char *c);
struct str out_of_int(struct out *o, int64_t n); /* no grouping: also used in attributes */
struct str out_of_size(struct out *o, size_t n);
struct str out_of_moment(struct out *o, struct moment m); /* "" when unknown */
struct str out_of_code(struct out *o, struct code c);	  /* the code, not its label */
struct str out_of_codes(struct out *o, struct codes c);

/* clang-format off */
#define out_str(o, x) _Generic((x), \
	struct str: out_of_str, char *: out_of_cstr, const char *: out_of_cstr, \
	int: out_of_int, long: out_of_int, long long: out_of_int, unsigned: out_of_size, \
	unsigned long: out_of_size, struct moment: out_of_moment, \
	struct code: out_of_code, struct codes: out_of_codes)(o, x)
/* clang-format on */
#define VALUE(x) out_str(o, x)

/* Helpers for {{call …}}. */
void out_time(struct out *o, struct moment m); /* <time datetime=…> */
void out_label(
    struct out *o, const char *vocabulary, struct str code); /* label of a code, escaped */
void out_shown(struct out *o, const struct field *f, const void *record); /* a field for reading */
void out_paragraphs(struct out *o, struct str text); /* plain text: <p> and <br> */
void out_tlp(struct out *o, struct str tlp);	     /* the badge */

/* A code as a badge: its label, in the class that the vocabulary gives it
 * (attribute "badge=sev-4"), or else the neutral one of statuses. */
void out_badge(struct out *o, const char *vocabulary, struct str code);

/* A row of <dl class="facts">: label and value, or "not filled in". */
void out_row(struct out *o, const struct field *f, const void *record);

/* A deadline: the time left or the lateness, kept fresh by a script. */
void out_due(struct out *o, struct moment due);

/* Header of a column that sorts by GET: ?sort=column, ?sort=-column the other way.
 * sort is the order in force; the rest of the query is kept, less the page. */
void out_sort(struct out *o, const char *column, const char *key, struct str sort);

/* Links to the pages of a list, from 1: ?page=n, the rest of the query kept. */
void out_pages(struct out *o, int64_t page, int64_t pages);

void out_results(struct out *o, int64_t shown, int64_t total); /* "20 sur 143", spoken */
void out_empty(struct out *o, const char *key);		       /* nothing to show, and why */

#endif
