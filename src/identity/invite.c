/*
 * An invitation: who, in which role, for which structure or region.
 *
 * A role of a structure needs the structure's FINESS number, an ARS its region;
 * for the others both stay empty whatever was typed, so that a leftover value
 * widens nothing (access.c compares them).
 */
#include "identity/accounts.h"

/* ==== Form ==== */

struct invitation {
	struct str invite_name, invite_email, invite_phone;
	struct code invite_role;
	struct str invite_finess;
	struct code invite_region;
	bool invite_lang; /* mails in English */
};

/* clang-format off */
const struct field invite_name = { FIELD(invitation, invite_name), .need = REQUIRED, .max = 120, .sealed = true };
const struct field invite_email = { FIELD(invitation, invite_email), .need = REQUIRED, .input = INPUT_EMAIL, .max = 254, .sealed = true };
const struct field invite_phone = { FIELD(invitation, invite_phone), .input = INPUT_TEL, .max = 30, .sealed = true };
const struct field invite_role = { FIELD(invitation, invite_role), .need = REQUIRED, .vocabulary = "role", .input = INPUT_SELECT };
const struct field invite_finess = { FIELD(invitation, invite_finess), .input = INPUT_FINESS };
const struct field invite_region = { FIELD(invitation, invite_region), .vocabulary = "region", .input = INPUT_SELECT };
const struct field invite_lang = { FIELD(invitation, invite_lang) };
/* clang-format on */

static const struct field *const asked[] = { &invite_name, &invite_email, &invite_phone,
	&invite_role, &invite_finess, &invite_region, &invite_lang, NULL };

enum outcome
invite_page(struct request *rq, void *record)
{
	struct invite_view v = { .filled = &rq->filled };
	struct out *o;

	(void)record;
	rq->active = "/accounts";
	page_desk(rq);
	o = page_begin(rq, t(rq->lang, "invite.title"));
	page_invite(o, &v);
	return page_end(rq, 200);
}

const struct form invite_form = { asked, sizeof(struct invitation), invite_page, false };

/* ==== Handler ==== */

static bool
of_structure(enum role r)
{
	return r == ROLE_CORRESPONDENT || r == ROLE_DIRECTOR || r == ROLE_DPO;
}

static enum outcome
find_structure(struct request *rq, const struct invitation *in, int64_t *ret)
{
	enum outcome o = NOT_FOUND;

	if (in->invite_finess.n == 0)
		form_error(&rq->filled, &invite_finess, "error.required");
	else if (identity_hooks.structure_find)
		o = identity_hooks.structure_find(rq->db, in->invite_finess, ret);
	if (o == NOT_FOUND && in->invite_finess.n)
		form_error(&rq->filled, &invite_finess, "error.no_structure");
	return o == NOT_FOUND ? INVALID : o;
}

/* What the role needs and no more. */
static enum outcome
place(struct request *rq, const struct invitation *in, struct account *acc)
{
	enum role role;

	if (!role_from_code(in->invite_role.s, &role) || role == ROLE_VISITOR) {
		form_error(&rq->filled, &invite_role, "error.choice");
		return INVALID;
	}
	acc->role = in->invite_role;
	if (of_structure(role))
		return find_structure(rq, in, &acc->structure);
	if (role != ROLE_ARS)
		return OK;
	if (in->invite_region.s.n == 0) {
		form_error(&rq->filled, &invite_region, "error.required_choice");
		return INVALID;
	}
	acc->region = in->invite_region;
	return OK;
}

enum outcome
invite(struct request *rq, void *record)
{
	struct invitation *in = record;
	const struct keyring *k = request_keyring(rq);
	struct account acc = {
		.email = in->invite_email,
		.name = in->invite_name,
		.phone = in->invite_phone,
		.lang = in->invite_lang ? LANG_EN : LANG_FR,
		.created = rq->now,
	};
	struct str secret;
	enum outcome o = place(rq, in, &acc);

	if (o == OK)
		o = account_invite(rq->db, k, &acc, rq->arena, &secret);
	if (o == CONFLICT) {
		form_error(&rq->filled, &invite_email, "error.email_taken");
		return INVALID;
	}
	if (o == OK)
		o = account_mail(rq->db, k, &acc, MAIL_INVITATION, secret,
		    web_config(rq->web)->public_url, rq->now, rq->arena);
	if (o != OK)
		return o;
	sign_note(
	    rq, "account.invite", acc.id, arena_printf(rq->arena, "role=%.*s", PS(acc.role.s)));
	reply_notice(rq, "notice.invited");
	return reply_see_other(rq, "/accounts/%lld", (long long)acc.id);
}
