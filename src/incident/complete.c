/*
 * Complements: the six steps again, over a received report.
 *
 * What changes something makes a new, whole version; pressing a button without
 * changing anything makes none.  The incident follows what is the structure's to
 * say (its name, its place), the criteria of the law are evaluated again, the
 * proposed severity with them, and work looks at the routing rules.  What an
 * analyst qualified stands: both values are kept side by side.  A state of care
 * changed here takes the one path of own_state.c.
 *
 * Answers that the law requires may be corrected, never emptied.  An ended file
 * takes messages but no complement: its figures are closed.
 */
#include "directory/directory.h"
#include "incident/consent.h"
#include "incident/evidence.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/rules.h"
#include "incident/wake.h"

#include "incident_sql.h"

static const char *
base_of(struct request *rq, const struct stored_report *s)
{
	return arena_printf(rq->arena, "/file/%.*s/complete", PS(s->reference)).p;
}

/* The form shows the state of care as it is today, not as it was declared. */
static enum outcome
complete_open(struct request *rq, struct act *act, struct incident *in, struct stored_report *s)
{
	enum outcome o = own_open(rq, ACTION_WRITE, act, in, s);

	if (o == OK && in->care_state.s.n)
		s->r.care_state = in->care_state;
	return o;
}

enum outcome
complete_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = complete_open(rq, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	if (workflow_ended(in.workflow.s))
		return reply_see_other(rq, "/file/%.*s", PS(s.reference));
	form_show(report_step[step_of(rq) - 1], &s.r, &rq->filled, rq->zone, rq->arena);
	return step_show(rq, &act, &s, base_of(rq, &s), true, 200);
}

static enum outcome
complete_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = complete_open(rq, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	return step_show(rq, &act, &s, base_of(rq, &s), true, 422);
}

/* ==== What a complement changes ==== */

/* The incident's own copies of what the structure says of itself.  A military
 * hospital stays one, whatever is corrected: its reserve is not the declarant's
 * to lift. */
static enum outcome
follow(struct act *act, struct incident *in, struct stored_report *s)
{
	struct region region;
	bool military = false;
	enum outcome o = report_military(act, s, &military);

	in->military = in->military || military;
	if (directory_region(s->r.department.s, act->now, &region))
		s->region = region.code;
	in->org_name = s->r.org_name;
	in->org_type = s->r.org_type;
	in->department = s->r.department;
	in->region.s = s->region;
	if (s->structure)
		in->structure = s->structure;
	return o;
}

/* Until an analyst qualified the incident, its severity is the proposed one. */
static enum outcome
reevaluate(struct act *act, struct incident *in, const struct stored_report *s)
{
	struct str before = in->severity.s;
	struct rule_facts facts;
	enum outcome o;

	/* Until then, whether it is in scope is the type's to say. */
	if (!moment_known(in->qualified_at))
		in->out_of_scope.s = (struct str){ NULL, 0 };
	rule_facts(&facts, &s->r, in, in->military, act->now);
	in->out_of_scope = facts.out_of_scope;
	rule_criteria(in, &facts);
	in->severity_proposed.s = rule_severity(&facts);
	if (!moment_known(in->qualified_at) && in->severity_proposed.s.n)
		in->severity = in->severity_proposed;
	o = incident_save(act, in, "incident.complement",
	    arena_printf(act->arena, "version=%lld", (long long)s->version));
	if (o == OK && !str_eq(before, in->severity.s))
		o = state_changed(
		    act, in, "severity", before, in->severity.s, (struct str){ NULL, 0 });
	return o == OK ? wake_qualified(act, in, before) : o;
}

/* Help asked for only now: the state of care at this moment is kept, and somebody
 * is told. */
static enum outcome
new_calls(
    struct act *act, const struct incident *in, const struct report *before, const struct report *r)
{
	bool asks =
	    str_eq(r->support_asked.s, S("oui")) && !str_eq(before->support_asked.s, S("oui"));
	bool urgent = r->urgent_callback && !before->urgent_callback;
	enum outcome o = OK;

	if (asks)
		o = support_request(act, in, r->support_kinds.s);
	if (o == OK && urgent) {
		struct query q = query_open(act->db, &sql_own_urgent);

		bind_int(&q, "id", in->id);
		o = query_run(&q);
		if (o == OK)
			o = wake_urgent(act, in);
	}
	if (o == OK && (asks || urgent))
		o = own_tell_cell(act, in, urgent ? "mail.cell.urgent" : "mail.cell.support");
	return o;
}

static enum outcome
save(struct act *act, struct incident *in, struct stored_report *s, const struct report *before,
    int step)
{
	struct str arg[] = { t(LANG_FR, step_key(step, "")), { NULL, 0 } };
	enum outcome o;

	o = follow(act, in, s);
	if (o == OK)
		o = report_complete(act, s);
	if (o == OK)
		o = reevaluate(act, in, s);
	arg[1] = arena_printf(act->arena, "%lld", (long long)s->version);
	if (o == OK)
		o = log_add(act, in, "complement", S("structure"),
		    t_fill(act->arena, LANG_FR, "log.completed", arg, 2));
	if (o == OK)
		o = new_calls(act, in, before, &s->r);
	if (o == OK)
		o = deadline_refresh(act, in, s);
	if (o == OK)
		o = consent_declared(act, in, &s->r);
	if (o == OK)
		o = job_add(act->db, "route", arena_printf(act->arena, "%lld", (long long)in->id),
		    act->now);
	return o == OK ? evidence_ask(act, in->id) : o;
}

static bool
changed(const struct report *a, const struct report *b)
{
	for (field_list l = report_fields; *l; l++)
		if (!field_equal(*l, a, b))
			return true;
	return false;
}

/* ==== The step ==== */

/* Required answers of the step are still there. */
static bool
kept(struct request *rq, const struct report *r, int step)
{
	const struct field *missing[16];
	int at[16];
	size_t n = report_missing(r, step, missing, at, 16);

	for (size_t i = 0; i < n; i++)
		form_error(&rq->filled, missing[i],
		    missing[i]->need == REQUIRED ? "error.required" : "error.one_contact");
	return n == 0;
}

/* A state that needs a motive or a report is changed on its own page. */
static enum outcome
change_care(struct request *rq, struct act *act, struct incident *in, struct stored_report *s)
{
	struct care to = { .care_state = s->r.care_state, .resolved_at = MOMENT_NONE };
	struct filled scratch = { 0 };

	if (to.care_state.s.n == 0)
		s->r.care_state = in->care_state;
	if (to.care_state.s.n == 0 || str_eq(to.care_state.s, in->care_state.s))
		return OK;
	if (str_eq(to.care_state.s, S("RESOLU")))
		to.resolved_at = s->r.ended_at;
	care_sound(in, &s->r, &to, act->now, &scratch);
	if (scratch.errors || scratch.general) {
		form_error(&rq->filled, &report_care_state, "error.state_page");
		return INVALID;
	}
	return care_change(act, in, &to);
}

static enum outcome
go_on(struct request *rq, const struct stored_report *s, int next)
{
	struct str button = param_get(&rq->params, "act");
	const char *base = base_of(rq, s);

	if (str_eq(button, S("search")))
		return reply_see_other(rq, "%s/1?q=%.*s#results", base,
		    PS(shape_url(rq->arena, param_get(&rq->params, "q"))));
	if (!str_eq(button, S("save")) && next <= REPORT_STEPS)
		return reply_see_other(rq, "%s/%d", base, next < 1 ? 1 : next);
	reply_notice(rq, "notice.completed");
	return reply_see_other(rq, "/file/%.*s", PS(s->reference));
}

enum outcome
complete_step(struct request *rq, void *record)
{
	int step = step_of(rq), next = 1;
	struct stored_report s;
	struct report before;
	struct incident in;
	struct act act;
	enum outcome o = complete_open(rq, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	if (workflow_ended(in.workflow.s))
		return CONFLICT;
	if (!own_reads(rq, &complete_form[step - 1], record))
		return INVALID;
	before = s.r;
	o = step_take(rq, &act, &s, record, &next);
	if (o == OK && !kept(rq, &s.r, step))
		o = INVALID;
	if (o == OK && step == 3)
		o = change_care(rq, &act, &in, &s);
	if (o == OK && changed(&before, &s.r))
		o = save(&act, &in, &s, &before, step);
	if (o == OK && rq->n_uploads)
		o = log_add(&act, &in, "piece", S("structure"),
		    t_count(act.arena, LANG_FR, "log.files_added", (int64_t)rq->n_uploads));
	return o == OK ? go_on(rq, &s, next) : o;
}

#define STEP_FORM(list)                                                                            \
	{                                                                                          \
		.asked = list, .size = sizeof(struct report), .invalid = complete_again,           \
		.lenient = true                                                                    \
	}

const struct form complete_form[REPORT_STEPS] = {
	STEP_FORM(report_step_a),
	STEP_FORM(report_step_b),
	STEP_FORM(report_step_c),
	STEP_FORM(report_step_d),
	STEP_FORM(report_step_e),
	STEP_FORM(report_step_f),
};
