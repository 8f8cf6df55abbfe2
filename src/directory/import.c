/*
 * Importing a national file: parse, settle, write, a thousand records a
 * transaction.
 *
 * What fails in one record is the report's; what fails in the database (full,
 * busy, gone) stops the import: the batches before stand, their counts too, and
 * giving the same file again finishes the work, since what is there already is
 * skipped.  One transaction for the whole file was rejected: it would hold the
 * only write lock of SQLite for seconds, and declarations wait behind it.
 */
#include "directory/finess.h"
#include "directory/private.h"

#define BATCH 1000
#define SCRATCH_MAX (256u << 20)

struct run {
	struct db *db;
	struct arena *scratch; /* of a batch */
	struct import_report *report;
	struct import_report before; /* counts at the last commit */
	size_t in_batch;
	size_t total;
};

static enum outcome
flush(struct run *run, size_t left)
{
	struct import_report *r = run->report;
	enum outcome o = OK;

	if (db_in_transaction(run->db))
		o = db_commit(run->db);
	if (o != OK)
		return o;
	run->before = *r;
	run->in_batch = 0;
	arena_reset(run->scratch);
	if (r->progress)
		r->progress(r->context, run->total - left, run->total);
	return OK;
}

static void
count(struct import_report *r, enum change change)
{
	switch (change) {
	case CHANGE_NEW: r->imported++; break;
	case CHANGE_UPDATED: r->updated++; break;
	case CHANGE_NONE: r->skipped++; break;
	}
}

static enum outcome
store(struct run *run, enum finess_row row, struct finess_record *rec)
{
	enum change change = CHANGE_NONE;
	enum outcome o;

	if (row == FINESS_LEGAL) {
		o = legal_entity_upsert(run->db, &rec->legal, &change, run->scratch);
	} else {
		structure_settle(&rec->s);
		o = structure_upsert(run->db, &rec->s, &change, run->scratch);
	}
	if (o == OK)
		count(run->report, change);
	return o;
}

static enum outcome
take(struct run *run, enum finess_row row, struct finess_record *rec, size_t left)
{
	struct import_report *r = run->report;
	enum outcome o = OK;

	if (row == FINESS_NOTHING)
		return OK;
	if (row == FINESS_IGNORED) {
		r->ignored++;
		return OK;
	}
	r->read++;
	for (size_t i = row == FINESS_BAD; i < rec->n_notes; i++)
		import_warn(r, rec->line, rec->note[i].field, rec->note[i].key, rec->note[i].value);
	if (row == FINESS_BAD)
		import_reject(
		    r, rec->line, rec->note[0].field, rec->note[0].key, rec->note[0].value);
	else if (!db_in_transaction(run->db))
		o = db_begin(run->db, TXN_WRITE);
	if (o == OK && row != FINESS_BAD)
		o = store(run, row, rec);
	if (o == OK && ++run->in_batch == BATCH)
		o = flush(run, left);
	return o;
}

static enum outcome
import_csv(struct run *run, struct str bytes)
{
	struct finess_csv f;
	struct finess_record rec;
	enum finess_row row;
	enum outcome o = OK;

	finess_csv_start(&f, bytes);
	while (o == OK && (row = finess_csv_next(&f, run->scratch, &rec)) != FINESS_END)
		o = take(run, row, &rec, f.rest.n);
	if (o == OK)
		o = flush(run, 0);
	return o == OK && (f.stopped || !f.started) ? INVALID : o;
}

static enum outcome
import_json(struct run *run, struct str bytes, struct arena *a)
{
	struct finess_json f;
	struct finess_record rec;
	enum finess_row row;
	enum outcome o = OK;

	finess_json_start(&f, bytes, a);
	if (f.error) {
		import_reject(run->report, 1, "", f.error, S(""));
		return INVALID;
	}
	if (f.n_ght)
		o = db_begin(run->db, TXN_WRITE);
	for (size_t i = 0; i < f.n_ght && o == OK; i++)
		o = ght_put(run->db, &f.ght[i]);
	while (o == OK && (row = finess_json_next(&f, run->scratch, &rec)) != FINESS_END)
		o = take(run, row, &rec, f.entities.n);
	finess_json_release(&f);
	return o == OK ? flush(run, 0) : o;
}

/* The counts of what is really in the database; notes stay. */
static void
back_to_commit(struct run *run)
{
	struct import_report *r = run->report;

	db_rollback(run->db);
	r->imported = run->before.imported;
	r->updated = run->before.updated;
	r->skipped = run->before.skipped;
}

enum outcome
directory_import(struct db *db, struct str bytes, struct import_report *report)
{
	struct run run = { .db = db, .report = report, .before = *report, .total = bytes.n };
	struct arena *groups = arena_new(SCRATCH_MAX);
	struct str start = bytes;
	enum outcome o;

	run.scratch = arena_new(SCRATCH_MAX);
	if (str_starts(start, S("\xEF\xBB\xBF")))
		start = str_sub(start, 3, start.n);
	start = str_trim(str_sub(start, 0, 1024));
	if (str_starts(start, S("{")))
		o = import_json(&run, bytes, groups);
	else
		o = import_csv(&run, bytes);
	if (o != OK)
		back_to_commit(&run);
	arena_free(run.scratch);
	arena_free(groups);
	return o;
}
