/*
 * Tests about scores.  2.0 has them in scores[], 2.1 in metrics[]/content; both are
 * walked here, and a test sees one CVSS object after the other.
 */
#include "knowledge/csaf_shape.h"
#include "knowledge/csaf_test_list.h"
#include "knowledge/cvss.h"

struct cvss_object {
	const struct csaf_item *vuln;
	const json_t *json, *holder; /* holder: the item with the products */
	const struct at *at, *at_holder;
	const char *type; /* "cvss_3" */
	struct str version, vector;
};

typedef void (*cvss_fn)(struct csaf *c, const struct cvss_object *o, void *context);

static const char *const cvss_key[] = { "cvss_v2", "cvss_v3", "cvss_v4" };
static const char *const cvss_type[] = { "cvss_2", "cvss_3", "cvss_4" };

static void
one_holder(struct csaf *c, const struct csaf_item *vuln, const struct csaf_item *holder, cvss_fn fn,
    void *context)
{
	bool metrics = c->version == CSAF_21;
	const json_t *in = metrics ? csaf_get(holder->json, "content") : holder->json;
	const struct at *at = metrics ? csaf_key(c, holder->at, "content") : holder->at;

	for (size_t k = 0; k < (metrics ? 3 : 2); k++) {
		const json_t *json = csaf_get(in, cvss_key[k]);
		struct cvss_object o = { vuln, json, holder->json, csaf_key(c, at, cvss_key[k]),
			holder->at, cvss_type[k], csaf_text(json, "version"),
			csaf_text(json, "vectorString") };

		if (json_is_object(json))
			fn(c, &o, context);
	}
}

static void
vuln_cvss(struct csaf *c, const struct csaf_item *vuln, cvss_fn fn, void *context)
{
	const char *list = c->version == CSAF_21 ? "metrics" : "scores";
	const struct at *up = csaf_key(c, vuln->at, list);
	const json_t *item;
	size_t i;

	json_array_foreach(csaf_get(vuln->json, list), i, item)
	{
		struct csaf_item holder = { item, csaf_nth(c, up, i) };

		one_holder(c, vuln, &holder, fn, context);
	}
}

static void
each_cvss(struct csaf *c, cvss_fn fn)
{
	for (size_t i = 0; i < c->vuln.n; i++)
		vuln_cvss(c, &c->vuln.of[i], fn, NULL);
}

/* ==== 6.1.7 ==== */

/* Each product of the item has one metric of the kind, from the same source. */
static void
once(struct csaf *c, struct csaf_map *seen, const struct csaf_item *holder, struct str what)
{
	struct str source = csaf_text(holder->json, "source");
	const json_t *id;
	size_t i;

	json_array_foreach(csaf_get(holder->json, "products"), i, id)
	{
		struct str key = arena_printf(
		    c->arena, "%.*s\n%.*s\n%.*s", PS(what), PS(source), PS(csaf_str(id)));

		if (!csaf_map_add(seen, key))
			csaf_say(c, csaf_nth(c, csaf_key(c, holder->at, "products"), i),
			    "product '%.*s' has more than one of %.*s", PS(csaf_str(id)), PS(what));
	}
}

static void
one_version(struct csaf *c, const struct cvss_object *o, void *context)
{
	struct csaf_item holder = { o->holder, o->at_holder };

	once(c, context, &holder, arena_printf(c->arena, "CVSS %.*s", PS(o->version)));
}

/* 2.1 has metrics beside CVSS. */
static void
other_metrics(struct csaf *c, const struct csaf_item *vuln, struct csaf_map *seen)
{
	static const char *const kind[] = { "epss", "qualitative_severity_rating", "ssvc_v1",
		"ssvc_v2" };
	const struct at *up = csaf_key(c, vuln->at, "metrics");
	const json_t *metric;
	size_t i;

	json_array_foreach(csaf_get(vuln->json, "metrics"), i, metric)
	{
		struct csaf_item holder = { metric, csaf_nth(c, up, i) };

		for (size_t k = 0; k < sizeof kind / sizeof kind[0]; k++)
			if (csaf_get(csaf_get(metric, "content"), kind[k]))
				once(c, seen, &holder, str_of(kind[k]));
	}
}

void
csaf_score_twice(struct csaf *c)
{
	for (size_t i = 0; i < c->vuln.n; i++) {
		struct csaf_map *seen = csaf_map_new(c->arena);

		vuln_cvss(c, &c->vuln.of[i], one_version, seen);
		if (c->version == CSAF_21)
			other_metrics(c, &c->vuln.of[i], seen);
	}
}

/* ==== Vectors ==== */

static struct str
vector_body(struct str vector)
{
	struct str rest = vector;

	if (!str_starts(vector, S("CVSS:")))
		return vector;
	str_cut(&rest, '/');
	return rest;
}

/* The value of a metric in the vector; "" when it has none. */
static struct str
vector_value(struct str vector, struct str metric)
{
	struct str rest = vector_body(vector);

	while (rest.n) {
		struct str value = str_cut(&rest, '/'), name = str_cut(&value, ':');

		if (str_eq(name, metric))
			return value;
	}
	return (struct str){ NULL, 0 };
}

static bool
row_has_code(const struct csaf_row *r, struct str code)
{
	struct str rest = r->of;

	while (rest.n) {
		struct str one = str_cut(&rest, '|');

		str_cut(&one, '=');
		if (str_eq(one, code))
			return true;
	}
	return false;
}

static bool
vector_token(const char *type, struct str token)
{
	struct csaf_rows rows = csaf_rows(str_of(type));
	struct str name = str_cut(&token, ':');

	for (size_t i = 0; i < rows.n; i++)
		if (rows.row[i].metric.n && str_eq(rows.row[i].metric, name))
			return row_has_code(&rows.row[i], token);
	return false;
}

/* ==== 6.1.8: what no row of the structure can say ==== */

/* What the schema's pattern takes: known metrics with known values, of the object's
 * version.  Whether all of the base group are there is the computation's affair. */
static bool
vector_good(const struct cvss_object *o)
{
	struct str rest = o->vector, prefix;

	if (!str_eq(str_of(o->type), S("cvss_2"))) {
		prefix = str_cut(&rest, '/');
		if (!str_starts(prefix, S("CVSS:")) ||
		    !str_eq(str_sub(prefix, 5, prefix.n), o->version))
			return false;
	}
	if (rest.n == 0 || str_ends(rest, S("/")))
		return false;
	while (rest.n)
		if (!vector_token(o->type, str_cut(&rest, '/')))
			return false;
	return true;
}

static void
one_vector(struct csaf *c, const struct cvss_object *o, void *context)
{
	(void)context;
	if (o->vector.n && !vector_good(o))
		csaf_say(c, csaf_key(c, o->at, "vectorString"), "is no vector of CVSS %.*s",
		    PS(o->version));
}

void
csaf_cvss_invalid(struct csaf *c)
{
	each_cvss(c, one_vector);
}

/* ==== 6.1.9 ==== */

static void
one_score(struct csaf *c, const struct cvss_object *o, const char *key, int tenths)
{
	const json_t *score = csaf_get(o->json, key);
	double off = json_number_value(score) * 10 - tenths;

	if (json_is_number(score) && (off > 1e-6 || off < -1e-6))
		csaf_say(c, csaf_key(c, o->at, key), "is not what the vector gives: %d.%d",
		    tenths / 10, tenths % 10);
}

static void
one_severity(struct csaf *c, const struct cvss_object *o, const char *key,
    enum cvss_version version, int tenths)
{
	struct str word = csaf_text(o->json, key);
	const char *severity = cvss_severity(version, tenths);

	if (word.n && !str_eq(word, str_of(severity)))
		csaf_say(c, csaf_key(c, o->at, key), "is not what the vector gives: %s", severity);
}

static void
one_computation(struct csaf *c, const struct cvss_object *o, void *context)
{
	struct cvss v;

	(void)context;
	if (o->vector.n == 0 || !vector_good(o))
		return; /* said by 6.1.8 */
	if (!cvss_read(o->vector, &v)) {
		csaf_say(c, csaf_key(c, o->at, "vectorString"), "gives no score");
		return;
	}
	one_score(c, o, "baseScore", v.base);
	one_score(c, o, "temporalScore", v.temporal);
	one_score(c, o, "threatScore", v.temporal);
	one_score(c, o, "environmentalScore", v.environmental);
	if (v.version == CVSS_2_0)
		return; /* its schema has no severity */
	one_severity(c, o, "baseSeverity", v.version, v.base);
	one_severity(c, o, "temporalSeverity", v.version, v.temporal);
	one_severity(c, o, "threatSeverity", v.version, v.temporal);
	one_severity(c, o, "environmentalSeverity", v.version, v.environmental);
}

void
csaf_cvss_computation(struct csaf *c)
{
	each_cvss(c, one_computation);
}

/* ==== 6.1.10 ==== */

/* A metric that the vector leaves out is contradicted by nothing. */
static void
one_agreement(struct csaf *c, const struct cvss_object *o, void *context)
{
	struct csaf_rows rows = csaf_rows(str_of(o->type));

	(void)context;
	for (size_t i = 0; i < rows.n; i++) {
		const struct csaf_row *r = &rows.row[i];
		struct str code, value = vector_value(o->vector, r->metric);
		struct str word = csaf_str(json_object_getn(o->json, r->name.p, r->name.n));
		char name[64];

		if (r->metric.n == 0 || value.n == 0 || !csaf_choice(r, word, &code) ||
		    str_eq(code, value))
			continue;
		snprintf(name, sizeof name, "%.*s", PS(r->name));
		csaf_say(c, csaf_key(c, o->at, arena_cstr(c->arena, str_of(name))),
		    "is %.*s, and %.*s:%.*s in the vector", PS(word), PS(r->metric), PS(value));
	}
}

void
csaf_cvss_inconsistent(struct csaf *c)
{
	each_cvss(c, one_agreement);
}

/* ==== 6.2.3 ==== */

static void
scored(struct csaf *c, const struct cvss_object *o, void *context)
{
	const json_t *id;
	size_t i;

	(void)c;
	json_array_foreach(csaf_get(o->holder, "products"), i, id)
	    csaf_map_add(context, csaf_str(id));
}

static void
must_be_scored(struct csaf *c, struct str id, unsigned group, const struct at *at, void *context)
{
	(void)group;
	if (!csaf_map_find(context, id))
		csaf_say(c, at, "affected product '%.*s' has no score", PS(id));
}

void
csaf_score_missing(struct csaf *c)
{
	for (size_t i = 0; i < c->vuln.n; i++) {
		struct csaf_map *m = csaf_map_new(c->arena);

		vuln_cvss(c, &c->vuln.of[i], scored, m);
		csaf_each_state(c, &c->vuln.of[i], CSAF_AFFECTED, must_be_scored, m);
	}
}

/* ==== 6.2.19 ==== */

/* The modified metric, or the base one where it is not defined, is N. */
static bool
none(const struct cvss_object *o, const char *property, const char *metric)
{
	struct str word = csaf_text(o->json, property);
	struct str value = vector_value(o->vector, str_of(metric));

	if (word.n && !str_eq(word, S("NOT_DEFINED")))
		return str_eq(word, S("NONE"));
	if (value.n == 0 || str_eq(value, S("X")))
		value = vector_value(o->vector, str_of(metric + 1));
	return str_eq(value, S("N"));
}

static const struct impact {
	const char *property, *metric;
} impact[3][6] = {
	{ { NULL, NULL } },
	{ { "modifiedConfidentialityImpact", "MC" }, { "modifiedIntegrityImpact", "MI" },
	    { "modifiedAvailabilityImpact", "MA" } },
	{ { "modifiedVulnConfidentialityImpact", "MVC" }, { "modifiedVulnIntegrityImpact", "MVI" },
	    { "modifiedVulnAvailabilityImpact", "MVA" },
	    { "modifiedSubConfidentialityImpact", "MSC" }, { "modifiedSubIntegrityImpact", "MSI" },
	    { "modifiedSubAvailabilityImpact", "MSA" } },
};

/* Whether the environmental score is nothing: said so, or by the metrics. */
static bool
harmless(const struct cvss_object *o)
{
	const json_t *score = csaf_get(o->json, "environmentalScore");
	size_t version = (size_t)(o->type[5] - '2');

	if (json_is_number(score))
		return json_number_value(score) <= 0;
	if (version == 0)
		return str_eq(csaf_text(o->json, "targetDistribution"), S("NONE")) ||
		       str_eq(vector_value(o->vector, S("TD")), S("N"));
	for (size_t i = 0; i < 6 && impact[version][i].property; i++)
		if (!none(o, impact[version][i].property, impact[version][i].metric))
			return false;
	return true;
}

static void
one_fixed(struct csaf *c, const struct cvss_object *o, void *context)
{
	const json_t *id;
	size_t i;

	if (harmless(o))
		return;
	json_array_foreach(csaf_get(o->holder, "products"), i, id)
	{
		if (csaf_map_find(context, csaf_str(id)))
			csaf_say(c, o->at, "product '%.*s' is fixed, its score is not of that",
			    PS(csaf_str(id)));
	}
}

static void
add_state(struct csaf *c, struct str id, unsigned group, const struct at *at, void *context)
{
	(void)c;
	(void)group;
	(void)at;
	csaf_map_add(context, id);
}

void
csaf_cvss_fixed(struct csaf *c)
{
	for (size_t i = 0; i < c->vuln.n; i++) {
		struct csaf_map *fixed = csaf_map_new(c->arena);

		csaf_each_state(c, &c->vuln.of[i], CSAF_FIXED, add_state, fixed);
		vuln_cvss(c, &c->vuln.of[i], one_fixed, fixed);
	}
}

/* ==== 6.3.1, 6.3.2 ==== */

static void
one_alone(struct csaf *c, const struct cvss_object *o, void *context)
{
	const json_t *in = c->version == CSAF_21 ? csaf_get(o->holder, "content") : o->holder;

	(void)context;
	if (str_eq(str_of(o->type), S("cvss_2")) && !csaf_get(in, "cvss_v3") &&
	    !csaf_get(in, "cvss_v4"))
		csaf_say(c, o->at, "is the only score, of a version that is over");
}

void
csaf_cvss_only_2(struct csaf *c)
{
	each_cvss(c, one_alone);
}

static void
one_30(struct csaf *c, const struct cvss_object *o, void *context)
{
	(void)context;
	if (str_eq(o->version, S("3.0")))
		csaf_say(c, csaf_key(c, o->at, "version"), "is 3.0, which 3.1 takes the place of");
}

void
csaf_cvss_30(struct csaf *c)
{
	each_cvss(c, one_30);
}

/* ==== 6.3.12 ==== */

static void
one_no_4(struct csaf *c, const struct cvss_object *o, void *context)
{
	const json_t *in = csaf_get(o->holder, "content");

	(void)context;
	/* Said once an item, at its oldest score. */
	if (!csaf_get(in, "cvss_v4") &&
	    (str_eq(str_of(o->type), S("cvss_2")) || !csaf_get(in, "cvss_v2")))
		csaf_say(c, o->at_holder, "has no score of CVSS 4.0");
}

void
csaf_cvss_no_4(struct csaf *c)
{
	each_cvss(c, one_no_4);
}
