/*
 * The work on a file: what is to be done, what was decided and applied.  One page
 * for the cell, one for the structure, made of the same sections.  Private to
 * src/incident.
 */
#ifndef INCIDENT_WORK_H
#define INCIDENT_WORK_H

#include "base/shape.h"
#include "incident/card_run.h"
#include "incident/conflict.h"
#include "incident/intervention.h"
#include "incident/loss.h"
#include "incident/measure.h"
#include "incident/orientation.h"
#include "incident/tab.h"
#include "incident/task.h"

struct work_view {
	const struct incident *in;
	const struct stored_report *s;
	struct str base; /* "/desk/INC-…" or "/file/SIG-…" */
	struct moment now;
	bool own;	/* the structure's page */
	bool may_write; /* and the file is not over */
	size_t n_tasks;
	const struct task *task;
	size_t n_usual; /* of the table, that the file lacks */
	size_t n_people;
	const struct account *person;
	size_t n_measures;
	const struct measure *measure;
	size_t n_asked; /* of third parties: the structure says what they may be told */
	const struct intervention *asked;
	struct proposals_view proposals; /* cards that nobody began */
	size_t n_runs;
	const struct recommendation *run; /* cards alone */
	size_t n_orientations, n_responders;
	const struct orientation *orientation;
	const struct responder *responder;
	size_t n_losses;
	const struct loss *loss; /* newest first */
	bool may_tell;		 /* figures: also when the file is over */
	const struct filled *to_loss;
	const struct filled *filled;  /* the form that came back, or NULL */
	const struct filled *to_task; /* the forms that add, blank or as typed */
	const struct filled *to_measure;
};

void page_desk_work(struct out *o, const struct work_view *v);
void page_own_work(struct out *o, const struct work_view *v);
void page_work_tasks(struct out *o, const struct work_view *v);
void page_work_measures(struct out *o, const struct work_view *v);
void page_work_third(struct out *o, const struct work_view *v);
void page_work_cards(struct out *o, const struct work_view *v);
void page_work_orientation(struct out *o, const struct work_view *v);
void page_work_losses(struct out *o, const struct work_view *v);

/* Called by the templates. */
void work_task_was(struct out *o, const struct task *k);
void work_owner(struct out *o, const struct work_view *v, const struct task *k);
void work_options(struct out *o, const char *vocabulary, struct str current);
void work_measure_moves(struct out *o, const struct measure *m);
bool work_measure_moves_on(const struct measure *m);
struct responder work_responder(struct str code); /* its code alone, when the table lost it */

/* --- For the handlers of its forms ----------------------------------------------- */

/* The file, to be changed, for the cell or for its structure; CONFLICT when it is
 * over.  work_closed: what to answer when it does not open. */
enum outcome work_open(
    struct request *rq, bool own, struct act *act, struct incident *in, struct stored_report *s);
enum outcome work_closed(struct request *rq, bool own, enum outcome o);
/* To the page again, at a place of it ("#tasks"), when o is OK. */
enum outcome work_back(struct request *rq, bool own, const struct incident *in,
    const struct stored_report *s, enum outcome o, const char *place);
/* The page with what was typed wrong in the form that asks this list (422). */
enum outcome work_again(struct request *rq, bool own, field_list wrong);

/* Members of the cell, to choose an owner among. */
enum outcome work_people(struct act *act, const struct account **ret, size_t *ret_n);

const struct filled *work_blank(struct request *rq, field_list asked, const void *record);

extern const struct field *const work_task_asked[], *const work_measure_asked[];
const struct filled *work_task_blank(struct request *rq);
const struct filled *work_measure_blank(struct request *rq);
const struct filled *work_loss_blank(struct request *rq, const struct loss *newest);

/* --- One task, to be given or worded otherwise (work_task.c) ----------------------- */

struct task_view {
	const struct incident *in;
	const struct task *k;
	struct str was;
	int64_t owner; /* chosen in the form; 0: the structure */
	size_t n_people;
	const struct account *person;
	const struct filled *filled;
};

void page_task(struct out *o, const struct task_view *v);

/* --- The cell's tasks over all files ------------------------------------------- */

struct tasks_view {
	struct str who; /* "me", "structure", "all" */
	size_t n, n_late;
	const struct desk_task *task;
	struct moment now;
};

void page_tasks(struct out *o, const struct tasks_view *v);

#endif
