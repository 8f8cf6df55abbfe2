/*
 * /api/v1: the parts of a file, for reading.  Each has a list of fields, which writes
 * the answer and the description of the API alike.  The structure reads what its own
 * pages show: no internal event, no task of the cell, no link to another's file.
 */
#include "incident/api.h"
#include "incident/deadline.h"
#include "incident/incident.h"
#include "incident/links.h"
#include "incident/task.h"
#include "incident/timeline.h"

/* ==== Deadlines ==== */

/* clang-format off */
static const struct field due_code = { FIELD(deadline, code), .vocabulary = "deadline" };
static const struct field due_addressee = { FIELD(deadline, addressee), .vocabulary = "deadline_addressee" };
static const struct field due_state = { FIELD(deadline, state), .vocabulary = "deadline_state" };
static const struct field due_actor = { FIELD(deadline, actor), .vocabulary = "deadline_actor" };
static const struct field due_wording = { FIELD(deadline, wording), .max = 2000 };
static const struct field due_basis = { FIELD(deadline, basis), .max = 2000 };
static const struct field due_start = { FIELD(deadline, start_at) };
static const struct field due_due = { FIELD(deadline, due_at) };
static const struct field due_done = { FIELD(deadline, done_at) };
static const struct field due_reference = { FIELD(deadline, reference), .max = 200, .sealed = true };
static const struct field due_reason = { FIELD(deadline, reason), .max = 2000, .sealed = true };
static const struct field *const due_fields[] = { &due_code, &due_state, &due_actor,
	&due_addressee, &due_wording,
	&due_basis, &due_start, &due_due, &due_done, &due_reference, &due_reason, NULL };
/* clang-format on */

enum outcome
api_deadlines(struct request *rq, void *record)
{
	struct deadline *d;
	struct api_list l;
	struct api_call c;
	size_t n = 0;
	enum outcome o = api_open(rq, ACTION_READ, &c);

	(void)record;
	if (o == OK)
		o = deadline_list(&c.act, &c.in, &d, &n);
	api_list_begin(&l);
	for (size_t i = 0; i < n; i++)
		json_record(&l.j, due_fields, &d[i]);
	return api_list_end(rq, &l, o);
}

/* ==== Tasks ==== */

/* clang-format off */
static const struct field do_id = { FIELD(task, id) };
static const struct field do_created = { FIELD(task, created_at) };
static const struct field do_code = { FIELD(task, code), .vocabulary = "task" };
static const struct field do_title = { FIELD(task, title), .max = 200, .sealed = true };
static const struct field do_structure = { FIELD(task, for_structure) };
static const struct field do_state = { FIELD(task, state), .vocabulary = "task_state" };
static const struct field do_due = { FIELD(task, due_at) };
static const struct field do_ended = { FIELD(task, ended_at) };
static const struct field do_result = { FIELD(task, result), .max = 2000, .sealed = true };
static const struct field *const do_fields[] = { &do_id, &do_created, &do_code, &do_title,
	&do_structure, &do_state, &do_due, &do_ended, &do_result, NULL };
/* clang-format on */

enum outcome
api_tasks(struct request *rq, void *record)
{
	struct task *k;
	struct api_list l;
	struct api_call c;
	size_t n = 0;
	enum outcome o = api_open(rq, ACTION_READ, &c);

	(void)record;
	if (o == OK)
		o = task_list(&c.act, &c.in, &k, &n);
	api_list_begin(&l);
	for (size_t i = 0; i < n; i++)
		if (c.cell || k[i].for_structure)
			json_record(&l.j, do_fields, &k[i]);
	return api_list_end(rq, &l, o);
}

/* ==== Timeline ==== */

struct api_event {
	struct moment at;
	struct code event_precision, zone, phase, file_date, visibility, event_state;
	struct str technique, text, source, asset;
};

/* clang-format off */
static const struct field ev_at = { FIELD(api_event, at) };
static const struct field ev_precision = { FIELD(api_event, event_precision), .vocabulary = "event_precision" };
static const struct field ev_zone = { FIELD(api_event, zone), .vocabulary = "zone" };
static const struct field ev_phase = { FIELD(api_event, phase), .vocabulary = "phase" };
static const struct field ev_date = { FIELD(api_event, file_date), .vocabulary = "file_date" };
static const struct field ev_visibility = { FIELD(api_event, visibility), .vocabulary = "visibility" };
static const struct field ev_state = { FIELD(api_event, event_state), .vocabulary = "event_state" };
static const struct field ev_technique = { FIELD(api_event, technique) };
static const struct field ev_text = { FIELD(api_event, text), .max = 4000, .sealed = true };
static const struct field ev_source = { FIELD(api_event, source), .max = 200, .sealed = true };
static const struct field ev_asset = { FIELD(api_event, asset), .max = 200, .sealed = true };
static const struct field *const ev_fields[] = { &ev_at, &ev_precision, &ev_zone, &ev_phase,
	&ev_date, &ev_technique, &ev_text, &ev_source, &ev_asset, &ev_visibility, &ev_state, NULL };
/* clang-format on */

static void
write_event(struct json *j, const struct timeline_row *r)
{
	struct api_event e = { .at = r->at,
		.event_precision = { r->precision },
		.zone = { zone_code(r->zone) },
		.phase = { r->phase },
		.file_date = { r->date } };

	if (r->event) {
		e.visibility = r->event->visibility;
		e.event_state = r->event->state;
		e.technique = r->event->technique;
		e.text = r->event->text;
		e.source = r->event->source;
		e.asset = r->event->asset;
	}
	json_record(j, ev_fields, &e);
}

enum outcome
api_timeline(struct request *rq, void *record)
{
	struct timeline_filter f = { .own = false };
	struct timeline_row *row;
	struct api_list l;
	struct api_call c;
	size_t n = 0;
	enum outcome o = api_open(rq, ACTION_READ, &c);

	(void)record;
	f.own = !c.cell;
	if (o == OK)
		o = timeline_rows(&c.act, &c.in, &c.s, &f, &row, &n);
	api_list_begin(&l);
	for (size_t i = 0; i < n; i++)
		write_event(&l.j, &row[i]);
	return api_list_end(rq, &l, o);
}

/* ==== Links ==== */

/* Nothing of a file that the account may not know of, as on the page. */
struct api_link {
	struct str relation, reference; /* "parent" "child" "link" "campaign" */
	struct code link_kind, workflow, severity;
	struct str org_name, reason;
	struct moment at;
};

/* clang-format off */
static const struct field li_relation = { FIELD(api_link, relation) };
static const struct field li_reference = { FIELD(api_link, reference) };
static const struct field li_kind = { FIELD(api_link, link_kind), .vocabulary = "link_kind" };
static const struct field li_workflow = { FIELD(api_link, workflow), .vocabulary = "workflow" };
static const struct field li_severity = { FIELD(api_link, severity), .vocabulary = "severity" };
static const struct field li_org = { FIELD(api_link, org_name), .max = 200 };
static const struct field li_at = { FIELD(api_link, at) };
static const struct field li_reason = { FIELD(api_link, reason), .max = 2000, .sealed = true };
static const struct field *const li_fields[] = { &li_relation, &li_reference, &li_kind,
	&li_workflow, &li_severity, &li_org, &li_at, &li_reason, NULL };
/* clang-format on */

static void
link_write(struct json *j, const char *relation, struct api_link l)
{
	l.relation = str_of(relation);
	json_record(j, li_fields, &l);
}

static void
write_links(struct json *j, const struct links_view *v)
{
	if (v->parent.n)
		link_write(j, "parent",
		    (struct api_link){ .reference = v->parent,
			.org_name = v->parent_name,
			.link_kind = { v->in->parent_kind },
			.at = MOMENT_NONE });
	for (size_t i = 0; i < v->n_kin; i++)
		link_write(j, "child",
		    (struct api_link){ .reference = v->kin[i].reference,
			.org_name = v->kin[i].org_name,
			.link_kind = { v->kin[i].kind },
			.workflow = v->kin[i].workflow,
			.severity = v->kin[i].severity,
			.at = v->kin[i].received_at });
	for (size_t i = 0; i < v->n_links; i++)
		link_write(j, "link",
		    (struct api_link){ .reference = v->link[i].reference,
			.org_name = v->link[i].org_name,
			.link_kind = { v->link[i].kind },
			.workflow = v->link[i].workflow,
			.reason = v->link[i].reason,
			.at = v->link[i].at });
	for (size_t i = 0; i < v->n_campaigns; i++)
		link_write(j, "campaign",
		    (struct api_link){
			.reference = v->campaign[i].reference, .at = v->campaign[i].created_at });
}

enum outcome
api_links(struct request *rq, void *record)
{
	struct links_view v;
	struct api_list l;
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_READ, &c);

	(void)record;
	v = (struct links_view){ .in = &c.in, .s = &c.s };
	if (o == OK)
		o = links_of(&c.act, request_member(rq), &v);
	api_list_begin(&l);
	if (o == OK)
		write_links(&l.j, &v);
	return api_list_end(rq, &l, o);
}

/* ==== For the description ==== */

field_list
api_deadline_fields(void)
{
	return due_fields;
}
field_list
api_task_fields(void)
{
	return do_fields;
}
field_list
api_event_fields(void)
{
	return ev_fields;
}
field_list
api_link_fields(void)
{
	return li_fields;
}
