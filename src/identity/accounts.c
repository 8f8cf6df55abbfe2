/*
 * The administrator's pages: who has an account, and what is taken back.
 *
 * An administrator opens and closes doors without ever holding a key: secrets are
 * chosen by their owner behind a link that goes by mail and is never shown here.
 * Nobody acts on one's own account from here, so the last administrator cannot
 * shut the instance on everybody.
 */
#include "identity/accounts.h"

#define LIST_MAX 500

/* ==== Words ==== */

struct str
account_state_label(enum lang lang, struct str state)
{
	if (str_eq(state, S("active")))
		return t(lang, "account_state.active");
	if (str_eq(state, S("invited")))
		return t(lang, "account_state.invited");
	return t(lang, "account_state.disabled");
}

void
account_state_option(struct out *o, struct str state, struct str chosen)
{
	buf_puts(o->buf, "<option value=\"");
	out_text(o, state);
	buf_puts(o->buf, str_eq(state, chosen) ? "\" selected>" : "\">");
	out_text(o, account_state_label(o->lang, state));
	buf_puts(o->buf, "</option>\n");
}

/* ==== The list ==== */

/* A filter that is no code of ours filters nothing. */
static struct str
known_state(struct str s)
{
	bool known = str_eq(s, S("active")) || str_eq(s, S("invited")) || str_eq(s, S("disabled"));

	return known ? s : (struct str){ NULL, 0 };
}

static void
name_structure(struct request *rq, struct account *acc)
{
	if (acc->structure && identity_hooks.structure_name)
		acc->structure_name =
		    identity_hooks.structure_name(rq->db, acc->structure, rq->arena);
}

enum outcome
accounts_page(struct request *rq, void *record)
{
	struct accounts_view v = { .state = known_state(param_get(&rq->query, "state")) };
	struct account_filter f = { .structure = INT_NONE, .limit = LIST_MAX + 1 };
	struct account *list;
	enum role role;
	struct out *o;
	enum outcome out;

	(void)record;
	if (role_from_code(param_get(&rq->query, "role"), &role))
		v.role = role_code(role);
	f.role = v.role;
	f.state = v.state;
	out = account_search(rq->db, request_keyring(rq), &f, rq->arena, &list, &v.n);
	if (out != OK)
		return out;
	v.more = v.n > LIST_MAX;
	v.n = v.more ? LIST_MAX : v.n;
	for (size_t i = 0; i < v.n; i++)
		name_structure(rq, &list[i]);
	v.account = list;
	rq->active = "/accounts";
	page_desk(rq);
	o = page_begin(rq, t(rq->lang, "accounts.title"));
	page_accounts(o, &v);
	return page_end(rq, 200);
}

/* ==== One account ==== */

static enum outcome
account_of_path(struct request *rq, struct account *ret)
{
	int64_t id;

	if (!str_int(rq->segment[0], &id))
		return NOT_FOUND;
	return account_by_id(rq->db, request_keyring(rq), id, rq->arena, ret);
}

enum outcome
accounts_one(struct request *rq, void *record)
{
	struct accounts_one_view v = { .now = rq->now };
	struct api_token *token;
	struct account acc;
	struct out *o;
	enum outcome out = account_of_path(rq, &acc);

	(void)record;
	if (out == OK)
		out = api_token_list(
		    rq->db, request_keyring(rq), acc.id, TOKENS_SHOWN, rq->arena, &token, &v.n);
	if (out != OK)
		return out;
	name_structure(rq, &acc);
	sign_note(rq, "account.read", acc.id, S(""));
	v.account = &acc;
	v.token = token;
	v.self = acc.id == rq->visitor.account;
	rq->active = "/accounts";
	page_desk(rq);
	o = page_begin(rq, acc.name);
	page_accounts_one(o, &v);
	return page_end(rq, 200);
}

/* The account to act on: never one's own. */
static enum outcome
other_account(struct request *rq, struct account *ret)
{
	enum outcome o = account_of_path(rq, ret);

	if (o == OK && ret->id == rq->visitor.account)
		return reply_problem(rq, 409, "problem.own_account");
	return o;
}

enum outcome
account_disable_post(struct request *rq, void *record)
{
	struct account acc;
	enum outcome o = other_account(rq, &acc);

	(void)record;
	if (o == OK)
		o = account_disable(rq->db, acc.id);
	if (o != OK)
		return o;
	sign_note(rq, "account.disable", acc.id, S(""));
	reply_notice(rq, "notice.account_disabled");
	return reply_see_other(rq, "/accounts/%lld", (long long)acc.id);
}

enum outcome
account_reset_post(struct request *rq, void *record)
{
	const struct keyring *k = request_keyring(rq);
	struct account acc;
	struct str secret;
	enum outcome o = other_account(rq, &acc);

	(void)record;
	if (o == OK)
		o = account_reset(rq->db, k, acc.id, rq->arena, &secret);
	if (o == OK)
		o = account_mail(rq->db, k, &acc, MAIL_RESET, secret,
		    web_config(rq->web)->public_url, rq->now, rq->arena);
	if (o != OK)
		return o;
	sign_note(rq, "account.reset", acc.id, S(""));
	reply_notice(rq, "notice.account_reset");
	return reply_see_other(rq, "/accounts/%lld", (long long)acc.id);
}

enum outcome
account_token_revoke(struct request *rq, void *record)
{
	struct account acc;
	int64_t token;
	enum outcome o = other_account(rq, &acc);

	(void)record;
	if (o == OK && rq->reply.status < 400)
		o = str_int(rq->segment[1], &token)
			? api_token_revoke(rq->db, token, acc.id, rq->now)
			: NOT_FOUND;
	if (o != OK || rq->reply.status >= 400)
		return o;
	sign_note(rq, "api_token.revoke", acc.id,
	    arena_printf(rq->arena, "token=%lld", (long long)token));
	reply_notice(rq, "notice.token_revoked");
	return reply_see_other(rq, "/accounts/%lld", (long long)acc.id);
}
