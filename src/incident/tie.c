/*
 * Attaching, merging, splitting: who may stand under whom, and how it is written.
 *
 * A tie is written by a statement of its own (tie_write) and not by incident_save:
 * that one seals the body anew, and what is undone must be the same to the byte.
 */
#include "incident/many.h"
#include "incident/rules.h"

#include "incident_sql.h"

#define NAMES_MAX 400 /* of one deed, told in the parent's log */
#define ONE_FILE (8u << 20)

static const struct str none;

enum outcome
deed_begin(struct act *act, struct deed *ret)
{
	struct query q = query_open(act->db, &sql_deed_next);

	*ret = (struct deed){ .act = act, .arena = act->arena };
	if (query_next(&q))
		ret->id = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
knot_read(struct act *act, int64_t id, struct knot *k)
{
	struct query q = query_open(act->db, &sql_knot);
	bool found;
	enum outcome o;

	*k = (struct knot){ 0 };
	bind_int(&q, "id", id);
	found = query_next(&q);
	if (found) {
		k->id = query_int(&q, 0);
		k->reference = query_text(&q, 1, act->arena);
		k->version = query_int(&q, 2);
		k->provider = query_bool(&q, 3);
		k->tie.parent = query_id(&q, "parent");
		k->tie.kind = query_text(&q, 5, act->arena);
		k->tie.workflow = query_text(&q, 6, act->arena);
		k->tie.due_at = query_moment(&q, 7);
		k->tie.due_code = query_text(&q, 8, act->arena);
		k->tie.closed_at = query_moment(&q, 9);
		k->duplicates = query_int(&q, 10);
		k->struck = query_int(&q, 11);
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

static bool
is_duplicate(const struct knot *k)
{
	return str_eq(k->tie.kind, S("duplicate"));
}

bool
knot_may(const struct knot *k, struct str kind, const struct knot *parent)
{
	if (parent == NULL)
		return true;
	if (parent->id == k->id || is_duplicate(parent))
		return false;
	if (str_eq(kind, S("provider")))
		return parent->provider && !k->provider;
	return parent->provider == k->provider && k->duplicates == 0 && k->struck == 0;
}

/* ==== Writing ==== */

static enum outcome
write_tie(struct act *act, const struct knot *k, const struct tie *to)
{
	struct query q = query_open(act->db, &sql_tie_write);
	bool written;
	enum outcome o;

	bind_int(&q, "id", k->id);
	bind_int(&q, "version", k->version);
	bind_int(&q, "parent", to->parent ? to->parent : INT_NONE);
	bind_text(&q, "kind", to->kind);
	bind_text(&q, "workflow", to->workflow);
	bind_bool(&q, "opened", !workflow_ended(to->workflow));
	bind_moment(&q, "due_at", to->due_at);
	bind_text(&q, "due_code", to->due_code);
	bind_moment(&q, "closed_at", to->closed_at);
	written = query_next(&q);
	o = query_close(&q);
	return o == OK && !written ? CONFLICT : o;
}

/* "incident.merge": what the journal says; the rest is the event's. */
static struct str
action_code(const char *action)
{
	return str_of(action + sizeof "incident." - 1);
}

static enum outcome
write_event(struct deed *d, const struct incident *in, const struct tie *was, const struct tie *is,
    const char *action, int64_t undoes, struct str reason)
{
	struct act *act = d->act;
	struct query q = query_open(act->db, &sql_link_event_insert);

	bind_int(&q, "deed", d->id);
	bind_text(&q, "action", action_code(action));
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_int(&q, "parent_before", was->parent ? was->parent : INT_NONE);
	bind_int(&q, "parent_after", is->parent ? is->parent : INT_NONE);
	bind_text(&q, "kind_before", was->kind);
	bind_text(&q, "kind_after", is->kind);
	bind_text(&q, "workflow_before", was->workflow);
	bind_text(&q, "workflow_after", is->workflow);
	bind_moment(&q, "due_at_before", was->due_at);
	bind_moment(&q, "due_at_after", is->due_at);
	bind_text(&q, "due_code_before", was->due_code);
	bind_text(&q, "due_code_after", is->due_code);
	bind_moment(&q, "closed_at_before", was->closed_at);
	bind_moment(&q, "closed_at_after", is->closed_at);
	bind_int(&q, "undoes", undoes ? undoes : INT_NONE);
	bind_blob(&q, "body",
	    reason.n ? vault_seal(&in->vault, "link_event.reason", reason, act->arena) : none);
	return query_run(&q);
}

/* "Réuni sous INC-…", for the cell only: the other file is not the structure's. */
static enum outcome
tell(struct deed *d, const struct incident *in, const struct tie *was, const struct tie *is,
    const char *action, struct str reason)
{
	struct act *act = d->act;
	struct knot other = { 0 };
	int64_t named = is->parent ? is->parent : was->parent;
	struct str words = vocab_label("link_action", action_code(action), LANG_FR);
	enum outcome o = named ? knot_read(act, named, &other) : OK;

	if (o != OK)
		return o;
	return log_add(act, in, "decision", S("interne"),
	    arena_printf(act->arena, "%.*s : %.*s%s%.*s", PS(words), PS(other.reference),
		reason.n ? "\n" : "", PS(reason)));
}

enum outcome
knot_tie(struct deed *d, struct incident *in, const struct knot *k, const struct tie *to,
    const char *action, int64_t undoes, struct str reason)
{
	struct act *act = d->act;
	enum outcome o = in->version == k->version ? write_tie(act, k, to) : CONFLICT;

	if (o == OK)
		o = write_event(d, in, &k->tie, to, action, undoes, reason);
	if (o == OK && !str_eq(k->tie.workflow, to->workflow))
		o = state_changed(act, in, "workflow", k->tie.workflow, to->workflow, reason);
	if (o == OK)
		o = tell(d, in, &k->tie, to, action, reason);
	if (o != OK)
		return o;
	in->version++;
	in->parent = to->parent;
	in->parent_kind = to->kind;
	in->workflow.s = to->workflow;
	in->due_at = to->due_at;
	in->due_code = to->due_code;
	in->closed_at = to->closed_at;
	if (d->n++ < NAMES_MAX)
		d->names = arena_printf(
		    d->arena, "%.*s%s%.*s", PS(d->names), d->n > 1 ? ", " : "", PS(in->reference));
	trail_note(act->trail, action, "incident", in->reference,
	    arena_printf(act->arena, "deed=%lld", (long long)d->id));
	return OK;
}

enum outcome
deed_told(struct deed *d, const struct incident *parent, const char *key)
{
	return log_add(d->act, parent, "decision", S("interne"),
	    arena_printf(d->act->arena, "%.*s : %.*s", PS(t(LANG_FR, key)), PS(d->names)));
}

/* ==== The decisions ==== */

static enum outcome
read_both(struct deed *d, const struct incident *in, const struct incident *other, struct knot *k,
    struct knot *p)
{
	enum outcome o = knot_read(d->act, in->id, k);

	return o == OK ? knot_read(d->act, other->id, p) : o;
}

enum outcome
deed_attach(struct deed *d, struct incident *in, const struct incident *failure, struct str reason)
{
	struct knot k, p;
	struct tie to;
	enum outcome o = read_both(d, in, failure, &k, &p);

	if (o != OK)
		return o;
	if (!knot_may(&k, S("provider"), &p) || is_duplicate(&k) || k.tie.parent == p.id)
		return CONFLICT;
	to = k.tie;
	to.parent = p.id;
	to.kind = S("provider");
	return knot_tie(d, in, &k, &to, "incident.attach", 0, reason);
}

static enum outcome
follow(struct deed *d, int64_t id, const struct knot *into)
{
	struct incident child;
	struct knot k;
	struct tie to;
	enum outcome o = incident_load(d->act, id, &child);

	if (o == OK)
		o = knot_read(d->act, id, &k);
	if (o != OK)
		return o;
	to = k.tie;
	to.parent = into->id;
	return knot_tie(d, &child, &k, &to, "incident.follow", 0, none);
}

static enum outcome
children_of(struct act *act, const struct knot *k, struct str kind, int64_t *id, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_children_ids);

	*ret_n = 0;
	bind_int(&q, "parent", k->id);
	bind_text(&q, "kind", kind);
	while (*ret_n < CHILDREN_MAX && query_next(&q))
		id[(*ret_n)++] = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
deed_each(struct deed *d, size_t n, enum outcome (*run)(struct deed *d, size_t i, void *context),
    void *context)
{
	struct act *whole = d->act, one = *d->act;
	enum outcome o = OK;

	one.arena = arena_new(ONE_FILE);
	d->act = &one;
	for (size_t i = 0; i < n && o == OK; i++) {
		arena_reset(one.arena);
		o = run(d, i, context);
	}
	d->act = whole;
	arena_free(one.arena);
	return o;
}

struct followers {
	int64_t *id;
	const struct knot *into;
};

static enum outcome
follow_one(struct deed *d, size_t i, void *context)
{
	const struct followers *f = context;

	return follow(d, f->id[i], f->into);
}

/* Whatever stood under a file that becomes a duplicate follows it to the original. */
static enum outcome
move_children(struct deed *d, const struct knot *from, const struct knot *into, struct str kind)
{
	struct followers f = { arena_array(d->act->arena, int64_t, CHILDREN_MAX), into };
	size_t n = 0;
	enum outcome o = children_of(d->act, from, kind, f.id, &n);

	return o == OK ? deed_each(d, n, follow_one, &f) : o;
}

enum outcome
deed_merge(struct deed *d, struct incident *in, const struct incident *into, struct str reason)
{
	struct knot k, p, bare;
	struct tie to = { .due_at = MOMENT_NONE, .closed_at = d->act->now };
	enum outcome o = read_both(d, in, into, &k, &p);

	if (o != OK)
		return o;
	bare = k;
	bare.duplicates = bare.struck = 0; /* they follow */
	if (!knot_may(&bare, S("duplicate"), &p) || is_duplicate(&k) || p.tie.parent == k.id ||
	    k.duplicates + k.struck > CHILDREN_MAX)
		return CONFLICT;
	if (k.duplicates)
		o = move_children(d, &k, &p, S("duplicate"));
	if (o == OK && k.struck)
		o = move_children(d, &k, &p, S("provider"));
	to.parent = p.id;
	to.kind = S("duplicate");
	to.workflow = S("DOUBLON");
	return o == OK ? knot_tie(d, in, &k, &to, "incident.merge", 0, reason) : o;
}

/* A duplicate as it was when it was merged; its clock runs again from today. */
static enum outcome
former(struct deed *d, const struct incident *in, struct tie *to)
{
	struct query q = query_open(d->act->db, &sql_link_event_merged);
	struct link_event e = { 0 };
	bool found;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	found = query_next(&q);
	o = found ? link_event_read(&q, d->act->arena, &e) : query_close(&q);
	if (o != OK || !found)
		return o == OK ? CONFLICT : o;
	to->workflow = e.before.workflow;
	to->due_at = MOMENT_NONE; /* its clocks say: service.h */
	to->due_code = none;
	to->closed_at = workflow_ended(to->workflow) ? e.before.closed_at : MOMENT_NONE;
	return query_close(&q);
}

enum outcome
deed_split(struct deed *d, struct incident *in, struct str reason)
{
	struct knot k;
	struct tie to;
	enum outcome o = knot_read(d->act, in->id, &k);

	if (o == OK && k.tie.parent == 0)
		return CONFLICT;
	if (o != OK)
		return o;
	to = k.tie;
	to.parent = 0;
	to.kind = none;
	if (is_duplicate(&k))
		o = former(d, in, &to);
	return o == OK ? knot_tie(d, in, &k, &to, "incident.split", 0, reason) : o;
}
