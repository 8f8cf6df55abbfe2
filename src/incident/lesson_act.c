/*
 * What is done with a lesson: begun, written, submitted, checked or sent back,
 * published, withdrawn.
 *
 * Each deed asks for the state and the version that its page showed, in the statement
 * that writes: of two who check at once one does, the other is told.  Whether it may
 * leave is asked when it leaves, and asked again whenever consent, marking or seal
 * change (lesson_review), which withdraws at once what may no longer be read.
 */
#include "incident/lesson.h"

#include "base/table.h"
#include "incident/decision.h"
#include "incident/desk.h"
#include "incident/notice.h"

#define NOTHING ((struct str){ NULL, 0 })

static const char *
channel_of(struct arena *a, struct str tlp)
{
	const struct vocab_item *item = vocab_find(vocab_get("lesson_tlp"), tlp);

	return item ? arena_cstr(a, attribute(item->attributes, "channel")) : "";
}

static enum outcome
told(struct act *act, const struct incident *in, const struct lesson *l, const char *kind,
    struct str text)
{
	enum outcome o = lesson_event_add(act, in, l, kind, text);

	return o == OK ? log_add(act, in, "decision", S("interne"),
			     vocab_label("lesson_event", str_of(kind), LANG_FR))
		       : o;
}

static bool
is(const struct lesson *l, const char *state)
{
	return str_eq(l->state.s, str_of(state));
}

/* ==== Writing ==== */

/* A lesson is of a file that is over, and one at work says so on it. */
static enum outcome
owed(struct act *act, struct incident *in)
{
	if (str_eq(in->workflow.s, S("CLOS")))
		return workflow_move(act, in, S("REX_A_PRODUIRE"), NOTHING);
	return str_eq(in->workflow.s, S("REX_A_PRODUIRE")) ||
		       str_eq(in->workflow.s, S("REX_PUBLIE"))
		   ? OK
		   : CONFLICT;
}

enum outcome
lesson_begin(struct act *act, struct incident *in, const struct stored_report *s)
{
	struct lesson l = { .state = { S("draft") },
		.lesson_tlp = { S("TLP:CLEAR") },
		.lesson_named = { S("non") },
		.category = in->category,
		.org_type = in->org_type };
	enum outcome o = owed(act, in);

	if (o == OK)
		o = lesson_draft(act, in, s, &l);
	if (o == OK)
		o = lesson_insert(act, in, &l);
	return o == OK ? told(act, in, &l, "drafted", NOTHING) : o;
}

enum outcome
lesson_write(struct act *act, struct incident *in, const struct stored_report *s, struct lesson *l)
{
	struct anonymise a;
	enum outcome o = owed(act, in);

	if (o == OK)
		o = lesson_subject(act, in, s, l, &a);
	if (o != OK)
		return o;
	lesson_clean(act, &a, l);
	/* The author too, once it left the author's hands: the check before counts no more. */
	if (l->author != act->account || !is(l, "draft"))
		o = lesson_event_add(act, in, l, "written", NOTHING);
	if (o != OK)
		return o;
	l->state.s = S("draft");
	l->author = act->account;
	l->checker = 0;
	l->category = in->category;
	l->org_type = in->org_type;
	return lesson_save(act, in, l, "lesson.save");
}

/* ==== Checking ==== */

static bool
complete(const struct lesson *l)
{
	return l->text.lesson_title.n && l->text.lesson_happened.n && l->text.lesson_advice.n;
}

/* The rule is silent, or every doubt has its reason. */
static enum outcome
silent(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct lesson *l, struct lesson_answer *ret)
{
	struct lesson_doubt *list = arena_array(act->arena, struct lesson_doubt, LESSON_DOUBTS);
	struct anonymise a;
	enum outcome o = lesson_subject(act, in, s, l, &a);

	if (o != OK)
		return o;
	if (lesson_doubts(act, &a, &l->text, list))
		ret->why = "doubts";
	else if (!complete(l))
		ret->why = "empty";
	return ret->why ? INVALID : OK;
}

enum outcome
lesson_submit(struct act *act, const struct incident *in, const struct stored_report *s,
    struct lesson *l, struct lesson_answer *ret)
{
	enum outcome o;

	if (!is(l, "draft") && !is(l, "returned"))
		return CONFLICT;
	o = silent(act, in, s, l, ret);
	if (o != OK)
		return o;
	l->state.s = S("check");
	l->author = act->account;
	o = lesson_save(act, in, l, "lesson.submit");
	return o == OK ? told(act, in, l, "submitted", NOTHING) : o;
}

static bool
wrote(const struct lesson_event *e)
{
	return str_in_set(S("drafted|written|submitted"), e->kind.s);
}

/* Nobody checks what they wrote, all of it or a part, since it was last checked. */
enum outcome
lesson_own_words(struct act *act, const struct incident *in, const struct lesson *l, bool *ret)
{
	struct lesson_event *list;
	size_t n = 0;
	enum outcome o = lesson_event_list(act, in, &list, &n);

	if (o == OK)
		o = decision_same(act, l->author, ret);
	for (size_t i = 0; o == OK && !*ret && i < n; i++) {
		if (str_eq(list[i].kind.s, S("checked")))
			break;
		if (wrote(&list[i]))
			o = decision_same(act, list[i].account, ret);
	}
	return o;
}

static enum outcome
other(struct act *act, const struct incident *in, const struct lesson *l, struct lesson_answer *ret)
{
	bool mine = true;
	enum outcome o;

	if (!is(l, "check"))
		return CONFLICT;
	o = lesson_own_words(act, in, l, &mine);
	if (o != OK || !mine)
		return o;
	ret->why = "own";
	return INVALID;
}

enum outcome
lesson_check(struct act *act, const struct incident *in, const struct stored_report *s,
    struct lesson *l, struct lesson_answer *ret)
{
	enum outcome o = other(act, in, l, ret);

	if (o == OK)
		o = silent(act, in, s, l, ret);
	if (o != OK)
		return o;
	l->state.s = S("checked");
	l->checker = act->account;
	o = lesson_save(act, in, l, "lesson.check");
	if (o == OK)
		o = told(act, in, l, "checked", NOTHING);
	return o == OK ? notice_declarant(act, in, s, "mail.lesson_to_read") : o;
}

enum outcome
lesson_return(struct act *act, const struct incident *in, struct lesson *l, struct str remark,
    struct lesson_answer *ret)
{
	enum outcome o = other(act, in, l, ret);

	if (o != OK)
		return o;
	l->state.s = S("returned");
	o = lesson_save(act, in, l, "lesson.return");
	return o == OK ? told(act, in, l, "returned", remark) : o;
}

/* ==== Naming ==== */

/* Consent taken back and given again is another consent: it is decided anew. */
static enum outcome
name_object(struct act *act, const struct incident *in, struct str *ret)
{
	struct consent c;
	enum outcome o = consent_of(act, in, "lessons", &c);

	*ret = arena_printf(act->arena, "REX-C%lld", (long long)c.id);
	return o;
}

enum outcome
lesson_ask_name(
    struct act *act, const struct incident *in, const struct lesson *l, struct str reason)
{
	struct exit_answer a;
	struct str object;
	enum outcome o = exit_may(act, in, channel_of(act->arena, l->lesson_tlp.s), &a);

	if (o == OK && (!a.may || a.anonymise))
		return CONFLICT; /* nothing to decide: the structure does not agree */
	if (o == OK)
		o = name_object(act, in, &object);
	return o == OK ? decision_ask(act, in, "name_structure", object, reason, NOTHING) : o;
}

static enum outcome
may_name(struct act *act, const struct incident *in, const struct exit_answer *a,
    struct lesson_answer *ret)
{
	struct str object;
	bool stands = false;
	enum outcome o;

	if (a->anonymise) {
		ret->why = "named";
		return INVALID;
	}
	o = name_object(act, in, &object);
	if (o == OK)
		o = decision_stands(act, in, "name_structure", object, &stands);
	if (o != OK || stands)
		return o;
	ret->why = "decision";
	return INVALID;
}

/* ==== Publishing ==== */

static enum outcome
no_objection(struct act *act, const struct incident *in, struct lesson_answer *ret)
{
	struct lesson_event *list;
	size_t n = 0;
	enum outcome o = lesson_event_list(act, in, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		if (lesson_objection(&list[i])) {
			ret->why = "objection";
			return INVALID;
		}
	return o;
}

enum outcome
lesson_may_leave(
    struct act *act, const struct incident *in, const struct lesson *l, struct lesson_answer *ret)
{
	struct exit_answer a;
	enum outcome o = exit_may(act, in, channel_of(act->arena, l->lesson_tlp.s), &a);

	if (o != OK)
		return o;
	ret->why = a.why;
	if (!a.may)
		return INVALID;
	if (str_eq(l->lesson_named.s, S("oui")))
		o = may_name(act, in, &a, ret);
	return o == OK ? no_objection(act, in, ret) : o;
}

static enum outcome
put_online(struct act *act, const struct incident *in, struct lesson *l)
{
	enum outcome o = OK;

	if (l->reference.n == 0)
		o = reference_next(act, "REX", &l->reference);
	if (!moment_known(l->published_at))
		l->published_at = act->now;
	l->updated_at = act->now;
	l->withdrawn_at = MOMENT_NONE;
	l->withdrawn_why.s = NOTHING;
	l->online = true;
	l->state.s = S("published");
	l->shown = l->text;
	l->shown_tlp = l->lesson_tlp;
	l->org_name = str_eq(l->lesson_named.s, S("oui")) ? in->org_name : NOTHING;
	return o == OK ? lesson_save(act, in, l, "lesson.publish") : o;
}

enum outcome
lesson_publish(struct act *act, struct incident *in, const struct stored_report *s,
    struct lesson *l, struct lesson_answer *ret)
{
	enum outcome o;

	if (!is(l, "checked"))
		return CONFLICT;
	/* Behind the lock the file is read again: it may have been sealed meanwhile. */
	o = lesson_lock(act, in);
	if (o == OK)
		o = incident_load(act, in->id, in);
	if (o == OK)
		o = owed(act, in); /* nothing is told of what goes on */
	if (o == OK)
		o = lesson_may_leave(act, in, l, ret);
	if (o == OK)
		o = silent(act, in, s, l, ret);
	if (o == OK)
		o = put_online(act, in, l);
	if (o == OK)
		o = told(act, in, l, "published", NOTHING);
	if (o == OK && str_eq(in->workflow.s, S("REX_A_PRODUIRE")))
		o = workflow_move(act, in, S("REX_PUBLIE"), NOTHING);
	return o == OK ? notice_declarant(act, in, s, "mail.lesson_published") : o;
}

/* ==== Taking back ==== */

/* What was published is forgotten with it: its page says why, and no more. */
static void
take_offline(struct act *act, struct lesson *l, const char *why)
{
	l->online = false;
	l->state.s = S("withdrawn");
	l->withdrawn_at = act->now;
	l->withdrawn_why.s = str_of(why);
	l->org_name = NOTHING;
	field_clear(lesson_text_fields, &l->shown);
}

enum outcome
lesson_withdraw(
    struct act *act, struct incident *in, struct lesson *l, const char *why, struct str reason)
{
	enum outcome o;

	if (!l->online)
		return CONFLICT;
	take_offline(act, l, why);
	o = lesson_save(act, in, l, "lesson.withdraw");
	if (o == OK)
		o = told(act, in, l, "withdrawn", reason);
	if (o == OK && str_eq(in->workflow.s, S("REX_PUBLIE")))
		o = workflow_move(act, in, S("CLOS"), NOTHING);
	return o == OK ? notice_roles(act, in, S("lead"), "mail.lesson_withdrawn") : o;
}

static enum outcome
unname(struct act *act, const struct incident *in, struct lesson *l)
{
	enum outcome o;

	l->org_name = NOTHING;
	l->lesson_named.s = S("non");
	l->updated_at = act->now;
	o = lesson_save(act, in, l, "lesson.unname");
	if (o == OK)
		o = told(act, in, l, "unnamed", NOTHING);
	return o == OK ? notice_roles(act, in, S("lead"), "mail.lesson_unnamed") : o;
}

enum outcome
lesson_review(struct act *act, const struct incident *in)
{
	struct incident now;
	struct exit_answer a;
	struct lesson l;
	enum outcome o = lesson_lock(act, in);

	if (o == OK)
		o = lesson_of(act, in, &l);
	if (o == NOT_FOUND || (o == OK && !l.online))
		return OK;
	if (o == OK)
		o = exit_may(act, in, channel_of(act->arena, l.shown_tlp.s), &a);
	if (o != OK)
		return o;
	if (a.may && (!a.anonymise || l.org_name.n == 0))
		return OK;
	if (a.may)
		return unname(act, in, &l);
	/* Loaded anew: the caller's copy may be half changed. */
	o = incident_load(act, in->id, &now);
	return o == OK ? lesson_withdraw(act, &now, &l,
			     str_eq(str_of(a.why), S("consent")) ? "consent" : "diffusion", NOTHING)
		       : o;
}
