/* CVSS 2.0: Complete Guide §3.2.1 to §3.2.3. */
#include <math.h>

#include "knowledge/cvss_part.h"

#define REQUIREMENT                                                                                \
	{                                                                                          \
		0.5, 1, 1.51, 1                                                                    \
	}
#define HARM                                                                                       \
	{                                                                                          \
		0, 0.275, 0.66                                                                     \
	}

const struct cvss_metric cvss2_metrics[] = {
	{ "AV", "L A N", GROUP_BASE, { 0.395, 0.646, 1 } },
	{ "AC", "H M L", GROUP_BASE, { 0.35, 0.61, 0.71 } },
	{ "Au", "M S N", GROUP_BASE, { 0.45, 0.56, 0.704 } },
	{ "C", "N P C", GROUP_BASE, HARM },
	{ "I", "N P C", GROUP_BASE, HARM },
	{ "A", "N P C", GROUP_BASE, HARM },
	{ "E", "U POC F H ND", GROUP_TEMPORAL, { 0.85, 0.9, 0.95, 1, 1 } },
	{ "RL", "OF TF W U ND", GROUP_TEMPORAL, { 0.87, 0.9, 0.95, 1, 1 } },
	{ "RC", "UC UR C ND", GROUP_TEMPORAL, { 0.9, 0.95, 1, 1 } },
	{ "CDP", "N L LM MH H ND", GROUP_ENVIRONMENTAL, { 0, 0.1, 0.3, 0.4, 0.5, 0 } },
	{ "TD", "N L M H ND", GROUP_ENVIRONMENTAL, { 0, 0.25, 0.75, 1, 1 } },
	{ "CR", "L M H ND", GROUP_ENVIRONMENTAL, REQUIREMENT },
	{ "IR", "L M H ND", GROUP_ENVIRONMENTAL, REQUIREMENT },
	{ "AR", "L M H ND", GROUP_ENVIRONMENTAL, REQUIREMENT },
	{ NULL, NULL, GROUP_BASE, { 0 } },
};

static int
tenths(double x)
{
	return (int)lround(x * 10);
}

static double
left(const struct cvss *c, const char *harm, const char *requirement)
{
	return 1 - cvss_weight(c, harm) * (requirement ? cvss_weight(c, requirement) : 1);
}

static int
base(const struct cvss *c, double impact)
{
	double exploitability =
	    20 * cvss_weight(c, "AV") * cvss_weight(c, "AC") * cvss_weight(c, "Au");

	return impact > 0 ? tenths((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176) : 0;
}

static int
temporal(const struct cvss *c, int from)
{
	return tenths(
	    from / 10.0 * cvss_weight(c, "E") * cvss_weight(c, "RL") * cvss_weight(c, "RC"));
}

void
cvss2_score(struct cvss *c)
{
	double impact = 10.41 * (1 - left(c, "C", NULL) * left(c, "I", NULL) * left(c, "A", NULL));
	double adjusted =
	    10.41 * (1 - left(c, "C", "CR") * left(c, "I", "IR") * left(c, "A", "AR"));
	/* Not given, this one is "none", which weighs nothing, and not one. */
	double damage = cvss_metric(c, "CDP").n ? cvss_weight(c, "CDP") : 0;
	double there;

	c->base = base(c, impact);
	c->temporal = temporal(c, c->base);
	there = temporal(c, base(c, fmin(10, adjusted))) / 10.0;
	c->environmental = tenths((there + (10 - there) * damage) * cvss_weight(c, "TD"));
}
