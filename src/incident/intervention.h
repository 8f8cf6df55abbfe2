/*
 * Interventions: what the cell asks of a software vendor or provider for a
 * structure, what the structure lets it tell, what came back, and how long it took.
 *
 * Without the structure's consent the letter is anonymous.  The letter is built
 * from the fields that were consented to and from nothing else, each time that it
 * is shown, so that a consent taken back holds for a link that is already out.
 * Its text never stands in a mail (design.md §8.3): the mail has a reference and a
 * link, the page behind it the letter.
 *
 * The clock of a third party runs from what was asked until it answered, the file
 * left the state ATTENTE_TIERS, or the intervention ended.  It is separate from the
 * cell's own targets.  Private to src/incident.
 */
#ifndef INCIDENT_INTERVENTION_H
#define INCIDENT_INTERVENTION_H

#include "incident/vendor.h"

struct intervention {
	int64_t id;
	struct str reference; /* "INT-2026-000001" */
	int64_t vendor;
	struct str vendor_name, vendor_product;
	struct code state; /* vocabulary "intervention_state" */
	struct moment created_at;
	int64_t account;
	struct moment asked_at, answered_at, ended_at, remind_at;
	int64_t reminders;
	int64_t waited;		     /* seconds, of the waits that ended */
	struct moment waiting_since; /* MOMENT_NONE: the clock stands */
	struct str question;	     /* sealed */
};

/* What may be told; at unknown: nothing, and not by name. */
struct told {
	struct moment at;
	struct str role;
	bool named;
	struct codes fields; /* vocabulary "told_field": names of the report's fields */
};

struct int_message {
	struct moment at;
	int64_t account;
	struct str role, kind; /* vocabulary "int_message" */
	struct str text, who;  /* sealed */
};

#define INTERVENTIONS_MAX 50 /* of a file */
#define INT_MESSAGES_MAX 100
#define ANSWER_MAX 10000

extern const struct part intervention_part;

enum outcome intervention_list(
    struct act *act, const struct incident *in, struct intervention **ret, size_t *ret_n);
/* NOT_FOUND: none of this file has that reference. */
enum outcome intervention_open(
    struct act *act, const struct incident *in, struct str reference, struct intervention *ret);

/* INVALID: the question names the structure; CONFLICT: too many. */
enum outcome intervention_add(struct act *act, const struct incident *in,
    const struct stored_report *s, struct intervention *k);

/* --- Consent --------------------------------------------------------------------- */

enum outcome told_now(struct act *act, const struct intervention *k, struct told *ret);
/* A new answer ends the one before.  Told in the log. */
enum outcome told_give(struct act *act, const struct incident *in, const struct intervention *k,
    bool named, struct str fields);
enum outcome told_revoke(struct act *act, const struct incident *in, const struct intervention *k);

/* --- The letter (letter.c), pure --------------------------------------------------- */

/* Does a text tell whose file it is: name, numbers, who declared? */
bool letter_names(struct arena *a, struct str text, const struct report *r);

struct letter_text {
	struct str text;
	size_t n_held; /* fields consented to and yet held back: they name the structure */
	const struct field *held[16];
};

/* As the third party reads it, in French. */
void letter_write(struct arena *a, const struct intervention *k, const struct report *r,
    const struct told *told, struct str tlp, struct letter_text *ret);

/* --- Asking and answering ------------------------------------------------------------ */

/* By mail: a letter, then reminders.  INVALID: no address; CONFLICT: it ended, or the
 * file's marking lets nothing out. */
enum outcome intervention_send(
    struct act *act, struct incident *in, const struct stored_report *s, struct intervention *k);
/* By telephone: asked, or answered. */
enum outcome intervention_call(struct act *act, struct incident *in, struct intervention *k,
    bool answered, struct str text, struct str who);
/* From the page behind the link. */
enum outcome intervention_answer(
    struct act *act, struct incident *in, struct intervention *k, struct str text, struct str who);
enum outcome intervention_end(struct act *act, struct incident *in, struct intervention *k);

enum outcome intervention_messages(struct act *act, const struct incident *in,
    const struct intervention *k, struct int_message **ret, size_t *ret_n);

/* --- The clock -------------------------------------------------------------------------- */

/* Seconds that this third party was waited for, the wait that runs included. */
int64_t intervention_waited(const struct intervention *k, struct moment now);

/* Seconds that the file stood in ATTENTE_TIERS, by its history. */
enum outcome third_party_waited(struct act *act, const struct incident *in, int64_t *ret_seconds);

/* For workflow_move: the file begins, or stops, to wait for third parties. */
enum outcome third_clock(
    struct act *act, const struct incident *in, struct str from, struct str to);

/* --- Reminders (data/reminder.tsv) ------------------------------------------------------ */

struct reminder {
	int64_t first_minutes, again_minutes, max, link_days;
};

/* By severity; the row "*" where it has none. */
struct reminder reminder_of(struct str severity);

#endif
