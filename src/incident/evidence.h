/*
 * Evidence: observables of a file, its attachments with their chain of custody,
 * legal hold.
 *
 * Observables are found by work in what people write and attach (evidence_look.c),
 * or given by hand.  A value is sealed in the file's vault and found in other files
 * by a keyed blind index, so that the database tells who shares one without telling
 * what it is.  One on a list of common values is kept, marked, and never proposed
 * for sharing.  The chain of custody is what the journal holds about an attachment:
 * a table of its own could be rewritten.  Private to src/incident.
 */
#ifndef INCIDENT_EVIDENCE_H
#define INCIDENT_EVIDENCE_H

#include "incident/declare.h"
#include "incident/file.h"
#include "incident/tab.h"
#include "knowledge/knowledge.h"
#include "web/page.h"

/* A bound or convention of data/evidence.tsv. */
int64_t evidence_bound(const char *code);
struct str evidence_word(const char *code);

/* --- Observables ---------------------------------------------------------- */

struct observed {
	int64_t id;
	struct code kind; /* vocabulary observable */
	struct str blind;
	struct code state; /* vocabulary observable_state */
	struct str listed; /* the list of common values that it is on */
	struct code tlp, pap;
	struct moment first_seen, last_seen, decided_at;
	int64_t decided_by;
	struct str value; /* sealed */
};

#define OBSERVED_MAX 1000

enum outcome observed_list(
    struct act *act, const struct incident *in, struct observed **ret, size_t *ret_n);

/* Where one was seen. */
struct observed_source {
	int64_t observable, ref;
	struct str source; /* vocabulary observable_source */
};
enum outcome observed_sources(
    struct act *act, const struct incident *in, struct observed_source **ret, size_t *ret_n);

/* Another file that holds one, of those that this member may open. */
struct observed_elsewhere {
	int64_t observable;
	struct str reference, org_name;
	struct moment received_at;
};
enum outcome observed_elsewhere(struct act *act, const struct member *m, const struct incident *in,
    struct observed_elsewhere **ret, size_t *ret_n);

/* Puts all that a text holds among the observables of a file.  full: the file has
 * as many as it may. */
struct observing {
	struct act *act;
	const struct incident *in;
	struct warninglists *lists; /* loaded when something was found */
	const char *source;	    /* "declaration" "journal" "piece" "main" */
	int64_t ref;
	struct code state;
	size_t room, found;
	bool full, late; /* late: what is left is for another job */
	size_t looks;
	struct moment began;
	enum outcome outcome;
};
enum outcome observe_begin(struct act *act, const struct incident *in, struct observing *ret);
void observe_end(struct observing *ob);
enum outcome observe_text(struct observing *ob, struct str text);
enum outcome observe_one(struct observing *ob, const struct observable *o);

/* May one leave for somebody else: confirmed, not common, not marked above? */
bool observed_leaves(const struct observed *ob, struct str ceiling);
/* Those that leave, as CSV; how many. */
size_t observed_csv(
    struct buf *b, struct arena *a, const struct observed *list, size_t n, struct str ceiling);

/* Chosen by number; INVALID when one is not of this file.  tlp may be empty. */
enum outcome observed_decide(struct act *act, const struct incident *in, struct str state,
    struct str tlp, const int64_t *id, size_t n);

/* --- What was looked at (evidence_look.c) --------------------------------- */

/* A job, in the transaction of what there is to look at. */
enum outcome evidence_ask(struct act *act, int64_t incident);
/* All that was not looked at yet; bears repeats. */
enum outcome evidence_run(struct act *act, const struct incident *in);

/* Is it text that a program may read?  Pure: by its first bytes. */
bool evidence_is_text(struct str head);

/* --- Attachments (evidence_file.c) ---------------------------------------- */

struct evidence_file {
	struct attachment file;
	struct moment removed_at;
	struct str look; /* vocabulary evidence_look; "": not yet */
	int64_t found;
};
enum outcome evidence_files(struct act *act, const struct incident *in,
    const struct stored_report *s, struct evidence_file **ret, size_t *ret_n);

/* CONFLICT while the file is held; NOT_FOUND when the report has no such one. */
enum outcome attachment_erase(
    struct act *act, const struct incident *in, const struct stored_report *s, int64_t id);

/* What the journal says of the attachments of a file, oldest first. */
struct custody {
	struct moment at;
	struct str action; /* "attachment.read": words "custody.read" */
	struct str role, detail;
	int64_t seq, account;
	struct str name; /* of the person, where an account is known */
};
enum outcome custody_list(
    struct act *act, const struct stored_report *s, struct custody **ret, size_t *ret_n);

/* --- Legal hold ------------------------------------------------------------ */

struct hold {
	int64_t id, account;
	struct moment at;
	struct str reason; /* "" and id 0: none */
};
enum outcome hold_find(struct act *act, const struct incident *in, struct hold *ret);
enum outcome hold_set(struct act *act, const struct incident *in, struct str reason);
/* NOT_FOUND when there is none. */
enum outcome hold_end(struct act *act, const struct incident *in);
/* Before anything of a file is erased: CONFLICT while it is held. */
enum outcome hold_allows(struct act *act, int64_t incident);

/* --- The page --------------------------------------------------------------- */

struct evidence_view {
	const struct incident *in;
	const struct stored_report *s;
	struct str base; /* "/desk/INC-…" */
	bool may_write, may_hold;
	struct hold hold;
	struct str kind, state; /* of the filter */
	size_t n_all;
	size_t n, n_sources, n_elsewhere, n_files, n_custody;
	const struct observed *observed; /* those that the filter leaves */
	const struct observed_source *source;
	const struct observed_elsewhere *elsewhere;
	const struct evidence_file *file;
	const struct custody *custody;
	struct str password;
	const struct filled *wrong; /* or NULL */
	const struct filled *text, *reason;
};

void page_evidence(struct out *o, const struct evidence_view *v);
void page_evidence_files(struct out *o, const struct evidence_view *v);
void evidence_value(struct out *o, const struct observed *ob);
void evidence_origins(struct out *o, const struct evidence_view *v, const struct observed *ob);
void evidence_others(struct out *o, const struct evidence_view *v, const struct observed *ob);
void evidence_decisions(struct out *o);

#endif
