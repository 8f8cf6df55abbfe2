/*
 * The part "links" of a file: what stands over it and under it, what was decided
 * about that, and the forms to decide.
 *
 * The other file is opened like this one, by file_open, so whoever may not write
 * there ties nothing to it.  Lists show clear columns and open nothing.
 */
#include "incident/links.h"

#include "incident/incident.h"

#include "incident_sql.h"

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

struct failure {
	struct str failed_provider;
};

static const struct field failure_name = { FIELD(failure, failed_provider), .max = 200,
	.need = REQUIRED };
static const struct field *const failure_asked[] = { &failure_name, NULL };

static enum outcome links_again(struct request *rq, void *record);

const struct form tie_form = {
	.asked = tie_asked, .size = sizeof(struct tie_asked), .invalid = links_again
};
const struct form failure_form = {
	.asked = failure_asked, .size = sizeof(struct failure), .invalid = links_again
};

/* The form as it was sent, if it is the one; else with what the file proposes. */
static const struct filled *
filled_of(struct request *rq, field_list asked, const void *proposed)
{
	struct filled *f;

	if (rq->filled.n && rq->filled.typed[0].field == asked[0])
		return &rq->filled;
	f = arena_new_of(rq->arena, struct filled);
	form_show(asked, proposed, f, rq->zone, rq->arena);
	return f;
}

static enum outcome
show(struct request *rq, struct act *act, struct incident *in, struct stored_report *s, int status)
{
	struct links_view v = { .in = in, .s = s };
	struct tie_asked tie = { 0 };
	struct failure failure = { s->r.provider_name };
	struct facts none = { 0 };
	struct out *out;
	enum outcome o = links_of(act, request_member(rq), in, &v);

	if (o != OK)
		return o;
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	v.tie = filled_of(rq, tie_asked, &tie);
	v.failure = filled_of(rq, failure_asked, &failure);
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

static enum outcome
links_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, 422) : o;
}

static enum outcome
back(struct request *rq, const struct incident *in, const char *notice)
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

enum outcome
links_tie(struct request *rq, void *record)
{
	const struct tie_asked *asked = record;
	struct stored_report s, other_s;
	struct incident in, other;
	struct act act;
	bool duplicate = str_eq(asked->link_kind.s, S("duplicate"));
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	o = file_open(
	    rq, OBJECT_FILE, ACTION_WRITE, str_trim(asked->other_file), &act, &other, &other_s);
	if (o != OK)
		return refused(rq, o, NULL);
	o = duplicate ? merge(&act, &in, &other, asked->link_reason)
		      : attach(&act, &in, &other, asked->link_reason);
	if (o != OK)
		return refused(rq, o, duplicate ? "error.not_merged" : "error.not_attached");
	return back(rq, &in, duplicate ? "notice.merged" : "notice.attached");
}

enum outcome
links_split(struct request *rq, void *record)
{
	struct stored_report s, parent_s;
	struct incident in, parent;
	struct deed d;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK && in.parent == 0)
		o = CONFLICT;
	if (o == OK)
		o = incident_load(&act, in.parent, &parent);
	if (o == OK)
		o = file_open(
		    rq, OBJECT_FILE, ACTION_WRITE, parent.reference, &act, &parent, &parent_s);
	if (o == OK)
		o = deed_begin(&act, &d);
	if (o == OK)
		o = deed_split(&d, &in, str_trim(param_get(&rq->params, "reason")));
	if (o == OK)
		o = deed_told(&d, &parent, "log.split");
	return o == OK ? back(rq, &in, "notice.split") : o;
}

/* Every file of the deed must be the member's to write, and this one among them, or
 * over them. */
static enum outcome
may_undo(struct request *rq, struct act *act, int64_t deed)
{
	struct str *file;
	size_t n = 0;
	enum outcome o = deed_files(act, deed, &file, &n);

	if (o == OK && n == 0)
		o = NOT_FOUND;
	for (size_t i = 0; i < n && o == OK; i++) {
		struct stored_report s;
		struct incident in;

		o = file_open(rq, OBJECT_FILE, ACTION_WRITE, file[i], act, &in, &s);
	}
	return o;
}

enum outcome
links_undo(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t deed = 0;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK && !str_int(param_get(&rq->params, "deed"), &deed))
		o = NOT_FOUND;
	if (o == OK)
		o = may_undo(rq, &act, deed);
	if (o == OK)
		o = deed_undo(&act, deed);
	return o == OK ? back(rq, &in, "notice.undone") : o;
}

/* ==== Opening a failure from a file that tells of it ==== */

enum outcome
links_provider(struct request *rq, void *record)
{
	const struct failure *f = record;
	struct stored_report s;
	struct incident in, failure;
	struct deed d;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = provider_open(&act, f->failed_provider, &failure);
	if (o == OK)
		o = deed_begin(&act, &d);
	if (o == OK)
		o = deed_attach(&d, &in, &failure, (struct str){ NULL, 0 });
	if (o == OK)
		o = deed_told(&d, &failure, "log.attached");
	return o == OK ? back(rq, &failure, "notice.provider") : o;
}
