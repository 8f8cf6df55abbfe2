/* For bench/: an instance as full as a country's, and what is asked of it. */
#ifndef TESTS_CROWD_H
#define TESTS_CROWD_H

#include "store/db.h"
#include "tests/play/measure.h"

#define CROWD 100000
#define CROWD_FIRST 20 /* declared through the pages; the others are copies */

/* The started instance gets its crowd; p->reason tells what failed. */
bool crowd_make(struct play *p);
/* The same for what copies of incidents leave out: their reports, log and history. */
bool crowd_files(struct play *p);

const struct sql *crowd_statement(const char *name); /* NULL: there is none */
double crowd_median(double *v, size_t n);
/* Seconds that the page took; 0: it does not answer. */
double crowd_page(struct play *p, struct str path);

#endif
