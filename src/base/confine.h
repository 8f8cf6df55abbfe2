/*
 * A process that from here on computes and does nothing else.
 *
 * For parsers of hostile bytes: it may read and write what is open already, take
 * memory up to a bound and end.  It opens nothing, connects nowhere, starts nobody
 * (seccomp: refused with EPERM), and is killed when its time is over.  There is no
 * way back.
 */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* Closes every descriptor but 0, 1 and 2 first.  seconds: of processor.  False when
 * the system does not allow it: then parse nothing. */
bool confine(size_t memory, unsigned seconds);

#endif
