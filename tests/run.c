/*
 * run FILE.test …: plays scenarios, each on a fresh instance, on SQLite and, when
 * VIGIE_TEST_POSTGRES names one, on PostgreSQL.  VIGIE is the program.  The
 * language is told in tests/README.md.
 *
 * A scenario is played by a child of its own, two at a time; the first thing that
 * is not as expected ends it.  Its log stays in build/scenarios/.
 */
#include "tests/play/play.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/play/process.h"

#define LOGS "build/scenarios"
#define AT_ONCE 2
#define SCENARIO_SECONDS 300
#define TORTURE_SECONDS 1800
#define BODY_LINES 40

static const char *const engine_name[PLAY_ENGINES] = { "sqlite", "postgres" };

/* ==== One scenario ==== */

static void
log_body(struct play *p)
{
	struct str body = buf_str(&p->reply.body);

	fprintf(p->log, "=== %s: %ld\n%.*s\n", p->request, p->reply.status,
	    PS(buf_str(&p->reply.head)));
	for (int i = 0; i < BODY_LINES && body.n; i++) {
		struct str line = str_cut(&body, '\n');

		fprintf(p->log, "%.*s\n", PS(line));
	}
	fprintf(p->log, "=== read as\n%.*s\n",
	    PS(str_sub(text_of_html(p->arena, buf_str(&p->reply.body)), 0, 4000)));
}

static void
log_server(struct play *p)
{
	struct str text = text_file(p->arena, p->copy.log);

	if (p->reason[0])
		fprintf(p->log, "=== processes\n%.*s\n",
		    PS(str_sub(text, text.n > 20000 ? text.n - 20000 : 0, 20000)));
}

static void
log_open(struct play *p, char *path, size_t size)
{
	char name[200];

	snprintf(name, sizeof name, "%s", p->path);
	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '-';
	snprintf(path, size, "%s/%s.%s.log", LOGS, name, engine_name[p->copy.engine]);
	p->log = fopen(path, "we");
}

/* In a child. Exit status 0: as expected. */
static int
play_one(const struct bench *b, const char *path, enum play_engine e, unsigned n)
{
	static struct play p;
	double began = clock_seconds();
	char log_path[400];

	p = (struct play){ .arena = arena_new(1u << 30), .path = path };
	p.copy.engine = e;
	log_open(&p, log_path, sizeof log_path);
	alarm(getenv("TORTURE") ? TORTURE_SECONDS : SCENARIO_SECONDS);
	if (p.log == NULL)
		return 2;
	if (copy_make(&p.copy, b, e, n)) {
		play_let_first(&p);
		if (!play_script(&p, path))
			log_body(&p);
	} else {
		play_fail(&p, "no instance can be made");
	}
	play_trouble_end(&p);
	play_stream_end(&p);
	if (!copy_stop(&p.copy))
		play_fail(&p, "'vigie web' ended badly");
	log_server(&p);
	copy_remove(&p.copy);
	fclose(p.log);
	if (p.reason[0] == '\0')
		printf("ok   %s (%s) %.1f s%s\n", path, engine_name[e], clock_seconds() - began,
		    p.tortured ? arena_printf(p.arena, ", %d steps failed on purpose", p.tortured).p
			       : "");
	else
		printf("FAIL %s:%d (%s): %s\n     see %s\n", path, p.now ? p.now->line : 0,
		    engine_name[e], p.reason, log_path);
	fflush(stdout);
	return p.reason[0] != '\0';
}

/* ==== All of them ==== */

struct tally {
	int running;
	size_t passed, failed;
};

static void
await_one(struct tally *t)
{
	int status;

	while (wait(&status) < 0)
		if (errno != EINTR)
			return;
	t->running--;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		t->passed++;
		return;
	}
	t->failed++;
	if (!WIFEXITED(status))
		printf("FAIL a scenario was ended by signal %d\n", WTERMSIG(status));
}

int
main(int argc, char **argv)
{
	const char *vigie = getenv("VIGIE");
	struct tally t = { 0, 0, 0 };
	struct bench b;

	if (argc < 2 || vigie == NULL) {
		fprintf(stderr, "usage: VIGIE=PROGRAM run FILE.test ...\n");
		return 2;
	}
	mkdir("build", 0755);
	mkdir(LOGS, 0755);
	signal(SIGXFSZ, SIG_IGN); /* and so in `vigie web`: see tests/play/trouble.c */
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (!bench_open(&b, vigie, getenv("VIGIE_TEST_POSTGRES"))) {
		printf("0 passed, 1 failed\n");
		return 1;
	}
	for (int i = 1; i < argc; i++)
		for (int e = 0; e < (b.postgres ? PLAY_ENGINES : 1); e++) {
			if (t.running == AT_ONCE)
				await_one(&t);
			fflush(stdout);
			t.running++;
			if (fork() == 0)
				_exit(play_one(&b, argv[i], (enum play_engine)e,
				    (unsigned)(i * PLAY_ENGINES + e)));
		}
	while (t.running)
		await_one(&t);
	bench_close(&b);
	printf("%zu passed, %zu failed\n", t.passed, t.failed);
	return t.failed > 0;
}
