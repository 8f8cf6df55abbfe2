/*
 * Instances.  One template an engine is made by `vigie init` and `vigie demo
 * accounts`; a scenario gets a copy of it (a copied folder, a database made from
 * a template), which costs a few milliseconds.
 */
#include "tests/play/play.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/play/process.h"

#define STARTS_MS 30000

/* ==== Ports ==== */

static int
local_socket(uint16_t port, struct sockaddr_in *ret)
{
	*ret = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* A port that nobody else is given while the socket is open.  It does not listen, and
 * lets a server bind beside it: the option is set behind bind, so that the kernel still
 * counts the port as taken where it chooses one. */
static int
hold_port(uint16_t *ret)
{
	struct sockaddr_in at;
	socklen_t n = sizeof at;
	int fd = local_socket(0, &at), yes = 1;

	*ret = 0;
	if (fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 &&
	    getsockname(fd, (struct sockaddr *)&at, &n) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0)
		*ret = ntohs(at.sin_port);
	return fd;
}

uint16_t
free_port(void)
{
	uint16_t port;
	int fd = hold_port(&port);

	close(fd);
	return port;
}

bool
port_answers(uint16_t port)
{
	struct sockaddr_in at;
	int fd = local_socket(port, &at);
	bool good = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;

	close(fd);
	return good;
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* ==== The run ==== */

static bool
smtp_open(struct bench *b)
{
	char folder[PLAY_PATH + 8], port_file[PLAY_PATH + 32], log[PLAY_PATH + 16];
	const char *word[] = { "node", "tests/smtp.mjs", folder };
	struct arena *a = arena_new(1u << 20);
	struct str port = { NULL, 0 };
	int64_t gateway = 0;
	int ends[2];

	snprintf(folder, sizeof folder, "%s/mail", b->folder);
	snprintf(port_file, sizeof port_file, "%s/port", folder);
	snprintf(log, sizeof log, "%s/smtp.log", b->folder);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	b->smtp = program_start(word, 3, log, ends[0]);
	close(ends[0]);
	b->smtp_input = ends[1];
	for (int i = 0; i < STARTS_MS / 20 && port.n == 0; i++) {
		pause_ms(20);
		port = str_trim(text_file(a, port_file));
	}
	snprintf(port_file, sizeof port_file, "%s/hook-port", folder);
	str_int(str_trim(text_file(a, port_file)), &gateway);
	snprintf(b->gateway, sizeof b->gateway, "http://127.0.0.1:%u", (unsigned)(uint16_t)gateway);
	snprintf(b->smtp_url, sizeof b->smtp_url, "smtp+starttls://127.0.0.1:%.*s", PS(port));
	if (port.n == 0)
		fprintf(stderr, "the mail server of tests does not start: see %s\n", log);
	arena_free(a);
	return port.n > 0;
}

/* The same server's URL with another database. */
static void
url_of_database(const char *url, const char *name, char *ret, size_t size)
{
	const char *host = strstr(url, "://"), *path, *query;

	host = host ? host + 3 : url;
	query = host + strcspn(host, "?");
	path = memchr(host, '/', (size_t)(query - host));
	if (path == NULL)
		path = query;
	snprintf(ret, size, "%.*s/%s%s", (int)(path - url), url, name, query);
}

static bool
postgres_do(const struct bench *b, const char *sql)
{
	PGconn *c = PQconnectdb(b->postgres);
	PGresult *r;
	bool good;

	PQclear(PQexec(c, "set client_min_messages = error"));
	r = PQexec(c, sql);
	good = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (!good)
		fprintf(stderr, "%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
	return good;
}

static bool
database_drop(const struct bench *b, const char *name)
{
	char sql[700];

	snprintf(sql, sizeof sql, "drop database if exists %s with (force)", name);
	return postgres_do(b, sql);
}

static bool
database_make(const struct bench *b, const char *name, const char *from)
{
	char sql[700];

	snprintf(sql, sizeof sql, "create database %s template %s", name, from);
	return postgres_do(b, sql);
}

/* Telephones ring at tests/webhook.mjs.  Each mail of each scenario goes through STARTTLS, a verified certificate and
 * AUTH: tests/smtp.mjs takes no other. */
static void
mail_settings(const struct bench *b, char *ret, size_t size)
{
	snprintf(ret, size,
	    "mail_domain = vigie.test\n"
	    "smtp_url = %s\n"
	    "smtp_user = vigie\n"
	    "smtp_password_file = %s/mail/password\n"
	    "smtp_ca = %s/mail/cert.pem\n"
	    "gateway_url = %s/ok\n"
	    "gateway_key_file = %s/mail/hook-key",
	    b->smtp_url, b->folder, b->folder, b->gateway, b->folder);
}

/* A template is copy 0: the folder that others are copied from. */
static bool
template_make(const struct bench *b, enum play_engine e)
{
	static const char *const init[] = { "init" }, *const demo[] = { "demo", "accounts" };
	struct instance_copy t = { .bench = b, .engine = e };
	char line[4 * PLAY_PATH];

	snprintf(t.name, sizeof t.name, "vigiet%dx%d", (int)e, b->id);
	snprintf(t.data, sizeof t.data, "%s/template-%d", b->folder, (int)e);
	snprintf(t.log, sizeof t.log, "%s/template-%d.log", b->folder, (int)e);
	if (e == ON_POSTGRES) {
		url_of_database(b->postgres, t.name, t.database, sizeof t.database);
		if (!database_make(b, t.name, "template0"))
			return false;
	} else {
		snprintf(t.database, sizeof t.database, "sqlite:%s/vigie.db", t.data);
	}
	mail_settings(b, line, sizeof line);
	if (copy_run(&t, init, 1, t.log) == 0 && copy_configure(&t, line) &&
	    copy_run(&t, demo, 2, t.log) == 0)
		return true;
	fprintf(stderr, "no template instance can be made: see %s\n", t.log);
	return false;
}

bool
bench_open(struct bench *b, const char *vigie, const char *postgres)
{
	const char *tmp = getenv("TMPDIR");

	*b = (struct bench){ .vigie = vigie,
		.postgres = postgres && *postgres ? postgres : NULL,
		.smtp_input = -1,
		.id = (int)getpid() };
	snprintf(b->folder, sizeof b->folder, "%s/vigie-play.XXXXXX", tmp ? tmp : "/tmp");
	if (mkdtemp(b->folder) == NULL)
		return false;
	return smtp_open(b) && template_make(b, ON_SQLITE) &&
	       (b->postgres == NULL || template_make(b, ON_POSTGRES));
}

void
bench_close(struct bench *b)
{
	const char *word[] = { "rm", "-rf", b->folder };
	char name[64];

	if (b->smtp_input >= 0)
		close(b->smtp_input);
	if (b->smtp > 0)
		program_wait(b->smtp);
	snprintf(name, sizeof name, "vigiet%dx%d", (int)ON_POSTGRES, b->id);
	if (b->postgres)
		database_drop(b, name);
	program_run(word, 3, "/dev/null");
}

/* ==== A copy ==== */

bool
copy_make(struct instance_copy *c, const struct bench *b, enum play_engine e, unsigned n)
{
	char template[PLAY_PATH + 32], line[PLAY_PATH];
	const char *word[] = { "cp", "-a", template, c->data };

	*c = (struct instance_copy){ .bench = b, .engine = e };
	c->held = hold_port(&c->port);
	snprintf(c->name, sizeof c->name, "vigie%ux%d", n, b->id);
	snprintf(template, sizeof template, "%s/template-%d", b->folder, (int)e);
	snprintf(c->data, sizeof c->data, "%s/%s", b->folder, c->name);
	snprintf(c->log, sizeof c->log, "%s/%s.log", b->folder, c->name);
	if (program_run(word, 4, c->log) != 0)
		return false;
	snprintf(line, sizeof line, "listen = 127.0.0.1:%u\nmail_from = vigie@%s.test", c->port,
	    c->name);
	if (!copy_configure(c, line))
		return false;
	if (e == ON_SQLITE) {
		snprintf(c->database, sizeof c->database, "sqlite:%s/vigie.db", c->data);
		return true;
	}
	url_of_database(b->postgres, c->name, c->database, sizeof c->database);
	snprintf(template, sizeof template, "vigiet%dx%d", (int)e, b->id);
	return database_make(b, c->name, template);
}

void
copy_remove(struct instance_copy *c)
{
	const char *word[] = { "rm", "-rf", c->data };

	copy_stop(c);
	if (c->held > 0)
		close(c->held);
	if (c->engine == ON_POSTGRES)
		database_drop(c->bench, c->name);
	program_run(word, 3, "/dev/null");
}

bool
copy_configure(const struct instance_copy *c, const char *line)
{
	char path[PLAY_PATH + 16];
	FILE *f;
	bool good;

	snprintf(path, sizeof path, "%s/vigie.conf", c->data);
	f = fopen(path, "ae");
	if (f == NULL)
		return false;
	good = fprintf(f, "\n%s\n", line) > 0;
	return fclose(f) == 0 && good;
}

static void
environment(const struct instance_copy *c)
{
	setenv("VIGIE_DATA", c->data, 1);
	setenv("VIGIE_DATABASE", c->database, 1);
}

int
copy_run(const struct instance_copy *c, const char *const *word, size_t n, const char *output)
{
	const char *all[32] = { c->bench->vigie };

	for (size_t i = 0; i < n && i < 31; i++)
		all[i + 1] = word[i];
	environment(c);
	return program_run(all, n + 1, output);
}

bool
copy_start(struct instance_copy *c, const char *command)
{
	const char *word[] = { c->bench->vigie, command };

	environment(c);
	c->server = program_start(word, 2, c->log, -1);
	for (int i = 0; i < STARTS_MS / 4; i++) {
		if (port_answers(c->port))
			return true;
		if (kill(c->server, 0) != 0)
			break;
		pause_ms(4);
	}
	return false;
}

bool
copy_stop(struct instance_copy *c)
{
	int code;

	if (c->server <= 0)
		return true;
	kill(c->server, SIGTERM);
	code = program_wait(c->server);
	c->server = 0;
	return code == 0 || code == -SIGTERM;
}
