/*
 * The structure's own view of its file: what it declared, what the cell told it,
 * what the law asks of it, and nothing that is internal.  Private to src/incident.
 */
#ifndef INCIDENT_OWN_H
#define INCIDENT_OWN_H

#include "base/shape.h"
#include "incident/deadline.h"
#include "incident/card_run.h"
#include "incident/declare.h"
#include "incident/erased.h"
#include "incident/recommend.h"
#include "incident/routing.h"
#include "incident/service.h"
#include "incident/tab.h"

#define OWN_MANY 200
#define OWN_VERSIONS 100

/* --- Opening ---------------------------------------------------------------- */

/* The file of the address, for its structure; from here on times are those of
 * the structure's department. */
enum outcome own_open(struct request *rq, enum action action, struct act *act, struct incident *in,
    struct stored_report *s);

/* What to answer when it does not open: a visitor is asked for its reference and
 * secret, anybody else is told what o says. */
enum outcome own_closed(struct request *rq, enum outcome o);

/* Dates are typed by the clock of the structure, which is known only once the
 * file is open: reads the form again where that clock is not Paris's. */
bool own_reads(struct request *rq, const struct form *form, void *record);

/* The file's page after a mistake in one of its forms (422). */
enum outcome own_file_again(struct request *rq, void *record);
struct letter {
	struct str message;
};
enum outcome own_message_save(struct act *act, const struct incident *in, struct str text);
void own_message_blank(struct request *rq); /* the message form, empty */

/* --- The state of care (own_state.c) ----------------------------------------- */

struct care {
	struct code care_state;
	struct moment resolved_at;
	struct str care_note; /* motive of a step back, report of the end, or "" */
};

/* domain.md §4.1a: a step back is motivated, "resolved" has its date, the final
 * report its text.  False when something lacks, told in f. */
bool care_sound(const struct incident *in, const struct report *r, const struct care *to,
    struct moment now, struct filled *f);

/* The change itself, with its history, log, deadlines and a mail to the cell;
 * nothing when the state and its date are the same.  CONFLICT when the file ended. */
enum outcome care_change(struct act *act, struct incident *in, const struct care *to);

int64_t care_rank(struct str state); /* 0..4; -1 when not known */

/* --- Telling the cell (own_tell.c) ------------------------------------------- */

/* To whoever follows the file, or to those on duty: something came from the
 * structure.  what: key of a few words, no content. */
enum outcome own_tell_cell(struct act *act, const struct incident *in, const char *what);

/* The same in words; *mails grows by the number of those told. */
enum outcome own_tell_follower(
    struct act *act, const struct incident *in, struct str what, int64_t *mails);

/* --- Pages ------------------------------------------------------------------- */

struct own_view {
	const struct incident *in;
	const struct stored_report *s;
	struct moment now;
	bool may_write, ended;
	bool waits_for_us; /* a target that the structure is told of runs: next */
	struct service_clock next;
	struct moment callback; /* promised while nobody took the file; else MOMENT_NONE */
	size_t n_advice, n_unread;
	const struct recommendation *advice;
	size_t n_log;
	const struct log_entry *log;
	size_t n_deadlines, n_due; /* of them, not yet done */
	const struct deadline *deadline;
	size_t n_hints;
	const struct dispatch *const *hint; /* orientations and reminders, one a kind */
	size_t n_files;
	const struct attachment *file;
	size_t n_versions;
	const struct report_version *version;
	const struct filled *message;
	struct proposals_view proposals; /* cards to begin without waiting */
};

struct own_version_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct report_version *version, *previous; /* previous may be NULL */
	size_t n_changed;
	const struct field *const *changed;
};

struct own_row {
	struct str reference, incident; /* of the report, of the incident */
	struct str org_name;
	struct code workflow, care_state;
	struct moment received_at;
	struct forgotten forgotten;
};

struct own_list_view {
	size_t n;
	const struct own_row *row;
	int64_t page;
	bool more;
};

struct own_state_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct filled *filled;
	bool resolve; /* the short page: resolved, when and how */
};

void page_file(struct out *o, const struct own_view *v);
void page_file_version(struct out *o, const struct own_version_view *v);
void page_file_list(struct out *o, const struct own_list_view *v);
void page_file_state(struct out *o, const struct own_state_view *v);

/* Called by the templates. */
struct str own_words(struct out *o, const char *prefix, struct str code); /* or prefix.other */
struct str own_author(struct out *o, struct str role); /* the cell, or the structure */
struct reflex_pair own_link(struct str card);	       /* where a hint leads; empty when nowhere */
size_t own_left(const struct recommendation *r, const struct reflex_phase *p); /* steps not done */
size_t own_phase(const struct recommendation *r); /* the first where one is left: shown open */
void own_declared(struct out *o, const struct own_view *v, int step);
void own_compare(struct out *o, const struct own_version_view *v, const struct field *f);
void own_whole(struct out *o, const struct own_version_view *v, int step);

#endif
