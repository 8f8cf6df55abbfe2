/*
 * /api/v1: the same files, by the same lists of fields and the same doors.
 *
 * A program sees what its account may see on the pages, no more: file_open asks the
 * matrix for the object, need_bind hides sealed files from lists, and what is read
 * stands in the journal.  A list shows clear columns only and opens no vault; one
 * file shows its sealed fields and what was declared.  People of a structure list
 * their own files by the same address, as they do on their page.
 *
 * Pages are by cursor (instant of the last change, then number): nothing is missed
 * or seen twice when files change between two calls, as it is by offsets.
 */
#include "incident/api.h"

#include <inttypes.h>

#include "incident/desk.h"
#include "incident/erased.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/own.h"

#include "incident_sql.h"

/* ==== Lists ==== */

bool
cursor_read(struct str text, struct cursor *ret)
{
	struct str at = str_cut(&text, '.');

	return str_int(at, &ret->at.s) && str_int(text, &ret->id) && ret->at.s >= 0 && ret->id >= 0;
}

struct asked {
	struct cursor from;
	int64_t limit, open_from, open_to;
	struct str severity, category, region;
};

/* Known parameters with sound values, or INVALID: a typing mistake in a filter must
 * not answer with everything. */
static enum outcome
read_asked(const struct params *p, struct asked *a)
{
	struct str state = param_get(p, "state"), limit = param_get(p, "limit");
	struct str since = param_get(p, "updated_since"), cursor = param_get(p, "cursor");

	*a = (struct asked){ .limit = API_PAGE,
		.open_to = 1,
		.from = { { -1 }, 0 },
		.severity = param_get(p, "severity"),
		.category = param_get(p, "category"),
		.region = param_get(p, "region") };
	if (since.n && !moment_parse(since, &a->from.at))
		return INVALID;
	if (since.n)
		a->from.id = 0;
	if (cursor.n && !cursor_read(cursor, &a->from))
		return INVALID;
	if (limit.n && (!str_int(limit, &a->limit) || a->limit < 1 || a->limit > API_PAGE_MAX))
		return INVALID;
	if (state.n && !str_eq(state, S("open")) && !str_eq(state, S("closed")))
		return INVALID;
	if (state.n)
		a->open_from = a->open_to = str_eq(state, S("open"));
	return OK;
}

/* To the cell's programs, by data/exit.tsv; a structure's file is the structure's. */
static bool
leaves(const struct incident *in)
{
	struct exit_facts facts = { .tlp = in->tlp.s, .sealed = in->sealed };

	return exit_decide(&facts, "api").may;
}

/* A structure is shown where its file stands, not how the cell qualified it. */
static void
write_listed(
    struct json *j, const struct incident *in, struct moment updated, bool own, struct arena *a)
{
	json_open(j, '{');
	json_pair(j, "reference", own ? in->report_reference : in->reference);
	json_pair(j, "updated_at", moment_rfc3339(a, updated));
	json_pair(j, "received_at", moment_rfc3339(a, in->received_at));
	json_pair(j, "workflow", in->workflow.s);
	json_pair(j, "care_state", in->care_state.s);
	if (!own && leaves(in)) {
		json_pair_int(j, "version", in->version);
		json_key(j, "qualified");
		json_record(j, incident_clear_fields, in);
	}
	json_close(j, '}');
}

static void
read_listed(const struct query *q, struct incident *in, struct cursor *ret_last, struct arena *a)
{
	*in = (struct incident){ .id = query_id(q, "id") };
	field_clear(incident_clear_fields, in);
	query_fields(q, incident_clear_fields, in, a);
	in->reference = query_text(q, query_column(q, "reference"), a);
	in->report_reference = query_text(q, query_column(q, "report_reference"), a);
	in->version = query_id(q, "version");
	in->sealed = query_bool(q, query_column(q, "sealed"));
	in->received_at = query_moment(q, query_column(q, "received_at"));
	ret_last->at = query_moment(q, query_column(q, "changed_at"));
	ret_last->id = in->id;
}

struct listed {
	struct cursor last;
	int64_t n;
};

static enum outcome
write_list(struct request *rq, const struct asked *a, bool own, struct json *j, struct listed *l)
{
	const struct member *m = request_member(rq);
	struct query q = query_open(rq->db, &sql_api_list);
	struct incident in;

	bind_moment(&q, "at", a->from.at);
	bind_int(&q, "id", a->from.id);
	bind_int(&q, "opened_from", a->open_from);
	bind_int(&q, "opened_to", a->open_to);
	bind_text(&q, "severity", a->severity);
	bind_text(&q, "category", a->category);
	bind_text(&q, "region", a->region);
	bind_int(&q, "structure", own ? m->structure : INT_NONE);
	need_bind(&q, m, rq->now);
	bind_int(&q, "max", a->limit);
	while (query_next(&q)) {
		struct facts facts = { .structure = m->structure,
			.personal_data = query_bool(&q, query_column(&q, "personal")) };

		read_listed(&q, &in, &l->last, rq->arena);
		l->n++;
		if (!own || access_may(m, OBJECT_OWN_FILE, ACTION_LIST, &facts))
			write_listed(j, &in, l->last.at, own, rq->arena);
	}
	return query_close(&q);
}

enum outcome
api_incidents(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(16u << 20);
	struct json j = { .out = &b };
	bool own = !identity_may(rq, RIGHT(OBJECT_FILE, ACTION_LIST));
	struct listed l = { .n = 0 };
	struct asked asked;
	enum outcome o = read_asked(&rq->query, &asked);

	(void)record;
	if (own && !identity_may(rq, RIGHT(OBJECT_OWN_FILE, ACTION_LIST)))
		return FORBIDDEN;
	/* What is not shown is not asked for either: how the cell qualified it. */
	if (own && (asked.severity.n || asked.category.n || asked.region.n))
		return INVALID;
	if (o != OK)
		return o;
	json_open(&j, '{');
	json_key(&j, "data");
	json_open(&j, '[');
	o = write_list(rq, &asked, own, &j, &l);
	json_close(&j, ']');
	json_pair(&j, "next",
	    l.n == asked.limit
		? arena_printf(rq->arena, "%" PRId64 ".%" PRId64, l.last.at.s, l.last.id)
		: (struct str){ NULL, 0 });
	json_close(&j, '}');
	trail_note(&rq->trail, "incident.list", "incident", (struct str){ NULL, 0 },
	    arena_printf(rq->arena, "api n=%" PRId64, l.n));
	if (o == OK)
		o = reply_json(rq, 200, &b);
	buf_release(&b);
	return o;
}

field_list
api_incident_fields(void)
{
	return incident_clear_fields;
}

field_list
api_sealed_fields(void)
{
	return incident_sealed_fields;
}

/* ==== One file ==== */

static enum outcome
open_side(struct request *rq, enum action action, struct api_call *c)
{
	enum outcome o = file_open(rq, c->cell ? OBJECT_FILE : OBJECT_OWN_FILE, action,
	    rq->segment[0], &c->act, &c->in, &c->s);

	if (o == NOT_FOUND)
		return erased_show(rq, c->cell ? OBJECT_FILE : OBJECT_OWN_FILE);
	if (o == OK && c->cell && !leaves(&c->in)) {
		trail_refuse(
		    c->act.trail, "incident.refused", "incident", c->in.reference, S("exit"));
		return FORBIDDEN;
	}
	return o;
}

enum outcome
api_open(struct request *rq, enum action action, struct api_call *c)
{
	enum role role = request_member(rq)->role;

	*c = (struct api_call){ .cell = access_condition(role, OBJECT_FILE, action) != NEVER };
	return open_side(rq, action, c);
}

enum outcome
api_open_cell(struct request *rq, enum action action, struct api_call *c)
{
	*c = (struct api_call){ .cell = true };
	return open_side(rq, action, c);
}

/* Both lists under their names, as the qualification writes them. */
static void
write_qualified(struct json *j, const struct incident *in)
{
	json_pair_int(j, "version", in->version);
	json_key(j, "qualified");
	json_record(j, incident_clear_fields, in);
	json_key(j, "sealed");
	json_record(j, incident_sealed_fields, in);
}

static void
write_file(struct json *j, const struct incident *in, const struct stored_report *s, bool cell,
    struct arena *a)
{
	json_open(j, '{');
	json_pair(j, "reference", cell ? in->reference : s->reference);
	json_pair(j, "received_at", moment_rfc3339(a, in->received_at));
	json_pair(j, "workflow", in->workflow.s);
	json_pair(j, "care_state", in->care_state.s);
	json_pair(j, "tlp", in->tlp.s);
	if (cell)
		write_qualified(j, in);
	json_key(j, "declared");
	json_record(j, report_fields, &s->r);
	json_close(j, '}');
}

enum outcome
api_incident(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(4u << 20);
	struct json j = { .out = &b };
	struct api_call c;
	enum outcome o = api_open(rq, ACTION_READ, &c);

	(void)record;
	if (o != OK)
		return o;
	write_file(&j, &c.in, &c.s, c.cell, rq->arena);
	o = reply_json(rq, 200, &b);
	buf_release(&b);
	return o;
}

enum outcome
api_qualification_conflict(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(4u << 20);
	struct json j = { .out = &b };
	struct api_call c;
	enum outcome o = api_open_cell(rq, ACTION_WRITE, &c);

	(void)record;
	if (o != OK)
		return o;
	/* To write is not to read. */
	if (!identity_scope(rq, "incidents_read"))
		return reply_problem(rq, 409, "api.version");
	json_open(&j, '{');
	json_pair_int(&j, "status", 409);
	json_pair(&j, "title", t(rq->lang, "problem.409.title"));
	json_pair(&j, "detail", t(rq->lang, "api.version"));
	write_qualified(&j, &c.in);
	json_close(&j, '}');
	o = reply_bytes(rq, 409, "application/problem+json", buf_str(&b));
	buf_release(&b);
	return o;
}

/* ==== Lists of a file's parts ==== */

void
api_list_begin(struct api_list *l)
{
	l->b = (struct buf)BUF_INIT(16u << 20);
	l->j = (struct json){ .out = &l->b };
	json_open(&l->j, '{');
	json_key(&l->j, "data");
	json_open(&l->j, '[');
}

enum outcome
api_list_end(struct request *rq, struct api_list *l, enum outcome o)
{
	json_close(&l->j, ']');
	json_close(&l->j, '}');
	if (o == OK)
		o = reply_json(rq, 200, &l->b);
	buf_release(&l->b);
	return o;
}

/* ==== The log ==== */

#define LOG_MAX 500

static void
write_entry(struct json *j, const struct log_entry *e, struct arena *a)
{
	json_open(j, '{');
	json_pair_int(j, "id", e->id);
	json_pair(j, "at", moment_rfc3339(a, e->at));
	json_pair(j, "role", e->role);
	json_pair(j, "kind", e->kind);
	json_pair(j, "visibility", e->visibility);
	json_pair(j, "text", e->text);
	json_close(j, '}');
}

enum outcome
api_log(struct request *rq, void *record)
{
	struct log_entry *e;
	struct api_list l;
	struct api_call c;
	size_t n = 0;
	enum outcome o = api_open(rq, ACTION_READ, &c);

	(void)record;
	if (o == OK)
		o = log_list(&c.act, &c.in, c.cell, LOG_MAX, &e, &n);
	api_list_begin(&l);
	for (size_t i = 0; i < n; i++)
		write_entry(&l.j, &e[i], rq->arena);
	return api_list_end(rq, &l, o);
}

struct api_note {
	struct code log_kind, visibility;
	struct str text;
};

static const struct field note_kind = { FIELD(api_note, log_kind), .vocabulary = "log_kind" };
static const struct field note_visibility = { FIELD(api_note, visibility),
	.vocabulary = "visibility" };
static const struct field note_text = { FIELD(api_note, text), .max = 10000, .need = REQUIRED,
	.sealed = true };
static const struct field *const note_asked[] = { &note_text, &note_visibility, &note_kind, NULL };

const struct form api_note_form = { .asked = note_asked, .size = sizeof(struct api_note) };

/* As a note on the page; of the structure, a message to the cell. */
enum outcome
api_note(struct request *rq, void *record)
{
	const struct api_note *note = record;
	struct str seen = note->visibility.s.n ? note->visibility.s : S("interne");
	struct api_call c;
	enum outcome o = api_open(rq, ACTION_WRITE, &c);

	if (o == OK)
		o = api_change(rq, &c, true);
	if (o == OK && c.made.n == 0)
		o = c.cell ? note_save(&c.act, &c.in, &c.s, note->log_kind.s, seen, note->text)
			   : own_message_save(&c.act, &c.in, note->text);
	return api_changed(rq, &c, o);
}

/* ==== A declaration ==== */

static bool
complete(struct request *rq, const struct stored_report *s)
{
	const struct field *missing[16];
	int at[16];
	size_t n;

	for (int step = 1; step <= REPORT_STEPS; step++)
		report_rules(&s->r, step, rq->now, &rq->filled);
	n = report_missing(&s->r, 0, missing, at, 16);
	for (size_t i = 0; i < n; i++)
		form_error(&rq->filled, missing[i],
		    missing[i]->need == REQUIRED ? "error.required" : "error.one_contact");
	return rq->filled.errors == 0 && rq->filled.general == NULL;
}

/* All six steps and the submission, or nothing. */
static enum outcome
declare(struct request *rq, struct act *act, const struct report *r, struct str *ret_reference)
{
	struct stored_report s;
	enum outcome o = report_draft(act, S("api"), &s);

	if (o == OK)
		o = report_prefill(act, request_member(rq), &s);
	if (o != OK)
		return o;
	for (field_list l = report_fields; *l; l++)
		if (field_known(*l, r))
			field_assign(*l, &s.r, *l, r);
	o = report_complete_structure(act, &s);
	if (o == OK && !complete(rq, &s))
		return INVALID;
	if (o == OK)
		o = report_save(act, &s);
	if (o == OK)
		o = report_submit(act, &s);
	if (o == OK)
		*ret_reference = s.reference;
	return o;
}

const struct form api_report_form = {
	.asked = report_fields, .size = sizeof(struct report), .lenient = true
};

enum outcome
api_report(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(1u << 10);
	struct json j = { .out = &b };
	struct act act = act_of(rq);
	struct str reference = { NULL, 0 };
	enum outcome o = api_once(rq, &reference);

	if (o == OK && reference.n == 0) {
		o = declare(rq, &act, record, &reference);
		if (o == OK)
			o = api_once_made(rq, reference);
	}
	if (o != OK)
		return o;
	json_open(&j, '{');
	json_pair(&j, "reference", reference);
	json_close(&j, '}');
	o = reply_json(rq, 201, &b);
	buf_release(&b);
	return o;
}
