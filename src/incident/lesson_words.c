/*
 * The words of a lesson and what must not be in them.
 *
 * What the rule is sure of is replaced at each save and noted, so that a person sees
 * what it did; what it doubts is asked, and the answer is kept with its reason.  The
 * same rule is run again when the lesson is submitted, checked and published: nothing
 * else than its silence lets a text out.
 */
#include "incident/lesson.h"

#include <string.h>

#include "incident/evidence.h"

#define FINDINGS 400 /* of one text */
#define AROUND 40    /* bytes shown on either side */
#define NOTES_MAX 50000

/* ==== Whom it must not name ==== */

static void
add_observables(struct anonymise *a, const struct observed *list, size_t n)
{
	static const char opaque[] =
	    "md5|sha1|sha224|sha256|sha384|sha512|ssdeep|bitcoin|ethereum|monero";

	/* Addresses have a shape; these only their value. */
	for (size_t i = 0; i < n; i++)
		if (str_in_set(str_of(opaque), list[i].kind.s))
			anonymise_name(a, ANONYMISE_INDICATOR, list[i].value);
}

static void
add_host(struct anonymise *a, struct str mail)
{
	str_cut(&mail, '@');
	anonymise_name(a, ANONYMISE_STRUCTURE, str_cut(&mail, '.'));
}

static struct str
with_line(struct arena *a, struct str lines, struct str line)
{
	return arena_printf(a, "%.*s%s%.*s", PS(lines), lines.n ? "\n" : "", PS(line));
}

static struct str
kept_words(struct arena *arena, struct str kept)
{
	struct str words = { NULL, 0 };

	while (kept.n) {
		struct str why = str_cut(&kept, '\n'), word = str_cut(&why, '\t');

		words = with_line(arena, words, word);
	}
	return words;
}

enum outcome
lesson_subject(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct lesson *l, struct anonymise *ret)
{
	struct observed *list;
	size_t n = 0;
	enum outcome o = observed_list(act, in, &list, &n);

	if (o != OK)
		return o;
	*ret = (struct anonymise){ .lang = LANG_FR, .regions = true, .lesson = true };
	anonymise_report(ret, &s->r);
	anonymise_name(ret, ANONYMISE_STRUCTURE, in->org_name);
	anonymise_name(ret, ANONYMISE_NUMBER, s->r.device_serial);
	add_host(ret, s->r.tech_email);
	add_observables(ret, list, n);
	if (l)
		ret->kept = kept_words(act->arena, l->kept);
	return OK;
}

/* ==== Taking out ==== */

/* Without the signs that separate notes. */
static struct str
one_line(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.n + 1);

	for (size_t i = 0; i < text.n; i++)
		p[i] = text.p[i] > 0 && text.p[i] < ' ' ? ' ' : text.p[i];
	return (struct str){ p, text.n };
}

static bool
has_line(struct str lines, struct str line)
{
	while (lines.n)
		if (str_eq(str_cut(&lines, '\n'), line))
			return true;
	return false;
}

static void
note_replaced(struct act *act, struct lesson *l, const struct field *f, struct str text,
    const struct anonymise_finding *x)
{
	struct str what = one_line(act->arena, str_sub(text, x->from, x->to - x->from));
	struct str line =
	    arena_printf(act->arena, "%s\t%s\t%.*s", f->name, anonymise_key(x->kind), PS(what));

	if (!anonymise_doubt(x->kind) && l->replaced.n + line.n < NOTES_MAX &&
	    !has_line(l->replaced, line))
		l->replaced = with_line(act->arena, l->replaced, line);
}

void
lesson_cut(struct lesson *l)
{
	for (field_list f = lesson_text_fields; *f; f++) {
		struct str *text = FIELD_AT(struct str, *f, &l->text);

		*text = str_utf8_head(*text, (size_t)field_max(*f));
	}
}

void
lesson_clean(struct act *act, const struct anonymise *a, struct lesson *l)
{
	struct anonymise_finding *x = arena_array(act->arena, struct anonymise_finding, FINDINGS);

	for (field_list f = lesson_text_fields; *f; f++) {
		struct str *text = FIELD_AT(struct str, *f, &l->text);
		size_t all, n = anonymise_find(a, act->arena, *text, x, FINDINGS, &all);

		for (size_t i = 0; i < n; i++)
			note_replaced(act, l, *f, *text, &x[i]);
		*text = anonymise(a, act->arena, *text);
	}
	lesson_cut(l); /* "[adresse IP]" is longer than what it stands for */
}

/* ==== What is left to say ==== */

static bool
continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static void
show_around(struct lesson_doubt *d, struct str text, size_t from, size_t to)
{
	size_t begin = from > AROUND ? from - AROUND : 0;
	size_t end = to + AROUND < text.n ? to + AROUND : text.n;

	while (begin < from && continues(text.p[begin]))
		begin++;
	while (end > to && end < text.n && continues(text.p[end]))
		end--;
	d->before = str_sub(text, begin, from - begin);
	d->after = str_sub(text, to, end - to);
}

static bool
asked_already(const struct lesson_doubt *list, size_t n, struct str what)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].what, what))
			return true;
	return false;
}

size_t
lesson_doubts(struct act *act, const struct anonymise *a, const struct lesson_text *text,
    struct lesson_doubt ret[LESSON_DOUBTS])
{
	struct anonymise_finding *x = arena_array(act->arena, struct anonymise_finding, FINDINGS);
	size_t n = 0;

	for (field_list f = lesson_text_fields; *f; f++) {
		struct str words = *FIELD_IN(struct str, *f, text);
		size_t all, found = anonymise_find(a, act->arena, words, x, FINDINGS, &all);

		for (size_t i = 0; i < found && n < LESSON_DOUBTS; i++) {
			struct str what =
			    one_line(act->arena, str_sub(words, x[i].from, x[i].to - x[i].from));

			if (asked_already(ret, n, what))
				continue;
			ret[n] = (struct lesson_doubt){ *f, x[i].kind, what };
			show_around(&ret[n++], words, x[i].from, x[i].to);
		}
	}
	return n;
}

enum outcome
lesson_keep(
    struct act *act, const struct anonymise *a, struct lesson *l, struct str what, struct str why)
{
	struct lesson_doubt *list = arena_array(act->arena, struct lesson_doubt, LESSON_DOUBTS);
	size_t n = lesson_doubts(act, a, &l->text, list);

	why = one_line(act->arena, why);
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(list[i].what, what) || !anonymise_may_keep(list[i].kind))
			continue;
		if (l->kept.n + what.n + why.n > NOTES_MAX)
			return INVALID;
		l->kept =
		    arena_printf(act->arena, "%.*s%.*s\t%.*s\n", PS(l->kept), PS(what), PS(why));
		return OK;
	}
	return INVALID;
}
