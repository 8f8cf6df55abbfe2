/*
 * The part "links" of a file: what stands over it and under it, what was decided
 * about that, and the forms to decide.
 *
 * The other file is opened like this one, by file_open, so whoever may not write
 * there ties nothing to it.  Lists show clear columns and open nothing.
 */
#include "incident/links.h"

#include "incident/incident.h"

/* ==== The forms ==== */

struct tie_asked {
	struct str other_file;
	struct code link_kind;
	struct str link_reason;
};

static const struct field tie_other = { FIELD(tie_asked, other_file), .max = 40, .need = REQUIRED };
static const struct field tie_kind = { FIELD(tie_asked, link_kind), .vocabulary = "link_kind",
	.need = REQUIRED };
static const struct field tie_reason = { FIELD(tie_asked, link_reason), .max = 2000,
	.sealed = true };
static const struct field *const tie_asked[] = { &tie_other, &tie_kind, &tie_reason, NULL };

const struct form tie_form = {
	.asked = tie_asked, .size = sizeof(struct tie_asked), .invalid = links_again
};
const struct filled *
filled_of(struct request *rq, const struct form *form, const void *record)
{
	struct filled *f;

	if (rq->filled.n && rq->filled.typed[0].field == form->asked[0])
		return &rq->filled;
	f = arena_new_of(rq->arena, struct filled);
	form_show(form->asked, record ? record : arena_alloc(rq->arena, form->size), f, rq->zone,
	    rq->arena);
	return f;
}

/* ==== The page ==== */

static void
fill_forms(struct request *rq, struct links_view *v)
{
	struct failure failure = { v->s->r.provider_name };

	v->tie = filled_of(rq, &tie_form, NULL);
	v->failure = filled_of(rq, &failure_form, &failure);
	v->join = filled_of(rq, &join_form, NULL);
	v->message = filled_of(rq, &struck_message_form, NULL);
	v->advice = filled_of(rq, &struck_advice_form, NULL);
	v->close = filled_of(rq, &struck_close_form, NULL);
}

static enum outcome
show(struct request *rq, struct act *act, struct incident *in, struct stored_report *s, int status)
{
	struct links_view v = { .in = in, .s = s, .ended = workflow_ended(in->workflow.s) };
	struct facts none = { 0 };
	struct out *out;
	enum outcome o;

	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	v.may_close = access_may(request_member(rq), OBJECT_FILE, ACTION_CLOSE, &none);
	o = links_of(act, request_member(rq), &v);
	if (o != OK)
		return o;
	fill_forms(rq, &v);
	out = page_begin(rq, arena_printf(rq->arena, "%.*s – %.*s", PS(t(rq->lang, "tab.links")),
				 PS(in->reference)));
	page_links(out, &v);
	return page_end(rq, status);
}

enum outcome
links_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, 200) : o;
}

enum outcome
links_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, 422) : o;
}

enum outcome
links_back(struct request *rq, const struct incident *in, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/links", PS(in->reference));
}

/* ==== Tying ==== */

/* The failure is the parent, whichever of the two pages one came from. */
static enum outcome
attach(struct act *act, struct incident *in, struct incident *other, struct str reason)
{
	struct incident *child = in->provider ? other : in, *parent = in->provider ? in : other;
	struct deed d;
	enum outcome o = deed_begin(act, &d);

	if (o == OK)
		o = deed_attach(&d, child, parent, reason);
	return o == OK ? deed_told(&d, parent, "log.attached") : o;
}

static enum outcome
merge(struct act *act, struct incident *in, struct incident *into, struct str reason)
{
	struct deed d;
	enum outcome o = deed_begin(act, &d);

	if (o == OK)
		o = deed_merge(&d, in, into, reason);
	return o == OK ? deed_told(&d, into, "log.merged") : o;
}

/* What cannot be is said beside the reference that was typed. */
static enum outcome
refused(struct request *rq, enum outcome o, const char *why)
{
	if (o == NOT_FOUND || o == FORBIDDEN)
		why = "error.no_such_file";
	if (o != NOT_FOUND && o != FORBIDDEN && o != CONFLICT)
		return o;
	form_error(&rq->filled, &tie_other, why);
	return INVALID;
}

/* What is done, and what is said of it. */
struct doing {
	const char *refused, *done;
};

static enum outcome
tie(struct act *act, const struct tie_asked *asked, struct incident *in, struct incident *other,
    struct doing *ret)
{
	if (str_eq(asked->link_kind.s, S("duplicate"))) {
		*ret = (struct doing){ "error.not_merged", "notice.merged" };
		return merge(act, in, other, asked->link_reason);
	}
	if (str_eq(asked->link_kind.s, S("provider"))) {
		*ret = (struct doing){ "error.not_attached", "notice.attached" };
		return attach(act, in, other, asked->link_reason);
	}
	*ret = (struct doing){ "error.linked_already", "notice.linked" };
	return link_add(act, in, other, asked->link_kind.s, asked->link_reason);
}

enum outcome
links_tie(struct request *rq, void *record)
{
	const struct tie_asked *asked = record;
	struct stored_report s, other_s;
	struct incident in, other;
	struct doing doing = { NULL, NULL };
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	o = file_open(
	    rq, OBJECT_FILE, ACTION_WRITE, str_trim(asked->other_file), &act, &other, &other_s);
	if (o == OK)
		o = tie(&act, asked, &in, &other, &doing);
	return o == OK ? links_back(rq, &in, doing.done) : refused(rq, o, doing.refused);
}
