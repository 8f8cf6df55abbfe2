/*
 * Was this POST sent by a page of ours, shown to this very visitor?
 *
 * The token in the form is a keyed hash of the visitor's own cookie, the session
 * one when it is alive, so nothing is stored.  When there is a session, a token of the
 * visitor cookie is not enough: a neighbouring host of the domain could plant
 * that cookie with a token it knows.  The browser's own word (Origin,
 * Sec-Fetch-Site) is checked too where it gives one; Referer is not, as proxies
 * of hospitals remove it.
 */
#include "web/serve.h"

#include <sodium.h>

static struct str
token(struct request *rq, struct str cookie)
{
	struct str text = arena_printf(rq->arena, "csrf:%.*s", PS(cookie));

	return keyring_token_hash(rq->web->config.keyring, text, rq->arena);
}

struct str
request_csrf(struct request *rq)
{
	if (rq->visitor.session)
		return token(rq, rq->cookie_session);
	if (rq->cookie_visitor.n == 0) {
		rq->cookie_visitor = token_for_links(rq->arena);
		exchange_of(rq)->visitor_new = true;
	}
	return token(rq, rq->cookie_visitor);
}

/* "https://vigie.example" against the Host that the browser asked for; the
 * scheme counts where we know ours. */
static bool
same_origin(const struct exchange *x)
{
	struct str origin = x->origin;
	struct str mine = x->rq.web->config.public_url;

	if (mine.n && str_eq_nocase(origin, mine))
		return true;
	if (str_starts(origin, S("https://")))
		origin = str_sub(origin, 8, origin.n);
	else if (str_starts(origin, S("http://")) && !x->rq.secure)
		origin = str_sub(origin, 7, origin.n);
	else
		return false;
	return str_eq_nocase(origin, x->host);
}

/* "none": typed or reloaded by the person, by no page. */
static bool
same_site(struct str fetch_site)
{
	return fetch_site.n == 0 || str_eq(fetch_site, S("same-origin")) ||
	       str_eq(fetch_site, S("none"));
}

bool
csrf_valid(struct exchange *x)
{
	struct request *rq = &x->rq;
	struct str sent = param_get(&rq->params, CSRF_FIELD);
	struct str wanted;

	if ((x->origin.n && !same_origin(x)) || !same_site(x->fetch_site))
		return false;
	if (rq->visitor.session == 0 && rq->cookie_visitor.n == 0)
		return false;
	wanted = request_csrf(rq);
	return sent.n == wanted.n && sodium_memcmp(sent.p, wanted.p, wanted.n) == 0;
}
