/*
 * The page where a third party reads the letter and answers, behind a one-time
 * link, without account.
 *
 * Reading uses nothing up: mail gateways follow links.  What comes back is plain
 * text of bounded length, sealed in the file's vault and shown escaped.  A file
 * would be more than is asked, and a risk: whoever has one to send is called.
 */
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/vendor_view.h"

struct third_answer {
	struct str answer_text, answer_who;
};

static const struct field answer_text = { FIELD(third_answer, answer_text), .max = ANSWER_MAX,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field answer_who = { FIELD(third_answer, answer_who), .max = 200,
	.sealed = true };
static const struct field *const answer_asked[] = { &answer_text, &answer_who, NULL };

/* The journal names the third party's role; it has no account. */
static struct act
act_of_third(struct request *rq)
{
	struct act act = act_of(rq);

	act.account = 0;
	act.role = role_code(ROLE_PROVIDER);
	return act;
}

static enum outcome
show(struct request *rq, struct act *act, struct intervention_view *v, int status)
{
	struct letter_text letter = { 0 };
	struct exit_answer leaving = { 0 };
	struct told told;
	enum outcome o = told_now(act, v->k, &told);

	if (o == OK)
		o = exit_may(act, v->in, "vendor_letter", &leaving);
	if (o != OK)
		return o;
	/* The link lives for days: the file may have been sealed since. */
	if (!leaving.may && !v->done)
		return reply_problem(rq, 403, "answer.withheld");
	if (leaving.may)
		letter_write(rq->arena, v->k, &v->s->r, &told, v->in->tlp.s, &letter);
	v->letter = &letter;
	v->told = &told;
	v->secret = rq->segment[0];
	v->filled = &rq->filled;
	page_answer(page_begin(rq, t(rq->lang, "answer.title")), v);
	return page_end(rq, status);
}

static enum outcome
look(struct request *rq, int status)
{
	static const struct third_answer blank;
	struct act act = act_of_third(rq);
	struct stored_report s;
	struct incident in;
	struct intervention k;
	struct intervention_view v = { .in = &in, .s = &s, .k = &k };
	int64_t id = 0;
	enum outcome o = onetime_peek(act.db, act.keyring, "third", rq->segment[0], rq->now, &id);

	if (o == OK)
		o = intervention_by_id(&act, id, &in, &s, &k);
	if (o != OK)
		return o;
	if (status == 200)
		form_show(answer_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return show(rq, &act, &v, status);
}

enum outcome
answer_page(struct request *rq, void *record)
{
	(void)record;
	return look(rq, 200);
}

static enum outcome
answer_again(struct request *rq, void *record)
{
	(void)record;
	return look(rq, 422);
}

const struct form answer_form = {
	.asked = answer_asked, .size = sizeof(struct third_answer), .invalid = answer_again
};

enum outcome
answer_post(struct request *rq, void *record)
{
	const struct third_answer *a = record;
	struct act act = act_of_third(rq);
	struct stored_report s;
	struct incident in;
	struct intervention k;
	struct intervention_view v = { .in = &in, .s = &s, .k = &k, .done = true };
	int64_t id = 0;
	enum outcome o = onetime_use(act.db, act.keyring, "third", rq->segment[0], rq->now, &id);

	if (o == OK)
		o = intervention_by_id(&act, id, &in, &s, &k);
	if (o == OK)
		o = intervention_answer(&act, &in, &k, a->answer_text, a->answer_who);
	return o == OK ? show(rq, &act, &v, 200) : o;
}
