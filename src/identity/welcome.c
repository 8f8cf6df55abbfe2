/*
 * Behind a one-time link: an invitation ("welcome") or a new password ("reset").
 *
 * Showing the page uses nothing up; mail gateways follow links.  The link of an
 * invitation is used when the last step succeeds, so that somebody who is called
 * away between the password and the authenticator finds it working: until then the
 * account is "invited" and nobody can sign in to it.
 *
 *	invitation, role with authenticator	password, QR code, code, recovery codes
 *	invitation, other roles			password
 *	reset					password; the authenticator stays
 */
#include "identity/private.h"
#include "identity/recovery.h"
#include "identity/welcome.h"

/* ==== Forms ==== */

struct chosen {
	struct str new_password, new_password_again;
};

struct proof {
	struct str first_code;
};

/* clang-format off */
const struct field new_password = { FIELD(chosen, new_password), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "new-password" };
const struct field new_password_again = { FIELD(chosen, new_password_again), .need = REQUIRED, .input = INPUT_PASSWORD, .max = PASSWORD_MAX, .sealed = true, .autocomplete = "new-password" };
const struct field first_code = { FIELD(proof, first_code), .need = REQUIRED, .input = INPUT_SECRET, .max = 10, .sealed = true, .autocomplete = "one-time-code" };
/* clang-format on */

static const struct field *const asked_password[] = { &new_password, &new_password_again, NULL };
static const struct field *const asked_code[] = { &first_code, NULL };

const struct form welcome_form = { asked_password, sizeof(struct chosen), welcome_page, false };
const struct form welcome_code_form = { asked_code, sizeof(struct proof), welcome_code_page,
	false };

/* ==== The link ==== */

struct link {
	const char *purpose;
	struct str secret;
	struct credentials c;
	bool reset, totp;
};

static enum outcome
link_open(struct request *rq, struct link *ret)
{
	const struct keyring *k = request_keyring(rq);
	struct link l = { .purpose = "welcome", .secret = rq->segment[0] };
	enum role role;
	int64_t id;
	enum outcome o = onetime_peek(rq->db, k, l.purpose, l.secret, rq->now, &id);

	if (o == NOT_FOUND) {
		l.reset = true;
		l.purpose = "reset";
		o = onetime_peek(rq->db, k, l.purpose, l.secret, rq->now, &id);
	}
	if (o == OK)
		o = credentials_by_id(rq->db, k, id, rq->arena, &l.c);
	if (o != OK)
		return o;
	if (!str_eq(l.c.account.state, l.reset ? S("active") : S("invited")))
		return NOT_FOUND;
	l.totp = !l.reset && role_from_code(l.c.account.role.s, &role) && role_needs_totp(role);
	*ret = l;
	return OK;
}

static enum outcome
link_use(struct request *rq, const struct link *l)
{
	int64_t id;
	enum outcome o =
	    onetime_use(rq->db, request_keyring(rq), l->purpose, l->secret, rq->now, &id);

	return o == NOT_FOUND ? CONFLICT : o;
}

static enum outcome
dead(struct request *rq)
{
	struct welcome_view v = { 0 };
	struct out *o = page_begin(rq, t(rq->lang, "welcome.dead_title"));

	page_welcome_dead(o, &v);
	return page_end(rq, 404);
}

static struct welcome_view
view_of(struct request *rq, const struct link *l)
{
	return (struct welcome_view){
		.filled = &rq->filled,
		.secret = l->secret,
		.name = l->c.account.name,
		.email = l->c.account.email,
		.reset = l->reset,
		.totp = l->totp,
	};
}

/* ==== The password ==== */

enum outcome
welcome_page(struct request *rq, void *record)
{
	struct welcome_view v;
	struct link l;
	struct out *o;
	enum outcome out = link_open(rq, &l);

	(void)record;
	if (out == NOT_FOUND)
		return dead(rq);
	if (out != OK)
		return out;
	v = view_of(rq, &l);
	o = page_begin(rq, t(rq->lang, l.reset ? "welcome.reset_title" : "welcome.title"));
	page_welcome(o, &v);
	return page_end(rq, 200);
}

/* Somebody who asked for a new password may have had it stolen: sessions end. */
static enum outcome
finish_reset(struct request *rq, const struct link *l)
{
	enum outcome o = link_use(rq, l);

	if (o == OK)
		o = account_cancel_links(rq->db, "reset", l->c.account.id);
	if (o == OK)
		o = session_end_all(rq->db, l->c.account.id, 0);
	sign_note(rq, "account.password", l->c.account.id, S("how=reset"));
	o = sign_commit(rq, o);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.password_changed");
	return reply_see_other(rq, "/sign-in");
}

static enum outcome
finish_plain(struct request *rq, const struct link *l)
{
	struct entry e;
	enum outcome o = link_use(rq, l);

	if (o == OK)
		o = account_activate(rq->db, l->c.account.id, false);
	sign_note(rq, "account.activate", l->c.account.id, S(""));
	if (o == OK)
		o = sign_complete(rq, &l->c.account, NULL, S("how=invitation"), &e);
	o = sign_commit(rq, o);
	if (o != OK)
		return o;
	sign_done(rq, &e);
	reply_notice(rq, "notice.welcome");
	return reply_see_other(rq, "/");
}

/* A key that was shown already stays, so that going back breaks nothing. */
static enum outcome
go_enrol(struct request *rq, const struct link *l)
{
	const struct keyring *k = request_keyring(rq);
	enum outcome o = OK;

	if (l->c.totp_sealed.n == 0)
		o = account_set_totp(rq->db, k, &l->c.account, totp_secret(rq->arena), rq->arena);
	o = sign_commit(rq, o);
	return o == OK ? reply_see_other(rq, "/welcome/%.*s/code", PS(l->secret)) : o;
}

static bool
acceptable(struct request *rq, const struct link *l, const struct chosen *in)
{
	const struct account *acc = &l->c.account;
	const char *problem = password_problem(in->new_password, acc->name, acc->email);

	if (problem)
		form_error(&rq->filled, &new_password, problem);
	else if (!str_eq(in->new_password, in->new_password_again))
		form_error(&rq->filled, &new_password_again, "error.password_again");
	return rq->filled.errors == 0;
}

enum outcome
welcome(struct request *rq, void *record)
{
	struct chosen *in = record;
	struct link l;
	struct str hash;
	enum outcome o = link_open(rq, &l);

	if (o == NOT_FOUND)
		return dead(rq);
	if (o != OK)
		return o;
	if (!acceptable(rq, &l, in))
		return INVALID;
	hash = password_hash(in->new_password, rq->arena);
	if (hash.n == 0)
		return UNAVAILABLE;
	o = db_begin(rq->db, TXN_WRITE);
	if (o == OK)
		o = account_set_password(rq->db, l.c.account.id, hash);
	if (o != OK)
		return sign_commit(rq, o);
	if (l.reset)
		return finish_reset(rq, &l);
	return l.totp ? go_enrol(rq, &l) : finish_plain(rq, &l);
}

/* ==== The authenticator ==== */

static struct str
in_groups(struct str key, struct arena *a)
{
	char *p = arena_alloc(a, 2 * key.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < key.n; i++) {
		if (i && i % 4 == 0)
			p[n++] = ' ';
		p[n++] = key.p[i];
	}
	return (struct str){ p, n };
}

/* The link and its authenticator's secret; NOT_FOUND when there is none yet. */
static enum outcome
enrol_open(struct request *rq, struct link *l, struct str *ret_secret)
{
	enum outcome o = link_open(rq, l);

	if (o != OK)
		return o;
	if (!l->totp || l->c.password.n == 0 ||
	    !credentials_totp(rq->db, request_keyring(rq), &l->c, rq->arena, ret_secret))
		return NOT_FOUND;
	return OK;
}

enum outcome
welcome_code_page(struct request *rq, void *record)
{
	struct welcome_view v;
	struct str secret, uri;
	struct link l;
	struct out *o;
	enum outcome out = enrol_open(rq, &l, &secret);

	(void)record;
	if (out == NOT_FOUND)
		return dead(rq);
	if (out != OK)
		return out;
	v = view_of(rq, &l);
	uri = totp_uri(rq->arena, web_config(rq->web)->brand, l.c.account.email, secret);
	v.qr = totp_qr(rq->arena, uri, t(rq->lang, "enrol.qr"));
	v.key = in_groups(totp_base32(rq->arena, secret), rq->arena);
	o = page_begin(rq, t(rq->lang, "enrol.title"));
	page_welcome_code(o, &v);
	return page_end(rq, 200);
}

static enum outcome
activate(struct request *rq, const struct link *l, struct str code[RECOVERY_CODES], struct entry *e)
{
	const struct account *acc = &l->c.account;
	enum outcome o = link_use(rq, l);

	if (o == OK)
		o = account_activate(rq->db, acc->id, true);
	sign_note(rq, "account.activate", acc->id, S("totp=oui"));
	if (o == OK)
		o = recovery_make(rq->db, request_keyring(rq), acc->id, rq->arena, code);
	if (o == OK)
		o = sign_complete(rq, acc, NULL, S("how=invitation"), e);
	return o;
}

static enum outcome
show_recovery(struct request *rq, const struct str code[RECOVERY_CODES])
{
	struct recovery_view v = { .n = RECOVERY_CODES, .code = code, .next = S("/") };
	struct out *o = page_begin(rq, t(rq->lang, "recovery.title"));

	page_recovery(o, &v);
	return page_end(rq, 200);
}

enum outcome
welcome_code(struct request *rq, void *record)
{
	struct proof *in = record;
	struct str secret, code[RECOVERY_CODES];
	struct link l;
	struct entry e;
	enum outcome o = enrol_open(rq, &l, &secret);

	if (o == NOT_FOUND)
		return dead(rq);
	if (o == OK)
		o = db_begin(rq->db, TXN_WRITE);
	if (o != OK)
		return o;
	o = totp_accept(rq->db, request_keyring(rq), &l.c, in->first_code, rq->now, rq->arena);
	if (o == INVALID)
		form_error(&rq->filled, &first_code, "error.code");
	if (o == OK)
		o = activate(rq, &l, code, &e);
	o = sign_commit(rq, o);
	if (o != OK)
		return o;
	sign_done(rq, &e);
	return show_recovery(rq, code);
}
