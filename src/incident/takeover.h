/*
 * ANSSI in charge of an incident: declared by ANSSI on its card or by the cell on
 * its word by telephone, then handed back.  One at a time.  Private to
 * src/incident.
 */
#ifndef INCIDENT_TAKEOVER_H
#define INCIDENT_TAKEOVER_H

#include "incident/file.h"

struct takeover {
	int64_t id;
	struct code role; /* who declared it */
	struct moment at, since, ended_at;
	struct str contact, phone; /* at ANSSI */
	struct code end_reason;	   /* vocabulary takeover_end */
	struct str end_note;
};

/* Newest first. */
enum outcome takeover_list(struct act *act, int64_t incident, const struct vault *v, size_t max,
    struct takeover **ret, size_t *ret_n);

/* CONFLICT: it is in charge already; or nobody is.  The flag that the figures count
 * follows; structure and cell are told. */
enum outcome takeover_declare(struct act *act, int64_t incident, const struct takeover *who);
enum outcome takeover_end(struct act *act, int64_t incident, struct str reason, struct str note);

#endif
