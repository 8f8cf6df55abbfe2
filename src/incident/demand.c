/*
 * The FSSI's express demand (R7): deep analysis or help on site, the cell's answer,
 * and the plan of remediation that follows from it.
 *
 * The plan is kept under the demand: the FSSI asked for it and reads how far it is.
 * Its steps are not the checklist of the treatment, which stays the cell's.
 */
#include "incident/fssi.h"

#include "base/json.h"
#include "base/table.h"
#include "incident/notice.h"

#include "incident_sql.h"

#define STEPS_MAX 100

bool
demand_ended(const struct demand *d)
{
	const struct vocab_item *item = vocab_find(vocab_get("demand_state"), d->state.s);

	return item && str_eq(attribute(item->attributes, "open"), S("non"));
}

enum outcome
demand_open(struct act *act, const struct incident *in, bool *ret)
{
	struct query q = query_open(act->db, &sql_demand_open);

	bind_int(&q, "incident", in->id);
	*ret = query_next(&q) && query_int(&q, 0) > 0;
	return query_close(&q);
}

/* --- Reading --------------------------------------------------------------- */

struct step_words {
	struct str what, owner;
};

static const struct field step_what = { FIELD(step_words, what), .sealed = true, .max = 2000 },
			  step_owner = { FIELD(step_words, owner), .sealed = true };
static const struct field *const step_fields[] = { &step_what, &step_owner, NULL };

static struct str
opened(struct act *act, const struct incident *in, const struct query *q, const char *column,
    const char *place)
{
	struct str clear = { NULL, 0 };

	vault_unseal(&in->vault, place, query_blob(q, query_column(q, column), act->arena),
	    act->arena, &clear);
	return clear;
}

static void
read_row(struct act *act, const struct incident *in, const struct query *q, struct demand *d)
{
	struct arena *a = act->arena;

	*d = (struct demand){ .id = query_int(q, query_column(q, "id")),
		.incident = in->id,
		.incident_reference = in->reference,
		.org_name = in->org_name,
		.reference = query_text(q, query_column(q, "reference"), a),
		.kind = { query_text(q, query_column(q, "kind"), a) },
		.state = { query_text(q, query_column(q, "state"), a) },
		.at = query_moment(q, query_column(q, "at")),
		.answered_at = query_moment(q, query_column(q, "answered_at")),
		.planned_at = query_moment(q, query_column(q, "planned_at")),
		.closed_at = query_moment(q, query_column(q, "closed_at")) };
	d->scope = opened(act, in, q, "body", "demand.scope");
	d->answer = opened(act, in, q, "answer", "demand.answer");
	d->closing = opened(act, in, q, "closing", "demand.closing");
}

static enum outcome
read_steps(struct act *act, const struct incident *in, struct demand *d)
{
	struct query q = query_open(act->db, &sql_remediation_list);

	d->step = arena_array(act->arena, struct remediation, STEPS_MAX);
	bind_int(&q, "demand", d->id);
	bind_int(&q, "max", STEPS_MAX);
	while (d->n_steps < STEPS_MAX && query_next(&q)) {
		struct remediation *r = &d->step[d->n_steps++];
		struct step_words w = { 0 };

		r->id = query_int(&q, 0);
		r->state.s = query_text(&q, 1, act->arena);
		r->due_at = query_moment(&q, 2);
		record_read(
		    opened(act, in, &q, "body", "remediation.words"), step_fields, &w, act->arena);
		r->what = w.what;
		r->owner = w.owner;
	}
	return query_close(&q);
}

enum outcome
demand_list(
    struct act *act, const struct incident *in, size_t max, struct demand **ret, size_t *ret_n)
{
	struct demand *list = arena_array(act->arena, struct demand, max);
	struct query q = query_open(act->db, &sql_demand_list);
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		read_row(act, in, &q, &list[n++]);
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++)
		o = read_steps(act, in, &list[i]);
	*ret = list;
	*ret_n = n;
	return o;
}

enum outcome
demand_by_reference(
    struct act *act, const struct incident *in, struct str reference, struct demand *ret)
{
	struct demand *list;
	size_t n = 0;
	enum outcome o = demand_list(act, in, STEPS_MAX, &list, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		if (str_eq(list[i].reference, reference)) {
			*ret = list[i];
			return OK;
		}
	return o == OK ? NOT_FOUND : o;
}

/* --- Asking and answering ---------------------------------------------------- */

static enum outcome
logged(struct act *act, const struct incident *in, const struct demand *d, struct str words)
{
	trail_note(act->trail, "demand.change", "demand", d->reference,
	    arena_printf(
		act->arena, "incident=%.*s;state=%.*s", PS(in->reference), PS(d->state.s)));
	return log_add(act, in, "decision", S("fssi"),
	    arena_printf(act->arena, "%.*s, %.*s – %.*s%s%.*s", PS(d->reference),
		PS(vocab_label("demand_kind", d->kind.s, LANG_FR)),
		PS(vocab_label("demand_state", d->state.s, LANG_FR)), words.n ? "\n" : "",
		PS(words)));
}

static struct str
sealed(struct act *act, const struct incident *in, const char *place, struct str words)
{
	return words.n ? vault_seal(&in->vault, place, words, act->arena) : (struct str){ NULL, 0 };
}

enum outcome
demand_ask(struct act *act, const struct incident *in, struct str kind, struct str scope,
    struct demand *ret)
{
	struct query q;
	enum outcome o;

	*ret = (struct demand){ .incident = in->id, .kind = { kind }, .state = { S("asked") } };
	o = reference_next(act, "DEX", &ret->reference);
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_demand_insert);
	bind_text(&q, "reference", ret->reference);
	bind_int(&q, "incident", in->id);
	bind_text(&q, "kind", kind);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account);
	bind_blob(&q, "body", sealed(act, in, "demand.scope", scope));
	if (query_next(&q))
		ret->id = query_int(&q, 0);
	o = query_close(&q);
	if (o == OK)
		o = logged(act, in, ret, scope);
	if (o == OK)
		o = notice_cell(act, in, "mail.demand", "fssi");
	return o == OK ? job_add(act->db, "route",
			     arena_printf(act->arena, "%lld", (long long)in->id), act->now)
		       : o;
}

enum outcome
demand_answer(struct act *act, const struct incident *in, struct demand *d, struct str state,
    struct moment planned, struct str answer)
{
	struct query q = query_open(act->db, &sql_demand_answer);
	enum outcome o;

	bind_int(&q, "id", d->id);
	bind_text(&q, "state", state);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account);
	bind_moment(&q, "planned", planned);
	bind_blob(&q, "answer", sealed(act, in, "demand.answer", answer));
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	d->state.s = state;
	if (o == OK)
		o = logged(act, in, d, answer);
	return o == OK ? notice_desk(act, ROLE_FSSI, (struct str){ NULL, 0 }, in->reference,
			     "mail.demand_answer",
			     arena_printf(act->arena, "desk/%.*s/fssi", PS(in->reference)).p)
		       : o;
}

enum outcome
demand_close(struct act *act, const struct incident *in, struct demand *d, struct str closing)
{
	struct query q = query_open(act->db, &sql_demand_close);
	enum outcome o;

	bind_int(&q, "id", d->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account);
	bind_blob(&q, "closing", sealed(act, in, "demand.closing", closing));
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	d->state.s = S("closed");
	return o == OK ? logged(act, in, d, closing) : o;
}

enum outcome
remediation_save(
    struct act *act, const struct incident *in, const struct demand *d, struct remediation *r)
{
	struct query q =
	    query_open(act->db, r->id ? &sql_remediation_update : &sql_remediation_insert);
	struct step_words w = { r->what, r->owner };
	struct buf b = BUF_INIT(64u << 10);
	enum outcome o;

	record_write(&b, step_fields, &w);
	if (r->id)
		bind_int(&q, "id", r->id);
	bind_int(&q, "demand", d->id);
	bind_text(&q, "state", r->state.s);
	bind_moment(&q, "due_at", r->due_at);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account);
	bind_blob(&q, "body", vault_seal(&in->vault, "remediation.words", buf_str(&b), act->arena));
	buf_release(&b);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return NOT_FOUND;
	trail_note(act->trail, "demand.plan", "demand", d->reference, r->state.s);
	return o;
}
