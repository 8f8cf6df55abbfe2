/*
 * CVSS 3.0 and 3.1: specification §7.1 to §7.3, weights of §7.4.
 *
 * 3.1 changed two things: how a score is rounded up (appendix A: on hundred
 * thousandths, so that 8.6000000001 is 8.6), and the environmental impact when the
 * scope changes.  The rounding of 3.1 is used for both: that of 3.0 was found to
 * depend on the machine.
 */
#include <math.h>

#include "knowledge/cvss_part.h"

#define HARM                                                                                       \
	{                                                                                          \
		0.56, 0.22, 0                                                                      \
	}
#define MODIFIED_HARM                                                                              \
	{                                                                                          \
		1, 0.56, 0.22, 0                                                                   \
	}
#define REQUIREMENT                                                                                \
	{                                                                                          \
		1, 0.5, 1, 1.5                                                                     \
	}

const struct cvss_metric cvss3_metrics[] = {
	{ "AV", "N A L P", GROUP_BASE, { 0.85, 0.62, 0.55, 0.2 } },
	{ "AC", "L H", GROUP_BASE, { 0.77, 0.44 } },
	{ "PR", "N L H", GROUP_BASE, { 0.85, 0.62, 0.27 } },
	{ "UI", "N R", GROUP_BASE, { 0.85, 0.62 } },
	{ "S", "U C", GROUP_BASE, { 0 } },
	{ "C", "H L N", GROUP_BASE, HARM },
	{ "I", "H L N", GROUP_BASE, HARM },
	{ "A", "H L N", GROUP_BASE, HARM },
	{ "E", "X U P F H", GROUP_TEMPORAL, { 1, 0.91, 0.94, 0.97, 1 } },
	{ "RL", "X O T W U", GROUP_TEMPORAL, { 1, 0.95, 0.96, 0.97, 1 } },
	{ "RC", "X U R C", GROUP_TEMPORAL, { 1, 0.92, 0.96, 1 } },
	{ "CR", "X L M H", GROUP_ENVIRONMENTAL, REQUIREMENT },
	{ "IR", "X L M H", GROUP_ENVIRONMENTAL, REQUIREMENT },
	{ "AR", "X L M H", GROUP_ENVIRONMENTAL, REQUIREMENT },
	{ "MAV", "X N A L P", GROUP_ENVIRONMENTAL, { 1, 0.85, 0.62, 0.55, 0.2 } },
	{ "MAC", "X L H", GROUP_ENVIRONMENTAL, { 1, 0.77, 0.44 } },
	{ "MPR", "X N L H", GROUP_ENVIRONMENTAL, { 1, 0.85, 0.62, 0.27 } },
	{ "MUI", "X N R", GROUP_ENVIRONMENTAL, { 1, 0.85, 0.62 } },
	{ "MS", "X U C", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MC", "X H L N", GROUP_ENVIRONMENTAL, MODIFIED_HARM },
	{ "MI", "X H L N", GROUP_ENVIRONMENTAL, MODIFIED_HARM },
	{ "MA", "X H L N", GROUP_ENVIRONMENTAL, MODIFIED_HARM },
	{ NULL, NULL, GROUP_BASE, { 0 } },
};

/* Appendix A. */
static int
round_up(double x)
{
	long n = lround(x * 100000);

	return (int)(n % 10000 == 0 ? n / 10000 : n / 10000 + 1);
}

/* The modified metric where it says something, else that of the base group. */
static const char *
modified(const struct cvss *c, const char *name, const char *other)
{
	struct str v = cvss_metric(c, other);

	return v.n && !str_eq(v, S("X")) ? other : name;
}

static bool
changed(const struct cvss *c, const char *scope)
{
	return str_eq(cvss_metric(c, scope), S("C"));
}

/* Privileges weigh less once the scope changes. */
static double
privileges(const struct cvss *c, const char *metric, bool scope)
{
	struct str v = cvss_metric(c, metric);

	if (scope && str_eq(v, S("L")))
		return 0.68;
	return scope && str_eq(v, S("H")) ? 0.5 : cvss_weight(c, metric);
}

static double
product(double impact, double exploitability, bool scope)
{
	if (impact <= 0)
		return 0;
	return fmin((scope ? 1.08 : 1) * (impact + exploitability), 10);
}

static int
base(const struct cvss *c)
{
	bool scope = changed(c, "S");
	double iss =
	    1 - (1 - cvss_weight(c, "C")) * (1 - cvss_weight(c, "I")) * (1 - cvss_weight(c, "A"));
	double impact = scope ? 7.52 * (iss - 0.029) - 3.25 * pow(iss - 0.02, 15) : 6.42 * iss;

	return round_up(product(impact,
	    8.22 * cvss_weight(c, "AV") * cvss_weight(c, "AC") * privileges(c, "PR", scope) *
		cvss_weight(c, "UI"),
	    scope));
}

static double
harm_left(const struct cvss *c, const char *name, const char *other, const char *requirement)
{
	return 1 - cvss_weight(c, modified(c, name, other)) * cvss_weight(c, requirement);
}

static double
modified_impact(const struct cvss *c, bool scope)
{
	double miss = fmin(1 - harm_left(c, "C", "MC", "CR") * harm_left(c, "I", "MI", "IR") *
				   harm_left(c, "A", "MA", "AR"),
	    0.915);

	if (!scope)
		return 6.42 * miss;
	if (c->version == CVSS_3_0)
		return 7.52 * (miss - 0.029) - 3.25 * pow(miss - 0.02, 15);
	return 7.52 * (miss - 0.029) - 3.25 * pow(miss * 0.9731 - 0.02, 13);
}

static int
with_modified(const struct cvss *c)
{
	bool scope = changed(c, modified(c, "S", "MS"));
	double exploitability = 8.22 * cvss_weight(c, modified(c, "AV", "MAV")) *
				cvss_weight(c, modified(c, "AC", "MAC")) *
				privileges(c, modified(c, "PR", "MPR"), scope) *
				cvss_weight(c, modified(c, "UI", "MUI"));

	return round_up(product(modified_impact(c, scope), exploitability, scope));
}

void
cvss3_score(struct cvss *c)
{
	double time = cvss_weight(c, "E") * cvss_weight(c, "RL") * cvss_weight(c, "RC");

	c->base = base(c);
	c->temporal = round_up(c->base / 10.0 * time);
	c->environmental = round_up(with_modified(c) / 10.0 * time);
}
