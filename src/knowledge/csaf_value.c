/* Tests about single values: weaknesses, languages, package URLs, numbers. */
#include "base/table.h"
#include "knowledge/csaf_test_list.h"

/* ==== 6.1.11 ==== */

/* A number that data/cwe.tsv lacks is not judged: the table is a choice, not the
 * catalogue. */
static void
one_cwe(struct csaf *c, const json_t *cwe, const struct at *at)
{
	const struct table *t = table_get("cwe");
	struct str id = csaf_text(cwe, "id"), name = csaf_text(cwe, "name");
	size_t row = id.n ? table_find(t, "id", id) : NOT_FOUND_ROW;

	if (row != NOT_FOUND_ROW && !str_eq(table_cell(t, row, "name"), name))
		csaf_say(c, csaf_key(c, at, "name"), "%.*s is named '%.*s'", PS(id),
		    PS(table_cell(t, row, "name")));
}

void
csaf_cwe(struct csaf *c)
{
	const json_t *cwe;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "cwes");

		one_cwe(
		    c, csaf_get(c->vuln.of[v].json, "cwe"), csaf_key(c, c->vuln.of[v].at, "cwe"));
		json_array_foreach(csaf_get(c->vuln.of[v].json, "cwes"), i, cwe)
		    one_cwe(c, cwe, csaf_nth(c, up, i));
	}
}

/* ==== 6.1.12 ==== */

/* Registered subtags of two letters; a region of the private range is one too. */
static bool
registered(const char *kind, struct str tag, struct csaf *c)
{
	const struct table *t = table_get("language_subtag");
	char *low = arena_cstr(c->arena, tag);

	for (size_t i = 0; i < tag.n; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] = (char)(low[i] + 32);
	return str_in_set(table_cell(t, table_find(t, "kind", str_of(kind)), "codes"),
	    (struct str){ low, tag.n });
}

static bool
region_private(struct str tag)
{
	char a = (char)(tag.p[0] & ~32), b = (char)(tag.p[1] & ~32);

	return (a == 'A' && b == 'A') || (a == 'Z' && b == 'Z') || a == 'X' ||
	       (a == 'Q' && b >= 'M');
}

bool
csaf_region(struct str tag, struct str *ret)
{
	bool first = true;

	while (tag.n) {
		struct str part = str_cut(&tag, '-');

		if (part.n == 1)
			return false; /* an extension begins */
		if (part.n == 2 && !first) {
			*ret = part;
			return true;
		}
		first = false;
	}
	return false;
}

static void
one_language(struct csaf *c, const char *key)
{
	struct str tag = csaf_text(c->document, key), rest = tag, first, region;
	const struct at *at = csaf_key(c, c->at_document, key);

	if (!csaf_is_lang(tag))
		return; /* the schema says so */
	first = str_cut(&rest, '-');
	if (first.n == 1)
		return;
	if (first.n > 3 || (first.n == 2 && !registered("language", first, c)))
		csaf_say(c, at, "'%.*s' is no language", PS(first));
	if (csaf_region(tag, &region) && !region_private(region) &&
	    !registered("region", region, c))
		csaf_say(c, at, "'%.*s' is no region", PS(region));
}

void
csaf_language(struct csaf *c)
{
	one_language(c, "lang");
	one_language(c, "source_lang");
}

/* ==== 6.2.14 ==== */

static bool
private_use(struct str tag)
{
	struct str rest = tag, part, region;

	part = str_cut(&rest, '-');
	if (part.n == 3 && (part.p[0] | 32) == 'q' && (part.p[1] | 32) <= 't')
		return true;
	if (csaf_region(tag, &region) && region_private(region))
		return true;
	for (rest = tag; rest.n;) {
		part = str_cut(&rest, '-');
		if (str_eq_nocase(part, S("x")))
			return true;
		if (part.n == 4 && str_eq_nocase(str_sub(part, 0, 2), S("qa")) &&
		    ((part.p[2] | 32) == 'a' ||
			((part.p[2] | 32) == 'b' && (part.p[3] | 32) <= 'x')))
			return true;
	}
	return false;
}

static void
language_of(struct csaf *c, const char *key, bool (*is)(struct str), const char *what)
{
	struct str tag = csaf_text(c->document, key);

	if (csaf_is_lang(tag) && is(tag))
		csaf_say(c, csaf_key(c, c->at_document, key), "%s", what);
}

void
csaf_lang_private(struct csaf *c)
{
	language_of(c, "lang", private_use, "has a part for private use");
	language_of(c, "source_lang", private_use, "has a part for private use");
}

static bool
default_language(struct str tag)
{
	return str_eq_nocase(tag, S("i-default"));
}

void
csaf_lang_default(struct csaf *c)
{
	language_of(c, "lang", default_language, "names no language");
	language_of(c, "source_lang", default_language, "names no language");
}

/* ==== 6.1.13 ==== */

static bool
key_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr(".-_", c));
}

static bool
qualifier(struct csaf_map *seen, struct str pair)
{
	struct str key = str_cut(&pair, '=');

	if (key.n == 0 || pair.p == NULL || (key.p[0] >= '0' && key.p[0] <= '9'))
		return false;
	for (size_t i = 0; i < key.n; i++)
		if (!key_character(key.p[i]))
			return false;
	return csaf_map_add(seen, key);
}

/* What stands after the last sign, cut off; the whole when there is none. */
static struct str
after_last(struct str *s, char sign)
{
	for (size_t i = s->n; i > 0; i--)
		if (s->p[i - 1] == sign) {
			struct str tail = str_sub(*s, i, s->n);

			*s = str_sub(*s, 0, i - 1);
			return tail;
		}
	return (struct str){ NULL, 0 };
}

/* pkg:type/namespace/name@version?qualifiers#subpath, read from its end. */
static bool
purl_good(struct csaf *c, struct str purl)
{
	struct csaf_map *seen = csaf_map_new(c->arena);
	struct str rest = str_sub(purl, 4, purl.n), qualifiers, name;
	bool good = csaf_is_purl(purl) && csaf_is_uri(purl);

	after_last(&rest, '#');
	qualifiers = after_last(&rest, '?');
	while (good && qualifiers.n)
		good = qualifier(seen, str_cut(&qualifiers, '&'));
	str_cut(&rest, '/');
	while (str_ends(rest, S("/")))
		rest.n--;
	name = rest;
	if (str_has(rest, S("/")))
		name = after_last(&rest, '/');
	if (str_has(name, S("@")))
		after_last(&name, '@');
	return good && name.n > 0;
}

static void
one_purl(struct csaf *c, const json_t *purl, const struct at *at)
{
	if (json_is_string(purl) && !purl_good(c, csaf_str(purl)))
		csaf_say(c, at, "'%.*s' is no valid package URL", PS(csaf_str(purl)));
}

void
csaf_purl(struct csaf *c)
{
	const json_t *helper, *purl;
	size_t i;

	for (size_t p = 0; p < c->product.n; p++) {
		const struct at *at =
		    csaf_key(c, c->product.of[p].at, "product_identification_helper");
		const struct at *up = csaf_key(c, at, "purls");

		helper = csaf_get(c->product.of[p].json, "product_identification_helper");
		one_purl(c, csaf_get(helper, "purl"), csaf_key(c, at, "purl"));
		json_array_foreach(csaf_get(helper, "purls"), i, purl)
		    one_purl(c, purl, csaf_nth(c, up, i));
	}
}

/* ==== 6.1.15, 6.1.28: translations ==== */

void
csaf_translator(struct csaf *c)
{
	if (str_eq(csaf_text(csaf_get(c->document, "publisher"), "category"), S("translator")) &&
	    !csaf_get(c->document, "source_lang"))
		csaf_say(c, csaf_key(c, c->at_document, "source_lang"),
		    "is missing: a translator says from which language");
}

void
csaf_translation(struct csaf *c)
{
	struct str lang = csaf_text(c->document, "lang");

	if (lang.n && str_eq_nocase(lang, csaf_text(c->document, "source_lang")))
		csaf_say(c, csaf_key(c, c->at_document, "source_lang"),
		    "is the language of the document itself");
}

/* ==== 6.1.23, 6.1.24: what may stand once ==== */

void
csaf_cve_twice(struct csaf *c)
{
	struct csaf_map *seen = csaf_map_new(c->arena);

	for (size_t i = 0; i < c->vuln.n; i++) {
		struct str cve = csaf_text(c->vuln.of[i].json, "cve");

		if (cve.n && !csaf_map_add(seen, cve))
			csaf_say(c, csaf_key(c, c->vuln.of[i].at, "cve"),
			    "%.*s stands at more than one vulnerability", PS(cve));
	}
}

/* An involvement without a date is at none that another could share. */
static void
one_involvement(struct csaf *c, struct csaf_map *seen, const json_t *item, const struct at *at)
{
	struct str party = csaf_text(item, "party");
	struct csaf_instant when;

	if (csaf_instant_read(csaf_text(item, "date"), &when) &&
	    !csaf_map_add(seen, arena_printf(c->arena, "%.*s %lld.%.*s", PS(party),
				    (long long)when.s, PS(when.fraction))))
		csaf_say(c, at, "this party is involved more than once at this date");
}

void
csaf_involvement_twice(struct csaf *c)
{
	const json_t *item;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		struct csaf_map *seen = csaf_map_new(c->arena);
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "involvements");

		json_array_foreach(csaf_get(c->vuln.of[v].json, "involvements"), i, item)
		    one_involvement(c, seen, item, csaf_nth(c, up, i));
	}
}

/* ==== 6.1.31 ==== */

/* A sign of order anywhere, or one of the words between spaces. */
static bool
is_range(struct str name)
{
	static const char *const word[] = { "after", "all", "before", "earlier", "later", "prior",
		"versions", NULL };

	if (str_has(name, S("<")) || str_has(name, S(">")))
		return true;
	while (name.n) {
		struct str part = str_cut(&name, ' ');

		for (size_t i = 0; word[i]; i++)
			if (str_eq_nocase(part, str_of(word[i])))
				return true;
	}
	return false;
}

void
csaf_version_range(struct csaf *c)
{
	for (size_t i = 0; i < c->branch.n; i++)
		if (str_eq(c->branch.of[i]->category, S("product_version")) &&
		    is_range(c->branch.of[i]->name))
			csaf_say(c, csaf_key(c, c->branch.of[i]->at, "name"),
			    "'%.*s' is no single version", PS(c->branch.of[i]->name));
}
