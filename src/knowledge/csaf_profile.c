/*
 * Tests of profiles: what a document of a certain category must have.
 *
 * In 2.1, as in 2.0, a category that is no profile's name is the base profile.
 */
#include "knowledge/csaf_test_list.h"

#define TOLD S("csaf_informational_advisory|csaf_security_incident_response")
#define ADVISORY S("csaf_deprecated_security_advisory|csaf_security_advisory|csaf_vex")

bool
csaf_profile(const struct csaf *c, struct str set)
{
	return c->category.n && str_in_set(set, c->category);
}

/* The names that 2.1 adds are refused in 2.0 by 6.1.26, whatever else they ask. */

/* ==== 6.1.26 ==== */

/* Without what is written one way or the other, in lower case. */
static struct str
squeezed(struct csaf *c, struct str s)
{
	char *to = arena_cstr(c->arena, s);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'A' && s.p[i] <= 'Z')
			to[n++] = (char)(s.p[i] + 32);
		else if (strchr("-_ \t\r\n\v\f", s.p[i]) == NULL)
			to[n++] = s.p[i];
	return (struct str){ to, n };
}

void
csaf_category_reserved(struct csaf *c)
{
	struct str profiles =
	    c->version == CSAF_20
		? S("csaf_base|csaf_informational_advisory|csaf_security_advisory|"
		    "csaf_security_incident_response|csaf_vex")
		: S("csaf_base|csaf_deprecated_security_advisory|csaf_informational_advisory|"
		    "csaf_security_advisory|csaf_security_incident_response|csaf_superseded|csaf_"
		    "vex|"
		    "csaf_withdrawn");
	struct str rest = profiles, name = squeezed(c, c->category);

	if (c->category.n == 0 || str_in_set(profiles, c->category))
		return;
	if (str_eq_nocase(str_sub(c->category, 0, 5), S("csaf_"))) {
		csaf_say(c, csaf_key(c, c->at_document, "category"),
		    "'csaf_' begins the names of profiles only");
		return;
	}
	str_cut(&rest, '|');
	while (rest.n) {
		struct str profile = squeezed(c, str_cut(&rest, '|'));

		if (str_eq(name, profile) || str_eq(name, str_sub(profile, 4, profile.n)))
			csaf_say(c, csaf_key(c, c->at_document, "category"),
			    "reads as the name of a profile, and is none");
	}
}

/* ==== Documents ==== */

/* An item of the list whose category is one of the set. */
static bool
has_category(const json_t *list, struct str set)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct str category = csaf_text(item, "category");

		if (category.n && str_in_set(set, category))
			return true;
	}
	return false;
}

void
csaf_profile_notes(struct csaf *c)
{
	if (csaf_profile(c, TOLD) &&
	    !has_category(csaf_get(c->document, "notes"), S("description|details|general|summary")))
		csaf_say(c, csaf_key(c, c->at_document, "notes"),
		    "must have a description, details, a general note or a summary");
}

void
csaf_profile_references(struct csaf *c)
{
	const json_t *reference;
	size_t i;

	if (!csaf_profile(c, TOLD))
		return;
	/* Without a category a reference is external. */
	json_array_foreach(csaf_get(c->document, "references"), i,
	    reference) if (!csaf_get(reference, "category") ||
			   str_eq(csaf_text(reference, "category"), S("external"))) return;
	csaf_say(c, csaf_key(c, c->at_document, "references"),
	    "must have a reference to something else");
}

void
csaf_profile_no_vulns(struct csaf *c)
{
	if (csaf_profile(c, S("csaf_informational_advisory")) &&
	    csaf_get(c->root, "vulnerabilities"))
		csaf_say(
		    c, csaf_key(c, NULL, "vulnerabilities"), "an informational advisory has none");
}

void
csaf_profile_tree(struct csaf *c)
{
	if (csaf_profile(c, ADVISORY) && c->tree == NULL)
		csaf_say(c, c->at_tree, "is missing: a document of this profile has products");
}

void
csaf_profile_vulns(struct csaf *c)
{
	if (csaf_profile(c, ADVISORY) && !csaf_get(c->root, "vulnerabilities"))
		csaf_say(c, csaf_key(c, NULL, "vulnerabilities"),
		    "is missing: a document of this profile has vulnerabilities");
}

/* ==== Vulnerabilities ==== */

static void
each_has(struct csaf *c, struct str profiles, const char *key)
{
	for (size_t i = 0; csaf_profile(c, profiles) && i < c->vuln.n; i++)
		if (!csaf_get(c->vuln.of[i].json, key))
			csaf_say(c, csaf_key(c, c->vuln.of[i].at, key),
			    "is missing: this profile asks it of each vulnerability");
}

void
csaf_profile_vuln_notes(struct csaf *c)
{
	each_has(c, ADVISORY, "notes");
}

void
csaf_profile_status(struct csaf *c)
{
	each_has(
	    c, S("csaf_deprecated_security_advisory|csaf_security_advisory"), "product_status");
}

void
csaf_profile_vex_status(struct csaf *c)
{
	for (size_t i = 0; csaf_profile(c, S("csaf_vex")) && i < c->vuln.n; i++) {
		const json_t *status = csaf_get(c->vuln.of[i].json, "product_status");

		if (!csaf_get(status, "fixed") && !csaf_get(status, "known_affected") &&
		    !csaf_get(status, "known_not_affected") &&
		    !csaf_get(status, "under_investigation"))
			csaf_say(c, csaf_key(c, c->vuln.of[i].at, "product_status"),
			    "says of no product whether it is affected");
	}
}

void
csaf_profile_vuln_id(struct csaf *c)
{
	for (size_t i = 0; csaf_profile(c, S("csaf_vex")) && i < c->vuln.n; i++)
		if (!csaf_get(c->vuln.of[i].json, "cve") && !csaf_get(c->vuln.of[i].json, "ids"))
			csaf_say(c, c->vuln.of[i].at, "has neither a CVE number nor another");
}

/* ==== 6.1.27.9, 6.1.27.10: products that somebody speaks of ==== */

static void
covered(struct csaf *c, struct str id, const struct at *at, void *context)
{
	(void)c;
	(void)at;
	csaf_map_add(context, id);
}

/* Products that the items of a list name; of all categories when category is NULL. */
static void
cover(struct csaf *c, const struct csaf_item *vuln, const char *list, const char *category,
    struct csaf_map *m)
{
	const json_t *item;
	size_t i;

	json_array_foreach(csaf_get(vuln->json, list), i,
	    item) if (category == NULL || str_eq(csaf_text(item, "category"), str_of(category)))
	    csaf_named(c, item, NULL, covered, m);
}

/* The vulnerability's products of the state are all in the table. */
static void
must_be_covered(struct csaf *c, const struct csaf_item *vuln, const char *state, struct csaf_map *m,
    const char *what)
{
	const struct at *up = csaf_key(c, csaf_key(c, vuln->at, "product_status"), state);
	const json_t *id;
	size_t i;

	json_array_foreach(csaf_get(csaf_get(vuln->json, "product_status"), state), i, id)
	{
		struct at at = { up, NULL, i };

		if (json_is_string(id) && !csaf_map_find(m, csaf_str(id)))
			csaf_say(c, &at, "%s product '%.*s'", what, PS(csaf_str(id)));
	}
}

void
csaf_profile_impact(struct csaf *c)
{
	for (size_t i = 0; csaf_profile(c, S("csaf_vex")) && i < c->vuln.n; i++) {
		struct csaf_map *m = csaf_map_new(c->arena);

		cover(c, &c->vuln.of[i], "flags", NULL, m);
		cover(c, &c->vuln.of[i], "threats", "impact", m);
		must_be_covered(c, &c->vuln.of[i], "known_not_affected", m,
		    "neither a flag nor an impact says why nothing threatens");
	}
}

void
csaf_profile_action(struct csaf *c)
{
	for (size_t i = 0; csaf_profile(c, S("csaf_vex")) && i < c->vuln.n; i++) {
		struct csaf_map *m = csaf_map_new(c->arena);

		cover(c, &c->vuln.of[i], "remediations", NULL, m);
		must_be_covered(
		    c, &c->vuln.of[i], "known_affected", m, "no remediation says what to do with");
	}
}
