/*
 * Costs and losses on the page of the work.
 *
 * They are known late: a file that is over still takes them.
 */
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/work.h"

/* The newest figures are where the next ones start from. */
const struct filled *
work_loss_blank(struct request *rq, const struct loss *newest)
{
	struct loss blank = { 0 };

	field_clear(loss_asked, &blank);
	return work_blank(rq, loss_asked, newest ? newest : &blank);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, false, loss_asked);
}

static enum outcome
own_again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, true, loss_asked);
}

const struct form loss_form = {
	.asked = loss_asked, .size = sizeof(struct loss), .invalid = again
};
const struct form own_loss_form = {
	.asked = loss_asked, .size = sizeof(struct loss), .invalid = own_again
};

static enum outcome
add(struct request *rq, struct loss *l, bool own)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own ? own_open(rq, ACTION_WRITE, &act, &in, &s)
			     : desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return work_closed(rq, own, o);
	o = loss_add(&act, &in, l);
	if (o == INVALID)
		rq->filled.general = "error.loss_empty";
	return work_back(rq, own, &in, &s, o, "#losses");
}

enum outcome
desk_loss_add(struct request *rq, void *record)
{
	return add(rq, record, false);
}

enum outcome
own_loss_add(struct request *rq, void *record)
{
	return add(rq, record, true);
}
