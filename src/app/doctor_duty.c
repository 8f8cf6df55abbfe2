/* What doctor looks at of the on-call: the gateway, the rota, the last rehearsal. */
#include <unistd.h>

#include "app/doctor.h"
#include "duty/duty.h"
#include "net/hook.h"

#define ROTA_DAYS 7
#define REHEARSED_DAYS 90
#define DAY 86400

struct finding
check_gateway(struct doctor *d)
{
	const struct instance *in = d->in;
	const char *bad = hook_url_wrong(in->gateway_url);
	const char *key = instance_secret(in->gateway_key_file, d->arena);

	if (*in->gateway_url == '\0')
		return note(d, "gateway_url is empty: no telephone rings");
	if (bad)
		return wrong(d, "gateway_url: %s", bad);
	if (key == NULL)
		return wrong(d, "gateway_key_file cannot be read");
	if (strlen(key) < HOOK_KEY_MIN)
		return wrong(
		    d, "the key in gateway_key_file is shorter than %d characters", HOOK_KEY_MIN);
	if (others_may(in->gateway_key_file))
		return wrong(d, "others may read gateway_key_file: chmod 600");
	if (*in->gateway_ca && access(in->gateway_ca, R_OK) != 0)
		return wrong(d, "gateway_ca cannot be read");
	return fine(d, "%s", in->gateway_url);
}

static bool
means(struct doctor *d, struct trail *trail, struct duty_means *ret)
{
	*trail = (struct trail){ .arena = d->arena };
	*ret = (struct duty_means){ .db = d->db,
		.keyring = d->in->keyring,
		.arena = d->arena,
		.trail = trail,
		.now = d->now };
	return d->schema && d->in->keyring;
}

struct finding
check_rota(struct doctor *d)
{
	struct moment gap = MOMENT_NONE;
	struct duty_means m;
	struct trail trail;

	if (!means(d, &trail, &m) || duty_first_gap(&m, ROTA_DAYS, &gap) != OK)
		return note(d, "not looked at: the database does not answer");
	if (moment_known(gap))
		return note(d, "nobody is on call from %.*s", PS(moment_rfc3339(d->arena, gap)));
	return fine(d, "every hour of closed desk is covered for %d days", ROTA_DAYS);
}

struct finding
check_rehearsal(struct doctor *d)
{
	struct duty_rehearsal last = { 0 };
	struct duty_means m;
	struct trail trail;
	enum outcome o;

	if (!means(d, &trail, &m))
		return note(d, "not looked at: the database does not answer");
	o = duty_rehearsal_last(&m, &last);
	if (o == NOT_FOUND || (o == OK && d->now.s - last.started_at.s > REHEARSED_DAYS * DAY))
		return note(
		    d, "the ladder was not rehearsed for %d days: vigie rehearse", REHEARSED_DAYS);
	if (o != OK)
		return note(d, "not looked at: the database does not answer");
	if (str_eq(last.result, S("undelivered")))
		return wrong(d, "the last rehearsal of the ladder could not deliver a step");
	return fine(
	    d, "the ladder was rehearsed on %.*s", PS(moment_rfc3339(d->arena, last.started_at)));
}
