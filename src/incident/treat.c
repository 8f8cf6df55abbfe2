/*
 * What is done to a file from its page: take it, give it, move it, write in its
 * log, write to the declarant, decide on a proposed alert, note support given.
 */
#include "incident/conflict.h"
#include "incident/incident.h"
#include "incident/intervention.h"
#include "incident/notice.h"
#include "incident/seal.h"
#include "incident/wake.h"

#include "incident_sql.h"

static enum outcome
back(struct request *rq, const struct incident *in, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s", PS(in->reference));
}

enum outcome
workflow_move(struct act *act, struct incident *in, struct str to, struct str reason)
{
	struct str from = in->workflow.s;
	enum outcome o;

	in->workflow.s = to;
	if (str_eq(from, S("RECU")) && !moment_known(in->taken_at))
		in->taken_at = act->now;
	/* A lesson to write, then written, does not close it again. */
	if (!workflow_ended(to))
		in->closed_at = MOMENT_NONE;
	else if (!workflow_ended(from) || !moment_known(in->closed_at))
		in->closed_at = act->now;
	o = incident_save(
	    act, in, "incident.move", arena_printf(act->arena, "workflow=%.*s", PS(to)));
	if (o == OK)
		o = state_changed(act, in, "workflow", from, to, reason);
	if (o == OK)
		o = third_clock(act, in, from, to);
	if (o == OK)
		o = log_add(act, in, "statut", S("interne"),
		    arena_printf(act->arena, "%.*s%s%.*s", PS(vocab_label("workflow", to, LANG_FR)),
			reason.n ? " : " : "", PS(reason)));
	return o == OK ? wake_over(act, in) : o;
}

/* --- Taking and giving ---------------------------------------------------- */

enum outcome
file_assign(struct act *act, struct incident *in, int64_t account)
{
	enum outcome o;

	in->assignee = account;
	if (in->sealed) {
		o = seal_name(act, in, account, (struct str){ NULL, 0 });
		if (o != OK)
			return o;
	}
	if (str_eq(in->workflow.s, S("RECU")))
		return workflow_move(act, in, S("PRIS_EN_COMPTE"), (struct str){ NULL, 0 });
	o = incident_save(act, in, "incident.assign",
	    arena_printf(act->arena, "account=%lld", (long long)account));
	if (o == OK)
		o = log_add(act, in, "affectation", S("interne"), t(LANG_FR, "log.assigned"));
	return o;
}

enum outcome
desk_take(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = file_assign(&act, &in, act.account);
	return o == OK ? back(rq, &in, "notice.taken") : o;
}

struct assignment {
	int64_t account;
};

static const struct field assignment_account = { FIELD(assignment, account), .need = REQUIRED,
	.min = 1 };
static const struct field *const assignment_asked[] = { &assignment_account, NULL };

enum outcome
desk_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? desk_show(rq, &act, &in, &s, 422) : o;
}

struct str
assign_was(struct arena *a, const struct incident *in)
{
	struct assignment now = { in->assignee };

	return conflict_base(a, assignment_asked, &now, NULL);
}

/* Given to somebody else meanwhile: who has it, and whom it was to be given to. */
static enum outcome
assign_conflict(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct assignment now;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	now.account = in.assignee;
	return conflict_file(rq, &act, &in, S("assign"),
	    &(struct conflict){ .asked = assignment_asked,
		.size = sizeof now,
		.theirs = &now,
		.mine = record,
		.word = conflict_person,
		.more = &act });
}

const struct form assign_form = { .asked = assignment_asked,
	.size = sizeof(struct assignment),
	.invalid = desk_again,
	.conflict = assign_conflict };

/* Only to somebody of the cell, whatever number the form holds. */
enum outcome
file_assign_to(struct act *act, const struct member *m, struct incident *in, int64_t account)
{
	struct facts whom = { .account = account };
	enum role role = ROLE_VISITOR;
	struct account acc;
	enum outcome o;

	if (!access_may(m, OBJECT_FILE, ACTION_ASSIGN, &whom)) {
		trail_refuse(
		    act->trail, "incident.refused", "incident", in->reference, S("assign"));
		return FORBIDDEN;
	}
	o = account_by_id(act->db, act->keyring, account, act->arena, &acc);
	if (o != OK)
		return o;
	if (!str_eq(acc.state, S("active")) || !role_from_code(acc.role.s, &role) ||
	    access_condition(role, OBJECT_FILE, ACTION_WRITE) == NEVER)
		return INVALID;
	return in->assignee == account ? OK : file_assign(act, in, account);
}

enum outcome
desk_assign(struct request *rq, void *record)
{
	const struct assignment *to = record;
	struct assignment now;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open_live(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	now.account = in.assignee;
	if (conflict_stale(rq, assignment_asked, sizeof now, in.version, &now))
		return CONFLICT;
	o = file_assign_to(&act, request_member(rq), &in, to->account);
	return o == OK ? back(rq, &in, "notice.assigned") : o;
}

/* --- The workflow ---------------------------------------------------------- */

static const struct field step_workflow = { FIELD(workflow_step, workflow),
	.vocabulary = "workflow", .need = REQUIRED };
static const struct field step_reason = { FIELD(workflow_step, reason), .max = 2000, .sealed = true,
	.input = INPUT_AREA };
static const struct field *const step_asked[] = { &step_workflow, &step_reason, NULL };

static struct workflow_step
step_now(const struct incident *in)
{
	return (struct workflow_step){ .workflow = in->workflow };
}

struct str
move_was(struct arena *a, const struct incident *in)
{
	struct workflow_step now = step_now(in);

	return conflict_base(a, step_asked, &now, NULL);
}

/* Moved by somebody else meanwhile: the state and the reason that were chosen stay. */
static enum outcome
move_conflict(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct workflow_step now;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	now = step_now(&in);
	return conflict_file(rq, &act, &in, S("move"),
	    &(struct conflict){
		.asked = step_asked, .size = sizeof now, .theirs = &now, .mine = record });
}

const struct form move_form = { .asked = step_asked,
	.size = sizeof(struct workflow_step),
	.invalid = desk_again,
	.conflict = move_conflict };

enum outcome
file_move(struct act *act, const struct member *m, struct incident *in,
    const struct workflow_step *to, struct filled *f)
{
	struct facts none = { 0 };
	bool reason = false;

	/* Closing has a report, and may take two (close.c). */
	if (str_eq(to->workflow.s, S("CLOS")))
		return CONFLICT;
	if (!workflow_may(in->workflow.s, to->workflow.s,
		access_may(m, OBJECT_FILE, ACTION_REOPEN, &none), &reason))
		return CONFLICT;
	if (reason && to->reason.n == 0) {
		form_error(f, &step_reason, "error.required");
		return INVALID;
	}
	return workflow_move(act, in, to->workflow.s, to->reason);
}

enum outcome
desk_move(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	const struct workflow_step *step = record;
	struct workflow_step now;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	now = step_now(&in);
	if (conflict_stale(rq, step_asked, sizeof now, in.version, &now))
		return CONFLICT;
	/* Chosen on the page of both versions: it stands where the other put it. */
	if (param_get(&rq->params, "was").n && str_eq(in.workflow.s, step->workflow.s))
		return back(rq, &in, "notice.moved");
	o = file_move(&act, request_member(rq), &in, record, &rq->filled);
	return o == OK ? back(rq, &in, "notice.moved") : o;
}

/* --- The log and messages --------------------------------------------------- */

struct note {
	struct code log_kind, visibility;
	struct str text;
};

static const struct field note_kind = { FIELD(note, log_kind), .vocabulary = "log_kind",
	.input = INPUT_SELECT };
static const struct field note_visibility = { FIELD(note, visibility), .vocabulary = "visibility",
	.need = REQUIRED };
static const struct field note_text = { FIELD(note, text), .max = 10000, .input = INPUT_AREA,
	.need = REQUIRED, .sealed = true };
static const struct field *const note_asked[] = { &note_text, &note_visibility, &note_kind, NULL };

const struct form note_form = {
	.asked = note_asked, .size = sizeof(struct note), .invalid = desk_again
};

void
note_blank(struct request *rq)
{
	struct note blank = { .log_kind = { S("note") }, .visibility = { S("interne") } };

	form_show(note_asked, &blank, &rq->filled, rq->zone, rq->arena);
}

enum outcome
note_save(struct act *act, struct incident *in, const struct stored_report *s, struct str kind,
    struct str visibility, struct str text)
{
	bool message = str_eq(visibility, S("structure"));
	enum outcome o;

	if (kind.n == 0)
		kind = S("note");
	o = log_add(act, in, message ? "message" : arena_cstr(act->arena, kind), visibility, text);
	return o == OK && message ? notice_declarant(act, in, s, "mail.message") : o;
}

enum outcome
desk_note(struct request *rq, void *record)
{
	const struct note *n = record;
	bool message = str_eq(n->visibility.s, S("structure"));
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = note_save(&act, &in, &s, n->log_kind.s, n->visibility.s, n->text);
	return o == OK ? back(rq, &in, message ? "notice.message" : "notice.noted") : o;
}

/* --- Proposed alerts --------------------------------------------------------- */

/* The dispatch of the address, if it belongs to this file. */
static enum outcome
proposal_open(struct request *rq, struct act *act, struct incident *in, struct stored_report *s,
    struct dispatch *d)
{
	enum outcome o = desk_open(rq, ACTION_CONFIRM, act, in, s);

	if (o == OK)
		o = dispatch_by_reference(act, rq->segment[1], d);
	if (o == OK && d->incident != in->id)
		o = NOT_FOUND;
	return o;
}

enum outcome
desk_confirm(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct dispatch d;
	struct act act;
	enum outcome o = proposal_open(rq, &act, &in, &s, &d);

	(void)record;
	if (o == OK)
		o = dispatch_fire(&act, &in, &s.r, &d);
	return o == OK ? back(rq, &in, "notice.confirmed") : o;
}

struct refusal {
	struct str reason;
};

static const struct field refusal_reason = { FIELD(refusal, reason), .max = 2000, .need = REQUIRED,
	.sealed = true };
static const struct field *const refusal_asked[] = { &refusal_reason, NULL };

const struct form decline_form = {
	.asked = refusal_asked, .size = sizeof(struct refusal), .invalid = desk_again
};

enum outcome
desk_decline(struct request *rq, void *record)
{
	const struct refusal *r = record;
	struct stored_report s;
	struct incident in;
	struct dispatch d;
	struct act act;
	enum outcome o = proposal_open(rq, &act, &in, &s, &d);

	if (o == OK)
		o = dispatch_decline(&act, &in, &d, r->reason);
	return o == OK ? back(rq, &in, "notice.declined") : o;
}

/* --- Support ------------------------------------------------------------------ */

struct delivery {
	int64_t request;
	struct codes support_kinds;
};

static const struct field delivery_request = { FIELD(delivery, request), .need = REQUIRED };
static const struct field delivery_kinds = { FIELD(delivery, support_kinds),
	.vocabulary = "support_kind", .need = REQUIRED };
static const struct field *const delivery_asked[] = { &delivery_request, &delivery_kinds, NULL };

const struct form support_form = {
	.asked = delivery_asked, .size = sizeof(struct delivery), .invalid = desk_again
};

enum outcome
support_deliver(struct act *act, struct incident *in, int64_t request, struct str kinds)
{
	struct query q = query_open(act->db, &sql_support_deliver);
	enum outcome o;

	bind_int(&q, "id", request);
	bind_int(&q, "incident", in->id);
	bind_text(&q, "kinds", kinds);
	bind_moment(&q, "now", act->now);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return NOT_FOUND;
	in->support_delivered.s = S("oui");
	if (o == OK)
		o = incident_save(act, in, "incident.support", kinds);
	return o == OK ? log_add(act, in, "accompagnement", S("structure"),
			     t(LANG_FR, "log.support_delivered"))
		       : o;
}

enum outcome
desk_support(struct request *rq, void *record)
{
	const struct delivery *d = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = support_deliver(&act, &in, d->request, d->support_kinds.s);
	return o == OK ? back(rq, &in, "notice.support") : o;
}
