/*
 * The catalogue of known exploited vulnerabilities of CISA, one entry.  JSON and CSV
 * have the same names, so a row of CSV is read as the object that it would be.
 */
#include "knowledge/vuln.h"

/* CWE-20, CWE-400: an array in JSON, one text in CSV. */
static void
read_weaknesses(const json_t *list, struct arena *a, struct vuln_record *r)
{
	struct str text = str_of(json_string_value(list));
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	    vuln_add_weakness(r, arena_dup(a, str_of(json_string_value(one))));
	while (text.n)
		vuln_add_weakness(r, arena_dup(a, str_trim(str_cut(&text, ','))));
}

bool
vuln_kev(const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *wrong)
{
	struct vuln_affected *product;

	vuln_begin(ret, VULN_KEV, a);
	if (!vuln_number(vuln_text(item, "cveID", 40, a), a, &ret->cve)) {
		*wrong = (struct vuln_wrong){ "cveID", "vuln.bad_number" };
		return false;
	}
	ret->kev_added = vuln_moment(item, "dateAdded");
	if (!moment_known(ret->kev_added)) {
		*wrong = (struct vuln_wrong){ "dateAdded", "vuln.bad_date" };
		return false;
	}
	ret->kev_due = vuln_moment(item, "dueDate");
	ret->kev_ransomware =
	    str_eq(vuln_text(item, "knownRansomwareCampaignUse", 16, a), S("Known"));
	ret->kev_action = vuln_text(item, "requiredAction", 2000, a);
	ret->title = vuln_text(item, "vulnerabilityName", VULN_TITLE_MAX, a);
	ret->description = vuln_text(item, "shortDescription", VULN_TEXT_MAX, a);
	read_weaknesses(json_object_get(item, "cwes"), a, ret);
	product = vuln_add_affected(ret);
	*product = (struct vuln_affected){ .status = S("affected"), .from_included = true };
	product->vendor = vuln_text(item, "vendorProject", VULN_NAME_MAX, a);
	product->product = vuln_text(item, "product", VULN_NAME_MAX, a);
	return true;
}
