/*
 * History in, twice, and out again; whole files where the real data is at hand
 * (VIGIE_TEST_DATA, default ../shared/data).
 */
#include "base/json.h"
#include "tests/unit.h"

#include "store/fixture.h"

#include "incident/history.h"

static struct import_report report;

static struct str
read_file(const char *path)
{
	struct buf b = BUF_INIT(16u << 20);
	char chunk[65536];
	FILE *f = fopen(path, "re");
	struct str text;
	size_t n;

	while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(&b, (struct str){ chunk, n });
	if (f)
		fclose(f);
	else
		fprintf(stderr, "skipped: no '%s'\n", path);
	text = f ? arena_dup(arena, buf_str(&b)) : (struct str){ NULL, 0 };
	buf_release(&b);
	return text;
}

static struct str
real_data(const char *path)
{
	const char *folder = getenv("VIGIE_TEST_DATA");

	return read_file(
	    arena_printf(arena, "%s/%s", folder && *folder ? folder : "../shared/data", path).p);
}

static struct job_means
means(struct fixture *f)
{
	return (struct job_means){ f->db, f->k, arena, { 1700000000 }, S("https://vigie.example") };
}

typedef enum outcome (*import_fn)(
    const struct job_means *m, struct str bytes, struct import_report *r);

static void
give(struct fixture *f, import_fn run, struct str bytes, int64_t imported, int64_t skipped,
    int64_t rejected)
{
	struct job_means m = means(f);

	import_report_init(&report, "reports", arena);
	EXPECT_INT(run(&m, bytes, &report), OK);
	EXPECT_INT(report.imported, imported);
	EXPECT_INT(report.skipped, skipped);
	EXPECT_INT(report.rejected.n, rejected);
}

/* History fires nothing. */
static void
silent(struct fixture *f)
{
	EXPECT_INT(fixture_count(f->db, "select count(*) from dispatch"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from mail"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from job"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident where opened = 1"), 0);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from report r join incident i on i.id = r.incident "
		       "where coalesce(r.category, '') <> coalesce(i.category, '')"),
	    0);
}

static void
whole(struct fixture *f, import_fn run, struct str bytes, int64_t n)
{
	struct journal_check check;

	if (bytes.n == 0)
		return;
	give(f, run, bytes, n, 0, 0);
	give(f, run, bytes, 0, n, 0);
	silent(f);
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident"), n);
	EXPECT_INT(journal_verify(f->db, &check), OK);
	EXPECT(check.intact);
}

static struct str
exported(struct fixture *f)
{
	struct job_means m = means(f);
	struct buf b = BUF_INIT(16u << 20);
	struct str text;

	EXPECT_INT(incident_export_reports(&m, &b), OK);
	text = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return text;
}

/* Without carriage returns, which only the export writes. */
static struct str
plain(struct str s)
{
	char *p = arena_alloc(arena, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			p[n++] = s.p[i];
	return (struct str){ p, n };
}

static void
round_trip(struct fixture *f)
{
	struct str in = read_file("tests/data/reports/hit-2019-head.csv");

	whole(f, incident_import_reports, in, 12);
	EXPECT(str_eq(plain(exported(f)), in));
}

TEST(history_goes_in_twice_and_out_as_it_came)
{
	each_engine(round_trip);
}

static void
damaged(struct fixture *f)
{
	give(f, incident_import_reports, read_file("tests/data/reports/damaged.csv"), 2, 0, 6);
	EXPECT_INT(report.warnings.n, 1);
	EXPECT_INT(report.rejected.note[0].line, 3);
	EXPECT_STR(report.rejected.note[0].field, "type_structure");
	EXPECT_STR(report.rejected.note[1].field, "date_declaration");
	EXPECT_INT(report.rejected.note[2].line, 5);
	EXPECT_INT(fixture_count(f->db, "select count(*) from incident"), 2);
}

TEST(a_bad_line_is_told_and_the_others_go_in)
{
	each_engine(damaged);
}

static void
golden(struct fixture *f)
{
	struct str in = real_data("observatory/hit-2019.csv");

	whole(f, incident_import_reports, in, 478);
	if (in.n)
		EXPECT(str_eq(plain(exported(f)), in));
}

TEST(the_golden_set_loads_whole)
{
	each_engine(golden);
}

static void
veris(struct fixture *f)
{
	struct str in = real_data("vcdb-health/vcdb-health.jsonl");

	whole(f, incident_import_veris, in, 1566);
	if (in.n == 0)
		return;
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from incident where region is not null"), 0);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from incident where category = 'RANCONGICIEL'"),
	    59);
}

TEST(the_veris_incidents_load_whole)
{
	each_engine(veris);
}

static void
not_json(struct fixture *f)
{
	give(f, incident_import_veris,
	    S("{}\nnot json\n[1]\n{\"incident_id\":\"a\"}\n"
	      "{\"incident_id\":\"b\",\"timeline\":{\"incident\":{\"year\":2019,\"month\":2,"
	      "\"day\":31}}}\n"),
	    1, 0, 4);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from report where detected_precision = 'mois'"),
	    1);
}

TEST(a_line_that_is_no_incident_is_told)
{
	each_engine(not_json);
}

UNIT_MAIN(history_goes_in_twice_and_out_as_it_came, a_bad_line_is_told_and_the_others_go_in,
    the_golden_set_loads_whole, the_veris_incidents_load_whole, a_line_that_is_no_incident_is_told)
