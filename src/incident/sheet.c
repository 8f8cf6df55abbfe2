/*
 * Making, keeping and reading a card's lines.
 *
 * A list of fields a kind of card was not enough: an agency needs to know how many
 * systems are hit, not which.  Rejected: a view of the report a desk, written in C
 * (an auditor reads a table, and may change it).
 */
#include "incident/sheet.h"

#include <jansson.h>
#include <sodium.h>

#include "base/json.h"
#include "base/shape.h"
#include "base/table.h"

#define BODY_MAX (256u << 10)
#define LINES_MAX 128

static bool
is_for(struct str cell, struct str code)
{
	return str_eq(cell, S("*")) || str_in_set(cell, code);
}

static const struct field *
field_named(bool of_incident, struct str name)
{
	const struct field *f =
	    field_find(of_incident ? incident_clear_fields : report_fields, name);

	return f || !of_incident ? f : field_find(incident_sealed_fields, name);
}

static bool
row_of_incident(const struct table *t, size_t row)
{
	return str_eq(table_cell(t, row, "of"), S("incident"));
}

static bool
row_hides(const struct table *t, size_t row)
{
	return str_eq(table_cell(t, row, "as"), S("hidden"));
}

static bool
row_is_for(const struct table *t, size_t row, struct str card, struct str desk)
{
	return is_for(table_cell(t, row, "card"), card) && is_for(table_cell(t, row, "desk"), desk);
}

/* "hidden" wins over whatever another row says. */
static bool
hidden(const struct table *t, size_t asked, struct str card, struct str desk)
{
	for (size_t i = 0; i < t->n_rows; i++)
		if (row_hides(t, i) && row_is_for(t, i, card, desk) &&
		    row_of_incident(t, i) == row_of_incident(t, asked) &&
		    str_eq(table_cell(t, i, "field"), table_cell(t, asked, "field")))
			return true;
	return false;
}

static struct str
counted(const struct field *f, const void *record, struct arena *a)
{
	struct str set = field_text(f, record, a);
	int64_t n = 0;

	if (f->kind != KIND_CODES)
		return set;
	while (set.n)
		n += !str_eq(str_cut(&set, '|'), S("nsp"));
	return arena_printf(a, "%lld", (long long)n);
}

static struct str
any(const struct field *f, const void *record, struct arena *a)
{
	struct str text = field_text(f, record, a);

	return str_eq(text, S("0")) || str_eq(text, S("non")) ? S("non") : S("oui");
}

/* "CVE-2024-12345": what has this shape names no place and nobody. */
static size_t
cve_at(struct str s)
{
	size_t n = sizeof "CVE-2024-" - 1, digits = 0;

	if (s.n <= n || !str_starts(s, S("CVE-")) || s.p[n - 1] != '-')
		return 0;
	for (size_t i = 4; i < n - 1; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
	while (n + digits < s.n && digits < 8 && s.p[n + digits] >= '0' && s.p[n + digits] <= '9')
		digits++;
	return digits >= 4 && digits <= 7 ? n + digits : 0;
}

static struct str
identifiers(struct str text, struct arena *a)
{
	struct str found = { NULL, 0 };

	for (size_t i = 0; i < text.n; i++) {
		struct str rest = str_sub(text, i, text.n);

		rest.n = cve_at(rest);
		if (rest.n)
			found =
			    arena_printf(a, "%.*s%s%.*s", PS(found), found.n ? " " : "", PS(rest));
		i += rest.n ? rest.n - 1 : 0;
	}
	return found;
}

static struct str
line_text(const struct sheet_line *l, const void *record, struct arena *a)
{
	if (!field_known(l->field, record))
		return (struct str){ NULL, 0 };
	switch (l->as) {
	case AS_COUNT: return counted(l->field, record, a);
	case AS_YES_NO: return any(l->field, record, a);
	case AS_IDENTIFIERS: return identifiers(field_text(l->field, record, a), a);
	default: return field_text(l->field, record, a);
	}
}

static const char *const as_code[] = { "value", "count", "yes_no", "identifiers" };

static enum sheet_as
as_of(struct str code)
{
	for (int i = AS_COUNT; i <= AS_IDENTIFIERS; i++)
		if (str_eq(code, str_of(as_code[i])))
			return (enum sheet_as)i;
	return AS_VALUE;
}

void
sheet_make(struct arena *a, struct str card, struct str desk, const struct report *r,
    const struct incident *in, struct sheet *ret)
{
	const struct table *t = table_get("card_field");

	*ret = (struct sheet){ .line = arena_array(a, struct sheet_line, LINES_MAX) };
	for (size_t i = 0; i < t->n_rows && ret->n < LINES_MAX; i++) {
		struct sheet_line l = { .of_incident = row_of_incident(t, i),
			.as = as_of(table_cell(t, i, "as")) };

		if (!row_is_for(t, i, card, desk) || hidden(t, i, card, desk))
			continue;
		l.field = field_named(l.of_incident, table_cell(t, i, "field"));
		if (l.field == NULL)
			continue; /* sheet_check says it */
		l.text = line_text(&l, l.of_incident ? (const void *)in : r, a);
		ret->line[ret->n++] = l;
	}
}

/* --- Kept --------------------------------------------------------------- */

struct str
sheet_write(struct arena *a, const struct sheet *s)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct json j = { .out = &b };
	struct str body;

	json_open(&j, '{');
	json_key(&j, "lines");
	json_open(&j, '[');
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_line *l = &s->line[i];

		json_open(&j, '{');
		json_pair(&j, "field", str_of(l->field->name));
		json_pair(&j, "of", l->of_incident ? S("incident") : S("report"));
		json_pair(&j, "as", str_of(as_code[l->as]));
		json_pair(&j, "is", l->text);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	body = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return body;
}

static struct str
word(const json_t *o, const char *key, struct arena *a)
{
	return arena_dup(a, str_of(json_string_value(json_object_get(o, key))));
}

static void
read_lines(const json_t *lines, struct arena *a, struct sheet *ret)
{
	const json_t *one;
	size_t i;

	json_array_foreach(lines, i, one)
	{
		struct sheet_line l = { .of_incident = str_eq(word(one, "of", a), S("incident")),
			.as = as_of(word(one, "as", a)),
			.text = word(one, "is", a) };

		l.field = field_named(l.of_incident, word(one, "field", a));
		if (l.field && ret->n < LINES_MAX)
			ret->line[ret->n++] = l;
	}
}

static void
read_record(struct str body, struct arena *a, struct sheet *ret)
{
	struct report *r = arena_new_of(a, struct report);

	field_clear(report_fields, r);
	record_read(body, report_fields, r, a);
	for (field_list f = report_fields; *f && ret->n < LINES_MAX; f++)
		if (field_known(*f, r))
			ret->line[ret->n++] =
			    (struct sheet_line){ *f, false, AS_VALUE, field_text(*f, r, a) };
}

bool
sheet_read(struct arena *a, struct str body, struct sheet *ret)
{
	json_t *root = json_loadb(body.p ? body.p : "", body.n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *lines = json_object_get(root, "lines");
	bool object = json_is_object(root);

	*ret = (struct sheet){ .line = arena_array(a, struct sheet_line, LINES_MAX) };
	if (lines)
		read_lines(lines, a, ret);
	else if (object)
		read_record(body, a, ret);
	json_decref(root);
	return object;
}

const struct sheet_line *
sheet_find(const struct sheet *s, const struct field *f, bool of_incident)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->line[i].field == f && s->line[i].of_incident == of_incident)
			return &s->line[i];
	return NULL;
}

bool
sheet_differs(const struct sheet_line *a, const struct sheet_line *b)
{
	return a == NULL || b == NULL || !str_eq(a->text, b->text);
}

struct str
sheet_hash(struct arena *a, struct str body)
{
	unsigned char h[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(a, 2 * sizeof h + 1);

	crypto_hash_sha256(h, (const unsigned char *)(body.p ? body.p : ""), body.n);
	sodium_bin2hex(hex, 2 * sizeof h + 1, h, sizeof h);
	return (struct str){ hex, 2 * sizeof h };
}

/* --- Updates ------------------------------------------------------------- */

static enum sheet_update
update_of(struct str card, struct str desk, const struct sheet_line *l)
{
	const struct table *t = table_get("card_field");

	for (size_t i = 0; i < t->n_rows; i++) {
		struct str update = table_cell(t, i, "update");

		if (update.n && row_is_for(t, i, card, desk) &&
		    row_of_incident(t, i) == l->of_incident &&
		    str_eq(table_cell(t, i, "field"), str_of(l->field->name)))
			return str_eq(update, S("fire")) ? UPDATE_FIRE : UPDATE_PROPOSE;
	}
	return UPDATE_NONE;
}

/* What one card would say and the other could not is no news. */
enum sheet_update
sheet_update(struct str card, struct str desk, const struct sheet *sent, const struct sheet *now)
{
	enum sheet_update all = UPDATE_NONE;

	for (size_t i = 0; i < now->n; i++) {
		const struct sheet_line *l = &now->line[i],
					*was = sheet_find(sent, l->field, l->of_incident);
		enum sheet_update u = update_of(card, desk, l);

		if (u == UPDATE_NONE || was == NULL || was->as != l->as || !sheet_differs(was, l))
			continue;
		if (u == UPDATE_PROPOSE)
			return UPDATE_PROPOSE;
		all = UPDATE_FIRE;
	}
	return all;
}

struct str
sheet_weight(struct arena *a, struct str card, struct str desk, const struct sheet *s)
{
	struct sheet weighed = { .line = arena_array(a, struct sheet_line, LINES_MAX) };

	for (size_t i = 0; i < s->n; i++)
		if (update_of(card, desk, &s->line[i]) != UPDATE_NONE)
			weighed.line[weighed.n++] = s->line[i];
	return sheet_hash(a, sheet_write(a, &weighed));
}

/* --- Read by people ------------------------------------------------------- */

/* The record that holds the line's value alone; NULL for a code of another time. */
static const void *
record_of(const struct sheet_line *l, struct arena *a)
{
	union {
		struct report r;
		struct incident in;
	} *record = arena_alloc(a, sizeof *record);
	const char *error;

	if (l->as == AS_IDENTIFIERS)
		return NULL;
	return field_set(l->field, record, l->text, a, &error) ? record : NULL;
}

struct str
sheet_shown(const struct sheet_line *l, struct arena *a, enum lang lang, enum zone zone)
{
	const void *record;
	int64_t n;

	if (l->text.n == 0)
		return l->text;
	if (l->as == AS_YES_NO)
		return vocab_label("yes_no_nsp", l->text, lang);
	if (l->as == AS_COUNT)
		return str_int(l->text, &n) ? shape_int(a, n, lang) : l->text;
	record = record_of(l, a);
	return record ? field_shown(l->field, record, a, lang, zone) : l->text;
}

void
sheet_row(struct out *o, const struct sheet_line *l)
{
	const void *record = l->text.n && l->as == AS_VALUE ? record_of(l, o->arena) : NULL;

	buf_puts(o->buf, "<dt>");
	out_text(o, t(o->lang, arena_printf(o->arena, "field.%s", l->field->name).p));
	if (l->as == AS_COUNT && l->field->kind == KIND_CODES)
		out_fill(o, "sheet.count", 0, NULL);
	buf_puts(o->buf, l->text.n ? "</dt><dd>" : "</dt><dd class=\"quiet\">");
	if (record)
		out_shown(o, l->field, record);
	else if (l->text.n)
		out_text(o, sheet_shown(l, o->arena, o->lang, o->zone));
	else
		out_text(o, t(o->lang, "row.unknown"));
	buf_puts(o->buf, "</dd>\n");
}

/* --- The table ------------------------------------------------------------- */

/* What goes to the whole sector is made of codes that many structures share. */
static bool
names_somebody(const struct table *t, size_t i)
{
	const struct field *f = field_named(row_of_incident(t, i), table_cell(t, i, "field"));
	struct str as = table_cell(t, i, "as");

	if (!is_for(table_cell(t, i, "card"), S("sector_alert")) || row_hides(t, i) ||
	    str_in_set(S("count|yes_no|identifiers"), as))
		return false;
	return (f->kind != KIND_CODE && f->kind != KIND_CODES) ||
	       str_in_set(S("department|region|org_type"), str_of(f->name));
}

static const char *
row_wrong(const struct table *t, size_t i)
{
	struct str as = table_cell(t, i, "as"), update = table_cell(t, i, "update"),
		   cards = table_cell(t, i, "card"), desks = table_cell(t, i, "desk");

	if (field_named(row_of_incident(t, i), table_cell(t, i, "field")) == NULL)
		return "no such field";
	if (!str_in_set(S("value|count|yes_no|identifiers|hidden"), as))
		return "'as' is none of value, count, yes_no, identifiers, hidden";
	if (names_somebody(t, i))
		return "an alert to the sector would say whose it is";
	if (update.n && !str_in_set(S("fire|propose"), update))
		return "'update' is neither fire nor propose";
	while (cards.n && !str_eq(cards, S("*")))
		if (vocab_find(vocab_get("card_kind"), str_cut(&cards, '|')) == NULL)
			return "no such kind of card";
	while (desks.n && !str_eq(desks, S("*")))
		if (vocab_find(vocab_get("desk"), str_cut(&desks, '|')) == NULL)
			return "no such desk";
	return NULL;
}

struct str
sheet_check(struct arena *a)
{
	const struct table *t = table_get("card_field");

	for (size_t i = 0; i < t->n_rows; i++) {
		const char *wrong = row_wrong(t, i);

		if (wrong)
			return arena_printf(a, "table 'card_field', row %zu: %s", i + 1, wrong);
	}
	return (struct str){ NULL, 0 };
}
