/* What we write, another reader reads; what we read needs not be ours. */
#include "base/json.h"

#include <jansson.h>

#include "tests/unit.h"

struct thing {
	struct str title;
	struct codes impact;
	int64_t beds;
	struct moment seen;
	bool care;
};

static const struct field thing_title = { FIELD(thing, title) },
			  thing_impact = { FIELD(thing, impact), .vocabulary = "none" },
			  thing_beds = { FIELD(thing, beds) }, thing_seen = { FIELD(thing, seen) },
			  thing_care = { FIELD(thing, care) };
static const struct field *const thing_fields[] = { &thing_title, &thing_impact, &thing_beds,
	&thing_seen, &thing_care, NULL };
/* Those that a vocabulary is not needed for. */
static const struct field *const plain_fields[] = { &thing_title, &thing_beds, &thing_seen,
	&thing_care, NULL };

TEST(json_places_commas)
{
	struct buf b = BUF_INIT(4096);
	struct json j = { .out = &b };

	json_open(&j, '{');
	json_pair(&j, "a", S("x"));
	json_pair(&j, "b", S(""));
	json_key(&j, "c");
	json_open(&j, '[');
	json_int(&j, -1);
	json_bool(&j, true);
	json_none(&j);
	json_open(&j, '[');
	json_close(&j, ']');
	json_open(&j, '{');
	json_close(&j, '}');
	json_close(&j, ']');
	json_pair_int(&j, "d", INT_NONE);
	json_pair_int(&j, "e", 12);
	json_close(&j, '}');
	EXPECT_STR(
	    buf_str(&b), "{\"a\":\"x\",\"b\":null,\"c\":[-1,true,null,[],{}],\"d\":null,\"e\":12}");
	buf_release(&b);
}

TEST(json_escapes)
{
	static const struct str texts[] = { STR_INIT("\"\\/\b\f\n\r\t\x01\x7F"),
		STR_INIT("</script><!--"), STR_INIT("h\u00f4pital \U0001F3E5"), STR_INIT("a\0b") };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct buf b = BUF_INIT(4096);
		struct json j = { .out = &b };
		json_t *root;

		json_open(&j, '[');
		json_str(&j, texts[i]);
		json_close(&j, ']');
		EXPECT(!str_has(buf_str(&b), S("<")));
		root = json_loadb(b.p, b.n, JSON_ALLOW_NUL, NULL);
		EXPECT(root != NULL);
		if (root) {
			const json_t *s = json_array_get(root, 0);
			struct str got = { json_string_value(s), json_string_length(s) };

			EXPECT(str_eq(got, texts[i]));
		}
		json_decref(root);
		buf_release(&b);
	}
}

TEST(json_bad_utf8)
{
	struct buf b = BUF_INIT(4096);
	struct json j = { .out = &b };

	json_str(&j, S("a\xFFz"));
	EXPECT_STR(buf_str(&b), "\"a\\ufffdz\"");
	buf_release(&b);
}

TEST(record_writes)
{
	struct buf b = BUF_INIT(4096);
	struct thing it = { .title = S("a"),
		.impact = { S("x|y") },
		.beds = 3,
		.seen = MOMENT_NONE,
		.care = true };

	record_write(&b, thing_fields, &it);
	EXPECT_STR(
	    buf_str(&b), "{\"title\":\"a\",\"impact\":[\"x\",\"y\"],\"beds\":3,\"care\":true}");
	buf_release(&b);
}

TEST(record_reads)
{
	struct thing it;

	field_clear(thing_fields, &it);
	EXPECT(record_read(S("{\"title\":\"\\u00e9\",\"beds\":12,\"seen\":\"2026-11-24T05:00:00Z\","
			     "\"care\":true,\"other\":{}}"),
	    plain_fields, &it, arena));
	EXPECT_STR(it.title, "\u00e9");
	EXPECT_INT(it.beds, 12);
	EXPECT_STR(moment_rfc3339(arena, it.seen), "2026-11-24T05:00:00Z");
	EXPECT(it.care);
	EXPECT(record_read(S("{\"care\":false,\"beds\":null}"), plain_fields, &it, arena));
	EXPECT(!it.care);
	EXPECT_INT(it.beds, INT_NONE);
	EXPECT_STR(it.title, "\u00e9");
	EXPECT(!record_read(S("[1]"), plain_fields, &it, arena));
	EXPECT(!record_read(S("{\"a\":1"), plain_fields, &it, arena));
	EXPECT(!record_read(S(""), plain_fields, &it, arena));
}

UNIT_MAIN(json_places_commas, json_escapes, json_bad_utf8, record_writes, record_reads)
