/*
 * Replies as handlers make them: headers, cookies, redirections, downloads.
 * Nothing is sent here; send.c does, when the transaction is committed.
 *
 * A header set twice keeps its last value, so that a problem page may overrule
 * what the handler had begun.  Location and Content-Disposition carry words that
 * came from outside: both are encoded to ASCII here, once.
 */
#include "web/serve.h"

#include "base/log.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/die.h"
#include "web/text.h"

#define HEADERS_MAX (sizeof((struct reply *)0)->header / sizeof(struct str))

void
reply_clear(struct request *rq)
{
	struct buf body = rq->reply.body;

	buf_clear(&body);
	rq->reply = (struct reply){ .body = body };
}

/* Does a complete header begin with "name:", or "name" up to `end`? */
static bool
begins(struct str header, struct str name, char end)
{
	return header.n > name.n && header.p[name.n] == end &&
	       str_eq_nocase(str_sub(header, 0, name.n), name);
}

bool
reply_has(const struct request *rq, struct str name)
{
	for (size_t i = 0; i < rq->reply.n_headers; i++)
		if (begins(rq->reply.header[i], name, ':'))
			return true;
	return false;
}

/* In place of the header that begins with key, or as a new one. */
static void
put(struct request *rq, struct str key, char end, struct str header)
{
	struct reply *r = &rq->reply;
	size_t i = 0;

	if (text_control(header))
		die("a reply header '%.*s' holds a control character", PS(key));
	while (i < r->n_headers && !begins(r->header[i], key, end))
		i++;
	if (i == HEADERS_MAX)
		die("a reply has more than %zu headers", HEADERS_MAX);
	r->header[i] = header;
	if (i == r->n_headers)
		r->n_headers++;
}

void
reply_header(struct request *rq, struct str name, struct str value)
{
	put(rq, name, ':', arena_printf(rq->arena, "%.*s: %.*s", PS(name), PS(value)));
}

void
reply_cookie(struct request *rq, const char *name, struct str value, int64_t max_age)
{
	struct str key = arena_printf(rq->arena, "Set-Cookie: %s", name);
	struct str age = { NULL, 0 };

	if (max_age >= 0)
		age = arena_printf(rq->arena, "; Max-Age=%" PRId64, max_age);
	put(rq, key, '=',
	    arena_printf(rq->arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%.*s", PS(key),
		PS(value), rq->secure ? "; Secure" : "", PS(age)));
}

void
reply_notice(struct request *rq, const char *key)
{
	reply_cookie(rq, "notice", str_of(key), 60);
}

/* A place of this site as a Location; "/" for anything that leads elsewhere. */
static struct str
local_place(struct str s, struct arena *a)
{
	struct buf b = BUF_INIT(8192);
	struct str place;

	if (s.n == 0 || s.p[0] != '/' || (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')))
		return S("/");
	for (size_t i = 0; i < s.n; i++) {
		if (text_url_byte(s.p[i]))
			buf_byte(&b, s.p[i]);
		else
			buf_printf(&b, "%%%02X", (unsigned)(unsigned char)s.p[i]);
	}
	place = buf_failed(&b) ? S("/") : arena_dup(a, buf_str(&b));
	buf_release(&b);
	return place;
}

enum outcome
reply_see_other(struct request *rq, const char *fmt, ...)
{
	va_list ap;
	char text[4096];
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof text)
		n = 0;
	rq->reply.status = 303;
	rq->reply.location = local_place((struct str){ text, (size_t)n }, rq->arena);
	return OK;
}

enum outcome
reply_bytes(struct request *rq, int status, const char *type, struct str bytes)
{
	buf_clear(&rq->reply.body);
	buf_put(&rq->reply.body, bytes);
	rq->reply.status = status;
	rq->reply.type = type;
	return OK;
}

enum outcome
reply_json(struct request *rq, int status, struct buf *document)
{
	if (buf_failed(document))
		return UNAVAILABLE;
	buf_release(&rq->reply.body);
	rq->reply.body = *document;
	*document = (struct buf){ .max = document->max };
	rq->reply.status = status;
	rq->reply.type = "application/json";
	return OK;
}

/* ==== Downloads ==== */

static const struct {
	struct str end;
	const char *type;
} download_type[] = {
	{ STR_INIT(".csv"), "text/csv; charset=utf-8" },
	{ STR_INIT(".json"), "application/json" },
	{ STR_INIT(".ods"), "application/vnd.oasis.opendocument.spreadsheet" },
	{ STR_INIT(".pdf"), "application/pdf" },
	{ STR_INIT(".txt"), "text/plain; charset=utf-8" },
	{ STR_INIT(".zip"), "application/zip" },
};

static const char *
type_of(struct str name)
{
	for (size_t i = 0; i < sizeof download_type / sizeof *download_type; i++)
		if (str_ends(name, download_type[i].end))
			return download_type[i].type;
	return "application/octet-stream";
}

/* 'attachment; filename="r_sum_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf' */
static struct str
disposition(struct request *rq, struct str name)
{
	struct buf b = BUF_INIT(2048);
	struct str value;

	buf_puts(&b, "attachment; filename=\"");
	for (size_t i = 0; i < name.n && i < 200; i++)
		buf_byte(&b, text_token_byte(name.p[i]) || name.p[i] == ' ' ? name.p[i] : '_');
	buf_puts(&b, "\"; filename*=UTF-8''");
	for (size_t i = 0; i < name.n && i < 200; i++) {
		char c = name.p[i];

		if (text_token_byte(c) && c != '*' && c != '\'' && c != '%')
			buf_byte(&b, c);
		else
			buf_printf(&b, "%%%02X", (unsigned)(unsigned char)c);
	}
	value = arena_dup(rq->arena, buf_str(&b));
	buf_release(&b);
	return value;
}

/* A file stays in memory until its client has read it, however slowly. */
static bool
hold(struct request *rq, size_t n)
{
	struct exchange *x = exchange_of(rq);
	long long more = (long long)n - x->held;

	if (atomic_fetch_add(&rq->web->held, more) + more > HELD_MAX) {
		atomic_fetch_sub(&rq->web->held, more);
		return false;
	}
	x->held += more;
	return true;
}

enum outcome
reply_attachment(struct request *rq, struct str name, struct buf *bytes)
{
	if (!rq->released) {
		log_warn("a download that nobody released, from route '%s'", rq->route->path);
		return reply_problem(rq, 500, NULL);
	}
	if (!hold(rq, bytes->n))
		return UNAVAILABLE;
	buf_release(&rq->reply.body);
	rq->reply.body = *bytes;
	*bytes = (struct buf){ .max = bytes->max };
	rq->reply.status = 200;
	rq->reply.type = type_of(name);
	reply_header(rq, S("Content-Disposition"), disposition(rq, name));
	return OK;
}

enum outcome
reply_download(struct request *rq, struct str name, struct buf *bytes)
{
	enum outcome o = reply_attachment(rq, name, bytes);

	if (o != OK)
		return o;
	rq->reply.type = "application/octet-stream";
	reply_header(rq, S("Content-Security-Policy"),
	    S("default-src 'none'; sandbox; frame-ancestors 'none'"));
	return o;
}
