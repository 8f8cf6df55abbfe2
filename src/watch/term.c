#include "watch/term.h"

#include "base/shape.h"

struct reader {
	struct str rest;
	struct arena *arena;
	struct term *term;
	bool positive; /* the alternative at hand asks for something */
};

static void
skip(struct reader *r)
{
	while (r->rest.n && (unsigned char)r->rest.p[0] <= ' ')
		r->rest = str_sub(r->rest, 1, r->rest.n);
}

static struct str
taken(struct reader *r, size_t n)
{
	struct str s = str_sub(r->rest, 0, n);

	r->rest = str_sub(r->rest, n, r->rest.n);
	return s;
}

/* A phrase in quotation marks, or what stands until the next space. */
static bool
piece_text(struct reader *r, struct str *ret)
{
	size_t n = 0;

	if (r->rest.n && r->rest.p[0] == '"') {
		taken(r, 1);
		while (n < r->rest.n && r->rest.p[n] != '"')
			n++;
		if (n == r->rest.n)
			return false;
		*ret = taken(r, n);
		taken(r, 1);
		return true;
	}
	while (n < r->rest.n && (unsigned char)r->rest.p[n] > ' ' && r->rest.p[n] != '|')
		n++;
	*ret = taken(r, n);
	return true;
}

static bool
add(struct reader *r)
{
	struct term *t = r->term;
	bool without = r->rest.p[0] == '-';
	struct str text, folded;

	if (without)
		taken(r, 1);
	if (!piece_text(r, &text))
		return false;
	folded = str_trim(shape_folded(r->arena, text));
	if (folded.n == 0)
		return true;
	if (t->n == TERM_PIECES)
		return false;
	t->piece[t->n++] = (struct term_piece){ arena_printf(r->arena, " %.*s", PS(folded)),
		without, t->alternatives };
	r->positive = r->positive || !without;
	return true;
}

static bool
next_alternative(struct reader *r)
{
	bool right = r->positive;

	taken(r, 1);
	r->positive = false;
	r->term->alternatives++;
	return right;
}

bool
term_read(struct str text, struct arena *a, struct term *ret)
{
	struct reader r = { str_trim(text), a, ret, false };

	*ret = (struct term){ 0 };
	if (r.rest.n == 0)
		return true;
	for (skip(&r); r.rest.n; skip(&r))
		if (!(r.rest.p[0] == '|' ? next_alternative(&r) : add(&r)))
			return false;
	ret->alternatives++;
	return r.positive;
}

bool
term_matches(const struct term *t, struct str folded, struct arena *a)
{
	struct str text = arena_printf(a, " %.*s", PS(folded));
	bool fits[TERM_PIECES + 1];

	if (t->alternatives == 0)
		return true;
	for (size_t i = 0; i < t->alternatives && i <= TERM_PIECES; i++)
		fits[i] = true;
	for (size_t i = 0; i < t->n; i++)
		if (str_has(text, t->piece[i].words) == t->piece[i].without)
			fits[t->piece[i].either] = false;
	for (size_t i = 0; i < t->alternatives && i <= TERM_PIECES; i++)
		if (fits[i])
			return true;
	return false;
}
