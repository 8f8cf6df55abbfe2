/*
 * One switch per verb over the six kinds.  Per-kind function tables were
 * rejected: six lines of switch read better than six functions and a table.
 */
#include "base/field.h"

#include <string.h>

#include "base/die.h"
#include "base/shape.h"

const struct field *
field_find(field_list list, struct str name)
{
	for (; *list; list++)
		if (str_eq(str_of((*list)->name), name))
			return *list;
	return NULL;
}

const struct field *
field_find_code(field_list list, struct str code)
{
	for (; *list; list++)
		if ((*list)->code && str_eq(str_of((*list)->code), code))
			return *list;
	return NULL;
}

static size_t
kind_size(enum kind k)
{
	static const size_t size[] = {
		[KIND_TEXT] = sizeof(struct str),
		[KIND_CODE] = sizeof(struct code),
		[KIND_CODES] = sizeof(struct codes),
		[KIND_INT] = sizeof(int64_t),
		[KIND_MOMENT] = sizeof(struct moment),
		[KIND_BOOL] = sizeof(bool),
	};

	return size[k];
}

static void
clear_one(const struct field *f, void *record)
{
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CODE:
	case KIND_CODES: *FIELD_AT(struct str, f, record) = (struct str){ NULL, 0 }; break;
	case KIND_INT: *FIELD_AT(int64_t, f, record) = INT_NONE; break;
	case KIND_MOMENT: *FIELD_AT(struct moment, f, record) = MOMENT_NONE; break;
	case KIND_BOOL: *FIELD_AT(bool, f, record) = false; break;
	}
}

void
field_clear(field_list list, void *record)
{
	for (; *list; list++)
		clear_one(*list, record);
}

bool
field_known(const struct field *f, const void *record)
{
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CODE:
	case KIND_CODES: return FIELD_IN(struct str, f, record)->n > 0;
	case KIND_INT: return *FIELD_IN(int64_t, f, record) != INT_NONE;
	case KIND_MOMENT: return moment_known(*FIELD_IN(struct moment, f, record));
	case KIND_BOOL: return *FIELD_IN(bool, f, record);
	}
	return false;
}

struct str
field_text(const struct field *f, const void *record, struct arena *a)
{
	if (!field_known(f, record))
		return (struct str){ NULL, 0 };
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CODE:
	case KIND_CODES: return *FIELD_IN(struct str, f, record);
	case KIND_INT: return arena_printf(a, "%lld", (long long)*FIELD_IN(int64_t, f, record));
	case KIND_MOMENT: return moment_rfc3339(a, *FIELD_IN(struct moment, f, record));
	case KIND_BOOL: return S("1");
	}
	return (struct str){ NULL, 0 };
}

static struct str
shown_codes(const struct field *f, struct str set, struct arena *a, enum lang lang)
{
	struct str shown = { NULL, 0 };

	while (set.n) {
		struct str label = vocab_label(f->vocabulary, str_cut(&set, '|'), lang);

		shown = shown.n ? arena_printf(a, "%.*s, %.*s", PS(shown), PS(label)) : label;
	}
	return shown;
}

struct str
field_shown(
    const struct field *f, const void *record, struct arena *a, enum lang lang, enum zone zone)
{
	if (f->kind == KIND_BOOL)
		return t(lang, *FIELD_IN(bool, f, record) ? "yes" : "no");
	if (!field_known(f, record))
		return (struct str){ NULL, 0 };
	switch (f->kind) {
	case KIND_CODE:
	case KIND_CODES: return shown_codes(f, *FIELD_IN(struct str, f, record), a, lang);
	case KIND_MOMENT: return shape_moment(a, *FIELD_IN(struct moment, f, record), zone, lang);
	case KIND_INT: return shape_int(a, *FIELD_IN(int64_t, f, record), lang);
	default: return field_text(f, record, a);
	}
}

int64_t
field_max(const struct field *f)
{
	if (f->max)
		return f->max;
	return f->kind == KIND_TEXT ? 200 : 1000000000;
}

int64_t
field_min(const struct field *f)
{
	return f->min;
}

static bool
set_text(const struct field *f, struct str *member, struct str text, struct arena *a,
    const char **ret_error)
{
	const char *wrong = NULL;
	struct str shaped;

	if (!str_utf8_valid(text)) {
		*ret_error = "error.encoding";
		return false;
	}
	if ((int64_t)str_utf8_length(text) > field_max(f)) {
		*ret_error = "error.too_long";
		return false;
	}
	shaped = shape_input(a, f->input, text, &wrong);
	if (shaped.p == NULL) {
		*ret_error = wrong;
		return false;
	}
	if ((int64_t)str_utf8_length(shaped) < field_min(f)) {
		*ret_error = "error.too_short";
		return false;
	}
	*member = shaped;
	return true;
}

static bool
set_codes(const struct field *f, struct str *member, struct str text, struct arena *a,
    const char **ret_error)
{
	const struct vocab *v = vocab_get(f->vocabulary);
	struct buf b = BUF_INIT(4096);

	for (struct str rest = text; rest.n;) {
		struct str code = str_cut(&rest, '|');

		if (vocab_find(v, code) == NULL || (f->kind == KIND_CODE && rest.p)) {
			*ret_error = "error.choice";
			return false;
		}
	}
	/* The vocabulary's own order, each code once, whatever came in. */
	for (size_t i = 0; i < v->n; i++)
		if (str_in_set(text, v->item[i].code)) {
			if (b.n)
				buf_byte(&b, '|');
			buf_put(&b, v->item[i].code);
		}
	*member = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return true;
}

static bool
set_int(const struct field *f, int64_t *member, struct str text, const char **ret_error)
{
	int64_t v;

	if (!str_int(text, &v)) {
		*ret_error = "error.number";
		return false;
	}
	if (v < field_min(f) || v > field_max(f)) {
		*ret_error = v < field_min(f) ? "error.too_small" : "error.too_large";
		return false;
	}
	*member = v;
	return true;
}

/* As forms, tables and JSON spell it; "nsp", not known, is no yes. */
static bool
set_bool(bool *member, struct str text, const char **ret_error)
{
	bool yes = str_in_set(S("1|oui|true|on"), text);

	if (!yes && !str_in_set(S("0|non|false|nsp"), text)) {
		*ret_error = "error.choice";
		return false;
	}
	*member = yes;
	return true;
}

bool
field_set(
    const struct field *f, void *record, struct str text, struct arena *a, const char **ret_error)
{
	if (f->input != INPUT_PASSWORD)
		text = str_trim(text);
	if (text.n == 0) {
		clear_one(f, record);
		return true;
	}
	switch (f->kind) {
	case KIND_TEXT: return set_text(f, FIELD_AT(struct str, f, record), text, a, ret_error);
	case KIND_CODE:
	case KIND_CODES: return set_codes(f, FIELD_AT(struct str, f, record), text, a, ret_error);
	case KIND_INT: return set_int(f, FIELD_AT(int64_t, f, record), text, ret_error);
	case KIND_MOMENT:
		if (!moment_parse(text, FIELD_AT(struct moment, f, record))) {
			*ret_error = "error.date";
			return false;
		}
		return true;
	case KIND_BOOL: return set_bool(FIELD_AT(bool, f, record), text, ret_error);
	}
	die("field '%s' has no kind", f->name);
}

void
field_copy(field_list list, void *to, const void *from)
{
	for (; *list; list++)
		memcpy((char *)to + (*list)->offset, (const char *)from + (*list)->offset,
		    kind_size((*list)->kind));
}

void
field_assign(const struct field *to, void *record, const struct field *from, const void *source)
{
	memcpy(
	    (char *)record + to->offset, (const char *)source + from->offset, kind_size(to->kind));
}

bool
field_equal(const struct field *f, const void *a, const void *b)
{
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CODE:
	case KIND_CODES: return str_eq(*FIELD_IN(struct str, f, a), *FIELD_IN(struct str, f, b));
	default: return memcmp(FIELD_IN(char, f, a), FIELD_IN(char, f, b), kind_size(f->kind)) == 0;
	}
}
