/*
 * Tokens: a program acts for an account, within scopes, until a date.
 *
 * A token is 256 random bits of which only the keyed hash is kept, as a session's.
 * It can never do more than its account: scopes take away from the matrix and add
 * nothing (access.c asks scope_allows beside every row).  Rejected: signed tokens
 * (they cannot be taken back), and accounts for programs (nobody answers for them).
 *
 * An idempotency key is taken in the same transaction as what it makes; a repeat is
 * answered by what was made, and the same key with other content is refused.
 */
#include "identity/private.h"

#include "identity_sql.h"

/* ==== Scopes ==== */

enum {
	READS = 1u << ACTION_READ | 1u << ACTION_LIST,
	WRITES = 1u << ACTION_WRITE,
	MOVES = 1u << ACTION_ASSIGN | 1u << ACTION_CLOSE | 1u << ACTION_REOPEN,
};

static const struct {
	const char *scope; /* vocabulary api_scope */
	enum object object;
	unsigned actions;
} grant[] = {
	{ "incidents_read", OBJECT_FILE, READS },
	{ "incidents_read", OBJECT_OWN_FILE, READS },
	{ "incidents_write", OBJECT_FILE, WRITES },
	{ "incidents_write", OBJECT_OWN_FILE, WRITES },
	{ "evidence_read", OBJECT_FILE, READS },
	{ "treatment_read", OBJECT_FILE, READS },
	{ "treatment_read", OBJECT_OWN_FILE, READS },
	{ "qualification_write", OBJECT_FILE, WRITES },
	{ "workflow_write", OBJECT_FILE, WRITES | MOVES },
	{ "workflow_write", OBJECT_OWN_FILE, WRITES },
	{ "reports_write", OBJECT_DRAFT, 1u << ACTION_CREATE },
	{ "structures_read", OBJECT_STRUCTURE, READS },
};

static bool
among(struct str scopes, const char *wanted)
{
	while (scopes.n)
		if (str_eq(str_cut(&scopes, '|'), str_of(wanted)))
			return true;
	return false;
}

bool
scope_allows(struct str scopes, enum object o, enum action a)
{
	for (size_t i = 0; i < sizeof grant / sizeof *grant; i++)
		if (grant[i].object == o && (grant[i].actions & 1u << a) &&
		    among(scopes, grant[i].scope))
			return true;
	return false;
}

static bool
scope_serves(struct str scope, enum role r)
{
	for (size_t i = 0; i < sizeof grant / sizeof *grant; i++)
		for (enum action a = 1; a < ACTION_COUNT; a++)
			if (str_eq(scope, str_of(grant[i].scope)) && grant[i].actions & 1u << a &&
			    access_condition(r, grant[i].object, a) != NEVER)
				return true;
	return false;
}

struct str
scopes_of(enum role r, struct arena *a)
{
	const struct vocab *v = vocab_get("api_scope");
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < v->n; i++)
		if (scope_serves(v->item[i].code, r))
			all = arena_printf(
			    a, "%.*s%s%.*s", PS(all), all.n ? "|" : "", PS(v->item[i].code));
	return all;
}

/* The grants of a scope are wide (a file is one object); the route says which of its
 * parts a token is for. */
bool
identity_scoped(const struct request *rq)
{
	return identity_scope(rq, rq->route->scope);
}

bool
identity_scope(const struct request *rq, const char *scope)
{
	const struct member *m = request_member(rq);

	return m->program && among(m->scopes, scope);
}

/* ==== Made, listed, ended ==== */

static enum outcome
seal_label(struct db *db, const struct keyring *k, const struct account *acc, struct str label,
    struct arena *a, struct str *ret)
{
	struct vault v;
	enum outcome o = vault_open(db, k, acc->vault, &v);

	if (o != OK)
		return o;
	*ret = vault_seal(&v, "api_token.label", label, a);
	vault_wipe(&v);
	return OK;
}

enum outcome
api_token_make(struct db *db, const struct keyring *k, const struct account *acc,
    const struct api_token *t, struct moment now, int64_t by, struct arena *a, int64_t *ret_id,
    struct str *ret_secret)
{
	struct str secret = token_for_links(a), label;
	enum outcome o = seal_label(db, k, acc, t->label, a, &label);
	struct query q;

	if (o != OK)
		return o;
	q = query_open(db, &sql_api_token_insert);
	bind_text(&q, "token_hash", keyring_token_hash(k, secret, a));
	bind_int(&q, "account", acc->id);
	bind_blob(&q, "label", label);
	bind_text(&q, "scopes", t->scopes);
	bind_moment(&q, "now", now);
	bind_int(&q, "by", by ? by : INT_NONE);
	bind_moment(&q, "expires_at", t->expires);
	if (query_next(&q))
		*ret_id = query_int(&q, 0);
	o = query_close(&q);
	if (o == OK)
		*ret_secret = secret;
	return o;
}

static void
read_listed(struct db *db, const struct keyring *k, const struct query *q, struct arena *a,
    struct api_token *t)
{
	struct str label = query_blob(q, 1, a), email = query_blob(q, 9, a);
	struct vault v;

	*t = (struct api_token){ .id = query_int(q, 0),
		.scopes = query_text(q, 2, a),
		.created = query_moment(q, 3),
		.expires = query_moment(q, 4),
		.used = query_moment(q, 5),
		.revoked = query_moment(q, 6),
		.account = query_int(q, 7) };
	if (vault_open(db, k, query_int(q, 8), &v) != OK)
		return;
	vault_unseal(&v, "api_token.label", label, a, &t->label);
	vault_unseal(&v, "account.email", email, a, &t->email);
	vault_wipe(&v);
}

enum outcome
api_token_list(struct db *db, const struct keyring *k, int64_t account, size_t max, struct arena *a,
    struct api_token **ret, size_t *ret_n)
{
	struct api_token *list = arena_array(a, struct api_token, max);
	struct query q = query_open(db, &sql_api_token_list);
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "account", account ? account : INT_NONE);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		read_listed(db, k, &q, a, &list[n++]);
	o = query_close(&q);
	*ret = list;
	*ret_n = n;
	return o;
}

enum outcome
api_token_revoke(struct db *db, int64_t id, int64_t account, struct moment now)
{
	struct query q = query_open(db, &sql_api_token_revoke);
	bool there;
	enum outcome o;

	bind_int(&q, "id", id);
	bind_int(&q, "account", account ? account : INT_NONE);
	bind_moment(&q, "now", now);
	there = query_next(&q);
	o = query_close(&q);
	return o == OK && !there ? NOT_FOUND : o;
}

/* ==== For the dispatcher ==== */

struct found {
	struct member member;
	int64_t id, vault;
	struct moment used;
	struct str name, email; /* sealed */
	enum lang lang;
};

static enum outcome
find(struct request *rq, struct found *f)
{
	struct query q = query_open(rq->db, &sql_api_token_find);
	struct member *m = &f->member;
	bool there;
	enum outcome o;

	bind_text(&q, "token_hash", keyring_token_hash(request_keyring(rq), rq->bearer, rq->arena));
	bind_moment(&q, "now", rq->now);
	there = query_next(&q);
	if (there) {
		f->id = query_int(&q, 0);
		m->program = true;
		m->scopes = query_text(&q, 1, rq->arena);
		f->used = query_moment(&q, 2);
		m->account = query_int(&q, 3);
		there = role_from_code(query_text(&q, 4, rq->arena), &m->role);
		m->structure = query_int(&q, 5) == INT_NONE ? 0 : query_int(&q, 5);
		m->region = query_text(&q, 6, rq->arena);
		f->vault = query_int(&q, 7);
		f->name = query_blob(&q, 8, rq->arena);
		f->email = query_blob(&q, 9, rq->arena);
	}
	o = query_close(&q);
	return o == OK && !there ? NOT_FOUND : o;
}

static enum outcome
unseal(struct request *rq, struct found *f)
{
	struct vault v;
	enum outcome o = vault_open(rq->db, request_keyring(rq), f->vault, &v);
	bool opened;

	if (o != OK)
		return o;
	opened = vault_unseal(&v, "account.name", f->name, rq->arena, &f->member.name) &&
		 vault_unseal(&v, "account.email", f->email, rq->arena, &f->member.email);
	vault_wipe(&v);
	return opened ? OK : NOT_FOUND;
}

/* As a session's last use: at most once in a while, in a transaction of its own. */
static enum outcome
touch(struct request *rq, const struct found *f)
{
	bool inside = db_in_transaction(rq->db);
	struct query q;

	if (moment_known(f->used) && rq->now.s - f->used.s < session_value("touch"))
		return OK;
	if (inside)
		db_rollback(rq->db);
	q = query_open(rq->db, &sql_api_token_touch);
	bind_int(&q, "id", f->id);
	bind_moment(&q, "now", rq->now);
	(void)query_run(&q);
	return inside ? db_begin(rq->db, TXN_READ) : OK;
}

enum outcome
api_token_find(struct request *rq)
{
	struct found f = { .id = 0 };
	enum outcome o = find(rq, &f);
	struct member *m;

	if (o == OK)
		o = unseal(rq, &f);
	if (o == OK)
		o = touch(rq, &f);
	if (o != OK)
		return o;
	m = arena_new_of(rq->arena, struct member);
	*m = f.member;
	rq->visitor = (struct visitor){ .account = m->account,
		.token = f.id,
		.role = role_code(m->role),
		.name = m->name,
		.member = m };
	return OK;
}

/* ==== Once ==== */

static struct str
hashed(const struct request *rq, const char *what, struct str text)
{
	return keyring_blind(request_keyring(rq), what, text, rq->arena);
}

static struct str
content(const struct request *rq)
{
	struct buf b = BUF_INIT(4u << 20);
	struct str s;

	buf_printf(&b, "%.*s\n", PS(rq->path)); /* with the reference in it */
	for (size_t i = 0; i < rq->params.n; i++)
		buf_printf(&b, "%zu:%.*s=%zu:%.*s\n", rq->params.param[i].name.n,
		    PS(rq->params.param[i].name), rq->params.param[i].value.n,
		    PS(rq->params.param[i].value));
	s = hashed(rq, "api.request", buf_str(&b));
	buf_release(&b);
	return s;
}

/* CONFLICT: the key served for something else, or what it made is not there yet. */
static enum outcome
repeated(struct request *rq, struct str key, struct str *ret_made)
{
	struct query q = query_open(rq->db, &sql_api_once_find);
	bool same = false;
	enum outcome o;

	bind_int(&q, "token", rq->visitor.token);
	bind_text(&q, "key_hash", key);
	if (query_next(&q)) {
		same = str_eq(query_text(&q, 0, rq->arena), content(rq));
		*ret_made = query_text(&q, 1, rq->arena);
	}
	o = query_close(&q);
	return o == OK && (!same || ret_made->n == 0) ? CONFLICT : o;
}

enum outcome
api_once(struct request *rq, struct str *ret_made)
{
	struct str key = hashed(rq, "api.once", rq->once);
	struct query q;
	bool first;
	enum outcome o;

	*ret_made = (struct str){ NULL, 0 };
	if (rq->once.n == 0)
		return OK;
	q = query_open(rq->db, &sql_api_once_take);
	bind_int(&q, "token", rq->visitor.token);
	bind_text(&q, "key_hash", key);
	bind_text(&q, "request_hash", content(rq));
	bind_moment(&q, "now", rq->now);
	first = query_next(&q);
	o = query_close(&q);
	return o == OK && !first ? repeated(rq, key, ret_made) : o;
}

enum outcome
api_once_made(struct request *rq, struct str made)
{
	struct query q;

	if (rq->once.n == 0)
		return OK;
	q = query_open(rq->db, &sql_api_once_made);
	bind_text(&q, "made", made);
	bind_int(&q, "token", rq->visitor.token);
	bind_text(&q, "key_hash", hashed(rq, "api.once", rq->once));
	return query_run(&q);
}

enum outcome
api_once_sweep(struct db *db, struct moment now)
{
	struct query q = query_open(db, &sql_api_once_sweep);

	bind_int(&q, "before", now.s - session_value("api_once"));
	return query_run(&q);
}
