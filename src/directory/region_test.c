/* Departments, regions, agencies in time; postcodes and FINESS numbers; types. */
#include "directory/directory.h"
#include "base/table.h"
#include "tests/unit.h"

static const char departments[] =
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 2A 2B 21 22 23 24 25 26 27 28 29 30 "
    "31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 "
    "62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 "
    "93 94 95 971 972 973 974 976";

static struct moment
at(const char *text)
{
	struct moment m = MOMENT_NONE;

	EXPECT(moment_parse(str_of(text), &m));
	return m;
}

TEST(each_of_the_101_departments_has_an_agency)
{
	struct str rest = str_of(departments);
	struct region r;
	int n = 0;

	while (rest.n) {
		struct str department = str_cut(&rest, ' ');

		EXPECT(directory_region(department, MOMENT_NONE, &r));
		EXPECT(r.code.n == 2 && r.agency.n > 0 && r.alert_mail.n > 0 && !r.no_ars);
		EXPECT_STR(directory_region_code(department), arena_cstr(arena, r.code));
		n++;
	}
	EXPECT_INT(n, 101);
}

TEST(collectivities_overseas_have_their_own_rules)
{
	static const char *const none[] = { "975", "986", "987", "988" };
	struct region r;

	for (size_t i = 0; i < 4; i++) {
		EXPECT(directory_region(str_of(none[i]), MOMENT_NONE, &r));
		EXPECT(r.no_ars && r.code.n == 0 && r.agency.n == 0);
	}
	EXPECT(directory_region(S("977"), MOMENT_NONE, &r));
	EXPECT_STR(r.code, "01");
	EXPECT(directory_region(S("978"), MOMENT_NONE, &r));
	EXPECT_STR(r.code, "01");
	EXPECT(!directory_region(S("20"), MOMENT_NONE, &r));
	EXPECT(!directory_region(S(""), MOMENT_NONE, &r));
	EXPECT(!directory_region(S("01|03"), MOMENT_NONE, &r));
}

TEST(one_agency_answered_for_the_indian_ocean_until_the_end_of_2019)
{
	struct region r;

	EXPECT(directory_region(S("974"), at("2019-06-01"), &r));
	EXPECT_STR(r.agency, "ARS Océan Indien");
	EXPECT_STR(r.code, "04");
	EXPECT(directory_region(S("976"), at("2019-12-31T23:00:00Z"), &r));
	EXPECT_STR(r.agency, "ARS Océan Indien");
	EXPECT(directory_region(S("976"), at("2020-01-01"), &r));
	EXPECT_STR(r.agency, "ARS Mayotte");
	EXPECT(directory_region(S("974"), MOMENT_NONE, &r));
	EXPECT_STR(r.agency, "ARS La Réunion");
}

static void
department(const char *postcode, const char *commune, const char *finess, const char *wanted)
{
	EXPECT_STR(directory_department(str_of(postcode), str_of(commune), str_of(finess)), wanted);
}

TEST(an_address_tells_its_department_or_that_one_must_ask)
{
	department("59000", "", "", "59");
	department("01440", "", "01", "01");
	department("20000", "", "", "");
	department("20000", "2A004", "", "2A");
	department("20200", "", "2B", "2B");
	department("97133", "", "9A", "977");
	department("97150", "", "9A", "978");
	department("97133", "", "", "977");
	department("97139", "", "9A", "971");
	department("", "97123", "", "977");
	department("", "", "9B", "972");
	department("", "", "9C", "973");
	department("97405", "", "9D", "974");
	department("97620", "", "9F", "976");
	department("98600", "", "9J", "986");
	department("97500", "", "", "975");
	department("98713", "", "", "987");
	department("98800", "", "", "988");
	department("98000", "", "", ""); /* Monaco */
	department("5900", "", "", "");
	department("", "", "", "");
	department("99999", "99999", "9Z", "");
}

TEST(a_finess_number_is_warned_about_never_refused)
{
	EXPECT(finess_warning(S("750712184")) == NULL);
	EXPECT(finess_warning(S("2A0000014")) == NULL);
	EXPECT(finess_warning(S("2B0000020")) == NULL);
	EXPECT(finess_warning(S("980501506")) == NULL);
	EXPECT(finess_warning(S("")) == NULL);
	EXPECT_STR(str_of(finess_warning(S("750712185"))), "directory.finess_key");
	EXPECT_STR(str_of(finess_warning(S("000000000"))), "directory.finess_department");
	EXPECT_STR(directory_department_of_finess(S("970100400")), "971");
	EXPECT_STR(directory_department_of_finess(S("970409645")), "974");
	EXPECT_STR(directory_department_of_finess(S("980501506")), "976");
	EXPECT_STR(directory_department_of_finess(S("2B0000020")), "2B");
	EXPECT_STR(directory_department_of_finess(S("59")), "");
}

TEST(a_category_tells_the_type_of_structure)
{
	EXPECT_STR(structure_type(S("355")).s, "ES");
	EXPECT_STR(structure_type(S("101")).s, "ES");
	EXPECT_STR(structure_type(S("114")).s, "SSA");
	EXPECT_STR(structure_type(S("611")).s, "LBM");
	EXPECT_STR(structure_type(S("500")).s, "EHPAD");
	EXPECT_STR(structure_type(S("183")).s, "ESMS_HANDICAP");
	EXPECT_STR(structure_type(S("354")).s, "ESMS_AUTRE");
	EXPECT_STR(structure_type(S("620")).s, "AUTRE");
	EXPECT_STR(structure_type(S("zzz")).s, "AUTRE");
	EXPECT_STR(structure_type(S("")).s, "AUTRE");
}

/* The vocabulary names the main categories too: both tables must say the same. */
TEST(the_two_tables_of_categories_agree)
{
	const struct vocab *types = vocab_get("org_type");

	for (size_t i = 0; i < types->n; i++) {
		struct str set = attribute(types->item[i].attributes, "finess");

		while (set.n)
			EXPECT_STR(structure_type(str_cut(&set, ',')).s,
			    arena_cstr(arena, types->item[i].code));
	}
}

UNIT_MAIN(each_of_the_101_departments_has_an_agency, collectivities_overseas_have_their_own_rules,
    one_agency_answered_for_the_indian_ocean_until_the_end_of_2019,
    an_address_tells_its_department_or_that_one_must_ask,
    a_finess_number_is_warned_about_never_refused, a_category_tells_the_type_of_structure,
    the_two_tables_of_categories_agree)
