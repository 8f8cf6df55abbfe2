/*
 * Taking charge and handing back.
 *
 * The flag says that ANSSI took charge, which is what the figures count: handing
 * back leaves it, a takeover declared by mistake takes it away.  Who has the
 * incident now is the takeover that has not ended.  ANSSI acts on its card: what
 * the program reads of the file to do so is not a reading by ANSSI, so it is kept
 * out of the journal, and the deed stands there.
 */
#include "incident/takeover.h"

#include "base/json.h"
#include "incident/notice.h"
#include "incident/part.h"

#include "incident_sql.h"

static const struct field takeover_contact = { FIELD(takeover, contact), .sealed = true },
			  takeover_phone = { FIELD(takeover, phone), .sealed = true };
static const struct field *const contact_fields[] = { &takeover_contact, &takeover_phone, NULL };
static const struct part contact_part = { .place = "takeover.contact", .fields = contact_fields };

static void
read_row(struct act *act, const struct vault *v, const struct query *q, struct takeover *t)
{
	struct arena *a = act->arena;

	*t = (struct takeover){ .id = query_int(q, query_column(q, "id")),
		.at = query_moment(q, query_column(q, "at")),
		.role = { query_text(q, query_column(q, "role"), a) },
		.since = query_moment(q, query_column(q, "since")),
		.ended_at = query_moment(q, query_column(q, "ended_at")),
		.end_reason = { query_text(q, query_column(q, "end_reason"), a) } };
	part_unseal(act, v, &contact_part, query_blob(q, query_column(q, "body"), a), t);
	vault_unseal(
	    v, "takeover.end", query_blob(q, query_column(q, "end_body"), a), a, &t->end_note);
}

enum outcome
takeover_list(struct act *act, int64_t incident, const struct vault *v, size_t max,
    struct takeover **ret, size_t *ret_n)
{
	struct takeover *list = arena_array(act->arena, struct takeover, max);
	struct query q = query_open(act->db, &sql_takeover_list);
	size_t n = 0;

	bind_int(&q, "incident", incident);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		read_row(act, v, &q, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* The same act, whose readings nobody reads. */
static struct act
unseen(struct act *act)
{
	struct act a = *act;

	a.trail = arena_new_of(act->arena, struct trail);
	*a.trail =
	    (struct trail){ .arena = act->arena, .account = act->account, .role = act->role };
	return a;
}

static enum outcome
load(struct act *act, int64_t incident, struct incident *in, struct stored_report *s)
{
	enum outcome o = incident_load(act, incident, in);

	return o == OK ? incident_report(act, in, s) : o;
}

static enum outcome
flag(struct act *act, struct incident *in, struct str value)
{
	struct str before = in->taken_by_anssi.s;
	enum outcome o;

	if (str_eq(before, value))
		return OK;
	in->taken_by_anssi.s = value;
	o = incident_save(act, in, "incident.flag", S("anssi"));
	return o == OK ? state_changed(
			     act, in, "taken_by_anssi", before, value, (struct str){ NULL, 0 })
		       : o;
}

static enum outcome
insert(struct act *act, const struct incident *in, const struct takeover *who)
{
	struct query q = query_open(act->db, &sql_takeover_insert);

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "role", act->role);
	bind_moment(&q, "since", moment_known(who->since) ? who->since : act->now);
	bind_blob(&q, "body", part_seal(act, &in->vault, &contact_part, who));
	query_run(&q);
	if (q.outcome != OK)
		return q.outcome;
	return db_changes(act->db) == 0 ? CONFLICT : OK;
}

/* Both learn it: who is in charge is what everybody asks at three in the morning. */
static enum outcome
tell(struct act *act, const struct incident *in, const struct stored_report *s, struct str words,
    const char *key)
{
	enum outcome o = log_add(act, in, "prise_en_charge", S("structure"), words);

	if (o == OK)
		o = notice_declarant(act, in, s, key);
	return o == OK ? notice_cell(act, in, key, "authorities") : o;
}

enum outcome
takeover_declare(struct act *act, int64_t incident, const struct takeover *who)
{
	struct act inner = unseen(act);
	struct stored_report s;
	struct incident in;
	enum outcome o = load(&inner, incident, &in, &s);

	if (o == OK)
		o = insert(&inner, &in, who);
	if (o == OK)
		o = flag(&inner, &in, S("oui"));
	if (o == OK)
		o = tell(&inner, &in, &s,
		    arena_printf(act->arena, "%.*s %.*s%s%.*s", PS(t(LANG_FR, "takeover.log")),
			PS(who->contact), who->phone.n ? ", " : "", PS(who->phone)),
		    "mail.takeover");
	trail_note(act->trail, "takeover.declare", "incident", in.reference, act->role);
	return o;
}

enum outcome
takeover_end(struct act *act, int64_t incident, struct str reason, struct str note)
{
	struct act inner = unseen(act);
	struct stored_report s;
	struct incident in;
	struct query q;
	enum outcome o = load(&inner, incident, &in, &s);

	if (o != OK)
		return o;
	q = query_open(act->db, &sql_takeover_end);
	bind_int(&q, "incident", in.id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "reason", reason);
	bind_blob(&q, "note",
	    note.n ? vault_seal(&in.vault, "takeover.end", note, act->arena)
		   : (struct str){ NULL, 0 });
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	if (o == OK && str_eq(reason, S("mistake")))
		o = flag(&inner, &in, S("non"));
	if (o == OK)
		o = tell(&inner, &in, &s,
		    arena_printf(act->arena, "%.*s %.*s%s%.*s", PS(t(LANG_FR, "takeover.log_end")),
			PS(vocab_label("takeover_end", reason, LANG_FR)), note.n ? ". " : "",
			PS(note)),
		    "mail.takeover_end");
	trail_note(act->trail, "takeover.end", "incident", in.reference, reason);
	return o;
}
