/*
 * The timeline: events and the dates of the file in one order.
 *
 * The dates come from the file itself (vocabulary "file_date" says which field,
 * and the phase it belongs to); what the analyst qualified goes before what was
 * declared.
 */
#include <stdlib.h>

#include "incident/timeline.h"

#include "base/table.h"

static struct moment
field_moment(const struct field *f, const void *record)
{
	return f && f->kind == KIND_MOMENT ? *FIELD_IN(struct moment, f, record) : MOMENT_NONE;
}

/* Some dates stand beside the declaration, not among its answers. */
static struct moment
receipt_date(const struct stored_report *s, const struct incident *in, struct str name)
{
	if (str_eq(name, S("declared_at")))
		return s->declared_at;
	return str_eq(name, S("received_at")) ? in->received_at : MOMENT_NONE;
}

static struct moment
file_date(const struct incident *in, const struct stored_report *s, struct str name)
{
	struct moment at = receipt_date(s, in, name);

	if (!moment_known(at))
		at = field_moment(field_find(incident_clear_fields, name), in);
	if (!moment_known(at))
		at = field_moment(field_find(report_fields, name), &s->r);
	return at;
}

static bool
wanted(const struct timeline_filter *f, struct str phase, bool event)
{
	if (f->phase.n && !str_eq(f->phase, phase))
		return false;
	if (str_eq(f->from, S("file")))
		return !event;
	return !str_eq(f->from, S("events")) || event;
}

static size_t
add_dates(const struct incident *in, const struct stored_report *s, const struct timeline_filter *f,
    struct timeline_row *row)
{
	const struct vocab *dates = vocab_get("file_date");
	enum zone zone = zone_of_department(s->r.department.s);
	size_t n = 0;

	for (size_t i = 0; i < dates->n; i++) {
		struct str name = dates->item[i].code;
		struct str phase = attribute(dates->item[i].attributes, "phase");
		struct moment at = file_date(in, s, name);
		bool rough = str_eq(name, S("occurred_at")) &&
			     !str_eq(s->r.occurred_precision.s, S("exacte"));

		if (moment_known(at) && wanted(f, phase, false))
			row[n++] = (struct timeline_row){ .at = at,
				.precision = rough ? S("hour") : S("minute"),
				.phase = phase,
				.zone = zone,
				.date = name };
	}
	return n;
}

static size_t
add_events(
    const struct event *e, size_t n, const struct timeline_filter *f, struct timeline_row *row)
{
	size_t added = 0;

	for (size_t i = 0; i < n; i++) {
		bool hidden = str_eq(e[i].state.s, S("declined")) ||
			      (f->own && !str_eq(e[i].visibility.s, S("structure")));

		if (!hidden && wanted(f, e[i].phase.s, true))
			row[added++] = (struct timeline_row){ .at = e[i].at,
				.precision = e[i].precision.s,
				.phase = e[i].phase.s,
				.zone = zone_from_code(e[i].zone.s),
				.event = &e[i] };
	}
	return added;
}

static int
by_time(const void *a, const void *b)
{
	const struct timeline_row *x = a, *y = b;

	if (x->at.s != y->at.s)
		return x->at.s < y->at.s ? -1 : 1;
	if (!x->event != !y->event)
		return x->event ? -1 : 1;
	return x->event ? (x->event->id > y->event->id) - (x->event->id < y->event->id) : 0;
}

static int
newest_first(const void *a, const void *b)
{
	return by_time(b, a);
}

enum outcome
timeline_rows(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct timeline_filter *f, struct timeline_row **ret, size_t *ret_n)
{
	struct timeline_row *row;
	struct event *event;
	size_t n = 0, total;
	enum outcome o = event_list(act, in, &event, &n);

	if (o != OK)
		return o;
	row = arena_array(act->arena, struct timeline_row, n + vocab_get("file_date")->n);
	total = add_events(event, n, f, row);
	total += add_dates(in, s, f, row + total);
	qsort(row, total, sizeof *row, f->newest ? newest_first : by_time);
	*ret = row;
	*ret_n = total;
	return OK;
}
