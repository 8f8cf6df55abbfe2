/*
 * Subscriptions: what people asked to be told of, and the telling.  Private to src/watch.
 *
 * When a version is published, a job goes through all subscriptions by pieces, and
 * leaves one line a person; a sweep makes one mail of what a person is due.  Whether
 * they may read it is asked twice, when it matches and when the mail is written.
 */
#ifndef WATCH_SUBSCRIPTION_H
#define WATCH_SUBSCRIPTION_H

#include "watch/publication.h"

struct subscription {
	int64_t id;
	struct str sub_term; /* see term.h; "": everything */
	struct code sub_type, sub_level, sub_rhythm;
	struct moment created_at;
};

#define SUBSCRIPTIONS_MAX 100 /* of one person */

struct subscription_view {
	size_t n;
	const struct subscription *s;
	const struct filled *filled;
	struct str feed; /* an address that was just made; "" */
};

void page_subscriptions(struct out *o, const struct subscription_view *v);

/* What the words of a publication are matched against: folded. */
struct str subscription_text(const struct publication_words *w, struct arena *a);
bool subscription_fits(const struct subscription *s, const struct publication_words *w,
    struct str text, struct arena *a);

/* The first instant from now on at which that rhythm tells. */
struct moment subscription_due_at(struct str rhythm, struct moment now);

#endif
