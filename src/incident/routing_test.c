/*
 * Every rule R1 to R14, firing, not firing and not known, with what leaves for it;
 * and the cards that follow when the facts change.
 *
 * A case is a declaration, what was qualified ("in.…"), and whether the FSSI asks
 * for something; routing is run over it, twice, and the rows of the rule are read.
 */
#include "tests/unit.h"

#include "incident/fssi.h"
#include "incident/routing.h"
#include "incident/sample.h"

/* ==== Cases ==== */

/* ?: proposed; without: sent. "cell" is a mark in the file; "draft" an alert to the
 * sector that is drafted. */
static const struct {
	const char *rule, *yes, *wanted, *no, *unknown;
} table[] = {
	{ "R1", "department=59", "declarant", NULL, NULL },
	{ "R2", "department=59", "fssi ars/32", NULL, NULL },
	{ "R2", "department=975", "fssi", NULL, NULL },
	{ "R2", "org_name=X", "fssi", NULL, NULL }, /* where it is, is not known */
	{ "R2", "department=59 org_type=SSA", "fssi army", NULL, NULL },
	{ "R3", "department=59 impact_persons=potentielle", "corruss? ars/32?",
	    "department=59 impact_persons=aucune impact_functioning=gene",
	    "department=59 impact_persons=nsp impact_functioning=nsp" },
	{ "R3", "department=59 impact_functioning=mode_degrade", "corruss? ars/32?",
	    "department=59 impact_functioning=aucun", "department=59" },
	{ "R3", "impact_persons=averee", "corruss?", NULL, NULL },
	{ "R4", "nis_status=ose", "anssi?", "nis_status=aucun in.national_scope=non",
	    "nis_status=nsp" },
	{ "R4", "in.national_scope=oui", "anssi?", "nis_status=essentielle in.national_scope=non",
	    "in.national_scope=nsp" },
	{ "R5", "systems=dispositif_medical", "ansm?", "systems=messagerie category=RANCONGICIEL",
	    "systems=nsp" },
	{ "R5", "category=BUG_APPLICATIF systems=prescription", "ansm?",
	    "category=BUG_APPLICATIF systems=messagerie", "category=BUG_APPLICATIF" },
	{ "R6", "impact_persons=averee in.severity=MAJEUR", "ansm? cell",
	    "impact_persons=averee in.severity=GRAVE", "impact_persons=nsp in.severity=MAJEUR" },
	{ "R6", "impact_functioning=interruption in.severity=MAJEUR", "ansm? cell",
	    "impact_functioning=gene impact_persons=aucune in.severity=MAJEUR",
	    "impact_functioning=interruption in.severity=" },
	{ "R7", "demand", "cell", "department=59", NULL },
	{ "R7b", "department=59 in.fssi_crisis=oui", "corruss anssi ars/32",
	    "department=59 in.fssi_crisis=non", "department=59 in.fssi_crisis=" },
	{ "R7b", "in.fssi_crisis=oui", "corruss anssi", NULL, NULL },
	{ "R8", "impact_patient_data=oui", "structure dpo",
	    "impact_patient_data=non impact_data=aucun data_kinds=techniques",
	    "impact_patient_data=nsp" },
	{ "R8", "data_kinds=personnel impact_data=perte", "structure dpo",
	    "data_kinds=personnel impact_data=aucun impact_patient_data=non",
	    "data_kinds=personnel" },
	{ "R9", "origin=malveillante", "structure", "origin=non_malveillante", "department=59" },
	{ "R9b", "origin=malveillante org_type=ES", "structure",
	    "origin=malveillante org_type=AUTRE", "org_type=ES" },
	{ "R10", "support_asked=oui support_kinds=orientation_prestataire", "declarant",
	    "support_asked=non support_kinds=orientation_prestataire",
	    "support_asked=nsp support_kinds=orientation_prestataire" },
	{ "R10", "support_asked=oui org_type=AUTRE", "declarant",
	    "support_asked=oui org_type=ES "
	    "support_kinds=conseils_techniques",
	    "support_asked=nsp org_type=AUTRE" },
	{ "R11", "other_orgs=oui category=RANCONGICIEL", "draft", "other_orgs=non",
	    "other_orgs=nsp" },
	{ "R12", "org_type=AUTRE", "cell declarant", "org_type=ES",
	    "in.out_of_scope=nsp org_type=ES" },
	{ "R13", "department=975", "cell", "department=59", "org_name=X" },
	{ "R13", "department=987", "cell", "department=987 org_type=SSA", "town=Ici" },
	{ "R14", "provider_name=Hébergeur other_orgs=oui", "cell", "vector=interne other_orgs=oui",
	    "other_orgs=oui" },
	{ "R14", "scope=prestataire other_orgs=oui", "cell", "scope=prestataire other_orgs=non",
	    "scope=prestataire other_orgs=nsp" },
};

static void
set(field_list list, void *record, struct str name, struct str value)
{
	const struct field *f = field_find(list, name);
	const char *error = NULL;

	EXPECT(f != NULL);
	if (f && value.n == 0)
		FIELD_AT(struct code, f, record)->s = (struct str){ NULL, 0 };
	else if (f && !field_set(f, record, value, arena, &error))
		printf("%.*s=%.*s: %s\n", PS(name), PS(value), error), EXPECT(false);
}

static void
declared(struct str words, struct report *r)
{
	r->org_name = S("Un établissement");
	r->reporter_last_name = S("Durand");
	r->reporter_email = S("durand@valmont.example");
	r->description = S("Ce qui se passe.");
	r->detected_at = (struct moment){ NOW - 3600 };
	while (words.n) {
		struct str value = str_cut(&words, ' '), name = str_cut(&value, '=');

		if (!str_starts(name, S("in.")) && !str_eq(name, S("demand")))
			set(report_fields, r, name, value);
	}
}

/* False: nothing to save. */
static bool
qualified(struct str words, struct incident *in)
{
	bool any = false;

	while (words.n) {
		struct str value = str_cut(&words, ' '), name = str_cut(&value, '=');

		if (!str_starts(name, S("in.")))
			continue;
		set(incident_clear_fields, in, str_sub(name, 3, name.n), value);
		any = true;
	}
	return any;
}

static void
told(struct act *act, const char *words, struct incident *in, struct stored_report *s)
{
	struct demand demand;

	EXPECT_INT(report_draft(act, S("portail"), s), OK);
	declared(str_of(words), &s->r);
	sample_receive(act, s, in);
	if (qualified(str_of(words), in))
		EXPECT_INT(incident_save(act, in, "incident.test", S("")), OK);
	if (str_eq(str_of(words), S("demand")))
		EXPECT_INT(demand_ask(act, in, S("on_site"), S("Venir voir"), &demand), OK);
}

static struct str
rows_of(struct act *act, const struct incident *in, const char *rule)
{
	struct buf b = BUF_INIT(4096);
	struct dispatch *list;
	struct str text;
	size_t n = 0;

	EXPECT_INT(dispatch_of_incident(act, in, 100, &list, &n), OK);
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].rule, str_of(rule)))
			buf_printf(&b, "%s%.*s%s%.*s%s", b.n ? " " : "", PS(list[i].desk.s),
			    list[i].region.n ? "/" : "", PS(list[i].region),
			    str_eq(list[i].state.s, S("proposed")) ? "?" : "");
	if (str_eq(str_of(rule), S("R11")) &&
	    fixture_count(act->db,
		arena_printf(arena, "select count(*) from sector_alert where incident = %lld",
		    (long long)in->id)
		    .p))
		buf_printf(&b, "draft");
	text = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return text;
}

static void
one_case(struct fixture *f, const char *rule, const char *words, const char *wanted)
{
	struct arena *outer = arena;
	struct stored_report s;
	struct incident in;
	struct act act;
	struct str got;

	arena = arena_new(16u << 20);
	act = act_as(f, 0, S("work"));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	told(&act, words, &in, &s);
	EXPECT_INT(routing_run(&act, in.id), OK);
	EXPECT_INT(routing_run(&act, in.id), OK);
	got = rows_of(&act, &in, rule);
	if (!str_eq(got, str_of(wanted)))
		printf("%s, '%s':\n", rule, words);
	EXPECT_STR(got, wanted);
	EXPECT_INT(db_commit(f->db), OK);
	arena_free(arena);
	arena = outer;
}

static void
every_rule(struct fixture *f)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		one_case(f, table[i].rule, table[i].yes, table[i].wanted);
		if (table[i].no)
			one_case(f, table[i].rule, table[i].no, "");
		if (table[i].unknown)
			one_case(f, table[i].rule, table[i].unknown, "");
	}
}

TEST(every_rule_fires_when_it_must_and_not_else)
{
	each_engine(every_rule);
}

/* ==== What follows ==== */

static struct dispatch
card_to(struct act *act, const struct incident *in, const char *desk, size_t *ret_n)
{
	struct dispatch *list, last = { 0 };
	size_t n = 0;

	*ret_n = 0;
	EXPECT_INT(dispatch_of_incident(act, in, 100, &list, &n), OK);
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].desk.s, str_of(desk)) && !str_eq(list[i].rule, S("R7b"))) {
			last = list[i];
			++*ret_n;
		}
	EXPECT_INT(dispatch_by_id(act, last.id, &last), OK);
	return last;
}

static void
save(struct act *act, struct incident *in)
{
	EXPECT_INT(incident_save(act, in, "incident.test", S("")), OK);
	EXPECT_INT(routing_run(act, in->id), OK);
}

static void
followed(struct fixture *f)
{
	struct act act = act_as(f, 0, S("work"));
	struct stored_report s;
	struct dispatch first, d;
	struct incident in;
	size_t n;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	told(&act, "department=59 impact_persons=potentielle", &in, &s);
	EXPECT_INT(routing_run(&act, in.id), OK);
	first = card_to(&act, &in, "corruss", &n);
	EXPECT_INT(n, 1);
	EXPECT_INT(dispatch_fire(&act, &in, &s.r, &first), OK);

	/* The FSSI is told by itself, CORRUSS on a confirmation. */
	in.impact_persons.s = S("averee");
	save(&act, &in);
	d = card_to(&act, &in, "fssi", &n);
	EXPECT_INT(n, 2);
	EXPECT_INT(d.sequence, 2);
	EXPECT_STR(d.state.s, "fired");
	EXPECT(str_has(d.body, S("averee")));
	d = card_to(&act, &in, "corruss", &n);
	EXPECT_INT(n, 2);
	EXPECT_STR(d.state.s, "proposed");
	EXPECT_STR(d.previous, first.reference.p);

	/* Declined: the same is not proposed again, another change is. */
	EXPECT_INT(dispatch_decline(&act, &in, &d, S("dit par téléphone")), OK);
	EXPECT_INT(routing_run(&act, in.id), OK);
	card_to(&act, &in, "corruss", &n);
	EXPECT_INT(n, 2);
	in.impact_functioning.s = S("interruption");
	save(&act, &in);
	d = card_to(&act, &in, "corruss", &n);
	EXPECT_INT(n, 3);
	EXPECT_STR(d.state.s, "proposed");
	EXPECT_INT(dispatch_fire(&act, &in, &s.r, &d), OK);
	EXPECT_INT(routing_run(&act, in.id), OK);
	card_to(&act, &in, "corruss", &n);
	EXPECT_INT(n, 3);

	/* The first card still says what it said. */
	EXPECT_INT(dispatch_by_id(&act, first.id, &first), OK);
	EXPECT(str_has(first.body, S("potentielle")));
	EXPECT(!str_has(first.body, S("averee")));

	/* What the addressee's row does not weigh is no news to it. */
	card_to(&act, &in, "fssi", &n);
	in.other_orgs.s = S("oui");
	save(&act, &in);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from dispatch where desk = 'fssi'"), (int64_t)n);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(what_changes_is_told_by_a_card_that_follows)
{
	each_engine(followed);
}

/* ==== The draft for the sector ==== */

static void
drafted(struct fixture *f)
{
	struct act act = act_as(f, 0, S("work"));
	struct stored_report s;
	struct incident in;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	told(&act, "department=59 other_orgs=oui", &in, &s);
	EXPECT_INT(routing_run(&act, in.id), OK);
	in.category.s = S("RANCONGICIEL");
	save(&act, &in);
	save(&act, &in);
	EXPECT_INT(fixture_count(f->db, "select count(*) from sector_alert"), 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from dispatch where rule = 'R11'"), 0);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(an_alert_to_the_sector_is_drafted_once_and_not_sent)
{
	each_engine(drafted);
}

/* ==== By hand ==== */

static void
by_hand(struct fixture *f)
{
	struct act act = act_as(f, 0, S("work"));
	struct stored_report s;
	struct dispatch d;
	struct incident in;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	told(&act, "org_name=X", &in, &s);
	EXPECT_INT(dispatch_manual(&act, &in, &s.r, S("corruss"), S("alert"), S("Vu"), &d), OK);
	EXPECT_INT(d.sequence, 1);
	EXPECT_INT(d.ack_due.s, NOW + 1800);
	EXPECT_INT(dispatch_manual(&act, &in, &s.r, S("corruss"), S("alert"), S("Vu"), &d), OK);
	EXPECT_INT(d.sequence, 2);
	EXPECT_INT(dispatch_manual(&act, &in, &s.r, S("ars"), S("alert"), S("Vu"), &d), INVALID);
	EXPECT_INT(dispatch_by_id(&act, d.id ? d.id : 1, &d), OK);
	EXPECT_STR(d.reason, "Vu");
	EXPECT_INT(dispatch_acknowledge(&act, &d, S("Anne Roy")), OK);
	EXPECT_INT(dispatch_acknowledge(&act, &d, S("Paul Roy")), CONFLICT);
	EXPECT_INT(dispatch_by_id(&act, d.id, &d), OK);
	EXPECT_STR(d.acknowledged_name, "Anne Roy");
	EXPECT_INT(dispatch_again(&act, &in, &d), OK);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(a_card_by_hand_has_a_reason_and_may_be_repeated)
{
	each_engine(by_hand);
}

UNIT_MAIN(every_rule_fires_when_it_must_and_not_else, what_changes_is_told_by_a_card_that_follows,
    an_alert_to_the_sector_is_drafted_once_and_not_sent,
    a_card_by_hand_has_a_reason_and_may_be_repeated)
