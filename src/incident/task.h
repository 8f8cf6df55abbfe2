/*
 * Tasks of a file: what the cell, or the structure, has to do.
 *
 * The usual ones of a category are rows of data/task.tsv and have a code (their
 * words are those of vocabulary "task"); others have a title of their own, sealed.
 * Private to src/incident.
 */
#ifndef INCIDENT_TASK_H
#define INCIDENT_TASK_H

#include "incident/part.h"

struct task {
	int64_t id;
	struct moment created_at;
	int64_t account;  /* who wrote it */
	struct code code; /* vocabulary "task", or "" */
	int64_t owner;	  /* of the cell; INT_NONE for the structure */
	bool for_structure;
	struct code state; /* vocabulary "task_state" */
	struct moment due_at, ended_at;
	int64_t ended_by;
	struct str ended_role;
	int64_t version;
	struct str title, result; /* sealed */
};

extern const struct part task_part;

/* A line of the cell's own list, over all open files. */
struct desk_task {
	struct task task;
	struct str reference, org_name;
	struct code severity;
	bool late;
};

#define TASKS_MAX 200

struct str task_title(const struct task *k, enum lang lang);
bool task_ended(const struct task *k);
bool task_late(const struct task *k, struct moment now);

/* A new one, told in the log; the structure is written to when it is its. CONFLICT:
 * the file has too many. */
enum outcome task_add(
    struct act *act, const struct incident *in, const struct stored_report *s, struct task *k);

/* Those of data/task.tsv for the file's category that it lacks; *ret_n of them. */
enum outcome task_add_usual(
    struct act *act, const struct incident *in, const struct stored_report *s, size_t *ret_n);

/* To another state, with what came of it; in the log.  NOT_FOUND: no such task;
 * CONFLICT: somebody ended it meanwhile.  structure: only its own. */
enum outcome task_move(struct act *act, const struct incident *in, int64_t id, struct str state,
    struct str result, bool structure);

enum outcome task_find(struct act *act, const struct incident *in, int64_t id, struct task *ret);
/* Another title, due time or owner; in the log, and the structure is written to when it
 * becomes its.  CONFLICT: it is not the version that k is of, or it is over. */
enum outcome task_change(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct task *k);

enum outcome task_list(
    struct act *act, const struct incident *in, struct task **ret, size_t *ret_n);

#endif
