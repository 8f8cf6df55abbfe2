/* The seal and its list. */
#include "incident/seal.h"

#include "base/table.h"
#include "incident/lesson.h"
#include "incident/notice.h"
#include "incident/rules.h"

#include "incident_sql.h"

/* Of the cell, active; and does it lead? */
static enum outcome
of_cell(struct act *act, int64_t account, bool *ret_cell, bool *ret_lead)
{
	struct account acc;
	enum role role = ROLE_VISITOR;
	enum outcome o = account_by_id(act->db, act->keyring, account, act->arena, &acc);

	*ret_cell = *ret_lead = false;
	if (o == NOT_FOUND)
		return OK;
	if (o == OK && str_eq(acc.state, S("active")) && role_from_code(acc.role.s, &role)) {
		*ret_cell = access_condition(role, OBJECT_FILE, ACTION_WRITE) != NEVER;
		*ret_lead = role == ROLE_LEAD;
	}
	return o;
}

static enum outcome
insert(struct act *act, const struct incident *in, int64_t account, const char *kind,
    struct moment until, struct str reason)
{
	struct query q = query_open(act->db, &sql_access_insert);

	bind_int(&q, "incident", in->id);
	bind_int(&q, "account", account);
	bind_text(&q, "kind", str_of(kind));
	bind_int(&q, "named_by", act->account ? act->account : INT_NONE);
	bind_moment(&q, "now", act->now);
	bind_moment(&q, "until", until);
	bind_blob(&q, "body",
	    reason.n ? vault_seal(&in->vault, "access.reason", reason, act->arena)
		     : (struct str){ NULL, 0 });
	trail_note(act->trail, "incident.name", "incident", in->reference,
	    arena_printf(act->arena, "account=%lld;kind=%s", (long long)account, kind));
	return query_run(&q);
}

static void
read_row(struct act *act, const struct incident *in, struct query *q, struct access *a)
{
	a->id = query_int(q, 0);
	a->account = query_int(q, 1);
	a->kind.s = query_text(q, 2, act->arena);
	a->named_by = query_null(q, 3) ? 0 : query_int(q, 3);
	a->at = query_moment(q, 4);
	a->until = query_moment(q, 5);
	a->ended_at = query_moment(q, 6);
	a->ended_by = query_null(q, 7) ? 0 : query_int(q, 7);
	if (!query_null(q, 8))
		vault_unseal(&in->vault, "access.reason", query_blob(q, 8, act->arena), act->arena,
		    &a->reason);
	a->now = !moment_known(a->ended_at) && (!moment_known(a->until) || a->until.s > act->now.s);
}

enum outcome
access_list(struct act *act, const struct incident *in, struct access **ret, size_t *ret_n)
{
	struct access *list = arena_array(act->arena, struct access, SEAL_MANY);
	struct query q = query_open(act->db, &sql_access_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", SEAL_MANY);
	while (n < SEAL_MANY && query_next(&q))
		read_row(act, in, &q, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Sealing ==== */

static enum outcome
turn(struct act *act, struct incident *in, bool sealed, struct str reason)
{
	struct query q;
	bool saved;
	enum outcome o;

	if (in->sealed == sealed)
		return CONFLICT;
	q = query_open(act->db, &sql_incident_seal);
	bind_int(&q, "id", in->id);
	bind_int(&q, "version", in->version);
	bind_bool(&q, "sealed", sealed);
	saved = query_next(&q);
	o = query_close(&q);
	if (o != OK)
		return o;
	if (!saved)
		return CONFLICT;
	in->version++;
	in->sealed = sealed;
	trail_note(act->trail, sealed ? "incident.seal" : "incident.unseal", "incident",
	    in->reference, (struct str){ NULL, 0 });
	o = state_changed(act, in, "sealing", sealed ? S("ouvert") : S("scelle"),
	    sealed ? S("scelle") : S("ouvert"), reason);
	return o == OK ? log_add(act, in, "decision", S("interne"),
			     t(LANG_FR, sealed ? "log.sealed" : "log.unsealed"))
		       : o;
}

/* Those asked for, who follows the file and who acts, each once. */
static size_t
everybody(const struct act *act, const struct incident *in, const int64_t *account, size_t n,
    int64_t *ret)
{
	size_t kept = 0;

	for (size_t i = 0; i < n + 2 && kept < SEAL_MANY; i++) {
		int64_t one = i < n ? account[i] : i == n ? in->assignee : act->account;
		bool there = one == 0 || (i > n && str_eq(act->role, role_code(ROLE_FSSI)));

		for (size_t k = 0; k < kept; k++)
			there = there || ret[k] == one;
		if (!there)
			ret[kept++] = one;
	}
	return kept;
}

enum outcome
seal_put(struct act *act, struct incident *in, const int64_t *account, size_t n, struct str reason)
{
	int64_t *list = arena_array(act->arena, int64_t, SEAL_MANY);
	size_t many = everybody(act, in, account, n, list);
	bool led = false, cell = true;
	enum outcome o = OK;

	for (size_t i = 0; i < many && o == OK && cell; i++) {
		bool lead = false;

		o = of_cell(act, list[i], &cell, &lead);
		led = led || lead;
	}
	if (o == OK && (!cell || !led))
		o = INVALID;
	if (o == OK)
		o = turn(act, in, true, reason);
	for (size_t i = 0; i < many && o == OK; i++)
		o = insert(act, in, list[i], "named", MOMENT_NONE, reason);
	return o == OK ? lesson_review(act, in) : o;
}

static enum outcome
end(struct act *act, const struct incident *in, int64_t account)
{
	struct query q = query_open(act->db, &sql_access_end);

	bind_int(&q, "incident", in->id);
	bind_int(&q, "account", account);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "ended_by", act->account ? act->account : INT_NONE);
	return query_run(&q);
}

enum outcome
seal_lift(struct act *act, struct incident *in, struct str reason)
{
	enum outcome o = turn(act, in, false, reason);

	return o == OK ? end(act, in, INT_NONE) : o;
}

/* ==== The list ==== */

static bool
stands(const struct access *list, size_t n, int64_t account)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].account == account && list[i].now && str_eq(list[i].kind.s, S("named")))
			return true;
	return false;
}

enum outcome
seal_name(struct act *act, const struct incident *in, int64_t account, struct str reason)
{
	struct access *list;
	size_t n = 0;
	bool cell, lead;
	enum outcome o = of_cell(act, account, &cell, &lead);

	if (o == OK && !cell)
		o = INVALID;
	if (o == OK)
		o = access_list(act, in, &list, &n);
	if (o != OK || stands(list, n, account))
		return o;
	return insert(act, in, account, "named", MOMENT_NONE, reason);
}

/* Would the list be without a lead? */
static enum outcome
last_lead(struct act *act, const struct incident *in, int64_t account, bool *ret)
{
	struct access *list;
	size_t n = 0;
	bool cell, lead;
	enum outcome o = access_list(act, in, &list, &n);

	*ret = true;
	for (size_t i = 0; i < n && o == OK && *ret; i++) {
		if (!list[i].now || list[i].account == account)
			continue;
		o = of_cell(act, list[i].account, &cell, &lead);
		*ret = !lead;
	}
	return o;
}

enum outcome
seal_end(struct act *act, const struct incident *in, int64_t account)
{
	bool last = true;
	enum outcome o = last_lead(act, in, account, &last);

	if (o != OK)
		return o;
	if (last || account == in->assignee)
		return INVALID;
	o = end(act, in, account);
	if (o == OK && db_changes(act->db) == 0)
		return NOT_FOUND;
	trail_note(act->trail, "incident.unname", "incident", in->reference,
	    arena_printf(act->arena, "account=%lld", (long long)account));
	return o;
}

/* ==== In an emergency ==== */

enum outcome
seal_break(struct act *act, const struct incident *in, struct str reason)
{
	const struct table *t = table_get("sealing");
	size_t row = table_find(t, "code", S("emergency"));
	int64_t minutes = 60;
	enum outcome o;

	if (row != NOT_FOUND_ROW)
		str_int(table_cell(t, row, "minutes"), &minutes);
	trail_note(
	    act->trail, "incident.emergency", "incident", in->reference, (struct str){ NULL, 0 });
	o = insert(act, in, act->account, "emergency", (struct moment){ act->now.s + minutes * 60 },
	    reason);
	if (o == OK)
		o = log_add(act, in, "decision", S("fssi"),
		    t_fill(act->arena, LANG_FR, "log.emergency", &reason, 1));
	return o == OK ? notice_roles(act, in, S("lead|fssi"), "mail.emergency") : o;
}
