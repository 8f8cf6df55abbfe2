/* Passwords: hashed, verified, and which ones are refused when chosen. */
#include "tests/unit.h"

#include <pthread.h>

#include "identity/private.h"

TEST(a_password_is_right_or_not)
{
	struct str hash = password_hash(S("trois chats sur un mur"), arena);

	EXPECT(str_starts(hash, S("$argon2id$v=19$m=65536,t=2,p=1$")));
	EXPECT(password_right(hash, S("trois chats sur un mur")));
	EXPECT(!password_right(hash, S("trois chats sur un mur ")));
	EXPECT(!password_right(hash, S("")));
	EXPECT(!str_eq(hash, password_hash(S("trois chats sur un mur"), arena)));
}

TEST(no_account_is_never_right)
{
	EXPECT(!password_right(S(""), S("")));
	EXPECT(!password_right(S(""), S("anything at all")));
	EXPECT(!password_right(S("not a hash"), S("anything at all")));
}

static int64_t
thread_ms(struct str hash)
{
	struct timespec a, b;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
	password_right(hash, S("a wrong password"));
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
	return (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
}

/* Of the processor, and the least of some: a busy machine does not fail the test. */
static int64_t
least_ms(struct str hash)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < 5; i++) {
		int64_t ms = thread_ms(hash);

		least = ms < least ? ms : least;
	}
	return least;
}

TEST(an_unknown_account_takes_the_same_time)
{
	int64_t known = least_ms(password_hash(S("trois chats sur un mur"), arena));
	int64_t unknown = least_ms(S(""));

	EXPECT(unknown * 2 >= known && known * 2 >= unknown);
}

static void *
hash_once(void *context)
{
	struct arena *a = arena_new(64u << 10);

	*(bool *)context = password_hash(S("at the same time"), a).n > 0;
	arena_free(a);
	return NULL;
}

TEST(many_at_once_wait_for_each_other)
{
	pthread_t thread[6];
	bool done[6] = { false };

	for (size_t i = 0; i < 6; i++)
		EXPECT_INT(pthread_create(&thread[i], NULL, hash_once, &done[i]), 0);
	for (size_t i = 0; i < 6; i++) {
		pthread_join(thread[i], NULL);
		EXPECT(done[i]);
	}
}

static struct str
problem(const char *password)
{
	return str_of(password_problem(
	    str_of(password), S("Camille Le Goff"), S("camille.legoff@chu-exemple.fr")));
}

TEST(short_common_and_own_names_are_refused)
{
	EXPECT_STR(problem("court"), "error.password_short");
	EXPECT_STR(problem("éééééééé"), "error.password_short");
	EXPECT_STR(problem("motdepasse2026!"), "error.password_common");
	EXPECT_STR(problem("M0tdepasse-2026"), "");
	EXPECT_STR(problem("Azertyuiop123!"), "error.password_common");
	EXPECT_STR(problem("Hôpital2026!!!"), "error.password_common");
	EXPECT_STR(problem("aaaaaaaaaaaaaaa"), "error.password_common");
	EXPECT_STR(problem("121212121212"), "error.password_common");
	EXPECT_STR(problem("123456789012"), "error.password_common");
	EXPECT_STR(problem("abcdefghijklm"), "error.password_common");
	EXPECT_STR(problem("Camille-2026!"), "error.password_name");
	EXPECT_STR(problem("camillelegoff"), "error.password_name");
	EXPECT_STR(problem("goff-2026-camille"), "error.password_name");
	EXPECT_STR(problem("849302746159"), "");
	EXPECT_STR(problem("la mer monte à Brest"), "");
	EXPECT_STR(problem("Camille aime les longues phrases"), "");
	EXPECT_STR(str_of(password_problem(
		       S("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), S(""), S(""))),
	    "error.password_short");
	EXPECT_STR(str_of(password_problem(S("la mer monte à Brest"), S(""), S(""))), "");
}

UNIT_MAIN(a_password_is_right_or_not, no_account_is_never_right,
    an_unknown_account_takes_the_same_time, many_at_once_wait_for_each_other,
    short_common_and_own_names_are_refused)
