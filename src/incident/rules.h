/*
 * The rules that turn answers into law and urgency: tables of data/, evaluated
 * over the facts of a file in three values (yes, no, not known).
 *
 * Facts are the report's answers, overlaid by what the analyst qualified, and a
 * few derived ones.  Private to src/incident.
 */
#ifndef INCIDENT_RULES_H
#define INCIDENT_RULES_H

#include "base/condition.h"
#include "incident/file.h"

struct rule_facts {
	struct report r; /* first: the fields of report_fields reach into it */
	struct code military, no_ars, out_of_scope, national_scope, major;
	struct code crisis, provider;
	struct code express_demand; /* of the FSSI, unanswered: routing.c knows */
	struct code provider_wave;  /* R14: set by routing alone, which asks the other files */
};

field_list rule_fields(void); /* report_fields and the derived facts */

/* in may be NULL: before the incident exists. */
void rule_facts(struct rule_facts *f, const struct report *r, const struct incident *in,
    bool military, struct moment now);

/* D1111-16-2 CSP (domain.md §1.3): the five criteria, then grave and significant. */
void rule_criteria(struct incident *in, const struct rule_facts *f);

/* §4.3: the proposed level, from data/severity.tsv. */
struct str rule_severity(const struct rule_facts *f);
struct str rule_severity_reason(const struct rule_facts *f); /* of vocabulary severity_reason */

/* minutes later, on a clock of the tables ("office", "always"). */
struct moment rule_after(struct moment from, int64_t minutes, struct str clock);
struct moment rule_after_seconds(struct moment from, int64_t seconds, struct str clock);
int64_t rule_between(struct moment from, struct moment to, struct str clock); /* seconds */

int64_t severity_level(struct str severity); /* 0..4; 0 when not known */
bool workflow_ended(struct str workflow);    /* closed, out of scope, error, cancelled */

/* When the cell calls back at the latest. */
struct moment rule_callback(const struct report *r, struct moment now);

/* Does RSIT, or a card, follow from a category? attributes of the vocabulary. */
struct str rule_rsit(struct str category);
struct str rule_cards(struct str category); /* slugs, "a,b" */

/* For doctor and make check: every condition of every table is sound. NULL, or
 * which is not. */
struct str rules_check(struct arena *a);

#endif
