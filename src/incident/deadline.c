/*
 * Deadlines in the database: opened, moved, withdrawn and written down, each step
 * a row of history and an entry of the journal.
 *
 * Every change goes through one function (store), guarded by the version that was
 * read: two people who write down the same notification never overwrite each
 * other unseen, and work that looks again at the facts loses to a person.
 */
#include "incident/deadline.h"

#include "base/json.h"
#include "base/table.h"
#include "incident/incident.h"

#include "incident_sql.h"

#define BODY_MAX (32u << 10)

struct incident_settings incident_settings;

/* What is sealed of one. */
struct words {
	struct str reference, reason;
};

static const struct field words_reference = { FIELD(words, reference), .max = 200 };
static const struct field words_reason = { FIELD(words, reason), .max = 2000, .input = INPUT_AREA };
static const struct field *const words_fields[] = { &words_reference, &words_reason, NULL };

static struct str
seal(struct act *act, const struct incident *in, const struct deadline *d)
{
	struct words words = { d->reference, d->reason };
	struct buf b = BUF_INIT(BODY_MAX);
	struct str sealed;

	if (d->reference.n == 0 && d->reason.n == 0)
		return (struct str){ NULL, 0 };
	record_write(&b, words_fields, &words);
	sealed = vault_seal(&in->vault, "deadline.body", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

static bool
unseal(struct act *act, const struct incident *in, struct str sealed, struct str *ret_reference,
    struct str *ret_reason)
{
	struct words words = { 0 };
	struct str clear;

	if (sealed.n && (!vault_unseal(&in->vault, "deadline.body", sealed, act->arena, &clear) ||
			    !record_read(clear, words_fields, &words, act->arena)))
		return false;
	*ret_reference = words.reference;
	*ret_reason = words.reason;
	return true;
}

/* ==== Reading ==== */

static void
describe(struct deadline *d)
{
	const struct table *t = table_get("deadline");

	d->row = table_find(t, "code", d->code.s);
	if (d->row == NOT_FOUND_ROW)
		return;
	d->wording = table_cell(t, d->row, "wording");
	d->basis = table_cell(t, d->row, "basis");
	d->addressee.s = table_cell(t, d->row, "addressee");
	d->actor.s = table_cell(t, d->row, "actor");
}

static bool
read_row(struct act *act, const struct incident *in, struct query *q, struct deadline *d)
{
	*d = (struct deadline){ .id = query_int(q, 0), .version = query_int(q, 1) };
	d->code.s = query_text(q, 2, act->arena);
	d->state.s = query_text(q, 3, act->arena);
	d->start_at = query_moment(q, 4);
	d->due_at = query_moment(q, 5);
	d->opened_at = query_moment(q, 6);
	d->changed_at = query_moment(q, 7);
	d->done_at = query_moment(q, 8);
	d->role = query_text(q, 9, act->arena);
	describe(d);
	return unseal(act, in, query_blob(q, 10, act->arena), &d->reference, &d->reason);
}

/* In the order of the table: few rows, sorted by insertion. */
static void
sort(struct deadline *list, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && list[k].row < list[k - 1].row; k--) {
			struct deadline swap = list[k];

			list[k] = list[k - 1];
			list[k - 1] = swap;
		}
}

enum outcome
deadline_list(struct act *act, const struct incident *in, struct deadline **ret, size_t *ret_n)
{
	struct deadline *list = arena_array(act->arena, struct deadline, DEADLINES_MAX);
	struct query q = query_open(act->db, &sql_deadline_of_incident);
	bool sound = true;
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	while (n < DEADLINES_MAX && query_next(&q))
		sound = read_row(act, in, &q, &list[n++]) && sound;
	o = query_close(&q);
	sort(list, n);
	*ret = list;
	*ret_n = n;
	/* A body that does not open was tampered with: nothing of it is shown. */
	return o == OK && !sound ? UNAVAILABLE : o;
}

enum outcome
deadline_find(struct act *act, const struct incident *in, struct str code, struct deadline *ret)
{
	struct deadline *list;
	size_t n;
	enum outcome o = deadline_list(act, in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (str_eq(list[i].code.s, code)) {
			*ret = list[i];
			return OK;
		}
	return o == OK ? NOT_FOUND : o;
}

enum outcome
deadline_history(struct act *act, const struct incident *in, const struct deadline *d,
    struct deadline_event **ret, size_t *ret_n)
{
	struct deadline_event *list = arena_array(act->arena, struct deadline_event, 100);
	struct query q = query_open(act->db, &sql_deadline_event_list);
	size_t n = 0;

	bind_int(&q, "deadline", d->id);
	bind_int(&q, "max", 100);
	while (n < 100 && query_next(&q)) {
		struct deadline_event *e = &list[n];

		e->at = query_moment(&q, 0);
		e->role = query_text(&q, 1, act->arena);
		e->event.s = query_text(&q, 2, act->arena);
		e->start_at = query_moment(&q, 3);
		e->due_at = query_moment(&q, 4);
		e->done_at = query_moment(&q, 5);
		n += unseal(act, in, query_blob(&q, 6, act->arena), &e->reference, &e->reason);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Writing ==== */

static void
bind_deadline(struct query *q, struct act *act, const struct deadline *d, struct str body)
{
	bind_moment(q, "start_at", d->start_at);
	bind_moment(q, "due_at", d->due_at);
	bind_moment(q, "done_at", d->done_at);
	bind_moment(q, "now", act->now);
	bind_int(q, "account", act->account ? act->account : INT_NONE);
	bind_text(q, "role", act->role);
	bind_blob(q, "body", body);
}

static enum outcome
note_event(struct act *act, const struct incident *in, const struct deadline *d, const char *event,
    struct str body)
{
	struct query q = query_open(act->db, &sql_deadline_event_insert);

	bind_int(&q, "deadline", d->id);
	bind_text(&q, "event", str_of(event));
	bind_deadline(&q, act, d, body);
	trail_note(act->trail, arena_printf(act->arena, "deadline.%s", event).p, "incident",
	    in->reference, d->code.s);
	return query_run(&q);
}

static enum outcome
insert(struct act *act, const struct incident *in, struct deadline *d)
{
	struct str body = seal(act, in, d);
	struct query q = query_open(act->db, &sql_deadline_insert);
	bool new;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_text(&q, "code", d->code.s);
	bind_text(&q, "state", d->state.s);
	bind_deadline(&q, act, d, body);
	new = query_next(&q);
	if (new)
		d->id = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK || !new)
		return o;
	return note_event(act, in, d, str_eq(d->state.s, S("done")) ? "done" : "opened", body);
}

static enum outcome
store(struct act *act, const struct incident *in, const struct deadline *d, const char *event)
{
	struct str body = seal(act, in, d);
	struct query q = query_open(act->db, &sql_deadline_save);
	enum outcome o;

	bind_int(&q, "id", d->id);
	bind_int(&q, "version", d->version);
	bind_text(&q, "state", d->state.s);
	bind_deadline(&q, act, d, body);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	return o == OK ? note_event(act, in, d, event, body) : o;
}

/* ==== The facts, looked at again ==== */

/* Where the declaration says that it was done; NULL: nowhere. */
static const struct field *
told_in(const struct deadline *d)
{
	const struct table *t = table_get("deadline");

	return d->row == NOT_FOUND_ROW
		   ? NULL
		   : field_find(report_fields, table_cell(t, d->row, "report_field"));
}

/* A note of when and under which number is "done"; of a complaint, "lodged". */
static bool
told(const struct field *f, const struct report *r)
{
	if (f == NULL || !field_known(f, r))
		return false;
	return f->kind == KIND_TEXT || str_eq(FIELD_IN(struct code, f, r)->s, S("deposee"));
}

/* As the declaration tells it: the day of a complaint is asked there, that of a
 * notification is not, so it is the day it was told. */
static void
take_told(struct deadline *d, const struct stored_report *s, struct moment now)
{
	const struct field *f = told_in(d);
	bool complaint = f && f->kind == KIND_CODE;

	if (str_eq(d->addressee.s, S("csirt"))) {
		d->state.s = S("done");
		d->done_at = s->received_at;
		d->reference = s->reference;
	} else if (told(f, &s->r)) {
		d->state.s = S("done");
		d->done_at = complaint && moment_known(s->r.complaint_at) ? s->r.complaint_at : now;
		if (!complaint)
			d->reference = *FIELD_IN(struct str, f, &s->r);
	}
}

static enum outcome
open_new(struct act *act, const struct incident *in, const struct stored_report *s, size_t row,
    const struct deadline_rule *r)
{
	struct deadline d = { .code = { table_cell(table_get("deadline"), row, "code") },
		.state = { S("open") },
		.start_at = r->start,
		.due_at = r->due,
		.done_at = MOMENT_NONE };

	describe(&d);
	take_told(&d, s, act->now);
	return insert(act, in, &d);
}

/* What was decided by a person stays; only its dates follow. */
static enum outcome
follow(struct act *act, const struct incident *in, const struct stored_report *s,
    struct deadline *d, const struct deadline_rule *r)
{
	bool withdrawn = str_eq(d->state.s, S("withdrawn")), waits = deadline_waits(d);
	bool moved;
	const char *event;

	if (r->owed == NO && waits) {
		d->state.s = S("withdrawn");
		return store(act, in, d, "withdrawn");
	}
	if (r->owed != YES)
		return OK;
	moved = d->start_at.s != r->start.s || d->due_at.s != r->due.s;
	d->start_at = r->start;
	d->due_at = r->due;
	if (withdrawn)
		d->state.s = S("open");
	event = withdrawn ? "returned" : "moved";
	if (deadline_waits(d)) {
		take_told(d, s, act->now);
		if (!deadline_waits(d))
			event = "done";
	}
	return withdrawn || moved || waits != deadline_waits(d) ? store(act, in, d, event) : OK;
}

static struct deadline *
in_list(struct deadline *list, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].code.s, code))
			return &list[i];
	return NULL;
}

static enum outcome
look(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct deadline_facts *f)
{
	const struct table *t = table_get("deadline");
	struct deadline *list;
	size_t n;
	enum outcome o = deadline_list(act, in, &list, &n);

	for (size_t i = 0; i < t->n_rows && o == OK; i++) {
		struct deadline *d = in_list(list, n, table_cell(t, i, "code"));
		struct deadline_rule r = deadline_rule(i, f);

		if (d)
			o = follow(act, in, s, d, &r);
		else if (r.owed == YES)
			o = open_new(act, in, s, i, &r);
	}
	return o;
}

/* The 72-hour notification was sent: the final report is counted from there. */
static enum outcome
notified(struct act *act, const struct incident *in, struct moment *ret)
{
	struct deadline d;
	enum outcome o = deadline_find(act, in, S("DL_NIS2_72"), &d);

	*ret = o == OK && str_eq(d.state.s, S("done")) ? d.done_at : MOMENT_NONE;
	return o == NOT_FOUND ? OK : o;
}

enum outcome
deadline_refresh(struct act *act, const struct incident *in, const struct stored_report *s)
{
	struct rule_facts rule;
	struct deadline_given given;
	struct deadline_facts f = { .rule = &rule, .nis2 = incident_settings.nis2 };
	enum outcome o = deadline_given(act, in, &given);

	/* History owes nothing (design.md §8.1), nor does a provider's failure: the
	 * structures that it hits have files of their own. */
	if (in->imported || in->provider || o != OK)
		return o;
	rule_facts(&rule, &s->r, in, in->military, act->now);
	f.zone = zone_of_department(s->r.department.s);
	f.detection = moment_known(s->r.detected_at) ? s->r.detected_at : s->received_at;
	f.awareness = moment_known(given.aware_at) ? given.aware_at : f.detection;
	f.high_risk = str_eq(given.high_risk.s, S("oui")) ? given.high_risk_at : MOMENT_NONE;
	o = notified(act, in, &f.notified);
	return o == OK ? look(act, in, s, &f) : o;
}

/* ==== Facts set by hand ==== */

enum outcome
deadline_given(struct act *act, const struct incident *in, struct deadline_given *ret)
{
	struct query q = query_open(act->db, &sql_deadline_fact);

	*ret = (struct deadline_given){ .aware_at = MOMENT_NONE, .high_risk_at = MOMENT_NONE };
	bind_int(&q, "incident", in->id);
	if (query_next(&q)) {
		ret->aware_at = query_moment(&q, 0);
		ret->high_risk.s = query_text(&q, 1, act->arena);
		ret->high_risk_at = query_moment(&q, 2);
	}
	return query_close(&q);
}

enum outcome
deadline_give(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct deadline_given *g)
{
	struct query q = query_open(act->db, &sql_deadline_fact_set);
	bool risk = str_eq(g->high_risk.s, S("oui"));
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "aware_at", g->aware_at);
	bind_text(&q, "high_risk", g->high_risk.s);
	bind_moment(&q, "high_risk_at",
	    !risk			    ? MOMENT_NONE
	    : moment_known(g->high_risk_at) ? g->high_risk_at
					    : act->now);
	trail_note(act->trail, "deadline.facts", "incident", in->reference, g->high_risk.s);
	o = query_run(&q);
	if (o == OK)
		o = log_add(act, in, "echeance", S("structure"), t(LANG_FR, "log.deadline_facts"));
	return o == OK ? deadline_refresh(act, in, s) : o;
}

/* ==== What somebody writes down ==== */

static enum outcome
tell_log(struct act *act, const struct incident *in, const struct deadline *d)
{
	return log_add(act, in, "echeance", S("structure"),
	    arena_printf(act->arena, "%.*s : %.*s", PS(vocab_label("deadline", d->code.s, LANG_FR)),
		PS(vocab_label("deadline_state", d->state.s, LANG_FR))));
}

enum outcome
deadline_record(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct deadline *d, const struct deadline_answer *a)
{
	struct deadline to = *d;
	const char *wrong;
	enum outcome o;

	if (str_eq(d->state.s, S("withdrawn")))
		return CONFLICT;
	if (deadline_wrong(d, a, act->now, &wrong))
		return INVALID;
	to.state = a->deadline_answer;
	to.done_at = str_eq(to.state.s, S("done")) ? a->done_at : MOMENT_NONE;
	to.reference = a->deadline_reference;
	to.reason = a->deadline_reason;
	o = store(act, in, &to, arena_cstr(act->arena, to.state.s));
	if (o == OK)
		o = tell_log(act, in, &to);
	return o == OK ? deadline_refresh(act, in, s) : o;
}
