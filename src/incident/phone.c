/*
 * The telephone at three in the morning: one screen, one POST, a received report.
 *
 * The questions are those that one asks on the telephone, in that order; each is
 * copied into a field of the report, and the report goes through the very
 * submission that a declaration goes through, then through the routing rules at
 * once: the page after it tells what left, not what should.  Nothing of it is a
 * draft: who answers at night must not come back to finish a form.
 *
 * Whoever types it answers for the call, unless they say that the person on call
 * is to be woken.
 */
#include "incident/phone.h"

#include "incident/declare.h"
#include "incident/incident.h"
#include "incident/rules.h"
#include "incident/wake.h"

struct phone {
	struct str caller_name, caller_phone, caller_org, caller_finess;
	struct code caller_department;
	struct str caller_what;
	struct moment caller_since;
	struct code caller_danger, caller_degraded;
	struct code caller_help;
	bool caller_now, caller_wake;
};

/* clang-format off */
static const struct field phone_name = { FIELD(phone, caller_name), .max = 80, .need = REQUIRED, .sealed = true };
static const struct field phone_number = { FIELD(phone, caller_phone), .max = 30, .need = REQUIRED, .input = INPUT_TEL, .sealed = true };
static const struct field phone_org = { FIELD(phone, caller_org), .max = 200 };
static const struct field phone_finess = { FIELD(phone, caller_finess), .input = INPUT_FINESS };
static const struct field phone_department = { FIELD(phone, caller_department), .vocabulary = "department", .input = INPUT_SELECT };
static const struct field phone_what = { FIELD(phone, caller_what), .max = 4000, .need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field phone_since = { FIELD(phone, caller_since), .need = REQUIRED };
static const struct field phone_danger = { FIELD(phone, caller_danger), .vocabulary = "impact_persons", .input = INPUT_SELECT };
static const struct field phone_degraded = { FIELD(phone, caller_degraded), .vocabulary = "impact_functioning", .input = INPUT_SELECT };
static const struct field phone_help = { FIELD(phone, caller_help), .vocabulary = "support_kind", .input = INPUT_SELECT };
static const struct field phone_now = { FIELD(phone, caller_now) };
static const struct field phone_wake = { FIELD(phone, caller_wake) };

/* Each answer and the field of the report that it becomes. */
static const struct answer {
	const struct field *from, *to;
} answer_table[] = {
	{ &phone_name, &report_reporter_last_name },
	{ &phone_number, &report_reporter_phone },
	{ &phone_org, &report_org_name },
	{ &phone_finess, &report_finess_site },
	{ &phone_department, &report_department },
	{ &phone_what, &report_description },
	{ &phone_since, &report_detected_at },
	{ &phone_danger, &report_impact_persons },
	{ &phone_degraded, &report_impact_functioning },
	{ &phone_now, &report_urgent_callback },
};
/* clang-format on */

static const struct field *const phone_asked[] = { &phone_name, &phone_number, &phone_finess,
	&phone_org, &phone_department, &phone_what, &phone_since, &phone_danger, &phone_degraded,
	&phone_help, &phone_now, &phone_wake, NULL };

/* ==== The form ==== */

static enum outcome
show(struct request *rq, int status)
{
	struct phone_view v = { .filled = &rq->filled };
	struct str finess = param_get(&rq->params, phone_finess.name);
	struct out *out;

	if (finess.n)
		v.finess_warning = finess_warning(finess);
	rq->active = "/duty";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "phone.title"));
	page_phone(out, &v);
	return page_end(rq, status);
}

enum outcome
phone_page(struct request *rq, void *record)
{
	struct phone p;

	(void)record;
	field_clear(phone_asked, &p);
	p.caller_since = rq->now;
	form_show(phone_asked, &p, &rq->filled, rq->zone, rq->arena);
	return show(rq, 200);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

const struct form phone_form = {
	.asked = phone_asked, .size = sizeof(struct phone), .invalid = again
};

/* ==== From the form to a received report ==== */

static void
copy_answers(const struct phone *p, struct report *r)
{
	for (size_t i = 0; i < sizeof answer_table / sizeof answer_table[0]; i++)
		field_assign(answer_table[i].to, r, answer_table[i].from, p);
	r->support_kinds.s = p->caller_help.s;
	/* Who asks for something asks to be accompanied. */
	if (p->caller_help.s.n || p->caller_now)
		r->support_asked.s = S("oui");
	if (str_eq(p->caller_degraded.s, S("mode_degrade")))
		r->degraded_from = p->caller_since;
}

/* The directory knows the rest of a number; a name that was typed stays. */
static enum outcome
place(struct act *act, const struct phone *p, struct stored_report *s)
{
	struct structure st;
	enum outcome o;

	if (p->caller_finess.n == 0)
		return OK;
	o = structure_by_finess(act->db, p->caller_finess, act->arena, &st);
	if (o == OK)
		report_set_structure(s, &st);
	if (p->caller_org.n)
		s->r.org_name = p->caller_org;
	if (!field_known(&report_department, &s->r))
		s->r.department.s = directory_department_of_finess(p->caller_finess);
	return o == NOT_FOUND ? OK : o;
}

static bool
sound(struct request *rq, const struct phone *p, const struct stored_report *s)
{
	if (s->r.org_name.n == 0)
		form_error(&rq->filled, &phone_org, "error.phone_org");
	if (p->caller_since.s > rq->now.s + 300)
		form_error(&rq->filled, &phone_since, "error.future");
	return rq->filled.errors == 0;
}

static enum outcome
receive(struct act *act, struct stored_report *s, const struct phone *p)
{
	struct duty_means m = act_duty(act);
	struct incident in;
	enum outcome o = report_save(act, s);

	if (o == OK)
		o = report_submit(act, s);
	if (o == OK)
		o = routing_run(act, s->incident);
	if (o == OK)
		o = incident_load(act, s->incident, &in);
	if (o == OK && !p->caller_wake)
		o = duty_call_mine(&m, S("incident"), in.reference);
	return o;
}

enum outcome
phone_post(struct request *rq, void *record)
{
	const struct phone *p = record;
	struct act act = act_of(rq);
	struct stored_report s;
	enum outcome o = report_draft(&act, S("telephone"), &s);

	if (o != OK)
		return o;
	s.declared_at = act.now;
	copy_answers(p, &s.r);
	o = place(&act, p, &s);
	if (o == OK && !sound(rq, p, &s))
		o = INVALID;
	if (o == OK)
		o = receive(&act, &s, p);
	if (o != OK)
		return o;
	return reply_see_other(rq, "/duty/phone/%.*s", PS(s.reference));
}

/* ==== What to read out ==== */

/* Reference and secret, for a report that somebody typed in; what left. */
enum outcome
phone_done_page(struct request *rq, void *record)
{
	struct phone_done_view v = { 0 };
	struct stored_report s;
	struct incident in;
	struct act act;
	struct duty_means m;
	struct dispatch *list;
	struct out *out;
	enum outcome o = file_open(rq, OBJECT_FILE, ACTION_WRITE, rq->segment[0], &act, &in, &s);

	(void)record;
	if (o == OK && draft_object(&s) != OBJECT_PAPER)
		o = NOT_FOUND; /* its secret is its declarant's */
	if (o != OK)
		return o;
	m = act_duty(&act);
	o = duty_call_find(&m, S("incident"), in.reference, &v.call, &v.call_state);
	if (o == OK)
		o = dispatch_of_incident(&act, &in, 100, &list, &v.n);
	if (o != OK)
		return o;
	v.in = &in;
	v.s = &s;
	v.dispatch = list;
	v.callback = rule_callback(&s.r, s.received_at);
	rq->active = "/duty";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "phone.done"));
	page_phone_done(out, &v);
	return page_end(rq, 200);
}
