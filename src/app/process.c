#include "app/process.h"

#include <signal.h>
#include <sys/prctl.h>

#include "base/log.h"

static bool told;

static void
ends(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
}

void
process_begin(const char *name)
{
	char title[16]; /* the kernel keeps fifteen */
	sigset_t set;

	snprintf(title, sizeof title, "vigie %s", name);
	told = false;
	ends(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	/* A reader that went away is an error of its write, not the end of us. */
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_NAME, title);
	log_name(name);
}

bool
process_ending(long milliseconds)
{
	struct timespec wait = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
	sigset_t set;

	ends(&set);
	if (!told)
		told = sigtimedwait(&set, NULL, &wait) > 0;
	return told;
}

void
process_wait(void)
{
	while (!process_ending(3600 * 1000L))
		;
}
