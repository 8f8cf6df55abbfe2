/*
 * Forms: typed text into a record, and back.
 *
 * The work on one value is field_set's, shared with imports and the API; here is
 * what only people need: line ends of text areas, spaces inside numbers, dates
 * in four inputs (form_moment.c).  What was typed is kept beside the record, so a
 * page with mistakes shows it again to the letter; bytes that no page could carry
 * (invalid UTF-8, control characters) are replaced in that copy only.  Secrets
 * are never kept.
 *
 * Rejected: type=date and type=datetime-local (their format follows the browser,
 * not the page, and they hide what was typed when it is wrong), and cutting a
 * text at its limit (half a description is worse than a message).
 */
#include "web/form.h"

#include <ctype.h>
#include <string.h>

#include "base/die.h"
#include "base/shape.h"

/* ==== What was typed ==== */

/* CRLF and CR to LF: browsers send the first and count the last. */
static struct str
unix_lines(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';

		if (!pair)
			p[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
	}
	return (struct str){ p, n };
}

/* Length of the code point at the front, 0 when no page could carry it. */
static size_t
fit_point(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	if (c < 0x20 || c == 0x7F)
		return c == '\n' || c == '\t';
	return n <= s.n && str_utf8_valid(str_sub(s, 0, n)) ? n : 0;
}

/* The same with U+FFFD for each byte that does not fit. */
static struct str
mended(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, 3 * s.n + 1);
	size_t n = 0;

	while (s.n) {
		size_t fit = fit_point(s);

		memcpy(p + n, fit ? s.p : "\uFFFD", fit ? fit : 3);
		n += fit ? fit : 3;
		s = str_sub(s, fit ? fit : 1, s.n);
	}
	return (struct str){ p, n };
}

/* "1 200" with any of the spaces that French puts between thousands. */
static struct str
squeezed(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n) {
		size_t skip = str_starts(s, S("\u00a0")) ? 2 : str_starts(s, S("\u202f")) ? 3 : 1;

		if (skip == 1 && !isspace((unsigned char)s.p[0]))
			p[n++] = s.p[0];
		s = str_sub(s, skip, s.n);
	}
	return (struct str){ p, n };
}

/* All values of a name as "a|b|c". */
static struct str
joined(const struct params *params, const char *name, struct arena *a)
{
	struct str all = { NULL, 0 };
	size_t max = 0;
	char *p;

	for (size_t i = 0; i < params->n; i++)
		if (str_eq(params->param[i].name, str_of(name)))
			max += params->param[i].value.n + 1;
	p = arena_alloc(a, max + 1);
	for (size_t i = 0; i < params->n; i++) {
		struct str value = params->param[i].value;

		if (value.n == 0 || !str_eq(params->param[i].name, str_of(name)))
			continue;
		if (all.n)
			p[all.n++] = '|';
		memcpy(p + all.n, value.p, value.n);
		all = (struct str){ p, all.n + value.n };
	}
	return all;
}

static bool
secret(const struct field *f)
{
	return f->input == INPUT_PASSWORD || f->input == INPUT_SECRET;
}

/* ==== One field ==== */

static bool
parse_moment(
    struct typed *x, const struct params *params, void *record, enum zone zone, struct arena *a)
{
	static const char *const suffix[] = { "d", "m", "y", "t" };
	struct moment *member = FIELD_AT(struct moment, x->field, record);
	struct str part[4], whole = str_trim(param_get(params, x->field->name));
	bool ok, typed = false;

	for (int i = 0; i < 4; i++) {
		part[i] = param_get(
		    params, arena_cstr(a, arena_printf(a, "%s.%s", x->field->name, suffix[i])));
		typed |= part[i].n > 0;
	}
	if (typed || whole.n == 0) {
		ok = moment_from_parts(part, zone, a, member, &x->wrong, &x->error);
	} else {
		ok = field_set(x->field, record, whole, a, &x->error);
		part[0] = whole;
		x->wrong = ok ? 0 : 1;
		if (ok)
			moment_to_parts(*member, zone, a, part);
	}
	for (int i = 0; i < 4; i++)
		x->part[i] = mended(part[i], a);
	return ok;
}

static bool
parse_value(struct typed *x, const struct params *params, void *record, struct arena *a)
{
	const struct field *f = x->field;
	struct str typed =
	    f->kind == KIND_CODES ? joined(params, f->name, a) : param_get(params, f->name);

	if (f->kind == KIND_TEXT)
		typed = unix_lines(typed, a);
	if (!secret(f))
		x->raw = mended(typed, a);
	if (f->kind == KIND_INT)
		typed = squeezed(typed, a);
	return field_set(f, record, typed, a, &x->error);
}

static const char *
missing_error(const struct field *f)
{
	switch (f->kind) {
	case KIND_CODE:
	case KIND_CODES: return "error.required_choice";
	case KIND_MOMENT: return "error.required_date";
	case KIND_BOOL: return "error.required_box";
	default: return "error.required";
	}
}

static struct typed *
typed_new(struct filled *f, const struct field *field)
{
	if (f->n == FORM_MAX)
		die("a form has more than %d fields", FORM_MAX);
	f->typed[f->n] = (struct typed){ .field = field };
	return &f->typed[f->n++];
}

bool
form_parse(field_list asked, const struct params *p, void *record, struct filled *ret, bool strict,
    enum zone zone, struct arena *a)
{
	ret->n = ret->errors = 0;
	ret->general = NULL;
	for (; *asked; asked++) {
		struct typed *x = typed_new(ret, *asked);
		bool ok = x->field->kind == KIND_MOMENT ? parse_moment(x, p, record, zone, a)
							: parse_value(x, p, record, a);

		if (ok)
			x->error = NULL;
		if (ok && strict && x->field->need == REQUIRED && !field_known(x->field, record))
			x->error = missing_error(x->field);
		ret->errors += x->error != NULL;
	}
	return ret->errors == 0;
}

void
form_show(field_list asked, const void *record, struct filled *ret, enum zone zone, struct arena *a)
{
	ret->n = ret->errors = 0;
	ret->general = NULL;
	for (; *asked; asked++) {
		struct typed *x = typed_new(ret, *asked);

		if (x->field->kind == KIND_MOMENT)
			moment_to_parts(
			    *FIELD_IN(struct moment, x->field, record), zone, a, x->part);
		else if (!secret(x->field))
			x->raw = field_text(x->field, record, a);
	}
}

void
form_error(struct filled *f, const struct field *field, const char *key)
{
	for (size_t i = 0; i < f->n; i++) {
		struct typed *x = &f->typed[i];

		if (x->field != field)
			continue;
		if (x->error == NULL) {
			x->error = key;
			x->wrong = 7;
			f->errors++;
		}
		return;
	}
	if (f->general == NULL)
		f->general = key;
}

void
form_offer(struct filled *f, const struct field *field, struct str only)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->typed[i].field == field)
			f->typed[i].only = only;
}

bool
form_offers(const struct typed *x, struct str code)
{
	return x->only.n == 0 || str_in_set(x->only, code);
}

struct str
form_first(const struct typed *x)
{
	const struct vocab *v = vocab_get(x->field->vocabulary);

	for (size_t i = 0; i < v->n; i++)
		if (form_offers(x, v->item[i].code))
			return v->item[i].code;
	return (struct str){ NULL, 0 };
}

/* ==== Messages ==== */

/* %1 in a message: the limit that was passed. */
static int64_t
limit(const struct typed *x)
{
	bool low =
	    strcmp(x->error, "error.too_short") == 0 || strcmp(x->error, "error.too_small") == 0;

	return low ? field_min(x->field) : field_max(x->field);
}

static struct str
example_of(struct arena *a, enum lang lang, const struct typed *x)
{
	bool helps = (x->field->kind == KIND_TEXT || x->field->kind == KIND_INT) &&
		     strcmp(x->error, "error.too_long") != 0;

	if (!helps)
		return (struct str){ NULL, 0 };
	return message_find(lang, arena_printf(a, "example.%s", x->field->name));
}

struct str
form_message(struct arena *a, enum lang lang, const struct typed *x)
{
	struct str arg[2], message, example;

	if (x->error == NULL)
		return (struct str){ NULL, 0 };
	arg[0] = shape_int(a, limit(x), lang);
	arg[1] = shape_int(a, (int64_t)str_utf8_length(x->raw), lang);
	message = t_fill(a, lang, x->error, arg, 2);
	example = example_of(a, lang, x);
	if (example.n == 0)
		return message;
	return t_fill(a, lang, "error.example", (struct str[]){ message, example }, 2);
}
