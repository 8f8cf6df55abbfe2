/*
 * Files embedded in the binary at build time: data/, the static files of the
 * site (path "s/…"), and nothing else.  Made by tools/embed.
 */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include "base/str.h"

struct asset {
	struct str path;  /* "data/vocabulary.tsv", "s/vigie.css" */
	const char *type; /* media type */
	struct str bytes;
	struct str gzip, brotli; /* empty when they would not be smaller */
};

extern const struct asset asset_table[]; /* sorted by path */
extern const size_t asset_count;
extern const char asset_hash[]; /* of all static files: they are served under /s/<hash>/ */

const struct asset *asset_find(struct str path); /* NULL when there is none */

#endif
