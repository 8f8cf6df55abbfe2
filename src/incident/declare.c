/*
 * The declaration: six steps and a summary, without account, without script.
 *
 * Each step is one form over report_step[i].  Whatever button is pressed, what
 * was typed is read: "next" wants the step's required answers, "prev" and "save"
 * do not, "search" and "pick-…" look for the structure.  The draft is written at
 * each of them, and resumed by its reference and secret, or by the account.
 *
 * A report typed in by an analyst or a regional officer (telephone, paper) walks
 * the same steps.  Rejected: a wizard kept in the session — a person who loses
 * the connection would lose the page.
 */
#include "incident/declare.h"

#include "base/shape.h"
#include "incident/incident.h"
#include "incident/own.h"

int
step_of(const struct request *rq)
{
	int step = rq->path.n ? rq->path.p[rq->path.n - 1] - '0' : 0;

	return step < 1 || step > REPORT_STEPS ? 1 : step;
}

/* What was typed in for somebody else is another object of the matrix. */
enum object
draft_object(const struct stored_report *s)
{
	return str_eq(s->channel, S("portail")) ? OBJECT_DRAFT : OBJECT_PAPER;
}

enum outcome
draft_open(struct request *rq, struct act *act, struct stored_report *s)
{
	struct facts facts;
	enum outcome o;

	*act = act_of(rq);
	o = report_by_reference(act, rq->segment[0], s);
	if (o != OK)
		return o;
	facts = (struct facts){ .report = s->id, .account = s->account };
	if (!access_may(request_member(rq), draft_object(s), ACTION_WRITE, &facts)) {
		trail_refuse(
		    act->trail, "report.refused", "report", s->reference, (struct str){ NULL, 0 });
		return FORBIDDEN;
	}
	rq->zone = zone_of_department(s->r.department.s);
	return OK;
}

/* A visitor whose session ended is asked for reference and secret, not refused. */
enum outcome
not_open(struct request *rq, enum outcome o)
{
	if ((o == FORBIDDEN || o == NOT_FOUND) && rq->visitor.account == 0)
		return reply_see_other(rq, "/declare/resume");
	return o;
}

enum outcome
declare_start_page(struct request *rq, void *record)
{
	struct out *o = page_begin(rq, t(rq->lang, "declare.title"));

	(void)record;
	page_declare_start(o, &rq->filled);
	return page_end(rq, 200);
}

enum outcome
report_prefill(struct act *act, const struct member *m, struct stored_report *s)
{
	struct structure st;
	enum outcome o;

	if (m->account == 0 || m->structure == 0)
		return OK;
	s->r.reporter_last_name = m->name;
	s->r.reporter_email = m->email;
	o = structure_by_id(act->db, m->structure, act->arena, &st);
	if (o == OK)
		report_set_structure(s, &st);
	return o == NOT_FOUND ? OK : o;
}

enum outcome
declare_start(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	enum role role = request_member(rq)->role;
	struct stored_report s;
	enum outcome o;

	(void)record;
	/* The cell does not declare: it types in what it was told. */
	if (access_condition(role, OBJECT_DRAFT, ACTION_CREATE) == NEVER)
		return access_condition(role, OBJECT_PAPER, ACTION_CREATE) == NEVER
			   ? FORBIDDEN
			   : reply_see_other(rq, "/paper");
	o = report_draft(&act, S("portail"), &s);
	if (o == OK)
		o = report_prefill(&act, request_member(rq), &s);
	if (o == OK)
		o = report_save(&act, &s);
	if (o == OK && act.account == 0)
		o = session_open_report(rq, s.id);
	if (o != OK)
		return o;
	return reply_see_other(rq, "/declare/%.*s/1", PS(s.reference));
}

/* --- Steps --------------------------------------------------------------- */

enum outcome
step_show(struct request *rq, struct act *act, struct stored_report *s, const char *base,
    bool complement, int status)
{
	struct step_view v = { .step = step_of(rq),
		.s = s,
		.filled = &rq->filled,
		.base = base,
		.complement = complement };
	struct structure_list found = { 0 };
	struct attachment *file = NULL;
	enum outcome o = OK;
	struct out *out;

	v.search = param_get(&rq->query, "q");
	if (v.step == 1 && v.search.n) {
		struct structure_ask ask = { .text = v.search,
			.department = param_get(&rq->query, "in") };

		o = structure_search(act->db, &ask, act->arena, &found);
		v.found = &found;
	}
	if (s->r.finess_site.n)
		v.finess_warning = finess_warning(s->r.finess_site);
	if (o == OK && v.step == 6)
		o = attachment_list(act, s, &file, &v.n_files);
	if (o != OK)
		return o;
	v.file = file;
	out = page_begin(rq, t(rq->lang, complement ? "complete.title" : "declare.title"));
	page_declare_step(out, &v);
	return page_end(rq, status);
}

enum outcome
declare_step_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct act act;
	enum outcome o = draft_open(rq, &act, &s);

	(void)record;
	if (o != OK)
		return not_open(rq, o);
	if (!str_eq(s.state, S("draft")))
		return reply_see_other(rq, "/receipt/%.*s", PS(s.reference));
	form_show(report_step[step_of(rq) - 1], &s.r, &rq->filled, rq->zone, rq->arena);
	return step_show(
	    rq, &act, &s, arena_printf(rq->arena, "/declare/%.*s", PS(s.reference)).p, false, 200);
}

static enum outcome
declare_step_invalid(struct request *rq, void *record)
{
	struct stored_report s;
	struct act act;
	enum outcome o = draft_open(rq, &act, &s);

	(void)record;
	if (o != OK)
		return not_open(rq, o);
	return step_show(
	    rq, &act, &s, arena_printf(rq->arena, "/declare/%.*s", PS(s.reference)).p, false, 422);
}

void
report_set_structure(struct stored_report *s, const struct structure *st)
{
	s->structure = st->id;
	s->r.org_name = st->long_name.n ? st->long_name : st->name;
	s->r.finess_site = st->finess;
	s->r.finess_legal = st->finess_legal;
	s->r.siret = st->siret;
	s->r.org_type = st->org_type;
	s->r.address = st->address;
	s->r.postcode = st->postcode;
	s->r.town = st->town;
	s->r.department = st->department;
	s->r.ght = st->ght;
	s->r.legal_status = st->legal_status;
}

/* A number typed by hand still finds its structure; a wrong one is kept as typed. */
static enum outcome
attach_structure(struct act *act, struct stored_report *s)
{
	struct structure st;
	enum outcome o;

	s->structure = 0;
	if (s->r.finess_site.n == 0)
		return OK;
	o = structure_by_finess(act->db, s->r.finess_site, act->arena, &st);
	if (o != OK)
		return o == NOT_FOUND ? OK : o;
	s->structure = st.id;
	if (!field_known(&report_org_type, &s->r))
		s->r.org_type = st.org_type;
	if (!field_known(&report_department, &s->r))
		s->r.department = st.department;
	return OK;
}

enum outcome
report_complete_structure(struct act *act, struct stored_report *s)
{
	enum outcome o = attach_structure(act, s);

	if (!field_known(&report_department, &s->r))
		s->r.department.s = directory_department(
		    s->r.postcode, (struct str){ NULL, 0 }, (struct str){ NULL, 0 });
	if (!field_known(&report_department, &s->r))
		s->r.department.s = directory_department_of_finess(s->r.finess_site);
	return o;
}

static bool
step_complete(struct request *rq, const struct stored_report *s, int step)
{
	const struct field *missing[16];
	int at[16];
	size_t n = report_missing(&s->r, step, missing, at, 16);

	for (size_t i = 0; i < n; i++)
		form_error(&rq->filled, missing[i],
		    missing[i]->need == REQUIRED ? "error.required" : "error.one_contact");
	return n == 0;
}

/* Answers of one step into a report, whichever button; the outcome and where to
 * go next.  Shared with complements. */
enum outcome
step_take(
    struct request *rq, struct act *act, struct stored_report *s, const void *record, int *ret_next)
{
	struct str act_button = param_get(&rq->params, "act");
	int step = step_of(rq);
	struct structure st;
	enum outcome o = OK;

	field_copy(report_step[step - 1], &s->r, record);
	if (step == 1 && param_has(&rq->params, "pick")) {
		o = structure_by_pick(act->db, param_get(&rq->params, "pick"), act->arena, &st);
		if (o == OK)
			report_set_structure(s, &st);
		*ret_next = 1;
		return o;
	}
	if (step == 1)
		o = report_complete_structure(act, s);
	if (o == OK && step == 6)
		o = attachments_keep(rq, act, s);
	if (o != OK)
		return o;
	*ret_next = str_eq(act_button, S("prev"))   ? step - 1
		    : str_eq(act_button, S("next")) ? step + 1
						    : step;
	report_rules(&s->r, step, rq->now, &rq->filled);
	if (str_eq(act_button, S("next")))
		step_complete(rq, s, step);
	return rq->filled.errors || rq->filled.general ? INVALID : OK;
}

enum outcome
declare_step(struct request *rq, void *record)
{
	struct str button = param_get(&rq->params, "act");
	struct stored_report s;
	struct act act;
	int next = 1;
	enum outcome o = draft_open(rq, &act, &s);

	if (o != OK)
		return not_open(rq, o);
	if (!str_eq(s.state, S("draft")))
		return reply_see_other(rq, "/receipt/%.*s", PS(s.reference));
	/* Dates are typed by the clock of the structure, known only now. */
	if (!own_reads(rq, &declare_form[step_of(rq) - 1], record))
		return INVALID;
	o = step_take(rq, &act, &s, record, &next);
	if (o != OK)
		return o;
	s.step = next > s.step && next <= REPORT_STEPS ? next : s.step;
	o = report_save(&act, &s);
	if (o != OK)
		return o;
	if (str_eq(button, S("save")))
		return reply_see_other(rq, "/declare/%.*s/saved", PS(s.reference));
	if (str_eq(button, S("search")))
		return reply_see_other(rq, "/declare/%.*s/1?q=%.*s#results", PS(s.reference),
		    PS(shape_url(rq->arena, param_get(&rq->params, "q"))));
	if (next > REPORT_STEPS)
		return reply_see_other(rq, "/declare/%.*s/summary", PS(s.reference));
	return reply_see_other(rq, "/declare/%.*s/%d", PS(s.reference), next < 1 ? 1 : next);
}

enum outcome
declare_upload(struct request *rq, struct vault *ret)
{
	struct stored_report s;
	struct act act;
	enum outcome o = draft_open(rq, &act, &s);

	if (o == OK && !str_eq(s.state, S("draft")))
		o = FORBIDDEN;
	if (o == OK)
		o = attachments_room(&act);
	if (o == OK)
		*ret = s.vault;
	return o;
}

#define STEP_FORM(list)                                                                            \
	{                                                                                          \
		.asked = list, .size = sizeof(struct report), .invalid = declare_step_invalid,     \
		.lenient = true                                                                    \
	}

const struct form declare_form[REPORT_STEPS] = {
	STEP_FORM(report_step_a),
	STEP_FORM(report_step_b),
	STEP_FORM(report_step_c),
	STEP_FORM(report_step_d),
	STEP_FORM(report_step_e),
	STEP_FORM(report_step_f),
};
