/*
 * The home page against nginx serving the same bytes as a file, one core each,
 * wrk on the other with 64 connections; then the memory of the idle service.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/play/measure.h"
#include "tests/play/process.h"

#define SECONDS "5"
#define SERVER_CORE "0"
#define CLIENT_CORE "1"
#define ROUNDS 5

/* The body of the page, as it is sent. */
static bool
fetch(uint16_t port, const char *path)
{
	struct reply_seen r = { 0 };
	struct call c = { .method = "GET" };
	struct jar j;
	char url[80];
	FILE *f = fopen(path, "we");
	bool good;

	snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
	c.url = url;
	good = f && jar_open(&j, "visitor") && jar_call(&j, &c, &r) && r.status == 200 &&
	       fwrite(r.body.p, 1, r.body.n, f) == r.body.n;
	printf("home page: %zu bytes\n", r.body.n);
	if (f)
		fclose(f);
	return good;
}

static double
wrk(const char *folder, uint16_t port)
{
	char url[80], output[320], text[4096] = "";
	const char *word[] = { "taskset", "-c", CLIENT_CORE, "wrk", "-t1", "-c64", "-d" SECONDS "s",
		url };
	const char *found;
	FILE *f;

	snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
	snprintf(output, sizeof output, "%s/wrk", folder);
	remove(output);
	program_run(word, 8, output);
	f = fopen(output, "re");
	if (f) {
		text[fread(text, 1, sizeof text - 1, f)] = '\0';
		fclose(f);
	}
	if (strstr(text, "Non-2xx"))
		printf("some answers were no pages: %s\n", strstr(text, "Non-2xx"));
	found = strstr(text, "Requests/sec:");
	return found ? strtod(found + 13, NULL) : 0;
}

static pid_t
nginx(const char *folder, uint16_t port)
{
	char conf[320], output[320];
	const char *word[] = { "taskset", "-c", SERVER_CORE, "nginx", "-c", conf };
	FILE *f;

	snprintf(conf, sizeof conf, "%s/nginx.conf", folder);
	snprintf(output, sizeof output, "%s/nginx.log", folder);
	f = fopen(conf, "we");
	if (f == NULL)
		return -1;
	fprintf(f,
	    "daemon off; master_process off; worker_processes 1; pid %s/nginx.pid; error_log "
	    "%s/error.log;\nevents { worker_connections 1024; }\nhttp { access_log off; "
	    "types { text/html html; } sendfile on; tcp_nopush on; keepalive_requests 1000000;\n"
	    "open_file_cache max=10;\n"
	    "server { listen 127.0.0.1:%u; root %s/www; index index.html; } }\n",
	    folder, folder, port, folder);
	fclose(f);
	return program_start(word, 6, output, -1);
}

/* On one core: the child inherits the mask of the one that starts it. */
static bool
pin(pid_t pid, const char *core)
{
	char number[20];
	const char *word[] = { "taskset", "-a", "-p", "-c", core, number };

	snprintf(number, sizeof number, "%d", (int)pid);
	return program_run(word, 6, "/dev/null") == 0;
}

static void
compare(struct instance_copy *c, const char *folder)
{
	char www[320], page[340];
	uint16_t port = free_port();
	double ours = 0, theirs = 0;
	pid_t other;

	snprintf(www, sizeof www, "%s/www", folder);
	snprintf(page, sizeof page, "%s/index.html", www);
	mkdir(www, 0755);
	if (!copy_start(c, "web") || !pin(c->server, SERVER_CORE) || !fetch(c->port, page)) {
		printf("the service does not answer: see %s\n", c->log);
		return;
	}
	other = nginx(folder, port);
	for (int i = 0; i < 500 && !port_answers(port); i++)
		usleep(10000);
	for (int i = 0; i < ROUNDS; i++) {
		double a = wrk(folder, c->port), b = wrk(folder, port);

		ours = a > ours ? a : ours;
		theirs = b > theirs ? b : theirs;
	}
	kill(other, SIGTERM);
	program_wait(other);
	copy_stop(c);
	printf("home page: %.0f a second, nginx %.0f (best of %d rounds)\n", ours, theirs, ROUNDS);
	if (theirs > 0)
		measure_ratio("home page / nginx", ours / theirs, true, 0.8);
}

static void
memory(struct instance_copy *c)
{
	pid_t pid[16];
	double sum = 0;
	size_t n;

	if (!copy_start(c, "serve"))
		return;
	sleep(3);
	n = measure_family(c->server, pid, 16);
	for (size_t i = 0; i < n; i++)
		sum += measure_proc(pid[i], "smaps_rollup", "Pss:") / 1024;
	copy_stop(c);
	printf("idle: %zu processes\n", n);
	measure_ratio("idle memory, MB (sum of PSS)", sum, false, 60);
}

int
main(void)
{
	struct instance_copy c;
	struct bench b;
	char here[200], folder[300];

	if (!measure_open(&b) || getcwd(here, sizeof here) == NULL)
		return 1;
	snprintf(folder, sizeof folder, "%.90s/%.190s", here, b.folder);
	if (copy_make(&c, &b, ON_SQLITE, 1) && copy_configure(&c, "threads = 1"))
		compare(&c, folder);
	copy_remove(&c);
	if (copy_make(&c, &b, ON_SQLITE, 2))
		memory(&c);
	copy_remove(&c);
	bench_close(&b);
	return 0;
}
