/*
 * The running log (main courante) and the messages: one list, told apart by who
 * may see an entry.  Nothing is done to a file that is not noted here, so this is
 * where the cell's clocks are looked at again.
 */
#include "incident/evidence.h"
#include "incident/service.h"

#include "incident_sql.h"

/* Kinds that a person writes: observables are looked for in them (the same list
 * stands in evidence.sql). */
static const struct str own_words =
    STR_INIT("note|message|appel|courriel|retour|indicateur|releve|decision|mesure_conservatoire");

/* A word in its log is a change of the file, for those who have it before them. */
static enum outcome
touch(struct act *act, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_incident_touch);

	bind_int(&q, "id", in->id);
	bind_moment(&q, "changed_at", act->now);
	bind_int(&q, "changed_by", act->account);
	return query_run(&q);
}

enum outcome
log_add(struct act *act, const struct incident *in, const char *kind, struct str visibility,
    struct str text)
{
	struct query q = query_open(act->db, &sql_log_insert);
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_text(&q, "role", act->role);
	bind_text(&q, "kind", str_of(kind));
	bind_text(&q, "visibility", visibility);
	bind_blob(&q, "body", vault_seal(&in->vault, "log.text", text, act->arena));
	trail_note(act->trail, "incident.log", "incident", in->reference,
	    arena_printf(act->arena, "kind=%s", kind));
	o = query_run(&q);
	if (o == OK)
		o = touch(act, in);
	if (o == OK)
		o = service_refresh(act, in);
	return o == OK && str_in_set(own_words, str_of(kind)) ? evidence_ask(act, in->id) : o;
}

enum outcome
log_list(struct act *act, const struct incident *in, bool internal, size_t max,
    struct log_entry **ret, size_t *ret_n)
{
	struct log_entry *list = arena_array(act->arena, struct log_entry, max);
	struct query q = query_open(act->db, &sql_log_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_bool(&q, "internal", internal);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q)) {
		struct log_entry *e = &list[n];

		e->id = query_int(&q, 0);
		e->at = query_moment(&q, 1);
		e->account = query_int(&q, 2) == INT_NONE ? 0 : query_int(&q, 2);
		e->role = query_text(&q, 3, act->arena);
		e->kind = query_text(&q, 4, act->arena);
		e->visibility = query_text(&q, 5, act->arena);
		n += vault_unseal(
		    &in->vault, "log.text", query_blob(&q, 6, act->arena), act->arena, &e->text);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}
