/*
 * Who is told, of what, by which rule: dispatches and their cards.
 *
 * data/routing.tsv is evaluated by work after each reception, complement and
 * qualification; a rule and recipient of an incident make one dispatch, once.
 * mode "fire" and "remind", "orient" are sent at once; "propose" waits for one
 * confirmation by an analyst (design.md §8.2).  A card is a sealed, immutable
 * copy of the few fields that data/card_field.tsv allows its desk (sheet.h).
 * What changes afterwards makes a card that follows the first, never another
 * text of it.  Private to src/incident.
 */
#ifndef INCIDENT_ROUTING_H
#define INCIDENT_ROUTING_H

#include "incident/rules.h"
#include "incident/sheet.h"

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
	int64_t sequence;    /* 1, then one more a card that follows it */
	struct str previous; /* reference of the card that this one follows */
	struct str facts_hash;
	struct moment ack_due, sent_again_at;
	struct str body;   /* the card in clear (sheet.h); empty while proposed */
	struct str reply;  /* return message of before the thread of messages */
	struct str reason; /* why it was sent by hand */
	struct str acknowledged_name;
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
/* Which cards a list shows; what is not asked for stays zero, MOMENT_NONE. */
struct dispatch_filter {
	enum role desk;	   /* ROLE_VISITOR: every desk, for the cell, but for sealed files
			    * where act's account is not named */
	struct str region; /* {NULL}: all */
	bool waiting;	   /* not acknowledged */
	bool crisis;	   /* of incidents of which the desk was told that they are one */
	bool authorities;  /* not those of the structure */
	struct moment since, until;
};
enum outcome dispatch_of_desk(struct act *act, const struct dispatch_filter *f, size_t max,
    size_t skip, struct dispatch **ret, size_t *ret_n);
/* The reference of the card that follows; empty: none. */
enum outcome dispatch_next(struct act *act, struct str reference, struct str *ret);
/* CONFLICT when somebody did already. name: who, as they say. */
enum outcome dispatch_acknowledge(struct act *act, struct dispatch *d, struct str name);

/* The desk of a dispatch as a role; ROLE_VISITOR for the structure's own. */
enum role dispatch_role(const struct dispatch *d);

/* By hand, by the cell, with a reason: rule "manual", as often as needed. */
enum outcome dispatch_manual(struct act *act, struct incident *in, const struct report *r,
    struct str desk, struct str card, struct str reason, struct dispatch *ret);
/* The same mail once more, with a link that is not used yet; CONFLICT unless sent. */
enum outcome dispatch_again(struct act *act, const struct incident *in, struct dispatch *d);

/* ==== Between routing.c, fire.c and follow.c ==== */

/* What one evaluation works with. */
struct run {
	struct act *act;
	struct incident in;
	struct stored_report s;
	struct rule_facts facts;    /* what was declared, overlaid by what was qualified */
	struct rule_facts declared; /* what the structure says today */
	const struct table *t;
	bool leaves; /* cards may go to authorities unasked (exit.h) */
};

/* A new row, numbered; with its card when d->body is there. Without effect (no id)
 * when the same was inserted meanwhile. */
enum outcome dispatch_insert(struct act *act, struct dispatch *d);
/* Inserted, noted in the journal, written to whom it concerns. */
enum outcome dispatch_send(
    struct act *act, struct dispatch *d, const struct incident *in, const struct stored_report *s);
/* The card that the desk would get now. */
struct str dispatch_body(
    struct act *act, const struct dispatch *d, const struct report *r, const struct incident *in);
/* Its agency, as long as it is told to one. */
struct str agency_of(const struct incident *in, const struct rule_facts *f);

/* What was sent and is not true any more: cards that follow (follow.c). */
enum outcome follow_run(struct run *run);

#endif
