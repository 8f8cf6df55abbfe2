/*
 * Passwords: argon2id of libsodium, t=2 m=64 MiB (about 100 ms).
 *
 * Two hashes at most run at once: a gate, not a queue with a length, because the
 * routes that hash are limited before (attempt.c) and run on a bounded pool.  An
 * account that does not exist costs one hash all the same, of a hash made at
 * start, so that time tells nothing.
 *
 * Choosing: twelve characters, no composition rules, not one of the words that
 * everybody chooses, not one's own name (ANSSI, recommandations relatives à
 * l'authentification, 2021; NIST SP 800-63B).  A long list of leaked passwords
 * was rejected: with twelve characters a short list of stems catches what people
 * build from, and it ships in 1 kB.
 */
#include "identity/private.h"

#include <pthread.h>
#include <sodium.h>

#include "base/die.h"
#include "base/shape.h"

#define OPS 2ULL
#define MEMORY ((size_t)64 << 20)
#define AT_ONCE 2

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_open = PTHREAD_COND_INITIALIZER;
static int running;

static void
gate_enter(void)
{
	pthread_mutex_lock(&gate);
	while (running == AT_ONCE)
		pthread_cond_wait(&gate_open, &gate);
	running++;
	pthread_mutex_unlock(&gate);
}

static void
gate_leave(void)
{
	pthread_mutex_lock(&gate);
	running--;
	pthread_cond_signal(&gate_open);
	pthread_mutex_unlock(&gate);
}

struct str
password_hash(struct str password, struct arena *a)
{
	char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
	int failed;

	if (sodium_init() < 0)
		die("libsodium does not start");
	gate_enter();
	failed = crypto_pwhash_str(out, password.p ? password.p : "", password.n, OPS, MEMORY);
	gate_leave();
	return failed ? (struct str){ NULL, 0 } : str_of(out);
}

/* Of 32 random bytes that nobody kept. */
static char nobody[crypto_pwhash_STRBYTES];
static pthread_once_t nobody_once = PTHREAD_ONCE_INIT;

static void
make_nobody(void)
{
	char random[32];

	if (sodium_init() < 0)
		die("libsodium does not start");
	randombytes_buf(random, sizeof random);
	if (crypto_pwhash_str(nobody, random, sizeof random, OPS, MEMORY) != 0)
		die("no memory to hash a password");
	sodium_memzero(random, sizeof random);
}

bool
password_right(struct str hash, struct str password)
{
	char stored[crypto_pwhash_STRBYTES] = "";
	bool there = hash.n > 0 && hash.n < sizeof stored;
	int failed;

	pthread_once(&nobody_once, make_nobody);
	if (there)
		memcpy(stored, hash.p, hash.n);
	else
		memcpy(stored, nobody, sizeof stored);
	gate_enter();
	failed = crypto_pwhash_str_verify(stored, password.p ? password.p : "", password.n);
	gate_leave();
	return failed == 0 && there;
}

/* ==== What people should not choose ==== */

/* What remains of a password once case, accents, digits and signs are gone. */
static const char *const stem[] = { "motdepasse", "motdepassemotdepasse", "monmotdepasse",
	"password", "passwordpassword", "passw rd", "p ssw rd", "azerty", "azertyuiop",
	"azertyazerty", "azertyuiopqsdfghjklm", "qwerty", "qwertyuiop", "qwertyqwerty", "qwertz",
	"abcdef", "abcdefgh", "abcdefghijkl", "bonjour", "bonjourbonjour", "bonsoir", "bienvenue",
	"welcome", "soleil", "doudou", "loulou", "chouchou", "marseille", "paris", "france",
	"football", "admin", "administrateur", "administrator", "superadmin", "root", "user",
	"utilisateur", "invite", "changeme", "changezmoi", "letmein", "iloveyou", "jetaime",
	"secret", "hopital", "hospital", "clinique", "sante", "medecin", "docteur", "infirmiere",
	"infirmier", "patient", "urgence", "urgences", "chu", "ehpad", "samu", "covid", "vigie",
	"certsante", "cybersecurite", "securite", "informatique", "ordinateur", "windows",
	"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
	"octobre", "novembre", "decembre", "printemps", "ete", "automne", "hiver", "lundi", "mardi",
	"mercredi", "jeudi", "vendredi", "samedi", "dimanche", "test", "testtest", "demo",
	"correcthorsebatterystaple" };

/* Folded letters only, digits and signs dropped. */
static struct str
letters(struct arena *a, struct str text)
{
	struct str folded = shape_folded(a, text);
	char *p = arena_alloc(a, folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < folded.n; i++)
		if ((folded.p[i] >= 'a' && folded.p[i] <= 'z') || (folded.p[i] & 0x80))
			p[n++] = folded.p[i];
	return (struct str){ p, n };
}

static bool
is_stem(struct str s)
{
	for (size_t i = 0; i < sizeof stem / sizeof stem[0]; i++)
		if (str_eq(s, str_of(stem[i])))
			return true;
	return false;
}

/* Fewer than five different bytes, or each one next to the one before:
 * "aaaaaaaaaaaa", "121212121212", "123456789012". */
static bool
is_pattern(struct str s)
{
	bool seen[256] = { false };
	size_t different = 0, neighbours = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		int step = i ? c - (unsigned char)s.p[i - 1] : 0;

		different += !seen[c];
		seen[c] = true;
		neighbours += i && (step == 1 || step == -1 || step == 0 || step == -9);
	}
	return different < 5 || neighbours + 2 >= s.n;
}

/* Letters and digits. */
static size_t
signs(struct str folded)
{
	size_t n = 0;

	for (size_t i = 0; i < folded.n; i++)
		n += folded.p[i] != ' ';
	return n;
}

/* Without the words of three letters or more that it holds, fewer than eight
 * letters and digits remain. */
static bool
built_on(struct arena *a, struct str password, struct str words)
{
	struct str folded = shape_folded(a, password), rest = shape_folded(a, words);
	size_t left = signs(folded);
	bool found = false;

	while (rest.n) {
		struct str word = str_cut(&rest, ' ');

		if (word.n < 3 || !str_has(folded, word))
			continue;
		found = true;
		left -= word.n < left ? word.n : left;
	}
	return found && left < 8;
}

const char *
password_problem(struct str password, struct str name, struct str email)
{
	struct str domain = email, local = str_cut(&domain, '@');
	const char *key = NULL;
	struct arena *a;
	struct str left;

	if (!str_utf8_valid(password) || str_utf8_length(password) < PASSWORD_MIN)
		return "error.password_short";
	a = arena_new(64u << 10);
	left = letters(a, password);
	if (left.n == 0 ? is_pattern(password) : is_stem(left) || is_pattern(password))
		key = "error.password_common";
	else if (built_on(a, password, name) || built_on(a, password, local))
		key = "error.password_name";
	arena_free(a);
	return key;
}
