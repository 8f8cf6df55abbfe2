/* Markdown as it is shown: what becomes an element, what stays text, what is too much. */
#include "tests/unit.h"

#include "doc/markdown.h"

static struct str
html(const char *text)
{
	struct buf b = BUF_INIT(1u << 20);
	struct out o = { .buf = &b, .arena = arena, .lang = LANG_FR };
	struct str s;

	markdown_html(&o, str_of(text), 1);
	s = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return s;
}

static const struct sample {
	const char *text, *html;
} sample_table[] = {
	{ "", "" },
	{ "Un **mot** et *un* autre.", "<p>Un <strong>mot</strong> et <em>un</em> autre.</p>\n" },
	{ "1. a\n2. b", "<ol><li>a</li>\n<li>b</li>\n</ol>\n" },
	{ "3. c", "<ol start=\"3\"><li>c</li>\n</ol>\n" },
	{ "- a", "<ul><li>a</li>\n</ul>\n" },
	{ "# T\n\n### U", "<h2>T</h2>\n<h3>U</h3>\n" }, /* no step is left out */
	{ "### T", "<h2>T</h2>\n" },
	{ "### T\n\n### U\n\n#### V\n\n# W", "<h2>T</h2>\n<h2>U</h2>\n<h3>V</h3>\n<h2>W</h2>\n" },
	{ "`a<b`", "<p><code>a&lt;b</code></p>\n" },
	{ "a &amp; b &#65; &eacute;", "<p>a &amp; b A &amp;eacute;</p>\n" },
	{ "<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n" },
	{ "<script>", "<p>&lt;script&gt;</p>\n" },
	{ "![mot](https://x.example/i.png)", "<p>mot</p>\n" },
	{ "[a](https://x.example/?p=1&amp;q=2)",
	    "<p><a href=\"https://x.example/?p=1&amp;q=2\" rel=\"noreferrer noopener "
	    "nofollow\">a</a></p>\n" },
};

TEST(elements)
{
	for (size_t i = 0; i < sizeof sample_table / sizeof sample_table[0]; i++)
		EXPECT_STR(html(sample_table[i].text), sample_table[i].html);
}

/* Nowhere but the web, a mail, or this site. */
TEST(links)
{
	static const char *const bad[] = { "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))",
		"[a](data:text/html,x)", "[a](vbscript:x)", "[a](java&#115;cript:x)",
		"[a](&#106;avascript:x)", "[a](file:///etc/passwd)", "<javascript:alert(1)>" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct str s = html(bad[i]);

		/* "java&amp;#115;cript:" is a place of this site that does not exist. */
		EXPECT(str_has(s, S("href=\"#\"")) || str_has(s, S("href=\"java&amp;#")) ||
		       str_has(s, S("href=\"&amp;#")));
	}
}

TEST(tables)
{
	struct str s = html("| a | b |\n|---|---|\n| 1 | <i> |\n");

	EXPECT(str_has(s, S("<th scope=\"col\">a</th>")));
	EXPECT(str_has(s, S("<td>&lt;i&gt;</td>")));
	EXPECT(str_has(s, S("tabindex=\"0\"")));
}

/* A bomb is shown as it was typed. */
TEST(bombs)
{
	char *deep = arena_alloc(arena, 2002), *many = arena_alloc(arena, 30001);

	memset(deep, '>', 2000);
	memcpy(deep + 2000, "x", 2);
	EXPECT(!markdown_fits(str_of(deep)));
	EXPECT(!str_has(html(deep), S("<blockquote>")));
	for (size_t i = 0; i < 30000; i += 3)
		memcpy(many + i, "- \n", 3);
	many[30000] = '\0';
	EXPECT(!markdown_fits(str_of(many)));
	EXPECT(markdown_fits(S("> > > a")));
	EXPECT(!markdown_fits((struct str){ "a\0b", 3 }));
}

TEST(words)
{
	EXPECT_STR(
	    markdown_words(
		S("# T\n\nUn **mot**.\n\n1. a\n2. b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n"), arena),
	    "T\nUn mot.\n1. a\n2. b\nx\ny\n1\n2");
}

TEST(paper)
{
	struct pdf_about about = { .title = S("T"), .author = S("A"), .lang = LANG_FR };
	struct pdf *p = pdf_begin(arena, &about);
	struct buf b = BUF_INIT(4u << 20);

	pdf_heading(p, 1, S("T"));
	markdown_pdf(p, arena,
	    S("## S\n\nTexte [lien](https://x.example)\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | "
	      "2 |\n"),
	    1);
	EXPECT(pdf_write(p, &b));
	EXPECT(b.n > 1000);
	buf_release(&b);
}

UNIT_MAIN(elements, links, tables, bombs, words, paper)
