/*
 * Views of the queue under a name.
 *
 * The address stays the truth: what is kept is the query of an address, by its known
 * parameters alone, so that a view can do nothing that its link could not.  A name is
 * free text and may hold a structure's: it is sealed with the address by the vault of
 * whoever typed it, and goes with that account.
 */
#include "incident/incident.h"
#include "incident/queue.h"

#include "incident_sql.h"

#define VIEWS_MAX 40
#define BODY_MAX 8192

struct kept {
	struct str view_name, query;
	bool view_shared, view_chosen;
};

static const struct field kept_name = { FIELD(kept, view_name), .max = 60, .need = REQUIRED,
	.sealed = true };
static const struct field kept_shared = { FIELD(kept, view_shared) };
static const struct field kept_chosen = { FIELD(kept, view_chosen) };
static const struct field kept_query = { FIELD(kept, query), .max = 4000 };
static const struct field *const asked[] = { &kept_name, &kept_shared, &kept_chosen, NULL };
static const struct field *const body[] = { &kept_name, &kept_query, NULL };

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	if (!params_parse(param_get(&rq->params, "view"), &rq->query, rq->arena))
		rq->query = (struct params){ 0 };
	return queue_show(rq, 422);
}

const struct form saved_form = { .asked = asked, .size = sizeof(struct kept), .invalid = again };

/* ==== Sealed ==== */

static enum outcome
owner_vault(struct act *act, int64_t account, struct vault *ret)
{
	struct account acc;
	enum outcome o = account_by_id(act->db, act->keyring, account, act->arena, &acc);

	return o == OK ? vault_open(act->db, act->keyring, acc.vault, ret) : o;
}

static enum outcome
seal(struct act *act, const struct kept *k, struct str *ret)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct vault v;
	enum outcome o = owner_vault(act, act->account, &v);

	if (o != OK)
		return o;
	record_write(&b, body, k);
	*ret = vault_seal(&v, "saved_filter.body", buf_str(&b), act->arena);
	vault_wipe(&v);
	buf_release(&b);
	return OK;
}

/* A row as read, before its vault is open. */
struct row {
	int64_t id, account;
	bool shared, chosen;
	struct str sealed;
};

/* False: its owner's vault is gone. */
static bool
unseal(struct act *act, const struct row *r, struct saved *ret)
{
	struct kept k = { 0 };
	struct str clear;
	struct vault v;
	bool good;

	if (owner_vault(act, r->account, &v) != OK)
		return false;
	good = vault_unseal(&v, "saved_filter.body", r->sealed, act->arena, &clear) &&
	       record_read(clear, body, &k, act->arena);
	vault_wipe(&v);
	*ret = (struct saved){ .id = r->id,
		.name = k.view_name,
		.query = k.query,
		.href = arena_printf(act->arena, "/desk?%.*s", PS(k.query)),
		.mine = r->account == act->account,
		.shared = r->shared,
		.chosen = r->chosen && r->account == act->account };
	return good;
}

static size_t
read_rows(struct query *q, struct row *row, size_t max, struct arena *a)
{
	size_t n = 0;

	for (; n < max && query_next(q); n++)
		row[n] = (struct row){ query_int(q, 0), query_int(q, 1), query_bool(q, 2),
			query_bool(q, 3), query_blob(q, 4, a) };
	return n;
}

/* ==== Read ==== */

static enum outcome
total(struct request *rq, struct saved *s)
{
	struct params p = { 0 };
	struct queue_filter f;

	if (!params_parse(s->query, &p, rq->arena))
		return OK;
	f = queue_filter_of(&p);
	return queue_total(rq, &f, &s->total);
}

enum outcome
saved_list(struct request *rq, struct queue_view *v)
{
	struct saved *list = arena_array(rq->arena, struct saved, VIEWS_MAX);
	struct row *row = arena_array(rq->arena, struct row, VIEWS_MAX);
	struct query q = query_open(rq->db, &sql_saved_list);
	struct act act = act_of(rq);
	enum outcome o;
	size_t n;

	bind_int(&q, "account", rq->visitor.account);
	bind_int(&q, "max", VIEWS_MAX);
	n = read_rows(&q, row, VIEWS_MAX, rq->arena);
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < n; i++) {
		if (!unseal(&act, &row[i], &list[v->n_saved]))
			continue;
		o = total(rq, &list[v->n_saved]);
		v->n_mine += list[v->n_saved++].mine;
	}
	v->saved = list;
	return o;
}

enum outcome
saved_chosen(struct request *rq, struct str *ret)
{
	struct query q = query_open(rq->db, &sql_saved_chosen);
	struct act act = act_of(rq);
	struct saved s;
	struct row row;
	enum outcome o;
	size_t n;

	bind_int(&q, "account", rq->visitor.account);
	n = read_rows(&q, &row, 1, rq->arena);
	o = query_close(&q);
	if (o == OK && n && unseal(&act, &row, &s))
		*ret = s.query;
	return o;
}

/* ==== Kept and removed ==== */

static enum outcome
room(struct request *rq)
{
	struct query q = query_open(rq->db, &sql_saved_count);
	int64_t n = 0;
	enum outcome o;

	bind_int(&q, "account", rq->visitor.account);
	if (query_next(&q))
		n = query_int(&q, 0);
	o = query_close(&q);
	if (o == OK && n >= queue_value("saved")) {
		form_error(&rq->filled, &kept_name, "error.view_full");
		o = INVALID;
	}
	return o;
}

static enum outcome
insert(struct act *act, const struct kept *k, struct str sealed)
{
	struct query q;
	int64_t id = 0;
	enum outcome o = OK;

	if (k->view_chosen) {
		q = query_open(act->db, &sql_saved_unchoose);
		bind_int(&q, "account", act->account);
		o = query_run(&q);
	}
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_saved_insert);
	bind_int(&q, "account", act->account);
	bind_bool(&q, "shared", k->view_shared);
	bind_bool(&q, "chosen", k->view_chosen);
	bind_moment(&q, "now", act->now);
	bind_blob(&q, "body", sealed);
	if (query_next(&q))
		id = query_int(&q, 0);
	o = query_close(&q);
	trail_note(act->trail, "queue.view", "saved_filter",
	    arena_printf(act->arena, "%lld", (long long)id),
	    arena_printf(act->arena, "shared=%d", k->view_shared));
	return o;
}

enum outcome
saved_keep(struct act *act, struct str name, struct str query, bool shared)
{
	struct kept k = { .view_name = name, .query = query, .view_shared = shared };
	struct str sealed;
	enum outcome o = seal(act, &k, &sealed);

	return o == OK ? insert(act, &k, sealed) : o;
}

enum outcome
saved_add(struct request *rq, void *record)
{
	struct kept *k = record;
	struct act act = act_of(rq);
	struct params view = { 0 };
	struct queue_filter f;
	struct str sealed;
	enum outcome o = room(rq);

	if (o != OK)
		return o;
	(void)params_parse(param_get(&rq->params, "view"), &view, rq->arena);
	f = queue_filter_of(&view);
	k->query = queue_address(rq->arena, &f);
	o = seal(&act, k, &sealed);
	if (o == OK)
		o = insert(&act, k, sealed);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.view_saved");
	return reply_see_other(rq, "/desk?%.*s", PS(k->query));
}

enum outcome
saved_remove(struct request *rq, void *record)
{
	struct query q = query_open(rq->db, &sql_saved_remove);
	int64_t id = 0;
	enum outcome o;

	(void)record;
	str_int(rq->segment[0], &id);
	bind_int(&q, "id", id);
	bind_int(&q, "account", rq->visitor.account);
	o = query_run(&q);
	if (o == OK && db_changes(rq->db) == 0)
		return NOT_FOUND;
	trail_note(&rq->trail, "queue.view_removed", "saved_filter",
	    arena_printf(rq->arena, "%lld", (long long)id), (struct str){ NULL, 0 });
	reply_notice(rq, "notice.view_removed");
	return o == OK ? reply_see_other(rq, "/desk?state=open") : o;
}

/* As it was typed, where the page is drawn again for it; blank otherwise. */
void
saved_fields(struct out *o, const struct queue_view *v)
{
	const struct filled *f = v->filled;
	struct filled *own = arena_new_of(o->arena, struct filled);
	static const struct kept blank;
	bool typed = false;

	for (size_t i = 0; i < f->n; i++)
		typed = typed || f->typed[i].field == &kept_name;
	if (!typed)
		form_show(asked, &blank, own, o->zone, o->arena);
	for (size_t i = 0; asked[i]; i++)
		form_field(o, typed ? f : own, asked[i]);
}
