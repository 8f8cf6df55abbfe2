/* A check of `vigie doctor`, and what it found.  Private to doctor*.c. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/instance.h"

enum state { STATE_FINE, STATE_NOTE, STATE_WRONG };

struct finding {
	enum state state;
	struct str text;
};

struct doctor {
	struct instance *in;
	struct arena *arena;
	struct moment now;
	struct db *db; /* NULL: it does not open */
	struct str db_error;
	bool schema; /* it is ours: statements may be run */
};

struct check {
	const char *name;
	struct finding (*run)(struct doctor *d);
};

bool others_may(const char *path); /* may others than the owner read it? */

struct finding check_gateway(struct doctor *d);
struct finding check_rota(struct doctor *d);
struct finding check_rehearsal(struct doctor *d);

extern const struct check check_table[]; /* ended by a NULL name */

struct finding fine(struct doctor *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct finding note(struct doctor *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct finding wrong(struct doctor *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
