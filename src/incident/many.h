/*
 * Many and one: incidents under a parent.
 *
 * A file may stand under another in two ways.  "provider": a provider failed, an
 * incident without a report of its own is opened for it, and the files of the
 * structures that it struck stand under it; each keeps its life and its workflow.
 * "duplicate": the same event was declared twice; the file becomes DOUBLON under
 * the one that is treated.  Duplicates of a struck file make three levels, never
 * more: a duplicate has no children, and a failure stands under nothing but a
 * failure that it duplicates.
 *
 * Merging moves nothing: no report, log entry, attachment or vault goes from one
 * file to the other, the parent's page reads its children.  So nothing can be lost
 * by a merge, a structure goes on reading its own file and no other, and taking a
 * decision back is a matter of the few columns of struct tie.  Copying logs and
 * evidence into one file was rejected: it is what cannot be undone, and it would
 * show one structure's words to another.
 *
 * Each decision is a deed: a number, and a row a file of what its tie was before
 * and became.  Taking a deed back is a deed too, so that it can be taken back.
 * Private to src/incident.
 */
#ifndef INCIDENT_MANY_H
#define INCIDENT_MANY_H

#include "incident/file.h"

#define CHILDREN_MAX 1000 /* shown, and acted on at once */

struct tie {
	int64_t parent; /* 0: none */
	struct str kind, workflow;
	struct moment due_at;
	struct str due_code;
	struct moment closed_at;
};

/* An incident as the rules of ties see it, read under the deed's lock. */
struct knot {
	int64_t id, version;
	struct str reference;
	bool provider;
	int64_t duplicates, struck; /* children of each kind */
	struct tie tie;
};

struct link_event {
	int64_t id, deed, incident, account, undoes, undone;
	struct str action; /* vocabulary link_action */
	struct moment at;
	struct tie before, after;
};

/* One decision, about one file or several.  While it is made nobody else makes one:
 * two merges that together were a circle cannot pass each other. */
struct deed {
	struct act *act;
	struct arena *arena; /* the decision's; act's may be one file's */
	int64_t id;
	size_t n;	  /* files that it changed */
	struct str names; /* their references, for the parent's log */
};

enum outcome deed_begin(struct act *act, struct deed *ret);

/* Under a provider's failure.  CONFLICT: the other is none, or is a duplicate; the
 * file is a failure itself, a duplicate (its original is the one to attach), or
 * stands there already. */
enum outcome deed_attach(
    struct deed *d, struct incident *in, const struct incident *failure, struct str reason);

/* in is the duplicate of into; what stood under in stands under into from now on.
 * CONFLICT: either is a duplicate already, they are one, or one of them alone is a
 * provider's failure. */
enum outcome deed_merge(
    struct deed *d, struct incident *in, const struct incident *into, struct str reason);

/* Out from under its parent, whatever became of it since; a duplicate goes back to
 * the state that it was merged in.  CONFLICT: it stands under nothing. */
enum outcome deed_split(struct deed *d, struct incident *in, struct str reason);

/* The deed's line in the log of the incident that the files stand under. */
enum outcome deed_told(struct deed *d, const struct incident *parent, const char *key);

/* Everything as it was before the deed.  CONFLICT: a later decision stands on it. */
enum outcome deed_undo(struct act *act, int64_t deed);

/* Whose files it concerns: references, in the arena. */
enum outcome deed_files(struct act *act, int64_t deed, struct str **ret, size_t *ret_n);

/* --- For tie.c and undo.c ------------------------------------------------ */

enum outcome knot_read(struct act *act, int64_t id, struct knot *ret);
/* May a file with k's children be tied like that?  parent: NULL for no parent. */
bool knot_may(const struct knot *k, struct str kind, const struct knot *parent);
/* The change itself, its row, its history and its line in the file's log; action is
 * the journal's, "incident.merge". */
enum outcome knot_tie(struct deed *d, struct incident *in, const struct knot *k,
    const struct tie *to, const char *action, int64_t undoes, struct str reason);
/* For each of n files, in memory that the next one takes again. */
enum outcome deed_each(struct deed *d, size_t n,
    enum outcome (*run)(struct deed *d, size_t i, void *context), void *context);
enum outcome link_event_read(struct query *q, struct arena *a, struct link_event *ret);

/* --- Failures of providers (provider.c) ---------------------------------- */

/* Opened by the cell, taken by whoever opens it. */
enum outcome provider_open(struct act *act, struct str name, struct incident *ret);

/* --- Counting ------------------------------------------------------------ */

/* What an incident stands for: reports and structures; one incident. */
struct tree_count {
	int64_t reports, structures, regions, files;
};
/* By the files that the member may know of. */
enum outcome tree_count(
    struct act *act, const struct member *m, const struct incident *in, struct tree_count *ret);

/* Of a period: 300 reports of one failure are 300 reports and one incident. */
enum outcome many_count(struct act *act, struct moment since, struct moment until,
    int64_t *ret_reports, int64_t *ret_incidents);

#endif
