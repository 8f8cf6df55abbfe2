/*
 * Pages open to everybody.  Those of words alone cost an anonymous visitor no
 * database: on the day when every hospital looks for the telephone number, this
 * page must be the last thing to fall.
 */
#include "app/routes.h"
#include "app/site.h"

const struct route site_route[] = {
	{ GET, "/", 0, NULL, site_home, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/sitemap", 0, NULL, site_map, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/accessibility", 0, NULL, site_accessibility, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/legal", 0, NULL, site_legal, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/privacy", 0, NULL, site_privacy, ROUTE_STATIC_PAGE, NULL },
	{ GET, "/health", 0, NULL, site_health, 0, NULL },
	{ 0 },
};
