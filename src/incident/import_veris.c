/*
 * VERIS 1.3 incidents, one JSON object a line (veriscommunity.net).
 *
 * Actions become origin and category by data/veris.tsv, the victim's NAICS code a
 * type of structure by data/naics.tsv.  A date carries its precision.  A victim
 * outside France is out of perimeter and has no region.  What VERIS does not say
 * is "nsp", never a guess.
 */
#include <jansson.h>

#include "base/table.h"
#include "incident/history.h"

static struct str
text_at(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) }
				 : (struct str){ NULL, 0 };
}

static int64_t
int_at(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? json_integer_value(v) : INT_NONE;
}

/* Does an array of strings hold the text? */
static bool
holds(const json_t *array, const char *text)
{
	const json_t *v;
	size_t i;

	json_array_foreach(
	    array, i, v) if (json_is_string(v) &&
			     str_eq(str_of(json_string_value(v)), str_of(text))) return true;
	return false;
}

/* The date as far as it is told: 1 January, first of the month, midnight. */
static struct moment
date_at(const json_t *o, struct code *ret_precision)
{
	int64_t y = int_at(o, "year"), mo = int_at(o, "month"), d = int_at(o, "day");
	struct civil c = { .year = (int)y, .month = 1, .day = 1 };
	struct moment m = MOMENT_NONE;

	if (y == INT_NONE || y < 1900 || y > 2200)
		return m;
	ret_precision->s = S("annee");
	if (mo >= 1 && mo <= 12) {
		c.month = (int)mo;
		ret_precision->s = S("mois");
		if (d >= 1 && d <= 31) {
			c.day = (int)d;
			ret_precision->s = S("jour");
		}
	}
	if (!moment_from_civil(c, ZONE_UTC, &m)) {
		c.day = 1;
		ret_precision->s = S("mois");
		moment_from_civil(c, ZONE_UTC, &m);
	}
	return m;
}

static void
read_action(const json_t *action, struct history *h)
{
	const struct table *t = table_get("veris");

	for (size_t i = 0; i < t->n_rows; i++) {
		char name[64];
		struct str variety = table_cell(t, i, "variety");
		const json_t *a;

		snprintf(name, sizeof name, "%.*s", PS(table_cell(t, i, "action")));
		a = json_object_get(action, name);
		if (a == NULL)
			continue;
		snprintf(name, sizeof name, "%.*s", PS(variety));
		if (!str_eq(variety, S("*")) && !holds(json_object_get(a, "variety"), name))
			continue;
		h->r.origin.s = table_cell(t, i, "origin");
		h->r.category.s = table_cell(t, i, "category");
		return;
	}
	h->r.origin.s = S("inconnue");
	h->r.category.s = S("INCONNUE");
}

static void
read_victim(const json_t *victim, struct history *h, struct arena *a)
{
	const struct table *t = table_get("naics");
	struct str industry = text_at(victim, "industry");
	bool french = holds(json_object_get(victim, "country"), "FR");

	h->r.org_name = arena_dup(a, str_utf8_head(text_at(victim, "victim_id"), 200));
	for (size_t i = 0; i < t->n_rows && h->r.org_type.s.n == 0; i++)
		if (str_starts(industry, table_cell(t, i, "prefix")))
			h->r.org_type.s = table_cell(t, i, "org_type");
	h->in.out_of_scope.s = french ? S("non") : S("oui");
}

static void
add_code(struct codes *set, struct str code, struct arena *a)
{
	if (!str_in_set(set->s, code))
		set->s = set->s.n ? arena_printf(a, "%.*s|%.*s", PS(set->s), PS(code)) : code;
}

static void
read_availability(const json_t *availability, struct history *h, struct arena *a)
{
	const json_t *variety = json_object_get(availability, "variety");

	if (availability == NULL)
		return;
	if (holds(variety, "Loss") || holds(variety, "Destruction"))
		add_code(&h->r.impact_data, S("perte"), a);
	else
		add_code(&h->r.impact_data, S("indisponibilite"), a);
	if (holds(variety, "Obscuration"))
		h->r.impact_systems.s = S("chiffrement");
}

static void
read_attributes(const json_t *attribute, struct history *h, struct arena *a)
{
	const json_t *c = json_object_get(attribute, "confidentiality");
	struct str disclosed = text_at(c, "data_disclosure");

	read_availability(json_object_get(attribute, "availability"), h, a);
	if (json_object_get(attribute, "integrity"))
		add_code(&h->r.impact_data, S("alteration"), a);
	if (c && !str_eq(disclosed, S("No")))
		add_code(&h->r.impact_data, S("divulgation"), a);
	if (h->r.impact_data.s.n == 0)
		h->r.impact_data.s = S("nsp");
	if (holds(json_object_get(c, "data_victim"), "Patient"))
		h->r.impact_patient_data.s = S("oui");
	else
		h->r.impact_patient_data.s =
		    json_array_size(json_object_get(c, "data_victim")) ? S("non") : S("nsp");
	h->r.n_persons_data = int_at(c, "data_total");
	if (h->r.n_persons_data < 0 || h->r.n_persons_data > 1000000000)
		h->r.n_persons_data = INT_NONE;
}

static void
read_dates(const json_t *root, struct history *h)
{
	const json_t *timeline = json_object_get(root, "timeline");
	const json_t *plus = json_object_get(json_object_get(root, "plus"), "timeline");
	struct code told = { { NULL, 0 } };

	h->r.occurred_at = date_at(json_object_get(timeline, "incident"), &h->date_precision);
	h->r.detected_at = h->r.occurred_at;
	h->declared_at = date_at(json_object_get(plus, "notification"), &told);
	/* A notification before the incident, or none, tells nothing of a delay. */
	if (!moment_known(h->declared_at) || h->declared_at.s < h->r.occurred_at.s)
		h->declared_at = h->r.occurred_at;
	h->r.occurred_precision.s =
	    str_eq(h->date_precision.s, S("jour")) ? S("exacte") : S("estimee");
}

static const char *
read_incident(const json_t *root, struct history *h, struct arena *a)
{
	struct str id = text_at(root, "incident_id"), summary = text_at(root, "summary");

	history_init(h);
	if (id.n == 0 || id.n > 80)
		return "incident_id";
	h->reference = arena_printf(a, "VERIS-%.*s", PS(id));
	h->key = arena_printf(a, "veris:%.*s", PS(id));
	h->r.description = arena_dup(a, str_utf8_head(summary, 10000));
	read_dates(root, h);
	if (!moment_known(h->declared_at))
		return "timeline.incident.year";
	read_victim(json_object_get(root, "victim"), h, a);
	read_action(json_object_get(root, "action"), h);
	read_attributes(json_object_get(root, "attribute"), h, a);
	h->r.impact_persons.s = h->r.impact_functioning.s = S("nsp");
	h->r.care_state.s = S("RESOLU");
	h->r.support_asked.s = S("nsp");
	return NULL;
}

static enum outcome
read_line(struct batch *batch, struct str line, int64_t number, struct history *h,
    struct import_report *report)
{
	json_t *root = json_loadb(line.p, line.n, 0, NULL);
	const char *wrong = "";
	enum outcome o = OK;

	report->read++;
	if (!json_is_object(root))
		import_reject(report, number, "", "import.not_json", (struct str){ NULL, 0 });
	else if ((wrong = read_incident(root, h, batch->arena)) != NULL)
		import_reject(report, number, wrong, "import.missing", (struct str){ NULL, 0 });
	else
		o = batch_add(batch, h, report);
	json_decref(root);
	return o;
}

enum outcome
incident_import_veris(const struct job_means *m, struct str bytes, struct import_report *report)
{
	struct history h;
	struct batch batch;
	int64_t number = 0;
	enum outcome o = OK;

	batch_init(&batch, m);
	while (bytes.n && o == OK) {
		struct str line = str_trim(str_cut(&bytes, '\n'));

		number++;
		if (line.n)
			o = read_line(&batch, line, number, &h, report);
	}
	return batch_release(&batch, o);
}
