/*
 * Two who decide at once make one decision: two processes on two connections, many
 * rounds, on both engines; the deed is done once, by the one that the row names.
 */
#include "tests/unit.h"

#include "store/fixture.h"

#include "incident/decision.h"
#include "incident/desk.h"
#include "incident/seal.h"

#define NOW 1700000000
#define ROUNDS 12

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
person(struct fixture *f, enum role role, const char *name)
{
	struct account acc = { .email = arena_printf(arena, "%s-%d@vigie.example", name, role),
		.name = str_of(name),
		.role = { role_code(role) },
		.created = { NOW },
		.last_seen = MOMENT_NONE };

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("cheval-agrafe-pile"), S(""), arena), OK);
	return acc.id;
}

struct cast {
	int64_t analyst, twin, duty, lead;
};

static struct cast
people(struct fixture *f)
{
	struct cast c;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	c.analyst = person(f, ROLE_ANALYST, "Anne");
	c.twin = person(f, ROLE_LEAD, "ANNE"); /* the same person's other account */
	c.duty = person(f, ROLE_DUTY, "Bruno");
	c.lead = person(f, ROLE_LEAD, "Claire");
	EXPECT_INT(db_commit(f->db), OK);
	return c;
}

static int64_t
significant(struct fixture *f, struct act *act)
{
	struct stored_report s;
	struct incident in;

	EXPECT_INT(report_draft(act, S("portail"), &s), OK);
	s.r.org_name = S("Valmont");
	s.r.org_type.s = S("ES");
	s.r.department.s = S("59");
	s.r.reporter_last_name = S("Durand");
	s.r.reporter_phone = S("0699887766");
	s.r.description = S("x");
	s.r.detected_at = (struct moment){ NOW - 3600 };
	EXPECT_INT(report_save(act, &s), OK);
	EXPECT_INT(report_submit(act, &s), OK);
	EXPECT_INT(incident_load(act, s.incident, &in), OK);
	in.qualified_at = (struct moment){ NOW };
	in.significant.s = S("oui");
	in.workflow.s = S("A_CLORE");
	EXPECT_INT(incident_save(act, &in, "incident.test", S("")), OK);
	in.close_reason.s = S("resolu");
	in.closing_report = S("Fini");
	EXPECT_INT(close_save(act, &in, &s), OK);
	EXPECT(act->asked.n > 0);
	EXPECT_STR(in.workflow.s, "A_CLORE");
	(void)f;
	return s.incident;
}

/* ==== The rules ==== */

static void
rules(struct fixture *f)
{
	struct cast c = people(f);
	struct act act = act_on(f, f->db, c.analyst, ROLE_ANALYST);
	struct incident in;
	struct decision d;
	int64_t id;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	id = significant(f, &act);
	EXPECT_INT(incident_load(&act, id, &in), OK);
	EXPECT_INT(decision_by_reference(&act, act.asked, &d), OK);
	EXPECT_INT(decision_ask(&act, &in, "close_significant", S(""), S(""), S("")), CONFLICT);
	EXPECT_INT(db_commit(f->db), OK);
	/* Nobody on their own, not even from another account or role. */
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_on(f, f->db, c.analyst, ROLE_LEAD);
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_on(f, f->db, c.twin, ROLE_LEAD);
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_on(f, f->db, c.lead, ROLE_FSSI); /* no role of the second's */
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_on(f, f->db, c.lead, ROLE_LEAD);
	EXPECT_INT(decision_refuse(&act, &d, S("")), INVALID);
	EXPECT_INT(decision_withdraw(&act, &d), FORBIDDEN);
	db_rollback(f->db);
	/* Of a file that is not what was seen: nothing is done. */
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(decision_approve(&act, &d, in.version - 1, S("")), CONFLICT);
	db_rollback(f->db);
	EXPECT_INT(fixture_count(f->db, "select count(*) from decision where state = 'asked'"), 1);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(decision_approve(&act, &d, in.version, S("Oui")), OK);
	EXPECT_INT(incident_load(&act, id, &in), OK);
	EXPECT_STR(in.workflow.s, "CLOS");
	EXPECT_STR(in.closing_report, "Fini");
	EXPECT_INT(decision_approve(&act, &d, in.version, S("Oui")), CONFLICT);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(one_asks_and_another_decides)
{
	each_engine(rules);
}

/* ==== At once ==== */

static int
race_one(struct fixture *f, struct str reference, int64_t version, int64_t account, enum role role)
{
	struct db *db = fixture_open(f);
	struct act act = act_on(f, db, account, role);
	struct decision d;
	enum outcome o = db_begin(db, TXN_WRITE);

	if (o == OK)
		o = decision_by_reference(&act, reference, &d);
	if (o == OK)
		o = decision_approve(&act, &d, version, S("Oui"));
	if (o == OK)
		o = trail_write(db, act.trail);
	if (db_in_transaction(db))
		o = db_end(db, o);
	db_close(db);
	return (int)o;
}

static int
forked(struct fixture *f, struct str reference, int64_t version, int64_t account, enum role role)
{
	pid_t child = fork();

	if (child == 0)
		_exit(race_one(f, reference, version, account, role));
	return (int)child;
}

static int
ended(int child)
{
	int status = 0;

	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
races(struct fixture *f)
{
	struct cast c = people(f);

	for (int i = 0; i < ROUNDS; i++) {
		struct act act = act_on(f, f->db, c.analyst, ROLE_ANALYST);
		struct incident in;
		int64_t id;
		int one, two;

		EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
		id = significant(f, &act);
		EXPECT_INT(incident_load(&act, id, &in), OK);
		EXPECT_INT(trail_write(f->db, act.trail), OK);
		EXPECT_INT(db_commit(f->db), OK);
		one = forked(f, act.asked, in.version, c.duty, ROLE_DUTY);
		two = forked(f, act.asked, in.version, c.lead, ROLE_LEAD);
		one = ended(one);
		two = ended(two);
		EXPECT((one == OK && two == CONFLICT) || (one == CONFLICT && two == OK));
	}
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from decision where state = 'approved'"), ROUNDS);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from state_change where after = 'CLOS'"), ROUNDS);
}

TEST(two_at_once_make_one_decision)
{
	each_engine(races);
}

UNIT_MAIN(one_asks_and_another_decides, two_at_once_make_one_decision)
