/*
 * The state of care, by the structure (domain.md §4.1a), and "the incident is
 * resolved", which the law asks it to tell without delay (CSP D1111-16-3).
 *
 * One path changes the state, whether it is told here, on the short page, or in
 * a complement (complete.c): care_sound says what lacks, care_change writes the
 * state, its history, the log and the deadlines.  Two pages rather than one form
 * in the file's page: the motive, the date and the report are asked of those who
 * need to give them only.
 */
#include "base/table.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/rules.h"

#define CLOCK_SLACK 300 /* seconds that a declarant's clock may be ahead of ours */

static const struct field care_state = { FIELD(care, care_state), .vocabulary = "care_state",
	.need = REQUIRED };
static const struct field care_resolved_at = { FIELD(care, resolved_at) };
static const struct field care_note = { FIELD(care, care_note), .max = 10000, .input = INPUT_AREA,
	.sealed = true };
static const struct field *const state_asked[] = { &care_state, &care_resolved_at, &care_note,
	NULL };

struct resolution {
	struct moment resolved_at;
	struct str resolution;
};

static const struct field resolution_at = { FIELD(resolution, resolved_at), .need = REQUIRED };
static const struct field resolution_text = { FIELD(resolution, resolution), .max = 10000,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const resolve_asked[] = { &resolution_at, &resolution_text, NULL };

/* ==== The rules ==== */

int64_t
care_rank(struct str state)
{
	const struct vocab_item *item = vocab_find(vocab_get("care_state"), state);
	int64_t rank = -1;

	if (item)
		str_int(attribute(item->attributes, "rank"), &rank);
	return rank;
}

static bool
date_sound(const struct report *r, struct moment at, struct moment now, struct filled *f,
    const struct field *field)
{
	const char *wrong = NULL;

	if (!moment_known(at))
		return true;
	if (at.s > now.s + CLOCK_SLACK)
		wrong = "error.future";
	else if (moment_known(r->detected_at) && at.s < r->detected_at.s)
		wrong = "error.resolved_before_detected";
	if (wrong)
		form_error(f, field, wrong);
	return wrong == NULL;
}

bool
care_sound(const struct incident *in, const struct report *r, const struct care *to,
    struct moment now, struct filled *f)
{
	int64_t from = care_rank(in->care_state.s), rank = care_rank(to->care_state.s);
	size_t before = f->errors;

	date_sound(r, to->resolved_at, now, f, &care_resolved_at);
	if (str_eq(to->care_state.s, S("RESOLU")) && from != rank && !moment_known(to->resolved_at))
		form_error(f, &care_resolved_at, "error.resolved_at");
	if (rank < from && to->care_note.n == 0)
		form_error(f, &care_note, "error.care_back");
	if (str_eq(to->care_state.s, S("BILAN_EFFECTUE")) && from != rank && to->care_note.n == 0)
		form_error(f, &care_note, "error.care_report");
	return f->errors == before;
}

/* ==== The change ==== */

static struct str
told_log(struct act *act, const struct care *to)
{
	struct str state = vocab_label("care_state", to->care_state.s, LANG_FR);
	struct str at =
	    moment_known(to->resolved_at) && str_eq(to->care_state.s, S("RESOLU"))
		? arena_printf(act->arena, " (%.*s)",
		      PS(shape_moment(act->arena, to->resolved_at, ZONE_PARIS, LANG_FR)))
		: (struct str){ NULL, 0 };

	return arena_printf(act->arena, "%.*s%.*s%s%.*s", PS(state), PS(at),
	    to->care_note.n ? "\n\n" : "", PS(to->care_note));
}

enum outcome
care_change(struct act *act, struct incident *in, const struct care *to)
{
	struct str from = in->care_state.s;
	int64_t resolved = care_rank(S("RESOLU"));
	bool over = care_rank(to->care_state.s) >= resolved;
	bool moved = !str_eq(from, to->care_state.s);
	bool dated = over && moment_known(to->resolved_at) && !moment_known(in->resolved_at);
	enum outcome o;

	if (!moved && !dated)
		return OK;
	if (workflow_ended(in->workflow.s))
		return CONFLICT;
	in->care_state = to->care_state;
	if (!over)
		in->resolved_at = MOMENT_NONE;
	else if (moment_known(to->resolved_at))
		in->resolved_at = to->resolved_at;
	o = incident_save(act, in, "incident.care_state",
	    arena_printf(act->arena, "care_state=%.*s", PS(to->care_state.s)));
	if (o == OK && moved)
		o = state_changed(act, in, "care_state", from, to->care_state.s, to->care_note);
	if (o == OK)
		o = log_add(act, in, "statut", S("structure"), told_log(act, to));
	if (o == OK)
		o = own_tell_cell(act, in, over ? "mail.cell.resolved" : "mail.cell.state");
	return o;
}

/* ==== The pages ==== */

static enum outcome
show(struct request *rq, const struct incident *in, const struct stored_report *s, bool resolve,
    int status)
{
	struct own_state_view v = { .in = in, .s = s, .filled = &rq->filled, .resolve = resolve };

	page_file_state(
	    page_begin(rq, t(rq->lang, resolve ? "file.resolve_title" : "file.state_title")), &v);
	return page_end(rq, status);
}

/* An ended file has no such page: back to the file, which says so. */
static enum outcome
state_open(struct request *rq, struct act *act, struct incident *in, struct stored_report *s,
    bool *ret_ended)
{
	enum outcome o = own_open(rq, ACTION_WRITE, act, in, s);

	*ret_ended = o == OK && workflow_ended(in->workflow.s);
	return o;
}

static enum outcome
blank_page(struct request *rq, bool resolve)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	bool ended;
	enum outcome o = state_open(rq, &act, &in, &s, &ended);
	struct care care;
	struct resolution res = { .resolved_at = rq->now };

	if (o != OK)
		return own_closed(rq, o);
	if (ended)
		return reply_see_other(rq, "/file/%.*s", PS(s.reference));
	care = (struct care){ .care_state = in.care_state, .resolved_at = in.resolved_at };
	if (resolve)
		form_show(resolve_asked, &res, &rq->filled, rq->zone, rq->arena);
	else
		form_show(state_asked, &care, &rq->filled, rq->zone, rq->arena);
	return show(rq, &in, &s, resolve, 200);
}

enum outcome
own_state_page(struct request *rq, void *record)
{
	(void)record;
	return blank_page(rq, false);
}

enum outcome
own_resolve_page(struct request *rq, void *record)
{
	(void)record;
	return blank_page(rq, true);
}

static enum outcome
again(struct request *rq, bool resolve)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	return o == OK ? show(rq, &in, &s, resolve, 422) : own_closed(rq, o);
}

static enum outcome
state_again(struct request *rq, void *record)
{
	(void)record;
	return again(rq, false);
}

static enum outcome
resolve_again(struct request *rq, void *record)
{
	(void)record;
	return again(rq, true);
}

const struct form own_state_form = {
	.asked = state_asked, .size = sizeof(struct care), .invalid = state_again
};
const struct form own_resolve_form = {
	.asked = resolve_asked, .size = sizeof(struct resolution), .invalid = resolve_again
};

static enum outcome
done(struct request *rq, const struct stored_report *s, enum outcome o, const char *notice)
{
	if (o != OK)
		return o;
	reply_notice(rq, notice);
	return reply_see_other(rq, "/file/%.*s", PS(s->reference));
}

enum outcome
own_state(struct request *rq, void *record)
{
	const struct care *to = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	if (!own_reads(rq, &own_state_form, record) ||
	    !care_sound(&in, &s.r, to, rq->now, &rq->filled))
		return INVALID;
	return done(rq, &s, care_change(&act, &in, to), "notice.state");
}

/* Pressed twice, or resolved already: the first date stands. */
enum outcome
own_resolve(struct request *rq, void *record)
{
	const struct resolution *r = record;
	struct stored_report s;
	struct incident in;
	struct care to;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	if (!own_reads(rq, &own_resolve_form, record) ||
	    !date_sound(&s.r, r->resolved_at, rq->now, &rq->filled, &resolution_at))
		return INVALID;
	to = (struct care){ .care_state = { S("RESOLU") },
		.resolved_at = r->resolved_at,
		.care_note = r->resolution };
	if (care_rank(in.care_state.s) <= care_rank(to.care_state.s))
		o = care_change(&act, &in, &to);
	return done(rq, &s, o, "notice.resolved");
}
