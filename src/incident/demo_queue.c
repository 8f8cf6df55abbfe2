/*
 * What the analyst's queue remembers in the demonstration: views under a name, one
 * of them shared, and the files read last, so that these places are not empty.
 */
#include "incident/demo.h"
#include "incident/queue.h"

#include "incident_sql.h"

static enum outcome
readings(struct act *act)
{
	struct query q = query_open(act->db, &sql_reading_demo);

	bind_int(&q, "account", act->account);
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

enum outcome
demo_queue(const struct job_means *m, const struct incident_cast *cast)
{
	const struct account *analyst = cast->person(cast->context, S("analyst"));
	struct trail trail = { .arena = m->arena };
	struct act act = { .db = m->db,
		.keyring = m->keyring,
		.arena = m->arena,
		.trail = &trail,
		.now = m->now };
	enum outcome o;

	if (analyst == NULL)
		return OK;
	act.account = trail.account = analyst->id;
	act.role = trail.role = analyst->role.s;
	o = saved_keep(
	    &act, S("Rançongiciels ouverts"), S("state=open&category=RANCONGICIEL"), true);
	if (o == OK)
		o = saved_keep(&act, S("Graves, par échéance"),
		    S("state=open&severity=GRAVE&sort=due"), false);
	if (o == OK)
		o = readings(&act);
	return o == OK ? trail_write(m->db, &trail) : o;
}
