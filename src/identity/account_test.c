/* Accounts, one-time links and recovery codes: what each lets happen, and once. */
#include "tests/unit.h"

#include <pthread.h>

#include "identity/private.h"
#include "store/fixture.h"

static struct moment
at(int64_t s)
{
	return (struct moment){ s };
}

static struct account
person(const char *email, enum role r)
{
	return (struct account){ .email = str_of(email),
		.name = S("Camille Le Goff"),
		.phone = S("+33199001234"),
		.role = { role_code(r) } };
}

/* ==== Accounts ==== */

static void
invited(struct fixture *f)
{
	struct account acc = person("Camille@Exemple.fr", ROLE_ARS), got;
	struct str secret;

	acc.region.s = S("53");
	EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), OK);
	EXPECT_INT(secret.n, 43);
	EXPECT_INT(account_by_email(f->db, f->k, S("camille@exemple.FR"), arena, &got), OK);
	EXPECT_INT(got.id, acc.id);
	EXPECT_STR(got.email, "Camille@Exemple.fr");
	EXPECT_STR(got.name, "Camille Le Goff");
	EXPECT_STR(got.phone, "+33199001234");
	EXPECT_STR(got.role.s, "ars");
	EXPECT_STR(got.region.s, "53");
	EXPECT_STR(got.state, "invited");
	EXPECT(!got.totp && got.structure == 0 && !moment_known(got.last_seen));
	EXPECT_INT(account_by_id(f->db, f->k, acc.id + 1, arena, &got), NOT_FOUND);
	acc.email = S("CAMILLE@exemple.fr");
	EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), CONFLICT);
	EXPECT_INT(fixture_count(f->db, "select count(*) from account"), 1);
}

TEST(an_invitation_makes_one_account)
{
	each_engine(invited);
}

static void
activation(struct fixture *f)
{
	struct account acc = person("a@exemple.fr", ROLE_DIRECTOR);
	struct str secret;

	EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), OK);
	EXPECT_INT(account_activate(f->db, acc.id, false), CONFLICT);
	EXPECT_INT(account_set_password(f->db, acc.id, S("$argon2id$x")), OK);
	EXPECT_INT(account_activate(f->db, acc.id, false), OK);
	EXPECT_INT(account_activate(f->db, acc.id, false), CONFLICT);
}

TEST(no_account_is_active_without_password)
{
	each_engine(activation);
}

static void
reset(struct fixture *f)
{
	struct account acc = person("a@exemple.fr", ROLE_LEAD);
	struct str code[RECOVERY_CODES], first, second, token;
	struct session_new n = { .kind = SESSION_ACCOUNT, .role = ROLE_LEAD };
	struct credentials c;
	int64_t id;

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("la mer monte à Brest"),
		       S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), arena),
	    OK);
	EXPECT_INT(recovery_make(f->db, f->k, acc.id, arena, code), OK);
	n.account = acc.id;
	EXPECT_INT(session_make(f->db, f->k, &n, moment_now(), arena, &token, &id), OK);
	EXPECT_INT(account_reset(f->db, f->k, acc.id, arena, &first), OK);
	EXPECT_INT(credentials_by_id(f->db, f->k, acc.id, arena, &c), OK);
	EXPECT_STR(c.account.state, "invited");
	EXPECT(c.password.n == 0 && c.totp_sealed.n == 0 && !c.account.totp);
	EXPECT_INT(fixture_count(f->db, "select count(*) from session"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from recovery_code"), 0);
	EXPECT_INT(account_reset(f->db, f->k, acc.id, arena, &second), OK);
	EXPECT_INT(onetime_peek(f->db, f->k, "welcome", first, moment_now(), &id), NOT_FOUND);
	EXPECT_INT(onetime_peek(f->db, f->k, "welcome", second, moment_now(), &id), OK);
	EXPECT_INT(account_reset(f->db, f->k, acc.id + 1, arena, &first), NOT_FOUND);
}

TEST(a_reset_forgets_every_secret)
{
	each_engine(reset);
}

static void
disabled(struct fixture *f)
{
	struct account acc = person("a@exemple.fr", ROLE_ADMIN);
	struct str secret;
	int64_t id;

	EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), OK);
	EXPECT_INT(account_disable(f->db, acc.id), OK);
	EXPECT_INT(account_disable(f->db, acc.id), NOT_FOUND);
	EXPECT_INT(onetime_peek(f->db, f->k, "welcome", secret, moment_now(), &id), NOT_FOUND);
	EXPECT_INT(account_reset(f->db, f->k, acc.id, arena, &secret), OK);
	EXPECT_INT(onetime_peek(f->db, f->k, "welcome", secret, moment_now(), &id), OK);
	EXPECT_INT(id, acc.id);
}

TEST(a_disabled_account_comes_back_by_a_reset)
{
	each_engine(disabled);
}

static void
seed(struct fixture *f, const char *email, enum role r, const char *region)
{
	struct account acc = person(email, r);

	acc.region.s = str_of(region);
	EXPECT_INT(account_seed(f->db, f->k, &acc, S("la mer monte à Brest"), S(""), arena), OK);
}

static void
desks(struct fixture *f)
{
	struct account acc = person("i@exemple.fr", ROLE_ARS), *list;
	struct str secret;
	size_t n;

	seed(f, "a@exemple.fr", ROLE_ARS, "53");
	seed(f, "b@exemple.fr", ROLE_ARS, "11");
	seed(f, "c@exemple.fr", ROLE_CORRUSS, "");
	acc.region.s = S("53");
	EXPECT_INT(account_invite(f->db, f->k, &acc, arena, &secret), OK);
	EXPECT_INT(account_desk(f->db, f->k, ROLE_ARS, S("53"), arena, &list, &n), OK);
	EXPECT_INT(n, 1);
	EXPECT_STR(list[0].email, "a@exemple.fr");
	EXPECT_INT(account_desk(f->db, f->k, ROLE_ARS, S(""), arena, &list, &n), OK);
	EXPECT_INT(n, 0);
	EXPECT_INT(account_desk(f->db, f->k, ROLE_CORRUSS, S("53"), arena, &list, &n), OK);
	EXPECT_INT(n, 1);
	EXPECT_INT(account_list(f->db, f->k, S("ars"), 10, arena, &list, &n), OK);
	EXPECT_INT(n, 3);
	EXPECT_INT(account_list(f->db, f->k, S(""), 2, arena, &list, &n), OK);
	EXPECT_INT(n, 2);
}

TEST(a_desk_is_its_active_people)
{
	each_engine(desks);
}

static void
forgotten(struct fixture *f)
{
	struct str blind = account_blind(f->k, S("a@exemple.fr"), arena);
	struct mail m;

	seed(f, "a@exemple.fr", ROLE_LEAD, "");
	EXPECT_INT(account_forgotten(f->db, f->k, account_blind(f->k, S("b@exemple.fr"), arena),
		       S("https://vigie.example"), moment_now(), arena),
	    OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from onetime"), 0);
	EXPECT_INT(
	    account_forgotten(f->db, f->k, blind, S("https://vigie.example"), moment_now(), arena),
	    OK);
	EXPECT_INT(outbox_take(f->db, f->k, moment_now(), 60, arena, &m), OK);
	EXPECT_STR(m.to, "a@exemple.fr");
	EXPECT(str_has(m.body, S("https://vigie.example/welcome/")));
	EXPECT(str_ends(m.message_id, S("@vigie.example")));
	EXPECT_INT(outbox_take(f->db, f->k, moment_now(), 60, arena, &m), NOT_FOUND);
}

TEST(a_forgotten_password_writes_to_who_exists)
{
	each_engine(forgotten);
}

/* ==== One-time links ==== */

static void
onetime(struct fixture *f)
{
	struct str secret;
	int64_t id = 0;

	EXPECT_INT(onetime_make(f->db, f->k, "ack", 12, at(1000), arena, &secret), OK);
	EXPECT_INT(onetime_peek(f->db, f->k, "ack", secret, at(999), &id), OK);
	EXPECT_INT(id, 12);
	EXPECT_INT(onetime_peek(f->db, f->k, "reset", secret, at(999), &id), NOT_FOUND);
	EXPECT_INT(onetime_peek(f->db, f->k, "ack", S("x"), at(999), &id), NOT_FOUND);
	EXPECT_INT(onetime_peek(f->db, f->k, "ack", S(""), at(999), &id), NOT_FOUND);
	EXPECT_INT(onetime_use(f->db, f->k, "ack", secret, at(1000), &id), NOT_FOUND);
	EXPECT_INT(onetime_use(f->db, f->k, "ack", secret, at(999), &id), OK);
	EXPECT_INT(onetime_use(f->db, f->k, "ack", secret, at(999), &id), NOT_FOUND);
	EXPECT_INT(onetime_peek(f->db, f->k, "ack", secret, at(999), &id), NOT_FOUND);
}

TEST(a_link_is_looked_at_often_and_used_once)
{
	each_engine(onetime);
}

#define RACERS 8

struct racer {
	struct db *db;
	const struct keyring *k;
	struct str secret;
	pthread_barrier_t *start;
	enum outcome o;
};

static void *
race(void *context)
{
	struct racer *r = context;
	int64_t id;

	pthread_barrier_wait(r->start);
	r->o = onetime_use(r->db, r->k, "welcome", r->secret, at(1), &id);
	return NULL;
}

static void
raced(struct fixture *f)
{
	struct racer r[RACERS];
	pthread_t thread[RACERS];
	pthread_barrier_t start;
	struct str secret;
	int winners = 0;

	EXPECT_INT(onetime_make(f->db, f->k, "welcome", 12, at(1000), arena, &secret), OK);
	pthread_barrier_init(&start, NULL, RACERS);
	for (int i = 0; i < RACERS; i++)
		r[i] = (struct racer){ fixture_open(f), f->k, secret, &start, OK };
	for (int i = 0; i < RACERS; i++)
		EXPECT_INT(pthread_create(&thread[i], NULL, race, &r[i]), 0);
	for (int i = 0; i < RACERS; i++) {
		pthread_join(thread[i], NULL);
		winners += r[i].o == OK;
		EXPECT(r[i].o == OK || r[i].o == NOT_FOUND);
		db_close(r[i].db);
	}
	pthread_barrier_destroy(&start);
	EXPECT_INT(winners, 1);
}

TEST(of_eight_at_once_one_uses_the_link)
{
	each_engine(raced);
}

/* ==== Recovery codes ==== */

static void
recovery(struct fixture *f)
{
	struct str code[RECOVERY_CODES], again[RECOVERY_CODES];
	char plain[64];
	size_t n = 0;
	int64_t left;

	EXPECT_INT(recovery_make(f->db, f->k, 5, arena, code), OK);
	for (size_t i = 0; i < code[1].n; i++)
		if (code[1].p[i] != '-')
			plain[n++] = (char)(code[1].p[i] | (code[1].p[i] >= 'A' ? 0x20 : 0));
	EXPECT_INT(recovery_use(f->db, f->k, 5, code[0], at(1), arena), OK);
	EXPECT_INT(recovery_use(f->db, f->k, 5, code[0], at(1), arena), INVALID);
	EXPECT_INT(recovery_use(f->db, f->k, 6, code[2], at(1), arena), INVALID);
	EXPECT_INT(recovery_use(f->db, f->k, 5, (struct str){ plain, n }, at(1), arena), OK);
	EXPECT_INT(recovery_use(f->db, f->k, 5, S(""), at(1), arena), INVALID);
	EXPECT_INT(recovery_left(f->db, 5, &left), OK);
	EXPECT_INT(left, RECOVERY_CODES - 2);
	EXPECT_INT(recovery_make(f->db, f->k, 5, arena, again), OK);
	EXPECT_INT(recovery_use(f->db, f->k, 5, code[3], at(1), arena), INVALID);
	EXPECT_INT(recovery_use(f->db, f->k, 5, again[3], at(1), arena), OK);
}

TEST(a_recovery_code_works_once)
{
	each_engine(recovery);
}

UNIT_MAIN(an_invitation_makes_one_account, no_account_is_active_without_password,
    a_reset_forgets_every_secret, a_disabled_account_comes_back_by_a_reset,
    a_desk_is_its_active_people, a_forgotten_password_writes_to_who_exists,
    a_link_is_looked_at_often_and_used_once, of_eight_at_once_one_uses_the_link,
    a_recovery_code_works_once)
