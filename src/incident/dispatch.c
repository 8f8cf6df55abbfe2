/* Dispatches as they are kept: reading, and the recipient's acknowledgement. */
#include "incident/routing.h"

#include "incident_sql.h"

static struct code
code_at(const struct query *q, const char *column, struct arena *a)
{
	return (struct code){ query_text(q, query_column(q, column), a) };
}

/* As they are kept, until the vault is open. */
struct sealed {
	struct str card, reply, reason, name;
};

static void
read_sealed(struct act *act, struct query *q, struct sealed *s)
{
	s->card = query_blob(q, query_column(q, "body"), act->arena);
	s->reply = query_blob(q, query_column(q, "reply"), act->arena);
	s->reason = query_blob(q, query_column(q, "reason"), act->arena);
	s->name = query_blob(q, query_column(q, "acknowledged_name"), act->arena);
}

static void
read_row(struct act *act, struct query *q, struct dispatch *d)
{
	struct arena *a = act->arena;

	d->id = query_int(q, query_column(q, "id"));
	d->reference = query_text(q, query_column(q, "reference"), a);
	d->incident = query_int(q, query_column(q, "incident"));
	d->incident_reference = query_text(q, query_column(q, "incident_reference"), a);
	d->vault.id = query_int(q, query_column(q, "vault"));
	d->sealed = query_bool(q, query_column(q, "sealed"));
	d->rule = query_text(q, query_column(q, "rule"), a);
	d->region = query_text(q, query_column(q, "region"), a);
	d->desk = code_at(q, "desk", a);
	d->card = code_at(q, "card", a);
	d->state = code_at(q, "state", a);
	d->severity = code_at(q, "severity", a);
	d->tlp = code_at(q, "tlp", a);
	d->basis = query_text(q, query_column(q, "basis"), a);
	d->proposed_at = query_moment(q, query_column(q, "proposed_at"));
	d->due_at = query_moment(q, query_column(q, "due_at"));
	d->fired_at = query_moment(q, query_column(q, "fired_at"));
	d->acknowledged_at = query_moment(q, query_column(q, "acknowledged_at"));
	d->sequence = query_int(q, query_column(q, "sequence"));
	d->previous = query_text(q, query_column(q, "previous"), a);
	d->facts_hash = query_text(q, query_column(q, "facts_hash"), a);
	d->ack_due = query_moment(q, query_column(q, "ack_due"));
	d->sent_again_at = query_moment(q, query_column(q, "sent_again_at"));
}

static bool
opened(
    struct act *act, const struct dispatch *d, const char *place, struct str kept, struct str *ret)
{
	return vault_unseal(&d->vault, place, kept, act->arena, ret);
}

static enum outcome
unseal(struct act *act, struct dispatch *d, const struct sealed *s)
{
	enum outcome o = vault_open(act->db, act->keyring, d->vault.id, &d->vault);

	if (o != OK)
		return o;
	return opened(act, d, "dispatch.card", s->card, &d->body) &&
		       opened(act, d, "dispatch.reply", s->reply, &d->reply) &&
		       opened(act, d, "dispatch.reason", s->reason, &d->reason) &&
		       opened(act, d, "dispatch.name", s->name, &d->acknowledged_name)
		   ? OK
		   : UNAVAILABLE;
}

static enum outcome
one(struct act *act, struct query *q, struct dispatch *ret)
{
	struct sealed kept;
	bool found = query_next(q);
	enum outcome o;

	if (found) {
		read_row(act, q, ret);
		read_sealed(act, q, &kept);
	}
	o = query_close(q);
	if (o == OK && !found)
		return NOT_FOUND;
	if (o == OK)
		o = unseal(act, ret, &kept);
	if (o == OK)
		trail_note(act->trail, "dispatch.read", "dispatch", ret->reference,
		    (struct str){ NULL, 0 });
	return o;
}

enum outcome
dispatch_by_id(struct act *act, int64_t id, struct dispatch *ret)
{
	struct query q = query_open(act->db, &sql_dispatch_by_id);

	bind_int(&q, "id", id);
	return one(act, &q, ret);
}

enum outcome
dispatch_by_reference(struct act *act, struct str reference, struct dispatch *ret)
{
	struct query q = query_open(act->db, &sql_dispatch_by_reference);

	bind_text(&q, "reference", reference);
	return one(act, &q, ret);
}

/* Who acknowledged, and why it was sent, for who has the file open. */
static void
open_words(struct act *act, const struct vault *v, struct query *q, struct dispatch *d)
{
	struct sealed kept;

	read_sealed(act, q, &kept);
	d->vault = *v;
	opened(act, d, "dispatch.reason", kept.reason, &d->reason);
	opened(act, d, "dispatch.name", kept.name, &d->acknowledged_name);
}

/* Lists show what stands in clear columns: no card is opened, no read noted. */
static enum outcome
many(struct act *act, struct query *q, const struct vault *v, size_t max, struct dispatch **ret,
    size_t *ret_n)
{
	struct dispatch *list = arena_array(act->arena, struct dispatch, max);
	size_t n = 0;

	while (n < max && query_next(q)) {
		read_row(act, q, &list[n]);
		if (v)
			open_words(act, v, q, &list[n]);
		n++;
	}
	*ret = list;
	*ret_n = n;
	return query_close(q);
}

enum outcome
dispatch_of_incident(
    struct act *act, const struct incident *in, size_t max, struct dispatch **ret, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_dispatch_of_incident);

	bind_int(&q, "incident", in->id);
	return many(act, &q, &in->vault, max, ret, ret_n);
}

static int64_t
asked(bool b)
{
	return b ? 1 : INT_NONE;
}

enum outcome
dispatch_of_desk(struct act *act, const struct dispatch_filter *f, size_t max, size_t skip,
    struct dispatch **ret, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_dispatch_of_desk);

	bind_text(
	    &q, "desk", f->desk == ROLE_VISITOR ? (struct str){ NULL, 0 } : role_code(f->desk));
	bind_text(&q, "region", f->region);
	bind_int(&q, "reader", act->account);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "waiting", asked(f->waiting));
	bind_int(&q, "crisis", asked(f->crisis));
	bind_int(&q, "authorities", asked(f->authorities));
	bind_moment(&q, "since", f->since);
	bind_moment(&q, "until", f->until);
	bind_int(&q, "max", (int64_t)max);
	bind_int(&q, "skip", (int64_t)skip);
	return many(act, &q, NULL, max, ret, ret_n);
}

enum outcome
dispatch_next(struct act *act, struct str reference, struct str *ret)
{
	struct query q = query_open(act->db, &sql_dispatch_next);

	bind_text(&q, "reference", reference);
	if (query_next(&q))
		*ret = query_text(&q, 0, act->arena);
	return query_close(&q);
}

enum outcome
dispatch_acknowledge(struct act *act, struct dispatch *d, struct str name)
{
	struct query q = query_open(act->db, &sql_dispatch_acknowledge);

	bind_int(&q, "id", d->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_blob(&q, "name",
	    name.n ? vault_seal(&d->vault, "dispatch.name", name, act->arena)
		   : (struct str){ NULL, 0 });
	query_run(&q);
	if (q.outcome != OK)
		return q.outcome;
	if (db_changes(act->db) == 0)
		return CONFLICT; /* acknowledged already */
	d->acknowledged_at = act->now;
	d->acknowledged_name = name;
	trail_note(act->trail, "dispatch.acknowledge", "dispatch", d->reference, d->desk.s);
	return OK;
}

enum role
dispatch_role(const struct dispatch *d)
{
	enum role r = ROLE_VISITOR;

	role_from_code(d->desk.s, &r);
	return r == ROLE_FSSI || r == ROLE_ARS || r == ROLE_CORRUSS || r == ROLE_ANSSI ||
		       r == ROLE_ANSM || r == ROLE_ARMY
		   ? r
		   : ROLE_VISITOR;
}
