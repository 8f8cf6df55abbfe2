/* Views of the analysts' file page. Private to src/incident. */
#ifndef INCIDENT_DESK_H
#define INCIDENT_DESK_H

#include "base/shape.h"
#include "incident/declare.h"
#include "incident/recommend.h"
#include "incident/rules.h"
#include "incident/routing.h"
#include "incident/tab.h"

/* Declared and qualified values side by side. */
struct pair {
	const struct field *declared, *qualified; /* either may be NULL */
	bool differs;
};

struct state_step {
	struct moment at;
	int64_t account;
	struct str axis, before, after, reason;
};

/* A transition of the workflow that this person may make. */
struct move {
	struct code to;
	bool needs_reason;
};

struct support {
	int64_t id;
	struct moment asked_at, delivered_at, closed_at;
	struct codes kinds, delivered_kinds;
	struct code state_at_request;
};

#define DESK_MANY 200

struct desk_view {
	const struct incident *in;
	const struct stored_report *s;
	bool ended;
	bool may_write, may_confirm, may_assign, may_close, may_reopen;
	struct str assignee_name;
	struct str severity_reason; /* of the proposal: vocabulary severity_reason */
	size_t n_pairs;
	const struct pair *pair;
	size_t n_log;
	const struct log_entry *log;
	size_t n_steps;
	const struct state_step *step;
	size_t n_dispatches;
	const struct dispatch *dispatch;
	size_t n_proposed;
	size_t n_files;
	const struct attachment *file;
	size_t n_moves;
	const struct move *move;
	size_t n_advice;
	const struct recommendation *advice;
	size_t n_support;
	const struct support *support;
	size_t n_people; /* whom a lead may assign to */
	const struct account *person;
	struct str was_assigned, was_moved; /* what the two forms began with */
	const struct filled *note;	    /* the log form */
};

struct qualify_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct filled *filled;
	struct str proposed, reason; /* severity by the rules */
	struct str rsit;	     /* proposed coding, "class/type" */
	struct str was;		     /* the values that the form began with */
};

struct close_view {
	const struct incident *in;
	const struct stored_report *s;
	const struct filled *filled;
};

/* What the forms that give and move a file begin with (conflict.h). */
struct str assign_was(struct arena *a, const struct incident *in);
struct str move_was(struct arena *a, const struct incident *in);

void page_desk_file(struct out *o, const struct desk_view *v);
void page_qualify(struct out *o, const struct qualify_view *v);
void page_close(struct out *o, const struct close_view *v);

/* Called by the templates. */
void desk_pair(struct out *o, const struct desk_view *v, const struct pair *p);
void state_label(struct out *o, const struct state_step *st);
void support_kinds(struct out *o, const struct support *u);
void qualify_groups(struct out *o, const struct qualify_view *v);

/* Opens the file at the address for the analysts' desk. */
enum outcome desk_open(struct request *rq, enum action action, struct act *act, struct incident *in,
    struct stored_report *s);
/* The same for what changes it: CONFLICT when it is over. */
enum outcome desk_open_live(struct request *rq, enum action action, struct act *act,
    struct incident *in, struct stored_report *s);
/* Shows it, with what was typed wrong when status is 422. */
enum outcome desk_show(
    struct request *rq, struct act *act, struct incident *in, struct stored_report *s, int status);

/* What the structure may read is a message to it, and it is told by mail. */
enum outcome note_save(struct act *act, struct incident *in, const struct stored_report *s,
    struct str kind, struct str visibility, struct str text);
void note_blank(struct request *rq); /* the log form, empty */

/* For forms: the file's page again, with what was typed. */
enum outcome desk_again(struct request *rq, void *record);

enum outcome state_list(
    struct act *act, const struct incident *in, struct state_step **ret, size_t *ret_n);
enum outcome support_list(
    struct act *act, const struct incident *in, struct support **ret, size_t *ret_n);

/* What was declared, where nothing was qualified yet; then severity and RSIT by
 * the tables, where nothing was decided. */
void qualify_prefill(struct incident *in, const struct report *r);
void qualify_propose(struct incident *in, const struct stored_report *s, struct moment now);
void qualify_begin(struct incident *in, const struct stored_report *s, struct moment now);
/* The values that the list names, as they were decided; INVALID: f tells which are wrong. */
enum outcome qualify_apply(struct act *act, struct incident *in, const struct stored_report *s,
    const struct incident *to, struct filled *f);
/* The law's criteria over the qualified values, the state, the log, the routing.  A
 * marking that is lowered stands until a second person agrees (decision.h). */
enum outcome qualify_save(struct act *act, struct incident *in, const struct stored_report *s,
    struct str severity_before);
struct str close_state(struct str reason); /* the workflow's state that it leads to */
/* INVALID: nobody qualified it; CONFLICT: it is ended already, or its closing is asked
 * already.  Where it takes two it is asked, not done: act->asked says so. */
enum outcome close_save(struct act *act, struct incident *in, const struct stored_report *s);

enum outcome close_apply(struct act *act, struct incident *in, const struct stored_report *s,
    const struct incident *to, struct filled *f);

struct reopening {
	struct str reason;
};
enum outcome file_reopen(struct act *act, struct incident *in, struct str reason);

/* Gives it to somebody; a file just received is taken. */
enum outcome file_assign(struct act *act, struct incident *in, int64_t account);

/* FORBIDDEN: not this member's to give; INVALID: not of the cell, or not active. */
enum outcome file_assign_to(
    struct act *act, const struct member *m, struct incident *in, int64_t account);

/* A step that the workflow's table allows this member; INVALID: its reason lacks. */
struct workflow_step {
	struct code workflow;
	struct str reason;
};
enum outcome file_move(struct act *act, const struct member *m, struct incident *in,
    const struct workflow_step *to, struct filled *f);

/* What was really given for a request of this file; NOT_FOUND when it is another's. */
enum outcome support_deliver(
    struct act *act, struct incident *in, int64_t request, struct str kinds);

/* The workflow's table: is the step allowed to this person, and must it be motivated? */
bool workflow_may(struct str from, struct str to, bool lead, bool *ret_reason);
/* Moves the incident, with its history, deadlines and log. */
enum outcome workflow_move(struct act *act, struct incident *in, struct str to, struct str reason);

#endif
