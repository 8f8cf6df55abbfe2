/*
 * Search: by the beginning of a number, or by the beginnings of words.
 *
 * Each structure has its words (folded: lower case, no accents) in a table of
 * their own, ordered, so that "begins with" is a range of an index on both
 * engines; several words are several ranges, and the database intersects them.
 * The upper end of a range is the prefix followed by 'z' as long as a word can
 * be: words hold letters and digits only, so the order is the same under every
 * collation that puts digits before letters.  Full text engines (FTS5, tsvector)
 * were rejected: two dialects, two notions of a word.  "like '%x%'" over all
 * rows was rejected: it grows with the country.
 *
 * Official names are full of abbreviations, and people write them out: "ST" and
 * "CH" are indexed as "saint" and "centre hospitalier" too, and back.
 */
#include "directory/private.h"

#include "base/shape.h"
#include "directory_sql.h"

#define WORD_MIN 2
#define WORD_MAX 24
#define WORDS_MAX 48 /* of a structure */
#define ASKED_MAX 5
#define PER_STATEMENT 16

static const char empty_words[] = "a|au|aux|d|de|des|du|en|et|l|la|le|les|sur";

/* What is written, and what else it is known as. */
static const struct {
	const char *written, *also;
} spelling[] = {
	{ " st ", "saint" },
	{ " ste ", "sainte" },
	{ " ch ", "centre hospitalier" },
	{ " chr ", "centre hospitalier regional" },
	{ " chu ", "centre hospitalier universitaire" },
	{ " chru ", "chu centre hospitalier universitaire" },
	{ " chs ", "centre hospitalier specialise" },
	{ " centre hospitalier universitaire ", "chu" },
	{ " centre hospitalier regional universitaire ", "chru chu" },
	{ " centre hospitalier ", "ch" },
	{ " hop ", "hopital" },
	{ " ctre ", "centre" },
	{ " clin ", "clinique" },
	{ " pharm ", "pharmacie" },
	{ " labo ", "laboratoire" },
	{ " ass ", "association" },
};

/* ==== Words ==== */

struct words {
	size_t n;
	struct str word[WORDS_MAX];
};

static bool
has(const struct words *w, struct str word)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->word[i], word))
			return true;
	return false;
}

/* Each word once, cut to what the index keeps; without the empty ones. */
static void
split(struct str folded, struct words *ret)
{
	ret->n = 0;
	while (folded.n && ret->n < WORDS_MAX) {
		struct str word = str_sub(str_cut(&folded, ' '), 0, WORD_MAX);

		if (word.n >= WORD_MIN && !str_in_set(str_of(empty_words), word) && !has(ret, word))
			ret->word[ret->n++] = word;
	}
}

/* "c h de lens" is "ch de lens": dots between initials were folded to spaces. */
static struct str
join_initials(struct arena *a, struct str folded)
{
	char *p = arena_alloc(a, folded.n + 1);
	size_t n = 0, initials = 0;

	while (folded.n) {
		struct str word = str_cut(&folded, ' ');

		if (n > 0 && !(word.n == 1 && initials > 0))
			p[n++] = ' ';
		initials = word.n == 1 ? initials + 1 : 0;
		memcpy(p + n, word.p, word.n);
		n += word.n;
	}
	return (struct str){ p, n };
}

static struct str
folded_text(struct arena *a, struct str text)
{
	return join_initials(a, shape_folded(a, text));
}

struct str
structure_folded(struct arena *a, const struct structure *s)
{
	struct str name = folded_text(a, s->name), long_name = folded_text(a, s->long_name);
	struct str town = folded_text(a, s->town), legal = folded_text(a, s->legal_name);
	struct buf b = BUF_INIT(4096);
	struct str folded;

	buf_printf(&b, "%.*s %.*s", PS(name), PS(town));
	if (!str_eq(long_name, name))
		buf_printf(&b, " %.*s", PS(long_name));
	if (!str_eq(legal, name))
		buf_printf(&b, " %.*s", PS(legal));
	folded = arena_printf(a, " %.*s ", PS(buf_str(&b)));
	for (size_t i = 0; i < sizeof spelling / sizeof spelling[0]; i++)
		if (str_has(folded, str_of(spelling[i].written)))
			buf_printf(&b, " %s", spelling[i].also);
	folded = arena_dup(a, str_trim(buf_str(&b)));
	buf_release(&b);
	return folded;
}

static const char *const word_name[PER_STATEMENT] = { "w1", "w2", "w3", "w4", "w5", "w6", "w7",
	"w8", "w9", "w10", "w11", "w12", "w13", "w14", "w15", "w16" };

static enum outcome
write_words(struct db *db, const struct sql *sql, int64_t id, const struct words *w)
{
	for (size_t from = 0; from < w->n; from += PER_STATEMENT) {
		struct query q = query_open(db, sql);
		enum outcome o;

		bind_int(&q, "structure", id);
		for (size_t i = 0; i < PER_STATEMENT && from + i < w->n; i++)
			bind_text(&q, word_name[i], w->word[from + i]);
		o = query_run(&q);
		if (o != OK)
			return o;
	}
	return OK;
}

static void
without(struct words *w, const struct words *other)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (!has(other, w->word[i]))
			w->word[n++] = w->word[i];
	w->n = n;
}

enum outcome
structure_words_write(struct db *db, int64_t id, struct str old, struct str new, struct arena *a)
{
	struct words *gone = arena_new_of(a, struct words), *came = arena_new_of(a, struct words);
	struct words *kept = arena_new_of(a, struct words);
	enum outcome o;

	split(old, gone);
	split(new, came);
	*kept = *came;
	without(came, gone);
	without(gone, kept);
	o = write_words(db, &sql_structure_word_drop, id, gone);
	return o == OK ? write_words(db, &sql_structure_word_add, id, came) : o;
}

/* ==== Asking ==== */

/* Digits, with spaces, dots or dashes between; or a Corsican number: the number,
 * else "".  Two characters are a department's or nothing. */
static struct str
number_of(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (strchr(" .-", c))
			continue;
		if (n == 1 && (c == 'a' || c == 'b'))
			c = (char)(c - 'a' + 'A');
		if (!(c >= '0' && c <= '9') && !(n == 1 && (c == 'A' || c == 'B')))
			return (struct str){ NULL, 0 };
		p[n++] = c;
	}
	return n >= 3 && n <= 14 ? (struct str){ p, n } : (struct str){ NULL, 0 };
}

static void
bind_filters(struct query *q, const struct structure_ask *ask, int64_t limit)
{
	bind_bool(q, "manual", ask->manual);
	bind_text(q, "department", ask->department);
	bind_int(q, "limit", limit + 1);
}

static enum outcome
by_number(struct db *db, const struct structure_ask *ask, struct str number, int64_t limit,
    struct arena *a, struct structure_list *ret)
{
	struct query q = query_open(db, &sql_structure_by_number);

	bind_text(&q, "a", number);
	bind_text(&q, "z", arena_printf(a, "%.*sZZZZZZZZZZZZZZ", PS(number)));
	bind_filters(&q, ask, limit);
	return structures_read(&q, limit, a, ret);
}

/* The longest words first: they tell most, and the first drives the search. */
static void
order(struct words *w)
{
	for (size_t i = 1; i < w->n; i++)
		for (size_t j = i; j > 0 && w->word[j].n > w->word[j - 1].n; j--) {
			struct str swap = w->word[j];

			w->word[j] = w->word[j - 1];
			w->word[j - 1] = swap;
		}
	if (w->n > ASKED_MAX)
		w->n = ASKED_MAX;
}

static enum outcome
by_words(struct db *db, const struct structure_ask *ask, struct str phrase, struct words *w,
    int64_t limit, struct arena *a, struct structure_list *ret)
{
	static const char *const from[] = { "a1", "a2", "a3", "a4", "a5" };
	static const char *const to[] = { "z1", "z2", "z3", "z4", "z5" };
	struct query q = query_open(db, &sql_structure_by_words);

	for (size_t i = 0; i < w->n; i++) {
		bind_text(&q, from[i], w->word[i]);
		bind_text(
		    &q, to[i], arena_printf(a, "%.*szzzzzzzzzzzzzzzzzzzzzzzz", PS(w->word[i])));
	}
	bind_text(&q, "phrase", phrase);
	bind_filters(&q, ask, limit);
	return structures_read(&q, limit, a, ret);
}

static enum outcome
in_department(struct db *db, const struct structure_ask *ask, int64_t limit, struct arena *a,
    struct structure_list *ret)
{
	struct query q = query_open(db, &sql_structure_in_department);

	bind_filters(&q, ask, limit);
	return structures_read(&q, limit, a, ret);
}

enum outcome
structure_search(
    struct db *db, const struct structure_ask *ask, struct arena *a, struct structure_list *ret)
{
	struct str text = str_utf8_valid(ask->text) ? str_trim(ask->text) : (struct str){ NULL, 0 };
	struct str number, phrase;
	struct words w;
	int64_t limit = ask->limit <= 0 ? 20 : ask->limit;

	if (limit > STRUCTURES_MAX)
		limit = STRUCTURES_MAX;
	text = str_utf8_head(text, 200);
	number = number_of(a, text);
	if (number.n)
		return by_number(db, ask, number, limit, a, ret);
	phrase = folded_text(a, text);
	split(phrase, &w);
	order(&w);
	if (w.n)
		return by_words(db, ask, phrase, &w, limit, a, ret);
	if (text.n == 0 && ask->department.n)
		return in_department(db, ask, limit, a, ret);
	*ret = (struct structure_list){ .n = 0 };
	return OK;
}
