/*
 * Reflex cards from data/cards/, and their public pages.
 *
 * A card is text with numbers: steps are ticked by number, so a card whose
 * numbers do not run from 1 is refused at start rather than shown.  All of them
 * are read at the first use, under a lock: five files of ten kilobytes.  Cards
 * are written in French, the language of those who need them at night; an
 * English page shows them as such, marked lang="fr", rather than a translation
 * that nobody reviewed.
 */
#include "incident/reflex.h"

#include <jansson.h>
#include <pthread.h>

#include "base/asset.h"
#include "base/die.h"
#include "incident/incident.h"
#include "incident/rules.h"

#define CARDS_MAX 64
#define STEPS_MAX 200 /* of a card */
#define LIST_MAX 40   /* of anything else in it */

/* ==== Reading ==== */

static struct str
text_of(const json_t *v, struct arena *a)
{
	if (!json_is_string(v))
		return (struct str){ NULL, 0 };
	return arena_dup(a, (struct str){ json_string_value(v), json_string_length(v) });
}

/* {"fr": …}, or a plain text. */
static struct str
words(const json_t *object, const char *key, struct arena *a)
{
	const json_t *v = json_object_get(object, key);

	return text_of(json_is_object(v) ? json_object_get(v, "fr") : v, a);
}

/* Of a list, the parts that are read. */
static size_t
count(const json_t *list, size_t max)
{
	size_t n = json_array_size(list);

	return n > max ? max : n;
}

static bool
read_phase(const json_t *v, struct reflex_phase *p, int64_t *last, struct arena *a)
{
	const json_t *steps = json_object_get(v, "steps");
	struct reflex_step *step;

	p->title = words(v, "title", a);
	p->delay = words(v, "delay", a);
	p->n = count(steps, STEPS_MAX);
	step = arena_array(a, struct reflex_step, p->n);
	for (size_t i = 0; i < p->n; i++) {
		const json_t *s = json_array_get(steps, i);

		step[i] = (struct reflex_step){
			.n = json_integer_value(json_object_get(s, "n")),
			.action = words(s, "action", a),
			.who = words(s, "who", a),
			.delay = words(s, "delay", a),
			.caution = words(s, "caution", a),
			.proof = words(s, "proof", a),
		};
		if (step[i].n != ++*last || step[i].action.n == 0)
			return false;
	}
	p->step = step;
	return p->title.n > 0;
}

static bool
read_phases(const json_t *root, struct reflex_card *c, struct arena *a)
{
	const json_t *list = json_object_get(root, "phases");
	struct reflex_phase *phase;
	int64_t last = 0;

	c->n_phases = count(list, LIST_MAX);
	phase = arena_array(a, struct reflex_phase, c->n_phases);
	for (size_t i = 0; i < c->n_phases; i++)
		if (!read_phase(json_array_get(list, i), &phase[i], &last, a))
			return false;
	c->phase = phase;
	c->n_steps = (size_t)last;
	return last > 0 && last <= STEPS_MAX;
}

static const struct reflex_pair *
read_pairs(const json_t *root, const char *key, const char *value, struct arena *a, size_t *ret_n)
{
	const json_t *list = json_object_get(root, key);
	size_t n = count(list, LIST_MAX);
	struct reflex_pair *pair = arena_array(a, struct reflex_pair, n);

	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(list, i);

		pair[i] = (struct reflex_pair){ words(v, "label", a), words(v, value, a) };
	}
	*ret_n = n;
	return pair;
}

static const struct str *
read_prerequisites(const json_t *root, struct arena *a, size_t *ret_n)
{
	const json_t *list = json_object_get(root, "prerequisites");
	size_t n = count(list, LIST_MAX);
	struct str *text = arena_array(a, struct str, n);

	for (size_t i = 0; i < n; i++)
		text[i] = text_of(json_object_get(json_array_get(list, i), "fr"), a);
	*ret_n = n;
	return text;
}

bool
reflex_read(struct str json, struct arena *a, struct reflex_card *c)
{
	json_t *root = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *title = json_object_get(root, "title");
	bool sound;

	*c = (struct reflex_card){ .json = json };
	c->ref = words(root, "ref", a);
	c->slug = words(root, "slug", a);
	c->version = json_integer_value(json_object_get(root, "version"));
	if (!moment_parse(words(root, "updated", a), &c->updated))
		c->updated = MOMENT_NONE;
	c->tlp = words(root, "tlp", a);
	c->title[LANG_FR] = words(root, "title", a);
	c->title[LANG_EN] = text_of(json_object_get(title, "en"), a);
	if (c->title[LANG_EN].n == 0)
		c->title[LANG_EN] = c->title[LANG_FR];
	c->summary = words(root, "summary", a);
	c->audience = words(root, "audience", a);
	c->prerequisite = read_prerequisites(root, a, &c->n_prerequisites);
	c->contact = read_pairs(root, "contacts", "how", a, &c->n_contacts);
	c->link = read_pairs(root, "links", "url", a, &c->n_links);
	sound = read_phases(root, c, a);
	json_decref(root);
	return sound && c->ref.n > 0 && c->version > 0 && c->title[LANG_FR].n > 0;
}

/* ==== All of them ==== */

static struct reflex_card card_table[CARDS_MAX];
static size_t n_cards;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
by_ref(const void *a, const void *b)
{
	const struct reflex_card *x = a, *y = b;

	return str_cmp(x->ref, y->ref);
}

static void
read_all(void)
{
	/* Never freed: cards are read from everywhere until the process ends. */
	static struct arena *forever;

	forever = arena_new(8u << 20);
	for (size_t i = 0; i < asset_count && n_cards < CARDS_MAX; i++) {
		const struct asset *f = &asset_table[i];

		if (!str_starts(f->path, S("data/cards/")) || !str_ends(f->path, S(".json")))
			continue;
		if (!reflex_read(f->bytes, forever, &card_table[n_cards++]))
			die("reflex card '%.*s' is not sound", PS(f->path));
	}
	qsort(card_table, n_cards, sizeof card_table[0], by_ref);
}

const struct reflex_card *
reflex_cards(size_t *ret_n)
{
	pthread_once(&once, read_all);
	*ret_n = n_cards;
	return card_table;
}

const struct reflex_card *
reflex_card_by_ref(struct str ref)
{
	size_t n;
	const struct reflex_card *card = reflex_cards(&n);

	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(card[i].ref, ref))
			return &card[i];
	return NULL;
}

size_t
reflex_cards_for(struct str category, const struct reflex_card **ret, size_t max)
{
	struct str refs = rule_cards(category);
	size_t n = 0;

	while (refs.n && n < max) {
		const struct reflex_card *c = reflex_card_by_ref(str_trim(str_cut(&refs, ',')));

		if (c)
			ret[n++] = c;
	}
	return n;
}

const struct reflex_step *
reflex_step_of(const struct reflex_card *c, int64_t n)
{
	for (size_t i = 0; c && i < c->n_phases; i++)
		for (size_t k = 0; k < c->phase[i].n; k++)
			if (c->phase[i].step[k].n == n)
				return &c->phase[i].step[k];
	return NULL;
}

/* ==== Pages ==== */

enum outcome
reflex_list_page(struct request *rq, void *record)
{
	struct reflex_list_view v = { 0 };

	(void)record;
	v.card = reflex_cards(&v.n);
	rq->active = "/reflex-cards";
	page_reflex_list(page_begin(rq, t(rq->lang, "reflex.title")), &v);
	return page_end(rq, 200);
}

enum outcome
reflex_card_page(struct request *rq, void *record)
{
	const struct reflex_card *c = reflex_card_by_ref(rq->segment[0]);

	(void)record;
	if (c == NULL)
		return NOT_FOUND;
	rq->active = "/reflex-cards";
	page_reflex_card(page_begin(rq, c->title[rq->lang]), c);
	return page_end(rq, 200);
}
