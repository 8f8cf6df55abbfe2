/*
 * Drafting what the sector might be warned of.
 *
 * It is made by a rule and from codes, so that no hand has to remember what to
 * leave out; who publishes writes the words around it.  The draft follows the
 * facts as long as it is one.
 */
#include "incident/sector.h"

#include "incident/incident.h"

#include "incident_sql.h"

/* The draft that there is; id 0: none. */
static enum outcome
find(struct act *act, const struct incident *in, struct sector_alert *ret, struct str *ret_body)
{
	struct query q = query_open(act->db, &sql_sector_find);
	struct str kept = { NULL, 0 };
	enum outcome o;

	bind_int(&q, "incident", in->id);
	if (query_next(&q)) {
		ret->id = query_int(&q, 0);
		ret->reference = query_text(&q, 1, act->arena);
		ret->state = query_text(&q, 2, act->arena);
		kept = query_blob(&q, 3, act->arena);
	}
	o = query_close(&q);
	if (o == OK && ret->id &&
	    !vault_unseal(&in->vault, "sector.body", kept, act->arena, ret_body))
		return UNAVAILABLE;
	return o;
}

static enum outcome
insert(struct act *act, const struct incident *in, struct str body)
{
	struct query q;
	struct str reference;
	enum outcome o = reference_next(act, "ALS", &reference);

	if (o != OK)
		return o;
	q = query_open(act->db, &sql_sector_insert);
	bind_text(&q, "reference", reference);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_blob(&q, "body", vault_seal(&in->vault, "sector.body", body, act->arena));
	o = query_run(&q);
	if (o != OK || db_changes(act->db) == 0)
		return o;
	trail_note(act->trail, "sector.draft", "sector_alert", reference, in->reference);
	return log_add(
	    act, in, "notification", S("interne"), t(LANG_FR, "authority.log_sector_draft"));
}

enum outcome
sector_draft(struct act *act, const struct incident *in, const struct report *r)
{
	struct sector_alert there = { 0 };
	struct str was = { NULL, 0 }, body;
	struct sheet sheet;
	struct query q;
	enum outcome o = find(act, in, &there, &was);

	sheet_make(act->arena, S("sector_alert"), S("correspondent"), r, in, &sheet);
	body = sheet_write(act->arena, &sheet);
	if (o != OK || (there.id && str_eq(was, body)))
		return o;
	if (there.id == 0)
		return insert(act, in, body);
	q = query_open(act->db, &sql_sector_update);
	bind_int(&q, "id", there.id);
	bind_moment(&q, "now", act->now);
	bind_blob(&q, "body", vault_seal(&in->vault, "sector.body", body, act->arena));
	return query_run(&q);
}

static void
read_row(struct act *act, const struct query *q, struct sector_alert *s)
{
	s->id = query_int(q, query_column(q, "id"));
	s->reference = query_text(q, query_column(q, "reference"), act->arena);
	s->incident_reference = query_text(q, query_column(q, "incident_reference"), act->arena);
	s->at = query_moment(q, query_column(q, "at"));
	s->state = query_text(q, query_column(q, "state"), act->arena);
}

enum outcome
sector_list(struct act *act, size_t max, struct sector_alert **ret, size_t *ret_n)
{
	struct sector_alert *list = arena_array(act->arena, struct sector_alert, max);
	struct query q = query_open(act->db, &sql_sector_list);
	size_t n = 0;

	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		read_row(act, &q, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
sector_by_reference(struct act *act, struct str reference, struct sector_alert *ret)
{
	struct query q = query_open(act->db, &sql_sector_by_reference);
	struct str kept, body;
	struct vault vault;
	bool found;
	enum outcome o;

	bind_text(&q, "reference", reference);
	found = query_next(&q);
	if (found) {
		read_row(act, &q, ret);
		vault.id = query_int(&q, query_column(&q, "vault"));
		kept = query_blob(&q, query_column(&q, "body"), act->arena);
	}
	o = query_close(&q);
	if (o == OK && !found)
		return NOT_FOUND;
	if (o == OK)
		o = vault_open(act->db, act->keyring, vault.id, &vault);
	if (o != OK)
		return o;
	trail_note(act->trail, "sector.read", "sector_alert", reference, (struct str){ NULL, 0 });
	return vault_unseal(&vault, "sector.body", kept, act->arena, &body) &&
		       sheet_read(act->arena, body, &ret->sheet)
		   ? OK
		   : UNAVAILABLE;
}

enum outcome
sector_list_page(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct sector_list_view v = { 0 };
	struct sector_alert *list;
	struct out *out;
	enum outcome o = sector_list(&act, SECTOR_MANY, &list, &v.n);

	(void)record;
	if (o != OK)
		return o;
	v.alert = list;
	rq->active = "/sector-alerts";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "sector.title"));
	page_sector_list(out, &v);
	return page_end(rq, 200);
}

enum outcome
sector_page(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct sector_alert s;
	struct out *out;
	enum outcome o = sector_by_reference(&act, rq->segment[0], &s);

	(void)record;
	if (o != OK)
		return o;
	rq->active = "/sector-alerts";
	page_desk(rq);
	out = page_begin(rq, s.reference);
	page_sector(out, &s);
	return page_end(rq, 200);
}
