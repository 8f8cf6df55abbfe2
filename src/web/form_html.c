/*
 * Widgets: a typed field as markup of the design system.
 *
 * A text is an input-group, a code a select or a group of radio buttons, a set a
 * group of checkboxes, a yes-or-no one checkbox, an instant four inputs in a
 * fieldset.  Every input has a label; hint and message are tied to it by
 * aria-describedby, a group's by the fieldset's aria-labelledby.  There is no
 * maxlength: a text that is too long is told, not cut; areas carry data-limit for
 * the counter.
 *
 * aria-required stands in for required: browsers would otherwise refuse to send
 * a draft.
 */
#include "web/form.h"

#include <string.h>

#include "base/shape.h"
#include "web/page.h"

/* ==== Small pieces ==== */

static void
put(struct out *o, const char *html)
{
	buf_puts(o->buf, html);
}

/* name="value", the value escaped. */
static void
attr(struct out *o, const char *name, struct str value)
{
	buf_byte(o->buf, ' ');
	put(o, name);
	put(o, "=\"");
	out_text(o, value);
	buf_byte(o->buf, '"');
}

static struct str
id_of(struct out *o, const struct field *f)
{
	return arena_printf(o->arena, "f-%s", f->name);
}

/* "f-<name>-<suffix>" */
static struct str
id_with(struct out *o, const struct field *f, struct str suffix)
{
	return arena_printf(o->arena, "f-%s-%.*s", f->name, PS(suffix));
}

/* Ids that describe the input: its hint, its message. */
static struct str
described_by(struct out *o, const struct typed *x, bool hint)
{
	const char *name = x->field->name;

	if (hint && x->error)
		return arena_printf(o->arena, "f-%s-hint f-%s-error", name, name);
	return hint || x->error ? id_with(o, x->field, hint ? S("hint") : S("error")) : S("");
}

/* The label's words, with what is needed said in words. */
static void
label_words(struct out *o, const struct field *f)
{
	out_text(o, page_word(o, "field.", f->name));
	if (f->need == REQUIRED) {
		buf_byte(o->buf, ' ');
		out_text(o, t(o->lang, "form.required"));
	}
}

static void
hint_text(struct out *o, const struct field *f, struct str words)
{
	put(o, " <span class=\"fr-hint-text\"");
	attr(o, "id", id_with(o, f, S("hint")));
	put(o, ">");
	out_text(o, words);
	put(o, "</span>");
}

static void
message(struct out *o, const struct typed *x)
{
	if (x->error == NULL)
		return;
	put(o, "<div class=\"fr-messages-group\"");
	attr(o, "id", id_with(o, x->field, S("error")));
	put(o, "><p class=\"fr-message fr-message--error\">");
	out_text(o, form_message(o->arena, o->lang, x));
	put(o, "</p></div>\n");
}

/* What every single input says of itself. */
static void
input_state(struct out *o, const struct typed *x, bool hint)
{
	const struct field *f = x->field;
	struct str described = described_by(o, x, hint);

	attr(o, "id", id_of(o, f));
	attr(o, "name", str_of(f->name));
	if (described.n)
		attr(o, "aria-describedby", described);
	if (f->need == REQUIRED)
		attr(o, "aria-required", S("true"));
	if (x->error)
		attr(o, "aria-invalid", S("true"));
}

/* ==== Text and numbers ==== */

struct input_kind {
	const char *type, *mode, *complete; /* mode, complete: NULL for none */
	bool verbatim;			    /* no spell checking, no capitals */
};

static struct input_kind
input_kind(const struct field *f)
{
	if (f->kind == KIND_INT)
		return (struct input_kind){ "text", "numeric", NULL, false };
	switch (f->input) {
	case INPUT_EMAIL: return (struct input_kind){ "email", NULL, NULL, true };
	case INPUT_TEL: return (struct input_kind){ "tel", NULL, NULL, false };
	case INPUT_PASSWORD: return (struct input_kind){ "password", NULL, NULL, true };
	case INPUT_SECRET: return (struct input_kind){ "text", NULL, "off", true };
	case INPUT_FINESS: return (struct input_kind){ "text", NULL, "off", true };
	case INPUT_SIRET: return (struct input_kind){ "text", "numeric", "off", true };
	default: return (struct input_kind){ "text", NULL, NULL, false };
	}
}

static void
input_line(struct out *o, const struct typed *x, bool hint)
{
	const struct field *f = x->field;
	struct input_kind kind = input_kind(f);
	const char *complete = f->autocomplete ? f->autocomplete : kind.complete;

	put(o,
	    x->error ? "<input class=\"fr-input fr-input--error\"" : "<input class=\"fr-input\"");
	attr(o, "type", str_of(kind.type));
	input_state(o, x, hint);
	if (kind.mode)
		attr(o, "inputmode", str_of(kind.mode));
	if (complete)
		attr(o, "autocomplete", str_of(complete));
	if (kind.verbatim)
		put(o, " spellcheck=\"false\" autocapitalize=\"none\"");
	if (x->raw.n)
		attr(o, "value", x->raw);
	put(o, ">\n");
}

/* The counter's text without script is the limit itself. */
static void
counter(struct out *o, const struct field *f)
{
	struct str max = shape_int(o->arena, field_max(f), o->lang), left = S("{n}");

	put(o, "<p class=\"counter\"");
	attr(o, "data-for", id_of(o, f));
	attr(o, "data-text", t_fill(o->arena, o->lang, "form.left", &left, 1));
	put(o, ">");
	out_fill(o, "form.max", 1, &max);
	put(o, "</p>\n");
}

static void
input_area(struct out *o, const struct typed *x, bool hint)
{
	const struct field *f = x->field;

	put(o, x->error ? "<textarea class=\"fr-input fr-input--error\""
			: "<textarea class=\"fr-input\"");
	input_state(o, x, hint);
	attr(o, "rows", field_max(f) > 2000 ? S("8") : S("4"));
	attr(o, "data-limit", out_of_int(o, field_max(f)));
	if (f->autocomplete)
		attr(o, "autocomplete", str_of(f->autocomplete));
	put(o, ">\n"); /* HTML drops one line end here: never one that was typed */
	out_text(o, x->raw);
	put(o, "</textarea>\n");
	counter(o, f);
}

/* ==== A list ==== */

static void
option(struct out *o, struct str value, struct str words, bool selected)
{
	put(o, "<option");
	attr(o, "value", value);
	put(o, selected ? " selected>" : ">");
	out_text(o, words);
	put(o, "</option>\n");
}

void
form_options(struct out *o, const char *vocabulary, struct str value, const char *none)
{
	const struct vocab *v = vocab_get(vocabulary);

	option(o, S(""), t(o->lang, none), false);
	for (size_t i = 0; i < v->n; i++)
		option(o, v->item[i].code, vocab_label(vocabulary, v->item[i].code, o->lang),
		    str_eq(v->item[i].code, value));
}

static void
input_select(struct out *o, const struct typed *x, bool hint)
{
	put(o, x->error ? "<select class=\"fr-select fr-select--error\""
			: "<select class=\"fr-select\"");
	input_state(o, x, hint);
	put(o, ">\n");
	form_options(o, x->field->vocabulary, x->raw, "form.choose");
	put(o, "</select>\n");
}

static bool
is_select(const struct field *f)
{
	return f->kind == KIND_CODE && f->input == INPUT_SELECT;
}

static void
single(struct out *o, const struct typed *x)
{
	const struct field *f = x->field;
	const char *group = is_select(f) ? "fr-select-group" : "fr-input-group";
	bool hint = page_has(o, "hint.", f->name);

	put(o, "<div");
	attr(o, "class",
	    x->error ? arena_printf(o->arena, "%s %s--error", group, group) : str_of(group));
	put(o, ">\n<label class=\"fr-label\"");
	attr(o, "for", id_of(o, f));
	put(o, ">");
	label_words(o, f);
	if (hint)
		hint_text(o, f, page_word(o, "hint.", f->name));
	put(o, "</label>\n");
	if (is_select(f))
		input_select(o, x, hint);
	else if (f->kind == KIND_TEXT && f->input == INPUT_AREA)
		input_area(o, x, hint);
	else
		input_line(o, x, hint);
	message(o, x);
	put(o, "</div>\n");
}

/* ==== Groups ==== */

/* hint: words under the legend, or ""; look: a class of the sheet, or "". */
static void
group_begin(struct out *o, const struct typed *x, struct str hint, const char *look)
{
	struct str legend = id_with(o, x->field, S("legend"));

	put(o, x->error ? "<fieldset class=\"fr-fieldset fr-fieldset--error"
			: "<fieldset class=\"fr-fieldset");
	put(o, look);
	put(o, "\"");
	if (x->error)
		legend = arena_printf(o->arena, "%.*s f-%s-error", PS(legend), x->field->name);
	attr(o, "aria-labelledby", legend);
	put(o, ">\n<legend class=\"fr-fieldset__legend\"");
	attr(o, "id", id_with(o, x->field, S("legend")));
	put(o, ">");
	label_words(o, x->field);
	if (hint.n)
		hint_text(o, x->field, hint);
	put(o, "</legend>\n");
}

static void
group_end(struct out *o, const struct typed *x)
{
	message(o, x);
	put(o, "</fieldset>\n");
}

/* The field's own hint; else the kind's. */
static struct str
hint_or(struct out *o, const struct field *f, const char *key)
{
	if (page_has(o, "hint.", f->name))
		return page_word(o, "hint.", f->name);
	return key ? t(o->lang, key) : (struct str){ NULL, 0 };
}

static void
choice(struct out *o, const struct typed *x, struct str code, const char *type)
{
	const struct field *f = x->field;
	struct str id = id_with(o, f, code), hint;

	hint =
	    message_find(o->lang, arena_printf(o->arena, "hint.%s.%.*s", f->vocabulary, PS(code)));
	put(o, "<div class=\"fr-fieldset__element\"><div");
	attr(o, "class", arena_printf(o->arena, "fr-%s-group", type));
	put(o, "><input");
	attr(o, "type", str_of(type));
	attr(o, "id", id);
	attr(o, "name", str_of(f->name));
	attr(o, "value", code);
	if (str_in_set(x->raw, code))
		put(o, " checked");
	put(o, "><label class=\"fr-label\"");
	attr(o, "for", id);
	put(o, ">");
	out_label(o, f->vocabulary, code);
	if (hint.n) {
		put(o, "<span class=\"fr-hint-text\">");
		out_text(o, hint);
		put(o, "</span>");
	}
	put(o, "</label></div></div>\n");
}

/* Short answers stand on one line; a long list in two columns. */
static const char *
look_of(struct out *o, const struct field *f, const struct vocab *v)
{
	size_t letters = 0;

	for (size_t i = 0; i < v->n; i++)
		letters += vocab_label(f->vocabulary, v->item[i].code, o->lang).n;
	if (letters <= 70)
		return " choices-row";
	return v->n > 6 ? " choices-many" : "";
}

static void
choices(struct out *o, const struct typed *x)
{
	const struct vocab *v = vocab_get(x->field->vocabulary);
	bool set = x->field->kind == KIND_CODES;

	group_begin(
	    o, x, hint_or(o, x->field, set ? "form.several" : NULL), look_of(o, x->field, v));
	for (size_t i = 0; i < v->n; i++)
		if (form_offers(x, v->item[i].code))
			choice(o, x, v->item[i].code, set ? "checkbox" : "radio");
	group_end(o, x);
}

static bool
ticked(struct str raw)
{
	return raw.n && !str_eq(raw, S("0")) && !str_eq(raw, S("non"));
}

static void
box(struct out *o, const struct typed *x)
{
	const struct field *f = x->field;
	bool hint = page_has(o, "hint.", f->name);

	put(o, x->error ? "<div class=\"fr-checkbox-group fr-checkbox-group--error\">\n"
			: "<div class=\"fr-checkbox-group\">\n");
	put(o, "<input type=\"checkbox\" value=\"1\"");
	input_state(o, x, hint);
	put(o, ticked(x->raw) ? " checked>" : ">");
	put(o, "<label class=\"fr-label\"");
	attr(o, "for", id_of(o, f));
	put(o, ">");
	label_words(o, f);
	if (hint)
		hint_text(o, f, page_word(o, "hint.", f->name));
	put(o, "</label>\n");
	message(o, x);
	put(o, "</div>\n");
}

/* ==== Instants ==== */

struct part {
	const char *suffix, *key, *group, *mode; /* mode NULL: letters too */
};

static const struct part parts[4] = {
	{ "d", "form.day", "fr-input-group", "numeric" },
	{ "m", "form.month", "fr-input-group", "numeric" },
	{ "y", "form.year", "fr-input-group date-year", "numeric" },
	{ "t", "form.time", "fr-input-group date-time", NULL },
};

static void
date_part(struct out *o, const struct typed *x, int i)
{
	const struct part *p = &parts[i];
	struct str id = id_with(o, x->field, str_of(p->suffix));
	bool wrong = x->wrong >> i & 1;

	put(o, "<div");
	attr(o, "class", str_of(p->group));
	put(o, "><label class=\"fr-label\"");
	attr(o, "for", id);
	put(o, ">");
	out_text(o, t(o->lang, p->key));
	put(o, "</label>");
	put(o, wrong ? "<input class=\"fr-input fr-input--error\" type=\"text\""
		     : "<input class=\"fr-input\" type=\"text\"");
	attr(o, "id", id);
	attr(o, "name", arena_printf(o->arena, "%s.%s", x->field->name, p->suffix));
	attr(o, "autocomplete", S("off"));
	if (p->mode)
		attr(o, "inputmode", str_of(p->mode));
	attr(o, "aria-describedby", described_by(o, x, true));
	if (wrong)
		attr(o, "aria-invalid", S("true"));
	if (x->part[i].n)
		attr(o, "value", x->part[i]);
	put(o, "></div>\n");
}

/* Overseas the form says which clock it means. */
static struct str
date_hint(struct out *o, const struct field *f)
{
	struct str hint = hint_or(o, f, "form.date_hint");
	struct str arg[2] = { hint };

	if (o->zone == ZONE_PARIS)
		return hint;
	arg[1] = arena_printf(o->arena, "UTC%+d", zone_offset(page_now(o), o->zone) / 3600);
	return t_fill(o->arena, o->lang, "form.zone", arg, 2);
}

static void
moment(struct out *o, const struct typed *x)
{
	group_begin(o, x, date_hint(o, x->field), "");
	put(o, "<div class=\"fr-fieldset__element\"><div class=\"date-parts\">\n");
	for (int i = 0; i < 4; i++)
		date_part(o, x, i);
	put(o, "</div></div>\n");
	group_end(o, x);
}

/* ==== Fields ==== */

static void
widget(struct out *o, const struct typed *x)
{
	switch (x->field->kind) {
	case KIND_MOMENT: moment(o, x); break;
	case KIND_CODES: choices(o, x); break;
	case KIND_BOOL: box(o, x); break;
	case KIND_CODE:
		if (is_select(x->field))
			single(o, x);
		else
			choices(o, x);
		break;
	default: single(o, x);
	}
}

void
form_field(struct out *o, const struct filled *f, const struct field *field)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->typed[i].field == field)
			widget(o, &f->typed[i]);
}

void
form_fields(struct out *o, const struct filled *f)
{
	for (size_t i = 0; i < f->n; i++)
		widget(o, &f->typed[i]);
}

/* The first input of a group, the first wrong one of a date. */
struct str
form_target(struct out *o, const struct typed *x)
{
	const struct field *f = x->field;
	int i = 0;

	if (f->kind == KIND_MOMENT) {
		while (i < 3 && !(x->wrong >> i & 1))
			i++;
		return id_with(o, f, str_of(parts[x->wrong ? i : 0].suffix));
	}
	if (f->kind == KIND_CODES || (f->kind == KIND_CODE && !is_select(f)))
		return id_with(o, f, form_first(x));
	return id_of(o, f);
}
