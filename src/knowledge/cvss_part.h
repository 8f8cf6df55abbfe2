/* What cvss*.c share: the metrics of a version as a table, and its formulas. */
#ifndef KNOWLEDGE_CVSS_PART_H
#define KNOWLEDGE_CVSS_PART_H

#include "knowledge/cvss.h"

enum cvss_group { GROUP_BASE, GROUP_TEMPORAL, GROUP_ENVIRONMENTAL, GROUP_SUPPLEMENTAL };

struct cvss_metric {
	const char *name, *values; /* values parted by a space */
	enum cvss_group group;
	double weight[6]; /* of each value, as the formulas of 2.0 and 3.x take it */
};

/* Ended by a row without a name. */
extern const struct cvss_metric cvss2_metrics[], cvss3_metrics[], cvss4_metrics[];

/* The weight of the value given, 1 where none is: "not defined" changes nothing. */
double cvss_weight(const struct cvss *c, const char *name);

/* Fill base, temporal and environmental. */
void cvss2_score(struct cvss *c);
void cvss3_score(struct cvss *c);
void cvss4_score(struct cvss *c);

#endif
