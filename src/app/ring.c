/*
 * Waking people: the ladder's sweep, and one message for the gateway a turn.
 *
 * A message is taken under a lease, sent outside of any transaction (a gateway may
 * take its ten seconds), then noted: as the outbox does with mails (send.c).  A
 * gateway that is not set is a step that fails at once and visibly, not one that
 * waits for ever.
 */
#include "app/work.h"

#include "base/log.h"
#include "duty/duty.h"
#include "net/hook.h"

#define LEASE 300 /* longer than gateway_seconds may be */

struct duty_means
work_duty(struct work *w)
{
	return (struct duty_means){
		.db = w->db,
		.keyring = w->in->keyring,
		.arena = w->arena,
		.trail = &w->trail,
		.now = w->now,
		.public_url = str_of(w->in->public_url),
	};
}

static enum hook_result
never(char *reason, const char *why)
{
	snprintf(reason, HOOK_REASON, "%s", why);
	return HOOK_NEVER;
}

static enum hook_result
send(struct work *w, const struct duty_ring *r, char *reason)
{
	const char *key = instance_secret(w->in->gateway_key_file, w->arena);
	struct hook_server s = {
		.url = w->in->gateway_url,
		.authorities = *w->in->gateway_ca ? w->in->gateway_ca : NULL,
		.seconds = w->in->gateway_seconds,
	};

	if (*s.url == '\0')
		return never(reason, "no gateway is set");
	if (r->body.n == 0)
		return never(reason, "this person has no telephone number");
	if (key == NULL) {
		snprintf(reason, HOOK_REASON, "gateway_key_file cannot be read");
		return HOOK_LATER;
	}
	s.key = str_of(key);
	return hook_send(&s, r->id, r->body, moment_now(), reason);
}

enum outcome
work_ring(struct work *w)
{
	char reason[HOOK_REASON] = "";
	struct duty_means m = work_duty(w);
	struct duty_ring r;
	enum hook_result result;
	enum outcome o = duty_ring_take(&m, LEASE, &r);

	if (o != OK)
		return o;
	result = send(w, &r, reason);
	if (result != HOOK_SENT)
		log_warn("ring %.*s, try %lld: %s", PS(r.id), (long long)r.tries, reason);
	m.now = moment_now();
	return duty_ring_note(&m, &r, str_of(reason), result == HOOK_NEVER);
}

enum outcome
work_climb(struct work *w, int64_t *ret_swept)
{
	struct duty_means m = work_duty(w);

	return duty_climb(&m, ret_swept);
}
