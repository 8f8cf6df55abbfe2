/* Optional and informative tests (6.2, 6.3) that no other file has. */
#include "knowledge/csaf_test_list.h"

/* ==== Products ==== */

void
csaf_product_unused(struct csaf *c)
{
	struct csaf_map *m = csaf_map_new(c->arena);

	if (csaf_profile(c, S("csaf_informational_advisory")))
		return;
	for (size_t i = 0; i < c->product_mention.n; i++)
		csaf_map_add(m, c->product_mention.of[i].id);
	for (size_t i = 0; i < c->product.n; i++)
		if (!csaf_map_find(m, c->product.of[i].id))
			csaf_say(c, csaf_key(c, c->product.of[i].at, "product_id"),
			    "product '%.*s' is spoken of nowhere", PS(c->product.of[i].id));
}

static void
helped(struct csaf *c, struct str id, const struct at *at, void *context)
{
	(void)c;
	(void)at;
	csaf_map_add(context, id);
}

static void
must_be_helped(struct csaf *c, struct str id, unsigned group, const struct at *at, void *context)
{
	(void)group;
	if (!csaf_map_find(context, id))
		csaf_say(c, at, "product '%.*s' has no remediation", PS(id));
}

void
csaf_remediation_missing(struct csaf *c)
{
	const json_t *item;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		struct csaf_map *m = csaf_map_new(c->arena);

		json_array_foreach(csaf_get(c->vuln.of[v].json, "remediations"), i, item)
		    csaf_named(c, item, NULL, helped, m);
		csaf_each_state(
		    c, &c->vuln.of[v], CSAF_AFFECTED | CSAF_INVESTIGATED, must_be_helped, m);
	}
}

void
csaf_helper_missing(struct csaf *c)
{
	for (size_t i = 0; i < c->product.n; i++)
		if (!csaf_get(c->product.of[i].json, "product_identification_helper"))
			csaf_say(c, c->product.of[i].at,
			    "nothing helps to recognise product '%.*s'", PS(c->product.of[i].id));
}

/* ==== Hashes ==== */

static void
only(struct csaf *c, const struct csaf_item *hashes, struct str algorithm)
{
	const json_t *hash;
	size_t i;

	if (json_array_size(hashes->json) == 0)
		return;
	json_array_foreach(hashes->json, i,
	    hash) if (!str_eq_nocase(csaf_text(hash, "algorithm"), algorithm)) return;
	csaf_say(c, hashes->at, "%.*s is the only algorithm", PS(algorithm));
}

static void
only_md5(struct csaf *c, const struct csaf_item *hashes)
{
	only(c, hashes, S("md5"));
}

static void
only_sha1(struct csaf *c, const struct csaf_item *hashes)
{
	only(c, hashes, S("sha1"));
}

void
csaf_hash_md5(struct csaf *c)
{
	csaf_each_hashes(c, only_md5);
}

void
csaf_hash_sha1(struct csaf *c)
{
	csaf_each_hashes(c, only_sha1);
}

static void
short_ones(struct csaf *c, const struct csaf_item *hashes)
{
	const json_t *hash;
	size_t i;

	json_array_foreach(hashes->json, i, hash)
	{
		struct at at = { hashes->at, NULL, i }, value = { &at, "value", 0 };

		if (csaf_text(hash, "value").n && csaf_text(hash, "value").n < 64)
			csaf_say(c, &value, "has fewer than 64 hexadecimal digits");
	}
}

void
csaf_hash_short(struct csaf *c)
{
	csaf_each_hashes(c, short_ones);
}

/* ==== The document ==== */

void
csaf_tlp_missing(struct csaf *c)
{
	const json_t *distribution = csaf_get(c->document, "distribution");

	if (csaf_text(csaf_get(distribution, "tlp"), "label").n == 0)
		csaf_say(c, csaf_key(c, c->at_document, "distribution"), "has no TLP label");
}

void
csaf_lang_missing(struct csaf *c)
{
	if (!csaf_get(c->document, "lang"))
		csaf_say(c, csaf_key(c, c->at_document, "lang"), "is missing");
}

void
csaf_id_in_title(struct csaf *c)
{
	struct str id = csaf_text(c->tracking, "id");

	if (id.n && str_has(csaf_text(c->document, "title"), id))
		csaf_say(c, csaf_key(c, c->at_document, "title"), "has the document's id in it");
}

void
csaf_canonical(struct csaf *c)
{
	struct str name = c->verdict->file;
	const json_t *reference;
	size_t i;

	json_array_foreach(csaf_get(c->document, "references"), i, reference)
	{
		struct str url = csaf_text(reference, "url");

		if (str_eq(csaf_text(reference, "category"), S("self")) &&
		    str_starts(url, S("https://")) && url.n > name.n &&
		    url.p[url.n - name.n - 1] == '/' && str_ends(url, name))
			return;
	}
	csaf_say(c, csaf_key(c, c->at_document, "references"),
	    "none of category self is an https address that ends in '%.*s'", PS(name));
}

/* ==== 6.2.13 ==== */

/* The first key out of order is said, once for the document. */
static bool sorted(struct csaf *c, const json_t *value, const struct at *at);

static bool
sorted_list(struct csaf *c, const json_t *list, const struct at *at)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct at here = { at, NULL, i };

		if (!sorted(c, item, &here))
			return false;
	}
	return true;
}

static bool
sorted(struct csaf *c, const json_t *value, const struct at *at)
{
	const char *key, *last = NULL;
	const json_t *member;

	if (json_is_array(value))
		return sorted_list(c, value, at);
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
	{
		struct at here = { at, key, 0 };

		if (last && strcmp(last, key) > 0) {
			csaf_say(c, &here, "stands after '%s': keys are not sorted", last);
			return false;
		}
		if (!sorted(c, member, &here))
			return false;
		last = key;
	}
	return true;
}

void
csaf_sorted(struct csaf *c)
{
	sorted(c, c->root, NULL);
}

/* ==== Vulnerabilities ==== */

void
csaf_involvement_date(struct csaf *c)
{
	const json_t *item;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "involvements");

		json_array_foreach(csaf_get(c->vuln.of[v].json, "involvements"), i, item)
		{
			struct at at = { up, NULL, i };

			if (!csaf_get(item, "date"))
				csaf_say(c, &at, "has no date");
		}
	}
}

void
csaf_cve_in_ids(struct csaf *c)
{
	const json_t *id;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "ids");

		json_array_foreach(csaf_get(c->vuln.of[v].json, "ids"), i, id)
		{
			struct at at = { up, NULL, i };

			if (csaf_is_cve(csaf_text(id, "text")))
				csaf_say(c, &at, "is a CVE number: it has a member of its own");
		}
	}
}

void
csaf_cve_missing(struct csaf *c)
{
	for (size_t i = 0; i < c->vuln.n; i++)
		if (!csaf_get(c->vuln.of[i].json, "cve"))
			csaf_say(c, c->vuln.of[i].at, "has no CVE number");
}

void
csaf_cwe_missing(struct csaf *c)
{
	const char *key = c->version == CSAF_20 ? "cwe" : "cwes";

	for (size_t i = 0; i < c->vuln.n; i++)
		if (!csaf_get(c->vuln.of[i].json, key))
			csaf_say(c, c->vuln.of[i].at, "has no CWE number");
}

/* ==== Branches ==== */

static void
each_branch(struct csaf *c, struct str category, bool (*wrong)(struct str name), const char *what)
{
	for (size_t i = 0; i < c->branch.n; i++)
		if (str_eq(c->branch.of[i]->category, category) && wrong(c->branch.of[i]->name))
			csaf_say(c, csaf_key(c, c->branch.of[i]->at, "name"), "%s", what);
}

static bool
no_vers(struct str name)
{
	struct str type = str_sub(name, 5, name.n), rest = type;

	type = str_cut(&rest, '/');
	if (!str_starts(name, S("vers:")) || type.n == 0 || rest.n == 0 ||
	    (type.p[0] >= '0' && type.p[0] <= '9'))
		return true;
	for (size_t i = 0; i < type.n; i++)
		if (!(type.p[i] >= 'a' && type.p[i] <= 'z') &&
		    !(type.p[i] >= '0' && type.p[i] <= '9') && !strchr(".-+", type.p[i]))
			return true;
	return false;
}

void
csaf_range_vers(struct csaf *c)
{
	each_branch(c, S("product_version_range"), no_vers, "is not written as vers");
}

static bool
any(struct str name)
{
	(void)name;
	return true;
}

void
csaf_range_used(struct csaf *c)
{
	each_branch(c, S("product_version_range"), any, "is a range of versions");
}

static bool
begins_with_v(struct str name)
{
	return name.n > 1 && (name.p[0] | 32) == 'v' && name.p[1] >= '0' && name.p[1] <= '9';
}

void
csaf_version_v(struct csaf *c)
{
	each_branch(c, S("product_version"), begins_with_v, "begins with a v");
}

/* The nearest branch above that is of the category. */
static const struct csaf_branch *
above(const struct csaf_branch *b, struct str category)
{
	while (b && !str_eq(b->category, category))
		b = b->up;
	return b;
}

/* In this order on the way from the root, whatever stands between. */
void
csaf_branch_categories(struct csaf *c)
{
	for (size_t i = 0; i < c->product.n; i++) {
		const struct csaf_branch *b = c->product.of[i].branch;

		if (b == NULL)
			continue;
		b = above(b, S("product_version"));
		b = above(b, S("product_name"));
		if (above(b, S("vendor")) == NULL)
			csaf_say(c, c->product.of[i].at,
			    "does not stand under a vendor, then a product, then a version");
	}
}
