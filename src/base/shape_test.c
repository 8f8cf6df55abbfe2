/* What people type made canonical; what is stored made readable. */
#include "base/shape.h"
#include "tests/unit.h"

static struct str
input(enum input kind, const char *text)
{
	const char *error = NULL;

	return shape_input(arena, kind, str_of(text), &error);
}

#define EXPECT_REFUSED(kind, text) EXPECT(input(kind, text).p == NULL)

TEST(shape_luhn_keys)
{
	static const char *const valid[] = { "750712184", "690781810", "130786049", "2A0000014",
		"2B0000020", "35600000000048" };
	static const char *const wrong[] = { "750712185", "690781801", "2A0000024", "2B0000014",
		"" };

	for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
		EXPECT(shape_luhn(str_of(valid[i])));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		EXPECT(!shape_luhn(str_of(wrong[i])));
}

TEST(shape_finess)
{
	EXPECT_STR(input(INPUT_FINESS, "75 071 218 4"), "750712184");
	EXPECT_STR(input(INPUT_FINESS, "2a0000014"), "2A0000014");
	EXPECT_STR(input(INPUT_FINESS, "750712185"), "750712185"); /* warned about elsewhere */
	EXPECT_REFUSED(INPUT_FINESS, "75071218");
	EXPECT_REFUSED(INPUT_FINESS, "2C0000014");
	EXPECT_REFUSED(INPUT_FINESS, "7507121845");
}

TEST(shape_identifiers)
{
	EXPECT_STR(input(INPUT_SIRET, "356 000 000 00048"), "35600000000048");
	EXPECT_REFUSED(INPUT_SIRET, "35600000000047");
	EXPECT_STR(input(INPUT_TEL, "+33 1.23-45 67 89"), "+33123456789");
	EXPECT_STR(input(INPUT_TEL, "3114"), "3114");
	EXPECT_REFUSED(INPUT_TEL, "12");
	EXPECT_REFUSED(INPUT_TEL, "0123 poste 4");
	EXPECT_REFUSED(INPUT_TEL, "33+1234");
	EXPECT_STR(input(INPUT_EMAIL, "a.b+c@ch-example.fr"), "a.b+c@ch-example.fr");
	EXPECT_REFUSED(INPUT_EMAIL, "a@b");
	EXPECT_REFUSED(INPUT_EMAIL, "a@b@c.fr");
	EXPECT_REFUSED(INPUT_EMAIL, "a b@c.fr");
	EXPECT_REFUSED(INPUT_EMAIL, "@c.fr");
	EXPECT_REFUSED(INPUT_EMAIL, "a@.fr");
	EXPECT_REFUSED(INPUT_EMAIL, "a");
	EXPECT_REFUSED(INPUT_EMAIL, "a@b.fr\r\nBcc: x@y.fr");
}

TEST(shape_controls)
{
	const char *error = NULL;

	EXPECT_REFUSED(INPUT_LINE, "a\nb");
	EXPECT_REFUSED(INPUT_LINE, "a\rb");
	EXPECT_REFUSED(INPUT_LINE, "a\x1B[2J");
	EXPECT_REFUSED(INPUT_AREA, "a\x7F");
	EXPECT_STR(input(INPUT_AREA, "a\r\n\tb"), "a\r\n\tb");
	EXPECT(shape_input(arena, INPUT_AREA, S("a\0b"), &error).p == NULL);
	EXPECT_STR(str_of(error), "error.control");
	EXPECT(shape_input(arena, INPUT_LINE, S("a\0b"), &error).p == NULL);
	EXPECT_STR(input(INPUT_LINE, "h\u00f4pital"), "h\u00f4pital");
}

TEST(shape_reads_well)
{
	struct moment m = { 0 };

	EXPECT(moment_parse(S("2026-07-14T22:05:00Z"), &m));
	EXPECT_STR(shape_moment(arena, m, ZONE_PARIS, LANG_FR), "15/07/2026 00:05");
	EXPECT_STR(shape_moment(arena, m, ZONE_REUNION, LANG_FR), "15/07/2026 02:05 (UTC+4)");
	EXPECT_STR(shape_date(arena, m, ZONE_ANTILLES, LANG_FR), "14/07/2026");
	EXPECT_STR(shape_int(arena, 1234567, LANG_FR), "1\u202f234\u202f567");
	EXPECT_STR(shape_int(arena, -123456, LANG_EN), "-123,456");
	EXPECT_STR(shape_int(arena, 12, LANG_FR), "12");
	EXPECT_STR(shape_duration(arena, 26 * 3600 + 59, LANG_FR), "1\u00a0j\u00a02\u00a0h");
	EXPECT_STR(shape_duration(arena, 3660, LANG_EN), "1\u00a0h\u00a001");
	EXPECT_STR(shape_duration(arena, 59, LANG_FR), "0\u00a0min");
	EXPECT_STR(shape_bytes(arena, 1023, LANG_FR), "1023\u00a0o");
	EXPECT_STR(shape_bytes(arena, 2048, LANG_EN), "2\u00a0kB");
	EXPECT_STR(shape_bytes(arena, 1572864, LANG_FR), "1,5\u00a0Mo");
}

TEST(shape_folds)
{
	EXPECT_STR(
	    shape_folded(arena, S("  CH d'\u00c9vreux \u2013 C\u0152UR  ")), "ch d evreux coeur");
	EXPECT_STR(shape_folded(arena, S("H\u00d4PITAL na\u00efve \u00e7a")), "hopital naive ca");
	EXPECT_STR(shape_folded(arena, S("he\u0301pital")), "hepital"); /* decomposed */
	EXPECT_STR(shape_folded(arena, S("\xC3")), "");
	EXPECT_STR(shape_from_1252(arena, S("\xE9t\xE9 \x80 \x9C\x81")), "été € œ\uFFFD");
}

TEST(shape_hosts)
{
	EXPECT_STR(shape_host(S("https://vigie.example:8443/desk")), "vigie.example");
	EXPECT_STR(shape_host(S("http://127.0.0.1")), "127.0.0.1");
	EXPECT_STR(shape_host(S("http://[::1]/desk")), "[::1]");
	EXPECT_STR(shape_host(S("")), "localhost");
}

UNIT_MAIN(shape_hosts, shape_luhn_keys, shape_finess, shape_identifiers, shape_controls,
    shape_reads_well, shape_folds)
