/* What people do in the demonstration: one function a verb of data/demo.json. */
#include "incident/demo.h"

#include "base/die.h"
#include "base/table.h"
#include "incident/deadline.h"
#include "incident/declare.h"
#include "incident/consent.h"
#include "incident/decision.h"
#include "incident/desk.h"
#include "incident/rules.h"
#include "incident/seal.h"
#include "incident/thread.h"

#include "incident_sql.h"

/* Text, number, true, or a set. */
static struct str
value_text(const json_t *v, struct arena *a)
{
	struct str text = str_of(json_string_value(v));
	const json_t *item;
	size_t i;

	if (json_is_integer(v))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	if (json_is_true(v))
		return S("1");
	json_array_foreach(v, i, item) text =
	    arena_printf(a, "%.*s%s%s", PS(text), i ? "|" : "", json_string_value(item));
	return arena_dup(a, text);
}

static const struct field *
field_of(const field_list *lists, struct str name)
{
	const struct field *f = NULL;

	for (; *lists && f == NULL; lists++)
		f = field_find(*lists, name);
	return f;
}

/* The members that the script gives, into a record. */
static void
set(struct scene *sc, const json_t *given, const field_list *lists, void *record)
{
	struct arena *a = sc->act.arena;
	const json_t *v;
	const char *key, *error = "no such field";

	json_object_foreach((json_t *)(uintptr_t)given, key, v)
	{
		const struct field *f = field_of(lists, str_of(key));
		struct str text = value_text(v, a);

		if (f && f->kind == KIND_MOMENT)
			text = moment_rfc3339(a, demo_instant(text, sc->means->now));
		if (f == NULL || text.n == 0 || !field_set(f, record, text, a, &error))
			die("demonstration: '%s', '%s': %s", sc->tale->name, key, error);
	}
}

static const field_list report_lists[] = { report_fields, NULL };
static const field_list incident_lists[] = { incident_clear_fields, incident_sealed_fields, NULL };

/* ==== What the structure does ==== */

static enum outcome
draft(struct scene *sc)
{
	struct str place = demo_word(sc->tale->json, "place"),
		   channel = demo_word(sc->tale->json, "channel");
	enum outcome o = report_draft(&sc->act, channel.n ? channel : S("portail"), &sc->s);

	if (place.n)
		report_set_structure(&sc->s, sc->cast->place(sc->cast->context, place));
	set(sc, json_object_get(sc->tale->json, "report"), report_lists, &sc->s.r);
	sc->s.step = REPORT_STEPS;
	sc->tale->report = sc->s.id;
	return o == OK ? report_save(&sc->act, &sc->s) : o;
}

static enum outcome
submit(struct scene *sc)
{
	enum outcome o = report_submit(&sc->act, &sc->s);

	sc->tale->incident = sc->s.incident;
	return o;
}

static enum outcome
complete(struct scene *sc)
{
	enum outcome o;

	set(sc, json_object_get(sc->step, "set"), report_lists, &sc->s.r);
	o = report_complete(&sc->act, &sc->s);
	if (o == OK)
		o = log_add(
		    &sc->act, &sc->in, "complement", S("structure"), demo_word(sc->step, "text"));
	return o == OK ? job_add(sc->act.db, "route",
			     arena_printf(sc->act.arena, "%lld", (long long)sc->in.id), sc->act.now)
		       : o;
}

/* How far the structure says that it is. */
static enum outcome
care(struct scene *sc)
{
	struct str before = sc->in.care_state.s, to = demo_word(sc->step, "to");
	enum outcome o;

	sc->in.care_state.s = to;
	if (str_eq(to, S("RESOLU")))
		sc->in.resolved_at = sc->act.now;
	o = incident_save(&sc->act, &sc->in, "incident.care_state", to);
	if (o == OK)
		o = state_changed(
		    &sc->act, &sc->in, "care_state", before, to, (struct str){ NULL, 0 });
	if (o == OK)
		o = log_add(&sc->act, &sc->in, "prise_en_charge", S("structure"),
		    vocab_label("care_state", to, LANG_FR));
	return o;
}

static enum outcome
message(struct scene *sc)
{
	return log_add(&sc->act, &sc->in, "message", S("structure"), demo_word(sc->step, "text"));
}

/* A deadline, done on a day and under a reference, or why not. */
static enum outcome
deadline(struct scene *sc)
{
	struct str at = demo_word(sc->step, "done_at");
	struct deadline_answer a = { .deadline_answer = { demo_word(sc->step, "answer") },
		.done_at = at.n ? demo_instant(at, sc->means->now) : MOMENT_NONE,
		.deadline_reference = demo_word(sc->step, "reference"),
		.deadline_reason = demo_word(sc->step, "text") };
	struct deadline d;
	enum outcome o = deadline_find(&sc->act, &sc->in, demo_word(sc->step, "code"), &d);

	if (o == NOT_FOUND)
		die("demonstration: '%s' owes no such deadline", sc->tale->name);
	return o == OK ? deadline_record(&sc->act, &sc->in, &sc->s, &d, &a) : o;
}

/* The risk for the persons concerned is found to be high. */
static enum outcome
high_risk(struct scene *sc)
{
	struct deadline_given given;
	enum outcome o = deadline_given(&sc->act, &sc->in, &given);

	given.high_risk.s = S("oui");
	return o == OK ? deadline_give(&sc->act, &sc->in, &sc->s, &given) : o;
}

/* ==== What the cell does ==== */

static enum outcome
move_to(struct scene *sc, struct str to)
{
	struct str reason = demo_word(sc->step, "text");
	bool needs = false;

	if (!workflow_may(sc->in.workflow.s, to, sc->lead, &needs) || (needs && reason.n == 0))
		die("demonstration: '%s': no way from %.*s to %.*s", sc->tale->name,
		    PS(sc->in.workflow.s), PS(to));
	return workflow_move(&sc->act, &sc->in, to, reason);
}

static enum outcome
take(struct scene *sc)
{
	sc->in.assignee = sc->act.account;
	return move_to(sc, S("PRIS_EN_COMPTE"));
}

static enum outcome
move(struct scene *sc)
{
	return move_to(sc, demo_word(sc->step, "to"));
}

static enum outcome
note(struct scene *sc)
{
	struct str kind = demo_word(sc->step, "kind"), seen = demo_word(sc->step, "visibility");

	return log_add(&sc->act, &sc->in, arena_cstr(sc->act.arena, kind.n ? kind : S("note")),
	    seen.n ? seen : S("interne"), demo_word(sc->step, "text"));
}

/* Who does what, as another person than the step's. */
static struct act
as(struct scene *sc, struct str name)
{
	const struct account *acc = sc->cast->person(sc->cast->context, name);
	struct act act = sc->act;

	act.account = acc->id;
	act.role = acc->role.s;
	act.asked = (struct str){ NULL, 0 };
	act.trail = arena_new_of(act.arena, struct trail);
	act.trail->arena = act.arena;
	act.trail->account = acc->id;
	act.trail->role = acc->role.s;
	return act;
}

/* What takes two is agreed to at once, unless the story leaves it waiting. */
static enum outcome
agreed(struct scene *sc, enum outcome o)
{
	struct act act;
	struct incident in;
	struct decision d;

	if (o != OK || sc->act.asked.n == 0 || json_is_true(json_object_get(sc->step, "waits")))
		return o;
	act = as(sc, sc->lead ? S("duty") : S("lead"));
	o = decision_by_reference(&act, sc->act.asked, &d);
	if (o == OK)
		o = incident_load(&act, d.incident, &in);
	if (o == OK)
		o = decision_approve(&act, &d, in.version, (struct str){ NULL, 0 });
	return o == OK ? trail_write(act.db, act.trail) : o;
}

static enum outcome
seal(struct scene *sc)
{
	return seal_put(&sc->act, &sc->in, NULL, 0, demo_word(sc->step, "text"));
}

/* "lessons": what the structure accepts now. */
static enum outcome
consent(struct scene *sc)
{
	return consent_give(&sc->act, &sc->in, "lessons", demo_word(sc->step, "lessons"), "portail",
	    demo_word(sc->step, "name"));
}

/* Declared values first, then what the analyst found, then the law. */
static enum outcome
qualify_file(struct scene *sc)
{
	struct str before = sc->in.severity.s;

	qualify_prefill(&sc->in, &sc->s.r);
	set(sc, json_object_get(sc->step, "set"), incident_lists, &sc->in);
	/* A story that names no level takes the proposed one, whatever it was. */
	if (!json_object_get(json_object_get(sc->step, "set"), "severity"))
		sc->in.severity.s = (struct str){ NULL, 0 };
	qualify_propose(&sc->in, &sc->s, sc->act.now);
	return agreed(sc, qualify_save(&sc->act, &sc->in, &sc->s, before));
}

/* Help given, for the latest request. */
static enum outcome
support_given(struct scene *sc)
{
	struct str kinds = value_text(json_object_get(sc->step, "kinds"), sc->act.arena);
	struct support *list;
	size_t n = 0;
	enum outcome o = support_list(&sc->act, &sc->in, &list, &n);

	if (o != OK)
		return o;
	if (n == 0)
		die("demonstration: '%s' asked for no help", sc->tale->name);
	return support_deliver(&sc->act, &sc->in, list[n - 1].id, kinds);
}

static enum outcome
close_with_report(struct scene *sc)
{
	set(sc, json_object_get(sc->step, "set"), incident_lists, &sc->in);
	sc->in.close_reason.s = demo_word(sc->step, "reason");
	return agreed(sc, close_save(&sc->act, &sc->in, &sc->s));
}

static enum outcome
reopen(struct scene *sc)
{
	sc->in.resolved_at = MOMENT_NONE;
	return move_to(sc, S("ACCOMPAGNEMENT"));
}

/* ==== Alerts and cards ==== */

/* The dispatch that "card": "R3/corruss" names, the newest in that state, opened. */
static enum outcome
card(struct scene *sc, struct str state, struct dispatch *ret)
{
	struct str desk = demo_word(sc->step, "card"), rule = str_cut(&desk, '/');
	struct dispatch *list;
	size_t n = 0;
	enum outcome o = dispatch_of_incident(&sc->act, &sc->in, DESK_MANY, &list, &n);

	for (size_t i = n; i-- > 0 && o == OK;)
		if (str_eq(list[i].rule, rule) && str_eq(list[i].desk.s, desk) &&
		    str_eq(list[i].state.s, state))
			return dispatch_by_id(&sc->act, list[i].id, ret);
	if (o == OK)
		die("demonstration: '%s' has no card %.*s/%.*s", sc->tale->name, PS(rule),
		    PS(desk));
	return o;
}

static enum outcome
confirm(struct scene *sc)
{
	struct dispatch d;
	enum outcome o = card(sc, S("proposed"), &d);

	return o == OK ? dispatch_fire(&sc->act, &sc->in, &sc->s.r, &d) : o;
}

static enum outcome
decline(struct scene *sc)
{
	struct dispatch d;
	enum outcome o = card(sc, S("proposed"), &d);

	return o == OK ? dispatch_decline(&sc->act, &sc->in, &d, demo_word(sc->step, "text")) : o;
}

static struct str
name_of(struct scene *sc)
{
	return sc->cast->person(sc->cast->context, demo_word(sc->step, "by"))->name;
}

static enum outcome
acknowledge(struct scene *sc)
{
	struct str kind = demo_word(sc->step, "kind");
	struct letter l = { .kind = { kind.n ? kind : S("information") },
		.territory = { demo_word(sc->step, "territory") },
		.text = demo_word(sc->step, "text") };
	struct dispatch d;
	enum outcome o = card(sc, S("fired"), &d);

	if (o == OK)
		o = dispatch_acknowledge(&sc->act, &d, name_of(sc));
	return o == OK && l.text.n ? thread_add(&sc->act, &d, &l) : o;
}

/* ==== The verbs ==== */

static const struct verb {
	const char *name;
	enum outcome (*run)(struct scene *sc);
} verb_table[] = {
	{ "draft", draft },
	{ "submit", submit },
	{ "complete", complete },
	{ "care", care },
	{ "message", message },
	{ "deadline", deadline },
	{ "high_risk", high_risk },
	{ "take", take },
	{ "move", move },
	{ "note", note },
	{ "qualify", qualify_file },
	{ "support", support_given },
	{ "confirm", confirm },
	{ "decline", decline },
	{ "acknowledge", acknowledge },
	{ "crisis", demo_crisis },
	{ "demand", demo_ask },
	{ "demand_answer", demo_answer },
	{ "demand_plan", demo_plan },
	{ "takeover", demo_takeover },
	{ "hand_back", demo_hand_back },
	{ "close", close_with_report },
	{ "reopen", reopen },
	{ "seal", seal },
	{ "consents", consent },
	{ "file", demo_file },
	{ "observables", demo_observables },
	{ "hold", demo_hold },
	{ "failure", demo_failure },
	{ "failure_move", demo_failure_move },
	{ "attach", demo_attach },
	{ "merge", demo_merge },
	{ "link", demo_link },
	{ "campaign", demo_campaign },
	{ "lesson", demo_lesson },
};

enum outcome
demo_act(struct scene *sc)
{
	struct str name = demo_word(sc->step, "do");
	enum outcome o;

	if (demo_work(sc, name, &o))
		return o;
	for (size_t i = 0; i < sizeof verb_table / sizeof verb_table[0]; i++)
		if (str_eq(name, str_of(verb_table[i].name)))
			return verb_table[i].run(sc);
	die("demonstration: '%s': nobody can '%.*s'", sc->tale->name, PS(name));
}
