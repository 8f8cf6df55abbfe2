/* A buffer holds no more than the maximum it was born with. */
#include "base/buf.h"
#include "tests/unit.h"

TEST(buf_grows)
{
	struct buf b = BUF_INIT(100000);

	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "%d,", i % 10);
	EXPECT_INT(b.n, 20000);
	EXPECT(!buf_failed(&b));
	EXPECT_INT(b.p[b.n], 0);
	EXPECT_STR(str_sub(buf_str(&b), 0, 6), "0,1,2,");
	buf_release(&b);
	buf_release(&b);
	EXPECT_INT(b.max, 100000);
}

TEST(buf_failure_sticks)
{
	struct buf b = BUF_INIT(4);

	buf_puts(&b, "abcd");
	EXPECT(!buf_failed(&b));
	buf_byte(&b, 'e');
	EXPECT(buf_failed(&b));
	buf_put(&b, S(""));
	EXPECT_STR(buf_str(&b), "abcd");
	buf_clear(&b);
	EXPECT(!buf_failed(&b));
	buf_printf(&b, "%s", "12345");
	EXPECT(buf_failed(&b));
	EXPECT_STR(buf_str(&b), "");
	buf_release(&b);
}

TEST(buf_empty)
{
	struct buf b = BUF_INIT(10);

	EXPECT_STR(buf_str(&b), "");
	buf_clear(&b);
	buf_put(&b, (struct str){ NULL, 0 });
	EXPECT_STR(buf_str(&b), "");
	EXPECT(!buf_failed(&b));
	buf_release(&b);
}

UNIT_MAIN(buf_grows, buf_failure_sticks, buf_empty)
