#include "base/condition.h"

enum truth
truth_or(enum truth a, enum truth b)
{
	return a == YES || b == YES ? YES : a == UNKNOWN || b == UNKNOWN ? UNKNOWN : NO;
}

enum truth
truth_and(enum truth a, enum truth b)
{
	return a == NO || b == NO ? NO : a == UNKNOWN || b == UNKNOWN ? UNKNOWN : YES;
}

struct str
truth_code(enum truth v)
{
	return v == YES ? S("oui") : v == NO ? S("non") : S("nsp");
}

/* Cuts at a word: returns what stands before " word ", leaves the rest. */
static struct str
cut_word(struct str *s, struct str word)
{
	struct str head = *s;

	for (size_t i = 0; i + word.n <= s->n; i++)
		if (str_eq(str_sub(*s, i, word.n), word)) {
			head.n = i;
			*s = (struct str){ s->p + i + word.n, s->n - i - word.n };
			return head;
		}
	*s = (struct str){ NULL, 0 };
	return head;
}

struct atom {
	struct str field, codes;
	bool differs;
	bool always;
	const char *error;
};

static struct atom
parse_atom(struct str text)
{
	struct atom a = { 0 };

	a.codes = text = str_trim(text);
	if (str_eq(text, S("always")))
		return (struct atom){ .always = true };
	a.field = str_trim(str_cut(&a.codes, '='));
	if (str_ends(a.field, S("!"))) {
		a.differs = true;
		a.field = str_trim(str_sub(a.field, 0, a.field.n - 1));
	}
	a.codes = str_trim(a.codes);
	if (a.field.n == 0 || a.codes.n == 0)
		a.error = "an atom is not 'field=code'";
	return a;
}

static const char *
check_codes(struct str codes, const struct field *f)
{
	if (f->kind == KIND_BOOL)
		return NULL;
	if (f->vocabulary == NULL)
		return "a field of a condition has no vocabulary";
	while (codes.n)
		if (vocab_find(vocab_get(f->vocabulary), str_cut(&codes, '|')) == NULL)
			return "a code is not in the field's vocabulary";
	return NULL;
}

const char *
condition_check(struct str condition, field_list list)
{
	while (condition.n) {
		struct str term = cut_word(&condition, S(" or "));

		do {
			struct atom a = parse_atom(cut_word(&term, S(" and ")));
			const struct field *f =
			    a.always || a.error ? NULL : field_find(list, a.field);

			if (a.error)
				return a.error;
			if (a.always)
				continue;
			if (f == NULL)
				return "a field is not known";
			if (check_codes(a.codes, f))
				return check_codes(a.codes, f);
		} while (term.n);
	}
	return NULL;
}

static enum truth
atom_holds(struct atom a, field_list list, const void *record)
{
	const struct field *f = a.always ? NULL : field_find(list, a.field);
	struct str value;
	bool any = false, unsure = false;

	if (a.always)
		return YES;
	if (a.error || f == NULL)
		return UNKNOWN;
	if (f->kind == KIND_BOOL)
		return (*FIELD_IN(bool, f, record) == str_eq(a.codes, S("oui"))) != a.differs ? YES
											      : NO;
	value = *FIELD_IN(struct str, f, record);
	if (value.n == 0 || str_eq(value, S("nsp")))
		return UNKNOWN;
	while (value.n) {
		struct str code = str_cut(&value, '|');

		any = str_in_set(a.codes, code) || any;
		unsure = str_eq(code, S("nsp")) || unsure;
	}
	/* "backups, and I do not know what else": the rest may hold it. */
	if (!any && unsure)
		return UNKNOWN;
	return any != a.differs ? YES : NO;
}

enum truth
condition_holds(struct str condition, field_list list, const void *record)
{
	enum truth whole = NO;

	while (condition.n) {
		struct str term = cut_word(&condition, S(" or "));
		enum truth all = YES;

		do
			all = truth_and(
			    all, atom_holds(parse_atom(cut_word(&term, S(" and "))), list, record));
		while (term.n);
		whole = truth_or(whole, all);
	}
	return whole;
}
