/*
 * Reading a vector: one reader for all versions over their tables of metrics.
 *
 * A version is a table of metrics and a formula.  Rejected: the standard's regular
 * expressions, which are pages long, say nothing of what a value weighs, and would
 * have to be followed by this reading all the same.
 */
#include "knowledge/cvss.h"

#include <string.h>

#include "base/die.h"
#include "knowledge/cvss_part.h"

#define VECTOR_MAX 400 /* the longest of 4.0 has 240 */

static const struct cvss_metric *
metrics_of(enum cvss_version version)
{
	switch (version) {
	case CVSS_2_0: return cvss2_metrics;
	case CVSS_4_0: return cvss4_metrics;
	default: return cvss3_metrics;
	}
}

/* The place of a value among those of a metric, from 1; 0: it is none of them. */
static unsigned char
place_of(const char *values, struct str wanted)
{
	struct str rest = str_of(values);

	for (unsigned char i = 1; rest.p; i++)
		if (str_eq(str_cut(&rest, ' '), wanted))
			return i;
	return 0;
}

static bool
find_metric(const struct cvss_metric *m, struct str name, size_t *ret)
{
	for (size_t i = 0; m[i].name; i++)
		if (str_eq(str_of(m[i].name), name)) {
			*ret = i;
			return true;
		}
	return false;
}

/* One "AV:N"; *next is the first place that the order of 4.0 still allows. */
static bool
read_metric(struct cvss *c, struct str pair, size_t *next)
{
	const struct cvss_metric *m = metrics_of(c->version);
	struct str name = str_cut(&pair, ':');
	size_t i;

	if (!find_metric(m, name, &i) || c->value[i] != 0)
		return false;
	if (c->version == CVSS_4_0 && i < *next)
		return false;
	*next = i + 1;
	c->value[i] = place_of(m[i].values, pair);
	return c->value[i] != 0;
}

static bool
read_metrics(struct cvss *c, struct str rest)
{
	const struct cvss_metric *m = metrics_of(c->version);
	size_t next = 0;

	do {
		if (!read_metric(c, str_cut(&rest, '/'), &next))
			return false;
	} while (rest.p);
	for (size_t i = 0; m[i].name; i++)
		if (m[i].group == GROUP_BASE && c->value[i] == 0)
			return false;
	return true;
}

/* Takes "CVSS:3.1/" off; without a prefix it is 2.0. */
static enum cvss_version
take_version(struct str *vector)
{
	static const struct {
		struct str prefix;
		enum cvss_version version;
	} known[] = { { STR_INIT("CVSS:3.0/"), CVSS_3_0 }, { STR_INIT("CVSS:3.1/"), CVSS_3_1 },
		{ STR_INIT("CVSS:4.0/"), CVSS_4_0 } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(*vector, known[i].prefix)) {
			*vector = str_sub(*vector, known[i].prefix.n, vector->n);
			return known[i].version;
		}
	return CVSS_2_0;
}

static struct str
value_at(const struct cvss_metric *m, unsigned char place)
{
	struct str rest = str_of(m->values), value = { "", 0 };

	for (unsigned char i = 0; i < place; i++)
		value = str_cut(&rest, ' ');
	return value;
}

/* Was a metric of the group given, with another value than "not defined"? */
static bool
given(const struct cvss *c, enum cvss_group group)
{
	const struct cvss_metric *m = metrics_of(c->version);

	for (size_t i = 0; m[i].name; i++) {
		struct str v = value_at(&m[i], c->value[i]);

		if (m[i].group == group && v.n && !str_eq(v, S("X")) && !str_eq(v, S("ND")))
			return true;
	}
	return false;
}

static int
quoted(const struct cvss *c)
{
	if (given(c, GROUP_ENVIRONMENTAL))
		return c->environmental;
	return given(c, GROUP_TEMPORAL) ? c->temporal : c->base;
}

bool
cvss_read(struct str vector, struct cvss *ret)
{
	struct cvss c = { .version = take_version(&vector) };

	if (vector.n > VECTOR_MAX || !read_metrics(&c, vector))
		return false;
	switch (c.version) {
	case CVSS_2_0: cvss2_score(&c); break;
	case CVSS_4_0: cvss4_score(&c); break;
	default: cvss3_score(&c);
	}
	c.score = quoted(&c);
	*ret = c;
	return true;
}

struct str
cvss_metric(const struct cvss *c, const char *name)
{
	const struct cvss_metric *m = metrics_of(c->version);
	size_t i;

	return find_metric(m, str_of(name), &i) ? value_at(&m[i], c->value[i]) : S("");
}

double
cvss_weight(const struct cvss *c, const char *name)
{
	const struct cvss_metric *m = metrics_of(c->version);
	size_t i;

	if (!find_metric(m, str_of(name), &i))
		die("CVSS %d has no metric '%s'", c->version, name);
	return c->value[i] ? m[i].weight[c->value[i] - 1] : 1;
}

const char *
cvss_severity(enum cvss_version version, int tenths)
{
	static const struct {
		int from;
		const char *name;
	} scale[] = { { 90, "CRITICAL" }, { 70, "HIGH" }, { 40, "MEDIUM" }, { 1, "LOW" },
		{ 0, "NONE" } };
	size_t i = version == CVSS_2_0 ? 1 : 0;

	while (tenths < scale[i].from)
		i++;
	return version == CVSS_2_0 && tenths == 0 ? "LOW" : scale[i].name;
}
