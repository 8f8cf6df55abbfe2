/*
 * Legal deadlines: each row of data/deadline.tsv firing and not firing; hours
 * across the changes of the clock, months at their ends, the structure's own
 * calendar overseas; and, on both engines, facts that change and change back.
 */
#include "base/table.h"
#include "tests/unit.h"

#define NOW 1772355600 /* 2026-03-01T09:00:00Z */

#include "incident/deadline.h"
#include "incident/sample.h"

/* ==== The rule ==== */

static struct moment
at(const char *text)
{
	struct moment m = MOMENT_NONE;

	if (*text)
		EXPECT(moment_parse(str_of(text), &m));
	return m;
}

/* "origin=malveillante nis_status=ose": a report with these answers. */
static void
tell(struct report *r, const char *answers)
{
	struct str rest = str_of(answers);

	while (rest.n) {
		struct str value = str_cut(&rest, ' '), name = str_cut(&value, '=');
		const struct field *f = field_find(report_fields, name);
		const char *error = NULL;

		EXPECT(f && field_set(f, r, value, arena, &error));
	}
}

static struct report
told(const char *answers)
{
	struct report r;

	field_clear(report_fields, &r);
	tell(&r, answers);
	return r;
}

static const struct {
	const char *code, *answers;
	const char *high_risk, *notified; /* instants */
	bool nis2;
	enum truth owed;
} rows[] = {
	{ "DL_CSP", "", "", "", false, YES },
	{ "DL_CNIL", "impact_patient_data=oui", "", "", false, YES },
	{ "DL_CNIL", "data_kinds=personnel impact_data=divulgation", "", "", false, YES },
	{ "DL_CNIL", "impact_patient_data=non data_kinds=techniques impact_data=perte", "", "",
	    false, NO },
	{ "DL_CNIL", "impact_patient_data=non data_kinds=personnel impact_data=aucun", "", "",
	    false, NO },
	{ "DL_CNIL", "impact_patient_data=nsp", "", "", false, UNKNOWN },
	{ "DL_PERSONNES", "", "2026-03-01T10:00:00Z", "", false, YES },
	{ "DL_PERSONNES", "impact_patient_data=oui", "", "", false, NO },
	{ "DL_NIS2_24", "nis_status=essentielle", "", "", true, YES },
	{ "DL_NIS2_24", "nis_status=importante", "", "", true, YES },
	{ "DL_NIS2_24", "nis_status=essentielle", "", "", false, NO },
	{ "DL_NIS2_24", "nis_status=aucun", "", "", true, NO },
	{ "DL_NIS2_24", "nis_status=nsp", "", "", true, UNKNOWN },
	{ "DL_NIS2_72", "nis_status=essentielle", "", "", true, YES },
	{ "DL_NIS2_72", "nis_status=ose", "", "", true, NO },
	{ "DL_NIS2_1M", "nis_status=essentielle", "", "2026-03-04T10:00:00Z", true, YES },
	{ "DL_NIS2_1M", "nis_status=essentielle", "", "", true, NO },
	{ "DL_OSE", "nis_status=ose", "", "", false, YES },
	{ "DL_OSE", "nis_status=importante", "", "", false, NO },
	{ "DL_PLAINTE", "origin=malveillante", "", "", false, YES },
	{ "DL_PLAINTE", "origin=non_malveillante", "", "", false, NO },
	{ "DL_PLAINTE", "origin=inconnue", "", "", false, NO },
	{ "DL_ANSM", "systems=messagerie|dispositif_medical", "", "", false, YES },
	{ "DL_ANSM", "systems=messagerie", "", "", false, NO },
};

static size_t
row_of(const char *code)
{
	size_t row = table_find(table_get("deadline"), "code", str_of(code));

	EXPECT(row != NOT_FOUND_ROW);
	return row;
}

TEST(each_row_is_owed_when_it_must_be)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct report r = told(rows[i].answers);
		struct rule_facts rule;
		struct deadline_facts f = { .rule = &rule,
			.detection = at("2026-03-01T09:00:00Z"),
			.awareness = at("2026-03-01T09:00:00Z"),
			.high_risk = at(rows[i].high_risk),
			.notified = at(rows[i].notified),
			.zone = ZONE_PARIS,
			.nis2 = rows[i].nis2 };

		rule_facts(&rule, &r, NULL, false, at("2026-03-02T09:00:00Z"));
		if (deadline_rule(row_of(rows[i].code), &f).owed != rows[i].owed)
			printf("%s: %s\n", rows[i].code, rows[i].answers), EXPECT(false);
	}
}

/* From, to: hours are hours, a month is of the structure's calendar. */
static const struct {
	const char *code, *from, *due;
	enum zone zone;
} delays[] = {
	/* Spring: the night of 29 March 2026 has 23 hours on the clock, autumn's 25. */
	{ "DL_CNIL", "2026-03-28T11:00:00Z", "2026-03-31T11:00:00Z", ZONE_PARIS },
	{ "DL_CNIL", "2026-10-24T10:00:00Z", "2026-10-27T10:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_24", "2026-03-28T23:30:00Z", "2026-03-29T23:30:00Z", ZONE_PARIS },
	{ "DL_PLAINTE", "2024-02-27T08:00:00Z", "2024-03-01T08:00:00Z", ZONE_PARIS },
	{ "DL_PLAINTE", "2026-12-30T08:00:00Z", "2027-01-02T08:00:00Z", ZONE_PARIS },
	{ "DL_OSE", "2026-12-30T08:00:00Z", "", ZONE_PARIS },
	/* 31/01 + 1 month; leap year; the time of day stays when summer time begins. */
	{ "DL_NIS2_1M", "2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2024-01-31T10:00:00Z", "2024-02-29T10:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2026-03-15T10:00:00Z", "2026-04-15T09:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2026-10-15T09:00:00Z", "2026-11-15T10:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2026-08-31T10:00:00Z", "2026-09-30T10:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2026-12-31T10:00:00Z", "2027-01-31T10:00:00Z", ZONE_PARIS },
	/* It is February already in La Réunion, still January in Paris and Guadeloupe. */
	{ "DL_NIS2_1M", "2026-01-31T22:00:00Z", "2026-02-28T22:00:00Z", ZONE_REUNION },
	{ "DL_NIS2_1M", "2026-01-31T22:00:00Z", "2026-02-28T22:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2026-02-28T21:00:00Z", "2026-03-31T21:00:00Z", ZONE_REUNION },
	{ "DL_NIS2_1M", "2026-02-28T21:00:00Z", "2026-03-28T21:00:00Z", ZONE_PARIS },
	{ "DL_NIS2_1M", "2026-03-01T02:00:00Z", "2026-03-29T02:00:00Z", ZONE_ANTILLES },
	{ "DL_CNIL", "2026-03-28T11:00:00Z", "2026-03-31T11:00:00Z", ZONE_CALEDONIE },
};

TEST(delays_cross_clock_changes_and_month_ends)
{
	for (size_t i = 0; i < sizeof delays / sizeof delays[0]; i++) {
		struct report r =
		    told("origin=malveillante impact_patient_data=oui nis_status=ose");
		struct moment from = at(delays[i].from);
		struct rule_facts rule;
		struct deadline_facts f = { &rule, from, from, from, from, delays[i].zone, true };

		rule_facts(&rule, &r, NULL, false, from);
		EXPECT_STR(moment_rfc3339(arena, deadline_rule(row_of(delays[i].code), &f).due),
		    delays[i].due);
	}
}

/* ==== What is written down ==== */

TEST(an_answer_is_refused_where_it_is_wrong)
{
	struct deadline d = { .start_at = at("2026-03-01T09:00:00Z"),
		.due_at = at("2026-03-04T09:00:00Z"),
		.state = { S("open") } };
	struct deadline_answer a = { .deadline_answer = { S("done") }, .done_at = MOMENT_NONE };
	struct moment now = at("2026-03-05T09:00:00Z");
	const char *key = NULL;

	EXPECT(deadline_wrong(&d, &a, now, &key) == &deadline_done_at);
	EXPECT_STR(str_of(key), "error.deadline_done_at");
	a.done_at = at("2026-03-05T09:06:00Z");
	EXPECT(deadline_wrong(&d, &a, now, &key) == &deadline_done_at);
	EXPECT_STR(str_of(key), "error.future");
	a.done_at = at("2026-03-01T08:59:59Z");
	EXPECT(deadline_wrong(&d, &a, now, &key) == &deadline_done_at);
	EXPECT_STR(str_of(key), "error.deadline_before_start");
	a.done_at = d.start_at;
	EXPECT(deadline_wrong(&d, &a, now, &key) == NULL);
	a.deadline_answer.s = S("not_applicable");
	EXPECT(deadline_wrong(&d, &a, now, &key) == &deadline_reason);
	a.deadline_reason = S("Aucune donnée");
	EXPECT(deadline_wrong(&d, &a, now, &key) == NULL);
}

TEST(late_is_after_the_last_instant)
{
	struct deadline d = {
		.state = { S("open") }, .due_at = at("2026-03-04T09:00:00Z"), .done_at = MOMENT_NONE
	};

	EXPECT(!deadline_late(&d, d.due_at));
	EXPECT(deadline_late(&d, at("2026-03-04T09:00:01Z")));
	d.state.s = S("done");
	d.done_at = at("2026-03-04T09:00:00Z");
	EXPECT(!deadline_late(&d, at("2026-04-01T09:00:00Z")));
	d.done_at.s++;
	EXPECT(deadline_late(&d, at("2026-04-01T09:00:00Z")));
	d.state.s = S("excused");
	EXPECT(!deadline_late(&d, at("2026-04-01T09:00:00Z")));
	d.state.s = S("open");
	d.due_at = MOMENT_NONE;
	EXPECT(!deadline_late(&d, at("2026-04-01T09:00:00Z")));
}

/* ==== On both engines ==== */

static struct act
act_on(struct fixture *f, int64_t later)
{
	struct act act = act_as(f, 0, S("analyst"));

	act.now.s += later;
	return act;
}

static void
received(struct act *act, const char *answers, struct stored_report *s, struct incident *in)
{
	sample_draft(act, s);
	tell(&s->r, answers);
	sample_receive(act, s, in);
}

static struct str
states(struct act *act, const struct incident *in)
{
	struct deadline *list = NULL;
	struct str text = { NULL, 0 };
	size_t n = 0;

	EXPECT_INT(deadline_list(act, in, &list, &n), OK);
	for (size_t i = 0; i < n; i++)
		text = arena_printf(arena, "%.*s%s%.*s=%.*s", PS(text), i ? " " : "",
		    PS(list[i].code.s), PS(list[i].state.s));
	return text;
}

/* Facts come, go and come back: nothing is lost, nothing is doubled, a decision of
 * a person stays. */
static void
facts_change(struct fixture *f)
{
	struct act act = act_on(f, 0);
	struct deadline_answer done = { { S("done") }, { NOW }, S("CNIL-4711"), { NULL, 0 } };
	struct stored_report s;
	struct incident in;
	struct deadline d;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	received(&act, "origin=malveillante impact_patient_data=oui", &s, &in);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_CNIL=open DL_PLAINTE=open");
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from deadline_event"), 3);

	/* Not known any more: what was owed stays owed. */
	s.r.origin.s = (struct str){ NULL, 0 };
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_CNIL=open DL_PLAINTE=open");
	s.r.origin.s = S("non_malveillante");
	s.r.impact_patient_data.s = S("non");
	s.r.data_kinds.s = S("techniques");
	s.r.impact_data.s = S("aucun");
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_CNIL=withdrawn DL_PLAINTE=withdrawn");
	s.r.impact_patient_data.s = S("oui");
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_CNIL=open DL_PLAINTE=withdrawn");

	EXPECT_INT(deadline_find(&act, &in, S("DL_CNIL"), &d), OK);
	EXPECT_INT(deadline_record(&act, &in, &s, &d, &done), OK);
	EXPECT_INT(deadline_record(&act, &in, &s, &d, &done), CONFLICT);
	db_rollback(f->db);
}

TEST(facts_that_change_back_lose_nothing)
{
	each_engine(facts_change);
}

/* What is done stays done when the facts go away; its dates follow the awareness. */
static void
done_stays(struct fixture *f)
{
	struct act act = act_on(f, 7200);
	struct deadline_answer done = { { S("done") }, { NOW + 60 }, S("PLANTED-REF"),
		S("PLANTED") };
	struct deadline_given given = { .aware_at = { NOW }, .high_risk = { S("oui") } };
	struct stored_report s;
	struct incident in;
	struct deadline d;

	given.high_risk_at = MOMENT_NONE;
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	received(&act, "impact_patient_data=oui", &s, &in);
	EXPECT_INT(deadline_find(&act, &in, S("DL_CNIL"), &d), OK);
	EXPECT_INT(deadline_record(&act, &in, &s, &d, &done), OK);
	s.r.impact_patient_data.s = S("non");
	s.r.data_kinds.s = S("techniques");
	s.r.impact_data.s = S("aucun");
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_CNIL=done");
	s.r.impact_patient_data.s = S("oui");
	EXPECT_INT(deadline_give(&act, &in, &s, &given), OK);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_CNIL=done DL_PERSONNES=open");
	EXPECT_INT(deadline_find(&act, &in, S("DL_CNIL"), &d), OK);
	EXPECT_INT(d.start_at.s, NOW);
	EXPECT_INT(d.due_at.s, NOW + 72 * 3600);
	EXPECT_STR(d.reference, "PLANTED-REF");
	EXPECT_INT(fixture_count(f->db, "select start_at from deadline where code = "
					"'DL_PERSONNES'"),
	    NOW + 7200);
	EXPECT_INT(trail_write(f->db, act.trail), OK);
	EXPECT_INT(db_commit(f->db), OK);
	/* Reference and reason are sealed. */
	EXPECT_INT(fixture_count(f->db, "select count(*) from deadline where body is null and "
					"code = 'DL_CNIL'"),
	    0);
}

TEST(what_is_done_stays_done)
{
	each_engine(done_stays);
}

/* NIS 2: nothing before it is law; the report a month after the notification, gone
 * when the notification was not sent after all. */
static void
nis2(struct fixture *f)
{
	struct act act = act_on(f, 86400);
	struct deadline_answer a = { { S("done") }, { NOW + 60 }, { NULL, 0 }, S("Envoyée") };
	struct stored_report s;
	struct incident in;
	struct deadline d;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	received(&act, "nis_status=essentielle", &s, &in);
	EXPECT_STR(states(&act, &in), "DL_CSP=done");
	incident_settings.nis2 = true;
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_NIS2_24=open DL_NIS2_72=open");
	EXPECT_INT(deadline_find(&act, &in, S("DL_NIS2_72"), &d), OK);
	EXPECT_INT(deadline_record(&act, &in, &s, &d, &a), OK);
	EXPECT_STR(
	    states(&act, &in), "DL_CSP=done DL_NIS2_24=open DL_NIS2_72=done DL_NIS2_1M=open");
	EXPECT_INT(deadline_find(&act, &in, S("DL_NIS2_72"), &d), OK);
	a.deadline_answer.s = S("open");
	EXPECT_INT(deadline_record(&act, &in, &s, &d, &a), OK);
	EXPECT_STR(
	    states(&act, &in), "DL_CSP=done DL_NIS2_24=open DL_NIS2_72=open DL_NIS2_1M=withdrawn");
	incident_settings.nis2 = false;
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_STR(states(&act, &in),
	    "DL_CSP=done DL_NIS2_24=withdrawn DL_NIS2_72=withdrawn DL_NIS2_1M=withdrawn");
	db_rollback(f->db);
}

TEST(nis2_waits_for_its_switch_and_its_notification)
{
	each_engine(nis2);
}

/* A complaint that the declaration tells is done on its day. */
static void
declared(struct fixture *f)
{
	struct act act = act_on(f, 0);
	struct stored_report s;
	struct incident in;
	struct deadline d;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	received(
	    &act, "origin=malveillante nis_status=ose told_anssi=n-12 complaint=prevue", &s, &in);
	EXPECT_STR(states(&act, &in), "DL_CSP=done DL_OSE=done DL_PLAINTE=open");
	s.r.complaint.s = S("deposee");
	s.r.complaint_at = (struct moment){ NOW - 60 };
	EXPECT_INT(deadline_refresh(&act, &in, &s), OK);
	EXPECT_INT(deadline_find(&act, &in, S("DL_PLAINTE"), &d), OK);
	EXPECT_STR(d.state.s, "done");
	EXPECT_INT(d.done_at.s, NOW - 60);
	EXPECT_INT(deadline_find(&act, &in, S("DL_OSE"), &d), OK);
	EXPECT_STR(d.reference, "n-12");
	db_rollback(f->db);
}

TEST(what_the_declaration_tells_is_done)
{
	each_engine(declared);
}

UNIT_MAIN(each_row_is_owed_when_it_must_be, delays_cross_clock_changes_and_month_ends,
    an_answer_is_refused_where_it_is_wrong, late_is_after_the_last_instant,
    facts_that_change_back_lose_nothing, what_is_done_stays_done,
    nis2_waits_for_its_switch_and_its_notification, what_the_declaration_tells_is_done)
