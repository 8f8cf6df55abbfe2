/*
 * Pages of the site that are the same for every visitor who is nobody, kept for
 * the second they were written in.
 *
 * A ROUTE_STATIC_PAGE without session is a function of its route, the language,
 * the theme and the clock, which has whole seconds: so what is kept is exactly
 * what would be written again, and nothing ever has to be thrown away.  In a
 * flood (a leak in the press, every hospital looking) the home page then costs
 * what a static file does.  Not kept: a page with parameters, a query, a cookie
 * to set, or for a browser that has a token or a notice of ours.
 *
 * Rejected: keeping pages longer, told stale by whoever changes something; that
 * is a promise every future handler would have to know.
 */
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/die.h"
#include "web/serve.h"

#define PLACES 64 /* a dozen pages in two languages and three themes: mostly the default */

struct page {
	const struct route *route;
	enum lang lang;
	enum theme theme;
	bool secure;
	int64_t second;
	struct MHD_Response *response;
};

struct kept {
	pthread_mutex_t lock; /* guards page, and a response until it is queued */
	struct page page[PLACES];
};

struct kept *
kept_new(void)
{
	struct kept *k = calloc(1, sizeof *k);

	if (k == NULL || pthread_mutex_init(&k->lock, NULL) != 0)
		die("out of memory");
	return k;
}

void
kept_free(struct kept *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; i < PLACES; i++)
		if (k->page[i].response)
			MHD_destroy_response(k->page[i].response);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

bool
kept_may(const struct exchange *x)
{
	const struct request *rq = &x->rq;

	return rq->route && (rq->route->flags & ROUTE_STATIC_PAGE) && rq->method == GET &&
	       rq->cookie_session.n + rq->cookie_visitor.n + rq->cookie_notice.n == 0 &&
	       str_eq(rq->target, str_of(rq->route->path));
}

static struct page
page_of(const struct request *rq)
{
	return (struct page){ rq->route, rq->lang, rq->theme, rq->secure, rq->now.s, NULL };
}

static struct page *
place_of(struct kept *k, const struct page *p)
{
	size_t i = (size_t)((uintptr_t)p->route / sizeof *p->route) * 6 + (size_t)p->lang * 3 +
		   (size_t)p->theme;

	return &k->page[i % PLACES];
}

bool
kept_send(struct kept *k, struct exchange *x, int *ret_result)
{
	struct page wanted = page_of(&x->rq);
	struct page *p = place_of(k, &wanted);
	bool found;

	pthread_mutex_lock(&k->lock);
	found = p->route == wanted.route && p->lang == wanted.lang && p->theme == wanted.theme &&
		p->secure == wanted.secure && p->second == wanted.second;
	if (found)
		*ret_result = (int)MHD_queue_response(x->connection, 200, p->response);
	pthread_mutex_unlock(&k->lock);
	return found;
}

void
kept_put(struct kept *k, const struct exchange *x, struct MHD_Response *response)
{
	struct page fresh = page_of(&x->rq);
	struct page *p = place_of(k, &fresh);
	struct MHD_Response *old;

	fresh.response = response;
	pthread_mutex_lock(&k->lock);
	old = p->response;
	*p = fresh;
	pthread_mutex_unlock(&k->lock);
	if (old)
		MHD_destroy_response(old);
}
