/*
 * A client of a few lines for server_test.c: bytes out, one reply in.  It trusts
 * nothing but Content-Length.
 */
#ifndef WEB_SERVER_TEST_H
#define WEB_SERVER_TEST_H

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"

#define WAIT_MS 10000

static uint16_t port;
static char reply[1u << 20]; /* the last one: headers, body, NUL */
static size_t reply_n, body_at;

static inline int
dial(void)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&sa, sizeof sa) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static inline bool
say(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s.p += n, s.n -= (size_t)n;
	}
	return true;
}

/* More bytes into reply; false at the end of the connection. */
static inline bool
more(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	if (reply_n + 1 >= sizeof reply || poll(&p, 1, WAIT_MS) <= 0)
		return false;
	n = recv(fd, reply + reply_n, sizeof reply - 1 - reply_n, 0);
	if (n <= 0)
		return false;
	reply_n += (size_t)n;
	reply[reply_n] = '\0';
	return true;
}

/* A header of the last reply, or "". */
static inline struct str
header(const char *name)
{
	struct str rest = { reply, body_at };

	str_cut(&rest, '\n');
	while (rest.n) {
		struct str value = str_cut(&rest, '\n');
		struct str key = str_cut(&value, ':');

		if (str_eq_nocase(key, str_of(name)))
			return str_trim(value);
	}
	return S("");
}

static inline struct str
body(void)
{
	return (struct str){ reply + body_at, reply_n - body_at };
}

/* The status of the next reply; 0 when it does not come whole. */
static inline int
hear(int fd, bool head)
{
	char *end;
	int64_t length = 0;

	reply_n = body_at = 0;
	reply[0] = '\0';
	while ((end = strstr(reply, "\r\n\r\n")) == NULL)
		if (!more(fd))
			return 0;
	body_at = (size_t)(end - reply) + 4;
	if (!head && !str_int(header("Content-Length"), &length))
		return 0;
	while (reply_n - body_at < (size_t)length)
		if (!more(fd))
			return 0;
	return (int)strtol(reply + sizeof "HTTP/1.1", NULL, 10);
}

/* Has the server ended the connection? */
static inline bool
hung_up(int fd)
{
	reply_n = 0;
	return !more(fd) && reply_n == 0;
}

/* One request on a connection of its own. */
static inline int
ask(struct str request)
{
	int fd = dial(), status;

	say(fd, request);
	status = hear(fd, str_starts(request, S("HEAD ")));
	close(fd);
	return status;
}

#endif
