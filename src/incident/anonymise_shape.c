/*
 * What has the shape of an identifier, whoever's it is.
 *
 * A chunk is a run of signs that links and addresses are made of; it is judged
 * whole, then by its pieces.  A list of known endings of domains was rejected: an
 * internal domain (".local", ".chv") tells as much as a public one.
 */
#include "incident/anonymise.h"

#include "base/shape.h"

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return sign_word(c) && !digit(c);
}

static bool
hex(char c)
{
	return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
one_of(char c, const char *list)
{
	for (; *list; list++)
		if (*list == c)
			return true;
	return false;
}

static char
at(const struct marked *m, size_t i)
{
	return i < m->n ? m->sign[i].c : ' ';
}

/* Its signs, lower case; a letter beyond ASCII is '?'. */
static struct str
spelled(const struct marked *m, size_t from, size_t to)
{
	char *p = arena_alloc(m->arena, to - from + 1);

	for (size_t i = from; i < to; i++) {
		char c = m->sign[i].c;

		p[i - from] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '\x80' ? '?' : c);
	}
	return (struct str){ p, to - from };
}

/* ==== Chunks ==== */

/* Four numbers of up to three digits, with points between. */
static bool
quad_at(struct str s, size_t k)
{
	for (size_t part = 0; part < 4; part++) {
		size_t n = 0;

		while (k < s.n && n < 4 && digit(s.p[k]))
			k++, n++;
		if (n == 0 || n > 3)
			return false;
		if (part < 3 && (k >= s.n || s.p[k++] != '.'))
			return false;
	}
	return true;
}

static bool
has_quad(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((i == 0 || (!digit(s.p[i - 1]) && s.p[i - 1] != '.')) && quad_at(s, i))
			return true;
	return false;
}

/* IPv6, or a card's address: hexadecimal groups with colons or hyphens. */
static bool
is_groups(struct str s)
{
	size_t colons = 0, hyphens = 0;

	for (size_t i = 0; i < s.n; i++) {
		colons += s.p[i] == ':';
		hyphens += s.p[i] == '-';
		if (!hex(s.p[i]) && !one_of(s.p[i], ":.%/-"))
			return false;
	}
	if (hyphens)
		return hyphens == 5 && colons == 0 && s.n == 17;
	return colons >= 5 || (colons >= 2 && str_has(s, S("::")));
}

/* "a.b.fr", but not a file's name. */
static bool
is_domain(struct str s)
{
	size_t labels = 0;
	struct str last = { NULL, 0 };

	for (struct str rest = s; rest.n; labels++) {
		last = str_cut(&rest, '.');
		if (last.n == 0)
			return false;
	}
	if (labels < 2 || last.n < 2)
		return false;
	for (size_t i = 0; i < last.n; i++)
		if (!letter(last.p[i]) && last.p[i] != '?' && !str_starts(last, S("xn--")))
			return false;
	return labels > 2 || !anonymise_word(S("file"), last);
}

static enum anonymise_kind
whole(struct str s)
{
	if (str_has(s, S("://")) || str_starts(s, S("www.")) || str_starts(s, S("hxxp")))
		return ANONYMISE_URL;
	if (str_has(s, S("@")) && s.n > 2)
		return ANONYMISE_MAIL;
	return is_groups(s) ? ANONYMISE_IP : ANONYMISE_NONE;
}

static void
pieces(struct marked *m, size_t from, size_t to)
{
	for (size_t i = from; i < to;) {
		size_t end = i, trimmed;
		enum anonymise_kind kind = ANONYMISE_NONE;
		struct str s;

		while (end < to && (sign_word(at(m, end)) || one_of(at(m, end), ".-_")))
			end++;
		trimmed = end;
		while (i < trimmed && one_of(at(m, i), ".-_"))
			i++;
		while (trimmed > i && one_of(at(m, trimmed - 1), ".-_"))
			trimmed--;
		s = spelled(m, i, trimmed);
		if (has_quad(s) || is_groups(s))
			kind = ANONYMISE_IP;
		else if (is_domain(s))
			kind = ANONYMISE_DOMAIN;
		/* A path or a port behind it tells more of the same. */
		if (kind)
			marked_put(
			    m, i, end < to && one_of(at(m, end), "/:?") ? to : trimmed, kind);
		i = end + 1;
	}
}

static bool
chunk_sign(char c)
{
	return sign_word(c) || one_of(c, "._-%+@:/~?#&=\\");
}

static void
chunks(struct marked *m)
{
	for (size_t i = 0; i < m->n; i++) {
		size_t from = i, to;
		enum anonymise_kind kind;

		while (i < m->n && chunk_sign(at(m, i)))
			i++;
		to = i;
		while (to > from && one_of(at(m, to - 1), "._-?:&=#"))
			to--;
		kind = whole(spelled(m, from, to));
		if (kind)
			marked_put(m, from, to, kind);
		else
			pieces(m, from, to);
	}
}

/* ==== Numbers ==== */

/* Days are no identifiers: "2026-11-24", "24.11.2026", "24-11-2026". */
size_t
marked_day(const struct marked *m, size_t i)
{
	static const char *const form[] = { "0000-00-00", "00.00.0000", "00-00-0000",
		"00 00 0000" };

	for (size_t k = 0; k < sizeof form / sizeof form[0]; k++) {
		size_t n = 0;

		while (form[k][n] &&
		       (form[k][n] == '0' ? digit(at(m, i + n)) : at(m, i + n) == form[k][n]))
			n++;
		if (form[k][n] == '\0' && !sign_word(at(m, i + n)))
			return n;
	}
	return 0;
}

struct number {
	size_t digits, to;
	bool plus, zero;
};

static struct number
read_number(const struct marked *m, size_t i)
{
	struct number n = { .plus = at(m, i) == '+', .to = i };

	i += n.plus;
	n.zero = at(m, i) == '0';
	for (; i < m->n; i++) {
		if (digit(at(m, i))) {
			n.digits++;
			n.to = i + 1;
		} else if (!one_of(at(m, i), " .-()") || i > n.to + 1 || at(m, i) == '\n') {
			break;
		}
	}
	return n;
}

static bool
corsican(const struct marked *m, size_t i)
{
	if (!digit(at(m, i)) || !one_of(at(m, i + 1), "ABab") || sign_word(at(m, i + 9)))
		return false;
	for (size_t k = 2; k < 9; k++)
		if (!digit(at(m, i + k)))
			return false;
	return true;
}

/* "CVE-2024-3400": how many signs of its number, 0 when it is none. */
static size_t
is_cve(const struct marked *m, size_t i)
{
	size_t n = 0, k = i + 5;

	if (i < 4 || !str_eq(spelled(m, i - 4, i), S("cve-")) || at(m, i + 4) != '-')
		return 0;
	while (digit(at(m, k + n)))
		n++;
	if (n < 4 || n > 7 || letter(at(m, k + n)) ||
	    (at(m, k + n) == '.' && sign_word(at(m, k + n + 1))))
		return 0;
	return 5 + n;
}

static bool
begins(const struct marked *m, size_t i)
{
	return (digit(at(m, i)) || at(m, i) == '+') && m->kind[i] == ANONYMISE_NONE &&
	       (i == 0 || !sign_word(at(m, i - 1)));
}

/* Long enough to be somebody's? */
static enum anonymise_kind
kind_of(const struct number *n)
{
	if (n->digits < 9 && !(n->plus && n->digits == 8))
		return ANONYMISE_NONE;
	return n->plus || (n->zero && n->digits <= 14) ? ANONYMISE_PHONE : ANONYMISE_NUMBER;
}

static void
numbers(struct marked *m)
{
	for (size_t i = 0; i < m->n; i++) {
		size_t skip;
		struct number n;

		if (!begins(m, i))
			continue;
		skip = marked_day(m, i) + is_cve(m, i);
		if (skip) {
			i += skip - 1;
			continue;
		}
		n = read_number(m, i);
		if (corsican(m, i))
			n = (struct number){ .digits = 9, .to = i + 9 };
		if (kind_of(&n)) {
			marked_put(m, i, n.to, kind_of(&n));
			i = n.to - 1;
		}
	}
}

void
anonymise_shapes(struct marked *m)
{
	chunks(m);
	numbers(m);
}
