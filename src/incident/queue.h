/* Views of the analysts' queue. Private to src/incident. */
#ifndef INCIDENT_QUEUE_H
#define INCIDENT_QUEUE_H

#include "incident/erased.h"

#define QUEUE_PAGE 50

struct queue_row {
	struct str reference, org_name;
	struct code org_type, department, region, workflow, severity, category, care_state;
	int64_t assignee;
	struct str assignee_name;
	struct moment received_at, due_at;
	struct str due_code;
	bool known; /* false: sealed, and its reference is all that may be shown */
	bool urgent, late;
	int64_t proposed, n_late; /* n_late: targets that ran out */
	bool unread, changed;	  /* never read; changed by others since */
	bool ticked;
	int64_t likeness, kin; /* points of a likely duplicate; files under this one */
	struct str parent_kind;
	int64_t unacknowledged; /* cards that an authority should have acknowledged */
	int64_t questions;	/* of authorities, without answer */
	struct forgotten forgotten;
};

struct queue_late {
	struct str code; /* vocabulary target */
	int64_t n;
};

/* Filters, as the address spells them; empty: all. */
struct queue_filter {
	struct str state; /* "open" (default), "closed", "all" */
	struct str workflow, severity, region, org_type, category, who, late, from, to, q, sort;
	struct str gathered; /* any text: without the files under a provider's failure */
	int64_t page;
};

struct reading {
	struct str reference, org_name;
	struct moment at;
	bool changed;
};

/* A view under a name; query: its address. */
struct saved {
	int64_t id, total;
	struct str name, query, href;
	bool mine, shared, chosen;
};

struct queue_view {
	struct queue_filter f;
	int64_t total, pages;
	size_t n;
	const struct queue_row *row;
	struct moment drawn;
	int64_t late_files;
	size_t n_late;
	const struct queue_late *late;
	bool filtered;
	struct str query; /* of the address, by its known parameters */
	size_t n_recent;
	const struct reading *recent;
	size_t n_saved, n_mine;
	const struct saved *saved;
	bool may_write, may_assign;
	size_t n_people; /* whom a lead may assign to */
	const struct account *person;
	const struct filled *filled;
};

/* A day of a filter, "24/11/2026" or "2026-11-24", as its first second in Paris;
 * add: days later. */
struct moment queue_day(struct request *rq, struct str text, int add);
struct queue_filter queue_filter_of(const struct params *p);
struct queue_filter queue_filter(const struct request *rq);
enum outcome queue_total(struct request *rq, const struct queue_filter *f, int64_t *ret);
/* All filters but open and closed, and who reads. */
void queue_bind(struct query *q, struct request *rq, const struct queue_filter *f);

/* The filter as the query of an address: its known parameters alone, in order. */
struct str queue_address(struct arena *a, const struct queue_filter *f);
/* Shows it, with what was wrong when status is 422. */
enum outcome queue_show(struct request *rq, int status);
/* One's own views and those shared with the cell, with how many files each has. */
enum outcome saved_list(struct request *rq, struct queue_view *v);
void saved_fields(struct out *o, const struct queue_view *v); /* the form of a view */
/* Keeps one; query as queue_address makes it. */
enum outcome saved_keep(struct act *act, struct str name, struct str query, bool shared);
/* The address of the view that one's queue opens with; empty: none. */
enum outcome saved_chosen(struct request *rq, struct str *ret);

int64_t queue_value(const char *name); /* data/queue.tsv */

/* For request.leave: what was read, and the last of it. */
enum outcome reading_note(struct request *rq, int64_t incident);
enum outcome reading_recent(struct request *rq, struct reading **ret, size_t *ret_n);

void queue_moves(struct out *o); /* <option>s: where several files may go at once */
void page_keys(struct out *o, const struct queue_view *v); /* help of the shortcuts */
void page_queue(struct out *o, const struct queue_view *v);

#endif
