/*
 * Mails to the cell: something came from the structure.
 *
 * To whoever follows the file; where nobody does, or that account is closed, to
 * those on duty.  What came is not in the mail (design.md §8.3).
 */
#include "incident/need.h"
#include "incident/own.h"

#include "base/shape.h"

static enum outcome
tell(struct act *act, const struct incident *in, struct str to, struct str what)
{
	struct str arg[] = { in->tlp.s, in->reference, what,
		arena_printf(
		    act->arena, "%.*s/desk/%.*s", PS(act->public_url), PS(in->reference)) };
	struct mail m = { .to = to };

	m.subject = t_fill(act->arena, LANG_FR, "mail.cell.subject", arg, 4);
	m.body = t_fill(act->arena, LANG_FR, "mail.cell.body", arg, 4);
	return outbox_add(
	    act->db, act->keyring, &m, shape_host(act->public_url), act->now, act->arena);
}

/* A cell without a person on duty has analysts, or a lead: somebody is told. */
static enum outcome
tell_duty(struct act *act, const struct incident *in, struct str what, int64_t *mails)
{
	static const enum role role[] = { ROLE_DUTY, ROLE_ANALYST, ROLE_LEAD };
	struct account *person;
	size_t n = 0;
	enum outcome o = OK;

	for (size_t k = 0; k < 3 && n == 0 && o == OK; k++)
		o = need_desk(act, in, role[k], &person, &n);
	for (size_t i = 0; i < n && o == OK; i++, ++*mails)
		o = tell(act, in, person[i].email, what);
	return o;
}

enum outcome
own_tell_follower(struct act *act, const struct incident *in, struct str what, int64_t *mails)
{
	struct account acc = { 0 };
	enum outcome o = NOT_FOUND;
	bool knows = false;

	if (in->assignee)
		o = account_by_id(act->db, act->keyring, in->assignee, act->arena, &acc);
	if (o == OK && str_eq(acc.state, S("active")))
		o = need_knows(act, in, acc.id, &knows);
	if (o == OK && knows) {
		++*mails;
		return tell(act, in, acc.email, what);
	}
	return o == OK || o == NOT_FOUND ? tell_duty(act, in, what, mails) : o;
}

enum outcome
own_tell_cell(struct act *act, const struct incident *in, const char *what)
{
	int64_t mails = 0;

	return own_tell_follower(act, in, t(LANG_FR, what), &mails);
}
