/*
 * Two who decide at once make one decision: two processes on two connections, many
 * rounds, on both engines; the deed is done once, by the one that the row names.
 */
#include "tests/unit.h"

#include "incident/sample.h"

#include "incident/decision.h"
#include "incident/desk.h"
#include "incident/seal.h"

#define ROUNDS 12

struct cast {
	int64_t analyst, twin, duty, lead;
};

static struct cast
people(struct fixture *f)
{
	struct cast c;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	c.analyst = sample_person(f, ROLE_ANALYST, "Anne");
	c.twin = sample_person(f, ROLE_LEAD, "ANNE"); /* the same person's other account */
	c.duty = sample_person(f, ROLE_DUTY, "Bruno");
	c.lead = sample_person(f, ROLE_LEAD, "Claire");
	EXPECT_INT(db_commit(f->db), OK);
	return c;
}

static int64_t
significant(struct act *act)
{
	struct stored_report s;
	struct incident in;

	sample_draft(act, &s);
	sample_receive(act, &s, &in);
	in.qualified_at = (struct moment){ NOW };
	in.significant.s = S("oui");
	in.workflow.s = S("A_CLORE");
	EXPECT_INT(incident_save(act, &in, "incident.test", S("")), OK);
	in.close_reason.s = S("resolu");
	in.closing_report = S("Fini");
	EXPECT_INT(close_save(act, &in, &s), OK);
	EXPECT(act->asked.n > 0);
	EXPECT_STR(in.workflow.s, "A_CLORE");
	return s.incident;
}

/* ==== The rules ==== */

static void
rules(struct fixture *f)
{
	struct cast c = people(f);
	struct act act = act_as(f, c.analyst, role_code(ROLE_ANALYST));
	struct incident in;
	struct decision d;
	int64_t id;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	id = significant(&act);
	EXPECT_INT(incident_load(&act, id, &in), OK);
	EXPECT_INT(decision_by_reference(&act, act.asked, &d), OK);
	EXPECT_INT(decision_ask(&act, &in, "close_significant", S(""), S(""), S("")), CONFLICT);
	EXPECT_INT(db_commit(f->db), OK);
	/* Nobody on their own, not even from another account or role. */
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_as(f, c.analyst, role_code(ROLE_LEAD));
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_as(f, c.twin, role_code(ROLE_LEAD));
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_as(f, c.lead, role_code(ROLE_FSSI)); /* no role of the second's */
	EXPECT_INT(decision_approve(&act, &d, in.version, S("")), FORBIDDEN);
	act = act_as(f, c.lead, role_code(ROLE_LEAD));
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
	struct act act = act_as(f, account, role_code(role));
	struct decision d;
	enum outcome o = db_begin(db, TXN_WRITE);

	act.db = db;
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
		struct act act = act_as(f, c.analyst, role_code(ROLE_ANALYST));
		struct incident in;
		int64_t id;
		int one, two;

		EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
		id = significant(&act);
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
