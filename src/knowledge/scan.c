/*
 * Cutting a text in words, undoing what defangs them, and asking the matchers.
 *
 * Most words of a text hold no observable, and their bytes say so: one pass over a
 * table of classes tells whether a word is worth a look.  Only those that bear a
 * bracket, a backslash or a byte beyond ASCII are copied to be cleaned.
 *
 * Rejected: one regular expression a kind (as many passes, checksums apart, and
 * backtracking on hostile text); reading " dot " as a dot (it is a word).
 */
#include <string.h>

#include "knowledge/scan.h"

enum {
	W_END = 1, /* ends a word */
	W_DOT = 2,
	W_MARK = 4, /* : @ */
	W_OPEN = 8, /* may open a defanged dot */
	W_HIGH = 16,
	W_WIDE = 32, /* may begin a dot of another script */
	W_DIGIT = 64,
	W_BACK = 128,
};
#define W_CLEAN (W_OPEN | W_BACK | W_HIGH | W_WIDE)

#define SHORTEST_WITHOUT_DOT 13 /* CVE-1999-0001 */

/* clang-format off */
static const unsigned char word_class[256] = {
	[0 ... 32] = W_END, ['"'] = W_END, ['<'] = W_END, ['>'] = W_END, ['`'] = W_END,
	['|'] = W_END, ['^'] = W_END, [127] = W_END,
	['.'] = W_DOT, [':'] = W_MARK, ['@'] = W_MARK,
	['['] = W_OPEN, ['('] = W_OPEN, ['{'] = W_OPEN, ['\\'] = W_BACK, [']'] = W_BACK,
	['0' ... '9'] = W_DIGIT,
	[0x80 ... 0xE2] = W_HIGH, [0xE3] = W_HIGH | W_WIDE, [0xE4 ... 0xEE] = W_HIGH,
	[0xEF] = W_HIGH | W_WIDE, [0xF0 ... 0xFF] = W_HIGH,
};

#define NAMED (C_NAME | C_URL)
const unsigned char byte_class[256] = {
	['0' ... '9'] = C_DIGIT | C_HEX | NAMED | C_BASE64,
	['A' ... 'F'] = C_LETTER | C_HEX | NAMED | C_BASE64, ['G' ... 'Z'] = C_LETTER | NAMED | C_BASE64,
	['a' ... 'f'] = C_LETTER | C_HEX | NAMED | C_BASE64, ['g' ... 'z'] = C_LETTER | NAMED | C_BASE64,
	['-'] = NAMED, ['_'] = NAMED, ['.'] = NAMED, ['+'] = C_URL | C_BASE64, ['/'] = C_URL | C_BASE64,
	['%'] = C_URL, ['~'] = C_URL, ['!'] = C_URL, ['$'] = C_URL, ['&'] = C_URL, ['\''] = C_URL,
	['('] = C_URL, [')'] = C_URL, ['*'] = C_URL, [','] = C_URL, [';'] = C_URL, ['='] = C_URL,
	[':'] = C_URL, ['@'] = C_URL, ['?'] = C_URL, ['#'] = C_URL,
	[0x80 ... 0xFF] = C_HIGH | NAMED,
};
/* clang-format on */

/* ==== What was found ==== */

static size_t
place_of(const struct scan *s, size_t i)
{
	return s->at ? s->at[i] : s->base + i;
}

/* Bytes were left out in between, and not for being of a character that stands for
 * an ASCII one. */
bool
scan_defanged(const struct scan *s, size_t from, size_t to)
{
	for (size_t i = from; s->at && i + 1 < to; i++)
		if (s->at[i + 1] != s->at[i] + 1 && (unsigned char)s->text.p[s->at[i]] < 0x80)
			return true;
	return false;
}

static void
give(struct scan *s, enum observable_kind kind, size_t n, size_t from, size_t to, bool part)
{
	size_t start = place_of(s, from), end = place_of(s, to - 1) + 1;
	struct observable o = {
		.kind = kind,
		.value = { s->value, n },
		.offset = start,
		.written = str_sub(s->text, start, end - start),
		.defanged = scan_defanged(s, from, to),
		.part = part,
	};

	/* "hxxp" takes no more room than "http". */
	if (kind == OBSERVABLE_URL &&
	    !str_eq_nocase(str_sub(o.written, 0, 3), str_sub(o.value, 0, 3)))
		o.defanged = true;
	if (!s->stopped)
		s->stopped = !s->sink(s->context, &o);
}

void
scan_found(struct scan *s, enum observable_kind kind, size_t n, size_t from, size_t to)
{
	give(s, kind, n, from, to, false);
}

void
scan_part(struct scan *s, enum observable_kind kind, size_t n, size_t from, size_t to)
{
	give(s, kind, n, from, to, true);
}

/* ==== Cleaning a word ==== */

static char
closing(char open)
{
	switch (open) {
	case '[': return ']';
	case '(': return ')';
	case '{': return '}';
	default: return '\0';
	}
}

/* "[.]", "(dot)", "{ : }"… at p: how long it is, and what it stands for. */
static size_t
defang_token(struct str p, struct str *ret)
{
	char close = p.n ? closing(p.p[0]) : '\0';
	const char *end = close ? memchr(p.p, close, p.n) : NULL;
	char word[12];
	struct str inside;

	if (end == NULL)
		return 0;
	inside = str_trim((struct str){ p.p + 1, (size_t)(end - p.p) - 1 });
	if (inside.n > sizeof word)
		return 0;
	for (size_t i = 0; i < inside.n; i++)
		word[i] = small(inside.p[i]);
	*ret = rule_means("dot", (struct str){ word, inside.n });
	return ret->n ? (size_t)(end - p.p) + 1 : 0;
}

/* "evil[.com" and "evil.]com": half of it was lost on the way. */
static size_t
half_token(struct str text, size_t i)
{
	const char *p = text.p;

	if (i == 0 || i + 2 >= text.n || !is(p[i - 1], C_LETTER | C_DIGIT) ||
	    !is(p[i + 2], C_LETTER | C_DIGIT))
		return 0;
	return (p[i] == '[' && p[i + 1] == '.') || (p[i] == '.' && p[i + 1] == ']') ? 2 : 0;
}

struct high {
	size_t n;	/* bytes that it takes */
	char stands;	/* for a dot or a hyphen; else NUL */
	bool separates; /* punctuation, space, or no UTF-8 at all */
};

/* The character at i and its length; 0 when it is no UTF-8. */
static size_t
read_point(struct str t, size_t i, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)t.p + i;
	size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	uint32_t c = p[0] & (0x7Fu >> n);

	if (p[0] < 0xC2 || p[0] > 0xF4 || t.n - i < n)
		return 0;
	for (size_t k = 1; k < n; k++) {
		if ((p[k] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[k] & 0x3F);
	}
	*ret = c;
	return n;
}

/* Punctuation, spaces, controls of direction, what is nobody's.  Without tables of
 * Unicode: what a letter is is left to the rules of names. */
static bool
separates(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} block[] = { { 0x80, 0xBF }, { 0xD7, 0xD7 }, { 0xF7, 0xF7 }, { 0x2000, 0x206F },
		{ 0x3000, 0x3004 }, { 0xD800, 0xF8FF }, { 0xFFF0, 0xFFFF } };

	for (size_t i = 0; i < sizeof block / sizeof block[0]; i++)
		if (c >= block[i].first && c <= block[i].last)
			return true;
	return c > 0x10FFFF;
}

static struct high
read_high(struct str t, size_t i)
{
	uint32_t c = 0;
	struct high h = { read_point(t, i, &c), '\0', false };

	if (c == 0x3002 || c == 0xFF0E || c == 0xFF61)
		h.stands = '.';
	if (c == 0x2010 || c == 0x2011)
		h.stands = '-';
	h.separates = h.n == 0 || (h.stands == '\0' && separates(c));
	h.n += h.n == 0;
	return h;
}

static void
keep(struct scan *s, struct str clean, size_t place)
{
	for (size_t k = 0; k < clean.n && s->n < WORD_MAX; k++) {
		s->place[s->n] = (uint32_t)place;
		s->clean[s->n++] = clean.p[k];
	}
}

/* A defanged token at i, or one space before: the place after it, or i. */
static size_t
take_token(struct scan *s, size_t i)
{
	struct str t = s->text, means = { NULL, 0 };
	size_t from = i + (t.p[i] == ' '), n;

	if (from >= t.n || s->n == 0 || s->clean[s->n - 1] == ' ')
		return i;
	n = defang_token(str_sub(t, from, 16), &means);
	if (n == 0)
		return i;
	keep(s, means, from);
	from += n;
	if (from + 1 < t.n && t.p[from] == ' ' && is(t.p[from + 1], C_LETTER | C_DIGIT | C_HIGH))
		from++;
	return from;
}

/* One byte or character of a word; false at its end. */
static bool
clean_one(struct scan *s, size_t *i)
{
	struct str t = s->text;
	unsigned char c = (unsigned char)t.p[*i];
	size_t after = c == ' ' || word_class[c] & W_OPEN ? take_token(s, *i) : *i;

	if (after != *i) {
		*i = after;
	} else if (word_class[c] & W_END) {
		return false;
	} else if (half_token(t, *i)) {
		keep(s, S("."), *i);
		*i += 2;
	} else if (c == '\\' && *i + 2 < t.n && (t.p[*i + 1] == '.' || t.p[*i + 1] == ':')) {
		keep(s, str_sub(t, *i + 1, 1), *i);
		*i += 2;
	} else if (c >= 0x80) {
		struct high h = read_high(t, *i);
		struct str as = h.stands ? (struct str){ &h.stands, 1 } : str_sub(t, *i, h.n);

		if (h.separates)
			keep(s, S(" "), *i);
		else
			for (size_t k = 0; k < as.n; k++)
				keep(s, str_sub(as, k, 1), *i + (h.stands ? 0 : k));
		*i += h.n;
	} else {
		keep(s, str_sub(t, *i, 1), *i);
		*i += 1;
	}
	return true;
}

/* From start: the word cleaned, and the place after it. */
static size_t
clean_word(struct scan *s, size_t start)
{
	size_t i = start;

	s->n = 0;
	while (i < s->text.n && s->n < WORD_MAX - 4 && clean_one(s, &i))
		;
	s->p = s->clean;
	s->at = s->place;
	return i;
}

/* ==== A word ==== */

typedef size_t (*matcher)(struct scan *s, size_t i);

/* In this order: a URL holds names, a name may hold numbers, a wallet looks like a hash. */
static const matcher dotted_matchers[] = { match_url, match_ipv4, match_ipv6, match_ssdeep,
	match_name, NULL };
static const matcher plain_matchers[] = { match_cve, match_hash, match_wallet, NULL };

static size_t
ask(struct scan *s, const matcher *list, size_t i)
{
	for (; *list; list++) {
		size_t after = (*list)(s, i);

		if (after)
			return after;
	}
	return 0;
}

/* Does a token begin here?  "::1" does too. */
static bool
begins(const struct scan *s, size_t i)
{
	return is(s->p[i], C_LETTER | C_DIGIT | C_HIGH) || s->p[i] == '_' ||
	       (s->p[i] == ':' && at(s, i + 1) == ':' && joins(s, i + 2));
}

static void
scan_word(struct scan *s, unsigned bits)
{
	bool named = bits & (W_DOT | W_MARK | W_CLEAN);
	size_t i = 0;

	while (i < s->n && !s->stopped) {
		size_t after = 0;

		if (!begins(s, i)) {
			i++;
			continue;
		}
		if (named)
			after = ask(s, dotted_matchers, i);
		if (after == 0)
			after = ask(s, plain_matchers, i);
		if (after == 0)
			for (after = i + 1; after < s->n && is(s->p[after], C_NAME); after++)
				;
		i = after;
	}
}

/* A dot that only ends a sentence makes no word interesting. */
static bool
interesting(struct str word, unsigned bits)
{
	if (bits & (W_MARK | W_OPEN | W_WIDE))
		return true;
	if (word.n >= SHORTEST_WITHOUT_DOT && bits & W_DIGIT)
		return true;
	if (bits & W_DOT) {
		const char *dot = memchr(word.p, '.', word.n);

		return (size_t)(dot - word.p) + 1 < word.n;
	}
	return false;
}

static bool
token_follows(const struct scan *s, size_t i)
{
	struct str means;

	return i + 1 < s->text.n && s->text.p[i] == ' ' &&
	       word_class[(unsigned char)s->text.p[i + 1]] & W_OPEN &&
	       defang_token(str_sub(s->text, i + 1, 16), &means) > 0;
}

static void
scan_all(struct scan *s)
{
	const unsigned char *p = (const unsigned char *)s->text.p;
	size_t n = s->text.n, i = 0;

	while (i < n && !s->stopped) {
		unsigned bits = 0, class;
		size_t start;
		struct str word;

		while (i < n && word_class[p[i]] & W_END)
			i++;
		for (start = i; i < n && !((class = word_class[p[i]]) & W_END); i++)
			bits |= class;
		word = str_sub(s->text, start, i - start);
		if (token_follows(s, i))
			bits |= W_OPEN;
		if (interesting(word, bits)) {
			if (bits & W_CLEAN) {
				i = clean_word(s, start);
			} else {
				s->p = word.p;
				s->n = word.n;
				s->at = NULL;
				s->base = start;
			}
			scan_word(s, bits);
		}
		s->before = word;
	}
}

/* ==== From outside ==== */

/* Places in the text are kept on 32 bits. */
#define TEXT_MAX ((size_t)1 << 31)

size_t
observable_scan(struct str text, observable_sink sink, void *context)
{
	struct scan s;

	memset(&s, 0, offsetof(struct scan, place));
	s.text = str_sub(text, 0, TEXT_MAX);
	s.sink = sink;
	s.context = context;
	scan_all(&s);
	return s.too_long + (text.n > TEXT_MAX);
}

struct single {
	struct arena *arena;
	struct observable o;
	struct str text;
	size_t n;
};

/* The whole of the text, or nothing. */
static bool
keep_single(void *context, const struct observable *o)
{
	struct single *one = context;

	if (o->part)
		return true;
	if (one->n++ == 0 && o->offset == 0 && o->written.n == one->text.n) {
		one->o = *o;
		one->o.value = arena_dup(one->arena, o->value);
	}
	return one->n < 2;
}

bool
observable_read(struct str text, struct arena *a, struct observable *ret)
{
	struct scan s;
	struct single one = { .arena = a, .text = str_trim(text) };

	if (one.text.n == 0 || one.text.n > WORD_MAX)
		return false;
	memset(&s, 0, offsetof(struct scan, place));
	s.text = one.text;
	s.sink = keep_single;
	s.context = &one;
	s.alone = true;
	scan_all(&s);
	if (one.n != 1 || one.o.value.n == 0)
		return false;
	*ret = one.o;
	return true;
}
