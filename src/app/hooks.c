/*
 * What web/ and identity/ ask of what stands to their right, and the menu.
 *
 * An entry is shown when its route exists and this visitor may take it: the menu
 * is computed from the rights, so that it can neither promise a page that is
 * refused nor hide one that is granted.  What a table row adds is for whom the
 * entry is meant: an analyst may declare an incident too, but that is no place
 * to go to every day.  A row may stand here before its route does.
 */
#include "app/instance.h"
#include "app/routes.h"
#include "directory/directory.h"
#include "duty/duty.h"
#include "identity/identity.h"
#include "incident/incident.h"

enum meant { FOR_OUTSIDE = 1, FOR_CELL = 2, FOR_OFFICE = 4, FOR_STAFF = FOR_CELL | FOR_OFFICE };

static const struct entry {
	enum meant meant;
	struct menu_item item;
} menu_table[] = {
	{ FOR_OUTSIDE, { "menu.home", "/" } },
	{ FOR_OUTSIDE, { "menu.declare", "/declare" } },
	{ FOR_OUTSIDE, { "menu.follow", "/declare/resume" } },
	{ FOR_OUTSIDE, { "menu.files", "/file" } },
	{ FOR_OUTSIDE, { "menu.reflex", "/reflex-cards" } },
	{ FOR_OUTSIDE, { "menu.publications", "/publications" } },
	{ FOR_OUTSIDE, { "menu.lessons", "/lessons" } },
	{ FOR_STAFF, { "menu.queue", "/desk" } },
	{ FOR_STAFF, { "menu.providers", "/desk/providers" } },
	{ FOR_STAFF, { "menu.campaigns", "/campaigns" } },
	{ FOR_CELL, { "menu.tasks", "/tasks" } },
	{ FOR_CELL, { "menu.watch", "/watch" } },
	{ FOR_STAFF, { "menu.duty", "/duty" } },
	{ FOR_CELL, { "menu.vendors", "/providers" } },
	{ FOR_STAFF, { "menu.paper", "/paper" } },
	{ FOR_STAFF, { "menu.decisions", "/decisions" } },
	{ FOR_CELL, { "menu.sent", "/cards" } },
	{ FOR_OFFICE, { "menu.cards", "/cards" } },
	{ FOR_OFFICE, { "menu.fssi", "/fssi" } },
	{ FOR_CELL, { "menu.sector", "/sector-alerts" } },
	{ FOR_STAFF, { "menu.journal", "/journal" } },
	{ FOR_STAFF, { "menu.structures", "/structures" } },
	{ FOR_STAFF, { "menu.accounts", "/accounts" } },
	/* What everybody may read comes last: the first row that one may open is one's home. */
	{ FOR_STAFF, { "menu.vulnerabilities", "/vulnerabilities" } },
	{ FOR_STAFF, { "menu.publications", "/publications" } },
	{ FOR_STAFF, { "menu.lessons", "/lessons" } },
};
#define N_MENU (sizeof menu_table / sizeof menu_table[0])

static enum meant
meant_for(enum role r)
{
	if (r == ROLE_ANALYST || r == ROLE_DUTY || r == ROLE_LEAD)
		return FOR_CELL;
	/* An authority, or the running of the system. */
	if (r > ROLE_LEAD && r <= ROLE_ADMIN)
		return FOR_OFFICE;
	return FOR_OUTSIDE;
}

static bool
shown(const struct request *rq, const struct entry *e, enum meant who)
{
	struct str segment[SEGMENTS_MAX];
	const struct route *r;
	int status;

	if ((e->meant & who) == 0)
		return false;
	r = route_find(all_routes, GET, str_of(e->item.path), segment, &status);
	return r && (r->right == 0 || identity_may(rq, r->right));
}

static const struct menu_item *
menu(const struct request *rq)
{
	struct menu_item *list = arena_array(rq->arena, struct menu_item, N_MENU + 1);
	enum meant who = meant_for(request_member(rq)->role);
	size_t n = 0;

	for (size_t i = 0; i < N_MENU; i++)
		if (shown(rq, &menu_table[i], who))
			list[n++] = menu_table[i].item;
	return list;
}

const struct web_hooks site_hooks = {
	.session_find = identity_session_find,
	.may = identity_may,
	.menu = menu,
	.scoped = identity_scoped,
};

/* A legal entity stands for the first of its places. */
static enum outcome
structure_find(struct db *db, struct str finess, int64_t *ret)
{
	struct arena *a = arena_new(4u << 20);
	struct structure_list places = { 0 };
	struct structure s;
	enum outcome o = structure_by_finess(db, finess, a, &s);

	if (o == NOT_FOUND) {
		o = structure_of_legal(db, finess, a, &places);
		if (o == OK && places.n == 0)
			o = NOT_FOUND;
		else if (o == OK)
			s = places.item[0];
	}
	if (o == OK)
		*ret = s.id;
	arena_free(a);
	return o;
}

static struct str
structure_name_of(struct db *db, int64_t id, struct arena *a)
{
	struct structure s;

	return structure_by_id(db, id, a, &s) == OK ? s.name : (struct str){ NULL, 0 };
}

static enum outcome
knows(const struct duty_means *m, struct str kind, struct str subject, int64_t account,
    enum role role, bool *ret)
{
	*ret = true;
	if (!str_eq(kind, S("incident")))
		return OK;
	return incident_known(m->db, subject, account, role, m->now, ret);
}

void
hooks_begin(const struct instance *in)
{
	incident_settings.nis2 = in->nis2;
	duty_hooks.knows = knows;
	identity_hooks = (struct identity_hooks){ structure_find, structure_name_of };
}
