/*
 * Observables against the labelled texts of tests/data/observables (its README says
 * how they are written), then what labels do not say: places, bounds, checksums.
 */
#include <dirent.h>
#include <string.h>

#include "base/buf.h"

#include "knowledge/scan.h"
#include "tests/unit.h"

#define FOLDER "tests/data/observables"
#define FOUND_MAX 64

struct found {
	size_t n;
	struct str line[FOUND_MAX]; /* "= kind value" */
};

static bool
note(void *context, const struct observable *o)
{
	struct found *f = context;

	if (f->n < FOUND_MAX)
		f->line[f->n++] = arena_printf(arena, "%c %.*s %.*s", o->defanged ? '~' : '=',
		    PS(observable_code(o->kind)), PS(o->value));
	return f->n < FOUND_MAX;
}

/* ==== The labelled texts ==== */

static struct str
read_file(const char *path)
{
	struct buf b = BUF_INIT(1u << 20);
	char bytes[4096];
	struct str ret;
	size_t n;
	FILE *f = fopen(path, "re");

	EXPECT(f != NULL);
	while (f && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_put(&b, (struct str){ bytes, n });
	if (f)
		fclose(f);
	ret = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return ret;
}

static struct {
	size_t cases, right, missed, wrong;
} tally;

static size_t
absent(const struct found *of, const struct found *from, const char *what, struct str title)
{
	size_t n = 0;

	for (size_t i = 0; i < of->n; i++) {
		size_t here = 0, there = 0;

		for (size_t k = 0; k <= i; k++)
			here += str_eq(of->line[k], of->line[i]);
		for (size_t k = 0; k < from->n; k++)
			there += str_eq(from->line[k], of->line[i]);
		if (here <= there)
			continue;
		printf("%s %.*s in case %.*s\n", what, PS(of->line[i]), PS(title));
		n++;
	}
	return n;
}

static void
judge(struct str title, struct str text, const struct found *wanted)
{
	struct found got = { 0 };
	size_t missed, wrong;

	observable_scan(text, note, &got);
	missed = absent(wanted, &got, "missed", title);
	wrong = absent(&got, wanted, "wrong", title);
	tally.cases++;
	tally.missed += missed;
	tally.wrong += wrong;
	tally.right += wanted->n - missed;
	/* In the order of the text, too. */
	for (size_t i = 0; i < got.n && missed + wrong == 0; i++)
		EXPECT(str_eq(got.line[i], wanted->line[i]));
}

static void
judge_file(struct str rest)
{
	struct found wanted = { 0 };
	struct str title = { NULL, 0 }, text = { NULL, 0 };

	while (rest.n) {
		struct str line = str_cut(&rest, '\n');

		if (str_starts(line, S("# "))) {
			if (title.n)
				judge(title, text, &wanted);
			title = str_sub(line, 2, line.n);
			text.n = wanted.n = 0;
		} else if (str_starts(line, S("= ")) || str_starts(line, S("~ "))) {
			wanted.line[wanted.n++] = line;
		} else if (text.n == 0) {
			text = line;
		} else {
			text.n = (size_t)(line.p + line.n - text.p);
		}
	}
	judge(title, text, &wanted);
}

TEST(labelled_texts)
{
	DIR *folder = opendir(FOLDER);
	struct dirent *e;
	double precision, recall;

	EXPECT(folder != NULL);
	while (folder && (e = readdir(folder)) != NULL)
		if (str_ends(str_of(e->d_name), S(".txt")))
			judge_file(read_file(
			    arena_cstr(arena, arena_printf(arena, FOLDER "/%s", e->d_name))));
	if (folder)
		closedir(folder);
	precision = (double)tally.right / (double)(tally.right + tally.wrong);
	recall = (double)tally.right / (double)(tally.right + tally.missed);
	printf("%zu texts, %zu values: precision %.3f, recall %.3f\n", tally.cases,
	    tally.right + tally.missed, precision, recall);
	EXPECT_INT(tally.cases, 200);
	EXPECT(tally.right > 150);
	EXPECT_INT(tally.wrong, 0);
	EXPECT_INT(tally.missed, 0);
}

/* ==== Places ==== */

static bool
last(void *context, const struct observable *o)
{
	*(struct observable *)context = *o;
	return true;
}

TEST(places)
{
	struct str text = S("été : hxxp://evil[.]example [.] com/a et");
	struct observable o = { 0 };

	observable_scan(S("été : evil[.]example [.] com, fin"), last, &o);
	EXPECT_STR(o.written, "evil[.]example [.] com");
	EXPECT_INT(o.offset, 8);
	EXPECT(o.defanged && !o.part);
	observable_scan(text, last, &o);
	EXPECT(o.part);
	EXPECT_STR(o.written, "evil[.]example [.] com");
	EXPECT(o.written.p == text.p + o.offset);
}

/* ==== Values by themselves ==== */

static void
reads(const char *text, const char *kind, const char *value)
{
	struct observable o = { 0 };
	bool good = observable_read(str_of(text), arena, &o);

	EXPECT(good);
	if (!good) {
		printf("not read: %s\n", text);
		return;
	}
	EXPECT_STR(observable_code(o.kind), kind);
	EXPECT_STR(o.value, value);
	EXPECT(observable_read(o.value, arena, &o));
	EXPECT_STR(o.value, value);
}

TEST(read_alone)
{
	struct observable o;

	reads(" readme[.]md ", "domain", "readme.md");
	reads("readme.md", "domain", "readme.md");
	reads("hxxps://Example[.]com", "url", "https://example.com/");
	reads("1.2.3.4", "ipv4", "1.2.3.4");
	reads("2001:DB8::/32", "cidr", "2001:db8::/32");
	reads("Jean@Example.com", "email", "jean@example.com");
	EXPECT(!observable_read(S("two example.com"), arena, &o));
	EXPECT(!observable_read(S("example.com example.net"), arena, &o));
	EXPECT(!observable_read(S(""), arena, &o));
	EXPECT(!observable_read(S("rien"), arena, &o));
}

TEST(defanged_shown)
{
	EXPECT_STR(observable_defang(OBSERVABLE_URL, S("https://a.example.com:8/b.c"), arena),
	    "hxxps[:]//a[.]example[.]com:8/b.c");
	EXPECT_STR(observable_defang(OBSERVABLE_EMAIL, S("a.b@example.com"), arena),
	    "a.b[@]example[.]com");
	EXPECT_STR(observable_defang(OBSERVABLE_IPV4, S("192.0.2.1"), arena), "192[.]0[.]2[.]1");
	EXPECT_STR(observable_defang(OBSERVABLE_MD5, S("d4"), arena), "d4");
}

/* ==== Bounds ==== */

static bool
count(void *context, const struct observable *o)
{
	(void)o;
	++*(size_t *)context;
	return true;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Text made to be looked at again and again: twice as much takes twice as long. */
static void
linear(const char *piece)
{
	struct buf b = BUF_INIT(64u << 20);
	double began, took;
	size_t n = 0;

	while (b.n < 4u << 20)
		buf_puts(&b, piece);
	began = seconds();
	observable_scan(buf_str(&b), count, &n);
	took = seconds() - began;
	if (took > 10)
		printf("%.1f s for 4 MB of %s\n", took, piece);
	EXPECT(took < 10);
	buf_release(&b);
}

TEST(hostile_texts)
{
	static const char *const piece[] = { "http://-/", "http://", "a@", "a.", "[.]", "[",
		"::", "1.", "1.1.1.1.", "a:", "f", "xn--", "é", "\xff", "(dot)", "a@a.a@", "bc1q",
		"http://a@", "3:aaaaaa:", "1/", "_.", "https://x.com/,", "a[.]", " [.] a", "\\.",
		"CVE-2024-", "44", "%", "a,b.com", "\xe2\x80" };

	for (size_t i = 0; i < sizeof piece / sizeof piece[0]; i++)
		linear(piece[i]);
}

TEST(too_long)
{
	struct buf b = BUF_INIT(1u << 20);
	size_t n = 0;

	buf_puts(&b, "http://example.com/");
	while (b.n < 9000)
		buf_puts(&b, "abcdefgh/");
	buf_puts(&b, " http://example.net/");
	EXPECT_INT(observable_scan(buf_str(&b), count, &n), 1);
	EXPECT_INT(n, 2);
	buf_release(&b);
}

/* ==== Keccak ==== */

static struct str
keccak_hex(struct str s)
{
	unsigned char hash[32];
	char *hex = arena_alloc(arena, 65);

	keccak256(hash, s.p, s.n);
	for (size_t i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	return str_of(hex);
}

TEST(keccak)
{
	char *a = arena_alloc(arena, 137);

	memset(a, 'a', 136);
	EXPECT_STR(
	    keccak_hex(S("")), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
	EXPECT_STR(keccak_hex(S("abc")),
	    "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
	EXPECT(!str_eq(keccak_hex((struct str){ a, 135 }), keccak_hex((struct str){ a, 136 })));
}

UNIT_MAIN(labelled_texts, places, read_alone, defanged_shown, hostile_texts, too_long, keccak)
