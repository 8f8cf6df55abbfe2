/*
 * Vocabularies: the closed lists of codes (data/vocabulary.tsv), each with its
 * order and attributes.  Labels are in the catalogues, under "<vocabulary>.<code>".
 */
#ifndef BASE_VOCAB_H
#define BASE_VOCAB_H

#include "base/lang.h"
#include "base/str.h"

struct vocab_item {
	struct str code;
	struct str attributes; /* "origin=malveillante;rsit=fraud/phishing" */
};

struct vocab {
	const char *name;
	size_t n;
	const struct vocab_item *item;
};

const struct vocab *vocab_get(const char *name);			     /* dies when unknown */
const struct vocab_item *vocab_find(const struct vocab *v, struct str code); /* or NULL */

/* The label; the code itself where the catalogue has none (outside data). */
struct str vocab_label(const char *vocabulary, struct str code, enum lang lang);

#endif
