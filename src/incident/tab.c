/*
 * The parts of a file (tab.h): their lists, and the head that leads to each.
 */
#include "incident/tab.h"

#include "base/shape.h"

/* clang-format off */
const struct tab desk_tab[] = {
	{ "", "tab.file", OBJECT_FILE, ACTION_READ },
	{ "work", "tab.work", OBJECT_FILE, ACTION_READ },
	{ "evidence", "tab.evidence", OBJECT_FILE, ACTION_READ },
	{ "links", "tab.links", OBJECT_FILE, ACTION_READ },
	{ "deadlines", "tab.deadlines", OBJECT_FILE, ACTION_READ },
	{ "timeline", "tab.timeline", OBJECT_FILE, ACTION_READ },
	{ "providers", "tab.providers", OBJECT_FILE, ACTION_READ },
	{ "authorities", "tab.authorities", OBJECT_FILE, ACTION_READ },
	{ "fssi", "tab.fssi", OBJECT_CRISIS, ACTION_READ },
	{ "consents", "tab.consents", OBJECT_FILE, ACTION_READ },
	{ "access", "tab.access", OBJECT_ACCESS, ACTION_READ },
	{ "report", "tab.report", OBJECT_FILE, ACTION_READ },
	{ "lesson", "tab.lesson", OBJECT_FILE, ACTION_READ },
	{ 0 },
};

const struct tab own_tab[] = {
	{ "", "tab.own", OBJECT_OWN_FILE, ACTION_READ },
	{ "work", "tab.work", OBJECT_OWN_FILE, ACTION_READ },
	{ "deadlines", "tab.deadlines", OBJECT_OWN_FILE, ACTION_READ },
	{ "timeline", "tab.timeline", OBJECT_OWN_FILE, ACTION_READ },
	{ "consents", "tab.consents", OBJECT_OWN_FILE, ACTION_READ },
	{ "report", "tab.report", OBJECT_OWN_FILE, ACTION_READ },
	{ "lesson", "tab.lesson", OBJECT_OWN_FILE, ACTION_READ },
	{ 0 },
};
/* clang-format on */

#define TABS_MAX 16

/* The list of a file that is not sealed is for those who could seal it. */
static bool
listed(const struct request *rq, const struct incident *in, const struct tab *tab)
{
	struct facts f = { .sealed = in->sealed, .named = in->sealed };

	return tab->object != OBJECT_ACCESS ||
	       access_may(request_member(rq), tab->object, tab->action, &f);
}

static void
draw(struct out *o, const struct tab *all, struct head_view *v)
{
	const struct tab *shown[TABS_MAX];

	for (size_t i = 0; all[i].key && v->n_tabs < TABS_MAX; i++)
		if (o->rq && identity_may(o->rq, RIGHT(all[i].object, all[i].action)) &&
		    listed(o->rq, v->in, &all[i]))
			shown[v->n_tabs++] = &all[i];
	v->tab = shown;
	page_file_head(o, v);
}

void
desk_head(struct out *o, const struct incident *in, const char *active)
{
	struct head_view v = { .in = in, .active = active };

	v.base = arena_printf(o->arena, "/desk/%.*s", PS(in->reference));
	v.title = in->reference;
	v.subtitle = in->org_name;
	draw(o, desk_tab, &v);
}

void
own_head(
    struct out *o, const struct incident *in, const struct stored_report *s, const char *active)
{
	struct head_view v = { .in = in, .active = active };

	v.base = arena_printf(o->arena, "/file/%.*s", PS(s->reference));
	v.title =
	    arena_printf(o->arena, "%.*s %.*s", PS(t(o->lang, "file.title")), PS(s->reference));
	v.subtitle = s->r.org_name;
	if (s->r.title.n)
		v.subtitle =
		    arena_printf(o->arena, "%.*s – %.*s", PS(s->r.org_name), PS(s->r.title));
	draw(o, own_tab, &v);
}
