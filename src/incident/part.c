/*
 * Rows of a file in the database.
 *
 * Field lists are short, so the sealed ones are picked out at each call; a second
 * list beside the first was rejected, since a field that stands in neither would
 * be lost without a word.
 */
#include "incident/part.h"

#include <string.h>

#define BODY_MAX (1u << 20)
#define SEALED_MAX 16

static void
sealed_fields(const struct part *p, const struct field *ret[SEALED_MAX + 1])
{
	size_t n = 0;

	for (field_list l = p->fields; *l && n < SEALED_MAX; l++)
		if ((*l)->sealed)
			ret[n++] = *l;
	ret[n] = NULL;
}

int64_t
act_account(const struct act *act)
{
	return act->account ? act->account : INT_NONE;
}

struct str
part_seal(struct act *act, const struct vault *v, const struct part *p, const void *record)
{
	const struct field *sealed[SEALED_MAX + 1];
	struct buf b = BUF_INIT(BODY_MAX);
	struct str body;

	sealed_fields(p, sealed);
	record_write(&b, sealed, record);
	body = vault_seal(v, p->place, buf_str(&b), act->arena);
	buf_release(&b);
	return body;
}

bool
part_unseal(
    struct act *act, const struct vault *v, const struct part *p, struct str body, void *record)
{
	const struct field *sealed[SEALED_MAX + 1];
	struct str clear;

	sealed_fields(p, sealed);
	return vault_unseal(v, p->place, body, act->arena, &clear) &&
	       record_read(clear, sealed, record, act->arena);
}

static void
bind_all(struct act *act, const struct incident *in, const struct part *p, const void *record,
    struct query *q)
{
	bind_fields(q, p->fields, record);
	bind_int(q, "incident", in->id);
	if (p->place)
		bind_blob(q, "body", part_seal(act, &in->vault, p, record));
}

enum outcome
part_add(struct act *act, const struct incident *in, const struct part *p, const void *record,
    int64_t *ret_id)
{
	struct query q = query_open(act->db, p->insert);
	enum outcome o;

	bind_all(act, in, p, record, &q);
	if (query_next(&q) && ret_id)
		*ret_id = query_int(&q, 0);
	o = query_close(&q);
	if (o == OK)
		trail_note(act->trail, arena_printf(act->arena, "%s.add", p->action).p, "incident",
		    in->reference, (struct str){ NULL, 0 });
	return o;
}

enum outcome
part_save(struct act *act, const struct incident *in, const struct part *p, const void *record)
{
	struct query q = query_open(act->db, p->save);
	enum outcome o;

	bind_all(act, in, p, record, &q);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return NOT_FOUND;
	trail_note(act->trail, arena_printf(act->arena, "%s.save", p->action).p, "incident",
	    in->reference, (struct str){ NULL, 0 });
	return o;
}

enum outcome
part_list(
    struct act *act, const struct incident *in, const struct part *p, void **ret, size_t *ret_n)
{
	char *list = arena_alloc(act->arena, p->size * p->max);
	struct query q = query_open(act->db, p->list);
	size_t n = 0;
	bool sound = true;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", (int64_t)p->max);
	while (n < p->max && query_next(&q)) {
		void *record = list + n++ * p->size;

		field_clear(p->fields, record);
		query_fields(&q, p->fields, record, act->arena);
		if (p->place)
			sound = part_unseal(act, &in->vault, p,
				    query_blob(&q, query_column(&q, "body"), act->arena), record) &&
				sound;
	}
	o = query_close(&q);
	*ret = list;
	*ret_n = n;
	return o == OK && !sound ? UNAVAILABLE : o;
}

void *
part_find(void *list, size_t n, size_t size, int64_t id)
{
	for (size_t i = 0; i < n; i++) {
		char *record = (char *)list + i * size;
		int64_t own;

		memcpy(&own, record, sizeof own);
		if (own == id)
			return record;
	}
	return NULL;
}
