/* One file being imported: what its readers share.  Private to this folder. */
#ifndef KNOWLEDGE_VULN_RUN_H
#define KNOWLEDGE_VULN_RUN_H

#include "knowledge/vuln.h"
#include "knowledge/vulnerability.h"

struct vuln_run {
	struct db *db;
	struct arena *scratch; /* of a record */
	struct import_report *report, before;
	struct moment now;
	struct str file;
	size_t in_batch;
};

/* One more record was written: commits when the batch is full. */
enum outcome vuln_run_done(struct vuln_run *run);

/* What was not committed was not done: rolls back, gives o. */
enum outcome vuln_run_give_up(struct vuln_run *run, enum outcome o);

enum outcome vuln_import_epss(struct vuln_run *run, struct str bytes);

#endif
