/*
 * What leaves by a page is released here or refused with a page: why, by which rule,
 * and what would lift it.  A bare 403 was rejected: at night it reads as a fault, and
 * somebody takes a screenshot instead.
 */
#include "incident/exit_page.h"

const char *
exit_lift(const struct exit_view *v)
{
	static const char *const key[][2] = { { "tlp", "exit_lift.tlp" },
		{ "consent", "exit_lift.consent" }, { "sealed", "exit_lift.sealed" } };

	for (size_t i = 0; i < sizeof key / sizeof *key; i++)
		if (exit_because(v, key[i][0]))
			return key[i][1];
	return "exit_lift.channel";
}

bool
exit_because(const struct exit_view *v, const char *why)
{
	return str_eq(v->why, str_of(why));
}

static enum outcome
refuse(struct request *rq, struct str reference, struct str tlp, const char *channel,
    const struct exit_answer *a)
{
	struct exit_view v = { .reference = reference,
		.tlp = tlp,
		.ceiling = exit_ceiling(channel),
		.channel = str_of(channel),
		.why = str_of(a->why),
		.cell = identity_may(rq, RIGHT(OBJECT_FILE, ACTION_READ)) };

	trail_refuse(&rq->trail, "incident.refused", "incident", reference,
	    arena_printf(rq->arena, "exit=%s why=%s", channel, a->why));
	page_exit(page_begin(rq, t(rq->lang, "exit_refused.title")), &v);
	return page_end(rq, 403);
}

enum outcome
exit_release(struct request *rq, struct act *act, const struct incident *in, const char *channel)
{
	struct exit_answer a;
	enum outcome o = exit_may(act, in, channel, &a);

	if (o != OK)
		return o;
	if (!a.may)
		return refuse(rq, in->reference, in->tlp.s, channel, &a);
	rq->released = true;
	return OK;
}

/* What was addressed to a desk is the desk's: it has a marking, and no seal. */
enum outcome
exit_release_card(struct request *rq, struct str reference, struct str tlp, const char *channel)
{
	struct exit_facts f = { .tlp = tlp };
	struct exit_answer a = exit_decide(&f, channel);

	if (!a.may)
		return refuse(rq, reference, tlp, channel, &a);
	rq->released = true;
	return OK;
}
