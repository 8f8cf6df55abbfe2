/*
 * What the law asks of the structure, and until when.
 *
 * The rows are data/deadline.tsv's: a condition over the facts, an instant to
 * count from, a delay.  Vigie reminds and tracks; it notifies nobody in the
 * structure's place (domain.md §1.5).  Awareness is counted from the detection,
 * which the structure declares itself: a reminder that is early harms nobody,
 * one that is late does.  A row that waits for a setting (the French law that
 * transposes NIS 2) stays silent until there is one.
 */
#include "incident/own.h"

#include "base/table.h"
#include "incident/rules.h"

static struct moment
start_of(struct str start, const struct stored_report *s)
{
	if (str_eq(start, S("detection")) || str_eq(start, S("awareness")))
		return moment_known(s->r.detected_at) ? s->r.detected_at : s->received_at;
	return MOMENT_NONE;
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

/* A note of when and under which number is "done"; of a complaint, "lodged". */
static bool
told(const struct field *f, const struct report *r)
{
	if (f == NULL || !field_known(f, r))
		return false;
	return f->kind == KIND_TEXT || str_eq(FIELD_IN(struct code, f, r)->s, S("deposee"));
}

static int
step_of_field(const struct field *f)
{
	for (int i = 0; f && i < REPORT_STEPS; i++)
		for (field_list l = report_step[i]; *l; l++)
			if (*l == f)
				return i + 1;
	return 0;
}

static bool
applies(const struct table *t, size_t row, const struct rule_facts *f, struct moment from)
{
	return table_cell(t, row, "switch").n == 0 && moment_known(from) &&
	       !str_eq(table_cell(t, row, "addressee"), S("csirt")) &&
	       condition_holds(table_cell(t, row, "when"), rule_fields(), f) == YES;
}

size_t
own_deadlines(const struct incident *in, const struct stored_report *s, struct moment now,
    struct deadline *ret, size_t max)
{
	const struct table *t = table_get("deadline");
	enum zone zone = zone_of_department(s->r.department.s);
	struct rule_facts facts;
	size_t n = 0;

	rule_facts(&facts, &s->r, in, in->military, now);
	for (size_t i = 0; i < t->n_rows && n < max; i++) {
		struct moment from = start_of(table_cell(t, i, "start"), s);
		const struct field *f = field_find(report_fields, table_cell(t, i, "report_field"));

		if (!applies(t, i, &facts, from))
			continue;
		ret[n++] = (struct deadline){ .code = table_cell(t, i, "code"),
			.wording = table_cell(t, i, "wording"),
			.basis = table_cell(t, i, "basis"),
			.due = due_of(t, i, from, zone),
			.done = told(f, &s->r),
			.told = f,
			.step = step_of_field(f) };
	}
	return n;
}
