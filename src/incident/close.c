/*
 * Closing with a report, and reopening by the lead.
 */
#include "incident/desk.h"

#include "incident/incident.h"

static const struct field close_reason_asked = { FIELD(incident, close_reason),
	.vocabulary = "close_reason", .need = REQUIRED };
static const struct field close_report_asked = { FIELD(incident, closing_report),
	.input = INPUT_AREA, .max = 20000, .need = REQUIRED, .sealed = true };
static const struct field close_nominal_asked = { FIELD(incident, nominal_at) };
static const struct field close_contained_asked = { FIELD(incident, contained_at) };
static const struct field *const close_asked[] = { &close_reason_asked, &close_contained_asked,
	&close_nominal_asked, &close_report_asked, NULL };

static enum outcome
show(struct request *rq, const struct incident *in, const struct stored_report *s, int status)
{
	struct close_view v = { .in = in, .s = s, .filled = &rq->filled };
	struct out *out = page_begin(rq, t(rq->lang, "close.title"));

	page_close(out, &v);
	return page_end(rq, status);
}

enum outcome
close_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_CLOSE, &act, &in, &s);

	(void)record;
	if (o != OK)
		return o;
	form_show(close_asked, &in, &rq->filled, rq->zone, rq->arena);
	return show(rq, &in, &s, 200);
}

static enum outcome
close_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_CLOSE, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &in, &s, 422) : o;
}

const struct form close_form = {
	.asked = close_asked, .size = sizeof(struct incident), .invalid = close_again
};

enum outcome
close_apply(struct act *act, struct incident *in, const struct stored_report *s,
    const struct incident *to, struct filled *f)
{
	enum outcome o;

	field_copy(close_asked, in, to);
	o = close_save(act, in, s);
	if (o == INVALID)
		f->general = "error.not_qualified";
	return o;
}

enum outcome
close_file(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_CLOSE, &act, &in, &s);

	if (o != OK)
		return o;
	o = close_apply(&act, &in, &s, record, &rq->filled);
	if (o != OK)
		return o;
	reply_notice(rq, act.asked.n ? "notice.asked" : "notice.closed");
	return reply_see_other(rq, "/desk/%.*s", PS(in.reference));
}

static const struct field reopening_reason = { FIELD(reopening, reason), .max = 2000,
	.need = REQUIRED, .sealed = true };
static const struct field *const reopening_asked[] = { &reopening_reason, NULL };

const struct form reopen_form = {
	.asked = reopening_asked, .size = sizeof(struct reopening), .invalid = desk_again
};

enum outcome
file_reopen(struct act *act, struct incident *in, struct str reason)
{
	struct str to = S("ACCOMPAGNEMENT");
	bool needs;

	if (!workflow_may(in->workflow.s, to, true, &needs))
		to = S("PRIS_EN_COMPTE");
	if (!workflow_may(in->workflow.s, to, true, &needs))
		return CONFLICT;
	in->resolved_at = MOMENT_NONE;
	return workflow_move(act, in, to, reason);
}

enum outcome
reopen_file(struct request *rq, void *record)
{
	const struct reopening *why = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_REOPEN, &act, &in, &s);

	if (o == OK)
		o = file_reopen(&act, &in, why->reason);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.reopened");
	return reply_see_other(rq, "/desk/%.*s", PS(in.reference));
}
