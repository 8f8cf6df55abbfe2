/* Mandatory tests that 2.1 adds about products. */
#include "base/table.h"
#include "knowledge/csaf_test_list.h"

/* ==== 6.1.34 ==== */

#define BRANCHES_MAX 30

void
csaf_branch_depth(struct csaf *c)
{
	for (size_t i = 0; i < c->product.n; i++) {
		const struct csaf_branch *b = c->product.of[i].branch;

		if (b && b->depth > BRANCHES_MAX)
			csaf_say(c, c->product.of[i].at, "stands under %zu branches, %d at most",
			    b->depth, BRANCHES_MAX);
	}
}

/* ==== 6.1.35, 6.1.36 ==== */

/* What each product of one vulnerability has, as bits: one a word of the table. */
#define WORDS_MAX 62

static struct csaf_map *
words_of(struct csaf *c, const struct table *t)
{
	static const char *const column[] = { "state", "one", "other" };
	struct csaf_map *words = csaf_map_new(c->arena);
	int64_t n = 0;

	for (size_t row = 0; row < t->n_rows; row++)
		for (size_t k = 0; k < 3; k++) {
			struct str word = table_cell(t, row, column[k]);

			if (word.n && n < WORDS_MAX && csaf_map_add(words, word))
				*csaf_map_at(words, word) = ++n;
		}
	return words;
}

struct had {
	struct csaf_map *words, *by_product;
	const struct table *table;
	bool states; /* 6.1.36 */
	struct str category;
};

/* None for a word that the table has not. */
static int64_t
bit(const struct had *h, struct str word)
{
	const int64_t *place = csaf_map_find(h->words, word);

	return place ? INT64_C(1) << *place : 0;
}

static int64_t
pair(const struct had *h, size_t row)
{
	struct str state = table_cell(h->table, row, "state");
	struct str one = state.n ? state : table_cell(h->table, row, "one");

	if (h->states != (state.n > 0))
		return 0;
	return bit(h, one) | bit(h, table_cell(h->table, row, "other"));
}

/* Adds to what the product has; says what now stands against what. */
static void
has(struct csaf *c, struct had *h, struct str id, struct str word, const struct at *at)
{
	int64_t *all = csaf_map_at(h->by_product, id), new;

	new = bit(h, word);
	if (new == 0 || *all &new)
		return;
	*all |= new;
	for (size_t row = 0; row < h->table->n_rows; row++) {
		int64_t two = pair(h, row);

		if (two & new && (*all & two) == two)
			csaf_say(c, at, "'%.*s' contradicts what else is said of product '%.*s'",
			    PS(word), PS(id));
	}
}

static void
one_state(struct csaf *c, struct str id, unsigned group, const struct at *at, void *context)
{
	struct str word = group == CSAF_AFFECTED ? S("affected")
			  : group == CSAF_FIXED	 ? S("fixed")
						 : S("not_affected");

	has(c, context, id, word, at);
}

static void
one_remedy(struct csaf *c, struct str id, const struct at *at, void *context)
{
	struct had *h = context;

	has(c, h, id, h->category, at);
}

static void
contradict(struct csaf *c, bool states)
{
	const struct table *t = table_get("csaf_contradiction");
	struct csaf_map *words = words_of(c, t);
	const json_t *item;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "remediations");
		struct had h = { words, csaf_map_new(c->arena), t, states, { NULL, 0 } };

		if (states)
			csaf_each_state(c, &c->vuln.of[v],
			    CSAF_AFFECTED | CSAF_NOT_AFFECTED | CSAF_FIXED, one_state, &h);
		json_array_foreach(csaf_get(c->vuln.of[v].json, "remediations"), i, item)
		{
			h.category = csaf_text(item, "category");
			if (h.category.n)
				csaf_named(c, item, csaf_nth(c, up, i), one_remedy, &h);
		}
	}
}

void
csaf_remedies_contradict(struct csaf *c)
{
	contradict(c, false);
}

void
csaf_remedy_of_state(struct csaf *c)
{
	contradict(c, true);
}

/* ==== 6.1.42 to 6.1.44: what helps to recognise a product ==== */

typedef void (*helper_fn)(struct csaf *c, const json_t *helper, const struct at *at);

static void
each_helper(struct csaf *c, helper_fn fn)
{
	for (size_t i = 0; i < c->product.n; i++)
		fn(c, csaf_get(c->product.of[i].json, "product_identification_helper"),
		    csaf_key(c, c->product.of[i].at, "product_identification_helper"));
}

static struct str
without_qualifiers(struct csaf *c, struct str purl)
{
	struct str rest = purl, head = str_cut(&rest, '?'), subpath = { NULL, 0 };

	if (rest.n && str_has(rest, S("#"))) {
		str_cut(&rest, '#');
		subpath = rest;
	}
	return arena_printf(c->arena, "%.*s#%.*s", PS(head), PS(subpath));
}

static void
one_purls(struct csaf *c, const json_t *helper, const struct at *at)
{
	const struct at *up = csaf_key(c, at, "purls");
	struct str first = { NULL, 0 }, bare;
	const json_t *purl;
	size_t i;

	json_array_foreach(csaf_get(helper, "purls"), i, purl)
	{
		bare = without_qualifiers(c, csaf_str(purl));
		if (i == 0)
			first = bare;
		else if (!str_eq(first, bare))
			csaf_say(c, csaf_nth(c, up, i),
			    "differs from the first by more than its qualifiers");
	}
}

void
csaf_purl_qualifiers(struct csaf *c)
{
	each_helper(c, one_purls);
}

/* Stars that no backslash holds. */
static size_t
stars(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\\')
			i++;
		else
			n += s.p[i] == '*';
	return n;
}

static void
one_stars(struct csaf *c, const json_t *helper, const struct at *at, const char *key)
{
	const struct at *up = csaf_key(c, at, key);
	const json_t *number;
	size_t i;

	json_array_foreach(csaf_get(helper, key), i, number) if (stars(csaf_str(number)) > 1)
	    csaf_say(c, csaf_nth(c, up, i), "has more than one star");
}

static void
model_stars(struct csaf *c, const json_t *helper, const struct at *at)
{
	one_stars(c, helper, at, "model_numbers");
}

static void
serial_stars(struct csaf *c, const json_t *helper, const struct at *at)
{
	one_stars(c, helper, at, "serial_numbers");
}

void
csaf_model_stars(struct csaf *c)
{
	each_helper(c, model_stars);
}

void
csaf_serial_stars(struct csaf *c)
{
	each_helper(c, serial_stars);
}
