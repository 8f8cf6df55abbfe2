/*
 * The two decisions that count: qualifying and closing.  The pages, the
 * demonstration and later the API come here; what is asked of a person (messages
 * beside fields) stays in qualify.c and close.c.
 */
#include "base/table.h"
#include "incident/deadline.h"
#include "incident/card_run.h"
#include "incident/decision_act.h"
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/lesson.h"
#include "incident/notice.h"
#include "incident/wake.h"

void
qualify_prefill(struct incident *in, const struct report *r)
{
	if (moment_known(in->qualified_at))
		return;
	for (field_list l = incident_qualify_fields; *l; l++) {
		const struct field *d = field_find(report_fields, str_of((*l)->name));

		if (d && d->kind == (*l)->kind && !field_known(*l, in))
			field_assign(*l, in, d, r);
	}
}

void
qualify_propose(struct incident *in, const struct stored_report *s, struct moment now)
{
	struct rule_facts facts;
	struct str rsit;

	rule_facts(&facts, &s->r, in, in->military, now);
	if (!field_known(&incident_severity, in))
		in->severity.s = rule_severity(&facts);
	rsit = rule_rsit(facts.r.category.s);
	if (!in->rsit_class.s.n && rsit.n) {
		in->rsit_type.s = rsit;
		in->rsit_class.s = str_cut(&rsit, '/');
	}
}

static bool
early(struct str workflow)
{
	return str_eq(workflow, S("RECU")) || str_eq(workflow, S("PRIS_EN_COMPTE")) ||
	       str_eq(workflow, S("EN_QUALIFICATION"));
}

/* The severity first: the clocks, which each entry of the log looks at, ask since when. */
static enum outcome
write_qualification(struct act *act, struct incident *in, struct str severity_before)
{
	bool first = !moment_known(in->qualified_at);
	enum outcome o = OK;

	in->qualified_at = act->now;
	if (in->assignee == 0)
		in->assignee = act->account;
	if (!str_eq(severity_before, in->severity.s))
		o = state_changed(
		    act, in, "severity", severity_before, in->severity.s, in->override_reason);
	if (o == OK && early(in->workflow.s))
		o = workflow_move(act, in, S("QUALIFIE"), (struct str){ NULL, 0 });
	else if (o == OK)
		o = incident_save(act, in, "incident.qualify",
		    arena_printf(act->arena, "severity=%.*s", PS(in->severity.s)));
	if (o == OK)
		o = log_add(act, in, "qualification", S("interne"),
		    t(LANG_FR, first ? "log.qualified" : "log.requalified"));
	return o;
}

enum outcome
qualify_save(
    struct act *act, struct incident *in, const struct stored_report *s, struct str severity_before)
{
	struct rule_facts facts;
	struct str lower;
	enum outcome o = decision_keep_tlp(act, in, &lower);

	if (o != OK)
		return o;
	rule_facts(&facts, &s->r, in, in->military, act->now);
	rule_criteria(in, &facts);
	in->severity_proposed.s = rule_severity(&facts);
	/* Emptied, and nothing is sure enough to propose: it stays what it was. */
	if (in->severity.s.n == 0)
		in->severity.s =
		    in->severity_proposed.s.n ? in->severity_proposed.s : severity_before;
	o = write_qualification(act, in, severity_before);
	if (o == OK)
		o = card_run_propose(act, in, in->category.s);
	if (o == OK)
		o = decision_ask_tlp(act, in, lower);
	if (o == OK)
		o = deadline_refresh(act, in, s);
	if (o == OK)
		o = wake_qualified(act, in, severity_before);
	if (o == OK)
		o = lesson_review(act, in); /* a marking that went up */
	if (o == OK)
		o = job_add(act->db, "route", arena_printf(act->arena, "%lld", (long long)in->id),
		    act->now);
	return o;
}

/* The state that a reason leads to is the vocabulary's to say. */
struct str
close_state(struct str reason)
{
	const struct vocab_item *item = vocab_find(vocab_get("close_reason"), reason);
	struct str state = item ? attribute(item->attributes, "state") : (struct str){ NULL, 0 };

	return state.n ? state : S("CLOS");
}

enum outcome
close_save(struct act *act, struct incident *in, const struct stored_report *s)
{
	struct str to = close_state(in->close_reason.s);
	enum outcome o;

	if (workflow_ended(in->workflow.s))
		return CONFLICT;
	/* Counted as it was qualified: a file nobody qualified is not closed. */
	if (str_eq(to, S("CLOS")) && !moment_known(in->qualified_at))
		return INVALID;
	if (act->decision == 0 && decision_needed("close_significant", in))
		return decision_ask_close(act, in);
	o = workflow_move(act, in, to, (struct str){ NULL, 0 });
	if (o == OK)
		o = log_add(act, in, "cloture", S("structure"), t(LANG_FR, "log.closed"));
	return o == OK ? notice_declarant(act, in, s, "mail.closed") : o;
}
