/*
 * Advisories judged: our own documents, then OASIS's test files and real documents
 * where they are at hand (VIGIE_TEST_DATA, default ../shared/data).
 */
#include <dirent.h>
#include <jansson.h>

#include "base/buf.h"
#include "tests/unit.h"

#include "knowledge/csaf_view.h"

#define OASIS "csaf/oasis/csaf_2.0/test/validator/data"

static struct str
real_path(const char *path)
{
	const char *folder = getenv("VIGIE_TEST_DATA");

	return arena_printf(arena, "%s/%s", folder && *folder ? folder : "../shared/data", path);
}

/* Empty when there is no such file. */
static struct str
read_file(const char *path)
{
	struct buf b = BUF_INIT(CSAF_BYTES_MAX);
	char chunk[65536];
	FILE *f = fopen(path, "re");
	struct str text = { NULL, 0 };
	size_t n;

	while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(&b, (struct str){ chunk, n });
	if (f) {
		fclose(f);
		text = arena_dup(arena, buf_str(&b));
	}
	buf_release(&b);
	return text;
}

static struct arena *judged;

static struct csaf_verdict
judge(struct str bytes)
{
	struct csaf_verdict v;

	if (judged == NULL)
		judged = arena_new((size_t)1 << 30);
	arena_reset(judged);
	csaf_check(bytes, judged, &v);
	return v;
}

static bool
said(const struct csaf_findings *f, const char *test)
{
	for (size_t i = 0; i < f->kept; i++)
		if (str_eq(str_of(f->of[i].test), str_of(test)))
			return true;
	return false;
}

/* The first error, for a failed expectation. */
static void
show(const char *file, const struct csaf_verdict *v)
{
	if (v->errors.n)
		printf("%s: %s %.*s %.*s\n", file, v->errors.of[0].test, PS(v->errors.of[0].path),
		    PS(v->errors.of[0].message));
	else
		printf("%s: valid\n", file);
}

/* ==== Our own ==== */

static void
refused(const char *file, const char *test, const char *path)
{
	struct str name = arena_printf(arena, "tests/data/csaf/%s", file);
	struct csaf_verdict v = judge(read_file(name.p));
	bool found = false;

	for (size_t i = 0; i < v.errors.kept; i++)
		found = found || (str_eq(str_of(v.errors.of[i].test), str_of(test)) &&
				     str_eq(v.errors.of[i].path, str_of(path)));
	if (!found)
		show(file, &v);
	EXPECT(found);
	EXPECT(!v.valid);
}

TEST(own_documents)
{
	struct csaf_verdict v = judge(read_file("tests/data/csaf/essai-2026-001.json"));

	EXPECT_STR(v.version, "2.0");
	EXPECT(v.valid);
	EXPECT_INT(v.warnings.n, 0);
	refused("schema.json", "schema", "/document/title");
	refused("schema.json", "schema", "/document/tracking/status");
	refused(
	    "6.1.1-product.json", "6.1.1", "/vulnerabilities/0/product_status/known_affected/2");
	refused("6.1.3-circle.json", "6.1.3",
	    "/product_tree/relationships/0/full_product_name/product_id");
	refused("6.1.4-group.json", "6.1.4", "/vulnerabilities/0/flags/0/group_ids/0");
	refused("6.1.8-vector.json", "6.1.8", "/vulnerabilities/0/scores/0/cvss_v3/vectorString");
	refused("6.1.9-score.json", "6.1.9", "/vulnerabilities/0/scores/0/cvss_v3/baseScore");
	refused("6.1.11-weakness.json", "6.1.11", "/vulnerabilities/0/cwe/name");
	refused("6.1.16-version.json", "6.1.16", "/document/tracking/version");
	refused("6.1.26-category.json", "6.1.26", "/document/category");
	refused("6.1.27.10-action.json", "6.1.27.10",
	    "/vulnerabilities/0/product_status/known_affected/1");
	refused(
	    "6.1.31-range.json", "6.1.31", "/product_tree/branches/0/branches/0/branches/0/name");
}

/* ==== OASIS ==== */

/* The network is asked nothing, and no dictionary ships: these are not judged. */
static bool
not_judged(const char *test)
{
	return str_in_set(S("6.3.6|6.3.7|6.3.8"), str_of(test));
}

static size_t files;

static void
oasis_file(const json_t *file, const char *test, bool fails)
{
	const char *name = json_string_value(json_object_get(file, "name"));
	struct str text = read_file(real_path(arena_printf(arena, OASIS "/%s", name).p).p);
	struct csaf_verdict v;
	bool hit;

	if (text.n == 0)
		return; /* one that is not in the folder */
	v = judge(text);
	hit = said(&v.errors, test) || said(&v.warnings, test);
	files++;
	if (v.valid != json_is_true(json_object_get(file, "valid")) ||
	    (hit != fails && !not_judged(test)))
		show(name, &v);
	EXPECT(v.valid == json_is_true(json_object_get(file, "valid")));
	EXPECT(hit == fails || not_judged(test));
}

TEST(oasis)
{
	struct str text = read_file(real_path(OASIS "/testcases.json").p);
	json_t *all = json_loadb(text.p ? text.p : "", text.n, 0, NULL);
	const json_t *test, *file;
	size_t i, k;

	files = 0;
	json_array_foreach(json_object_get(all, "tests"), i, test)
	{
		const char *id = json_string_value(json_object_get(test, "id"));

		json_array_foreach(json_object_get(test, "failures"), k, file)
		    oasis_file(file, id, true);
		json_array_foreach(json_object_get(test, "valid"), k, file)
		    oasis_file(file, id, false);
	}
	if (all == NULL)
		fprintf(stderr, "skipped: no OASIS test files\n");
	else
		EXPECT(files > 150);
	json_decref(all);
}

/* ==== Real documents ==== */

/* Judges all of a folder; each must be valid, or fail the one test and no other. */
static void
folder(const char *path, size_t least, const char *only_error)
{
	struct str name = real_path(path);
	DIR *d = opendir(name.p);
	struct dirent *e;
	size_t n = 0;

	if (d == NULL) {
		fprintf(stderr, "skipped: no '%s'\n", name.p);
		return;
	}
	while ((e = readdir(d)) != NULL) {
		struct csaf_verdict v;
		bool good;

		if (!str_ends(str_of(e->d_name), S(".json")))
			continue;
		v = judge(read_file(arena_printf(arena, "%s/%s", name.p, e->d_name).p));
		good = only_error ? v.errors.n > 0 : v.valid;
		for (size_t i = 0; only_error && i < v.errors.kept; i++)
			good = good && strcmp(v.errors.of[i].test, only_error) == 0;
		if (!good)
			show(e->d_name, &v);
		EXPECT(good);
		n++;
	}
	closedir(d);
	EXPECT(n >= least);
}

/* Red Hat's first VEX files say version 1 beside a history that ends with 2: they
 * follow the schema and fail the standard's own test, as they would anywhere. */
TEST(real_documents)
{
	folder("csaf/cisa-icsma", 98, NULL);
	folder("csaf/cisa-icsa-2024", 63, NULL);
	folder("csaf/cisa-it-2024", 1, NULL);
	folder("csaf/oasis/csaf_2.0/examples/csaf", 6, NULL);
	folder("csaf/oasis/csaf_2.0/examples/csaf/csaf_vex", 12, NULL);
	folder("csaf/redhat-vex/2023", 10, "6.1.16");
}

/* ==== Hostile bytes ==== */

static void
unreadable(const char *text)
{
	struct csaf_verdict v = judge(str_of(text));

	EXPECT(!v.valid);
	EXPECT_INT(v.errors.n, 1);
	EXPECT(said(&v.errors, "schema"));
}

TEST(bad_json)
{
	unreadable("");
	unreadable("{");
	unreadable("[]");
	unreadable("{} {}");
	unreadable("\xff\xfe");
	EXPECT(str_utf8_valid(judge(S("{\"a\xf0\x9f")).errors.of[0].message));
	EXPECT(str_utf8_valid(judge(S("\xc3")).errors.of[0].message));
	unreadable("{\"document\":1,\"document\":2}");
	unreadable("{\"document\":{\"csaf_version\":\"1.2\"}}");
	unreadable("{\"document\":{\"csaf_version\":2.0}}");
}

/* n times the same between a head and a tail. */
static struct csaf_verdict
repeated(const char *head, const char *item, size_t n, const char *tail)
{
	struct buf b = BUF_INIT(CSAF_BYTES_MAX * 2);
	struct csaf_verdict v;

	buf_puts(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, item);
	buf_puts(&b, tail);
	v = judge(buf_str(&b));
	buf_release(&b);
	return v;
}

TEST(too_much)
{
	struct csaf_verdict v = repeated("", "[", 100000, "");

	EXPECT_INT(v.errors.n, 1);
	v = repeated("{\"product_tree\":{\"full_product_names\":[{}", ",{}", 5000000, "]}}");
	EXPECT_INT(v.errors.n, 1);
	v = repeated("{\"x\":\"", "abcdefgh", 5000000, "\"}");
	EXPECT_INT(v.errors.n, 1);
	v = repeated("{\"document\":{\"csaf_version\":\"2.0\"},\"product_tree\":{"
		     "\"full_product_names\":[{}",
	    ",{}", 30000, "]}}");
	EXPECT(v.errors.n > 60000);
	EXPECT_INT(v.errors.kept, CSAF_FINDINGS_MAX);
}

/* Groups of a thousand products named by thousands of flags. */
TEST(too_intricate)
{
	struct buf b = BUF_INIT(CSAF_BYTES_MAX);
	struct csaf_verdict v;

	buf_puts(&b, "{\"document\":{\"csaf_version\":\"2.0\"},\"product_tree\":{"
		     "\"product_groups\":[{\"group_id\":\"G\",\"product_ids\":[\"P\"");
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, ",\"%d\"", i);
	buf_puts(&b, "]}]},\"vulnerabilities\":[{\"flags\":[{}");
	for (int i = 0; i < 10000; i++)
		buf_puts(&b, ",{\"group_ids\":[\"G\"]}");
	buf_puts(&b, "]}]}");
	v = judge(buf_str(&b));
	EXPECT(!v.valid);
	EXPECT(said(&v.errors, "schema"));
	buf_release(&b);
}

/* ==== Texts ==== */

static void
each(bool (*is)(struct str), bool wanted, const char *const *text)
{
	for (; *text; text++) {
		if (is(str_of(*text)) != wanted)
			printf("'%s' is %s\n", *text, wanted ? "refused" : "taken");
		EXPECT(is(str_of(*text)) == wanted);
	}
}

#define TAKES(is, ...) each(is, true, (const char *const[]){ __VA_ARGS__, NULL })
#define REFUSES(is, ...) each(is, false, (const char *const[]){ __VA_ARGS__, NULL })

TEST(texts)
{
	TAKES(csaf_is_version, "0", "10", "1.2.3", "1.0.0-rc.1+b7", "1.0.0-0a", "1.0.0+01");
	REFUSES(csaf_is_version, "", "01", "1.2", "1.2.3.4", "1.0.0-", "1.0.0+", "1.0.0-01", "v1");
	TAKES(csaf_is_lang, "fr", "fr-FR", "zh-cmn-Hans-CN", "de-1996", "en-x-own", "x-a-b",
	    "i-default", "es-419", "en-US-u-co-phonebk");
	REFUSES(csaf_is_lang, "", "f", "fr-", "fr-x-", "en-u", "123", "fr_FR", "abcdefghi");
	TAKES(csaf_is_cpe, "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*", "cpe:/a:v:p", "cpe:/o",
	    "cpe:2.3:h:v:a\\:b:-:*:*:fr-FR:*:*:*:*", "cpe:2.3:*:?a*:*:*:*:*:*:*:*:*:*");
	REFUSES(csaf_is_cpe, "", "cpe:2.3:a:v",
	    "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*:", "cpe:2.3:b:v:p:1:*:*:*:*:*:*:*",
	    "cpe:2.3:a:**:p:1:*:*:*:*:*:*:*", "cpe:2.3:a:a*b:p:1:*:*:*:*:*:*:*", "cpe:/a:b c",
	    "cpe:/a:1:2:3:4:5:6:7:8");
	TAKES(csaf_is_uri, "https://a.example/?x=%41", "urn:x", "pkg:a/b");
	REFUSES(csaf_is_uri, "", "a", ":a", "1a:b", "https://a b", "a:%4", "a:é");
	TAKES(csaf_is_cve, "CVE-2026-0001", "CVE-2026-1234567");
	REFUSES(csaf_is_cve, "CVE-2026-001", "cve-2026-0001", "CVE-20260001", "CVE-2026-0001x");
	TAKES(csaf_is_uuid, "ffffffff-ffff-ffff-ffff-ffffffffffff");
	REFUSES(csaf_is_uuid, "", "ffffffff-ffff-ffff-ffff-fffffffffff", "x");
}

static int
order(const char *a, const char *b)
{
	struct csaf_instant one = { 0 }, two = { 0 };

	EXPECT(csaf_instant_read(str_of(a), &one) && csaf_instant_read(str_of(b), &two));
	return csaf_instant_cmp(one, two);
}

TEST(orders)
{
	struct csaf_instant i;

	EXPECT(order("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.50Z") == 0);
	EXPECT(order("2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00Z") > 0);
	EXPECT(order("2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00z") == 0);
	EXPECT(order("0001-01-01T00:00:00Z", "2016-12-31T23:59:60Z") < 0);
	EXPECT(!csaf_instant_read(S("2026-02-30T00:00:00Z"), &i));
	EXPECT(!csaf_instant_read(S("2026-02-01 00:00:00Z"), &i));
	EXPECT(!csaf_instant_read(S("2026-02-01T00:00:60Z"), &i));
	EXPECT(!csaf_instant_read(S("2026-02-01"), &i));
	EXPECT(csaf_number_cmp(S("9"), S("10")) < 0);
	EXPECT(csaf_number_cmp(S("1.0.0-alpha.9"), S("1.0.0-alpha.10")) < 0);
	EXPECT(csaf_number_cmp(S("1.0.0-rc"), S("1.0.0")) < 0);
	EXPECT(csaf_number_cmp(S("1.0.0+a"), S("1.0.0+b")) == 0);
}

UNIT_MAIN(own_documents, oasis, real_documents, bad_json, too_much, too_intricate, texts, orders)
