/*
 * Messages for the gateway that calls telephones.
 *
 * They are taken one at a time under a lease and sent outside of any transaction
 * (app/ring.c): a gateway may be slow.  Killed between sending and noting, the
 * message leaves again with the same id, which is its step's.  The number of tries
 * is the lease's token, as in store/job.c.
 *
 * The link in it is made at each try: only its hash is kept, so an old one cannot
 * be written again.
 */
#include "duty/private.h"

#include "base/json.h"

#include "duty_sql.h"

#define TRIES 10
#define FIRST_DELAY 10 /* seconds, doubled at each try */
#define LAST_DELAY 300
#define BODY_MAX (16u << 10)

static struct str
body_of(const struct duty_means *m, const struct call *c, const struct duty_ring *r,
    const struct account *to, struct str link)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct json j = { .out = &b };
	struct str body;

	json_open(&j, '{');
	json_pair(&j, "id", r->id);
	json_key(&j, "exercise");
	json_bool(&j, c->rehearsal != 0);
	json_pair(&j, "to", to->phone);
	json_pair(&j, "text", call_words(m, c, to->lang, "duty.ring_text", link));
	json_pair(&j, "call", call_reference(m->arena, c->id));
	json_key(&j, "sealed");
	json_bool(&j, c->sealed);
	json_pair(&j, "reason", c->reason.s);
	json_pair(&j, "severity", c->severity.s);
	json_pair(&j, "subject", c->subject);
	json_pair(&j, "link", link);
	json_close(&j, '}');
	body = arena_dup(m->arena, buf_str(&b));
	buf_release(&b);
	return body;
}

static enum outcome
write_message(const struct duty_means *m, int64_t call, int64_t account, struct duty_ring *r)
{
	struct account to;
	struct str link;
	struct call c;
	enum outcome o = call_load(m, call, &c);

	if (o == OK)
		o = account_by_id(m->db, m->keyring, account, m->arena, &to);
	if (o == OK)
		o = call_told(m, &c, account, to.role.s, &c);
	if (o == OK)
		o = step_link(m, r->step, &link);
	if (o != OK)
		return o == NOT_FOUND ? UNAVAILABLE : o;
	r->id = arena_printf(
	    m->arena, "%.*s-%lld", PS(call_reference(m->arena, call)), (long long)r->step);
	if (to.phone.n)
		r->body = body_of(m, &c, r, &to, link);
	return OK;
}

static enum outcome
take(const struct duty_means *m, int64_t lease, struct duty_ring *ret)
{
	struct query q = query_open(m->db, &sql_step_take);
	int64_t call = 0, account = 0;
	enum outcome o;

	*ret = (struct duty_ring){ 0 };
	bind_moment(&q, "now", m->now);
	bind_int(&q, "until", m->now.s + lease);
	if (query_next(&q)) {
		ret->step = query_int(&q, 0);
		call = query_int(&q, 1);
		account = query_int(&q, 2);
		ret->tries = query_int(&q, 3);
	}
	o = query_close(&q);
	if (o == OK && ret->step == 0)
		o = NOT_FOUND;
	return o == OK ? write_message(m, call, account, ret) : o;
}

enum outcome
duty_ring_take(const struct duty_means *m, int64_t lease, struct duty_ring *ret)
{
	enum outcome o = db_begin(m->db, TXN_WRITE);

	return o == OK ? db_end(m->db, take(m, lease, ret)) : o;
}

static int64_t
delay(int64_t tries)
{
	int64_t d = FIRST_DELAY;

	while (--tries > 0 && d < LAST_DELAY)
		d *= 2;
	return d < LAST_DELAY ? d : LAST_DELAY;
}

enum outcome
duty_ring_note(
    const struct duty_means *m, const struct duty_ring *r, struct str trouble, bool forever)
{
	bool over = forever || r->tries >= TRIES;
	struct query q = query_open(m->db, trouble.n == 0 ? &sql_step_sent
					   : over	  ? &sql_step_failed
							  : &sql_step_again);

	bind_int(&q, "id", r->step);
	bind_int(&q, "tries", r->tries);
	if (trouble.n == 0)
		bind_moment(&q, "now", m->now);
	else
		bind_text(&q, "trouble", job_reason(trouble));
	if (trouble.n && !over)
		bind_int(&q, "wake", m->now.s + delay(r->tries));
	return query_run(&q);
}
