/*
 * The child that reads, and how it is asked.
 *
 * It is this program started anew, not a fork: a fork would hold the keys of its
 * parent.  Its environment is empty, its time and memory are bounded, and what it
 * says is words to be searched, nothing that is obeyed.
 */
#include "doc/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/confine.h"

#define SECONDS 3 /* its caller may hold what others wait for */
#define MEMORY (512u << 20)

/* ==== The child ==== */

static bool
read_all(struct buf *b)
{
	char bytes[65536];
	ssize_t n;

	while ((n = read(0, bytes, sizeof bytes)) > 0)
		buf_put(b, (struct str){ bytes, (size_t)n });
	return n == 0 && !buf_failed(b);
}

static bool
write_all(struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(1, s.p, s.n);

		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

int
inside_main(void)
{
	struct buf in = BUF_INIT(INSIDE_MAX), out = BUF_INIT(INSIDE_MAX);
#ifdef __SANITIZE_ADDRESS__
	size_t memory = 0; /* its shadow is larger than any bound */
#else
	size_t memory = MEMORY;
#endif

	if (!confine(memory, SECONDS) || !read_all(&in))
		_exit(1);
	/* Words that were cut off at the bound are told all the same. */
	if (!inside_text(buf_str(&in), &out) || !write_all(buf_str(&out)))
		_exit(1);
	_exit(0);
}

/* ==== Its parent ==== */

static const char *program;

void
inside_program(const char *path)
{
	program = path;
}

struct child {
	pid_t pid;
	int in, out; /* our ends; -1 closed */
};

static void
shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool
start(struct child *c)
{
	char *const arguments[] = { (char[]){ "vigie" }, (char[]){ INSIDE_ARGUMENT }, NULL };
	char *const nothing[] = { NULL };
	int in[2], out[2];
	posix_spawn_file_actions_t act;
	bool good;

	if (pipe2(in, O_CLOEXEC) != 0)
		return false;
	if (pipe2(out, O_CLOEXEC) != 0) {
		close(in[0]);
		close(in[1]);
		return false;
	}
	posix_spawn_file_actions_init(&act);
	posix_spawn_file_actions_adddup2(&act, in[0], 0);
	posix_spawn_file_actions_adddup2(&act, out[1], 1);
	/* What its libraries complain of may quote the file. */
	posix_spawn_file_actions_addopen(&act, 2, "/dev/null", O_WRONLY, 0);
	good = posix_spawn(&c->pid, program, &act, NULL, arguments, nothing) == 0;
	posix_spawn_file_actions_destroy(&act);
	close(in[0]);
	close(out[1]);
	c->in = in[1];
	c->out = out[0];
	fcntl(c->in, F_SETFL, O_NONBLOCK);
	return good;
}

static bool
give(struct child *c, struct str *bytes)
{
	ssize_t n = write(c->in, bytes->p, bytes->n);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	*bytes = str_sub(*bytes, (size_t)n, bytes->n);
	if (bytes->n == 0)
		shut(&c->in);
	return true;
}

static bool
take(struct child *c, struct buf *to)
{
	char bytes[65536];
	ssize_t n = read(c->out, bytes, sizeof bytes);

	if (n > 0)
		buf_put(to, (struct str){ bytes, (size_t)n });
	else if (n == 0 || errno != EINTR)
		shut(&c->out);
	return !buf_failed(to);
}

/* Until it says nothing more, or its time is over. */
static bool
talk(struct child *c, struct str bytes, struct buf *to)
{
	time_t end = time(NULL) + SECONDS;

	while (c->out >= 0) {
		struct pollfd p[2] = { { .fd = c->out, .events = POLLIN },
			{ .fd = c->in, .events = POLLOUT } };

		if (time(NULL) > end || poll(p, 2, 1000) < 0)
			return false;
		if (c->in >= 0 && p[1].revents && !give(c, &bytes))
			shut(&c->in);
		if (p[0].revents && !take(c, to))
			return false;
	}
	return true;
}

bool
inside_read(struct str bytes, struct buf *to)
{
	struct child c = { 0 };
	int status = -1;
	bool good;

	if (bytes.n == 0 || bytes.n > INSIDE_MAX || program == NULL || !start(&c))
		return false;
	good = talk(&c, bytes, to);
	shut(&c.in);
	shut(&c.out);
	if (!good)
		kill(c.pid, SIGKILL);
	while (waitpid(c.pid, &status, 0) < 0 && errno == EINTR)
		;
	return good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
