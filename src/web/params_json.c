/*
 * A JSON object as parameters, so that a program's call goes through the very form
 * that a person fills in: the same limits, the same messages.
 *
 * Rejected: a second way from JSON to records; it would have its own mistakes.
 */
#include <inttypes.h>
#include <jansson.h>

#include "web/form.h"

static bool
add(struct params *p, struct str name, struct str value, struct arena *a)
{
	if (p->n == PARAM_MAX)
		return false;
	p->param[p->n++] = (struct param){ arena_dup(a, name), arena_dup(a, value) };
	return true;
}

/* False for an object, an array, a real number. */
static bool
scalar(struct params *p, struct str name, const json_t *v, struct arena *a)
{
	if (json_is_string(v))
		return add(p, name, (struct str){ json_string_value(v), json_string_length(v) }, a);
	if (json_is_integer(v))
		return add(
		    p, name, arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v)), a);
	if (json_is_true(v))
		return add(p, name, S("1"), a);
	return (json_is_false(v) || json_is_null(v)) && add(p, name, S(""), a);
}

static bool
member(struct params *p, struct str name, const json_t *v, struct arena *a)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(v))
		return scalar(p, name, v, a);
	if (json_array_size(v) == 0)
		return add(p, name, S(""), a);
	json_array_foreach(v, i, item) if (!scalar(p, name, item, a)) return false;
	return true;
}

bool
params_json(struct str body, struct params *ret, struct arena *a)
{
	json_t *root = json_loadb(body.p ? body.p : "", body.n, JSON_REJECT_DUPLICATES, NULL);
	struct params p = { .param = arena_array(a, struct param, PARAM_MAX) };
	bool good = json_is_object(root);
	const char *key;
	json_t *v;

	json_object_foreach(root, key, v) good = good && member(&p, str_of(key), v, a);
	json_decref(root);
	if (good)
		*ret = p;
	return good;
}
