/*
 * A small site on a real port, with a database, for the tests that ask it over
 * HTTP: server_test.c, upload_test.c.
 */
#ifndef WEB_SITE_TEST_H
#define WEB_SITE_TEST_H

#include <signal.h>

#include "web/server_test.h"
#include "web/web.h"

#define HOST "Host: vigie.test\r\n"
#define END "\r\n"
#define SESSION "sssssssssssssssssssssssssssssssssssssssssss"
#define FORM_TYPE "Content-Type: application/x-www-form-urlencoded\r\n"
#define PARTS_TYPE "Content-Type: multipart/form-data; boundary=B\r\n"

static struct web *web;
static struct arena *life;
static char folder[] = "/tmp/vigie-server-test-XXXXXX";
static const char *database;
static struct keyring *keyring;
static int64_t vault;

/* ==== A site of some rows ==== */

static enum outcome
session_find(struct request *rq)
{
	if (!str_eq(rq->cookie_session, S(SESSION)))
		return NOT_FOUND;
	rq->visitor = (struct visitor){ .session = 1, .account = 7, .role = S("analyst") };
	return OK;
}

static bool
may(const struct request *rq, right_t right)
{
	return rq->visitor.account == 7 && right == 1;
}

static const struct menu_item *
menu(const struct request *rq)
{
	static const struct menu_item none[] = { { 0 } };

	(void)rq;
	return none;
}

static const struct web_hooks hooks = { session_find, may, menu };

static enum outcome
home(struct request *rq, void *record)
{
	(void)record;
	return reply_bytes(rq, 200, "text/plain", rq->db ? S("database") : S("bienvenue"));
}

static enum outcome
counted(struct request *rq, void *record)
{
	static _Atomic int times;

	(void)record;
	return reply_bytes(rq, 200, "text/plain", arena_printf(rq->arena, "%d", ++times));
}

static enum outcome
token(struct request *rq, void *record)
{
	(void)record;
	return reply_bytes(rq, 200, "text/plain", request_csrf(rq));
}

static enum outcome
slow(struct request *rq, void *record)
{
	(void)record;
	usleep(400000);
	return reply_bytes(rq, 200, "text/plain", S("lent"));
}

static enum outcome
brief(struct request *rq, void *record)
{
	(void)record;
	usleep(50000);
	return reply_bytes(rq, 200, "text/plain", S("bref"));
}

static enum outcome
echo(struct request *rq, void *record)
{
	(void)record;
	return reply_bytes(rq, 200, "text/plain", param_get(&rq->params, "a"));
}

static enum outcome
noted(struct request *rq, void *record)
{
	(void)record;
	trail_note(&rq->trail, "test.read", "test", S("1"), S(""));
	return reply_bytes(rq, 200, "text/plain", S("noted"));
}

static enum outcome
clash(struct request *rq, void *record)
{
	(void)record;
	trail_note(&rq->trail, "test.write", "test", S("1"), S(""));
	job_add(rq->db, "test", S(""), rq->now);
	return CONFLICT;
}

static enum outcome
vault_of(struct request *rq, struct vault *ret)
{
	return vault_open(rq->db, keyring, vault, ret);
}

static enum outcome
attach(struct request *rq, void *record)
{
	const struct upload *u = rq->upload;
	struct str text;

	(void)record;
	text = arena_printf(rq->arena, "%zu %.*s %.*s %lld %d a=%.*s", rq->n_uploads, PS(u->name),
	    PS(u->type), (long long)u->blob.size, u->too_large, PS(param_get(&rq->params, "a")));
	return reply_bytes(rq, 200, "text/plain", text);
}

static const struct route table[] = {
	{ GET, "/", 0, NULL, home, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/counted", 0, NULL, counted, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/token", 0, NULL, token, 0, NULL },
	{ GET, "/slow", 0, NULL, slow, ROUTE_SLOW, NULL },
	{ GET, "/brief", 0, NULL, brief, ROUTE_SLOW, NULL },
	{ GET, "/noted", 0, NULL, noted, 0, NULL },
	{ GET, "/secret", 1, NULL, home, 0, NULL },
	{ POST, "/secret", 1, NULL, echo, 0, NULL },
	{ GET, "/other", 2, NULL, home, 0, NULL },
	{ POST, "/echo", 0, NULL, echo, 0, NULL },
	{ POST, "/clash", 0, NULL, clash, 0, NULL },
	{ POST, "/attach", 0, NULL, attach, ROUTE_UPLOAD, vault_of },
	{ 0 },
};
static const struct route *const routes[] = { table, NULL };

/* ==== Starting it ==== */

static inline void
data_folder(void)
{
	struct str error = { NULL, 0 };
	struct vault v;
	struct db *db;
	int applied;

	if (mkdtemp(folder) == NULL)
		exit(2);
	database = arena_printf(life, "sqlite:%s/test.db", folder).p;
	keyring = keyring_create(arena_printf(life, "%s/keys", folder).p, life, &error);
	db = db_open(database, life, &error);
	if (keyring == NULL || db == NULL || migrate(db, &applied, life, &error) != OK ||
	    db_begin(db, TXN_WRITE) != OK || vault_create(db, keyring, &v) != OK ||
	    db_commit(db) != OK) {
		printf("cannot prepare: %.*s\n", PS(error));
		exit(2);
	}
	vault = v.id;
	db_close(db);
}

/* behind: as if our nginx stood in front. */
static inline void
start_behind(bool behind)
{
	struct web_config c = { .address = "127.0.0.1",
		.threads = 2,
		.routes = routes,
		.hooks = &hooks,
		.behind_proxy = behind };
	struct str error = { NULL, 0 };

	signal(SIGPIPE, SIG_IGN);
	if (life == NULL) {
		life = arena_new(64u << 20);
		data_folder();
	}
	c.database = database;
	c.keyring = keyring;
	web = web_start(&c, life, &error);
	if (web == NULL) {
		printf("%.*s\n", PS(error));
		exit(2);
	}
	port = web_port(web);
}

static inline void
data_gone(void)
{
	static const char *const name[] = { "test.db", "test.db-wal", "test.db-shm", "keys/1.key",
		"keys/index.key", "keys", "" };

	for (size_t i = 0; i < sizeof name / sizeof *name; i++)
		remove(arena_printf(life, "%s/%s", folder, name[i]).p);
	arena_free(life);
}

static inline void
start(void)
{
	start_behind(false);
}

static inline void
stop(void)
{
	web_stop(web);
	keyring_close(keyring);
	data_gone();
}

static inline int64_t
journal_entries(void)
{
	struct str error;
	struct db *db = db_open(database, life, &error);
	struct journal_check c = { 0 };

	journal_verify(db, &c);
	db_close(db);
	return c.entries;
}

static inline size_t
jobs(void)
{
	struct str error;
	struct db *db = db_open(database, life, &error);
	struct job j;
	size_t n = job_take(db, moment_now(), 60, life, &j) == OK;

	db_close(db);
	return n;
}

/* A visitor's cookie and the token that goes with it. */
static struct str cookie, csrf;

static inline void
visit(void)
{
	EXPECT_INT(ask(S("GET /token HTTP/1.1\r\n" HOST END)), 200);
	cookie = header("Set-Cookie");
	cookie = arena_dup(life, str_cut(&cookie, ';'));
	csrf = arena_dup(life, body());
	EXPECT(str_starts(cookie, S("visitor=")) && csrf.n == 64);
}

static inline int
post(const char *path, const char *headers, struct str content)
{
	return ask(arena_printf(arena,
	    "POST %s HTTP/1.1\r\n" HOST "Cookie: %.*s\r\n%sContent-Length: %zu\r\n\r\n%.*s", path,
	    PS(cookie), headers, content.n, PS(content)));
}

static inline struct str
with_token(const char *rest)
{
	return arena_printf(arena, "csrf=%.*s%s", PS(csrf), rest);
}

#endif
