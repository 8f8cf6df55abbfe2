/*
 * From draft to incident: the moment when a hospital is heard.
 *
 * One transaction holds the report's reference and clear columns, its first
 * immutable version, the incident with the criteria of the law and a proposed
 * severity, the support request with the state at that time, the first log
 * entry, the call of the person on duty, and the job that routes it.  Either all of it is there or the draft is
 * still a draft.  Who must be told is work's to evaluate (routing.c): a slow or
 * broken mail server never delays a receipt.
 */
#include "incident/consent.h"
#include "incident/deadline.h"
#include "incident/card_run.h"
#include "incident/declare.h"
#include "incident/evidence.h"
#include "incident/incident.h"
#include "incident/rules.h"
#include "incident/wake.h"
#include "directory/directory.h"

#include "incident_sql.h"

enum outcome
incident_insert(struct act *act, const struct stored_report *s, struct incident *in)
{
	struct query q = query_open(act->db, &sql_incident_insert);

	bind_fields(&q, incident_clear_fields, in);
	bind_text(&q, "reference", in->reference);
	bind_int(&q, "vault", in->vault_id);
	bind_int(&q, "structure", in->structure ? in->structure : INT_NONE);
	bind_bool(&q, "military", in->military);
	bind_moment(&q, "received_at", in->received_at);
	bind_int(&q, "level", severity_level(in->severity.s));
	bind_bool(&q, "urgent", s->r.urgent_callback);
	bind_bool(&q, "imported", in->imported);
	bind_moment(&q, "changed_at", in->imported ? MOMENT_NONE : act->now);
	bind_int(&q, "changed_by", act->account);
	if (query_next(&q))
		in->id = query_int(&q, 0);
	return query_close(&q);
}

/* Region and agency follow from the department, at that date. */
static void
place(struct stored_report *s, struct moment now)
{
	struct region region;

	if (directory_region(s->r.department.s, now, &region))
		s->region = region.code;
}

enum outcome
report_military(struct act *act, const struct stored_report *s, bool *ret)
{
	struct structure st;
	enum outcome o = OK;

	*ret = str_eq(s->r.org_type.s, S("SSA"));
	if (s->structure)
		o = structure_by_id(act->db, s->structure, act->arena, &st);
	if (s->structure && o == OK)
		*ret = *ret || st.military;
	return o == NOT_FOUND ? OK : o;
}

/* The incident that a report tells, before anybody looked at it. */
static enum outcome
first_incident(struct act *act, struct stored_report *s, struct incident *in)
{
	struct rule_facts facts;
	enum outcome o;

	*in = (struct incident){ .vault_id = s->vault_id, .vault = s->vault };
	field_clear(incident_clear_fields, in);
	field_clear(incident_sealed_fields, in);
	o = report_military(act, s, &in->military);
	if (o == OK)
		o = reference_next(act, "INC", &in->reference);
	in->report = s->id;
	in->report_reference = s->reference;
	in->structure = s->structure;
	in->org_name = s->r.org_name;
	in->org_type = s->r.org_type;
	in->department = s->r.department;
	in->region.s = s->region;
	in->workflow.s = S("RECU");
	in->care_state = s->r.care_state;
	in->received_at = s->received_at;
	in->tlp.s = S("TLP:AMBER+STRICT"); /* domain.md §6.4: the default for incidents */
	rule_facts(&facts, &s->r, NULL, in->military, act->now);
	in->out_of_scope = facts.out_of_scope;
	rule_criteria(in, &facts);
	in->severity_proposed.s = in->severity.s = rule_severity(&facts);
	in->special_follow_up.s = in->taken_by_anssi.s = in->told_ansm.s = in->told_corruss.s =
	    in->fssi_crisis.s = in->support_delivered.s = S("non");
	return o;
}

enum outcome
support_request(struct act *act, const struct incident *in, struct str kinds)
{
	struct query q = query_open(act->db, &sql_support_insert);

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_text(&q, "kinds", kinds);
	bind_text(&q, "state_at_request",
	    in->care_state.s.n ? in->care_state.s : S("PAS_ENCORE_PRIS_EN_CHARGE"));
	return query_run(&q);
}

static enum outcome
record_receipt(struct act *act, struct stored_report *s, struct incident *in)
{
	enum outcome o = incident_insert(act, s, in);

	s->incident = in->id;
	if (o == OK)
		o = report_write_version(act, s);
	if (o == OK)
		o = state_changed(
		    act, in, "workflow", S("BROUILLON"), in->workflow.s, (struct str){ NULL, 0 });
	if (o == OK && in->care_state.s.n)
		o = state_changed(act, in, "care_state", (struct str){ NULL, 0 }, in->care_state.s,
		    (struct str){ NULL, 0 });
	if (o == OK && str_eq(s->r.support_asked.s, S("oui")))
		o = support_request(act, in, s->r.support_kinds.s);
	if (o == OK)
		o = card_run_propose(act, in, s->r.category.s);
	if (o == OK)
		o = log_add(act, in, "reception", S("structure"), t(LANG_FR, "log.received"));
	if (o == OK)
		o = deadline_refresh(act, in, s);
	if (o == OK)
		o = wake_received(act, in, &s->r);
	if (o == OK)
		o = consent_declared(act, in, &s->r);
	if (o == OK)
		o = job_add(act->db, "route", arena_printf(act->arena, "%lld", (long long)in->id),
		    act->now);
	return o == OK ? evidence_ask(act, in->id) : o;
}

enum outcome
report_submit(struct act *act, struct stored_report *s)
{
	const struct field *missing[1];
	struct incident in;
	int step[1];
	enum outcome o;

	if (!str_eq(s->state, S("draft")))
		return CONFLICT;
	if (report_missing(&s->r, 0, missing, step, 1) > 0)
		return INVALID;
	o = reference_next(act, "SIG", &s->reference);
	if (o != OK)
		return o;
	s->state = S("received");
	s->version = 1;
	s->received_at = act->now;
	if (!moment_known(s->declared_at))
		s->declared_at = act->now;
	place(s, act->now);
	o = first_incident(act, s, &in);
	if (o == OK)
		o = record_receipt(act, s, &in);
	if (o == OK) {
		trail_note(
		    act->trail, "report.receive", "report", s->reference, s->draft_reference);
		trail_note(act->trail, "incident.open", "incident", in.reference, in.severity.s);
	}
	return o;
}
