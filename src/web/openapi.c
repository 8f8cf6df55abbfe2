/*
 * OpenAPI 3.1 (openapi.h).  One pass; schemas stand where they are used: a shared
 * list would need names that nobody but this file would know.
 */
#include "web/openapi.h"

#include <stdio.h>
#include <string.h>

#include "base/die.h"

/* ==== Schemas ==== */

static void
codes(struct json *j, const char *vocabulary)
{
	const struct vocab *v = vocab_get(vocabulary);

	json_key(j, "enum");
	json_open(j, '[');
	for (size_t i = 0; i < v->n; i++)
		json_str(j, v->item[i].code);
	json_close(j, ']');
}

static void
type(struct json *j, const char *name)
{
	json_pair(j, "type", str_of(name));
}

/* In English, the language of names. */
static void
describe(struct json *j, const struct field *f)
{
	char key[100];
	struct str words;

	snprintf(key, sizeof key, "field.%s", f->name);
	words = message_find(LANG_EN, str_of(key));
	if (words.n)
		json_pair(j, "description", words);
}

static void
schema(struct json *j, const struct field *f)
{
	json_open(j, '{');
	switch (f->kind) {
	case KIND_BOOL: type(j, "boolean"); break;
	case KIND_INT:
		type(j, "integer");
		json_pair_int(j, "minimum", field_min(f));
		json_pair_int(j, "maximum", field_max(f));
		break;
	case KIND_MOMENT:
		type(j, "string");
		json_pair(j, "format", S("date-time"));
		break;
	case KIND_CODES:
		type(j, "array");
		json_key(j, "items");
		json_open(j, '{');
		type(j, "string");
		codes(j, f->vocabulary);
		json_close(j, '}');
		break;
	case KIND_CODE:
		type(j, "string");
		codes(j, f->vocabulary);
		break;
	case KIND_TEXT:
		type(j, "string");
		json_pair_int(j, "maxLength", field_max(f));
		break;
	}
	describe(j, f);
	json_close(j, '}');
}

static void
required(struct json *j, field_list list)
{
	json_key(j, "required");
	json_open(j, '[');
	for (; *list; list++)
		if ((*list)->need == REQUIRED)
			json_str(j, str_of((*list)->name));
	json_close(j, ']');
}

/* In a body: null takes a value away. */
static void
schema_or_null(struct json *j, const struct field *f)
{
	json_open(j, '{');
	json_key(j, "anyOf");
	json_open(j, '[');
	schema(j, f);
	json_open(j, '{');
	type(j, "null");
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
}

static void
properties(struct json *j, field_list list, bool asked)
{
	for (; *list; list++) {
		json_key(j, (*list)->name);
		if (asked && (*list)->need == OPTIONAL)
			schema_or_null(j, *list);
		else
			schema(j, *list);
	}
}

static void
record(struct json *j, field_list list, bool asked)
{
	json_open(j, '{');
	type(j, "object");
	if (asked)
		required(j, list);
	json_key(j, "properties");
	json_open(j, '{');
	properties(j, list, asked);
	json_close(j, '}');
	json_close(j, '}');
}

static void
value(struct json *j, const char *name)
{
	json_open(j, '{');
	json_key(j, "type");
	json_open(j, '[');
	json_str(j, str_of(name ? name : "string"));
	json_str(j, S("null"));
	json_close(j, ']');
	json_close(j, '}');
}

static void
parts(struct json *j, const struct api_doc *d)
{
	json_open(j, '{');
	type(j, "object");
	json_key(j, "properties");
	json_open(j, '{');
	for (size_t i = 0; i < API_PARTS && d->part[i].name; i++) {
		json_key(j, d->part[i].name);
		if (d->part[i].fields)
			record(j, d->part[i].fields(), false);
		else
			value(j, d->part[i].type);
	}
	if (d->item)
		properties(j, d->item(), false);
	json_close(j, '}');
	json_close(j, '}');
}

static void
document(struct json *j, const struct api_doc *d)
{
	if (!d->list) {
		parts(j, d);
		return;
	}
	json_open(j, '{');
	type(j, "object");
	json_key(j, "properties");
	json_open(j, '{');
	json_key(j, "data");
	json_open(j, '{');
	type(j, "array");
	json_key(j, "items");
	parts(j, d);
	json_close(j, '}');
	json_key(j, "next");
	value(j, NULL);
	json_close(j, '}');
	json_close(j, '}');
}

/* ==== Operations ==== */

static void
content(struct json *j, const char *media)
{
	json_key(j, "content");
	json_open(j, '{');
	json_key(j, media);
	json_open(j, '{');
	json_key(j, "schema");
}

static void
content_end(struct json *j)
{
	json_close(j, '}');
	json_close(j, '}');
}

static void
parameter(struct json *j, const char *in, struct str name, const char *words, const char *values)
{
	struct str rest = str_of(values ? values : "");

	json_open(j, '{');
	json_pair(j, "name", name);
	json_pair(j, "in", str_of(in));
	json_key(j, "required");
	json_bool(j, strcmp(in, "path") == 0);
	if (words)
		json_pair(j, "description", str_of(words));
	json_key(j, "schema");
	json_open(j, '{');
	type(j, "string");
	if (values) {
		json_key(j, "enum");
		json_open(j, '[');
		while (rest.n)
			json_str(j, str_cut(&rest, '|'));
		json_close(j, ']');
	}
	json_close(j, '}');
	json_close(j, '}');
}

static void
parameters(struct json *j, const struct api_doc *d)
{
	struct str rest = str_of(d->path);

	json_key(j, "parameters");
	json_open(j, '[');
	while (rest.n) {
		struct str segment = str_cut(&rest, '/');

		if (str_starts(segment, S(":")))
			parameter(j, "path", str_sub(segment, 1, segment.n), NULL, NULL);
	}
	for (const struct api_param *p = d->query; p && p->name; p++)
		parameter(j, "query", str_of(p->name), p->text, p->values);
	if (d->method == POST)
		parameter(j, "header", S("Idempotency-Key"),
		    "a repeat with the same key and body makes nothing new", NULL);
	json_close(j, ']');
}

static void
answer(struct json *j, const char *status, const char *words)
{
	json_key(j, status);
	json_open(j, '{');
	json_pair(j, "description", str_of(words));
}

static void
plain(struct json *j)
{
	json_open(j, '{');
	type(j, "string");
	json_close(j, '}');
}

static void
responses(struct json *j, const struct api_doc *d)
{
	static const char *const refused[][2] = { { "401", "no valid token" },
		{ "403", "the account or the scope may not" }, { "404", "not there" },
		{ "409", "in conflict with what is there" },
		{ "422", "fields are wrong: see errors" }, { "429", "too many: see Retry-After" } };

	json_key(j, "responses");
	json_open(j, '{');
	answer(j, d->method == GET ? "200" : "201", d->text);
	content(j, d->media ? d->media : "application/json");
	if (d->media)
		plain(j);
	else
		document(j, d);
	content_end(j);
	json_close(j, '}');
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		answer(j, refused[i][0], refused[i][1]);
		content(j, "application/problem+json");
		json_open(j, '{');
		type(j, "object");
		json_close(j, '}');
		content_end(j);
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void
security(struct json *j, const char *scope)
{
	json_key(j, "security");
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, "token");
	json_open(j, '[');
	json_str(j, str_of(scope));
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
}

static const struct route *
row_of(const struct route *routes, const struct api_doc *d)
{
	for (; routes->path; routes++)
		if (routes->method == d->method && strcmp(routes->path, d->path) == 0)
			return routes;
	die("no route '%s' as it is described", d->path);
}

static void
operation(struct json *j, const struct api_doc *d, const struct route *routes)
{
	const struct route *row = row_of(routes, d);

	json_key(j, d->method == GET ? "get" : "post");
	json_open(j, '{');
	json_pair(j, "summary", str_of(d->text));
	if (row->scope)
		security(j, row->scope);
	parameters(j, d);
	if (row->form) {
		json_key(j, "requestBody");
		json_open(j, '{');
		json_key(j, "required");
		json_bool(j, true);
		content(j, "application/json");
		record(j, row->form->asked, true);
		content_end(j);
		json_close(j, '}');
	}
	responses(j, d);
	json_close(j, '}');
}

/* "/incidents/:reference" is "/incidents/{reference}". */
static const char *
braced(const char *path, struct arena *a)
{
	struct str rest = str_of(path);
	struct buf b = BUF_INIT(1000);
	const char *s;

	str_cut(&rest, '/');
	while (rest.n) {
		struct str segment = str_cut(&rest, '/');

		if (str_starts(segment, S(":")))
			buf_printf(&b, "/{%.*s}", PS(str_sub(segment, 1, segment.n)));
		else
			buf_printf(&b, "/%.*s", PS(segment));
	}
	s = arena_cstr(a, buf_str(&b));
	buf_release(&b);
	return s;
}

/* Rows of one path follow each other. */
static void
paths(struct json *j, const struct api_doc *d, const struct route *routes, struct arena *a)
{
	json_key(j, "paths");
	json_open(j, '{');
	while (d->path) {
		const char *path = d->path;

		json_key(j, braced(path, a));
		json_open(j, '{');
		for (; d->path && strcmp(d->path, path) == 0; d++)
			operation(j, d, routes);
		json_close(j, '}');
	}
	json_close(j, '}');
}

void
openapi_write(
    struct buf *out, const struct api_about *about, const struct api_doc *docs, struct arena *a)
{
	struct json j = { .out = out };

	json_open(&j, '{');
	json_pair(&j, "openapi", S("3.1.0"));
	json_key(&j, "info");
	json_open(&j, '{');
	json_pair(&j, "title", str_of(about->title));
	json_pair(&j, "version", str_of(about->version));
	json_pair(&j, "description", str_of(about->text));
	json_close(&j, '}');
	json_key(&j, "servers");
	json_open(&j, '[');
	json_open(&j, '{');
	json_pair(&j, "url", about->server);
	json_close(&j, '}');
	json_close(&j, ']');
	json_key(&j, "components");
	json_open(&j, '{');
	json_key(&j, "securitySchemes");
	json_open(&j, '{');
	json_key(&j, "token");
	json_open(&j, '{');
	type(&j, "http");
	json_pair(&j, "scheme", S("bearer"));
	json_close(&j, '}');
	json_close(&j, '}');
	json_close(&j, '}');
	paths(&j, docs, about->routes, a);
	json_close(&j, '}');
}
