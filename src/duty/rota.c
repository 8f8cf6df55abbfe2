/*
 * The rota's page: the lead plans, the cell reads.
 *
 * What is planned wrong is shown in place; an uncovered hour stands at the top, as
 * the form's own proposal: the next watch to plan begins where nobody is on call.
 */
#include "duty/private.h"

#include "duty_sql.h"

#define WEEK_DAYS 7
#define LONGEST (32 * 86400) /* a watch of more than a month is a slip of the hand */

/* ==== The two forms ==== */

struct planned {
	int64_t account;
	struct code duty_rank;
	struct moment watch_from, watch_to;
};

static const struct field planned_account = { FIELD(planned, account), .need = REQUIRED, .min = 1 };
static const struct field planned_rank = { FIELD(planned, duty_rank), .vocabulary = "duty_rank",
	.need = REQUIRED };
static const struct field planned_from = { FIELD(planned, watch_from), .need = REQUIRED };
static const struct field planned_to = { FIELD(planned, watch_to), .need = REQUIRED };
static const struct field *const planned_asked[] = { &planned_account, &planned_rank, &planned_from,
	&planned_to, NULL };
static const struct field *const planned_shown[] = { &planned_rank, &planned_from, &planned_to,
	NULL };

struct away {
	int64_t absence_account;
	struct code duty_absence;
	struct moment absence_from, absence_to;
};

static const struct field away_account = { FIELD(away, absence_account), .need = REQUIRED,
	.min = 1 };
static const struct field away_kind = { FIELD(away, duty_absence), .vocabulary = "duty_absence",
	.need = REQUIRED };
static const struct field away_from = { FIELD(away, absence_from), .need = REQUIRED };
static const struct field away_to = { FIELD(away, absence_to), .need = REQUIRED };
static const struct field *const away_asked[] = { &away_account, &away_kind, &away_from, &away_to,
	NULL };
static const struct field *const away_shown[] = { &away_kind, &away_from, &away_to, NULL };

/* ==== The page ==== */

void
rota_fields(struct out *o, const struct filled *f, field_list list)
{
	for (; *list; list++)
		form_field(o, f, *list);
}

void
rota_people(struct out *o, const struct rota_view *v, int64_t chosen)
{
	for (size_t i = 0; i < v->n_people; i++) {
		const struct account *p = &v->person[i];

		buf_printf(o->buf, "<option value=\"%lld\"%s>", (long long)p->id,
		    p->id == chosen ? " selected" : "");
		out_text(o, p->name);
		buf_puts(o->buf, "</option>");
	}
}

/* The other watches, to change hands with. */
void
rota_others(struct out *o, const struct rota_view *v, int64_t id)
{
	for (size_t i = 0; i < v->r->n; i++) {
		const struct watch *w = &v->r->watch[i];

		if (w->id == id)
			continue;
		buf_printf(o->buf, "<option value=\"%lld\">", (long long)w->id);
		out_text(o, w->name);
		buf_puts(o->buf, ", ");
		out_text(o, out_of_moment(o, w->from_at));
		buf_puts(o->buf, ", ");
		out_text(o, vocab_label("duty_rank", w->rank.s, o->lang));
		buf_puts(o->buf, "</option>");
	}
}

/* What the forms hold before anything was typed: a week from the first gap. */
static void
blank_watch(struct request *rq, const struct rota *r, struct filled *f)
{
	struct planned p = { .duty_rank = { S("first") },
		.watch_from = r->n_gaps ? r->gap[0].from_at : rq->now };

	p.watch_to = moment_add_days(p.watch_from, WEEK_DAYS, ZONE_PARIS);
	form_show(planned_shown, &p, f, ZONE_PARIS, rq->arena);
}

static void
blank_absence(struct request *rq, struct filled *f)
{
	struct away x;

	field_clear(away_shown, &x);
	form_show(away_shown, &x, f, ZONE_PARIS, rq->arena);
}

static enum outcome
show(struct request *rq, const struct filled *watch, const struct filled *absence, int status)
{
	struct duty_means m = duty_means_of(rq);
	struct facts none = { 0 };
	struct filled *blank = arena_array(rq->arena, struct filled, 2);
	struct rota_view v = { .now = rq->now,
		.until = moment_add_days(rq->now, ROTA_DAYS, ZONE_PARIS) };
	struct account *person;
	struct rota r;
	struct out *out;
	enum outcome o = rota_load(&m, v.until, &r);

	if (o == OK)
		o = cell_people(&m, &person, &v.n_people);
	if (o != OK)
		return o;
	blank_watch(rq, &r, &blank[0]);
	blank_absence(rq, &blank[1]);
	v.r = &r;
	v.person = person;
	v.watch = watch ? watch : &blank[0];
	v.absence = absence ? absence : &blank[1];
	v.errors = &rq->filled;
	v.watch_fields = planned_shown;
	v.absence_fields = away_shown;
	str_int(param_get(&rq->params, "account"), &v.chosen);
	str_int(param_get(&rq->params, "absence_account"), &v.chosen_away);
	v.may_write = access_may(request_member(rq), OBJECT_ROTA, ACTION_WRITE, &none);
	rq->active = "/duty";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "rota.title"));
	page_duty_rota(out, &v);
	return page_end(rq, status);
}

enum outcome
duty_rota_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, NULL, NULL, 200);
}

static enum outcome
watch_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, &rq->filled, NULL, 422);
}

static enum outcome
give_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, NULL, NULL, 422);
}

static enum outcome
absence_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, NULL, &rq->filled, 422);
}

const struct form duty_watch_form = {
	.asked = planned_asked, .size = sizeof(struct planned), .invalid = watch_again
};
const struct form duty_absence_form = {
	.asked = away_asked, .size = sizeof(struct away), .invalid = absence_again
};

static enum outcome
back(struct request *rq, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/duty/rota");
}

/* ==== Planning ==== */

/* Whatever number the form holds: only people of the cell. */
static enum outcome
check_person(struct request *rq, const struct duty_means *m, int64_t account, const struct field *f)
{
	struct account *person;
	size_t n = 0;
	enum outcome o = cell_people(m, &person, &n);

	if (o == OK && !cell_member(person, n, account)) {
		form_error(&rq->filled, f, "error.choice");
		o = INVALID;
	}
	return o;
}

static enum outcome
check_span(struct request *rq, struct moment from, struct moment to, int64_t longest,
    const struct field *f)
{
	if (to.s <= from.s)
		form_error(&rq->filled, f, "error.ends_before_it_begins");
	else if (to.s <= rq->now.s)
		form_error(&rq->filled, f, "error.watch_over");
	else if (to.s - from.s > longest)
		form_error(&rq->filled, f, "error.watch_long");
	return rq->filled.errors ? INVALID : OK;
}

/* Nobody is planned on top of a colleague, of themselves, or of their leave. */
static enum outcome
check_free(
    struct request *rq, const struct duty_means *m, const struct watch *w, const struct field *f)
{
	struct rota r;
	enum outcome o = rota_load(m, w->to_at, &r);
	size_t at = r.n < WATCHES_MAX ? r.n : WATCHES_MAX - 1;

	if (o != OK)
		return o;
	for (size_t i = 0; i < r.n; i++)
		if (w->id && r.watch[i].id == w->id)
			at = i;
	r.watch[at] = *w;
	r.n += at == r.n;
	rota_judge(&r, m->now, m->now);
	if (r.watch[at].wrong)
		form_error(&rq->filled, f, r.watch[at].wrong);
	return r.watch[at].wrong ? INVALID : OK;
}

enum outcome
duty_watch_add(struct request *rq, void *record)
{
	const struct planned *in = record;
	struct duty_means m = duty_means_of(rq);
	struct watch w = { .account = in->account,
		.rank = in->duty_rank,
		.from_at = in->watch_from,
		.to_at = in->watch_to };
	enum outcome o = check_person(rq, &m, w.account, &planned_account);

	if (o == OK)
		o = check_span(rq, w.from_at, w.to_at, LONGEST, &planned_to);
	if (o == OK)
		o = check_free(rq, &m, &w, &planned_from);
	if (o == OK)
		o = watch_insert(&m, &w);
	return o == OK ? back(rq, "notice.watch_added") : o;
}

static int64_t
number_of(struct str s)
{
	int64_t n = 0;

	return str_int(s, &n) && n > 0 ? n : 0;
}

struct given {
	int64_t account;
};

static const struct field given_account = { FIELD(given, account), .need = REQUIRED, .min = 1 };
static const struct field *const given_asked[] = { &given_account, NULL };

const struct form duty_give_form = {
	.asked = given_asked, .size = sizeof(struct given), .invalid = give_again
};

static enum outcome
give(const struct duty_means *m, const struct watch *w)
{
	struct query q = query_open(m->db, &sql_watch_give);
	enum outcome o;

	bind_int(&q, "id", w->id);
	bind_int(&q, "account", w->account);
	bind_int(&q, "planned_by", m->account);
	bind_moment(&q, "now", m->now);
	o = query_run(&q);
	if (o == OK)
		trail_note(m->trail, "rota.give", "rota",
		    arena_printf(m->arena, "%lld", (long long)w->id),
		    arena_printf(m->arena, "account=%lld", (long long)w->account));
	return o;
}

/* The same hours, another person. */
enum outcome
duty_watch_give(struct request *rq, void *record)
{
	const struct given *in = record;
	struct duty_means m = duty_means_of(rq);
	struct watch w;
	enum outcome o = watch_by_id(&m, number_of(rq->segment[0]), &w);

	if (o == OK)
		o = check_person(rq, &m, in->account, &given_account);
	if (o != OK)
		return o;
	w.account = in->account;
	o = check_free(rq, &m, &w, &given_account);
	if (o == OK)
		o = give(&m, &w);
	return o == OK ? back(rq, "notice.watch_given") : o;
}

/* ==== Two watches change hands ==== */

struct swapped {
	int64_t swap_with;
};

static const struct field swapped_with = { FIELD(swapped, swap_with), .need = REQUIRED, .min = 1 };
static const struct field *const swapped_asked[] = { &swapped_with, NULL };

const struct form duty_swap_form = {
	.asked = swapped_asked, .size = sizeof(struct swapped), .invalid = give_again
};

/* Judged together: each alone would clash with the other. */
static enum outcome
check_swap(
    struct request *rq, const struct duty_means *m, const struct watch *a, const struct watch *b)
{
	struct moment until = a->to_at.s > b->to_at.s ? a->to_at : b->to_at;
	const char *wrong = NULL;
	struct rota r;
	enum outcome o = rota_load(m, until, &r);

	if (o != OK)
		return o;
	for (size_t i = 0; i < r.n; i++)
		if (r.watch[i].id == a->id || r.watch[i].id == b->id)
			r.watch[i].account = r.watch[i].id == a->id ? a->account : b->account;
	rota_judge(&r, m->now, m->now);
	for (size_t i = 0; i < r.n; i++)
		if (r.watch[i].id == a->id || r.watch[i].id == b->id)
			wrong = r.watch[i].wrong ? r.watch[i].wrong : wrong;
	if (wrong)
		form_error(&rq->filled, &swapped_with, wrong);
	return wrong ? INVALID : OK;
}

enum outcome
duty_watch_swap(struct request *rq, void *record)
{
	const struct swapped *in = record;
	struct duty_means m = duty_means_of(rq);
	struct watch a, b;
	int64_t account;
	enum outcome o = watch_by_id(&m, number_of(rq->segment[0]), &a);

	if (o == OK)
		o = watch_by_id(&m, in->swap_with, &b);
	if (o == OK && a.id == b.id)
		o = NOT_FOUND;
	if (o != OK)
		return o;
	account = a.account;
	a.account = b.account;
	b.account = account;
	o = check_swap(rq, &m, &a, &b);
	if (o == OK)
		o = give(&m, &a);
	if (o == OK)
		o = give(&m, &b);
	return o == OK ? back(rq, "notice.watch_swapped") : o;
}

static enum outcome
erase(struct request *rq, const struct sql *sql, const char *action, const char *notice)
{
	struct duty_means m = duty_means_of(rq);
	struct query q = query_open(m.db, sql);
	enum outcome o;

	bind_int(&q, "id", number_of(rq->segment[0]));
	o = query_run(&q);
	if (o == OK && db_changes(m.db) == 0)
		o = NOT_FOUND;
	if (o != OK)
		return o;
	trail_note(m.trail, action, "rota", rq->segment[0], (struct str){ NULL, 0 });
	return back(rq, notice);
}

enum outcome
duty_watch_remove(struct request *rq, void *record)
{
	(void)record;
	return erase(rq, &sql_watch_delete, "rota.remove", "notice.watch_removed");
}

/* ==== Absences ==== */

enum outcome
duty_absence_add(struct request *rq, void *record)
{
	const struct away *in = record;
	struct duty_means m = duty_means_of(rq);
	struct query q;
	enum outcome o = check_person(rq, &m, in->absence_account, &away_account);

	if (o == OK)
		o = check_span(rq, in->absence_from, in->absence_to, INT64_MAX, &away_to);
	if (o != OK)
		return o;
	q = query_open(m.db, &sql_absence_insert);
	bind_int(&q, "account", in->absence_account);
	bind_text(&q, "kind", in->duty_absence.s);
	bind_moment(&q, "from_at", in->absence_from);
	bind_moment(&q, "to_at", in->absence_to);
	o = query_run(&q);
	if (o != OK)
		return o;
	trail_note(m.trail, "rota.absence", "rota",
	    arena_printf(m.arena, "account=%lld", (long long)in->absence_account),
	    (struct str){ NULL, 0 });
	return back(rq, "notice.absence_added");
}

enum outcome
duty_absence_remove(struct request *rq, void *record)
{
	(void)record;
	return erase(rq, &sql_absence_delete, "rota.absence_remove", "notice.absence_removed");
}
