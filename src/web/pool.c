/*
 * What is costly to make and kept for the next request: exchanges (with their
 * arena and buffers) and connections to the database.
 *
 * Both are stacks, so that what was used last, warm in the cache, is used first.
 * Connections are opened when first needed, at most `max`; beyond, the answer is
 * 503 rather than a wait, for an event loop must not sleep.  A connection that
 * failed is closed, not returned: the next request opens a fresh one.
 */
#include "web/serve.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"

#define IDLE_EXCHANGES 256
#define IDLE_BUFFER (256u << 10)

struct pool {
	pthread_mutex_t lock; /* guards all below */
	const char *database;
	size_t max, taken, idle;
	struct db **db; /* [max]: the idle ones */
	struct exchange *exchange;
	size_t exchanges;
};

struct pool *
pool_new(const char *database, size_t max)
{
	struct pool *p = calloc(1, sizeof *p);

	if (p == NULL || pthread_mutex_init(&p->lock, NULL) != 0)
		die("out of memory");
	p->database = database;
	p->max = max;
	p->db = calloc(max, sizeof *p->db);
	if (p->db == NULL)
		die("out of memory");
	return p;
}

static void
exchange_free(struct exchange *x)
{
	buf_release(&x->text);
	buf_release(&x->rq.reply.body);
	arena_free(x->rq.arena);
	free(x);
}

void
pool_free(struct pool *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->idle; i++)
		db_close(p->db[i]);
	while (p->exchange) {
		struct exchange *next = p->exchange->next;

		exchange_free(p->exchange);
		p->exchange = next;
	}
	pthread_mutex_destroy(&p->lock);
	free(p->db);
	free(p);
}

/* ==== Connections ==== */

bool
pool_check(struct pool *p, struct arena *a, struct str *ret_error)
{
	if (p->database == NULL)
		return true;
	p->db[0] = db_open(p->database, a, ret_error);
	p->idle = p->db[0] != NULL;
	return p->db[0] != NULL;
}

bool
exchange_connect(struct exchange *x)
{
	struct pool *p = x->rq.web->pool;
	struct str error = { NULL, 0 };
	bool room;

	if (x->rq.db || p->database == NULL)
		return true;
	pthread_mutex_lock(&p->lock);
	room = p->taken < p->max;
	if (room) {
		p->taken++;
		if (p->idle)
			x->rq.db = p->db[--p->idle];
	}
	pthread_mutex_unlock(&p->lock);
	if (!room || x->rq.db)
		return room;
	x->rq.db = db_open(p->database, x->rq.arena, &error);
	if (x->rq.db)
		return true;
	log_warn("cannot open the database: %.*s", PS(error));
	pthread_mutex_lock(&p->lock);
	p->taken--;
	pthread_mutex_unlock(&p->lock);
	return false;
}

void
exchange_disconnect(struct exchange *x)
{
	struct pool *p = x->rq.web->pool;
	struct db *db = x->rq.db;

	if (db == NULL)
		return;
	if (db_in_transaction(db)) {
		log_warn("a handler left a transaction open");
		db_rollback(db);
	}
	x->rq.db = NULL;
	if (x->broken)
		db_close(db);
	pthread_mutex_lock(&p->lock);
	p->taken--;
	if (!x->broken)
		p->db[p->idle++] = db;
	pthread_mutex_unlock(&p->lock);
	x->broken = false;
}

/* ==== Exchanges ==== */

static struct exchange *
exchange_new(void)
{
	struct exchange *x = calloc(1, sizeof *x);

	if (x == NULL)
		die("out of memory");
	x->rq.arena = arena_new(REQUEST_MEMORY);
	buf_init(&x->text, BODY_TEXT_MAX);
	buf_init(&x->rq.reply.body, REPLY_MAX);
	return x;
}

struct exchange *
exchange_take(struct web *w)
{
	struct pool *p = w->pool;
	struct exchange *x;

	pthread_mutex_lock(&p->lock);
	x = p->exchange;
	if (x) {
		p->exchange = x->next;
		p->exchanges--;
	}
	pthread_mutex_unlock(&p->lock);
	if (x == NULL)
		x = exchange_new();
	x->next = NULL;
	x->rq.web = w;
	atomic_fetch_add(&w->open, 1);
	return x;
}

/* Empty, with its memory; a large buffer is not kept. */
static void
recycle(struct buf *b, size_t max)
{
	if (b->cap > IDLE_BUFFER)
		buf_release(b);
	buf_clear(b);
	b->max = max;
}

static void
exchange_clear(struct exchange *x)
{
	struct arena *arena = x->rq.arena;
	struct buf text = x->text, body = x->rq.reply.body;

	arena_reset(arena);
	recycle(&text, BODY_TEXT_MAX);
	recycle(&body, REPLY_MAX);
	memset(x, 0, sizeof *x);
	x->text = text;
	x->rq.arena = arena;
	x->rq.reply.body = body;
}

void
exchange_give(struct exchange *x)
{
	struct web *w = x->rq.web;
	struct pool *p = w->pool;
	bool keep;

	upload_abandon(x);
	live_drop(x);
	atomic_fetch_sub(&w->held, x->held);
	exchange_disconnect(x);
	multipart_free(x->multipart);
	exchange_clear(x);
	pthread_mutex_lock(&p->lock);
	keep = p->exchanges < IDLE_EXCHANGES;
	if (keep) {
		x->next = p->exchange;
		p->exchange = x;
		p->exchanges++;
	}
	pthread_mutex_unlock(&p->lock);
	if (!keep)
		exchange_free(x);
	atomic_fetch_sub(&w->open, 1);
}
