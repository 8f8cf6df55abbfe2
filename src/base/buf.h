/*
 * struct buf: a growable string born with its maximum.
 *
 * The first failure (over the maximum) sticks: later writes do nothing and
 * buf_failed() tells, once, at the end.  Out of memory dies.  The owner calls
 * buf_release(), which accepts a zeroed or released buffer.  The bytes are
 * always followed by a NUL that is not counted.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	char *p;
	size_t n;   /* bytes written */
	size_t cap; /* bytes allocated, less one for the NUL */
	size_t max;
	bool failed;
};

#define BUF_INIT(maximum)                                                                          \
	{                                                                                          \
		.max = (maximum)                                                                   \
	}

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* empty again, memory kept */
void buf_put(struct buf *b, struct str s);
void buf_byte(struct buf *b, char c);
void buf_puts(struct buf *b, const char *c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b);
bool buf_failed(const struct buf *b);

#endif
