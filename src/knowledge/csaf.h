/*
 * CSAF 2.0 and 2.1: security advisories that programs read (OASIS).
 *
 * csaf_check judges one document: its structure, then the tests of the standard by
 * their own numbers.  What the schema demands has number "schema"; 6.1.x are
 * mandatory and make a document invalid; 6.2.x and 6.3.x are said as warnings.  It
 * is pure: it asks nothing of the network, and takes bounded time and memory
 * whatever the bytes.  What is not judged stands in docs/knowledge.md.
 */
#ifndef KNOWLEDGE_CSAF_H
#define KNOWLEDGE_CSAF_H

#include "base/arena.h"
#include "base/str.h"

#define CSAF_BYTES_MAX (32u << 20)
#define CSAF_FINDINGS_MAX 1000 /* kept of each list; the rest is counted */

struct csaf_finding {
	const char *test;   /* "schema", "6.1.1" */
	struct str path;    /* JSON pointer; "" is the whole document */
	struct str message; /* English, a sentence without its full stop */
};

struct csaf_findings {
	size_t n;    /* found */
	size_t kept; /* at most CSAF_FINDINGS_MAX */
	struct csaf_finding *of;
};

struct csaf_verdict {
	struct str version; /* "2.0", "2.1"; "" when it says none of both */
	struct str file;    /* the name that its file must have */
	bool valid;
	struct csaf_findings errors, warnings;
};

/* Texts of the verdict are in the arena. */
void csaf_check(struct str bytes, struct arena *a, struct csaf_verdict *ret);

/* Adds a warning "5.1" when the file that it came from is named otherwise. */
void csaf_check_name(struct str path, struct arena *a, struct csaf_verdict *v);

#endif
