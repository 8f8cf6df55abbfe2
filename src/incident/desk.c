/*
 * One file as the cell sees it: all of it on a page, alerts to confirm first.
 *
 * The page gathers; each action is a POST of its own (treat.c, qualify.c,
 * close.c) that changes one thing and comes back here.
 */
#include "incident/desk.h"

#include "incident/erased.h"

#include "base/table.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/queue.h"

#include "incident_sql.h"

enum outcome
desk_open(struct request *rq, enum action action, struct act *act, struct incident *in,
    struct stored_report *s)
{
	enum outcome o = file_open(rq, OBJECT_FILE, action, rq->segment[0], act, in, s);

	if (o == OK) {
		page_desk(rq);
		rq->active = "/desk";
		rq->leave = rq->method == GET ? reading_note : NULL;
		rq->leave_id = in->id;
	}
	return o == NOT_FOUND ? erased_show(rq, OBJECT_FILE) : o;
}

/* A file that is over is reopened first: what was counted does not move unseen. */
enum outcome
desk_open_live(struct request *rq, enum action action, struct act *act, struct incident *in,
    struct stored_report *s)
{
	enum outcome o = desk_open(rq, action, act, in, s);

	return o == OK && workflow_ended(in->workflow.s) ? CONFLICT : o;
}

/* Each qualified field beside the declared one of the same name, then what was
 * declared and has no counterpart. */
static size_t
make_pairs(const struct incident *in, const struct report *r, struct pair *pair, size_t max)
{
	size_t n = 0;

	for (field_list l = incident_qualify_fields; *l && n < max; l++) {
		const struct field *d = field_find(report_fields, str_of((*l)->name));
		bool known = field_known(*l, in) || (d && field_known(d, r));

		if (!known)
			continue;
		pair[n++] = (struct pair){ d, *l,
			d && field_known(*l, in) && d->kind != KIND_MOMENT &&
			    !str_eq(*FIELD_IN(struct str, d, r), *FIELD_IN(struct str, *l, in)) };
	}
	for (field_list l = report_fields; *l && n < max; l++)
		if (field_known(*l, r) &&
		    field_find(incident_qualify_fields, str_of((*l)->name)) == NULL)
			pair[n++] = (struct pair){ *l, NULL, false };
	return n;
}

enum outcome
state_list(struct act *act, const struct incident *in, struct state_step **ret, size_t *ret_n)
{
	struct state_step *list = arena_array(act->arena, struct state_step, DESK_MANY);
	struct query q = query_open(act->db, &sql_state_change_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	while (n < DESK_MANY && query_next(&q)) {
		struct state_step *s = &list[n++];

		s->at = query_moment(&q, 0);
		s->account = query_null(&q, 1) ? 0 : query_int(&q, 1);
		s->axis = query_text(&q, 2, act->arena);
		s->before = query_text(&q, 3, act->arena);
		s->after = query_text(&q, 4, act->arena);
		if (!query_null(&q, 5))
			vault_unseal(&in->vault, "state_change.reason",
			    query_blob(&q, 5, act->arena), act->arena, &s->reason);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
support_list(struct act *act, const struct incident *in, struct support **ret, size_t *ret_n)
{
	struct support *list = arena_array(act->arena, struct support, DESK_MANY);
	struct query q = query_open(act->db, &sql_support_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	while (n < DESK_MANY && query_next(&q)) {
		struct support *s = &list[n++];

		s->id = query_int(&q, 0);
		s->asked_at = query_moment(&q, 1);
		s->kinds.s = query_text(&q, 2, act->arena);
		s->state_at_request.s = query_text(&q, 3, act->arena);
		s->delivered_at = query_moment(&q, 4);
		s->delivered_kinds.s = query_text(&q, 5, act->arena);
		s->closed_at = query_moment(&q, 6);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

bool
workflow_may(struct str from, struct str to, bool lead, bool *ret_reason)
{
	const struct table *t = table_get("workflow");

	for (size_t i = 0; i < t->n_rows; i++) {
		struct str who = table_cell(t, i, "who");

		if (!str_eq(table_cell(t, i, "from"), from) || !str_eq(table_cell(t, i, "to"), to))
			continue;
		*ret_reason = str_eq(table_cell(t, i, "reason"), S("yes"));
		return str_eq(who, S("analyst")) || (lead && str_eq(who, S("lead")));
	}
	return false;
}

static size_t
make_moves(struct str from, bool lead, struct move *move, size_t max)
{
	const struct table *t = table_get("workflow");
	size_t n = 0;

	for (size_t i = 0; i < t->n_rows && n < max; i++) {
		struct move m = { .to = { table_cell(t, i, "to") } };

		/* Closing has a page of its own. */
		if (str_eq(table_cell(t, i, "from"), from) && !str_eq(m.to.s, S("CLOS")) &&
		    workflow_may(from, m.to.s, lead, &m.needs_reason))
			move[n++] = m;
	}
	return n;
}

static enum outcome
gather_people(struct act *act, struct desk_view *v)
{
	struct account acc, *list;
	enum outcome o = OK;

	if (v->in->assignee) {
		o = account_by_id(act->db, act->keyring, v->in->assignee, act->arena, &acc);
		if (o == OK)
			v->assignee_name = acc.name;
	}
	if ((o == OK || o == NOT_FOUND) && v->may_assign) {
		o = account_desk(act->db, act->keyring, ROLE_ANALYST, (struct str){ NULL, 0 },
		    act->arena, &list, &v->n_people);
		v->person = list;
	}
	return o == NOT_FOUND ? OK : o;
}

static enum outcome
gather(struct act *act, struct desk_view *v)
{
	struct log_entry *log;
	struct state_step *step;
	struct dispatch *dispatch;
	struct attachment *file;
	struct support *support;
	struct recommendation *advice;
	enum outcome o = log_list(act, v->in, true, DESK_MANY, &log, &v->n_log);

	if (o == OK)
		o = state_list(act, v->in, &step, &v->n_steps);
	if (o == OK)
		o = dispatch_of_incident(act, v->in, DESK_MANY, &dispatch, &v->n_dispatches);
	if (o == OK)
		o = attachment_list(act, v->s, &file, &v->n_files);
	if (o == OK)
		o = support_list(act, v->in, &support, &v->n_support);
	if (o == OK)
		o = recommendation_list(act, v->in, &advice, &v->n_advice);
	if (o == OK)
		o = gather_people(act, v);
	if (o != OK)
		return o;
	v->log = log;
	v->step = step;
	v->dispatch = dispatch;
	v->file = file;
	v->support = support;
	v->advice = advice;
	for (size_t i = 0; i < v->n_dispatches; i++)
		v->n_proposed += str_eq(dispatch[i].state.s, S("proposed"));
	return OK;
}

enum outcome
desk_show(
    struct request *rq, struct act *act, struct incident *in, struct stored_report *s, int status)
{
	struct pair *pair = arena_array(rq->arena, struct pair, DESK_MANY);
	struct move *move = arena_array(rq->arena, struct move, 16);
	struct desk_view v = { .in = in, .s = s, .pair = pair, .move = move, .note = &rq->filled };
	struct rule_facts facts;
	struct facts none = { 0 };
	struct out *out;
	enum outcome o;

	v.may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
	v.may_confirm = access_may(request_member(rq), OBJECT_FILE, ACTION_CONFIRM, &none);
	v.may_assign = access_may(request_member(rq), OBJECT_FILE, ACTION_ASSIGN, &none);
	v.may_close = access_may(request_member(rq), OBJECT_FILE, ACTION_CLOSE, &none);
	v.may_reopen = access_may(request_member(rq), OBJECT_FILE, ACTION_REOPEN, &none);
	v.ended = workflow_ended(in->workflow.s);
	rule_facts(&facts, &s->r, in, in->military, rq->now);
	v.severity_reason = rule_severity_reason(&facts);
	v.n_pairs = make_pairs(in, &s->r, pair, DESK_MANY);
	if (v.may_write)
		v.n_moves = make_moves(in->workflow.s, v.may_reopen, move, 16);
	v.was_assigned = assign_was(rq->arena, in);
	v.was_moved = move_was(rq->arena, in);
	o = gather(act, &v);
	if (o != OK)
		return o;
	out = page_begin(
	    rq, arena_printf(rq->arena, "%.*s – %.*s", PS(in->reference), PS(in->org_name)));
	page_desk_file(out, &v);
	return page_end(rq, status);
}

enum outcome
desk_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o != OK)
		return o;
	note_blank(rq);
	return desk_show(rq, &act, &in, &s, 200);
}

enum outcome
desk_file_send(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = exit_release(rq, &act, &in, "piece_cell");
	return o == OK ? attachment_send(rq, &act, &s, rq->segment[1]) : o;
}

void
desk_pair(struct out *o, const struct desk_view *v, const struct pair *p)
{
	const struct field *named = p->declared ? p->declared : p->qualified;
	struct buf *b = o->buf;

	buf_printf(b, "<tr><th scope=\"row\">");
	out_text(o, t(o->lang, field_key(o, named)));
	buf_printf(b, "</th><td data-label=\"");
	out_text(o, t(o->lang, "desk.declared"));
	buf_printf(b, "\">");
	if (p->declared && field_known(p->declared, &v->s->r))
		out_shown(o, p->declared, &v->s->r);
	buf_printf(b, "</td><td data-label=\"");
	out_text(o, t(o->lang, "desk.qualified"));
	buf_printf(b, p->differs ? "\" class=\"changed\">" : "\">");
	if (p->qualified && field_known(p->qualified, v->in))
		out_shown(o, p->qualified, v->in);
	buf_printf(b, "</td></tr>");
}

/* Codes of an axis are those of the vocabulary of its name. */
void
state_label(struct out *o, const struct state_step *st)
{
	const char *axis = arena_cstr(o->arena, st->axis);

	if (st->before.n) {
		out_label(o, axis, st->before);
		out_text(o, S(" → "));
	}
	out_label(o, axis, st->after);
}

/* What was asked for, ticked; the analyst says what was given. */
void
support_kinds(struct out *o, const struct support *u)
{
	const struct vocab *kinds = vocab_get("support_kind");
	struct buf *b = o->buf;

	buf_printf(b, "<fieldset class=\"fr-fieldset\"><legend class=\"fr-fieldset__legend\">");
	out_text(o, t(o->lang, "desk.delivered_kinds"));
	buf_printf(b, "</legend>");
	for (size_t i = 0; i < kinds->n; i++) {
		struct str code = kinds->item[i].code;

		buf_printf(b,
		    "<div class=\"fr-fieldset__element\"><div class=\"fr-checkbox-group "
		    "fr-checkbox-group--sm\"><input type=\"checkbox\" name=\"support_kinds\" "
		    "id=\"given-%lld-%.*s\" value=\"%.*s\"%s><label class=\"fr-label\" "
		    "for=\"given-%lld-%.*s\">",
		    (long long)u->id, PS(code), PS(code),
		    str_in_set(u->kinds.s, code) ? " checked" : "", (long long)u->id, PS(code));
		out_label(o, "support_kind", code);
		buf_printf(b, "</label></div></div>");
	}
	buf_printf(b, "</fieldset>");
}
