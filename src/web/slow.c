/*
 * The bounded pool for handlers that would block an event loop (argon2id).
 *
 * The connection is suspended, so its loop forgets it, and resumed when the
 * reply is ready; both under this pool's lock for the first, outside of it for
 * the second, so that no thread waits on libmicrohttpd with our lock held by
 * another.  A full queue is told at once: a sign-in that waits a minute is worse
 * than a page that says so.  Two threads: argon2id is bound by memory, and the
 * cores belong to the loops.
 */
#include "web/serve.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/die.h"

struct slow {
	pthread_mutex_t lock; /* guards all below but the threads */
	pthread_cond_t wake;
	struct exchange *first, **last;
	size_t n;
	bool stopping;
	pthread_t thread[SLOW_THREADS];
};

/* The next exchange; NULL when the pool stops and none is left. */
static struct exchange *
pop(struct slow *s, bool *ret_stopping)
{
	struct exchange *x;

	pthread_mutex_lock(&s->lock);
	while (s->first == NULL && !s->stopping)
		pthread_cond_wait(&s->wake, &s->lock);
	x = s->first;
	if (x) {
		s->first = x->next;
		if (s->first == NULL)
			s->last = &s->first;
		s->n--;
	}
	*ret_stopping = s->stopping;
	pthread_mutex_unlock(&s->lock);
	return x;
}

static void *
work(void *context)
{
	struct slow *s = context;
	struct exchange *x;
	bool stopping;

	while ((x = pop(s, &stopping)) != NULL) {
		struct MHD_Connection *connection = x->connection;

		if (stopping)
			dispatch_refuse(x, 503, NULL);
		else
			dispatch_run(x);
		x->stage = STAGE_READY;
		MHD_resume_connection(connection);
	}
	return NULL;
}

struct slow *
slow_new(void)
{
	struct slow *s = calloc(1, sizeof *s);

	if (s == NULL || pthread_mutex_init(&s->lock, NULL) != 0 ||
	    pthread_cond_init(&s->wake, NULL) != 0)
		die("out of memory");
	s->last = &s->first;
	for (size_t i = 0; i < SLOW_THREADS; i++)
		if (pthread_create(&s->thread[i], NULL, work, s) != 0)
			die("cannot start a thread");
	return s;
}

bool
slow_push(struct slow *s, struct exchange *x)
{
	bool room;

	pthread_mutex_lock(&s->lock);
	room = !s->stopping && s->n < SLOW_QUEUE;
	if (room) {
		x->stage = STAGE_WAIT;
		x->next = NULL;
		MHD_suspend_connection(x->connection);
		*s->last = x;
		s->last = &x->next;
		s->n++;
		pthread_cond_signal(&s->wake);
	}
	pthread_mutex_unlock(&s->lock);
	return room;
}

void
slow_stop(struct slow *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->wake);
	pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; i < SLOW_THREADS; i++)
		pthread_join(s->thread[i], NULL);
}

void
slow_free(struct slow *s)
{
	if (s == NULL)
		return;
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
