/* What changed between two texts; whatever they are, each comes back from its own lines. */
#include "tests/unit.h"

#include "watch/diff.h"

static struct str
told(struct str from, struct str to)
{
	struct diff d = diff_of(from, to, arena);
	struct str s = S("");

	for (size_t i = 0; i < d.n; i++)
		s = arena_printf(
		    arena, "%.*s%c%.*s\n", PS(s), " -+"[d.line[i].kind], PS(d.line[i].text));
	return s;
}

TEST(samples)
{
	EXPECT_STR(told(S(""), S("")), "");
	EXPECT_STR(told(S("a"), S("a\n")), " a\n");
	EXPECT_STR(told(S("a\nb\nc"), S("a\nc")), " a\n-b\n c\n");
	EXPECT_STR(told(S("a\nc"), S("a\nb\nc")), " a\n+b\n c\n");
	EXPECT_STR(told(S("a\nb\nc\nd"), S("x\nb\ny\nd")), "-a\n+x\n b\n-c\n+y\n d\n");
	EXPECT_STR(told(S("a\r\nb"), S("a\nb")), " a\n b\n");
}

/* Lines of one side, in order. */
static struct str
side(const struct diff *d, enum diff_kind other)
{
	struct str s = S("");

	for (size_t i = 0; i < d->n; i++)
		if (d->line[i].kind != other)
			s = arena_printf(arena, "%.*s%.*s\n", PS(s), PS(d->line[i].text));
	return s;
}

static struct str
some(uint64_t *seed, size_t n)
{
	struct str s = S("");

	for (size_t i = 0; i < n; i++) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		s = arena_printf(arena, "%.*s%c\n", PS(s), (char)('a' + (*seed >> 60) % 4));
	}
	return s;
}

TEST(nothing_is_lost)
{
	uint64_t seed = 7;

	for (size_t i = 0; i < 200; i++) {
		struct str from = some(&seed, i % 23), to = some(&seed, (i * 7) % 31);
		struct diff d = diff_of(from, to, arena);

		EXPECT(str_eq(side(&d, DIFF_IN), from));
		EXPECT(str_eq(side(&d, DIFF_OUT), to));
	}
}

/* Beyond the table, one piece takes the place of another. */
TEST(long_texts)
{
	uint64_t seed = 11;
	struct str from = some(&seed, DIFF_LINES + 50), to = some(&seed, DIFF_LINES + 90);
	struct diff d = diff_of(from, to, arena);

	EXPECT(str_eq(side(&d, DIFF_IN), from));
	EXPECT(str_eq(side(&d, DIFF_OUT), to));
}

UNIT_MAIN(samples, nothing_is_lost, long_texts)
