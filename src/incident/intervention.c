/*
 * Interventions in the database: rows, consents, messages.  What is done with them
 * stands in third.c.
 */
#include "incident/third.h"

#include "incident/notice.h"

#include "incident_sql.h"

static const struct field k_id = { FIELD(intervention, id) };
static const struct field k_reference = { FIELD(intervention, reference) };
static const struct field k_vendor = { FIELD(intervention, vendor) };
static const struct field k_vendor_name = { FIELD(intervention, vendor_name) };
static const struct field k_vendor_product = { FIELD(intervention, vendor_product) };
static const struct field k_state = { FIELD(intervention, state),
	.vocabulary = "intervention_state" };
static const struct field k_created_at = { FIELD(intervention, created_at) };
static const struct field k_account = { FIELD(intervention, account) };
static const struct field k_asked_at = { FIELD(intervention, asked_at) };
static const struct field k_answered_at = { FIELD(intervention, answered_at) };
static const struct field k_ended_at = { FIELD(intervention, ended_at) };
static const struct field k_remind_at = { FIELD(intervention, remind_at) };
static const struct field k_reminders = { FIELD(intervention, reminders) };
static const struct field k_waited = { FIELD(intervention, waited) };
static const struct field k_waiting_since = { FIELD(intervention, waiting_since) };
static const struct field k_question = { FIELD(intervention, question), .max = 4000,
	.input = INPUT_AREA, .sealed = true };

const struct part intervention_part = {
	.place = "intervention.body",
	.action = "intervention",
	.fields = (const struct field *const[]){ &k_id, &k_reference, &k_vendor, &k_vendor_name,
	    &k_vendor_product, &k_state, &k_created_at, &k_account, &k_asked_at, &k_answered_at,
	    &k_ended_at, &k_remind_at, &k_reminders, &k_waited, &k_waiting_since, &k_question,
	    NULL },
	.size = sizeof(struct intervention),
	.max = INTERVENTIONS_MAX,
	.insert = &sql_intervention_insert,
	.save = &sql_intervention_save,
	.list = &sql_intervention_list,
};

enum outcome
intervention_list(
    struct act *act, const struct incident *in, struct intervention **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &intervention_part, &list, ret_n);

	*ret = list;
	return o;
}

enum outcome
intervention_open(
    struct act *act, const struct incident *in, struct str reference, struct intervention *ret)
{
	struct intervention *list;
	size_t n = 0;
	enum outcome o = intervention_list(act, in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (str_eq(list[i].reference, reference)) {
			*ret = list[i];
			return OK;
		}
	return o == OK ? NOT_FOUND : o;
}

enum outcome
intervention_add(struct act *act, const struct incident *in, const struct stored_report *s,
    struct intervention *k)
{
	struct intervention *have;
	struct vendor v;
	struct str arg[2];
	size_t n = 0;
	enum outcome o = intervention_list(act, in, &have, &n);

	if (o == OK && n >= INTERVENTIONS_MAX)
		return CONFLICT;
	if (letter_names(act->arena, k->question, &s->r))
		return INVALID;
	if (o == OK)
		o = vendor_by_id(act, k->vendor, &v);
	if (o == OK)
		o = reference_next(act, "INT", &k->reference);
	if (o != OK)
		return o;
	k->state.s = S("brouillon");
	k->created_at = act->now;
	k->account = act_account(act);
	o = part_add(act, in, &intervention_part, k, &k->id);
	arg[0] = k->reference;
	arg[1] = v.name;
	if (o == OK)
		o = log_add(act, in, "action", S("structure"),
		    t_fill(act->arena, LANG_FR, "log.intervention", arg, 2));
	return o == OK ? notice_declarant(act, in, s, "mail.consent") : o;
}

/* ==== Consent ==== */

enum outcome
told_now(struct act *act, const struct intervention *k, struct told *ret)
{
	struct query q = query_open(act->db, &sql_told_now);

	*ret = (struct told){ .at = MOMENT_NONE };
	bind_int(&q, "intervention", k->id);
	if (query_next(&q))
		*ret = (struct told){ .at = query_moment(&q, 0),
			.role = query_text(&q, 1, act->arena),
			.named = query_bool(&q, 2),
			.fields = { query_text(&q, 3, act->arena) } };
	return query_close(&q);
}

static enum outcome
end_consent(struct act *act, const struct intervention *k)
{
	struct query q = query_open(act->db, &sql_told_revoke);

	bind_int(&q, "intervention", k->id);
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

static enum outcome
tell_log(struct act *act, const struct incident *in, const struct intervention *k, const char *key)
{
	struct str arg[] = { k->reference, k->vendor_name };

	return log_add(act, in, "action", S("structure"), t_fill(act->arena, LANG_FR, key, arg, 2));
}

enum outcome
told_give(struct act *act, const struct incident *in, const struct intervention *k, bool named,
    struct str fields)
{
	enum outcome o = end_consent(act, k);
	struct query q;

	if (o != OK)
		return o;
	q = query_open(act->db, &sql_told_insert);
	bind_int(&q, "intervention", k->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "role", act->role);
	bind_bool(&q, "named", named);
	bind_text(&q, "fields", fields);
	o = query_run(&q);
	trail_note(act->trail, "intervention.consent", "incident", in->reference, k->reference);
	return o == OK ? tell_log(act, in, k, named ? "log.consent_named" : "log.consent_anonymous")
		       : o;
}

enum outcome
told_revoke(struct act *act, const struct incident *in, const struct intervention *k)
{
	enum outcome o = end_consent(act, k);

	trail_note(act->trail, "intervention.revoke", "incident", in->reference, k->reference);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	return o == OK ? tell_log(act, in, k, "log.consent_revoked") : o;
}

/* ==== Messages ==== */

static const struct field m_text = { FIELD(int_message, text), .max = 60000, .input = INPUT_AREA,
	.sealed = true };
static const struct field m_who = { FIELD(int_message, who), .max = 200, .sealed = true };
static const struct part message_part = {
	.place = "intervention_message.body",
	.fields = (const struct field *const[]){ &m_text, &m_who, NULL },
};

enum outcome
intervention_say(struct act *act, const struct incident *in, const struct intervention *k,
    const struct int_message *m)
{
	struct query q = query_open(act->db, &sql_intervention_message_insert);

	bind_int(&q, "intervention", k->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "role", act->role);
	bind_text(&q, "kind", m->kind);
	bind_blob(&q, "body", part_seal(act, &in->vault, &message_part, m));
	return query_run(&q);
}

enum outcome
intervention_messages(struct act *act, const struct incident *in, const struct intervention *k,
    struct int_message **ret, size_t *ret_n)
{
	struct int_message *list = arena_array(act->arena, struct int_message, INT_MESSAGES_MAX);
	struct query q = query_open(act->db, &sql_intervention_message_list);
	bool sound = true;
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "intervention", k->id);
	bind_int(&q, "max", INT_MESSAGES_MAX);
	while (n < INT_MESSAGES_MAX && query_next(&q)) {
		struct int_message *m = &list[n++];

		m->at = query_moment(&q, 0);
		m->account = query_null(&q, 1) ? 0 : query_int(&q, 1);
		m->role = query_text(&q, 2, act->arena);
		m->kind = query_text(&q, 3, act->arena);
		sound =
		    part_unseal(act, &in->vault, &message_part, query_blob(&q, 4, act->arena), m) &&
		    sound;
	}
	*ret = list;
	*ret_n = n;
	o = query_close(&q);
	return o == OK && !sound ? UNAVAILABLE : o;
}
