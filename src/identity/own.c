/*
 * One's own account.
 *
 * Two forms stand on the page; each has its route, and the page shown again after
 * a mistake carries the other one blank.  Changing the password asks for the
 * current one, new recovery codes for a code of the authenticator: an open screen
 * is not enough to take an account over.  Both are counted (attempt.c).
 */
#include "identity/own.h"

#include "identity/recovery.h"
#include "identity_sql.h"

/* ==== Forms ==== */

struct own_password {
	struct str own_current, own_new, own_again;
};

struct own_recovery {
	struct str own_code;
};

/* clang-format off */
const struct field own_current = { FIELD(own_password, own_current), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "current-password" };
const struct field own_new = { FIELD(own_password, own_new), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "new-password" };
const struct field own_again = { FIELD(own_password, own_again), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "new-password" };
const struct field own_code = { FIELD(own_recovery, own_code), .need = REQUIRED, .input = INPUT_SECRET, .max = 10, .sealed = true, .autocomplete = "one-time-code" };
/* clang-format on */

static const struct field *const asked_password[] = { &own_current, &own_new, &own_again, NULL };
static const struct field *const asked_recovery[] = { &own_code, NULL };

/* ==== The page ==== */

/* The form that was sent keeps its messages, the other is blank. */
static void
two_forms(struct request *rq, struct own_view *v)
{
	static const struct own_password no_password;
	static const struct own_recovery no_recovery;
	const struct form *sent = rq->method == POST ? rq->route->form : NULL;

	v->wrong = &rq->filled;
	v->password = arena_new_of(rq->arena, struct filled);
	v->recovery = arena_new_of(rq->arena, struct filled);
	form_show(asked_password, &no_password, v->password, rq->zone, rq->arena);
	form_show(asked_recovery, &no_recovery, v->recovery, rq->zone, rq->arena);
	if (sent == &own_password_form)
		v->password = &rq->filled;
	if (sent == &own_recovery_form)
		v->recovery = &rq->filled;
}

static enum outcome
collect(struct request *rq, struct account *acc, struct own_view *v)
{
	const struct keyring *k = request_keyring(rq);
	struct session_seen *list;
	enum outcome o = account_by_id(rq->db, k, rq->visitor.account, rq->arena, acc);

	if (o == OK)
		o = session_list(rq->db, k, acc, rq->now, rq->arena, &list, &v->n);
	if (o == OK)
		o = recovery_left(rq->db, acc->id, &v->codes);
	if (o != OK)
		return o;
	if (acc->structure && identity_hooks.structure_name)
		acc->structure_name =
		    identity_hooks.structure_name(rq->db, acc->structure, rq->arena);
	v->account = acc;
	v->session = list;
	v->current = rq->visitor.session;
	two_forms(rq, v);
	return OK;
}

enum outcome
account_page(struct request *rq, void *record)
{
	struct own_view v = { 0 };
	struct account acc;
	struct out *o;
	enum outcome out = collect(rq, &acc, &v);

	(void)record;
	if (out != OK)
		return out;
	rq->active = "/account";
	o = page_begin(rq, t(rq->lang, "own.title"));
	page_own(o, &v);
	return page_end(rq, 200);
}

const struct form own_password_form = { asked_password, sizeof(struct own_password), account_page,
	false };
const struct form own_recovery_form = { asked_recovery, sizeof(struct own_recovery), account_page,
	false };

/* ==== Handlers ==== */

struct attempt
own_attempt(struct request *rq)
{
	struct attempt t = { .keyring = request_keyring(rq) };

	attempt_add(
	    &t, "own", arena_printf(rq->arena, "%lld", (long long)rq->visitor.account), rq->arena);
	return t;
}

/* After argon2id, and in no transaction. */
static bool
acceptable(struct request *rq, const struct credentials *c, const struct own_password *in)
{
	const char *problem = password_problem(in->own_new, c->account.name, c->account.email);

	if (!password_right(c->password, in->own_current))
		form_error(&rq->filled, &own_current, "error.password_wrong");
	if (problem)
		form_error(&rq->filled, &own_new, problem);
	else if (!str_eq(in->own_new, in->own_again))
		form_error(&rq->filled, &own_again, "error.password_again");
	return rq->filled.errors == 0;
}

static enum outcome
store_password(struct request *rq, const struct attempt *t, struct str hash)
{
	int64_t id = rq->visitor.account;
	enum outcome o = db_begin(rq->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = account_set_password(rq->db, id, hash);
	if (o == OK)
		o = account_cancel_links(rq->db, "reset", id);
	if (o == OK)
		o = session_end_all(rq->db, id, rq->visitor.session);
	if (o == OK)
		o = attempt_forgive(rq->db, t);
	sign_note(rq, "account.password", id, S("how=own"));
	return sign_commit(rq, o);
}

enum outcome
account_password(struct request *rq, void *record)
{
	struct own_password *in = record;
	struct attempt t = own_attempt(rq);
	struct credentials c;
	struct str hash;
	int64_t wait = 0;
	enum outcome o = attempt_begin(rq->db, &t, rq->now, &wait);

	if (o == OK && wait)
		return sign_wait(rq, wait);
	if (o == OK)
		o = credentials_by_id(
		    rq->db, request_keyring(rq), rq->visitor.account, rq->arena, &c);
	if (o != OK)
		return o;
	if (!acceptable(rq, &c, in))
		return INVALID;
	hash = password_hash(in->own_new, rq->arena);
	if (hash.n == 0)
		return UNAVAILABLE;
	o = store_password(rq, &t, hash);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.password_changed");
	return reply_see_other(rq, "/account");
}

static enum outcome
show_recovery(struct request *rq, const struct str code[RECOVERY_CODES])
{
	struct recovery_view v = { .n = RECOVERY_CODES, .code = code, .next = S("/account") };
	struct out *o = page_begin(rq, t(rq->lang, "recovery.title"));

	page_recovery(o, &v);
	return page_end(rq, 200);
}

/* In the open transaction. */
static enum outcome
renew(struct request *rq, const struct credentials *c, const struct attempt *t, struct str typed,
    struct str code[RECOVERY_CODES])
{
	const struct keyring *k = request_keyring(rq);
	enum outcome o = totp_accept(rq->db, k, c, typed, rq->now, rq->arena);

	if (o == INVALID)
		form_error(&rq->filled, &own_code, "error.code");
	if (o == OK)
		o = recovery_make(rq->db, k, c->account.id, rq->arena, code);
	if (o == OK)
		o = attempt_forgive(rq->db, t);
	sign_note(rq, "account.recovery", c->account.id, S(""));
	return o;
}

enum outcome
account_recovery(struct request *rq, void *record)
{
	struct own_recovery *in = record;
	struct attempt t = own_attempt(rq);
	struct str code[RECOVERY_CODES];
	struct credentials c;
	int64_t wait = 0;
	enum outcome o = attempt_begin(rq->db, &t, rq->now, &wait);

	if (o == OK && wait)
		return sign_wait(rq, wait);
	if (o == OK)
		o = credentials_by_id(
		    rq->db, request_keyring(rq), rq->visitor.account, rq->arena, &c);
	if (o == OK)
		o = db_begin(rq->db, TXN_WRITE);
	if (o != OK)
		return o;
	o = sign_commit(rq, renew(rq, &c, &t, in->own_code, code));
	return o == OK ? show_recovery(rq, code) : o;
}

static enum outcome
end_one(struct request *rq, int64_t id)
{
	struct query q = query_open(rq->db, &sql_session_end_one);

	bind_int(&q, "id", id);
	bind_int(&q, "account", rq->visitor.account);
	return query_run(&q);
}

/* /account/sessions/:id/end, or "others" for all but this one. */
enum outcome
account_session_end(struct request *rq, void *record)
{
	int64_t id;
	enum outcome o;

	(void)record;
	if (str_eq(rq->segment[0], S("others")))
		o = session_end_all(rq->db, rq->visitor.account, rq->visitor.session);
	else if (str_int(rq->segment[0], &id))
		o = end_one(rq, id);
	else
		return NOT_FOUND;
	if (o != OK)
		return o;
	sign_note(rq, "account.session_end", rq->visitor.account, S(""));
	reply_notice(rq, "notice.session_ended");
	return reply_see_other(rq, "/account");
}
