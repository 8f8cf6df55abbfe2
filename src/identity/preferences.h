/* The page of language and theme. */
#ifndef IDENTITY_PREFERENCES_H
#define IDENTITY_PREFERENCES_H

#include "web/web.h"

struct preferences_view {
	struct str back; /* the page to return to */
};

void page_preferences(struct out *o, const struct preferences_view *v);

/* A group of radio buttons; chosen is the one in force. */
void preferences_choice(struct out *o, const char *name, const char *chosen);

#endif
