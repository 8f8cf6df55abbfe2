/*
 * The demonstration's on-call: a rota that covers now, a hand-over, the calls of
 * the tales as they would have been answered, a rehearsal.
 *
 * The calls themselves were opened by the tales, through the same functions as in
 * life.  What rang and who answered is written here as it would have happened:
 * climbing them for real would write to people, and the demonstration does not.
 */
#include "duty/private.h"

#include "duty_sql.h"

#define DAY 86400
#define WEEKS 3
#define ANSWERED_AFTER 240
#define CLOSED_AFTER 2100
#define REHEARSED_DAYS 9

static struct moment
later(struct moment m, int64_t seconds)
{
	return (struct moment){ m.s + seconds };
}

/* ==== The rota ==== */

/* Monday of this week, nine o'clock in Paris. */
static struct moment
monday(struct moment now)
{
	struct civil c = moment_civil(now, ZONE_PARIS);
	struct moment m = MOMENT_NONE;

	c = moment_civil(moment_add_days(now, -c.weekday, ZONE_PARIS), ZONE_PARIS);
	c.hour = 9, c.minute = 0, c.second = 0;
	moment_from_civil(c, ZONE_PARIS, &m);
	return m;
}

static enum outcome
plan_weeks(const struct duty_means *m, const struct duty_cast *cast)
{
	struct moment from = moment_add_days(monday(m->now), -7, ZONE_PARIS);
	enum outcome o = OK;

	for (int i = 0; i <= WEEKS && o == OK; i++) {
		struct moment to = moment_add_days(from, 7, ZONE_PARIS);
		struct watch first = { .account = i % 2 ? cast->first : cast->analyst,
			.rank = { S("first") },
			.from_at = from,
			.to_at = to };
		struct watch second = { .account = i % 2 ? cast->analyst : cast->first,
			.rank = { S("second") },
			.from_at = from,
			.to_at = to };

		o = watch_insert(m, &first);
		if (o == OK)
			o = watch_insert(m, &second);
		from = to;
	}
	return o;
}

static enum outcome
leave(const struct duty_means *m, int64_t account)
{
	struct moment from = moment_add_days(monday(m->now), 21, ZONE_PARIS);
	struct query q = query_open(m->db, &sql_absence_insert);

	bind_int(&q, "account", account);
	bind_text(&q, "kind", S("leave"));
	bind_moment(&q, "from_at", from);
	bind_moment(&q, "to_at", moment_add_days(from, 5, ZONE_PARIS));
	return query_run(&q);
}

/* ==== Calls that were answered ==== */

static enum outcome
step(const struct duty_means *m, int64_t call, int64_t rung, const char *who, const char *channel,
    int64_t account, struct moment due, int64_t answered_after)
{
	struct query q = query_open(m->db, &sql_demo_step);

	bind_int(&q, "call", call);
	bind_int(&q, "rung", rung);
	bind_text(&q, "who", str_of(who));
	bind_text(&q, "channel", str_of(channel));
	bind_int(&q, "account", account);
	bind_moment(&q, "due_at", due);
	bind_moment(&q, "sent_at", later(due, 2));
	bind_moment(&q, "answered_at", later(due, answered_after));
	return query_run(&q);
}

static enum outcome
both(const struct duty_means *m, int64_t call, int64_t rung, const char *who, int64_t account,
    struct moment due, int64_t answered_after)
{
	enum outcome o = step(m, call, rung, who, "mail", account, due, answered_after);

	return o == OK ? step(m, call, rung, who, "webhook", account, due, answered_after) : o;
}

static enum outcome
told(const struct duty_means *m, const struct call *c, int64_t account, bool closed)
{
	struct query q = query_open(m->db, &sql_demo_call);
	enum outcome o;

	bind_int(&q, "id", c->id);
	bind_text(&q, "state", closed ? S("closed") : S("answered"));
	bind_int(&q, "account", account);
	bind_moment(&q, "answered_at", later(c->opened_at, ANSWERED_AFTER));
	bind_int(&q, "closed_by", closed ? account : INT_NONE);
	bind_moment(&q, "closed_at", closed ? later(c->opened_at, CLOSED_AFTER) : MOMENT_NONE);
	bind_text(&q, "outcome", closed ? S("treated") : (struct str){ NULL, 0 });
	o = query_run(&q);
	return o == OK ? both(m, c->id, 10, "duty", account, c->opened_at, ANSWERED_AFTER) : o;
}

/* The newest stays open, answered; those before it are over. */
static enum outcome
tell_calls(const struct duty_means *m, const struct duty_cast *cast)
{
	enum outcome o = OK;

	for (int closed = 1; closed >= 0 && o == OK; closed--) {
		struct call *list;
		size_t n = 0;

		o = call_list(m, closed, CALLS_MAX, &list, &n);
		for (size_t i = 0; i < n && o == OK; i++)
			o = told(m, &list[i], i % 2 ? cast->analyst : cast->first, closed || i > 0);
	}
	return o;
}

/* ==== A rehearsal ==== */

static enum outcome
rehearsed(const struct duty_means *m, const struct duty_cast *cast)
{
	struct duty_means then = *m;
	struct call c = { 0 };
	struct duty_rehearsal r;
	struct moment at;
	int64_t id = 0;
	enum outcome o;

	then.now = at = later(moment_add_days(monday(m->now), -REHEARSED_DAYS, ZONE_PARIS), 3600);
	o = duty_rehearse(&then, 1, &id);
	if (o == OK)
		o = duty_rehearsal_last(&then, &r);
	if (o != OK)
		return o;
	c.id = r.call;
	c.rehearsal = id;
	o = both(&then, c.id, 10, "duty", cast->first, at, 130);
	if (o == OK)
		o = both(&then, c.id, 20, "second", cast->analyst, later(at, 131), 205);
	if (o == OK)
		o = both(&then, c.id, 30, "lead", cast->lead, later(at, 337), 412);
	if (o == OK)
		o = both(&then, c.id, 40, "fssi", cast->fssi, later(at, 750), 96);
	then.now = later(at, 850);
	return o == OK ? rehearsal_end(&then, &c) : o;
}

/* ==== All of it ==== */

static enum outcome
notes(const struct duty_means *m, const struct duty_cast *cast)
{
	struct duty_means author = *m;
	enum outcome o;

	author.account = cast->first;
	author.now = later(m->now, -DAY);
	o = handover_add(&author, t(LANG_FR, "handover.demo_old"));
	if (o == OK) {
		struct query q = query_open(m->db, &sql_demo_taken);

		bind_int(&q, "account", cast->analyst);
		bind_moment(&q, "now", later(author.now, 900));
		o = query_run(&q);
	}
	author.account = cast->analyst;
	author.now = later(m->now, -7200);
	return o == OK ? handover_add(&author, t(LANG_FR, "handover.demo")) : o;
}

enum outcome
duty_demo(const struct duty_means *m, const struct duty_cast *cast)
{
	enum outcome o = plan_weeks(m, cast);

	if (o == OK)
		o = leave(m, cast->lead);
	if (o == OK)
		o = tell_calls(m, cast);
	if (o == OK)
		o = notes(m, cast);
	return o == OK ? rehearsed(m, cast) : o;
}
