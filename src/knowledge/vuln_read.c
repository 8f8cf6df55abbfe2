/*
 * Parts of a vulnerability's record, whatever wrote it: bounded texts, dates, scores
 * that are computed and not believed, and the words by which it is found.
 *
 * A score's number in a record is ignored: the vector is the score, and what the
 * record says beside it has been wrong often enough.
 */
#include <sodium.h>
#include <string.h>

#include "base/shape.h"
#include "knowledge/cpe.h"
#include "knowledge/vuln.h"

void
vuln_begin(struct vuln_record *r, enum vuln_source source, struct arena *a)
{
	*r = (struct vuln_record){ .source = source,
		.published = MOMENT_NONE,
		.updated = MOMENT_NONE,
		.kev_added = MOMENT_NONE,
		.kev_due = MOMENT_NONE };
	r->score = arena_array(a, struct vuln_score, VULN_SCORES_MAX);
	r->weakness = arena_array(a, struct str, VULN_WEAKNESSES_MAX);
	r->affected = arena_array(a, struct vuln_affected, VULN_AFFECTED_MAX);
	r->reference = arena_array(a, struct vuln_reference, VULN_REFERENCES_MAX);
	r->cpe = arena_array(a, struct str, VULN_CPES_MAX);
}

struct str
vuln_text(const json_t *object, const char *key, size_t max, struct arena *a)
{
	const json_t *member = json_object_get(object, key);
	struct str s = { json_string_value(member), json_string_length(member) };

	s = str_trim(s);
	if (s.n > max) {
		s.n = max;
		while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	return s.n ? arena_dup(a, s) : (struct str){ NULL, 0 };
}

/* With or without zone and fraction, or a date alone: "2023-10-12T19:15:11.747". */
struct moment
vuln_moment(const json_t *object, const char *key)
{
	const json_t *member = json_object_get(object, key);
	struct str s = { json_string_value(member), json_string_length(member) };
	struct moment m;
	char text[24];

	if (moment_parse(s, &m))
		return m;
	s = str_sub(s, 0, 19);
	if (s.n < 16)
		return MOMENT_NONE;
	memcpy(text, s.p, s.n);
	if (s.n == 17) /* "2022-02-10T18:15Z" */
		s.n = 16;
	if (s.n == 16) {
		memcpy(text + 16, ":00", 3);
		s.n = 19;
	}
	text[s.n] = 'Z';
	return moment_parse((struct str){ text, s.n + 1 }, &m) ? m : MOMENT_NONE;
}

static bool
digits(struct str s, size_t least, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n >= least && s.n <= most;
}

bool
vuln_number(struct str text, struct arena *a, struct str *ret)
{
	struct str rest = str_trim(text), head = str_cut(&rest, '-'), year = str_cut(&rest, '-');

	if (!str_eq_nocase(head, S("CVE")) || !digits(year, 4, 4) || !digits(rest, 4, 19))
		return false;
	*ret = arena_printf(a, "CVE-%.*s-%.*s", PS(year), PS(rest));
	return true;
}

/* ==== Adding ==== */

void
vuln_add_score(struct vuln_record *r, struct str scorer, struct str vector)
{
	struct vuln_score *s = &r->score[r->n_scores];

	if (vector.n == 0)
		return;
	if (r->n_scores == VULN_SCORES_MAX || !cvss_read(vector, &s->cvss)) {
		r->left_out++;
		return;
	}
	s->scorer = scorer;
	s->vector = vector;
	for (size_t i = 0; i < r->n_scores; i++)
		if (str_eq(r->score[i].vector, vector) && str_eq(r->score[i].scorer, scorer))
			return;
	r->n_scores++;
}

/* "CWE-79" and nothing else: not "NVD-CWE-noinfo", not "n/a". */
void
vuln_add_weakness(struct vuln_record *r, struct str cwe)
{
	if (!str_starts(cwe, S("CWE-")) || !digits(str_sub(cwe, 4, cwe.n), 1, 6))
		return;
	for (size_t i = 0; i < r->n_weaknesses; i++)
		if (str_eq(r->weakness[i], cwe))
			return;
	if (r->n_weaknesses == VULN_WEAKNESSES_MAX)
		r->left_out++;
	else
		r->weakness[r->n_weaknesses++] = cwe;
}

void
vuln_add_reference(struct vuln_record *r, struct str url, struct str tags)
{
	if (url.n == 0)
		return;
	for (size_t i = 0; i < r->n_references; i++)
		if (str_eq(r->reference[i].url, url))
			return;
	if (r->n_references == VULN_REFERENCES_MAX)
		r->left_out++;
	else
		r->reference[r->n_references++] = (struct vuln_reference){ url, tags };
}

void
vuln_add_cpe(struct vuln_record *r, struct str cpe)
{
	if (cpe.n == 0)
		return;
	if (r->n_cpes == VULN_CPES_MAX)
		r->left_out++;
	else
		r->cpe[r->n_cpes++] = cpe;
}

struct vuln_affected *
vuln_add_affected(struct vuln_record *r)
{
	if (r->n_affected == VULN_AFFECTED_MAX) {
		r->left_out++;
		return NULL;
	}
	return &r->affected[r->n_affected++];
}

/* ==== Hash ==== */

static void
mix(crypto_generichash_state *h, struct str s)
{
	uint64_t n = s.n;

	crypto_generichash_update(h, (const unsigned char *)&n, sizeof n);
	if (s.n)
		crypto_generichash_update(h, (const unsigned char *)s.p, s.n);
}

static void
mix_moment(crypto_generichash_state *h, struct moment m)
{
	crypto_generichash_update(h, (const unsigned char *)&m.s, sizeof m.s);
}

static void
mix_affected(crypto_generichash_state *h, const struct vuln_affected *f)
{
	const char flag[2] = { f->from_included ? '1' : '0', f->to_included ? '1' : '0' };
	const struct str part[] = { f->status, f->vendor, f->product, f->package, f->cpe,
		f->version_from, f->version_to, f->scheme, { flag, 2 } };

	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
		mix(h, part[i]);
}

struct str
vuln_hash(const struct vuln_record *r, struct arena *a)
{
	const char flag[2] = { r->rejected ? '1' : '0', r->kev_ransomware ? '1' : '0' };
	const struct moment moment[] = { r->published, r->updated, r->kev_added, r->kev_due };
	crypto_generichash_state h;
	unsigned char digest[16];
	char hex[33];

	crypto_generichash_init(&h, NULL, 0, sizeof digest);
	mix(&h, r->cve);
	mix(&h, r->title);
	mix(&h, r->description);
	mix(&h, r->kev_action);
	mix(&h, (struct str){ flag, 2 });
	for (size_t i = 0; i < 4; i++)
		mix_moment(&h, moment[i]);
	for (size_t i = 0; i < r->n_scores; i++) {
		mix(&h, r->score[i].scorer);
		mix(&h, r->score[i].vector);
	}
	for (size_t i = 0; i < r->n_weaknesses; i++)
		mix(&h, r->weakness[i]);
	for (size_t i = 0; i < r->n_affected; i++)
		mix_affected(&h, &r->affected[i]);
	for (size_t i = 0; i < r->n_references; i++) {
		mix(&h, r->reference[i].url);
		mix(&h, r->reference[i].tags);
	}
	for (size_t i = 0; i < r->n_cpes; i++)
		mix(&h, r->cpe[i]);
	crypto_generichash_final(&h, digest, sizeof digest);
	sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
	return arena_dup(a, (struct str){ hex, 32 });
}

/* ==== Words ==== */

#define WORD_MIN 2
#define WORD_MAX 24

static void
add_word(struct vuln_words *w, struct str word)
{
	if (word.n < WORD_MIN || w->n == VULN_WORDS_MAX)
		return;
	word = str_sub(word, 0, WORD_MAX);
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->word[i], word))
			return;
	w->word[w->n++] = word;
}

void
vuln_words_add(struct vuln_words *w, struct str text, struct arena *a)
{
	struct str folded = shape_folded(a, text);

	while (folded.n)
		add_word(w, str_cut(&folded, ' '));
}

/* "big-ip" is also found as "bigip": its words, and all of them in one. */
static void
add_name(struct vuln_words *w, struct str name, struct arena *a)
{
	struct str folded = shape_folded(a, name);
	char *p = arena_alloc(a, folded.n + 1);
	size_t n = 0;

	vuln_words_add(w, name, a);
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] != ' ')
			p[n++] = folded.p[i];
	add_word(w, (struct str){ p, n });
}

void
vuln_words_of(const struct vuln_record *r, struct arena *a, struct vuln_words *ret)
{
	struct str seen = { NULL, 0 };
	bool named = r->n_cpes > 0;

	ret->n = 0;
	for (size_t i = 0; i < r->n_affected; i++) {
		const struct vuln_affected *f = &r->affected[i];

		if (f->product.p == seen.p && seen.p) /* one product, its many versions */
			continue;
		seen = f->product;
		named = named || f->product.n || f->package.n;
		vuln_words_add(ret, f->vendor, a);
		add_name(ret, f->product, a);
		add_name(ret, f->package, a);
		vuln_words_add(ret, f->cpe_vendor, a);
		add_name(ret, f->cpe_product, a);
	}
	for (size_t i = 0; i < r->n_cpes; i++) {
		struct cpe c;

		if (!cpe_read(r->cpe[i], a, &c))
			continue;
		vuln_words_add(ret, cpe_plain(c.attribute[CPE_VENDOR], a), a);
		add_name(ret, cpe_plain(c.attribute[CPE_PRODUCT], a), a);
	}
	vuln_words_add(ret, r->title, a);
	if (!named)
		vuln_words_add(ret, r->description, a);
}
