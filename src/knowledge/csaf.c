/*
 * One document judged: bounds, JSON, structure, then every test of its version.
 *
 * Bytes are counted before they are parsed: a tree costs two hundred times its
 * text at worst, so the number of values and the depth have their own bounds.
 */
#include "knowledge/csaf.h"

#include "knowledge/csaf_test_list.h"

#define VALUES_MAX 1000000
#define DEPTH_MAX 200
#define BUDGET 20000000		 /* products named through groups */
#define MEMORY ((size_t)1 << 30) /* never reached: the number of values bounds it */

#define BOTH (CSAF_20 | CSAF_21)

static const struct test {
	const char *number;
	unsigned versions;
	void (*run)(struct csaf *c);
} test[] = {
	{ "6.1.1", BOTH, csaf_product_missing },
	{ "6.1.2", BOTH, csaf_product_twice },
	{ "6.1.3", BOTH, csaf_product_circle },
	{ "6.1.4", BOTH, csaf_group_missing },
	{ "6.1.5", BOTH, csaf_group_twice },
	{ "6.1.6", BOTH, csaf_states_contradict },
	{ "6.1.7", BOTH, csaf_score_twice },
	{ "6.1.8", BOTH, csaf_cvss_invalid },
	{ "6.1.9", BOTH, csaf_cvss_computation },
	{ "6.1.10", BOTH, csaf_cvss_inconsistent },
	{ "6.1.11", BOTH, csaf_cwe },
	{ "6.1.12", BOTH, csaf_language },
	{ "6.1.13", BOTH, csaf_purl },
	{ "6.1.14", BOTH, csaf_history_order },
	{ "6.1.15", BOTH, csaf_translator },
	{ "6.1.16", BOTH, csaf_history_latest },
	{ "6.1.17", BOTH, csaf_status_draft },
	{ "6.1.18", BOTH, csaf_history_released },
	{ "6.1.19", BOTH, csaf_history_pre },
	{ "6.1.20", BOTH, csaf_version_pre },
	{ "6.1.21", BOTH, csaf_history_gap },
	{ "6.1.22", BOTH, csaf_history_twice },
	{ "6.1.23", BOTH, csaf_cve_twice },
	{ "6.1.24", BOTH, csaf_involvement_twice },
	{ "6.1.25", BOTH, csaf_algorithm_twice },
	{ "6.1.26", BOTH, csaf_category_reserved },
	{ "6.1.27.1", BOTH, csaf_profile_notes },
	{ "6.1.27.2", BOTH, csaf_profile_references },
	{ "6.1.27.3", BOTH, csaf_profile_no_vulns },
	{ "6.1.27.4", BOTH, csaf_profile_tree },
	{ "6.1.27.5", BOTH, csaf_profile_vuln_notes },
	{ "6.1.27.6", BOTH, csaf_profile_status },
	{ "6.1.27.7", BOTH, csaf_profile_vex_status },
	{ "6.1.27.8", BOTH, csaf_profile_vuln_id },
	{ "6.1.27.9", BOTH, csaf_profile_impact },
	{ "6.1.27.10", BOTH, csaf_profile_action },
	{ "6.1.27.11", BOTH, csaf_profile_vulns },
	{ "6.1.27.15", CSAF_21, csaf_over_tree },
	{ "6.1.27.16", CSAF_21, csaf_over_history },
	{ "6.1.27.17", CSAF_21, csaf_over_withdrawn },
	{ "6.1.27.18", CSAF_21, csaf_over_superseded },
	{ "6.1.27.19", CSAF_21, csaf_over_by },
	{ "6.1.28", BOTH, csaf_translation },
	{ "6.1.29", BOTH, csaf_remediation_alone },
	{ "6.1.30", BOTH, csaf_version_mixed },
	{ "6.1.31", BOTH, csaf_version_range },
	{ "6.1.32", BOTH, csaf_flag_alone },
	{ "6.1.33", BOTH, csaf_flags_many },
	{ "6.1.34", CSAF_21, csaf_branch_depth },
	{ "6.1.35", CSAF_21, csaf_remedies_contradict },
	{ "6.1.36", CSAF_21, csaf_remedy_of_state },
	{ "6.1.38", CSAF_21, csaf_sharing_max },
	{ "6.1.39", CSAF_21, csaf_sharing_public },
	{ "6.1.40", CSAF_21, csaf_sharing_name },
	{ "6.1.41", CSAF_21, csaf_sharing_unnamed },
	{ "6.1.42", CSAF_21, csaf_purl_qualifiers },
	{ "6.1.43", CSAF_21, csaf_model_stars },
	{ "6.1.44", CSAF_21, csaf_serial_stars },
	{ "6.1.45", CSAF_21, csaf_disclosure_date },
	{ "6.1.49", CSAF_21, csaf_ssvc_timestamp },
	{ "6.1.51", CSAF_21, csaf_epss_timestamp },
	{ "6.1.52", CSAF_21, csaf_exploitation_known },
	{ "6.1.53", CSAF_21, csaf_exploitation_date },
	{ "6.1.54", CSAF_21, csaf_licence },
	{ "6.2.1", BOTH, csaf_product_unused },
	{ "6.2.2", BOTH, csaf_remediation_missing },
	{ "6.2.3", BOTH, csaf_score_missing },
	{ "6.2.4", BOTH, csaf_history_build },
	{ "6.2.5", BOTH, csaf_release_initial },
	{ "6.2.6", BOTH, csaf_release_current },
	{ "6.2.7", BOTH, csaf_involvement_date },
	{ "6.2.8", BOTH, csaf_hash_md5 },
	{ "6.2.9", BOTH, csaf_hash_sha1 },
	{ "6.2.10", CSAF_20, csaf_tlp_missing },
	{ "6.2.11", BOTH, csaf_canonical },
	{ "6.2.12", BOTH, csaf_lang_missing },
	{ "6.2.13", BOTH, csaf_sorted },
	{ "6.2.14", BOTH, csaf_lang_private },
	{ "6.2.15", BOTH, csaf_lang_default },
	{ "6.2.16", BOTH, csaf_helper_missing },
	{ "6.2.17", BOTH, csaf_cve_in_ids },
	{ "6.2.18", BOTH, csaf_range_vers },
	{ "6.2.19", BOTH, csaf_cvss_fixed },
	{ "6.2.21", CSAF_21, csaf_history_same },
	{ "6.2.22", CSAF_21, csaf_id_in_title },
	{ "6.2.28", CSAF_21, csaf_sharing_is_max },
	{ "6.2.29", CSAF_21, csaf_sharing_is_nil },
	{ "6.2.30", CSAF_21, csaf_sharing_clear },
	{ "6.3.1", BOTH, csaf_cvss_only_2 },
	{ "6.3.2", BOTH, csaf_cvss_30 },
	{ "6.3.3", BOTH, csaf_cve_missing },
	{ "6.3.4", BOTH, csaf_cwe_missing },
	{ "6.3.5", BOTH, csaf_hash_short },
	{ "6.3.9", BOTH, csaf_branch_categories },
	{ "6.3.10", BOTH, csaf_range_used },
	{ "6.3.11", BOTH, csaf_version_v },
	{ "6.3.12", CSAF_21, csaf_cvss_no_4 },
};

/* ==== Bounds ==== */

/* Where a text ends: past its closing quote. */
static size_t
text_end(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	return i;
}

static const char *
too_much(struct str bytes)
{
	size_t values = 0, depth = 0;

	if (bytes.n > CSAF_BYTES_MAX)
		return "is larger than what is judged (32 MiB)";
	for (size_t i = 0; i < bytes.n; i++) {
		char c = bytes.p[i];

		if (c == '"')
			i = text_end(bytes, i);
		else if (c == '{' || c == '[') {
			values++;
			depth++;
		} else if (c == ',')
			values++;
		else if ((c == '}' || c == ']') && depth)
			depth--;
		if (depth > DEPTH_MAX)
			return "is nested deeper than what is judged";
		if (values > VALUES_MAX)
			return "has more values than what is judged";
	}
	return NULL;
}

static json_t *
parse(struct csaf *c, struct str bytes)
{
	const char *why = too_much(bytes);
	json_error_t error;
	json_t *root;

	if (why) {
		csaf_say(c, NULL, "%s", why);
		return NULL;
	}
	root = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL)
		csaf_say(c, NULL, "is no JSON that can be read: line %d, column %d: %s", error.line,
		    error.column, error.text);
	else if (!json_is_object(root)) {
		csaf_say(c, NULL, "must be an object");
		json_decref(root);
		root = NULL;
	}
	return root;
}

/* ==== Judging ==== */

static bool
version_of(struct csaf *c, const json_t *root)
{
	struct str version = csaf_text(csaf_get(root, "document"), "csaf_version");
	struct at document = { NULL, "document", 0 }, at = { &document, "csaf_version", 0 };

	if (str_eq(version, S("2.0")))
		c->version = CSAF_20;
	else if (str_eq(version, S("2.1")))
		c->version = CSAF_21;
	else {
		csaf_say(c, &at, "must be \"2.0\" or \"2.1\"");
		return false;
	}
	c->verdict->version = c->version == CSAF_20 ? S("2.0") : S("2.1");
	return true;
}

/* What a test needs it forgets: its memory is the next one's. */
static void
run(struct csaf *c, struct arena *scratch, const char *number, void (*fn)(struct csaf *c))
{
	c->arena = scratch;
	c->test = number;
	fn(c);
	arena_reset(scratch);
}

static void
judge(struct csaf *c, const json_t *root)
{
	struct arena *listed = arena_new(MEMORY), *scratch = arena_new(MEMORY);

	c->arena = listed;
	csaf_view(c, root);
	run(c, scratch, "schema", csaf_shape);
	for (size_t i = 0; i < sizeof test / sizeof test[0]; i++)
		if (test[i].versions & c->version)
			run(c, scratch, test[i].number, test[i].run);
	arena_free(scratch);
	arena_free(listed);
}

void
csaf_check(struct str bytes, struct arena *a, struct csaf_verdict *ret)
{
	struct csaf c = { .kept = a, .verdict = ret, .test = "schema", .budget = BUDGET };
	json_t *root;

	*ret = (struct csaf_verdict){ 0 };
	ret->errors.of = arena_array(a, struct csaf_finding, CSAF_FINDINGS_MAX);
	ret->warnings.of = arena_array(a, struct csaf_finding, CSAF_FINDINGS_MAX);
	root = parse(&c, bytes);
	if (root && version_of(&c, root)) {
		ret->file = csaf_file_name(
		    a, csaf_text(csaf_get(csaf_get(root, "document"), "tracking"), "id"));
		judge(&c, root);
	}
	json_decref(root);
	ret->valid = ret->errors.n == 0;
}

void
csaf_check_name(struct str path, struct arena *a, struct csaf_verdict *v)
{
	struct csaf c = { .kept = a, .verdict = v, .test = "5.1" };
	struct str rest = path, name = rest;

	while (rest.n)
		name = str_cut(&rest, '/');
	if (v->file.n && !str_eq(name, v->file))
		csaf_say(&c, NULL, "the file of this document is named '%.*s'", PS(v->file));
}
