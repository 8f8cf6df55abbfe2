/*
 * Sessions: a row found by the keyed hash of a 256-bit token that only the
 * browser holds.
 *
 * Three kinds.  `account`: signed in.  `code`: the password was right, the code is
 * awaited; it opens no page but that one.  `report`: a declarant without account,
 * bound to one report.  Each ends after a time without a request and, whatever
 * happens, after a fixed time; a disabled account ends its sessions at once
 * because session_find joins the account.
 *
 * A cookie that holds the identity, signed, was rejected: it cannot be taken back.
 *
 * The last use is written at most once a minute.  The dispatcher looks a session
 * up in a read-only transaction; touch() therefore closes it, writes, and opens a
 * fresh one, before anything was read in it.
 */
#include "identity/private.h"

#include "base/die.h"
#include "base/table.h"
#include "identity_sql.h"

struct identity_hooks identity_hooks;

int64_t
session_value(const char *name)
{
	const struct table *t = table_get("session");
	size_t row = table_find(t, "name", str_of(name));
	int64_t v;

	if (row == NOT_FOUND_ROW || !str_int(table_cell(t, row, "value"), &v))
		die("table 'session' has no number '%s'", name);
	return v;
}

const struct keyring *
request_keyring(const struct request *rq)
{
	return web_config(rq->web)->keyring;
}

/* ==== Made and ended ==== */

static const char *const kind_name[] = { "account", "code", "report" };

static int64_t
idle_seconds(const struct session_new *n)
{
	switch (n->kind) {
	case SESSION_CODE: return session_value("code");
	case SESSION_REPORT: return session_value("report");
	case SESSION_ACCOUNT: break;
	}
	return session_value(role_needs_totp(n->role) ? "staff_idle" : "structure_idle");
}

static int64_t
longest_seconds(enum session_kind kind)
{
	return kind == SESSION_ACCOUNT ? session_value("longest") : session_value(kind_name[kind]);
}

/* The browser's name, sealed; nothing for a session without account. */
static enum outcome
seal_agent(struct db *db, const struct keyring *k, const struct session_new *n, struct arena *a,
    struct str *ret)
{
	struct str name = agent_short(a, n->agent);
	struct vault v;
	enum outcome o;

	if (n->vault == 0 || name.n == 0)
		return OK;
	o = vault_open(db, k, n->vault, &v);
	if (o != OK)
		return o;
	*ret = vault_seal(&v, "session.agent", name, a);
	vault_wipe(&v);
	return OK;
}

enum outcome
session_make(struct db *db, const struct keyring *k, const struct session_new *n, struct moment now,
    struct arena *a, struct str *ret_token, int64_t *ret_id)
{
	struct str token = token_for_links(a), agent = { NULL, 0 };
	enum outcome o = seal_agent(db, k, n, a, &agent);
	struct query q;
	int64_t id = 0;

	if (o != OK)
		return o;
	q = query_open(db, &sql_session_insert);
	bind_text(&q, "token_hash", keyring_token_hash(k, token, a));
	bind_text(&q, "kind", str_of(kind_name[n->kind]));
	bind_int(&q, "account", n->account ? n->account : INT_NONE);
	bind_int(&q, "report", n->report ? n->report : INT_NONE);
	bind_blob(&q, "agent", agent);
	bind_text(&q, "target", n->target);
	bind_moment(&q, "now", now);
	bind_int(&q, "idle", idle_seconds(n));
	bind_int(&q, "ends_at", now.s + longest_seconds(n->kind));
	if (query_next(&q))
		id = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK)
		return o;
	*ret_token = token;
	*ret_id = id;
	return OK;
}

enum outcome
session_end(struct db *db, const struct keyring *k, struct str token, struct arena *a)
{
	struct query q = query_open(db, &sql_session_end_token);

	bind_text(&q, "token_hash", keyring_token_hash(k, token, a));
	return query_run(&q);
}

enum outcome
session_end_all(struct db *db, int64_t account, int64_t but)
{
	struct query q = query_open(db, &sql_session_end_account);

	bind_int(&q, "account", account);
	bind_int(&q, "but", but);
	return query_run(&q);
}

/* ==== Found ==== */

/* A row of session_find, before its vault is open. */
struct found {
	struct session s;
	struct moment seen;
	int64_t vault;
	struct str name, email; /* sealed */
};

static int64_t
int_or_zero(const struct query *q, const char *column)
{
	int64_t n = query_int(q, query_column(q, column));

	return n == INT_NONE ? 0 : n;
}

static enum session_kind
kind_of(struct str name)
{
	for (enum session_kind k = SESSION_ACCOUNT; k <= SESSION_REPORT; k++)
		if (str_eq(name, str_of(kind_name[k])))
			return k;
	return SESSION_CODE; /* opens nothing */
}

static void
read_found(const struct query *q, struct arena *a, struct found *f)
{
	struct member *m = &f->s.member;

	f->s.id = query_int(q, query_column(q, "id"));
	f->s.kind = kind_of(query_text(q, query_column(q, "kind"), a));
	f->s.wrong = query_int(q, query_column(q, "wrong"));
	f->s.target = query_text(q, query_column(q, "target"), a);
	f->s.lang = str_eq(query_text(q, query_column(q, "lang"), a), S("en")) ? LANG_EN : LANG_FR;
	f->seen = query_moment(q, query_column(q, "seen_at"));
	f->vault = int_or_zero(q, "vault");
	f->name = query_blob(q, query_column(q, "name"), a);
	f->email = query_blob(q, query_column(q, "email"), a);
	m->account = int_or_zero(q, "account");
	m->structure = int_or_zero(q, "structure");
	m->report = int_or_zero(q, "report");
	m->region = query_text(q, query_column(q, "region"), a);
	m->role = ROLE_DECLARANT;
	if (m->account && !role_from_code(query_text(q, query_column(q, "role"), a), &m->role))
		m->role = ROLE_VISITOR;
}

static enum outcome
find(struct db *db, const struct keyring *k, struct str token, struct moment now, struct arena *a,
    struct found *ret)
{
	struct query q = query_open(db, &sql_session_find);
	bool there;
	enum outcome o;

	bind_text(&q, "token_hash", keyring_token_hash(k, token, a));
	bind_moment(&q, "now", now);
	there = query_next(&q);
	if (there)
		read_found(&q, a, ret);
	o = query_close(&q);
	if (o != OK)
		return o;
	return there ? OK : NOT_FOUND;
}

static enum outcome
unseal(struct db *db, const struct keyring *k, struct arena *a, struct found *f)
{
	struct member *m = &f->s.member;
	struct vault v;
	enum outcome o;
	bool opened;

	if (f->vault == 0)
		return OK;
	o = vault_open(db, k, f->vault, &v);
	if (o != OK)
		return o;
	opened = vault_unseal(&v, "account.name", f->name, a, &m->name) &&
		 vault_unseal(&v, "account.email", f->email, a, &m->email);
	vault_wipe(&v);
	return opened ? OK : NOT_FOUND;
}

/* Told apart by nothing outside: an erased vault ends the session too. */
static enum outcome
load(struct db *db, const struct keyring *k, struct str token, struct moment now, struct arena *a,
    struct found *f)
{
	enum outcome o = NOT_FOUND;

	if (token.n > 0 && token.n <= 200)
		o = find(db, k, token, now, a, f);
	return o == OK ? unseal(db, k, a, f) : o;
}

enum outcome
session_load(struct db *db, const struct keyring *k, struct str token, struct moment now,
    struct arena *a, struct session *ret)
{
	struct found f = { 0 };
	enum outcome o = load(db, k, token, now, a, &f);

	if (o == OK)
		*ret = f.s;
	return o;
}

/* ==== For the dispatcher ==== */

/* A failure to note the use is no reason to refuse the page. */
static enum outcome
touch(struct request *rq, int64_t id)
{
	bool inside = db_in_transaction(rq->db);
	struct query q;

	if (inside)
		db_rollback(rq->db);
	q = query_open(rq->db, &sql_session_touch);
	bind_int(&q, "id", id);
	bind_moment(&q, "now", rq->now);
	(void)query_run(&q);
	return inside ? db_begin(rq->db, TXN_READ) : OK;
}

/* A declarant without account has no name to show. */
enum outcome
identity_session_find(struct request *rq)
{
	struct found f = { 0 };
	enum outcome o = rq->bearer.n ? api_token_find(rq) : NOT_FOUND;
	struct member *m;

	if (rq->bearer.n)
		return o;
	o = load(rq->db, request_keyring(rq), rq->cookie_session, rq->now, rq->arena, &f);

	if (o != OK)
		return o;
	if (f.s.kind == SESSION_CODE || f.s.member.role == ROLE_VISITOR)
		return NOT_FOUND;
	if ((rq->route == NULL || (rq->route->flags & ROUTE_UNNOTED) == 0) &&
	    rq->now.s - f.seen.s >= session_value("touch"))
		o = touch(rq, f.s.id);
	if (o != OK)
		return o;
	m = arena_new_of(rq->arena, struct member);
	*m = f.s.member;
	rq->visitor = (struct visitor){
		.session = f.s.id,
		.account = m->account,
		.role = role_code(m->role),
		.name = m->name,
		.member = m,
	};
	return OK;
}

const struct member *
request_member(const struct request *rq)
{
	static const struct member nobody = { .role = ROLE_VISITOR };

	return rq->visitor.member ? rq->visitor.member : &nobody;
}

enum outcome
session_open_report(struct request *rq, int64_t report)
{
	struct session_new n = { .kind = SESSION_REPORT, .report = report };
	struct str token;
	int64_t id;
	enum outcome o;

	o = session_make(rq->db, request_keyring(rq), &n, rq->now, rq->arena, &token, &id);
	if (o == OK)
		reply_cookie(rq, "session", token, session_value("report"));
	return o;
}
