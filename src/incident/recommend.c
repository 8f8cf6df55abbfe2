/*
 * Recommendations in the database.
 *
 * A tick is a row, not a column of flags, so that it has its time and the figures
 * can count steps without opening anything.  Steps that were done are told in the
 * running log, for the analyst who follows the file; the structure sees them on
 * the card itself.
 */
#include "incident/recommend.h"

#include "incident/card_run.h"
#include "incident/notice.h"
#include "incident/part.h"
#include "incident/rules.h"

#include "incident_sql.h"

#define BODY_MAX (256u << 10)
#define TICKS_MAX 2000 /* of a file */

/* What is sealed of one. */
struct body {
	struct str text, card; /* the free text; the card's JSON as it was sent */
};

static const struct field body_text = { FIELD(body, text), .max = 10000, .input = INPUT_AREA };
static const struct field body_card = { FIELD(body, card), .max = BODY_MAX, .input = INPUT_AREA };
static const struct field *const body_fields[] = { &body_text, &body_card, NULL };

/* ==== Sending ==== */

static struct str
sealed_body(
    struct act *act, const struct incident *in, const struct reflex_card *c, struct str text)
{
	struct body body = { .text = text, .card = c ? c->json : (struct str){ NULL, 0 } };
	struct buf b = BUF_INIT(2 * BODY_MAX);
	struct str sealed;

	record_write(&b, body_fields, &body);
	sealed = vault_seal(&in->vault, "recommendation.body", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

/* begun: by the structure itself, which has read what it began. */
static enum outcome
insert(struct act *act, const struct incident *in, const struct reflex_card *c, struct str text,
    bool begun, int64_t *ret_id)
{
	enum outcome o;

	struct query q = query_open(act->db, &sql_recommendation_insert);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "card", c ? c->ref : (struct str){ NULL, 0 });
	bind_int(&q, "card_version", c ? c->version : INT_NONE);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_text(&q, "begun_by", begun ? S("structure") : (struct str){ NULL, 0 });
	bind_moment(&q, "read_at", begun ? act->now : MOMENT_NONE);
	bind_blob(&q, "body", sealed_body(act, in, c, text));
	*ret_id = query_next(&q) ? query_int(&q, 0) : 0;
	trail_note(act->trail, begun ? "recommendation.begin" : "recommendation.send", "incident",
	    in->reference,
	    c ? arena_printf(
		    act->arena, "card=%.*s;version=%lld", PS(c->ref), (long long)c->version)
	      : S("text"));
	o = query_close(&q);
	return o == OK && c ? card_run_link(act, in, c->ref, *ret_id, begun) : o;
}

/* In the log the structure reads which card came, or what was written to it. */
static enum outcome
tell_log(struct act *act, const struct incident *in, const struct reflex_card *c, struct str text)
{
	struct str told = text;

	if (c)
		told = arena_printf(act->arena, "%.*s, %.*s%s%.*s", PS(c->ref),
		    PS(c->title[LANG_FR]), text.n ? "\n\n" : "", PS(text));
	return log_add(act, in, "recommandation", S("structure"), told);
}

static enum outcome
send_one(struct act *act, const struct incident *in, const struct reflex_card *c, struct str text)
{
	int64_t id;
	enum outcome o = insert(act, in, c, text, false, &id);

	return o == OK ? tell_log(act, in, c, text) : o;
}

enum outcome
recommendation_begin(
    struct act *act, const struct incident *in, const struct reflex_card *c, int64_t *ret_id)
{
	struct str arg[] = { c->ref, c->title[LANG_FR] };
	enum outcome o = insert(act, in, c, (struct str){ NULL, 0 }, true, ret_id);

	return o == OK ? log_add(act, in, "action", S("structure"),
			     t_fill(act->arena, LANG_FR, "log.card_begun", arg, 2))
		       : o;
}

static bool
sent_already(const struct recommendation *r, size_t n, const struct reflex_card *c)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].card && str_eq(r[i].card->ref, c->ref) && r[i].card->version == c->version)
			return true;
	return false;
}

static enum outcome
send_cards(struct act *act, const struct incident *in, struct str refs, struct str text)
{
	struct recommendation *have;
	size_t n = 0;
	enum outcome o = recommendation_list(act, in, &have, &n);

	if (o == OK && n >= RECOMMENDATIONS_MAX)
		return CONFLICT;
	while (o == OK && refs.n) {
		const struct reflex_card *c = reflex_card_by_ref(str_cut(&refs, '|'));

		if (c == NULL)
			return INVALID;
		if (sent_already(have, n, c))
			return CONFLICT;
		o = send_one(act, in, c, text);
		text = (struct str){ NULL, 0 };
	}
	return o == OK && text.n ? send_one(act, in, NULL, text) : o;
}

enum outcome
recommendation_send(struct act *act, struct incident *in, const struct stored_report *s,
    struct str card_ref, struct str free_text)
{
	struct str text = str_trim(free_text);
	enum outcome o;

	if (card_ref.n == 0 && text.n == 0)
		return INVALID;
	if (workflow_ended(in->workflow.s))
		return CONFLICT;
	o = send_cards(act, in, card_ref, text);
	if (o == OK && !moment_known(in->first_advice_at)) {
		in->first_advice_at = act->now;
		o = incident_save(act, in, "incident.first_advice", (struct str){ NULL, 0 });
	}
	return o == OK ? notice_declarant(act, in, s, "mail.recommendation") : o;
}

/* ==== Reading ==== */

/* The copy is opened only where the card of today is not what was sent. */
static bool
read_card(
    struct act *act, struct recommendation *r, struct str ref, int64_t version, struct str json)
{
	struct reflex_card *copy;

	if (ref.n == 0)
		return true;
	r->card = reflex_card_by_ref(ref);
	if (r->card && r->card->version == version)
		return true;
	copy = arena_new_of(act->arena, struct reflex_card);
	r->card = copy;
	return reflex_read(arena_dup(act->arena, json), act->arena, copy);
}

static bool
read_row(struct act *act, const struct incident *in, struct query *q, struct recommendation *r)
{
	struct body body = { 0 };
	struct str clear;

	*r = (struct recommendation){ .id = query_int(q, 0) };
	r->sent_at = query_moment(q, 3);
	r->read_at = query_moment(q, 4);
	r->account = query_null(q, 5) ? 0 : query_int(q, 5);
	r->begun = !query_null(q, 7);
	if (!vault_unseal(&in->vault, "recommendation.body", query_blob(q, 6, act->arena),
		act->arena, &clear) ||
	    !record_read(clear, body_fields, &body, act->arena))
		return false;
	r->text = body.text;
	return read_card(act, r, query_text(q, 1, act->arena), query_int(q, 2), body.card);
}

static const struct field tick_note = { FIELD(tick, note), .max = 2000, .input = INPUT_AREA,
	.sealed = true };
static const struct part tick_part = {
	.place = "recommendation_step.body",
	.fields = (const struct field *const[]){ &tick_note, NULL },
};

static bool
read_tick(struct act *act, const struct incident *in, struct query *q, struct tick *t)
{
	*t = (struct tick){ .step = query_int(q, 1),
		.at = query_moment(q, 2),
		.state = query_text(q, 3, act->arena),
		.role = query_text(q, 4, act->arena),
		.account = query_null(q, 5) ? 0 : query_int(q, 5),
		.attachment = query_null(q, 6) ? 0 : query_int(q, 6) };
	return query_null(q, 7) ||
	       part_unseal(act, &in->vault, &tick_part, query_blob(q, 7, act->arena), t);
}

/* Ticks come in the order of recommendations: each takes its run of them. */
static enum outcome
read_ticks(struct act *act, const struct incident *in, struct recommendation *r, size_t n)
{
	struct tick *all = arena_array(act->arena, struct tick, TICKS_MAX);
	struct query q = query_open(act->db, &sql_recommendation_steps);
	size_t total = 0;
	bool sound = true;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", TICKS_MAX);
	while (total < TICKS_MAX && query_next(&q)) {
		int64_t id = query_int(&q, 0);

		sound = read_tick(act, in, &q, &all[total]) && sound;
		for (size_t i = 0; i < n; i++)
			if (r[i].id == id) {
				if (r[i].n_ticked++ == 0)
					r[i].ticked = &all[total];
				break;
			}
		total++;
	}
	o = query_close(&q);
	return o == OK && !sound ? UNAVAILABLE : o;
}

enum outcome
recommendation_list(
    struct act *act, const struct incident *in, struct recommendation **ret, size_t *ret_n)
{
	struct recommendation *list =
	    arena_array(act->arena, struct recommendation, RECOMMENDATIONS_MAX);
	struct query q = query_open(act->db, &sql_recommendation_list);
	bool sound = true;
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", RECOMMENDATIONS_MAX);
	while (n < RECOMMENDATIONS_MAX && query_next(&q))
		sound = read_row(act, in, &q, &list[n++]) && sound;
	o = query_close(&q);
	/* A body that does not open was tampered with: nothing of it is shown. */
	if (o == OK && !sound)
		o = UNAVAILABLE;
	if (o == OK && n)
		o = read_ticks(act, in, list, n);
	*ret = list;
	*ret_n = n;
	return o;
}

const struct tick *
recommendation_ticked(const struct recommendation *r, int64_t step)
{
	for (size_t i = 0; i < r->n_ticked; i++)
		if (r->ticked[i].step == step)
			return &r->ticked[i];
	return NULL;
}

/* ==== What the structure does with it ==== */

static enum outcome
find(struct act *act, const struct incident *in, int64_t id, struct recommendation *ret)
{
	struct recommendation *list;
	size_t n;
	enum outcome o = recommendation_list(act, in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (list[i].id == id) {
			*ret = list[i];
			return OK;
		}
	return o == OK ? NOT_FOUND : o;
}

static enum outcome
mark_read(struct act *act, const struct incident *in, int64_t id)
{
	struct query q = query_open(act->db, &sql_recommendation_read);

	bind_int(&q, "id", id);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

enum outcome
recommendation_read(struct act *act, const struct incident *in, int64_t id)
{
	struct recommendation r;
	enum outcome o = find(act, in, id, &r);

	if (o == OK && !moment_known(r.read_at)) {
		trail_note(act->trail, "recommendation.read", "incident", in->reference,
		    arena_printf(act->arena, "recommendation=%lld", (long long)id));
		o = mark_read(act, in, id);
	}
	return o;
}

static enum outcome
write_tick(struct act *act, int64_t id, int64_t step, bool on)
{
	struct query q =
	    query_open(act->db, on ? &sql_recommendation_tick : &sql_recommendation_untick);

	bind_int(&q, "recommendation", id);
	bind_int(&q, "step", step);
	if (on) {
		bind_moment(&q, "now", act->now);
		bind_int(&q, "account", act_account(act));
		bind_text(&q, "role", act->role);
	}
	return query_run(&q);
}

/* For the cell: which step, and how far the structure is. */
static enum outcome
log_tick(struct act *act, const struct incident *in, const struct recommendation *r, int64_t step,
    size_t now, const char *key)
{
	struct str arg[] = { r->card->ref, arena_printf(act->arena, "%lld", (long long)step),
		arena_printf(act->arena, "%zu", now),
		arena_printf(act->arena, "%zu", r->card->n_steps) };

	return log_add(act, in, "action", S("interne"), t_fill(act->arena, LANG_FR, key, arg, 4));
}

enum outcome
recommendation_tick(struct act *act, const struct incident *in, int64_t id, int64_t step, bool on)
{
	struct recommendation r;
	enum outcome o = find(act, in, id, &r);

	if (o == OK && reflex_step_of(r.card, step) == NULL)
		o = NOT_FOUND;
	if (o != OK)
		return o;
	/* Pressed twice, or in two windows: it is as it was asked. */
	if ((recommendation_ticked(&r, step) != NULL) == on)
		return OK;
	o = write_tick(act, id, step, on);
	if (o == OK && on)
		o = mark_read(act, in, id);
	return o == OK ? log_tick(act, in, &r, step, on ? r.n_ticked + 1 : r.n_ticked - 1,
			     on ? "log.step_done" : "log.step_undone")
		       : o;
}

static enum outcome
write_mark(
    struct act *act, const struct incident *in, int64_t id, int64_t step, const struct tick *how)
{
	struct query q = query_open(act->db, &sql_recommendation_mark);

	bind_int(&q, "recommendation", id);
	bind_int(&q, "step", step);
	bind_moment(&q, "now", act->now);
	bind_text(&q, "state", how->state);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "role", act->role);
	bind_int(&q, "attachment", how->attachment ? how->attachment : INT_NONE);
	if (how->note.n)
		bind_blob(&q, "body", part_seal(act, &in->vault, &tick_part, how));
	return query_run(&q);
}

enum outcome
recommendation_mark(
    struct act *act, const struct incident *in, int64_t id, int64_t step, const struct tick *how)
{
	struct recommendation r;
	bool first;
	enum outcome o = find(act, in, id, &r);

	if (o == OK && reflex_step_of(r.card, step) == NULL)
		o = NOT_FOUND;
	if (o == OK)
		o = write_mark(act, in, id, step, how);
	if (o == OK)
		o = mark_read(act, in, id);
	if (o != OK)
		return o;
	first = recommendation_ticked(&r, step) == NULL;
	return log_tick(act, in, &r, step, r.n_ticked + first,
	    str_eq(how->state, S("na")) ? "log.step_na" : "log.step_done");
}
