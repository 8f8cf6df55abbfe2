/*
 * Names: those that the file gives, and persons by what stands before them.
 *
 * A name is looked for whole ("Centre hospitalier de Valmont"), by its initials
 * ("CHV") and by each of its words that is not everybody's ("valmont"), also inside
 * a longer word ("chvalmont", "jdurand").  Whether a word is everybody's is a list
 * (data/anonymise.tsv): without it every "centre" would go.
 */
#include "incident/anonymise.h"

#include "base/shape.h"
#include "base/table.h"

#define WORDS_MAX 64 /* of a name */
#define INSIDE 5     /* letters that a word needs to be looked for inside others */

/* ==== The text as words ==== */

/* Where a word is glued to another: "srvValmont01". */
static bool
seam(const struct sign *a, const struct sign *b)
{
	bool digits = a->c >= '0' && a->c <= '9', more = b->c >= '0' && b->c <= '9';

	return digits != more || (!a->capital && b->capital);
}

static struct marked_word
read_word(const struct marked *m, size_t *i, bool split)
{
	struct marked_word w = { .from = *i, .capital = m->sign[*i].capital, .all_capitals = true };
	char *p;
	size_t n = 0;

	do
		++*i;
	while (*i < m->n && sign_word(m->sign[*i].c) &&
	       !(split && seam(&m->sign[*i - 1], &m->sign[*i])));
	w.to = *i;
	p = arena_alloc(m->arena, m->sign[w.to - 1].to - m->sign[w.from].from + 1);
	for (size_t k = w.from; k < w.to; k++) {
		const struct sign *s = &m->sign[k];

		w.all_capitals = w.all_capitals && s->capital;
		for (size_t b = s->from; s->c == '\x80' && b < s->to; b++)
			p[n++] = m->text.p[b];
		if (s->c != '\x80')
			p[n++] = s->c;
	}
	w.folded = shape_folded(m->arena, (struct str){ p, n });
	return w;
}

struct marked_words
marked_words(const struct marked *m, bool split)
{
	struct marked_words list = { 0, arena_array(m->arena, struct marked_word, m->n + 1) };

	for (size_t i = 0; i < m->n;)
		if (sign_word(m->sign[i].c))
			list.word[list.n++] = read_word(m, &i, split);
		else
			i++;
	return list;
}

/* ==== The names of the file ==== */

struct name {
	enum anonymise_kind kind;
	size_t n;
	struct str word[WORDS_MAX];
	bool own[WORDS_MAX]; /* it alone tells who */
	char initials[WORDS_MAX + 1];
	size_t n_initials;
};

static bool
common(struct str word)
{
	return anonymise_word(S("common"), word);
}

/* A person's counts from two letters on, and though it is a common word. */
static bool
is_own(struct str w, enum anonymise_kind kind)
{
	bool person = kind == ANONYMISE_PERSON;

	return w.n >= (person ? 2 : 3) && !anonymise_word(S("link"), w) && (person || !common(w));
}

static void
read_name(struct arena *a, struct str text, struct name *ret)
{
	struct str rest = shape_folded(a, text);

	while (rest.n && ret->n < WORDS_MAX) {
		struct str w = str_cut(&rest, ' ');

		if (w.n == 0)
			continue;
		ret->own[ret->n] = is_own(w, ret->kind);
		ret->word[ret->n++] = w;
		if (!anonymise_word(S("link"), w) && w.p[0] > 0)
			ret->initials[ret->n_initials++] = w.p[0];
	}
}

/* The whole name from a word on: how many words it takes, 0 when it is not there.
 * The text's own "word" may hold more than one of the name's, and no sign counts. */
static size_t
stands_at(const struct marked_words *t, size_t i, const struct name *name)
{
	if (name->n > t->n - i)
		return 0;
	for (size_t k = 0; k < name->n; k++) {
		if (!str_eq(t->word[i + k].folded, name->word[k]))
			return 0;
		if (k && t->word[i + k].from - t->word[i + k - 1].to > 3)
			return 0;
	}
	return name->n;
}

static bool
is_initials(const struct marked_word *w, const struct name *name)
{
	struct str initials = { name->initials, name->n_initials };

	return name->kind == ANONYMISE_STRUCTURE && initials.n >= 3 && w->all_capitals &&
	       str_eq(w->folded, initials);
}

/* One word of the name that is its own. */
static bool
tells(const struct marked_word *w, const struct name *name)
{
	for (size_t k = 0; k < name->n; k++) {
		struct str own = name->word[k];

		if (name->own[k] &&
		    (str_eq(w->folded, own) || (own.n >= INSIDE && str_has(w->folded, own))))
			return true;
	}
	return is_initials(w, name);
}

static void
mark_name(struct marked *m, const struct marked_words *t, const struct name *name)
{
	for (size_t i = 0; i < t->n && name->n; i++) {
		size_t n = stands_at(t, i, name);

		if (n)
			marked_put(m, t->word[i].from, t->word[i + n - 1].to, name->kind);
		else if (tells(&t->word[i], name))
			marked_put(m, t->word[i].from, t->word[i].to, name->kind);
	}
}

/* ==== Persons by what stands before them ==== */

/* A name with a capital, behind a blank or a hyphen; behind a title also a point. */
static bool
named(const struct marked *m, const struct marked_words *t, size_t i, bool title)
{
	const struct marked_word *w = &t->word[i], *before = w - 1;
	size_t gap;

	if (i >= t->n || !w->capital || w->folded.n < 2)
		return false;
	gap = w->from - before->to;
	if (gap > 1 && !(title && gap == 2 && m->sign[before->to].c == '.'))
		return false;
	/* "Mme Petit", "le Dr Le Goff": behind a title a common word is a name. */
	return m->sign[before->to].c != ',' && !anonymise_word(S("title"), w->folded) &&
	       (title || (!common(w->folded) && !anonymise_word(S("link"), w->folded)));
}

static bool
linking(const struct marked_words *t, size_t i)
{
	return anonymise_word(S("link"), t->word[i].folded);
}

static void
mark_persons(struct marked *m, const struct marked_words *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct marked_word *w = &t->word[i];
		bool title = anonymise_word(S("title"), w->folded);
		size_t end = i;

		if (!title && !(w->capital && anonymise_word(S("given"), w->folded)))
			continue;
		while (end < i + 3 && named(m, t, end + 1, title && (end == i || linking(t, end))))
			end++;
		if (end > i)
			marked_put(
			    m, t->word[title ? i + 1 : i].from, t->word[end].to, ANONYMISE_PERSON);
	}
}

/* "59300 Valmont": a postcode and its town. */
static void
mark_postcodes(struct marked *m, const struct marked_words *t)
{
	for (size_t i = 0; i + 1 < t->n; i++) {
		int64_t code;

		if (t->word[i].folded.n == 5 && str_int(t->word[i].folded, &code) &&
		    named(m, t, i + 1, false))
			marked_put(m, t->word[i].from, t->word[i + 1].to, ANONYMISE_PLACE);
	}
}

/* ==== Departments and regions ==== */

/* Whole only: "Nord" alone is a direction as well, and goes where it is asked. */
static void
mark_list(struct marked *m, const struct marked_words *t, const char *vocabulary)
{
	const struct vocab *v = vocab_get(vocabulary);

	for (size_t k = 0; k < v->n; k++) {
		struct name name = { .kind = ANONYMISE_REGION };

		struct str label = vocab_label(vocabulary, v->item[k].code, LANG_FR);

		/* "21 – Côte-d'Or" */
		for (size_t i = 0; i + 5 < label.n && i < 8; i++)
			if (str_starts(str_sub(label, i, label.n), S(" – ")))
				label = str_sub(label, i + 5, label.n);
		read_name(m->arena, label, &name);
		for (size_t i = 0; i < t->n && name.n; i++) {
			size_t n = t->word[i].capital ? stands_at(t, i, &name) : 0;

			if (n)
				marked_put(
				    m, t->word[i].from, t->word[i + n - 1].to, ANONYMISE_REGION);
		}
	}
}

void
anonymise_names(struct marked *m, const struct anonymise *a)
{
	struct marked_words t = marked_words(m, false), parts = marked_words(m, true);

	for (size_t i = 0; i < a->n; i++) {
		struct name *name = arena_new_of(m->arena, struct name);

		name->kind = a->name[i].kind;
		read_name(m->arena, a->name[i].text, name);
		mark_name(m, &t, name);
		mark_name(m, &parts, name);
	}
	mark_persons(m, &t);
	mark_postcodes(m, &t);
	if (a->regions) {
		mark_list(m, &t, "department");
		mark_list(m, &t, "region");
	}
}

/* ==== What is known of a file ==== */

void
anonymise_name(struct anonymise *a, enum anonymise_kind kind, struct str text)
{
	text = str_trim(text);
	if (text.n == 0 || text.n > 400 || a->n == ANONYMISE_NAMES)
		return;
	a->name[a->n].kind = kind;
	a->name[a->n++].text = text;
}

void
anonymise_report(struct anonymise *a, const struct report *r)
{
	struct str host = r->reporter_email;

	anonymise_name(a, ANONYMISE_STRUCTURE, r->org_name);
	anonymise_name(a, ANONYMISE_STRUCTURE, r->ght);
	anonymise_name(a, ANONYMISE_STRUCTURE, r->org_group);
	anonymise_name(a, ANONYMISE_STRUCTURE, r->provider_name);
	anonymise_name(a, ANONYMISE_PERSON, r->reporter_last_name);
	anonymise_name(a, ANONYMISE_PERSON, r->reporter_first_name);
	anonymise_name(a, ANONYMISE_PERSON, r->tech_name);
	anonymise_name(a, ANONYMISE_PLACE, r->town);
	anonymise_name(a, ANONYMISE_PLACE, r->address);
	anonymise_name(a, ANONYMISE_PLACE, r->postcode);
	anonymise_name(a, ANONYMISE_NUMBER, r->finess_site);
	anonymise_name(a, ANONYMISE_NUMBER, r->finess_legal);
	anonymise_name(a, ANONYMISE_NUMBER, r->siret);
	/* "ch-valmont" of durand@ch-valmont.fr: how colleagues call the place. */
	str_cut(&host, '@');
	anonymise_name(a, ANONYMISE_STRUCTURE, str_cut(&host, '.'));
}
