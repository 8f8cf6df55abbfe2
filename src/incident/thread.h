/*
 * What an authority sends back about a card, what the cell answers, and the calls
 * that were made: one thread a card.  Private to src/incident.
 */
#ifndef INCIDENT_THREAD_H
#define INCIDENT_THREAD_H

#include "incident/routing.h"

struct letter {
	int64_t id, account;
	struct moment at;
	struct str dispatch;	/* its reference, in lists of a file */
	struct code role, kind; /* vocabularies role, return_kind */
	bool from_cell;
	bool internal;	       /* the desk does not see it */
	struct code territory; /* an agency's word: oui, non, nsp */
	bool answered;	       /* of a question */
	struct str text;
};

/* Kept, in the file's log, told to the other side.  l->from_cell decides which. */
enum outcome thread_add(struct act *act, const struct dispatch *d, struct letter *l);

/* In order of time; without the internal ones for the desk. */
enum outcome thread_of_dispatch(struct act *act, const struct dispatch *d, bool internal,
    size_t max, struct letter **ret, size_t *ret_n);
enum outcome thread_of_incident(
    struct act *act, const struct incident *in, size_t max, struct letter **ret, size_t *ret_n);

/* Kinds that this desk may send, from vocabulary return_kind. */
bool thread_kind_may(struct str kind, struct str desk);

#endif
