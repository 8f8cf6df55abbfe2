/*
 * When a file wakes the person on call (design.md §8.2): a person asks for
 * immediate help, the severity is major, or a health alert waits for its
 * confirmation past its due time.  Degraded mode alone wakes nobody.
 *
 * Whom it wakes, and when the next one, is duty's to know.
 */
#include "incident/wake.h"

#include "incident/incident.h"
#include "incident/rules.h"

#include "incident_sql.h"

#define SWEEP_MAX 50

struct duty_means
act_duty(struct act *act)
{
	return (struct duty_means){
		.db = act->db,
		.keyring = act->keyring,
		.arena = act->arena,
		.trail = act->trail,
		.now = act->now,
		.public_url = act->public_url,
		.account = act->account,
	};
}

static enum outcome
call(struct act *act, const struct incident *in, struct str reason, struct moment since)
{
	struct duty_means m = act_duty(act);
	struct duty_ask ask = { S("incident"), in->reference, reason, in->severity.s, since };

	return duty_call_open(&m, &ask);
}

static bool
major(const struct incident *in)
{
	return str_eq(in->severity.s, S("MAJEUR"));
}

/* One call, for the graver of two reasons: the same person would be woken twice. */
enum outcome
wake_received(struct act *act, const struct incident *in, const struct report *r)
{
	if (major(in))
		return call(act, in, S("major"), MOMENT_NONE);
	return r->urgent_callback ? call(act, in, S("urgent"), MOMENT_NONE) : OK;
}

enum outcome
wake_urgent(struct act *act, const struct incident *in)
{
	return call(act, in, S("urgent"), MOMENT_NONE);
}

enum outcome
wake_qualified(struct act *act, const struct incident *in, struct str severity_before)
{
	if (!major(in) || str_eq(severity_before, S("MAJEUR")))
		return OK;
	return call(act, in, S("major"), in->received_at);
}

enum outcome
wake_over(struct act *act, const struct incident *in)
{
	struct duty_means m = act_duty(act);

	return workflow_ended(in->workflow.s)
		   ? duty_call_over(&m, S("incident"), in->reference, S("over"))
		   : OK;
}

/* ==== Alerts that nobody confirmed ==== */

struct late {
	struct incident in;
	struct moment proposed_at;
};

static enum outcome
late_list(struct act *act, struct late *list, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_dispatch_late);
	size_t n = 0;

	bind_moment(&q, "now", act->now);
	while (n < SWEEP_MAX && query_next(&q)) {
		list[n].in.reference = query_text(&q, 0, act->arena);
		list[n].in.severity.s = query_text(&q, 1, act->arena);
		list[n++].proposed_at = query_moment(&q, 2);
	}
	*ret_n = n;
	return query_close(&q);
}

enum outcome
wake_late(struct act *act, int64_t *ret_n)
{
	struct late list[SWEEP_MAX];
	size_t n = 0;
	enum outcome o = late_list(act, list, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		o = call(act, &list[i].in, S("unanswered"), list[i].proposed_at);
	*ret_n = (int64_t)n;
	return o;
}
