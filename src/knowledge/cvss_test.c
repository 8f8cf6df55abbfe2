/*
 * Vectors and their scores: the worked examples of the three standards, what is no
 * vector, and every vector of the CVE and CSAF records where they are at hand.
 */
#include <dirent.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "knowledge/cvss.h"
#include "tests/unit.h"

TEST(worked_examples)
{
	static const struct {
		const char *vector;
		int base, temporal, environmental;
	} table[] = {
		/* Complete Guide to CVSS 2.0, §3.3: CVE-2002-0392, CVE-2003-0818, CVE-2003-0062 */
		{ "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 78, 64,
		    92 },
		{ "AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 100, 83,
		    90 },
		{ "AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", 62, 49,
		    75 },
		{ "AV:L/AC:L/Au:N/C:N/I:N/A:N", 0, 0, 0 },
		/* CVSS 3.1 examples: phpMyAdmin, MySQL, POODLE, VMware, Shellshock, Heartbleed */
		{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61, 61, 61 },
		{ "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64, 64, 64 },
		{ "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31, 31, 31 },
		{ "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 99, 99, 100 },
		{ "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98, 98, 98 },
		{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75, 75, 75 },
		{ "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 0, 0, 0 },
		/* CVSS 4.0 examples: all that can be, without the systems behind, Heartbleed */
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100, 100,
		    100 },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93, 93, 93 },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 87, 87, 87 },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cvss c = { 0 };

		if (!cvss_read(str_of(table[i].vector), &c))
			printf("not read: %s\n", table[i].vector), unit_wrong++;
		EXPECT_INT(c.base, table[i].base);
		EXPECT_INT(c.temporal, table[i].temporal);
		EXPECT_INT(c.environmental, table[i].environmental);
	}
}

TEST(a_score_is_of_the_groups_given)
{
	struct cvss c;

	EXPECT(cvss_read(S("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U"), &c));
	EXPECT_INT(c.score, c.temporal);
	EXPECT(c.temporal < c.base);
	EXPECT(cvss_read(S("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/MAV:P"), &c));
	EXPECT_INT(c.score, c.environmental);
	EXPECT(c.environmental < c.temporal);
	EXPECT(cvss_read(S("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/MAV:X"), &c));
	EXPECT_INT(c.score, c.base);
	EXPECT_STR(cvss_metric(&c, "AV"), "N");
	EXPECT_STR(cvss_metric(&c, "RL"), "");
	EXPECT_STR(cvss_metric(&c, "AT"), "");
}

TEST(no_vector)
{
	static const char *const table[] = {
		"", "CVSS:3.1/", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", /* one is missing */
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/",     /* a slash at the end */
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/A:H",  /* one twice */
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:C",	     /* a value of 2.0 */
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AT:N", /* a metric of 4.0 */
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:",   /* no value */
		"CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",	     /* no such version */
		"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",		     /* a prefix is missing */
		"cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", /* order */
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N", /* S: MSI alone */
	};
	struct cvss c;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (cvss_read(str_of(table[i]), &c))
			printf("read: %s\n", table[i]), unit_wrong++;
	EXPECT(cvss_read(S("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N"), &c)); /* any order */
	EXPECT_INT(c.base, 98);
}

TEST(severities)
{
	static const struct {
		enum cvss_version version;
		int tenths;
		const char *name;
	} table[] = {
		{ CVSS_3_1, 0, "NONE" },
		{ CVSS_3_1, 1, "LOW" },
		{ CVSS_3_1, 39, "LOW" },
		{ CVSS_3_1, 40, "MEDIUM" },
		{ CVSS_4_0, 69, "MEDIUM" },
		{ CVSS_3_0, 70, "HIGH" },
		{ CVSS_3_1, 89, "HIGH" },
		{ CVSS_4_0, 90, "CRITICAL" },
		{ CVSS_2_0, 0, "LOW" },
		{ CVSS_2_0, 39, "LOW" },
		{ CVSS_2_0, 69, "MEDIUM" },
		{ CVSS_2_0, 100, "HIGH" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		EXPECT_STR(str_of(cvss_severity(table[i].version, table[i].tenths)), table[i].name);
}

/* ==== The records at hand ==== */

static struct {
	size_t files, vectors, refused, differ;
} seen;

/* Scores that their publishers gave wrong: 1.08 x 7.0006 is 7.56, and 5.177 + 3.887 is 9.06. */
static bool
wrong_in_the_record(const char *file)
{
	return strcmp(file, "CVE-2024-31210.json") == 0 || strcmp(file, "CVE-2018-13382.json") == 0;
}

/* One that its publisher scored. */
static void
compare(const char *file, const char *vector, double given)
{
	struct cvss c;
	int tenths = (int)lround(given * 10);

	seen.vectors++;
	if (!cvss_read(str_of(vector), &c)) {
		seen.refused++;
		printf("%s: not read: %s\n", file, vector);
	} else if (c.base != tenths && c.score != tenths && !wrong_in_the_record(file)) {
		seen.differ++;
		printf("%s: %s is %d, given %d\n", file, vector, c.base, tenths);
	}
}

static void
look_into(const char *file, json_t *value)
{
	const json_t *vector = json_object_get(value, "vectorString");
	const json_t *score = json_object_get(value, "baseScore");
	const char *key;
	json_t *part;
	size_t i;

	if (json_is_string(vector) && json_is_number(score))
		compare(file, json_string_value(vector), json_number_value(score));
	json_object_foreach(value, key, part) look_into(file, part);
	json_array_foreach(value, i, part) look_into(file, part);
}

static void
look_at_folder(const char *folder)
{
	DIR *d = opendir(folder);
	const struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		const char *path = arena_printf(arena, "%s/%s", folder, e->d_name).p;
		json_t *root;

		if (!str_ends(str_of(e->d_name), S(".json")))
			continue;
		root = json_load_file(path, 0, NULL);
		look_into(e->d_name, root);
		json_decref(root);
		seen.files++;
	}
	if (d)
		closedir(d);
}

TEST(every_vector_of_the_records)
{
	static const char *const folders[] = { "cve/records-v5", "cve/trustify-cve",
		"cve/nvd-1.1-feed", "cve/nvd-api-samples", "csaf/cisa-icsma", "csaf/cisa-icsa-2024",
		"csaf/cisa-it-2024", "csaf/redhat-vex", "csaf/redhat-ctron" };
	const char *data = getenv("VIGIE_TEST_DATA");

	data = data ? data : "../shared/data";
	memset(&seen, 0, sizeof seen);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		look_at_folder(arena_printf(arena, "%s/%s", data, folders[i]).p);
	if (seen.files == 0) {
		fprintf(stderr, "no CVE records at hand: skipped\n");
		return;
	}
	printf("%zu files, %zu vectors, %zu not read, %zu scored otherwise\n", seen.files,
	    seen.vectors, seen.refused, seen.differ);
	EXPECT(seen.vectors > 1000);
	EXPECT_INT(seen.refused, 0);
	EXPECT_INT(seen.differ, 0);
}

UNIT_MAIN(worked_examples, a_score_is_of_the_groups_given, no_vector, severities,
    every_vector_of_the_records)
