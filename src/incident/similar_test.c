/*
 * Likeness: the score says why, candidates are found by what is shared and by
 * nothing sealed in clear, "not a duplicate" is kept, a wave is a wave.
 */
#include "tests/unit.h"

#include "incident/many.h"
#include "incident/routing.h"
#include "incident/sample.h"
#include "incident/similar.h"

/* ==== The score ==== */

static struct str
reasons(const struct like_facts *f, int64_t *ret_score)
{
	struct like_reason why[REASONS_MAX];
	struct str all = { "", 0 };
	size_t n;

	*ret_score = like_score(f, why, &n);
	for (size_t i = 0; i < n; i++)
		all = arena_printf(
		    arena, "%.*s%.*s %+lld,", PS(all), PS(why[i].signal), (long long)why[i].points);
	return all;
}

TEST(the_score_is_the_sum_of_its_reasons)
{
	int64_t score;

	EXPECT_STR(reasons(&(struct like_facts){ .structure = true,
			       .name = true,
			       .legal = true,
			       .apart = 3600,
			       .category = true },
		       &score),
	    "same_structure +40,same_day +20,same_category +15,");
	EXPECT_INT(score, 75);
	EXPECT_STR(
	    reasons(&(struct like_facts){ .provider = true, .elsewhere = true, .apart = 3 * 86400 },
		&score),
	    "same_provider +25,same_week +8,other_structure -30,");
	EXPECT_INT(score, 3);
	EXPECT_STR(reasons(&(struct like_facts){ .elsewhere = true, .apart = 20 * 86400 }, &score),
	    "other_structure -30,");
	EXPECT_INT(score, 0);
	reasons(&(struct like_facts){ .structure = true,
		    .reporter = true,
		    .provider = true,
		    .category = true,
		    .vector = true },
	    &score);
	EXPECT_INT(score, 100);
}

TEST(one_name_is_written_in_many_ways)
{
	static const char *const same[] = { "Hébergeur du Lac", "HEBERGEUR DU LAC SAS",
		"hebergeur lac", "Société Hébergeur du Lac", "Hébergeur-du-Lac (SARL)" };

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		EXPECT_STR(provider_folded(arena, str_of(same[i])), "hebergeurlac");
	EXPECT_STR(provider_folded(arena, S("SAS")), "");
	EXPECT_STR(provider_folded(arena, S("")), "");
	EXPECT(!str_eq(provider_folded(arena, S("Lac")), provider_folded(arena, S("Lacs"))));
}

/* ==== Over a database ==== */

struct tale {
	int64_t structure;
	const char *name, *mail, *phone, *provider, *category;
	int64_t hours_ago;
};

static int64_t
tell(struct act *act, const struct tale *t)
{
	struct stored_report s;

	sample_draft(act, &s);
	s.structure = t->structure;
	s.r.org_name = str_of(t->name);
	s.r.reporter_email = str_of(t->mail);
	s.r.reporter_phone = str_of(t->phone);
	s.r.provider_name = str_of(t->provider);
	s.r.category.s = str_of(t->category);
	s.r.origin.s = S("malveillante");
	s.r.detected_at = (struct moment){ NOW - t->hours_ago * 3600 };
	EXPECT_INT(report_submit(act, &s), OK);
	EXPECT_INT(routing_run(act, s.incident), OK);
	return s.incident;
}

static size_t
likes(struct act *act, int64_t id, struct likeness **ret)
{
	struct stored_report s;
	struct incident in;
	size_t n = 0;

	EXPECT_INT(incident_load(act, id, &in), OK);
	EXPECT_INT(incident_report(act, &in, &s), OK);
	EXPECT_INT(likeness_list(act, NULL, &in, &s, 5, ret, &n), OK);
	return n;
}

static const struct tale first = { 1, "CH de Valmont", "durand@valmont.example", "0327000000",
	"Hébergeur du Lac", "RANCONGICIEL", 5 };

static int64_t
noted(struct fixture *f, const char *column, int64_t id)
{
	return fixture_count(f->db,
	    arena_printf(arena, "select %s from incident where id = %lld", column, (long long)id)
		.p);
}

static void
found(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct tale again = first, other = first, old = first, reporter;
	struct likeness *list;
	struct incident in, twin;
	int64_t a, b, c;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	a = tell(&act, &first);
	again.hours_ago = 2;
	again.mail = "autre@valmont.example";
	again.phone = "+33 3 27 00 00 00";
	b = tell(&act, &again);
	EXPECT_INT(likes(&act, b, &list), 1);
	EXPECT_INT(list[0].incident, a);
	EXPECT_INT(noted(f, "likely", a), b);
	EXPECT_INT(list[0].score, 100); /* structure, reporter's number, provider, day, kind */
	/* Of another structure, by the provider alone: not enough to be shown. */
	other.structure = 2;
	other.name = "CH de Rivière";
	other.mail = other.phone = "";
	other.phone = "0100000000";
	other.category = "DENI_DE_SERVICE";
	c = tell(&act, &other);
	EXPECT_INT(likes(&act, c, &list), 0);
	/* A hundred days ago: out of the window. */
	old.hours_ago = 2400;
	tell(&act, &old);
	EXPECT_INT(likes(&act, b, &list), 1);
	/* Nothing shared, nothing found. */
	reporter = (struct tale){ 0, "Cabinet du Port", "", "0499887766", "", "HAMECONNAGE", 2 };
	EXPECT_INT(likes(&act, tell(&act, &reporter), &list), 0);
	/* The queue says so; once dismissed neither finds the other. */
	EXPECT_INT(noted(f, "likeness", b), 100);
	EXPECT_INT(incident_load(&act, a, &in), OK);
	EXPECT_INT(incident_load(&act, b, &twin), OK);
	EXPECT_INT(likeness_dismiss(&act, &twin, &in), OK);
	EXPECT_INT(likeness_dismiss(&act, &in, &twin), OK);
	EXPECT_INT(likes(&act, b, &list), 0);
	EXPECT_INT(likes(&act, a, &list), 0);
	EXPECT_INT(routing_run(&act, b), OK);
	EXPECT_INT(noted(f, "likeness", b), 0);
	EXPECT_INT(db_commit(f->db), OK);
	/* What is sealed stands nowhere in clear. */
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from incident_signal where kind in ('provider', 'mail', "
		       "'phone') and (length(key) <> 32 or key like '%lac%')"),
	    0);
}

TEST(candidates_share_something)
{
	each_engine(found);
}

/* A complement replaces what the file is found by. */
static void
corrected(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct stored_report s;
	struct incident in;
	int64_t a;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	a = tell(&act, &first);
	EXPECT_INT(incident_load(&act, a, &in), OK);
	EXPECT_INT(report_load(&act, in.report, &s), OK);
	s.r.provider_name = S("");
	s.r.reporter_email = S("neuf@valmont.example");
	EXPECT_INT(report_complete(&act, &s), OK);
	EXPECT_INT(routing_run(&act, a), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from incident_signal where kind = 'provider'"),
	    0);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from incident_signal where kind = 'mail'"), 1);
}

TEST(a_complement_is_found_by_what_it_says)
{
	each_engine(corrected);
}

/* ==== Waves (R14) ==== */

static struct wave
wave(struct act *act, int64_t id)
{
	static const struct member lead = { .role = ROLE_LEAD, .account = 1 };
	struct incident in;
	struct wave w;

	EXPECT_INT(incident_load(act, id, &in), OK);
	EXPECT_INT(wave_of(act, &lead, &in, &w), OK);
	return w;
}

static void
waves(struct fixture *f)
{
	struct act act = act_as(f, 0, S("analyst"));
	struct tale t = first;
	struct incident failure, in;
	struct deed d;
	int64_t id[3];

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	id[0] = tell(&act, &t);
	t.name = "CH de Valmont, bloc"; /* the same structure again is no wave */
	tell(&act, &t);
	t.structure = 2;
	t.provider = "HEBERGEUR DU LAC SAS";
	id[1] = tell(&act, &t);
	EXPECT_INT(wave(&act, id[1]).structures, 2);
	EXPECT(!wave(&act, id[1]).reached);
	t.structure = 3;
	t.hours_ago = 200; /* too long ago */
	tell(&act, &t);
	EXPECT(!wave(&act, id[1]).reached);
	t.structure = 4;
	t.hours_ago = 1;
	id[2] = tell(&act, &t);
	EXPECT(wave(&act, id[2]).reached);
	EXPECT_INT(wave(&act, id[2]).n, 3);
	EXPECT_INT(fixture_count(f->db, "select count(*) from dispatch where rule = 'R14'"), 1);
	/* One failure is open: who names it later is told at once. */
	EXPECT_INT(provider_open(&act, S("Hébergeur du Lac"), &failure), OK);
	EXPECT_INT(deed_begin(&act, &d), OK);
	EXPECT_INT(incident_load(&act, id[2], &in), OK);
	EXPECT_INT(deed_attach(&d, &in, &failure, S("")), OK);
	EXPECT_INT(wave(&act, id[1]).n, 2);
	EXPECT(str_eq(wave(&act, id[1]).failure, failure.reference));
	t.structure = 0;
	t.name = "Cabinet du Port";
	t.hours_ago = 900;
	tell(&act, &t);
	EXPECT_INT(fixture_count(f->db, "select count(*) from dispatch where rule = 'R14'"), 2);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(three_structures_make_a_wave)
{
	each_engine(waves);
}

UNIT_MAIN(the_score_is_the_sum_of_its_reasons, one_name_is_written_in_many_ways,
    candidates_share_something, a_complement_is_found_by_what_it_says, three_structures_make_a_wave)
