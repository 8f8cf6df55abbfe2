/* What work does for the incident domain. */
#include "incident/decision.h"
#include "incident/evidence.h"
#include "incident/incident.h"
#include "incident/remind.h"
#include "incident/routing.h"
#include "incident/rules.h"
#include "incident/wake.h"

#include "incident_sql.h"

struct act
act_of_job(const struct job_means *m)
{
	struct trail *trail = arena_new_of(m->arena, struct trail);

	trail->arena = m->arena;
	trail->role = S("work");
	return (struct act){ .db = m->db,
		.keyring = m->keyring,
		.arena = m->arena,
		.trail = trail,
		.now = m->now,
		.role = S("work"),
		.public_url = m->public_url };
}

enum outcome
incident_route_job(const struct job_means *m, struct str argument)
{
	struct act act = act_of_job(m);
	int64_t id;
	enum outcome o;

	if (!str_int(argument, &id))
		return INVALID;
	o = routing_run(&act, id);
	return o == OK ? trail_write(m->db, act.trail) : o;
}

enum outcome
incident_observe_job(const struct job_means *m, struct str argument)
{
	struct act act = act_of_job(m);
	struct incident in;
	int64_t id;
	enum outcome o;

	if (!str_int(argument, &id))
		return INVALID;
	o = incident_load(&act, id, &in);
	if (o == OK)
		o = evidence_run(&act, &in);
	return o == OK ? trail_write(m->db, act.trail) : o;
}

/* One draft: its rows, its blobs by their vault's erasure, its vault. */
static enum outcome
erase_draft(struct act *act, int64_t id, int64_t vault)
{
	struct query q = query_open(act->db, &sql_attachment_delete_all);
	enum outcome o;

	bind_int(&q, "report", id);
	o = query_run(&q);
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_report_delete_draft);
	bind_int(&q, "id", id);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT; /* it was received: its key stays */
	return o == OK ? vault_erase(act->db, vault) : o;
}

enum outcome
incident_sweep_drafts(const struct job_means *m, struct moment older_than)
{
	struct act act = act_of_job(m);
	struct query q = query_open(m->db, &sql_report_drafts_older);
	int64_t id[100], vault[100];
	size_t n = 0;
	enum outcome o;

	bind_moment(&q, "before", older_than);
	while (n < 100 && query_next(&q)) {
		id[n] = query_int(&q, 0);
		vault[n++] = query_int(&q, 1);
	}
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++)
		o = erase_draft(&act, id[i], vault[i]);
	return o;
}

enum outcome
incident_wake(const struct job_means *m, int64_t *ret_n)
{
	struct act act = act_of_job(m);
	enum outcome o = db_begin(m->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = wake_late(&act, ret_n);
	if (o == OK && act.trail->n)
		o = trail_write(m->db, act.trail);
	return db_end(m->db, o);
}

struct str
incident_rules_check(struct arena *a)
{
	const char *wrong = decision_check();
	struct str rule = { NULL, 0 };

	if (wrong)
		return arena_printf(a, "table 'four_eyes': %s", wrong);
	rule = rules_check(a);
	return rule.n ? rule : remind_check(a);
}
