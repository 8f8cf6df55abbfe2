/* A network has so many anonymous writes at once, then one every two seconds. */
#include "tests/unit.h"

#include "web/serve.h"

static struct limiter *l;

static size_t
taken(const char *address, int64_t now, size_t tries)
{
	size_t n = 0;
	unsigned wait;

	while (tries--)
		n += limiter_take(l, str_of(address), now, &wait);
	return n;
}

TEST(burst_then_refill)
{
	unsigned wait = 0;

	l = limiter_new(60, 2000);
	EXPECT_INT(taken("192.0.2.1", 1000, 100), 60);
	EXPECT(!limiter_take(l, S("192.0.2.1"), 1000, &wait));
	EXPECT_INT(wait, 2);
	EXPECT_INT(taken("192.0.2.1", 2999, 10), 0);
	EXPECT_INT(taken("192.0.2.1", 3000, 10), 1);
	EXPECT_INT(taken("192.0.2.1", 9000, 10), 3);
	EXPECT_INT(taken("192.0.2.1", 9000000, 100), 60);
	limiter_free(l);
}

TEST(networks)
{
	l = limiter_new(60, 2000);
	EXPECT_INT(taken("192.0.2.1", 0, 100), 60);
	EXPECT_INT(taken("::ffff:192.0.2.1", 0, 100), 0);
	EXPECT_INT(taken("192.0.2.2", 0, 100), 60);
	EXPECT_INT(taken("2001:db8:1:2::1", 0, 100), 60);
	EXPECT_INT(taken("2001:db8:1:2:ffff::9", 0, 100), 0);
	EXPECT_INT(taken("2001:db8:1:3::1", 0, 100), 60);
	limiter_free(l);
}

TEST(full_table)
{
	size_t n = 0;

	l = limiter_new(60, 2000);
	EXPECT_INT(taken("192.0.2.1", 0, 60), 60);
	for (int i = 0; i < 65536; i++)
		n += taken(arena_printf(arena, "10.1.%d.%d", i / 256, i % 256).p, 1, 1);
	EXPECT_INT(n, 65536);
	limiter_free(l);
	limiter_free(NULL);
}

UNIT_MAIN(burst_then_refill, networks, full_table)
