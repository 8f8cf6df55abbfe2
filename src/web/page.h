/*
 * What the files of web/ that write HTML share among themselves: the layout's
 * view, the template's functions, words found by a made-up key.  Private.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/web.h"

/* Everything that layout.html shows around a page. */
struct layout_view {
	struct request *rq; /* for the sign-out form's token */
	struct str brand, phone, phone_url;
	struct str title;
	bool error; /* the page shows a form with mistakes */
	bool desk;
	const char *scheme; /* "system", "light", "dark" */
	const char *theme;  /* "light", "dark", or NULL: as the system says */
	const char *other;  /* the other language's code */
	const struct menu_item *menu;
	size_t n_menu;
	struct str notice; /* words, or "" */
	struct html content;
};

struct problem_view {
	int status;
	struct str title, text, detail; /* detail may be "" */
	size_t n_next;
	struct str next[4]; /* what to do now */
	struct str phone, phone_url;
};

void page_layout(struct out *o, const struct layout_view *v);
void page_problem(struct out *o, const struct problem_view *v);

/* "page" where this is the page, "true" where it is its section, else NULL. */
const char *page_current(const struct request *rq, const char *path);

/* Where a choice of language comes back to: this page, when a link can reach it. */
struct str page_back(const struct request *rq);

/* A file of the site, under its hashed folder: "/s/4f…/vigie.css". */
struct str page_asset(struct out *o, const char *name);

/* The text under prefix + name; page_has: is there one? */
struct str page_word(struct out *o, const char *prefix, const char *name);
bool page_has(struct out *o, const char *prefix, const char *name);

/* Id of the input that a wrong field's link goes to. */
struct str form_target(struct out *o, const struct typed *x);

/* The <option>s of a vocabulary; none: key of the empty one. */
void form_options(struct out *o, const char *vocabulary, struct str value, const char *none);

/* Of the request, where there is one. */
struct moment page_now(const struct out *o);
const struct params *page_query(const struct out *o); /* or NULL */

#endif
