/*
 * The end of the process, for what cannot be mended: out of memory, a broken
 * invariant, a wrong SQL statement.  The parent process restarts us.
 */
#ifndef BASE_DIE_H
#define BASE_DIE_H

/* Writes "vigie: message" on standard error and exits with status 70. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
