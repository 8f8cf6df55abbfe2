/*
 * Rows of a file: tasks, measures, events of the attack, losses, consents.
 *
 * Each is a record with a field list; the clear members are columns of the same
 * name, the sealed ones one body under the file's vault.  A part says which
 * statements write and read it, so that no table has a writer of its own that
 * could forget to seal.  Private to src/incident.
 */
#ifndef INCIDENT_PART_H
#define INCIDENT_PART_H

#include "incident/file.h"

struct part {
	const char *place;  /* what the vault seals for: "task.body"; NULL: all is clear */
	const char *action; /* of the journal: "task" gives task.add, task.save */
	field_list fields;  /* all of the record, sealed ones too; "id" among them */
	size_t size;
	size_t max; /* rows of one file */
	const struct sql *insert, *save, *list;
};

/* What the statement wants beside the fields: :incident or :id, :body. */
enum outcome part_add(struct act *act, const struct incident *in, const struct part *p,
    const void *record, int64_t *ret_id);
/* NOT_FOUND when the file has no such row. */
enum outcome part_save(
    struct act *act, const struct incident *in, const struct part *p, const void *record);
/* UNAVAILABLE when a body does not open: nothing of it is shown. */
enum outcome part_list(
    struct act *act, const struct incident *in, const struct part *p, void **ret, size_t *ret_n);

/* The body of a record and back, for rows that hang on another row than the file. */
struct str part_seal(
    struct act *act, const struct vault *v, const struct part *p, const void *record);
bool part_unseal(
    struct act *act, const struct vault *v, const struct part *p, struct str sealed, void *record);

/* Who acts, as a column: INT_NONE for somebody without account. */
int64_t act_account(const struct act *act);

/* One in a list of records that begin with their number; NULL when there is none. */
void *part_find(void *list, size_t n, size_t size, int64_t id);

#endif
