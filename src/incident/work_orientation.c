/* Orientation on the page of the work: the cell proposes, the structure chooses. */
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/work.h"

/* Parameter "responder". */
enum outcome
desk_orientation_add(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = work_open(rq, false, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = orientation_add(&act, &in, &s, param_get(&rq->params, "responder"));
	/* No form to show again: what came is none of the choices of the page. */
	return work_back(rq, false, &in, &s, o == INVALID ? NOT_FOUND : o, "#orientation");
}

struct outcome_note {
	struct code orientation_result;
	struct str orientation_note;
};

static const struct field result_code = { FIELD(outcome_note, orientation_result),
	.vocabulary = "orientation_result", .need = REQUIRED };
static const struct field result_note = { FIELD(outcome_note, orientation_note), .max = 2000,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const result_asked[] = { &result_code, &result_note, NULL };

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return work_again(rq, false, result_asked);
}

const struct form orientation_form = {
	.asked = result_asked, .size = sizeof(struct outcome_note), .invalid = again
};

enum outcome
desk_orientation_end(struct request *rq, void *record)
{
	const struct outcome_note *n = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = work_open(rq, false, &act, &in, &s);

	str_int(rq->segment[1], &id);
	if (o == OK)
		o = orientation_end(&act, &in, id, n->orientation_result.s, n->orientation_note);
	return work_back(rq, false, &in, &s, o, "#orientation");
}

/* Parameters "choice" (accepted, declined) and "consent" (1). */
enum outcome
own_orientation_choose(struct request *rq, void *record)
{
	struct str choice = param_get(&rq->params, "choice");
	bool accepted = str_eq(choice, S("accepted"));
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = work_open(rq, true, &act, &in, &s);

	(void)record;
	if (o != OK)
		return work_closed(rq, true, o);
	str_int(rq->segment[1], &id);
	if (!accepted && !str_eq(choice, S("declined")))
		o = NOT_FOUND;
	if (o == OK)
		o = orientation_choose(
		    &act, &in, id, accepted, str_eq(param_get(&rq->params, "consent"), S("1")));
	if (o == OK)
		o = own_tell_cell(&act, &in, "mail.cell.orientation");
	return work_back(rq, true, &in, &s, o, "#orientation");
}
