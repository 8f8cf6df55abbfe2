/* CSV as RFC 4180 has it, and as spreadsheets write it. */
#include "base/buf.h"
#include "base/csv.h"
#include "tests/unit.h"

static struct csv csv;

static bool
next(void)
{
	return csv_next(&csv, arena);
}

TEST(csv_rows)
{
	csv_start(&csv,
	    S("\xEF\xBB\xBF"
	      "a,b\r\n1,\r\n\r\n,2\n3,4"),
	    ',');
	EXPECT(next());
	EXPECT_INT(csv.n, 2);
	EXPECT_STR(csv.field[0], "a");
	EXPECT(next());
	EXPECT_INT(csv.line, 2);
	EXPECT_STR(csv.field[1], "");
	EXPECT(next());
	EXPECT_INT(csv.line, 4);
	EXPECT_STR(csv.field[0], "");
	EXPECT_STR(csv.field[1], "2");
	EXPECT(next());
	EXPECT_STR(csv.field[1], "4");
	EXPECT(!next());
	EXPECT(!next());
}

TEST(csv_quotes)
{
	csv_start(&csv, S("\"a;\"\"b\"\"\";\"x\ny\";\"\"\nlast;\"\""), ';');
	EXPECT(next());
	EXPECT_INT(csv.n, 3);
	EXPECT_STR(csv.field[0], "a;\"b\"");
	EXPECT_STR(csv.field[1], "x\ny");
	EXPECT_STR(csv.field[2], "");
	EXPECT(csv.error == NULL);
	EXPECT(next());
	EXPECT_INT(csv.line, 3);
	EXPECT_INT(csv.n, 2);
	EXPECT(!next());
}

TEST(csv_old_line_ends)
{
	csv_start(&csv, S("a\rb\r"), ',');
	EXPECT(next());
	EXPECT_STR(csv.field[0], "a");
	EXPECT(next());
	EXPECT_STR(csv.field[0], "b");
	EXPECT_INT(csv.line, 2);
	EXPECT(!next());
}

TEST(csv_text_after_a_quote)
{
	csv_start(&csv, S("\"a\"b,c\nd,e\n"), ',');
	EXPECT(next());
	EXPECT_STR(str_of(csv.error), "error.csv_quote");
	EXPECT(next());
	EXPECT(csv.error == NULL);
	EXPECT_STR(csv.field[1], "e");
}

TEST(csv_unclosed_quote)
{
	csv_start(&csv, S("a,\"b\nc,d\ne,f\n"), ',');
	EXPECT(next());
	EXPECT_STR(str_of(csv.error), "error.csv_quote");
	EXPECT(next());
	EXPECT(csv.error == NULL);
	EXPECT_INT(csv.line, 2);
	EXPECT_STR(csv.field[0], "c");
	EXPECT(next());
	EXPECT_STR(csv.field[1], "f");
	EXPECT(!next());
	csv_start(&csv, S("\""), ',');
	EXPECT(next());
	EXPECT(csv.error != NULL);
	EXPECT(!next());
}

TEST(csv_too_many_fields)
{
	struct buf b = BUF_INIT(4096);

	for (int i = 0; i < CSV_MAX_FIELDS; i++)
		buf_byte(&b, ',');
	buf_puts(&b, "\nx\n");
	csv_start(&csv, buf_str(&b), ',');
	EXPECT(next());
	EXPECT_STR(str_of(csv.error), "error.csv_fields");
	EXPECT(next());
	EXPECT_STR(csv.field[0], "x");
	buf_release(&b);
}

TEST(csv_writes)
{
	struct buf b = BUF_INIT(4096);

	csv_put(&b, S("a"), true);
	csv_put(&b, S(""), false);
	csv_put(&b, S("b,\"c\"\n"), false);
	csv_put(&b, S("=1+1"), false);
	csv_put(&b, S("-2"), false);
	EXPECT_STR(buf_str(&b), "a,,\"b,\"\"c\"\"\n\",\"'=1+1\",\"'-2\"");
	buf_clear(&b);
	csv_put(&b, S("\xEF\xBB\xBFx"), true); /* a cell may look like a mark */
	csv_start(&csv, buf_str(&b), ',');
	EXPECT(next());
	EXPECT_STR(csv.field[0], "\xEF\xBB\xBFx");
	buf_release(&b);
}

UNIT_MAIN(csv_rows, csv_quotes, csv_old_line_ends, csv_text_after_a_quote, csv_unclosed_quote,
    csv_too_many_fields, csv_writes)
