/* Every value that a page shows is escaped for the place where it stands. */
#include "tests/unit.h"

#include <string.h>

#include "web/out.h"

static struct buf page = BUF_INIT(1u << 20);

static struct out
out_new(void)
{
	buf_clear(&page);
	return (struct out){ &page, arena, LANG_FR, ZONE_PARIS, NULL };
}

static struct str
text(struct str s)
{
	struct out o = out_new();

	out_text(&o, s);
	return buf_str(&page);
}

static struct str
url(const char *s)
{
	struct out o = out_new();

	out_url(&o, str_of(s));
	return buf_str(&page);
}

static struct str
part(const char *s)
{
	struct out o = out_new();

	out_url_part(&o, str_of(s));
	return buf_str(&page);
}

TEST(text_table)
{
	EXPECT_STR(text(S("")), "");
	EXPECT_STR(text(S("clair")), "clair");
	EXPECT_STR(text(S("&")), "&amp;");
	EXPECT_STR(text(S("<script>alert(\"1\")</script>")),
	    "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
	EXPECT_STR(text(S("l'hôpital & l'été")), "l&#39;hôpital &amp; l&#39;été");
	EXPECT_STR(text(S("&amp;")), "&amp;amp;");
	EXPECT_STR(text(S("<<<>>>")), "&lt;&lt;&lt;&gt;&gt;&gt;");
}

/* Clean bytes are found eight at a time: each mark, at each place, after each byte. */
TEST(text_every_place)
{
	static const char marks[] = "&<>\"'";
	char bytes[19];

	for (int before = 1; before < 256; before++)
		for (size_t at = 1; at < sizeof bytes; at++)
			for (size_t m = 0; m < 5; m++) {
				struct str s = { bytes, sizeof bytes }, got;

				memset(bytes, strchr(marks, before) ? 'x' : before, sizeof bytes);
				bytes[at] = marks[m];
				got = text(s);
				if (memchr(got.p, marks[m], got.n) && marks[m] != '&')
					EXPECT(false);
				if (got.n != sizeof bytes - 1 +
						 (m < 1	     ? 5
						     : m < 3 ? 4
						     : m < 4 ? 6
							     : 5))
					EXPECT_INT(got.n, at);
			}
}

TEST(urls_allowed)
{
	EXPECT_STR(url(""), "");
	EXPECT_STR(url("/incidents/INC-2026-1?a=1&b=2#c"), "/incidents/INC-2026-1?a=1&amp;b=2#c");
	EXPECT_STR(url("?page=2"), "?page=2");
	EXPECT_STR(url("#content"), "#content");
	EXPECT_STR(url("guides/a:b"), "guides/a:b");
	EXPECT_STR(url("https://exemple.fr/é à"), "https://exemple.fr/é%20à");
	EXPECT_STR(url("HTTP://exemple.fr/"), "HTTP://exemple.fr/");
	EXPECT_STR(url("mailto:a@exemple.fr"), "mailto:a@exemple.fr");
	EXPECT_STR(url("tel:+33199001234"), "tel:+33199001234");
	EXPECT_STR(url("/a\" onclick=\"x"), "/a%22%20onclick=%22x");
	EXPECT_STR(url("/it's"), "/it&#39;s");
}

TEST(urls_refused)
{
	static const char *const bad[] = { "javascript:alert(1)", "JavaScript:alert(1)",
		"java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
		" javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "blob:x",
		"file:///etc/passwd", "//ailleurs.example/", "/\\ailleurs.example/", "\\\\ailleurs",
		":x", "x-javascript:1", "ftp://exemple.fr/", "/a\x7f" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		EXPECT_STR(url(bad[i]), "#");
}

TEST(url_parts)
{
	EXPECT_STR(part("INC-2026_1.~"), "INC-2026_1.~");
	EXPECT_STR(part("a b/c?d&e=é"), "a%20b%2Fc%3Fd%26e%3D%C3%A9");
	EXPECT_STR(part("\"><script>"), "%22%3E%3Cscript%3E");
	EXPECT_STR(part(".."), "_");
	EXPECT_STR(part("."), "_");
	EXPECT_STR(part("a.."), "a..");
}

TEST(values)
{
	struct out o = out_new();

	EXPECT_STR(out_str(&o, 0), "0");
	EXPECT_STR(out_str(&o, -42), "-42");
	EXPECT_STR(out_str(&o, (size_t)18446744073709551615u), "18446744073709551615");
	EXPECT_STR(out_of_int(&o, INT64_MAX), "9223372036854775807");
	EXPECT_STR(out_of_int(&o, INT64_MIN + 1), "-9223372036854775807");
	EXPECT_STR(out_of_int(&o, INT_NONE), "");
	EXPECT_STR(out_str(&o, "mot"), "mot");
	EXPECT_STR(out_of_cstr(&o, NULL), "");
	EXPECT_STR(out_str(&o, MOMENT_NONE), "");
	EXPECT_STR(out_str(&o, (struct moment){ 1795525500 }), "24/11/2026 14:05");
	EXPECT_STR(out_str(&o, (struct code){ S("nsp") }), "nsp");
}

TEST(words_with_arguments)
{
	struct out o = out_new();
	const struct str arg[] = { S("<b>"), S("%1") };

	out_fill(&o, "form.error", 2, arg);
	EXPECT_STR(buf_str(&page), "&lt;b&gt;\u00a0: %1"); /* an argument is not filled again */
	buf_clear(&page);
	out_fill(&o, "a <key> that is 100%", 0, NULL);
	EXPECT_STR(buf_str(&page), "a &lt;key&gt; that is 100%");
	buf_clear(&page);
	out_count(&o, "results.count", 1);
	EXPECT_STR(buf_str(&page), "1 résultat");
	buf_clear(&page);
	out_count(&o, "results.count", 2);
	EXPECT_STR(buf_str(&page), "2 résultats");
}

UNIT_MAIN(text_table, text_every_place, urls_allowed, urls_refused, url_parts, values,
    words_with_arguments)
