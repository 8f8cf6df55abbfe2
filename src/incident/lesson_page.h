/* The pages of a lesson: the cell's, the structure's, the readers'. Private to src/incident. */
#ifndef INCIDENT_LESSON_PAGE_H
#define INCIDENT_LESSON_PAGE_H

#include "incident/desk.h"
#include "incident/lesson.h"
#include "incident/own.h"

/* The lesson as it is typed: its words come first, so that their fields fit here too. */
struct lesson_form {
	struct lesson_text text;
	struct code lesson_tlp, lesson_named;
};

extern const struct field *const lesson_asked[];

/* A line of what was replaced or kept, cut at its tabs. */
struct lesson_note {
	struct str cell[3];
};

struct lesson_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct lesson *l; /* NULL: none yet */
	bool may_write, may_confirm, mine, over, typed_again;
	struct str author, checker; /* names */
	struct lesson_answer leave;
	bool name_asked, name_stands;
	size_t n_doubts, n_open; /* objections */
	const struct lesson_doubt *doubt;
	size_t n_replaced, n_kept, n_events;
	const struct lesson_note *replaced, *kept;
	const struct lesson_event *event;
	const struct filled *filled, *words, *keep, *remark, *withdraw, *answer;
};

struct own_lesson_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct lesson *l; /* NULL: nothing to read */
	bool may_write;
	struct str consent; /* the answer that counts */
	size_t n_events;
	const struct lesson_event *event; /* what the structure said, and the answers */
	const struct filled *filled;
};

struct lessons_view {
	struct lesson_filter f;
	size_t n;
	const struct lesson *lesson;
	int64_t total, pages;
};

struct lesson_public_view {
	const struct lesson *l;
	const struct filled *filled;
	bool may_withdraw; /* its file was forgotten: no other page could */
};

void page_lesson(struct out *o, const struct lesson_view *v);
void lesson_page_write(struct out *o, const struct lesson_view *v);
void lesson_page_found(struct out *o, const struct lesson_view *v);
void lesson_page_life(struct out *o, const struct lesson_view *v);
void lesson_page_events(struct out *o, const struct lesson_view *v);
void page_own_lesson(struct out *o, const struct own_lesson_view *v);
void page_lessons(struct out *o, const struct lessons_view *v);
void page_lesson_public(struct out *o, const struct lesson_public_view *v);
void page_lesson_gone(struct out *o, const struct lesson_public_view *v);

/* Called by the templates: each part under its heading, empty ones left out. */
void lesson_read(struct out *o, const struct lesson_text *text, int level);
bool lesson_is(const struct lesson *l, const char *state);
const char *lesson_part_key(struct out *o, const struct field *f);
struct str lesson_part(struct out *o, struct str name);
struct str lesson_word(struct out *o, struct str key); /* of what was replaced */
const char *lesson_refusal(struct out *o, const char *why);
int64_t lesson_first_open(const struct lesson_event *e, size_t n); /* 0: none */

#endif
