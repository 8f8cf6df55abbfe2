/*
 * Who is told, of what, by which rule: dispatches and their cards.
 *
 * data/routing.tsv is evaluated by work after each reception, complement and
 * qualification; a rule and recipient of an incident make one dispatch, once.
 * mode "fire" and "remind", "orient" are sent at once; "propose" waits for one
 * confirmation by an analyst (design.md §8.2).  A card is a sealed, immutable
 * copy of the few fields that data/card.tsv allows its kind.  Private to
 * src/incident.
 */
#ifndef INCIDENT_ROUTING_H
#define INCIDENT_ROUTING_H

#include "incident/file.h"

struct dispatch {
	int64_t id;
	struct str reference; /* "FIC-2026-000042" */
	int64_t incident;
	struct str incident_reference;
	struct vault vault;
	bool sealed; /* the file is */
	struct str rule, region;
	struct code desk, card, state, severity, tlp; /* vocabularies desk, card_kind, … */
	struct str basis;
	struct moment proposed_at, due_at, fired_at, acknowledged_at;
	struct str body;  /* the card in clear: a record of report fields; empty while proposed */
	struct str reply; /* the recipient's return message */
};

/* Evaluates every rule for the incident: idempotent. In a writing transaction. */
enum outcome routing_run(struct act *act, int64_t incident);

/* Proposals: CONFLICT when it was decided already. */
enum outcome dispatch_fire(
    struct act *act, struct incident *in, const struct report *r, struct dispatch *d);
enum outcome dispatch_decline(
    struct act *act, struct incident *in, struct dispatch *d, struct str reason);

enum outcome dispatch_by_id(struct act *act, int64_t id, struct dispatch *ret);
enum outcome dispatch_by_reference(struct act *act, struct str reference, struct dispatch *ret);
enum outcome dispatch_of_incident(
    struct act *act, const struct incident *in, size_t max, struct dispatch **ret, size_t *ret_n);
/* region {NULL} for desks without one; ROLE_VISITOR: every desk, for the cell, but
 * for sealed files where act's account is not named. */
enum outcome dispatch_of_desk(struct act *act, enum role desk, struct str region, size_t max,
    size_t skip, struct dispatch **ret, size_t *ret_n);
enum outcome dispatch_acknowledge(struct act *act, struct dispatch *d, struct str reply);

/* The desk of a dispatch as a role; ROLE_VISITOR for the structure's own. */
enum role dispatch_role(const struct dispatch *d);

/* Fields that a kind of card holds, in order, ended by NULL; in the arena. */
field_list card_fields(struct arena *a, struct str card);

#endif
