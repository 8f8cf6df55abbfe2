/*
 * Departments, regions and their agencies (domain.md §3.3), and what a postcode,
 * a commune or a FINESS number says about them.
 *
 * All of it is data (data/department.tsv, data/ars.tsv, vocabularies department
 * and region), so an agency that moves or a mail address is a line in the
 * instance's own table.  The table of prefixes is read into a plain array once:
 * an import asks it 300,000 times.
 *
 * A postcode alone does not tell a department in Corsica (20xxx: a person is
 * asked), and a FINESS number keeps the department where it was given: it is
 * asked last.
 */
#include "directory/directory.h"

#include <pthread.h>

#include "base/die.h"
#include "base/shape.h"
#include "base/table.h"

static const struct str nothing = { NULL, 0 };

/* ==== From prefixes to departments ==== */

#define PREFIXES_MAX 1000

enum source { FROM_POSTCODE, FROM_FINESS_DEPARTMENT, FROM_FINESS_NUMBER, SOURCES };

static struct prefix {
	enum source source;
	struct str prefix, department;
} prefixes[PREFIXES_MAX];
static size_t n_prefixes;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
load(void)
{
	static const char *const name[SOURCES] = { "postcode", "finess_department",
		"finess_number" };
	const struct table *t = table_get("department");

	for (size_t i = 0; i < t->n_rows; i++)
		for (enum source s = 0; s < SOURCES; s++) {
			if (!str_eq(table_cell(t, i, "source"), str_of(name[s])))
				continue;
			if (n_prefixes == PREFIXES_MAX)
				die("table 'department' has too many rows");
			prefixes[n_prefixes++] = (struct prefix){
				.source = s,
				.prefix = table_cell(t, i, "prefix"),
				.department = table_cell(t, i, "department"),
			};
		}
}

/* The longest prefix wins; "" when it says that a person must be asked. */
static struct str
longest(enum source source, struct str text)
{
	const struct prefix *best = NULL;

	pthread_once(&once, load);
	for (size_t i = 0; i < n_prefixes; i++) {
		const struct prefix *p = &prefixes[i];

		if (p->source == source && str_starts(text, p->prefix) &&
		    (best == NULL || p->prefix.n > best->prefix.n))
			best = p;
	}
	return best ? best->department : nothing;
}

/* The department's code out of the vocabulary (it lives for ever), or "". */
static struct str
known_code(struct str code)
{
	const struct vocab_item *item = vocab_find(vocab_get("department"), code);

	return item ? item->code : nothing;
}

bool
department_known(struct str department)
{
	return known_code(department).n > 0;
}

static struct str
of_postcode(struct str postcode)
{
	return postcode.n == 5 ? longest(FROM_POSTCODE, postcode) : nothing;
}

/* INSEE filed Saint-Barthélemy and Saint-Martin under Guadeloupe until 2012. */
static struct str
of_commune(struct str commune)
{
	if (commune.n != 5)
		return nothing;
	if (str_eq(commune, S("97123")))
		return S("977");
	if (str_eq(commune, S("97127")))
		return S("978");
	if (str_starts(commune, S("97")) || str_starts(commune, S("98")))
		return known_code(str_sub(commune, 0, 3));
	return known_code(str_sub(commune, 0, 2));
}

/* FINESS spells overseas departments 9A to 9J, the others as everybody. */
static struct str
of_finess_department(struct str code)
{
	struct str department = code.n == 2 ? longest(FROM_FINESS_DEPARTMENT, code) : nothing;

	return department.n ? department : known_code(code);
}

struct str
directory_department(struct str postcode, struct str commune, struct str finess_department)
{
	struct str code = of_finess_department(finess_department);
	struct str by_post = of_postcode(postcode);

	/* FINESS files the two collectivities under Guadeloupe. */
	if (str_eq(code, S("971")) && (str_eq(by_post, S("977")) || str_eq(by_post, S("978"))))
		return by_post;
	if (code.n == 0)
		code = of_commune(commune);
	return code.n ? code : by_post;
}

struct str
directory_department_of_finess(struct str finess)
{
	return finess.n == 9 ? longest(FROM_FINESS_NUMBER, finess) : nothing;
}

const char *
finess_warning(struct str finess)
{
	if (finess.n == 0)
		return NULL;
	if (!shape_luhn(finess))
		return "directory.finess_key";
	if (directory_department_of_finess(finess).n == 0)
		return "directory.finess_department";
	return NULL;
}

/* ==== Regions and agencies ==== */

static struct moment
date_of(struct str text)
{
	struct moment m = MOMENT_NONE;

	moment_parse(text, &m);
	return m;
}

/* The last day counts whole.  Without a date: the row that has no end. */
static bool
valid_at(struct moment from, struct moment to, struct moment date)
{
	if (!moment_known(date))
		return !moment_known(to);
	return (!moment_known(from) || date.s >= from.s) &&
	       (!moment_known(to) || date.s < to.s + 86400);
}

static void
agency_at(struct str region, struct moment date, struct region *ret)
{
	const struct table *t = table_get("ars");

	for (size_t i = 0; i < t->n_rows; i++) {
		struct moment from = date_of(table_cell(t, i, "valid_from"));
		struct moment to = date_of(table_cell(t, i, "valid_to"));

		if (!str_eq(table_cell(t, i, "region"), region) || !valid_at(from, to, date))
			continue;
		ret->agency = table_cell(t, i, "name");
		ret->alert_mail = table_cell(t, i, "alert_mail");
		ret->from = from;
		ret->until = to;
		return;
	}
}

struct str
directory_region_code(struct str department)
{
	const struct vocab_item *d = vocab_find(vocab_get("department"), department);

	return d ? attribute(d->attributes, "region") : nothing;
}

bool
directory_region(struct str department, struct moment date, struct region *ret)
{
	const struct vocab_item *d = vocab_find(vocab_get("department"), department);
	struct region region = { .from = MOMENT_NONE, .until = MOMENT_NONE };

	if (d == NULL)
		return false;
	region.code = attribute(d->attributes, "region");
	region.no_ars = str_eq(attribute(d->attributes, "no_ars"), S("oui"));
	if (region.code.n) {
		region.name = vocab_label("region", region.code, LANG_FR);
		agency_at(region.code, date, &region);
	}
	*ret = region;
	return true;
}
