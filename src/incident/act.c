/*
 * Who acts, with which means; references; opening a file for a member.
 */
#include "incident/need.h"

#include <stdio.h>

#include "incident_sql.h"

struct act
act_of(struct request *rq)
{
	return (struct act){
		.db = rq->db,
		.keyring = web_config(rq->web)->keyring,
		.arena = rq->arena,
		.trail = &rq->trail,
		.now = rq->now,
		.account = rq->visitor.account,
		.role = rq->visitor.role,
		.lang = rq->lang,
		.public_url = web_config(rq->web)->public_url,
		.page = rq->route ? rq->route->path : NULL,
	};
}

enum outcome
reference_next(struct act *act, const char *kind, struct str *ret)
{
	struct query q = query_open(act->db, &sql_sequence_next);
	int year = moment_civil(act->now, ZONE_PARIS).year;
	int digits = str_eq(str_of(kind), S("CAM")) ? 3 : 6; /* there are few campaigns */

	bind_text(&q, "name", str_of(kind));
	bind_int(&q, "year", year);
	if (query_next(&q))
		*ret = arena_printf(
		    act->arena, "%s-%d-%0*lld", kind, year, digits, (long long)query_int(&q, 0));
	return query_close(&q);
}

enum outcome
file_open(struct request *rq, enum object object, enum action action, struct str reference,
    struct act *act, struct incident *ret_in, struct stored_report *ret_rep)
{
	struct facts facts;
	enum outcome o;

	*act = act_of(rq);
	o = incident_by_reference(act, reference, ret_in);
	if (o == OK)
		o = incident_report(act, ret_in, ret_rep);
	if (o == OK)
		o = need_facts(act, request_member(rq), ret_in, ret_rep, &facts);
	if (o != OK)
		return o;
	if (access_may(request_member(rq), object, action, &facts))
		return OK;
	trail_refuse(
	    act->trail, "incident.refused", "incident", ret_in->reference, (struct str){ NULL, 0 });
	return object == OBJECT_OWN_FILE ? NOT_FOUND : FORBIDDEN;
}
