/*
 * Files sent to the server on a real port: streamed into blobs, or refused with
 * the rest of the form intact.
 */
#include "tests/unit.h"

#include "web/site_test.h"

#define FIELD_PART(name, value)                                                                    \
	"--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name)                                                                            \
	"--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" name "\"\r\n"             \
	"Content-Type: text/plain\r\n\r\n"

TEST(files)
{
	struct str token_part;

	start();
	visit();
	token_part = arena_printf(arena, FIELD_PART("csrf", "%.*s"), PS(csrf));
	EXPECT_INT(post("/attach", PARTS_TYPE,
		       arena_printf(arena,
			   "%.*s" FILE_PART("C:\\\\é.txt") "bonjour\r\n" FILE_PART(
			       "") "\r\n" FIELD_PART("a", "1") "--B--\r\n",
			   PS(token_part))),
	    200);
	EXPECT_STR(body(), "1 é.txt text/plain 7 0 a=1");
	EXPECT_INT(post("/attach", PARTS_TYPE,
		       arena_printf(arena, FILE_PART("a") "x\r\n%.*s--B--", PS(token_part))),
	    403);
	EXPECT_INT(post("/echo", PARTS_TYPE,
		       arena_printf(arena, "%.*s" FILE_PART("a") "x\r\n--B--", PS(token_part))),
	    400);
	EXPECT_INT(post("/echo", PARTS_TYPE,
		       arena_printf(arena, "%.*s" FIELD_PART("a", "2") "--B--", PS(token_part))),
	    200);
	EXPECT_STR(body(), "2");
	EXPECT_INT(
	    post("/echo", PARTS_TYPE, arena_printf(arena, "%.*s--C--", PS(token_part))), 400);
}

TEST(file_too_large)
{
	size_t n = (50u << 20) + 1, sent = 0, piece = 1u << 20;
	char *filler = arena_alloc(arena, piece);
	struct str head, tail = S("\r\n" FIELD_PART("a", "apres") "--B--\r\n");
	int fd = dial();

	visit();
	head = arena_printf(arena, FIELD_PART("csrf", "%.*s") FILE_PART("gros.bin"), PS(csrf));
	say(fd, arena_printf(arena,
		    "POST /attach HTTP/1.1\r\n" HOST PARTS_TYPE
		    "Cookie: %.*s\r\nContent-Length: %zu\r\n\r\n%.*s",
		    PS(cookie), head.n + n + tail.n, PS(head)));
	for (; sent < n; sent += piece)
		if (!say(fd, (struct str){ filler, n - sent < piece ? n - sent : piece }))
			break;
	say(fd, tail);
	EXPECT_INT(hear(fd, false), 200);
	EXPECT_STR(body(), "1 gros.bin text/plain 0 1 a=apres");
	close(fd);
	stop();
}

UNIT_MAIN(files, file_too_large)
