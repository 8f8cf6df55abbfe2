/*
 * Rows of data/csaf_structure.tsv, for the walk over the structure and for the tests
 * of CVSS, which ask how a metric is named in a vector.  Private to src/knowledge.
 */
#ifndef KNOWLEDGE_CSAF_SHAPE_H
#define KNOWLEDGE_CSAF_SHAPE_H

#include "knowledge/csaf_view.h"

struct csaf_row {
	struct str type, name; /* no name: bounds of the object itself */
	unsigned versions;     /* of enum csaf_version, or'ed */
	bool need, list, unique;
	struct str shape, metric, of;
	size_t min, max;
};

struct csaf_rows {
	const struct csaf_row *row;
	size_t n;
};

/* All rows of a type, which stand together. */
struct csaf_rows csaf_rows(struct str type);

/* Whether a row's closed list has the word; for a metric, its code in a vector. */
bool csaf_choice(const struct csaf_row *r, struct str word, struct str *ret_code);

#endif
