/*
 * The life of a request, in the order that web.h promises.
 *
 * dispatch_admit works on the headers, before any body is read: a request that
 * may not do what it asks costs no upload.  dispatch_run works on the whole
 * request, on an event loop or, for a ROUTE_SLOW, on a thread of the slow pool;
 * it ends with rq.reply filled and the transaction closed, in that order of
 * truth: nothing that was not committed is ever announced.
 *
 * Rejected: a middleware chain.  The order is the security of the site, and it
 * must be readable at one place; a row's flags say what differs.
 */
#include "web/serve.h"

#include "base/log.h"
#include "web/text.h"

/* ==== Refusals ==== */

static enum outcome session_load(struct exchange *x);

static int
status_of(enum outcome o)
{
	static const int status[] = {
		[OK] = 200,
		[INVALID] = 422,
		[FORBIDDEN] = 403,
		[NOT_FOUND] = 404,
		[CONFLICT] = 409,
		[UNAVAILABLE] = 503,
	};

	return status[o];
}

static void
problem_page(struct exchange *x, int status, const char *key)
{
	struct request *rq = &x->rq;

	reply_clear(rq);
	reply_problem(rq, status, key);
	if (status == 503)
		reply_header(rq, S("Retry-After"), arena_printf(rq->arena, "%d", RETRY_SECONDS));
	x->answered = true;
}

/* The page of a signed-in person keeps its menu, when that can be known. */
void
dispatch_refuse(struct exchange *x, int status, const char *key)
{
	if (status != 503 && status != 400)
		session_load(x);
	problem_page(x, status, key);
}

void
dispatch_refuse_outcome(struct exchange *x, enum outcome o)
{
	if (o == UNAVAILABLE && x->rq.db) {
		log_warn("unavailable: %s", db_trouble(x->rq.db));
		x->broken = true;
	}
	dispatch_refuse(x, status_of(o), NULL);
}

/* ==== Who is asking ==== */

/* Notes in the trail are this visitor's. */
static void
visitor_known(struct request *rq)
{
	rq->trail.account = rq->visitor.account;
	rq->trail.role = rq->visitor.role;
	rq->out.lang = rq->lang;
	rq->out.zone = rq->zone;
}

static enum outcome
session_find(struct exchange *x)
{
	struct request *rq = &x->rq;
	bool own = rq->db && !db_in_transaction(rq->db);
	enum outcome o = own ? db_begin(rq->db, TXN_READ) : OK;

	if (o != OK)
		return o;
	o = rq->hooks->session_find(rq);
	if (own)
		db_rollback(rq->db);
	if (o != OK)
		rq->visitor = (struct visitor){ .role = S("visitor") };
	visitor_known(rq);
	return o;
}

/* OK, also for nobody; UNAVAILABLE when it cannot be told. */
static enum outcome
session_load(struct exchange *x)
{
	struct request *rq = &x->rq;
	bool connected = rq->db != NULL;
	enum outcome o;

	if (x->known || (rq->cookie_session.n == 0 && rq->bearer.n == 0))
		return OK;
	x->known = true;
	if (!exchange_connect(x))
		return UNAVAILABLE;
	o = session_find(x);
	if (!connected && o != UNAVAILABLE)
		exchange_disconnect(x);
	return o == UNAVAILABLE ? o : OK;
}

/* "%2Fcell%3Fpage=2": a target as the value of one parameter. */
static struct str
quoted_target(struct request *rq)
{
	struct buf b = BUF_INIT(4000);
	struct str s = rq->target;

	for (size_t i = 0; i < s.n; i++) {
		if (text_token_byte(s.p[i]) && s.p[i] != '&' && s.p[i] != '+' && s.p[i] != '%' &&
		    s.p[i] != '#')
			buf_byte(&b, s.p[i]);
		else
			buf_printf(&b, "%%%02X", (unsigned)(unsigned char)s.p[i]);
	}
	s = buf_failed(&b) ? S("%2F") : arena_dup(rq->arena, buf_str(&b));
	buf_release(&b);
	return s;
}

/* A form cannot be sent again after signing in, so a POST leads to the page of
 * the same path, where there is one. */
static void
to_sign_in(struct exchange *x)
{
	struct request *rq = &x->rq;
	struct str ignored[SEGMENTS_MAX];
	int status;

	reply_clear(rq);
	if (rq->method == GET ||
	    route_find(rq->web->config.routes, GET, rq->path, ignored, &status))
		reply_see_other(rq, "/sign-in?next=%.*s", PS(quoted_target(rq)));
	else
		reply_see_other(rq, "/sign-in");
	x->answered = true;
}

static int64_t
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
too_many(struct exchange *x, unsigned wait)
{
	dispatch_refuse(x, 429, NULL);
	reply_header(&x->rq, S("Retry-After"), arena_printf(x->rq.arena, "%u", wait));
}

static void
count_write(struct exchange *x)
{
	struct request *rq = &x->rq;
	unsigned wait;

	if (!limiter_take(rq->web->limiter, rq->address, clock_ms(), &wait))
		too_many(x, wait);
}

/* A member who asks for what its role never may: noted, with the reference that
 * was asked for when it is one (an address may hold anything). */
static void
refuse_right(struct exchange *x)
{
	struct request *rq = &x->rq;
	struct str reference = rq->segment[0];

	dispatch_refuse(x, 403, NULL);
	if (reference.n > 40 || !text_token(reference))
		reference = (struct str){ NULL, 0 };
	trail_note(&rq->trail, "page.refused", "page", reference,
	    arena_printf(rq->arena, "%s %s", rq->method == GET ? "GET" : "POST", rq->route->path));
}

/* A program: its token, its rate, its right.  Nobody is sent to sign in. */
static void
admit_program(struct exchange *x)
{
	struct request *rq = &x->rq;
	right_t right = rq->route->right;
	unsigned wait;

	if (rq->visitor.token == 0 && (rq->route->flags & ROUTE_STATIC_PAGE) == 0) {
		dispatch_refuse(x, 401, NULL);
		reply_header(rq, S("WWW-Authenticate"), S("Bearer"));
	} else if (rq->visitor.token && !limiter_take_number(rq->web->api_limiter,
					    rq->visitor.token, clock_ms(), &wait)) {
		too_many(x, wait);
	} else if ((right && !rq->hooks->may(rq, right)) ||
		   (rq->route->scope && !rq->hooks->scoped(rq))) {
		refuse_right(x);
	}
}

/* Session, right, rate: answers the exchange when it goes no further. */
static void
admit(struct exchange *x)
{
	struct request *rq = &x->rq;
	right_t right = rq->route->right;
	enum outcome o = session_load(x);

	if (o != OK)
		dispatch_refuse_outcome(x, o);
	else if (rq->route->flags & ROUTE_API)
		admit_program(x);
	else if (right && !rq->hooks->may(rq, right) && rq->visitor.account == 0)
		to_sign_in(x);
	else if (right && !rq->hooks->may(rq, right))
		refuse_right(x);
	else if ((rq->route->flags & ROUTE_LIMITED) && rq->visitor.account == 0)
		count_write(x);
}

/* ==== The end ==== */

/* A refusal that the handler has written as a page of its own stands. */
static void
finish(struct exchange *x, enum outcome o)
{
	struct request *rq = &x->rq;

	if (o == OK && (rq->reply.status == 0 || buf_failed(&rq->reply.body))) {
		log_warn("no reply, or one too large, from route '%s'", rq->route->path);
		problem_page(x, 500, NULL);
	} else if (o != OK && (rq->reply.status < 400 || o == UNAVAILABLE)) {
		dispatch_refuse_outcome(x, o);
	}
	x->answered = true;
}

/* Entries of the journal bear the keyed hash of the address, never itself. */
static void
sign_trail(struct request *rq)
{
	const struct keyring *k = rq->web->config.keyring;

	if (rq->trail.n && k && rq->address.n)
		rq->trail.address_hash =
		    keyring_blind(k, "journal.address", rq->address, rq->arena);
}

/* What was noted outside of a writing transaction, in one of its own. */
static enum outcome
write_trail(struct exchange *x)
{
	struct request *rq = &x->rq;
	enum outcome o;

	if (rq->trail.n == 0)
		return OK;
	if (!exchange_connect(x) || rq->db == NULL)
		return UNAVAILABLE;
	sign_trail(rq);
	o = db_begin(rq->db, TXN_WRITE);
	if (o != OK)
		return UNAVAILABLE;
	if (rq->leave)
		o = rq->leave(rq, rq->leave_id);
	if (o == OK)
		o = trail_write(rq->db, &rq->trail);
	if (o == OK)
		o = db_commit(rq->db);
	else
		db_rollback(rq->db);
	return o == OK ? OK : UNAVAILABLE;
}

/* ==== Reading ==== */

static void
blank_form(struct request *rq, void **ret_record)
{
	const struct form *form = rq->route->form;

	*ret_record = NULL;
	if (form == NULL)
		return;
	*ret_record = arena_alloc(rq->arena, form->size);
	field_clear(form->asked, *ret_record);
	if (rq->method == GET)
		form_show(form->asked, *ret_record, &rq->filled, rq->zone, rq->arena);
}

static enum outcome
read_in_transaction(struct exchange *x, handler_fn handler, void *record)
{
	struct request *rq = &x->rq;
	enum outcome o = handler(rq, record);

	if (rq->db && db_in_transaction(rq->db)) {
		enum outcome end = db_commit(rq->db);

		if (o == OK)
			o = end;
	}
	if (o != OK)
		rq->leave = NULL;
	return o;
}

/* The session is looked up in the handler's transaction. */
static void
run_get(struct exchange *x)
{
	struct request *rq = &x->rq;
	unsigned flags = rq->route->flags;
	bool unread = (flags & ROUTE_STATIC_PAGE) && rq->cookie_session.n == 0;
	enum outcome o = OK, journal;
	void *record;

	if (!unread && !exchange_connect(x))
		o = UNAVAILABLE;
	else if (rq->db && (flags & ROUTE_OWN_TXN) == 0)
		o = db_begin(rq->db, TXN_READ);
	if (o == OK)
		admit(x);
	if (x->answered) {
		if (rq->db && db_in_transaction(rq->db))
			db_rollback(rq->db);
		if (write_trail(x) != OK)
			dispatch_refuse_outcome(x, UNAVAILABLE);
		return;
	}
	if (o == OK) {
		blank_form(rq, &record);
		o = read_in_transaction(x, rq->route->handler, record);
	}
	if (o != OK && (flags & ROUTE_OWN_TXN) == 0)
		trail_undo(&rq->trail);
	journal = write_trail(x);
	if (journal != OK)
		dispatch_refuse_outcome(x, journal);
	else
		finish(x, o);
}

/* ==== Writing ==== */

static enum outcome
write_in_transaction(struct exchange *x, void *record)
{
	struct request *rq = &x->rq;
	enum outcome o;

	if (rq->db == NULL || (rq->route->flags & ROUTE_OWN_TXN))
		return rq->route->handler(rq, record);
	o = db_begin(rq->db, TXN_WRITE);
	if (o != OK)
		return o;
	o = upload_finish(x);
	if (o == OK)
		o = rq->route->handler(rq, record);
	sign_trail(rq);
	if (o == OK && rq->trail.n)
		o = trail_write(rq->db, &rq->trail);
	o = db_end(rq->db, o);
	if (o != OK)
		upload_drop(x);
	return o;
}

/* The form's page again.  What the failed attempt had noted did not happen. */
static enum outcome
show_again(struct exchange *x, handler_fn page, void *record, int status)
{
	struct request *rq = &x->rq;
	enum outcome o;

	reply_clear(rq);
	trail_undo(&rq->trail);
	if (rq->db && !db_in_transaction(rq->db)) {
		o = db_begin(rq->db, TXN_READ);
		if (o != OK)
			return o;
	}
	o = read_in_transaction(x, page, record);
	if (rq->reply.status == 200)
		rq->reply.status = status;
	return o;
}

static enum outcome
attempt(struct exchange *x, void *record)
{
	struct request *rq = &x->rq;
	const struct form *form = rq->route->form;
	enum outcome o = INVALID;

	if (form == NULL || form_parse(form->asked, &rq->params, record, &rq->filled,
				!form->lenient, rq->zone, rq->arena))
		o = write_in_transaction(x, record);
	upload_abandon(x);
	if (o == INVALID && form && (rq->route->flags & ROUTE_API))
		o = reply_invalid(rq);
	else if (o == INVALID && form && form->invalid && rq->reply.status < 400)
		o = show_again(x, form->invalid, record, 422);
	else if (o == CONFLICT && form && form->conflict && rq->reply.status < 400)
		o = show_again(x, form->conflict, record, 409);
	else if (o != OK)
		trail_undo(&rq->trail);
	return o;
}

static void
run_post(struct exchange *x)
{
	struct request *rq = &x->rq;
	enum outcome o, journal;
	void *record;

	if ((rq->route->flags & (ROUTE_NO_CSRF | ROUTE_API)) == 0 && !csrf_valid(x)) {
		dispatch_refuse(x, 403, "problem.csrf");
		return;
	}
	if (!exchange_connect(x)) {
		dispatch_refuse_outcome(x, UNAVAILABLE);
		return;
	}
	blank_form(rq, &record);
	o = attempt(x, record);
	journal = write_trail(x);
	if (journal != OK)
		dispatch_refuse_outcome(x, journal);
	else
		finish(x, o);
}

/* Refused while its body was read: a file that may not go there. */
static void
note_refusal(struct exchange *x)
{
	trail_undo(&x->rq.trail);
	if (write_trail(x) != OK)
		dispatch_refuse_outcome(x, UNAVAILABLE);
}

void
dispatch_run(struct exchange *x)
{
	if (!x->answered && x->rq.method == GET)
		run_get(x);
	else if (!x->answered)
		run_post(x);
	else
		note_refusal(x);
	exchange_disconnect(x);
}

void
dispatch_admit(struct exchange *x)
{
	if (x->rq.method == GET)
		return;
	admit(x);
	if (write_trail(x) != OK)
		dispatch_refuse_outcome(x, UNAVAILABLE);
	if (!x->answered)
		body_open(x);
	exchange_disconnect(x);
}
