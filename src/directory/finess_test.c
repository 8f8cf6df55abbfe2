/* The readers of the national files: each layout, both encodings, and damage. */
#include "directory/finess.h"
#include "base/shape.h"
#include "directory/sample.h"

struct tally {
	size_t structures, legal, ignored, bad, notes;
};

static struct tally
count(struct str bytes)
{
	struct tally n = { 0 };
	struct finess_csv f;
	struct finess_record r;
	enum finess_row row;
	struct arena *a = arena_new(64u << 20);

	finess_csv_start(&f, bytes);
	while ((row = finess_csv_next(&f, a, &r)) != FINESS_END) {
		n.structures += row == FINESS_STRUCTURE;
		n.ignored += row == FINESS_IGNORED;
		n.bad += row == FINESS_BAD;
		n.notes += r.n_notes;
		if (row == FINESS_STRUCTURE)
			EXPECT(shape_luhn(r.s.finess));
		arena_reset(a);
	}
	arena_free(a);
	return n;
}

/* The nth record of a text, from 1. */
static enum finess_row
record(struct str bytes, size_t nth, struct finess_record *ret)
{
	struct finess_csv f;
	enum finess_row row;

	finess_csv_start(&f, bytes);
	while ((row = finess_csv_next(&f, arena, ret)) != FINESS_END)
		if ((row == FINESS_STRUCTURE || row == FINESS_BAD) && --nth == 0)
			break;
	return row;
}

TEST(the_extract_reads_in_both_encodings)
{
	struct str utf8 = sample("cs1100502-utf8.csv"), latin1 = sample("cs1100502-latin1.csv");
	struct finess_record a, b;

	EXPECT_INT(count(utf8).structures, 14);
	EXPECT_INT(count(latin1).structures, 14);
	EXPECT_INT(count(utf8).bad + count(utf8).notes + count(latin1).bad, 0);
	for (size_t i = 1; i <= 14; i++) {
		EXPECT_INT(record(utf8, i, &a), FINESS_STRUCTURE);
		EXPECT_INT(record(latin1, i, &b), FINESS_STRUCTURE);
		for (field_list f = structure_fields; *f; f++)
			EXPECT(field_equal(*f, &a.s, &b.s));
	}
}

TEST(a_line_becomes_a_structure)
{
	struct finess_record r;

	EXPECT_INT(record(sample("cs1100502-utf8.csv"), 1, &r), FINESS_STRUCTURE);
	EXPECT_INT(r.line, 2);
	EXPECT_STR(r.s.finess, "010000024");
	EXPECT_STR(r.s.finess_legal, "010780054");
	EXPECT_STR(r.s.name, "CH DE FLEYRIAT");
	EXPECT_STR(r.s.address, "900 ROUTE DE PARIS");
	EXPECT_STR(r.s.postcode, "01440");
	EXPECT_STR(r.s.town, "VIRIAT");
	EXPECT_STR(r.s.department.s, "01");
	EXPECT_STR(r.s.phone, "0474454647");
	EXPECT_STR(r.s.category, "355");
	EXPECT_STR(r.s.siret, "26010004500012");
	EXPECT_STR(r.s.legal_status.s, "public");
	EXPECT_STR(moment_rfc3339(arena, r.s.updated), "2020-02-04T00:00:00Z");
}

TEST(territories_overseas_are_told_apart)
{
	static const char *const wanted[] = { "01", "977", "978", "978", "972", "973", "974", "974",
		"974", "976", "976", "986", "973", "972" };
	struct str text = sample("cs1100502-utf8.csv");
	struct finess_record r;

	for (size_t i = 0; i < 14; i++) {
		EXPECT_INT(record(text, i + 1, &r), FINESS_STRUCTURE);
		EXPECT_STR(r.s.department.s, wanted[i]);
	}
	EXPECT_INT(record(text, 10, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.name, "LIEU DE VIE \"MAVOUNA MEMA 1\"");
	EXPECT_INT(record(text, 5, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.name, "CMPP INTERSECTORIEL ALOES");
	EXPECT_INT(record(text, 6, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.town, "CAYENNE");
	EXPECT_INT(record(text, 9, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.address, "1C RUE RAYMOND BARRE, ZAC MOULIN JOLI");
}

TEST(what_a_spreadsheet_spoiled_is_repaired_or_dropped)
{
	struct str text = sample("cs1100507-2016-damaged.csv");
	struct finess_record r;

	EXPECT_INT(record(text, 1, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.siret, "");
	EXPECT_INT(r.n_notes, 1);
	EXPECT_STR(str_of(r.note[0].key), "directory.bad_siret");
	EXPECT_STR(r.note[0].value, "2,601E+13");
	EXPECT_STR(r.s.phone, "0474454647");
	EXPECT_STR(r.s.department.s, "01");
	EXPECT_STR(moment_rfc3339(arena, r.s.opened), "1979-02-13T00:00:00Z");
	EXPECT_STR(moment_rfc3339(arena, r.s.updated), "2013-09-04T00:00:00Z");
	EXPECT_STR(r.s.town, "BOURG EN BRESSE");
	EXPECT_INT(count(text).structures, 3);
	EXPECT_INT(count(text).ignored, 1);
	EXPECT_INT(count(sample("cs1100507-positions.csv")).ignored, 2);
}

TEST(the_history_and_the_short_list_are_known_by_their_header)
{
	struct finess_record r;

	EXPECT_INT(record(sample("history-2021.csv"), 1, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.category_label, "Centre Hospitalier (C.H.)");
	EXPECT_STR(r.s.phone, "0474454647");
	EXPECT_STR(r.s.postcode, "01440");
	EXPECT_STR(r.s.source, "finess-histo");
	EXPECT_INT(r.n_notes, 0);
	EXPECT_INT(record(sample("list.csv"), 1, &r), FINESS_STRUCTURE);
	EXPECT(!str_has(r.s.name, r.s.finess));
	EXPECT_INT(count(sample("list.csv")).structures, 36);
	EXPECT_INT(count(sample("list.csv")).bad + count(sample("list.csv")).notes, 0);
}

#define LINE(number, name)                                                                         \
	"structureet;" number ";010780054;" name ";;;;;;;;;451;01;AIN;01440 VIRIAT;;;355;;;;"      \
	";;;;;;;;;\n"

TEST(a_bad_line_costs_itself_alone)
{
	struct str text = S("finess;etalab;5;2026-05-12\n" LINE("010000024", "A") LINE("xx", "B")
		LINE("010000032", "\"OPEN") "structureet;010000065;short\n" LINE(
		    "010000065", "") "what;is;this\n" LINE("10000081", "C") LINE("010000082", "D"));
	static const struct {
		enum finess_row row;
		int64_t line;
		const char *field, *key;
	} wanted[] = {
		{ FINESS_STRUCTURE, 2, NULL, NULL },
		{ FINESS_BAD, 3, "finess", "directory.bad_finess" },
		{ FINESS_BAD, 4, "", "error.csv_quote" },
		{ FINESS_BAD, 5, "", "directory.bad_width" },
		{ FINESS_BAD, 6, "name", "directory.no_name" },
		{ FINESS_BAD, 7, "", "directory.bad_kind" },
		{ FINESS_STRUCTURE, 8, "finess", "directory.zero_restored" },
		{ FINESS_STRUCTURE, 9, "finess", "directory.finess_key" },
	};
	struct finess_record r;

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		EXPECT_INT(record(text, i + 1, &r), wanted[i].row);
		EXPECT_INT(r.line, wanted[i].line);
		EXPECT_INT(r.n_notes, wanted[i].key != NULL);
		if (r.n_notes == 0 || wanted[i].key == NULL)
			continue;
		EXPECT_STR(str_of(r.note[0].key), wanted[i].key);
		EXPECT_STR(str_of(r.note[0].field), wanted[i].field);
	}
	EXPECT_INT(record(text, 9, &r), FINESS_END);
}

TEST(another_file_is_told_at_once)
{
	struct finess_record r;

	EXPECT_INT(record(S("a;b;c\n1;2;3\n"), 1, &r), FINESS_BAD);
	EXPECT_STR(str_of(r.note[0].key), "directory.bad_file");
	EXPECT_INT(record(S("a;b;c\n1;2;3\n"), 2, &r), FINESS_END);
	EXPECT_INT(record(S(""), 1, &r), FINESS_END);
	EXPECT_INT(record(S("\xEF\xBB\xBF\r\n\r\n"), 1, &r), FINESS_END);
}

TEST(values_are_read_as_people_write_them)
{
	struct finess_record r = { .n_notes = 0 };
	struct str postcode = { NULL, 0 }, town = { NULL, 0 };

	EXPECT_STR(finess_phone(arena, S("04 74 45 46 47"), &r), "0474454647");
	EXPECT_STR(finess_phone(arena, S("474454647"), &r), "0474454647");
	EXPECT_STR(finess_phone(arena, S("+33 4 74 45 46 47"), &r), "0474454647");
	EXPECT_STR(finess_siret(arena, S("6010004500012"), &r), "");
	finess_routing(arena, S("1440 VIRIAT"), &postcode, &town);
	EXPECT_STR(postcode, "01440");
	finess_routing(arena, S("97306 CAYENNE CEDEX 2"), &postcode, &town);
	EXPECT_STR(town, "CAYENNE");
	EXPECT_INT(r.n_notes, 1);
	EXPECT(!moment_known(finess_date(S("31/02/2020"), "opened", &r)));
	EXPECT(!moment_known(finess_date(S("2020"), "opened", &r)));
	EXPECT_INT(r.n_notes, 3);
	EXPECT_STR(moment_rfc3339(arena, finess_date(S("2021-10-18 10:00:00"), "updated", &r)),
	    "2021-10-18T10:00:00Z");
}

/* ==== FINESS+ ==== */

TEST(the_flux_gives_legal_entities_then_their_sites)
{
	struct finess_json f;
	struct finess_record r;

	finess_json_start(&f, sample("structures.json"), arena);
	EXPECT(f.error == NULL);
	EXPECT_INT(f.n_ght, 1);
	EXPECT_STR(f.ght[0].name, "77 Nord");
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_LEGAL);
	EXPECT_STR(r.legal.finess, "010000016");
	EXPECT_STR(moment_rfc3339(arena, r.legal.closed), "2019-03-03T00:00:00Z");
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_LEGAL);
	EXPECT_STR(r.legal.name, "CLINIQUE CONVERT");
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.finess, "010780195");
	EXPECT_STR(r.s.finess_legal, "010000156");
	EXPECT_STR(r.s.legal_status.s, "prive_lucratif");
	EXPECT_STR(r.s.address, "62 AVENUE DE JASSERON, BP 132");
	EXPECT_STR(r.s.department.s, "01");
	EXPECT_STR(r.s.category, "365");
	EXPECT_INT(r.n_notes, 0);
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_END);
	finess_json_release(&f);
}

static const char flux[] =
    "{\"gcc\":{\"typeGcc\":\"001\",\"nomGcc\":\" Flandre \",\"gccId\":\"9\",\"pmejDuGcc\":"
    "[{\"pm_smsseId\":\"7\"}]},\n\"pmej\":[\n"
    "{\"informationsGeneralesPmej\":{\"pm_smsseId\":\"7\",\"numFinessPm\":\" 590781902 \","
    "\"denominationPm\":\"CH  X \"},\"ege\":[{\"informationsGeneralesEGE\":{\"numFinessEge\":"
    "\"590780193\",\"nomEgeCourt\":\"SITE\"},\"etatObjet\":{\"code\":\"I\"},\"dateDerniereMaj\":"
    "\"2021-10-18 00:00:00\",\"adresse\":[{\"codePostal\":\"59000\",\"coordonneesGeographique\":"
    "{\"coordonneeX\":\"7059480.53\",\"coordonneeY\":\"704342.52\",\"directionLatitude\":"
    "\"50.6123456\",\"directionLongitude\":\"-3.05\"}}]},{\"informationsGeneralesEGE\":{}}]},\n"
    "{broken},\n12,\n{\"ege\":[]}\n]}";

TEST(the_flux_may_spell_otherwise_and_be_broken_in_places)
{
	struct finess_json f;
	struct finess_record r;

	finess_json_start(&f, str_of(flux), arena);
	EXPECT(f.error == NULL);
	EXPECT_INT(f.n_ght, 1);
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_LEGAL);
	EXPECT_STR(r.legal.finess, "590781902");
	EXPECT_STR(r.legal.name, "CH X");
	EXPECT_STR(r.legal.ght_code, "9");
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_STRUCTURE);
	EXPECT_STR(r.s.ght, "Flandre");
	EXPECT_INT(r.s.latitude, 50612345);
	EXPECT_INT(r.s.longitude, -3050000);
	EXPECT(moment_known(r.s.closed));
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_BAD);
	EXPECT_INT(r.line, 3);
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_BAD);
	EXPECT_INT(r.line, 4);
	EXPECT_STR(str_of(r.note[0].key), "directory.bad_json");
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_BAD);
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_BAD);
	EXPECT_STR(str_of(r.note[0].key), "directory.bad_finess");
	EXPECT_INT(finess_json_next(&f, arena, &r), FINESS_END);
	finess_json_release(&f);
	finess_json_start(&f, S("{\"a\":[1]}"), arena);
	EXPECT(f.error != NULL);
}

/* ==== Whole files ==== */

TEST(every_real_line_reads)
{
	struct str bytes;

	if (large("DERIVED-cs1100502-like-from-sae2023-utf8.csv", &bytes)) {
		EXPECT_INT(count(bytes).structures, 3975);
		EXPECT_INT(count(bytes).bad, 0);
	}
	if (large("DERIVED-cs1100502-like-from-sae2023-latin1.csv", &bytes)) {
		EXPECT_INT(count(bytes).structures, 3975);
		EXPECT_INT(count(bytes).bad, 0);
	}
	if (large("finess-etablissements-sanitaires-liste.csv", &bytes)) {
		EXPECT_INT(count(bytes).structures, 3974);
		EXPECT_INT(count(bytes).bad, 0);
	}
}

UNIT_MAIN(the_extract_reads_in_both_encodings, a_line_becomes_a_structure,
    territories_overseas_are_told_apart, what_a_spreadsheet_spoiled_is_repaired_or_dropped,
    the_history_and_the_short_list_are_known_by_their_header, a_bad_line_costs_itself_alone,
    another_file_is_told_at_once, values_are_read_as_people_write_them,
    the_flux_gives_legal_entities_then_their_sites,
    the_flux_may_spell_otherwise_and_be_broken_in_places, every_real_line_reads)
