#include "base/json.h"

#include <inttypes.h>
#include <jansson.h>

static void
separate(struct json *j)
{
	if (j->comma)
		buf_byte(j->out, ',');
	j->comma = true;
}

void
json_open(struct json *j, char bracket)
{
	separate(j);
	buf_byte(j->out, bracket);
	j->comma = false;
}

void
json_close(struct json *j, char bracket)
{
	buf_byte(j->out, bracket);
	j->comma = true;
}

static void
put_string(struct buf *b, struct str s)
{
	bool valid = str_utf8_valid(s);

	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_byte(b, '\\'), buf_byte(b, (char)c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c < 0x20 || c == '<' || c == 0x7F)
			buf_printf(b, "\\u%04x", c);
		else if (c >= 0x80 && !valid)
			buf_puts(b, "\\ufffd");
		else
			buf_byte(b, (char)c);
	}
	buf_byte(b, '"');
}

void
json_key(struct json *j, const char *key)
{
	separate(j);
	put_string(j->out, str_of(key));
	buf_byte(j->out, ':');
	j->comma = false;
}

void
json_str(struct json *j, struct str s)
{
	separate(j);
	put_string(j->out, s);
}

void
json_int(struct json *j, int64_t n)
{
	separate(j);
	buf_printf(j->out, "%" PRId64, n);
}

void
json_bool(struct json *j, bool b)
{
	separate(j);
	buf_puts(j->out, b ? "true" : "false");
}

void
json_none(struct json *j)
{
	separate(j);
	buf_puts(j->out, "null");
}

void
json_pair(struct json *j, const char *key, struct str value)
{
	json_key(j, key);
	if (value.n)
		json_str(j, value);
	else
		json_none(j);
}

void
json_pair_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	if (value == INT_NONE)
		json_none(j);
	else
		json_int(j, value);
}

static void
write_value(struct json *j, const struct field *f, const void *record, struct arena *a)
{
	struct str rest;

	switch (f->kind) {
	case KIND_INT: json_int(j, *FIELD_IN(int64_t, f, record)); break;
	case KIND_BOOL: json_bool(j, true); break;
	case KIND_CODES:
		rest = *FIELD_IN(struct str, f, record);
		json_open(j, '[');
		while (rest.n)
			json_str(j, str_cut(&rest, '|'));
		json_close(j, ']');
		break;
	default: json_str(j, field_text(f, record, a));
	}
}

void
json_record(struct json *j, field_list list, const void *record)
{
	struct arena *a = arena_new(1u << 20);

	json_open(j, '{');
	for (; *list; list++)
		if (field_known(*list, record)) {
			json_key(j, (*list)->name);
			write_value(j, *list, record, a);
		}
	json_close(j, '}');
	arena_free(a);
}

void
record_write(struct buf *out, field_list list, const void *record)
{
	struct json j = { .out = out };

	json_record(&j, list, record);
}

/* A JSON value as the text that field_set reads. */
static struct str
value_text(const json_t *v, struct arena *a)
{
	struct buf b = BUF_INIT(1u << 20);
	struct str text;
	const json_t *item;
	size_t i;

	if (json_is_string(v))
		return (struct str){ json_string_value(v), json_string_length(v) };
	if (json_is_integer(v))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	if (json_is_true(v))
		return S("1");
	json_array_foreach(v, i, item)
	{
		if (i)
			buf_byte(&b, '|');
		buf_put(&b, (struct str){ json_string_value(item), json_string_length(item) });
	}
	text = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return text;
}

bool
record_read(struct str text, field_list list, void *record, struct arena *a)
{
	json_t *root = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL);
	bool object = json_is_object(root);
	const char *error;

	for (; object && *list; list++) {
		const json_t *v = json_object_get(root, (*list)->name);

		if (v)
			field_set(*list, record, arena_dup(a, value_text(v, a)), a, &error);
	}
	json_decref(root);
	return object;
}
