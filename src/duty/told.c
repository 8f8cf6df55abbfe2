/*
 * What a person may read of a call.
 *
 * A call about a sealed file must wake somebody who is not named on it: they learn
 * that there is a call, its reference and that it is sealed, on the page, in the
 * mail and in the gateway's message alike.  Not why, not how grave, not what came
 * of it: those are the file's.  Rejected: a call that goes to those named alone,
 * since at three in the morning none of them may be on duty.
 */
#include "duty/private.h"

#include "base/table.h"

struct duty_hooks duty_hooks;

enum outcome
call_told(const struct duty_means *m, const struct call *c, int64_t account, struct str role,
    struct call *ret)
{
	enum role who = ROLE_VISITOR;
	bool knows = true;
	enum outcome o = OK;

	role_from_code(role, &who);
	if (duty_hooks.knows)
		o = duty_hooks.knows(m, c->subject_kind.s, c->subject, account, who, &knows);
	if (o != OK)
		return o;
	*ret = *c;
	ret->sealed = !knows;
	if (ret->sealed)
		ret->reason.s = ret->severity.s = ret->outcome.s = (struct str){ NULL, 0 };
	return OK;
}

struct str
call_reason(const struct call *c, enum lang lang)
{
	return c->sealed ? t(lang, "duty.sealed") : vocab_label("duty_reason", c->reason.s, lang);
}

struct str
call_subject_path(struct arena *a, const struct call *c)
{
	const struct vocab_item *item = vocab_find(vocab_get("duty_subject"), c->subject_kind.s);
	struct str path = item ? attribute(item->attributes, "path") : (struct str){ NULL, 0 };
	struct str opening = c->sealed ? attribute(item->attributes, "sealed") : S("");

	return path.n ? arena_printf(a, "%.*s%.*s%.*s", PS(path), PS(c->subject), PS(opening))
		      : path;
}
