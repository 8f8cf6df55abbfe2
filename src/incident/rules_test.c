/*
 * The rules of law, row by row: the criteria of D1111-16-2 and what they make
 * (domain.md §1.3), the proposed severity (§4.3), whom each rule of routing tells
 * (§3.2), the agencies (§3.3).  Tables are those that ship.
 */
#include "base/table.h"
#include "tests/unit.h"

#include "directory/directory.h"
#include "incident/rules.h"

#define NOW ((struct moment){ 1700000000 })

/* "impact_persons=averee department=59": a report with these answers. */
static struct report
told(const char *answers)
{
	struct str rest = str_of(answers);
	struct report r;

	field_clear(report_fields, &r);
	while (rest.n) {
		struct str value = str_cut(&rest, ' ');
		struct str name = str_cut(&value, '=');
		const struct field *f = field_find(report_fields, name);
		const char *error = NULL;

		EXPECT(f != NULL);
		if (f && !field_set(f, &r, value, arena, &error))
			printf("%.*s=%.*s: %s\n", PS(name), PS(value), error), EXPECT(false);
	}
	return r;
}

static struct rule_facts
facts_of(const char *answers, const struct incident *in, bool military)
{
	struct report r = told(answers);
	struct rule_facts f;

	rule_facts(&f, &r, in, military, NOW);
	return f;
}

static struct incident
blank(void)
{
	struct incident in = { 0 };

	field_clear(incident_clear_fields, &in);
	field_clear(incident_sealed_fields, &in);
	return in;
}

/* ==== Grave and significant ==== */

/* c d f t o: the five criteria; then grave and significant; o, n, ? not known. */
static const struct {
	const char *answers, *wanted;
} criteria[] = {
	{ "", "? ? ? ? ? ? ?" },
	{ "impact_persons=nsp impact_functioning=nsp impact_data=nsp impact_territory=nsp "
	  "other_orgs=nsp",
	    "? ? ? ? ? ? ?" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=aucun impact_territory=non "
	  "other_orgs=non",
	    "n n n n n n n" },
	{ "impact_persons=potentielle impact_functioning=aucun impact_data=aucun "
	  "impact_territory=non other_orgs=non",
	    "o n n n n o n" },
	{ "impact_persons=averee impact_functioning=aucun impact_data=aucun impact_territory=non "
	  "other_orgs=non",
	    "o n n n n o n" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=divulgation "
	  "impact_patient_data=oui impact_territory=non other_orgs=non",
	    "n o n n n o n" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=indisponibilite "
	  "impact_patient_data=oui impact_territory=non other_orgs=non",
	    "n n n n n n n" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=perte|nsp "
	  "data_kinds=techniques|nsp impact_patient_data=non impact_territory=non other_orgs=non",
	    "n ? n n n ? n" },
	{ "impact_persons=aucune impact_functioning=mode_degrade impact_data=aucun "
	  "impact_territory=non other_orgs=non",
	    "n n o n n o n" },
	{ "impact_persons=aucune impact_functioning=interruption impact_data=aucun "
	  "impact_territory=non other_orgs=non",
	    "n n o n n o n" },
	{ "impact_persons=aucune impact_functioning=gene impact_data=aucun impact_territory=non "
	  "other_orgs=non",
	    "n n n n n n n" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=aucun impact_territory=oui "
	  "other_orgs=non",
	    "n n n o n o o" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=aucun impact_territory=non "
	  "other_orgs=oui",
	    "n n n n o o o" },
	{ "impact_persons=averee impact_territory=oui other_orgs=oui", "o ? ? o o o o" },
	{ "impact_persons=averee impact_territory=nsp other_orgs=non", "o ? ? ? n o ?" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=aucun impact_territory=nsp "
	  "other_orgs=non",
	    "n n n ? n ? ?" },
	{ "impact_persons=nsp impact_functioning=aucun impact_data=aucun impact_territory=non "
	  "other_orgs=non",
	    "? n n n n ? n" },
};

static char
letter(struct code c)
{
	return str_eq(c.s, S("oui")) ? 'o' : str_eq(c.s, S("non")) ? 'n' : '?';
}

TEST(grave_and_significant_follow_the_five_criteria)
{
	for (size_t i = 0; i < sizeof criteria / sizeof criteria[0]; i++) {
		struct rule_facts f = facts_of(criteria[i].answers, NULL, false);
		struct incident in = blank();
		struct str got;

		rule_criteria(&in, &f);
		got = arena_printf(arena, "%c %c %c %c %c %c %c", letter(in.crit_care),
		    letter(in.crit_data), letter(in.crit_functioning), letter(in.crit_territory),
		    letter(in.crit_others), letter(in.grave), letter(in.significant));
		if (!str_eq(got, str_of(criteria[i].wanted)))
			printf("%s\n", criteria[i].answers);
		EXPECT_STR(got, criteria[i].wanted);
	}
}

TEST(a_motivated_decision_stands)
{
	struct rule_facts f = facts_of("impact_persons=averee", NULL, false);
	struct incident in = blank();

	in.overridden = true;
	in.grave.s = S("non");
	rule_criteria(&in, &f);
	EXPECT_STR(in.grave.s, "non");
	EXPECT_STR(in.crit_care.s, "oui");
}

/* ==== Severity ==== */

static const struct {
	const char *answers, *level;
} severity[] = {
	{ "", "" },
	{ "impact_persons=nsp impact_functioning=nsp impact_data=nsp", "" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=aucun", "SANS_IMPACT" },
	{ "impact_persons=aucune impact_functioning=aucun impact_data=nsp", "" },
	{ "impact_functioning=gene", "MINEUR" },
	{ "impact_data=indisponibilite", "MINEUR" },
	{ "impact_systems=chiffrement", "MINEUR" },
	{ "impact_persons=potentielle", "GRAVE" },
	{ "impact_functioning=mode_degrade", "GRAVE" },
	{ "impact_functioning=interruption", "GRAVE" },
	{ "impact_data=perte impact_patient_data=oui", "GRAVE" },
	{ "impact_data=perte impact_patient_data=nsp", "MINEUR" },
	{ "impact_data=divulgation data_kinds=patients_sante", "GRAVE" },
	{ "impact_territory=oui", "SIGNIFICATIF" },
	{ "other_orgs=oui impact_persons=potentielle", "SIGNIFICATIF" },
	{ "impact_persons=averee", "MAJEUR" },
	{ "impact_persons=averee other_orgs=oui", "MAJEUR" },
	{ "impact_systems=compromission_ad", "MAJEUR" },
	{ "impact_systems=sauvegardes_touchees", "MAJEUR" },
	{ "impact_functioning=mode_degrade impact_systems=chiffrement", "MAJEUR" },
	{ "impact_functioning=interruption impact_systems=indisponibilite_partielle", "MAJEUR" },
	{ "impact_functioning=gene impact_systems=chiffrement", "MINEUR" },
};

TEST(severity_is_the_first_row_that_is_surely_true)
{
	for (size_t i = 0; i < sizeof severity / sizeof severity[0]; i++) {
		struct rule_facts f = facts_of(severity[i].answers, NULL, false);

		if (!str_eq(rule_severity(&f), str_of(severity[i].level)))
			printf("%s\n", severity[i].answers);
		EXPECT_STR(rule_severity(&f), severity[i].level);
	}
}

/* ==== Routing ==== */

/* "R2:fssi R2:ars" of the rows that hold. */
static struct str
who(const struct rule_facts *f)
{
	const struct table *t = table_get("routing");
	struct buf b = BUF_INIT(4096);
	struct str text;

	for (size_t i = 0; i < t->n_rows; i++) {
		if (condition_holds(table_cell(t, i, "when"), rule_fields(), f) != YES)
			continue;
		buf_printf(&b, "%s%.*s:%.*s", b.n ? " " : "", PS(table_cell(t, i, "rule")),
		    PS(table_cell(t, i, "recipient")));
	}
	text = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return text;
}

#define ALWAYS_TOLD "R1:declarant R2:fssi "

static const struct {
	const char *answers;
	bool military;
	const char *wanted; /* after R1 and R2 to the FSSI */
} routing[] = {
	{ "department=59", false, "R2:ars" },
	{ "department=59 impact_persons=nsp impact_functioning=nsp impact_patient_data=nsp "
	  "origin=inconnue support_asked=nsp other_orgs=nsp",
	    false, "R2:ars" },
	/* R3: an impact on care, proven or suspected; of a small agency's region too. */
	{ "department=59 impact_persons=potentielle", false, "R2:ars R3:corruss R3:ars" },
	{ "department=2A impact_persons=averee", false, "R2:ars R3:corruss R3:ars" },
	{ "department=59 impact_functioning=mode_degrade", false, "R2:ars R3:corruss R3:ars" },
	{ "department=59 impact_functioning=interruption", false, "R2:ars R3:corruss R3:ars" },
	{ "department=59 impact_functioning=gene impact_persons=aucune", false, "R2:ars" },
	/* Military: the army's desk, never an agency. */
	{ "department=59", true, "R2:army" },
	{ "department=59 org_type=SSA", false, "R2:army" },
	{ "department=59 impact_persons=averee impact_functioning=interruption", true,
	    "R2:army R3:corruss" },
	{ "department=987 impact_persons=averee", true, "R2:army R3:corruss" },
	/* Without agency: by hand. */
	{ "department=975", false, "R13:" },
	{ "department=986 impact_persons=averee", false, "R3:corruss R13:" },
	{ "department=987", false, "R13:" },
	{ "department=988 impact_functioning=mode_degrade", false, "R3:corruss R13:" },
	{ "department=977", false, "R2:ars" },
	{ "department=978", false, "R2:ars" },
	/* R4, R5. */
	{ "department=59 nis_status=ose", false, "R2:ars R4:anssi" },
	{ "department=59 nis_status=oiv", false, "R2:ars R4:anssi" },
	{ "department=59 nis_status=essentielle", false, "R2:ars" },
	{ "department=59 systems=dispositif_medical", false, "R2:ars R5:ansm" },
	{ "department=59 category=BUG_APPLICATIF systems=prescription", false, "R2:ars R5:ansm" },
	{ "department=59 category=BUG_APPLICATIF systems=messagerie", false, "R2:ars" },
	{ "department=59 category=DYSFONCT_LOGICIEL_PRESCRIPTION_DISPENSATION", false,
	    "R2:ars R5:ansm" },
	/* R8 to R13. */
	{ "department=59 impact_patient_data=oui", false, "R2:ars R8:structure R8:dpo" },
	{ "department=59 data_kinds=personnel impact_data=divulgation", false,
	    "R2:ars R8:structure R8:dpo" },
	{ "department=59 data_kinds=personnel impact_data=aucun", false, "R2:ars" },
	{ "department=59 origin=malveillante org_type=ES", false,
	    "R2:ars R9:structure R9b:structure" },
	{ "department=59 origin=malveillante org_type=AUTRE", false,
	    "R2:ars R9:structure R12: R12:declarant" },
	{ "department=59 support_asked=oui org_type=AUTRE", false,
	    "R2:ars R10:declarant R12: R12:declarant" },
	{ "department=59 support_asked=oui support_kinds=orientation_prestataire", false,
	    "R2:ars R10:declarant" },
	{ "department=59 support_asked=non support_kinds=orientation_prestataire", false,
	    "R2:ars" },
	{ "department=59 other_orgs=oui", false, "R2:ars R11:correspondent" },
};

TEST(each_rule_tells_whom_it_must_and_nobody_else)
{
	for (size_t i = 0; i < sizeof routing / sizeof routing[0]; i++) {
		struct rule_facts f = facts_of(routing[i].answers, NULL, routing[i].military);
		struct str got = who(&f);

		if (!str_eq(got, arena_printf(arena, ALWAYS_TOLD "%s", routing[i].wanted)))
			printf("%s\n", routing[i].answers);
		EXPECT_STR(got, arena_printf(arena, ALWAYS_TOLD "%s", routing[i].wanted).p);
	}
}

TEST(what_was_qualified_counts)
{
	struct incident in = blank();
	struct rule_facts f;

	in.national_scope.s = S("oui");
	in.impact_persons.s = S("aucune");
	f = facts_of("department=59 impact_persons=averee", &in, false);
	EXPECT_STR(who(&f), ALWAYS_TOLD "R2:ars R4:anssi");
}

/* A military hospital is told to no agency, whatever else is answered. */
TEST(nothing_military_reaches_an_agency)
{
	static const char *const also[] = { "", "impact_persons=averee", "nis_status=ose",
		"impact_functioning=interruption other_orgs=oui", "origin=malveillante" };
	const struct vocab *d = vocab_get("department");

	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < sizeof also / sizeof also[0]; k++) {
			struct str answers = arena_printf(arena, "department=%.*s%s%s",
			    PS(d->item[i].code), *also[k] ? " " : "", also[k]);
			struct rule_facts f = facts_of(answers.p, NULL, true);

			EXPECT(!str_has(who(&f), S(":ars")));
			EXPECT(str_has(who(&f), S("R2:army")));
		}
}

/* ==== Agencies ==== */

TEST(each_department_has_its_agency_or_none)
{
	const struct vocab *d = vocab_get("department");
	struct str seen[32];
	size_t n_seen = 0, without = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct region r;
		bool new = true;

		EXPECT(directory_region(d->item[i].code, NOW, &r));
		without += r.no_ars;
		EXPECT(r.no_ars == (r.code.n == 0));
		EXPECT(r.no_ars || r.alert_mail.n > 0);
		for (size_t k = 0; k < n_seen && new; k++)
			new = !str_eq(seen[k], r.agency);
		if (new &&r.agency.n && n_seen < 32)
			seen[n_seen++] = r.agency;
	}
	EXPECT_INT(d->n, 107);
	EXPECT_INT(n_seen, 18);
	EXPECT_INT(without, 4);
}

/* La Réunion and Mayotte were one agency until the end of 2019. */
TEST(the_agency_is_that_of_the_date)
{
	struct region before, after;
	struct moment last;

	EXPECT(moment_parse(S("2019-12-31T12:00:00Z"), &last));
	EXPECT(directory_region(S("974"), last, &before));
	EXPECT_STR(before.agency, "ARS Océan Indien");
	EXPECT(directory_region(S("976"), last, &after));
	EXPECT(str_eq(before.agency, after.agency));
	EXPECT(directory_region(S("974"), NOW, &after));
	EXPECT_STR(after.agency, "ARS La Réunion");
}

TEST(conditions_of_all_tables_are_sound)
{
	EXPECT_STR(rules_check(arena), "");
}

UNIT_MAIN(grave_and_significant_follow_the_five_criteria, a_motivated_decision_stands,
    severity_is_the_first_row_that_is_surely_true, each_rule_tells_whom_it_must_and_nobody_else,
    what_was_qualified_counts, nothing_military_reaches_an_agency,
    each_department_has_its_agency_or_none, the_agency_is_that_of_the_date,
    conditions_of_all_tables_are_sound)
