/* Versions compared: see version.h. Pure; time linear in both, no memory. */
#include "knowledge/version.h"

#include <strings.h>

enum rank { RANK_BEFORE, RANK_END, RANK_LETTERS, RANK_DIGITS };

struct run {
	enum rank rank;
	int word; /* of RANK_BEFORE: its place */
	struct str text;
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The words of a release to come, in their order; 0: another word. */
static int
before(struct str word)
{
	static const char *const words[] = { "dev", "snapshot", "alpha", "beta", "milestone",
		"preview", "pre", "cr", "rc" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq_nocase(word, str_of(words[i])))
			return (int)i + 1;
	return 0;
}

/* The next run, without zeros in front of a number. */
static struct run
next(struct str *rest)
{
	struct run r = { .rank = RANK_END };
	size_t i = 0, n = 0;

	while (i < rest->n && !digit(rest->p[i]) && !letter(rest->p[i]))
		i++;
	*rest = str_sub(*rest, i, rest->n);
	if (rest->n == 0)
		return r;
	while (n < rest->n && digit(rest->p[n]) == digit(rest->p[0]) &&
	       letter(rest->p[n]) == letter(rest->p[0]))
		n++;
	r.text = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	if (digit(r.text.p[0])) {
		r.rank = RANK_DIGITS;
		while (r.text.n && r.text.p[0] == '0')
			r.text = str_sub(r.text, 1, r.text.n);
		return r;
	}
	r.word = before(r.text);
	r.rank = r.word ? RANK_BEFORE : RANK_LETTERS;
	return r;
}

/* A version as it is read: zeros are held back until a number follows them. */
struct reading {
	struct str rest;
	size_t zeros;
	struct run held;
	bool has_held;
};

static struct run
read_run(struct reading *from)
{
	static const struct run zero = { .rank = RANK_DIGITS };

	if (!from->has_held) {
		from->held = next(&from->rest);
		while (from->held.rank == RANK_DIGITS && from->held.text.n == 0) {
			from->zeros++;
			from->held = next(&from->rest);
		}
		from->has_held = true;
		if (from->held.rank != RANK_DIGITS)
			from->zeros = 0;
	}
	if (from->zeros) {
		from->zeros--;
		return zero;
	}
	from->has_held = false;
	return from->held;
}

static int
run_cmp(struct run a, struct run b)
{
	size_t n = a.text.n < b.text.n ? a.text.n : b.text.n;
	int c;

	if (a.rank != b.rank)
		return a.rank < b.rank ? -1 : 1;
	if (a.rank == RANK_BEFORE)
		return a.word - b.word;
	if (a.rank == RANK_DIGITS && a.text.n != b.text.n)
		return a.text.n < b.text.n ? -1 : 1;
	c = n ? strncasecmp(a.text.p, b.text.p, n) : 0;
	if (c || a.text.n == b.text.n)
		return c;
	return a.text.n < b.text.n ? -1 : 1;
}

int
version_cmp(struct str a, struct str b)
{
	struct reading x = { .rest = a }, y = { .rest = b };

	for (;;) {
		struct run p = read_run(&x), q = read_run(&y);
		int c = run_cmp(p, q);

		if (c || p.rank == RANK_END)
			return c;
	}
}

bool
version_within(
    struct str version, struct str from, bool from_included, struct str to, bool to_included)
{
	int low = from.n ? version_cmp(version, from) : 1;
	int high = to.n ? version_cmp(version, to) : -1;

	return (low > 0 || (low == 0 && from_included)) && (high < 0 || (high == 0 && to_included));
}
