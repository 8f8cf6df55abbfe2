/*
 * The journal: every read and write of an incident, every act on an account, in
 * one append-only, hash-chained table.
 *
 * An entry names who (account number and role, or "visitor"), what (an action
 * code), which object (kind and reference) and the hash of what was written,
 * never personal data.  entry.hash = SHA-256(previous hash, all its columns);
 * the head row is locked while one is appended, so the chain has one order on
 * both engines.
 *
 * A trail collects the notes of one request, job or command; it is written by
 * its dispatcher in the writing transaction, or, for reads, in one of its own
 * before anything is shown.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "store/db.h"

struct trail_note {
	const char *action; /* "incident.read", "incident.qualify" … */
	const char *object; /* "incident", "account", … */
	struct str reference;
	struct str detail; /* codes only: what changed, "severity=MAJEUR"; may be empty */
};

struct trail {
	struct arena *arena;
	int64_t account; /* 0: nobody signed in */
	struct str role;
	struct str address_hash; /* keyed hash of the network address; may be empty */
	size_t n, room;
	struct trail_note *note; /* in the arena; none is ever dropped */
};

/* Notes the same thing once (among the 256 last notes).  action and object are
 * constants, the others are copied. */
void trail_note(struct trail *t, const char *action, const char *object, struct str reference,
    struct str detail);

/* An attempt that came to nothing: what it had noted did not happen, but for the
 * refusals, whose actions end with ".refused". */
void trail_undo(struct trail *t);

/* Undoes, then notes one more refusal: who is refused has read nothing. */
void trail_refuse(struct trail *t, const char *action, const char *object, struct str reference,
    struct str detail);

/* Appends the notes inside the open writing transaction, and empties the trail.
 * The last thing before the commit: from here on other writers of the journal
 * wait, and a lock taken after it could deadlock. */
enum outcome trail_write(struct db *db, struct trail *t);

struct journal_check {
	int64_t entries; /* good ones, from the first on */
	bool intact;
	int64_t first_bad; /* sequence number, when not intact; one after the last: cut off */
};

enum outcome journal_verify(struct db *db, struct journal_check *ret);

/* --- Reading ------------------------------------------------------------ */

struct journal_entry {
	int64_t seq, account; /* account 0: nobody signed in, or the program itself */
	struct moment instant;
	struct str role, address, action, object, reference, detail, hash;
};

/* What is empty, or INT_NONE, or MOMENT_NONE asks nothing. */
struct journal_filter {
	struct str object, reference;
	struct str action;	    /* how the action begins: "incident." */
	int64_t account;	    /* 0: entries of nobody */
	struct moment since, until; /* until: not included */
	int64_t before;		    /* entries older than this number: where a page ended */
	size_t max;
};

/* At most f->max entries, newest first. */
enum outcome journal_list(struct db *db, const struct journal_filter *f, struct arena *a,
    struct journal_entry **ret, size_t *ret_n);

struct journal_readers {
	struct str role;
	int64_t n; /* accounts; those without one count as one */
};
/* How many of each role did action to the object, since ever. */
enum outcome journal_readers(struct db *db, struct str object, struct str reference,
    struct str action, struct arena *a, struct journal_readers *ret, size_t max, size_t *ret_n);
/* An entry with the hash before it: enough to prove it again elsewhere. */
struct journal_link {
	struct journal_entry entry;
	struct str previous;
};

/* Of an incident and its report, oldest first. */
enum outcome journal_of(struct db *db, struct str one, struct str other, size_t max,
    struct arena *a, struct journal_link **ret, size_t *ret_n);

/* Does the entry's hash follow from the one before and from its columns?  Pure. */
bool journal_link_holds(const struct journal_link *l);

/* Number and hash of the last entry: what a copy kept elsewhere is compared with. */
enum outcome journal_head(struct db *db, struct arena *a, int64_t *ret_seq, struct str *ret_hash);

#endif
