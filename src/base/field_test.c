/* A field is read, limited, compared and shown from one declaration. */
#include "base/field.h"
#include "tests/unit.h"

struct thing {
	struct str title, story, mail, password;
	int64_t beds;
	struct moment seen;
	bool care;
};

static const struct field thing_title = { FIELD(thing, title), .code = "titre", .max = 5 },
			  thing_story = { FIELD(thing, story), .input = INPUT_AREA, .min = 3,
				  .max = 100 },
			  thing_mail = { FIELD(thing, mail), .input = INPUT_EMAIL },
			  thing_password = { FIELD(thing, password), .input = INPUT_PASSWORD },
			  thing_beds = { FIELD(thing, beds), .min = 1, .max = 5000 },
			  thing_seen = { FIELD(thing, seen), .code = "date_constat" },
			  thing_care = { FIELD(thing, care) };
static const struct field *const thing_fields[] = { &thing_title, &thing_story, &thing_mail,
	&thing_password, &thing_beds, &thing_seen, &thing_care, NULL };

static struct thing thing;
static const char *error;

static bool
set(const struct field *f, const char *text)
{
	error = NULL;
	return field_set(f, &thing, str_of(text), arena, &error);
}

TEST(field_kinds)
{
	EXPECT_INT(thing_title.kind, KIND_TEXT);
	EXPECT_INT(thing_beds.kind, KIND_INT);
	EXPECT_INT(thing_seen.kind, KIND_MOMENT);
	EXPECT_INT(thing_care.kind, KIND_BOOL);
	EXPECT_STR(str_of(thing_seen.name), "seen");
	EXPECT(field_find(thing_fields, S("beds")) == &thing_beds);
	EXPECT(field_find(thing_fields, S("bed")) == NULL);
	EXPECT(field_find_code(thing_fields, S("date_constat")) == &thing_seen);
	EXPECT(field_find_code(thing_fields, S("beds")) == NULL);
	EXPECT_INT(field_max(&thing_mail), 200);
}

TEST(field_unknown)
{
	field_clear(thing_fields, &thing);
	for (size_t i = 0; thing_fields[i]; i++) {
		EXPECT(!field_known(thing_fields[i], &thing));
		EXPECT_STR(field_text(thing_fields[i], &thing, arena), "");
	}
	EXPECT(set(&thing_beds, "12"));
	EXPECT(field_known(&thing_beds, &thing));
	EXPECT(set(&thing_beds, "  "));
	EXPECT(!field_known(&thing_beds, &thing));
}

TEST(field_texts)
{
	EXPECT(set(&thing_title, " \u00e9t\u00e9  "));
	EXPECT_STR(thing.title, "\u00e9t\u00e9");
	EXPECT(set(&thing_title, "\u00e9\u00e9\u00e9\u00e9\u00e9")); /* five, in ten bytes */
	EXPECT(!set(&thing_title, "abcdef"));
	EXPECT_STR(str_of(error), "error.too_long");
	EXPECT(!set(&thing_title, "a\xFF"));
	EXPECT_STR(str_of(error), "error.encoding");
	EXPECT(!set(&thing_title, "a\nb"));
	EXPECT_STR(thing.title, "\u00e9\u00e9\u00e9\u00e9\u00e9"); /* untouched */
	EXPECT(!set(&thing_story, "ab"));
	EXPECT_STR(str_of(error), "error.too_short");
	EXPECT(set(&thing_story, "a\nb"));
	EXPECT(!set(&thing_mail, "nobody"));
	EXPECT_STR(str_of(error), "error.email");
	EXPECT(set(&thing_password, " a b "));
	EXPECT_STR(thing.password, " a b ");
}

TEST(field_numbers)
{
	EXPECT(set(&thing_beds, "5000"));
	EXPECT_STR(field_text(&thing_beds, &thing, arena), "5000");
	EXPECT(!set(&thing_beds, "5001"));
	EXPECT_STR(str_of(error), "error.too_large");
	EXPECT(!set(&thing_beds, "0"));
	EXPECT_STR(str_of(error), "error.too_small");
	EXPECT(!set(&thing_beds, "12.5"));
	EXPECT_STR(str_of(error), "error.number");
	EXPECT_INT(thing.beds, 5000);
}

TEST(field_moments_and_ticks)
{
	EXPECT(set(&thing_seen, "2026-11-24T06:00:00+01:00"));
	EXPECT_STR(field_text(&thing_seen, &thing, arena), "2026-11-24T05:00:00Z");
	EXPECT_STR(
	    field_shown(&thing_seen, &thing, arena, LANG_FR, ZONE_PARIS), "24/11/2026 06:00");
	EXPECT(!set(&thing_seen, "yesterday"));
	EXPECT_STR(str_of(error), "error.date");
	EXPECT(set(&thing_care, "1") && thing.care);
	EXPECT_STR(field_text(&thing_care, &thing, arena), "1");
	EXPECT(set(&thing_care, "0") && !thing.care);
	EXPECT(set(&thing_care, "on") && thing.care);
	EXPECT(set(&thing_care, "non") && !thing.care);
}

TEST(field_copies)
{
	static const struct field *const two[] = { &thing_title, &thing_beds, NULL };
	struct thing from = { .title = S("a"), .beds = 3, .care = true }, to;

	field_clear(thing_fields, &to);
	field_copy(two, &to, &from);
	EXPECT_STR(to.title, "a");
	EXPECT_INT(to.beds, 3);
	EXPECT(!to.care);
	EXPECT(field_equal(&thing_title, &to, &from));
	EXPECT(!field_equal(&thing_care, &to, &from));
	to.title = (struct str){ NULL, 0 };
	from.title = S("");
	EXPECT(field_equal(&thing_title, &to, &from));
}

UNIT_MAIN(
    field_kinds, field_unknown, field_texts, field_numbers, field_moments_and_ticks, field_copies)
