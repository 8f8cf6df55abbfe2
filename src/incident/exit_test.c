/*
 * Every exit against an independent reading of what may leave: each channel, marking,
 * consent and seal; then consents as they are given, changed and taken back.
 */
#include "tests/unit.h"

#include <string.h>

#include "incident/exit.h"
#include "incident/sample.h"

static const char *const tlp_table[] = { "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT",
	"TLP:RED", "" };
static const char *const lessons_table[] = { "", "non", "nsp", "anonymise", "nominatif" };
static const char *const indicators_table[] = { "", "non", "nsp", "oui" };
static const char *const channel_table[] = { "card_auto", "card", "mail", "export_reports",
	"statistics", "lesson", "lesson_members", "indicators_partners", "indicators_public",
	"report_cell", "report_structure", "timeline_cell", "timeline_structure", "piece_cell",
	"piece_structure", "card_piece", "observables_csv", "vendor_letter", "export_court", "api",
	"telepathy" };

/* To whom it is: what somebody holds already, or may know by name, leaves at any marking. */
static const char *const own_table[] = { "card", "mail", "report_structure", "timeline_structure",
	"piece_cell", "piece_structure", "card_piece", "export_court" };

#define N(table) (sizeof table / sizeof table[0])

static bool
own(const char *channel)
{
	for (size_t i = 0; i < N(own_table); i++)
		if (strcmp(own_table[i], channel) == 0)
			return true;
	return false;
}

/* Written by marking and not by channel as the table is. */
static bool
under(const char *channel, size_t tlp)
{
	bool red = tlp >= 4, strict = tlp == 3;

	if (strcmp(channel, "telepathy") == 0)
		return false;
	if (red)
		return own(channel) || strcmp(channel, "lesson_members") == 0;
	return !strict || strcmp(channel, "indicators_public") != 0;
}

static bool
agreed(const char *channel, const char *lessons, const char *indicators)
{
	if (strncmp(channel, "lesson", 6) == 0)
		return strcmp(lessons, "anonymise") == 0 || strcmp(lessons, "nominatif") == 0;
	return strncmp(channel, "indicators", 10) != 0 || strcmp(indicators, "oui") == 0;
}

static void
check(const char *channel, size_t tlp, const char *lessons, const char *indicators, bool sealed)
{
	struct exit_facts f = { .tlp = str_of(tlp_table[tlp]),
		.lessons = str_of(lessons),
		.indicators = str_of(indicators),
		.sealed = sealed };
	struct exit_answer a = exit_decide(&f, channel);
	bool may = under(channel, tlp) && agreed(channel, lessons, indicators) &&
		   (!sealed || own(channel));

	if (a.may != may)
		printf(
		    "%s %s '%s' '%s' %d:\n", channel, tlp_table[tlp], lessons, indicators, sealed);
	EXPECT_INT(a.may, may);
	EXPECT_INT(a.why == NULL, may);
	/* A lesson bears names only where the structure said so. */
	if (strncmp(channel, "lesson", 6) == 0)
		EXPECT_INT(a.anonymise, strcmp(lessons, "nominatif") != 0);
	if (strncmp(channel, "indicators", 10) == 0 || strcmp(channel, "telepathy") == 0)
		EXPECT(a.anonymise);
}

TEST(every_channel_marking_consent_and_seal)
{
	for (size_t c = 0; c < N(channel_table); c++)
		for (size_t t = 0; t < N(tlp_table); t++)
			for (size_t l = 0; l < N(lessons_table); l++)
				for (size_t i = 0; i < N(indicators_table); i++)
					for (int sealed = 0; sealed < 2; sealed++)
						check(channel_table[c], t, lessons_table[l],
						    indicators_table[i], sealed);
}

TEST(every_channel_of_the_table_is_tried)
{
	const struct vocab *v = vocab_get("exit");

	EXPECT_INT(v->n, N(channel_table) - 1);
	for (size_t i = 0; i < v->n; i++) {
		bool there = false;

		for (size_t c = 0; c < N(channel_table); c++)
			there = there || str_eq(v->item[i].code, str_of(channel_table[c]));
		EXPECT(there);
	}
}

/* ==== As they are kept ==== */

static void
declared(struct act *act, struct stored_report *s, struct incident *in)
{
	sample_draft(act, s);
	s->r.reporter_last_name = S("PLANTED");
	s->r.consent_lessons.s = S("anonymise");
	s->r.consent_indicators.s = S("nsp");
	sample_receive(act, s, in);
}

static struct str
now(struct act *act, const struct incident *in, const char *subject)
{
	struct consent c;

	EXPECT_INT(consent_of(act, in, subject, &c), OK);
	return c.answer;
}

static void
kept(struct fixture *f)
{
	struct act act = act_as(f, 0, S("visitor"));
	struct stored_report s;
	struct incident in;
	struct consent *list;
	struct exit_answer a;
	size_t n = 0;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	declared(&act, &s, &in);
	EXPECT_STR(now(&act, &in, "lessons"), "anonymise");
	EXPECT_STR(now(&act, &in, "indicators"), "non"); /* not known is no */
	EXPECT_INT(exit_may(&act, &in, "lesson", &a), OK);
	EXPECT(a.may && a.anonymise);
	EXPECT_INT(consent_give(&act, &in, "lessons", S("oui"), "portail", S("x")), INVALID);
	EXPECT_INT(consent_give(&act, &in, "lessons", S("nominatif"), "portail", S("Roux")), OK);
	EXPECT_INT(exit_may(&act, &in, "lesson", &a), OK);
	EXPECT(a.may && !a.anonymise);
	EXPECT_INT(consent_give(&act, &in, "lessons", S("non"), "papier", S("Roux")), OK);
	EXPECT_INT(exit_may(&act, &in, "lesson", &a), OK);
	EXPECT(!a.may);
	EXPECT_STR(str_of(a.why), "consent");
	/* What the declaration says again changes nothing; what it says anew does. */
	EXPECT_INT(consent_declared(&act, &in, &s.r), OK);
	EXPECT_STR(now(&act, &in, "lessons"), "non");
	s.r.consent_lessons.s = S("nominatif");
	EXPECT_INT(consent_declared(&act, &in, &s.r), OK);
	EXPECT_STR(now(&act, &in, "lessons"), "nominatif");
	EXPECT_INT(consent_list(&act, &in, &list, &n), OK);
	EXPECT_INT(n, 4);
	EXPECT_STR(list[1].given_by, "Roux");
	EXPECT_STR(list[1].channel.s, "papier");
	EXPECT(moment_known(list[1].ended_at) && !moment_known(list[0].ended_at));
	EXPECT(list[0].wording.n > 20);
	EXPECT_INT(db_commit(f->db), OK);
}

TEST(a_consent_is_dated_and_revocable)
{
	each_engine(kept);
}

UNIT_MAIN(every_channel_marking_consent_and_seal, every_channel_of_the_table_is_tried,
    a_consent_is_dated_and_revocable)
