#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	b->failed = false;
	if (b->p)
		b->p[0] = '\0';
}

/* Room for n more bytes, or false with the failure noted. */
static bool
buf_reserve(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 240;

	if (b->failed || n > b->max - b->n) {
		b->failed = true;
		return false;
	}
	if (b->p && b->n + n <= b->cap)
		return true;
	while (cap < b->n + n)
		cap *= 2;
	b->p = realloc(b->p, cap + 1);
	if (b->p == NULL)
		die("out of memory");
	b->cap = cap;
	return true;
}

void
buf_put(struct buf *b, struct str s)
{
	if (!buf_reserve(b, s.n))
		return;
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void
buf_byte(struct buf *b, char c)
{
	buf_put(b, (struct str){ &c, 1 });
}

void
buf_puts(struct buf *b, const char *c)
{
	buf_put(b, str_of(c));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0 && buf_reserve(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

bool
buf_failed(const struct buf *b)
{
	return b->failed;
}
