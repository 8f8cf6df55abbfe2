/*
 * The tables criteria, severity, target and callback, evaluated.
 *
 * Everything here is pure but for the tables: facts in, codes out, so the truth
 * tables of the law are unit tests.
 */
#include "incident/rules.h"

#include <string.h>

#include "base/calendar.h"
#include "base/table.h"
#include "directory/directory.h"
#include "incident/sheet.h"

/* clang-format off */
static const struct field
fact_military = { FIELD(rule_facts, military), .vocabulary = "yes_no_nsp" },
fact_no_ars = { FIELD(rule_facts, no_ars), .vocabulary = "yes_no_nsp" },
fact_out_of_scope = { FIELD(rule_facts, out_of_scope), .vocabulary = "yes_no_nsp" },
fact_national_scope = { FIELD(rule_facts, national_scope), .vocabulary = "yes_no_nsp" },
fact_major = { FIELD(rule_facts, major), .vocabulary = "yes_no_nsp" },
fact_crisis = { FIELD(rule_facts, crisis), .vocabulary = "yes_no_nsp" },
fact_express_demand = { FIELD(rule_facts, express_demand), .vocabulary = "yes_no_nsp" },
fact_provider = { FIELD(rule_facts, provider), .vocabulary = "yes_no_nsp" },
fact_provider_wave = { FIELD(rule_facts, provider_wave), .vocabulary = "yes_no_nsp" };
/* clang-format on */

/* report_fields, then the derived ones; built once from the declared list. */
#define FACTS_MAX 160
static const struct field *fact_list[FACTS_MAX];

__attribute__((constructor)) static void
build_fact_list(void)
{
	const struct field *const derived[] = { &fact_military, &fact_no_ars, &fact_out_of_scope,
		&fact_national_scope, &fact_major, &fact_crisis, &fact_express_demand,
		&fact_provider, &fact_provider_wave };
	size_t n = 0;

	for (field_list l = report_fields; *l; l++)
		fact_list[n++] = *l;
	memcpy(&fact_list[n], derived, sizeof derived);
}

field_list
rule_fields(void)
{
	return fact_list;
}

static struct code
yes_or_no(bool b)
{
	return (struct code){ b ? S("oui") : S("non") };
}

/* What the analyst qualified replaces what was declared, field by field. */
static void
overlay(struct report *r, const struct incident *in)
{
	for (field_list l = incident_qualify_fields; *l; l++) {
		const struct field *to = field_find(report_fields, str_of((*l)->name));

		if (to && to->kind == (*l)->kind && field_known(*l, in))
			field_assign(to, r, *l, in);
	}
}

/* Does it come from a provider of several structures?  A name alone says yes; an
 * origin within the walls says no. */
static struct code
provider(const struct report *r)
{
	if (r->provider_name.n || str_eq(r->scope.s, S("prestataire")) ||
	    str_eq(r->vector.s, S("prestataire")))
		return (struct code){ S("oui") };
	return (struct code){ str_eq(r->vector.s, S("interne")) ? S("non") : S("nsp") };
}

void
rule_facts(struct rule_facts *f, const struct report *r, const struct incident *in, bool military,
    struct moment now)
{
	const struct vocab_item *type = vocab_find(vocab_get("org_type"), r->org_type.s);
	struct region region = { 0 };
	bool known;

	*f = (struct rule_facts){ .r = *r };
	if (in)
		overlay(&f->r, in);
	known = directory_region(f->r.department.s, now, &region);
	f->military = yes_or_no(military || str_eq(f->r.org_type.s, S("SSA")));
	/* Where it is, is not known: neither an agency nor none. */
	f->no_ars = known ? yes_or_no(region.no_ars) : (struct code){ S("nsp") };
	f->out_of_scope = yes_or_no(type && str_eq(attribute(type->attributes, "out"), S("oui")));
	f->national_scope = (struct code){ S("nsp") };
	f->major = f->crisis = f->express_demand = (struct code){ S("nsp") };
	f->provider = provider(&f->r);
	if (in && in->out_of_scope.s.n)
		f->out_of_scope = in->out_of_scope;
	if (in && in->national_scope.s.n)
		f->national_scope = in->national_scope;
	if (in && in->severity.s.n)
		f->major = yes_or_no(str_eq(in->severity.s, S("MAJEUR")));
	if (in && in->fssi_crisis.s.n)
		f->crisis = in->fssi_crisis;
}

void
rule_criteria(struct incident *in, const struct rule_facts *f)
{
	const struct table *t = table_get("criteria");
	enum truth grave = NO, significant = NO;

	for (size_t i = 0; i < t->n_rows; i++) {
		enum truth v = condition_holds(table_cell(t, i, "when"), rule_fields(), f);
		const struct field *to =
		    field_find(incident_clear_fields, table_cell(t, i, "field"));

		if (to)
			FIELD_AT(struct code, to, in)->s = truth_code(v);
		if (str_in_set(table_cell(t, i, "makes"), S("grave")))
			grave = truth_or(grave, v);
		if (str_in_set(table_cell(t, i, "makes"), S("significant")))
			significant = truth_or(significant, v);
	}
	if (in->overridden)
		return; /* a motivated decision stands until it is withdrawn */
	in->grave.s = truth_code(grave);
	in->significant.s = truth_code(truth_and(grave, significant));
}

/* First row of a table whose condition is surely true. */
static size_t
first_true(const struct table *t, const struct rule_facts *f)
{
	for (size_t i = 0; i < t->n_rows; i++)
		if (condition_holds(table_cell(t, i, "when"), rule_fields(), f) == YES)
			return i;
	return NOT_FOUND_ROW;
}

struct str
rule_severity(const struct rule_facts *f)
{
	const struct table *t = table_get("severity");
	size_t i = first_true(t, f);

	return i == NOT_FOUND_ROW ? (struct str){ NULL, 0 } : table_cell(t, i, "level");
}

struct str
rule_severity_reason(const struct rule_facts *f)
{
	const struct table *t = table_get("severity");
	size_t i = first_true(t, f);

	return i == NOT_FOUND_ROW ? (struct str){ NULL, 0 } : table_cell(t, i, "reason");
}

/* The hours in force when a clock starts: the one place that knows where they come
 * from.  Before the first regime the desk is open as in the oldest. */
static struct office
office_hours(struct moment from)
{
	struct regime r;

	return calendar_regime(from, &r) ? r.hours : (struct office){ 540, 1080 };
}

struct moment
rule_after_seconds(struct moment from, int64_t seconds, struct str clock)
{
	return str_eq(clock, S("office")) ? calendar_after(from, seconds, office_hours(from))
					  : (struct moment){ from.s + seconds };
}

struct moment
rule_after(struct moment from, int64_t minutes, struct str clock)
{
	return rule_after_seconds(from, minutes * 60, clock);
}

int64_t
rule_between(struct moment from, struct moment to, struct str clock)
{
	if (str_eq(clock, S("office")))
		return calendar_between(from, to, office_hours(from));
	return to.s > from.s ? to.s - from.s : 0;
}

/* minutes and clock columns of a row, from an instant. */
static struct moment
row_due(const struct table *t, size_t i, struct moment from)
{
	int64_t minutes = 0;

	str_int(table_cell(t, i, "minutes"), &minutes);
	return rule_after(from, minutes, table_cell(t, i, "clock"));
}

struct moment
rule_callback(const struct report *r, struct moment now)
{
	const struct table *t = table_get("callback");
	struct rule_facts f;
	size_t i;

	rule_facts(&f, r, NULL, false, now);
	i = first_true(t, &f);
	return i == NOT_FOUND_ROW ? MOMENT_NONE : row_due(t, i, now);
}

bool
workflow_ended(struct str workflow)
{
	const struct vocab_item *item = vocab_find(vocab_get("workflow"), workflow);

	return item && str_eq(attribute(item->attributes, "open"), S("non")) &&
	       !str_eq(workflow, S("BROUILLON"));
}

int64_t
severity_level(struct str severity)
{
	const struct vocab_item *item = vocab_find(vocab_get("severity"), severity);
	int64_t level = 0;

	if (item)
		str_int(attribute(item->attributes, "level"), &level);
	return level;
}

static struct str
category_attribute(struct str category, const char *name)
{
	const struct vocab_item *item = vocab_find(vocab_get("category"), category);

	return item ? attribute(item->attributes, name) : (struct str){ NULL, 0 };
}

struct str
rule_rsit(struct str category)
{
	return category_attribute(category, "rsit");
}

struct str
rule_cards(struct str category)
{
	struct str cards = category_attribute(category, "cards");

	return cards.n ? cards : S("FR-005");
}

struct str
rules_check(struct arena *a)
{
	static const char *const table[] = { "criteria", "severity", "routing", "callback",
		"deadline" };

	for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
		const struct table *t = table_get(table[k]);

		for (size_t i = 0; i < t->n_rows; i++) {
			const char *wrong =
			    condition_check(table_cell(t, i, "when"), rule_fields());

			if (wrong)
				return arena_printf(
				    a, "table '%s', row %zu: %s", table[k], i + 1, wrong);
		}
	}
	return sheet_check(a);
}
