/*
 * The structure reads what is to be told of it before anybody else does, and what is
 * told of it for as long as it is.  Its objection stops the publication until the cell
 * has answered; its consent it takes back on the page of consents, at once.
 */
#include "incident/lesson_page.h"

#include "incident/incident.h"

struct word {
	struct code lesson_word;
	struct str lesson_said;
};

static const struct field word_kind = { FIELD(word, lesson_word), .vocabulary = "lesson_word",
	.need = REQUIRED };
static const struct field word_said = { FIELD(word, lesson_said), .max = 4000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const word_asked[] = { &word_kind, &word_said, NULL };

/* What another person has looked at, or waits for that; what is online stays readable
 * while the cell writes on. */
static bool
readable(struct lesson *l)
{
	if (l->online && !lesson_is(l, "check") && !lesson_is(l, "checked"))
		l->text = l->shown;
	return l->online || lesson_is(l, "check") || lesson_is(l, "checked");
}

static enum outcome
gather(struct act *act, struct own_lesson_view *v)
{
	struct lesson_event *list;
	struct consent c;
	size_t n = 0;
	enum outcome o = consent_of(act, v->in, "lessons", &c);

	if (o == OK)
		o = lesson_event_list(act, v->in, &list, &n);
	if (o != OK)
		return o;
	v->consent = c.answer;
	v->event = list;
	for (size_t i = 0; i < n; i++)
		if (vocab_find(vocab_get("lesson_word"), list[i].kind.s))
			list[v->n_events++] = list[i];
	return OK;
}

static enum outcome
own_show(struct request *rq, int status)
{
	struct word blank = { .lesson_word = { S("comment") } };
	struct stored_report s;
	struct incident in;
	struct lesson l;
	struct act act;
	struct own_lesson_view v = { .in = &in, .s = &s, .may_write = true, .filled = &rq->filled };
	enum outcome o = own_open(rq, status == 200 ? ACTION_READ : ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	o = lesson_of(&act, &in, &l);
	if (o == OK && readable(&l))
		v.l = &l;
	if (o == OK || o == NOT_FOUND)
		o = gather(&act, &v);
	if (o != OK)
		return o;
	if (status == 200)
		form_show(word_asked, &blank, &rq->filled, rq->zone, rq->arena);
	page_own_lesson(page_begin(rq, t(rq->lang, "lesson.own_title")), &v);
	return page_end(rq, status);
}

enum outcome
own_lesson_page(struct request *rq, void *record)
{
	(void)record;
	return own_show(rq, 200);
}

static enum outcome
own_again(struct request *rq, void *record)
{
	(void)record;
	return own_show(rq, 422);
}

const struct form own_lesson_form = {
	.asked = word_asked, .size = sizeof(struct word), .invalid = own_again
};

enum outcome
own_lesson(struct request *rq, void *record)
{
	const struct word *w = record;
	struct stored_report s;
	struct incident in;
	struct lesson l, seen = { 0 };
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	o = lesson_of(&act, &in, &l);
	seen = l;
	if (o == NOT_FOUND || (o == OK && !readable(&seen)))
		return CONFLICT; /* there is nothing to speak of */
	/* Whoever has not read it cannot publish over it. */
	if (o == OK && str_eq(w->lesson_word.s, S("objection")))
		o = lesson_save(&act, &in, &l, "lesson.objection");
	if (o == OK)
		o = lesson_event_add(
		    &act, &in, &l, arena_cstr(act.arena, w->lesson_word.s), w->lesson_said);
	if (o == OK)
		o = own_tell_cell(&act, &in, "mail.lesson_said");
	if (o != OK)
		return o;
	reply_notice(rq, "notice.lesson_said");
	return reply_see_other(rq, "/file/%.*s/lesson", PS(s.reference));
}
