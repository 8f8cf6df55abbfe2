/* The page of what may not leave. Private to src/incident. */
#ifndef INCIDENT_EXIT_PAGE_H
#define INCIDENT_EXIT_PAGE_H

#include "incident/desk.h"
#include "incident/exit.h"

struct exit_view {
	struct str reference, tlp, ceiling;
	struct str channel; /* vocabulary exit */
	struct str why;	    /* vocabulary exit_refusal */
	bool cell;	    /* may go and see what would lift it */
};

void page_exit(struct out *o, const struct exit_view *v);

/* Called by the template. */
const char *exit_lift(const struct exit_view *v); /* the words of what would lift it */
bool exit_because(const struct exit_view *v, const char *why);

#endif
