/*
 * What is forgotten of a file that is over, by class: data/retention.tsv.
 * Private to src/incident.
 */
#ifndef INCIDENT_RETENTION_H
#define INCIDENT_RETENTION_H

#include "incident/file.h"

/* Every sealed field of who declared and their contacts goes, of every version. */
enum outcome report_forget(struct act *act, struct stored_report *s);

/* One file: who declared goes; or its key, its attachments and what indexes it. */
enum outcome retention_pseudonymise(struct act *act, int64_t incident);
enum outcome retention_erase(struct act *act, int64_t incident);

#endif
