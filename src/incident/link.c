/* Links between two files (link.h). */
#include "incident/link.h"

#include "incident/need.h"

#include "incident_sql.h"

static struct str
sealed_reason(struct act *act, const struct incident *in, struct str reason)
{
	return reason.n ? vault_seal(&in->vault, "link.reason", reason, act->arena)
			: (struct str){ NULL, 0 };
}

static enum outcome
tell(struct act *act, const struct incident *in, const char *key, struct str kind,
    const struct incident *other)
{
	struct str arg[] = { vocab_label("link_kind", kind, LANG_FR), other->reference };

	return log_add(act, in, "decision", S("interne"), t_fill(act->arena, LANG_FR, key, arg, 2));
}

enum outcome
link_add(struct act *act, const struct incident *in, const struct incident *other, struct str kind,
    struct str reason)
{
	const struct incident *first = in->id < other->id ? in : other;
	const struct incident *second = in->id < other->id ? other : in;
	struct query q;
	bool new;
	enum outcome o;

	if (in->id == other->id)
		return CONFLICT;
	q = query_open(act->db, &sql_link_insert);
	bind_int(&q, "first", first->id);
	bind_int(&q, "second", second->id);
	bind_text(&q, "kind", kind);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_blob(&q, "body_first", sealed_reason(act, first, reason));
	bind_blob(&q, "body_second", sealed_reason(act, second, reason));
	new = query_next(&q);
	o = query_close(&q);
	if (o == OK && !new)
		return CONFLICT;
	if (o == OK)
		o = tell(act, in, "log.linked", kind, other);
	if (o == OK)
		o = tell(act, other, "log.linked", kind, in);
	trail_note(act->trail, "incident.link", "incident", in->reference, other->reference);
	return o;
}

static enum outcome
ended_or_none(struct act *act, const struct incident *in, int64_t id)
{
	struct query q = query_open(act->db, &sql_link_known);
	bool was;
	enum outcome o;

	bind_int(&q, "id", id);
	bind_int(&q, "incident", in->id);
	was = query_next(&q);
	o = query_close(&q);
	return o != OK ? o : was ? CONFLICT : NOT_FOUND;
}

enum outcome
link_end(struct act *act, const struct incident *in, int64_t id)
{
	struct query q = query_open(act->db, &sql_link_end);
	enum outcome o;

	bind_int(&q, "id", id);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return ended_or_none(act, in, id);
	trail_note(act->trail, "incident.unlink", "incident", in->reference,
	    arena_printf(act->arena, "link=%lld", (long long)id));
	return o;
}

enum outcome
link_list(struct act *act, const struct member *m, const struct incident *in, size_t max,
    struct link **ret, size_t *ret_n)
{
	struct link *list = arena_array(act->arena, struct link, max);
	struct query q = query_open(act->db, &sql_link_list);
	size_t n = 0;

	need_bind(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q)) {
		struct link *l = &list[n++];

		l->id = query_int(&q, 0);
		l->reference = query_text(&q, 1, act->arena);
		l->kind = query_text(&q, 4, act->arena);
		l->at = query_moment(&q, 5);
		l->org_name = query_text(&q, 2, act->arena);
		l->workflow.s = query_text(&q, 3, act->arena);
		if (!query_null(&q, 6))
			vault_unseal(&in->vault, "link.reason", query_blob(&q, 6, act->arena),
			    act->arena, &l->reason);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}
