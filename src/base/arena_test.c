/* Memory of an arena is zeroed, aligned, and gone at once. */
#include "base/arena.h"
#include "tests/unit.h"

TEST(arena_zeroed_and_aligned)
{
	for (size_t n = 0; n < 3000; n += 7) {
		char *p = arena_alloc(arena, n);

		EXPECT_INT((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++) {
			EXPECT_INT(p[i], 0);
			p[i] = 'x';
		}
	}
}

TEST(arena_is_zeroed_after_reset)
{
	char *p = arena_alloc(arena, 1000);

	p[999] = 'x';
	arena_reset(arena);
	p = arena_alloc(arena, 1000);
	EXPECT_INT(p[999], 0);
	arena_alloc(arena, 100000);
	arena_reset(arena);
	arena_reset(arena);
	p = arena_alloc(arena, 100000);
	EXPECT_INT(p[99999], 0);
}

TEST(arena_gives_back_its_room)
{
	struct arena *small = arena_new(200000);

	for (int i = 0; i < 100; i++) {
		arena_alloc(small, 150000);
		arena_reset(small);
	}
	arena_free(small);
	arena_free(NULL);
}

TEST(arena_texts)
{
	struct str s = arena_dup(arena, S("abc"));

	EXPECT_STR(s, "abc");
	EXPECT_INT(s.p[3], 0);
	EXPECT_STR(arena_dup(arena, (struct str){ NULL, 0 }), "");
	EXPECT_STR(arena_printf(arena, "%s-%d", "a", 12), "a-12");
	EXPECT_STR(str_of(arena_cstr(arena, S("x"))), "x");
}

UNIT_MAIN(
    arena_zeroed_and_aligned, arena_is_zeroed_after_reset, arena_gives_back_its_room, arena_texts)
