/*
 * Names of products: CPE 2.3 formatted strings and CPE 2.2 URIs (NISTIR 7695), and
 * whether one name is meant by another (NISTIR 7696).
 *
 * A name is eleven attributes.  Each is kept as a formatted string writes it: "*"
 * any, "-" none, else lower case with a backslash before what is no letter, digit
 * or "_"; "*" and "?" at either end of a value, unquoted, stand for other
 * characters.
 */
#ifndef KNOWLEDGE_CPE_H
#define KNOWLEDGE_CPE_H

#include "base/arena.h"
#include "base/str.h"

enum cpe_attribute {
	CPE_PART,
	CPE_VENDOR,
	CPE_PRODUCT,
	CPE_VERSION,
	CPE_UPDATE,
	CPE_EDITION,
	CPE_LANGUAGE,
	CPE_SW_EDITION,
	CPE_TARGET_SW,
	CPE_TARGET_HW,
	CPE_OTHER,
	CPE_ATTRIBUTES
};

struct cpe {
	struct str attribute[CPE_ATTRIBUTES];
};

/* "cpe:2.3:…" or "cpe:/…".  False: it is no name. Pure, linear. */
bool cpe_read(struct str text, struct arena *a, struct cpe *ret);

/* As a formatted string, in normal form. */
struct str cpe_write(const struct cpe *c, struct arena *a);

/* An attribute's value without backslashes: for people and for look-ups; "" for any
 * and none. */
struct str cpe_plain(struct str attribute, struct arena *a);

/* Is `of` one of those that `pattern` means?  Any means all; none means none. */
bool cpe_matches(const struct cpe *pattern, const struct cpe *of);

#endif
