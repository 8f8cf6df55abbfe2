/* The pieces that pages share write the markup that the style sheet knows. */
#include "tests/unit.h"

#include "web/page.h"

static struct buf page = BUF_INIT(1u << 20);
static struct request rq;

static struct out
out_new(void)
{
	static struct param query[] = {
		{ STR_INIT("severity"), STR_INIT("<MAJEUR>") },
		{ STR_INIT("page"), STR_INIT("3") },
		{ STR_INIT("sort"), STR_INIT("due") },
	};

	buf_clear(&page);
	rq = (struct request){ .now = { 1795525500 }, .query = { 3, query } };
	return (struct out){ &page, arena, LANG_FR, ZONE_PARIS, &rq };
}

static bool
has(const char *what)
{
	return str_has(buf_str(&page), str_of(what));
}

struct thing {
	struct str title, email, description;
	struct code ongoing;
	struct codes systems;
	struct moment detected_at;
	bool urgent_callback;
};

static const struct field f_title = { FIELD(thing, title) };
static const struct field f_email = { FIELD(thing, email), .input = INPUT_EMAIL };
static const struct field f_description = { FIELD(thing, description), .input = INPUT_AREA };
static const struct field f_ongoing = { FIELD(thing, ongoing), .vocabulary = "yes_no_nsp" };
static const struct field f_detected = { FIELD(thing, detected_at) };
static const struct field f_urgent = { FIELD(thing, urgent_callback) };

static struct str
shown(const struct field *f, const struct thing *thing)
{
	struct out o = out_new();

	out_shown(&o, f, thing);
	return buf_str(&page);
}

TEST(fields_for_reading)
{
	const struct thing thing = { S("<b>"), S("a@exemple.fr"), S("un\r\n<deux>\n"), { S("oui") },
		{ S("") }, { 1795525500 }, true };

	EXPECT_STR(shown(&f_title, &thing), "&lt;b&gt;");
	EXPECT_STR(shown(&f_email, &thing), "<a href=\"mailto:a@exemple.fr\">a@exemple.fr</a>");
	EXPECT_STR(shown(&f_description, &thing), "un<br>\n&lt;deux&gt;");
	EXPECT_STR(shown(&f_ongoing, &thing), "Oui");
	EXPECT_STR(shown(&f_detected, &thing),
	    "<time datetime=\"2026-11-24T13:05:00Z\">24/11/2026 14:05</time>");
	EXPECT_STR(shown(&f_urgent, &thing), "Oui");
}

TEST(rows)
{
	const struct thing thing = { .title = S("x"), .detected_at = MOMENT_NONE };
	struct out o = out_new();

	out_row(&o, &f_title, &thing);
	EXPECT(has("</dt><dd>x</dd>"));
	out_row(&o, &f_detected, &thing);
	EXPECT(has("<dd class=\"quiet\">Non renseigné</dd>"));
	out_row(&o, &f_urgent, &thing);
	EXPECT(has("<dd>Non</dd>"));
}

TEST(paragraphs)
{
	struct out o = out_new();

	out_paragraphs(&o, S("un\ndeux\n\n\r\n  \ntrois <x>\n"));
	EXPECT_STR(buf_str(&page), "<p>un<br>\ndeux</p>\n<p>trois &lt;x&gt;</p>\n");
	buf_clear(&page);
	out_paragraphs(&o, S("\n\n"));
	EXPECT_STR(buf_str(&page), "");
}

TEST(badges)
{
	struct out o = out_new();

	out_badge(&o, "severity", S("MAJEUR"));
	EXPECT(has("<span class=\"sev sev-4\">") && has("Majeur</span>"));
	buf_clear(&page);
	out_badge(&o, "workflow", S("CLOS"));
	EXPECT(has("<span class=\"status\">"));
	buf_clear(&page);
	out_badge(&o, "workflow", S("<autre>"));
	EXPECT_STR(buf_str(&page), "<span class=\"status\">&lt;autre&gt;</span>");
	buf_clear(&page);
	out_badge(&o, "workflow", S(""));
	EXPECT_STR(buf_str(&page), "");
}

TEST(tlp)
{
	static const struct {
		struct str code;
		const char *html;
	} row[] = {
		{ STR_INIT("TLP:RED"), "<span class=\"tlp tlp-red\">TLP:RED</span>" },
		{ STR_INIT("amber"), "<span class=\"tlp tlp-amber\">TLP:AMBER</span>" },
		{ STR_INIT("TLP:AMBER+STRICT"),
		    "<span class=\"tlp tlp-amber-strict\">TLP:AMBER+STRICT</span>" },
		{ STR_INIT("GREEN"), "<span class=\"tlp tlp-green\">TLP:GREEN</span>" },
		{ STR_INIT("TLP:CLEAR"), "<span class=\"tlp tlp-clear\">TLP:CLEAR</span>" },
		{ STR_INIT("\"x"), "<span class=\"status\">&quot;x</span>" },
		{ STR_INIT(""), "" },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct out o = out_new();

		out_tlp(&o, row[i].code);
		EXPECT_STR(buf_str(&page), row[i].html);
	}
}

TEST(deadlines)
{
	struct out o = out_new();

	out_due(&o, (struct moment){ 1795525500 + 90 * 60 });
	EXPECT(has("data-sla=\"2026-11-24T14:35:00Z\" data-left=\"{t}\""));
	EXPECT(has("data-late=\"En retard de {t}\">1\u00a0h\u00a030</time>"));
	buf_clear(&page);
	out_due(&o, (struct moment){ 1795525500 - 18 * 60 });
	EXPECT(has("class=\"late\">En retard de 18\u00a0min</time>"));
	buf_clear(&page);
	out_due(&o, MOMENT_NONE);
	EXPECT_STR(buf_str(&page), "");
}

TEST(sortable_columns)
{
	struct out o = out_new();

	out_sort(&o, "due", "form.time", S("due"));
	EXPECT_STR(buf_str(&page),
	    "<th scope=\"col\" aria-sort=\"ascending\">"
	    "<a href=\"?severity=%3CMAJEUR%3E&amp;sort=-due\">Heure</a></th>\n");
	buf_clear(&page);
	out_sort(&o, "due", "form.time", S("-due"));
	EXPECT(has("aria-sort=\"descending\""));
	EXPECT(has("&amp;sort=due\""));
	buf_clear(&page);
	out_sort(&o, "reference", "form.time", S("-due"));
	EXPECT(!has("aria-sort"));
}

/* The query is kept, the page replaced; numbers far away are left out. */
TEST(pages_of_a_list)
{
	struct out o = out_new();

	out_pages(&o, 1, 1);
	EXPECT_STR(buf_str(&page), "");
	out_pages(&o, 10, 20);
	EXPECT(has("?severity=%3CMAJEUR%3E&amp;sort=due&amp;page=9\">Précédente</a>"));
	EXPECT(has("&amp;page=11\">Suivante</a>"));
	EXPECT(has("aria-current=\"page\">10</a>"));
	EXPECT(has(">1</a>") && has(">8</a>") && has(">12</a>") && has(">20</a>"));
	EXPECT(!has(">7</a>") && !has(">13</a>") && !has("page=3"));
	buf_clear(&page);
	out_pages(&o, INT64_MAX, INT64_MAX);
	EXPECT(has("aria-current=\"page\">1000000000</a>") && !has("Suivante"));
	buf_clear(&page);
	out_pages(&o, -5, 3);
	EXPECT(has("aria-current=\"page\">1</a>") && !has("Précédente"));
}

TEST(counts)
{
	struct out o = out_new();

	out_results(&o, 20, 1430);
	EXPECT_STR(buf_str(&page),
	    "<p class=\"quiet fr-mb-0\" role=\"status\">20 affichés sur 1\u202f430</p>\n");
	buf_clear(&page);
	out_results(&o, 0, 0);
	EXPECT(has("0 résultat<"));
}

UNIT_MAIN(fields_for_reading, rows, paragraphs, badges, tlp, deadlines, sortable_columns,
    pages_of_a_list, counts)
