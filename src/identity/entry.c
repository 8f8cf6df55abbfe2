/*
 * What all ways into an account share: counters, the last step, the journal.
 */
#include "identity/private.h"

#include "identity_sql.h"
#include "identity/wait.h"

struct str
sign_target(struct str wanted)
{
	if (wanted.n == 0 || wanted.n > 1000 || wanted.p[0] != '/')
		return S("/");
	if (wanted.n > 1 && (wanted.p[1] == '/' || wanted.p[1] == '\\'))
		return S("/");
	for (size_t i = 0; i < wanted.n; i++)
		if ((unsigned char)wanted.p[i] <= ' ' || wanted.p[i] == 0x7f || wanted.p[i] == '\\')
			return S("/");
	return wanted;
}

/* ==== Counters ==== */

enum outcome
sign_claim(struct request *rq, struct str blind, struct claim *ret)
{
	*ret = (struct claim){
		.blind = blind,
		.network = attempt_network(rq->arena, rq->address),
	};
	return device_known(rq->db, request_keyring(rq), blind, rq->cookie_visitor, rq->now,
	    rq->arena, &ret->device);
}

enum { PASSWORD = 1, CODE = 2 };

/* A browser that the account knows is measured by its own counter only. */
static struct attempt
counters(struct request *rq, const struct claim *c, unsigned what)
{
	struct attempt t = { .keyring = request_keyring(rq) };
	struct arena *a = rq->arena;

	if (c->device) {
		attempt_add(&t, "device",
		    arena_printf(a, "%.*s %.*s", PS(c->blind), PS(rq->cookie_visitor)), a);
		return t;
	}
	attempt_add(&t, "pair", arena_printf(a, "%.*s %.*s", PS(c->blind), PS(c->network)), a);
	if (what & PASSWORD)
		attempt_add(&t, "network", c->network, a);
	if (what & CODE)
		attempt_add(&t, "code", c->blind, a);
	return t;
}

enum outcome
sign_count_password(struct request *rq, const struct claim *c, int64_t *ret_wait)
{
	struct attempt t = counters(rq, c, PASSWORD);

	return attempt_begin(rq->db, &t, rq->now, ret_wait);
}

enum outcome
sign_count_code(struct request *rq, const struct claim *c, int64_t *ret_wait)
{
	struct attempt t = counters(rq, c, CODE);

	return attempt_begin(rq->db, &t, rq->now, ret_wait);
}

/* Minutes once there is more than one; rounded up. */
enum outcome
sign_wait(struct request *rq, int64_t seconds)
{
	struct wait_view v = { .minutes = (seconds + 59) / 60, .seconds = seconds };
	struct out *o = page_begin(rq, t(rq->lang, "wait.title"));

	page_sign_wait(o, &v);
	reply_header(rq, S("Retry-After"), arena_printf(rq->arena, "%lld", (long long)seconds));
	return page_end(rq, 429);
}

/* ==== The journal ==== */

void
sign_note(struct request *rq, const char *action, int64_t account, struct str detail)
{
	struct str reference =
	    account ? arena_printf(rq->arena, "%lld", (long long)account) : S("unknown");

	trail_note(&rq->trail, action, "account", reference, detail);
}

enum outcome
sign_commit(struct request *rq, enum outcome o)
{
	if (rq->trail.n && rq->address.n)
		rq->trail.address_hash =
		    keyring_blind(request_keyring(rq), "journal.address", rq->address, rq->arena);
	if (o == OK && rq->trail.n)
		o = trail_write(rq->db, &rq->trail);
	if (o == OK)
		return db_commit(rq->db);
	db_rollback(rq->db);
	return o;
}

/* ==== The last step ==== */

static enum outcome
forgive(struct request *rq, const struct claim *c)
{
	struct attempt all;

	if (c == NULL)
		return OK;
	all = counters(rq, c, PASSWORD | CODE);
	return attempt_forgive(rq->db, &all);
}

static enum outcome
seen(struct request *rq, int64_t account)
{
	struct query q = query_open(rq->db, &sql_account_seen);

	bind_int(&q, "id", account);
	bind_moment(&q, "now", rq->now);
	return query_run(&q);
}

static enum outcome
new_session(struct request *rq, const struct account *acc, struct entry *ret)
{
	struct session_new n = {
		.kind = SESSION_ACCOUNT,
		.account = acc->id,
		.vault = acc->vault,
		.agent = rq->agent,
	};

	if (!role_from_code(acc->role.s, &n.role))
		return FORBIDDEN;
	return session_make(
	    rq->db, request_keyring(rq), &n, rq->now, rq->arena, &ret->session, &ret->id);
}

enum outcome
sign_complete(struct request *rq, const struct account *acc, const struct claim *c, struct str how,
    struct entry *ret)
{
	const struct keyring *k = request_keyring(rq);
	enum outcome o = OK;

	if (rq->cookie_session.n)
		o = session_end(rq->db, k, rq->cookie_session, rq->arena);
	if (o == OK)
		o = new_session(rq, acc, ret);
	if (o == OK)
		o = device_keep(
		    rq->db, k, acc->id, rq->cookie_visitor, rq->now, rq->arena, &ret->device);
	if (o == OK)
		o = forgive(rq, c);
	if (o == OK)
		o = seen(rq, acc->id);
	ret->account = acc;
	rq->trail.account = acc->id;
	rq->trail.role = acc->role.s;
	sign_note(rq, "account.sign_in", acc->id, how);
	return o;
}

/* The page that may follow in this very reply is already the member's. */
void
sign_done(struct request *rq, const struct entry *e)
{
	reply_cookie(rq, "session", e->session, -1);
	reply_cookie(rq, "visitor", e->device, session_value("device"));
	rq->cookie_session = e->session;
	rq->cookie_visitor = e->device;
	rq->visitor.session = e->id;
	rq->visitor.account = e->account->id;
	rq->visitor.role = e->account->role.s;
	rq->visitor.name = e->account->name;
}
