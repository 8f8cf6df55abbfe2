#include "incident/routing.h"

#include <sodium.h>

#include "base/table.h"
#include "directory/directory.h"
#include "incident/deadline.h"
#include "incident/incident.h"
#include "incident/notice.h"
#include "incident/rules.h"

#include "incident_sql.h"

#define CARD_MAX (256u << 10)

/* What one evaluation works with. */
struct run {
	struct act *act;
	struct incident in;
	struct stored_report s;
	struct rule_facts facts;    /* what was declared, overlaid by what was qualified */
	struct rule_facts declared; /* what the structure says today */
	const struct table *t;
};

field_list
card_fields(struct arena *a, struct str card)
{
	const struct table *t = table_get("card");
	size_t row = table_find(t, "card", card), n = 0;
	const struct field **list = arena_array(a, const struct field *, 128);
	struct str rest = { NULL, 0 };

	if (row != NOT_FOUND_ROW)
		rest = table_cell(t, row, "fields");
	while (rest.n && n < 127) {
		const struct field *f = field_find(report_fields, str_cut(&rest, '|'));

		if (f)
			list[n++] = f;
	}
	return list;
}

/* The card in clear. */
static struct str
card_body(struct act *act, struct str card, const struct report *r)
{
	struct buf b = BUF_INIT(CARD_MAX);
	struct str body;

	record_write(&b, card_fields(act->arena, card), r);
	body = arena_dup(act->arena, buf_str(&b));
	buf_release(&b);
	return body;
}

static struct str
hash_of(struct arena *a, struct str body)
{
	unsigned char h[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(a, 2 * sizeof h + 1);

	crypto_hash_sha256(h, (const unsigned char *)(body.p ? body.p : ""), body.n);
	sodium_bin2hex(hex, 2 * sizeof h + 1, h, sizeof h);
	return (struct str){ hex, 2 * sizeof h };
}

/* Told already; a structure that corrects its place is told to its agency too. */
static enum outcome
already_there(struct act *act, const struct dispatch *d, bool *ret)
{
	struct query q = query_open(act->db, &sql_dispatch_exists);

	bind_int(&q, "incident", d->incident);
	bind_text(&q, "rule", d->rule);
	bind_text(&q, "desk", d->desk.s);
	bind_text(&q, "region", d->region);
	*ret = query_next(&q);
	return query_close(&q);
}

static void
bind_card(struct query *q, struct act *act, const struct dispatch *d)
{
	bool sent = d->body.n > 0;

	bind_blob(q, "body",
	    sent ? vault_seal(&d->vault, "dispatch.card", d->body, act->arena)
		 : (struct str){ NULL, 0 });
	bind_text(q, "body_hash", sent ? hash_of(act->arena, d->body) : (struct str){ NULL, 0 });
}

static enum outcome
insert(struct act *act, struct dispatch *d, bool *ret_new)
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
	bind_card(&q, act, d);
	*ret_new = query_next(&q);
	if (*ret_new)
		d->id = query_int(&q, 0);
	return query_close(&q);
}

/* A sealed file alerts nobody by itself but the FSSI: somebody named confirms. */
static bool
kept(const struct run *run, size_t row)
{
	struct dispatch d = { .desk = { table_cell(run->t, row, "recipient") } };
	enum role desk = dispatch_role(&d);

	return run->in.sealed && desk != ROLE_VISITOR && desk != ROLE_FSSI;
}

/* A dispatch as a row of the table describes it. */
static struct dispatch
described(const struct run *run, size_t row)
{
	const struct table *t = run->t;
	bool proposed = str_eq(table_cell(t, row, "mode"), S("propose")) || kept(run, row);
	struct dispatch d = {
		.incident = run->in.id,
		.incident_reference = run->in.reference,
		.vault = run->in.vault,
		.sealed = run->in.sealed,
		.rule = table_cell(t, row, "rule"),
		.desk = { table_cell(t, row, "recipient") },
		.card = { table_cell(t, row, "card") },
		.state = { proposed ? S("proposed") : S("fired") },
		.severity = run->in.severity,
		.tlp = { run->in.tlp.s.n ? run->in.tlp.s : S("TLP:AMBER+STRICT") },
		.basis = table_cell(t, row, "basis"),
		.proposed_at = run->act->now,
		.due_at = MOMENT_NONE,
		.fired_at = proposed ? MOMENT_NONE : run->act->now,
		.acknowledged_at = MOMENT_NONE,
	};
	int64_t minutes = 0;

	if (str_int(table_cell(t, row, "delay_minutes"), &minutes) && proposed)
		d.due_at.s = run->act->now.s + minutes * 60;
	if (str_eq(d.desk.s, S("ars")))
		d.region = run->in.region.s;
	return d;
}

static enum outcome
dispatch_row(struct run *run, size_t row)
{
	struct act *act = run->act;
	struct dispatch d = described(run, row);
	bool there = false, new = false;
	enum outcome o = already_there(act, &d, &there);

	if (o != OK || there)
		return o;
	o = reference_next(act, "FIC", &d.reference);
	if (o == OK && str_eq(d.state.s, S("fired")))
		d.body = card_body(act, d.card.s, &run->facts.r);
	if (o == OK)
		o = insert(act, &d, &new);
	if (o != OK || !new)
		return o;
	trail_note(act->trail, str_eq(d.state.s, S("fired")) ? "dispatch.fire" : "dispatch.propose",
	    "dispatch", d.reference,
	    arena_printf(act->arena, "incident=%.*s;rule=%.*s;desk=%.*s", PS(run->in.reference),
		PS(d.rule), PS(d.desk.s)));
	return str_eq(d.state.s, S("fired")) ? notice_dispatch(act, &d, &run->in, &run->s)
					     : notice_proposal(act, &d, &run->in);
}

/* "mark": nobody is written to, the cell is told in the running log. */
static enum outcome
mark_row(struct run *run, size_t row)
{
	struct str card = table_cell(run->t, row, "card");
	struct dispatch d = described(run, row);
	bool there = false, new = false;
	enum outcome o;

	d.desk.s = S("cell");
	o = already_there(run->act, &d, &there);
	if (o != OK || there)
		return o;
	o = reference_next(run->act, "FIC", &d.reference);
	if (o == OK)
		o = insert(run->act, &d, &new);
	if (o != OK || !new)
		return o;
	return log_add(run->act, &run->in, "notification", S("interne"),
	    vocab_label("card_kind", card, LANG_FR));
}

/* A proposal costs one look: an impact that the structure tells after the
 * qualification is proposed too, though what was qualified stands. */
static bool
holds(const struct run *run, size_t row)
{
	struct str when = table_cell(run->t, row, "when");

	if (condition_holds(when, rule_fields(), &run->facts) == YES)
		return true;
	return str_eq(table_cell(run->t, row, "mode"), S("propose")) &&
	       condition_holds(when, rule_fields(), &run->declared) == YES;
}

/* What is said to whoever declared; nobody declared a failure that the cell opened. */
static bool
for_structure(const struct table *t, size_t row)
{
	struct str to = table_cell(t, row, "recipient");

	return str_eq(to, S("declarant")) || str_eq(to, S("structure")) || str_eq(to, S("dpo"));
}

static enum outcome
evaluate(struct run *run, size_t row)
{
	struct str mode = table_cell(run->t, row, "mode");

	if (!holds(run, row) || (run->in.provider && for_structure(run->t, row)))
		return OK;
	if (str_eq(mode, S("mark")))
		return mark_row(run, row);
	/* A sector alert is drafted in the watch portal, not sent from here. */
	if (str_eq(mode, S("draft")))
		return OK;
	return dispatch_row(run, row);
}

/* Its agency, as long as it is told to one. */
static struct str
agency_of(const struct incident *in, const struct rule_facts *f)
{
	bool told = str_eq(f->military.s, S("non")) && str_eq(f->no_ars.s, S("non"));

	return told ? in->region.s : (struct str){ NULL, 0 };
}

static enum outcome
withdraw(struct run *run)
{
	struct act *act = run->act;
	struct query q = query_open(act->db, &sql_dispatch_withdraw);
	enum outcome o;

	bind_int(&q, "incident", run->in.id);
	bind_text(&q, "region", agency_of(&run->in, &run->facts));
	o = query_run(&q);
	if (o != OK || db_changes(act->db) == 0)
		return o;
	trail_note(act->trail, "dispatch.withdraw", "incident", run->in.reference, S("desk=ars"));
	return log_add(act, &run->in, "notification", S("interne"), t(LANG_FR, "log.withdrawn"));
}

enum outcome
routing_run(struct act *act, int64_t incident)
{
	struct run run = { .act = act, .t = table_get("routing") };
	enum outcome o = incident_load(act, incident, &run.in);

	if (o == OK && run.in.imported)
		return OK; /* history: design.md §8.1 */
	if (o == OK)
		o = incident_report(act, &run.in, &run.s);
	if (o != OK)
		return o;
	rule_facts(&run.facts, &run.s.r, &run.in, run.in.military, act->now);
	rule_facts(&run.declared, &run.s.r, NULL, run.in.military, act->now);
	o = withdraw(&run);
	for (size_t i = 0; i < run.t->n_rows && o == OK; i++)
		o = evaluate(&run, i);
	return o == OK ? deadline_refresh(act, &run.in, &run.s) : o;
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
	struct stored_report s;
	enum outcome o;

	rule_facts(&facts, r, in, in->military, act->now);
	/* The place was corrected and work has not looked yet: never to the wrong agency. */
	if (str_eq(d->desk.s, S("ars")) &&
	    (d->region.n == 0 || !str_eq(d->region, agency_of(in, &facts))))
		return CONFLICT;
	d->severity = in->severity;
	d->body = card_body(act, d->card.s, &facts.r);
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
	trail_note(act->trail, "dispatch.fire", "dispatch", d->reference,
	    arena_printf(act->arena, "incident=%.*s;rule=%.*s;desk=%.*s", PS(in->reference),
		PS(d->rule), PS(d->desk.s)));
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
