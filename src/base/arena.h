/*
 * struct arena: memory named by its life (a request, a job, a command), freed
 * at once.  Nothing else is freed by hand in a domain.
 *
 * arena_alloc never returns NULL: over the arena's maximum, or out of memory,
 * it dies, so every input that sizes an allocation must be bounded first.
 * Memory is zeroed and aligned for any type.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(size_t max);
void arena_free(struct arena *a);  /* accepts NULL */
void arena_reset(struct arena *a); /* all it gave is gone; the first block is kept */
void *arena_alloc(struct arena *a, size_t n);
struct str arena_dup(struct arena *a, struct str s); /* NUL follows */
char *arena_cstr(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (n)))

#endif
