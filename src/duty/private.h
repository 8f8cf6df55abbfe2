/* What the files of duty/ share.  Private to src/duty. */
#ifndef DUTY_PRIVATE_H
#define DUTY_PRIVATE_H

#include "base/calendar.h"
#include "duty/duty.h"

#define STEPS_MAX 400
#define ROTA_DAYS 28 /* how far ahead the pages look */
#define CALLS_MAX 50

struct call {
	int64_t id;
	struct code subject_kind, reason, severity, state, ladder, outcome;
	struct str subject;
	int64_t rehearsal; /* 0: a real one */
	int64_t pace, rung, round;
	struct moment opened_at, next_at, answered_at, closed_at;
	bool reached_fssi;
	int64_t answered_by, closed_by; /* 0: nobody */
	bool sealed; /* as told (told.c): its reason, severity and outcome are kept back */
};

/* "AST-000012", and back: NOT_FOUND for anything else. */
struct str call_reference(struct arena *a, int64_t id);
enum outcome call_by_reference(const struct duty_means *m, struct str reference, struct call *ret);
enum outcome call_load(const struct duty_means *m, int64_t id, struct call *ret);
enum outcome call_list(
    const struct duty_means *m, bool closed, size_t max, struct call **ret, size_t *ret_n);
enum outcome call_steps(
    const struct duty_means *m, int64_t call, struct duty_rung **ret, size_t *ret_n);
enum outcome step_load(
    const struct duty_means *m, int64_t step, int64_t *ret_call, int64_t *ret_account);

/* The row that is due first, kept from other workers; NOT_FOUND when there is none. */
enum outcome call_due(const struct duty_means *m, struct call *ret);

/* rehearsal: 0 for a real one; pace: how many times faster it climbs.  *ret_id
 * is 0 when there was one already. */
enum outcome call_open(const struct duty_means *m, const struct duty_ask *ask, int64_t rehearsal,
    int64_t pace, int64_t *ret_id);

/* A person answers, in whose name m is; CONFLICT when it was over already. */
enum outcome call_answer(const struct duty_means *m, const struct call *c);
enum outcome call_take(const struct duty_means *m, const struct call *c); /* over */
enum outcome call_close(const struct duty_means *m, const struct call *c, struct str outcome);

/* --- What a person may read of it (told.c) ----------------------------------- */

enum outcome call_told(const struct duty_means *m, const struct call *c, int64_t account,
    struct str role, struct call *ret);
struct str call_reason(const struct call *c, enum lang lang);
/* Address of what the call is about, on the site, or of the page that opens what is
 * sealed; "" when it has none. */
struct str call_subject_path(struct arena *a, const struct call *c);

/* --- The ladder (ladder.c) ------------------------------------------------- */

struct rung {
	struct str ladder, who, channels;
	int64_t order, minutes;
	bool last;
};

/* The first rung above `order`; false when there is none. */
bool ladder_above(struct str ladder, int64_t order, struct rung *ret);

/* Who stands on it now. */
enum outcome rung_people(
    const struct duty_means *m, const struct rung *r, struct account **ret, size_t *ret_n);

/* A mail for this step, queued; *ret_mail its number. */
enum outcome step_mail(const struct duty_means *m, const struct call *c, int64_t step,
    const struct account *to, int64_t *ret_mail);

/* The words of a message about a call: catalogue key, with the link in it. */
struct str call_words(const struct duty_means *m, const struct call *told, enum lang lang,
    const char *key, struct str link);

/* A page to answer this step on, without signing in. */
enum outcome step_link(const struct duty_means *m, int64_t step, struct str *ret);

/* --- The rota (watch.c, plan.c) -------------------------------------------- */

struct watch {
	int64_t id, account;
	struct code rank;
	struct moment from_at, to_at;
	struct str name; /* of the person */
	bool no_phone;
	const char *wrong; /* catalogue key of what is wrong with it, or NULL */
};

struct absence {
	int64_t id, account;
	struct code kind;
	struct moment from_at, to_at;
	struct str name;
};

struct gap {
	struct moment from_at, to_at;
};

#define WATCHES_MAX 200
#define GAPS_MAX 40

struct rota {
	size_t n, n_absences, n_gaps;
	struct watch *watch;
	struct absence *absence;
	struct gap *gap;
};

/* What is not over at m->now and begins before `until`, with names, conflicts and
 * the hours that nobody covers. */
enum outcome rota_load(const struct duty_means *m, struct moment until, struct rota *ret);

/* Pure: gaps of the first line while the desk is closed, conflicts. */
void rota_judge(struct rota *r, struct moment from, struct moment until);

/* Who is on call at an instant; NOT_FOUND: nobody is. */
enum outcome watch_at(
    const struct duty_means *m, const char *rank, struct moment at, struct watch *ret);
/* The first line that takes over after an instant. */
enum outcome watch_next(const struct duty_means *m, struct moment after, struct watch *ret);

enum outcome watch_by_id(const struct duty_means *m, int64_t id, struct watch *ret);
enum outcome watch_insert(const struct duty_means *m, struct watch *w);

/* Members of the cell that may stand on the rota. */
enum outcome cell_people(const struct duty_means *m, struct account **ret, size_t *ret_n);
bool cell_member(const struct account *people, size_t n, int64_t account);

/* Of an account, "" when it is not known any more. */
struct str person_name(const struct duty_means *m, int64_t account);
bool person_mute(const struct duty_means *m, int64_t account); /* no telephone number */

/* --- Rehearsals (rehearsal.c) ------------------------------------------------ */

/* Every rung was played: the result is recorded, the call closed. */
enum outcome rehearsal_end(const struct duty_means *m, const struct call *c);
enum outcome rehearsal_list(
    const struct duty_means *m, size_t max, struct duty_rehearsal **ret, size_t *ret_n);

/* --- Hand-over (handover.c) -------------------------------------------------- */

struct handover {
	int64_t id, author, taken_by;
	struct moment written_at, taken_at;
	struct str text, author_name, taken_name;
};

enum outcome handover_add(const struct duty_means *m, struct str text);
enum outcome handover_count(const struct duty_means *m, int64_t *ret); /* waiting to be taken */

/* --- Views -------------------------------------------------------------------- */

struct call_view {
	const struct call *c; /* as told */
	struct str reference, subject_path, answered_name, closed_name;
	size_t n;
	const struct duty_rung *step;
	bool may_answer, may_take, may_close, alone; /* alone: a page of its own */
	bool held;				     /* it waits for the desk to open */
};

struct duty_view {
	struct moment now;
	bool office, may_rota;
	struct moment turn;
	bool has_first, has_second, has_next;
	struct watch first, second, next;
	size_t n_gaps;
	const struct gap *gap;
	int64_t n_handover;
	struct str number; /* one's own */
	const struct filled *number_form;
	size_t n_open, n_closed, n_rehearsals;
	const struct call_view *open, *closed;
	const struct duty_rehearsal *rehearsal;
};

struct call_page_view {
	struct call_view call;
};

struct duty_ack_view {
	struct str secret;
	const struct call *c; /* as told to whom the message rang */
	struct str reference, subject_path;
	bool done;
};

struct rota_view {
	struct moment now, until;
	const struct rota *r;
	bool may_write;
	size_t n_people;
	const struct account *person;
	const struct filled *errors, *watch, *absence;
	field_list watch_fields, absence_fields; /* but for the person, a list of ours */
	int64_t chosen, chosen_away;		 /* the person in the form that came back */
};

struct handover_view {
	size_t n;
	const struct handover *note;
	const struct filled *filled;
	int64_t me;
	bool may_write;
};

/* The page of calls, and one's own number on it. */
enum outcome duty_board(struct request *rq, int status);
enum outcome number_show(const struct duty_means *m, struct request *rq, struct duty_view *v);

/* Widgets. */
void duty_outcomes(struct out *o); /* options: what may come of a call */
void rota_fields(struct out *o, const struct filled *f, field_list list);
void rota_people(struct out *o, const struct rota_view *v, int64_t chosen);

void rota_others(struct out *o, const struct rota_view *v, int64_t id);

void page_duty(struct out *o, const struct duty_view *v);
void page_duty_call(struct out *o, const struct call_page_view *v);
void page_duty_steps(struct out *o, const struct call_view *v);
void page_duty_ack(struct out *o, const struct duty_ack_view *v);
void page_duty_rota(struct out *o, const struct rota_view *v);
void page_duty_handover(struct out *o, const struct handover_view *v);

#endif
