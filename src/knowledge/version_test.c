/* Versions: what people mean, and the laws of an order over every pair and triple. */
#include "tests/unit.h"

#include "knowledge/version.h"

/* In their order; those on one line are equal. */
static const char *const ladder[][3] = {
	{ "", "-", "0" },
	{ "0.9", "0.9.0", "0.09" },
	{ "1.0-dev", NULL, NULL },
	{ "1.0-SNAPSHOT", NULL, NULL },
	{ "1.0alpha", "1.0.0-alpha", NULL },
	{ "1.0-alpha.1", NULL, NULL },
	{ "1.0-beta9", "1.0.0_BETA_9", NULL },
	{ "1.0-beta10", NULL, NULL },
	{ "1.0rc1", "1.0.0-rc.1", "1.0-RC01" },
	{ "1", "1.0", "1.0.0" },
	{ "1.0a", "1.0.A", NULL },
	{ "1.0b", NULL, NULL },
	{ "1.0p1", NULL, NULL },
	{ "1.0.1", "1.00.01", NULL },
	{ "1.0.2", NULL, NULL },
	{ "1.0.2k", NULL, NULL },
	{ "1.0.10", NULL, NULL },
	{ "1.1", NULL, NULL },
	{ "2.14.1", NULL, NULL },
	{ "2.15.0", "2.15", NULL },
	{ "2.15.0.1", NULL, NULL },
	{ "18446744073709551616", NULL, NULL },
	{ "18446744073709551617", NULL, NULL },
};
#define N (sizeof ladder / sizeof ladder[0])

static int
sign(int n)
{
	return n < 0 ? -1 : n > 0;
}

static int
cmp(const char *a, const char *b)
{
	return sign(version_cmp(str_of(a), str_of(b)));
}

static void
pair(size_t i, const char *a, size_t j, const char *b)
{
	int wanted = i < j ? -1 : i > j;

	if (cmp(a, b) != wanted)
		printf("'%s' and '%s'\n", a, b);
	EXPECT_INT(cmp(a, b), wanted);
	EXPECT_INT(cmp(b, a), -wanted);
}

TEST(every_pair_is_in_its_order)
{
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++)
			for (size_t k = 0; k < 9; k++)
				if (ladder[i][k / 3] && ladder[j][k % 3])
					pair(i, ladder[i][k / 3], j, ladder[j][k % 3]);
}

/* A word of few signs, the same for the same number. */
static struct str
made(uint32_t n, char *to)
{
	static const char *const part[] = { "0", "1", "10", ".", "-", "a", "rc", "beta", "b",
		"00" };
	size_t at = 0;

	for (int i = 0; i < 5; i++, n /= 10)
		at += (size_t)snprintf(to + at, 32 - at, "%s", part[n % 10]);
	return (struct str){ to, at };
}

TEST(the_order_is_total)
{
	uint32_t seed = 7;
	char p[32], q[32], r[32];

	for (int i = 0; i < 200000; i++) {
		struct str a = made(seed = seed * 1664525 + 1013904223, p);
		struct str b = made(seed = seed * 1664525 + 1013904223, q);
		struct str c = made(seed = seed * 1664525 + 1013904223, r);
		int ab = sign(version_cmp(a, b)), bc = sign(version_cmp(b, c));

		EXPECT_INT(sign(version_cmp(b, a)), -ab);
		EXPECT_INT(version_cmp(a, a), 0);
		if (ab <= 0 && bc <= 0)
			EXPECT_INT(sign(version_cmp(a, c)), ab < bc ? ab : bc);
	}
}

TEST(ranges_have_their_ends)
{
	EXPECT(version_within(S("2.14.1"), S("2.0-beta9"), true, S("2.15.0"), false));
	EXPECT(version_within(S("2.0-beta9"), S("2.0-beta9"), true, S("2.15.0"), false));
	EXPECT(!version_within(S("2.15"), S("2.0-beta9"), true, S("2.15.0"), false));
	EXPECT(version_within(S("2.15"), S("2.0-beta9"), true, S("2.15.0"), true));
	EXPECT(!version_within(S("2.0"), S("2.0"), false, S(""), false));
	EXPECT(version_within(S("99"), S("2.0"), false, S(""), false));
	EXPECT(version_within(S("0.1"), S(""), true, S("2"), false));
}

UNIT_MAIN(every_pair_is_in_its_order, the_order_is_total, ranges_have_their_ends)
