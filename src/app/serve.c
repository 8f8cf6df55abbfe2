/*
 * vigie serve: brings the schema up to date, starts web, work and probe as
 * children and starts again the one that dies, after a growing pause so that a
 * broken one does not spin.  SIGTERM and SIGINT end all three, a second one kills
 * them; a child sees its parent's death by PR_SET_PDEATHSIG.
 *
 * The parent itself opens neither keys nor database: probe is its copy, and must
 * find no key in its memory.  What can be refused is tried once in a child, so
 * that a wrong path is one clear sentence and not a loop of restarts.
 */
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/command.h"
#include "app/process.h"
#include "base/die.h"
#include "base/log.h"

#define PAUSE_MAX 30 /* seconds between two starts of the same child */
#define STEADY 60    /* seconds of life after which the pause is forgotten */
#define LOOK 250     /* milliseconds between two looks at the children */

static struct child {
	const char *name;
	command_fn run;
	pid_t pid;	 /* 0: not running */
	int64_t started; /* or to be started then */
	int64_t pause;
} child[] = {
	{ "web", command_web, 0, 0, 0 },
	{ "work", command_work, 0, 0, 0 },
	{ "probe", command_probe, 0, 0, 0 },
};
#define N_CHILD (sizeof child / sizeof child[0])

static pid_t
branch(command_fn run, struct command_line *cl)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		die("cannot start a process: %s", strerror(errno));
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(0);
		exit(run(cl));
	}
	return pid;
}

static void
start_due(struct command_line *cl)
{
	int64_t now = moment_now().s;

	for (size_t i = 0; i < N_CHILD; i++)
		if (child[i].pid == 0 && child[i].started <= now) {
			child[i].started = now;
			child[i].pid = branch(child[i].run, cl);
		}
}

/* The first fall is mended at once: a person is waiting.  Then 1, 3, 7 … 30 s. */
static void
fell(struct child *c, int status)
{
	int64_t now = moment_now().s;

	if (WIFSIGNALED(status))
		log_warn("'%s' was killed by signal %d", c->name, WTERMSIG(status));
	else
		log_warn("'%s' ended with status %d", c->name, WEXITSTATUS(status));
	if (now - c->started > STEADY)
		c->pause = 0;
	c->started = now + c->pause;
	c->pause = c->pause * 2 + 1 > PAUSE_MAX ? PAUSE_MAX : c->pause * 2 + 1;
	c->pid = 0;
}

static void
reap(bool ending)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < N_CHILD; i++)
			if (child[i].pid == pid && ending)
				child[i].pid = 0;
			else if (child[i].pid == pid)
				fell(&child[i], status);
}

static void
tell(int signal_number)
{
	for (size_t i = 0; i < N_CHILD; i++)
		if (child[i].pid)
			kill(child[i].pid, signal_number);
}

static bool
running(void)
{
	for (size_t i = 0; i < N_CHILD; i++)
		if (child[i].pid)
			return true;
	return false;
}

static void
end_all(void)
{
	process_begin("serve"); /* a second signal is a new one */
	tell(SIGTERM);
	while (running()) {
		if (process_ending(LOOK))
			tell(SIGKILL);
		reap(true);
	}
}

/* In a child: is there an instance, and is its schema ours? */
static int
prepare(struct command_line *cl)
{
	struct str error = { NULL, 0 };
	struct db *db = command_db_old(cl);
	int applied;
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	o = migrate(db, &applied, cl->arena, &error);
	db_close(db);
	if (o != OK)
		return failed(EXIT_UNAVAILABLE, "%.*s", PS(error));
	if (applied)
		log_info("schema brought up to date, %d steps", applied);
	return EXIT_DONE;
}

int
command_serve(struct command_line *cl)
{
	pid_t pid;
	int status;

	process_begin("serve");
	pid = branch(prepare, cl);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_DONE)
		return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
	do {
		start_due(cl);
		reap(false);
	} while (!process_ending(LOOK));
	end_all();
	return EXIT_DONE;
}
