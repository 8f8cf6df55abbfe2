/*
 * What a person asks to be told of, as they write it.  Pure; time is linear in the text
 * for each word asked.
 *
 *	fortigate                     a word, or the beginning of one: fortigate100 too
 *	"palo alto" -globalprotect    a phrase, and not that word
 *	log4j | logback               either
 *
 * Accents, case and signs do not count: "big-ip" finds BIG IP.  No regular expression:
 * those written by a stranger can stop the one who evaluates them.
 */
#ifndef WATCH_TERM_H
#define WATCH_TERM_H

#include "base/arena.h"

#define TERM_PIECES 40

struct term_piece {
	struct str words; /* folded, between spaces: " palo alto" */
	bool without;
	size_t either; /* which alternative it belongs to */
};

struct term {
	size_t n, alternatives;
	struct term_piece piece[TERM_PIECES];
};

/* False: too long, a quotation that does not end, or an alternative that only says what it
 * is not.  An empty text is a term that everything matches. */
bool term_read(struct str text, struct arena *a, struct term *ret);

/* folded: by shape_folded. */
bool term_matches(const struct term *t, struct str folded, struct arena *a);

#endif
