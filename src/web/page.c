/*
 * Pages: a body written by a template, then put in the site's layout.
 *
 * The body is written first, into the reply's own buffer, because the layout's
 * head depends on what the page turns out to be (its mistakes, its desk); then
 * it moves aside and the layout is written around it.  One copy of some tens of
 * kilobytes; rejected: a layout in two halves, which no one could read or check
 * as HTML.
 *
 * A visitor who is nobody gets no cookie from here: the one form of the header,
 * sign-out, is for people who have a session; language and display are links to
 * /preferences, which has the form.
 */
#include "web/page.h"
#include "web/serve.h"

#include <string.h>

#include "base/asset.h"

#define BODY_MAX (8u << 20)
#define PAGE_MAX (BODY_MAX + (1u << 20))

/* ==== What the pieces ask ==== */

struct str
page_word(struct out *o, const char *prefix, const char *name)
{
	return t(o->lang, arena_cstr(o->arena, arena_printf(o->arena, "%s%s", prefix, name)));
}

bool
page_has(struct out *o, const char *prefix, const char *name)
{
	return message_find(o->lang, arena_printf(o->arena, "%s%s", prefix, name)).n > 0;
}

struct str
page_asset(struct out *o, const char *name)
{
	return arena_printf(o->arena, "/s/%s/%s", asset_hash, name);
}

struct moment
page_now(const struct out *o)
{
	return o->rq && moment_known(o->rq->now) && o->rq->now.s ? o->rq->now : moment_now();
}

const struct params *
page_query(const struct out *o)
{
	return o->rq ? &o->rq->query : NULL;
}

const char *
page_current(const struct request *rq, const char *path)
{
	if (str_eq(rq->path, str_of(path)))
		return "page";
	return rq->active && strcmp(rq->active, path) == 0 ? "true" : NULL;
}

struct str
page_back(const struct request *rq)
{
	bool linked = rq->method == GET && rq->reply.status < 400 && str_starts(rq->target, S("/"));

	return linked ? rq->target : S("/");
}

/* ==== The layout ==== */

/* "tel:0900000000" of "09 00 00 00 00". */
static struct str
phone_url(struct arena *a, struct str phone)
{
	char *p = arena_alloc(a, phone.n + 5);
	size_t n = 4;

	memcpy(p, "tel:", 4);
	for (size_t i = 0; i < phone.n; i++)
		if (phone.p[i] == '+' || (phone.p[i] >= '0' && phone.p[i] <= '9'))
			p[n++] = phone.p[i];
	return (struct str){ p, n };
}

/* The flash cookie comes from outside: only a key of a notice is followed. */
static struct str
notice_words(const struct request *rq)
{
	if (!str_starts(rq->cookie_notice, S("notice.")))
		return (struct str){ NULL, 0 };
	return message_find(rq->lang, rq->cookie_notice);
}

static const struct web_config *
config(const struct request *rq)
{
	static const struct web_config nothing = { .brand = STR_INIT("Vigie") };

	return rq->web ? web_config(rq->web) : &nothing;
}

static size_t
menu_length(const struct menu_item *m)
{
	size_t n = 0;

	while (m && m[n].key)
		n++;
	return n;
}

static struct layout_view
layout_of(struct request *rq, struct str content)
{
	static const char *const scheme[] = { "system", "light", "dark" };
	const struct web_config *c = config(rq);
	struct layout_view v = {
		.rq = rq,
		.brand = c->brand,
		.phone = c->phone,
		.phone_url = phone_url(rq->arena, c->phone),
		.title = rq->title,
		.error = rq->filled.errors > 0 || rq->filled.general,
		.desk = rq->desk,
		.scheme = scheme[rq->theme],
		.theme = rq->theme == THEME_SYSTEM ? NULL : scheme[rq->theme],
		.other = lang_code(rq->lang == LANG_FR ? LANG_EN : LANG_FR),
		.menu = rq->hooks && rq->hooks->menu ? rq->hooks->menu(rq) : NULL,
		.notice = notice_words(rq),
		.content = { content },
	};

	v.n_menu = menu_length(v.menu);
	return v;
}

/* ==== Pages ==== */

struct out *
page_begin(struct request *rq, struct str title)
{
	buf_release(&rq->reply.body);
	buf_init(&rq->reply.body, BODY_MAX);
	rq->title = title;
	rq->out = (struct out){ &rq->reply.body, rq->arena, rq->lang, rq->zone, rq };
	return &rq->out;
}

void
page_desk(struct request *rq)
{
	rq->desk = true;
}

/* What the dispatcher should think of a page with this status: a transaction is
 * committed on OK only. */
static enum outcome
outcome_of(int status)
{
	switch (status) {
	case 403: return FORBIDDEN;
	case 404:
	case 405:
	case 410: return NOT_FOUND;
	case 409: return CONFLICT;
	default: return status < 400 ? OK : status < 500 ? INVALID : UNAVAILABLE;
	}
}

enum outcome
page_end(struct request *rq, int status)
{
	struct buf body = rq->reply.body;
	struct layout_view v = layout_of(rq, buf_str(&body));

	rq->reply.status = status;
	rq->reply.type = "text/html; charset=utf-8";
	buf_init(&rq->reply.body, PAGE_MAX);
	page_layout(&rq->out, &v);
	if (buf_failed(&body)) {
		buf_release(&body);
		return reply_problem(rq, 500, NULL);
	}
	buf_release(&body);
	if (v.notice.n)
		reply_cookie(rq, "notice", S(""), 0);
	return outcome_of(status);
}

/* ==== Problems ==== */

/* Statuses that have words of their own; another one takes its family's. */
static int
problem_status(int status)
{
	static const int known[] = { 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 431,
		500, 503 };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (known[i] == status)
			return status;
	return status < 500 ? 400 : 500;
}

static struct str
problem_word(struct request *rq, int status, const char *part)
{
	return message_find(
	    rq->lang, arena_printf(rq->arena, "problem.%d.%s", problem_status(status), part));
}

static struct problem_view
problem_of(struct request *rq, int status, const char *message_key)
{
	static const char *const part[] = { "next", "next2", "next3", "next4" };
	struct problem_view v = {
		.status = status,
		.title = problem_word(rq, status, "title"),
		.text = problem_word(rq, status, "text"),
		.detail = message_key ? t(rq->lang, message_key) : (struct str){ NULL, 0 },
		.phone = config(rq)->phone,
		.phone_url = phone_url(rq->arena, config(rq)->phone),
	};

	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		struct str next = problem_word(rq, status, part[i]);

		if (next.n)
			v.next[v.n_next++] = next;
	}
	return v;
}

enum outcome
reply_problem(struct request *rq, int status, const char *message_key)
{
	struct problem_view v = problem_of(rq, status, message_key);
	struct out *o;

	if (str_starts(rq->path, S("/api/"))) {
		problem_document(rq, status, v.title, v.detail.n ? v.detail : v.text);
		return outcome_of(status);
	}
	rq->filled.errors = 0;
	rq->filled.general = NULL;
	o = page_begin(rq, v.title);
	page_problem(o, &v);
	return page_end(rq, status);
}
