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

#endif
