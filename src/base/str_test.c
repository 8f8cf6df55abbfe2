/* Views: cutting, trimming, numbers, sets and UTF-8. */
#include "base/str.h"
#include "tests/unit.h"

TEST(str_compares)
{
	EXPECT(str_eq(S(""), (struct str){ NULL, 0 }));
	EXPECT(str_eq_nocase(S("AbC"), S("aBc")));
	EXPECT(!str_eq_nocase(S("abc"), S("abd")));
	EXPECT(str_cmp(S("ab"), S("abc")) < 0);
	EXPECT(str_cmp(S("b"), S("abc")) > 0);
	EXPECT(str_cmp(S("é"), S("z")) > 0);
	EXPECT_INT(str_cmp(S("a"), S("a")), 0);
}

TEST(str_looks_inside)
{
	EXPECT(str_starts(S("incident"), S("inc")));
	EXPECT(!str_starts(S("in"), S("inc")));
	EXPECT(str_ends(S("a.fr.po"), S(".fr.po")));
	EXPECT(str_ends(S("a"), S("")));
	EXPECT(!str_ends(S("po"), S(".po")));
	EXPECT(str_has(S("abcd"), S("bc")));
	EXPECT(str_has(S(""), S("")));
	EXPECT(!str_has(S(""), S("a")));
}

TEST(str_cuts)
{
	struct str rest = S("a=b=c");

	EXPECT_STR(str_cut(&rest, '='), "a");
	EXPECT_STR(rest, "b=c");
	EXPECT_STR(str_cut(&rest, ';'), "b=c");
	EXPECT(rest.p == NULL && rest.n == 0);
	rest = S("a;");
	str_cut(&rest, ';');
	EXPECT(rest.p != NULL && rest.n == 0);
	EXPECT_STR(str_sub(S("abc"), 1, 10), "bc");
	EXPECT_STR(str_sub(S("abc"), 4, 1), "");
	EXPECT_STR(str_trim(S(" \t a b\r\n")), "a b");
	EXPECT_STR(str_trim(S(" ")), "");
}

TEST(str_reads_numbers)
{
	int64_t n = 7;

	EXPECT(str_int(S("-12"), &n) && n == -12);
	EXPECT(str_int(S("999999999999999999"), &n) && n == 999999999999999999);
	EXPECT(!str_int(S("9999999999999999999"), &n));
	EXPECT(!str_int(S(""), &n) && !str_int(S("-"), &n) && !str_int(S("1 "), &n));
	EXPECT(!str_int(S("+1"), &n) && !str_int(S("1e3"), &n));
	EXPECT_INT(n, 999999999999999999);
}

TEST(str_sets)
{
	EXPECT(str_in_set(S("a|bc|d"), S("bc")));
	EXPECT(str_in_set(S("a"), S("a")));
	EXPECT(!str_in_set(S("a|bc"), S("b")));
	EXPECT(!str_in_set(S(""), S("a")));
}

TEST(str_utf8)
{
	EXPECT(str_utf8_valid(S("h\u00f4pital \U0001F3E5")));
	EXPECT(!str_utf8_valid(S("\xC0\xAF")));		/* overlong */
	EXPECT(!str_utf8_valid(S("\xE0\x80\xAF")));	/* overlong */
	EXPECT(!str_utf8_valid(S("\xED\xA0\x80")));	/* surrogate */
	EXPECT(!str_utf8_valid(S("\xF4\x90\x80\x80"))); /* above U+10FFFF */
	EXPECT(!str_utf8_valid(S("a\xC3")));		/* cut */
	EXPECT(!str_utf8_valid(S("\x80")));
	EXPECT(str_utf8_valid(S("\xF4\x8F\xBF\xBF")));
	EXPECT_INT(str_utf8_length(S("h\u00f4pital")), 7);
	EXPECT_STR(str_utf8_head(S("\u00e9t\u00e9"), 2), "\u00e9t");
	EXPECT_STR(str_utf8_head(S("ab"), 5), "ab");
	EXPECT_STR(str_utf8_head(S("ab"), 0), "");
}

UNIT_MAIN(str_compares, str_looks_inside, str_cuts, str_reads_numbers, str_sets, str_utf8)
