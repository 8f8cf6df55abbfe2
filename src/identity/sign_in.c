/*
 * Signing in, first step: address and password.  The second is code.c.
 *
 * The same answer after the same work whether the address has no account, an
 * invited or disabled one, or another password: one hash is computed, one entry
 * goes to the journal, one counter moves.  The handler owns its transactions
 * because a hash takes 100 ms: count, read, hash, write.
 */
#include "identity/private.h"
#include "identity/sign_in.h"

/* ==== Form ==== */

struct sign_in {
	struct str email, password, next;
};

/* clang-format off */
const struct field sign_email = { FIELD(sign_in, email), .need = REQUIRED, .input = INPUT_EMAIL, .max = 254, .sealed = true, .autocomplete = "username" };
const struct field sign_password = { FIELD(sign_in, password), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "current-password" };
static const struct field sign_next = { FIELD(sign_in, next), .max = 1000 };
/* clang-format on */

static const struct field *const asked[] = { &sign_email, &sign_password, &sign_next, NULL };

static enum outcome
show(struct request *rq, struct str next)
{
	struct sign_in_view v = { .filled = &rq->filled, .next = sign_target(next) };
	struct out *o = page_begin(rq, t(rq->lang, "sign_in.title"));

	page_sign_in(o, &v);
	return page_end(rq, 200);
}

static enum outcome
show_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, param_get(&rq->params, "next"));
}

const struct form sign_in_form = { asked, sizeof(struct sign_in), show_again, false };

/* ==== Handlers ==== */

enum outcome
sign_in_page(struct request *rq, void *record)
{
	(void)record;
	if (rq->visitor.account)
		return reply_see_other(rq, "%.*s", PS(sign_target(param_get(&rq->query, "next"))));
	return show(rq, param_get(&rq->query, "next"));
}

/* The password was right: the code is asked, in a session that opens only that. */
static enum outcome
await_code(struct request *rq, const struct account *acc, struct str next)
{
	struct session_new n = {
		.kind = SESSION_CODE,
		.account = acc->id,
		.vault = acc->vault,
		.target = sign_target(next),
	};
	struct str token;
	int64_t id;
	enum outcome o = OK;

	if (rq->cookie_session.n)
		o = session_end(rq->db, request_keyring(rq), rq->cookie_session, rq->arena);
	if (o == OK)
		o = session_make(rq->db, request_keyring(rq), &n, rq->now, rq->arena, &token, &id);
	o = sign_commit(rq, o);
	if (o != OK)
		return o;
	reply_cookie(rq, "session", token, -1);
	return reply_see_other(rq, "/sign-in/code");
}

static enum outcome
enter(struct request *rq, const struct account *acc, const struct claim *c, struct str next)
{
	struct entry e;
	enum outcome o = sign_commit(rq, sign_complete(rq, acc, c, S("how=password"), &e));

	if (o != OK)
		return o;
	sign_done(rq, &e);
	return reply_see_other(rq, "%.*s", PS(sign_target(next)));
}

static enum outcome
refuse(struct request *rq, int64_t account)
{
	enum outcome o;

	sign_note(rq, "account.sign_in_refused", account, S("step=password"));
	o = sign_commit(rq, OK);
	rq->filled.general = "error.sign_in";
	return o == OK ? INVALID : o;
}

enum outcome
sign_in(struct request *rq, void *record)
{
	struct sign_in *in = record;
	const struct keyring *k = request_keyring(rq);
	struct credentials cr = { 0 };
	struct claim c;
	int64_t wait = 0;
	bool active, right;
	enum outcome o = sign_claim(rq, account_blind(k, in->email, rq->arena), &c);

	if (o == OK)
		o = sign_count_password(rq, &c, &wait);
	if (o == OK && wait)
		return sign_wait(rq, wait);
	if (o == OK)
		o = credentials_by_blind(rq->db, k, c.blind, rq->arena, &cr);
	if (o != OK && o != NOT_FOUND)
		return o;
	active = o == OK && str_eq(cr.account.state, S("active"));
	right = password_right(active ? cr.password : S(""), in->password);
	o = db_begin(rq->db, TXN_WRITE);
	if (o != OK)
		return o;
	if (!active || !right)
		return refuse(rq, cr.account.id);
	if (cr.account.totp)
		return await_code(rq, &cr.account, in->next);
	return enter(rq, &cr.account, &c, in->next);
}

enum outcome
sign_out(struct request *rq, void *record)
{
	enum outcome o = OK;

	(void)record;
	if (rq->cookie_session.n)
		o = session_end(rq->db, request_keyring(rq), rq->cookie_session, rq->arena);
	if (o != OK)
		return o;
	if (rq->visitor.account)
		sign_note(rq, "account.sign_out", rq->visitor.account, S(""));
	reply_cookie(rq, "session", S(""), 0);
	reply_notice(rq, "notice.signed_out");
	return reply_see_other(rq, "/");
}
