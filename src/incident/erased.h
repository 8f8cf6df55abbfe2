/*
 * What is still told of a file that was forgotten (retention.h): a mark in the lists
 * of files that are over, and a page that says what went and what is kept.
 * Private to src/incident.
 */
#ifndef INCIDENT_ERASED_H
#define INCIDENT_ERASED_H

#include "incident/file.h"

/* How far, for lists: "" and not known where nothing was forgotten. */
struct forgotten {
	struct str class; /* of data/retention.tsv: vocabulary retention_class */
	struct moment at;
	bool erased; /* there is no page behind its reference any more */
};

/* From columns retained, retained_at and erased_at of a list. */
struct forgotten forgotten_read(const struct query *q);

/* For a page of a file that is not there: 410 and what is kept, for whom it was
 * readable; else what the page would have answered. */
enum outcome erased_show(struct request *rq, enum object object);

struct erased_view {
	struct str reference, org_name;
	struct code org_type, department, workflow, severity, category, care_state;
	struct moment received_at, closed_at, erased_at;
	struct str class;
};

void page_erased(struct out *o, const struct erased_view *v);
void out_forgotten(struct out *o, const struct forgotten *f);

#endif
