/*
 * What is pure in the work on a file: the letter to a third party, the time of an
 * event by a clock, the order of a measure, sums of losses, the clock of a third
 * party.
 */
#include "tests/unit.h"

#include "base/table.h"
#include "incident/incident.h"
#include "incident/loss.h"
#include "incident/measure.h"
#include "incident/third.h"
#include "incident/timeline.h"

/* ==== The letter ==== */

static uint64_t seed = 42;

static size_t
below(size_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

static struct report
hospital(void)
{
	struct report r;

	field_clear(report_fields, &r);
	r.org_name = S("Centre hospitalier de Valmont");
	r.town = S("Valmont-sur-Lys");
	r.finess_site = S("590990113");
	r.reporter_last_name = S("Delattre");
	r.reporter_email = S("delattre@ch-valmont.example");
	r.reporter_phone = S("0399010120");
	r.category.s = S("RANCONGICIEL");
	r.systems.s = S("sil_laboratoire|messagerie");
	r.description = S("Tout est chiffré.");
	r.indicators = S("198.51.100.23");
	r.device_model = S("Scanner X");
	return r;
}

static struct str
letter(const struct report *r, const struct told *told, size_t *ret_held)
{
	struct intervention k = { .reference = S("INT-2026-000001"),
		.vendor_product = S("BioLIS 4"),
		.question = S("D’où vient l’erreur ?") };
	struct letter_text text;

	letter_write(arena, &k, r, told, S("TLP:AMBER"), &text);
	*ret_held = text.n_held;
	return text.text;
}

TEST(without_consent_the_letter_says_nothing)
{
	struct told none = { .at = MOMENT_NONE, .fields = { S("description|systems") } };
	struct report r = hospital();
	size_t held;
	struct str text = letter(&r, &none, &held);

	EXPECT(str_has(text, S("INT-2026-000001")));
	EXPECT(str_has(text, S("TLP:AMBER")));
	EXPECT(str_has(text, S("D’où vient l’erreur ?")));
	EXPECT(!str_has(text, S("Valmont")));
	EXPECT(!str_has(text, S("chiffré")));
	EXPECT(!str_has(text, S("SIL")));
}

TEST(the_letter_holds_what_was_consented_to)
{
	struct told some = { .at = { 1 }, .fields = { S("systems|indicators") } };
	struct report r = hospital();
	size_t held;
	struct str text = letter(&r, &some, &held);

	EXPECT(str_has(text, S("Laboratoire (SIL)")));
	EXPECT(str_has(text, S("198.51.100.23")));
	EXPECT(!str_has(text, S("Tout est chiffré")));
	EXPECT(!str_has(text, S("Scanner X")));
	EXPECT(!str_has(text, r.org_name));
	EXPECT_INT(held, 0);
	some.named = true;
	text = letter(&r, &some, &held);
	EXPECT(str_has(text, r.org_name));
	EXPECT(!str_has(text, r.reporter_last_name));
}

/* Any name that the report holds, in any spelling of case and accents, in any field. */
static struct str
naming(const struct report *r)
{
	const struct str name[] = { r->org_name, r->town, r->finess_site, r->reporter_last_name,
		r->reporter_email, S("CENTRE HOSPITALIER DE VALMONT"), S("delattre"),
		S("valmont sur lys"), S("Centré  hospitalier de Valmont") };
	struct str one = name[below(sizeof name / sizeof name[0])];

	return arena_printf(arena, "Avant %.*s après", PS(one));
}

TEST(an_anonymous_letter_never_names)
{
	const struct vocab *all = vocab_get("told_field");

	for (int i = 0; i < 3000; i++) {
		struct report r = hospital();
		struct told told = { .at = { 1 } };
		struct str *word[] = { &r.description, &r.indicators, &r.measures,
			&r.device_model };
		struct str fields = { NULL, 0 }, text;
		size_t held = 0, planted = below(4);

		*word[planted] = naming(&r);
		for (size_t k = 0; k < all->n; k++)
			if (below(2))
				fields = arena_printf(arena, "%.*s%s%.*s", PS(fields),
				    fields.n ? "|" : "", PS(all->item[k].code));
		told.fields.s = fields;
		text = letter(&r, &told, &held);
		EXPECT(!letter_names(arena, text, &r));
		EXPECT(!str_has(text, S("Avant")));
		EXPECT(held <= 1);
		if (unit_wrong)
			return;
	}
}

/* A name of three letters is in every text: it does not hold back all. */
TEST(a_short_name_does_not_gag)
{
	struct report r = hospital();

	r.reporter_last_name = S("Est");
	EXPECT(!letter_names(arena, S("Tout est chiffré"), &r));
	EXPECT(letter_names(arena, S("appelez le 0399010120"), &r));
}

/* ==== The time of an event ==== */

static struct moment
at(const char *text)
{
	struct moment m = MOMENT_NONE;

	EXPECT(moment_parse(str_of(text), &m));
	return m;
}

TEST(an_event_is_shown_as_exactly_as_it_is_known)
{
	struct moment m = at("2026-10-18T23:30:00Z");

	EXPECT_STR(event_shown(arena, m, S("minute"), ZONE_PARIS, LANG_FR), "19/10/2026 01:30");
	EXPECT_STR(
	    event_shown(arena, m, S("minute"), ZONE_UTC, LANG_FR), "18/10/2026 23:30 (UTC+0)");
	EXPECT_STR(event_shown(arena, m, S("day"), ZONE_PARIS, LANG_FR), "19/10/2026");
	EXPECT_STR(event_shown(arena, m, S("day"), ZONE_POLYNESIE, LANG_FR), "18/10/2026");
	EXPECT_STR(event_shown(arena, m, S("month"), ZONE_PARIS, LANG_FR), "10/2026");
	EXPECT_STR(event_shown(arena, MOMENT_NONE, S("day"), ZONE_PARIS, LANG_FR), "");
}

/* The hour that Paris repeats in autumn, and the one that it skips in spring. */
TEST(no_two_instants_of_a_clock_change_look_alike)
{
	EXPECT_STR(event_shown(arena, at("2026-10-25T00:30:00Z"), S("minute"), ZONE_PARIS, LANG_FR),
	    "25/10/2026 02:30 (UTC+2)");
	EXPECT_STR(event_shown(arena, at("2026-10-25T01:30:00Z"), S("minute"), ZONE_PARIS, LANG_FR),
	    "25/10/2026 02:30 (UTC+1)");
	EXPECT_STR(event_shown(arena, at("2026-10-25T02:30:00Z"), S("minute"), ZONE_PARIS, LANG_FR),
	    "25/10/2026 03:30");
	for (int64_t s = at("2026-03-28T00:00:00Z").s; s < at("2026-10-27T00:00:00Z").s;
	     s += 1800) {
		struct moment one = { s }, next = { s + 3600 };

		EXPECT(!str_eq(event_shown(arena, one, S("minute"), ZONE_PARIS, LANG_FR),
		    event_shown(arena, next, S("minute"), ZONE_PARIS, LANG_FR)));
	}
}

TEST(zones_have_a_code_each)
{
	for (enum zone z = ZONE_UTC; z <= ZONE_CALEDONIE; z++)
		EXPECT_INT(zone_from_code(zone_code(z)), z);
	EXPECT_INT(zone_from_code(S("mars")), ZONE_PARIS);
	EXPECT_INT(vocab_get("zone")->n, ZONE_CALEDONIE + 1);
}

TEST(techniques_are_told_from_the_rest)
{
	EXPECT(event_technique_valid(S("T1078")));
	EXPECT(event_technique_valid(S("T1078.002")));
	EXPECT(!event_technique_valid(S("T107")));
	EXPECT(!event_technique_valid(S("t1078")));
	EXPECT(!event_technique_valid(S("T1078.02")));
	EXPECT(!event_technique_valid(S("T1078-002")));
	EXPECT(!event_technique_valid(S("T10a8")));
}

/* ==== Measures, losses, the clock ==== */

TEST(a_measure_goes_forward)
{
	EXPECT(measure_may(S("demandee"), S("decidee")));
	EXPECT(measure_may(S("demandee"), S("appliquee")));
	EXPECT(measure_may(S("appliquee"), S("levee")));
	EXPECT(measure_may(S("decidee"), S("refusee")));
	EXPECT(!measure_may(S("demandee"), S("levee")));
	EXPECT(!measure_may(S("appliquee"), S("decidee")));
	EXPECT(!measure_may(S("appliquee"), S("refusee")));
	EXPECT(!measure_may(S("levee"), S("appliquee")));
	EXPECT(!measure_may(S("refusee"), S("appliquee")));
	EXPECT(!measure_may(S("demandee"), S("nimporte")));
}

TEST(what_is_unknown_is_not_nought)
{
	struct loss l = {
		.external_cost = INT_NONE, .equipment_cost = INT_NONE, .lost_activity = INT_NONE
	};

	EXPECT_INT(loss_euros(&l), INT_NONE);
	l.equipment_cost = 0;
	EXPECT_INT(loss_euros(&l), 0);
	l.external_cost = 1500;
	EXPECT_INT(loss_euros(&l), 1500);
}

TEST(the_clock_of_a_third_party_adds_up)
{
	struct intervention k = { .waited = 100, .waiting_since = MOMENT_NONE };

	EXPECT_INT(intervention_waited(&k, (struct moment){ 5000 }), 100);
	k.waiting_since.s = 4000;
	EXPECT_INT(intervention_waited(&k, (struct moment){ 5000 }), 1100);
	EXPECT_INT(intervention_waited(&k, (struct moment){ 3000 }), 100);
}

TEST(each_severity_has_its_reminders)
{
	struct reminder major = reminder_of(S("MAJEUR")), other = reminder_of(S("MINEUR"));

	EXPECT(major.first_minutes > 0 && major.first_minutes < other.first_minutes);
	EXPECT(major.max > 0 && other.max > 0 && other.link_days > 0);
	EXPECT_INT(reminder_of((struct str){ NULL, 0 }).first_minutes, other.first_minutes);
}

/* ==== The tables ==== */

static bool
coded(const char *vocabulary, struct str code)
{
	return vocab_find(vocab_get(vocabulary), code) != NULL;
}

static bool
categories(struct str set)
{
	while (set.n && !str_eq(set, S("*")))
		if (!coded("category", str_cut(&set, '|')))
			return false;
	return true;
}

TEST(the_tables_name_what_there_is)
{
	const struct table *task = table_get("task"), *responder = table_get("responder"),
			   *reminder = table_get("reminder");
	const struct vocab *told = vocab_get("told_field"), *dates = vocab_get("file_date");
	int64_t minutes;

	EXPECT(task->n_rows > 0 && responder->n_rows > 0 && reminder->n_rows > 0);
	for (size_t i = 0; i < task->n_rows; i++) {
		EXPECT(coded("task", table_cell(task, i, "code")));
		EXPECT(categories(table_cell(task, i, "category")));
		EXPECT(str_int(table_cell(task, i, "minutes"), &minutes) && minutes > 0);
	}
	for (size_t i = 0; i < responder->n_rows; i++) {
		struct str region = table_cell(responder, i, "region");

		EXPECT(coded("responder_kind", table_cell(responder, i, "kind")));
		EXPECT(region.n == 0 || coded("region", region));
		EXPECT(categories(table_cell(responder, i, "category")));
		EXPECT(str_starts(table_cell(responder, i, "url"), S("https://")));
	}
	for (size_t i = 0; i < reminder->n_rows; i++) {
		struct str severity = table_cell(reminder, i, "severity");

		EXPECT(str_eq(severity, S("*")) || coded("severity", severity));
	}
	for (size_t i = 0; i < told->n; i++)
		EXPECT(field_find(report_fields, told->item[i].code) != NULL);
	for (size_t i = 0; i < dates->n; i++)
		EXPECT(coded("phase", attribute(dates->item[i].attributes, "phase")));
}

UNIT_MAIN(the_tables_name_what_there_is, without_consent_the_letter_says_nothing,
    the_letter_holds_what_was_consented_to, an_anonymous_letter_never_names,
    a_short_name_does_not_gag, an_event_is_shown_as_exactly_as_it_is_known,
    no_two_instants_of_a_clock_change_look_alike, zones_have_a_code_each,
    techniques_are_told_from_the_rest, a_measure_goes_forward, what_is_unknown_is_not_nought,
    the_clock_of_a_third_party_adds_up, each_severity_has_its_reminders)
