/* Conservation measures on the page of the work, for the cell and for the structure. */
#include "incident/incident.h"
#include "incident/notice.h"
#include "incident/own.h"
#include "incident/work.h"

#define CLOCK_SLACK 300

struct new_measure {
	struct code measure_kind, measure_first;
	struct moment measure_at;
	struct str measure_text;
};

static const struct field new_kind = { FIELD(new_measure, measure_kind),
	.vocabulary = "conservation", .need = REQUIRED, .input = INPUT_SELECT };
static const struct field new_first = { FIELD(new_measure, measure_first),
	.vocabulary = "measure_first", .need = REQUIRED };
static const struct field new_at = { FIELD(new_measure, measure_at), .need = REQUIRED };
static const struct field new_text = { FIELD(new_measure, measure_text), .max = 2000,
	.input = INPUT_AREA, .sealed = true };
const struct field *const work_measure_asked[] = { &new_kind, &new_first, &new_at, &new_text,
	NULL };

const struct filled *
work_measure_blank(struct request *rq)
{
	struct new_measure measure = { .measure_at = rq->now };

	return work_blank(rq, work_measure_asked, &measure);
}

static enum outcome
measure_again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, false, work_measure_asked);
}

static enum outcome
own_measure_again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, true, work_measure_asked);
}

const struct form measure_form = {
	.asked = work_measure_asked, .size = sizeof(struct new_measure), .invalid = measure_again
};
const struct form own_measure_form = { .asked = work_measure_asked,
	.size = sizeof(struct new_measure),
	.invalid = own_measure_again };

static enum outcome
measure_new(struct request *rq, struct new_measure *n, bool own)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = work_open(rq, own, &act, &in, &s);
	struct measure m = { 0 };

	if (o != OK)
		return work_closed(rq, own, o);
	if (own && !own_reads(rq, &own_measure_form, n))
		return INVALID;
	if (n->measure_at.s > rq->now.s + CLOCK_SLACK) {
		form_error(&rq->filled, &new_at, "error.future");
		return INVALID;
	}
	m = (struct measure){
		.kind = n->measure_kind, .state = n->measure_first, .text = n->measure_text
	};
	o = measure_add(&act, &in, &m, n->measure_at);
	if (o == OK && !own)
		o = notice_declarant(&act, &in, &s, "mail.measure");
	return work_back(rq, own, &in, &s, o, "#measures");
}

enum outcome
desk_measure_add(struct request *rq, void *record)
{
	return measure_new(rq, record, false);
}

enum outcome
own_measure_add(struct request *rq, void *record)
{
	return measure_new(rq, record, true);
}

/* Parameter "state". */
static enum outcome
measure_step(struct request *rq, bool own)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = work_open(rq, own, &act, &in, &s);

	if (o != OK)
		return work_closed(rq, own, o);
	str_int(rq->segment[1], &id);
	o = measure_move(&act, &in, id, param_get(&rq->params, "state"), rq->now);
	return work_back(rq, own, &in, &s, o, "#measures");
}

enum outcome
desk_measure_step(struct request *rq, void *record)
{
	(void)record;
	return measure_step(rq, false);
}

enum outcome
own_measure_step(struct request *rq, void *record)
{
	(void)record;
	return measure_step(rq, true);
}
