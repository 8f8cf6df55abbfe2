/*
 * Messages between a desk and the cell.
 *
 * A desk has no file: it writes on its card, and what it writes stands in the
 * file's log as its own word.  What an agency says of its territory is kept as
 * declared by the agency: it changes nothing that was qualified.
 */
#include "incident/thread.h"

#include "base/table.h"
#include "incident/notice.h"

#include "incident_sql.h"

/* The little of an incident that its log needs: a desk never loads the file. */
static struct incident
file_of(const struct dispatch *d)
{
	return (struct incident){ .id = d->incident,
		.reference = d->incident_reference,
		.vault = d->vault,
		.sealed = d->sealed };
}

bool
thread_kind_may(struct str kind, struct str desk)
{
	const struct vocab_item *item = vocab_find(vocab_get("return_kind"), kind);
	struct str desks = item ? attribute(item->attributes, "desk") : (struct str){ NULL, 0 };

	while (desks.n)
		if (str_eq(str_cut(&desks, ','), desk))
			return true;
	return false;
}

static enum outcome
insert(struct act *act, const struct dispatch *d, const struct letter *l)
{
	struct query q = query_open(act->db, &sql_thread_insert);

	bind_int(&q, "dispatch", d->id);
	bind_int(&q, "incident", d->incident);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_text(&q, "role", act->role);
	bind_text(&q, "kind", l->kind.s);
	bind_bool(&q, "from_cell", l->from_cell);
	bind_bool(&q, "internal", l->internal);
	bind_text(&q, "territory", l->territory.s);
	bind_blob(&q, "body", vault_seal(&d->vault, "dispatch.message", l->text, act->arena));
	return query_run(&q);
}

static enum outcome
answered(struct act *act, const struct dispatch *d)
{
	struct query q = query_open(act->db, &sql_thread_answered);

	bind_int(&q, "dispatch", d->id);
	return query_run(&q);
}

static struct str
log_words(struct act *act, const struct dispatch *d, const struct letter *l)
{
	struct str territory =
	    l->territory.s.n
		? arena_printf(act->arena, " (%.*s %.*s)", PS(t(LANG_FR, "field.territory")),
		      PS(vocab_label("yes_no_nsp", l->territory.s, LANG_FR)))
		: (struct str){ NULL, 0 };

	return arena_printf(act->arena, "%.*s, %.*s – %.*s%.*s\n%.*s",
	    PS(vocab_label("desk", d->desk.s, LANG_FR)), PS(d->reference),
	    PS(vocab_label("return_kind", l->kind.s, LANG_FR)), PS(territory), PS(l->text));
}

enum outcome
thread_add(struct act *act, const struct dispatch *d, struct letter *l)
{
	struct incident in = file_of(d);
	enum outcome o = insert(act, d, l);

	if (o == OK && l->from_cell && !l->internal)
		o = answered(act, d);
	if (o == OK)
		o = log_add(
		    act, &in, l->internal ? "appel" : "retour", S("fssi"), log_words(act, d, l));
	if (o != OK)
		return o;
	trail_note(act->trail, "dispatch.message", "dispatch", d->reference, l->kind.s);
	if (l->internal)
		return OK;
	return l->from_cell ? notice_reply(act, d)
			    : notice_cell(act, &in, "mail.return", "authorities");
}

static void
read_row(struct act *act, const struct query *q, struct letter *l)
{
	struct arena *a = act->arena;

	l->id = query_int(q, query_column(q, "id"));
	l->at = query_moment(q, query_column(q, "at"));
	l->account = query_int(q, query_column(q, "account"));
	l->dispatch = query_text(q, query_column(q, "reference"), a);
	l->role.s = query_text(q, query_column(q, "role"), a);
	l->kind.s = query_text(q, query_column(q, "kind"), a);
	l->from_cell = query_bool(q, query_column(q, "from_cell"));
	l->internal = query_bool(q, query_column(q, "internal"));
	l->territory.s = query_text(q, query_column(q, "territory"), a);
	l->answered = query_bool(q, query_column(q, "answered"));
}

static enum outcome
many(struct act *act, struct query *q, const struct vault *v, size_t max, struct letter **ret,
    size_t *ret_n)
{
	struct letter *list = arena_array(act->arena, struct letter, max);
	size_t n = 0;

	while (n < max && query_next(q)) {
		read_row(act, q, &list[n]);
		n += vault_unseal(v, "dispatch.message",
		    query_blob(q, query_column(q, "body"), act->arena), act->arena, &list[n].text);
	}
	*ret = list;
	*ret_n = n;
	return query_close(q);
}

enum outcome
thread_of_dispatch(struct act *act, const struct dispatch *d, bool internal, size_t max,
    struct letter **ret, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_thread_of_dispatch);

	bind_int(&q, "dispatch", d->id);
	bind_bool(&q, "internal", internal);
	bind_int(&q, "max", (int64_t)max);
	return many(act, &q, &d->vault, max, ret, ret_n);
}

enum outcome
thread_of_incident(
    struct act *act, const struct incident *in, size_t max, struct letter **ret, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_thread_of_incident);

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", (int64_t)max);
	return many(act, &q, &in->vault, max, ret, ret_n);
}
