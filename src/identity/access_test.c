/*
 * The whole matrix against a table written independently: for each cell of role,
 * object and action, exactly what is listed here is allowed, and nothing else.
 *
 * The list is written by object, not by role as access.c is, so that a slip of the
 * hand in one is not repeated in the other.
 */
#include "tests/unit.h"

#include "identity/identity.h"

#define R(role) (1u << ROLE_##role)
#define CELL (R(ANALYST) | R(DUTY) | R(LEAD))
#define STRUCTURE (R(CORRESPONDENT) | R(DIRECTOR))
#define MEMBERS ((1u << ROLE_COUNT) - 1 - R(VISITOR))

struct allowed {
	enum object object;
	enum action action;
	unsigned roles;
	enum condition when;
};

static const struct allowed allowed[] = {
	{ OBJECT_FILE, ACTION_READ, CELL | R(FSSI), ALWAYS },
	{ OBJECT_FILE, ACTION_LIST, CELL | R(FSSI), ALWAYS },
	{ OBJECT_FILE, ACTION_WRITE, CELL, ALWAYS },
	{ OBJECT_FILE, ACTION_CONFIRM, CELL, ALWAYS },
	{ OBJECT_FILE, ACTION_CLOSE, CELL, ALWAYS },
	{ OBJECT_FILE, ACTION_ASSIGN, R(ANALYST) | R(DUTY), OWN_SELF },
	{ OBJECT_FILE, ACTION_ASSIGN, R(LEAD), ALWAYS },
	{ OBJECT_FILE, ACTION_REOPEN, R(LEAD), ALWAYS },
	{ OBJECT_FILE, ACTION_HOLD, R(LEAD), ALWAYS },

	{ OBJECT_ACCESS, ACTION_READ, R(ANALYST) | R(DUTY), NAMED },
	{ OBJECT_ACCESS, ACTION_READ, R(LEAD) | R(FSSI), ALWAYS },
	{ OBJECT_ACCESS, ACTION_WRITE, R(LEAD) | R(FSSI), ALWAYS },
	{ OBJECT_ACCESS, ACTION_CREATE, R(DUTY), ALWAYS },
	{ OBJECT_DECISION, ACTION_READ, CELL | R(FSSI), ALWAYS },
	{ OBJECT_DECISION, ACTION_LIST, CELL | R(FSSI), ALWAYS },
	{ OBJECT_DECISION, ACTION_CREATE, CELL | R(FSSI), ALWAYS },
	{ OBJECT_DECISION, ACTION_CONFIRM, CELL | R(FSSI), ALWAYS },

	{ OBJECT_OWN_FILE, ACTION_READ, R(DECLARANT), OWN_REPORT },
	{ OBJECT_OWN_FILE, ACTION_WRITE, R(DECLARANT), OWN_REPORT },
	{ OBJECT_OWN_FILE, ACTION_READ, STRUCTURE, OWN_STRUCTURE },
	{ OBJECT_OWN_FILE, ACTION_LIST, STRUCTURE, OWN_STRUCTURE },
	{ OBJECT_OWN_FILE, ACTION_WRITE, STRUCTURE, OWN_STRUCTURE },
	{ OBJECT_OWN_FILE, ACTION_READ, R(DPO), PERSONAL_DATA },
	{ OBJECT_OWN_FILE, ACTION_LIST, R(DPO), PERSONAL_DATA },
	{ OBJECT_OWN_FILE, ACTION_WRITE, R(DPO), PERSONAL_DATA },

	{ OBJECT_CARD, ACTION_READ, CELL, ALWAYS },
	{ OBJECT_CARD, ACTION_LIST, CELL, ALWAYS },
	{ OBJECT_CARD, ACTION_READ, R(ARS), OWN_DESK_REGION },
	{ OBJECT_CARD, ACTION_LIST, R(ARS), OWN_DESK_REGION },
	{ OBJECT_CARD, ACTION_ACKNOWLEDGE, R(ARS), OWN_DESK_REGION },
	{ OBJECT_CARD, ACTION_READ, R(FSSI) | R(CORRUSS) | R(ANSSI) | R(ANSM) | R(ARMY), OWN_DESK },
	{ OBJECT_CARD, ACTION_LIST, R(FSSI) | R(CORRUSS) | R(ANSSI) | R(ANSM) | R(ARMY), OWN_DESK },
	{ OBJECT_CARD, ACTION_ACKNOWLEDGE, R(FSSI) | R(CORRUSS) | R(ANSSI) | R(ANSM) | R(ARMY),
	    OWN_DESK },

	{ OBJECT_TAKEOVER, ACTION_CREATE, R(ANSSI), OWN_DESK },
	{ OBJECT_TAKEOVER, ACTION_CLOSE, R(ANSSI), OWN_DESK },
	{ OBJECT_TAKEOVER, ACTION_CREATE, CELL, ALWAYS },
	{ OBJECT_TAKEOVER, ACTION_CLOSE, CELL, ALWAYS },
	{ OBJECT_CRISIS, ACTION_READ, CELL | R(FSSI), ALWAYS },
	{ OBJECT_CRISIS, ACTION_LIST, R(FSSI), ALWAYS },
	{ OBJECT_CRISIS, ACTION_WRITE, R(FSSI), ALWAYS },
	{ OBJECT_DEMAND, ACTION_READ, CELL | R(FSSI), ALWAYS },
	{ OBJECT_DEMAND, ACTION_CREATE, R(FSSI), ALWAYS },
	{ OBJECT_DEMAND, ACTION_CLOSE, R(FSSI), ALWAYS },
	{ OBJECT_DEMAND, ACTION_WRITE, CELL, ALWAYS },
	{ OBJECT_SECTOR_ALERT, ACTION_READ, R(LEAD), ALWAYS },
	{ OBJECT_SECTOR_ALERT, ACTION_LIST, R(LEAD), ALWAYS },

	{ OBJECT_DRAFT, ACTION_CREATE, R(VISITOR) | R(DECLARANT) | STRUCTURE | R(DPO) | R(PROVIDER),
	    ALWAYS },
	{ OBJECT_DRAFT, ACTION_READ, R(DECLARANT), OWN_REPORT },
	{ OBJECT_DRAFT, ACTION_WRITE, R(DECLARANT), OWN_REPORT },
	{ OBJECT_DRAFT, ACTION_READ, STRUCTURE | R(DPO) | R(PROVIDER), OWN_SELF },
	{ OBJECT_DRAFT, ACTION_LIST, STRUCTURE | R(DPO) | R(PROVIDER), OWN_SELF },
	{ OBJECT_DRAFT, ACTION_WRITE, STRUCTURE | R(DPO) | R(PROVIDER), OWN_SELF },

	{ OBJECT_PAPER, ACTION_CREATE, CELL | R(ARS), ALWAYS },
	{ OBJECT_PAPER, ACTION_READ, CELL | R(ARS), OWN_SELF },
	{ OBJECT_PAPER, ACTION_LIST, CELL | R(ARS), OWN_SELF },
	{ OBJECT_PAPER, ACTION_WRITE, CELL | R(ARS), OWN_SELF },

	{ OBJECT_LESSON, ACTION_READ, STRUCTURE | R(DPO) | CELL | R(FSSI) | R(ARS), ALWAYS },
	{ OBJECT_LESSON, ACTION_LIST, STRUCTURE | R(DPO) | CELL | R(FSSI) | R(ARS), ALWAYS },
	{ OBJECT_LESSON, ACTION_CLOSE, R(LEAD), ALWAYS },
	{ OBJECT_WATCH, ACTION_LIST, CELL, ALWAYS },
	{ OBJECT_WATCH, ACTION_WRITE, CELL, ALWAYS },

	{ OBJECT_PUBLICATION, ACTION_READ, CELL, ALWAYS },
	{ OBJECT_PUBLICATION, ACTION_LIST, CELL, ALWAYS },
	{ OBJECT_PUBLICATION, ACTION_CREATE, CELL, ALWAYS },
	{ OBJECT_PUBLICATION, ACTION_WRITE, CELL, ALWAYS },
	{ OBJECT_PUBLICATION, ACTION_CONFIRM, CELL, ALWAYS },
	{ OBJECT_PUBLICATION, ACTION_CLOSE, R(LEAD), ALWAYS },
	{ OBJECT_GREEN, ACTION_READ,
	    STRUCTURE | R(DPO) | CELL | R(AUDITOR_SURVEILLANCE) | R(FSSI) | R(ARS) | R(CORRUSS) |
		R(ANSSI) | R(ANSM) | R(ARMY) | R(PROVIDER),
	    ALWAYS },
	{ OBJECT_AMBER, ACTION_READ,
	    STRUCTURE | CELL | R(AUDITOR_SURVEILLANCE) | R(FSSI) | R(ARS) | R(CORRUSS) | R(ANSSI) |
		R(ANSM) | R(ARMY),
	    ALWAYS },
	{ OBJECT_STRICT, ACTION_READ, R(CORRESPONDENT) | CELL | R(AUDITOR_SURVEILLANCE) | R(FSSI),
	    ALWAYS },

	{ OBJECT_STRUCTURE, ACTION_READ, CELL | R(AUDITOR_SURVEILLANCE) | R(FSSI) | R(ADMIN),
	    ALWAYS },
	{ OBJECT_STRUCTURE, ACTION_LIST, CELL | R(AUDITOR_SURVEILLANCE) | R(FSSI) | R(ADMIN),
	    ALWAYS },
	{ OBJECT_STRUCTURE, ACTION_WRITE, CELL, ALWAYS },
	{ OBJECT_STRUCTURE, ACTION_READ, STRUCTURE | R(DPO), OWN_STRUCTURE },
	{ OBJECT_STRUCTURE, ACTION_WRITE, STRUCTURE, OWN_STRUCTURE },
	{ OBJECT_STRUCTURE, ACTION_READ, R(ARS), OWN_REGION },
	{ OBJECT_STRUCTURE, ACTION_LIST, R(ARS), OWN_REGION },

	{ OBJECT_ACCOUNT, ACTION_READ, MEMBERS, OWN_SELF },
	{ OBJECT_ACCOUNT, ACTION_WRITE, MEMBERS, OWN_SELF },
	{ OBJECT_ACCOUNT, ACTION_LIST, R(ADMIN), ALWAYS },
	{ OBJECT_ACCOUNT, ACTION_CREATE, R(ADMIN), ALWAYS },
	{ OBJECT_ACCOUNT, ACTION_CLOSE, R(ADMIN), ALWAYS },
	{ OBJECT_ACCOUNT, ACTION_REOPEN, R(ADMIN), ALWAYS },

	{ OBJECT_CALL, ACTION_READ, CELL | R(FSSI), ALWAYS },
	{ OBJECT_CALL, ACTION_LIST, CELL | R(FSSI), ALWAYS },
	{ OBJECT_CALL, ACTION_ACKNOWLEDGE, CELL, ALWAYS },
	{ OBJECT_CALL, ACTION_ACKNOWLEDGE, R(FSSI), OWN_DESK },
	{ OBJECT_CALL, ACTION_CLOSE, CELL, ALWAYS },
	{ OBJECT_CALL, ACTION_CLOSE, R(FSSI), OWN_DESK },
	{ OBJECT_ROTA, ACTION_READ, CELL, ALWAYS },
	{ OBJECT_ROTA, ACTION_LIST, CELL, ALWAYS },
	{ OBJECT_ROTA, ACTION_CREATE, CELL, ALWAYS },
	{ OBJECT_ROTA, ACTION_WRITE, R(LEAD), ALWAYS },

	{ OBJECT_JOURNAL, ACTION_READ, R(JOURNAL_AUDITOR), ALWAYS },
	{ OBJECT_JOURNAL, ACTION_LIST, R(JOURNAL_AUDITOR), ALWAYS },
	{ OBJECT_INSTANCE, ACTION_READ, R(ADMIN), ALWAYS },
	{ OBJECT_INSTANCE, ACTION_LIST, R(ADMIN), ALWAYS },
	{ OBJECT_INSTANCE, ACTION_WRITE, R(ADMIN), ALWAYS },
};

/* *ret_n: how many lines speak of the cell; two would contradict each other. */
static enum condition
expected(enum role r, enum object o, enum action a, int *ret_n)
{
	enum condition when = NEVER;

	*ret_n = 0;
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (allowed[i].object == o && allowed[i].action == a &&
		    (allowed[i].roles & 1u << r)) {
			when = allowed[i].when;
			(*ret_n)++;
		}
	return when;
}

TEST(every_cell_of_the_matrix)
{
	for (enum role r = 0; r < ROLE_COUNT; r++)
		for (enum object o = 0; o <= OBJECT_COUNT; o++)
			for (enum action a = 0; a <= ACTION_COUNT; a++) {
				int lines;
				enum condition when = expected(r, o, a, &lines);

				if (access_condition(r, o, a) != when || lines > 1)
					printf("role %d, object %d, action %d:\n", r, o, a);
				EXPECT_INT(access_condition(r, o, a), when);
				EXPECT(lines <= 1);
			}
}

TEST(what_no_role_has_is_refused)
{
	EXPECT_INT(access_condition(ROLE_COUNT, OBJECT_FILE, ACTION_READ), NEVER);
	EXPECT_INT(access_condition((enum role)999, OBJECT_FILE, ACTION_READ), NEVER);
	EXPECT_INT(access_condition(ROLE_LEAD, OBJECT_FILE, (enum action)40), NEVER);
}

/* ==== Conditions over the facts of one object ==== */

static bool
may(struct member m, enum object o, enum action a, struct facts f)
{
	return access_may(&m, o, a, &f);
}

static const struct member ars = { .account = 1, .role = ROLE_ARS, .region = STR_INIT("53") };
static const struct member corruss = { .account = 2, .role = ROLE_CORRUSS };
static const struct member ciso = { .account = 3, .role = ROLE_CORRESPONDENT, .structure = 7 };
static const struct member dpo = { .account = 4, .role = ROLE_DPO, .structure = 7 };
static const struct member analyst = { .account = 5, .role = ROLE_ANALYST };
static const struct member lead = { .account = 6, .role = ROLE_LEAD };
static const struct member fssi = { .account = 7, .role = ROLE_FSSI };
static const struct member declarant = { .role = ROLE_DECLARANT, .report = 9 };

TEST(a_card_is_for_its_desk_and_region)
{
	struct facts card = { .desk = ROLE_ARS, .region = S("53") };

	EXPECT(may(ars, OBJECT_CARD, ACTION_READ, card));
	EXPECT(may(ars, OBJECT_CARD, ACTION_ACKNOWLEDGE, card));
	EXPECT(!may(corruss, OBJECT_CARD, ACTION_READ, card));
	EXPECT(!may(fssi, OBJECT_CARD, ACTION_ACKNOWLEDGE, card));
	card.region = S("11");
	EXPECT(!may(ars, OBJECT_CARD, ACTION_READ, card));
	card.region = S("");
	EXPECT(!may(ars, OBJECT_CARD, ACTION_READ, card));
	card = (struct facts){ .desk = ROLE_CORRUSS, .region = S("53") };
	EXPECT(may(corruss, OBJECT_CARD, ACTION_READ, card));
	EXPECT(!may(ars, OBJECT_CARD, ACTION_READ, card));
}

TEST(an_ars_without_region_sees_no_region)
{
	struct member none = { .account = 1, .role = ROLE_ARS };

	EXPECT(!may(none, OBJECT_CARD, ACTION_READ, (struct facts){ .desk = ROLE_ARS }));
	EXPECT(!may(none, OBJECT_STRUCTURE, ACTION_READ, (struct facts){ 0 }));
}

TEST(authorities_never_see_the_file)
{
	static const enum role partner[] = { ROLE_ARS, ROLE_CORRUSS, ROLE_ANSSI, ROLE_ANSM,
		ROLE_ARMY, ROLE_ADMIN, ROLE_JOURNAL_AUDITOR, ROLE_AUDITOR_SURVEILLANCE };

	for (size_t i = 0; i < sizeof partner / sizeof partner[0]; i++)
		for (enum action a = 1; a < ACTION_COUNT; a++) {
			struct member m = { .account = 1,
				.role = partner[i],
				.region = S("53"),
				.structure = 7,
				.report = 9 };
			struct facts f = { .structure = 7,
				.region = S("53"),
				.report = 9,
				.account = 1,
				.desk = partner[i],
				.personal_data = true,
				.named = true };

			EXPECT(!may(m, OBJECT_FILE, a, f));
			EXPECT(!may(m, OBJECT_OWN_FILE, a, f));
		}
}

TEST(a_structure_sees_its_own_file)
{
	struct facts own = { .structure = 7 }, other = { .structure = 8 }, unknown = { 0 };

	EXPECT(may(ciso, OBJECT_OWN_FILE, ACTION_READ, own));
	EXPECT(!may(ciso, OBJECT_OWN_FILE, ACTION_READ, other));
	EXPECT(!may(ciso, OBJECT_OWN_FILE, ACTION_READ, unknown));
	EXPECT(!may(ciso, OBJECT_FILE, ACTION_READ, own));
	EXPECT(!may(dpo, OBJECT_OWN_FILE, ACTION_READ, own));
	own.personal_data = true;
	other.personal_data = true;
	EXPECT(may(dpo, OBJECT_OWN_FILE, ACTION_READ, own));
	EXPECT(!may(dpo, OBJECT_OWN_FILE, ACTION_READ, other));
}

TEST(what_is_zero_owns_nothing)
{
	struct member nowhere = { .account = 1, .role = ROLE_CORRESPONDENT };
	struct member nobody = { .role = ROLE_ANALYST };

	EXPECT(!may(nowhere, OBJECT_OWN_FILE, ACTION_READ, (struct facts){ 0 }));
	EXPECT(!may(nobody, OBJECT_ACCOUNT, ACTION_READ, (struct facts){ 0 }));
	EXPECT(!may(nobody, OBJECT_PAPER, ACTION_READ, (struct facts){ 0 }));
	EXPECT(!may((struct member){ .role = ROLE_DECLARANT }, OBJECT_OWN_FILE, ACTION_READ,
	    (struct facts){ 0 }));
}

TEST(a_declarant_sees_one_report)
{
	EXPECT(may(declarant, OBJECT_OWN_FILE, ACTION_WRITE, (struct facts){ .report = 9 }));
	EXPECT(!may(declarant, OBJECT_OWN_FILE, ACTION_READ, (struct facts){ .report = 10 }));
	EXPECT(!may(declarant, OBJECT_ACCOUNT, ACTION_READ, (struct facts){ .account = 0 }));
}

TEST(only_a_lead_assigns_others)
{
	EXPECT(may(analyst, OBJECT_FILE, ACTION_ASSIGN, (struct facts){ .account = 5 }));
	EXPECT(!may(analyst, OBJECT_FILE, ACTION_ASSIGN, (struct facts){ .account = 6 }));
	EXPECT(may(lead, OBJECT_FILE, ACTION_ASSIGN, (struct facts){ .account = 5 }));
	EXPECT(!may(analyst, OBJECT_FILE, ACTION_REOPEN, (struct facts){ 0 }));
	EXPECT(may(lead, OBJECT_FILE, ACTION_REOPEN, (struct facts){ 0 }));
}

TEST(sealed_means_named)
{
	struct facts sealed = { .sealed = true, .structure = 7, .report = 9 };

	EXPECT(!may(analyst, OBJECT_FILE, ACTION_READ, sealed));
	EXPECT(!may(lead, OBJECT_FILE, ACTION_READ, sealed));
	EXPECT(!may(ciso, OBJECT_OWN_FILE, ACTION_READ, sealed));
	EXPECT(!may(declarant, OBJECT_OWN_FILE, ACTION_READ, sealed));
	EXPECT(may(fssi, OBJECT_FILE, ACTION_READ, sealed));
	EXPECT(!may(fssi, OBJECT_FILE, ACTION_WRITE, sealed));
	sealed.named = true;
	EXPECT(may(analyst, OBJECT_FILE, ACTION_READ, sealed));
	EXPECT(may(declarant, OBJECT_OWN_FILE, ACTION_READ, sealed));
	EXPECT(!may(corruss, OBJECT_FILE, ACTION_READ, sealed));
}

TEST(the_list_of_a_sealed_file_is_for_those_on_it)
{
	struct facts open = { 0 }, sealed = { .sealed = true },
		     named = { .sealed = true, .named = true };

	EXPECT(!may(analyst, OBJECT_ACCESS, ACTION_READ, open));
	EXPECT(!may(analyst, OBJECT_ACCESS, ACTION_READ, sealed));
	EXPECT(may(analyst, OBJECT_ACCESS, ACTION_READ, named));
	EXPECT(!may(analyst, OBJECT_ACCESS, ACTION_WRITE, named));
	EXPECT(may(lead, OBJECT_ACCESS, ACTION_WRITE, open));
	EXPECT(!may(lead, OBJECT_ACCESS, ACTION_READ, sealed));
	EXPECT(may(fssi, OBJECT_ACCESS, ACTION_WRITE, sealed));
	EXPECT(!may(ciso, OBJECT_ACCESS, ACTION_READ, named));
}

/* Every role, sealed and not named, over every object that can be sealed. */
TEST(unnamed_nobody_but_the_fssi_does_anything)
{
	static const enum object object[] = { OBJECT_FILE, OBJECT_ACCESS, OBJECT_OWN_FILE,
		OBJECT_CARD, OBJECT_DECISION };

	for (enum role r = 0; r < ROLE_COUNT; r++)
		for (size_t i = 0; i < sizeof object / sizeof object[0]; i++)
			for (enum action a = 1; a < ACTION_COUNT; a++) {
				struct member m = { .account = 1,
					.role = r,
					.region = S("53"),
					.structure = 7,
					.report = 9 };
				struct facts f = { .structure = 7,
					.region = S("53"),
					.report = 9,
					.account = 1,
					.desk = r,
					.personal_data = true,
					.sealed = true };

				if (r != ROLE_FSSI)
					EXPECT(!may(m, object[i], a, f));
			}
}

/* ==== The dispatcher's question ==== */

static bool
route(const struct member *m, enum object o, enum action a)
{
	struct request *rq = arena_new_of(arena, struct request);

	rq->visitor.member = m;
	return identity_may(rq, RIGHT(o, a));
}

TEST(a_route_opens_where_some_condition_could_hold)
{
	struct member nowhere = { .account = 1, .role = ROLE_CORRESPONDENT };

	EXPECT(route(&ars, OBJECT_CARD, ACTION_LIST));
	EXPECT(!route(&ars, OBJECT_FILE, ACTION_READ));
	EXPECT(route(&ciso, OBJECT_OWN_FILE, ACTION_LIST));
	EXPECT(!route(&nowhere, OBJECT_OWN_FILE, ACTION_LIST));
	EXPECT(!route(&declarant, OBJECT_ACCOUNT, ACTION_READ));
	EXPECT(route(NULL, OBJECT_DRAFT, ACTION_CREATE));
	EXPECT(!route(NULL, OBJECT_ACCOUNT, ACTION_READ));
}

TEST(roles_of_the_staff_need_a_code)
{
	static const enum role without[] = { ROLE_VISITOR, ROLE_DECLARANT, ROLE_CORRESPONDENT,
		ROLE_DIRECTOR, ROLE_DPO, ROLE_RESEARCHER, ROLE_VENDOR, ROLE_PROVIDER };
	unsigned set = 0;

	for (size_t i = 0; i < sizeof without / sizeof without[0]; i++)
		set |= 1u << without[i];
	for (enum role r = 0; r < ROLE_COUNT; r++)
		EXPECT_INT(role_needs_totp(r), (set & 1u << r) == 0);
}

TEST(roles_have_codes)
{
	enum role r;

	EXPECT_STR(role_code(ROLE_VISITOR), "visitor");
	EXPECT_STR(role_code(ROLE_AUDITOR_SURVEILLANCE), "auditor_surveillance");
	EXPECT_STR(role_code(ROLE_PROVIDER), "provider");
	EXPECT(role_from_code(S("fssi"), &r) && r == ROLE_FSSI);
	EXPECT(!role_from_code(S("FSSI"), &r));
	EXPECT(!role_from_code(S(""), &r));
}

UNIT_MAIN(every_cell_of_the_matrix, what_no_role_has_is_refused, a_card_is_for_its_desk_and_region,
    an_ars_without_region_sees_no_region, authorities_never_see_the_file,
    a_structure_sees_its_own_file, what_is_zero_owns_nothing, a_declarant_sees_one_report,
    only_a_lead_assigns_others, sealed_means_named, the_list_of_a_sealed_file_is_for_those_on_it,
    unnamed_nobody_but_the_fssi_does_anything, a_route_opens_where_some_condition_could_hold,
    roles_of_the_staff_need_a_code, roles_have_codes)
