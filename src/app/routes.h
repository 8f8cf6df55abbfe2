/* The whole site in lists, one a domain: an auditor reads them beside access.c. */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "web/web.h"

extern const struct route site_route[], identity_route[], directory_route[], declare_route[],
    file_route[], desk_route[], card_route[], authority_route[], duty_route[], journal_route[],
    work_route[], api_route[], evidence_route[], vulnerability_route[], watch_route[];

extern const struct route *const all_routes[];
extern const struct web_hooks site_hooks;

/* Lets identity/ know the directory, and incident/ the settings; once, before threads
 * start (site_begin does). */
struct instance;
void hooks_begin(const struct instance *in);

#endif
