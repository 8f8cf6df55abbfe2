/*
 * Streams of server-sent events: a page learns that something moved, never what.
 *
 * An event carries a kind and a counter ("event: desk", "data: 17").  The page
 * then asks what it may know, by a request that is authorised like any other; a
 * stream therefore needs no filter, and a wrong one could leak nothing.
 *
 * A stream costs no thread: its connection is suspended between two words, and
 * one watcher wakes those that have something to hear.  Once a second, for all
 * streams together, the watcher asks each source whether it moved (one cheap
 * statement, so that it works on both engines and cannot miss a wake-up); at each
 * heart-beat of a stream it looks the session up again and asks the matrix, and
 * the stream of somebody who signed out, or may no more, ends there.  Without a
 * stream the watcher sleeps.
 *
 * What may hold a pointer to a stream: libmicrohttpd while its connection is
 * awake, the watcher while it is asleep.  Only the watcher wakes, and a suspended
 * connection cannot end, so neither needs to count the other's holds.
 *
 * Rejected: `listen`/`notify` (one engine alone), a thread a client, the rows
 * themselves in the event (they would have to be authorised for each reader).
 */
#include "web/serve.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"

#define KINDS_MAX 4
#define WORDS_MAX 160

struct stream {
	struct stream *next;
	struct live *live;
	struct MHD_Connection *connection;
	int socket;
	const struct route *route;
	int64_t account;
	char token[TOKEN_LENGTH + 1];
	size_t kind;
	int64_t told;	 /* the kind's counter, as it was last sent */
	int64_t beat_at; /* milliseconds of the monotonic clock */
	bool greeted, asleep, beat, ended;
};

struct live {
	pthread_mutex_t lock; /* guards the list, the counters and each stream's marks */
	pthread_cond_t wake;
	struct web *web;
	const struct live_source *source; /* ended by a zero row; NULL: none */
	struct live_limits limits;
	struct stream *first;
	int64_t n;
	int64_t count[KINDS_MAX];
	struct live_mark mark[KINDS_MAX]; /* the watcher's own */
	struct stream **sleeper;	  /* [in_all], the watcher's own; and their sockets */
	struct pollfd *socket;
	bool stopping, started, troubled;
	pthread_t watcher;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ==== What a stream says ==== */

/* The next words, 0 when there are none.  Under the lock. */
static size_t
compose(struct stream *s, char text[WORDS_MAX])
{
	struct live *l = s->live;
	int n = 0;

	if (!s->greeted)
		n = snprintf(text, WORDS_MAX, "retry: %lld\n\n", (long long)l->limits.retry_ms);
	else if (s->told != l->count[s->kind])
		n = snprintf(text, WORDS_MAX, "event: %s\ndata: %lld\n\n", l->source[s->kind].kind,
		    (long long)l->count[s->kind]);
	else if (s->beat)
		n = snprintf(text, WORDS_MAX, ":\n\n");
	if (s->greeted)
		s->told = l->count[s->kind];
	s->greeted = true;
	s->beat = false;
	return n > 0 ? (size_t)n : 0;
}

/* libmicrohttpd wants bytes: some, the end, or the connection is put to sleep. */
static ssize_t
give(void *context, uint64_t at, char *ret, size_t max)
{
	struct stream *s = context;
	struct live *l = s->live;
	ssize_t n = MHD_CONTENT_READER_END_OF_STREAM;
	char text[WORDS_MAX];

	(void)at;
	pthread_mutex_lock(&l->lock);
	if (!s->ended && !l->stopping && max >= WORDS_MAX) {
		n = (ssize_t)compose(s, text);
		memcpy(ret, text, (size_t)n);
		if (n == 0) {
			s->asleep = true;
			MHD_suspend_connection(s->connection);
		}
	}
	pthread_mutex_unlock(&l->lock);
	return n;
}

static void
drop(void *context)
{
	struct stream *s = context;
	struct live *l = s->live;
	struct stream **p = &l->first;

	pthread_mutex_lock(&l->lock);
	while (*p != s)
		p = &(*p)->next;
	*p = s->next;
	l->n--;
	pthread_mutex_unlock(&l->lock);
	sodium_memzero(s->token, sizeof s->token);
	free(s);
}

/* ==== Opening one ==== */

static bool
kind_find(const struct live *l, const char *kind, size_t *ret)
{
	for (size_t i = 0; l->source && l->source[i].kind; i++)
		if (strcmp(l->source[i].kind, kind) == 0) {
			*ret = i;
			return true;
		}
	return false;
}

/* Room for one more, in all and for this account?  Under the lock. */
static bool
room(const struct live *l, int64_t account)
{
	int64_t n = 0;

	for (const struct stream *s = l->first; s; s = s->next)
		n += s->account == account;
	return !l->stopping && l->n < l->limits.in_all && n < l->limits.per_account;
}

static void
enlist(struct live *l, struct stream *s)
{
	s->live = l;
	s->told = l->count[s->kind];
	s->beat_at = now_ms() + l->limits.heartbeat_ms;
	s->next = l->first;
	l->first = s;
	l->n++;
	pthread_cond_signal(&l->wake);
}

static int
socket_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);

	return info ? info->connect_fd : -1;
}

enum outcome
reply_stream(struct request *rq, const char *kind)
{
	struct exchange *x = exchange_of(rq);
	struct live *l = rq->web->live;
	struct stream *s = calloc(1, sizeof *s);
	bool granted = false;

	if (s == NULL)
		die("out of memory");
	s->connection = x->connection;
	s->socket = socket_of(x->connection);
	s->route = rq->route;
	s->account = rq->visitor.account;
	snprintf(s->token, sizeof s->token, "%.*s", PS(rq->cookie_session));
	pthread_mutex_lock(&l->lock);
	granted = x->stream == NULL && kind_find(l, kind, &s->kind) && room(l, s->account);
	if (granted)
		enlist(l, s);
	pthread_mutex_unlock(&l->lock);
	if (!granted) {
		free(s);
		(void)reply_problem(rq, 503, NULL);
		reply_header(rq, S("Retry-After"), arena_printf(rq->arena, "%d", RETRY_SECONDS));
		return OK;
	}
	x->stream = s;
	rq->reply.status = 200;
	rq->reply.type = "text/event-stream; charset=utf-8";
	rq->reply.stream = true;
	reply_header(rq, S("X-Accel-Buffering"), S("no"));
	return OK;
}

struct MHD_Response *
live_response(struct exchange *x)
{
	struct MHD_Response *r =
	    MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, give, x->stream, drop);

	if (r == NULL)
		die("out of memory");
	x->stream = NULL;
	return r;
}

void
live_drop(struct exchange *x)
{
	if (x->stream)
		drop(x->stream);
	x->stream = NULL;
}

/* ==== The watcher ==== */

/* The streams that sleep, with their sockets: they stay until we wake them. */
static size_t
gather(struct live *l)
{
	size_t n = 0;

	pthread_mutex_lock(&l->lock);
	for (struct stream *s = l->first; s; s = s->next)
		if (s->asleep) {
			l->socket[n] = (struct pollfd){ .fd = s->socket, .events = POLLRDHUP };
			l->sleeper[n++] = s;
		}
	pthread_mutex_unlock(&l->lock);
	return n;
}

/* Is the one who opened it still signed in, and still allowed?  Not knowing is no. */
static bool
allowed(struct exchange *x, const struct stream *s)
{
	struct request *rq = &x->rq;

	rq->hooks = rq->web->config.hooks;
	rq->route = s->route;
	rq->cookie_session = str_of(s->token);
	rq->visitor = (struct visitor){ .role = S("visitor") };
	return rq->hooks->session_find(rq) == OK && rq->visitor.account == s->account &&
	       rq->hooks->may(rq, s->route->right);
}

/* Which sources moved; false when the database does not answer. */
static bool
look(struct live *l, struct exchange *x, bool moved[KINDS_MAX])
{
	enum outcome o = OK;

	for (size_t i = 0; o == OK && l->source && l->source[i].kind; i++) {
		moved[i] = false;
		o = db_begin(x->rq.db, TXN_READ);
		if (o == OK)
			o = l->source[i].look(x->rq.db, x->rq.now, &l->mark[i], &moved[i]);
		if (db_in_transaction(x->rq.db))
			db_rollback(x->rq.db);
	}
	return o == OK;
}

static void
awaken(struct stream *s)
{
	s->asleep = false;
	MHD_resume_connection(s->connection);
}

static void
tell(struct live *l, const bool moved[KINDS_MAX])
{
	pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < KINDS_MAX; i++)
		l->count[i] += moved[i];
	for (struct stream *s = l->first; s; s = s->next)
		if (s->asleep && (s->ended || s->beat || s->told != l->count[s->kind]))
			awaken(s);
	pthread_mutex_unlock(&l->lock);
}

/* Who left is seen here: libmicrohttpd does not look at a suspended connection,
 * and places are few. */
static void
beat(struct live *l, struct exchange *x, bool known)
{
	size_t n = gather(l);
	int64_t now = now_ms();

	if (poll(l->socket, n, 0) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		struct stream *s = l->sleeper[i];
		bool left = l->socket[i].revents != 0, due = s->beat_at <= now;
		bool good = !left && (!due || (known && allowed(x, s)));

		if (good && !due)
			continue;
		pthread_mutex_lock(&l->lock);
		s->beat = good;
		s->ended = !good;
		s->beat_at = now + l->limits.heartbeat_ms;
		pthread_mutex_unlock(&l->lock);
	}
}

static void
tick(struct live *l)
{
	struct exchange *x = exchange_take(l->web);
	bool moved[KINDS_MAX] = { false };
	bool known = exchange_connect(x) && x->rq.db;

	x->rq.now = moment_now();
	if (known && !look(l, x, moved)) {
		known = false;
		x->broken = true;
	}
	if (!known && !l->troubled)
		log_warn("live pages: the database does not answer");
	l->troubled = !known;
	beat(l, x, known);
	tell(l, moved);
	exchange_give(x);
}

/* Until the next look; without a stream, until there is one, which is looked for
 * at once: its page was drawn just before.  False: the end. */
static bool
pause_watch(struct live *l)
{
	struct timespec until;
	bool on, idle;

	pthread_mutex_lock(&l->lock);
	idle = l->n == 0;
	while (l->n == 0 && !l->stopping)
		pthread_cond_wait(&l->wake, &l->lock);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += l->limits.look_ms / 1000;
	until.tv_nsec += l->limits.look_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while (!idle && !l->stopping &&
	       pthread_cond_timedwait(&l->wake, &l->lock, &until) != ETIMEDOUT)
		continue;
	on = !l->stopping;
	pthread_mutex_unlock(&l->lock);
	return on;
}

static void *
watch(void *context)
{
	struct live *l = context;

	while (pause_watch(l))
		tick(l);
	return NULL;
}

/* ==== Begin and end ==== */

struct live *
live_new(struct web *w)
{
	struct live *l = calloc(1, sizeof *l);
	pthread_condattr_t attr;

	if (l == NULL || pthread_mutex_init(&l->lock, NULL) != 0 ||
	    pthread_condattr_init(&attr) != 0 ||
	    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
	    pthread_cond_init(&l->wake, &attr) != 0)
		die("out of memory");
	pthread_condattr_destroy(&attr);
	l->web = w;
	l->source = w->config.live;
	l->limits = w->config.live_limits;
	l->sleeper = calloc((size_t)l->limits.in_all + 1, sizeof *l->sleeper);
	l->socket = calloc((size_t)l->limits.in_all + 1, sizeof *l->socket);
	if (l->sleeper == NULL || l->socket == NULL)
		die("out of memory");
	if (l->source && pthread_create(&l->watcher, NULL, watch, l) != 0)
		die("cannot start a thread");
	l->started = l->source != NULL;
	return l;
}

void
live_stop(struct live *l)
{
	if (l == NULL || l->stopping)
		return;
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	pthread_cond_broadcast(&l->wake);
	pthread_mutex_unlock(&l->lock);
	if (l->started)
		pthread_join(l->watcher, NULL);
	pthread_mutex_lock(&l->lock);
	for (struct stream *s = l->first; s; s = s->next)
		if (s->asleep)
			awaken(s);
	pthread_mutex_unlock(&l->lock);
}

void
live_free(struct live *l)
{
	if (l == NULL)
		return;
	pthread_cond_destroy(&l->wake);
	pthread_mutex_destroy(&l->lock);
	free(l->sleeper);
	free(l->socket);
	free(l);
}
