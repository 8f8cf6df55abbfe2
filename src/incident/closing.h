/*
 * The report of a file: what happened, what was decided, who was told, what was
 * advised, how it ended.  One document, as a page and as tagged PDF, for the cell
 * and the FSSI; or for the structure, without what is internal.
 *
 * Private to src/incident.
 */
#ifndef INCIDENT_CLOSING_H
#define INCIDENT_CLOSING_H

#include "doc/pdf.h"
#include "incident/tab.h"

/* own: as the structure may read it.  Texts are borrowed from the act's arena. */
enum outcome closing_document(struct act *act, const struct incident *in,
    const struct stored_report *s, bool own, enum zone zone, struct pdf **ret);

struct closing_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct pdf *document;
	struct str base; /* "/desk/INC-…" */
	bool own;
};

void page_closing(struct out *o, const struct closing_view *v);

#endif
