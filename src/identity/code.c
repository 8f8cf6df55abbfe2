/*
 * Signing in, second step: six digits of the authenticator, or a recovery code.
 *
 * One input takes both: six digits or not tells them apart.  A code is accepted
 * once.  After five wrong ones the password is asked again, and each counts
 * against the network and the account (attempt.c).
 */
#include "identity/private.h"
#include "identity/code.h"

#include "identity_sql.h"

/* ==== Form ==== */

struct code_typed {
	struct str code;
};

/* clang-format off */
const struct field sign_code = { FIELD(code_typed, code), .need = REQUIRED, .input = INPUT_SECRET, .max = 40, .sealed = true, .autocomplete = "one-time-code" };
/* clang-format on */

static const struct field *const asked[] = { &sign_code, NULL };

static enum outcome
show(struct request *rq, void *record)
{
	struct code_view v = { .filled = &rq->filled };
	struct out *o = page_begin(rq, t(rq->lang, "code.title"));

	(void)record;
	page_code(o, &v);
	return page_end(rq, 200);
}

const struct form code_form = { asked, sizeof(struct code_typed), show, false };

/* ==== Handlers ==== */

/* The session that awaits the code; NOT_FOUND when there is none any more. */
static enum outcome
awaited(struct request *rq, struct session *ret)
{
	enum outcome o =
	    session_load(rq->db, request_keyring(rq), rq->cookie_session, rq->now, rq->arena, ret);

	return o == OK && ret->kind != SESSION_CODE ? NOT_FOUND : o;
}

static enum outcome
start_again(struct request *rq)
{
	reply_notice(rq, "notice.sign_in_again");
	return reply_see_other(rq, "/sign-in");
}

enum outcome
code_page(struct request *rq, void *record)
{
	struct session s;
	enum outcome o = awaited(rq, &s);

	if (o == NOT_FOUND)
		return start_again(rq);
	return o == OK ? show(rq, record) : o;
}

static bool
six_digits(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			n++;
		else if (s.p[i] != ' ')
			return false;
	return n == 6;
}

static enum outcome
accept(struct request *rq, const struct credentials *cr, struct str code, struct str *ret_how)
{
	const struct keyring *k = request_keyring(rq);

	if (six_digits(code)) {
		*ret_how = S("how=totp");
		return totp_accept(rq->db, k, cr, code, rq->now, rq->arena);
	}
	*ret_how = S("how=recovery");
	return recovery_use(rq->db, k, cr->account.id, code, rq->now, rq->arena);
}

static enum outcome
count_wrong(struct request *rq, const struct session *s, int64_t *ret_wrong)
{
	struct query q = query_open(rq->db, &sql_session_wrong);

	bind_int(&q, "id", s->id);
	if (query_next(&q))
		*ret_wrong = query_int(&q, 0);
	return query_close(&q);
}

/* In the open transaction, which it commits. */
static enum outcome
refuse(struct request *rq, const struct session *s)
{
	int64_t wrong = 0;
	enum outcome o = count_wrong(rq, s, &wrong);

	if (o == OK && wrong >= session_value("codes"))
		o = session_end(rq->db, request_keyring(rq), rq->cookie_session, rq->arena);
	sign_note(rq, "account.sign_in_refused", s->member.account, S("step=code"));
	o = sign_commit(rq, o);
	if (o != OK)
		return o;
	if (wrong >= session_value("codes"))
		return start_again(rq);
	form_error(&rq->filled, &sign_code, "error.code");
	return INVALID;
}

static enum outcome
check(struct request *rq, const struct session *s, const struct credentials *cr,
    const struct claim *c, struct str code)
{
	struct entry e;
	struct str how;
	enum outcome o = db_begin(rq->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = accept(rq, cr, code, &how);
	if (o == INVALID)
		return refuse(rq, s);
	if (o == OK)
		o = sign_complete(rq, &cr->account, c, how, &e);
	o = sign_commit(rq, o);
	if (o != OK)
		return o;
	sign_done(rq, &e);
	if (str_eq(how, S("how=recovery")))
		reply_notice(rq, "notice.recovery_used");
	return reply_see_other(rq, "%.*s", PS(sign_target(s->target)));
}

enum outcome
code_check(struct request *rq, void *record)
{
	struct code_typed *in = record;
	struct credentials cr;
	struct session s;
	struct claim c;
	int64_t wait = 0;
	enum outcome o = awaited(rq, &s);

	if (o == NOT_FOUND)
		return start_again(rq);
	if (o == OK)
		o = credentials_by_id(
		    rq->db, request_keyring(rq), s.member.account, rq->arena, &cr);
	if (o == OK)
		o = sign_claim(rq, cr.email_blind, &c);
	if (o == OK)
		o = sign_count_code(rq, &c, &wait);
	if (o == OK && wait)
		return sign_wait(rq, wait);
	return o == OK ? check(rq, &s, &cr, &c, in->code) : o;
}
