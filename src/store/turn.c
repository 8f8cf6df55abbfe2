/*
 * One mutex guards all turns: it is held for a few instructions only.  Each
 * waiter stands in a list with a condition of its own, so that whoever gives
 * the turn wakes exactly the next one.  A pthread mutex was rejected because it
 * is not fair, a ticket lock because a ticket cannot be handed back in time.
 */
#include "store/turn.h"

#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

#include "base/die.h"

struct waiter {
	struct waiter *next;
	pthread_cond_t wake;
	bool mine; /* under lock */
};

struct turn {
	struct turn *next;
	dev_t device;
	ino_t inode;
	pid_t process; /* what a child inherits by fork is not its own */
	size_t users;
	void *kept;
	bool taken;
	struct waiter *first, **last;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct turn *all; /* under lock */

struct turn *
turn_of(dev_t device, ino_t inode)
{
	struct turn *t;

	pthread_mutex_lock(&lock);
	for (t = all; t; t = t->next)
		if (t->device == device && t->inode == inode && t->process == getpid())
			break;
	if (t == NULL) {
		t = calloc(1, sizeof *t);
		if (t == NULL)
			die("out of memory");
		t->device = device;
		t->inode = inode;
		t->process = getpid();
		t->last = &t->first;
		t->next = all;
		all = t;
	}
	t->users++;
	pthread_mutex_unlock(&lock);
	return t;
}

void *
turn_leave(struct turn *t)
{
	struct turn **place = &all;
	void *kept = NULL;

	if (t == NULL)
		return NULL;
	pthread_mutex_lock(&lock);
	if (--t->users == 0) {
		while (*place != t)
			place = &(*place)->next;
		*place = t->next;
		kept = t->kept;
		free(t);
	}
	pthread_mutex_unlock(&lock);
	return kept;
}

void **
turn_kept(struct turn *t)
{
	return &t->kept;
}

static struct timespec
deadline(int milliseconds)
{
	struct timespec when;
	long ns;

	clock_gettime(CLOCK_MONOTONIC, &when);
	ns = when.tv_nsec + milliseconds % 1000 * 1000000L;
	when.tv_sec += milliseconds / 1000 + ns / 1000000000L;
	when.tv_nsec = ns % 1000000000L;
	return when;
}

static void
condition_init(pthread_cond_t *c)
{
	pthread_condattr_t monotonic;

	if (pthread_condattr_init(&monotonic) != 0 ||
	    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) != 0 ||
	    pthread_cond_init(c, &monotonic) != 0)
		die("a condition variable cannot be made");
	pthread_condattr_destroy(&monotonic);
}

static void
remove_waiter(struct turn *t, struct waiter *w)
{
	struct waiter **place = &t->first;

	while (*place != w)
		place = &(*place)->next;
	*place = w->next;
	if (t->last == &w->next)
		t->last = place;
}

/* Under lock, with the turn taken by another. */
static bool
wait_in_line(struct turn *t, int milliseconds)
{
	struct timespec until = deadline(milliseconds);
	struct waiter w = { 0 };
	int failed = 0;

	condition_init(&w.wake);
	*t->last = &w;
	t->last = &w.next;
	while (!w.mine && failed == 0)
		failed = pthread_cond_timedwait(&w.wake, &lock, &until);
	if (!w.mine)
		remove_waiter(t, &w);
	pthread_cond_destroy(&w.wake);
	return w.mine;
}

bool
turn_take(struct turn *t, int milliseconds)
{
	bool mine = true;

	pthread_mutex_lock(&lock);
	if (t->taken)
		mine = wait_in_line(t, milliseconds);
	else
		t->taken = true;
	pthread_mutex_unlock(&lock);
	return mine;
}

/* The turn passes from hand to hand: it is never free while someone waits. */
void
turn_give(struct turn *t)
{
	struct waiter *w;

	pthread_mutex_lock(&lock);
	w = t->first;
	if (w) {
		remove_waiter(t, w);
		w->mine = true;
		pthread_cond_signal(&w->wake);
	} else {
		t->taken = false;
	}
	pthread_mutex_unlock(&lock);
}
