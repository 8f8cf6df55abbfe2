/*
 * The server on a real port, asked with raw bytes: what is refused, how a body
 * too large is answered, what is written and what is not.
 */
#include "tests/unit.h"

#include "base/asset.h"
#include "web/site_test.h"

TEST(pages)
{
	EXPECT_INT(ask(S("GET / HTTP/1.1\r\n" HOST END)), 200);
	EXPECT_STR(body(), "bienvenue");
	EXPECT_STR(header("Cache-Control"), "no-store");
	EXPECT_STR(header("X-Content-Type-Options"), "nosniff");
	EXPECT(str_starts(header("Content-Security-Policy"), S("default-src 'none'; script-src")));
	EXPECT_STR(header("Set-Cookie"), "");
	EXPECT_STR(header("Strict-Transport-Security"), "");
	EXPECT_INT(ask(S("HEAD / HTTP/1.1\r\n" HOST END)), 200);
	EXPECT_STR(header("Content-Length"), "9");
	EXPECT_INT(ask(S("GET / HTTP/1.1\r\n" HOST "Cookie: session=" SESSION "\r\n" END)), 200);
	EXPECT_STR(body(), "database");
	EXPECT_INT(ask(S("GET /nowhere HTTP/1.1\r\n" HOST END)), 404);
	EXPECT(str_has(body(), S("<!DOCTYPE html>")) || str_has(body(), S("<!doctype html>")));
	EXPECT_INT(ask(S("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\na=b")), 405);
	EXPECT_STR(header("Allow"), "GET, HEAD");
	EXPECT_INT(ask(S("PUT /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\na=b")), 405);
	EXPECT_STR(header("Allow"), "POST");
	EXPECT_INT(ask(S("DELETE /secret HTTP/1.1\r\n" HOST END)), 405);
	EXPECT_STR(header("Allow"), "GET, HEAD, POST");
}

TEST(strict)
{
	static const char *const bad[] = {
		"Content-Length: 0\r\nContent-Length: 5\r\n\r\na=bcd",
		"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Content-Length : 5\r\n\r\na=bcd",
		"Host: other.test\r\nContent-Length: 0\r\n\r\n",
		"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int fd = dial();

		say(fd, arena_printf(arena, "POST /echo HTTP/1.1\r\n" HOST FORM_TYPE "%s", bad[i]));
		EXPECT_INT(hear(fd, false), 400);
		EXPECT_STR(header("Connection"), "close");
		EXPECT(hung_up(fd));
		close(fd);
	}
	EXPECT_INT(ask(S("GET /a%2fb HTTP/1.1\r\n" HOST END)), 400);
	EXPECT_INT(ask(S("GET /?a=% HTTP/1.1\r\n" HOST END)), 400);
	EXPECT_INT(ask(S("GET /../etc HTTP/1.1\r\n" HOST END)), 400);
}

TEST(forged_forms)
{
	const char *type = FORM_TYPE;

	visit();
	EXPECT_INT(post("/echo", type, with_token("&a=%C3%A9t%C3%A9")), 200);
	EXPECT_STR(body(), "été");
	EXPECT_INT(post("/echo", type, S("a=1")), 403);
	EXPECT_INT(post("/echo", type, S("csrf=0&a=1")), 403);
	EXPECT_INT(post("/echo", FORM_TYPE "Origin: http://vigie.test\r\n", with_token("")), 200);
	EXPECT_INT(post("/echo", FORM_TYPE "Origin: http://other.test\r\n", with_token("")), 403);
	EXPECT_INT(post("/echo", FORM_TYPE "Origin: null\r\n", with_token("")), 403);
	EXPECT_INT(post("/echo", FORM_TYPE "Sec-Fetch-Site: same-origin\r\n", with_token("")), 200);
	EXPECT_INT(post("/echo", FORM_TYPE "Sec-Fetch-Site: same-site\r\n", with_token("")), 403);
	EXPECT_INT(post("/echo", FORM_TYPE "Sec-Fetch-Site: cross-site\r\n", with_token("")), 403);
	EXPECT_INT(post("/echo", type, with_token("&a=%")), 400);
	EXPECT_INT(post("/echo", "Content-Type: text/plain\r\n", with_token("")), 415);
	cookie = S("visitor=" SESSION);
	EXPECT_INT(post("/echo", type, with_token("")), 403);
}

TEST(rights)
{
	EXPECT_INT(ask(S("GET /secret?a=b HTTP/1.1\r\n" HOST END)), 303);
	EXPECT_STR(header("Location"), "/sign-in?next=%2Fsecret%3Fa%3Db");
	EXPECT_INT(
	    ask(S("GET /secret HTTP/1.1\r\n" HOST "Cookie: session=" SESSION "\r\n" END)), 200);
	EXPECT_INT(
	    ask(S("GET /other HTTP/1.1\r\n" HOST "Cookie: session=" SESSION "\r\n" END)), 403);
	EXPECT_INT(
	    ask(S("POST /secret HTTP/1.1\r\n" HOST FORM_TYPE "Content-Length: 3\r\n\r\na=b")), 303);
}

/* The page comes whole, and the connection is still good. */
TEST(too_large)
{
	size_t n = 300u << 10;
	char *filler = arena_alloc(arena, n);
	int fd = dial();

	visit();
	memset(filler, 'a', n);
	EXPECT(say(
	    fd, arena_printf(arena,
		    "POST /echo HTTP/1.1\r\n" HOST FORM_TYPE "Content-Length: %zu\r\n\r\n", n)));
	EXPECT(say(fd, (struct str){ filler, n }));
	EXPECT_INT(hear(fd, false), 413);
	EXPECT(str_has(body(), S("</html>")));
	EXPECT(say(fd, S("GET / HTTP/1.1\r\n" HOST END)));
	EXPECT_INT(hear(fd, false), 200);
	EXPECT(say(
	    fd, S("POST /echo HTTP/1.1\r\n" HOST FORM_TYPE "Transfer-Encoding: chunked\r\n\r\n")));
	for (int i = 0; i < 4; i++)
		EXPECT(say(fd, arena_printf(arena, "14000\r\n%.*s\r\n", 0x14000, filler)));
	EXPECT(say(fd, S("0\r\n\r\n")));
	EXPECT_INT(hear(fd, false), 413);
	EXPECT(say(fd, S("GET / HTTP/1.1\r\n" HOST END)));
	EXPECT_INT(hear(fd, false), 200);
	close(fd);
	EXPECT_INT(
	    ask(S("POST /echo HTTP/1.1\r\n" HOST FORM_TYPE "Content-Length: 99999999999\r\n\r\n")),
	    413);
	EXPECT_STR(header("Connection"), "close");
}

/* Not one byte more than asked for, many requests on one connection. */
TEST(kept_alive)
{
	int fd = dial();

	for (int i = 0; i < 50; i++) {
		say(fd,
		    i % 2 ? S("GET / HTTP/1.1\r\n" HOST END) : S("GET /no HTTP/1.1\r\n" HOST END));
		EXPECT_INT(hear(fd, false), i % 2 ? 200 : 404);
	}
	say(fd, S("GET / HTTP/1.1\r\n" HOST END "GET /no HTTP/1.1\r\n" HOST END));
	EXPECT_INT(hear(fd, false), 200);
	close(fd);
}

TEST(static_files)
{
	const struct asset *css = asset_find(S("s/vigie.css"));

	EXPECT(css != NULL && css->gzip.n && css->brotli.n);
	EXPECT_INT(
	    ask(arena_printf(arena, "GET /s/%s/vigie.css HTTP/1.1\r\n" HOST END, asset_hash)), 200);
	EXPECT(str_eq(body(), css->bytes));
	EXPECT_STR(header("Content-Encoding"), "");
	EXPECT_STR(header("Vary"), "Accept-Encoding");
	EXPECT_STR(header("Cache-Control"), "public, max-age=31536000, immutable");
	EXPECT_INT(ask(arena_printf(arena,
		       "GET /s/%s/vigie.css HTTP/1.1\r\n" HOST
		       "Accept-Encoding: gzip, deflate, br\r\n" END,
		       asset_hash)),
	    200);
	EXPECT_STR(header("Content-Encoding"), "br");
	EXPECT(str_eq(body(), css->brotli));
	EXPECT_INT(
	    ask(arena_printf(arena,
		"GET /s/%s/vigie.css HTTP/1.1\r\n" HOST "Accept-Encoding: br;q=0, gzip\r\n" END,
		asset_hash)),
	    200);
	EXPECT_STR(header("Content-Encoding"), "gzip");
	EXPECT(str_eq(body(), css->gzip));
	EXPECT_INT(ask(S("GET /s/0000/vigie.css HTTP/1.1\r\n" HOST END)), 404);
	EXPECT_INT(
	    ask(arena_printf(arena, "GET /s/%s/none HTTP/1.1\r\n" HOST END, asset_hash)), 404);
}

/* Two slow requests a thread of the pool, and a fast one that does not wait. */
TEST(slow_beside_fast)
{
	int fd[4], quick = dial();
	struct timespec from, to;

	for (int i = 0; i < 4; i++) {
		fd[i] = dial();
		say(fd[i], S("GET /slow HTTP/1.1\r\n" HOST END));
	}
	usleep(50000);
	clock_gettime(CLOCK_MONOTONIC, &from);
	say(quick, S("GET / HTTP/1.1\r\n" HOST END));
	EXPECT_INT(hear(quick, false), 200);
	clock_gettime(CLOCK_MONOTONIC, &to);
	EXPECT((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 250);
	for (int i = 0; i < 4; i++) {
		EXPECT_INT(hear(fd[i], false), 200);
		EXPECT_STR(body(), "lent");
		close(fd[i]);
	}
	close(quick);
}

TEST(slow_pool_full)
{
	enum { N = 80 };
	int fd[N], full = 0, done = 0;

	for (int i = 0; i < N; i++) {
		fd[i] = dial();
		say(fd[i], S("GET /brief HTTP/1.1\r\n" HOST END));
	}
	for (int i = 0; i < N; i++) {
		int status = hear(fd[i], false);

		full += status == 503 && str_eq(header("Retry-After"), S("30"));
		done += status == 200;
		close(fd[i]);
	}
	EXPECT(full > 0 && done >= 64);
	EXPECT_INT(full + done, N);
}

TEST(journal)
{
	int64_t before = journal_entries();

	EXPECT_INT(ask(S("GET /noted HTTP/1.1\r\n" HOST END)), 200);
	EXPECT_INT(journal_entries(), before + 1);
	visit();
	EXPECT_INT(post("/clash", FORM_TYPE, with_token("")), 409);
	EXPECT_INT(journal_entries(), before + 1);
	EXPECT_INT(jobs(), 0);
}

/* A page of nobody is written once a second; one for a person each time. */
TEST(kept_pages)
{
	struct str last = { NULL, 0 };
	size_t changes = 0;

	for (int i = 0; i < 40; i++) {
		EXPECT_INT(ask(S("GET /counted HTTP/1.1\r\n" HOST END)), 200);
		changes += !str_eq(body(), last);
		last = arena_dup(arena, body());
	}
	EXPECT(changes < 20);
	for (int i = 0; i < 40; i++) {
		EXPECT_INT(
		    ask(S("GET /counted HTTP/1.1\r\n" HOST "Cookie: visitor=" SESSION "\r\n" END)),
		    200);
		EXPECT(!str_eq(body(), last));
		last = arena_dup(arena, body());
	}
	EXPECT_INT(ask(S("HEAD /counted HTTP/1.1\r\n" HOST END)), 200);
}

TEST(headers_too_many)
{
	struct buf b = BUF_INIT(1u << 20);

	buf_puts(&b, "GET / HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 120; i++)
		buf_puts(&b, "X: y\r\n");
	buf_puts(&b, END);
	EXPECT_INT(ask(buf_str(&b)), 431);
	EXPECT(str_has(body(), S("</html>")));
	buf_release(&b);
}

/* Beyond our limit the page is ours; far beyond, the status is still right. */
TEST(headers_too_long)
{
	static const struct {
		size_t bytes;
		int status;
		bool ours;
	} sent[] = { { 30000, 200, true }, { 33000, 431, true }, { 120000, 431, true },
		{ 400000, 431, false } };

	for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
		struct buf b = BUF_INIT(1u << 20);

		buf_puts(&b, "GET / HTTP/1.1\r\n" HOST "X: ");
		for (size_t k = 0; k < sent[i].bytes; k++)
			buf_puts(&b, "y");
		buf_puts(&b, "\r\n" END);
		EXPECT_INT(ask(buf_str(&b)), sent[i].status);
		EXPECT(str_has(body(), S("Request too big")) == !sent[i].ours);
		buf_release(&b);
	}
}

/* What waits in the pool is answered, then the port is silent. */
TEST(stopping)
{
	int fd[6];

	for (int i = 0; i < 6; i++) {
		fd[i] = dial();
		say(fd[i], S("GET /slow HTTP/1.1\r\n" HOST END));
	}
	usleep(100000);
	web_stop(web);
	for (int i = 0; i < 6; i++) {
		int status = hear(fd[i], false);

		EXPECT(status == 200 || status == 503);
		close(fd[i]);
	}
	EXPECT_INT(dial(), -1);
	web_stop(NULL);
}

/* HTTPS is what the proxy says it is. */
TEST(behind_a_proxy)
{
	start_behind(true);
	EXPECT_INT(ask(S("GET /token HTTP/1.1\r\n" HOST "X-Forwarded-Proto: https\r\n" END)), 200);
	EXPECT(str_ends(header("Set-Cookie"), S("; Path=/; HttpOnly; SameSite=Lax; Secure; "
						"Max-Age=604800")));
	EXPECT(header("Strict-Transport-Security").n > 0);
	EXPECT_INT(ask(S("GET /token HTTP/1.1\r\n" HOST END)), 200);
	EXPECT(!str_has(header("Set-Cookie"), S("Secure")));
	stop();
}

TEST(starting)
{
	start();
}

UNIT_MAIN(starting, pages, strict, forged_forms, rights, too_large, kept_alive, static_files,
    slow_beside_fast, slow_pool_full, journal, kept_pages, headers_too_many, headers_too_long,
    stopping, behind_a_proxy)
