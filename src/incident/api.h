/* Documents of the API about incidents.  Private to src/incident. */
#ifndef INCIDENT_API_H
#define INCIDENT_API_H

#include "incident/file.h"

/* A list by pages: "data" and "next", the cursor of what follows. */
#define API_PAGE 100
#define API_PAGE_MAX 500

struct cursor {
	struct moment at;
	int64_t id;
};

/* "<seconds>.<id>" as we gave it; false for anything else. */
bool cursor_read(struct str text, struct cursor *ret);

#endif
