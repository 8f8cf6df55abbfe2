/*
 * Headers to request: who asks, from where, for which row of the route tables.
 *
 * Views into libmicrohttpd's memory are kept, not copies: they live as long as
 * the request.  What a proxy says about the client is believed only when the
 * configuration says that a proxy of ours stands in front.
 */
#include "web/serve.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/asset.h"
#include "web/text.h"

#define AGENT_MAX 200
#define ONCE_MAX 200

static const struct {
	struct str name;
	size_t offset;
} wanted[] = {
	{ STR_INIT("Accept-Encoding"), offsetof(struct exchange, accept_encoding) },
	{ STR_INIT("Accept-Language"), offsetof(struct exchange, accept_language) },
	{ STR_INIT("Authorization"), offsetof(struct exchange, authorization) },
	{ STR_INIT("Content-Length"), offsetof(struct exchange, content_length) },
	{ STR_INIT("Content-Type"), offsetof(struct exchange, content_type) },
	{ STR_INIT("Cookie"), offsetof(struct exchange, cookie) },
	{ STR_INIT("Host"), offsetof(struct exchange, host) },
	{ STR_INIT("Idempotency-Key"), offsetof(struct exchange, once) },
	{ STR_INIT("Origin"), offsetof(struct exchange, origin) },
	{ STR_INIT("Sec-Fetch-Site"), offsetof(struct exchange, fetch_site) },
	{ STR_INIT("User-Agent"), offsetof(struct exchange, rq.agent) },
	{ STR_INIT("X-Forwarded-Proto"), offsetof(struct exchange, forwarded_proto) },
	{ STR_INIT("X-Real-IP"), offsetof(struct exchange, real_ip) },
};

static void
pick(struct exchange *x, const struct header *h)
{
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (str_eq_nocase(h->name, wanted[i].name))
			memcpy((char *)x + wanted[i].offset, &h->value, sizeof h->value);
}

static void
read_headers(struct exchange *x, const struct header *h, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pick(x, &h[i]);
	x->rq.agent = str_sub(x->rq.agent, 0, AGENT_MAX);
	if (x->content_length.n)
		str_int(x->content_length, &x->length);
}

/* ==== The visitor's choices ==== */

/* A token of ours, or nothing: other values reach no hash and no database. */
static struct str
token_cookie(struct exchange *x, const char *name)
{
	struct str value = cookie_get(x->cookie, name);

	for (size_t i = 0; i < value.n; i++)
		if (!text_token_byte(value.p[i]))
			return (struct str){ NULL, 0 };
	return value.n == TOKEN_LENGTH ? value : (struct str){ NULL, 0 };
}

/* "Bearer <token of ours>" (RFC 6750), or nothing. */
static struct str
bearer(struct exchange *x)
{
	struct str rest = x->authorization, scheme = str_cut(&rest, ' ');

	if (!str_eq_nocase(scheme, S("Bearer")) || rest.n != TOKEN_LENGTH || !text_token(rest))
		return (struct str){ NULL, 0 };
	return rest;
}

static enum lang
language(struct exchange *x)
{
	struct str chosen = cookie_get(x->cookie, "lang");

	if (str_eq(chosen, S("fr")))
		return LANG_FR;
	if (str_eq(chosen, S("en")))
		return LANG_EN;
	return accept_language(x->accept_language);
}

static enum theme
theme(struct exchange *x)
{
	struct str chosen = cookie_get(x->cookie, "theme");

	if (str_eq(chosen, S("light")))
		return THEME_LIGHT;
	return str_eq(chosen, S("dark")) ? THEME_DARK : THEME_SYSTEM;
}

static void
read_choices(struct exchange *x)
{
	struct request *rq = &x->rq;

	rq->lang = language(x);
	rq->theme = theme(x);
	rq->shortcuts = !str_eq(cookie_get(x->cookie, "shortcuts"), S("off"));
	if (x->cookie.n == 0)
		return;
	rq->cookie_session = token_cookie(x, "session");
	rq->cookie_visitor = token_cookie(x, "visitor");
	rq->cookie_notice = cookie_get(x->cookie, "notice");
}

/* ==== Where from ==== */

static bool
is_address(struct str s)
{
	unsigned char raw[16];
	char text[INET6_ADDRSTRLEN] = "";

	if (s.n == 0 || s.n >= sizeof text)
		return false;
	memcpy(text, s.p, s.n);
	return inet_pton(AF_INET, text, raw) == 1 || inet_pton(AF_INET6, text, raw) == 1;
}

static void
read_proxy(struct exchange *x)
{
	struct request *rq = &x->rq;
	const struct web_config *c = &rq->web->config;

	rq->secure = str_starts(c->public_url, S("https://"));
	if (!c->behind_proxy)
		return;
	if (x->forwarded_proto.n)
		rq->secure = str_eq(x->forwarded_proto, S("https"));
	if (is_address(x->real_ip))
		rq->address = x->real_ip;
}

/* ==== The request ==== */

static void
begin(struct exchange *x)
{
	struct request *rq = &x->rq;

	rq->hooks = rq->web->config.hooks;
	rq->zone = ZONE_PARIS;
	rq->now = moment_now();
	rq->visitor.role = S("visitor");
	rq->trail.arena = rq->arena;
	rq->trail.role = rq->visitor.role;
	rq->out = (struct out){ &rq->reply.body, rq->arena, rq->lang, rq->zone, rq };
}

/* What this path answers to, for 405. */
static void
allow(struct request *rq)
{
	struct str ignored[SEGMENTS_MAX];
	const struct route *const *routes = rq->web->config.routes;
	int status;
	bool get = route_find(routes, GET, rq->path, ignored, &status) != NULL;
	bool post = route_find(routes, POST, rq->path, ignored, &status) != NULL;

	reply_header(rq, S("Allow"),
	    get && post ? S("GET, HEAD, POST")
	    : post	? S("POST")
			: S("GET, HEAD"));
}

/* False for a method that no route has. */
static bool
read_method(struct exchange *x, struct str method)
{
	x->rq.method = str_eq(method, S("POST")) ? POST : GET;
	return x->rq.method == POST || str_eq(method, S("GET")) || str_eq(method, S("HEAD"));
}

/* GET /s/<hash>/<path>: an embedded file, else 404. True when it is one of these. */
static bool
serve_asset(struct exchange *x)
{
	struct request *rq = &x->rq;
	struct str rest = rq->path;
	char path[256];

	if (!str_starts(rest, S("/s/")))
		return false;
	rest = str_sub(rest, 3, rest.n);
	if (str_eq(str_cut(&rest, '/'), str_of(asset_hash)) && rest.n < sizeof path - 2) {
		int n = snprintf(path, sizeof path, "s/%.*s", PS(rest));

		rq->reply.asset = asset_find((struct str){ path, (size_t)n });
	}
	if (rq->reply.asset == NULL)
		dispatch_refuse(x, 404, NULL);
	rq->reply.status = rq->reply.asset ? 200 : 404;
	x->answered = true;
	return true;
}

static void
find_route(struct exchange *x, bool method_known)
{
	struct request *rq = &x->rq;
	int status = 404;

	rq->route = route_find(rq->web->config.routes, rq->method, rq->path, rq->segment, &status);
	if (rq->route && !method_known) {
		rq->route = NULL;
		status = 405;
	}
	if (rq->route == NULL)
		dispatch_refuse(x, status, NULL);
	if (rq->route == NULL && status == 405)
		allow(rq);
	if (rq->route && (rq->route->flags & (ROUTE_NO_CSRF | ROUTE_API)))
		rq->cookie_session = (struct str){ NULL, 0 };
	if (rq->route && (rq->route->flags & ROUTE_API)) {
		rq->bearer = bearer(x);
		rq->once = str_sub(x->once, 0, ONCE_MAX);
	}
}

void
open_request(struct exchange *x, const struct header *h, size_t n, struct str method)
{
	struct request *rq = &x->rq;
	int status = guard_check(h, n, rq->target);
	bool known = read_method(x, method);
	struct str query;

	read_headers(x, h, n);
	read_choices(x);
	read_proxy(x);
	begin(x);
	if (status) {
		x->close = true;
		dispatch_refuse(x, status, NULL);
	} else if (!path_decode(rq->target, &rq->path, &query, rq->arena) ||
		   !params_parse(query, &rq->query, rq->arena)) {
		dispatch_refuse(x, 400, NULL);
	} else if (rq->method == POST || !known || !serve_asset(x)) {
		find_route(x, known);
	}
}
