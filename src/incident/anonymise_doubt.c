/*
 * What a lesson leaves out besides: exact dates and indicators, which with a newspaper
 * tell who it was; and what only may: a capital that no list explains, an acronym, a
 * figure.  A list of every proper name was rejected, no such list ends: what is not
 * everybody's word is pointed at, and a person says.
 */
#include "incident/anonymise.h"

#define INDICATOR 25 /* signs: shorter than any hash or wallet, longer than a word */

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
digits(const struct marked *m, const struct marked_word *w)
{
	for (size_t i = w->from; i < w->to; i++)
		if (!digit(m->sign[i].c))
			return false;
	return true;
}

static bool
mixed(const struct marked *m, const struct marked_word *w)
{
	size_t n = 0;

	for (size_t i = w->from; i < w->to; i++)
		n += digit(m->sign[i].c);
	return n > 0 && n < w->to - w->from;
}

static bool
behind_blank(const struct marked_words *t, size_t i)
{
	return i > 0 && t->word[i].from == t->word[i - 1].to + 1;
}

/* ==== Dates ==== */

/* "24/11/2026", which is no run of digits and points. */
static size_t
slashed(const struct marked *m, size_t i)
{
	static const char form[] = "0/0/0";
	size_t k = i;

	for (const char *f = form; *f; f++) {
		size_t from = k;

		if (*f == '/' && (k >= m->n || m->sign[k++].c != '/'))
			return 0;
		while (*f == '0' && k < m->n && k < from + 4 && digit(m->sign[k].c))
			k++;
		if (k == from)
			return 0;
	}
	return k < m->n && sign_word(m->sign[k].c) ? 0 : k - i;
}

static void
mark_days(struct marked *m)
{
	for (size_t i = 0; i < m->n; i++) {
		size_t n;

		if (!digit(m->sign[i].c) || (i > 0 && sign_word(m->sign[i - 1].c)))
			continue;
		n = marked_day(m, i);
		if (n == 0)
			n = slashed(m, i);
		if (n) {
			marked_put(m, i, i + n, ANONYMISE_DATE);
			i += n - 1;
		}
	}
}

/* "24 novembre 2026", "1er mars", "novembre 2026": a month with a day or a year. */
static void
mark_months(struct marked *m, const struct marked_words *t)
{
	for (size_t i = 0; i < t->n; i++) {
		size_t from = i, to = i;

		if (!anonymise_word(S("month"), t->word[i].folded))
			continue;
		if (behind_blank(t, i) &&
		    (digits(m, &t->word[i - 1]) || str_eq(t->word[i - 1].folded, S("1er"))))
			from = i - 1;
		if (i + 1 < t->n && behind_blank(t, i + 1) && digits(m, &t->word[i + 1]))
			to = i + 1;
		if (from != to)
			marked_put(m, t->word[from].from, t->word[to].to, ANONYMISE_DATE);
	}
}

/* ==== Doubts ==== */

/* Does a sentence, a line or a quotation begin here? */
static bool
opens(const struct marked *m, size_t i)
{
	while (i-- > 0) {
		char c = m->sign[i].c, byte = m->text.p[m->sign[i].from];

		if (byte == '\n' || c == '.' || c == '!' || c == '?' || c == ':' || c == '(')
			return true;
		if (c != ' ' && c != '-' && c != '*' && c != '"')
			return false;
	}
	return true;
}

static bool
everybodys(struct str folded)
{
	return anonymise_word(S("common"), folded) || anonymise_word(S("known"), folded) ||
	       anonymise_word(S("link"), folded) || anonymise_word(S("title"), folded) ||
	       anonymise_word(S("file"), folded) || anonymise_word(S("month"), folded);
}

static enum anonymise_kind
doubt(const struct marked *m, const struct marked_words *t, size_t i)
{
	const struct marked_word *w = &t->word[i];
	size_t n = w->to - w->from;

	if (mixed(m, w))
		return n >= INDICATOR					? ANONYMISE_INDICATOR
		       : n >= 3 && !everybodys(w->folded) && w->capital ? ANONYMISE_ACRONYM
									: ANONYMISE_NONE;
	if (digits(m, w))
		return n >= 3 ? ANONYMISE_FIGURE : ANONYMISE_NONE;
	if (!w->capital || n < 2 || everybodys(w->folded))
		return ANONYMISE_NONE;
	if (w->all_capitals)
		return ANONYMISE_ACRONYM;
	return opens(m, w->from) ? ANONYMISE_NONE : ANONYMISE_CAPITAL;
}

/* "1 200" is one figure. */
static bool
grouped(const struct marked *m, const struct marked_words *t, size_t i)
{
	return i + 1 < t->n && behind_blank(t, i + 1) && digits(m, &t->word[i]) &&
	       digits(m, &t->word[i + 1]) && t->word[i].to - t->word[i].from <= 3 &&
	       t->word[i + 1].to - t->word[i + 1].from == 3;
}

static void
mark_doubts(struct marked *m, const struct marked_words *t)
{
	for (size_t i = 0; i < t->n; i++) {
		size_t end = i;

		if (str_eq(t->word[i].folded, S("cve"))) {
			i += 2; /* the number of a flaw is everybody's */
			continue;
		}
		while (grouped(m, t, end))
			end++;
		if (end > i)
			marked_put(m, t->word[i].from, t->word[end].to, ANONYMISE_FIGURE);
		else if (doubt(m, t, i))
			marked_put(m, t->word[i].from, t->word[i].to, doubt(m, t, i));
		i = end;
	}
}

void
anonymise_doubts(struct marked *m)
{
	struct marked_words t = marked_words(m, false);

	mark_days(m);
	mark_months(m, &t);
	mark_doubts(m, &t);
}
