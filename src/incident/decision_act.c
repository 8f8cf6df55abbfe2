/*
 * The deeds of decisions.  A proposal is a record of fields of the incident: what
 * was typed is what is done, and what is shown to the second person.
 */
#include "incident/decision_act.h"

#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/seal.h"

#include "incident_sql.h"

static const struct field *const close_fields[] = { &incident_close_reason, &incident_contained_at,
	&incident_nominal_at, &incident_closing_report, NULL };
static const struct field *const tlp_fields[] = { &incident_tlp, NULL };
static const struct field *const no_fields[] = { NULL };

field_list
decision_fields(struct str kind)
{
	if (str_eq(kind, S("close_significant")))
		return close_fields;
	return str_eq(kind, S("lower_tlp")) ? tlp_fields : no_fields;
}

bool
decision_read(const struct decision *d, struct incident *into, struct arena *a)
{
	field_list fields = decision_fields(d->kind.s);

	return fields[0] == NULL || record_read(d->proposal, fields, into, a);
}

#define RECORD_MAX (256u << 10)

static enum outcome
ask(struct act *act, const struct incident *in, const char *kind, struct str reason)
{
	struct buf b = BUF_INIT(RECORD_MAX);
	enum outcome o;

	record_write(&b, decision_fields(str_of(kind)), in);
	o = decision_ask(
	    act, in, kind, (struct str){ NULL, 0 }, reason, arena_dup(act->arena, buf_str(&b)));
	buf_release(&b);
	return o;
}

enum outcome
decision_ask_close(struct act *act, const struct incident *in)
{
	return ask(act, in, "close_significant", (struct str){ NULL, 0 });
}

/* ==== The marking ==== */

enum outcome
decision_keep_tlp(struct act *act, struct incident *in, struct str *ret_lower)
{
	struct query q = query_open(act->db, &sql_incident_tlp);
	struct str kept = { NULL, 0 };
	enum outcome o;

	*ret_lower = (struct str){ NULL, 0 };
	bind_int(&q, "id", in->id);
	if (query_next(&q))
		kept = query_text(&q, 0, act->arena);
	o = query_close(&q);
	if (o != OK || act->decision || tlp_rank(in->tlp.s) >= tlp_rank(kept) ||
	    !decision_needed("lower_tlp", in))
		return o;
	*ret_lower = in->tlp.s;
	in->tlp.s = kept;
	return OK;
}

enum outcome
decision_ask_tlp(struct act *act, const struct incident *in, struct str lower)
{
	struct incident wanted = *in;
	enum outcome o;

	if (lower.n == 0)
		return OK;
	wanted.tlp.s = lower;
	o = ask(act, &wanted, "lower_tlp", (struct str){ NULL, 0 });
	return o == CONFLICT ? OK : o; /* it is asked already: the rest is saved */
}

/* ==== Doing ==== */

static enum outcome
lower(struct act *act, struct incident *in)
{
	enum outcome o = incident_save(
	    act, in, "incident.tlp", arena_printf(act->arena, "tlp=%.*s", PS(in->tlp.s)));

	return o == OK ? log_add(act, in, "decision", S("interne"), in->tlp.s) : o;
}

static enum outcome
shut(struct act *act, struct incident *in)
{
	struct stored_report s;
	enum outcome o = incident_report(act, in, &s);

	return o == OK ? close_save(act, in, &s) : o;
}

enum outcome
decision_do(struct act *act, const struct decision *d, struct incident *in)
{
	enum outcome o = OK;

	if (!decision_read(d, in, act->arena))
		return UNAVAILABLE;
	act->decision = d->id;
	if (str_eq(d->kind.s, S("close_significant")))
		o = shut(act, in);
	else if (str_eq(d->kind.s, S("lower_tlp")))
		o = lower(act, in);
	else if (str_eq(d->kind.s, S("unseal")))
		o = seal_lift(act, in, d->reason);
	act->decision = 0;
	return o == INVALID ? CONFLICT : o;
}
