/*
 * Who is on call, and waking them: the only header that others include.
 *
 * A call says that something must be looked at now: a kind of subject, its
 * reference, a reason and a severity, nothing of the file itself.  It climbs a
 * ladder (data/ladder.tsv) until a person answers: by a button of a page after
 * sign-in, or by the POST of a page behind a one-time link.  What a mail server or
 * a gateway says is "sent", never "answered".
 *
 * Every step is a row before it is tried, and a rung is played in one transaction
 * with the date of the next one: work may be killed anywhere and none is lost.
 * Which ladder is climbed, and whether the reason may ring at this hour, is asked
 * of the calendar at each rung (base/calendar.h, data/regime.tsv).
 */
#ifndef DUTY_DUTY_H
#define DUTY_DUTY_H

#include "identity/identity.h"

/* With which means, and in whose name (0: the program itself). */
struct duty_means {
	struct db *db;
	const struct keyring *keyring;
	struct arena *arena;
	struct trail *trail;
	struct moment now;
	struct str public_url;
	int64_t account;
};

struct duty_means duty_means_of(struct request *rq);

/* What duty asks of what stands to its right, set once by app/ before threads start:
 * may this account know what a call is about?  NULL: nothing is kept from anybody. */
struct duty_hooks {
	enum outcome (*knows)(const struct duty_means *m, struct str subject_kind,
	    struct str subject, int64_t account, enum role role, bool *ret);
};
extern struct duty_hooks duty_hooks;

/* --- Calls ---------------------------------------------------------------- */

struct duty_ask {
	struct str subject_kind; /* vocabulary duty_subject: "incident" */
	struct str subject;	 /* its reference */
	struct str reason;	 /* vocabulary duty_reason */
	struct str severity;	 /* vocabulary severity, or "" */
	struct moment since;	 /* known: one opened since then is enough, even closed */
};

/* In the caller's writing transaction.  Bears repeats: a subject has one call a
 * reason that is not closed.  None for who answers for the subject already. */
enum outcome duty_call_open(const struct duty_means *m, const struct duty_ask *ask);

/* The subject is over: its calls are closed, as `outcome` says (duty_outcome). */
enum outcome duty_call_over(
    const struct duty_means *m, struct str subject_kind, struct str subject, struct str outcome);

/* The newest call about a subject: its reference and state; both "" when there is none. */
enum outcome duty_call_find(const struct duty_means *m, struct str subject_kind, struct str subject,
    struct str *ret_reference, struct str *ret_state);

/* Whoever m is for answers what rings for a subject: they are at it already. */
enum outcome duty_call_mine(
    const struct duty_means *m, struct str subject_kind, struct str subject);

/* Will such a call ring now, or wait for the desk to open? */
bool duty_rings(struct str reason, struct moment now);

/* --- What work does ---------------------------------------------------------- */

/* Plays the rungs that are due, notes what became of mails; opens its own
 * transactions.  *ret_n: how many rungs. */
enum outcome duty_climb(const struct duty_means *m, int64_t *ret_n);

/* One message for the gateway, under a lease: NOT_FOUND when none is due. */
struct duty_ring {
	int64_t step, tries;
	struct str id;	 /* the same at each try */
	struct str body; /* JSON; empty: this person has no telephone number */
};

enum outcome duty_ring_take(const struct duty_means *m, int64_t lease, struct duty_ring *ret);
/* trouble: "" when the gateway took it.  Tried again after 10 s, 20 s, … at most
 * ten times; forever: not again. */
enum outcome duty_ring_note(
    const struct duty_means *m, const struct duty_ring *r, struct str trouble, bool forever);

/* --- Rehearsals ---------------------------------------------------------------- */

struct duty_rung {
	int64_t round, rung, account;
	struct str who, channel, state, trouble;
	struct moment due_at, sent_at, answered_at;
	struct str name; /* of the person */
};

struct duty_rehearsal {
	int64_t id, call;
	int64_t pace; /* how many times faster than the ladder says */
	struct moment started_at, ended_at;
	struct str result; /* vocabulary duty_result; "" while it runs */
	size_t n;
	const struct duty_rung *rung;
};

/* Begins: a call marked as an exercise, which plays each rung of the night's
 * ladder once and goes on when a person answers or the time is over. */
enum outcome duty_rehearse(const struct duty_means *m, int64_t pace, int64_t *ret_rehearsal);

/* How it stands; *ret_over once its result is recorded (which this does). */
enum outcome duty_rehearsal_look(
    const struct duty_means *m, int64_t rehearsal, struct duty_rehearsal *ret, bool *ret_over);

/* The newest one: NOT_FOUND when there was none. */
enum outcome duty_rehearsal_last(const struct duty_means *m, struct duty_rehearsal *ret);

/* --- For doctor and the demonstration -------------------------------------------- */

/* The rota's first uncovered instant within days of closed desk; unknown: none. */
enum outcome duty_first_gap(const struct duty_means *m, int days, struct moment *ret);

struct duty_cast {
	int64_t lead, first, analyst, fssi; /* accounts */
};
/* A rota that covers now, a hand-over note, an answered call, a rehearsal; closes
 * the calls that the tales opened. */
enum outcome duty_demo(const struct duty_means *m, const struct duty_cast *cast);

/* --- Pages: rows in app/route_duty.c ------------------------------------------------ */

extern const struct form duty_close_form, duty_watch_form, duty_give_form, duty_swap_form,
    duty_absence_form, duty_handover_form, duty_number_form;

enum outcome duty_page(struct request *rq, void *record);
enum outcome duty_new(struct request *rq, void *record); /* JSON: {"n": 1, "changed": 2} */
enum outcome duty_number(struct request *rq, void *record);
enum outcome duty_call_page(struct request *rq, void *record);
enum outcome duty_call_answer(struct request *rq, void *record);
enum outcome duty_call_take(struct request *rq, void *record);
enum outcome duty_call_close(struct request *rq, void *record);
enum outcome duty_ack_page(struct request *rq, void *record);
enum outcome duty_ack(struct request *rq, void *record);
enum outcome duty_rota_page(struct request *rq, void *record);
enum outcome duty_watch_add(struct request *rq, void *record);
enum outcome duty_watch_give(struct request *rq, void *record);
enum outcome duty_watch_swap(struct request *rq, void *record);
enum outcome duty_watch_remove(struct request *rq, void *record);
enum outcome duty_absence_add(struct request *rq, void *record);
enum outcome duty_absence_remove(struct request *rq, void *record);
enum outcome duty_handover_page(struct request *rq, void *record);
enum outcome duty_handover_write(struct request *rq, void *record);
enum outcome duty_handover_take(struct request *rq, void *record);

#endif
