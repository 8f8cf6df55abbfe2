/*
 * Mandatory tests that 2.1 adds about the document and its dates; those about
 * products are in csaf_21_product.c.
 */
#include "knowledge/csaf_test_list.h"

#define MAX_UUID S("ffffffff-ffff-ffff-ffff-ffffffffffff")
#define NIL_UUID S("00000000-0000-0000-0000-000000000000")
#define MAX_NAME S("Public")
#define NIL_NAME S("No sharing allowed")

/* ==== Sharing groups: 6.1.38 to 6.1.41, 6.2.28 to 6.2.30 ==== */

struct sharing {
	const struct at *at; /* of the group */
	const json_t *group;
	struct str id, name;
	bool max, nil, clear; /* clear: the document is public */
};

static bool
sharing_of(struct csaf *c, struct sharing *ret)
{
	const json_t *distribution = csaf_get(c->document, "distribution");
	const json_t *group = csaf_get(distribution, "sharing_group");

	*ret = (struct sharing){ csaf_key(c, csaf_key(c, c->at_document, "distribution"),
				     "sharing_group"),
		group, csaf_text(group, "id"), csaf_text(group, "name"), false, false, false };
	ret->max = str_eq_nocase(ret->id, MAX_UUID);
	ret->nil = str_eq(ret->id, NIL_UUID);
	ret->clear = str_eq(csaf_text(csaf_get(distribution, "tlp"), "label"), S("CLEAR"));
	return group != NULL;
}

void
csaf_sharing_max(struct csaf *c)
{
	struct sharing s;

	if (sharing_of(c, &s) && s.max && !s.clear)
		csaf_say(c, csaf_key(c, s.at, "id"),
		    "is the group of everybody, the document is not for everybody");
}

void
csaf_sharing_public(struct csaf *c)
{
	struct sharing s;

	if (sharing_of(c, &s) && s.clear && !s.max && !str_eq(c->status, S("draft")))
		csaf_say(c, csaf_key(c, s.at, "id"), "is one group, the document is for everybody");
}

void
csaf_sharing_name(struct csaf *c)
{
	struct sharing s;

	if (sharing_of(c, &s) &&
	    ((str_eq(s.name, MAX_NAME) && !s.max) || (str_eq(s.name, NIL_NAME) && !s.nil)))
		csaf_say(c, csaf_key(c, s.at, "name"), "is the name of another group");
}

void
csaf_sharing_unnamed(struct csaf *c)
{
	struct sharing s;

	if (!sharing_of(c, &s) || (!s.max && !s.nil))
		return;
	if (!str_eq(s.name, s.max ? MAX_NAME : NIL_NAME))
		csaf_say(c, csaf_key(c, s.at, "name"), "must be '%.*s'",
		    PS(s.max ? MAX_NAME : NIL_NAME));
}

void
csaf_sharing_is_max(struct csaf *c)
{
	struct sharing s;

	if (sharing_of(c, &s) && s.max)
		csaf_say(c, csaf_key(c, s.at, "id"), "is the group of everybody");
}

void
csaf_sharing_is_nil(struct csaf *c)
{
	struct sharing s;

	if (sharing_of(c, &s) && s.nil)
		csaf_say(c, csaf_key(c, s.at, "id"), "is the group of nobody");
}

void
csaf_sharing_clear(struct csaf *c)
{
	struct sharing s;

	if (sharing_of(c, &s) && s.clear)
		csaf_say(c, s.at, "stands in a document that is for everybody");
}

/* ==== Dates: 6.1.45, 6.1.49, 6.1.51 to 6.1.53 ==== */

/* A document that is out knows of nothing younger than itself. */
static void
not_after_document(struct csaf *c, const json_t *object, const struct at *at, const char *key)
{
	const struct csaf_revision *last;
	struct csaf_instant when;

	if (c->revision.n == 0 || !str_in_set(S("final|interim"), c->status))
		return;
	last = &c->by_date[c->revision.n - 1];
	if (last->dated && csaf_instant_read(csaf_text(object, key), &when) &&
	    csaf_instant_cmp(when, last->when) > 0)
		csaf_say(c, csaf_key(c, at, key), "is after the youngest revision, %.*s",
		    PS(last->number));
}

void
csaf_disclosure_date(struct csaf *c)
{
	const json_t *tlp = csaf_get(csaf_get(c->document, "distribution"), "tlp");

	for (size_t i = 0; str_eq(csaf_text(tlp, "label"), S("CLEAR")) && i < c->vuln.n; i++)
		not_after_document(c, c->vuln.of[i].json, c->vuln.of[i].at, "disclosure_date");
}

/* The timestamp of one kind of content of all metrics. */
static void
content_timestamp(struct csaf *c, const char *kind)
{
	const json_t *metric;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "metrics");

		json_array_foreach(csaf_get(c->vuln.of[v].json, "metrics"), i, metric)
		    not_after_document(c, csaf_get(csaf_get(metric, "content"), kind),
			csaf_key(c, csaf_key(c, csaf_nth(c, up, i), "content"), kind), "timestamp");
	}
}

void
csaf_ssvc_timestamp(struct csaf *c)
{
	content_timestamp(c, "ssvc_v1");
	content_timestamp(c, "ssvc_v2");
}

void
csaf_epss_timestamp(struct csaf *c)
{
	content_timestamp(c, "epss");
}

static void
each_exploitation(struct csaf *c, csaf_item_fn fn)
{
	const json_t *date;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up =
		    csaf_key(c, c->vuln.of[v].at, "first_known_exploitation_dates");

		json_array_foreach(
		    csaf_get(c->vuln.of[v].json, "first_known_exploitation_dates"), i, date)
		{
			struct csaf_item item = { date, csaf_nth(c, up, i) };

			fn(c, &item);
		}
	}
}

static void
known_after_document(struct csaf *c, const struct csaf_item *item)
{
	not_after_document(c, item->json, item->at, "date");
}

void
csaf_exploitation_known(struct csaf *c)
{
	each_exploitation(c, known_after_document);
}

static void
happened_after_known(struct csaf *c, const struct csaf_item *item)
{
	struct csaf_instant known, happened;

	if (csaf_instant_read(csaf_text(item->json, "date"), &known) &&
	    csaf_instant_read(csaf_text(item->json, "exploitation_date"), &happened) &&
	    csaf_instant_cmp(happened, known) > 0)
		csaf_say(c, csaf_key(c, item->at, "exploitation_date"),
		    "is after the day when it was known");
}

void
csaf_exploitation_date(struct csaf *c)
{
	each_exploitation(c, happened_after_known);
}

/* ==== 6.1.54: SPDX licence expressions ==== */

#define LICENCE_DEPTH 50

struct licence {
	struct str rest;
	int depth;
};

static bool
licence_word_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == ':' || c == '+';
}

/* The next word or bracket; "" at the end, or where neither stands. */
static struct str
licence_peek(struct licence *l)
{
	size_t n = 0;

	l->rest = str_trim(l->rest);
	if (l->rest.n && (l->rest.p[0] == '(' || l->rest.p[0] == ')'))
		return str_sub(l->rest, 0, 1);
	while (n < l->rest.n && licence_word_character(l->rest.p[n]))
		n++;
	return str_sub(l->rest, 0, n);
}

static bool
licence_take(struct licence *l, struct str word)
{
	if (!str_eq(licence_peek(l), word))
		return false;
	l->rest = str_sub(l->rest, word.n, l->rest.n);
	return true;
}

static bool
licence_operator(struct str word)
{
	return str_in_set(S("AND|OR|WITH|and|or|with"), word);
}

/* A name: letters, digits, '-' and '.', a '+' at its end; a reference may stand in
 * another document. */
static bool
licence_name(struct str word)
{
	struct str rest = word, document = rest;

	if (word.n == 0 || licence_operator(word) || word.p[0] == '(' || word.p[0] == ')')
		return false;
	if (str_has(rest, S(":"))) {
		document = str_cut(&rest, ':');
		if (!str_starts(document, S("DocumentRef-")) || document.n <= 12 ||
		    !str_starts(rest, S("LicenseRef-")) || str_has(document, S("+")))
			return false;
	}
	if (str_starts(rest, S("LicenseRef-")))
		return rest.n > 11 && !str_has(rest, S("+")) && !str_has(rest, S(":"));
	if (str_ends(rest, S("+")))
		rest.n--;
	return rest.n && !str_has(rest, S("+"));
}

static bool
licence_expression(struct licence *l)
{
	bool good;
	struct str word;

	if (++l->depth > LICENCE_DEPTH)
		return false;
	do {
		word = licence_peek(l);
		if (licence_take(l, S("(")))
			good = licence_expression(l) && licence_take(l, S(")"));
		else {
			good = licence_name(word) && licence_take(l, word);
			if (good && (licence_take(l, S("WITH")) || licence_take(l, S("with")))) {
				word = licence_peek(l);
				good = licence_name(word) && licence_take(l, word);
			}
		}
	} while (good && (licence_take(l, S("AND")) || licence_take(l, S("OR")) ||
			     licence_take(l, S("and")) || licence_take(l, S("or"))));
	l->depth--;
	return good;
}

bool
csaf_is_licence(struct str s)
{
	struct licence l = { s, 0 };

	return licence_expression(&l) && str_trim(l.rest).n == 0;
}

void
csaf_licence(struct csaf *c)
{
	struct str s = csaf_text(c->document, "license_expression");

	if (s.n && !csaf_is_licence(s))
		csaf_say(c, csaf_key(c, c->at_document, "license_expression"),
		    "is no SPDX licence expression");
}

/* ==== Profiles: 6.1.27.15 to 6.1.27.19 ==== */

#define OVER S("csaf_withdrawn|csaf_superseded")

void
csaf_over_tree(struct csaf *c)
{
	if (csaf_profile(c, OVER) && c->tree)
		csaf_say(c, c->at_tree, "a document that is over has no products");
}

void
csaf_over_history(struct csaf *c)
{
	if (csaf_profile(c, OVER) && json_array_size(csaf_get(c->tracking, "revision_history")) < 2)
		csaf_say(c, csaf_key(c, c->at_tracking, "revision_history"),
		    "a document that is over has two revisions or more");
}

/* Exactly one note, a description of that title. */
static void
reasoning(struct csaf *c, struct str title)
{
	const json_t *note;
	size_t i, n = 0;

	json_array_foreach(csaf_get(c->document, "notes"), i, note) n +=
	    str_eq(csaf_text(note, "title"), title) &&
	    str_eq(csaf_text(note, "category"), S("description"));
	if (n != 1)
		csaf_say(c, csaf_key(c, c->at_document, "notes"),
		    "must have one description entitled '%.*s'", PS(title));
}

void
csaf_over_withdrawn(struct csaf *c)
{
	if (csaf_profile(c, S("csaf_withdrawn")))
		reasoning(c, S("Reasoning for Withdrawal"));
}

void
csaf_over_superseded(struct csaf *c)
{
	if (csaf_profile(c, S("csaf_superseded")))
		reasoning(c, S("Reasoning for Supersession"));
}

void
csaf_over_by(struct csaf *c)
{
	const json_t *reference;
	size_t i, n = 0;

	if (!csaf_profile(c, S("csaf_superseded")))
		return;
	json_array_foreach(csaf_get(c->document, "references"), i, reference) n +=
	    str_starts(csaf_text(reference, "summary"), S("Superseding Document")) &&
	    !str_eq(csaf_text(reference, "category"), S("self"));
	if (n == 0)
		csaf_say(c, csaf_key(c, c->at_document, "references"),
		    "must have one to what takes its place ('Superseding Document')");
}
