/*
 * Programs that tests start and end.
 */
#include "tests/play/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX 64

static void
become(const char *const *word, size_t n, const char *output, int input)
{
	char *argv[WORDS_MAX + 1] = { NULL };
	int fd = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	for (size_t i = 0; i < n && i < WORDS_MAX; i++)
		argv[i] = strdup(word[i]);
	if (input >= 0)
		dup2(input, 0);
	if (fd >= 0) {
		dup2(fd, 1);
		dup2(fd, 2);
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	execvp(argv[0], argv);
	_exit(127);
}

pid_t
program_start(const char *const *word, size_t n, const char *output, int input)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(word, n, output, input);
	return pid;
}

double
clock_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
program_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int
program_run(const char *const *word, size_t n, const char *output)
{
	pid_t pid = program_start(word, n, output, -1);

	return pid < 0 ? -1 : program_wait(pid);
}
