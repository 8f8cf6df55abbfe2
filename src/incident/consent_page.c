/*
 * What the structure accepts, and who read its file.
 *
 * Whoever may write in the structure's file may answer; the cell records an answer
 * that it was given, with the name of who gave it.  Readers are counted by body from
 * the journal and not named: the structure is told that eleven of the cell read it,
 * not who works at night.
 */
#include "incident/consent_page.h"

#include "base/table.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/notice.h"

struct consenting {
	struct code consent_lessons, consent_indicators, channel;
	struct str given_by;
};

static const struct field consenting_lessons = { FIELD(consenting, consent_lessons),
	.vocabulary = "consent_lessons", .need = REQUIRED };
static const struct field consenting_indicators = { FIELD(consenting, consent_indicators),
	.vocabulary = "yes_no", .need = REQUIRED };
static const struct field consenting_channel = { FIELD(consenting, channel),
	.vocabulary = "paper_channel", .need = REQUIRED };
static const struct field consenting_given_by = { FIELD(consenting, given_by), .max = 200,
	.need = REQUIRED, .sealed = true };
static const struct field *const own_asked[] = { &consenting_lessons, &consenting_indicators,
	NULL };
static const struct field *const desk_asked[] = { &consenting_lessons, &consenting_indicators,
	&consenting_channel, &consenting_given_by, NULL };

/* ==== Gathering ==== */

static bool
outside(struct str role)
{
	enum role r = ROLE_VISITOR;

	return role_from_code(role, &r) && access_condition(r, OBJECT_FILE, ACTION_READ) != NEVER;
}

static enum outcome
gather_readers(struct act *act, struct consents_view *v)
{
	struct journal_readers *list =
	    arena_array(act->arena, struct journal_readers, READERS_MANY);
	size_t n = 0, kept = 0;
	enum outcome o = journal_readers(act->db, S("incident"), v->in->reference,
	    S("incident.read"), act->arena, list, READERS_MANY, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (outside(list[i].role)) {
			v->people += list[i].n;
			list[kept++] = list[i];
		}
	v->reader = list;
	v->n_readers = kept;
	return o;
}

static enum outcome
gather_ways(struct act *act, struct consents_view *v)
{
	const struct table *t = table_get("exit");
	struct way *list = arena_array(act->arena, struct way, t->n_rows);
	enum outcome o = OK;

	for (size_t i = 0; i < t->n_rows && o == OK; i++) {
		struct str channel = table_cell(t, i, "channel");
		struct exit_answer a;

		o = exit_may(act, v->in, arena_cstr(act->arena, channel), &a);
		list[i] = (struct way){ channel, str_of(a.why), a.anonymise };
	}
	v->way = list;
	v->n_ways = t->n_rows;
	return o;
}

static enum outcome
gather(struct act *act, struct consents_view *v)
{
	struct consent *past = NULL;
	enum outcome o = consent_of(act, v->in, "lessons", &v->lessons);

	if (o == OK)
		o = consent_of(act, v->in, "indicators", &v->indicators);
	if (o == OK)
		o = consent_list(act, v->in, &past, &v->n);
	if (o == OK)
		o = v->cell ? gather_ways(act, v) : gather_readers(act, v);
	v->past = past;
	return o;
}

static enum outcome
show(struct request *rq, struct act *act, struct consents_view *v, int status)
{
	const struct member *m = request_member(rq);
	struct facts any = {
		.structure = m->structure, .report = m->report, .personal_data = true
	};
	struct consenting now = { .channel = { S("telephone") } };
	struct out *out;
	enum outcome o = gather(act, v);

	if (o != OK)
		return o;
	v->filled = &rq->filled;
	v->may_write = access_may(m, v->cell ? OBJECT_FILE : OBJECT_OWN_FILE, ACTION_WRITE, &any);
	now.consent_lessons.s = v->lessons.answer;
	now.consent_indicators.s = v->indicators.answer;
	if (status == 200)
		form_show(v->cell ? desk_asked : own_asked, &now, &rq->filled, rq->zone, rq->arena);
	out = page_begin(rq, t(rq->lang, "consents.title"));
	if (v->cell)
		page_consents_desk(out, v);
	else
		page_consents_own(out, v);
	return page_end(rq, status);
}

static enum outcome
give(struct act *act, const struct incident *in, const struct consenting *c, const char *channel,
    struct str who)
{
	enum outcome o = consent_give(act, in, "lessons", c->consent_lessons.s, channel, who);

	return o == OK ? consent_give(act, in, "indicators", c->consent_indicators.s, channel, who)
		       : o;
}

/* ==== The structure's ==== */

static enum outcome
own_show(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct consents_view v = { .in = &in, .s = &s };
	enum outcome o = own_open(rq, status == 200 ? ACTION_READ : ACTION_WRITE, &act, &in, &s);

	return o == OK ? show(rq, &act, &v, status) : own_closed(rq, o);
}

enum outcome
own_consents_page(struct request *rq, void *record)
{
	(void)record;
	return own_show(rq, 200);
}

static enum outcome
own_again(struct request *rq, void *record)
{
	(void)record;
	return own_show(rq, 422);
}

const struct form own_consents_form = {
	.asked = own_asked, .size = sizeof(struct consenting), .invalid = own_again
};

enum outcome
own_consents(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = give(&act, &in, record, "portail", request_member(rq)->name);
	if (o == OK)
		o = own_tell_cell(&act, &in, "mail.consents");
	if (o != OK)
		return own_closed(rq, o);
	reply_notice(rq, "notice.consents");
	return reply_see_other(rq, "/file/%.*s/consents", PS(s.reference));
}

/* ==== The cell's ==== */

static enum outcome
desk_consents_show(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct consents_view v = { .in = &in, .s = &s, .cell = true };
	enum outcome o = desk_open(rq, status == 200 ? ACTION_READ : ACTION_WRITE, &act, &in, &s);

	return o == OK ? show(rq, &act, &v, status) : o;
}

enum outcome
desk_consents_page(struct request *rq, void *record)
{
	(void)record;
	return desk_consents_show(rq, 200);
}

static enum outcome
desk_consents_again(struct request *rq, void *record)
{
	(void)record;
	return desk_consents_show(rq, 422);
}

const struct form desk_consents_form = {
	.asked = desk_asked, .size = sizeof(struct consenting), .invalid = desk_consents_again
};

enum outcome
desk_consents(struct request *rq, void *record)
{
	const struct consenting *c = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = give(&act, &in, c, arena_cstr(act.arena, c->channel.s), c->given_by);
	if (o == OK)
		o = notice_declarant(&act, &in, &s, "mail.consent_recorded");
	if (o != OK)
		return o;
	reply_notice(rq, "notice.consents");
	return reply_see_other(rq, "/desk/%.*s/consents", PS(in.reference));
}

struct str
consent_label(struct out *o, const struct consent *c)
{
	return vocab_label(
	    str_eq(c->subject, S("lessons")) ? "consent_lessons" : "yes_no", c->answer, o->lang);
}
