/* Sessions end when they should; failures make who fails wait, and nobody else. */
#include "tests/unit.h"

#include <pthread.h>

#include "identity/private.h"
#include "store/fixture.h"

static struct moment
at(int64_t s)
{
	return (struct moment){ s };
}

#define T0 1800000000

/* ==== Sessions ==== */

static struct account
seed(struct fixture *f, enum role r)
{
	struct account acc = { .email = S("a@exemple.fr"),
		.name = S("Camille"),
		.role = { role_code(r) },
		.structure = 7 };

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("la mer monte à Brest"), S(""), arena), OK);
	return acc;
}

static struct str
open_session(struct fixture *f, const struct account *acc, enum role r, int64_t now)
{
	struct session_new n = { .kind = SESSION_ACCOUNT,
		.account = acc->id,
		.role = r,
		.vault = acc->vault,
		.agent = S("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0") };
	struct str token;
	int64_t id;

	EXPECT_INT(session_make(f->db, f->k, &n, at(now), arena, &token, &id), OK);
	EXPECT_INT(token.n, 43);
	return token;
}

static enum outcome
look(struct fixture *f, struct str token, int64_t now)
{
	struct session s;

	return session_load(f->db, f->k, token, at(now), arena, &s);
}

/* As the dispatcher does when a page is asked for. */
static void
use(struct fixture *f, int64_t now)
{
	struct str sql = arena_printf(arena, "update session set seen_at = %lld", (long long)now);

	EXPECT_INT(db_script(f->db, sql.p, NULL), OK);
}

static void
member_of_session(struct fixture *f)
{
	struct account acc = seed(f, ROLE_CORRESPONDENT);
	struct str token = open_session(f, &acc, ROLE_CORRESPONDENT, T0);
	struct session s;

	EXPECT_INT(session_load(f->db, f->k, token, at(T0 + 1), arena, &s), OK);
	EXPECT_INT(s.kind, SESSION_ACCOUNT);
	EXPECT_INT(s.member.account, acc.id);
	EXPECT_INT(s.member.role, ROLE_CORRESPONDENT);
	EXPECT_INT(s.member.structure, 7);
	EXPECT_STR(s.member.name, "Camille");
	EXPECT_STR(s.member.email, "a@exemple.fr");
	EXPECT_INT(look(f, S(""), T0), NOT_FOUND);
	EXPECT_INT(look(f, S("no such token"), T0), NOT_FOUND);
	EXPECT_INT(fixture_count(f->db,
		       arena_printf(arena, "select count(*) from session where token_hash = '%.*s'",
			   PS(token))
			   .p),
	    0);
}

TEST(a_session_tells_its_member)
{
	each_engine(member_of_session);
}

static void
ends(struct fixture *f)
{
	struct account acc = seed(f, ROLE_LEAD);
	struct str token = open_session(f, &acc, ROLE_LEAD, T0);

	EXPECT_INT(look(f, token, T0 + 30 * 60 - 1), OK);
	EXPECT_INT(look(f, token, T0 + 30 * 60), NOT_FOUND);
	for (int64_t h = 0; h < 12; h++) {
		use(f, T0 + h * 3600 + 1800);
		EXPECT_INT(look(f, token, T0 + h * 3600 + 3599), h < 12 ? OK : NOT_FOUND);
	}
	use(f, T0 + 12 * 3600 - 1);
	EXPECT_INT(look(f, token, T0 + 12 * 3600 - 1), OK);
	EXPECT_INT(look(f, token, T0 + 12 * 3600), NOT_FOUND);
}

TEST(a_session_of_the_staff_ends_after_30_minutes_or_12_hours)
{
	each_engine(ends);
}

static void
ends_of_structures(struct fixture *f)
{
	struct account acc = seed(f, ROLE_CORRESPONDENT);
	struct str token = open_session(f, &acc, ROLE_CORRESPONDENT, T0);
	struct session_new n = { .kind = SESSION_REPORT, .report = 4 };
	struct str report;
	struct session s;
	int64_t id;

	EXPECT_INT(look(f, token, T0 + 60 * 60 - 1), OK);
	EXPECT_INT(look(f, token, T0 + 60 * 60), NOT_FOUND);
	EXPECT_INT(session_make(f->db, f->k, &n, at(T0), arena, &report, &id), OK);
	EXPECT_INT(session_load(f->db, f->k, report, at(T0 + 7199), arena, &s), OK);
	EXPECT_INT(s.kind, SESSION_REPORT);
	EXPECT(s.member.account == 0 && s.member.report == 4 && s.member.role == ROLE_DECLARANT);
	use(f, T0 + 7199);
	EXPECT_INT(look(f, report, T0 + 7200), NOT_FOUND);
}

TEST(structures_have_an_hour_and_a_report_two)
{
	each_engine(ends_of_structures);
}

static void
taken_back(struct fixture *f)
{
	struct account acc = seed(f, ROLE_LEAD);
	struct str a = open_session(f, &acc, ROLE_LEAD, T0);
	struct str b = open_session(f, &acc, ROLE_LEAD, T0);
	struct session s;

	EXPECT_INT(session_load(f->db, f->k, b, at(T0), arena, &s), OK);
	EXPECT_INT(session_end_all(f->db, acc.id, s.id), OK);
	EXPECT_INT(look(f, a, T0), NOT_FOUND);
	EXPECT_INT(look(f, b, T0), OK);
	EXPECT_INT(session_end(f->db, f->k, b, arena), OK);
	EXPECT_INT(look(f, b, T0), NOT_FOUND);
	a = open_session(f, &acc, ROLE_LEAD, T0);
	EXPECT_INT(db_script(f->db, "update account set state = 'disabled'", NULL), OK);
	EXPECT_INT(look(f, a, T0), NOT_FOUND);
	EXPECT_INT(db_script(f->db, "update account set state = 'active'", NULL), OK);
	EXPECT_INT(look(f, a, T0), OK);
	EXPECT_INT(account_disable(f->db, acc.id), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from session"), 0);
}

TEST(sign_out_and_disabling_end_sessions)
{
	each_engine(taken_back);
}

static void
listed(struct fixture *f)
{
	struct account acc = seed(f, ROLE_LEAD);
	struct session_seen *list;
	int64_t ended = 0;
	size_t n;

	open_session(f, &acc, ROLE_LEAD, T0);
	open_session(f, &acc, ROLE_LEAD, T0 + 60);
	EXPECT_INT(session_list(f->db, f->k, &acc, at(T0 + 61), arena, &list, &n), OK);
	EXPECT_INT(n, 2);
	EXPECT_STR(list[0].agent, "Firefox, Linux");
	EXPECT_INT(list[0].created.s, T0 + 60);
	EXPECT_INT(session_sweep(f->db, at(T0 + 1800), &ended), OK);
	EXPECT_INT(ended, 1);
	EXPECT_INT(session_sweep(f->db, at(T0 + 100000), &ended), OK);
	EXPECT_INT(ended, 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from session"), 0);
}

TEST(sessions_are_listed_and_swept)
{
	each_engine(listed);
}

/* ==== Failures ==== */

static int64_t
try_pair(struct fixture *f, const char *email, const char *network, int64_t now)
{
	struct attempt t = { .keyring = f->k };
	int64_t wait = -1;

	attempt_add(&t, "pair", arena_printf(arena, "%s %s", email, network), arena);
	attempt_add(&t, "network", str_of(network), arena);
	EXPECT_INT(attempt_begin(f->db, &t, at(now), &wait), OK);
	return wait;
}

static void
growing(struct fixture *f)
{
	for (int i = 0; i < 5; i++)
		EXPECT_INT(try_pair(f, "a", "n1", T0), 0);
	EXPECT_INT(try_pair(f, "a", "n1", T0), 30);
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 29), 1);
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 30), 0);
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 30), 60);
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 90), 0);
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 90), 120);
	/* Elsewhere, the same address waits for nothing. */
	EXPECT_INT(try_pair(f, "a", "n2", T0 + 90), 0);
	/* A neighbour of the attacker neither. */
	EXPECT_INT(try_pair(f, "b", "n1", T0 + 90), 0);
	/* A day later all is forgotten. */
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 90 + 86400), 0);
	EXPECT_INT(try_pair(f, "a", "n1", T0 + 90 + 86400), 0);
}

TEST(the_wait_grows_for_the_pair_alone)
{
	each_engine(growing);
}

static void
longest(struct fixture *f)
{
	int64_t now = T0, wait;

	for (int i = 0; i < 20; i++) {
		wait = try_pair(f, "a", "n1", now);
		EXPECT(wait <= 900);
		now += wait;
	}
	EXPECT_INT(try_pair(f, "a", "n1", now), 0);
	EXPECT_INT(try_pair(f, "a", "n1", now), 900);
}

TEST(no_wait_is_longer_than_a_quarter_of_an_hour)
{
	each_engine(longest);
}

static void
sprayed(struct fixture *f)
{
	char email[16];
	int64_t wait = 0, tries = 0;

	for (; wait == 0 && tries < 100; tries++) {
		snprintf(email, sizeof email, "a%lld", (long long)tries);
		wait = try_pair(f, email, "n1", T0);
	}
	EXPECT_INT(tries, 61);
	EXPECT_INT(wait, 30);
	EXPECT_INT(try_pair(f, "a1", "n2", T0), 0);
}

TEST(one_network_on_many_addresses_waits)
{
	each_engine(sprayed);
}

static void
forgiven(struct fixture *f)
{
	struct attempt t = { .keyring = f->k };
	int64_t wait;

	attempt_add(&t, "pair", S("a n1"), arena);
	attempt_add(&t, "network", S("n1"), arena);
	for (int i = 0; i < 100; i++) {
		EXPECT_INT(attempt_begin(f->db, &t, at(T0), &wait), OK);
		EXPECT_INT(wait, 0);
		EXPECT_INT(attempt_forgive(f->db, &t), OK);
	}
}

TEST(a_success_costs_nobody_anything)
{
	each_engine(forgiven);
}

static void
known_device(struct fixture *f)
{
	struct account acc = seed(f, ROLE_LEAD);
	struct str blind = account_blind(f->k, S("a@exemple.fr"), arena);
	struct str token, same;
	bool known = true;

	EXPECT_INT(device_known(f->db, f->k, blind, S("planted"), at(T0), arena, &known), OK);
	EXPECT(!known);
	EXPECT_INT(device_keep(f->db, f->k, acc.id, S("planted"), at(T0), arena, &token), OK);
	EXPECT(!str_eq(token, S("planted")));
	EXPECT_INT(device_known(f->db, f->k, blind, token, at(T0 + 1), arena, &known), OK);
	EXPECT(known);
	EXPECT_INT(device_keep(f->db, f->k, acc.id + 1, token, at(T0), arena, &same), OK);
	EXPECT(str_eq(token, same));
	EXPECT_INT(device_known(f->db, f->k, account_blind(f->k, S("b@exemple.fr"), arena), token,
		       at(T0), arena, &known),
	    OK);
	EXPECT(!known);
	EXPECT_INT(
	    device_known(f->db, f->k, blind, token, at(T0 + 181 * 86400), arena, &known), OK);
	EXPECT(!known);
}

TEST(a_browser_that_signed_in_is_known)
{
	each_engine(known_device);
}

/* Thirty at once are counted: no more than the free ones pass. */
#define CROWD 30

struct guess {
	struct fixture *f;
	struct db *db;
	struct arena *arena;
	int64_t wait;
	enum outcome o;
};

static void *
guess(void *context)
{
	struct guess *g = context;
	struct attempt t = { .keyring = g->f->k };

	attempt_add(&t, "pair", S("a n1"), g->arena);
	g->o = attempt_begin(g->db, &t, at(T0), &g->wait);
	return NULL;
}

static void
crowd(struct fixture *f)
{
	struct guess g[CROWD];
	pthread_t thread[CROWD];
	int passed = 0;

	for (int i = 0; i < CROWD; i++)
		g[i] = (struct guess){ f, fixture_open(f), arena_new(1u << 20), -1, OK };
	for (int i = 0; i < CROWD; i++)
		EXPECT_INT(pthread_create(&thread[i], NULL, guess, &g[i]), 0);
	for (int i = 0; i < CROWD; i++) {
		pthread_join(thread[i], NULL);
		passed += g[i].o == OK && g[i].wait == 0;
		db_close(g[i].db);
		arena_free(g[i].arena);
	}
	EXPECT(passed >= 1 && passed <= 6);
}

TEST(a_crowd_of_guesses_is_counted)
{
	each_engine(crowd);
}

TEST(what_a_network_is)
{
	EXPECT_STR(attempt_network(arena, S("192.0.2.77")), "192.0.2.0/24");
	EXPECT_STR(attempt_network(arena, S("::ffff:192.0.2.77")), "192.0.2.0/24");
	EXPECT_STR(attempt_network(arena, S("2001:db8:12:3400::1")), "2001:0db8:0012::/48");
	EXPECT_STR(attempt_network(arena, S("")), "unknown");
	EXPECT_STR(attempt_network(arena, S("nonsense")), "unknown");
}

TEST(a_browser_is_named)
{
	EXPECT_STR(
	    agent_short(arena, S("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
				 "(KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0")),
	    "Edge, Windows");
	EXPECT_STR(agent_short(arena, S("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) "
					"AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1")),
	    "Safari, iPhone");
	EXPECT_STR(agent_short(arena, S("curl/8.1")), "curl");
	EXPECT_STR(agent_short(arena, S("<script>")), "");
	EXPECT_STR(agent_short(arena, S("")), "");
}

TEST(a_target_stays_on_this_site)
{
	EXPECT_STR(sign_target(S("/queue?page=2")), "/queue?page=2");
	EXPECT_STR(sign_target(S("")), "/");
	EXPECT_STR(sign_target(S("queue")), "/");
	EXPECT_STR(sign_target(S("//evil.example")), "/");
	EXPECT_STR(sign_target(S("/\\evil.example")), "/");
	EXPECT_STR(sign_target(S("https://evil.example")), "/");
	EXPECT_STR(sign_target(S("/a\r\nSet-Cookie: x")), "/");
	EXPECT_STR(sign_target(S("/\t/evil.example")), "/");
}

UNIT_MAIN(a_session_tells_its_member, a_session_of_the_staff_ends_after_30_minutes_or_12_hours,
    structures_have_an_hour_and_a_report_two, sign_out_and_disabling_end_sessions,
    sessions_are_listed_and_swept, the_wait_grows_for_the_pair_alone,
    no_wait_is_longer_than_a_quarter_of_an_hour, one_network_on_many_addresses_waits,
    a_success_costs_nobody_anything, a_browser_that_signed_in_is_known,
    a_crowd_of_guesses_is_counted, what_a_network_is, a_browser_is_named,
    a_target_stays_on_this_site)
