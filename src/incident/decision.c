/* Questions that take two, as they are kept: asking, listing, deciding. */
#include "incident/decision.h"

#include "base/condition.h"
#include "base/shape.h"
#include "base/table.h"
#include "incident/decision_act.h"
#include "incident/need.h"
#include "incident/notice.h"

#include "incident_sql.h"

/* ==== The table ==== */

static size_t
row_of(struct str kind)
{
	return table_find(table_get("four_eyes"), "kind", kind);
}

bool
decision_needed(const char *kind, const struct incident *in)
{
	size_t row = row_of(str_of(kind));
	struct str when = row == NOT_FOUND_ROW ? (struct str){ NULL, 0 }
					       : table_cell(table_get("four_eyes"), row, "when");

	return when.n && condition_holds(when, incident_clear_fields, in) == YES;
}

bool
decision_role(struct str kind, struct str role)
{
	size_t row = row_of(kind);

	return row != NOT_FOUND_ROW &&
	       str_in_set(table_cell(table_get("four_eyes"), row, "decides"), role);
}

const char *
decision_check(void)
{
	const struct table *t = table_get("four_eyes");

	for (size_t i = 0; i < t->n_rows; i++) {
		const char *wrong =
		    condition_check(table_cell(t, i, "when"), incident_clear_fields);

		if (wrong)
			return wrong;
	}
	return NULL;
}

/* ==== Asking ==== */

struct asking {
	struct str reason, proposal;
};

static const struct field asking_reason = { FIELD(asking, reason), .max = 4000, .sealed = true };
static const struct field asking_proposal = { FIELD(asking, proposal), .max = 100000,
	.sealed = true };
static const struct field *const asking_fields[] = { &asking_reason, &asking_proposal, NULL };

#define BODY_MAX (512u << 10)

static struct str
sealed(struct act *act, const struct incident *in, struct str reason, struct str proposal)
{
	struct asking a = { .reason = reason, .proposal = proposal };
	struct buf b = BUF_INIT(BODY_MAX);
	struct str s;

	record_write(&b, asking_fields, &a);
	s = vault_seal(&in->vault, "decision.body", buf_str(&b), act->arena);
	buf_release(&b);
	return s;
}

static enum outcome
expire(struct act *act, const struct incident *in, const char *kind)
{
	struct query q = query_open(act->db, &sql_decision_expire);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "kind", str_of(kind));
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

static struct moment
until(const struct act *act, const char *kind)
{
	const struct table *t = table_get("four_eyes");
	size_t row = row_of(str_of(kind));
	int64_t minutes = 1440;

	if (row != NOT_FOUND_ROW)
		str_int(table_cell(t, row, "minutes"), &minutes);
	return (struct moment){ act->now.s + minutes * 60 };
}

static enum outcome
insert(struct act *act, const struct incident *in, const struct decision *d, struct str body)
{
	struct query q = query_open(act->db, &sql_decision_insert);
	bool new;
	enum outcome o;

	bind_text(&q, "reference", d->reference);
	bind_int(&q, "incident", in->id);
	bind_text(&q, "kind", d->kind.s);
	bind_text(&q, "object", d->object);
	bind_int(&q, "version", in->version);
	bind_int(&q, "asked_by", act->account);
	bind_moment(&q, "now", act->now);
	bind_moment(&q, "until", d->until);
	bind_blob(&q, "body", body);
	new = query_next(&q);
	o = query_close(&q);
	return o == OK && !new ? CONFLICT : o;
}

enum outcome
decision_ask(struct act *act, const struct incident *in, const char *kind, struct str object,
    struct str reason, struct str proposal)
{
	struct decision d = {
		.kind = { str_of(kind) }, .object = object, .until = until(act, kind)
	};
	enum outcome o = expire(act, in, kind);

	if (o == OK)
		o = reference_next(act, "DEC", &d.reference);
	if (o == OK)
		o = insert(act, in, &d, sealed(act, in, reason, proposal));
	if (o == OK)
		o = log_add(act, in, "decision", S("interne"),
		    t_fill(act->arena, LANG_FR, "log.decision_asked",
			(struct str[]){
			    vocab_label("decision_kind", d.kind.s, LANG_FR), d.reference },
			2));
	if (o != OK)
		return o;
	trail_note(act->trail, "decision.ask", "decision", d.reference,
	    arena_printf(act->arena, "incident=%.*s;kind=%s", PS(in->reference), kind));
	act->asked = d.reference;
	return notice_roles(act, in,
	    table_cell(table_get("four_eyes"), row_of(d.kind.s), "decides"), "mail.decision");
}

/* ==== Reading ==== */

static void
read_row(struct act *act, struct query *q, struct decision *d)
{
	struct arena *a = act->arena;

	*d = (struct decision){ .id = query_int(q, 0), .incident = query_int(q, 2) };
	d->reference = query_text(q, 1, a);
	d->version = query_int(q, 3);
	d->incident_reference = query_text(q, 4, a);
	d->org_name = query_text(q, 5, a);
	d->known = query_bool(q, 6);
	d->kind.s = query_text(q, 7, a);
	d->state.s = query_text(q, 8, a);
	d->object = query_text(q, 9, a);
	d->asked_by = query_int(q, 10);
	d->decided_by = query_null(q, 11) ? 0 : query_int(q, 11);
	d->asked_at = query_moment(q, 12);
	d->until = query_moment(q, 13);
	d->decided_at = query_moment(q, 14);
	d->sealed = query_blob(q, 15, a);
	d->sealed_answer = query_blob(q, 16, a);
}

static enum outcome
name_people(struct act *act, struct decision *d)
{
	struct account acc;
	enum outcome o = account_by_id(act->db, act->keyring, d->asked_by, act->arena, &acc);

	if (o == OK)
		d->asker = acc.name;
	if (d->decided_by && (o == OK || o == NOT_FOUND)) {
		o = account_by_id(act->db, act->keyring, d->decided_by, act->arena, &acc);
		if (o == OK)
			d->decider = acc.name;
	}
	return o == NOT_FOUND ? OK : o;
}

enum outcome
decision_by_reference(struct act *act, struct str reference, struct decision *ret)
{
	struct query q = query_open(act->db, &sql_decision_by_reference);
	bool found;
	enum outcome o;

	bind_text(&q, "reference", reference);
	bind_moment(&q, "now", act->now);
	found = query_next(&q);
	if (found)
		read_row(act, &q, ret);
	o = query_close(&q);
	if (o == OK && !found)
		return NOT_FOUND;
	return o == OK ? name_people(act, ret) : o;
}

enum outcome
decision_open(struct act *act, const struct incident *in, struct decision *d)
{
	struct asking a = { 0 };
	struct str clear;

	if (!vault_unseal(&in->vault, "decision.body", d->sealed, act->arena, &clear) ||
	    !record_read(clear, asking_fields, &a, act->arena))
		return UNAVAILABLE;
	d->reason = a.reason;
	d->proposal = a.proposal;
	if (d->sealed_answer.n)
		vault_unseal(
		    &in->vault, "decision.answer", d->sealed_answer, act->arena, &d->answer);
	trail_note(act->trail, "decision.read", "decision", d->reference, (struct str){ NULL, 0 });
	return OK;
}

enum outcome
decision_list(struct act *act, const struct member *m, const char *which, int64_t incident,
    struct decision **ret, size_t *ret_n)
{
	struct decision *list = arena_array(act->arena, struct decision, DECISION_MANY);
	struct query q = query_open(act->db, &sql_decision_list);
	size_t n = 0;
	enum outcome o;

	bind_text(&q, "which", str_of(which));
	bind_int(&q, "incident", incident);
	bind_int(&q, "max", DECISION_MANY);
	need_bind(&q, m, act->now);
	while (n < DECISION_MANY && query_next(&q))
		read_row(act, &q, &list[n++]);
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++)
		o = name_people(act, &list[i]);
	*ret = list;
	*ret_n = n;
	return o;
}

enum outcome
decision_stands(
    struct act *act, const struct incident *in, const char *kind, struct str object, bool *ret)
{
	struct query q = query_open(act->db, &sql_decision_stands);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "kind", str_of(kind));
	bind_text(&q, "object", object);
	*ret = query_next(&q);
	return query_close(&q);
}

/* ==== Deciding ==== */

static const struct ending {
	const char *state, *action, *log;
} approved = { "approved", "decision.approve", "log.decision_approved" },
  refused = { "refused", "decision.refuse", "log.decision_refused" },
  withdrawn = { "withdrawn", "decision.withdraw", "log.decision_withdrawn" };

static enum outcome
settle(struct act *act, const struct incident *in, struct decision *d, const struct ending *ending,
    struct str answer)
{
	struct query q = query_open(act->db, &sql_decision_decide);

	bind_int(&q, "id", d->id);
	bind_text(&q, "state", str_of(ending->state));
	bind_int(&q, "account", act->account);
	bind_moment(&q, "now", act->now);
	bind_blob(&q, "answer",
	    answer.n ? vault_seal(&in->vault, "decision.answer", answer, act->arena)
		     : (struct str){ NULL, 0 });
	query_run(&q);
	if (q.outcome != OK)
		return q.outcome;
	if (db_changes(act->db) == 0)
		return CONFLICT;
	trail_note(act->trail, ending->action, "decision", d->reference,
	    arena_printf(act->arena, "incident=%.*s", PS(in->reference)));
	return log_add(act, in, "decision", S("interne"),
	    t_fill(act->arena, LANG_FR, ending->log,
		(struct str[]){ vocab_label("decision_kind", d->kind.s, LANG_FR), d->reference },
		2));
}

/* The same account, or another one of the same person. */
enum outcome
decision_same(struct act *act, int64_t account, bool *ret)
{
	return account_same(act->db, act->keyring, account, act->account, act->arena, ret);
}

/* Settled first: of two at once the second waits for the first, and finds it done. */
static enum outcome
decide(struct act *act, struct decision *d, const struct ending *ending, int64_t version,
    struct str answer)
{
	struct incident in;
	bool mine = true;
	enum outcome o = decision_same(act, d->asked_by, &mine);

	if (o == OK && (mine || !decision_role(d->kind.s, act->role)))
		return FORBIDDEN;
	if (o == OK && ending == &refused && answer.n == 0)
		return INVALID; /* whoever asked is told why */
	if (o == OK)
		o = incident_load(act, d->incident, &in);
	if (o == OK)
		o = settle(act, &in, d, ending, answer);
	if (o != OK || ending != &approved)
		return o;
	/* Read again behind the lock: what the first look saw may have gone on. */
	o = incident_load(act, d->incident, &in);
	if (o == OK && version != in.version)
		o = CONFLICT;
	if (o == OK)
		o = decision_open(act, &in, d);
	return o == OK ? decision_do(act, d, &in) : o;
}

enum outcome
decision_approve(struct act *act, struct decision *d, int64_t version, struct str answer)
{
	return decide(act, d, &approved, version, answer);
}

enum outcome
decision_refuse(struct act *act, struct decision *d, struct str answer)
{
	return decide(act, d, &refused, 0, answer);
}

enum outcome
decision_withdraw(struct act *act, struct decision *d)
{
	struct incident in;
	enum outcome o =
	    d->asked_by == act->account ? incident_load(act, d->incident, &in) : FORBIDDEN;

	return o == OK ? settle(act, &in, d, &withdrawn, (struct str){ NULL, 0 }) : o;
}
