/*
 * Qualification: declared and qualified values side by side (domain.md §4.2).
 *
 * At first the form holds what was declared: agreeing costs one button.  Grave
 * and significant follow the law's criteria over the qualified values; another
 * decision needs a reason, and stands until it is withdrawn.  The severity is
 * proposed by the table and chosen by the analyst.  Rules are then evaluated
 * again, so an impact found here still reaches those who must know.
 */
#include "incident/api.h"
#include "incident/conflict.h"
#include "incident/incident.h"

static const struct field *const decision_fields[] = { &incident_severity, &incident_overridden,
	&incident_grave, &incident_significant, &incident_special_follow_up,
	&incident_taken_by_anssi, &incident_override_reason, NULL };

/* A program says which version it read; the page has it beside its form. */
static const struct field version_read = { FIELD(incident, version), .need = REQUIRED, .min = 1 };

#define QUALIFY_MAX 64
static const struct field *with_version[1 + QUALIFY_MAX] = { &version_read };
static const struct field **const asked = with_version + 1;

__attribute__((constructor)) static void
build_asked(void)
{
	size_t n = 0;

	for (field_list l = incident_qualify_fields; *l; l++)
		asked[n++] = *l;
	for (field_list l = decision_fields; *l; l++)
		asked[n++] = *l;
}

static enum outcome
show(struct request *rq, struct incident *in, struct stored_report *s, int status)
{
	struct qualify_view v = { .in = in, .s = s, .filled = &rq->filled };
	struct rule_facts facts;
	struct out *out;

	rule_facts(&facts, &s->r, in, in->military, rq->now);
	v.proposed = rule_severity(&facts);
	v.reason = rule_severity_reason(&facts);
	v.rsit = rule_rsit(facts.r.category.s);
	v.was = conflict_base(rq->arena, asked, rq->method == GET ? in : NULL, &rq->params);
	out = page_begin(rq, t(rq->lang, "qualify.title"));
	page_qualify(out, &v);
	return page_end(rq, status);
}

enum outcome
qualify_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o != OK)
		return o;
	qualify_begin(&in, &s, rq->now);
	form_show(asked, &in, &rq->filled, rq->zone, rq->arena); /* as it will be read */
	return show(rq, &in, &s, 200);
}

static enum outcome
qualify_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &in, &s, 422) : o;
}

/* Somebody wrote since the form was drawn: both versions, field by field. */
static enum outcome
qualify_conflict(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	qualify_begin(&in, &s, rq->now);
	return conflict_file(rq, &act, &in, S("qualify"),
	    &(struct conflict){
		.asked = asked, .size = sizeof(struct incident), .theirs = &in, .mine = record });
}

const struct form qualify_form = {
	.asked = with_version + 1,
	.size = sizeof(struct incident),
	.invalid = qualify_again,
	.lenient = true,
	.conflict = qualify_conflict,
};

const struct form api_qualification_form = {
	.asked = with_version,
	.size = sizeof(struct incident),
	.lenient = true,
	.conflict = api_qualification_conflict,
};

/* As the file's page proposes them: agreeing with what was declared costs nothing. */
void
qualify_begin(struct incident *in, const struct stored_report *s, struct moment now)
{
	qualify_prefill(in, &s->r);
	qualify_propose(in, s, now);
}

/* Rules over several fields. */
static bool
sound(const struct incident *in, struct filled *f)
{
	size_t before = f->errors;

	if (in->overridden && in->override_reason.n == 0)
		form_error(f, &incident_override_reason, "error.override_reason");
	if (in->rsit_type.s.n && in->rsit_class.s.n &&
	    !str_starts(in->rsit_type.s, in->rsit_class.s))
		form_error(f, &incident_rsit_type, "error.rsit_type");
	if (moment_known(in->degraded_from) && moment_known(in->degraded_to) &&
	    in->degraded_to.s < in->degraded_from.s)
		form_error(f, &incident_degraded_to, "error.ends_before_it_begins");
	return f->errors == before;
}

enum outcome
qualify_apply(struct act *act, struct incident *in, const struct stored_report *s,
    const struct incident *to, struct filled *f)
{
	struct str before = in->severity.s;
	struct code tlp = in->tlp;

	field_copy(asked, in, to);
	/* A marking is changed, never taken away: what leaves must bear one. */
	if (in->tlp.s.n == 0)
		in->tlp = tlp;
	return sound(in, f) ? qualify_save(act, in, s, before) : INVALID;
}

/* Drawn from another version?  A file that was only taken or moved meanwhile is none. */
static bool
stale(struct request *rq, struct incident now, const struct stored_report *s)
{
	qualify_begin(&now, s, rq->now);
	return conflict_stale(rq, asked, sizeof now, now.version, &now);
}

enum outcome
qualify(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	if (stale(rq, in, &s))
		return CONFLICT;
	o = qualify_apply(&act, &in, &s, record, &rq->filled);
	if (o != OK)
		return o;
	reply_notice(rq, act.asked.n ? "notice.qualified_asked" : "notice.qualified");
	return reply_see_other(rq, "/desk/%.*s", PS(in.reference));
}

/* One row a field: what was declared, and the widget. */
static void
row(struct out *o, const struct qualify_view *v, const struct field *f)
{
	const struct field *d = field_find(report_fields, str_of(f->name));

	buf_printf(o->buf, "<div class=\"qualify-row\"><div>");
	form_field(o, v->filled, f);
	buf_puts(o->buf, "</div>");
	if (d) {
		buf_puts(o->buf, "<p class=\"qualify-declared\"><span class=\"quiet\">");
		out_text(o, t(o->lang, "desk.declared"));
		buf_puts(o->buf, "</span> ");
		if (field_known(d, &v->s->r))
			out_shown(o, d, &v->s->r);
		else
			out_text(o, t(o->lang, "desk.not_declared"));
		buf_puts(o->buf, "</p>");
	}
	buf_puts(o->buf, "</div>");
}

void
qualify_groups(struct out *o, const struct qualify_view *v)
{
	for (field_list l = incident_qualify_fields; *l; l++)
		row(o, v, *l);
}
