/*
 * One's own tokens: what a program may do in one's name.
 *
 * Making one asks for the password again, and a code where the account has an
 * authenticator: it outlives the session, so an open screen must not be enough.  Both
 * are counted (attempt.c).  The secret is on one page and nowhere else; a mail tells
 * the person.  Taking one back asks for nothing: that must be quick.
 */
#include "identity/tokens.h"

#include "identity/own.h"

#define DAY 86400

/* ==== Form ==== */

struct token_asked {
	struct str token_label;
	struct codes token_scopes;
	int64_t token_days;
	struct str own_current, own_code;
};

/* clang-format off */
const struct field token_label = { FIELD(token_asked, token_label), .need = REQUIRED, .max = 200, .sealed = true };
const struct field token_scopes = { FIELD(token_asked, token_scopes), .need = REQUIRED, .vocabulary = "api_scope" };
const struct field token_days = { FIELD(token_asked, token_days), .need = REQUIRED, .min = 1, .max = 100000 };
const struct field token_current = { FIELD(token_asked, own_current), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "current-password" };
const struct field token_code = { FIELD(token_asked, own_code), .input = INPUT_SECRET, .max = 10, .sealed = true, .autocomplete = "one-time-code" };
/* clang-format on */

static const struct field *const asked[] = { &token_label, &token_scopes, &token_days,
	&token_current, &token_code, NULL };

/* ==== The page ==== */

void
token_opens(struct out *o, const struct api_token *k)
{
	static const struct field shown = { .name = "token_scopes",
		.kind = KIND_CODES,
		.offset = offsetof(struct api_token, scopes),
		.vocabulary = "api_scope" };

	out_shown(o, &shown, k);
}

bool
token_lives(const struct api_token *k, struct moment now)
{
	return !moment_known(k->revoked) && k->expires.s > now.s;
}

static enum outcome
collect(struct request *rq, struct account *acc, struct tokens_view *v)
{
	const struct keyring *k = request_keyring(rq);
	struct api_token *list;
	enum outcome o = account_by_id(rq->db, k, rq->visitor.account, rq->arena, acc);

	if (o == OK)
		o = api_token_list(rq->db, k, acc->id, TOKENS_SHOWN, rq->arena, &list, &v->n);
	if (o != OK)
		return o;
	v->account = acc;
	v->token = list;
	v->now = rq->now;
	v->offered = scopes_of(request_member(rq)->role, rq->arena);
	v->longest = session_value("api_token_longest") / DAY;
	v->filled = &rq->filled;
	return OK;
}

enum outcome
tokens_page(struct request *rq, void *record)
{
	struct token_asked first = { .token_days = session_value("api_token") / DAY };
	struct tokens_view v = { 0 };
	struct account acc;
	struct out *o;
	enum outcome out = collect(rq, &acc, &v);

	(void)record;
	if (out != OK)
		return out;
	if (rq->method == GET)
		form_show(asked, &first, &rq->filled, rq->zone, rq->arena);
	form_offer(&rq->filled, &token_scopes, v.offered);
	rq->active = "/account";
	o = page_begin(rq, t(rq->lang, "tokens.title"));
	page_tokens(o, &v);
	return page_end(rq, 200);
}

const struct form token_form = { asked, sizeof(struct token_asked), tokens_page, false };

/* ==== A new one ==== */

static bool
offered(struct str offered, struct str wanted)
{
	while (wanted.n)
		if (!str_in_set(offered, str_cut(&wanted, '|')))
			return false;
	return true;
}

/* What costs no attempt. */
static bool
sound(struct request *rq, const struct token_asked *in)
{
	struct str scopes = scopes_of(request_member(rq)->role, rq->arena);

	if (!offered(scopes, in->token_scopes.s))
		form_error(&rq->filled, &token_scopes, "error.choice");
	if (in->token_days > session_value("api_token_longest") / DAY)
		form_error(&rq->filled, &token_days, "error.token_days");
	return rq->filled.errors == 0;
}

static enum outcome
room(struct request *rq)
{
	struct api_token *list;
	size_t n = 0;
	int64_t living = 0;
	enum outcome o = api_token_list(
	    rq->db, request_keyring(rq), rq->visitor.account, TOKENS_SHOWN, rq->arena, &list, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		living += token_lives(&list[i], rq->now);
	if (o == OK && living >= session_value("api_tokens")) {
		rq->filled.general = "error.tokens_full";
		return INVALID;
	}
	return o;
}

/* In the open transaction. */
static enum outcome
make(struct request *rq, const struct credentials *c, const struct token_asked *in,
    struct api_token *k, struct str *ret_secret)
{
	const struct keyring *keys = request_keyring(rq);
	struct attempt t = own_attempt(rq);
	enum outcome o = room(rq);

	if (o == OK && c->account.totp) {
		o = totp_accept(rq->db, keys, c, in->own_code, rq->now, rq->arena);
		if (o == INVALID)
			form_error(&rq->filled, &token_code, "error.code");
	}
	*k = (struct api_token){ .label = in->token_label,
		.scopes = in->token_scopes.s,
		.created = rq->now,
		.expires = { rq->now.s + in->token_days * DAY } };
	if (o == OK)
		o = api_token_make(rq->db, keys, &c->account, k, rq->now, c->account.id, rq->arena,
		    &k->id, ret_secret);
	if (o == OK)
		o = api_token_mail(
		    rq->db, keys, &c->account, web_config(rq->web)->public_url, rq->now, rq->arena);
	if (o == OK)
		o = attempt_forgive(rq->db, &t);
	sign_note(rq, "api_token.make", c->account.id,
	    arena_printf(rq->arena, "token=%lld scopes=%.*s", (long long)k->id, PS(k->scopes)));
	return o;
}

static enum outcome
show_once(struct request *rq, const struct api_token *k, struct str secret)
{
	struct token_view v = { .secret = secret, .token = k };
	struct out *o = page_begin(rq, t(rq->lang, "tokens.made"));

	page_token(o, &v);
	return page_end(rq, 200);
}

/* The password, after what costs no attempt and before any transaction. */
static enum outcome
recognise(struct request *rq, const struct token_asked *in, struct credentials *c)
{
	struct attempt t = own_attempt(rq);
	int64_t wait = 0;
	enum outcome o = attempt_begin(rq->db, &t, rq->now, &wait);

	if (o == OK && wait)
		return sign_wait(rq, wait);
	if (o == OK)
		o = credentials_by_id(
		    rq->db, request_keyring(rq), rq->visitor.account, rq->arena, c);
	if (o == OK && !password_right(c->password, in->own_current)) {
		form_error(&rq->filled, &token_current, "error.password_wrong");
		o = INVALID;
	}
	return o;
}

enum outcome
tokens_make(struct request *rq, void *record)
{
	const struct token_asked *in = record;
	struct credentials c;
	struct api_token k;
	struct str secret;
	enum outcome o = sound(rq, in) ? recognise(rq, in, &c) : INVALID;

	if (o != OK || rq->reply.status)
		return o;
	o = db_begin(rq->db, TXN_WRITE);
	if (o == OK)
		o = sign_commit(rq, make(rq, &c, in, &k, &secret));
	return o == OK ? show_once(rq, &k, secret) : o;
}

/* ==== Taken back ==== */

enum outcome
tokens_revoke(struct request *rq, void *record)
{
	int64_t id, account = rq->visitor.account;
	enum outcome o = str_int(rq->segment[0], &id)
			     ? api_token_revoke(rq->db, id, account, rq->now)
			     : NOT_FOUND;

	(void)record;
	if (o != OK)
		return o;
	sign_note(
	    rq, "api_token.revoke", account, arena_printf(rq->arena, "token=%lld", (long long)id));
	reply_notice(rq, "notice.token_revoked");
	return reply_see_other(rq, "/account/tokens");
}
