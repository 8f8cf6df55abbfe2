/* What the programs of bench/ share. */
#ifndef TESTS_MEASURE_H
#define TESTS_MEASURE_H

#include "tests/play/play.h"

/* A folder on disk for what is measured: build/bench. */
bool measure_open(struct bench *b);

/* Prints one line: what, ours, theirs, the ratio, the goal, and whether it is met. */
void measure_ratio(const char *what, double ratio, bool at_least, double goal);

/* Processes of `vigie serve`: itself and its children. */
size_t measure_family(pid_t parent, pid_t *ret, size_t max);

/* A field of a /proc file such as "Pss:" of smaps_rollup; -1 when absent. */
double measure_proc(pid_t pid, const char *file, const char *field);

#endif
