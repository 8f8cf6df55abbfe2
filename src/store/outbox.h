/*
 * The outbox: mails to send, written in the transaction that makes them due.
 *
 * One Message-ID a message for ever, so that a repeat after a crash is known as
 * such (design.md §8.4: at least once).  Recipient and body are sealed in a
 * vault of the message's own, erased with it.  A mail says a reference, a kind, a severity,
 * a TLP and a link, never content (§8.3).
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/keyring.h"

struct mail {
	int64_t id;
	struct str message_id; /* without angle brackets */
	struct str to;
	struct str subject;
	struct str body; /* plain text, UTF-8 */
	int64_t tries;
	int64_t vault;
};

/* Makes message_id and queues it; m->id is set. `domain` ends the Message-ID.
 * INVALID when recipient or subject is empty or holds a control character. */
enum outcome outbox_add(struct db *db, const struct keyring *k, struct mail *m, struct str domain,
    struct moment now, struct arena *a);

/* The next mail due, leased; NOT_FOUND when there is none. */
enum outcome outbox_take(struct db *db, const struct keyring *k, struct moment now, int64_t lease,
    struct arena *a, struct mail *ret);
enum outcome outbox_sent(struct db *db, const struct mail *m, struct moment now);
enum outcome outbox_failed(struct db *db, const struct mail *m, struct moment now,
    struct str reason, bool forever); /* given up after 120 tries, some five days */

/* Forgets mails that were sent or given up before an instant. */
enum outcome outbox_sweep(struct db *db, struct moment older_than, int64_t *ret_swept);

#endif
