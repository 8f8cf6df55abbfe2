/*
 * Lessons learned: what a file teaches, written once, read by all.
 *
 * The cell drafts one from the closed file, the anonymiser takes out who and where at
 * each save, another person checks it, exit_may is asked at the moment of publishing.
 * What was published is a copy of its own, with an address for ever.  The name of a
 * structure never stands in the words: naming is one line beside them, that comes with
 * a decision of two and the structure's consent, and goes with either.
 *
 *	draft → check → checked → published → withdrawn
 *	          └→ returned, with a remark
 *
 * A save brings any of them back to draft; what is online stays as it was until it is
 * published anew.  Private to src/incident.
 */
#ifndef INCIDENT_LESSON_H
#define INCIDENT_LESSON_H

#include "incident/anonymise.h"
#include "incident/exit.h"
#include "incident/part.h"

struct lesson_text {
	struct str lesson_title, lesson_happened, lesson_found, lesson_timeline, lesson_cause,
	    lesson_consequences, lesson_response, lesson_worked, lesson_failed, lesson_advice;
};

struct lesson {
	int64_t id, incident; /* incident 0: its file was forgotten */
	struct str reference; /* "REX-2026-000003"; "" before it was published */
	int64_t version;
	struct code state;	  /* vocabulary lesson_state */
	struct code lesson_tlp;	  /* vocabulary lesson_tlp: its audience */
	struct code lesson_named; /* yes_no */
	bool online;
	struct code shown_tlp, category, org_type;
	struct str org_name; /* on it, as it is online */
	int64_t author, checker;
	struct moment created_at, changed_at, published_at, updated_at, withdrawn_at;
	struct code withdrawn_why; /* vocabulary lesson_why */
	/* Sealed by the file. */
	struct lesson_text text;
	struct str replaced; /* lines "field<tab>kind's key<tab>what stood there" */
	struct str kept;     /* lines "what<tab>why" */
	/* What was published, under its own vault. */
	int64_t vault;
	struct lesson_text shown;
};

extern const struct field *const lesson_text_fields[]; /* of lesson_text */
extern const struct field *const lesson_clear_fields[];

/* --- As it is kept (lesson.c) ------------------------------------------------ */

/* NOT_FOUND: the file has none. */
enum outcome lesson_of(struct act *act, const struct incident *in, struct lesson *ret);
/* CONFLICT: the file has one already. */
enum outcome lesson_insert(struct act *act, const struct incident *in, struct lesson *l);
/* CONFLICT: somebody wrote meanwhile. */
enum outcome lesson_save(
    struct act *act, const struct incident *in, struct lesson *l, const char *action);

/* In a writing transaction: until its end nobody else publishes or takes it back. */
enum outcome lesson_lock(struct act *act, const struct incident *in);

/* Published ones, for readers: `shown` is filled, nothing of the file. */
struct lesson_filter {
	struct str category, org_type;
	bool members;
	int64_t page;
};
#define LESSONS_PAGE 10

enum outcome lesson_by_reference(struct act *act, struct str reference, struct lesson *ret);
enum outcome lesson_list(struct act *act, const struct lesson_filter *f, struct lesson **ret,
    size_t *ret_n, int64_t *ret_total);

/* Of a file that was forgotten; CONFLICT: it has one, or is not online. */
enum outcome lesson_orphan_withdraw(struct act *act, struct str reference, struct str why);

struct lesson_event {
	int64_t id;
	struct moment at, answered_at;
	int64_t account;
	struct code role, kind; /* vocabulary lesson_event */
	int64_t version;
	struct str text, answer; /* sealed */
};

#define LESSON_EVENTS 200

enum outcome lesson_event_add(struct act *act, const struct incident *in, const struct lesson *l,
    const char *kind, struct str text);
/* NOT_FOUND: no such objection, or it is answered. */
enum outcome lesson_event_answer(
    struct act *act, const struct incident *in, int64_t id, struct str answer);
enum outcome lesson_event_list(
    struct act *act, const struct incident *in, struct lesson_event **ret, size_t *ret_n);
bool lesson_objection(const struct lesson_event *e); /* one that waits for an answer */

/* Of a file that is erased: what never was published goes, what was has no file. */
enum outcome lesson_forget(struct act *act, int64_t incident);

/* --- Its words (lesson_words.c) ---------------------------------------------- */

struct lesson_doubt {
	const struct field *field;
	enum anonymise_kind kind;
	struct str what;
	struct str before, after; /* where it stands */
};
#define LESSON_DOUBTS 200

/* Whom and what the file names, with what was kept. */
enum outcome lesson_subject(struct act *act, const struct incident *in,
    const struct stored_report *s, const struct lesson *l, struct anonymise *ret);

/* No part is longer than its field: what people wrote may be. */
void lesson_cut(struct lesson *l);

/* Takes out of the text what must go; each is noted in l->replaced. */
void lesson_clean(struct act *act, const struct anonymise *a, struct lesson *l);

/* What is left to say of: doubts, and anything that would have to go. */
size_t lesson_doubts(struct act *act, const struct anonymise *a, const struct lesson_text *text,
    struct lesson_doubt ret[LESSON_DOUBTS]);

/* What stands is kept, with why.  INVALID: it may not be, or it does not stand. */
enum outcome lesson_keep(
    struct act *act, const struct anonymise *a, struct lesson *l, struct str what, struct str why);

/* The first draft, from the file's own facts (lesson_draft.c). */
enum outcome lesson_draft(
    struct act *act, const struct incident *in, const struct stored_report *s, struct lesson *ret);

/* --- Its life (lesson_act.c) -------------------------------------------------- */

/* Why a deed is not done: words lesson_refusal.<why>; NULL: nothing stands in the way. */
struct lesson_answer {
	const char *why; /* doubts empty own objection consent tlp sealed decision channel */
};

enum outcome lesson_begin(struct act *act, struct incident *in, const struct stored_report *s);
/* What was typed is in l->text, l->lesson_tlp, l->lesson_named. */
enum outcome lesson_write(
    struct act *act, struct incident *in, const struct stored_report *s, struct lesson *l);
/* INVALID with a reason in ret for each of these; CONFLICT: it is not in that state. */
enum outcome lesson_submit(struct act *act, const struct incident *in,
    const struct stored_report *s, struct lesson *l, struct lesson_answer *ret);
enum outcome lesson_check(struct act *act, const struct incident *in, const struct stored_report *s,
    struct lesson *l, struct lesson_answer *ret);
enum outcome lesson_return(struct act *act, const struct incident *in, struct lesson *l,
    struct str remark, struct lesson_answer *ret);
enum outcome lesson_publish(struct act *act, struct incident *in, const struct stored_report *s,
    struct lesson *l, struct lesson_answer *ret);
enum outcome lesson_withdraw(
    struct act *act, struct incident *in, struct lesson *l, const char *why, struct str reason);

/* Did this person write any of what is to be checked? */
enum outcome lesson_own_words(
    struct act *act, const struct incident *in, const struct lesson *l, bool *ret);

/* May it be published now?  What exit_may says, and who must agree to a name. */
enum outcome lesson_may_leave(
    struct act *act, const struct incident *in, const struct lesson *l, struct lesson_answer *ret);

/* To name the structure takes two; the object of that decision changes with the consent. */
enum outcome lesson_ask_name(
    struct act *act, const struct incident *in, const struct lesson *l, struct str reason);

/* The consent, the marking or the seal changed: what may no longer be online is not. */
enum outcome lesson_review(struct act *act, const struct incident *in);

#endif
