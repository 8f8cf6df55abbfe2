/*
 * The pages that belong to no domain: home, legal notices, site map, health.
 * Their words are in the catalogues and in the settings; they read no database,
 * but for /health, which is there to tell whether it answers.
 */
#include "app/site.h"

#include "app/routes.h"

static const struct instance *instance;

void
site_begin(const struct instance *in)
{
	instance = in;
	hooks_begin(in);
}

/* "tel:0900000000" of "09 00 00 00 00". */
static struct str
phone_url(struct arena *a, struct str phone)
{
	char *p = arena_alloc(a, phone.n + 5);
	size_t n = 4;

	memcpy(p, "tel:", 4);
	for (size_t i = 0; i < phone.n; i++)
		if (phone.p[i] == '+' || (phone.p[i] >= '0' && phone.p[i] <= '9'))
			p[n++] = phone.p[i];
	return (struct str){ p, n };
}

static enum outcome
words(struct request *rq, const char *title, void (*page)(struct out *o, const struct site_view *v))
{
	const struct web_config *c = web_config(rq->web);
	struct site_view v = {
		.brand = c->brand,
		.phone = c->phone,
		.phone_url = phone_url(rq->arena, c->phone),
		.address = c->public_url,
		.publisher = str_of(instance->publisher),
		.hosting = str_of(instance->hosting),
		.contact = str_of(instance->contact),
	};

	page(page_begin(rq, t(rq->lang, title)), &v);
	return page_end(rq, 200);
}

void
site_told(struct out *o, struct str text)
{
	out_raw(o, "<p>", 3);
	out_text(o, text.n ? text : t(o->lang, "site.not_told"));
	out_raw(o, "</p>\n", 5);
}

/* For those who work here, home is the first page of their day. */
enum outcome
site_home(struct request *rq, void *record)
{
	const struct menu_item *first = site_hooks.menu(rq);

	(void)record;
	if (rq->visitor.account && first->path && strcmp(first->path, "/") != 0)
		return reply_see_other(rq, "%s", first->path);
	return words(rq, "home.title", page_site_home);
}

enum outcome
site_accessibility(struct request *rq, void *record)
{
	(void)record;
	return words(rq, "accessibility.title", page_site_accessibility);
}

enum outcome
site_legal(struct request *rq, void *record)
{
	(void)record;
	return words(rq, "legal.title", page_site_legal);
}

enum outcome
site_privacy(struct request *rq, void *record)
{
	(void)record;
	return words(rq, "privacy.title", page_site_privacy);
}

/* ==== Site map ==== */

static bool
listed(const struct menu_item *item, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(item[i].path, path) == 0)
			return true;
	return false;
}

/* The menu of this visitor, then what stands at the foot of each page. */
enum outcome
site_map(struct request *rq, void *record)
{
	static const struct menu_item foot[] = {
		{ "layout.sign_in", "/sign-in" },
		{ "menu.lessons", "/lessons" },
		{ "menu.vulnerabilities", "/vulnerabilities" },
		{ "layout.preferences", "/preferences" },
		{ "accessibility.title", "/accessibility" },
		{ "legal.title", "/legal" },
		{ "privacy.title", "/privacy" },
	};
	const size_t n_foot = sizeof foot / sizeof foot[0];
	const struct menu_item *menu = site_hooks.menu(rq);
	struct site_map_view v = { 0 };
	struct menu_item *all;

	(void)record;
	while (menu[v.n].key)
		v.n++;
	all = arena_array(rq->arena, struct menu_item, v.n + n_foot);
	memcpy(all, menu, v.n * sizeof *menu);
	for (size_t i = rq->visitor.account ? 1 : 0; i < n_foot; i++)
		if (!listed(all, v.n, foot[i].path))
			all[v.n++] = foot[i];
	v.item = all;
	page_site_map(page_begin(rq, t(rq->lang, "sitemap.title")), &v);
	return page_end(rq, 200);
}

/* ==== Health ==== */

/* For a supervisor: does the site answer, with a database of its own version? */
enum outcome
site_health(struct request *rq, void *record)
{
	(void)record;
	if (!migrate_current(rq->db))
		return UNAVAILABLE;
	return reply_bytes(rq, 200, "text/plain; charset=utf-8", S("ok\n"));
}
