/*
 * How the ninety questions stand on six pages: what matters first, the rest
 * folded, so that a person at three in the morning meets a dozen questions.
 */
#include "incident/declare.h"

#define LIST(...)                                                                                  \
	(field_list)(const struct field *const[])                                                  \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}

const struct group declare_group[] = {
	{ 1, NULL, false,
	    LIST(&report_org_name, &report_finess_site, &report_org_type, &report_department,
		&report_town) },
	{ 1, "group.structure_more", true,
	    LIST(&report_finess_legal, &report_siret, &report_address, &report_postcode,
		&report_ght, &report_org_group, &report_nis_status, &report_legal_status) },
	{ 2, NULL, false,
	    LIST(&report_reporter_last_name, &report_reporter_first_name, &report_reporter_phone,
		&report_reporter_email, &report_reporter_mobile, &report_reporter_role,
		&report_reporter_role_other, &report_reporter_capacity) },
	{ 2, "group.technical_contact", true,
	    LIST(&report_tech_name, &report_tech_phone, &report_tech_email, &report_tech_pgp) },
	{ 3, NULL, false,
	    LIST(&report_detected_at, &report_title, &report_description, &report_care_state,
		&report_systems) },
	{ 3, "group.when", true,
	    LIST(&report_occurred_at, &report_occurred_precision, &report_ongoing,
		&report_ended_at) },
	{ 3, "group.extent", true,
	    LIST(&report_scope, &report_data_kinds, &report_n_workstations, &report_n_servers,
		&report_n_users) },
	{ 3, "group.provider", true,
	    LIST(&report_provider_name, &report_provider_role, &report_provider_told_at) },
	{ 3, "group.device", true,
	    LIST(&report_device_maker, &report_device_model, &report_device_version,
		&report_device_serial) },
	{ 4, NULL, false,
	    LIST(&report_impact_functioning, &report_impact_persons, &report_impact_data,
		&report_impact_patient_data, &report_impact_territory, &report_other_orgs) },
	{ 4, "group.care", true,
	    LIST(&report_n_persons_in_danger, &report_degraded_from, &report_degraded_to,
		&report_services_hit, &report_patients_diverted, &report_acts_cancelled,
		&report_emergency_plan) },
	{ 4, "group.consequences", true,
	    LIST(&report_n_persons_data, &report_impact_systems, &report_impact_org,
		&report_cost_estimate) },
	{ 5, NULL, false, LIST(&report_origin, &report_category, &report_vector) },
	{ 5, "group.indicators", true, LIST(&report_indicators) },
	{ 6, NULL, false,
	    LIST(&report_support_asked, &report_support_kinds, &report_urgent_callback,
		&report_measures_taken, &report_measures) },
	{ 6, "group.complaint", true,
	    LIST(&report_complaint, &report_complaint_at, &report_complaint_service,
		&report_complaint_ref) },
	{ 6, "group.told", true,
	    LIST(&report_told_cnil, &report_told_anssi, &report_told_ars, &report_told_ansm,
		&report_told_dgs, &report_told_insurer, &report_told_cybermal) },
	{ 6, "group.consents", true,
	    LIST(&report_consent_lessons, &report_consent_indicators, &report_consent_tlp) },
};
const size_t declare_groups = sizeof declare_group / sizeof declare_group[0];

const char *
step_key(int step, const char *suffix)
{
	static const char *const title[] = { "step.1", "step.2", "step.3", "step.4", "step.5",
		"step.6" };
	static const char *const intro[] = { "step.1.intro", "step.2.intro", "step.3.intro",
		"step.4.intro", "step.5.intro", "step.6.intro" };

	size_t i = (size_t)step - 1;

	if (i >= REPORT_STEPS)
		return "";
	return *suffix ? intro[i] : title[i];
}

const char *
field_key(struct out *o, const struct field *f)
{
	return arena_printf(o->arena, "field.%s", f->name).p;
}

void
page_call(struct out *o)
{
	struct str phone = web_config(o->rq->web)->phone;

	out_raw(o, "<p class=\"call\"><a href=\"tel:", 27);
	for (size_t i = 0; i < phone.n; i++)
		if (phone.p[i] != ' ')
			out_text(o, str_sub(phone, i, 1));
	out_raw(o, "\">", 2);
	out_text(o, phone);
	out_raw(o, "</a></p>", 8);
}

static const struct typed *
typed_of(const struct filled *f, const struct field *field)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->typed[i].field == field)
			return &f->typed[i];
	return NULL;
}

static bool
holds_something(const struct filled *f, const struct group *g)
{
	for (field_list l = g->fields; *l; l++) {
		const struct typed *x = typed_of(f, *l);

		if (x && (x->error || x->raw.n || x->part[0].n || x->part[1].n || x->part[2].n))
			return true;
	}
	return false;
}

static void
one_group(struct out *o, const struct step_view *v, const struct group *g)
{
	if (g->folded) {
		out_raw(o, S("<details class=\"fold\"").p, 21);
		if (holds_something(v->filled, g))
			out_raw(o, " open", 5);
		out_raw(o, "><summary>", 10);
		out_text(o, t(o->lang, g->title));
		out_raw(o, "</summary>", 10);
	}
	for (field_list l = g->fields; *l; l++)
		form_field(o, v->filled, *l);
	if (g->folded)
		out_raw(o, "</details>", 10);
}

void
step_groups(struct out *o, const struct step_view *v)
{
	for (size_t i = 0; i < declare_groups; i++)
		if (declare_group[i].step == v->step)
			one_group(o, v, &declare_group[i]);
}

void
summary_steps(struct out *o, const struct summary_view *v)
{
	for (int step = 1; step <= REPORT_STEPS; step++) {
		struct buf *b = o->buf;

		buf_printf(b, "<section class=\"section\"><div class=\"section-head\"><h2>");
		out_text(o, t(o->lang, step_key(step, "")));
		buf_printf(b, "</h2><a href=\"%s/%d\">", v->base, step);
		out_fill(o, "summary.change", 1, (struct str[]){ t(o->lang, step_key(step, "")) });
		buf_printf(b, "</a></div><dl class=\"facts\">");
		for (field_list l = report_step[step - 1]; *l; l++)
			if (field_known(*l, &v->s->r))
				out_row(o, *l, &v->s->r);
		buf_printf(b, "</dl></section>");
	}
}

size_t
report_missing(
    const struct report *r, int step, const struct field **ret, int *ret_step, size_t max)
{
	size_t n = 0;

	for (int i = 0; i < REPORT_STEPS; i++)
		for (field_list l = report_step[i]; *l && n < max; l++)
			if ((*l)->need == REQUIRED && !field_known(*l, r) &&
			    (!step || step == i + 1)) {
				ret[n] = *l;
				ret_step[n++] = i + 1;
			}
	/* One way to call back is enough: the mail may be down with the rest. */
	if ((!step || step == 2) && n < max && !r->reporter_phone.n && !r->reporter_email.n &&
	    !r->reporter_mobile.n) {
		ret[n] = &report_reporter_phone;
		ret_step[n++] = 2;
	}
	return n;
}

#define CLOCK_SLACK 300 /* seconds that a declarant's clock may be ahead of ours */

bool
report_rules(const struct report *r, int step, struct moment now, struct filled *f)
{
	size_t before = f->errors;

	if (step == 3 && moment_known(r->detected_at) && r->detected_at.s > now.s + CLOCK_SLACK)
		form_error(f, &report_detected_at, "error.future");
	if (step == 3 && moment_known(r->occurred_at) && r->occurred_at.s > now.s + CLOCK_SLACK)
		form_error(f, &report_occurred_at, "error.future");
	if (step == 3 && moment_known(r->occurred_at) && moment_known(r->detected_at) &&
	    r->occurred_at.s > r->detected_at.s)
		form_error(f, &report_occurred_at, "error.occurred_after_detected");
	if (step == 4 && moment_known(r->degraded_from) && moment_known(r->degraded_to) &&
	    r->degraded_to.s < r->degraded_from.s)
		form_error(f, &report_degraded_to, "error.ends_before_it_begins");
	return f->errors == before;
}
