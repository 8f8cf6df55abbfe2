/*
 * Climbing: one transaction a rung.
 *
 * In it stand the steps of the rung, their mails in the outbox, and the date of
 * the next rung: killed before the commit, nothing was done and the rung is played
 * again; after it, all is there.  The row of the call is locked meanwhile, so two
 * workers never play the same rung.
 *
 * The desk may open or close while a call climbs: the ladder is chosen again at
 * each rung, and the other one is begun from its foot.  Rejected: planning the
 * whole ladder at the opening of the call (the rota of half an hour later would be
 * guessed, and a person who answered would have to be unplanned).
 */
#include "duty/private.h"

#include "base/log.h"

#include "duty_sql.h"

#define RUNGS_MAX 100 /* of one sweep: the rest waits for the next one */
#define POSTPONED 60
#define LATER 3600 /* a ladder without rungs is looked at again */

/* ==== One step ==== */

static enum outcome
step_insert(const struct duty_means *m, const struct call *c, const struct rung *r,
    struct str channel, const struct account *to, int64_t *ret)
{
	bool mail = str_eq(channel, S("mail"));
	struct query q = query_open(m->db, &sql_step_insert);

	bind_int(&q, "call", c->id);
	bind_int(&q, "round", c->round);
	bind_int(&q, "rung", r->order);
	bind_text(&q, "who", r->who);
	bind_text(&q, "channel", channel);
	bind_int(&q, "account", to ? to->id : INT_NONE);
	bind_moment(&q, "now", m->now);
	bind_text(&q, "state", !to ? S("nobody") : mail ? S("queued") : S("waiting"));
	bind_moment(&q, "wake", to && !mail ? m->now : MOMENT_NONE);
	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

static enum outcome
step_mailed(const struct duty_means *m, int64_t step, int64_t mail)
{
	struct query q = query_open(m->db, &sql_step_mailed);

	bind_int(&q, "id", step);
	bind_int(&q, "mail", mail);
	return query_run(&q);
}

/* An address that no mail can be sent to: the rung goes on without this step. */
static enum outcome
step_refused(const struct duty_means *m, int64_t step)
{
	struct query q = query_open(m->db, &sql_step_refused);

	bind_int(&q, "id", step);
	bind_text(&q, "trouble", S("the address cannot be sent to"));
	return query_run(&q);
}

static enum outcome
ring(const struct duty_means *m, const struct call *c, const struct rung *r, struct str channel,
    const struct account *to)
{
	int64_t step = 0, mail = 0;
	enum outcome o = step_insert(m, c, r, channel, to, &step);

	if (o != OK || to == NULL || !str_eq(channel, S("mail")))
		return o;
	o = step_mail(m, c, step, to, &mail);
	if (o == INVALID)
		return step_refused(m, step);
	return o == OK ? step_mailed(m, step, mail) : o;
}

/* ==== One rung ==== */

static enum outcome
climbed(const struct duty_means *m, const struct call *c)
{
	struct query q = query_open(m->db, &sql_call_climbed);

	bind_int(&q, "id", c->id);
	bind_text(&q, "ladder", c->ladder.s.n ? c->ladder.s : S("-"));
	bind_int(&q, "rung", c->rung);
	bind_int(&q, "round", c->round);
	bind_moment(&q, "next_at", c->next_at);
	bind_bool(&q, "reached_fssi", c->reached_fssi);
	return query_run(&q);
}

static enum outcome
ring_all(const struct duty_means *m, struct call *c, const struct rung *r)
{
	struct account *person;
	size_t n = 0;
	enum outcome o = rung_people(m, r, &person, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		for (struct str rest = r->channels; rest.n && o == OK;)
			o = ring(m, c, r, str_cut(&rest, '|'), &person[i]);
	if (o == OK && n == 0)
		o = ring(m, c, r, S("none"), NULL);
	if (o != OK)
		return o;
	c->reached_fssi = c->reached_fssi || (n && str_eq(r->who, S("fssi")));
	/* Nobody stands here: the next at once, unless the whole ladder is empty. */
	c->next_at.s = m->now.s + (n || r->last ? (r->minutes * 60 + c->pace - 1) / c->pace : 0);
	trail_note(m->trail, "call.ring", "call", call_reference(m->arena, c->id),
	    arena_printf(
		m->arena, "round=%lld;who=%.*s;people=%zu", (long long)c->round, PS(r->who), n));
	return climbed(m, c);
}

/* Not at this hour: it waits for the opening. */
static enum outcome
hold(const struct duty_means *m, struct call *c)
{
	c->next_at = calendar_turn(m->now);
	if (!moment_known(c->next_at))
		c->next_at.s = m->now.s + LATER;
	return climbed(m, c);
}

static enum outcome
play(const struct duty_means *m, struct call *c)
{
	bool office = calendar_office(m->now) && !c->rehearsal;
	struct str ladder = office ? S("office") : S("night");
	struct rung r;

	if (!c->rehearsal && !duty_rings(c->reason.s, m->now))
		return hold(m, c);
	if (!str_eq(c->ladder.s, ladder))
		c->rung = 0;
	c->ladder.s = ladder;
	if (!ladder_above(ladder, c->rung, &r)) {
		if (c->rehearsal)
			return rehearsal_end(m, c);
		c->round++;
		if (!ladder_above(ladder, 0, &r)) {
			log_warn("the ladder '%.*s' has no rung", PS(ladder));
			c->next_at.s = m->now.s + LATER;
			return climbed(m, c);
		}
	}
	c->rung = r.order;
	return ring_all(m, c, &r);
}

/* One that cannot be played must not keep those behind it from ringing. */
static enum outcome
postpone(const struct duty_means *m, const struct call *c, enum outcome why)
{
	struct query q = query_open(m->db, &sql_call_postponed);

	log_warn("call %lld, round %lld, rung %lld: %s %s", (long long)c->id, (long long)c->round,
	    (long long)c->rung, outcome_name(why), db_trouble(m->db));
	trail_undo(m->trail);
	bind_int(&q, "id", c->id);
	bind_int(&q, "next_at", m->now.s + POSTPONED);
	return query_run(&q);
}

/* OK: one was played; NOT_FOUND: none is due. */
static enum outcome
play_one(const struct duty_means *m)
{
	struct call c = { 0 };
	enum outcome o = db_begin(m->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = call_due(m, &c);
	if (o == OK)
		o = play(m, &c);
	if (o == OK && m->trail->n)
		o = trail_write(m->db, m->trail);
	o = db_end(m->db, o);
	return o == OK || c.id == 0 ? o : postpone(m, &c, o);
}

static enum outcome
note_mails(const struct duty_means *m)
{
	struct query q = query_open(m->db, &sql_step_mails);

	return query_run(&q);
}

enum outcome
duty_climb(const struct duty_means *m, int64_t *ret_n)
{
	enum outcome o = note_mails(m);
	int64_t n = 0;

	while (o == OK && n < RUNGS_MAX) {
		o = play_one(m);
		n += o == OK;
	}
	*ret_n = n;
	return o == NOT_FOUND ? OK : o;
}
