/*
 * vigie web: the pages.  Everything that can be refused is refused before the
 * port is opened, in one sentence.
 */
#include <unistd.h>

#include "app/command.h"
#include "app/process.h"
#include "app/routes.h"
#include "app/site.h"
#include "base/die.h"
#include "base/table.h"
#include "incident/incident.h"

struct listen {
	const char *address;
	uint16_t port;
};

/* "127.0.0.1:8080", "[::1]:8080", ":8080" for every address. */
static bool
listen_parse(struct arena *a, const char *text, struct listen *ret)
{
	const char *colon = strrchr(text, ':');
	struct str address = { text, colon ? (size_t)(colon - text) : 0 };
	int64_t port;

	if (colon == NULL || !str_int(str_of(colon + 1), &port) || port < 0 || port > 65535)
		return false;
	if (str_starts(address, S("[")) && str_ends(address, S("]")))
		address = str_sub(address, 1, address.n - 2);
	ret->address = address.n ? arena_cstr(a, address) : "0.0.0.0";
	ret->port = (uint16_t)port;
	return true;
}

static unsigned
threads_of(const struct instance *in)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	long n = in->threads ? in->threads : cores;

	return n > 0 ? (unsigned)n : 1;
}

/* Nobody takes a demonstration for the real thing: each page bears it. */
static struct str
brand_of(const struct instance *in)
{
	if (!in->demo)
		return str_of(in->brand);
	return arena_printf(in->arena, "%s (démonstration)", in->brand);
}

static const struct live_source live_source[] = { { "desk", queue_look }, { 0 } };

static int64_t
live_value(const char *name)
{
	const struct table *t = table_get("live");
	size_t row = table_find(t, "name", str_of(name));
	int64_t v;

	if (row == NOT_FOUND_ROW || !str_int(table_cell(t, row, "value"), &v) || v < 1)
		die("table 'live' has no number '%s'", name);
	return v;
}

static struct live_limits
live_limits(void)
{
	return (struct live_limits){
		.heartbeat_ms = live_value("heartbeat") * 1000,
		.look_ms = live_value("look") * 1000,
		.retry_ms = live_value("retry") * 1000,
		.per_account = live_value("per_account"),
		.in_all = live_value("in_all"),
	};
}

static struct web_config
config_of(const struct instance *in, const struct listen *l)
{
	return (struct web_config){
		.address = l->address,
		.port = l->port,
		.threads = threads_of(in),
		.database = in->database,
		.keyring = in->keyring,
		.routes = all_routes,
		.hooks = &site_hooks,
		.public_url = str_of(in->public_url),
		.behind_proxy = in->behind_proxy,
		.brand = brand_of(in),
		.phone = str_of(in->phone),
		.live = live_source,
		.live_limits = live_limits(),
	};
}

/* For tests, in programs made with the address sanitizer alone: the nth step of
 * the store from now on fails (tests/play/torture.c). */
static void
torture(void)
{
#ifdef __SANITIZE_ADDRESS__
	const char *e = getenv("VIGIE_TORTURE");
	int64_t n = 0;

	if (e && str_int(str_of(e), &n))
		db_torture(n);
#endif
}

static int
run(struct command_line *cl, const struct listen *l)
{
	struct web_config config = config_of(cl->in, l);
	struct str error = { NULL, 0 };
	struct web *web;

	torture();
	web = web_start(&config, cl->arena, &error);
	if (web == NULL)
		return failed(EXIT_UNAVAILABLE, "%.*s", PS(error));
	printf(strchr(l->address, ':') ? "http://[%s]:%u\n" : "http://%s:%u\n", l->address,
	    (unsigned)web_port(web));
	fflush(stdout);
	process_wait();
	web_stop(web);
	return EXIT_DONE;
}

int
command_web(struct command_line *cl)
{
	struct listen l;
	struct db *db;

	process_begin("web");
	if (!listen_parse(cl->arena, cl->in->listen, &l))
		return failed(EXIT_USAGE, "'%s' is no ADDRESS:PORT", cl->in->listen);
	db = command_db(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	db_close(db);
	site_begin(cl->in);
	return run(cl, &l);
}
