/* Imports and what is found afterwards, on both engines. */
#include "base/json.h"
#include "tests/unit.h"

#include "store/fixture.h"

#include "directory/directory.h"
#include "directory/sample.h"

static struct import_report report;

static enum outcome
give(struct fixture *f, struct str bytes)
{
	import_report_init(&report, "finess", arena);
	return directory_import(f->db, bytes, &report);
}

static void
told(int64_t read, int64_t imported, int64_t updated, int64_t skipped, int64_t rejected)
{
	EXPECT_INT(report.read, read);
	EXPECT_INT(report.imported, imported);
	EXPECT_INT(report.updated, updated);
	EXPECT_INT(report.skipped, skipped);
	EXPECT_INT(report.rejected.n, rejected);
}

/* Numbers found for a text, "a b c", at most three. */
static struct str
found(struct fixture *f, const char *text, const char *department)
{
	struct structure_ask ask = { .text = str_of(text), .department = str_of(department) };
	struct structure_list list;
	struct str all = { NULL, 0 };

	EXPECT_INT(structure_search(f->db, &ask, arena, &list), OK);
	for (size_t i = 0; i < list.n && i < 3; i++)
		all = arena_printf(
		    arena, "%.*s%s%.*s", PS(all), i ? " " : "", PS(list.item[i].finess));
	return all;
}

/* ==== Imports ==== */

static void
twice(struct fixture *f)
{
	EXPECT_INT(give(f, sample("cs1100502-utf8.csv")), OK);
	told(14, 14, 0, 0, 0);
	EXPECT_INT(give(f, sample("cs1100502-utf8.csv")), OK);
	told(14, 0, 0, 14, 0);
	EXPECT_INT(give(f, sample("cs1100502-latin1.csv")), OK);
	told(14, 0, 0, 14, 0);
	EXPECT_INT(give(f, sample("cs1100507-positions.csv")), OK);
	told(0, 0, 0, 0, 0);
	EXPECT_INT(report.ignored, 2);
}

TEST(the_same_file_twice_changes_nothing)
{
	each_engine(twice);
}

static void
older(struct fixture *f)
{
	struct structure s;

	EXPECT_INT(give(f, sample("cs1100502-utf8.csv")), OK);
	EXPECT_INT(give(f, sample("cs1100507-2016-damaged.csv")), OK);
	told(3, 2, 0, 1, 0); /* Fleyriat of 2013 does not replace that of 2020 */
	EXPECT_INT(report.warnings.n, 3);
	EXPECT_INT(structure_by_finess(f->db, S("010000024"), arena, &s), OK);
	EXPECT_STR(s.name, "CH DE FLEYRIAT");
	EXPECT_STR(s.siret, "26010004500012");
	EXPECT_STR(s.org_type.s, "ES");
	EXPECT_STR(s.region.s, "84");
	EXPECT_INT(structure_by_finess(f->db, S("010002335"), arena, &s), OK);
	EXPECT_STR(s.org_type.s, "AUTRE");
}

TEST(an_older_record_does_not_replace_a_newer)
{
	each_engine(older);
}

static void
merged(struct fixture *f)
{
	struct structure s;

	EXPECT_INT(give(f, sample("list.csv")), OK);
	told(36, 36, 0, 0, 0);
	EXPECT_INT(structure_by_finess(f->db, S("590780268"), arena, &s), OK);
	EXPECT_STR(s.department.s, "59");
	EXPECT_STR(s.region.s, "32");
	EXPECT_STR(s.legal_status.s, "prive_lucratif");
	EXPECT_STR(s.org_type.s, "ES");
	EXPECT_INT(give(f, sample("history-2021.csv")), OK);
	told(1, 1, 0, 0, 0);
	EXPECT_INT(give(f, S("FINESS;Raison sociale;Commune;Statut Juridique;Région\n"
			     "010000024;010000024 - CH NOUVEAU NOM;VIRIAT;Public;84 - x\n")),
	    OK);
	told(1, 0, 1, 0, 0);
	EXPECT_INT(structure_by_finess(f->db, S("010000024"), arena, &s), OK);
	EXPECT_STR(s.name, "CH NOUVEAU NOM");
	EXPECT_STR(s.phone, "0474454647"); /* what the short list does not tell stays */
	EXPECT_STR(found(f, "nouveau", ""), "010000024");
}

TEST(what_a_poorer_file_does_not_tell_stays)
{
	each_engine(merged);
}

static const char in_a_group[] =
    "{\"gcc\":[{\"typeGcc\":\"001\",\"nomGcc\":\"Flandre\",\"gccIdentifiantExterne\":\"9\","
    "\"pmejDuGcc\":[{\"pmSmsseId\":\"7\"}]}],\"pmej\":[{\"informationsGeneralesPMEJ\":"
    "{\"pmSmsseId\":\"7\",\"numFinessPm\":\"590781902\",\"denominationPm\":\"CH ARRAS\"},"
    "\"ege\":[{\"informationsGeneralesEGE\":{\"numFinessEge\":\"590780193\","
    "\"nomEgeCourt\":\"SITE\"},\"adresse\":[{\"codePostal\":\"59000\"}]}]}]}";

static void
flux(struct fixture *f)
{
	struct legal_entity e;
	struct structure_list list;
	struct ght_list groups;

	EXPECT_INT(give(f, sample("structures.json")), OK);
	told(3, 3, 0, 0, 0);
	EXPECT_INT(give(f, sample("structures.json")), OK);
	told(3, 0, 0, 3, 0);
	EXPECT_INT(legal_entity_by_finess(f->db, S("010000016"), arena, &e), OK);
	EXPECT(moment_known(e.closed));
	EXPECT_INT(structure_of_legal(f->db, S("010000156"), arena, &list), OK);
	EXPECT_INT(list.n, 1);
	EXPECT_INT(ght_all(f->db, arena, &groups), OK);
	EXPECT_INT(groups.n, 1);
	EXPECT_STR(groups.item[0].name, "77 Nord");
	EXPECT_INT(give(f, str_of(in_a_group)), OK);
	told(2, 2, 0, 0, 0);
	EXPECT_INT(structure_of_ght(f->db, S("9"), arena, &list), OK);
	EXPECT_INT(list.n, 1);
	EXPECT_STR(list.item[0].ght, "Flandre");
	EXPECT_STR(found(f, "site ch d arras", ""), "590780193"); /* by its legal entity */
}

TEST(the_flux_brings_legal_entities_and_groups)
{
	each_engine(flux);
}

static void
refused(struct fixture *f)
{
	struct buf b = BUF_INIT(1u << 20);

	EXPECT_INT(give(f, S("name;town\nx;y\n")), INVALID);
	EXPECT_INT(report.rejected.n, 1);
	EXPECT_INT(give(f, S("")), INVALID);
	EXPECT_INT(give(f, S("{\"pmej\":1}")), OK);
	EXPECT_INT(report.rejected.n, 1);
	EXPECT_INT(give(f, S("finess;etalab;1;2026-05-12\nstructureet;x;;y\n")), OK);
	told(1, 0, 0, 0, 1);
	import_report_json(&b, &report, LANG_EN);
	EXPECT_STR(buf_str(&b),
	    "{\"kind\":\"finess\",\"read\":1,\"imported\":0,\"updated\":0,\"skipped\":0,"
	    "\"rejected\":[{\"line\":2,\"field\":null,\"message\":\"The line has 4 columns, which "
	    "is not the number expected.\"}],\"rejected_count\":1,\"ignored\":0,\"warnings\":[],"
	    "\"warnings_count\":0}");
	buf_release(&b);
}

TEST(a_file_of_another_kind_is_refused)
{
	each_engine(refused);
}

/* ==== By hand ==== */

static void
by_hand(struct fixture *f)
{
	struct structure s, got;
	struct structure_ask ask = { .text = S("cabinet") };
	struct structure_list list;

	field_clear(structure_fields, &s);
	EXPECT_INT(structure_add_manual(f->db, &s, moment_now(), arena), INVALID);
	s.name = S("Cabinet du docteur Exemple");
	s.department.s = S("977");
	EXPECT_INT(structure_add_manual(f->db, &s, moment_now(), arena), OK);
	EXPECT_STR(s.region.s, "01");
	EXPECT_STR(s.org_type.s, "AUTRE");
	EXPECT_INT(structure_by_pick(f->db, structure_pick(&s, arena), arena, &got), OK);
	EXPECT_STR(got.name, "Cabinet du docteur Exemple");
	EXPECT_INT(structure_search(f->db, &ask, arena, &list), OK);
	EXPECT_INT(list.n, 0); /* not for everybody */
	ask.manual = true;
	EXPECT_INT(structure_search(f->db, &ask, arena, &list), OK);
	EXPECT_INT(list.n, 1);
	s.finess = S("750712184");
	s.name = S("AP-HP");
	EXPECT_INT(structure_add_manual(f->db, &s, moment_now(), arena), OK);
	EXPECT_STR(found(f, "ap hp", ""), "750712184");
	EXPECT_INT(structure_add_manual(f->db, &s, moment_now(), arena), CONFLICT);
	EXPECT_INT(structure_by_finess(f->db, S("999999999"), arena, &got), NOT_FOUND);
	EXPECT_INT(structure_by_pick(f->db, S("id-x"), arena, &got), NOT_FOUND);
}

TEST(what_finess_does_not_know_is_typed_by_hand)
{
	each_engine(by_hand);
}

/* ==== Search ==== */

static void
small(struct fixture *f)
{
	EXPECT_INT(give(f, sample("list.csv")), OK);
	EXPECT_INT(give(f, sample("cs1100502-utf8.csv")), OK);
	EXPECT_STR(found(f, "hôpital le bois", ""), "590780268");
	EXPECT_STR(found(f, "HOPITAL LE BOIS", ""), "590780268");
	EXPECT_STR(found(f, "bois lille", ""), "590780268");
	EXPECT_STR(found(f, "lil boi", ""), "590780268");
	EXPECT_STR(found(f, "saint philibert", ""), "590780284");
	EXPECT_STR(found(f, "st-philibert", ""), "590780284");
	EXPECT_STR(found(f, "Centre hospitalier Fleyriat", ""), "010000024");
	EXPECT_STR(found(f, "saint-barthélemy", ""), "970102018");
	EXPECT_STR(found(f, "2A0000030", ""), "2A0000030");
	EXPECT_STR(found(f, "2a00000", ""), "2A0000030");
	EXPECT_STR(found(f, "59 078 0268", ""), "590780268");
	EXPECT_STR(found(f, "010780054", ""), "010000024"); /* its legal entity */
	EXPECT_STR(found(f, "01440", ""), "010000024");	    /* its postcode */
	EXPECT_STR(found(f, "26010004500012", ""), "010000024");
	EXPECT_STR(found(f, "lille", "62"), "");
	EXPECT_STR(found(f, "", "976"), "980502199 980501506");
	EXPECT_STR(found(f, "", ""), "");
	EXPECT_STR(found(f, "de la", ""), "");
	EXPECT_STR(found(f, "%", ""), "");
	EXPECT_STR(found(f, "' or 1=1 --", ""), "");
	EXPECT_STR(found(f, "\xFF\xFE", ""), "");
	EXPECT_STR(found(f, "zzz", ""), "");
}

TEST(search_takes_numbers_names_and_towns_as_people_type_them)
{
	each_engine(small);
}

/* ==== All of the real data ==== */

static void
all_departments_agree(struct fixture *f, struct str list)
{
	struct structure s;
	int64_t wrong = 0;

	str_cut(&list, '\n');
	while (list.n) {
		struct str line = str_cut(&list, '\n');
		struct str finess = str_cut(&line, ';'), region = line;

		for (int i = 0; i < 3; i++)
			str_cut(&region, ';');
		if (structure_by_finess(f->db, finess, arena, &s) != OK)
			continue;
		wrong += !str_eq(s.region.s, str_sub(region, 0, 2));
	}
	EXPECT_INT(wrong, 0);
}

static void
real(struct fixture *f)
{
	struct str derived, latin1, list;
	struct structure s;

	if (!large("DERIVED-cs1100502-like-from-sae2023-utf8.csv", &derived) ||
	    !large("DERIVED-cs1100502-like-from-sae2023-latin1.csv", &latin1) ||
	    !large("finess-etablissements-sanitaires-liste.csv", &list))
		return;
	EXPECT_INT(give(f, derived), OK);
	told(3975, 3975, 0, 0, 0);
	EXPECT_INT(give(f, latin1), OK);
	told(3975, 0, 0, 3975, 0);
	all_departments_agree(f, list);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from structure where department is null or region is null"),
	    0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from structure where military = 1"), 9);
	EXPECT_INT(give(f, list), OK);
	EXPECT_INT(report.read, 3974);
	EXPECT_INT(report.rejected.n, 0);
	EXPECT_INT(give(f, list), OK);
	told(3974, 0, 0, 3974, 0);
	EXPECT_INT(
	    structure_by_finess(f->db, str_sub(found(f, "chu lille", "59"), 0, 9), arena, &s), OK);
	EXPECT_STR(s.town, "LILLE");
	EXPECT(str_has(s.name, S("CHU")) || str_has(s.name, S("CHR")));
}

TEST(the_real_establishments_all_go_in)
{
	each_engine(real);
}

static void
alone(struct fixture *f)
{
	struct str list;

	if (!large("finess-etablissements-sanitaires-liste.csv", &list))
		return;
	EXPECT_INT(give(f, list), OK);
	told(3974, 3974, 0, 0, 0);
	EXPECT_INT(report.warnings.n, 0);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from structure where department is null"), 0);
}

TEST(the_short_list_tells_department_by_the_number)
{
	each_engine(alone);
}

UNIT_MAIN(the_same_file_twice_changes_nothing, an_older_record_does_not_replace_a_newer,
    what_a_poorer_file_does_not_tell_stays, the_flux_brings_legal_entities_and_groups,
    a_file_of_another_kind_is_refused, what_finess_does_not_know_is_typed_by_hand,
    search_takes_numbers_names_and_towns_as_people_type_them, the_real_establishments_all_go_in,
    the_short_list_tells_department_by_the_number)
