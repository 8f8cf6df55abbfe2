/*
 * Asking a third party, and its clock.
 *
 * A mail holds a reference and a link that serves once; whoever follows links
 * before people do (mail gateways) uses nothing up, since the answer is a POST.
 * Each letter or reminder makes a link of its own: one that was lost does not end
 * the conversation.
 */
#include "incident/third.h"

#include "base/table.h"
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/notice.h"
#include "incident/own.h"

#include "incident_sql.h"

#define DAY 86400
#define DUE_MAX 20 /* reminders of one sweep */

/* ==== The clock ==== */

static void
clock_start(struct intervention *k, struct moment now)
{
	if (!moment_known(k->waiting_since))
		k->waiting_since = now;
}

static void
clock_stop(struct intervention *k, struct moment now)
{
	k->waited = intervention_waited(k, now);
	k->waiting_since = MOMENT_NONE;
}

int64_t
intervention_waited(const struct intervention *k, struct moment now)
{
	int64_t running = moment_known(k->waiting_since) && now.s > k->waiting_since.s
			      ? now.s - k->waiting_since.s
			      : 0;

	return (k->waited > 0 ? k->waited : 0) + running;
}

enum outcome
third_clock(struct act *act, const struct incident *in, struct str from, struct str to)
{
	bool was = str_eq(from, S("ATTENTE_TIERS")), is = str_eq(to, S("ATTENTE_TIERS"));
	struct query q;

	/* A file that is over waits for nobody, whatever state it was asked in. */
	if (was == is && !workflow_ended(to))
		return OK;
	q = query_open(act->db, is ? &sql_third_clock_start : &sql_third_clock_stop);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

enum outcome
third_party_waited(struct act *act, const struct incident *in, int64_t *ret_seconds)
{
	struct state_step *step;
	struct moment since = MOMENT_NONE;
	int64_t total = 0;
	size_t n = 0;
	enum outcome o = state_list(act, in, &step, &n);

	for (size_t i = 0; o == OK && i < n; i++) {
		if (!str_eq(step[i].axis, S("workflow")))
			continue;
		if (moment_known(since))
			total += step[i].at.s - since.s;
		since = str_eq(step[i].after, S("ATTENTE_TIERS")) ? step[i].at : MOMENT_NONE;
	}
	if (moment_known(since))
		total += act->now.s - since.s;
	*ret_seconds = total;
	return o;
}

/* ==== Rules of the letter ==== */

struct reminder
reminder_of(struct str severity)
{
	const struct table *table = table_get("reminder");
	size_t row = severity.n ? table_find(table, "severity", severity) : NOT_FOUND_ROW;
	struct reminder r = { 0 };

	if (row == NOT_FOUND_ROW)
		row = table_find(table, "severity", S("*"));
	if (row == NOT_FOUND_ROW)
		return r;
	str_int(table_cell(table, row, "first_minutes"), &r.first_minutes);
	str_int(table_cell(table, row, "again_minutes"), &r.again_minutes);
	str_int(table_cell(table, row, "max"), &r.max);
	str_int(table_cell(table, row, "link_days"), &r.link_days);
	return r;
}

/* ==== Asking ==== */

static enum outcome
mail_link(struct act *act, const struct incident *in, const struct intervention *k,
    const struct vendor *v, const struct reminder *rule, const char *key)
{
	struct moment expires = { act->now.s + rule->link_days * DAY };
	struct str secret, subject, body;
	enum outcome o =
	    onetime_make(act->db, act->keyring, "third", k->id, expires, act->arena, &secret);

	if (o != OK)
		return o;
	struct str arg[] = { in->tlp.s, k->reference,
		arena_printf(act->arena, "%.*s/answer/%.*s", PS(act->public_url), PS(secret)) };
	subject = t_fill(act->arena, LANG_FR, "mail.third.subject", arg, 3);
	body = t_fill(act->arena, LANG_FR, key, arg, 3);
	return notice_mail(act, v->email, subject, body);
}

static enum outcome
say_letter(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct intervention *k, const struct vendor *v, bool reminder)
{
	struct letter_text letter;
	struct told told;
	struct int_message m;
	enum outcome o = told_now(act, k, &told);

	if (o != OK)
		return o;
	letter_write(act->arena, k, &s->r, &told, in->tlp.s, &letter);
	m = (struct int_message){
		.kind = reminder ? S("relance") : S("lettre"), .text = letter.text, .who = v->email
	};
	return intervention_say(act, in, k, &m);
}

static enum outcome
log_third(struct act *act, const struct incident *in, const struct intervention *k,
    const char *kind, const char *key)
{
	struct str arg[] = { k->reference, k->vendor_name };

	return log_add(act, in, kind, S("structure"), t_fill(act->arena, LANG_FR, key, arg, 2));
}

/* The file waits for a third party, where its workflow has that step. */
static enum outcome
file_waits(struct act *act, struct incident *in)
{
	bool reason;

	if (!workflow_may(in->workflow.s, S("ATTENTE_TIERS"), false, &reason))
		return OK;
	return workflow_move(act, in, S("ATTENTE_TIERS"), (struct str){ NULL, 0 });
}

static void
mark_asked(struct act *act, const struct incident *in, struct intervention *k, bool reminder)
{
	struct reminder rule = reminder_of(in->severity.s);
	int64_t minutes = reminder ? rule.again_minutes : rule.first_minutes;

	k->reminders = reminder ? k->reminders + 1 : 0;
	k->state.s = S("demandee");
	if (!moment_known(k->asked_at))
		k->asked_at = act->now;
	k->remind_at =
	    k->reminders < rule.max ? (struct moment){ act->now.s + minutes * 60 } : MOMENT_NONE;
	clock_start(k, act->now);
}

static enum outcome
send(struct act *act, const struct incident *in, const struct stored_report *s,
    struct intervention *k, bool reminder)
{
	struct reminder rule = reminder_of(in->severity.s);
	struct exit_answer leaving = { 0 };
	struct vendor v;
	enum outcome o = vendor_by_id(act, k->vendor, &v);

	if (o == OK)
		o = exit_may(act, in, "vendor_letter", &leaving);
	if (o != OK)
		return o;
	if (v.email.n == 0)
		return INVALID;
	if (moment_known(k->ended_at) || !leaving.may)
		return CONFLICT;
	mark_asked(act, in, k, reminder);
	o = part_save(act, in, &intervention_part, k);
	if (o == OK)
		o = say_letter(act, in, s, k, &v, reminder);
	if (o == OK)
		o = mail_link(
		    act, in, k, &v, &rule, reminder ? "mail.third.reminder" : "mail.third.body");
	return o == OK ? log_third(act, in, k, "courriel",
			     reminder ? "log.third_reminded" : "log.third_asked")
		       : o;
}

enum outcome
intervention_send(
    struct act *act, struct incident *in, const struct stored_report *s, struct intervention *k)
{
	enum outcome o = send(act, in, s, k, false);

	return o == OK ? file_waits(act, in) : o;
}

/* ==== Answering ==== */

/* Nobody else is waited for: the cell has the file in its hands again. */
static enum outcome
file_goes_on(struct act *act, struct incident *in)
{
	struct intervention *list;
	size_t n = 0;
	enum outcome o = OK;

	if (!str_eq(in->workflow.s, S("ATTENTE_TIERS")))
		return OK;
	o = intervention_list(act, in, &list, &n);
	for (size_t i = 0; o == OK && i < n; i++)
		if (moment_known(list[i].waiting_since))
			return OK;
	return o == OK ? workflow_move(act, in, S("ACCOMPAGNEMENT"), (struct str){ NULL, 0 }) : o;
}

static enum outcome
answered(struct act *act, struct incident *in, struct intervention *k, const struct int_message *m)
{
	enum outcome o;

	k->state.s = S("repondue");
	if (!moment_known(k->answered_at))
		k->answered_at = act->now;
	k->remind_at = MOMENT_NONE;
	clock_stop(k, act->now);
	o = part_save(act, in, &intervention_part, k);
	if (o == OK)
		o = intervention_say(act, in, k, m);
	if (o == OK)
		o = log_third(act, in, k, "courriel", "log.third_answered");
	return o == OK ? file_goes_on(act, in) : o;
}

enum outcome
intervention_answer(
    struct act *act, struct incident *in, struct intervention *k, struct str text, struct str who)
{
	struct int_message m = { .kind = S("reponse"), .text = text, .who = who };
	enum outcome o;

	if (moment_known(k->ended_at))
		return CONFLICT;
	o = answered(act, in, k, &m);
	return o == OK ? own_tell_cell(act, in, "mail.cell.answer") : o;
}

enum outcome
intervention_call(struct act *act, struct incident *in, struct intervention *k, bool done,
    struct str text, struct str who)
{
	struct int_message m = { .kind = S("appel"), .text = text, .who = who };
	enum outcome o;

	if (moment_known(k->ended_at))
		return CONFLICT;
	if (done)
		return answered(act, in, k, &m);
	mark_asked(act, in, k, false);
	o = part_save(act, in, &intervention_part, k);
	if (o == OK)
		o = intervention_say(act, in, k, &m);
	if (o == OK)
		o = log_third(act, in, k, "appel", "log.third_called");
	return o == OK ? file_waits(act, in) : o;
}

enum outcome
intervention_end(struct act *act, struct incident *in, struct intervention *k)
{
	enum outcome o;

	if (moment_known(k->ended_at))
		return CONFLICT;
	k->state.s = S("close");
	k->ended_at = act->now;
	k->remind_at = MOMENT_NONE;
	clock_stop(k, act->now);
	o = part_save(act, in, &intervention_part, k);
	if (o == OK)
		o = log_third(act, in, k, "action", "log.third_ended");
	return o == OK ? file_goes_on(act, in) : o;
}

/* ==== By number: links and reminders ==== */

enum outcome
intervention_by_id(struct act *act, int64_t id, struct incident *in, struct stored_report *s,
    struct intervention *ret)
{
	struct query q = query_open(act->db, &sql_intervention_incident);
	struct str reference = { NULL, 0 };
	int64_t incident = 0;
	enum outcome o;

	bind_int(&q, "id", id);
	if (query_next(&q)) {
		incident = query_int(&q, 0);
		reference = query_text(&q, 1, act->arena);
	}
	o = query_close(&q);
	if (o == OK && incident == 0)
		o = NOT_FOUND;
	if (o == OK)
		o = incident_load(act, incident, in);
	if (o == OK)
		o = report_load(act, in->report, s);
	return o == OK ? intervention_open(act, in, reference, ret) : o;
}

/* What can no longer be sent is not tried for ever: the cell sees that it waits. */
static enum outcome
remind(struct act *act, int64_t id)
{
	struct stored_report s;
	struct intervention k;
	struct incident in;
	enum outcome o = intervention_by_id(act, id, &in, &s, &k);

	if (o != OK)
		return o;
	if (!workflow_ended(in.workflow.s))
		o = send(act, &in, &s, &k, true);
	else
		o = CONFLICT;
	if (o != INVALID && o != CONFLICT)
		return o;
	k.remind_at = MOMENT_NONE;
	return part_save(act, &in, &intervention_part, &k);
}

static enum outcome
due(struct act *act, int64_t id[DUE_MAX], size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_intervention_due);

	bind_moment(&q, "now", act->now);
	bind_int(&q, "max", DUE_MAX);
	while (*ret_n < DUE_MAX && query_next(&q))
		id[(*ret_n)++] = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
incident_sweep_reminders(const struct job_means *m, int64_t *ret_swept)
{
	struct act act = act_of_job(m);
	int64_t id[DUE_MAX];
	size_t n = 0;
	enum outcome o = due(&act, id, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		o = remind(&act, id[i]);
	*ret_swept = (int64_t)n;
	return o == OK ? trail_write(m->db, act.trail) : o;
}
