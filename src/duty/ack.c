/*
 * Answering without signing in: the page behind the one-time link of a message.
 *
 * The page only shows; its POST answers, in the name of the person whom the
 * message rang (gateways follow links: design.md §8.3).  It tells what the message
 * told: nothing of the file is behind it.
 */
#include "duty/private.h"

static enum outcome
find(const struct duty_means *m, int64_t step, struct call *c, int64_t *ret_account)
{
	int64_t call = 0;
	enum outcome o = step_load(m, step, &call, ret_account);

	return o == OK ? call_load(m, call, c) : o;
}

/* As it may be told to the person whom the message rang. */
static enum outcome
tell(const struct duty_means *m, int64_t account, struct call *c)
{
	struct account to;
	enum outcome o = account_by_id(m->db, m->keyring, account, m->arena, &to);

	return o == OK ? call_told(m, c, account, to.role.s, c) : o;
}

static enum outcome
show(struct request *rq, const struct call *c, bool done)
{
	struct duty_ack_view v = { .secret = rq->segment[0],
		.c = c,
		.done = done,
		.reference = call_reference(rq->arena, c->id),
		.subject_path = call_subject_path(rq->arena, c) };
	struct out *out = page_begin(rq, t(rq->lang, "duty.ack_title"));

	page_duty_ack(out, &v);
	return page_end(rq, 200);
}

enum outcome
duty_ack_page(struct request *rq, void *record)
{
	struct duty_means m = duty_means_of(rq);
	struct call c;
	int64_t step = 0, account = 0;
	enum outcome o = onetime_peek(m.db, m.keyring, "call", rq->segment[0], rq->now, &step);

	(void)record;
	if (o == OK)
		o = find(&m, step, &c, &account);
	if (o == OK)
		o = tell(&m, account, &c);
	return o == OK ? show(rq, &c, false) : o;
}

enum outcome
duty_ack(struct request *rq, void *record)
{
	struct duty_means m = duty_means_of(rq);
	struct call c;
	int64_t step = 0, account = 0;
	enum outcome o = onetime_use(m.db, m.keyring, "call", rq->segment[0], rq->now, &step);

	(void)record;
	if (o == OK)
		o = find(&m, step, &c, &account);
	m.account = account;
	if (o == OK)
		o = call_answer(&m, &c);
	/* A colleague was faster, or it is over: the page tells which. */
	if (o == CONFLICT)
		o = OK;
	if (o == OK)
		o = call_load(&m, c.id, &c);
	if (o == OK)
		o = tell(&m, account, &c);
	return o == OK ? show(rq, &c, true) : o;
}
