/* The layout around a page, for a visitor, for an analyst; and problem pages. */
#include "tests/unit.h"

#include <string.h>

#include "web/page.h"

static const struct menu_item menu[] = { { "layout.sitemap", "/sitemap" },
	{ "layout.legal", "/legal?a&b" }, { NULL, NULL } };

static const struct menu_item *
menu_of(const struct request *rq)
{
	(void)rq;
	return menu;
}

static const struct web_hooks hooks = { .menu = menu_of };
static struct request rq;

static void
request(const char *path)
{
	buf_release(&rq.reply.body);
	memset(&rq, 0, sizeof rq);
	rq.arena = arena;
	rq.hooks = &hooks;
	rq.path = rq.target = str_of(path);
	rq.zone = ZONE_PARIS;
	rq.now = (struct moment){ 1795525500 };
	buf_init(&rq.reply.body, 1u << 20);
}

static bool
has(const char *what)
{
	return str_has(buf_str(&rq.reply.body), str_of(what));
}

static enum outcome
page(const char *title)
{
	struct out *o = page_begin(&rq, str_of(title));

	out_raw(o, "<h1>corps</h1>", 14);
	return page_end(&rq, 200);
}

TEST(visitor)
{
	request("/sitemap");
	EXPECT_INT(page("Plan <du> site"), OK);
	EXPECT_INT(rq.reply.status, 200);
	EXPECT_STR(str_of(rq.reply.type), "text/html; charset=utf-8");
	EXPECT(str_starts(buf_str(&rq.reply.body),
	    S("<!DOCTYPE html>\n<html lang=\"fr\" data-fr-scheme=\"system\" "
	      "data-now=\"2026-11-24T13:05:00Z\">\n")));
	EXPECT(has("<title>Plan &lt;du&gt; site - Vigie</title>"));
	EXPECT(has("<main id=\"content\" tabindex=\"-1\">\n<h1>corps</h1>"));
	EXPECT(has("href=\"/sitemap\" aria-current=\"page\">Plan du site</a>"));
	EXPECT(has("href=\"/legal?a&amp;b\">"));
	EXPECT(has("/vigie.css\">") && has("<script type=\"module\" src=\"/s/"));
	EXPECT(has("href=\"/preferences?lang=en&amp;back=%2Fsitemap\" lang=\"en\""));
	EXPECT(has("Accessibilité\u00a0: non conforme"));
	EXPECT(!has("<form") && !has("style=") && !has("onclick"));
	EXPECT_INT(rq.reply.n_headers, 0); /* no cookie for nobody */
}

TEST(signed_in)
{
	request("/x");
	rq.visitor.account = 7;
	rq.visitor.name = S("A. Martin & fils");
	rq.lang = LANG_EN;
	rq.theme = THEME_DARK;
	rq.active = "/sitemap";
	page("x");
	EXPECT(has("<html lang=\"en\" data-fr-scheme=\"dark\" data-fr-theme=\"dark\""));
	EXPECT(has("A. Martin &amp; fils</a>"));
	EXPECT(has("<form action=\"/sign-out\" method=\"post\">"));
	EXPECT(
	    has("/preferences?lang=fr&amp;back=%2Fx\" lang=\"fr\" hreflang=\"fr\">Français</a>"));
	EXPECT(has("href=\"/sitemap\" aria-current=\"true\""));
}

TEST(desk)
{
	request("/x");
	page_begin(&rq, S("File"));
	page_desk(&rq);
	EXPECT_INT(page_end(&rq, 200), OK);
	EXPECT(has("<body class=\"desk\">") && has("<header class=\"bar\">"));
	EXPECT(has("<footer class=\"desk-foot\" id=\"foot\">") && !has("fr-footer"));
}

TEST(mistakes_in_the_title)
{
	request("/x");
	rq.filled.errors = 2;
	EXPECT_INT((page_begin(&rq, S("L’incident")), page_end(&rq, 422)), INVALID);
	EXPECT(has("<title>Erreur\u00a0: L’incident - Vigie</title>"));
}

/* The cookie comes from outside: only the key of a notice is followed. */
TEST(notices)
{
	static const char *const refused[] = { "", "error.date", "notice.", "<b>", "notice.<b>" };

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		request("/x");
		rq.cookie_notice = str_of(refused[i]);
		page("x");
		EXPECT(!has("fr-alert"));
		EXPECT_INT(rq.reply.n_headers, 0);
	}
	request("/x");
	rq.cookie_notice = S("notice.saved");
	page("x");
	EXPECT(has("role=\"status\">\n<p>Vos modifications sont enregistrées.</p>"));
	EXPECT_INT(rq.reply.n_headers, 1);
	EXPECT(str_has(rq.reply.header[0], S("Max-Age=0")));
}

TEST(problems)
{
	static const struct {
		int status;
		enum outcome outcome;
	} row[] = { { 400, INVALID }, { 403, FORBIDDEN }, { 404, NOT_FOUND }, { 405, NOT_FOUND },
		{ 410, NOT_FOUND }, { 409, CONFLICT }, { 413, INVALID }, { 415, INVALID },
		{ 422, INVALID }, { 429, INVALID }, { 431, INVALID }, { 500, UNAVAILABLE },
		{ 503, UNAVAILABLE }, { 418, INVALID }, { 502, UNAVAILABLE } };

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		request("/x");
		rq.lang = i % 2 ? LANG_EN : LANG_FR;
		rq.filled.errors = 3;
		EXPECT_INT(reply_problem(&rq, row[i].status, NULL), row[i].outcome);
		EXPECT_INT(rq.reply.status, row[i].status);
		EXPECT(has("<h1>") && has("<p class=\"lead\">") && has("<li>"));
		EXPECT(!has("problem.") && !has("<h1></h1>") && !has("Erreur\u00a0:"));
	}
	request("/x");
	reply_problem(&rq, 400, "error.csv_quote");
	EXPECT(has("<p>Un guillemet n’est pas fermé"));
}

/* A program gets JSON. */
TEST(problem_for_the_api)
{
	request("/api/v1/incidents/1");
	EXPECT_INT(reply_problem(&rq, 404, NULL), NOT_FOUND);
	EXPECT_STR(str_of(rq.reply.type), "application/problem+json");
	EXPECT(str_starts(
	    buf_str(&rq.reply.body), S("{\"status\":404,\"title\":\"Page introuvable\"")));
}

UNIT_MAIN(visitor, signed_in, desk, mistakes_in_the_title, notices, problems, problem_for_the_api)
