/*
 * CVSS 2.0, 3.0, 3.1 and 4.0: from a vector to its scores.
 *
 * Sources: CVSS v2 Complete Guide (2007) §3.2; CVSS v3.0 and v3.1 specification §7
 * and appendix A; CVSS v4.0 specification §7 and §8, all FIRST.org.
 *
 * Scores are whole tenths, 0 to 100: no comparison of floating numbers anywhere
 * else.  Reading is strict, as the standard's JSON schemas are: every metric of the
 * base group once, none twice, no other; for 4.0 in the order of table 23.
 */
#ifndef KNOWLEDGE_CVSS_H
#define KNOWLEDGE_CVSS_H

#include <stdbool.h>

#include "base/str.h"

enum cvss_version { CVSS_2_0 = 20, CVSS_3_0 = 30, CVSS_3_1 = 31, CVSS_4_0 = 40 };

#define CVSS_METRICS 32

struct cvss {
	enum cvss_version version;
	int base;	   /* as if nothing but the base group was given */
	int temporal;	   /* with the temporal (4.0: threat) group */
	int environmental; /* with all; in 2.0 and 3.x by its own formula, given or not */
	int score;	   /* of the groups that were given: what people quote */

	/* Of each metric of the version's table: the place of its value, from 1; 0 where
	 * it was not given.  Read by cvss_metric. */
	unsigned char value[CVSS_METRICS];
};

/* False when it is no vector; *ret is then undefined.  Pure, bounded by the text. */
bool cvss_read(struct str vector, struct cvss *ret);

/* The value as written, "" where it was not given or the version has no such metric. */
struct str cvss_metric(const struct cvss *c, const char *name);

/* NONE, LOW, MEDIUM, HIGH, CRITICAL; 2.0 knows LOW, MEDIUM, HIGH (NVD). */
const char *cvss_severity(enum cvss_version version, int tenths);

#endif
