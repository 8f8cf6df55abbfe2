/*
 * Accounts as rows: sealed identity, clear role, structure, region and state.
 *
 * An address is found by its keyed index, in lower case; name, address and
 * telephone are opened with the account's own vault, so that erasing an account
 * is erasing a key.  States: invited (no one can sign in), active, disabled.
 */
#include "identity/private.h"

#include "identity_sql.h"

#include <ctype.h>

/* A row with what is sealed still sealed. */
struct row {
	struct credentials c;
	struct str email, name, phone;
};

static int64_t
or_zero(int64_t n)
{
	return n == INT_NONE ? 0 : n;
}

/* Columns in the order that all statements of accounts share. */
static void
read_row(const struct query *q, struct arena *a, struct row *r)
{
	struct account *acc = &r->c.account;

	*r = (struct row){ 0 };
	acc->id = query_int(q, query_column(q, "id"));
	acc->vault = query_int(q, query_column(q, "vault"));
	acc->role.s = query_text(q, query_column(q, "role"), a);
	acc->structure = or_zero(query_int(q, query_column(q, "structure")));
	acc->region.s = query_text(q, query_column(q, "region"), a);
	acc->state = query_text(q, query_column(q, "state"), a);
	acc->lang = str_eq(query_text(q, query_column(q, "lang"), a), S("en")) ? LANG_EN : LANG_FR;
	acc->totp = query_bool(q, query_column(q, "totp_on"));
	acc->created = query_moment(q, query_column(q, "created_at"));
	acc->last_seen = query_moment(q, query_column(q, "seen_at"));
	r->c.email_blind = query_text(q, query_column(q, "email_blind"), a);
	r->c.password = query_text(q, query_column(q, "password"), a);
	r->c.totp_sealed = query_blob(q, query_column(q, "totp"), a);
	r->c.totp_last = query_int(q, query_column(q, "totp_step"));
	r->email = query_blob(q, query_column(q, "email"), a);
	r->name = query_blob(q, query_column(q, "name"), a);
	r->phone = query_blob(q, query_column(q, "phone"), a);
}

static enum outcome
unseal_row(struct db *db, const struct keyring *k, struct arena *a, struct row *r)
{
	struct account *acc = &r->c.account;
	struct vault v;
	enum outcome o = vault_open(db, k, acc->vault, &v);
	bool opened;

	if (o != OK)
		return o;
	opened = vault_unseal(&v, "account.email", r->email, a, &acc->email) &&
		 vault_unseal(&v, "account.name", r->name, a, &acc->name) &&
		 vault_unseal(&v, "account.phone", r->phone, a, &acc->phone);
	vault_wipe(&v);
	return opened ? OK : UNAVAILABLE;
}

/* Runs a query of one row at most, and closes it. */
static enum outcome
one(struct query *q, const struct keyring *k, struct arena *a, struct credentials *ret)
{
	struct db *db = q->db;
	struct row r;
	bool there = query_next(q);
	enum outcome o;

	if (there)
		read_row(q, a, &r);
	o = query_close(q);
	if (o == OK && !there)
		return NOT_FOUND;
	if (o == OK)
		o = unseal_row(db, k, a, &r);
	if (o == OK)
		*ret = r.c;
	return o;
}

struct str
account_blind(const struct keyring *k, struct str email, struct arena *a)
{
	char *lower = arena_cstr(a, email);

	for (size_t i = 0; i < email.n; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	return keyring_blind(k, "account.email", (struct str){ lower, email.n }, a);
}

enum outcome
credentials_by_id(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct credentials *ret)
{
	struct query q = query_open(db, &sql_account_by_id);

	bind_int(&q, "id", id);
	return one(&q, k, a, ret);
}

enum outcome
credentials_by_blind(struct db *db, const struct keyring *k, struct str blind, struct arena *a,
    struct credentials *ret)
{
	struct query q = query_open(db, &sql_account_by_blind);

	bind_text(&q, "email_blind", blind);
	return one(&q, k, a, ret);
}

enum outcome
account_by_id(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct account *ret)
{
	struct credentials c;
	enum outcome o = credentials_by_id(db, k, id, a, &c);

	if (o == OK)
		*ret = c.account;
	return o;
}

enum outcome
account_by_email(
    struct db *db, const struct keyring *k, struct str email, struct arena *a, struct account *ret)
{
	struct credentials c;
	enum outcome o = credentials_by_blind(db, k, account_blind(k, email, a), a, &c);

	if (o == OK)
		*ret = c.account;
	return o;
}

/* ==== Lists ==== */

static enum outcome
rows(
    struct db *db, const struct account_filter *f, struct arena *a, struct row *list, size_t *ret_n)
{
	struct query q = query_open(db, &sql_account_search);
	size_t n = 0;

	bind_text(&q, "role", f->role);
	bind_text(&q, "state", f->state);
	bind_text(&q, "region", f->region);
	bind_int(&q, "structure", f->structure);
	bind_int(&q, "max", (int64_t)f->limit);
	while (n < f->limit && query_next(&q))
		read_row(&q, a, &list[n++]);
	*ret_n = n;
	return query_close(&q);
}

enum outcome
account_search(struct db *db, const struct keyring *k, const struct account_filter *f,
    struct arena *a, struct account **ret, size_t *ret_n)
{
	struct row *list = arena_array(a, struct row, f->limit + 1);
	struct account *out = arena_array(a, struct account, f->limit + 1);
	size_t n = 0;
	enum outcome o = rows(db, f, a, list, &n);

	for (size_t i = 0; o == OK && i < n; i++) {
		o = unseal_row(db, k, a, &list[i]);
		out[i] = list[i].c.account;
	}
	if (o != OK)
		return o;
	*ret = out;
	*ret_n = n;
	return OK;
}

enum outcome
account_list(struct db *db, const struct keyring *k, struct str role, size_t limit, struct arena *a,
    struct account **ret, size_t *ret_n)
{
	const struct account_filter f = { .role = role, .structure = INT_NONE, .limit = limit };

	return account_search(db, k, &f, a, ret, ret_n);
}

#define TELL_MAX 200

enum outcome
account_of_structure(struct db *db, const struct keyring *k, enum role role, int64_t structure,
    struct arena *a, struct account **ret, size_t *ret_n)
{
	const struct account_filter f = {
		.role = role_code(role),
		.state = S("active"),
		.structure = structure,
		.limit = TELL_MAX,
	};

	return account_search(db, k, &f, a, ret, ret_n);
}

enum outcome
account_desk(struct db *db, const struct keyring *k, enum role desk, struct str region,
    struct arena *a, struct account **ret, size_t *ret_n)
{
	const struct account_filter f = {
		.role = role_code(desk),
		.state = S("active"),
		.region = desk == ROLE_ARS ? region : (struct str){ NULL, 0 },
		.structure = INT_NONE,
		.limit = TELL_MAX,
	};

	/* A card of an unknown region goes to no region, not to all of them. */
	if (desk == ROLE_ARS && region.n == 0) {
		*ret_n = 0;
		return OK;
	}
	return account_search(db, k, &f, a, ret, ret_n);
}
