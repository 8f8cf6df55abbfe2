/*
 * A turn at writing one SQLite file: a fair lock with a time limit.
 *
 * Threads are served in the order they came; SQLite's own busy handler sleeps
 * and tries again, which starves the unlucky.  Between processes that handler
 * is all there is, and it is enough: they are three.
 */
#ifndef STORE_TURN_H
#define STORE_TURN_H

#include <stdbool.h>
#include <sys/types.h>

struct turn;

struct turn *turn_of(dev_t device, ino_t inode); /* one a file; give back with turn_leave */

/* Accepts NULL.  To the last who leaves: what was kept, his to free; else NULL. */
void *turn_leave(struct turn *t);

/* A place for what only the holder of the turn may use; NULL at first. */
void **turn_kept(struct turn *t);

bool turn_take(struct turn *t, int milliseconds); /* false: the time is over */
void turn_give(struct turn *t);

#endif
