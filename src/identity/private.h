/*
 * What the files of identity/ share among themselves.  Private: other folders
 * include identity/identity.h.
 *
 * No function here takes a request unless its name says so (sign_…, request_…):
 * the rest works on a database and a keyring, and is tested without a server.
 */
#ifndef IDENTITY_PRIVATE_H
#define IDENTITY_PRIVATE_H

#include "identity/identity.h"

/* A delay or a number of data/session.tsv; dies when absent. */
int64_t session_value(const char *name);

const struct keyring *request_keyring(const struct request *rq);

/* --- Passwords: password.c ---------------------------------------------- */

#define PASSWORD_MIN 12
#define PASSWORD_MAX 128

/* argon2id, t=2 m=64 MiB, 100 ms, at most two at once: never inside a
 * transaction.  NULL text when there is no memory. */
struct str password_hash(struct str password, struct arena *a);

/* An empty hash takes as long, and is never right. */
bool password_right(struct str hash, struct str password);

/* A catalogue key when people should choose another one, else NULL.  name and
 * email may be empty. */
const char *password_problem(struct str password, struct str name, struct str email);

/* --- Codes of an authenticator: totp.c ---------------------------------- */

#define TOTP_BYTES 20 /* RFC 4226: the length of SHA-1's output */

struct str totp_secret(struct arena *a); /* random */
struct str totp_base32(struct arena *a, struct str secret);
bool totp_from_base32(struct arena *a, struct str base32, struct str *ret_secret);

/* Which time step, at most one away from now, has this code?  Spaces are ignored. */
bool totp_step(struct str secret, struct str code, struct moment now, int64_t *ret_step);

struct str totp_uri(struct arena *a, struct str brand, struct str email, struct str secret);
struct html totp_qr(struct arena *a, struct str uri, struct str label); /* SVG; empty on failure */

/* --- Recovery codes: recovery.c ----------------------------------------- */

#define RECOVERY_CODES 10

/* Replaces the set; in a writing transaction. */
enum outcome recovery_make(struct db *db, const struct keyring *k, int64_t account, struct arena *a,
    struct str ret_code[RECOVERY_CODES]);
/* OK for exactly one use of a code. */
enum outcome recovery_use(struct db *db, const struct keyring *k, int64_t account, struct str typed,
    struct moment now, struct arena *a);
enum outcome recovery_left(struct db *db, int64_t account, int64_t *ret_n);

/* --- Failures counted: attempt.c ---------------------------------------- */

#define ATTEMPT_COUNTS 3

struct attempt {
	const struct keyring *keyring;
	size_t n;
	struct attempt_count {
		const char *rule; /* "pair": free_pair of data/session.tsv */
		struct str subject;
	} count[ATTEMPT_COUNTS];
};

/* subject: any text; only its keyed index is stored. */
void attempt_add(struct attempt *t, const char *rule, struct str subject, struct arena *a);

/* Counts the attempt on every counter before its result is known, so that a
 * thousand at once are counted too.  *ret_wait > 0: refused for that many
 * seconds, nothing counted.  Opens its own transaction. */
enum outcome attempt_begin(
    struct db *db, const struct attempt *t, struct moment now, int64_t *ret_wait);

/* It was no failure: a network's counter goes one back, the others to zero.  In a
 * writing transaction. */
enum outcome attempt_forgive(struct db *db, const struct attempt *t);

/* The network of a client: /24 of IPv4, /48 of IPv6. */
struct str attempt_network(struct arena *a, struct str address);

/* --- Accounts: account.c, secret.c -------------------------------------- */

/* What signing in needs, secrets as stored. */
struct credentials {
	struct account account;
	struct str email_blind;
	struct str password;	/* "" when none was chosen */
	struct str totp_sealed; /* in the account's vault */
	int64_t totp_last;	/* step */
};

struct str account_blind(const struct keyring *k, struct str email, struct arena *a);
enum outcome credentials_by_blind(struct db *db, const struct keyring *k, struct str blind,
    struct arena *a, struct credentials *ret);
enum outcome credentials_by_id(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct credentials *ret);

struct account_filter {
	struct str role, state, region; /* empty: any */
	int64_t structure;		/* INT_NONE: any */
	size_t limit;
};
enum outcome account_search(struct db *db, const struct keyring *k, const struct account_filter *f,
    struct arena *a, struct account **ret, size_t *ret_n);

/* In a writing transaction. */
enum outcome account_set_password(struct db *db, int64_t id, struct str hash);
/* Links of a purpose that nobody used yet stop working. */
enum outcome account_cancel_links(struct db *db, const char *purpose, int64_t id);
enum outcome account_set_totp(struct db *db, const struct keyring *k, const struct account *acc,
    struct str secret, struct arena *a);
/* CONFLICT when the account is not invited, or has no password. */
enum outcome account_activate(struct db *db, int64_t id, bool totp_on);

bool credentials_totp(struct db *db, const struct keyring *k, const struct credentials *c,
    struct arena *a, struct str *ret_secret);
/* A code of the authenticator: OK once, INVALID when wrong or used before. */
enum outcome totp_accept(struct db *db, const struct keyring *k, const struct credentials *c,
    struct str code, struct moment now, struct arena *a);

/* --- Sessions: session.c ------------------------------------------------ */

enum session_kind { SESSION_ACCOUNT, SESSION_CODE, SESSION_REPORT };

struct session {
	int64_t id;
	enum session_kind kind;
	struct member member;
	enum lang lang;
	int64_t wrong;
	struct str target;
};

struct session_new {
	enum session_kind kind;
	int64_t account, report;
	enum role role;
	int64_t vault;
	struct str agent, target;
};

/* In a writing transaction; the token goes to the cookie, its keyed hash is kept. */
enum outcome session_make(struct db *db, const struct keyring *k, const struct session_new *n,
    struct moment now, struct arena *a, struct str *ret_token, int64_t *ret_id);
enum outcome session_load(struct db *db, const struct keyring *k, struct str token,
    struct moment now, struct arena *a, struct session *ret);
enum outcome session_end(struct db *db, const struct keyring *k, struct str token, struct arena *a);
enum outcome session_end_all(struct db *db, int64_t account, int64_t but);

/* "Firefox, Windows" of a User-Agent header; "" when it says neither.  Pure. */
struct str agent_short(struct arena *a, struct str agent);

/* Sessions of an account that are alive, newest first. */
struct session_seen {
	int64_t id;
	struct str agent;
	struct moment created, seen;
};
enum outcome session_list(struct db *db, const struct keyring *k, const struct account *acc,
    struct moment now, struct arena *a, struct session_seen **ret, size_t *ret_n);

/* Fills rq->visitor from rq->bearer: api_token.c. */
enum outcome api_token_find(struct request *rq);

/* --- Browsers that signed in before: device.c --------------------------- */

enum outcome device_known(struct db *db, const struct keyring *k, struct str email_blind,
    struct str token, struct moment now, struct arena *a, bool *ret_known);

/* Remembers the browser; *ret_token is what its cookie should hold from now on.  In
 * a writing transaction. */
enum outcome device_keep(struct db *db, const struct keyring *k, int64_t account, struct str token,
    struct moment now, struct arena *a, struct str *ret_token);

/* --- Signing in: sign_in.c, entry.c ------------------------------------- */

/* Only a path of this site: "/x", never "//x", "/\x" or a control character. */
struct str sign_target(struct str wanted);

/* The counters for somebody who claims to be this address: of the browser when
 * the account knows it, else of the pair of address and network, and more. */
struct claim {
	struct str blind, network;
	bool device; /* the account knows the browser */
};
enum outcome sign_claim(struct request *rq, struct str blind, struct claim *ret);

/* Counts a password or a code, before it is looked at.  *ret_wait > 0: refuse. */
enum outcome sign_count_password(struct request *rq, const struct claim *c, int64_t *ret_wait);
enum outcome sign_count_code(struct request *rq, const struct claim *c, int64_t *ret_wait);

/* The last step, in the caller's writing transaction: a new session, the old one
 * ended, the browser remembered, what was counted given back (claim may be NULL),
 * the journal told.  sign_done sets the cookies once that is committed. */
struct entry {
	const struct account *account;
	struct str session, device; /* tokens */
	int64_t id;		    /* of the session */
};
enum outcome sign_complete(struct request *rq, const struct account *acc, const struct claim *c,
    struct str how, struct entry *ret);
void sign_done(struct request *rq, const struct entry *e);

/* "Too many attempts": 429 with the wait told. */
enum outcome sign_wait(struct request *rq, int64_t seconds);

/* The journal's way to name an account. */
void sign_note(struct request *rq, const char *action, int64_t account, struct str detail);

/* Commits what is open if o is OK, with the trail; else rolls it back. */
enum outcome sign_commit(struct request *rq, enum outcome o);

#endif
