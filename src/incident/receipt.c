/*
 * The end of a declaration: saved, resumed, summed up, sent, acknowledged.
 */
#include "incident/card_run.h"
#include "incident/declare.h"
#include "incident/incident.h"
#include "incident/need.h"
#include "incident/rules.h"

/* Reference and secret open the file to whoever holds them, for ever.  So the
 * declarant sees the secret, and the cell, which reads the file anyway and gives
 * it on the telephone; a regional officer who typed a report in does not: what
 * was typed is seen until it is received, and no longer (design.md §8.13). */
static bool
shows_secret(const struct request *rq, const struct stored_report *s)
{
	enum role role = request_member(rq)->role;

	if (rq->visitor.account == 0)
		return true;
	return draft_object(s) == OBJECT_PAPER &&
	       access_condition(role, OBJECT_FILE, ACTION_WRITE) != NEVER;
}

enum outcome
declare_saved_page(struct request *rq, void *record)
{
	struct saved_view v;
	struct stored_report s;
	struct act act;
	enum outcome o = draft_open(rq, &act, &s);
	struct out *out;

	(void)record;
	if (o != OK)
		return not_open(rq, o);
	if (!str_eq(s.state, S("draft")))
		return reply_see_other(rq, "/receipt/%.*s", PS(s.reference));
	v = (struct saved_view){ &s, shows_secret(rq, &s) };
	out = page_begin(rq, t(rq->lang, "saved.title"));
	page_declare_saved(out, &v);
	return page_end(rq, 200);
}

/* --- Resuming ------------------------------------------------------------ */

struct resume {
	struct str reference, secret;
};

static const struct field resume_reference = { FIELD(resume, reference), .need = REQUIRED,
	.max = 40 };
static const struct field resume_secret = { FIELD(resume, secret), .need = REQUIRED, .max = 40,
	.input = INPUT_SECRET };
static const struct field *const resume_asked[] = { &resume_reference, &resume_secret, NULL };

static enum outcome
resume_again(struct request *rq, void *record)
{
	struct out *out = page_begin(rq, t(rq->lang, "resume.title"));

	(void)record;
	page_declare_resume(out, &rq->filled);
	return page_end(rq, rq->filled.errors || rq->filled.general ? 422 : 200);
}

const struct form resume_form = {
	.asked = resume_asked, .size = sizeof(struct resume), .invalid = resume_again
};

enum outcome
declare_resume_page(struct request *rq, void *record)
{
	struct resume empty;

	(void)record;
	field_clear(resume_asked, &empty);
	form_show(resume_asked, &empty, &rq->filled, rq->zone, rq->arena);
	return resume_again(rq, NULL);
}

static struct str
upper(struct arena *a, struct str s)
{
	char *p = arena_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 'a' + 'A');
	return (struct str){ p, s.n };
}

/* A draft goes on where it stood; a received report is followed. */
enum outcome
declare_resume(struct request *rq, void *record)
{
	struct resume *in = record;
	struct act act = act_of(rq);
	struct stored_report s;
	int64_t id = 0;
	enum outcome o = report_by_secret(&act, upper(rq->arena, in->reference), in->secret, &id);

	if (o == NOT_FOUND) {
		rq->filled.general = "error.reference_or_secret";
		return INVALID;
	}
	if (o == OK)
		o = report_load(&act, id, &s);
	if (o == OK)
		o = session_open_report(rq, id);
	if (o != OK)
		return o;
	if (str_eq(s.state, S("draft")))
		return reply_see_other(rq, "/declare/%.*s/%d", PS(s.reference), (int)s.step);
	return reply_see_other(rq, "/file/%.*s", PS(s.reference));
}

/* --- Summary and submission ---------------------------------------------- */

static enum outcome
show_summary(struct request *rq, struct act *act, struct stored_report *s, int status)
{
	struct summary_view v = { .s = s };
	struct attachment *file;
	struct out *out;
	enum outcome o = attachment_list(act, s, &file, &v.n_files);

	if (o != OK)
		return o;
	v.base = arena_printf(rq->arena, "/declare/%.*s", PS(s->reference)).p;
	v.file = file;
	v.n_missing = report_missing(&s->r, 0, v.missing, v.missing_step, 16);
	out = page_begin(rq, t(rq->lang, "summary.title"));
	page_declare_summary(out, &v);
	return page_end(rq, status);
}

enum outcome
declare_summary_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct act act;
	enum outcome o = draft_open(rq, &act, &s);

	(void)record;
	if (o != OK)
		return not_open(rq, o);
	if (!str_eq(s.state, S("draft")))
		return reply_see_other(rq, "/receipt/%.*s", PS(s.reference));
	return show_summary(rq, &act, &s, 200);
}

/* Everything that can be done before the lock is taken is done before: readers
 * wait for nobody, and writers wait less for each other. */
static enum outcome
draft_read(struct request *rq, struct act *act, struct stored_report *s)
{
	enum outcome o = db_begin(rq->db, TXN_READ);

	if (o != OK)
		return o;
	o = draft_open(rq, act, s);
	db_rollback(rq->db);
	return o;
}

/* The receipt's transaction: the report, its incident, the job, the journal. */
static enum outcome
submit_once(struct request *rq, struct act *act, struct stored_report *s)
{
	enum outcome o = db_begin(rq->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = report_submit(act, s);
	if (o == OK)
		o = trail_write(rq->db, &rq->trail);
	return db_end(rq->db, o);
}

static enum outcome
summary_again(struct request *rq, struct act *act, struct stored_report *s)
{
	enum outcome o = draft_read(rq, act, s);

	return o == OK ? show_summary(rq, act, s, 422) : o;
}

enum outcome
declare_submit(struct request *rq, void *record)
{
	struct stored_report s;
	struct act act;
	enum outcome o = draft_read(rq, &act, &s);

	(void)record;
	if (o != OK)
		return not_open(rq, o);
	/* Pressed twice, or reloaded: the receipt is the same. */
	if (str_eq(s.state, S("draft")))
		o = submit_once(rq, &act, &s);
	/* In another window, this very moment: received, or one answer more to read. */
	if (o == CONFLICT)
		o = draft_read(rq, &act, &s);
	if (o == INVALID)
		return summary_again(rq, &act, &s);
	if (o != OK)
		return o;
	return reply_see_other(rq, "/receipt/%.*s", PS(s.reference));
}

enum outcome
declare_remove_file(struct request *rq, void *record)
{
	struct stored_report s;
	struct act act;
	enum outcome o = draft_open(rq, &act, &s);

	(void)record;
	if (o == OK && !str_eq(s.state, S("draft")))
		o = FORBIDDEN;
	if (o == OK)
		o = attachment_remove(&act, &s, rq->segment[1]);
	/* The button stands in the form: what was chosen in it came along. */
	if (o == OK)
		o = attachments_keep(rq, &act, &s);
	if (o != OK)
		return not_open(rq, o);
	return reply_see_other(rq, "/declare/%.*s/6", PS(s.reference));
}

/* --- The receipt ---------------------------------------------------------- */

/* Who wrote it may print its receipt, whoever may follow the file; and the cell
 * that of a report that somebody typed in, to read it out to the declarant. */
static bool
receipt_may(const struct request *rq, const struct stored_report *s, const struct facts *f)
{
	const struct member *m = request_member(rq);

	return access_may(m, draft_object(s), ACTION_WRITE, f) ||
	       access_may(m, OBJECT_OWN_FILE, ACTION_READ, f) ||
	       (draft_object(s) == OBJECT_PAPER && access_may(m, OBJECT_FILE, ACTION_WRITE, f));
}

enum outcome
receipt_page(struct request *rq, void *record)
{
	struct proposed_card card[CARDS_PROPOSED];
	struct proposals_view cards = { 0 };
	struct receipt_view v = { 0 };
	struct stored_report s;
	struct act act = act_of(rq);
	struct facts facts;
	struct out *out;
	enum outcome o = report_by_reference(&act, rq->segment[0], &s);

	(void)record;
	if (o == OK) {
		o = need_report_facts(&act, request_member(rq), &s, &facts);
		if (o == OK && !receipt_may(rq, &s, &facts)) {
			trail_refuse(act.trail, "report.refused", "report", s.reference,
			    (struct str){ NULL, 0 });
			o = FORBIDDEN;
		}
	}
	if (o != OK)
		return not_open(rq, o);
	if (str_eq(s.state, S("draft")))
		return reply_see_other(rq, "/declare/%.*s/summary", PS(s.reference));
	rq->zone = zone_of_department(s.r.department.s);
	v.s = &s;
	v.urgent = s.r.urgent_callback;
	v.callback = rule_callback(&s.r, s.received_at);
	v.shows_secret = shows_secret(rq, &s);
	if (access_may(request_member(rq), OBJECT_OWN_FILE, ACTION_WRITE, &facts)) {
		o = card_run_proposed(&act, s.incident, card, &cards.n);
		cards.card = card;
		cards.reference = s.reference;
		cards.may_begin = true;
		v.cards = &cards;
	}
	if (o != OK)
		return o;
	out = page_begin(rq, t(rq->lang, "receipt.title"));
	page_receipt(out, &v);
	return page_end(rq, 200);
}

/* --- By telephone or on paper --------------------------------------------- */

struct paper {
	struct code channel;
	struct moment declared_at;
};

static const struct field paper_channel = { FIELD(paper, channel), .vocabulary = "paper_channel",
	.need = REQUIRED };
static const struct field paper_declared_at = { FIELD(paper, declared_at), .need = REQUIRED };
static const struct field *const paper_asked[] = { &paper_channel, &paper_declared_at, NULL };

static enum outcome
paper_again(struct request *rq, void *record)
{
	struct out *out = page_begin(rq, t(rq->lang, "paper.title"));

	(void)record;
	page_paper(out, &rq->filled);
	return page_end(rq, rq->filled.errors ? 422 : 200);
}

const struct form paper_form = {
	.asked = paper_asked, .size = sizeof(struct paper), .invalid = paper_again
};

enum outcome
paper_page(struct request *rq, void *record)
{
	struct paper now = { .channel = { S("telephone") }, .declared_at = rq->now };

	(void)record;
	form_show(paper_asked, &now, &rq->filled, rq->zone, rq->arena);
	return paper_again(rq, NULL);
}

enum outcome
paper_start(struct request *rq, void *record)
{
	const struct paper *in = record;
	struct act act = act_of(rq);
	struct stored_report s;
	enum outcome o;

	if (in->declared_at.s > rq->now.s + 300) {
		form_error(&rq->filled, &paper_declared_at, "error.future");
		return INVALID;
	}
	o = report_draft(&act, in->channel.s, &s);
	s.declared_at = in->declared_at;
	if (o == OK)
		o = report_save(&act, &s);
	if (o != OK)
		return o;
	return reply_see_other(rq, "/declare/%.*s/1", PS(s.reference));
}
