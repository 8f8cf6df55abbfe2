/*
 * Streams of events on a real port, over both engines: what they say, how many
 * there may be, and that they end with the right to them, the client or the server.
 */
#include "tests/unit.h"

#include <signal.h>

#include "store/fixture.h"
#include "web/server_test.h"
#include "web/web.h"

#define END "\r\n"
#define HOST "Host: vigie.test\r\n"
#define PERSON "Cookie: session=sssssssssssssssssssssssssssssssssssssssss"
#define LISTEN(who) "GET /live HTTP/1.1\r\n" HOST PERSON who "\r\n" END

static struct web *web;
static _Atomic int right_lost, signed_out;

/* The last byte of the session's token is the account. */
static enum outcome
session_find(struct request *rq)
{
	struct str token = rq->cookie_session;

	if (token.n == 0 || signed_out)
		return NOT_FOUND;
	rq->visitor =
	    (struct visitor){ .session = 1, .account = token.p[token.n - 1], .role = S("analyst") };
	return OK;
}

static bool
may(const struct request *rq, right_t right)
{
	return rq->visitor.account && right == 1 && !right_lost;
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
stream(struct request *rq, void *record)
{
	(void)record;
	return reply_stream(rq, "jobs");
}

static enum outcome
unknown(struct request *rq, void *record)
{
	(void)record;
	return reply_stream(rq, "secrets");
}

static const struct route route[] = {
	{ GET, "/live", 1, NULL, stream, ROUTE_UNNOTED },
	{ GET, "/unknown", 1, NULL, unknown, ROUTE_UNNOTED },
	{ 0 },
};
static const struct route *const routes[] = { route, NULL };

static enum outcome
look(struct db *db, struct moment now, struct live_mark *mark, bool *ret_moved)
{
	int64_t n = 0;
	enum outcome o = db_script(db, "select count(*) from job", &n);

	(void)now;
	*ret_moved = mark->value[1] == 0 || n != mark->value[0];
	mark->value[0] = n;
	mark->value[1] = 1;
	return o;
}

static const struct live_source source[] = { { "jobs", look }, { 0 } };

static void
begin(struct fixture *f)
{
	struct web_config c = { .address = "127.0.0.1",
		.threads = 2,
		.database = f->url,
		.keyring = f->k,
		.routes = routes,
		.hooks = &hooks,
		.live = source,
		.live_limits = { .heartbeat_ms = 400,
		    .look_ms = 100,
		    .retry_ms = 5000,
		    .per_account = 2,
		    .in_all = 3 } };
	struct str error = { NULL, 0 };

	signal(SIGPIPE, SIG_IGN);
	right_lost = signed_out = 0;
	web = web_start(&c, arena, &error);
	EXPECT(web != NULL);
	if (web == NULL)
		exit(2);
	port = web_port(web);
}

static int
listen_as(const char *request, int *ret_status)
{
	int fd = dial();

	say(fd, str_of(request));
	*ret_status = hear(fd, true);
	return fd;
}

/* Until this is among what came. */
static bool
heard(int fd, const char *text)
{
	while (strstr(reply + body_at, text) == NULL)
		if (!more(fd))
			return false;
	return true;
}

static void
add_job(struct fixture *f)
{
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(job_add(f->db, "test", S("{\"secret\":1}"), moment_now()), OK);
	EXPECT_INT(db_commit(f->db), OK);
}

static void
words(struct fixture *f)
{
	int status, fd;

	begin(f);
	fd = listen_as(LISTEN("aa"), &status);
	EXPECT_INT(status, 200);
	EXPECT_STR(header("Content-Type"), "text/event-stream; charset=utf-8");
	EXPECT_STR(header("X-Accel-Buffering"), "no");
	EXPECT_STR(header("Cache-Control"), "no-store");
	EXPECT(heard(fd, "retry: 5000\n\n"));
	EXPECT(heard(fd, "event: jobs\ndata: 1\n\n")); /* the first look tells */
	EXPECT(heard(fd, ":\n\n"));
	EXPECT(strstr(reply + body_at, "data: 2") == NULL);
	add_job(f);
	EXPECT(heard(fd, "event: jobs\ndata: 2\n\n"));
	add_job(f);
	EXPECT(heard(fd, "event: jobs\ndata: 3\n\n"));
	EXPECT(strstr(reply + body_at, "secret") == NULL);
	close(fd);
	fd = listen_as("GET /live HTTP/1.1\r\n" HOST END, &status);
	EXPECT_INT(status, 303);
	close(fd);
	fd = listen_as("GET /unknown HTTP/1.1\r\n" HOST PERSON "aa\r\n" END, &status);
	EXPECT_INT(status, 503);
	close(fd);
	fd = listen_as("HEAD /live HTTP/1.1\r\n" HOST PERSON "aa\r\n" END, &status);
	EXPECT_INT(status, 200);
	close(fd);
	web_stop(web);
}

static void
places(struct fixture *f)
{
	int status, fd[4];

	begin(f);
	for (int i = 0; i < 2; i++) {
		fd[i] = listen_as(LISTEN("aa"), &status);
		EXPECT_INT(status, 200);
	}
	fd[2] = listen_as(LISTEN("aa"), &status);
	EXPECT_INT(status, 503); /* of one account */
	close(fd[2]);
	fd[2] = listen_as(LISTEN("ab"), &status);
	EXPECT_INT(status, 200);
	fd[3] = listen_as(LISTEN("ac"), &status);
	EXPECT_INT(status, 503); /* in all */
	close(fd[3]);
	close(fd[0]);
	usleep(500000); /* who left makes room, before any heart-beat would tell */
	fd[0] = listen_as(LISTEN("aa"), &status);
	EXPECT_INT(status, 200);
	for (int i = 0; i < 3; i++)
		close(fd[i]);
	web_stop(web);
}

/* Ends within a heart-beat, and so does the connection's reply. */
static void
ends_by(struct fixture *f, _Atomic int *what)
{
	int status, fd;

	begin(f);
	fd = listen_as(LISTEN("aa"), &status);
	EXPECT_INT(status, 200);
	EXPECT(heard(fd, ":\n\n"));
	*what = 1;
	EXPECT(heard(fd, "\r\n0\r\n\r\n"));
	close(fd);
	web_stop(web);
}

static void
rights(struct fixture *f)
{
	ends_by(f, &right_lost);
	ends_by(f, &signed_out);
}

/* The server stops at once, whatever streams are open. */
static void
stopping(struct fixture *f)
{
	int status, fd[3];
	int64_t began;

	begin(f);
	for (int i = 0; i < 3; i++)
		fd[i] = listen_as(i == 2 ? LISTEN("ab") : LISTEN("aa"), &status);
	EXPECT_INT(status, 200);
	usleep(200000);
	began = moment_now().s;
	web_stop(web);
	EXPECT(moment_now().s - began <= 1);
	for (int i = 0; i < 3; i++) {
		reply_n = body_at = 0;
		reply[0] = '\0';
		EXPECT(heard(fd[i], "0\r\n\r\n"));
		close(fd[i]);
	}
}

TEST(a_stream_says_that_something_moved)
{
	each_engine(words);
}
TEST(places_are_few)
{
	each_engine(places);
}
TEST(a_stream_ends_with_the_right_to_it)
{
	each_engine(rights);
}
TEST(a_stream_ends_with_the_server)
{
	each_engine(stopping);
}

UNIT_MAIN(a_stream_says_that_something_moved, places_are_few, a_stream_ends_with_the_right_to_it,
    a_stream_ends_with_the_server)
