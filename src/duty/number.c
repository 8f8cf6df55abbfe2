/*
 * One's own telephone number, the one that the ladder rings.
 *
 * It stands on the page of the on-call rather than with passwords: it is changed
 * when one takes the watch.  What a person cannot be rung by is told on the rota.
 */
#include "duty/private.h"

struct own_number {
	struct str duty_number;
};

static const struct field own_number = { FIELD(own_number, duty_number), .need = REQUIRED,
	.input = INPUT_TEL, .max = 30, .sealed = true, .autocomplete = "tel" };
static const struct field *const number_asked[] = { &own_number, NULL };

enum outcome
number_show(const struct duty_means *m, struct request *rq, struct duty_view *v)
{
	struct filled *f = arena_new_of(rq->arena, struct filled);
	struct own_number now = { 0 };
	struct account acc;
	enum outcome o = account_by_id(m->db, m->keyring, m->account, m->arena, &acc);

	if (o != OK)
		return o;
	now.duty_number = v->number = acc.phone;
	if (rq->method == POST) {
		v->number_form = &rq->filled;
		return OK;
	}
	form_show(number_asked, &now, f, rq->zone, rq->arena);
	v->number_form = f;
	return OK;
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return duty_board(rq, 422);
}

const struct form duty_number_form = {
	.asked = number_asked, .size = sizeof(struct own_number), .invalid = again
};

enum outcome
duty_number(struct request *rq, void *record)
{
	const struct own_number *in = record;
	struct duty_means m = duty_means_of(rq);
	enum outcome o = account_set_phone(m.db, m.keyring, m.account, in->duty_number, m.arena);

	if (o != OK)
		return o;
	trail_note(m.trail, "account.phone", "account",
	    arena_printf(m.arena, "%lld", (long long)m.account), (struct str){ NULL, 0 });
	reply_notice(rq, "notice.duty_number");
	return reply_see_other(rq, "/duty");
}
