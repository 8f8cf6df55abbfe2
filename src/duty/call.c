/*
 * Calls as rows: opened, answered, taken over, closed.
 *
 * A call has no text: its reference is its number, what it is about is a
 * reference of another domain.  So there is nothing to seal, and a list of calls
 * reads no file.
 */
#include "duty/private.h"

#include "duty_sql.h"

struct duty_means
duty_means_of(struct request *rq)
{
	return (struct duty_means){
		.db = rq->db,
		.keyring = web_config(rq->web)->keyring,
		.arena = rq->arena,
		.trail = &rq->trail,
		.now = rq->now,
		.public_url = web_config(rq->web)->public_url,
		.account = rq->visitor.account,
	};
}

struct str
call_reference(struct arena *a, int64_t id)
{
	return arena_printf(a, "AST-%06lld", (long long)id);
}

/* ==== Reading ==== */

static struct code
code_at(const struct query *q, const char *column, struct arena *a)
{
	return (struct code){ query_text(q, query_column(q, column), a) };
}

static void
read_call(const struct query *q, struct arena *a, struct call *c)
{
	*c = (struct call){
		.id = query_id(q, "id"),
		.subject_kind = code_at(q, "subject_kind", a),
		.subject = query_text(q, query_column(q, "subject"), a),
		.reason = code_at(q, "reason", a),
		.severity = code_at(q, "severity", a),
		.rehearsal = query_id(q, "rehearsal"),
		.pace = query_id(q, "pace"),
		.state = code_at(q, "state", a),
		.ladder = code_at(q, "ladder", a),
		.rung = query_id(q, "rung"),
		.round = query_id(q, "round"),
		.opened_at = query_moment(q, query_column(q, "opened_at")),
		.next_at = query_moment(q, query_column(q, "next_at")),
		.reached_fssi = query_id(q, "reached_fssi") != 0,
		.answered_by = query_id(q, "answered_by"),
		.answered_at = query_moment(q, query_column(q, "answered_at")),
		.closed_by = query_id(q, "closed_by"),
		.closed_at = query_moment(q, query_column(q, "closed_at")),
		.outcome = code_at(q, "outcome", a),
	};
}

static enum outcome
one(struct query *q, struct arena *a, struct call *ret)
{
	bool found = query_next(q);
	enum outcome o;

	if (found)
		read_call(q, a, ret);
	o = query_close(q);
	return o == OK && !found ? NOT_FOUND : o;
}

enum outcome
call_load(const struct duty_means *m, int64_t id, struct call *ret)
{
	struct query q = query_open(m->db, &sql_call_by_id);

	bind_int(&q, "id", id);
	return one(&q, m->arena, ret);
}

enum outcome
call_by_reference(const struct duty_means *m, struct str reference, struct call *ret)
{
	int64_t id = 0;
	enum outcome o = NOT_FOUND;

	if (str_starts(reference, S("AST-")) && str_int(str_sub(reference, 4, reference.n), &id) &&
	    id > 0)
		o = call_load(m, id, ret);
	if (o == OK)
		trail_note(m->trail, "call.read", "call", call_reference(m->arena, id),
		    (struct str){ NULL, 0 });
	return o;
}

enum outcome
call_due(const struct duty_means *m, struct call *ret)
{
	struct query q = query_open(m->db, &sql_call_due);

	bind_moment(&q, "now", m->now);
	return one(&q, m->arena, ret);
}

enum outcome
call_list(const struct duty_means *m, bool closed, size_t max, struct call **ret, size_t *ret_n)
{
	struct call *list = arena_array(m->arena, struct call, max);
	struct query q = query_open(m->db, &sql_call_list);
	size_t n = 0;

	bind_bool(&q, "closed", closed);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		read_call(&q, m->arena, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
call_steps(const struct duty_means *m, int64_t call, struct duty_rung **ret, size_t *ret_n)
{
	struct duty_rung *list = arena_array(m->arena, struct duty_rung, STEPS_MAX);
	struct query q = query_open(m->db, &sql_step_list);
	struct arena *a = m->arena;
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "call", call);
	bind_int(&q, "max", STEPS_MAX);
	while (n < STEPS_MAX && query_next(&q))
		list[n++] = (struct duty_rung){
			.round = query_id(&q, "round"),
			.rung = query_id(&q, "rung"),
			.account = query_id(&q, "account"),
			.who = query_text(&q, query_column(&q, "who"), a),
			.channel = query_text(&q, query_column(&q, "channel"), a),
			.state = query_text(&q, query_column(&q, "state"), a),
			.trouble = query_text(&q, query_column(&q, "trouble"), a),
			.due_at = query_moment(&q, query_column(&q, "due_at")),
			.sent_at = query_moment(&q, query_column(&q, "sent_at")),
			.answered_at = query_moment(&q, query_column(&q, "answered_at")),
		};
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++)
		list[i].name = person_name(m, list[i].account);
	*ret = list;
	*ret_n = n;
	return o;
}

enum outcome
step_load(const struct duty_means *m, int64_t step, int64_t *ret_call, int64_t *ret_account)
{
	struct query q = query_open(m->db, &sql_step_by_id);
	bool found;
	enum outcome o;

	bind_int(&q, "id", step);
	found = query_next(&q);
	if (found) {
		*ret_call = query_id(&q, "call");
		*ret_account = query_id(&q, "account");
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

/* ==== Opening ==== */

/* One that was opened since an instant is enough, whatever became of it. */
static enum outcome
opened_since(const struct duty_means *m, const struct duty_ask *ask, bool *ret)
{
	struct query q;

	*ret = false;
	if (!moment_known(ask->since))
		return OK;
	q = query_open(m->db, &sql_call_since);
	bind_text(&q, "subject_kind", ask->subject_kind);
	bind_text(&q, "subject", ask->subject);
	bind_text(&q, "reason", ask->reason);
	bind_moment(&q, "since", ask->since);
	*ret = query_next(&q);
	return query_close(&q);
}

static enum outcome
insert(const struct duty_means *m, const struct duty_ask *ask, int64_t rehearsal, int64_t pace,
    int64_t *ret_id)
{
	struct query q = query_open(m->db, &sql_call_open);

	bind_text(&q, "subject_kind", ask->subject_kind);
	bind_text(&q, "subject", ask->subject);
	bind_text(&q, "reason", ask->reason);
	bind_text(&q, "severity", ask->severity);
	bind_int(&q, "rehearsal", rehearsal ? rehearsal : INT_NONE);
	bind_int(&q, "pace", pace);
	bind_moment(&q, "now", m->now);
	if (query_next(&q))
		*ret_id = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
call_open(const struct duty_means *m, const struct duty_ask *ask, int64_t rehearsal, int64_t pace,
    int64_t *ret_id)
{
	int64_t id = 0;
	enum outcome o = insert(m, ask, rehearsal, pace, &id);

	if (o == OK && id)
		trail_note(m->trail, "call.open", "call", call_reference(m->arena, id),
		    arena_printf(
			m->arena, "subject=%.*s;reason=%.*s", PS(ask->subject), PS(ask->reason)));
	*ret_id = id;
	return o;
}

/* Whoever answers for the subject already has no need to be woken for it. */
static enum outcome
held_by_asker(const struct duty_means *m, const struct duty_ask *ask, bool *ret)
{
	struct query q;

	if (*ret || m->account == 0)
		return OK;
	q = query_open(m->db, &sql_call_held);
	bind_text(&q, "subject_kind", ask->subject_kind);
	bind_text(&q, "subject", ask->subject);
	bind_int(&q, "account", m->account);
	*ret = query_next(&q);
	return query_close(&q);
}

enum outcome
duty_call_open(const struct duty_means *m, const struct duty_ask *ask)
{
	bool there = false;
	int64_t id;
	enum outcome o = opened_since(m, ask, &there);

	if (o == OK)
		o = held_by_asker(m, ask, &there);

	if (o != OK || there)
		return o;
	return call_open(m, ask, 0, 1, &id);
}

/* ==== Answering and closing ==== */

static enum outcome
changed(const struct duty_means *m, struct query *q)
{
	enum outcome o = query_run(q);

	return o == OK && db_changes(m->db) == 0 ? CONFLICT : o;
}

static enum outcome
drop_waiting(const struct duty_means *m, const struct call *c)
{
	struct query q = query_open(m->db, &sql_step_drop);

	bind_int(&q, "call", c->id);
	return query_run(&q);
}

static enum outcome
mark_step(const struct duty_means *m, const struct call *c)
{
	struct query q = query_open(m->db, &sql_step_answered);

	bind_int(&q, "call", c->id);
	bind_int(&q, "account", m->account);
	bind_moment(&q, "now", m->now);
	return query_run(&q);
}

/* A rehearsal goes on to its next rung: each person is to prove that they hear. */
enum outcome
call_answer(const struct duty_means *m, const struct call *c)
{
	struct query q = query_open(m->db, c->rehearsal ? &sql_call_hurry : &sql_call_answered);
	enum outcome o;

	bind_int(&q, "id", c->id);
	if (!c->rehearsal)
		bind_int(&q, "account", m->account);
	bind_moment(&q, "now", m->now);
	o = changed(m, &q);
	if (o == OK)
		o = mark_step(m, c);
	if (o == OK && !c->rehearsal)
		o = drop_waiting(m, c);
	if (o == OK)
		trail_note(m->trail, "call.answer", "call", call_reference(m->arena, c->id),
		    arena_printf(m->arena, "subject=%.*s;account=%lld", PS(c->subject),
			(long long)m->account));
	return o;
}

enum outcome
call_take(const struct duty_means *m, const struct call *c)
{
	struct query q = query_open(m->db, &sql_call_taken);
	enum outcome o;

	bind_int(&q, "id", c->id);
	bind_int(&q, "account", m->account);
	o = changed(m, &q);
	if (o == OK)
		trail_note(
		    m->trail, "call.take", "call", call_reference(m->arena, c->id), c->subject);
	return o;
}

enum outcome
call_close(const struct duty_means *m, const struct call *c, struct str outcome)
{
	struct query q = query_open(m->db, &sql_call_closed);
	enum outcome o;

	bind_int(&q, "id", c->id);
	bind_int(&q, "account", m->account ? m->account : INT_NONE);
	bind_moment(&q, "now", m->now);
	bind_text(&q, "outcome", outcome);
	o = changed(m, &q);
	if (o == OK)
		o = drop_waiting(m, c);
	if (o == OK)
		trail_note(
		    m->trail, "call.close", "call", call_reference(m->arena, c->id), outcome);
	return o;
}

/* ==== Of a subject ==== */

#define OF_SUBJECT_MAX 16

static enum outcome
of_subject(const struct duty_means *m, struct str kind, struct str subject, struct call *list,
    size_t *ret_n)
{
	struct query q = query_open(m->db, &sql_call_of_subject);
	size_t n = 0;

	bind_text(&q, "subject_kind", kind);
	bind_text(&q, "subject", subject);
	while (n < OF_SUBJECT_MAX && query_next(&q))
		read_call(&q, m->arena, &list[n++]);
	*ret_n = n;
	return query_close(&q);
}

enum outcome
duty_call_over(
    const struct duty_means *m, struct str subject_kind, struct str subject, struct str outcome)
{
	struct call c[OF_SUBJECT_MAX];
	size_t n = 0;
	enum outcome o = of_subject(m, subject_kind, subject, c, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		if (!str_eq(c[i].state.s, S("closed")))
			o = call_close(m, &c[i], outcome);
	return o;
}

enum outcome
duty_call_mine(const struct duty_means *m, struct str subject_kind, struct str subject)
{
	struct call c[OF_SUBJECT_MAX];
	size_t n = 0;
	enum outcome o = of_subject(m, subject_kind, subject, c, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		if (str_eq(c[i].state.s, S("ringing")))
			o = call_answer(m, &c[i]);
	return o;
}

enum outcome
duty_call_find(const struct duty_means *m, struct str subject_kind, struct str subject,
    struct str *ret_reference, struct str *ret_state)
{
	struct call c[OF_SUBJECT_MAX];
	size_t n = 0;
	enum outcome o = of_subject(m, subject_kind, subject, c, &n);

	*ret_reference = n ? call_reference(m->arena, c[0].id) : (struct str){ NULL, 0 };
	*ret_state = n ? c[0].state.s : (struct str){ NULL, 0 };
	return o;
}
