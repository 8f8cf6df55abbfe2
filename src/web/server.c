/*
 * The HTTP server: libmicrohttpd's event loops, and nothing of HTTP above them.
 *
 * One epoll loop a thread; a request stays on the loop of its connection.  The
 * library calls `answer` when the headers are there, for each piece of body, and
 * once more at the end; an exchange in stage WAIT is suspended and called again
 * when the slow pool has resumed it.
 *
 * Stopping, in this order: no new connection; streams of events are ended; the
 * slow pool answers what waits and ends, so that no connection stays suspended; replies leave for at most
 * STOP_MS; then the loops end and their connections close.
 *
 * Rejected: MHD_post_process (see multipart.c), a thread a connection (half the
 * throughput and a stack for each idle client), answering from libmicrohttpd's
 * own decoded URL (it accepts what path.c refuses).
 */
#include "web/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"

/* A request's line and headers.  The guard says 431 at 32 KiB with the site's page; beyond this
 * the library does, with its own.  What is not used is never touched. */
#define CONNECTION_MEMORY (160u << 10)
#define CONNECTION_SECONDS 30 /* without a byte */
#define CONNECTIONS_MAX 8192
#define CONNECTIONS_ADDRESS 256 /* from one address, when no proxy stands in front */
#define LISTEN_BACKLOG 1024
#define HEADERS_KEPT 101 /* one more than the guard lets through */
#define STOP_MS 3000

/* ==== One request ==== */

/* The request line is here: the exchange begins.  The library makes our return
 * value the context of the calls below. */
static void *
request_line(void *context, const char *target, struct MHD_Connection *connection)
{
	struct exchange *x = exchange_take(context);

	x->connection = connection;
	x->rq.target = arena_dup(x->rq.arena, str_of(target));
	return x;
}

static void
request_end(void *context, struct MHD_Connection *connection, void **exchange,
    enum MHD_RequestTerminationCode how)
{
	(void)context, (void)connection, (void)how;
	if (*exchange)
		exchange_give(*exchange);
	*exchange = NULL;
}

struct headers {
	size_t n;
	struct header header[HEADERS_KEPT];
};

static enum MHD_Result
keep_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_n,
    const char *value, size_t value_n)
{
	struct headers *h = context;

	(void)kind;
	if (h->n == HEADERS_KEPT)
		return MHD_NO;
	h->header[h->n++] = (struct header){ { name, name_n }, { value, value_n } };
	return MHD_YES;
}

static void
client_address(struct exchange *x)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *sa = info ? info->client_addr : NULL;
	char text[INET6_ADDRSTRLEN] = "";

	if (sa && sa->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, text,
		    sizeof text);
	else if (sa && sa->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr,
		    text, sizeof text);
	x->rq.address = arena_dup(x->rq.arena, str_of(text));
}

/* Only a reply that ends the connection may leave before the request's end: the
 * library reads nothing more after an early one. */
static bool
leaves_now(const struct exchange *x)
{
	return x->answered && (x->close || x->length > (int64_t)BODY_DROP_MAX);
}

static enum MHD_Result
on_headers(struct exchange *x, const char *method)
{
	struct headers h;

	h.n = 0;
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, keep_header, &h);
	client_address(x);
	open_request(x, h.header, h.n, str_of(method));
	if (!x->answered)
		dispatch_admit(x);
	x->stage = STAGE_BODY;
	if (leaves_now(x)) {
		x->close = true;
		x->stage = STAGE_READY;
		return (enum MHD_Result)send_reply(x);
	}
	return MHD_YES;
}

static enum MHD_Result
on_end(struct exchange *x)
{
	const struct route *route = x->rq.route;
	int result;

	body_end(x);
	if (!x->answered && kept_may(x) && kept_send(x->rq.web->kept, x, &result))
		return (enum MHD_Result)result;
	if (!x->answered && (route->flags & ROUTE_SLOW)) {
		if (slow_push(x->rq.web->slow, x))
			return MHD_YES;
		dispatch_refuse(x, 503, NULL);
	}
	dispatch_run(x);
	x->stage = STAGE_READY;
	return (enum MHD_Result)send_reply(x);
}

static enum MHD_Result
answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *bytes, size_t *n, void **exchange)
{
	struct exchange *x = *exchange;

	(void)context, (void)connection, (void)url, (void)version;
	if (x == NULL)
		return MHD_NO;
	if (x->stage == STAGE_NEW)
		return on_headers(x, method);
	if (x->stage == STAGE_READY)
		return (enum MHD_Result)send_reply(x);
	if (*n == 0)
		return on_end(x);
	if (!body_feed(x, (struct str){ bytes, *n }))
		return MHD_NO;
	*n = 0;
	return MHD_YES;
}

/* ==== The daemon ==== */

/* The library's own words may quote a request: its format is told, not its
 * arguments, and at most once a minute. */
static void
library_log(void *context, const char *fmt, va_list ap)
{
	static _Atomic int64_t told;
	int64_t now = (int64_t)time(NULL), last = atomic_load(&told);
	struct str text = str_of(fmt);

	(void)context, (void)ap;
	if (now - last < 60 || !atomic_compare_exchange_strong(&told, &last, now))
		return;
	while (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	log_warn("libmicrohttpd: %.*s", PS(text));
}

/* Left as it came: path.c and params.c decode, strictly. */
static size_t
no_unescape(void *context, struct MHD_Connection *connection, char *s)
{
	(void)context, (void)connection;
	return strlen(s);
}

union place {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static bool
place_of(const struct web_config *c, union place *ret)
{
	union place p = { .v6 = { 0 } };
	const char *address = c->address ? c->address : "127.0.0.1";

	if (inet_pton(AF_INET, address, &p.v4.sin_addr) == 1) {
		p.v4.sin_family = AF_INET;
		p.v4.sin_port = htons(c->port);
	} else if (inet_pton(AF_INET6, address, &p.v6.sin6_addr) == 1) {
		p.v6.sin6_family = AF_INET6;
		p.v6.sin6_port = htons(c->port);
	} else {
		return false;
	}
	*ret = p;
	return true;
}

static unsigned
connections_max(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur > 2u * CONNECTIONS_MAX)
		return CONNECTIONS_MAX;
	return (unsigned)(r.rlim_cur / 2);
}

static struct MHD_Daemon *
daemon_start(struct web *w, const union place *p)
{
	const struct web_config *c = &w->config;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			 MHD_USE_ERROR_LOG | (p->any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0u);
	unsigned address = c->behind_proxy ? 0 : CONNECTIONS_ADDRESS;
	struct MHD_OptionItem several[] = {
		{ c->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END,
		    (intptr_t)c->threads, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};

	return MHD_start_daemon(flags, c->port, NULL, NULL, answer, w, MHD_OPTION_EXTERNAL_LOGGER,
	    library_log, NULL, MHD_OPTION_SOCK_ADDR, &p->any, MHD_OPTION_ARRAY, several,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS,
	    MHD_OPTION_CONNECTION_LIMIT, connections_max(), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	    address, MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)LISTEN_BACKLOG,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, no_unescape, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, request_line, w, MHD_OPTION_NOTIFY_COMPLETED, request_end,
	    w, MHD_OPTION_END);
}

/* What a row may not ask together; NULL when the tables are sound. */
static const char *
routes_wrong(const struct route *const *routes)
{
	for (; *routes; routes++) {
		for (const struct route *r = *routes; r->path; r++) {
			bool upload = r->flags & ROUTE_UPLOAD;

			if (r->path[0] != '/' || r->handler == NULL)
				return "a route has no path or no handler";
			if (upload && (r->upload == NULL || (r->flags & ROUTE_OWN_TXN)))
				return "a route with files lacks its hook, or its transaction";
			if (r->method == GET && (upload || (r->flags & ROUTE_LIMITED)))
				return "a GET route takes files or is limited";
		}
	}
	return NULL;
}

static bool
listen_at(struct web *w, struct arena *a, struct str *ret_error)
{
	const struct web_config *c = &w->config;
	const union MHD_DaemonInfo *info;
	union place p;

	if (!place_of(c, &p)) {
		*ret_error = arena_printf(a, "'%s' is no IP address", c->address);
		return false;
	}
	errno = 0;
	w->daemon = daemon_start(w, &p);
	if (w->daemon == NULL) {
		*ret_error = arena_printf(a, "cannot listen on '%s' port %u: %s", c->address,
		    (unsigned)c->port, errno ? strerror(errno) : "the server does not start");
		return false;
	}
	info = MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_BIND_PORT);
	w->port = info && info->port ? info->port : c->port;
	return true;
}

struct web *
web_start(const struct web_config *c, struct arena *a, struct str *ret_error)
{
	const char *wrong = routes_wrong(c->routes);
	struct web *w;

	if (wrong) {
		*ret_error = str_of(wrong);
		return NULL;
	}
	w = calloc(1, sizeof *w);
	if (w == NULL || sodium_init() < 0)
		die("out of memory");
	w->config = *c;
	w->pool = pool_new(c->database, c->threads + SLOW_THREADS + UPLOADERS_MAX + 1);
	w->limiter = limiter_new(WRITE_BURST, WRITE_REFILL_MS);
	w->api_limiter = limiter_new(API_BURST, API_REFILL_MS);
	w->kept = kept_new();
	if (!pool_check(w->pool, a, ret_error) || !send_assets(w)) {
		web_stop(w);
		return NULL;
	}
	w->slow = slow_new();
	w->live = live_new(w);
	if (!listen_at(w, a, ret_error)) {
		web_stop(w);
		return NULL;
	}
	return w;
}

static void
wait_for_replies(struct web *w)
{
	for (int ms = 0; ms < STOP_MS && atomic_load(&w->open) > 0; ms += 10)
		usleep(10000);
}

void
web_stop(struct web *w)
{
	if (w == NULL)
		return;
	if (w->daemon) {
		int listening = MHD_quiesce_daemon(w->daemon);

		if (listening >= 0)
			close(listening);
	}
	live_stop(w->live);
	slow_stop(w->slow);
	if (w->daemon) {
		wait_for_replies(w);
		MHD_stop_daemon(w->daemon);
	}
	live_free(w->live);
	slow_free(w->slow);
	limiter_free(w->limiter);
	limiter_free(w->api_limiter);
	kept_free(w->kept);
	send_release(w);
	pool_free(w->pool);
	free(w);
}

uint16_t
web_port(const struct web *w)
{
	return w->port;
}

const struct web_config *
web_config(const struct web *w)
{
	return &w->config;
}
