/*
 * The rules of data/routing.tsv, evaluated over the facts of a file.
 *
 * What leaves is fire.c's, what follows a card that left is follow.c's.
 */
#include "incident/routing.h"

#include "base/table.h"
#include "incident/deadline.h"
#include "incident/exit.h"
#include "incident/fssi.h"
#include "incident/sector.h"
#include "incident/service.h"
#include "incident/similar.h"

#include "incident_sql.h"

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

/* What must not leave by itself waits for somebody who knows the file (exit.tsv). */
static bool
kept(const struct run *run, size_t row)
{
	struct dispatch d = { .desk = { table_cell(run->t, row, "recipient") } };
	enum role desk = dispatch_role(&d);

	return !run->leaves && desk != ROLE_VISITOR && desk != ROLE_FSSI;
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
		.sequence = 1,
		.proposed_at = run->act->now,
		.due_at = MOMENT_NONE,
		.fired_at = proposed ? MOMENT_NONE : run->act->now,
		.acknowledged_at = MOMENT_NONE,
		.ack_due = MOMENT_NONE,
		.sent_again_at = MOMENT_NONE,
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
	bool there = false;
	enum outcome o = already_there(act, &d, &there);

	if (o != OK || there)
		return o;
	if (str_eq(d.state.s, S("fired")))
		d.body = dispatch_body(act, &d, &run->facts.r, &run->in);
	return dispatch_send(act, &d, &run->in, &run->s);
}

/* "mark": nobody is written to, the cell is told in the running log. */
static enum outcome
mark_row(struct run *run, size_t row)
{
	struct str card = table_cell(run->t, row, "card");
	struct dispatch d = described(run, row);
	bool there = false;
	enum outcome o;

	d.desk.s = S("cell");
	o = already_there(run->act, &d, &there);
	if (o == OK && !there)
		o = dispatch_insert(run->act, &d);
	if (o != OK || d.id == 0)
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
	/* A sector alert is drafted here, and sent by the watch portal alone. */
	if (str_eq(mode, S("draft")))
		return run->in.sealed ? OK : sector_draft(run->act, &run->in, &run->facts.r);
	return dispatch_row(run, row);
}

/* Its agency, as long as it is told to one. */
struct str
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

/* Among the others: what it is found by, what it may be a duplicate of, and whether
 * several structures name its provider.  Here and not at the submission, which has
 * only to be safe and fast. */
static enum outcome
compare(struct run *run)
{
	struct wave wave = { 0 };
	enum outcome o = OK;

	if (run->in.provider)
		return OK;
	o = signals_write(run->act, &run->s);
	if (o == OK)
		o = likeness_note(run->act, &run->in, &run->s);
	if (o == OK)
		o = wave_of(run->act, NULL, &run->in, &wave);
	run->facts.provider_wave.s = run->declared.provider_wave.s =
	    wave.reached ? S("oui") : S("non");
	return o;
}

enum outcome
routing_run(struct act *act, int64_t incident)
{
	struct run run = { .act = act, .t = table_get("routing") };
	struct exit_answer leaving = { 0 };
	bool demanded = false;
	enum outcome o = incident_load(act, incident, &run.in);

	if (o == OK && run.in.imported)
		return OK; /* history: design.md §8.1 */
	if (o == OK)
		o = incident_report(act, &run.in, &run.s);
	if (o == OK)
		o = exit_may(act, &run.in, "card_auto", &leaving);
	if (o != OK)
		return o;
	run.leaves = leaving.may;
	rule_facts(&run.facts, &run.s.r, &run.in, run.in.military, act->now);
	rule_facts(&run.declared, &run.s.r, NULL, run.in.military, act->now);
	o = demand_open(act, &run.in, &demanded);
	run.facts.express_demand.s = demanded ? S("oui") : S("non");
	if (o == OK)
		o = compare(&run);
	if (o == OK)
		o = withdraw(&run);
	for (size_t i = 0; i < run.t->n_rows && o == OK; i++)
		o = evaluate(&run, i);
	if (o == OK)
		o = follow_run(&run);
	if (o == OK)
		o = deadline_refresh(act, &run.in, &run.s);
	return o == OK ? service_refresh(act, &run.in) : o;
}
