/*
 * Every test of the standard fails on a document of ours that one change made wrong,
 * and on nothing before: a valid document, a place in it, what is put there.
 *
 * Where no test file of OASIS exists (all of 2.1), this is what holds the tests to
 * what we read in the standard; it is no outside judge.
 */
#include <jansson.h>

#include "base/buf.h"
#include "tests/unit.h"

#include "knowledge/csaf_test_list.h"

#define P "/vulnerabilities/0"
#define T "/document/tracking"
#define B "/product_tree/branches/0/branches/0/branches"
#define FIRST B "/0/product/product_identification_helper"

static const struct change {
	const char *at;	   /* JSON pointer; "-" at its end adds to a list */
	const char *value; /* JSON; NULL takes it away */
	const char *test;  /* that must speak */
} both[] = {
	{ P "/product_status/known_affected/-", "\"P-9\"", "6.1.1" },
	{ "/product_tree/full_product_names/-", "{\"name\":\"x\",\"product_id\":\"P-1\"}",
	    "6.1.2" },
	{ "/product_tree/relationships/0/relates_to_product_reference", "\"P-4\"", "6.1.3" },
	{ P "/flags/0/group_ids/-", "\"G-9\"", "6.1.4" },
	{ "/product_tree/product_groups/-",
	    "{\"group_id\":\"G-1\",\"product_ids\":[\"P-1\",\"P-2\"]}", "6.1.5" },
	{ P "/product_status/fixed", "[\"P-1\"]", "6.1.6" },
	{ P "/product_status/under_investigation", "[\"P-2\"]", "6.1.6" },
	{ "/document/lang", "\"ez\"", "6.1.12" },
	{ "/document/source_lang", "\"de-XQX\"", NULL },
	{ "/document/source_lang", "\"de-YY\"", "6.1.12" },
	{ "/document/lang", "\"toolong\"", "6.1.12" },
	{ T "/revision_history/0/date", "\"2026-03-01T00:00:00Z\"", "6.1.14" },
	{ "/document/publisher/category", "\"translator\"", "6.1.15" },
	{ T "/version", "\"3\"", "6.1.16" },
	{ T "/version", "\"0\"", "6.1.17" },
	{ T "/revision_history/0/number", "\"0\"", "6.1.18" },
	{ T "/revision_history/0/number", "\"1.0.0-rc\"", "6.1.19" },
	{ T "/version", "\"2.0.0-rc\"", "6.1.20" },
	{ T "/revision_history/1/number", "\"3\"", "6.1.21" },
	{ T "/revision_history/1/number", "\"1\"", "6.1.22" },
	{ "/vulnerabilities/-", "{\"cve\":\"CVE-2026-0001\"}", "6.1.23" },
	{ P "/involvements",
	    "[{\"party\":\"user\",\"status\":\"open\",\"date\":\"2026-01-01T00:00:00Z\"},"
	    "{\"party\":\"user\",\"status\":\"completed\",\"date\":\"2026-01-01T01:00:00+01:00\"}]",
	    "6.1.24" },
	{ FIRST "/hashes",
	    "[{\"filename\":\"f\",\"file_hashes\":["
	    "{\"algorithm\":\"a\",\"value\":\"00112233445566778899aabbccddeeff\"},"
	    "{\"algorithm\":\"a\",\"value\":\"10112233445566778899aabbccddeeff\"}]}]",
	    "6.1.25" },
	{ "/document/category", "\"Security_Advisory\"", "6.1.26" },
	{ "/document/category", "\"csaf_own\"", "6.1.26" },
	{ "/document/category", "\"csaf_informational_advisory\"", "6.1.27.3" },
	{ "/document/category", "\"csaf_security_incident_response\"", "6.1.27.2" },
	{ "/product_tree", NULL, "6.1.27.4" },
	{ P "/notes", NULL, "6.1.27.5" },
	{ P "/product_status", NULL, "6.1.27.7" },
	{ P "/cve", NULL, "6.1.27.8" },
	{ P "/flags/0/group_ids", NULL, "6.1.27.9" },
	{ P "/remediations/0/product_ids", "[\"P-4\"]", "6.1.27.10" },
	{ "/vulnerabilities", NULL, "6.1.27.11" },
	{ "/document/source_lang", "\"FR\"", "6.1.28" },
	{ P "/remediations/0/product_ids", NULL, "6.1.29" },
	{ T "/version", "\"2.0.0\"", "6.1.30" },
	{ B "/0/name", "\"< 1.1\"", "6.1.31" },
	{ B "/0/name", "\"1.0 and Earlier\"", "6.1.31" },
	{ P "/flags/0/group_ids", NULL, "6.1.32" },
	{ P "/flags/-", "{\"label\":\"component_not_present\",\"product_ids\":[\"P-2\"]}",
	    "6.1.33" },
	{ "/product_tree/full_product_names/-", "{\"name\":\"x\",\"product_id\":\"P-9\"}",
	    "6.2.1" },
	{ P "/remediations", NULL, "6.2.2" },
	{ P "/product_status/first_affected", "[\"P-3\"]", "6.2.3" },
	{ T "/revision_history/0/number", "\"1.0.0+b\"", "6.2.4" },
	{ T "/initial_release_date", "\"2026-01-01T00:00:00Z\"", "6.2.5" },
	{ T "/current_release_date", "\"2026-01-20T00:00:00Z\"", "6.2.6" },
	{ P "/involvements", "[{\"party\":\"user\",\"status\":\"open\"}]", "6.2.7" },
	{ FIRST "/hashes",
	    "[{\"filename\":\"f\",\"file_hashes\":["
	    "{\"algorithm\":\"md5\",\"value\":\"00112233445566778899aabbccddeeff\"}]}]",
	    "6.2.8" },
	{ FIRST "/hashes",
	    "[{\"filename\":\"f\",\"file_hashes\":["
	    "{\"algorithm\":\"sha1\",\"value\":\"00112233445566778899aabbccddeeff00112233\"}]}]",
	    "6.2.9" },
	{ "/document/references/0/url", "\"https://psirt.example/x.json\"", "6.2.11" },
	{ "/document/lang", NULL, "6.2.12" },
	{ "/document/aaa", "1", "6.2.13" },
	{ "/document/lang", "\"qtx\"", "6.2.14" },
	{ "/document/lang", "\"en-Qaax-QM\"", "6.2.14" },
	{ "/document/lang", "\"fr-x-own\"", "6.2.14" },
	{ "/document/source_lang", "\"i-default\"", "6.2.15" },
	{ B "/0/product/product_identification_helper", NULL, "6.2.16" },
	{ P "/ids", "[{\"system_name\":\"CVE\",\"text\":\"CVE-2026-0002\"}]", "6.2.17" },
	{ B "/0/category", "\"product_version_range\"", "6.2.18" },
	{ P "/product_status/fixed", "[\"P-4\"]", "6.2.19" },
	{ "/document/zzz", "1", "6.2.20" },
	{ P "/cve", NULL, "6.3.3" },
	{ FIRST "/hashes",
	    "[{\"filename\":\"f\",\"file_hashes\":["
	    "{\"algorithm\":\"x\",\"value\":\"00112233445566778899aabbccddeeff\"}]}]",
	    "6.3.5" },
	{ B "/0/category", "\"patch_level\"", "6.3.9" },
	{ B "/0/category", "\"product_version_range\"", "6.3.10" },
	{ B "/0/name", "\"v1.0\"", "6.3.11" },
	{ P "/cve", "\"CVE-1\"", "schema" },
	{ T "/revision_history", "[]", "schema" },
	{ "/document/title", "\"\"", "schema" },
	{ "/document/references/0/url", "\"not an address\"", "schema" },
	{ NULL, NULL, NULL },
};

static const struct change only_20[] = {
	{ P "/scores/-",
	    "{\"products\":[\"P-4\"],\"cvss_v3\":{\"version\":\"3.1\",\"baseScore\":9.8,"
	    "\"baseSeverity\":\"CRITICAL\","
	    "\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}}",
	    "6.1.7" },
	{ P "/scores/0/cvss_v3/baseSeverity", NULL, "6.1.8" },
	{ P "/scores/0/cvss_v3/version", "\"3.0\"", "6.1.8" },
	{ P "/scores/0/cvss_v3/vectorString", "\"CVSS:3.1/AV:N/\"", "6.1.8" },
	{ P "/scores/0/cvss_v3/vectorString", "\"CVSS:3.1/AV:N\"", "6.1.9" },
	{ P "/scores/0/cvss_v3/baseSeverity", "\"HIGH\"", "6.1.9" },
	{ P "/scores/0/cvss_v3/temporalScore", "1.0", "6.1.9" },
	{ P "/scores/0/cvss_v3/environmentalScore", "0.1", "6.1.9" },
	{ P "/scores/0/cvss_v3/scope", "\"CHANGED\"", "6.1.10" },
	{ P "/cwe/name", "\"Use After Free\"", "6.1.11" },
	{ B "/1/product/product_identification_helper/purl", "\"pkg:maven/@1.3.4\"", "6.1.13" },
	{ B "/1/product/product_identification_helper/purl", "\"pkg:a/b?1x=2\"", "6.1.13" },
	{ B "/1/product/product_identification_helper/purl", "\"pkg:a/b?a=1&2=3&c=d\"", "6.1.13" },
	{ "/document/distribution", NULL, "6.2.10" },
	{ P "/scores/0",
	    "{\"products\":[\"P-1\",\"P-4\"],\"cvss_v2\":{\"version\":\"2.0\",\"baseScore\":10,"
	    "\"vectorString\":\"AV:N/AC:L/Au:N/C:C/I:C/A:C\"}}",
	    "6.3.1" },
	{ P "/scores/0/cvss_v3",
	    "{\"version\":\"3.0\",\"baseScore\":9.8,\"baseSeverity\":\"CRITICAL\","
	    "\"vectorString\":\"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}",
	    "6.3.2" },
	{ P "/cwe", NULL, "6.3.4" },
	{ P "/disclosure_date", "\"2026-01-01T00:00:00Z\"", "6.2.20" },
	{ NULL, NULL, NULL },
};

#define GROUP "/document/distribution/sharing_group"
#define MAX "{\"id\":\"ffffffff-ffff-ffff-ffff-ffffffffffff\",\"name\":\"Public\"}"
#define ONE "{\"id\":\"5868d6c0-1d1c-4d2f-8f2b-8a5f5a3c1f00\""
#define HELP B "/1/product/product_identification_helper"

static const struct change only_21[] = {
	{ "/$schema", NULL, "schema" },
	{ "/document/distribution", NULL, "schema" },
	{ "/document/distribution/tlp/label", "\"WHITE\"", "schema" },
	{ P "/metrics/0/content/cvss_v4/baseScore", "9.2", "6.1.9" },
	{ P "/metrics/0/content/cvss_v4/vectorString", "\"CVSS:4.0/AV:N\"", "6.1.9" },
	{ P "/metrics/0/content/cvss_v4/vectorString", "\"CVSS:4.0/AV:Q\"", "6.1.8" },
	{ P "/metrics/0/content/cvss_v4/attackVector", "\"LOCAL\"", "6.1.10" },
	{ P "/metrics/-",
	    "{\"products\":[\"P-1\"],\"content\":{\"epss\":{\"percentile\":\"0\","
	    "\"probability\":\"0\",\"timestamp\":\"2026-02-01T00:00:00Z\"}}}",
	    "6.1.7" },
	{ P "/cwes/0/name", "\"Use After Free\"", "6.1.11" },
	{ HELP "/purls/0", "\"pkg:a/@1\"", "6.1.13" },
	{ "/document/category", "\"csaf_withdrawn\"", "6.1.27.15" },
	{ "/document/category", "\"csaf_withdrawn\"", "6.1.27.17" },
	{ "/document/category", "\"csaf_superseded\"", "6.1.27.18" },
	{ "/document/category", "\"csaf_superseded\"", "6.1.27.19" },
	{ P "/remediations/-",
	    "{\"category\":\"no_fix_planned\",\"details\":\"x\",\"product_ids\":[\"P-1\"]}",
	    "6.1.35" },
	{ P "/remediations/-",
	    "{\"category\":\"vendor_fix\",\"details\":\"x\",\"group_ids\":[\"G-1\"]}", "6.1.36" },
	{ T "/current_release_date", "\"2026-02-01t10:00:00z\"", "6.1.37" },
	{ T "/current_release_date", "\"2026-02-30T10:00:00Z\"", "6.1.37" },
	{ GROUP, ONE "}", "6.1.39" },
	{ GROUP, ONE ",\"name\":\"Public\"}", "6.1.40" },
	{ GROUP, "{\"id\":\"00000000-0000-0000-0000-000000000000\"}", "6.1.41" },
	{ HELP "/purls/-", "\"pkg:generic/essai/pompe@1.2\"", "6.1.42" },
	{ HELP "/model_numbers", "[\"a*b*\"]", "6.1.43" },
	{ HELP "/serial_numbers", "[\"\\\\**-*\"]", "6.1.44" },
	{ HELP "/serial_numbers", "[\"\\\\**\"]", NULL },
	{ P "/disclosure_date", "\"2026-03-01T00:00:00Z\"", "6.1.45" },
	{ P "/metrics/0/content/ssvc_v2", "{\"timestamp\":\"2026-03-01T00:00:00Z\"}", "6.1.49" },
	{ P "/metrics/0/content/epss/timestamp", "\"2026-03-01T00:00:00Z\"", "6.1.51" },
	{ P "/first_known_exploitation_dates/0/date", "\"2026-03-01T00:00:00Z\"", "6.1.52" },
	{ P "/first_known_exploitation_dates/0/exploitation_date", "\"2026-01-15T00:00:00Z\"",
	    "6.1.53" },
	{ "/document/license_expression", "\"MIT AND\"", "6.1.54" },
	{ "/document/license_expression", "\"(MIT OR Apache-2.0) AND GPL-2.0+\"", NULL },
	{ T "/revision_history/0/date", "\"2026-02-01T10:00:00Z\"", "6.2.21" },
	{ "/document/title", "\"ESSAI-2026-002\"", "6.2.22" },
	{ GROUP, MAX, "6.2.28" },
	{ GROUP, "{\"id\":\"00000000-0000-0000-0000-000000000000\"}", "6.2.29" },
	{ GROUP, MAX, "6.2.30" },
	{ P "/metrics/0/content/cvss_v4", NULL, "6.3.12" },
	{ P "/notes/0/product_ids", "[\"P-9\"]", "6.1.1" },
	{ "/document/notes/0/group_ids", "[\"G-9\"]", "6.1.4" },
	{ "/product_tree/product_paths",
	    "[{\"beginning_product_reference\":\"P-1\",\"full_product_name\":{\"name\":\"x\","
	    "\"product_id\":\"P-9\"},\"subpaths\":[{\"category\":\"installed_on\","
	    "\"next_product_reference\":\"P-9\"}]}]",
	    "6.1.3" },
	{ NULL, NULL, NULL },
};

/* ==== Changing ==== */

static json_t *
step(json_t *in, struct str key)
{
	int64_t i;

	if (json_is_array(in))
		return str_int(key, &i) ? json_array_get(in, (size_t)i) : NULL;
	return json_object_getn(in, key.p, key.n);
}

/* False when there is no such place. */
static bool
put(json_t *root, const char *at, const char *value)
{
	struct str rest = str_of(at + 1), key = str_cut(&rest, '/');
	json_t *in = root, *v = value ? json_loads(value, JSON_DECODE_ANY, NULL) : NULL;
	int64_t i;

	for (; rest.n; key = str_cut(&rest, '/'))
		in = step(in, key);
	if (json_is_array(in) && str_eq(key, S("-")))
		return json_array_append_new(in, v) == 0;
	if (json_is_array(in))
		return str_int(key, &i) && json_array_set_new(in, (size_t)i, v) == 0;
	if (v == NULL)
		return json_object_deln(in, key.p, key.n) == 0;
	return json_object_setn_new(in, key.p, key.n, v) == 0;
}

static bool
speaks(const struct csaf_findings *f, const char *test)
{
	for (size_t i = 0; i < f->kept; i++)
		if (strcmp(f->of[i].test, test) == 0)
			return true;
	return false;
}

/* Without a test: the change must be taken. */
static void
one_change(const char *file, const struct change *change)
{
	struct arena *a = arena_new((size_t)256 << 20);
	json_t *root = json_load_file(file, 0, NULL);
	struct csaf_verdict v = { 0 };
	char *text;
	bool good;

	EXPECT(put(root, change->at, change->value));
	text = json_dumps(root, 0);
	csaf_check(str_of(text), a, &v);
	good = change->test ? speaks(&v.errors, change->test) || speaks(&v.warnings, change->test)
			    : v.valid;
	if (!good)
		printf("%s: %s = %s: %s says nothing (%s)\n", file, change->at,
		    change->value ? change->value : "(nothing)",
		    change->test ? change->test : "valid", v.valid ? "valid" : v.errors.of[0].test);
	EXPECT(good);
	EXPECT(!change->test || strncmp(change->test, "6.1.", 4) != 0 || !v.valid);
	free(text);
	json_decref(root);
	arena_free(a);
}

static void
each_change(const char *file, const struct change *change)
{
	for (; change->at; change++)
		one_change(file, change);
}

static void
nothing_said(const char *file)
{
	static const struct change none = { "/document/csaf_version", NULL, "schema" };
	struct arena *a = arena_new((size_t)256 << 20);
	json_t *root = json_load_file(file, 0, NULL);
	char *text = json_dumps(root, 0);
	struct csaf_verdict v;

	csaf_check(str_of(text), a, &v);
	EXPECT(v.valid);
	EXPECT_INT(v.errors.n + v.warnings.n, 0);
	free(text);
	json_decref(root);
	arena_free(a);
	one_change(file, &none);
}

TEST(in_20)
{
	nothing_said("tests/data/csaf/essai-2026-001.json");
	each_change("tests/data/csaf/essai-2026-001.json", both);
	each_change("tests/data/csaf/essai-2026-001.json", only_20);
}

TEST(in_21)
{
	nothing_said("tests/data/csaf/essai-2026-002.json");
	each_change("tests/data/csaf/essai-2026-002.json", both);
	each_change("tests/data/csaf/essai-2026-002.json", only_21);
}

/* ==== What no single change makes ==== */

static struct csaf_verdict
judge(struct buf *b)
{
	struct csaf_verdict v;

	csaf_check(buf_str(b), arena, &v);
	buf_release(b);
	return v;
}

static struct csaf_verdict
deep(int n)
{
	struct buf b = BUF_INIT(1u << 20);

	buf_puts(&b, "{\"document\":{\"csaf_version\":\"2.1\"},\"product_tree\":{");
	for (int i = 0; i < n; i++)
		buf_puts(&b, "\"branches\":[{");
	buf_puts(&b, "\"product\":{\"product_id\":\"P\"}");
	for (int i = 0; i < n; i++)
		buf_puts(&b, "}]");
	buf_puts(&b, "}}");
	return judge(&b);
}

TEST(branches)
{
	struct csaf_verdict v = deep(30);

	EXPECT(!speaks(&v.errors, "6.1.34"));
	v = deep(31);
	EXPECT(speaks(&v.errors, "6.1.34"));
}

TEST(closed_group)
{
	struct buf b = BUF_INIT(1u << 20);
	struct csaf_verdict v;

	buf_puts(&b, "{\"document\":{\"csaf_version\":\"2.1\",\"distribution\":{\"tlp\":"
		     "{\"label\":\"RED\"},\"sharing_group\":" MAX "}}}");
	v = judge(&b);
	EXPECT(speaks(&v.errors, "6.1.38"));
	EXPECT(!speaks(&v.errors, "6.1.39") && !speaks(&v.errors, "6.1.40") &&
	       !speaks(&v.errors, "6.1.41"));
}

TEST(licences)
{
	static const char *const good[] = { "MIT", "GPL-2.0+", "MIT OR (BSD-3-Clause AND X11)",
		"GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-own",
		"DocumentRef-a:LicenseRef-b", "mit and x11", NULL };
	static const char *const bad[] = { "", "MIT X11", "(MIT", "MIT)", "AND", "MIT OR",
		"MIT WITH", "WITH a", "LicenseRef-", "a:b", "MIT++", "é", "()", NULL };

	for (size_t i = 0; good[i]; i++)
		EXPECT(csaf_is_licence(str_of(good[i])));
	for (size_t i = 0; bad[i]; i++)
		EXPECT(!csaf_is_licence(str_of(bad[i])));
}

UNIT_MAIN(in_20, in_21, branches, closed_group, licences)
