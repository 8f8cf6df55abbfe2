/* Consents on the file's pages, the structure's and the cell's. Private to src/incident. */
#ifndef INCIDENT_CONSENT_PAGE_H
#define INCIDENT_CONSENT_PAGE_H

#include "incident/consent.h"
#include "incident/desk.h"
#include "incident/own.h"

#define READERS_MANY 24

struct way {			 /* out of the house: data/exit.tsv */
	struct str channel, why; /* vocabulary exit_refusal; "": it may */
	bool anonymise;
};

struct consents_view {
	const struct incident *in;
	const struct stored_report *s;
	bool cell, may_write;
	struct consent lessons, indicators;
	size_t n, n_readers, n_ways;
	const struct consent *past;
	const struct journal_readers *reader;
	int64_t people; /* who read it, structure apart */
	const struct way *way;
	const struct filled *filled;
};

void page_consents_own(struct out *o, const struct consents_view *v);
void page_consents_desk(struct out *o, const struct consents_view *v);
void consents_now(struct out *o, const struct consents_view *v);
void consents_past(struct out *o, const struct consents_view *v);

/* Called by the templates. */
struct str consent_label(struct out *o, const struct consent *c);

#endif
