/*
 * The rule over a lesson: what goes, what is doubted, what may be kept; that it finds
 * nothing more in what it wrote; and, on both engines and over the declarations of the
 * demonstration, that no word that tells who it was stands in what would be published.
 */
#include "tests/unit.h"

#include <jansson.h>

#include "store/fixture.h"

#include "base/shape.h"
#include "incident/evidence.h"
#include "incident/incident.h"
#include "incident/lesson.h"

/* ==== The rule ==== */

static struct anonymise
rule(void)
{
	struct anonymise a = { .lang = LANG_FR, .regions = true, .lesson = true };

	anonymise_name(&a, ANONYMISE_STRUCTURE, S("Centre hospitalier de Valmont"));
	anonymise_name(&a, ANONYMISE_PERSON, S("Durand"));
	anonymise_name(&a, ANONYMISE_INDICATOR, S("d41d8cd98f00b204"));
	return a;
}

static struct str
told(const char *text)
{
	struct anonymise a = rule();

	return anonymise(&a, arena, str_of(text));
}

/* What is found, as "key:what key:what". */
static struct str
findings(const struct anonymise *a, const char *text)
{
	struct anonymise_finding x[50];
	size_t all, n = anonymise_find(a, arena, str_of(text), x, 50, &all);
	struct str out = S("");

	EXPECT_INT(all, n);
	for (size_t i = 0; i < n; i++) {
		struct str what = str_sub(str_of(text), x[i].from, x[i].to - x[i].from);

		out = arena_printf(arena, "%.*s%s%s:%.*s", PS(out), i ? " " : "",
		    anonymise_key(x[i].kind) + 10, PS(what));
	}
	return out;
}

TEST(dates_and_indicators_go)
{
	EXPECT_STR(told("Le 24/11/2026 à 3 h"), "Le [date] à 3 h");
	EXPECT_STR(told("le 2026-11-24, le 24.11.2026"), "le [date], le [date]");
	EXPECT_STR(told("le 24 novembre 2026"), "le [date]");
	EXPECT_STR(told("en novembre 2026 et le 1er mars"), "en [date] et le [date]");
	EXPECT_STR(told("depuis mars, pas plus"), "depuis mars, pas plus");
	EXPECT_STR(told("9e107d9d372bb6826bd81d3542a419d6"), "[indicateur]");
	EXPECT_STR(told("empreinte d41d8cd98f00b204"), "empreinte [indicateur]");
	EXPECT_STR(told("fraction 1/2 et 3/4 de jour"), "fraction 1/2 et 3/4 de jour");
	EXPECT_STR(told("CVE-2024-3400"), "CVE-2024-3400");
}

TEST(doubts_are_pointed_at_and_stay)
{
	struct anonymise a = rule();

	EXPECT_STR(
	    findings(&a, "Le logiciel Melchior est tombé. Personne ne sait."), "capital:Melchior");
	EXPECT_STR(findings(&a, "avec Melchior-Balthazar Lune"), "capital:Melchior-Balthazar Lune");
	EXPECT_STR(findings(&a, "le GRADeS et la DRSI"), "capital:GRADeS acronym:DRSI");
	EXPECT_STR(findings(&a, "un VPN, Windows Server, Active Directory"), "");
	EXPECT_STR(findings(&a, "1 200 postes, 450 lits, 12 serveurs"), "figure:1 200 figure:450");
	EXPECT_STR(findings(&a, "CVE-2024-3400 exploitée"), "");
	EXPECT_STR(findings(&a, "par Durand, à Valmont"), "person:Durand structure:Valmont");
	EXPECT_STR(told("Le logiciel Melchior, 450 lits"), "Le logiciel Melchior, 450 lits");
	EXPECT_STR(findings(&a, "- Isoler\n- Prévenir. Attendre : Relancer"), "");
}

TEST(what_is_kept_is_silent_but_never_a_name)
{
	struct anonymise a = rule();

	a.kept = S("Melchior\nDurand\n24/11/2026\nGrand Large");
	EXPECT_STR(findings(&a, "Le logiciel Melchior, chez Grand\nLarge"), "");
	EXPECT_STR(findings(&a, "par Durand le 24/11/2026"), "person:Durand");
	EXPECT(!anonymise_may_keep(ANONYMISE_STRUCTURE));
	EXPECT(!anonymise_may_keep(ANONYMISE_MAIL));
	EXPECT(!anonymise_may_keep(ANONYMISE_INDICATOR));
	EXPECT(anonymise_may_keep(ANONYMISE_FIGURE));
}

TEST(what_it_wrote_it_leaves)
{
	static const char *const text[] = { "Durand, 24/11/2026, 10.0.0.1, x@y.fr, www.z.fr",
		"le 24 novembre 2026 à Valmont par M. Konaté", "Bretagne, 21450 Dijon",
		"9e107d9d372bb6826bd81d3542a419d6 0399010101" };
	struct anonymise a = rule();

	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		EXPECT_STR(findings(&a, arena_cstr(arena, told(text[i]))), "");
}

/* ==== Over the demonstration ==== */

#define NOW 1700000000

static struct trail trail;

static struct act
act_on(struct fixture *f, int64_t account)
{
	trail = (struct trail){ .arena = arena, .role = S("analyst"), .account = account };
	return (struct act){ .db = f->db,
		.keyring = f->k,
		.arena = arena,
		.trail = &trail,
		.now = { NOW },
		.account = account,
		.role = S("analyst"),
		.public_url = S("https://vigie.example") };
}

static void
fill(struct report *r, const json_t *from)
{
	const char *error;

	for (field_list l = report_fields; *l; l++) {
		const json_t *v = json_object_get(from, (*l)->name);

		if (json_is_string(v) && (*l)->kind != KIND_MOMENT)
			field_set(*l, r, str_of(json_string_value(v)), arena, &error);
	}
}

/* A tale of the demonstration, received and over, with what tells who it was glued
 * into its words as people write it. */
static void
receive(struct act *act, const json_t *tale, struct stored_report *s, struct incident *in)
{
	EXPECT_INT(report_draft(act, S("portail"), s), OK);
	fill(&s->r, tale);
	if (s->r.org_name.n == 0)
		s->r.org_name = S("CENTRE HOSPITALIER DE VALMONT");
	s->r.town = S("VALMONT-SUR-LYS");
	s->r.reporter_last_name = S("Vasseur-Le Bihan");
	s->r.reporter_first_name = S("Hélène");
	s->r.reporter_email = S("h.vasseur@ch-valmont.example");
	s->r.detected_at = (struct moment){ NOW - 3600 };
	s->r.description = arena_printf(arena,
	    "%.*s\nHélène Vasseur (%.*s) appelle le 24/11/2026 de VALMONT SUR LYS au 03 99 01 01 "
	    "01 : "
	    "hvasseur, srv-valmont01, 10.1.2.3, hxxp://mal[.]example/x, "
	    "9e107d9d372bb6826bd81d3542a419d6.",
	    PS(s->r.description), PS(s->r.org_name));
	EXPECT_INT(report_save(act, s), OK);
	EXPECT_INT(report_submit(act, s), OK);
	EXPECT_INT(incident_load(act, s->incident, in), OK);
	EXPECT_INT(evidence_run(act, in), OK);
}

static bool
holds_word(struct str text, struct str word)
{
	struct str folded = shape_folded(arena, text), one;
	struct str rest = shape_folded(arena, word);

	while (rest.n) {
		one = str_cut(&rest, ' ');
		if (one.n >= 4 && !anonymise_word(S("common"), one) && str_has(folded, one))
			return true;
	}
	return false;
}

static void
expect_nobody(struct act *act, const struct incident *in, const struct stored_report *s,
    const struct lesson_text *text)
{
	const struct str secret[] = { s->r.org_name, s->r.town, s->r.reporter_last_name,
		s->r.reporter_first_name };
	struct observed *seen;
	size_t n = 0;

	EXPECT_INT(observed_list(act, in, &seen, &n), OK);
	EXPECT(n >= 2);
	for (field_list f = lesson_text_fields; *f; f++) {
		struct str words = *FIELD_IN(struct str, *f, text);

		for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
			EXPECT(!holds_word(words, secret[i]));
		for (size_t i = 0; i < n; i++)
			EXPECT(str_eq(seen[i].kind.s, S("cve")) || !str_has(words, seen[i].value));
		EXPECT(!str_has(words, S("24/11")) && !str_has(words, S("03 99")));
	}
}

static void
tell(struct act *act, const json_t *tale)
{
	struct stored_report s;
	struct incident in;
	struct lesson l = { .lesson_named = { S("non") } };
	struct lesson_doubt *doubt = arena_array(arena, struct lesson_doubt, LESSON_DOUBTS);
	struct anonymise a;
	size_t n;

	receive(act, tale, &s, &in);
	EXPECT_INT(lesson_draft(act, &in, &s, &l), OK);
	EXPECT(l.text.lesson_happened.n > 0);
	EXPECT(l.replaced.n > 0);
	expect_nobody(act, &in, &s, &l.text);
	EXPECT_INT(lesson_subject(act, &in, &s, &l, &a), OK);
	n = lesson_doubts(act, &a, &l.text, doubt);
	for (size_t i = 0; i < n; i++)
		EXPECT(anonymise_doubt(doubt[i].kind));
	/* Every doubt kept, still nobody is told, and the rule is silent. */
	for (size_t i = 0; i < n; i++)
		EXPECT_INT(lesson_keep(act, &a, &l, doubt[i].what, S("essai")), OK);
	EXPECT_INT(lesson_subject(act, &in, &s, &l, &a), OK);
	EXPECT_INT(lesson_doubts(act, &a, &l.text, doubt), 0);
	lesson_clean(act, &a, &l);
	expect_nobody(act, &in, &s, &l.text);
}

static void
demonstration(struct fixture *f)
{
	json_t *root = json_load_file("data/demo.json", 0, NULL), *tale;
	struct arena *whole = arena;
	size_t i, done = 0;

	EXPECT(json_is_array(root));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	json_array_foreach(root, i, tale)
	{
		struct act act;

		arena = arena_new(64u << 20); /* a tale's words are many */
		act = act_on(f, 0);
		tell(&act, json_object_get(tale, "report"));
		arena_free(arena);
		arena = whole;
		done++;
	}
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT(done >= 18);
	json_decref(root);
}

TEST(nobody_is_told_of_in_the_demonstration)
{
	each_engine(demonstration);
}

/* ==== What is kept ==== */

static void
begin(struct act *act, const char *org, struct stored_report *s, struct incident *in,
    struct lesson *l)
{
	json_t *tale = json_pack("{s:s,s:s}", "org_name", org, "category", "RANCONGICIEL");

	receive(act, tale, s, in);
	json_decref(tale);
	*l = (struct lesson){ .state = { S("draft") },
		.lesson_tlp = { S("TLP:CLEAR") },
		.lesson_named = { S("non") } };
	EXPECT_INT(lesson_draft(act, in, s, l), OK);
	EXPECT_INT(lesson_insert(act, in, l), OK);
	EXPECT_INT(lesson_insert(act, in, l), CONFLICT);
	EXPECT_INT(lesson_of(act, in, l), OK);
}

/* Words of any length come back; of two who write, the second is told. */
static void
kept(struct fixture *f)
{
	struct act act = act_on(f, 7);
	struct stored_report s;
	struct incident in;
	struct lesson l, twin;
	int64_t longest = field_max(lesson_text_fields[1]);
	char *p = arena_alloc(arena, (size_t)longest * 2);

	for (int64_t i = 0; i < longest; i++)
		memcpy(p + 2 * i, "é", 2);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	begin(&act, "Clinique du Rivage", &s, &in, &l);
	twin = l;
	l.text.lesson_happened = (struct str){ p, (size_t)longest * 2 };
	l.kept = S("Melchior\tcourant\nGrand Large\tcourant");
	EXPECT_INT(lesson_save(&act, &in, &l, "lesson.save"), OK);
	EXPECT_INT(lesson_save(&act, &in, &twin, "lesson.save"), CONFLICT);
	EXPECT_INT(lesson_of(&act, &in, &l), OK);
	EXPECT_INT(l.text.lesson_happened.n, longest * 2);
	EXPECT_STR(l.kept, "Melchior\tcourant\nGrand Large\tcourant");
	EXPECT_INT(fixture_count(f->db, "select count(*) from lesson where published is null"), 1);
	/* Never published, it goes with its file. */
	EXPECT_INT(lesson_forget(&act, in.id), OK);
	EXPECT_INT(lesson_of(&act, &in, &l), NOT_FOUND);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(words_come_back_and_the_second_writer_is_told)
{
	each_engine(kept);
}

UNIT_MAIN(dates_and_indicators_go, doubts_are_pointed_at_and_stay,
    what_is_kept_is_silent_but_never_a_name, what_it_wrote_it_leaves,
    nobody_is_told_of_in_the_demonstration, words_come_back_and_the_second_writer_is_told)
