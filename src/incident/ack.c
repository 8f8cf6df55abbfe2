/*
 * The page behind the one-time link of a mail: opening it changes nothing, its POST
 * acknowledges, once, and says who did.
 */
#include "incident/card.h"
#include "incident/incident.h"

struct who {
	struct str ack_name;
};

static const struct field who_name = { FIELD(who, ack_name), .max = 120, .sealed = true,
	.need = REQUIRED, .autocomplete = "name" };
static const struct field *const who_asked[] = { &who_name, NULL };

static enum outcome
show(struct request *rq, const struct dispatch *d, bool done, int status)
{
	struct ack_view v = {
		.secret = rq->segment[0], .d = d, .done = done, .filled = &rq->filled
	};
	struct out *out = page_begin(rq, t(rq->lang, "ack.title"));

	page_ack(out, &v);
	return page_end(rq, status);
}

static enum outcome
open_link(struct request *rq, int status)
{
	struct act act = act_of(rq);
	struct dispatch d;
	int64_t id = 0;
	enum outcome o = onetime_peek(act.db, act.keyring, "ack", rq->segment[0], rq->now, &id);

	if (o == OK)
		o = dispatch_by_id(&act, id, &d);
	return o == OK ? show(rq, &d, false, status) : o;
}

enum outcome
ack_page(struct request *rq, void *record)
{
	struct who blank = { 0 };

	(void)record;
	form_show(who_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return open_link(rq, 200);
}

static enum outcome
ack_again(struct request *rq, void *record)
{
	(void)record;
	return open_link(rq, 422);
}

const struct form ack_form = {
	.asked = who_asked, .size = sizeof(struct who), .invalid = ack_again
};

enum outcome
ack_post(struct request *rq, void *record)
{
	const struct who *who = record;
	struct act act = act_of(rq);
	struct dispatch d;
	int64_t id = 0;
	enum outcome o = onetime_use(act.db, act.keyring, "ack", rq->segment[0], rq->now, &id);

	if (o == OK)
		o = dispatch_by_id(&act, id, &d);
	if (o == OK) {
		o = dispatch_acknowledge(&act, &d, who->ack_name);
		if (o == CONFLICT)
			o = OK;
	}
	return o == OK ? show(rq, &d, true, 200) : o;
}
