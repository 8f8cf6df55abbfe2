/*
 * One event of the timeline, corrected: by whoever treats the file, with what it said
 * before kept below the form.
 *
 * Rejected: correcting by a second event that refers to the first, which leaves the
 * reader of an export to find out which of the two is true.
 */
#include "incident/conflict.h"
#include "incident/incident.h"
#include "incident/timeline.h"

static struct new_event
told(const struct event *e)
{
	return (struct new_event){ .event_at = e->at,
		.event_precision = e->precision,
		.event_zone = e->zone,
		.event_phase = e->phase,
		.event_technique = e->technique,
		.event_seen = e->visibility,
		.event_text = e->text,
		.event_source = e->source,
		.event_asset = e->asset };
}

static enum outcome
enter(struct request *rq, enum action action, struct act *act, struct incident *in, struct event *e)
{
	struct stored_report s;
	int64_t id = 0;
	enum outcome o = desk_open_live(rq, action, act, in, &s);

	str_int(rq->segment[1], &id);
	return o == OK ? event_find(act, in, id, e) : o;
}

static enum outcome
show(struct request *rq, int status)
{
	struct act act;
	struct incident in;
	struct event e, *past;
	struct new_event n;
	struct event_view v = { .in = &in, .e = &e, .filled = &rq->filled };
	enum outcome o = enter(rq, ACTION_WRITE, &act, &in, &e);

	if (o == OK)
		o = event_past(&act, &in, e.id, &past, &v.n_past);
	if (o != OK)
		return o;
	v.past = past;
	n = told(&e);
	if (status == 200)
		form_show(event_asked, &n, &rq->filled, zone_from_code(e.zone.s), rq->arena);
	v.was = conflict_base(rq->arena, event_asked, status == 200 ? &n : NULL, &rq->params);
	page_event(page_begin(rq, t(rq->lang, "timeline.correct")), &v);
	return page_end(rq, status);
}

enum outcome
event_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 200);
}

static enum outcome
event_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

static enum outcome
event_conflict(struct request *rq, void *record)
{
	struct act act;
	struct incident in;
	struct event e;
	struct new_event now;
	enum outcome o = enter(rq, ACTION_WRITE, &act, &in, &e);

	if (o != OK)
		return o;
	now = told(&e);
	event_reads(rq, event_asked, record);
	return conflict_show(rq, &act,
	    &(struct conflict){
		.back = arena_printf(rq->arena, "/desk/%.*s/timeline", PS(in.reference)),
		.name = in.reference,
		.action = rq->path,
		.asked = event_asked,
		.size = sizeof now,
		.version = e.version,
		.theirs = &now,
		.mine = record,
		.at = MOMENT_NONE });
}

const struct form event_edit_form = { .asked = event_asked,
	.size = sizeof(struct new_event),
	.invalid = event_again,
	.conflict = event_conflict };

enum outcome
event_edit(struct request *rq, void *record)
{
	struct act act;
	struct incident in;
	struct event e;
	struct new_event now;
	enum outcome o = enter(rq, ACTION_WRITE, &act, &in, &e);

	if (o != OK)
		return o;
	now = told(&e);
	if (conflict_stale(rq, event_asked, sizeof now, e.version, &now))
		return CONFLICT;
	if (!event_reads(rq, event_asked, record))
		return INVALID;
	event_put(&e, record);
	o = event_correct(&act, &in, &e);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.event_corrected");
	return reply_see_other(
	    rq, "/desk/%.*s/timeline#event-%lld", PS(in.reference), (long long)e.id);
}

void
event_clock(struct out *o, const struct event *e)
{
	out_text(
	    o, event_shown(o->arena, e->at, e->precision.s, zone_from_code(e->zone.s), o->lang));
}
