/* A cookie is found by its whole name; a language by what the browser prefers. */
#include "tests/unit.h"

#include "web/parse.h"

#define EXPECT_COOKIE(header, wanted) EXPECT_STR(cookie_get(S(header), "session"), wanted)

TEST(cookies)
{
	EXPECT_COOKIE("session=abc", "abc");
	EXPECT_COOKIE("a=1; session=abc; b=2", "abc");
	EXPECT_COOKIE("a=1;session=abc", "abc");
	EXPECT_COOKIE("session=abc=", "abc=");
	EXPECT_COOKIE("session=first; session=second", "first");
	EXPECT_COOKIE("xsession=abc; sessionx=abc; Session=abc", "");
	EXPECT_COOKIE("session", "");
	EXPECT_COOKIE("session=", "");
	EXPECT_COOKIE("session=\"abc\"", "");
	EXPECT_COOKIE("session=a b", "");
	EXPECT_COOKIE("session=a\xC3\xA9", "");
	EXPECT_COOKIE("", "");
	EXPECT_COOKIE(";;;=;", "");
}

#define EXPECT_LANG(header, wanted) EXPECT_INT(accept_language(S(header)), wanted)

TEST(languages)
{
	EXPECT_LANG("", LANG_FR);
	EXPECT_LANG("en", LANG_EN);
	EXPECT_LANG("en-GB,en;q=0.9,fr;q=0.5", LANG_EN);
	EXPECT_LANG("fr-FR, en;q=0.9", LANG_FR);
	EXPECT_LANG("en;q=0.5, fr;q=0.501", LANG_FR);
	EXPECT_LANG("de, en;q=0.7", LANG_EN);
	EXPECT_LANG("de", LANG_FR);
	EXPECT_LANG("*", LANG_FR);
	EXPECT_LANG("*, en;q=0.5", LANG_FR);
	EXPECT_LANG("en;q=0", LANG_FR);
	EXPECT_LANG("EN-us", LANG_EN);
	EXPECT_LANG("en;q=x", LANG_FR);
	EXPECT_LANG("english", LANG_FR);
}

UNIT_MAIN(cookies, languages)
