/* Every input has its label, every mistake its message, and nothing that was
 * typed can change the structure of the page. */
#include "tests/unit.h"

#include <string.h>

#include "web/form.h"

struct thing {
	struct str title, description, reporter_email, password;
	struct code ongoing, org_type;
	struct codes systems;
	int64_t n_servers;
	struct moment detected_at;
	bool urgent_callback;
};

static const struct field f_title = { FIELD(thing, title), .need = REQUIRED, .max = 40 };
static const struct field f_description = { FIELD(thing, description), .input = INPUT_AREA,
	.max = 10000 };
static const struct field f_email = { FIELD(thing, reporter_email), .input = INPUT_EMAIL,
	.autocomplete = "email" };
static const struct field f_password = { FIELD(thing, password), .input = INPUT_PASSWORD };
static const struct field f_ongoing = { FIELD(thing, ongoing), .vocabulary = "yes_no_nsp" };
static const struct field f_org = { FIELD(thing, org_type), .vocabulary = "org_type",
	.input = INPUT_SELECT };
static const struct field f_systems = { FIELD(thing, systems), .vocabulary = "yes_no_nsp" };
static const struct field f_servers = { FIELD(thing, n_servers) };
static const struct field f_detected = { FIELD(thing, detected_at), .need = REQUIRED };
static const struct field f_urgent = { FIELD(thing, urgent_callback) };
static const struct field *const asked[] = { &f_title, &f_description, &f_email, &f_password,
	&f_ongoing, &f_org, &f_systems, &f_servers, &f_detected, &f_urgent, NULL };

static struct buf page = BUF_INIT(1u << 20);
static struct filled filled;

static struct out
out_new(void)
{
	buf_clear(&page);
	return (struct out){ &page, arena, LANG_FR, ZONE_PARIS, NULL };
}

static bool
has(const char *what)
{
	return str_has(buf_str(&page), str_of(what));
}

static size_t
count(const char *what)
{
	struct str s = buf_str(&page), w = str_of(what);
	size_t n = 0;

	for (; s.n >= w.n; s = str_sub(s, 1, s.n))
		n += str_starts(s, w);
	return n;
}

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

static void
parse(const char *query)
{
	struct thing thing;
	struct params params;

	field_clear(asked, &thing);
	EXPECT(params_parse(str_of(query), &params, arena));
	spoil(&params);
	form_parse(asked, &params, &thing, &filled, true, ZONE_PARIS, arena);
}

static void
fields_of(const char *query)
{
	struct out o = out_new();

	parse(query);
	form_fields(&o, &filled);
}

static void
field_of(const char *query, const struct field *f)
{
	struct out o = out_new();

	parse(query);
	form_field(&o, &filled, f);
}

TEST(text_input)
{
	field_of("title=Panne", &f_title);
	EXPECT(has("<div class=\"fr-input-group\">"));
	EXPECT(has("<label class=\"fr-label\" for=\"f-title\">"));
	EXPECT(has(" (obligatoire)"));
	EXPECT(has("<input class=\"fr-input\" type=\"text\" id=\"f-title\" name=\"title\""));
	EXPECT(has("aria-required=\"true\"") && has("value=\"Panne\""));
	EXPECT(!has("maxlength") && !has(" required") && !has("aria-invalid"));
	field_of("", &f_email);
	EXPECT(has("type=\"email\"") && has("autocomplete=\"email\"") && !has("value="));
	field_of("n_servers=12", &f_servers);
	EXPECT(has("type=\"text\"") && has("inputmode=\"numeric\"") && has("value=\"12\""));
	field_of("password=secret", &f_password);
	EXPECT(has("type=\"password\"") && !has("secret\""));
}

TEST(wrong_text_input)
{
	field_of("", &f_title);
	EXPECT(has("fr-input-group fr-input-group--error"));
	EXPECT(has("fr-input fr-input--error"));
	EXPECT(has("aria-invalid=\"true\"") && has("f-title-error\" aria-required"));
	EXPECT(has("id=\"f-title-error\"><p class=\"fr-message fr-message--error\">"));
}

TEST(area)
{
	field_of("description=%0D%0Aun%3C%2Ftextarea%3E", &f_description);
	EXPECT(has(">\n\nun&lt;/textarea&gt;</textarea>"));
	EXPECT(has("data-limit=\"10000\"") && has("rows=\"8\""));
	EXPECT(has("data-for=\"f-description\" data-text=\"{n} caractères restants\">"));
	EXPECT(has("10\u202f000 caractères au plus"));
}

TEST(choice_inputs)
{
	field_of("ongoing=non", &f_ongoing);
	EXPECT(has("<fieldset class=\"fr-fieldset choices-row\" "
		   "aria-labelledby=\"f-ongoing-legend\">"));
	EXPECT(has("<legend class=\"fr-fieldset__legend\" id=\"f-ongoing-legend\">"));
	EXPECT(has("<div class=\"fr-radio-group\"><input type=\"radio\" id=\"f-ongoing-non\" "
		   "name=\"ongoing\" value=\"non\" checked><label class=\"fr-label\" "
		   "for=\"f-ongoing-non\">Non"));
	EXPECT_INT(count(" checked"), 1);
	field_of("systems=oui&systems=nsp", &f_systems);
	EXPECT_INT(count("type=\"checkbox\""), 3);
	EXPECT_INT(count(" checked"), 2);
	field_of("org_type=EHPAD", &f_org);
	EXPECT(has("<select class=\"fr-select\" id=\"f-org_type\" name=\"org_type\""));
	EXPECT(has("<option value=\"\">Choisir</option>"));
	EXPECT(has("<option value=\"EHPAD\" selected>"));
	EXPECT_INT(count(" selected"), 1);
	field_of("urgent_callback=1", &f_urgent);
	EXPECT(has("<input type=\"checkbox\" value=\"1\" id=\"f-urgent_callback\""));
	EXPECT_INT(count(" checked"), 1);
	field_of("urgent_callback=non", &f_urgent);
	EXPECT_INT(count(" checked"), 0);
}

TEST(date_inputs)
{
	field_of(
	    "detected_at.d=24&detected_at.m=13&detected_at.y=2026&detected_at.t=", &f_detected);
	EXPECT(has(
	    "fr-fieldset--error\" aria-labelledby=\"f-detected_at-legend f-detected_at-error\""));
	EXPECT(has("<label class=\"fr-label\" for=\"f-detected_at-d\">Jour</label>"));
	EXPECT(has("name=\"detected_at.y\"") && has("value=\"2026\"") && has(">Heure</label>"));
	EXPECT_INT(count("aria-invalid"), 1);
	EXPECT_INT(count("inputmode=\"numeric\""), 3);
	EXPECT(has("Saisissez le mois en chiffres"));
}

TEST(overseas_clock)
{
	struct out o = out_new();

	o.zone = ZONE_REUNION;
	parse("");
	form_field(&o, &filled, &f_detected);
	EXPECT(has("UTC+4"));
}

TEST(summary)
{
	struct out o = out_new();

	parse("title=x&detected_at.d=24&detected_at.m=11&detected_at.y=2026");
	form_errors(&o, &filled);
	EXPECT_STR(buf_str(&page), "");
	parse("detected_at.d=24&detected_at.m=13&detected_at.y=2026&ongoing=x");
	form_errors(&o, &filled);
	EXPECT(has("role=\"alert\" id=\"errors\" tabindex=\"-1\">"));
	EXPECT(has("Le formulaire comporte 3 erreurs"));
	EXPECT(has("<a href=\"#f-title\">"));
	EXPECT(has("<a href=\"#f-detected_at-m\">"));
	EXPECT(has("<a href=\"#f-ongoing-oui\">"));
	buf_clear(&page);
	parse("title=x&detected_at.d=24&detected_at.m=11&detected_at.y=2026");
	filled.general = "error.csv_fields";
	form_errors(&o, &filled);
	EXPECT(has("<p>Cette ligne a trop de colonnes.</p>") && !has("<ul>"));
}

/* Each link of the summary leads to an input; each input has one label. */
TEST(labels)
{
	static const char query[] = "ongoing=x&systems=x&org_type=x&n_servers=x&reporter_email=x"
				    "&detected_at.d=x&description=~";
	struct str html;
	size_t inputs = 0;
	struct out o = out_new();

	fields_of(query);
	form_errors(&o, &filled);
	EXPECT_INT(count("<li><a href=\"#"), 8);
	html = arena_dup(arena, buf_str(&page));
	for (struct str rest = html; rest.n;) {
		struct str tag = str_cut(&rest, '<'), id;

		if (!str_starts(tag, S("input")) && !str_starts(tag, S("select")) &&
		    !str_starts(tag, S("textarea")))
			continue;
		inputs++;
		while (tag.n && !str_starts(tag, S(" id=\"")))
			tag = str_sub(tag, 1, tag.n);
		tag = str_sub(tag, 5, tag.n);
		id = str_cut(&tag, '"');
		EXPECT_INT(
		    count(arena_cstr(arena, arena_printf(arena, " for=\"%.*s\"", PS(id)))), 1);
		EXPECT_INT(
		    count(arena_cstr(arena, arena_printf(arena, " id=\"%.*s\"", PS(id)))), 1);
	}
	EXPECT_INT(inputs, 5 + 3 + 1 + 3 + 4 + 1);
}

static size_t
marks(void)
{
	return count("<") + count(">") + count("\"") + count("'");
}

/* The same form with harmless letters instead has as many marks of HTML. */
TEST(hostile_values)
{
	static const char *const hostile[] = { "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
		"%3C%2Ftextarea%3E%3Cimg+src%3Dx+onerror%3D1%3E", "'+onfocus%3D'x", "%26lt%3B",
		"%3C!--", "~%3C%22", "%7C%22%3E" };

	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		struct str query = { NULL, 0 };
		size_t with;

		for (size_t k = 0; asked[k]; k++)
			query = arena_printf(arena, "%.*s&%s=%s&%s.d=%s&%s.t=%s", PS(query),
			    asked[k]->name, hostile[i], asked[k]->name, hostile[i], asked[k]->name,
			    hostile[i]);
		fields_of(arena_cstr(arena, str_sub(query, 1, query.n)));
		with = marks();
		EXPECT(!has("<script") && !has("<img") && !has("<!--"));
		for (size_t k = 0; k < filled.n; k++) {
			filled.typed[k].raw = filled.typed[k].raw.n ? S("x") : S("");
			for (int p = 0; p < 4; p++)
				filled.typed[k].part[p] =
				    filled.typed[k].part[p].n ? S("x") : S("");
		}
		{
			struct out o = out_new();

			form_fields(&o, &filled);
		}
		EXPECT_INT(with, marks());
	}
}

TEST(extras)
{
	struct out o = out_new();

	form_hidden(&o, "back", S("/a?\"b"));
	EXPECT_STR(buf_str(&page), "<input type=\"hidden\" name=\"back\" value=\"/a?&quot;b\">\n");
	buf_clear(&page);
	form_csrf(&o);
	EXPECT_STR(buf_str(&page), ""); /* no visitor, no token */
	form_filter(&o, "org_type", "org_type", S("EHPAD"));
	EXPECT(has("<label class=\"fr-label\" for=\"q-org_type\">"));
	EXPECT(has("<option value=\"\">Tout</option>") && has("value=\"EHPAD\" selected"));
	buf_clear(&page);
	form_filter(&o, "title", NULL, S("<x>"));
	EXPECT(has("name=\"title\" value=\"&lt;x&gt;\"></div>"));
	buf_clear(&page);
	form_upload(&o, "files", 20 << 20);
	EXPECT(has("type=\"file\" multiple name=\"files\" id=\"f-files\""));
	EXPECT(has("aria-describedby=\"f-files-error\""));
	EXPECT(has("20,0\u00a0Mo au plus par fichier"));
	buf_clear(&page);
	parse("");
	form_intro(&o, &filled);
	EXPECT(has("sauf ceux marqués"));
}

UNIT_MAIN(text_input, wrong_text_input, area, choice_inputs, date_inputs, overseas_clock, summary,
    labels, hostile_values, extras)
