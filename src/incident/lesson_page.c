/*
 * The lesson on its file's page, and each deed that the cell does to it.
 *
 * Every form carries the version that was read.  A deed that comes too late shows the
 * page as it now is, with who was first; words typed over somebody else's are shown
 * again, in the form, beside what stands (409).
 */
#include "incident/lesson_page.h"

#include "incident/decision.h"
#include "incident/incident.h"
#include "incident/notice.h"

struct remark {
	struct str lesson_reason, lesson_remark, lesson_answer, lesson_withdrawal;
	struct code lesson_why;
};

static const struct field keep_reason = { FIELD(remark, lesson_reason), .max = 500,
	.need = REQUIRED, .sealed = true };
static const struct field remark_field = { FIELD(remark, lesson_remark), .max = 4000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field withdrawal = { FIELD(remark, lesson_withdrawal), .max = 4000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field answer_field = { FIELD(remark, lesson_answer), .max = 4000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field why_field = { FIELD(remark, lesson_why),
	.vocabulary = "lesson_why_chosen", .need = REQUIRED };
static const struct field *const nothing_asked[] = { NULL };
static const struct field *const keep_asked[] = { &keep_reason, NULL };
static const struct field *const remark_asked[] = { &remark_field, NULL };
static const struct field *const withdraw_asked[] = { &why_field, &withdrawal, NULL };
static const struct field *const answer_asked[] = { &answer_field, NULL };

/* ==== Gathering ==== */

static size_t
notes(struct arena *a, struct str lines, const struct lesson_note **ret)
{
	struct lesson_note *list;
	size_t n = 1;

	for (size_t i = 0; i < lines.n; i++)
		n += lines.p[i] == '\n';
	list = arena_array(a, struct lesson_note, n);
	for (n = 0; lines.n; n++) {
		struct str line = str_cut(&lines, '\n');

		for (size_t k = 0; k < 3; k++)
			list[n].cell[k] = str_cut(&line, '\t');
	}
	*ret = list;
	return n;
}

static enum outcome
name_of(struct act *act, int64_t account, struct str *ret)
{
	struct account acc;
	enum outcome o =
	    account ? account_by_id(act->db, act->keyring, account, act->arena, &acc) : NOT_FOUND;

	if (o == OK)
		*ret = acc.name;
	return o == NOT_FOUND ? OK : o;
}

static enum outcome
found(struct act *act, struct lesson_view *v)
{
	struct lesson_doubt *list = arena_array(act->arena, struct lesson_doubt, LESSON_DOUBTS);
	struct anonymise a;
	enum outcome o = lesson_subject(act, v->in, v->s, v->l, &a);

	if (o != OK)
		return o;
	v->n_doubts = lesson_doubts(act, &a, &v->l->text, list);
	v->doubt = list;
	v->n_replaced = notes(act->arena, v->l->replaced, &v->replaced);
	v->n_kept = notes(act->arena, v->l->kept, &v->kept);
	return OK;
}

static enum outcome
events(struct act *act, struct lesson_view *v)
{
	struct lesson_event *list;
	enum outcome o = lesson_event_list(act, v->in, &list, &v->n_events);

	v->event = list;
	for (size_t i = 0; o == OK && i < v->n_events; i++)
		v->n_open += lesson_objection(&list[i]);
	return o;
}

/* The question about the name: does it wait, was it agreed? */
static enum outcome
naming(struct act *act, const struct member *m, struct lesson_view *v)
{
	struct decision *list;
	size_t n = 0;
	enum outcome o = lesson_may_leave(act, v->in, v->l, &v->leave);

	if (o == OK || o == INVALID)
		o = decision_list(act, m, "file", v->in->id, &list, &n);
	for (size_t i = 0; o == OK && i < n; i++)
		v->name_asked = v->name_asked || (str_eq(list[i].kind.s, S("name_structure")) &&
						     str_eq(list[i].state.s, S("asked")));
	v->name_stands = v->leave.why == NULL || !str_eq(str_of(v->leave.why), S("decision"));
	return o;
}

static enum outcome
gather(struct request *rq, struct act *act, struct lesson_view *v)
{
	struct facts f = { .sealed = v->in->sealed, .named = v->in->sealed };
	enum outcome o;

	v->may_write = access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &f);
	v->may_confirm = access_may(request_member(rq), OBJECT_FILE, ACTION_CONFIRM, &f);
	v->over = str_eq(v->in->workflow.s, S("CLOS")) || str_starts(v->in->workflow.s, S("REX_"));
	if (v->l == NULL)
		return OK;
	o = lesson_own_words(act, v->in, v->l, &v->mine);
	if (o == OK)
		o = found(act, v);
	if (o == OK)
		o = events(act, v);
	if (o == OK)
		o = naming(act, request_member(rq), v);
	if (o == OK)
		o = name_of(act, v->l->author, &v->author);
	return o == OK ? name_of(act, v->l->checker, &v->checker) : o;
}

/* ==== The page ==== */

/* Of the forms of the page, the one that came back keeps what was typed. */
static const struct filled *
shown(struct request *rq, field_list asked, const void *record)
{
	struct filled *f;

	if (rq->method == POST && rq->route->form && rq->route->form->asked == asked)
		return &rq->filled;
	f = arena_new_of(rq->arena, struct filled);
	form_show(asked, record, f, rq->zone, rq->arena);
	return f;
}

static void
forms(struct request *rq, struct lesson_view *v)
{
	static const struct remark blank = { 0 };
	struct lesson_form *now = arena_new_of(rq->arena, struct lesson_form);

	field_clear(lesson_asked, now);
	if (v->l) {
		now->text = v->l->text;
		now->lesson_tlp = v->l->lesson_tlp;
		now->lesson_named = v->l->lesson_named;
	}
	v->filled = &rq->filled;
	v->words = shown(rq, lesson_asked, now);
	v->keep = shown(rq, keep_asked, &blank);
	v->remark = shown(rq, remark_asked, &blank);
	v->withdraw = shown(rq, withdraw_asked, &blank);
	v->answer = shown(rq, answer_asked, &blank);
}

static enum outcome
show(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct lesson l;
	struct act act;
	struct out *out;
	struct lesson_view v = { .in = &in, .s = &s, .typed_again = status == 409 };
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	if (o != OK)
		return o;
	o = lesson_of(&act, &in, &l);
	if (o == OK)
		v.l = &l;
	if (o == OK || o == NOT_FOUND)
		o = gather(rq, &act, &v);
	if (o != OK)
		return o;
	forms(rq, &v);
	out = page_begin(
	    rq, t_fill(rq->arena, rq->lang, "lesson.page", (struct str[]){ in.reference }, 1));
	page_lesson(out, &v);
	return page_end(rq, status == 409 ? 200 : status);
}

enum outcome
lesson_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 200);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

/* Somebody was faster, or it is not in the state that the form was for. */
static enum outcome
late(struct request *rq, void *record)
{
	(void)record;
	rq->filled.general = "error.lesson_changed";
	return show(rq, 409);
}

#define LESSON_FORM(list, type)                                                                    \
	{                                                                                          \
		.asked = list, .size = sizeof(type), .invalid = again, .conflict = late            \
	}

const struct form lesson_deed_form = LESSON_FORM(nothing_asked, struct remark);
const struct form lesson_form = LESSON_FORM(lesson_asked, struct lesson_form);
const struct form lesson_keep_form = LESSON_FORM(keep_asked, struct remark);
const struct form lesson_remark_form = LESSON_FORM(remark_asked, struct remark);
const struct form lesson_withdraw_form = LESSON_FORM(withdraw_asked, struct remark);
const struct form lesson_answer_form = LESSON_FORM(answer_asked, struct remark);

/* ==== Deeds ==== */

struct doing {
	struct stored_report s;
	struct incident in;
	struct lesson l;
	struct act act;
	struct lesson_answer no;
};

/* The lesson as its form showed it. */
static enum outcome
lesson_open(struct request *rq, enum action action, struct doing *d)
{
	int64_t version = 0;
	enum outcome o = desk_open(rq, action, &d->act, &d->in, &d->s);

	d->no = (struct lesson_answer){ NULL };
	if (o == OK)
		o = lesson_of(&d->act, &d->in, &d->l);
	if (o != OK)
		return o;
	str_int(param_get(&rq->params, "version"), &version);
	return version == d->l.version ? OK : CONFLICT;
}

/* Told in words beside the form, or done. */
static enum outcome
done(struct request *rq, const struct doing *d, enum outcome o, const char *notice)
{
	if (o == INVALID && d->no.why)
		rq->filled.general = arena_printf(rq->arena, "error.lesson_%s", d->no.why).p;
	if (o != OK)
		return o;
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/lesson", PS(d->in.reference));
}

enum outcome
lesson_draft_post(struct request *rq, void *record)
{
	struct doing d;
	enum outcome o = desk_open(rq, ACTION_WRITE, &d.act, &d.in, &d.s);

	(void)record;
	d.no.why = NULL;
	if (o == OK)
		o = lesson_begin(&d.act, &d.in, &d.s);
	return done(rq, &d, o, "notice.lesson_drafted");
}

enum outcome
lesson_write_post(struct request *rq, void *record)
{
	const struct lesson_form *typed = record;
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_WRITE, &d);

	if (o != OK)
		return o;
	d.l.text = typed->text;
	d.l.lesson_tlp = typed->lesson_tlp;
	d.l.lesson_named = typed->lesson_named;
	return done(rq, &d, lesson_write(&d.act, &d.in, &d.s, &d.l), "notice.lesson_saved");
}

/* Several at once, for one reason. */
enum outcome
lesson_keep_post(struct request *rq, void *record)
{
	const struct remark *r = record;
	struct anonymise a;
	struct doing d;
	size_t n = 0;
	enum outcome o = lesson_open(rq, ACTION_WRITE, &d);

	if (o == OK)
		o = lesson_subject(&d.act, &d.in, &d.s, &d.l, &a);
	for (size_t i = 0; i < rq->params.n && o == OK; i++)
		if (str_eq(rq->params.param[i].name, S("word"))) {
			o = lesson_keep(
			    &d.act, &a, &d.l, rq->params.param[i].value, r->lesson_reason);
			n++;
		}
	if (o == INVALID || (o == OK && n == 0)) {
		d.no.why = n ? "not_kept" : "no_word";
		o = INVALID;
	}
	if (o == OK)
		o = lesson_save(&d.act, &d.in, &d.l, "lesson.keep");
	return done(rq, &d, o, "notice.lesson_kept");
}

enum outcome
lesson_submit_post(struct request *rq, void *record)
{
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_WRITE, &d);

	(void)record;
	if (o == OK)
		o = lesson_submit(&d.act, &d.in, &d.s, &d.l, &d.no);
	return done(rq, &d, o, "notice.lesson_submitted");
}

enum outcome
lesson_check_post(struct request *rq, void *record)
{
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_CONFIRM, &d);

	(void)record;
	if (o == OK)
		o = lesson_check(&d.act, &d.in, &d.s, &d.l, &d.no);
	return done(rq, &d, o, "notice.lesson_checked");
}

enum outcome
lesson_return_post(struct request *rq, void *record)
{
	const struct remark *r = record;
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_CONFIRM, &d);

	if (o == OK)
		o = lesson_return(&d.act, &d.in, &d.l, r->lesson_remark, &d.no);
	return done(rq, &d, o, "notice.lesson_returned");
}

enum outcome
lesson_name_post(struct request *rq, void *record)
{
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_WRITE, &d);

	(void)record;
	if (o == OK)
		o = lesson_ask_name(&d.act, &d.in, &d.l, d.l.text.lesson_title);
	return done(rq, &d, o, "notice.lesson_name_asked");
}

enum outcome
lesson_publish_post(struct request *rq, void *record)
{
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_CONFIRM, &d);

	(void)record;
	if (o == OK)
		o = lesson_publish(&d.act, &d.in, &d.s, &d.l, &d.no);
	return done(rq, &d, o, "notice.lesson_published");
}

enum outcome
lesson_withdraw_post(struct request *rq, void *record)
{
	const struct remark *r = record;
	struct doing d;
	enum outcome o = lesson_open(rq, ACTION_CONFIRM, &d);

	if (o == OK)
		o = lesson_withdraw(&d.act, &d.in, &d.l, arena_cstr(rq->arena, r->lesson_why.s),
		    r->lesson_withdrawal);
	return done(rq, &d, o, "notice.lesson_withdrawn");
}

enum outcome
lesson_answer_post(struct request *rq, void *record)
{
	const struct remark *r = record;
	struct doing d;
	int64_t id = 0;
	enum outcome o = desk_open(rq, ACTION_WRITE, &d.act, &d.in, &d.s);

	d.no.why = NULL;
	str_int(rq->segment[1], &id);
	if (o == OK)
		o = lesson_event_answer(&d.act, &d.in, id, r->lesson_answer);
	if (o == OK)
		o = notice_declarant(&d.act, &d.in, &d.s, "mail.lesson_answered");
	return done(rq, &d, o, "notice.lesson_answered");
}

/* ==== For the templates ==== */

bool
lesson_is(const struct lesson *l, const char *state)
{
	return str_eq(l->state.s, str_of(state));
}

void
lesson_read(struct out *o, const struct lesson_text *text, int level)
{
	/* The title is the page's own. */
	for (field_list f = lesson_text_fields + 1; *f; f++) {
		struct str words = *FIELD_IN(struct str, *f, text);

		if (words.n == 0)
			continue;
		buf_printf(o->buf, "<h%d>", level);
		out_text(o, t(o->lang, lesson_part_key(o, *f)));
		buf_printf(o->buf, "</h%d>\n", level);
		out_paragraphs(o, words);
	}
}

const char *
lesson_part_key(struct out *o, const struct field *f)
{
	return arena_printf(o->arena, "field.%s", f->name).p;
}

struct str
lesson_part(struct out *o, struct str name)
{
	return t(o->lang, arena_printf(o->arena, "field.%.*s", PS(name)).p);
}

struct str
lesson_word(struct out *o, struct str key)
{
	return t(o->lang, arena_cstr(o->arena, key));
}

const char *
lesson_refusal(struct out *o, const char *why)
{
	return arena_printf(o->arena, "error.lesson_%s", why).p;
}

int64_t
lesson_first_open(const struct lesson_event *e, size_t n)
{
	for (size_t i = n; i-- > 0;)
		if (lesson_objection(&e[i]))
			return e[i].id;
	return 0;
}
