/*
 * The clocks of a file, worked out from what was written down and compared with
 * the rows: what differs is written.
 */
#include "incident/service.h"

#include "base/table.h"

#include "incident_sql.h"

#define ALERTS_MAX 64
#define WAITS_MAX 200

struct entry {
	struct moment at;
	struct str kind;
};

struct alert {
	int64_t id;
	bool corruss, decided;
	struct moment from, to;
};

/* What was written down. */
struct past {
	const struct incident *in;
	struct moment now;
	struct moment received, taken, qualified, resolved, closed, receipt, due;
	struct str workflow, due_code;
	int64_t level;
	bool over, judged, urgent;
	struct moment grave_since[5]; /* since when the severity is of this level, at least */
	size_t n_entries, n_alerts, n_waits, n_rows;
	struct entry *entry; /* oldest first */
	struct alert *alert;
	struct service_wait *wait;
	struct service_clock *row; /* as they are stored */
};

/* ==== Reading ==== */

static enum outcome
read_incident(struct act *act, struct past *p, bool *ret_found)
{
	struct query q = query_open(act->db, &sql_service_past);
	struct str grave;

	bind_int(&q, "incident", p->in->id);
	*ret_found = query_next(&q);
	if (!*ret_found)
		return query_close(&q);
	p->received = query_moment(&q, 0);
	p->taken = query_moment(&q, 1);
	p->qualified = query_moment(&q, 2);
	p->resolved = query_moment(&q, 3);
	p->closed = query_moment(&q, 4);
	p->workflow = query_text(&q, 5, act->arena);
	p->level = query_int(&q, 6);
	grave = query_text(&q, 7, act->arena);
	p->judged = str_eq(grave, S("oui")) || str_eq(grave, S("non"));
	p->urgent = query_bool(&q, 8);
	p->due = query_moment(&q, 9);
	p->due_code = query_text(&q, 10, act->arena);
	p->receipt = query_moment(&q, 11);
	p->over = workflow_ended(p->workflow);
	return query_close(&q);
}

static enum outcome
read_entries(struct act *act, struct past *p)
{
	struct query q = query_open(act->db, &sql_service_entries);
	struct entry *list = arena_array(act->arena, struct entry, SERVICE_MAX);
	size_t n = SERVICE_MAX;

	bind_int(&q, "incident", p->in->id);
	bind_int(&q, "max", SERVICE_MAX);
	while (n > 0 && query_next(&q)) {
		list[--n].at = query_moment(&q, 0);
		list[n].kind = query_text(&q, 1, act->arena);
	}
	p->entry = list + n;
	p->n_entries = SERVICE_MAX - n;
	return query_close(&q);
}

static void
step(struct past *p, struct moment at, struct str axis, struct str before, struct str after)
{
	int64_t from = severity_level(before), to = severity_level(after);

	if (str_eq(axis, S("severity"))) {
		for (int64_t l = from + 1; l <= to && l < 5; l++)
			p->grave_since[l] = at;
		return;
	}
	if (p->n_waits)
		p->wait[p->n_waits - 1].to = at;
	if (p->n_waits < WAITS_MAX)
		p->wait[p->n_waits++] = (struct service_wait){ after, at, MOMENT_NONE };
}

static enum outcome
read_steps(struct act *act, struct past *p)
{
	struct query q = query_open(act->db, &sql_service_steps);

	p->wait = arena_array(act->arena, struct service_wait, WAITS_MAX);
	for (size_t l = 0; l < 5; l++)
		p->grave_since[l] = p->received;
	bind_int(&q, "incident", p->in->id);
	while (query_next(&q))
		step(p, query_moment(&q, 0), query_text(&q, 1, act->arena),
		    query_text(&q, 2, act->arena), query_text(&q, 3, act->arena));
	return query_close(&q);
}

static enum outcome
read_alerts(struct act *act, struct past *p)
{
	struct query q = query_open(act->db, &sql_service_alerts);

	p->alert = arena_array(act->arena, struct alert, ALERTS_MAX);
	bind_int(&q, "incident", p->in->id);
	while (p->n_alerts < ALERTS_MAX && query_next(&q))
		p->alert[p->n_alerts++] = (struct alert){ .id = query_int(&q, 0),
			.corruss = str_eq(query_text(&q, 1, act->arena), S("corruss")),
			.decided = !str_eq(query_text(&q, 2, act->arena), S("proposed")),
			.from = query_moment(&q, 3),
			.to = query_moment(&q, 4) };
	return query_close(&q);
}

static void
read_clock(struct query *q, struct service_clock *c, struct arena *a)
{
	*c = (struct service_clock){ .id = query_int(q, 0),
		.code = { query_text(q, 1, a) },
		.subject = query_int(q, 2),
		.started_at = query_moment(q, 3),
		.due_at = query_moment(q, 4),
		.stopped_at = query_moment(q, 5),
		.paused_at = query_moment(q, 6),
		.outcome = { query_text(q, 7, a) },
		.paused = query_int(q, 8),
		.taken = query_int(q, 9) };
}

enum outcome
service_list(struct act *act, const struct incident *in, struct service_clock **ret, size_t *ret_n)
{
	struct service_clock *list = arena_array(act->arena, struct service_clock, SERVICE_MAX);
	struct query q = query_open(act->db, &sql_service_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", SERVICE_MAX);
	while (n < SERVICE_MAX && query_next(&q))
		read_clock(&q, &list[n++], act->arena);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

static enum outcome
read_past(struct act *act, struct past *p, bool *ret_found)
{
	enum outcome o = read_incident(act, p, ret_found);

	if (o == OK && *ret_found)
		o = read_entries(act, p);
	if (o == OK && *ret_found)
		o = read_steps(act, p);
	if (o == OK && *ret_found)
		o = read_alerts(act, p);
	if (o == OK && *ret_found)
		o = service_list(act, p->in, &p->row, &p->n_rows);
	return o;
}

/* ==== Writing ==== */

static struct service_clock *
stored(const struct past *p, struct str code, int64_t subject, struct moment from)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (str_eq(p->row[i].code.s, code) && p->row[i].subject == subject &&
		    (!moment_known(from) || p->row[i].started_at.s == from.s))
			return &p->row[i];
	return NULL;
}

static enum outcome
write(struct act *act, const struct past *p, const struct service_clock *c)
{
	struct query q = query_open(act->db, c->id ? &sql_service_save : &sql_service_insert);

	if (c->id) {
		bind_int(&q, "id", c->id);
	} else {
		bind_int(&q, "incident", p->in->id);
		bind_text(&q, "code", c->code.s);
		bind_int(&q, "subject", c->subject);
		bind_moment(&q, "started_at", c->started_at);
	}
	bind_moment(&q, "due_at", c->due_at);
	bind_moment(&q, "stopped_at", c->stopped_at);
	bind_text(&q, "outcome", c->outcome.s);
	bind_moment(&q, "paused_at", c->paused_at);
	bind_int(&q, "paused", c->paused);
	bind_int(&q, "taken", moment_known(c->stopped_at) ? c->taken : INT_NONE);
	return query_run(&q);
}

static bool
differs(const struct service_clock *a, const struct service_clock *b)
{
	return a->due_at.s != b->due_at.s || a->stopped_at.s != b->stopped_at.s ||
	       a->paused_at.s != b->paused_at.s || !str_eq(a->outcome.s, b->outcome.s) ||
	       (moment_known(a->stopped_at) && (a->paused != b->paused || a->taken != b->taken));
}

/* The first to run out, of those seen so far. */
static void
urgent(const struct service_clock *c, struct service_clock *first)
{
	if (moment_known(c->stopped_at) || !moment_known(c->due_at))
		return;
	if (!moment_known(first->due_at) || c->due_at.s < first->due_at.s)
		*first = *c;
}

struct run {
	struct act *act;
	struct past p;
	struct service_clock first;
	bool seen[SERVICE_MAX]; /* of the stored rows */
	enum outcome o;
};

/* An end that is only seen, not dated, keeps the instant when it was first seen. */
static struct moment
end_of(const struct past *p, const struct service_clock *was, struct moment from,
    struct moment stop, bool done)
{
	if (done && !moment_known(stop))
		stop = was && moment_known(was->stopped_at) ? was->stopped_at : p->now;
	return moment_known(stop) && stop.s < from.s ? from : stop;
}

static struct str
outcome_of(const struct service_clock *c, bool done)
{
	if (!moment_known(c->stopped_at))
		return (struct str){ NULL, 0 };
	if (!done)
		return S("dropped");
	return service_late(c, c->stopped_at) ? S("late") : S("met");
}

/* A clock as it is today; `stop` unknown: it runs, unless the file is over. */
static void
put(struct run *r, size_t row, int64_t subject, struct moment from, struct moment stop, bool done)
{
	struct past *p = &r->p;
	struct str code = table_cell(table_get("target"), row, "code");
	struct service_clock *was = stored(p, code, subject, from), c = { 0 };
	struct service_time t;

	if (r->o != OK || !moment_known(from))
		return;
	stop = end_of(p, was, from, stop, done);
	t = service_time(row, from, stop, p->now, p->wait, p->n_waits);
	c = (struct service_clock){ .id = was ? was->id : 0,
		.code = { code },
		.subject = subject,
		.started_at = from,
		.due_at = t.due,
		.stopped_at = stop,
		.paused_at = t.paused_at,
		.paused = t.paused,
		.taken = t.taken };
	c.outcome.s = outcome_of(&c, done);
	urgent(&c, &r->first);
	if (was)
		r->seen[was - p->row] = true;
	if (was == NULL || differs(was, &c))
		r->o = write(r->act, p, &c);
}

/* ==== Starts and stops ==== */

static struct moment
first_entry(const struct past *p, const char *kinds, struct moment from)
{
	for (size_t i = 0; i < p->n_entries; i++)
		if (p->entry[i].at.s >= from.s && str_in_set(str_of(kinds), p->entry[i].kind))
			return p->entry[i].at;
	return MOMENT_NONE;
}

/* Help asked for later than at the beginning is known by its first look. */
static struct moment
called(const struct past *p, struct str code)
{
	const struct service_clock *was = stored(p, code, 0, MOMENT_NONE);

	if (!p->urgent)
		return MOMENT_NONE;
	if (was)
		return was->started_at;
	return p->n_rows == 0 ? p->received : p->now;
}

static struct moment
start_of(const struct past *p, struct str start, struct str code)
{
	/* A provider's failure is opened by the cell: nobody declared it. */
	if (p->in->provider && (str_eq(start, S("declared")) || str_eq(start, S("incomplete"))))
		return MOMENT_NONE;
	if (str_eq(start, S("received")) || str_eq(start, S("declared")))
		return p->received;
	if (str_eq(start, S("incomplete")))
		return !p->judged || stored(p, code, 0, p->received) ? p->received : MOMENT_NONE;
	if (str_eq(start, S("called")))
		return called(p, code);
	if (str_eq(start, S("resolved")))
		return p->resolved;
	if (str_eq(start, S("lessons")) && str_starts(p->workflow, S("REX_")))
		return p->closed;
	return MOMENT_NONE;
}

/* *ret_done: it is, at an instant that may not be known. */
static struct moment
stop_of(const struct past *p, struct str stop, struct moment from, bool *ret_done)
{
	struct moment at = MOMENT_NONE;

	if (str_eq(stop, S("receipt")))
		at = p->receipt;
	else if (str_eq(stop, S("taken")))
		at = p->taken;
	else if (str_eq(stop, S("qualified")))
		at = p->qualified;
	else if (str_eq(stop, S("contacted")))
		at = first_entry(p, "appel|message|courriel|recommandation", from);
	else if (str_eq(stop, S("telephoned")))
		at = first_entry(p, "appel", from);
	else if (str_eq(stop, S("closed")) && p->over)
		at = p->closed;
	*ret_done = moment_known(at) || (str_eq(stop, S("contacted")) && p->judged) ||
		    (str_eq(stop, S("published")) && str_eq(p->workflow, S("REX_PUBLIE")));
	return at;
}

static void
put_single(struct run *r, size_t row)
{
	const struct table *t = table_get("target");
	struct past *p = &r->p;
	struct str stop = table_cell(t, row, "stop");
	struct moment from = start_of(p, table_cell(t, row, "start"), table_cell(t, row, "code"));
	bool done = false;
	struct moment at = stop_of(p, stop, from, &done);

	/* Over without it: dropped, but for what goes on after the end. */
	if (!done && p->over && !str_eq(stop, S("published")))
		at = p->closed;
	put(r, row, 0, from, at, done);
}

static void
put_alerts(struct run *r, size_t row, bool corruss)
{
	for (size_t i = 0; i < r->p.n_alerts; i++) {
		const struct alert *a = &r->p.alert[i];

		if (a->corruss != corruss)
			continue;
		if (!a->decided && r->p.over)
			put(r, row, a->id, a->from, r->p.closed, false);
		else
			put(r, row, a->id, a->from, a->to, a->decided);
	}
}

/* Each sign of life ends one span and begins the next, as long as it is grave. */
static void
put_followed(struct run *r, size_t row)
{
	struct past *p = &r->p;
	struct moment from;
	int64_t level = 0;
	bool runs;

	str_int(table_cell(table_get("target"), row, "level"), &level);
	if (p->level < level)
		return;
	from = p->grave_since[level < 0 || level > 4 ? 0 : level];
	for (size_t i = 0; i < p->n_entries; i++) {
		if (p->entry[i].at.s <= from.s)
			continue;
		put(r, row, 0, from, p->entry[i].at, true);
		from = p->entry[i].at;
	}
	runs = !p->over && !moment_known(p->resolved);
	if (runs)
		put(r, row, 0, from, MOMENT_NONE, false);
}

/* What runs and should not any more: the severity went down, the incident is resolved. */
static void
drop_rest(struct run *r)
{
	for (size_t i = 0; i < r->p.n_rows && r->o == OK; i++) {
		struct service_clock c = r->p.row[i];

		if (r->seen[i] || moment_known(c.stopped_at))
			continue;
		c.stopped_at = r->p.now;
		c.paused_at = MOMENT_NONE;
		c.outcome.s = S("dropped");
		r->o = write(r->act, &r->p, &c);
	}
}

static enum outcome
keep_due(struct run *r)
{
	struct query q;

	if (r->first.due_at.s == r->p.due.s && str_eq(r->first.code.s, r->p.due_code))
		return OK;
	q = query_open(r->act->db, &sql_service_due);
	bind_int(&q, "incident", r->p.in->id);
	bind_moment(&q, "due_at", r->first.due_at);
	bind_text(&q, "due_code", r->first.code.s);
	return query_run(&q);
}

static void
put_all(struct run *r)
{
	const struct table *t = table_get("target");

	for (size_t i = 0; i < t->n_rows; i++) {
		struct str start = table_cell(t, i, "start");

		if (str_eq(start, S("proposed")) || str_eq(start, S("alert")))
			put_alerts(r, i, str_eq(start, S("alert")));
		else if (str_eq(start, S("followed")))
			put_followed(r, i);
		else
			put_single(r, i);
	}
	drop_rest(r);
}

/* In memory of its own: it is called for each entry of the log. */
enum outcome
service_refresh(struct act *act, const struct incident *in)
{
	struct arena *a;
	struct act own = *act;
	struct run *r;
	bool found = false;
	enum outcome o;

	if (in->imported)
		return OK; /* history: design.md §8.1 */
	own.arena = a = arena_new(4u << 20);
	r = arena_new_of(a, struct run);
	*r = (struct run){ .act = &own, .first = { .due_at = MOMENT_NONE } };
	r->p.in = in;
	r->p.now = act->now;
	r->o = read_past(&own, &r->p, &found);
	if (r->o == OK && found)
		put_all(r);
	o = r->o == OK && found ? keep_due(r) : r->o;
	arena_free(a);
	return o;
}
