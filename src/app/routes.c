/*
 * Every route of the site.  Lists are tried in this order and, in a list, a
 * fixed word stands before a parameter at the same place.
 */
#include "app/routes.h"

const struct route *const all_routes[] = {
	site_route,
	identity_route,
	directory_route,
	vulnerability_route,
	declare_route,
	evidence_route,
	work_route, /* before file_route: "/reflex-cards/use" is no card */
	file_route,
	desk_route,
	card_route,
	authority_route,
	duty_route,
	journal_route,
	api_route,
	watch_route,
	NULL,
};
