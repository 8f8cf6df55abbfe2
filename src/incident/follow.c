/*
 * Cards that follow: what was told and is not true any more is told again.
 *
 * After each evaluation, the last card sent to a desk under a rule is weighed
 * against what it would say now, over the fields that data/card_field.tsv marks.
 * The first card stays as it was read; the new one names it.  Rejected: changing
 * the card (who acknowledged what?), and a mail at any change (nobody reads the
 * tenth).
 */
#include "incident/routing.h"

#include "base/table.h"

#include "incident_sql.h"

/* The newest of its rule, desk and region in a list in order of time. */
static bool
is_last(const struct dispatch *list, size_t n, size_t i)
{
	for (size_t k = i + 1; k < n; k++)
		if (str_eq(list[k].rule, list[i].rule) && str_eq(list[k].desk.s, list[i].desk.s) &&
		    str_eq(list[k].region, list[i].region))
			return false;
	return true;
}

/* The newest that left, before a later one that was declined. */
static const struct dispatch *
last_fired(const struct dispatch *list, size_t n, const struct dispatch *d)
{
	const struct dispatch *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].state.s, S("fired")) && str_eq(list[i].rule, d->rule) &&
		    str_eq(list[i].desk.s, d->desk.s) && str_eq(list[i].region, d->region))
			found = &list[i];
	return found;
}

static struct moment
confirm_by(const struct run *run, const struct dispatch *d)
{
	int64_t minutes = 30;

	for (size_t i = 0; i < run->t->n_rows; i++)
		if (str_eq(table_cell(run->t, i, "rule"), d->rule) &&
		    str_eq(table_cell(run->t, i, "recipient"), d->desk.s))
			str_int(table_cell(run->t, i, "delay_minutes"), &minutes);
	return (struct moment){ run->act->now.s + minutes * 60 };
}

static enum outcome
follow(struct run *run, const struct dispatch *last, const struct dispatch *sent)
{
	struct act *act = run->act;
	struct dispatch d = *sent;
	struct sheet was, now;
	enum sheet_update u;

	if (!sheet_read(act->arena, sent->body, &was))
		return OK;
	sheet_make(act->arena, d.card.s, d.desk.s, &run->facts.r, &run->in, &now);
	u = sheet_update(d.card.s, d.desk.s, &was, &now);
	d.facts_hash = sheet_weight(act->arena, d.card.s, d.desk.s, &now);
	/* A sealed file alerts nobody by itself but the FSSI. */
	if (u == UPDATE_FIRE && run->in.sealed && dispatch_role(&d) != ROLE_FSSI)
		u = UPDATE_PROPOSE;
	if (u == UPDATE_NONE ||
	    (str_eq(last->state.s, S("declined")) && str_eq(last->facts_hash, d.facts_hash)))
		return OK;
	d.id = 0;
	d.previous = sent->reference;
	d.sequence = last->sequence + 1;
	d.severity = run->in.severity;
	d.tlp.s = run->in.tlp.s.n ? run->in.tlp.s : d.tlp.s;
	d.state.s = u == UPDATE_FIRE ? S("fired") : S("proposed");
	d.proposed_at = act->now;
	d.fired_at = u == UPDATE_FIRE ? act->now : MOMENT_NONE;
	d.due_at = u == UPDATE_FIRE ? MOMENT_NONE : confirm_by(run, &d);
	d.body = u == UPDATE_FIRE ? sheet_write(act->arena, &now) : (struct str){ NULL, 0 };
	d.reason = (struct str){ NULL, 0 };
	return dispatch_send(act, &d, &run->in, &run->s);
}

/* An agency that it is not of any more hears nothing more. */
static bool
concerned(const struct run *run, const struct dispatch *d)
{
	return !str_eq(d->desk.s, S("ars")) || str_eq(d->region, agency_of(&run->in, &run->facts));
}

enum outcome
follow_run(struct run *run)
{
	struct dispatch *list, sent;
	size_t n = 0;
	enum outcome o = dispatch_of_incident(run->act, &run->in, 400, &list, &n);

	for (size_t i = 0; i < n && o == OK; i++) {
		const struct dispatch *fired = last_fired(list, n, &list[i]);

		if (dispatch_role(&list[i]) == ROLE_VISITOR || !fired || !is_last(list, n, i) ||
		    str_eq(list[i].state.s, S("proposed")) || !concerned(run, &list[i]))
			continue;
		o = dispatch_by_id(run->act, fired->id, &sent);
		if (o == OK)
			o = follow(run, &list[i], &sent);
	}
	return o;
}
