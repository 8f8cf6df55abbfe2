/*
 * Dispatches as they leave: by a rule, by a confirmation, by hand, and once more.
 *
 * Each is a row with a sealed card, an entry in the journal and mails queued in the
 * same transaction.  A card that is to be acknowledged has a time for it
 * (data/acknowledge.tsv).
 */
#include "incident/routing.h"
#include "incident/exit.h"

#include "base/calendar.h"
#include "base/table.h"
#include "incident/notice.h"

#include "incident_sql.h"

struct str
dispatch_body(
    struct act *act, const struct dispatch *d, const struct report *r, const struct incident *in)
{
	struct sheet sheet;

	sheet_make(act->arena, d->card.s, d->desk.s, r, in, &sheet);
	return sheet_write(act->arena, &sheet);
}

/* When an authority that has not answered is late; none for the structure. */
static struct moment
ack_due(struct act *act, const struct dispatch *d)
{
	const struct table *t = table_get("acknowledge");
	size_t i = table_find(t, "card", d->card.s);
	int64_t minutes = 0;

	if (dispatch_role(d) == ROLE_VISITOR || i == NOT_FOUND_ROW ||
	    !str_int(table_cell(t, i, "minutes"), &minutes))
		return MOMENT_NONE;
	return rule_after(act->now, minutes, table_cell(t, i, "clock"));
}

static struct str
sealed(struct act *act, const struct dispatch *d, const char *place, struct str words)
{
	return words.n ? vault_seal(&d->vault, place, words, act->arena) : (struct str){ NULL, 0 };
}

static void
bind_card(struct query *q, struct act *act, const struct dispatch *d)
{
	bind_blob(q, "body", sealed(act, d, "dispatch.card", d->body));
	bind_text(
	    q, "body_hash", d->body.n ? sheet_hash(act->arena, d->body) : (struct str){ NULL, 0 });
}

static enum outcome
insert(struct act *act, struct dispatch *d)
{
	struct query q = query_open(act->db, &sql_dispatch_insert);

	bind_text(&q, "reference", d->reference);
	bind_int(&q, "incident", d->incident);
	bind_text(&q, "rule", d->rule);
	bind_text(&q, "desk", d->desk.s);
	bind_text(&q, "region", d->region);
	bind_text(&q, "card", d->card.s);
	bind_text(&q, "state", d->state.s);
	bind_text(&q, "severity", d->severity.s);
	bind_text(&q, "tlp", d->tlp.s);
	bind_text(&q, "basis", d->basis);
	bind_moment(&q, "now", d->proposed_at);
	bind_moment(&q, "due_at", d->due_at);
	bind_moment(&q, "fired_at", d->fired_at);
	bind_int(&q, "sequence", d->sequence);
	bind_text(&q, "previous", d->previous);
	bind_text(&q, "facts_hash", d->facts_hash);
	bind_moment(&q, "ack_due", d->ack_due);
	bind_int(
	    &q, "account", moment_known(d->fired_at) && act->account ? act->account : INT_NONE);
	bind_blob(&q, "reason", sealed(act, d, "dispatch.reason", d->reason));
	bind_card(&q, act, d);
	if (query_next(&q))
		d->id = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
dispatch_insert(struct act *act, struct dispatch *d)
{
	enum outcome o = reference_next(act, "FIC", &d->reference);

	d->ack_due = d->body.n ? ack_due(act, d) : MOMENT_NONE;
	return o == OK ? insert(act, d) : o;
}

static void
note(struct act *act, const struct dispatch *d)
{
	bool fired = str_eq(d->state.s, S("fired"));

	trail_note(act->trail, fired ? "dispatch.fire" : "dispatch.propose", "dispatch",
	    d->reference,
	    arena_printf(act->arena, "incident=%.*s;rule=%.*s;desk=%.*s", PS(d->incident_reference),
		PS(d->rule), PS(d->desk.s)));
}

enum outcome
dispatch_send(
    struct act *act, struct dispatch *d, const struct incident *in, const struct stored_report *s)
{
	enum outcome o = dispatch_insert(act, d);

	if (o != OK || d->id == 0)
		return o;
	note(act, d);
	return str_eq(d->state.s, S("fired")) ? notice_dispatch(act, d, in, s)
					      : notice_proposal(act, d, in);
}

/* --- Decisions on proposals --------------------------------------------- */

static enum outcome
decide(struct act *act, struct dispatch *d, const char *state)
{
	struct query q = query_open(act->db, &sql_dispatch_decide);

	d->state.s = str_of(state);
	bind_int(&q, "id", d->id);
	bind_text(&q, "state", d->state.s);
	bind_text(&q, "severity", d->severity.s);
	bind_int(&q, "account", act->account);
	bind_moment(&q, "fired_at", d->body.n ? act->now : MOMENT_NONE);
	bind_moment(&q, "ack_due", d->body.n ? ack_due(act, d) : MOMENT_NONE);
	bind_card(&q, act, d);
	query_run(&q);
	if (q.outcome == OK && db_changes(act->db) == 0)
		return CONFLICT;
	return q.outcome;
}

/* The particular follow-up that the figures count (domain.md §4.1c). */
static enum outcome
flag(struct act *act, struct incident *in, const struct dispatch *d)
{
	struct code *told = str_eq(d->desk.s, S("corruss")) ? &in->told_corruss
			    : str_eq(d->desk.s, S("ansm"))  ? &in->told_ansm
							    : NULL;

	if (told == NULL || str_eq(told->s, S("oui")))
		return OK;
	told->s = S("oui");
	return incident_save(act, in, "incident.flag", d->desk.s);
}

enum outcome
dispatch_fire(struct act *act, struct incident *in, const struct report *r, struct dispatch *d)
{
	struct rule_facts facts;
	struct exit_answer leaving;
	struct stored_report s;
	enum outcome o = exit_may(act, in, "card", &leaving);

	if (o == OK && !leaving.may)
		o = CONFLICT;
	if (o != OK)
		return o;
	rule_facts(&facts, r, in, in->military, act->now);
	/* The place was corrected and work has not looked yet: never to the wrong agency. */
	if (str_eq(d->desk.s, S("ars")) &&
	    (d->region.n == 0 || !str_eq(d->region, agency_of(in, &facts))))
		return CONFLICT;
	d->severity = in->severity;
	d->body = dispatch_body(act, d, &facts.r, in);
	o = decide(act, d, "fired");
	if (o == OK)
		o = incident_report(act, in, &s);
	if (o == OK)
		o = flag(act, in, d);
	if (o == OK)
		o = log_add(act, in, "notification", S("interne"),
		    arena_printf(act->arena, "%.*s : %.*s",
			PS(vocab_label("desk", d->desk.s, LANG_FR)),
			PS(vocab_label("card_kind", d->card.s, LANG_FR))));
	if (o != OK)
		return o;
	note(act, d);
	return notice_dispatch(act, d, in, &s);
}

enum outcome
dispatch_decline(struct act *act, struct incident *in, struct dispatch *d, struct str reason)
{
	enum outcome o;

	if (reason.n == 0)
		return INVALID;
	d->body = (struct str){ NULL, 0 };
	o = decide(act, d, "declined");
	if (o == OK)
		o = log_add(act, in, "decision", S("interne"),
		    arena_printf(act->arena, "%.*s : %.*s",
			PS(vocab_label("desk", d->desk.s, LANG_FR)), PS(reason)));
	if (o == OK)
		trail_note(act->trail, "dispatch.decline", "dispatch", d->reference, d->rule);
	return o;
}

/* --- By hand -------------------------------------------------------------- */

static enum outcome
next_of(struct act *act, struct dispatch *d)
{
	struct query q = query_open(act->db, &sql_dispatch_last);

	bind_int(&q, "incident", d->incident);
	bind_text(&q, "rule", d->rule);
	bind_text(&q, "desk", d->desk.s);
	bind_text(&q, "region", d->region);
	if (query_next(&q))
		d->sequence = query_int(&q, 0) + 1;
	return query_close(&q);
}

enum outcome
dispatch_manual(struct act *act, struct incident *in, const struct report *r, struct str desk,
    struct str card, struct str reason, struct dispatch *ret)
{
	struct rule_facts facts;
	struct stored_report s;
	enum outcome o;

	rule_facts(&facts, r, in, in->military, act->now);
	*ret = (struct dispatch){ .incident = in->id,
		.incident_reference = in->reference,
		.vault = in->vault,
		.sealed = in->sealed,
		.rule = S("manual"),
		.desk = { desk },
		.card = { card },
		.state = { S("fired") },
		.severity = in->severity,
		.tlp = { in->tlp.s.n ? in->tlp.s : S("TLP:AMBER+STRICT") },
		.basis = t(LANG_FR, "authority.by_hand"),
		.sequence = 1,
		.proposed_at = act->now,
		.due_at = MOMENT_NONE,
		.fired_at = act->now,
		.acknowledged_at = MOMENT_NONE,
		.reason = reason };
	if (str_eq(desk, S("ars"))) {
		ret->region = agency_of(in, &facts);
		if (ret->region.n == 0)
			return INVALID;
	}
	ret->body = dispatch_body(act, ret, &facts.r, in);
	o = next_of(act, ret);
	if (o == OK)
		o = incident_report(act, in, &s);
	if (o == OK)
		o = dispatch_send(act, ret, in, &s);
	if (o == OK && ret->id == 0)
		o = CONFLICT;
	if (o == OK)
		o = flag(act, in, ret);
	return o == OK ? log_add(act, in, "notification", S("fssi"),
			     arena_printf(act->arena, "%.*s : %.*s. %.*s",
				 PS(vocab_label("desk", desk, LANG_FR)),
				 PS(vocab_label("card_kind", card, LANG_FR)), PS(reason)))
		       : o;
}

enum outcome
dispatch_again(struct act *act, const struct incident *in, struct dispatch *d)
{
	struct query q = query_open(act->db, &sql_dispatch_again);
	struct stored_report s;
	enum outcome o;

	bind_int(&q, "id", d->id);
	bind_moment(&q, "now", act->now);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	trail_note(act->trail, "dispatch.again", "dispatch", d->reference, d->desk.s);
	if (o == OK)
		o = incident_report(act, in, &s);
	if (o == OK)
		o = log_add(act, in, "notification", S("interne"),
		    arena_printf(act->arena, "%.*s : %.*s", PS(t(LANG_FR, "authority.log_again")),
			PS(d->reference)));
	return o == OK ? notice_dispatch(act, d, in, &s) : o;
}
