/*
 * CVSS 4.0: specification §8.2.
 *
 * A vector belongs to one of 270 MacroVectors, each with a score that experts gave
 * (cvss4_table.h).  From there it goes down by the mean, over the equivalence sets
 * that have a lower neighbour, of how far the vector stands below the highest of its
 * set, times the way to that neighbour.
 *
 * Computed in whole numbers over a common denominator, so that a tie is a tie: with
 * floating numbers 522 of the 104,976 base vectors come out a tenth too low, which
 * the reference implementation mends by adding a millionth.
 */
#include <string.h>

#include "base/die.h"
#include "knowledge/cvss4_table.h"
#include "knowledge/cvss_part.h"

const struct cvss_metric cvss4_metrics[] = {
	{ "AV", "N A L P", GROUP_BASE, { 0 } },
	{ "AC", "L H", GROUP_BASE, { 0 } },
	{ "AT", "N P", GROUP_BASE, { 0 } },
	{ "PR", "N L H", GROUP_BASE, { 0 } },
	{ "UI", "N P A", GROUP_BASE, { 0 } },
	{ "VC", "H L N", GROUP_BASE, { 0 } },
	{ "VI", "H L N", GROUP_BASE, { 0 } },
	{ "VA", "H L N", GROUP_BASE, { 0 } },
	{ "SC", "H L N", GROUP_BASE, { 0 } },
	{ "SI", "H L N", GROUP_BASE, { 0 } },
	{ "SA", "H L N", GROUP_BASE, { 0 } },
	{ "E", "X A P U", GROUP_TEMPORAL, { 0 } },
	{ "CR", "X H M L", GROUP_ENVIRONMENTAL, { 0 } },
	{ "IR", "X H M L", GROUP_ENVIRONMENTAL, { 0 } },
	{ "AR", "X H M L", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MAV", "X N A L P", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MAC", "X L H", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MAT", "X N P", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MPR", "X N L H", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MUI", "X N P A", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MVC", "X H L N", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MVI", "X H L N", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MVA", "X H L N", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MSC", "X H L N", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MSI", "X S H L N", GROUP_ENVIRONMENTAL, { 0 } },
	{ "MSA", "X S H L N", GROUP_ENVIRONMENTAL, { 0 } },
	{ "S", "X N P", GROUP_SUPPLEMENTAL, { 0 } },
	{ "AU", "X N Y", GROUP_SUPPLEMENTAL, { 0 } },
	{ "R", "X A U I", GROUP_SUPPLEMENTAL, { 0 } },
	{ "V", "X D C", GROUP_SUPPLEMENTAL, { 0 } },
	{ "RE", "X L M H", GROUP_SUPPLEMENTAL, { 0 } },
	{ "U", "X Clear Green Amber Red", GROUP_SUPPLEMENTAL, { 0 } },
	{ NULL, NULL, GROUP_BASE, { 0 } },
};

/* The metrics that the score depends on, and their values from the highest down:
 * a place in that list is a number of steps. */
enum metric { AV, PR, UI, AC, AT, VC, VI, VA, CR, IR, AR, SC, SI, SA, E, METRICS };

static const struct {
	const char *name, *order, *other; /* other: the metric that overrides it */
	char unset;			  /* what "not defined" is taken for (§8.2) */
} scored[METRICS] = {
	[AV] = { "AV", "NALP", "MAV", 0 },
	[PR] = { "PR", "NLH", "MPR", 0 },
	[UI] = { "UI", "NPA", "MUI", 0 },
	[AC] = { "AC", "LH", "MAC", 0 },
	[AT] = { "AT", "NP", "MAT", 0 },
	[VC] = { "VC", "HLN", "MVC", 0 },
	[VI] = { "VI", "HLN", "MVI", 0 },
	[VA] = { "VA", "HLN", "MVA", 0 },
	[CR] = { "CR", "HML", NULL, 'H' },
	[IR] = { "IR", "HML", NULL, 'H' },
	[AR] = { "AR", "HML", NULL, 'H' },
	[SC] = { "SC", "SHLN", "MSC", 0 }, /* never S: the steps are counted as for the two below */
	[SI] = { "SI", "SHLN", "MSI", 0 },
	[SA] = { "SA", "SHLN", "MSA", 0 },
	[E] = { "E", "APU", NULL, 'A' },
};

/* The value of each metric that the score is computed from. */
struct values {
	char of[METRICS];
};

static char
value_of(const struct cvss *c, const char *name)
{
	struct str v = name ? cvss_metric(c, name) : S("");

	return v.n && v.p[0] != 'X' ? v.p[0] : 0;
}

static bool
taken(enum metric m, bool threat, bool environment)
{
	return m == E ? threat : m == CR || m == IR || m == AR ? environment : true;
}

static struct values
values_of(const struct cvss *c, bool threat, bool environment)
{
	struct values v;

	for (enum metric m = 0; m < METRICS; m++) {
		char own = taken(m, threat, environment) ? value_of(c, scored[m].name) : 0;
		char other = environment ? value_of(c, scored[m].other) : 0;

		v.of[m] = other ? other : own ? own : scored[m].unset;
	}
	return v;
}

/* ==== The MacroVector: §8.2, tables 24 to 29 ==== */

struct macro {
	int eq[6]; /* EQ1 at 0 */
};

static bool
is(const struct values *v, enum metric m, char value)
{
	return v->of[m] == value;
}

static int
eq1(const struct values *v)
{
	int open = is(v, AV, 'N') + is(v, PR, 'N') + is(v, UI, 'N');

	if (open == 3)
		return 0;
	return open > 0 && !is(v, AV, 'P') ? 1 : 2;
}

static int
eq3(const struct values *v)
{
	if (is(v, VC, 'H') && is(v, VI, 'H'))
		return 0;
	return is(v, VC, 'H') || is(v, VI, 'H') || is(v, VA, 'H') ? 1 : 2;
}

static int
eq4(const struct values *v)
{
	if (is(v, SI, 'S') || is(v, SA, 'S'))
		return 0;
	return is(v, SC, 'H') || is(v, SI, 'H') || is(v, SA, 'H') ? 1 : 2;
}

static int
eq6(const struct values *v)
{
	for (enum metric i = 0; i < 3; i++)
		if (is(v, CR + i, 'H') && is(v, VC + i, 'H'))
			return 0;
	return 1;
}

static struct macro
macro_of(const struct values *v)
{
	return (struct macro){ {
	    eq1(v),
	    is(v, AC, 'L') && is(v, AT, 'N') ? 0 : 1,
	    eq3(v),
	    eq4(v),
	    is(v, E, 'A')   ? 0
	    : is(v, E, 'P') ? 1
			    : 2,
	    eq6(v),
	} };
}

static int
score_of(const struct macro *m)
{
	const int *e = m->eq;

	return macro_score[e[0]][e[1]][e[2]][e[3]][e[4]][e[5]];
}

/* One level down in one set, the others being equal; NO where there is none. */
static int
score_below(const struct macro *m, int set)
{
	static const int levels[6] = { 3, 2, 3, 3, 3, 2 };
	struct macro below = *m;

	return ++below.eq[set] < levels[set] ? score_of(&below) : NO;
}

/* EQ3 and EQ6 go down together: by the way that costs less. */
static int
score_below36(const struct macro *m)
{
	int a = score_below(m, 2), b = score_below(m, 5);

	return a > b ? a : b;
}

/* ==== How far below the highest of its set: §8.2, tables 24 to 29 and 30 ==== */

/* The highest vectors of a level of a set, in the order of enum metric, parted by a
 * space; steps: the depth of the level. */
struct level {
	const char *highest;
	int steps;
};

static const struct level level1[3] = {
	{ "NNN", 1 },
	{ "ANN NLN NNP", 4 },
	{ "PNN ALP", 5 },
};
static const struct level level2[2] = { { "LN", 1 }, { "HN LP", 2 } };
static const struct level level36[3][2] = {
	{ { "HHHHHH", 7 }, { "HHLMMH HHHMMM", 6 } },
	{ { "LHHHHH HLHHHH", 8 }, { "LHLHMH LHHHMM HLHMHM HLLMHH LLHHHM", 8 } },
	{ { NULL, 0 }, { "LLLHHH", 10 } },
};
static const struct level level4[3] = { { "HSS", 6 }, { "HHH", 5 }, { "LLL", 4 } };

static int
place(enum metric m, char value)
{
	const char *at = strchr(scored[m].order, value);

	if (at == NULL)
		die("CVSS 4.0 has no value '%c' for %s", value, scored[m].name);
	return (int)(at - scored[m].order);
}

/* Steps from one of the highest; -1 when that one is not above in every metric. */
static int
steps_from(const struct values *v, enum metric first, struct str highest)
{
	int sum = 0;

	for (size_t i = 0; i < highest.n; i++) {
		enum metric m = first + (enum metric)i;
		int steps = place(m, v->of[m]) - place(m, highest.p[i]);

		if (steps < 0)
			return -1;
		sum += steps;
	}
	return sum;
}

static int
steps(const struct values *v, enum metric first, const struct level *l)
{
	struct str rest = str_of(l->highest);
	int n = -1;

	while (n < 0 && rest.p)
		n = steps_from(v, first, str_cut(&rest, ' '));
	return n < 0 ? 0 : n;
}

/* ==== The score ==== */

#define DENOMINATOR 840 /* of every depth: 1 to 8 and 10 */

/* Adds one set's share of the way down, in tenths over DENOMINATOR. */
static void
go_down(int value, int lower, int taken_steps, int depth, int *sum, int *sets)
{
	if (lower == NO)
		return;
	*sum += (value - lower) * taken_steps * (DENOMINATOR / depth);
	++*sets;
}

static bool
harmless(const struct values *v)
{
	for (enum metric m = VC; m <= VA; m++)
		if (!is(v, m, 'N') || !is(v, m - VC + SC, 'N'))
			return false;
	return true;
}

static int
score(const struct values *v)
{
	struct macro m = macro_of(v);
	const struct level *l36 = &level36[m.eq[2]][m.eq[5]];
	int value = score_of(&m), sum = 0, sets = 0, whole;

	if (harmless(v))
		return 0;
	go_down(value, score_below(&m, 0), steps(v, AV, &level1[m.eq[0]]), level1[m.eq[0]].steps,
	    &sum, &sets);
	go_down(value, score_below(&m, 1), steps(v, AC, &level2[m.eq[1]]), level2[m.eq[1]].steps,
	    &sum, &sets);
	go_down(value, score_below36(&m), steps(v, VC, l36), l36->steps, &sum, &sets);
	go_down(value, score_below(&m, 3), steps(v, SC, &level4[m.eq[3]]), level4[m.eq[3]].steps,
	    &sum, &sets);
	go_down(value, score_below(&m, 4), 0, 1, &sum, &sets);
	if (sets == 0)
		return value;
	whole = DENOMINATOR * sets;
	return (2 * (value * whole - sum) + whole) / (2 * whole); /* half up; never below 0 */
}

void
cvss4_score(struct cvss *c)
{
	struct values base = values_of(c, false, false), threat = values_of(c, true, false),
		      all = values_of(c, true, true);

	c->base = score(&base);
	c->temporal = score(&threat);
	c->environmental = score(&all);
}
