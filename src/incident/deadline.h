/*
 * What the law asks of the structure, and until when: data/deadline.tsv over the
 * facts of a file (domain.md §1.5).
 *
 * The program reminds and keeps the proof ("done on, under this reference"); it
 * notifies nobody in the structure's place.  A deadline is stored from the day it
 * is surely owed.  When the facts change it moves, or is withdrawn when it surely
 * is not owed any more; it is never removed.  What is not known changes nothing:
 * a reminder too many harms nobody, one too few does.  Private to src/incident.
 */
#ifndef INCIDENT_DEADLINE_H
#define INCIDENT_DEADLINE_H

#include "incident/file.h"
#include "incident/rules.h"

#define DEADLINES_MAX 32

/* --- The rule (deadline_rule.c), pure ------------------------------------- */

/* What a start is counted from; MOMENT_NONE where it is not so. */
struct deadline_facts {
	const struct rule_facts *rule;
	struct moment detection, awareness, high_risk, notified;
	enum zone zone; /* of the structure: months are those of its calendar */
	bool nis2;	/* the French law that transposes NIS 2 is in force */
};

struct deadline_rule {
	enum truth owed;
	struct moment start;
	struct moment due; /* MOMENT_NONE: at once */
};

struct deadline_rule deadline_rule(size_t row, const struct deadline_facts *f);

/* Who may write it down: the officer for personal data only what is the officer's. */
bool deadline_may_record(size_t row, struct str role);

/* --- Facts that no declaration says ---------------------------------------- */

struct deadline_given {
	struct moment aware_at;
	struct code high_risk;
	struct moment high_risk_at;
};

enum outcome deadline_given(struct act *act, const struct incident *in, struct deadline_given *ret);

/* Keeps them, tells the log of both sides, looks at the deadlines again. */
enum outcome deadline_give(struct act *act, const struct incident *in,
    const struct stored_report *s, const struct deadline_given *g);

/* --- Deadlines as they are kept ------------------------------------------- */

struct deadline {
	int64_t id, version;
	size_t row; /* of the table; NOT_FOUND_ROW when it has none any more */
	struct code code, state, addressee;
	struct codes actor;
	struct str wording, basis; /* in French */
	struct moment start_at, due_at, opened_at, changed_at, done_at;
	struct str role;	      /* of whoever changed it last */
	struct str reference, reason; /* sealed */
};

struct deadline_event {
	struct moment at, start_at, due_at, done_at;
	struct code event;
	struct str role, reference, reason;
};

/* What somebody writes down about one. */
struct deadline_answer {
	struct code deadline_answer; /* done, not_applicable, excused, or open again */
	struct moment done_at;
	struct str deadline_reference, deadline_reason;
};

/* Opens, moves and withdraws, after the facts of today.  Bears repeats. */
enum outcome deadline_refresh(
    struct act *act, const struct incident *in, const struct stored_report *s);

/* In the table's order, DL_CSP and withdrawn ones too. */
enum outcome deadline_list(
    struct act *act, const struct incident *in, struct deadline **ret, size_t *ret_n);
enum outcome deadline_find(
    struct act *act, const struct incident *in, struct str code, struct deadline *ret);
enum outcome deadline_history(struct act *act, const struct incident *in, const struct deadline *d,
    struct deadline_event **ret, size_t *ret_n);

/* CONFLICT when d is not as it is stored, or withdrawn; a soundness that a person
 * must be told of is the caller's to ask first (deadline_wrong). */
enum outcome deadline_record(struct act *act, const struct incident *in,
    const struct stored_report *s, const struct deadline *d, const struct deadline_answer *a);

/* Which member of the answer is wrong, and the key of the message; NULL: none. */
const struct field *deadline_wrong(const struct deadline *d, const struct deadline_answer *a,
    struct moment now, const char **ret_key);

extern const struct field deadline_answer_field, deadline_done_at, deadline_reference,
    deadline_reason;

bool deadline_waits(const struct deadline *d);			 /* still to be done */
bool deadline_late(const struct deadline *d, struct moment now); /* done late counts */

#endif
