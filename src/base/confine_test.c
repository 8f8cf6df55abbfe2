/* Each in a child: there is no way back. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confine.h"
#include "tests/unit.h"

static int
child(int (*run)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(confine(0, 1) ? run() : 99);
	waitpid(pid, &status, 0);
	return status;
}

static int
compute(void)
{
	volatile char *p = malloc(1 << 20);

	p[1000] = 7;
	return write(1, "", 0) == 0 && p[1000] == 7 ? 0 : 1;
}

static bool
refused(long result)
{
	return result == -1 && errno == EPERM;
}

static int
reach_out(void)
{
	if (!refused(open("/etc/passwd", O_RDONLY)))
		return 1;
	if (!refused(socket(AF_INET, SOCK_STREAM, 0)))
		return 2;
	if (!refused(fork()))
		return 3;
	if (!refused(execl("/bin/true", "true", (char *)NULL)))
		return 4;
	return refused(kill(1, 0)) ? 0 : 5;
}

static int
run_on(void)
{
	volatile bool more = true;

	while (more)
		;
	return 0;
}

TEST(it_computes)
{
	EXPECT_INT(child(compute), 0);
}

TEST(it_does_nothing_else)
{
	EXPECT_INT(child(reach_out), 0);
}

TEST(its_time_ends)
{
	EXPECT(WIFSIGNALED(child(run_on)));
}

UNIT_MAIN(it_computes, it_does_nothing_else, its_time_ends)
