/*
 * Language, theme and shortcuts: cookies of the browser, no row anywhere, so that a
 * visitor has them too and nothing is kept about anybody.
 *
 * The link "English" of a visitor's page is a GET: a visitor's pages carry no
 * token, so that they can be kept by caches, and the choice of a language is no
 * act worth forging.  It leads back where it was clicked, on this site only.
 */
#include "identity/preferences.h"

#include "identity/private.h"

#define YEAR (365 * 86400)

/* ==== Form ==== */

struct preference {
	struct str lang, theme, shortcuts, back;
};

static const struct field pref_lang = { FIELD(preference, lang), .max = 10 };
static const struct field pref_theme = { FIELD(preference, theme), .max = 10 };
static const struct field pref_back = { FIELD(preference, back), .max = 1000 };
static const struct field pref_shortcuts = { FIELD(preference, shortcuts), .max = 10 };
static const struct field *const asked[] = { &pref_lang, &pref_theme, &pref_shortcuts, &pref_back,
	NULL };

static enum outcome
show(struct request *rq, void *record)
{
	const struct params *from = rq->method == POST ? &rq->params : &rq->query;
	struct preferences_view v = { .back = sign_target(param_get(from, "back")) };
	struct out *o = page_begin(rq, t(rq->lang, "preferences.title"));

	(void)record;
	page_preferences(o, &v);
	return page_end(rq, 200);
}

const struct form preferences_form = { asked, sizeof(struct preference), show, true };

/* ==== Choices ==== */

struct choice {
	const char *name, *value, *label; /* label: a catalogue key */
};

static const struct choice choices[] = {
	{ "lang", "fr", "lang.fr" },
	{ "lang", "en", "lang.en" },
	{ "theme", "system", "theme.system" },
	{ "theme", "light", "theme.light" },
	{ "theme", "dark", "theme.dark" },
	{ "shortcuts", "on", "shortcuts.on" },
	{ "shortcuts", "off", "shortcuts.off" },
};

#define CHOICES (sizeof choices / sizeof choices[0])

static void
radio(struct out *o, const struct choice *c, bool checked)
{
	buf_printf(o->buf,
	    "<div class=\"fr-fieldset__element\"><div class=\"fr-radio-group\">"
	    "<input type=\"radio\" id=\"f-%s-%s\" name=\"%s\" value=\"%s\"%s>"
	    "<label class=\"fr-label\" for=\"f-%s-%s\"",
	    c->name, c->value, c->name, c->value, checked ? " checked" : "", c->name, c->value);
	if (strcmp(c->name, "lang") == 0)
		buf_printf(o->buf, " lang=\"%s\"", c->value);
	buf_byte(o->buf, '>');
	out_text(o, t(o->lang, c->label));
	buf_puts(o->buf, "</label></div></div>\n");
}

void
preferences_choice(struct out *o, const char *name, const char *chosen)
{
	buf_printf(o->buf,
	    "<fieldset class=\"fr-fieldset\" id=\"f-%s\" aria-labelledby=\"f-%s-legend\">"
	    "<legend class=\"fr-fieldset__legend\" id=\"f-%s-legend\">",
	    name, name, name);
	out_text(o, t(o->lang, arena_printf(o->arena, "preferences.%s", name).p));
	buf_puts(o->buf, "</legend>\n");
	for (size_t i = 0; i < CHOICES; i++)
		if (strcmp(choices[i].name, name) == 0)
			radio(o, &choices[i], strcmp(choices[i].value, chosen) == 0);
	buf_puts(o->buf, "</fieldset>\n");
}

/* Sets the cookie if the value is one of ours. */
static bool
choose(struct request *rq, const char *name, struct str value)
{
	for (size_t i = 0; i < CHOICES; i++)
		if (strcmp(choices[i].name, name) == 0 && str_eq(value, str_of(choices[i].value))) {
			reply_cookie(rq, name, value, YEAR);
			return true;
		}
	return false;
}

/* ==== Handlers ==== */

enum outcome
preferences_page(struct request *rq, void *record)
{
	if (choose(rq, "lang", param_get(&rq->query, "lang")))
		return reply_see_other(rq, "%.*s", PS(sign_target(param_get(&rq->query, "back"))));
	return show(rq, record);
}

enum outcome
preferences(struct request *rq, void *record)
{
	struct preference *p = record;

	choose(rq, "lang", p->lang);
	choose(rq, "theme", p->theme);
	choose(rq, "shortcuts", p->shortcuts);
	return reply_see_other(rq, "%.*s", PS(sign_target(p->back)));
}
