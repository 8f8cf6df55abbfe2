/* What people type becomes the record, or comes back with one message a field. */
#include "tests/unit.h"

#include "web/form.h"

struct thing {
	struct str title, description, reporter_email, password;
	struct code ongoing, org_type;
	struct codes systems;
	int64_t n_servers;
	struct moment detected_at;
	bool urgent_callback;
	struct str untouched;
};

static const struct field f_title = { FIELD(thing, title), .need = REQUIRED, .max = 12 };
static const struct field f_description = { FIELD(thing, description), .input = INPUT_AREA };
static const struct field f_email = { FIELD(thing, reporter_email), .input = INPUT_EMAIL };
static const struct field f_password = { FIELD(thing, password), .input = INPUT_PASSWORD };
static const struct field f_ongoing = { FIELD(thing, ongoing), .vocabulary = "yes_no_nsp",
	.need = REQUIRED };
static const struct field f_org = { FIELD(thing, org_type), .vocabulary = "org_type",
	.input = INPUT_SELECT };
static const struct field f_systems = { FIELD(thing, systems), .vocabulary = "yes_no_nsp",
	.need = REQUIRED };
static const struct field f_servers = { FIELD(thing, n_servers), .min = 1, .max = 5000 };
static const struct field f_detected = { FIELD(thing, detected_at), .need = REQUIRED };
static const struct field f_urgent = { FIELD(thing, urgent_callback), .need = REQUIRED };
static const struct field f_untouched = { FIELD(thing, untouched) };
static const struct field *const asked[] = { &f_title, &f_description, &f_email, &f_password,
	&f_ongoing, &f_org, &f_systems, &f_servers, &f_detected, &f_urgent, NULL };

static struct thing thing;
static struct filled filled;

/* "~" stands for a byte that is no text: params_parse lets none through, a
 * multipart body might. */
static void
spoil(struct params *params)
{
	for (size_t i = 0; i < params->n; i++) {
		struct str *value = &params->param[i].value;
		char *p = arena_cstr(arena, *value);

		for (size_t k = 0; k < value->n; k++)
			if (p[k] == '~')
				p[k] = '\xFF';
		value->p = p;
	}
}

/* query: a form body. */
static bool
parse(const char *query, bool strict)
{
	struct params params;

	thing = (struct thing){ .untouched = S("server") };
	field_clear(asked, &thing);
	EXPECT(params_parse(str_of(query), &params, arena));
	spoil(&params);
	return form_parse(asked, &params, &thing, &filled, strict, ZONE_PARIS, arena);
}

static const struct typed *
typed(const struct field *f)
{
	for (size_t i = 0; i < filled.n; i++)
		if (filled.typed[i].field == f)
			return &filled.typed[i];
	return NULL;
}

#define ALL                                                                                        \
	"title=Panne&description=un%0D%0Adeux%0Dtrois%0D%0D%0Aquatre&reporter_email=a%40exemple."  \
	"fr&password=s%20%20"                                                                      \
	"&ongoing=oui&org_type=EHPAD&systems=non&systems=oui&n_servers=1%C2%A0200"                 \
	"&detected_at.d=24&detected_at.m=11&detected_at.y=2026&detected_at.t=14h05"                \
	"&urgent_callback=1"

TEST(every_kind)
{
	EXPECT(parse(ALL "&untouched=hostile&id=7&title=second", true));
	EXPECT_STR(thing.title, "Panne");
	EXPECT_STR(thing.description, "un\ndeux\ntrois\n\nquatre");
	EXPECT_STR(thing.reporter_email, "a@exemple.fr");
	EXPECT_STR(thing.password, "s  ");
	EXPECT_STR(thing.ongoing.s, "oui");
	EXPECT_STR(thing.org_type.s, "EHPAD");
	EXPECT_STR(thing.systems.s, "oui|non");
	EXPECT_INT(thing.n_servers, 1200);
	EXPECT_STR(moment_rfc3339(arena, thing.detected_at), "2026-11-24T13:05:00Z");
	EXPECT(thing.urgent_callback);
	EXPECT_STR(thing.untouched, "server");	 /* not asked: not read */
	EXPECT_STR(typed(&f_password)->raw, ""); /* a secret is not kept */
}

/* Shown again and sent back unchanged, the record is the same. */
TEST(round_trip)
{
	struct thing first;
	struct params params = { .param = arena_array(arena, struct param, 32) };

	EXPECT(parse(ALL, true));
	first = thing;
	form_show(asked, &first, &filled, ZONE_REUNION, arena);
	EXPECT_STR(typed(&f_detected)->part[3], "17:05");
	for (size_t i = 0; i < filled.n; i++) {
		struct typed *x = &filled.typed[i];
		static const char *const suffix[] = { "d", "m", "y", "t" };

		params.param[params.n++] = (struct param){ str_of(x->field->name), x->raw };
		for (int k = 0; x->field->kind == KIND_MOMENT && k < 4; k++)
			params.param[params.n++] =
			    (struct param){ arena_printf(arena, "%s.%s", x->field->name, suffix[k]),
				    x->part[k] };
	}
	field_clear(asked, &thing);
	EXPECT(form_parse(asked, &params, &thing, &filled, true, ZONE_REUNION, arena));
	for (size_t i = 0; asked[i]; i++)
		if (asked[i] != &f_password)
			EXPECT(field_equal(asked[i], &first, &thing));
}

TEST(required_or_lenient)
{
	EXPECT(!parse("description=x", true));
	EXPECT_INT(filled.errors, 5);
	EXPECT_STR(str_of(typed(&f_title)->error), "error.required");
	EXPECT_STR(str_of(typed(&f_ongoing)->error), "error.required_choice");
	EXPECT_STR(str_of(typed(&f_systems)->error), "error.required_choice");
	EXPECT_STR(str_of(typed(&f_detected)->error), "error.required_date");
	EXPECT_STR(str_of(typed(&f_urgent)->error), "error.required_box");
	EXPECT(typed(&f_description)->error == NULL);
	EXPECT(parse("description=x&title=%20%20", false));
}

/* Each message once: what is typed, its key, its French sentence (or its start). */
static const struct {
	const char *query;
	const struct field *field;
	const char *key, *words;
} wrong[] = {
	{ "title=quatorze+lettres", &f_title, "error.too_long",
	    "Raccourcissez ce texte\u00a0: 12 caractères au plus, il en compte 16." },
	{ "title=a%0Ab", &f_title, "error.line", "Écrivez ce texte sur une seule ligne." },
	{ "title=a%0Db", &f_title, "error.line", "Écrivez" },
	{ "title=a%01b", &f_title, "error.control", "Ce texte contient des caractères invisibles" },
	{ "title=a~b", &f_title, "error.encoding", "Ce texte contient des caractères illisibles" },
	{ "reporter_email=nom", &f_email, "error.email", "Saisissez une adresse de courriel" },
	{ "ongoing=peut-etre", &f_ongoing, "error.choice", "Choisissez une réponse de la liste." },
	{ "ongoing=oui%7Cnon", &f_ongoing, "error.choice", "Choisissez" },
	{ "systems=oui&systems=x", &f_systems, "error.choice", "Choisissez" },
	{ "n_servers=beaucoup", &f_servers, "error.number", "Saisissez un nombre entier" },
	{ "n_servers=0", &f_servers, "error.too_small", "Saisissez un nombre d’au moins 1." },
	{ "n_servers=5001", &f_servers, "error.too_large",
	    "Saisissez un nombre d’au plus 5\u202f000." },
	{ "detected_at.d=31&detected_at.m=2&detected_at.y=2026", &f_detected, "error.date",
	    "Saisissez une date réelle, par exemple 24 11 2026." },
	{ "detected_at=hier", &f_detected, "error.date", "Saisissez une date réelle" },
};

TEST(each_error)
{
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const struct typed *x;

		EXPECT(!parse(wrong[i].query, false));
		x = typed(wrong[i].field);
		EXPECT_INT(filled.errors, 1);
		EXPECT_STR(str_of(x->error), wrong[i].key);
		if (!str_starts(form_message(arena, LANG_FR, x), str_of(wrong[i].words)))
			EXPECT_STR(form_message(arena, LANG_FR, x), wrong[i].words);
		EXPECT(form_message(arena, LANG_EN, x).n > 10);
		EXPECT(!field_known(wrong[i].field, &thing));
	}
}

TEST(typed_text_is_kept)
{
	EXPECT(!parse("detected_at.d=31&detected_at.m=fevrier&detected_at.y=2026&detected_at.t=midi"
		      "&n_servers=1+x&title=a~%C3%A9~~x",
	    true));
	EXPECT_STR(typed(&f_detected)->part[0], "31");
	EXPECT_STR(typed(&f_detected)->part[1], "fevrier");
	EXPECT_STR(typed(&f_detected)->part[3], "midi");
	EXPECT_INT(typed(&f_detected)->wrong, 2 | 8);
	EXPECT_STR(typed(&f_servers)->raw, "1 x");
	EXPECT_STR(typed(&f_title)->raw, "a\uFFFDé\uFFFD\uFFFDx");
}

TEST(rfc3339_in_the_plain_name)
{
	EXPECT(parse("detected_at=2026-11-24T09:05:00-04:00", false));
	EXPECT_STR(moment_rfc3339(arena, thing.detected_at), "2026-11-24T13:05:00Z");
	EXPECT_STR(typed(&f_detected)->part[3], "14:05");
}

TEST(rules_over_several_fields)
{
	EXPECT(parse(ALL, true));
	form_error(&filled, &f_detected, "error.date");
	form_error(&filled, &f_detected, "error.time");
	EXPECT_INT(filled.errors, 1);
	EXPECT_STR(str_of(typed(&f_detected)->error), "error.date");
	form_error(&filled, &f_untouched, "error.choice");
	EXPECT_STR(str_of(filled.general), "error.choice");
	EXPECT_INT(filled.errors, 1);
}

UNIT_MAIN(every_kind, round_trip, required_or_lenient, each_error, typed_text_is_kept,
    rfc3339_in_the_plain_name, rules_over_several_fields)
