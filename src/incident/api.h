/* Documents of the API about incidents.  Private to src/incident. */
#ifndef INCIDENT_API_H
#define INCIDENT_API_H

#include "base/json.h"
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

/* --- One file --------------------------------------------------------------- */

struct api_call {
	struct act act;
	struct incident in;
	struct stored_report s;
	bool cell;	 /* the cell's whole file, or what its structure may see of it */
	struct str made; /* by an earlier call of the same idempotency key; "": none */
};

/* The file of the address for the account behind the token, on whichever side it is;
 * FORBIDDEN also for the cell's program where the marking is above the channel's. */
enum outcome api_open(struct request *rq, enum action action, struct api_call *c);
/* The same for the cell alone. */
enum outcome api_open_cell(struct request *rq, enum action action, struct api_call *c);

/* A change: once by its key (made is set where it is a repeat), and not of a file that
 * is over, unless ended files are meant.  A conflict is told in words. */
enum outcome api_change(struct request *rq, struct api_call *c, bool ended);
/* What it came to: reference, version, workflow, and the decision where it takes two. */
enum outcome api_changed(struct request *rq, struct api_call *c, enum outcome o);

/* What the body does not name stays as it is in base. */
void api_keep(const struct request *rq, field_list asked, const void *base, void *record);

/* {"data": [ … ]} */
struct api_list {
	struct buf b;
	struct json j;
};
void api_list_begin(struct api_list *l);
enum outcome api_list_end(struct request *rq, struct api_list *l, enum outcome o);

/* The present values, for whoever wrote over an older version (409). */
enum outcome api_qualification_conflict(struct request *rq, void *record);

#endif
