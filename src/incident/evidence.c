/*
 * Observables of a file in the database.
 *
 * A value is written once a file, by its blind index; each place where it was seen
 * is a row beside it.  What is on a list of common values is kept all the same: an
 * analyst may know better than a list.
 */
#include "incident/evidence.h"

#include "base/table.h"
#include "incident/need.h"
#include "incident/part.h"

#include "incident_sql.h"

#define SOURCES_MAX 5000
#define ELSEWHERE_MAX 500

static const struct field observed_id = { FIELD(observed, id) };
static const struct field observed_kind = { FIELD(observed, kind), .vocabulary = "observable" };
static const struct field observed_blind = { FIELD(observed, blind) };
static const struct field observed_state = { FIELD(observed, state),
	.vocabulary = "observable_state" };
static const struct field observed_listed = { FIELD(observed, listed) };
static const struct field observed_tlp = { FIELD(observed, tlp), .vocabulary = "tlp" };
static const struct field observed_pap = { FIELD(observed, pap), .vocabulary = "pap" };
static const struct field observed_first = { FIELD(observed, first_seen) };
static const struct field observed_last = { FIELD(observed, last_seen) };
static const struct field observed_decided = { FIELD(observed, decided_at) };
static const struct field observed_by = { FIELD(observed, decided_by) };
static const struct field observed_value = { FIELD(observed, value), .max = OBSERVABLE_MAX,
	.sealed = true };

static const struct part observed_part = {
	.place = "observable.body",
	.action = "observable",
	.fields = (const struct field *const[]){ &observed_id, &observed_kind, &observed_blind,
	    &observed_state, &observed_listed, &observed_tlp, &observed_pap, &observed_first,
	    &observed_last, &observed_decided, &observed_by, &observed_value, NULL },
	.size = sizeof(struct observed),
	.max = OBSERVED_MAX,
	.insert = &sql_observable_insert,
	.list = &sql_observable_list,
};

/* ==== Bounds ==== */

struct str
evidence_word(const char *code)
{
	const struct table *t = table_get("evidence");
	size_t row = table_find(t, "code", str_of(code));

	return row == NOT_FOUND_ROW ? (struct str){ NULL, 0 } : table_cell(t, row, "value");
}

int64_t
evidence_bound(const char *code)
{
	int64_t n = 0;

	str_int(evidence_word(code), &n);
	return n;
}

/* ==== Reading ==== */

enum outcome
observed_list(struct act *act, const struct incident *in, struct observed **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &observed_part, &list, ret_n);

	*ret = list;
	return o;
}

enum outcome
observed_sources(
    struct act *act, const struct incident *in, struct observed_source **ret, size_t *ret_n)
{
	struct observed_source *list = arena_array(act->arena, struct observed_source, SOURCES_MAX);
	struct query q = query_open(act->db, &sql_observable_source_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", SOURCES_MAX);
	while (n < SOURCES_MAX && query_next(&q))
		list[n++] = (struct observed_source){ .observable = query_int(&q, 0),
			.source = query_text(&q, 1, act->arena),
			.ref = query_int(&q, 2) };
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
observed_elsewhere(struct act *act, const struct member *m, const struct incident *in,
    struct observed_elsewhere **ret, size_t *ret_n)
{
	struct observed_elsewhere *list =
	    arena_array(act->arena, struct observed_elsewhere, ELSEWHERE_MAX);
	struct query q = query_open(act->db, &sql_observable_elsewhere);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", ELSEWHERE_MAX);
	need_bind(&q, m, act->now);
	while (n < ELSEWHERE_MAX && query_next(&q))
		list[n++] = (struct observed_elsewhere){ .observable = query_int(&q, 0),
			.reference = query_text(&q, 1, act->arena),
			.org_name = query_text(&q, 2, act->arena),
			.received_at = query_moment(&q, 3) };
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Writing ==== */

enum outcome
observe_begin(struct act *act, const struct incident *in, struct observing *ret)
{
	struct query q = query_open(act->db, &sql_observable_count);
	int64_t room = evidence_bound("observables");
	enum outcome o;

	if (room > OBSERVED_MAX)
		room = OBSERVED_MAX;
	bind_int(&q, "incident", in->id);
	if (query_next(&q))
		room -= query_int(&q, 0);
	o = query_close(&q);
	*ret = (struct observing){
		.act = act, .in = in, .state = { S("propose") }, .room = room > 0 ? (size_t)room : 0
	};
	return o;
}

void
observe_end(struct observing *ob)
{
	warninglist_free(ob->lists);
}

static enum outcome
add_source(struct observing *ob, int64_t id)
{
	struct query q = query_open(ob->act->db, &sql_observable_source_insert);

	bind_int(&q, "observable", id);
	bind_text(&q, "source", str_of(ob->source));
	bind_int(&q, "ref", ob->ref);
	return query_run(&q);
}

/* Marked as the file is; what nobody marked stays among those who treat it. */
static struct observed
made(const struct observing *ob, const struct observable *o)
{
	const struct act *act = ob->act;
	bool decided = !str_eq(ob->state.s, S("propose"));
	struct str kind = observable_code(o->kind);
	struct str key = arena_printf(act->arena, "%.*s:%.*s", PS(kind), PS(o->value));

	return (struct observed){ .id = INT_NONE,
		.kind = { kind },
		.blind = keyring_blind(act->keyring, "observable", key, act->arena),
		.state = ob->state,
		.listed = arena_dup(act->arena, warninglist_name(ob->lists, o->kind, o->value)),
		.tlp = ob->in->tlp.s.n ? ob->in->tlp : (struct code){ S("TLP:AMBER") },
		.pap = ob->in->pap.s.n ? ob->in->pap : (struct code){ S("PAP:AMBER") },
		.first_seen = act->now,
		.last_seen = act->now,
		.decided_at = decided ? act->now : MOMENT_NONE,
		.decided_by = decided ? act_account(act) : INT_NONE,
		.value = arena_dup(act->arena, o->value) };
}

/* A value that comes again takes no room: counting too many is on the safe side. */
enum outcome
observe_one(struct observing *ob, const struct observable *o)
{
	struct observed one;
	int64_t id = 0;

	if (ob->room == 0) {
		ob->full = true;
		return OK;
	}
	if (ob->lists == NULL)
		ob->outcome = warninglist_load(ob->act->db, &ob->lists);
	if (ob->outcome != OK)
		return ob->outcome;
	one = made(ob, o);
	ob->outcome = part_add(ob->act, ob->in, &observed_part, &one, &id);
	if (ob->outcome == OK)
		ob->outcome = add_source(ob, id);
	ob->room--;
	ob->found++;
	return ob->outcome;
}

static bool
observe(void *context, const struct observable *o)
{
	struct observing *ob = context;

	return observe_one(ob, o) == OK && !ob->full;
}

enum outcome
observe_text(struct observing *ob, struct str text)
{
	observable_scan(text, observe, ob);
	return ob->outcome;
}

/* ==== Deciding ==== */

enum outcome
observed_decide(struct act *act, const struct incident *in, struct str state, struct str tlp,
    const int64_t *id, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct query q = query_open(act->db, &sql_observable_decide);
		enum outcome o;

		bind_int(&q, "id", id[i]);
		bind_int(&q, "incident", in->id);
		bind_text(&q, "state", state);
		bind_text(&q, "tlp", tlp);
		bind_moment(&q, "now", act->now);
		bind_int(&q, "account", act_account(act));
		o = query_run(&q);
		if (o == OK && db_changes(act->db) == 0)
			o = NOT_FOUND;
		if (o != OK)
			return o;
	}
	trail_note(act->trail, "observable.decide", "incident", in->reference,
	    arena_printf(act->arena, "state=%.*s n=%zu", PS(state), n));
	return OK;
}
