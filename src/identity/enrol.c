/*
 * An account's life: invited, its secrets chosen, active, reset, disabled.
 *
 * Everything here runs in the caller's writing transaction; argon2id does not.
 * Which state allows what stands in the statements' "where": two administrators
 * at once cannot bring an account to a state that neither asked for.
 */
#include "identity/private.h"

#include "identity_sql.h"

/* ==== Created ==== */

static enum outcome
insert_row(struct db *db, const struct keyring *k, const struct vault *v, struct account *acc,
    struct arena *a)
{
	struct query q = query_open(db, &sql_account_insert);
	enum outcome o;

	bind_int(&q, "vault", v->id);
	bind_text(&q, "email_blind", account_blind(k, acc->email, a));
	bind_blob(&q, "email", vault_seal(v, "account.email", acc->email, a));
	bind_blob(&q, "name", vault_seal(v, "account.name", acc->name, a));
	bind_blob(&q, "phone", vault_seal(v, "account.phone", acc->phone, a));
	bind_text(&q, "role", acc->role.s);
	bind_int(&q, "structure", acc->structure ? acc->structure : INT_NONE);
	bind_text(&q, "region", acc->region.s);
	bind_text(&q, "lang", str_of(lang_code(acc->lang)));
	bind_moment(&q, "now", acc->created);
	if (query_next(&q))
		acc->id = query_int(&q, 0);
	o = query_close(&q);
	if (o == OK)
		acc->vault = v->id;
	return o;
}

/* The unique index has the last word between two at once. */
static enum outcome
create(struct db *db, const struct keyring *k, struct account *acc, struct arena *a)
{
	struct account other;
	struct vault v;
	enum outcome o;

	if (acc->email.n == 0 || acc->name.n == 0)
		return INVALID;
	o = account_by_email(db, k, acc->email, a, &other);
	if (o != NOT_FOUND)
		return o == OK ? CONFLICT : o;
	o = vault_create(db, k, &v);
	if (o != OK)
		return o;
	if (!moment_known(acc->created) || acc->created.s == 0)
		acc->created = moment_now();
	acc->state = S("invited");
	o = insert_row(db, k, &v, acc, a);
	vault_wipe(&v);
	return o;
}

static enum outcome
welcome_link(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct str *ret_secret)
{
	struct moment expires = { moment_now().s + session_value("invitation") };
	struct query q = query_open(db, &sql_onetime_cancel);
	enum outcome o;

	bind_text(&q, "purpose", S("welcome"));
	bind_int(&q, "subject", id);
	o = query_run(&q);
	return o == OK ? onetime_make(db, k, "welcome", id, expires, a, ret_secret) : o;
}

enum outcome
account_invite(struct db *db, const struct keyring *k, struct account *acc, struct arena *a,
    struct str *ret_secret)
{
	enum outcome o = create(db, k, acc, a);

	return o == OK ? welcome_link(db, k, acc->id, a, ret_secret) : o;
}

/* ==== Secrets chosen ==== */

enum outcome
account_set_password(struct db *db, int64_t id, struct str hash)
{
	struct query q = query_open(db, &sql_account_set_password);

	bind_int(&q, "id", id);
	bind_text(&q, "password", hash);
	return query_run(&q);
}

enum outcome
account_set_totp(struct db *db, const struct keyring *k, const struct account *acc,
    struct str secret, struct arena *a)
{
	struct query q;
	struct vault v;
	enum outcome o = vault_open(db, k, acc->vault, &v);

	if (o != OK)
		return o;
	q = query_open(db, &sql_account_set_totp);
	bind_int(&q, "id", acc->id);
	bind_blob(&q, "totp", vault_seal(&v, "account.totp", secret, a));
	vault_wipe(&v);
	return query_run(&q);
}

/* Runs a statement that returns a row if it changed one. */
static enum outcome
changed_one(struct query *q, enum outcome otherwise)
{
	bool there = query_next(q);
	enum outcome o = query_close(q);

	return o == OK && !there ? otherwise : o;
}

enum outcome
account_activate(struct db *db, int64_t id, bool totp_on)
{
	struct query q = query_open(db, &sql_account_activate);

	bind_int(&q, "id", id);
	bind_bool(&q, "totp_on", totp_on);
	return changed_one(&q, CONFLICT);
}

bool
credentials_totp(struct db *db, const struct keyring *k, const struct credentials *c,
    struct arena *a, struct str *ret_secret)
{
	struct vault v;
	bool opened;

	if (c->totp_sealed.n == 0 || vault_open(db, k, c->account.vault, &v) != OK)
		return false;
	opened = vault_unseal(&v, "account.totp", c->totp_sealed, a, ret_secret);
	vault_wipe(&v);
	return opened;
}

enum outcome
totp_accept(struct db *db, const struct keyring *k, const struct credentials *c, struct str code,
    struct moment now, struct arena *a)
{
	struct str secret;
	struct query q;
	int64_t step;

	if (!credentials_totp(db, k, c, a, &secret) || !totp_step(secret, code, now, &step))
		return INVALID;
	q = query_open(db, &sql_account_accept_step);
	bind_int(&q, "id", c->account.id);
	bind_int(&q, "step", step);
	return changed_one(&q, INVALID);
}

enum outcome
account_seed(struct db *db, const struct keyring *k, struct account *acc, struct str password,
    struct str totp_base32, struct arena *a)
{
	struct str secret = { NULL, 0 }, hash;
	enum outcome o;

	if (totp_base32.n && !totp_from_base32(a, totp_base32, &secret))
		return INVALID;
	hash = password_hash(password, a);
	if (hash.n == 0)
		return UNAVAILABLE;
	o = create(db, k, acc, a);
	if (o == OK)
		o = account_set_password(db, acc->id, hash);
	if (o == OK && secret.n)
		o = account_set_totp(db, k, acc, secret, a);
	if (o == OK)
		o = account_activate(db, acc->id, secret.n > 0);
	if (o == OK) {
		acc->state = S("active");
		acc->totp = secret.n > 0;
	}
	return o;
}

/* ==== Taken back ==== */

static enum outcome
run_for(struct db *db, const struct sql *sql, const char *parameter, int64_t id)
{
	struct query q = query_open(db, sql);

	bind_int(&q, parameter, id);
	return query_run(&q);
}

static enum outcome
end_tokens(struct db *db, int64_t id)
{
	struct query q = query_open(db, &sql_api_token_clear);

	bind_int(&q, "account", id);
	bind_moment(&q, "now", moment_now());
	return query_run(&q);
}

/* Sessions, tokens, recovery codes and known browsers go with what is taken back. */
static enum outcome
revoke(struct db *db, int64_t id)
{
	enum outcome o = session_end_all(db, id, 0);

	if (o == OK)
		o = end_tokens(db, id);

	if (o == OK)
		o = run_for(db, &sql_recovery_clear, "account", id);
	return o == OK ? run_for(db, &sql_device_clear, "account", id) : o;
}

enum outcome
account_cancel_links(struct db *db, const char *purpose, int64_t id)
{
	struct query q = query_open(db, &sql_onetime_cancel);

	bind_text(&q, "purpose", str_of(purpose));
	bind_int(&q, "subject", id);
	return query_run(&q);
}

enum outcome
account_disable(struct db *db, int64_t id)
{
	struct query q = query_open(db, &sql_account_disable);
	enum outcome o;

	bind_int(&q, "id", id);
	o = changed_one(&q, NOT_FOUND);
	if (o == OK)
		o = account_cancel_links(db, "welcome", id);
	if (o == OK)
		o = account_cancel_links(db, "reset", id);
	return o == OK ? revoke(db, id) : o;
}

enum outcome
account_reset(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct str *ret_secret)
{
	struct query q = query_open(db, &sql_account_reset);
	enum outcome o;

	bind_int(&q, "id", id);
	o = changed_one(&q, NOT_FOUND);
	if (o == OK)
		o = account_cancel_links(db, "reset", id);
	if (o == OK)
		o = revoke(db, id);
	return o == OK ? welcome_link(db, k, id, a, ret_secret) : o;
}

enum outcome
account_set_phone(
    struct db *db, const struct keyring *k, int64_t id, struct str phone, struct arena *a)
{
	struct account acc;
	struct vault v;
	struct query q;
	enum outcome o = account_by_id(db, k, id, a, &acc);

	if (o == OK)
		o = vault_open(db, k, acc.vault, &v);
	if (o != OK)
		return o;
	q = query_open(db, &sql_account_set_phone);
	bind_int(&q, "id", id);
	bind_blob(&q, "phone", vault_seal(&v, "account.phone", phone, a));
	vault_wipe(&v);
	return query_run(&q);
}
