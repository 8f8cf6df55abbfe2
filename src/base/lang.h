/*
 * Languages and message catalogues.
 *
 * locale/<domain>.fr.po and .en.po are compiled into one sorted table; a key
 * present in one language and absent from the other fails the build.  Arguments
 * are written %1 to %9 in the text.
 */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include "base/arena.h"
#include "base/str.h"

enum lang { LANG_FR, LANG_EN };

struct message {
	struct str key;
	struct str text[2]; /* by enum lang; plural of n > 1 under key "…#" */
};

extern const struct message message_table[]; /* sorted by key */
extern const size_t message_count;

struct str message_find(enum lang lang, struct str key); /* "" when absent */

/* The text; the key between brackets when absent (make check refuses that). */
struct str t(enum lang lang, const char *key);

/* With arguments; n is how many. */
struct str t_fill(
    struct arena *a, enum lang lang, const char *key, const struct str *arg, size_t n);

/* Singular or plural by count; %1 is the count.  French: 0 and 1 are singular. */
struct str t_count(struct arena *a, enum lang lang, const char *key, int64_t count);

const char *lang_code(enum lang lang); /* "fr", "en" */

#endif
