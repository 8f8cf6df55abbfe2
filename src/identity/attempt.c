/*
 * Failures counted, so that guessing is slow and nobody can lock a colleague out.
 *
 * An account is never locked.  What is counted is a pair: the address typed with
 * the network it comes from; beside it the network alone, against one password
 * tried on many accounts.  A browser that signed in to the account before (its
 * cookie's token is known to the account) has a counter of its own and is measured
 * by no other: an attacker elsewhere, or behind the same hospital router, cannot
 * make it wait.  Wrong codes of one account from unknown browsers are counted
 * together, whatever the network: who is there has the password already.
 *
 * The first failures are free; then each doubles the wait, up to a quarter of an
 * hour (data/session.tsv).  An attempt is counted before its result is known, in
 * a transaction of its own, and given back when it was right: counted afterwards,
 * a thousand attempts at once would all be free.  Addresses without account are
 * counted alike.
 *
 * Subjects are keyed hashes: the table tells neither addresses nor networks.
 */
#include "identity/private.h"

#include "identity_sql.h"

#include <arpa/inet.h>

/* Rules whose counter belongs to many people: a success gives back its own count
 * only. */
static bool
shared(const char *rule)
{
	return strcmp(rule, "network") == 0 || strcmp(rule, "ask_network") == 0;
}

void
attempt_add(struct attempt *t, const char *rule, struct str subject, struct arena *a)
{
	struct str text = arena_printf(a, "%s:%.*s", rule, PS(subject));

	if (t->n == ATTEMPT_COUNTS)
		return;
	t->count[t->n++] =
	    (struct attempt_count){ rule, keyring_blind(t->keyring, "attempt.subject", text, a) };
}

/* Doubles with each failure after the free ones. */
static int64_t
delay(const char *rule, int64_t failures)
{
	char name[64];
	int64_t wait = session_value("first_wait"), longest = session_value("longest_wait");

	snprintf(name, sizeof name, "free_%s", rule);
	failures -= session_value(name);
	if (failures < 0)
		return 0;
	while (failures-- > 0 && wait < longest)
		wait *= 2;
	return wait < longest ? wait : longest;
}

/* A counter's row is locked until the attempt is counted: there must be one. */
static enum outcome
lock(struct db *db, const struct attempt_count *c, struct moment now)
{
	struct query q = query_open(db, &sql_attempt_open);

	bind_text(&q, "subject", c->subject);
	bind_moment(&q, "now", now);
	return query_run(&q);
}

static enum outcome
wait_of(struct db *db, const struct attempt_count *c, struct moment now, int64_t *wait)
{
	struct query q;
	int64_t until;
	enum outcome o = lock(db, c, now);

	if (o != OK)
		return o;
	q = query_open(db, &sql_attempt_find);
	bind_text(&q, "subject", c->subject);
	if (query_next(&q) && query_int(&q, 1) > now.s - session_value("forget")) {
		until = query_int(&q, 1) + delay(c->rule, query_int(&q, 0));
		if (until - now.s > *wait)
			*wait = until - now.s;
	}
	return query_close(&q);
}

static enum outcome
count(struct db *db, const struct attempt_count *c, struct moment now)
{
	struct query q = query_open(db, &sql_attempt_count);

	bind_text(&q, "subject", c->subject);
	bind_moment(&q, "now", now);
	bind_int(&q, "since", now.s - session_value("forget"));
	return query_run(&q);
}

enum outcome
attempt_begin(struct db *db, const struct attempt *t, struct moment now, int64_t *ret_wait)
{
	int64_t wait = 0;
	enum outcome o = db_begin(db, TXN_WRITE);

	for (size_t i = 0; o == OK && i < t->n; i++)
		o = wait_of(db, &t->count[i], now, &wait);
	for (size_t i = 0; o == OK && wait == 0 && i < t->n; i++)
		o = count(db, &t->count[i], now);
	if (o == OK)
		o = db_commit(db);
	else
		db_rollback(db);
	if (o == OK)
		*ret_wait = wait;
	return o;
}

enum outcome
attempt_forgive(struct db *db, const struct attempt *t)
{
	enum outcome o = OK;

	for (size_t i = 0; o == OK && i < t->n; i++) {
		const struct attempt_count *c = &t->count[i];
		struct query q =
		    query_open(db, shared(c->rule) ? &sql_attempt_back : &sql_attempt_clear);

		bind_text(&q, "subject", c->subject);
		o = query_run(&q);
	}
	return o;
}

/* ==== Networks ==== */

/* ::ffff:192.0.2.1 is read as 192.0.2.1. */
struct str
attempt_network(struct arena *a, struct str address)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	unsigned char p[16];
	char text[64];

	if (address.n >= sizeof text)
		return S("unknown");
	memcpy(text, address.p ? address.p : "", address.n);
	text[address.n] = '\0';
	if (inet_pton(AF_INET, text, p) == 1)
		return arena_printf(a, "%d.%d.%d.0/24", p[0], p[1], p[2]);
	if (inet_pton(AF_INET6, text, p) != 1)
		return S("unknown");
	if (memcmp(p, mapped, sizeof mapped) == 0)
		return arena_printf(a, "%d.%d.%d.0/24", p[12], p[13], p[14]);
	return arena_printf(
	    a, "%02x%02x:%02x%02x:%02x%02x::/48", p[0], p[1], p[2], p[3], p[4], p[5]);
}
