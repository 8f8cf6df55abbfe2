/*
 * When a clock runs out, with the times it waited for somebody else taken out.
 * Pure but for the tables.
 */
#include "base/table.h"
#include "incident/service.h"

/* A clock being followed through its waits. */
struct walk {
	struct str clock;
	struct moment at;    /* until here it was followed */
	struct moment until; /* its stop, or now */
	int64_t left;	     /* seconds of its budget */
	struct service_time t;
};

static bool
over(const struct walk *w)
{
	return moment_known(w->t.due);
}

static void
run_until(struct walk *w, struct moment to)
{
	int64_t spent = rule_between(w->at, to, w->clock);

	if (over(w))
		return;
	if (spent >= w->left)
		w->t.due = rule_after_seconds(w->at, w->left, w->clock);
	else
		w->left -= spent;
}

/* One wait, cut to the life of the clock. */
static void
wait_through(struct walk *w, struct moment from, const struct service_wait *wait)
{
	struct moment begins = wait->from.s > from.s ? wait->from : from;
	bool open = !moment_known(wait->to) || wait->to.s > w->until.s;
	struct moment ends = open ? w->until : wait->to;

	if (begins.s >= w->until.s && !(open && begins.s == w->until.s))
		return;
	if (ends.s < begins.s || (!open && ends.s <= from.s))
		return;
	run_until(w, begins);
	w->t.paused += rule_between(begins, ends, w->clock);
	w->at = ends;
	if (open)
		w->t.paused_at = begins;
}

struct service_time
service_time(size_t row, struct moment from, struct moment stop, struct moment now,
    const struct service_wait *wait, size_t n)
{
	const struct table *t = table_get("target");
	struct walk w = { .clock = table_cell(t, row, "clock"),
		.at = from,
		.until = moment_known(stop) ? stop : now };
	struct str pauses = table_cell(t, row, "pauses");
	int64_t minutes = 0;

	w.t = (struct service_time){ .due = MOMENT_NONE, .paused_at = MOMENT_NONE };
	str_int(table_cell(t, row, "minutes"), &minutes);
	w.left = minutes * 60;
	for (size_t i = 0; i < n; i++)
		if (pauses.n && str_in_set(pauses, wait[i].state))
			wait_through(&w, from, &wait[i]);
	w.t.taken = (rule_between(from, w.until, w.clock) - w.t.paused) / 60;
	w.t.paused /= 60;
	if (moment_known(stop))
		w.t.paused_at = MOMENT_NONE;
	if (!over(&w) && !moment_known(w.t.paused_at))
		w.t.due = rule_after_seconds(w.at, w.left, w.clock);
	return w.t;
}

bool
service_late(const struct service_clock *c, struct moment now)
{
	struct moment at = moment_known(c->stopped_at) ? c->stopped_at : now;

	return moment_known(c->due_at) && at.s > c->due_at.s;
}

bool
service_next_told(const struct service_clock *list, size_t n, struct service_clock *ret)
{
	const struct table *t = table_get("target");
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		size_t row = table_find(t, "code", list[i].code.s);

		if (moment_known(list[i].stopped_at) || !moment_known(list[i].due_at) ||
		    row == NOT_FOUND_ROW || !str_eq(table_cell(t, row, "told"), S("oui")))
			continue;
		if (!found || list[i].due_at.s < ret->due_at.s)
			*ret = list[i];
		found = true;
	}
	return found;
}
