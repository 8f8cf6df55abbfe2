/*
 * NVD: one item of the yearly feeds (JSON 1.1) and of the API (2.0).  Both say the
 * same with other names; products are CPE names under AND and OR.
 *
 * What stands in an AND as the platform only ("vulnerable": false) is left out: a
 * product may be named where its platform spares it, never the other way.
 */
#include "knowledge/cpe.h"
#include "knowledge/vuln.h"

#define DEPTH_MAX 8

/* ==== Products ==== */

static void
take_range(const json_t *match, struct arena *a, struct vuln_affected *f)
{
	struct str from = vuln_text(match, "versionStartIncluding", 128, a);
	struct str above = vuln_text(match, "versionStartExcluding", 128, a);
	struct str upto = vuln_text(match, "versionEndIncluding", 128, a);
	struct str below = vuln_text(match, "versionEndExcluding", 128, a);

	f->version_from = from.n ? from : above;
	f->from_included = from.n || above.n == 0;
	f->version_to = below.n ? below : upto;
	f->to_included = below.n == 0 && upto.n > 0;
}

/* A name with its own version is that version, with its update ("9.8 p7"). */
static void
take_exact(const struct cpe *c, struct arena *a, struct vuln_affected *f)
{
	struct str version = cpe_plain(c->attribute[CPE_VERSION], a);
	struct str update = cpe_plain(c->attribute[CPE_UPDATE], a);

	if (version.n == 0)
		return;
	f->version_from = str_trim(arena_printf(a, "%.*s %.*s", PS(version), PS(update)));
	f->version_to = f->version_from;
	f->from_included = f->to_included = true;
}

static void
take_match(const json_t *match, const char *name, struct arena *a, struct vuln_record *r)
{
	struct str text = vuln_text(match, name, 2000, a);
	struct vuln_affected *f;
	struct cpe c;

	if (!json_is_true(json_object_get(match, "vulnerable")))
		return;
	if (!cpe_read(text, a, &c)) {
		r->left_out++;
		return;
	}
	f = vuln_add_affected(r);
	if (f == NULL)
		return;
	f->status = S("affected");
	f->scheme = S("cpe");
	f->cpe = cpe_write(&c, a);
	f->cpe_part = cpe_plain(c.attribute[CPE_PART], a);
	f->cpe_vendor = cpe_plain(c.attribute[CPE_VENDOR], a);
	f->cpe_product = cpe_plain(c.attribute[CPE_PRODUCT], a);
	f->vendor = f->cpe_vendor;
	f->product = f->cpe_product;
	take_range(match, a, f);
	if (f->version_from.n == 0 && f->version_to.n == 0)
		take_exact(&c, a, f);
}

/* Of either spelling: cpe_match with cpe23Uri, cpeMatch with criteria. */
static void
take_nodes(const json_t *nodes, int depth, struct arena *a, struct vuln_record *r)
{
	const json_t *node, *match;
	size_t i, k;

	json_array_foreach(nodes, i, node)
	{
		json_array_foreach(json_object_get(node, "cpe_match"), k, match)
		    take_match(match, "cpe23Uri", a, r);
		json_array_foreach(json_object_get(node, "cpeMatch"), k, match)
		    take_match(match, "criteria", a, r);
		if (depth < DEPTH_MAX)
			take_nodes(json_object_get(node, "children"), depth + 1, a, r);
	}
}

/* ==== Lists that both have ==== */

static struct str
english(const json_t *list, struct arena *a)
{
	const json_t *said;
	size_t i;

	json_array_foreach(list, i, said)
	{
		const char *lang = json_string_value(json_object_get(said, "lang"));

		if (lang && strcmp(lang, "en") == 0)
			return vuln_text(said, "value", VULN_TEXT_MAX, a);
	}
	return vuln_text(json_array_get(list, 0), "value", VULN_TEXT_MAX, a);
}

static void
take_weaknesses(const json_t *list, struct arena *a, struct vuln_record *r)
{
	const json_t *weakness, *said;
	size_t i, k;

	json_array_foreach(list, i, weakness)
	    json_array_foreach(json_object_get(weakness, "description"), k, said)
		vuln_add_weakness(r, vuln_text(said, "value", 16, a));
}

static void
take_references(const json_t *list, struct arena *a, struct vuln_record *r)
{
	const json_t *reference;
	size_t i;

	json_array_foreach(list, i, reference) vuln_add_reference(
	    r, vuln_text(reference, "url", VULN_URL_MAX, a), (struct str){ NULL, 0 });
}

/* ==== API 2.0 ==== */

static void
take_metrics(const json_t *metrics, struct arena *a, struct vuln_record *r)
{
	static const char *const name[] = { "cvssMetricV40", "cvssMetricV31", "cvssMetricV30",
		"cvssMetricV2" };
	const json_t *metric;
	size_t i;

	for (size_t k = 0; k < sizeof name / sizeof name[0]; k++)
		json_array_foreach(json_object_get(metrics, name[k]), i, metric)
		    vuln_add_score(r, vuln_text(metric, "source", 64, a),
			vuln_text(json_object_get(metric, "cvssData"), "vectorString", 500, a));
}

bool
vuln_nvd2(const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *wrong)
{
	const json_t *cve = json_object_get(item, "cve"), *configuration;
	size_t i;

	vuln_begin(ret, VULN_NVD, a);
	if (!vuln_number(vuln_text(cve, "id", 40, a), a, &ret->cve)) {
		*wrong = (struct vuln_wrong){ "cve.id", "vuln.bad_number" };
		return false;
	}
	ret->rejected = str_eq_nocase(vuln_text(cve, "vulnStatus", 32, a), S("Rejected"));
	ret->published = vuln_moment(cve, "published");
	ret->updated = vuln_moment(cve, "lastModified");
	ret->description = english(json_object_get(cve, "descriptions"), a);
	take_metrics(json_object_get(cve, "metrics"), a, ret);
	take_weaknesses(json_object_get(cve, "weaknesses"), a, ret);
	take_references(json_object_get(cve, "references"), a, ret);
	json_array_foreach(json_object_get(cve, "configurations"), i, configuration)
	    take_nodes(json_object_get(configuration, "nodes"), 0, a, ret);
	return true;
}

/* ==== Feed 1.1 ==== */

bool
vuln_nvd1(const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *wrong)
{
	const json_t *cve = json_object_get(item, "cve"), *impact = json_object_get(item, "impact");
	const json_t *three = json_object_get(json_object_get(impact, "baseMetricV3"), "cvssV3");
	const json_t *two = json_object_get(json_object_get(impact, "baseMetricV2"), "cvssV2");

	vuln_begin(ret, VULN_NVD, a);
	if (!vuln_number(
		vuln_text(json_object_get(cve, "CVE_data_meta"), "ID", 40, a), a, &ret->cve)) {
		*wrong = (struct vuln_wrong){ "cve.CVE_data_meta.ID", "vuln.bad_number" };
		return false;
	}
	ret->published = vuln_moment(item, "publishedDate");
	ret->updated = vuln_moment(item, "lastModifiedDate");
	ret->description =
	    english(json_object_get(json_object_get(cve, "description"), "description_data"), a);
	ret->rejected = str_starts(ret->description, S("** REJECT **"));
	vuln_add_score(ret, S("nvd@nist.gov"), vuln_text(three, "vectorString", 500, a));
	vuln_add_score(ret, S("nvd@nist.gov"), vuln_text(two, "vectorString", 500, a));
	take_weaknesses(
	    json_object_get(json_object_get(cve, "problemtype"), "problemtype_data"), a, ret);
	take_references(
	    json_object_get(json_object_get(cve, "references"), "reference_data"), a, ret);
	take_nodes(json_object_get(json_object_get(item, "configurations"), "nodes"), 0, a, ret);
	return true;
}
