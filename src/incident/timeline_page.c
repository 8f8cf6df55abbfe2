/*
 * The pages of the timeline, and what is added to it.
 *
 * The clock that a time was read on is asked with it, and the form is read again
 * by that clock: it is known only once the form was read.
 */
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/timeline.h"

#define CLOCK_SLACK 300

static const struct field new_at = { FIELD(new_event, event_at), .need = REQUIRED };
static const struct field new_zone = { FIELD(new_event, event_zone), .vocabulary = "zone",
	.need = REQUIRED, .input = INPUT_SELECT };
static const struct field new_precision = { FIELD(new_event, event_precision),
	.vocabulary = "event_precision", .need = REQUIRED };
static const struct field new_phase = { FIELD(new_event, event_phase), .vocabulary = "phase",
	.need = REQUIRED, .input = INPUT_SELECT };
static const struct field new_text = { FIELD(new_event, event_text), .max = 4000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field new_source = { FIELD(new_event, event_source), .max = 200,
	.sealed = true };
static const struct field new_asset = { FIELD(new_event, event_asset), .max = 200, .sealed = true };
static const struct field new_technique = { FIELD(new_event, event_technique), .max = 9 };
static const struct field new_seen = { FIELD(new_event, event_seen), .vocabulary = "event_seen",
	.need = REQUIRED };

const struct field *const event_asked[] = { &new_at, &new_zone, &new_precision, &new_phase,
	&new_text, &new_source, &new_asset, &new_technique, &new_seen, NULL };
static const struct field *const own_asked[] = { &new_at, &new_zone, &new_precision, &new_phase,
	&new_text, &new_source, &new_asset, NULL };

/* ==== The page ==== */

static struct timeline_filter
read_filter(const struct request *rq, bool own)
{
	const struct params *p = &rq->query;

	return (struct timeline_filter){ .phase = param_get(p, "phase"),
		.from = param_get(p, "shown"),
		.newest = str_eq(param_get(p, "order"), S("newest")),
		.own = own };
}

static enum outcome
show(struct request *rq, struct act *act, struct timeline_view *v, int status)
{
	struct new_event blank = { .event_zone = { zone_code(v->zone) },
		.event_precision = { S("minute") },
		.event_seen = { S("interne") },
		.event_at = MOMENT_NONE };
	struct timeline_row *row;
	struct out *out;
	enum outcome o;

	v->f = read_filter(rq, v->own);
	v->elsewhere = v->zone != ZONE_PARIS;
	v->may_write = v->may_write && !workflow_ended(v->in->workflow.s);
	v->filled = &rq->filled;
	if (status == 200)
		form_show(
		    v->own ? own_asked : event_asked, &blank, &rq->filled, rq->zone, rq->arena);
	o = timeline_rows(act, v->in, v->s, &v->f, &row, &v->n);
	if (o != OK)
		return o;
	v->row = row;
	for (size_t i = 0; i < v->n; i++)
		v->n_proposed += row[i].event && str_eq(row[i].event->state.s, S("proposed"));
	out = page_begin(rq, t_fill(rq->arena, rq->lang, "timeline.page",
				 (struct str[]){ v->own ? v->s->reference : v->in->reference }, 1));
	if (v->own)
		page_own_timeline(out, v);
	else
		page_desk_timeline(out, v);
	return page_end(rq, status);
}

static enum outcome
desk_show_timeline(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct facts none = { 0 };
	struct timeline_view v = { .in = &in, .s = &s };
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o != OK)
		return o;
	v.base = arena_printf(rq->arena, "/desk/%.*s", PS(in.reference));
	v.zone = zone_of_department(s.r.department.s);
	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	return show(rq, &act, &v, status);
}

static enum outcome
own_show_timeline(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct timeline_view v = { .in = &in, .s = &s, .own = true, .may_write = true };
	enum outcome o = own_open(rq, status == 200 ? ACTION_READ : ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	v.base = arena_printf(rq->arena, "/file/%.*s", PS(s.reference));
	v.zone = rq->zone;
	return show(rq, &act, &v, status);
}

enum outcome
timeline_page(struct request *rq, void *record)
{
	(void)record;
	return desk_show_timeline(rq, 200);
}

enum outcome
own_timeline_page(struct request *rq, void *record)
{
	(void)record;
	return own_show_timeline(rq, 200);
}

static enum outcome
desk_again_timeline(struct request *rq, void *record)
{
	(void)record;
	return desk_show_timeline(rq, 422);
}

static enum outcome
own_again_timeline(struct request *rq, void *record)
{
	(void)record;
	return own_show_timeline(rq, 422);
}

const struct form event_form = {
	.asked = event_asked, .size = sizeof(struct new_event), .invalid = desk_again_timeline
};
const struct form own_event_form = {
	.asked = own_asked, .size = sizeof(struct new_event), .invalid = own_again_timeline
};

/* ==== Adding ==== */

bool
event_reads(struct request *rq, field_list asked, struct new_event *n)
{
	enum zone zone = zone_from_code(n->event_zone.s);

	field_clear(asked, n);
	if (!form_parse(asked, &rq->params, n, &rq->filled, true, zone, rq->arena))
		return false;
	if (n->event_at.s > rq->now.s + CLOCK_SLACK)
		form_error(&rq->filled, &new_at, "error.future");
	if (n->event_technique.n && !event_technique_valid(n->event_technique))
		form_error(&rq->filled, &new_technique, "error.technique");
	return rq->filled.errors == 0;
}

void
event_put(struct event *e, const struct new_event *n)
{
	e->at = n->event_at;
	e->precision = n->event_precision;
	e->zone = n->event_zone;
	e->phase = n->event_phase;
	e->technique = n->event_technique;
	e->visibility = n->event_seen;
	e->text = n->event_text;
	e->source = n->event_source;
	e->asset = n->event_asset;
}

/* The structure proposes, for both to see; its form asks for no technique. */
static struct event
event_of(struct new_event *n, bool own)
{
	struct event e = { .state = { own ? S("proposed") : S("kept") } };

	if (own) {
		n->event_seen.s = S("structure");
		n->event_technique = (struct str){ NULL, 0 };
	}
	event_put(&e, n);
	return e;
}

enum outcome
event_post(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct event e;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	if (!event_reads(rq, event_asked, record))
		return INVALID;
	e = event_of(record, false);
	o = event_add(&act, &in, &e);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.event");
	return reply_see_other(
	    rq, "/desk/%.*s/timeline#event-%lld", PS(in.reference), (long long)e.id);
}

enum outcome
own_event_post(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct event e;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	if (workflow_ended(in.workflow.s))
		return CONFLICT;
	if (!event_reads(rq, own_asked, record))
		return INVALID;
	e = event_of(record, true);
	o = event_add(&act, &in, &e);
	if (o == OK)
		o = log_add(&act, &in, "action", S("structure"), t(LANG_FR, "log.event_proposed"));
	if (o != OK)
		return o;
	reply_notice(rq, "notice.event_proposed");
	return reply_see_other(
	    rq, "/file/%.*s/timeline#event-%lld", PS(s.reference), (long long)e.id);
}

/* Parameter "state": kept, declined. */
enum outcome
event_judge_post(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	str_int(rq->segment[1], &id);
	if (o == OK)
		o = event_judge(&act, &in, id, param_get(&rq->params, "state"));
	/* No form to show again: what came is no choice that the page offers. */
	if (o == INVALID)
		o = NOT_FOUND;
	return o == OK ? reply_see_other(rq, "/desk/%.*s/timeline", PS(in.reference)) : o;
}

/* ==== Called by the template ==== */

/* The instant by one clock; the machine-readable one beside it is the instant itself. */
void
timeline_clock(struct out *o, const struct timeline_row *r, enum zone zone)
{
	buf_printf(o->buf, "<time datetime=\"%.*s\">", PS(moment_rfc3339(o->arena, r->at)));
	out_text(o, event_shown(o->arena, r->at, r->precision, zone, o->lang));
	buf_printf(o->buf, "</time>");
}
