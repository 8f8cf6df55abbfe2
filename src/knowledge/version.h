/*
 * Versions of products, compared as people mean them, without knowing who made them.
 *
 * A version is runs of digits and of letters; whatever stands between only parts
 * them.  Digits compare as numbers, a word of a release to come (alpha, beta, rc…)
 * stands before the release, any other letters after it ("1.0.2k" is a repair of
 * "1.0.2"); a zero at the end of numbers says nothing ("1.0" is "1.0.0").  The order
 * is total.  Orders of one packager (epochs of Debian, of RPM) are not known here.
 */
#ifndef KNOWLEDGE_VERSION_H
#define KNOWLEDGE_VERSION_H

#include "base/str.h"

/* Below, equal, above: negative, 0, positive.  Case does not matter. */
int version_cmp(struct str a, struct str b);

/* Each end "" where it is open. */
bool version_within(
    struct str version, struct str from, bool from_included, struct str to, bool to_included);

#endif
