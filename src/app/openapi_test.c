/*
 * The description against the shape that OpenAPI 3.1 asks for, and against the routes:
 * each is described, with the scope that it is refused without.
 */
#include "tests/unit.h"

#include <jansson.h>
#include <string.h>

#include "app/openapi.h"
#include "app/routes.h"

static json_t *
described(void)
{
	struct buf b = BUF_INIT(8u << 20);
	json_t *root;

	openapi_document(&b, S("https://vigie.example"), arena);
	EXPECT(!buf_failed(&b));
	root = json_loadb(buf_str(&b).p, buf_str(&b).n, JSON_REJECT_DUPLICATES, NULL);
	EXPECT(json_is_object(root));
	buf_release(&b);
	return root;
}

static const char *
text(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	EXPECT(s && *s);
	return s ? s : "";
}

static bool
among(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* ==== Schemas (JSON Schema 2020-12) ==== */

static void schema(const json_t *s);

static void
type(const json_t *t)
{
	static const char *const known[] = { "string", "integer", "boolean", "object", "array",
		"null" };

	EXPECT(
	    json_is_string(t) && among(json_string_value(t), known, sizeof known / sizeof *known));
}

static void
types(const json_t *t)
{
	size_t i;
	const json_t *one;

	if (!json_is_array(t)) {
		type(t);
		return;
	}
	EXPECT(json_array_size(t) > 0);
	json_array_foreach(t, i, one) type(one);
}

static void
codes(const json_t *list)
{
	size_t i, k;
	const json_t *x, *y;

	EXPECT(json_array_size(list) > 0);
	json_array_foreach(list, i, x) json_array_foreach(list, k, y)
	    EXPECT(i == k || !json_equal(x, y));
}

static void
members(const json_t *s)
{
	const json_t *properties = json_object_get(s, "properties"), *name;
	const char *key;
	json_t *one;
	size_t i;

	json_object_foreach((json_t *)properties, key, one) schema(one);
	json_array_foreach(json_object_get(s, "required"), i, name)
	    EXPECT(json_object_get(properties, json_string_value(name)) != NULL);
}

static void
schema(const json_t *s)
{
	static const char *const known[] = { "type", "enum", "items", "properties", "required",
		"minimum", "maximum", "maxLength", "format", "description", "anyOf" };
	const json_t *any = json_object_get(s, "anyOf"), *one;
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach((json_t *)s, key, value)
	    EXPECT(among(key, known, sizeof known / sizeof *known));
	EXPECT(any || json_object_get(s, "type"));
	if (json_object_get(s, "type"))
		types(json_object_get(s, "type"));
	if (json_object_get(s, "enum"))
		codes(json_object_get(s, "enum"));
	if (json_object_get(s, "items"))
		schema(json_object_get(s, "items"));
	json_array_foreach(any, i, one) schema(one);
	members(s);
}

/* ==== Operations ==== */

static void
content(const json_t *holder)
{
	const char *media;
	json_t *one;

	EXPECT(json_object_size(json_object_get(holder, "content")) > 0);
	json_object_foreach(json_object_get(holder, "content"), media, one)
	{
		EXPECT(strchr(media, '/') != NULL);
		schema(json_object_get(one, "schema"));
	}
}

/* Every {name} of the path is a parameter in it, and no other is. */
static void
parameters(const char *path, const json_t *list)
{
	static const char *const place[] = { "path", "query", "header" };
	const json_t *p;
	size_t i, braces = 0, in_path = 0;

	for (const char *c = path; *c; c++)
		braces += *c == '{';
	json_array_foreach(list, i, p)
	{
		char braced[100];
		bool here = strcmp(text(p, "in"), "path") == 0;

		EXPECT(among(text(p, "in"), place, 3));
		schema(json_object_get(p, "schema"));
		snprintf(braced, sizeof braced, "{%s}", text(p, "name"));
		EXPECT(here == (strstr(path, braced) != NULL));
		EXPECT(!here || json_is_true(json_object_get(p, "required")));
		in_path += here;
	}
	EXPECT_INT(in_path, braces);
}

static void
operation(const char *path, const char *method, const json_t *op, const json_t *schemes)
{
	const json_t *body = json_object_get(op, "requestBody"), *need, *answer;
	const char *key;
	size_t i;

	text(op, "summary");
	parameters(path, json_object_get(op, "parameters"));
	EXPECT(body == NULL || strcmp(method, "post") == 0);
	if (body)
		content(body);
	json_array_foreach(json_object_get(op, "security"), i, need) EXPECT(
	    json_object_get(schemes, json_object_iter_key(json_object_iter((json_t *)need))));
	EXPECT(json_object_size(json_object_get(op, "responses")) > 0);
	json_object_foreach(json_object_get(op, "responses"), key, answer)
	{
		EXPECT(strlen(key) == 3 && key[0] >= '2' && key[0] <= '5');
		text(answer, "description");
		content(answer);
	}
}

TEST(the_document_has_the_shape_of_openapi)
{
	json_t *root = described(), *item, *op;
	const json_t *schemes =
	    json_object_get(json_object_get(root, "components"), "securitySchemes");
	const char *path, *method;

	EXPECT_STR(str_of(text(root, "openapi")), "3.1.0");
	text(json_object_get(root, "info"), "title");
	text(json_object_get(root, "info"), "version");
	EXPECT(json_object_size(json_object_get(root, "paths")) > 10);
	json_object_foreach(json_object_get(root, "paths"), path, item)
	{
		EXPECT(path[0] == '/' && strchr(path, ':') == NULL);
		json_object_foreach(item, method, op) operation(path, method, op, schemes);
	}
	json_decref(root);
}

/* ==== Nothing is left out ==== */

static const json_t *
op_of(const json_t *root, const struct route *r)
{
	struct str path = str_of(r->path);
	const char *key, *method = r->method == GET ? "get" : "post";
	json_t *item;

	json_object_foreach(json_object_get(root, "paths"), key, item)
	{
		char spelt[200];
		size_t n = 0;

		for (const char *c = key; *c && n < sizeof spelt - 1; c++)
			if (*c != '}')
				spelt[n++] = *c == '{' ? ':' : *c;
		spelt[n] = '\0';
		if (str_eq(str_of(spelt), path))
			return json_object_get(item, method);
	}
	return NULL;
}

TEST(every_route_is_described_with_its_scope)
{
	json_t *root = described();

	for (const struct route *r = api_route; r->path; r++) {
		const json_t *op = op_of(root, r), *need, *scope;

		if (strcmp(r->path, "/api/v1/openapi.json") == 0)
			continue;
		if (op == NULL)
			printf("%s is not described\n", r->path);
		EXPECT(op != NULL && r->scope != NULL);
		need = json_array_get(json_object_get(op, "security"), 0);
		scope = json_array_get(json_object_get(need, "token"), 0);
		EXPECT_STR(str_of(json_string_value(scope)), r->scope);
		EXPECT(vocab_find(vocab_get("api_scope"), str_of(r->scope)) != NULL);
		EXPECT((json_object_get(op, "requestBody") != NULL) == (r->form != NULL));
	}
	json_decref(root);
}

UNIT_MAIN(the_document_has_the_shape_of_openapi, every_route_is_described_with_its_scope)
