/*
 * Two texts, line by line: what was taken out, what was put in.  Pure.
 *
 * The longest common subsequence over lines, after what is the same at both ends.  More
 * than DIFF_LINES lines in the middle of either are told as one piece replaced by
 * another: right, if not the shortest.
 */
#ifndef WATCH_DIFF_H
#define WATCH_DIFF_H

#include "base/arena.h"

#define DIFF_LINES 400

enum diff_kind { DIFF_SAME, DIFF_OUT, DIFF_IN };

struct diff_line {
	enum diff_kind kind;
	struct str text;
};

struct diff {
	size_t n;
	struct diff_line *line;
};

struct diff diff_of(struct str from, struct str to, struct arena *a);

#endif
