/*
 * The part "deadlines" of a file, for the cell and for the structure.
 *
 * One set of handlers serves both sides: what differs is who opens the file and by
 * whose clock dates are typed.  Each deadline has a page to be written down on: a
 * list of nine forms was rejected, because a mistake must be shown beside its
 * field, and a field has one place.
 */
#include "incident/deadline_page.h"

#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/own.h"

/* clang-format off */
static const struct field given_aware_at = { FIELD(deadline_given, aware_at) };
static const struct field given_high_risk = { FIELD(deadline_given, high_risk), .vocabulary = "yes_no_nsp" };
static const struct field *const given_asked[] = { &given_aware_at, &given_high_risk, NULL };
static const struct field *const answer_asked[] = { &deadline_answer_field, &deadline_done_at,
	&deadline_reference, &deadline_reason, NULL };
/* clang-format on */

#define CLOCKS_SHOWN 40

/* A file opened from one of the two sides. */
struct side {
	bool own;
	struct act act;
	struct incident in;
	struct stored_report s;
};

static enum outcome
enter(struct request *rq, bool own, enum action action, struct side *ret)
{
	ret->own = own;
	return own ? own_open(rq, action, &ret->act, &ret->in, &ret->s)
		   : desk_open(rq, action, &ret->act, &ret->in, &ret->s);
}

static enum outcome
refused(struct request *rq, bool own, enum outcome o)
{
	return own ? own_closed(rq, o) : o;
}

static bool
may_write(struct request *rq, bool own)
{
	const struct member *m = request_member(rq);
	struct facts any = { .structure = m->structure,
		.report = m->report,
		.region = m->region,
		.personal_data = true };

	return access_may(m, own ? OBJECT_OWN_FILE : OBJECT_FILE, ACTION_WRITE, &any);
}

static struct deadline_view
view_of(struct request *rq, const struct side *at)
{
	struct deadline_view v = { .in = &at->in,
		.s = &at->s,
		.own = at->own,
		.now = rq->now,
		.local = zone_of_department(at->s.r.department.s),
		.filled = &rq->filled };

	v.may_write = may_write(rq, at->own);
	v.base = at->own ? arena_printf(rq->arena, "/file/%.*s/deadlines", PS(at->s.reference))
			 : arena_printf(rq->arena, "/desk/%.*s/deadlines", PS(at->in.reference));
	return v;
}

static enum outcome
gather_rest(struct side *at, struct deadline_view *v)
{
	struct reminded *list;
	enum outcome o = remind_list(&at->act, &at->in, &list, &v->n_reminded);

	v->reminded = list;
	return o == OK ? deadline_given(&at->act, &at->in, &v->given) : o;
}

/* ==== All of them, and the facts they are counted from ==== */

static enum outcome
show_all(struct request *rq, struct side *at, int status)
{
	struct deadline_view v = view_of(rq, at);
	struct service_clock *clock = NULL;
	struct deadline *list;
	enum outcome o = deadline_list(&at->act, &at->in, &list, &v.n);

	if (o == OK)
		o = gather_rest(at, &v);
	if (o == OK && !at->own)
		o = service_list(&at->act, &at->in, &clock, &v.n_clocks);
	if (o != OK)
		return o;
	if (v.n_clocks > CLOCKS_SHOWN)
		v.n_clocks = CLOCKS_SHOWN;
	v.clock = clock;
	v.deadline = list;
	for (size_t i = 0; i < v.n; i++) {
		v.n_waits += deadline_waits(&list[i]);
		v.n_late += deadline_waits(&list[i]) && deadline_late(&list[i], rq->now);
	}
	page_deadlines(page_begin(rq, t(rq->lang, "deadlines.title")), &v);
	return page_end(rq, status);
}

static enum outcome
all_page(struct request *rq, bool own)
{
	struct deadline_given given;
	struct side at;
	enum outcome o = enter(rq, own, ACTION_READ, &at);

	if (o == OK)
		o = deadline_given(&at.act, &at.in, &given);
	if (o != OK)
		return refused(rq, own, o);
	form_show(given_asked, &given, &rq->filled, rq->zone, rq->arena);
	return show_all(rq, &at, 200);
}

static enum outcome
all_again(struct request *rq, bool own)
{
	struct side at;
	enum outcome o = enter(rq, own, ACTION_WRITE, &at);

	return o == OK ? show_all(rq, &at, 422) : refused(rq, own, o);
}

/* Nobody is aware of what was not yet found, nor in the future. */
static bool
facts_sound(struct request *rq, const struct side *at, const struct deadline_given *g)
{
	const char *wrong = NULL;

	if (!moment_known(g->aware_at))
		return true;
	if (g->aware_at.s > rq->now.s + 300)
		wrong = "error.future";
	else if (moment_known(at->s.r.detected_at) && g->aware_at.s < at->s.r.detected_at.s)
		wrong = "error.aware_before_detected";
	if (wrong)
		form_error(&rq->filled, &given_aware_at, wrong);
	return wrong == NULL;
}

static enum outcome
give(struct request *rq, bool own, const struct form *form, void *record)
{
	struct deadline_given *g = record, before;
	struct side at;
	enum outcome o = enter(rq, own, ACTION_WRITE, &at);

	if (o != OK)
		return refused(rq, own, o);
	if (!own_reads(rq, form, record) || !facts_sound(rq, &at, g))
		return INVALID;
	o = deadline_given(&at.act, &at.in, &before);
	g->high_risk_at = before.high_risk_at;
	if (o == OK)
		o = deadline_give(&at.act, &at.in, &at.s, g);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.deadline_facts");
	return reply_see_other(rq, "%.*s", PS(view_of(rq, &at).base));
}

/* ==== One of them ==== */

/* What stands; blank where nothing was written down. */
static struct deadline_answer
answer_of(const struct deadline *d)
{
	if (deadline_waits(d) || str_eq(d->state.s, S("withdrawn")))
		return (struct deadline_answer){ .done_at = MOMENT_NONE };
	return (struct deadline_answer){ d->state, d->done_at, d->reference, d->reason };
}

static enum outcome
show_one(struct request *rq, struct side *at, struct deadline *d, int status)
{
	struct deadline_view v = view_of(rq, at);
	struct deadline_answer a = answer_of(d);
	struct deadline_event *event;
	enum outcome o = deadline_history(&at->act, &at->in, d, &event, &v.n_events);

	if (o == OK)
		o = gather_rest(at, &v);
	if (o != OK)
		return o;
	v.one = d;
	v.was = conflict_base(rq->arena, answer_asked, status == 200 ? &a : NULL, &rq->params);
	v.event = event;
	v.may_record = v.may_write && !str_eq(d->state.s, S("withdrawn")) &&
		       deadline_may_record(d->row, rq->visitor.role);
	page_deadline(page_begin(rq, vocab_label("deadline", d->code.s, rq->lang)), &v);
	return page_end(rq, status);
}

static enum outcome
enter_one(struct request *rq, bool own, enum action action, struct side *at, struct deadline *d)
{
	enum outcome o = enter(rq, own, action, at);

	if (o != OK)
		return refused(rq, own, o);
	return deadline_find(&at->act, &at->in, rq->segment[1], d);
}

static enum outcome
one_page(struct request *rq, bool own)
{
	struct deadline_answer a;
	struct deadline d = { 0 };
	struct side at;
	enum outcome o = enter_one(rq, own, ACTION_READ, &at, &d);

	if (o != OK || d.id == 0)
		return o;
	a = answer_of(&d);
	form_show(answer_asked, &a, &rq->filled, rq->zone, rq->arena);
	return show_one(rq, &at, &d, 200);
}

static enum outcome
one_again(struct request *rq, bool own)
{
	struct deadline d = { 0 };
	struct side at;
	enum outcome o = enter_one(rq, own, ACTION_WRITE, &at, &d);

	return o == OK && d.id ? show_one(rq, &at, &d, 422) : o;
}

/* Somebody of the cell or of the structure wrote it down meanwhile: both versions. */
static enum outcome
one_conflict(struct request *rq, bool own, const struct form *form, void *record)
{
	struct deadline_answer now;
	struct deadline d = { 0 };
	struct side at;
	struct deadline_view v;
	enum outcome o = enter_one(rq, own, ACTION_WRITE, &at, &d);

	if (o != OK || d.id == 0)
		return o;
	now = answer_of(&d);
	v = view_of(rq, &at);
	own_reads(rq, form, record); /* by the structure's clock */
	return conflict_show(rq, &at.act,
	    &(struct conflict){ .back = v.base,
		.name = vocab_label("deadline", d.code.s, rq->lang),
		.action = rq->path,
		.asked = answer_asked,
		.size = sizeof now,
		.version = d.version,
		.theirs = &now,
		.mine = record,
		.at = MOMENT_NONE });
}

static bool
answer_sound(struct request *rq, const struct deadline *d, const struct deadline_answer *a)
{
	const char *key;
	const struct field *wrong = deadline_wrong(d, a, rq->now, &key);

	if (wrong)
		form_error(&rq->filled, wrong, key);
	return wrong == NULL;
}

static enum outcome
record_one(struct request *rq, bool own, const struct form *form, void *record)
{
	struct deadline d = { 0 };
	struct deadline_answer now;
	struct side at;
	enum outcome o = enter_one(rq, own, ACTION_WRITE, &at, &d);

	if (o != OK || d.id == 0)
		return o;
	if (!deadline_may_record(d.row, rq->visitor.role))
		return FORBIDDEN;
	now = answer_of(&d);
	if (conflict_stale(rq, answer_asked, sizeof now, d.version, &now))
		return CONFLICT;
	if (!own_reads(rq, form, record) || !answer_sound(rq, &d, record))
		return INVALID;
	o = deadline_record(&at.act, &at.in, &at.s, &d, record);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.deadline");
	return reply_see_other(rq, "%.*s", PS(view_of(rq, &at).base));
}

/* ==== The two sides ==== */

enum outcome
desk_deadlines(struct request *rq, void *record)
{
	(void)record;
	return all_page(rq, false);
}

enum outcome
own_deadlines_page(struct request *rq, void *record)
{
	(void)record;
	return all_page(rq, true);
}

enum outcome
desk_deadline(struct request *rq, void *record)
{
	(void)record;
	return one_page(rq, false);
}

enum outcome
own_deadline(struct request *rq, void *record)
{
	(void)record;
	return one_page(rq, true);
}

static enum outcome
desk_all_again(struct request *rq, void *record)
{
	(void)record;
	return all_again(rq, false);
}

static enum outcome
own_all_again(struct request *rq, void *record)
{
	(void)record;
	return all_again(rq, true);
}

static enum outcome
desk_one_again(struct request *rq, void *record)
{
	(void)record;
	return one_again(rq, false);
}

static enum outcome
own_one_again(struct request *rq, void *record)
{
	(void)record;
	return one_again(rq, true);
}

const struct form desk_deadline_facts_form = {
	.asked = given_asked, .size = sizeof(struct deadline_given), .invalid = desk_all_again
};
const struct form own_deadline_facts_form = {
	.asked = given_asked, .size = sizeof(struct deadline_given), .invalid = own_all_again
};

static enum outcome
desk_one_conflict(struct request *rq, void *record)
{
	return one_conflict(rq, false, &desk_deadline_form, record);
}

static enum outcome
own_one_conflict(struct request *rq, void *record)
{
	return one_conflict(rq, true, &own_deadline_form, record);
}

const struct form desk_deadline_form = { .asked = answer_asked,
	.size = sizeof(struct deadline_answer),
	.invalid = desk_one_again,
	.conflict = desk_one_conflict };
const struct form own_deadline_form = { .asked = answer_asked,
	.size = sizeof(struct deadline_answer),
	.invalid = own_one_again,
	.conflict = own_one_conflict };

enum outcome
desk_deadline_facts(struct request *rq, void *record)
{
	return give(rq, false, &desk_deadline_facts_form, record);
}

enum outcome
own_deadline_facts(struct request *rq, void *record)
{
	return give(rq, true, &own_deadline_facts_form, record);
}

enum outcome
desk_deadline_record(struct request *rq, void *record)
{
	return record_one(rq, false, &desk_deadline_form, record);
}

enum outcome
own_deadline_record(struct request *rq, void *record)
{
	return record_one(rq, true, &own_deadline_form, record);
}
