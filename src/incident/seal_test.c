/*
 * The seal asked of every way to a file, for every role, on both engines: who is
 * not named finds a reference in the queue and nothing else anywhere.
 */
#include "tests/unit.h"

#include "incident/sample.h"
#include "incident/seal.h"

struct scene {
	struct fixture *f;
	struct stored_report s;
	struct incident in;
	int64_t analyst, other, lead, second, fssi;
};

static void
declared(struct scene *sc)
{
	struct act act = act_as(sc->f, 0, role_code(ROLE_VISITOR));

	sample_draft(&act, &sc->s);
	sample_receive(&act, &sc->s, &sc->in);
}

static void
set(struct fixture *f, struct scene *sc)
{
	*sc = (struct scene){ .f = f };
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sc->analyst = sample_person(f, ROLE_ANALYST, "a");
	sc->other = sample_person(f, ROLE_ANALYST, "b");
	sc->lead = sample_person(f, ROLE_LEAD, "c");
	sc->second = sample_person(f, ROLE_LEAD, "d");
	sc->fssi = sample_person(f, ROLE_FSSI, "e");
	declared(sc);
	EXPECT_INT(db_commit(f->db), OK);
}

static void
sealed_by_lead(struct scene *sc)
{
	struct act act = act_as(sc->f, sc->lead, role_code(ROLE_LEAD));

	EXPECT_INT(db_begin(act.db, TXN_WRITE), OK);
	sc->in.assignee = sc->analyst;
	EXPECT_INT(incident_save(&act, &sc->in, "incident.assign", S("")), OK);
	EXPECT_INT(seal_put(&act, &sc->in, NULL, 0, S("Affaire interne")), OK);
	EXPECT_INT(db_commit(act.db), OK);
}

/* ==== Who may ==== */

static bool
reads(struct scene *sc, int64_t account, enum role role, int64_t structure, int64_t report)
{
	struct member m = {
		.account = account, .role = role, .structure = structure, .report = report
	};
	enum object object = access_condition(role, OBJECT_FILE, ACTION_READ) == NEVER
				 ? OBJECT_OWN_FILE
				 : OBJECT_FILE;
	struct act act = act_as(sc->f, account, role_code(role));
	struct facts facts;

	EXPECT_INT(need_facts(&act, &m, &sc->in, &sc->s, &facts), OK);
	return access_may(&m, object, ACTION_READ, &facts);
}

static void
who(struct fixture *f)
{
	struct scene sc;

	set(f, &sc);
	sc.in.structure = 7;
	EXPECT(reads(&sc, sc.other, ROLE_ANALYST, 0, 0));
	sealed_by_lead(&sc);
	EXPECT(reads(&sc, sc.analyst, ROLE_ANALYST, 0, 0));
	EXPECT(reads(&sc, sc.lead, ROLE_LEAD, 0, 0));
	EXPECT(reads(&sc, sc.fssi, ROLE_FSSI, 0, 0));
	EXPECT(!reads(&sc, sc.other, ROLE_ANALYST, 0, 0));
	EXPECT(!reads(&sc, sc.second, ROLE_LEAD, 0, 0));
	EXPECT(!reads(&sc, 0, ROLE_ANALYST, 0, 0));
	EXPECT(reads(&sc, 0, ROLE_DECLARANT, 0, sc.s.id));
	EXPECT(!reads(&sc, 0, ROLE_DECLARANT, 0, sc.s.id + 1));
	EXPECT(reads(&sc, 99, ROLE_CORRESPONDENT, 7, 0));
	EXPECT(!reads(&sc, 99, ROLE_CORRESPONDENT, 8, 0));
	EXPECT(!reads(&sc, 99, ROLE_CORRUSS, 0, 0));
	EXPECT(!reads(&sc, 99, ROLE_ADMIN, 0, 0));
	/* A structure or a report on an account of the cell opens nothing. */
	EXPECT(!reads(&sc, sc.other, ROLE_ANALYST, 7, sc.s.id));
}

TEST(a_sealed_file_is_for_those_named)
{
	each_engine(who);
}

/* ==== The list ==== */

static void
names(struct fixture *f)
{
	struct scene sc;
	struct act act;
	struct access *list;
	size_t n = 0;

	set(f, &sc);
	act = act_as(f, sc.fssi, role_code(ROLE_FSSI));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(seal_put(&act, &sc.in, &sc.analyst, 1, S("x")), INVALID); /* no lead */
	EXPECT_INT(seal_put(&act, &sc.in, &sc.fssi, 1, S("x")), INVALID);    /* not of the cell */
	EXPECT_INT(seal_put(&act, &sc.in, &sc.lead, 1, S("Affaire interne")), OK);
	EXPECT_INT(seal_put(&act, &sc.in, &sc.lead, 1, S("x")), CONFLICT);
	EXPECT_INT(seal_end(&act, &sc.in, sc.lead), INVALID); /* the last one */
	EXPECT_INT(seal_name(&act, &sc.in, sc.second, S("")), OK);
	EXPECT_INT(seal_name(&act, &sc.in, sc.second, S("")), OK);
	EXPECT_INT(seal_name(&act, &sc.in, sc.fssi, S("")), INVALID);
	EXPECT_INT(seal_name(&act, &sc.in, 4711, S("")), INVALID);
	EXPECT_INT(seal_end(&act, &sc.in, sc.lead), OK);
	EXPECT_INT(seal_end(&act, &sc.in, sc.lead), NOT_FOUND);
	EXPECT_INT(access_list(&act, &sc.in, &list, &n), OK);
	EXPECT_INT(n, 2);
	EXPECT(list[0].now && list[0].account == sc.second);
	EXPECT(!list[1].now && list[1].ended_by == sc.fssi);
	EXPECT_STR(list[1].reason, "Affaire interne");
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT(!reads(&sc, sc.lead, ROLE_LEAD, 0, 0));
	EXPECT(reads(&sc, sc.second, ROLE_LEAD, 0, 0));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(seal_lift(&act, &sc.in, S("Fini")), OK);
	EXPECT_INT(seal_lift(&act, &sc.in, S("Fini")), CONFLICT);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT(reads(&sc, sc.other, ROLE_ANALYST, 0, 0));
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from incident_access where ended_at is null"), 0);
}

TEST(the_list_keeps_a_lead_and_whoever_follows)
{
	each_engine(names);
}

/* ==== Mails ==== */

static void
mails(struct fixture *f)
{
	struct scene sc;
	struct act act;
	struct account *to;
	size_t n = 0;

	set(f, &sc);
	act = act_as(f, sc.lead, role_code(ROLE_LEAD));
	EXPECT_INT(need_desk(&act, &sc.in, ROLE_ANALYST, &to, &n), OK);
	EXPECT_INT(n, 2);
	sealed_by_lead(&sc);
	EXPECT_INT(need_desk(&act, &sc.in, ROLE_ANALYST, &to, &n), OK);
	EXPECT_INT(n, 1);
	EXPECT_INT(to[0].id, sc.analyst);
	EXPECT_INT(need_desk(&act, &sc.in, ROLE_LEAD, &to, &n), OK);
	EXPECT_INT(n, 1);
	EXPECT_INT(to[0].id, sc.lead);
	EXPECT_INT(need_desk(&act, &sc.in, ROLE_FSSI, &to, &n), OK);
	EXPECT_INT(n, 1);
}

TEST(mails_reach_those_named)
{
	each_engine(mails);
}

/* ==== Cards, receipts, exports ==== */

static bool
reads_card(struct scene *sc, int64_t account, enum role role, enum role desk)
{
	struct member m = { .account = account, .role = role, .region = S("32") };
	struct act act = act_as(sc->f, account, role_code(role));
	struct dispatch d = { .incident = sc->in.id,
		.sealed = true,
		.desk = { role_code(desk) },
		.region = S("32") };
	struct facts facts;

	EXPECT_INT(need_card_facts(&act, &m, &d, &facts), OK);
	return access_may(&m, OBJECT_CARD, ACTION_READ, &facts);
}

static void
exits(struct fixture *f)
{
	struct scene sc;
	struct buf out = BUF_INIT(1u << 20);
	struct job_means means = job_of(f);

	set(f, &sc);
	EXPECT_INT(incident_export_reports(&means, &out), OK);
	EXPECT(str_has(buf_str(&out), S("Valmont")));
	buf_release(&out);
	sealed_by_lead(&sc);
	out = (struct buf)BUF_INIT(1u << 20);
	EXPECT_INT(incident_export_reports(&means, &out), OK);
	EXPECT(!str_has(buf_str(&out), S("Valmont")));
	buf_release(&out);
	EXPECT(reads_card(&sc, 99, ROLE_ARS, ROLE_ARS));
	EXPECT(!reads_card(&sc, 99, ROLE_ARS, ROLE_CORRUSS));
	EXPECT(reads_card(&sc, sc.fssi, ROLE_FSSI, ROLE_FSSI));
	EXPECT(reads_card(&sc, sc.analyst, ROLE_ANALYST, ROLE_ARS));
	EXPECT(!reads_card(&sc, sc.other, ROLE_ANALYST, ROLE_ARS));
	EXPECT(!reads_card(&sc, sc.second, ROLE_LEAD, ROLE_ARS));
}

TEST(nothing_of_a_sealed_file_leaves_by_itself)
{
	each_engine(exits);
}

UNIT_MAIN(a_sealed_file_is_for_those_named, the_list_keeps_a_lead_and_whoever_follows,
    mails_reach_those_named, nothing_of_a_sealed_file_leaves_by_itself)
