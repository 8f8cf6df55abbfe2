/*
 * The seal asked of every way to a file, for every role, on both engines: who is
 * not named finds a reference in the queue and nothing else anywhere.
 */
#include "tests/unit.h"

#include "store/fixture.h"

#include "incident/incident.h"
#include "incident/seal.h"

#define NOW 1700000000

static struct trail trail;

static struct act
act_on(struct fixture *f, struct db *db, int64_t account, enum role role)
{
	trail = (struct trail){ .arena = arena, .role = role_code(role), .account = account };
	return (struct act){ .db = db,
		.keyring = f->k,
		.arena = arena,
		.trail = &trail,
		.now = { NOW },
		.account = account,
		.role = role_code(role),
		.public_url = S("https://vigie.example") };
}

static int64_t
person(struct fixture *f, enum role role, const char *email)
{
	struct account acc = { .email = str_of(email),
		.name = str_of(email),
		.role = { role_code(role) },
		.created = { NOW },
		.last_seen = MOMENT_NONE };

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("cheval-agrafe-pile"), S(""), arena), OK);
	return acc.id;
}

struct scene {
	struct fixture *f;
	struct stored_report s;
	struct incident in;
	int64_t analyst, other, lead, second, fssi;
};

static void
declared(struct scene *sc)
{
	struct act act = act_on(sc->f, sc->f->db, 0, ROLE_VISITOR);

	EXPECT_INT(report_draft(&act, S("portail"), &sc->s), OK);
	sc->s.r.org_name = S("Centre hospitalier de Valmont");
	sc->s.r.org_type.s = S("ES");
	sc->s.r.department.s = S("59");
	sc->s.r.reporter_last_name = S("Durand");
	sc->s.r.reporter_phone = S("0699887766");
	sc->s.r.description = S("Description");
	sc->s.r.detected_at = (struct moment){ NOW - 3600 };
	EXPECT_INT(report_save(&act, &sc->s), OK);
	EXPECT_INT(report_submit(&act, &sc->s), OK);
	EXPECT_INT(incident_load(&act, sc->s.incident, &sc->in), OK);
}

static void
set(struct fixture *f, struct scene *sc)
{
	*sc = (struct scene){ .f = f };
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sc->analyst = person(f, ROLE_ANALYST, "a@vigie.example");
	sc->other = person(f, ROLE_ANALYST, "b@vigie.example");
	sc->lead = person(f, ROLE_LEAD, "c@vigie.example");
	sc->second = person(f, ROLE_LEAD, "d@vigie.example");
	sc->fssi = person(f, ROLE_FSSI, "e@vigie.example");
	declared(sc);
	EXPECT_INT(db_commit(f->db), OK);
}

static void
sealed_by_lead(struct scene *sc)
{
	struct act act = act_on(sc->f, sc->f->db, sc->lead, ROLE_LEAD);

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
	struct act act = act_on(sc->f, sc->f->db, account, role);
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
	act = act_on(f, f->db, sc.fssi, ROLE_FSSI);
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
	act = act_on(f, f->db, sc.lead, ROLE_LEAD);
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
	struct act act = act_on(sc->f, sc->f->db, account, role);
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
	struct job_means means = { .db = f->db,
		.keyring = f->k,
		.arena = arena,
		.now = { NOW },
		.public_url = S("https://vigie.example") };

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
