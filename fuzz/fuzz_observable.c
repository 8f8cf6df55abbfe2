/* Observables: each stands within the text, where and as it says, in order; its
 * normal form read by itself is the same value; showing it defanged and reading that
 * gives it back. */
#include <stdint.h>
#include <stdlib.h>

#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct state {
	struct str text;
	struct arena *arena;
	size_t end, n;
};

static void
again(struct state *st, struct str text, const struct observable *o)
{
	struct observable back;

	if (!observable_read(text, st->arena, &back) || back.kind != o->kind ||
	    !str_eq(back.value, o->value))
		abort();
}

static bool
check(void *context, const struct observable *o)
{
	struct state *st = context;
	struct observable kept = *o;

	if (o->offset > st->text.n || o->written.n > st->text.n - o->offset || o->written.n == 0 ||
	    o->written.p != st->text.p + o->offset || o->value.n == 0 ||
	    o->value.n > OBSERVABLE_MAX)
		abort();
	if (!o->part && o->offset < st->end)
		abort();
	if (!o->part)
		st->end = o->offset + o->written.n;
	kept.value = arena_dup(st->arena, o->value);
	again(st, kept.value, &kept);
	again(st, observable_defang(kept.kind, kept.value, st->arena), &kept);
	return ++st->n < 200;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct state st = { .text = { (const char *)data, size } };

	if (size > 1u << 16)
		return 0;
	st.arena = arena_new(64u << 20);
	observable_scan(st.text, check, &st);
	arena_free(st.arena);
	return 0;
}
