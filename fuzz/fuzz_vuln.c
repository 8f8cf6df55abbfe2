/* Any bytes: a record that is read is within its bounds, has a number, text that is UTF-8,
 * and the same hash twice; a name of a product that is read is written, read again, and
 * means itself. */
#include <stdlib.h>

#include "knowledge/cpe.h"
#include "knowledge/version.h"
#include "knowledge/vuln.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
holds(bool that)
{
	if (!that)
		abort();
}

static void
check(const struct vuln_record *r, struct arena *a)
{
	struct vuln_words *w = arena_new_of(a, struct vuln_words);
	struct str again;

	holds(vuln_number(r->cve, a, &again) && str_eq(again, r->cve));
	holds(r->n_scores <= VULN_SCORES_MAX && r->n_affected <= VULN_AFFECTED_MAX);
	holds(r->n_weaknesses <= VULN_WEAKNESSES_MAX && r->n_references <= VULN_REFERENCES_MAX);
	holds(r->title.n <= VULN_TITLE_MAX && r->description.n <= VULN_TEXT_MAX);
	holds(str_utf8_valid(r->title) && str_utf8_valid(r->description));
	for (size_t i = 0; i < r->n_affected; i++)
		holds(str_utf8_valid(r->affected[i].vendor) &&
		      str_utf8_valid(r->affected[i].product) && r->affected[i].status.n);
	vuln_words_of(r, a, w);
	for (size_t i = 0; i < w->n; i++)
		holds(w->word[i].n >= 2 && w->word[i].n <= 24);
	holds(str_eq(vuln_hash(r, a), vuln_hash(r, a)));
}

static void
name(struct str text, struct arena *a)
{
	struct cpe c, again;

	if (!cpe_read(text, a, &c))
		return;
	holds(cpe_read(cpe_write(&c, a), a, &again));
	holds(str_eq(cpe_write(&c, a), cpe_write(&again, a)));
	holds(cpe_matches(&c, &again));
}

/* Three versions, a line each: the order is total. */
static void
versions(struct str text)
{
	struct str a = str_cut(&text, '\n'), b = str_cut(&text, '\n'), c = str_cut(&text, '\n');
	int ab = version_cmp(a, b), bc = version_cmp(b, c);

	holds(version_cmp(a, a) == 0);
	holds((ab < 0) == (version_cmp(b, a) > 0));
	holds(!(ab <= 0 && bc <= 0) || version_cmp(a, c) <= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct vuln_wrong wrong;
	struct vuln_record r;
	struct arena *a;
	json_t *root;

	if (size > 1u << 16)
		return 0;
	a = arena_new((size_t)256 << 20);
	name(bytes, a);
	versions(bytes);
	root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, NULL);
	if (root && vuln_cve5(root, a, &r, &wrong))
		check(&r, a);
	if (root && vuln_kev(root, a, &r, &wrong))
		check(&r, a);
	if (root && vuln_nvd1(root, a, &r, &wrong))
		check(&r, a);
	if (root && vuln_nvd2(root, a, &r, &wrong))
		check(&r, a);
	json_decref(root);
	arena_free(a);
	return 0;
}
