/*
 * Unit tests: one program a file, beside what it tests.
 *
 *	TEST(csv_quotes)
 *	{
 *		EXPECT_INT(n, 3);
 *		EXPECT_STR(cell, "a \"b\"");
 *		EXPECT(!failed);
 *	}
 *
 *	UNIT_MAIN(csv_quotes, csv_lines)
 *
 * A failed expectation is printed with its place and the test goes on.  The
 * list is written out: what runs is what one reads.  `arena` lives for one test.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"

static struct arena *arena;
static int unit_wrong; /* in the test that runs */

#define TEST(name) static void name(void)

#define EXPECT(cond) unit_true(__FILE__, __LINE__, (cond), #cond)
#define EXPECT_INT(got, wanted)                                                                    \
	unit_int(__FILE__, __LINE__, (int64_t)(got), (int64_t)(wanted), #got)
#define EXPECT_STR(got, wanted) unit_str(__FILE__, __LINE__, (got), str_of(wanted), #got)

static inline void
unit_true(const char *file, int line, bool holds, const char *what)
{
	if (holds)
		return;
	printf("%s:%d: not so: %s\n", file, line, what);
	unit_wrong++;
}

static inline void
unit_int(const char *file, int line, int64_t got, int64_t wanted, const char *what)
{
	if (got == wanted)
		return;
	printf("%s:%d: %s is %" PRId64 ", not %" PRId64 "\n", file, line, what, got, wanted);
	unit_wrong++;
}

static inline void
unit_str(const char *file, int line, struct str got, struct str wanted, const char *what)
{
	if (str_eq(got, wanted))
		return;
	printf("%s:%d: %s is '%.*s', not '%.*s'\n", file, line, what, PS(got), PS(wanted));
	unit_wrong++;
}

struct unit {
	const char *name;
	void (*run)(void);
};

static inline int
unit_run(const struct unit *unit, size_t n)
{
	size_t failed = 0;

	for (size_t i = 0; i < n; i++) {
		unit_wrong = 0;
		arena = arena_new(64u << 20);
		unit[i].run();
		arena_free(arena);
		if (unit_wrong) {
			printf("failed: %s\n", unit[i].name);
			failed++;
		}
	}
	printf("%zu passed, %zu failed\n", n - failed, failed);
	return failed ? 1 : 0;
}

/* clang-format off */
#define UNIT_1(f) { #f, f },
#define UNIT_2(f, ...) UNIT_1(f) UNIT_1(__VA_ARGS__)
#define UNIT_3(f, ...) UNIT_1(f) UNIT_2(__VA_ARGS__)
#define UNIT_4(f, ...) UNIT_1(f) UNIT_3(__VA_ARGS__)
#define UNIT_5(f, ...) UNIT_1(f) UNIT_4(__VA_ARGS__)
#define UNIT_6(f, ...) UNIT_1(f) UNIT_5(__VA_ARGS__)
#define UNIT_7(f, ...) UNIT_1(f) UNIT_6(__VA_ARGS__)
#define UNIT_8(f, ...) UNIT_1(f) UNIT_7(__VA_ARGS__)
#define UNIT_9(f, ...) UNIT_1(f) UNIT_8(__VA_ARGS__)
#define UNIT_10(f, ...) UNIT_1(f) UNIT_9(__VA_ARGS__)
#define UNIT_11(f, ...) UNIT_1(f) UNIT_10(__VA_ARGS__)
#define UNIT_12(f, ...) UNIT_1(f) UNIT_11(__VA_ARGS__)
#define UNIT_13(f, ...) UNIT_1(f) UNIT_12(__VA_ARGS__)
#define UNIT_14(f, ...) UNIT_1(f) UNIT_13(__VA_ARGS__)
#define UNIT_15(f, ...) UNIT_1(f) UNIT_14(__VA_ARGS__)
#define UNIT_16(f, ...) UNIT_1(f) UNIT_15(__VA_ARGS__)
#define UNIT_17(f, ...) UNIT_1(f) UNIT_16(__VA_ARGS__)
#define UNIT_18(f, ...) UNIT_1(f) UNIT_17(__VA_ARGS__)
#define UNIT_19(f, ...) UNIT_1(f) UNIT_18(__VA_ARGS__)
#define UNIT_20(f, ...) UNIT_1(f) UNIT_19(__VA_ARGS__)
#define UNIT_PICK(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, \
	_18, _19, _20, pick, ...) pick
#define UNIT_LIST(...) UNIT_PICK(__VA_ARGS__, UNIT_20, UNIT_19, UNIT_18, UNIT_17, UNIT_16, \
	UNIT_15, UNIT_14, UNIT_13, UNIT_12, UNIT_11, UNIT_10, UNIT_9, UNIT_8, UNIT_7, UNIT_6, \
	UNIT_5, UNIT_4, UNIT_3, UNIT_2, UNIT_1, )(__VA_ARGS__)
/* clang-format on */

/* Up to twenty tests, in the order they run. */
#define UNIT_MAIN(...)                                                                             \
	int main(void)                                                                             \
	{                                                                                          \
		static const struct unit list[] = { UNIT_LIST(__VA_ARGS__) };                      \
                                                                                                   \
		return unit_run(list, sizeof list / sizeof list[0]);                               \
	}

#endif
