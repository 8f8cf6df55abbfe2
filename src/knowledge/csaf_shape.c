/*
 * The structure of a document, by data/csaf_structure.tsv: what JSON Schema says,
 * in a table of our own.  The table is read once into rows that know each other; a
 * document is walked along it, so every value is looked at once.
 *
 * Rejected: a JSON Schema engine.  No library of Debian's does 2020-12 in C, and a
 * schema of another is not ours to ship.
 */
#include <pthread.h>
#include <stdlib.h>

#include "base/table.h"
#include "knowledge/csaf_shape.h"

#define ROOT S("csaf")
#define SHARE_MAX 512 /* rows */

static struct csaf_row row[SHARE_MAX];
static size_t n_rows;

/* ==== Kinds of text ==== */

static bool
is_text(struct str s)
{
	return s.n > 0;
}

static bool
is_date(struct str s)
{
	struct csaf_instant ignored;

	return csaf_instant_read(s, &ignored);
}

static const struct kind {
	const char *name;
	bool (*is)(struct str s);
	const char *wrong;
} kind[] = {
	{ "text", is_text, "must be a text that is not empty" },
	{ "uri", csaf_is_uri, "must be a URI" },
	{ "date", is_date, "must be a date and time of RFC 3339" },
	{ "lang", csaf_is_lang, "must be a language tag" },
	{ "version", csaf_is_version,
	    "must be a version: an integer, or three by semantic versioning" },
	{ "cpe", csaf_is_cpe, "must be a CPE name" },
	{ "purl", csaf_is_purl, "must be a package URL" },
	{ "hash", csaf_is_hash, "must be a hash: 32 hexadecimal digits or more" },
	{ "cve", csaf_is_cve, "must be a CVE number" },
	{ "cwe", csaf_is_cwe, "must be a CWE number" },
	{ "uuid", csaf_is_uuid, "must be a UUID" },
	{ "category", csaf_is_category,
	    "must neither begin nor end with a space, '-', '_' or '.'" },
	{ "id", csaf_is_id, "must neither begin nor end with a space" },
	{ "vector", is_text, "must be a CVSS vector" },
};

static const struct kind *
kind_of(struct str name)
{
	for (size_t i = 0; i < sizeof kind / sizeof kind[0]; i++)
		if (str_eq(str_of(kind[i].name), name))
			return &kind[i];
	return NULL;
}

/* ==== The table ==== */

static size_t
number(struct str cell)
{
	int64_t n = 0;

	return str_int(cell, &n) && n > 0 ? (size_t)n : 0;
}

static unsigned
versions(struct str cell)
{
	if (str_eq(cell, S("2.0")))
		return CSAF_20;
	return str_eq(cell, S("2.1")) ? CSAF_21 : CSAF_20 | CSAF_21;
}

static void
read_shape(struct csaf_row *r, struct str shape)
{
	if (str_starts(shape, S("[]"))) {
		r->list = true;
		shape = str_sub(shape, 2, shape.n);
	}
	r->shape = str_cut(&shape, ':');
	if (str_eq(r->shape, S("metric")))
		r->metric = str_cut(&shape, ':');
	r->of = shape;
}

static void
read_table(void)
{
	const struct table *t = table_get("csaf_structure");

	for (n_rows = 0; n_rows < t->n_rows && n_rows < SHARE_MAX; n_rows++) {
		struct csaf_row *r = &row[n_rows];
		size_t i = n_rows;

		*r = (struct csaf_row){ .type = table_cell(t, i, "type"),
			.name = table_cell(t, i, "member"),
			.versions = versions(table_cell(t, i, "in")),
			.need = table_cell(t, i, "need").n > 0,
			.unique = table_cell(t, i, "unique").n > 0,
			.min = number(table_cell(t, i, "min")),
			.max = number(table_cell(t, i, "max")) };
		read_shape(r, table_cell(t, i, "shape"));
	}
}

struct csaf_rows
csaf_rows(struct str type)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct csaf_rows found = { NULL, 0 };

	pthread_once(&once, read_table);
	for (size_t i = 0; i < n_rows && (found.n == 0 || str_eq(row[i].type, type)); i++)
		if (str_eq(row[i].type, type)) {
			found.row = found.row ? found.row : &row[i];
			found.n++;
		}
	return found;
}

/* "a" of "a|b", "a=x" of "a=x|b=y": what the row's list has under the name. */
bool
csaf_choice(const struct csaf_row *r, struct str name, struct str *ret_code)
{
	struct str rest = r->of;

	while (rest.n) {
		struct str code = str_cut(&rest, '|'), word = str_cut(&code, '=');

		if (str_eq(word, name)) {
			*ret_code = code;
			return true;
		}
	}
	return false;
}

/* ==== Values ==== */

static void walk_object(struct csaf *c, struct str type, const json_t *o, const struct at *at);

/* 2.1 has a test of its own for dates, and takes no small letters in them. */
static void
check_date_21(struct csaf *c, struct str s, const struct at *at)
{
	const char *test = c->test;

	c->test = "6.1.37";
	if (!is_date(s) || str_has(s, S("t")) || str_has(s, S("z")))
		csaf_say(c, at, "must be a date and time of RFC 3339, with T and Z large");
	c->test = test;
}

static void
check_text(struct csaf *c, const struct csaf_row *r, const json_t *v, const struct at *at)
{
	const struct kind *k = kind_of(r->shape);
	struct str ignored;

	if (!json_is_string(v))
		csaf_say(c, at, "must be a text");
	else if (k && k->is == is_date && c->version == CSAF_21)
		check_date_21(c, csaf_str(v), at);
	else if (k && !k->is(csaf_str(v)))
		csaf_say(c, at, "%s", k->wrong);
	else if (k == NULL && !csaf_choice(r, csaf_str(v), &ignored))
		csaf_say(c, at, "is none of the values that may stand here");
}

static void
check_value(struct csaf *c, const struct csaf_row *r, const json_t *v, const struct at *at)
{
	if (str_eq(r->shape, S("is")))
		walk_object(c, r->of, v, at);
	else if (str_eq(r->shape, S("object"))) {
		if (!json_is_object(v))
			csaf_say(c, at, "must be an object");
	} else if (str_eq(r->shape, S("score"))) {
		if (!json_is_number(v) || json_number_value(v) < 0 || json_number_value(v) > 10)
			csaf_say(c, at, "must be a number from 0 to 10");
	} else
		check_text(c, r, v, at);
}

/* Two items are the same when they are written the same, keys in order. */
static bool
seen_before(struct csaf *c, struct csaf_map *seen, const json_t *item)
{
	char *text;
	struct str key;

	if (json_is_string(item))
		return !csaf_map_add(seen, csaf_str(item));
	text = json_dumps(item, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	key = arena_dup(c->arena, str_of(text));
	free(text);
	return !csaf_map_add(seen, key);
}

static void
check_list(struct csaf *c, const struct csaf_row *r, const json_t *list, const struct at *at)
{
	struct csaf_map *seen = r->unique ? csaf_map_new(c->arena) : NULL;
	const json_t *item;
	size_t i;

	if (!json_is_array(list)) {
		csaf_say(c, at, "must be a list");
		return;
	}
	if (json_array_size(list) < r->min)
		csaf_say(c, at, "must have %zu or more items", r->min);
	json_array_foreach(list, i, item)
	{
		struct at here = { at, NULL, i };

		if (seen && seen_before(c, seen, item))
			csaf_say(c, &here, "stands twice in the list");
		check_value(c, r, item, &here);
	}
}

/* ==== Objects ==== */

static void
check_member(struct csaf *c, const struct csaf_row *r, const json_t *o, const struct at *at)
{
	const json_t *v = json_object_getn(o, r->name.p, r->name.n);
	char name[64];
	struct at here = { at, name, 0 };

	snprintf(name, sizeof name, "%.*s", PS(r->name));
	if (v == NULL) {
		if (r->need)
			csaf_say(c, &here, "is missing");
	} else if (r->list)
		check_list(c, r, v, &here);
	else
		check_value(c, r, v, &here);
}

static void
check_size(struct csaf *c, const struct csaf_row *r, const json_t *o, const struct at *at)
{
	size_t n = json_object_size(o);

	if (n < r->min)
		csaf_say(c, at, "must have %zu or more members", r->min);
	if (r->max && n > r->max)
		csaf_say(c, at, "must have no more than %zu members", r->max);
}

static bool
knows(struct csaf *c, struct csaf_rows rows, struct str key)
{
	for (size_t i = 0; i < rows.n; i++)
		if (rows.row[i].versions & c->version && str_eq(rows.row[i].name, key))
			return true;
	return false;
}

/* 6.2.20: what the standard does not define is allowed, and said. */
static void
check_others(struct csaf *c, struct csaf_rows rows, const json_t *o, const struct at *at)
{
	const char *test = c->test, *key;
	const json_t *v;

	c->test = "6.2.20";
	json_object_foreach((json_t *)(uintptr_t)o, key, v)
	{
		struct at here = { at, key, 0 };

		if (!knows(c, rows, str_of(key)))
			csaf_say(c, &here, "is no member that the standard defines here");
	}
	c->test = test;
}

static void
walk_object(struct csaf *c, struct str type, const json_t *o, const struct at *at)
{
	struct csaf_rows rows = csaf_rows(type);
	const char *test = c->test;

	if (str_starts(type, S("cvss_")))
		c->test = "6.1.8";
	if (!json_is_object(o))
		csaf_say(c, at, "must be an object");
	else {
		for (size_t i = 0; i < rows.n; i++) {
			if (!(rows.row[i].versions & c->version))
				continue;
			if (rows.row[i].name.n)
				check_member(c, &rows.row[i], o, at);
			else
				check_size(c, &rows.row[i], o, at);
		}
		check_others(c, rows, o, at);
	}
	c->test = test;
}

void
csaf_shape(struct csaf *c)
{
	c->test = "schema";
	walk_object(c, ROOT, c->root, NULL);
}
