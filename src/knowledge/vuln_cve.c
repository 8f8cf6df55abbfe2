/*
 * CVE records 5.x: what the authority that gave the number says (cna), then what
 * others add (adp), CISA first of all: scores, CPE names, "exploited".
 *
 * Everybody's products and scores are kept with their author: where two disagree,
 * a person must see both.  The text is the authority's alone.
 */
#include "knowledge/cpe.h"
#include "knowledge/vuln.h"

#define CONTAINERS_MAX 16

static struct str
scorer_of(const json_t *container, struct arena *a)
{
	return vuln_text(json_object_get(container, "providerMetadata"), "shortName", 64, a);
}

/* ==== Scores, exploitation ==== */

static void
read_other(const json_t *other, struct vuln_record *r)
{
	const json_t *content = json_object_get(other, "content");
	const char *type = json_string_value(json_object_get(other, "type"));

	if (type && strcmp(type, "kev") == 0 && !moment_known(r->kev_added))
		r->kev_added = vuln_moment(content, "dateAdded");
}

static void
read_metrics(const json_t *container, struct arena *a, struct vuln_record *r)
{
	static const char *const version[] = { "cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0" };
	struct str scorer = scorer_of(container, a);
	const json_t *metric;
	size_t i;

	json_array_foreach(json_object_get(container, "metrics"), i, metric)
	{
		for (size_t v = 0; v < sizeof version / sizeof version[0]; v++)
			vuln_add_score(r, scorer,
			    vuln_text(json_object_get(metric, version[v]), "vectorString", 500, a));
		read_other(json_object_get(metric, "other"), r);
	}
}

static void
read_weaknesses(const json_t *container, struct arena *a, struct vuln_record *r)
{
	const json_t *type, *said;
	size_t i, k;

	json_array_foreach(json_object_get(container, "problemTypes"), i, type)
	    json_array_foreach(json_object_get(type, "descriptions"), k, said)
		vuln_add_weakness(r, vuln_text(said, "cweId", 16, a));
}

static struct str
joined(const json_t *tags, struct arena *a)
{
	struct str all = { NULL, 0 };
	const json_t *tag;
	size_t i;

	json_array_foreach(tags, i, tag)
	{
		struct str one = str_of(json_string_value(tag));

		if (i >= 16 || one.n == 0 || one.n > 64 || str_has(one, S("|")))
			continue;
		all = all.n ? arena_printf(a, "%.*s|%.*s", PS(all), PS(one)) : arena_dup(a, one);
	}
	return all;
}

static void
read_references(const json_t *container, struct arena *a, struct vuln_record *r)
{
	const json_t *reference;
	size_t i;

	json_array_foreach(json_object_get(container, "references"), i, reference)
	    vuln_add_reference(r, vuln_text(reference, "url", VULN_URL_MAX, a),
		joined(json_object_get(reference, "tags"), a));
}

/* ==== Products ==== */

/* "n/a", "-" and "unknown" are ways to say nothing. */
static struct str
name_of(const json_t *object, const char *key, struct arena *a)
{
	struct str s = vuln_text(object, key, VULN_NAME_MAX, a);

	return str_eq_nocase(s, S("n/a")) || str_eq(s, S("-")) || str_eq_nocase(s, S("unknown"))
		   ? (struct str){ NULL, 0 }
		   : s;
}

static struct str
version_of(const json_t *object, const char *key, struct arena *a)
{
	struct str s = name_of(object, key, a);

	return str_eq(s, S("*")) || str_eq_nocase(s, S("unspecified")) ? (struct str){ NULL, 0 }
								       : s;
}

static struct str
status_of(const json_t *object, const char *key, struct arena *a)
{
	struct str s = vuln_text(object, key, 16, a);

	return str_in_set(S("affected|unaffected|unknown"), s) ? s : S("unknown");
}

static void
add_range(struct vuln_record *r, const struct vuln_affected *range)
{
	struct vuln_affected *to = vuln_add_affected(r);

	if (to)
		*to = *range;
}

/* One entry of "versions": a version alone, a range, or a range whose status changes
 * on its way. */
static void
read_version(
    const json_t *v, const struct vuln_affected *product, struct arena *a, struct vuln_record *r)
{
	struct vuln_affected range = *product;
	struct str below = version_of(v, "lessThan", a), upto = version_of(v, "lessThanOrEqual", a);
	const json_t *change;
	size_t i;

	range.status = status_of(v, "status", a);
	range.scheme = vuln_text(v, "versionType", 32, a);
	range.version_from = version_of(v, "version", a);
	range.from_included = true;
	if (!json_object_get(v, "lessThan") && !json_object_get(v, "lessThanOrEqual")) {
		range.version_to = range.version_from;
		range.to_included = true;
		add_range(r, &range);
		return;
	}
	if (str_eq(range.version_from, S("0"))) /* the standard's "from the first one" */
		range.version_from = (struct str){ NULL, 0 };
	json_array_foreach(json_object_get(v, "changes"), i, change)
	{
		struct str at = version_of(change, "at", a);

		if (at.n == 0)
			continue;
		range.version_to = at;
		range.to_included = false;
		add_range(r, &range);
		range.version_from = at;
		range.status = status_of(change, "status", a);
	}
	range.version_to = below.n ? below : upto;
	range.to_included = below.n == 0 && upto.n > 0;
	add_range(r, &range);
}

static void
read_cpes(const json_t *product, struct vuln_affected *to, struct arena *a, struct vuln_record *r)
{
	const json_t *name;
	struct cpe c;
	size_t i;

	json_array_foreach(json_object_get(product, "cpes"), i, name)
	{
		struct str text = str_of(json_string_value(name));

		if (!cpe_read(text, a, &c)) {
			r->left_out++;
			continue;
		}
		vuln_add_cpe(r, arena_dup(a, text));
		if (to->cpe.n)
			continue;
		to->cpe = cpe_write(&c, a);
		to->cpe_part = cpe_plain(c.attribute[CPE_PART], a);
		to->cpe_vendor = cpe_plain(c.attribute[CPE_VENDOR], a);
		to->cpe_product = cpe_plain(c.attribute[CPE_PRODUCT], a);
	}
}

static void
read_product(const json_t *product, struct arena *a, struct vuln_record *r)
{
	struct vuln_affected f = { .from_included = true };
	const json_t *versions = json_object_get(product, "versions"), *v;
	size_t i;

	f.vendor = name_of(product, "vendor", a);
	f.product = name_of(product, "product", a);
	f.package = name_of(product, "packageName", a);
	read_cpes(product, &f, a, r);
	if (f.vendor.n == 0 && f.product.n == 0 && f.package.n == 0 && f.cpe.n == 0)
		return;
	json_array_foreach(versions, i, v) read_version(v, &f, a, r);
	if (json_array_size(versions) == 0) {
		f.status = status_of(product, "defaultStatus", a);
		add_range(r, &f);
	}
}

/* ==== Record ==== */

static void
read_container(const json_t *container, struct arena *a, struct vuln_record *r)
{
	const json_t *product;
	size_t i;

	read_metrics(container, a, r);
	read_weaknesses(container, a, r);
	read_references(container, a, r);
	json_array_foreach(json_object_get(container, "affected"), i, product)
	    read_product(product, a, r);
}

/* The English one, or else the first. */
static struct str
description_of(const json_t *list, struct arena *a)
{
	const json_t *said, *chosen = json_array_get(list, 0);
	size_t i;

	json_array_foreach(list, i,
	    said) if (str_starts(str_of(json_string_value(json_object_get(said, "lang"))), S("en")))
	{
		chosen = said;
		break;
	}
	return vuln_text(chosen, "value", VULN_TEXT_MAX, a);
}

bool
vuln_cve5(const json_t *root, struct arena *a, struct vuln_record *ret, struct vuln_wrong *wrong)
{
	const json_t *meta = json_object_get(root, "cveMetadata");
	const json_t *containers = json_object_get(root, "containers");
	const json_t *cna = json_object_get(containers, "cna"), *adp;
	struct str state = vuln_text(meta, "state", 16, a);
	size_t i;

	vuln_begin(ret, VULN_CVE, a);
	ret->rejected = str_eq(state, S("REJECTED"));
	if (!vuln_number(vuln_text(meta, "cveId", 40, a), a, &ret->cve))
		*wrong = (struct vuln_wrong){ "cveMetadata.cveId", "vuln.bad_number" };
	else if (!ret->rejected && !str_eq(state, S("PUBLISHED")))
		*wrong = (struct vuln_wrong){ "cveMetadata.state", "vuln.bad_state" };
	else if (!json_is_object(cna))
		*wrong = (struct vuln_wrong){ "containers.cna", "vuln.no_container" };
	else {
		ret->published = vuln_moment(meta, "datePublished");
		ret->updated = vuln_moment(meta, "dateUpdated");
		ret->title = vuln_text(cna, "title", VULN_TITLE_MAX, a);
		ret->description = description_of(
		    json_object_get(cna, ret->rejected ? "rejectedReasons" : "descriptions"), a);
		read_container(cna, a, ret);
		json_array_foreach(json_object_get(containers, "adp"), i,
		    adp) if (i < CONTAINERS_MAX) read_container(adp, a, ret);
		return true;
	}
	return false;
}
