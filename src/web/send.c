/*
 * A reply becomes a libmicrohttpd response, with the headers that every page of
 * the site bears.
 *
 * The body stays in the exchange's own buffer, which outlives the response: no
 * copy, no allocation.  The replies of static files never change and are made
 * once, at start: three a file.
 *
 * The policy forbids everything that is not ours: no inline script or style, no
 * frame, no other host.  HSTS is said only where HTTPS is: on a plain port it
 * would be ignored by browsers, and lied about in tests.
 */
#include "web/serve.h"

#include <microhttpd.h>
#include <stdlib.h>

#include "base/asset.h"
#include "base/die.h"

#define VISITOR_SECONDS (7 * 86400)

#define HSTS "max-age=31536000"

static const struct {
	const char *name, *value;
} common[] = {
	{ "Content-Security-Policy",
	    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
	    "base-uri 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Permissions-Policy",
	    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

static void
add(struct MHD_Response *r, const char *name, const char *value)
{
	if (MHD_add_response_header(r, name, value) != MHD_YES)
		die("a reply header '%s' cannot be set", name);
}

static struct MHD_Response *
dress(struct MHD_Response *r, const char *type)
{
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		add(r, common[i].name, common[i].value);
	if (type)
		add(r, "Content-Type", type);
	return r;
}

static struct MHD_Response *
response_new(struct str body, enum MHD_ResponseMemoryMode mode, const char *type)
{
	char *p = (char *)(uintptr_t)(body.n ? body.p : "");
	struct MHD_Response *r = MHD_create_response_from_buffer(body.n, p, mode);

	if (r == NULL)
		die("out of memory");
	return dress(r, type);
}

/* ==== Static files ==== */

enum { PLAIN, GZIP, BROTLI, ENCODINGS };

static struct MHD_Response *
asset_response(const struct web *w, const struct asset *f, struct str bytes, const char *encoding)
{
	struct MHD_Response *r;

	if (encoding && bytes.n == 0)
		return NULL;
	r = response_new(bytes, MHD_RESPMEM_PERSISTENT, f->type);
	add(r, "Cache-Control", "public, max-age=31536000, immutable");
	add(r, "Vary", "Accept-Encoding");
	if (encoding)
		add(r, "Content-Encoding", encoding);
	if (str_starts(w->config.public_url, S("https://")))
		add(r, "Strict-Transport-Security", HSTS);
	return r;
}

bool
send_assets(struct web *w)
{
	w->asset = calloc(asset_count * ENCODINGS + 1, sizeof *w->asset);
	if (w->asset == NULL)
		return false;
	for (size_t i = 0; i < asset_count; i++) {
		const struct asset *f = &asset_table[i];
		struct MHD_Response **r = &w->asset[i * ENCODINGS];

		r[PLAIN] = asset_response(w, f, f->bytes, NULL);
		r[GZIP] = asset_response(w, f, f->gzip, "gzip");
		r[BROTLI] = asset_response(w, f, f->brotli, "br");
	}
	return true;
}

void
send_release(struct web *w)
{
	for (size_t i = 0; w->asset && i < asset_count * ENCODINGS; i++)
		if (w->asset[i])
			MHD_destroy_response(w->asset[i]);
	free(w->asset);
	w->asset = NULL;
}

/* Is this coding accepted?  "gzip;q=0" is a refusal; other weights do not matter,
 * the smallest form is sent. */
static bool
accepts(struct str header, struct str coding)
{
	while (header.n) {
		struct str weight = str_cut(&header, ',');
		struct str name = str_trim(str_cut(&weight, ';'));

		weight = str_trim(weight);
		if (str_eq_nocase(name, coding))
			return !str_eq(weight, S("q=0")) && !str_starts(weight, S("q=0.0"));
	}
	return false;
}

static struct MHD_Response *
asset_choice(struct exchange *x)
{
	size_t i = (size_t)(x->rq.reply.asset - asset_table);
	struct MHD_Response **r = &x->rq.web->asset[i * ENCODINGS];

	if (r[BROTLI] && accepts(x->accept_encoding, S("br")))
		return r[BROTLI];
	if (r[GZIP] && accepts(x->accept_encoding, S("gzip")))
		return r[GZIP];
	return r[PLAIN];
}

/* ==== Pages ==== */

/* "Name: value", cut for the library. */
static void
add_complete(struct MHD_Response *r, struct str header, struct arena *a)
{
	struct str name = str_cut(&header, ':');

	add(r, arena_cstr(a, name), arena_cstr(a, str_trim(header)));
}

/* The cookie that the token of a form is bound to, unless the handler chose one. */
static void
visitor_cookie(struct exchange *x)
{
	struct request *rq = &x->rq;
	struct str mine = S("Set-Cookie: visitor=");

	for (size_t i = 0; i < rq->reply.n_headers; i++)
		if (str_starts(rq->reply.header[i], mine))
			return;
	reply_cookie(rq, "visitor", rq->cookie_visitor, VISITOR_SECONDS);
}

static struct MHD_Response *
page_response(struct exchange *x, enum MHD_ResponseMemoryMode mode)
{
	struct request *rq = &x->rq;
	struct reply *p = &rq->reply;
	bool stream = p->stream && x->stream;
	struct MHD_Response *r = stream ? dress(live_response(x), p->type)
					: response_new(buf_str(&p->body), mode, p->type);

	if (x->visitor_new)
		visitor_cookie(x);
	for (size_t i = 0; i < p->n_headers; i++)
		add_complete(r, p->header[i], rq->arena);
	if (!reply_has(rq, S("Cache-Control")))
		add(r, "Cache-Control", "no-store");
	if (p->location.n)
		add(r, "Location", arena_cstr(rq->arena, p->location));
	if (rq->secure)
		add(r, "Strict-Transport-Security", HSTS);
	if (x->close)
		add(r, "Connection", "close");
	return r;
}

/* Is this page fit to be sent again as it is, to others? */
static bool
keep(const struct exchange *x)
{
	const struct reply *p = &x->rq.reply;

	return kept_may(x) && p->status == 200 && p->n_headers == 0 && p->location.n == 0 &&
	       !x->visitor_new && !x->close;
}

int
send_reply(struct exchange *x)
{
	unsigned status = (unsigned)x->rq.reply.status;
	bool kept = x->rq.reply.asset == NULL && keep(x);
	struct MHD_Response *r;
	enum MHD_Result result;

	if (x->rq.reply.asset)
		return (int)MHD_queue_response(x->connection, status, asset_choice(x));
	r = page_response(x, kept ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
	result = MHD_queue_response(x->connection, status, r);
	if (kept)
		kept_put(x->rq.web->kept, x, r);
	else
		MHD_destroy_response(r);
	return (int)result;
}
