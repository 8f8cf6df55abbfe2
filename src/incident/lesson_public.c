/*
 * Lessons as others read them: a list with its filters in the address, and a page each
 * under an address for ever.
 *
 * What is marked for members is for those whom the matrix names (OBJECT_LESSON); who
 * has not signed in is asked to, so that a link in a mail leads somewhere.  One that
 * was withdrawn says so, and why, in one word (410); what it said is gone.
 */
#include "incident/lesson_page.h"

#include "incident/incident.h"

static bool
is_member(const struct request *rq)
{
	struct facts none = { 0 };

	return access_may(request_member(rq), OBJECT_LESSON, ACTION_READ, &none);
}

enum outcome
lessons_page(struct request *rq, void *record)
{
	struct lessons_view v = { .f = { .category = param_get(&rq->query, "category"),
				      .org_type = param_get(&rq->query, "org_type"),
				      .members = is_member(rq),
				      .page = 1 } };
	struct act act = act_of(rq);
	struct lesson *list;
	enum outcome o;

	(void)record;
	if (!str_int(param_get(&rq->query, "page"), &v.f.page) || v.f.page < 1 || v.f.page > 100000)
		v.f.page = 1;
	o = lesson_list(&act, &v.f, &list, &v.n, &v.total);
	if (o != OK)
		return o;
	v.lesson = list;
	v.pages = (v.total + LESSONS_PAGE - 1) / LESSONS_PAGE;
	rq->active = "/lessons";
	page_lessons(page_begin(rq, t(rq->lang, "lessons.title")), &v);
	return page_end(rq, 200);
}

/* ==== One ==== */

struct taking_back {
	struct code lesson_why;
};

static const struct field why_field = { FIELD(taking_back, lesson_why),
	.vocabulary = "lesson_why_chosen", .need = REQUIRED };
static const struct field *const withdraw_asked[] = { &why_field, NULL };

static enum outcome
show(struct request *rq, struct lesson *l, int status)
{
	static const struct taking_back blank = { 0 };
	struct facts none = { 0 };
	struct lesson_public_view v = { .l = l, .filled = &rq->filled };

	v.may_withdraw =
	    l->incident == 0 && access_may(request_member(rq), OBJECT_LESSON, ACTION_CLOSE, &none);
	if (status == 200)
		form_show(withdraw_asked, &blank, &rq->filled, rq->zone, rq->arena);
	rq->active = "/lessons";
	if (l->online) {
		page_lesson_public(page_begin(rq, l->shown.lesson_title), &v);
		return page_end(rq, status);
	}
	page_lesson_gone(page_begin(rq, t(rq->lang, "lessons.gone")), &v);
	return page_end(rq, 410);
}

static enum outcome
show_to(struct request *rq, int status)
{
	struct act act = act_of(rq);
	struct lesson l;
	enum outcome o = lesson_by_reference(&act, rq->segment[0], &l);

	if (o != OK)
		return o;
	if (str_eq(l.shown_tlp.s, S("TLP:CLEAR")))
		return show(rq, &l, status);
	if (!is_member(rq)) {
		trail_refuse(
		    act.trail, "lesson.refused", "lesson", l.reference, (struct str){ NULL, 0 });
		if (rq->visitor.account)
			return FORBIDDEN;
		return reply_see_other(rq, "/sign-in?next=/lessons/%.*s", PS(l.reference));
	}
	trail_note(act.trail, "lesson.read", "lesson", l.reference, (struct str){ NULL, 0 });
	return show(rq, &l, status);
}

enum outcome
lesson_public_page(struct request *rq, void *record)
{
	(void)record;
	return show_to(rq, 200);
}

static enum outcome
public_again(struct request *rq, void *record)
{
	(void)record;
	return show_to(rq, 422);
}

const struct form lesson_orphan_form = {
	.asked = withdraw_asked, .size = sizeof(struct taking_back), .invalid = public_again
};

enum outcome
lesson_orphan_post(struct request *rq, void *record)
{
	const struct taking_back *w = record;
	struct act act = act_of(rq);
	enum outcome o = lesson_orphan_withdraw(&act, rq->segment[0], w->lesson_why.s);

	if (o != OK)
		return o;
	reply_notice(rq, "notice.lesson_withdrawn");
	return reply_see_other(rq, "/lessons");
}
