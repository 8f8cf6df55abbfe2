/* The feeds of tests/data/feed, dates as people write them, hostile documents. */
#include <stdio.h>
#include <string.h>

#include "tests/unit.h"
#include "watch/feed.h"

static struct str
file(const char *name)
{
	FILE *f = fopen(arena_printf(arena, "tests/data/feed/%s", name).p, "rb");
	char *p = arena_alloc(arena, 1 << 16);
	size_t n = f ? fread(p, 1, 1 << 16, f) : 0;

	EXPECT(n > 0);
	if (f)
		fclose(f);
	return (struct str){ p, n };
}

static struct str
at(struct moment m)
{
	return moment_rfc3339(arena, m);
}

TEST(rss)
{
	struct feed f;

	EXPECT(feed_read(file("bulletins.rss"), arena, &f));
	EXPECT(f.trouble == NULL);
	EXPECT_STR(f.title, "Bulletins du CERT exemple");
	EXPECT_INT(f.n, 2);
	EXPECT_STR(
	    f.item[0].title, "Vulnérabilité dans la passerelle Exemple & Fils (CVE-2026-1111)");
	EXPECT_STR(f.item[0].link, "https://cert.example.org/bulletins/1?a=1&b=2");
	EXPECT_STR(f.item[0].id, "bulletin-1");
	EXPECT_STR(at(f.item[0].published), "2026-11-02T08:05:00Z");
	EXPECT_STR(f.item[0].summary, "Une faille permet d’exécuter du code.\nMettre à jour");
	EXPECT_STR(f.item[0].authors, "Équipe");
	EXPECT_STR(f.item[0].categories, "alerte");
	EXPECT_STR(f.item[1].link, "");
	EXPECT(!moment_known(f.item[1].published));
}

TEST(atom)
{
	struct feed f;

	EXPECT(feed_read(file("news.atom"), arena, &f));
	EXPECT_STR(f.title, "Example news");
	EXPECT_STR(f.link, "https://news.example.org/en/");
	EXPECT_INT(f.n, 1);
	EXPECT_STR(f.item[0].id, "tag:news.example.org,2026:7");
	EXPECT_STR(f.item[0].title, "Gateways <exposed>: CVE-2026-1111 is used");
	EXPECT_STR(f.item[0].link, "https://news.example.org/en/7.html");
	EXPECT_STR(at(f.item[0].updated), "2026-11-03T08:30:00Z");
	EXPECT_STR(f.item[0].authors, "A. Writer");
	EXPECT_STR(f.item[0].categories, "Gateways");
	EXPECT_STR(f.item[0].summary, "Attackers use it.\nUpdate & look.");
}

TEST(json)
{
	struct feed f;

	EXPECT(feed_read(file("tools.json"), arena, &f));
	EXPECT_INT(f.n, 2);
	EXPECT_STR(f.item[0].id, "12");
	EXPECT_STR(f.item[0].link, "https://tools.example.com/notes/12");
	EXPECT_STR(f.item[0].summary, "Fixes CVE-2026-2222.");
	EXPECT_STR(f.item[0].authors, "B, C");
	EXPECT_STR(f.item[1].summary, "A word.\nAnother.");
	EXPECT(!moment_known(f.item[1].published));
}

TEST(dates)
{
	static const char *const date[][2] = {
		{ "Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
		{ "Thu, 01 Jan 04 19:48:21 EST", "2004-01-02T00:48:21Z" },
		{ "1 January 2004 9:05 +0100", "2004-01-01T08:05:00Z" },
		{ "Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z" },
		{ "Thursday, 01-Jan-04 19:48:21 UTC", "2004-01-01T19:48:21Z" },
		{ "2003-12-31T10:14:55", "2003-12-31T10:14:55Z" },
		{ "2003-12-31 10:14:55.5 +01:00", "2003-12-31T09:14:55Z" },
		{ "2003-12-31T10:14-0800", "2003-12-31T18:14:00Z" },
		{ "2003-12", "2003-12-01T00:00:00Z" },
		{ "20031231", "2003-12-31T00:00:00Z" },
		{ "2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z" },
		{ "Sept. 3, 2026", "2026-09-03T00:00:00Z" },
		{ "31 Feb 2026 10:00 GMT", "" },
		{ "yesterday", "" },
		{ "2026-13-01", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof date / sizeof *date; i++) {
		struct moment m = MOMENT_NONE;

		EXPECT(feed_moment(str_of(date[i][0]), &m) == (date[i][1][0] != 0));
		EXPECT_STR(at(m), date[i][1]);
	}
}

TEST(html)
{
	static const char *const html[][2] = {
		{ "a &lt; b &amp;amp; <b>c</b>", "a < b &amp; c" },
		{ "1 < 2 <3", "1 < 2 <3" },
		{ "x<!-- <b> -->y", "xy" },
		{ "<a title='a>b' href=x>c</a>", "c" },
		{ "<p>a</p>\n\n<p>b<br>c</p>", "a\nb\nc" },
		{ "<STYLE>p{}</style>d", "d" },
		{ "<script>never", "" },
		{ "&#x41;&#66;&nope;&#0;&#xd800;", "AB&nope;&#0;" },
		{ "don't <b title=\"x>y", "don't y" },
	};

	for (size_t i = 0; i < sizeof html / sizeof *html; i++)
		EXPECT_STR(feed_plain(str_of(html[i][0]), arena, 100), html[i][1]);
	EXPECT_STR(feed_plain(S("éèà"), arena, 2), "éè");
}

static void
refused(struct str s, const char *trouble)
{
	struct feed f;

	EXPECT(!feed_read(s, arena, &f));
	EXPECT_STR(str_of(f.trouble), trouble);
}

TEST(hostile)
{
	struct buf b = BUF_INIT(FEED_BYTES + 2);
	struct feed f;

	refused(S(""), "empty");
	refused(S("hello"), "no_feed");
	refused(S("<html><body/></html>"), "no_feed");
	refused(S("{\"items\":3}"), "no_feed");
	refused(S("{\"items\":[}"), "broken");
	refused(S("<?xml version='1.0' encoding='martian'?><rss/>"), "encoding");
	refused(
	    S("<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss>&b;</rss>"), "entities");
	refused(S("<!DOCTYPE rss [<!ENTITY % p '&#37;q;'>]><rss/>"), "entities");
	for (int i = 0; i < 200; i++)
		buf_puts(&b, i ? "<a>" : "<rss>");
	refused(buf_str(&b), "too_deep");
	while (b.n <= FEED_BYTES)
		buf_puts(&b, "<a>");
	refused(buf_str(&b), "too_large");
	buf_release(&b);

	/* What a document names on another machine is nothing. */
	EXPECT(feed_read(S("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>"
			   "<!ENTITY ok 'fine'>]><rss><channel><item><title>a&x;b &ok; &eacute;"
			   "</title></item></channel></rss>"),
	    arena, &f));
	EXPECT_STR(f.item[0].title, "ab fine é");

	/* What stood whole before the break is kept, and the break told. */
	EXPECT(
	    feed_read(S("<rss><channel><item><title>a</title></item>\n<item><title>b"), arena, &f));
	EXPECT_INT(f.n, 1);
	EXPECT_INT(f.line, 2);
	EXPECT_STR(str_of(f.trouble), "broken");
}

TEST(too_many)
{
	struct buf b = BUF_INIT(1 << 20);
	struct feed f;

	buf_puts(&b, "<rss><channel>");
	for (int i = 0; i <= FEED_ITEMS; i++)
		buf_puts(&b, "<item/>");
	EXPECT(feed_read(buf_str(&b), arena, &f));
	EXPECT_INT(f.n, FEED_ITEMS);
	EXPECT_STR(str_of(f.trouble), "too_many");
	buf_release(&b);
}

TEST(encodings)
{
	static const char wide[] =
	    "\xff\xfe<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0g\0u\0i\0d\0>\0\xe9\0"
	    "<\0/\0g\0u\0i\0d\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0s\0>\0";
	struct feed f;

	EXPECT(feed_read((struct str){ wide, sizeof wide - 1 }, arena, &f));
	EXPECT_STR(f.item[0].id, "é");
	EXPECT(feed_read(S("<rss><item><title>\x80 \x93x\x94</title></item></rss>"), arena, &f));
	EXPECT_STR(f.item[0].title, "€ “x”");
	EXPECT(feed_read(S("<?xml version='1.0' encoding='koi8-r'?><rss><item><title>\xc1</title>"
			   "</item></rss>"),
	    arena, &f));
	EXPECT_STR(f.item[0].title, "а");
}

UNIT_MAIN(rss, atom, json, dates, html, hostile, too_many, encodings)
