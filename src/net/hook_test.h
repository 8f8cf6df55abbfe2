/*
 * A real gateway for tests (tests/webhook.mjs), started and ended by them; it
 * behaves as the path says and writes down what it was given.  Include
 * tests/unit.h first.  Node is needed: where there is none the test says so.
 */
#ifndef NET_HOOK_TEST_H
#define NET_HOOK_TEST_H

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/hook.h"

struct gateway {
	char folder[64];
	struct str key;
	int64_t port;
	pid_t child;
	int input; /* closing it ends the server */
};

static inline struct str
gateway_file(const struct gateway *g, const char *name)
{
	char *text = arena_alloc(arena, 1u << 20);
	FILE *f = fopen(arena_printf(arena, "%s/%s", g->folder, name).p, "re");
	struct str s = { text, 0 };

	if (f == NULL)
		return (struct str){ NULL, 0 };
	s.n = fread(text, 1, 1u << 20, f);
	fclose(f);
	return str_trim(s);
}

static inline const char *
gateway_url(const struct gateway *g, const char *path)
{
	return arena_printf(arena, "http://127.0.0.1:%lld%s", (long long)g->port, path).p;
}

static inline void
gateway_start(struct gateway *g)
{
	int ends[2];

	*g = (struct gateway){ .folder = "/tmp/vigie-hook-XXXXXX" };
	if (mkdtemp(g->folder) == NULL || pipe2(ends, O_CLOEXEC) != 0)
		exit(1);
	fflush(stdout);
	g->child = fork();
	if (g->child == 0) {
		dup2(ends[0], 0);
		execlp("node", "node", "tests/webhook.mjs", g->folder, (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	g->input = ends[1];
	for (int i = 0; i < 1000 && g->port == 0; i++) {
		usleep(20000);
		str_int(gateway_file(g, "hook-port"), &g->port);
	}
	g->key = gateway_file(g, "hook-key");
	EXPECT(g->port > 0 && g->key.n >= HOOK_KEY_MIN);
}

static inline void
gateway_stop(struct gateway *g)
{
	int status;
	pid_t rm;

	close(g->input);
	EXPECT(waitpid(g->child, &status, 0) == g->child);
	rm = fork();
	if (rm == 0) {
		execlp("rm", "rm", "-rf", g->folder, (char *)NULL);
		_exit(127);
	}
	waitpid(rm, &status, 0);
}

/* How many messages of the log hold a text. */
static inline int
gateway_count(const struct gateway *g, const char *text)
{
	struct str log = gateway_file(g, "hook-log");
	int n = 0;

	while (log.n) {
		struct str line = str_cut(&log, '\n');

		n += line.n && memmem(line.p, line.n, text, strlen(text)) != NULL;
	}
	return n;
}

#endif
