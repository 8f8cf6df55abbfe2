/*
 * The six outcomes of every domain function.  Only web/ turns them into HTTP
 * statuses, only app/ into exit codes.
 */
#ifndef BASE_OUTCOME_H
#define BASE_OUTCOME_H

enum outcome {
	OK,
	INVALID,     /* what was given is wrong; field messages say where */
	FORBIDDEN,   /* this person may not, whatever is given */
	NOT_FOUND,   /* no such thing, or none that this person may know of */
	CONFLICT,    /* it changed meanwhile, or it exists already */
	UNAVAILABLE, /* a disk, a database or a neighbour does not answer; try again */
};

const char *outcome_name(enum outcome o); /* "ok", "invalid", … */

#endif
