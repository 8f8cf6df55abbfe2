/*
 * A list of blocks, each at least BLOCK bytes; allocation moves a cursor in the
 * newest.  Under AddressSanitizer every allocation stands in a block of its own
 * so that overruns are seen.  A free-list was rejected: lives are short.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#if defined(__SANITIZE_ADDRESS__)
#define BLOCK 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK 0
#endif
#endif
#ifndef BLOCK
#define BLOCK 32768
#endif

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct arena {
	struct block *head;
	size_t total, max;
};

struct arena *
arena_new(size_t max)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		die("out of memory");
	a->max = max;
	return a;
}

static void
free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	free_blocks(a->head);
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct block *keep = NULL;

	if (BLOCK > 0 && a->head && a->head->size == BLOCK) {
		keep = a->head;
		free_blocks(keep->next);
		memset(keep->data, 0, keep->used);
		keep->next = NULL;
		keep->used = 0;
	} else {
		free_blocks(a->head);
	}
	a->head = keep;
	a->total = keep ? keep->size : 0;
}

static void
add_block(struct arena *a, size_t n)
{
	size_t size = n > BLOCK ? n : BLOCK;
	struct block *b;

	if (size > a->max - a->total)
		die("an arena of %zu bytes is full", a->max);
	b = calloc(1, sizeof *b + size);
	if (b == NULL)
		die("out of memory");
	b->size = size;
	b->next = a->head;
	a->head = b;
	a->total += size;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	size_t align = sizeof(max_align_t) - 1;
	size_t need = (n + align) & ~align;
	char *p;

	if (need < n)
		die("an allocation is too large");
	if (need == 0)
		need = sizeof(max_align_t);
	if (a->head == NULL || need > a->head->size - a->head->used)
		add_block(a, need);
	p = (char *)a->head->data + a->head->used;
	a->head->used += need;
	return p;
}

struct str
arena_dup(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

char *
arena_cstr(struct arena *a, struct str s)
{
	return (char *)(uintptr_t)arena_dup(a, s).p;
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	int n;
	char *p;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		die("a format is wrong: '%s'", fmt);
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}
