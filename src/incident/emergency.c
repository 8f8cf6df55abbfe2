/*
 * Opening a sealed file in an emergency.
 *
 * At three in the morning nobody who is named may answer.  Whoever is on duty opens
 * with a reason: that names them for some hours, stands in the log, and is told to
 * the lead and the FSSI before the file is shown.  The page itself tells nothing but
 * the reference, which the queue shows to the whole cell.
 */
#include "incident/access_view.h"
#include "incident/incident.h"

#include "incident_sql.h"

struct emergency {
	struct str reason;
};

static const struct field emergency_reason = { FIELD(emergency, reason), .max = 2000, .min = 10,
	.input = INPUT_AREA, .need = REQUIRED, .sealed = true };
static const struct field *const emergency_asked[] = { &emergency_reason, NULL };

/* A sealed file that the member is not named on; 0 where there is nothing to open. */
static enum outcome
closed_file(struct request *rq, struct act *act, int64_t *ret)
{
	struct query q = query_open(rq->db, &sql_incident_seal_of);
	struct incident in = { 0 };
	bool knows = true;
	enum outcome o;

	*act = act_of(rq);
	bind_text(&q, "reference", rq->segment[0]);
	if (query_next(&q)) {
		in.id = query_int(&q, 0);
		in.sealed = query_bool(&q, 2);
	}
	o = query_close(&q);
	if (o == OK && in.id == 0)
		o = NOT_FOUND;
	if (o == OK && request_member(rq)->role != ROLE_FSSI)
		o = need_knows(act, &in, act->account, &knows);
	*ret = knows ? 0 : in.id;
	return o;
}

static bool
may(const struct request *rq)
{
	struct facts role = { 0 }; /* what the seal would refuse is the point of it */

	return access_may(request_member(rq), OBJECT_ACCESS, ACTION_CREATE, &role);
}

static enum outcome
show(struct request *rq, int status)
{
	struct emergency_view v = {
		.reference = rq->segment[0], .may = may(rq), .filled = &rq->filled
	};
	struct out *out;

	page_desk(rq);
	rq->active = "/desk";
	out = page_begin(rq, t(rq->lang, "emergency.title"));
	page_emergency(out, &v);
	return page_end(rq, status);
}

static enum outcome
emergency_show(struct request *rq, int status)
{
	struct act act;
	int64_t id = 0;
	enum outcome o = closed_file(rq, &act, &id);

	if (o == OK && id == 0)
		return reply_see_other(rq, "/desk/%.*s", PS(rq->segment[0]));
	if (o == OK)
		trail_note(act.trail, "incident.sealed", "incident", rq->segment[0],
		    (struct str){ NULL, 0 });
	return o == OK ? show(rq, status) : o;
}

enum outcome
emergency_page(struct request *rq, void *record)
{
	struct emergency blank = { 0 };

	(void)record;
	form_show(emergency_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return emergency_show(rq, 200);
}

static enum outcome
emergency_again(struct request *rq, void *record)
{
	(void)record;
	return emergency_show(rq, 422);
}

const struct form emergency_form = {
	.asked = emergency_asked, .size = sizeof(struct emergency), .invalid = emergency_again
};

enum outcome
emergency_post(struct request *rq, void *record)
{
	const struct emergency *asked = record;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = closed_file(rq, &act, &id);

	if (o == OK && !may(rq)) {
		trail_refuse(act.trail, "incident.refused", "incident", rq->segment[0],
		    (struct str){ NULL, 0 });
		o = FORBIDDEN;
	}
	if (o == OK && id) {
		o = incident_load(&act, id, &in);
		if (o == OK)
			o = seal_break(&act, &in, asked->reason);
	}
	if (o != OK)
		return o;
	reply_notice(rq, "notice.emergency");
	return reply_see_other(rq, "/desk/%.*s", PS(rq->segment[0]));
}
