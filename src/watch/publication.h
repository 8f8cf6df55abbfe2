/*
 * Publications: bulletins, alerts, sheets.  Private to src/watch.
 *
 *	draft → check → checked → (scheduled) → published → archived
 *	          └→ returned, with a remark        └→ withdrawn, with a reason
 *
 * A save brings any of them back to draft; what is online stays as it was until it is
 * published anew, as the next version, with a line that says what changed.  Nobody
 * checks what they wrote themselves, any of it, since it was last checked.  Each
 * version keeps the marking that it had: lowering it later opens the new one alone.
 * TLP:RED is for named persons: the exchange space and targeted alerts, not this.
 */
#ifndef WATCH_PUBLICATION_H
#define WATCH_PUBLICATION_H

#include "identity/identity.h"

#define PUBLICATIONS_PAGE 20
#define PUBLICATION_VERSIONS 200
#define PUBLICATION_CVES 60

/* What it says; all of it is sealed. domain.md §6.2. */
struct publication_words {
	struct code pub_type, pub_tlp, pub_pap, pub_level, pub_exploitation, pub_fix;
	struct codes pub_risks;
	struct str pub_title, pub_brief, pub_todo, pub_details; /* Markdown, but the title */
	struct str pub_cves;					/* "CVE-2018-7600 CVE-…" */
	struct str pub_affected; /* lines "vendor | product | versions | fixed in" */
	struct str pub_cvss;	 /* a vector */
	struct str pub_fixed, pub_workaround, pub_detection, pub_care;
	struct str pub_links; /* lines "label | address" */
	struct str pub_tags, pub_note;
};

extern const struct field *const publication_fields[]; /* of the words, as the form asks them */

struct publication {
	int64_t id, version, vault, item, author, checker;
	struct str reference; /* "CS-2026-001"; "" before it was published */
	struct code state;    /* vocabulary publication_state */
	bool online;
	struct str writers; /* "3|7" */
	struct moment created_at, changed_at, scheduled_at, published_at, updated_at, withdrawn_at;
	struct publication_words words; /* at work */
	struct str remark;
	/* Of what is shown: see publication_show. */
	int64_t shown, shown_rank, shown_cvss;
	struct code shown_tlp, shown_type, shown_level, shown_exploitation;
	struct str shown_title, shown_words;
};

/* Who edits, with which means. */
struct editor {
	struct db *db;
	const struct keyring *keyring;
	struct arena *arena;
	struct trail *trail;
	struct moment now;
	int64_t account; /* 0: work */
};

struct editor editor_of(struct request *rq);

/* --- As they are kept (publication.c) ----------------------------------------- */

enum outcome publication_insert(struct editor *e, struct publication *p);
enum outcome publication_of(struct editor *e, int64_t id, struct publication *ret);
/* CONFLICT: somebody wrote meanwhile.  version: of what is shown now, or NULL. */
enum outcome publication_save(struct editor *e, struct publication *p, const char *action);

struct publication_version {
	int64_t n, author, checker;
	struct moment at;
	struct code tlp;
	struct publication_words words;
};

/* What the words at work are becomes version p->shown. */
enum outcome publication_version_put(struct editor *e, const struct publication *p);
/* NOT_FOUND: none of that number that a reader of that rank may see. */
enum outcome publication_version_get(struct editor *e, const struct publication *p, int64_t n,
    int64_t rank, struct publication_version *ret);
enum outcome publication_versions(struct editor *e, const struct publication *p, int64_t rank,
    struct publication_version **ret, size_t *ret_n);

/* --- What it takes to be right (publication_rule.c): pure --------------------- */

/* The first field at fault, with the key of its message; NULL: none. */
struct publication_fault {
	const struct field *field;
	const char *key;
};
size_t publication_faults(const struct publication_words *w, struct publication_fault ret[8]);
/* Is it whole enough to be read?  The same, of what a draft may still lack. */
size_t publication_lacks(const struct publication *p, struct publication_fault ret[8]);

/* Its vulnerabilities, each once, in upper case. */
size_t publication_cves(struct str text, struct arena *a, struct str ret[PUBLICATION_CVES]);
/* Tenths of the score; INT_NONE without a vector. */
int64_t publication_score(const struct publication_words *w);

/* --- Its life (publication_act.c) ------------------------------------------------ */

/* Why a deed is not done: error.publication_<why>; NULL: it is done. */
enum outcome publication_write(struct editor *e, struct publication *p);
enum outcome publication_submit(struct editor *e, struct publication *p, const char **ret_why);
enum outcome publication_check(struct editor *e, struct publication *p, const char **ret_why);
enum outcome publication_return(
    struct editor *e, struct publication *p, struct str remark, const char **ret_why);
enum outcome publication_publish(struct editor *e, struct publication *p, const char **ret_why);
enum outcome publication_schedule(
    struct editor *e, struct publication *p, struct moment at, const char **ret_why);
enum outcome publication_withdraw(struct editor *e, struct publication *p, struct str reason);
enum outcome publication_archive(struct editor *e, struct publication *p);
/* Did this person, under any account, write any of what is to be checked? */
enum outcome publication_own(struct editor *e, const struct publication *p, bool *ret);

/* Facts from an item of the inbox and what is known of its vulnerabilities. */
enum outcome publication_draft(struct editor *e, int64_t item, struct publication *ret);

/* --- For readers (publication_find.c) ------------------------------------------- */

struct publication_filter {
	struct str type, level, exploitation, q;
	bool archived;
	int64_t rank; /* of the reader */
	int64_t page, max;
};

/* The highest marking that this member may read, as a rank; CLEAR for a visitor. */
int64_t publication_rank(const struct member *m);

/* With shown_title filled, sealed or not; nothing else of the words. */
enum outcome publication_list(struct editor *e, const struct publication_filter *f,
    struct publication **ret, size_t *ret_n, int64_t *ret_total);
enum outcome publication_by_reference(
    struct editor *e, struct str reference, struct publication *ret);

#endif
