/*
 * Vulnerabilities: our own records on both engines, then every real one where they
 * are at hand (VIGIE_TEST_DATA, default ../shared/data); names of products.
 */
#include <dirent.h>

#include "base/buf.h"
#include "tests/unit.h"

#include "store/fixture.h"

#include "knowledge/cpe.h"
#include "knowledge/vuln.h"

static struct str
read_file(const char *path)
{
	struct buf b = BUF_INIT(64u << 20);
	char chunk[65536];
	FILE *f = fopen(path, "re");
	struct str text = { NULL, 0 };
	size_t n;

	while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(&b, (struct str){ chunk, n });
	if (f)
		fclose(f);
	text = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return text;
}

static const char *
real(const char *path)
{
	const char *folder = getenv("VIGIE_TEST_DATA");

	return arena_printf(arena, "%s/%s", folder && *folder ? folder : "../shared/data", path).p;
}

static struct import_report
give(struct fixture *f, const char *kind, struct str bytes)
{
	static struct arena *notes; /* of the last report */
	struct import_report r;

	if (notes == NULL)
		notes = arena_new(16u << 20);
	arena_reset(notes);
	import_report_init(&r, kind, notes);
	vulnerability_import(f->db, bytes, S("file"), (struct moment){ 1000 }, &r);
	return r;
}

/* ==== Import ==== */

static struct str
record(const char *updated, const char *vector)
{
	return arena_printf(arena,
	    "{\"cveMetadata\":{\"cveId\":\"CVE-2024-1000\",\"state\":\"PUBLISHED\","
	    "\"dateUpdated\":\"%s\"},\"containers\":{\"cna\":{\"title\":\"One\",\"metrics\":["
	    "{\"cvssV3_1\":{\"vectorString\":\"%s\"}}]}}}",
	    updated, vector);
}

#define HIGH "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
#define LOW "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"

static void
newer_wins(struct fixture *f)
{
	struct vulnerability v;

	EXPECT_INT(give(f, "cve", record("2024-02-01T00:00:00Z", HIGH)).imported, 1);
	EXPECT_INT(give(f, "cve", record("2024-01-01T00:00:00Z", LOW)).skipped, 1);
	EXPECT_INT(vulnerability_by_cve(f->db, S("cve-2024-1000"), arena, &v), OK);
	EXPECT_INT(v.cvss_tenths, 98);
	EXPECT_STR(v.severity.s, "CRITICAL");
	EXPECT_INT(give(f, "cve", record("2024-03-01T00:00:00Z", LOW)).updated, 1);
	EXPECT_INT(vulnerability_by_cve(f->db, S("CVE-2024-1000"), arena, &v), OK);
	EXPECT_INT(v.cvss_tenths, 16);
	EXPECT_INT(give(f, "cve", record("2024-04-01T00:00:00Z", "CVSS:9.9/X")).warnings.n, 1);
	EXPECT_INT(vulnerability_by_cve(f->db, S("CVE-2024-1000"), arena, &v), OK);
	EXPECT_INT(v.cvss_tenths, INT_NONE);
	EXPECT_STR(v.severity.s, "");
	EXPECT_INT(vulnerability_by_cve(f->db, S("CVE-2024-9999"), arena, &v), NOT_FOUND);
	EXPECT_INT(vulnerability_by_cve(f->db, S("CVE-2024-1"), arena, &v), INVALID);
}

TEST(a_newer_record_takes_the_place_of_an_older_one)
{
	each_engine(newer_wins);
}

/* The catalogue's sentence stands until a record has a text of its own, and never after. */
static void
best_text(struct fixture *f)
{
	struct str kev =
	    S("{\"vulnerabilities\":[{\"cveID\":\"CVE-2024-1000\",\"dateAdded\":"
	      "\"2024-01-02\",\"vulnerabilityName\":\"Two\",\"vendorProject\":\"Exampletron\","
	      "\"product\":\"Big-Gadget\"},{\"cveID\":\"x\"}]}");
	struct vulnerability_ask ask = { .text = S("biggadg"), .exploited = true };
	struct vulnerability_list found;
	struct import_report r = give(f, "kev", kev);

	EXPECT_INT(r.imported, 1);
	EXPECT_INT(r.rejected.n, 1);
	EXPECT_INT(vulnerability_search(f->db, &ask, arena, &found), OK);
	EXPECT_INT((int64_t)found.n, 1);
	EXPECT_STR(found.item[0].title, "Two");
	EXPECT_INT(give(f, "cve", record("2024-02-01T00:00:00Z", HIGH)).updated, 1);
	EXPECT_INT(give(f, "kev", kev).skipped, 1);
	EXPECT_INT(vulnerability_search(f->db, &ask, arena, &found), OK);
	EXPECT_STR(found.item[0].title, "One");
	EXPECT(moment_known(found.item[0].kev_added));
}

TEST(each_source_keeps_what_it_said)
{
	each_engine(best_text);
}

/* Every record of the program, twice. */
static void
import_folder(struct fixture *f, const char *folder, int64_t *read, int64_t *imported)
{
	DIR *d = opendir(real(folder));
	const struct dirent *e;

	while (d && (e = readdir(d))) {
		struct import_report r;

		if (e->d_name[0] == '.')
			continue;
		r = give(
		    f, "cve", read_file(real(arena_printf(arena, "%s/%s", folder, e->d_name).p)));
		EXPECT_INT(r.rejected.n, 0);
		EXPECT_INT(r.read, 1);
		EXPECT_INT(r.imported + r.updated + r.skipped, 1);
		*read += r.read;
		*imported += r.imported;
	}
	if (d)
		closedir(d);
}

static void
real_records(struct fixture *f)
{
	int64_t read = 0, imported = 0, again = 0;
	struct import_report r;

	import_folder(f, "cve/records-v5", &read, &imported);
	import_folder(f, "cve/trustify-cve", &read, &imported);
	if (read == 0) {
		printf("no records of the CVE program at hand: not read\n");
		return;
	}
	EXPECT(imported > 300);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vulnerability"), imported);
	import_folder(f, "cve/records-v5", &read, &again);
	EXPECT_INT(again, 0);
	r = give(f, "kev", read_file(real("kev/known_exploited_vulnerabilities.json")));
	EXPECT_INT(r.read, 1404);
	EXPECT_INT(r.imported + r.updated, 1404);
	r = give(f, "kev", read_file(real("kev/known_exploited_vulnerabilities.csv")));
	EXPECT_INT(r.skipped, 1404);
}

TEST(every_real_record_is_read)
{
	each_engine(real_records);
}

static void
real_nvd(struct fixture *f)
{
	struct import_report r =
	    give(f, "cve", read_file(real("cve/nvd-1.1-feed/nvdcve-1.1-2022-selection.json")));
	struct import_report page =
	    give(f, "cve", read_file(real("cve/nvd-api-samples/full-page.json")));

	if (r.read == 0) {
		printf("no records of NVD at hand: not read\n");
		return;
	}
	EXPECT_INT(r.read, 390);
	EXPECT_INT(r.imported, 390);
	EXPECT_INT(r.warnings.n, 0);
	EXPECT_INT(page.read, 38);
	EXPECT_INT(page.imported, 38);
	EXPECT_INT(page.warnings.n, 0);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from vulnerability_affected where cpe is null"),
	    0);
	r = give(f, "cve", read_file(real("cve/nvd-1.1-feed/nvdcve-1.1-2022-selection.json")));
	EXPECT_INT(r.skipped, 390);
}

TEST(every_record_of_nvd_is_read)
{
	each_engine(real_nvd);
}

TEST(scores_are_millionths)
{
	int64_t n = -1;

	EXPECT(vuln_millionths(S("0.00383"), &n) && n == 3830);
	EXPECT(vuln_millionths(S("1.0"), &n) && n == 1000000);
	EXPECT(vuln_millionths(S("0.000430000"), &n) && n == 430);
	EXPECT(!vuln_millionths(S("1.1"), &n));
	EXPECT(!vuln_millionths(S("-0.1"), &n));
	EXPECT(!vuln_millionths(S(""), &n));
	EXPECT(!vuln_millionths(S("0.1e5"), &n));
	EXPECT(!vuln_millionths(S("10"), &n));
}

/* ==== Names of products ==== */

static void
reads(const char *text, const char *normal)
{
	struct cpe c, again;

	EXPECT(cpe_read(str_of(text), arena, &c));
	EXPECT_STR(cpe_write(&c, arena), normal);
	EXPECT(cpe_read(str_of(normal), arena, &again));
	EXPECT(cpe_matches(&c, &again));
}

static void
refused(const char *text)
{
	struct cpe c;

	EXPECT(!cpe_read(str_of(text), arena, &c));
}

TEST(names_of_both_spellings_are_read)
{
	reads("cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*",
	    "cpe:2.3:a:apache:log4j:2\\.14\\.1:*:*:*:*:*:*:*");
	reads("cpe:/o:Microsoft:Windows_10:-", "cpe:2.3:o:microsoft:windows_10:-:*:*:*:*:*:*:*");
	reads("cpe:/a:hp:insight:7.4.0.1570:-:~~online~win2003~x64~",
	    "cpe:2.3:a:hp:insight:7\\.4\\.0\\.1570:-:*:*:online:win2003:x64:*");
}

TEST(what_is_no_name_is_refused)
{
	refused("");
	refused("cpe:2.3:a:apache:log4j");
	refused("cpe:2.3:x:a:b:c:*:*:*:*:*:*:*");
	refused("cpe:2.3:a:a*b:b:c:*:*:*:*:*:*:*");
	refused("cpe:2.3:a::b:c:*:*:*:*:*:*:*");
	refused("cpe:2.3:a:a:b:c:*:*:*:*:*:*:*:*");
	refused("cpe:2.3:a:a:b:c:*:*:*:*:*:*:\\");
	refused("cpe:/a:b:c%0");
	refused("cpe:/a:b:c%01d");
	refused("cpe:/a:b:c:d:e:f:g:h");
}

static bool
means(const char *pattern, const char *of)
{
	struct cpe p, c;

	EXPECT(cpe_read(arena_printf(arena, "cpe:2.3:a:v:%s:*:*:*:*:*:*:*:*", pattern), arena, &p));
	EXPECT(cpe_read(arena_printf(arena, "cpe:2.3:a:v:%s:*:*:*:*:*:*:*:*", of), arena, &c));
	return cpe_matches(&p, &c);
}

TEST(a_name_means_others)
{
	EXPECT(means("*", "log4j"));
	EXPECT(means("*", "-"));
	EXPECT(!means("-", "log4j"));
	EXPECT(!means("log4j", "*"));
	EXPECT(means("log*", "log4j"));
	EXPECT(means("*4j", "log4j"));
	EXPECT(means("*g4*", "log4j"));
	EXPECT(means("log4j?", "log4j2"));
	EXPECT(means("log4j?", "log4j"));
	EXPECT(!means("log4j?", "log4j22"));
	EXPECT(!means("*4k", "log4j"));
	EXPECT(means("*\\.js", "node\\.js"));
	EXPECT(!means("*\\*", "star"));
}

UNIT_MAIN(a_newer_record_takes_the_place_of_an_older_one, each_source_keeps_what_it_said,
    every_real_record_is_read, every_record_of_nvd_is_read, scores_are_millionths,
    names_of_both_spellings_are_read, what_is_no_name_is_refused, a_name_means_others)
