/* Views of the declaration's pages. Private to src/incident. */
#ifndef INCIDENT_DECLARE_H
#define INCIDENT_DECLARE_H

#include "base/shape.h"
#include "directory/directory.h"
#include "incident/file.h"

/* Fields that stand together on a step's page. */
struct group {
	int step;
	const char *title; /* catalogue key; NULL: no heading */
	bool folded;	   /* in a <details>, opened when it holds an answer or an error */
	field_list fields;
};

extern const struct group declare_group[];
extern const size_t declare_groups;

struct attachment {
	int64_t id, blob, size, account;
	struct str sha256, name, type;
	struct moment added_at;
	bool from_cell;
};

struct step_view {
	int step; /* 1..6 */
	const struct stored_report *s;
	const struct filled *filled;
	const char *base; /* "/declare/BRN-…" or "/file/SIG-…/complete" */
	bool complement;  /* of a received report: a new version */
	struct str search;
	const struct structure_list *found; /* NULL: nothing was searched */
	const char *finess_warning;	    /* catalogue key or NULL */
	size_t n_files;
	const struct attachment *file;
};

struct summary_view {
	const struct stored_report *s;
	const char *base;
	size_t n_missing;
	const struct field *missing[16];
	int missing_step[16];
	size_t n_files;
	const struct attachment *file;
};

struct saved_view {
	const struct stored_report *s;
	bool shows_secret;
};

struct proposals_view;

struct receipt_view {
	const struct stored_report *s;
	struct moment callback; /* when the cell calls back at the latest */
	bool urgent;
	bool shows_secret;
	const struct proposals_view *cards; /* to begin at once; NULL: nobody here may */
};

void page_declare_start(struct out *o, const struct filled *f);
void page_declare_resume(struct out *o, const struct filled *f);
void page_declare_step(struct out *o, const struct step_view *v);
void page_declare_saved(struct out *o, const struct saved_view *v);
void page_declare_summary(struct out *o, const struct summary_view *v);
void page_receipt(struct out *o, const struct receipt_view *v);
void page_paper(struct out *o, const struct filled *f);

/* Called by the templates. */
const char *step_key(int step, const char *suffix); /* "step.3", "step.3.intro" */
const char *field_key(struct out *o, const struct field *f);
void page_call(struct out *o); /* the emergency number, as a link */
void step_groups(struct out *o, const struct step_view *v);
void summary_steps(struct out *o, const struct summary_view *v);

/* Required fields of one step (1..6) or of all (0) that are not known: the list
 * and its length, at most max. */
size_t report_missing(
    const struct report *r, int step, const struct field **ret, int *ret_step, size_t max);

/* Rules over several fields; false when one is broken, told in f. */
bool report_rules(const struct report *r, int step, struct moment now, struct filled *f);

enum outcome attachment_list(
    struct act *act, const struct stored_report *s, struct attachment **ret, size_t *ret_n);
enum outcome attachment_remove(struct act *act, const struct stored_report *s, struct str id);
/* Files of the request become the report's; too large ones are told in f. */
enum outcome attachments_keep(struct request *rq, struct act *act, const struct stored_report *s);

/* UNAVAILABLE when drafts hold so many bytes that a disk could fill with them. */
enum outcome attachments_room(struct act *act);

/* One more, without asking for room. */
enum outcome attachment_add(struct act *act, const struct stored_report *s, const struct upload *u);
/* One of a report by its number; a row of a statement that begins with the same columns. */
enum outcome attachment_find(
    struct act *act, const struct stored_report *s, struct str id, struct attachment *ret);
bool attachment_row(
    struct act *act, const struct stored_report *s, struct query *q, struct attachment *f);

/* Replies with one attachment, as a download. */
enum outcome attachment_send(
    struct request *rq, struct act *act, const struct stored_report *s, struct str id);

enum object draft_object(const struct stored_report *s);

/* Shared by the declaration and its complements. */
enum outcome draft_open(struct request *rq, struct act *act, struct stored_report *s);
enum outcome step_take(struct request *rq, struct act *act, struct stored_report *s,
    const void *record, int *ret_next);
enum outcome step_show(struct request *rq, struct act *act, struct stored_report *s,
    const char *base, bool complement, int status);
int step_of(const struct request *rq);
enum outcome not_open(struct request *rq, enum outcome o); /* a visitor is sent to resume */
void report_set_structure(struct stored_report *s, const struct structure *st);
/* What the account tells already (director, CISO): structure and identity. */
enum outcome report_prefill(struct act *act, const struct member *m, struct stored_report *s);
/* Where an answer may be worked out from another one: structure, type, department. */
enum outcome report_complete_structure(struct act *act, struct stored_report *s);

#endif
