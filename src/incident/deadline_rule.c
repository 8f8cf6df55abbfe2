/*
 * One row of data/deadline.tsv over the facts of a file.  Pure but for the tables.
 *
 * Hours are hours: seventy-two of them, whatever clocks are changed in between.
 * A month is one of the structure's own calendar, its last day where there is no
 * such day (règlement (CEE, Euratom) 1182/71, article 3).
 */
#include "base/table.h"
#include "incident/deadline.h"

static struct moment
start_of(struct str start, const struct deadline_facts *f)
{
	if (str_eq(start, S("detection")))
		return f->detection;
	if (str_eq(start, S("awareness")))
		return f->awareness;
	if (str_eq(start, S("high_risk")))
		return f->high_risk;
	return str_eq(start, S("notified")) ? f->notified : MOMENT_NONE;
}

static struct moment
due_of(const struct table *t, size_t row, struct moment from, enum zone zone)
{
	int64_t delay = 0;

	if (!str_int(table_cell(t, row, "delay"), &delay) || delay <= 0)
		return MOMENT_NONE;
	if (str_eq(table_cell(t, row, "unit"), S("months")))
		return moment_add_months(from, (int)delay, zone);
	return (struct moment){ from.s + delay * 3600 };
}

/* A setting that the row waits for. */
static bool
switched_on(struct str name, const struct deadline_facts *f)
{
	return name.n == 0 || (str_eq(name, S("nis2")) && f->nis2);
}

struct deadline_rule
deadline_rule(size_t row, const struct deadline_facts *f)
{
	const struct table *t = table_get("deadline");
	struct deadline_rule r = { .owed = NO, .due = MOMENT_NONE };

	r.start = start_of(table_cell(t, row, "start"), f);
	if (!moment_known(r.start) || !switched_on(table_cell(t, row, "switch"), f))
		return r;
	r.owed = condition_holds(table_cell(t, row, "when"), rule_fields(), f->rule);
	r.due = due_of(t, row, r.start, f->zone);
	return r;
}

bool
deadline_may_record(size_t row, struct str role)
{
	/* The declaration is its own proof: nobody writes it down. */
	if (row == NOT_FOUND_ROW ||
	    str_eq(table_cell(table_get("deadline"), row, "addressee"), S("csirt")))
		return false;
	return !str_eq(role, S("dpo")) ||
	       str_in_set(table_cell(table_get("deadline"), row, "actor"), S("dpo"));
}

bool
deadline_waits(const struct deadline *d)
{
	return str_eq(d->state.s, S("open"));
}

bool
deadline_late(const struct deadline *d, struct moment now)
{
	struct moment at = str_eq(d->state.s, S("done")) ? d->done_at : now;

	return (deadline_waits(d) || str_eq(d->state.s, S("done"))) && moment_known(d->due_at) &&
	       moment_known(at) && at.s > d->due_at.s;
}

/* ==== What somebody writes down ==== */

#define CLOCK_SLACK 300 /* seconds that a clock may be ahead of ours */

/* clang-format off */
const struct field deadline_answer_field = { FIELD(deadline_answer, deadline_answer), .vocabulary = "deadline_answer", .need = REQUIRED };
const struct field deadline_done_at = { FIELD(deadline_answer, done_at) };
const struct field deadline_reference = { FIELD(deadline_answer, deadline_reference), .max = 200, .sealed = true };
const struct field deadline_reason = { FIELD(deadline_answer, deadline_reason), .max = 2000, .input = INPUT_AREA, .sealed = true };
/* clang-format on */

static const char *
date_wrong(const struct deadline *d, struct moment at, struct moment now)
{
	if (!moment_known(at))
		return "error.deadline_done_at";
	if (at.s > now.s + CLOCK_SLACK)
		return "error.future";
	return at.s < d->start_at.s ? "error.deadline_before_start" : NULL;
}

const struct field *
deadline_wrong(const struct deadline *d, const struct deadline_answer *a, struct moment now,
    const char **ret_key)
{
	bool done = str_eq(a->deadline_answer.s, S("done"));
	const char *date = done ? date_wrong(d, a->done_at, now) : NULL;

	if (date) {
		*ret_key = date;
		return &deadline_done_at;
	}
	if (done || a->deadline_reason.n)
		return NULL;
	*ret_key = "error.deadline_reason";
	return &deadline_reason;
}
