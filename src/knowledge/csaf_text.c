/*
 * The small languages of a CSAF document, each as the schema's pattern has it.
 *
 * Rejected: regcomp on the schema's own patterns.  They are ECMAScript's, POSIX has
 * neither \d nor (?:, and a matcher that backtracks is not for hostile text.
 */
#include "knowledge/csaf_view.h"

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
hex(char c)
{
	return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
alnum(char c)
{
	return digit(c) || alpha(c);
}

/* How many of the first characters are of the class. */
static size_t
span(struct str s, bool (*class)(char))
{
	size_t n = 0;

	while (n < s.n && class(s.p[n]))
		n++;
	return n;
}

static bool
all(struct str s, bool (*class)(char), size_t min, size_t max)
{
	return s.n >= min && s.n <= max && span(s, class) == s.n;
}

static bool
one_of(char c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

/* ==== URI (RFC 3986) ==== */

static bool
uri_character(char c)
{
	return alnum(c) || one_of(c, "-._~:/?#[]@!$&'()*+,;=%");
}

static bool
scheme_character(char c)
{
	return alnum(c) || one_of(c, "+-.");
}

bool
csaf_is_uri(struct str s)
{
	size_t n = span(s, scheme_character);

	if (n == 0 || n == s.n || s.p[n] != ':' || !alpha(s.p[0]))
		return false;
	for (size_t i = n; i < s.n; i++) {
		if (!uri_character(s.p[i]))
			return false;
		if (s.p[i] == '%' && (i + 2 >= s.n || !hex(s.p[i + 1]) || !hex(s.p[i + 2])))
			return false;
	}
	return true;
}

/* ==== Language (RFC 5646) ==== */

/* Takes the next subtag if it is of the class and length. */
static bool
subtag(struct str *s, bool (*class)(char), size_t min, size_t max)
{
	struct str rest = *s, tag = str_cut(&rest, '-');

	if (!all(tag, class, min, max))
		return false;
	*s = rest;
	return true;
}

static bool
variant(struct str *s)
{
	if (subtag(s, alnum, 5, 8))
		return true;
	return s->n && digit(s->p[0]) && subtag(s, alnum, 4, 4);
}

/* A singleton and what belongs to it. */
static bool
extension(struct str *s, bool private, size_t min)
{
	struct str rest = *s, tag = str_cut(&rest, '-');

	if (!all(tag, alnum, 1, 1) || one_of(tag.p[0], "xX") != private)
		return false;
	if (!subtag(&rest, alnum, min, 8))
		return false;
	while (subtag(&rest, alnum, min, 8))
		;
	*s = rest;
	return true;
}

static bool
lang_head(struct str *s)
{
	if (subtag(s, alpha, 4, 8))
		return true;
	if (!subtag(s, alpha, 2, 3))
		return false;
	for (int i = 0; i < 3 && subtag(s, alpha, 3, 3); i++)
		;
	return true;
}

bool
csaf_is_lang(struct str s)
{
	if (str_eq_nocase(s, S("i-default")) || str_eq_nocase(s, S("i-mingo")))
		return true;
	if (s.n == 0 || str_ends(s, S("-")))
		return false;
	if (extension(&s, true, 1))
		return s.n == 0;
	if (!lang_head(&s))
		return false;
	subtag(&s, alpha, 4, 4);
	if (!subtag(&s, alpha, 2, 2))
		subtag(&s, digit, 3, 3);
	while (variant(&s))
		;
	while (extension(&s, false, 2))
		;
	extension(&s, true, 1);
	return s.n == 0;
}

/* ==== Versions ==== */

static bool
plain_number(struct str s)
{
	return all(s, digit, 1, s.n) && (s.n == 1 || s.p[0] != '0');
}

static bool
label_character(char c)
{
	return alnum(c) || c == '-';
}

/* Dotted labels; in a pre-release, a number has no leading zero. */
static bool
labels(struct str s, bool pre)
{
	if (s.n == 0 || str_ends(s, S(".")))
		return false;
	while (s.n) {
		struct str label = str_cut(&s, '.');

		if (!all(label, label_character, 1, label.n))
			return false;
		if (pre && all(label, digit, 1, label.n) && !plain_number(label))
			return false;
	}
	return true;
}

struct csaf_number
csaf_number(struct str s)
{
	struct csaf_number v = { 0 };
	struct str head = s;
	size_t n;

	v.semantic = str_has(s, S("."));
	if (str_has(s, S("+"))) {
		head = str_cut(&s, '+');
		v.build = s;
	}
	n = 0;
	while (n < head.n && head.p[n] != '-')
		n++;
	if (n < head.n)
		v.pre = (struct str){ head.p + n + 1, head.n - n - 1 };
	head = str_sub(head, 0, n);
	v.major = str_cut(&head, '.');
	v.minor = str_cut(&head, '.');
	v.patch = head;
	return v;
}

bool
csaf_is_version(struct str s)
{
	struct csaf_number v = csaf_number(s);

	if (plain_number(s))
		return true;
	if (str_has(s, S("+")) && !labels(v.build, false))
		return false;
	if (v.pre.p && !labels(v.pre, true))
		return false;
	return v.semantic && plain_number(v.major) && plain_number(v.minor) &&
	       plain_number(v.patch);
}

/* Numbers without leading zeros, of any length. */
static int
number_cmp(struct str a, struct str b)
{
	if (a.n == 0)
		a = S("0");
	if (b.n == 0)
		b = S("0");
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	return str_cmp(a, b);
}

/* One label of a pre-release: numbers stand before words. */
static int
label_cmp(struct str a, struct str b)
{
	bool one = all(a, digit, 1, a.n), two = all(b, digit, 1, b.n);

	if (one && two)
		return number_cmp(a, b);
	if (one != two)
		return one ? -1 : 1;
	return str_cmp(a, b);
}

static int
pre_cmp(struct str a, struct str b)
{
	if (a.n == 0 || b.n == 0)
		return (a.n == 0) - (b.n == 0);
	while (a.n && b.n) {
		int order = label_cmp(str_cut(&a, '.'), str_cut(&b, '.'));

		if (order)
			return order;
	}
	return (a.n > 0) - (b.n > 0);
}

int
csaf_number_cmp(struct str a, struct str b)
{
	struct csaf_number one = csaf_number(a), two = csaf_number(b);
	int order = number_cmp(one.major, two.major);

	if (order == 0)
		order = number_cmp(one.minor, two.minor);
	if (order == 0)
		order = number_cmp(one.patch, two.patch);
	return order ? order : pre_cmp(one.pre, two.pre);
}

/* ==== CPE ==== */

static bool
uri_part(char c)
{
	return alnum(c) || one_of(c, "._-~%");
}

/* cpe:/a:vendor:product… (CPE 2.2) */
static bool
cpe_uri(struct str s)
{
	int parts = 0;

	if (s.n < 5 || !str_eq_nocase(str_sub(s, 0, 4), S("cpe:")) || s.p[4] != '/')
		return false;
	s = str_sub(s, 5, s.n);
	if (s.n && one_of(s.p[0], "AHOaho"))
		s = str_sub(s, 1, s.n);
	while (s.n) {
		if (s.p[0] != ':' || ++parts > 6)
			return false;
		s = str_sub(s, 1, s.n);
		s = str_sub(s, span(s, uri_part), s.n);
	}
	return true;
}

/* Cuts a bound form at the next ':' that no backslash holds. */
static struct str
component(struct str *s)
{
	struct str all_of = *s;
	size_t n = 0;

	while (n < s->n && s->p[n] != ':')
		n += s->p[n] == '\\' && n + 1 < s->n ? 2 : 1;
	*s = n < s->n ? (struct str){ s->p + n + 1, s->n - n - 1 } : (struct str){ NULL, 0 };
	return str_sub(all_of, 0, n);
}

/* "**", "?*" are none: a star or some question marks at each end, no more. */
static struct str
without_wildcards(struct str s)
{
	if (s.n && s.p[0] == '*')
		s = str_sub(s, 1, s.n);
	else
		while (s.n && s.p[0] == '?')
			s = str_sub(s, 1, s.n);
	if (s.n > 1 && s.p[s.n - 1] == '*' && s.p[s.n - 2] != '\\')
		return str_sub(s, 0, s.n - 1);
	while (s.n > 1 && s.p[s.n - 1] == '?' && s.p[s.n - 2] != '\\')
		s.n--;
	return s;
}

static bool
cpe_component(struct str s)
{
	size_t i = 0;

	if (str_eq(s, S("*")) || str_eq(s, S("-")))
		return true;
	s = without_wildcards(s);
	while (i < s.n) {
		if (s.p[i] == '\\') {
			if (i + 1 >= s.n || !one_of(s.p[i + 1], "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~"))
				return false;
			i += 2;
		} else if (alnum(s.p[i]) || one_of(s.p[i], "-._")) {
			i++;
		} else {
			return false;
		}
	}
	return s.n > 0;
}

static bool
cpe_lang(struct str s)
{
	if (str_eq(s, S("*")) || str_eq(s, S("-")))
		return true;
	if (!subtag(&s, alpha, 2, 3))
		return false;
	return s.n == 0 || all(s, alpha, 2, 2) || all(s, digit, 3, 3);
}

bool
csaf_is_cpe(struct str s)
{
	struct str part;

	if (!str_starts(s, S("cpe:2.3:")))
		return cpe_uri(s);
	s = str_sub(s, 8, s.n);
	part = component(&s);
	if (part.n != 1 || !one_of(part.p[0], "aho*-"))
		return false;
	for (int i = 0; i < 10; i++) {
		part = component(&s);
		if (i == 5 ? !cpe_lang(part) : !cpe_component(part))
			return false;
		if ((i < 9) != (s.p != NULL))
			return false;
	}
	return true;
}

/* ==== Names and numbers ==== */

static bool
purl_type(char c)
{
	return alnum(c) || one_of(c, ".-+");
}

bool
csaf_is_purl(struct str s)
{
	size_t n;

	if (!str_starts(s, S("pkg:")))
		return false;
	s = str_sub(s, 4, s.n);
	n = span(s, purl_type);
	return n > 0 && !digit(s.p[0]) && n + 1 < s.n && s.p[n] == '/';
}

bool
csaf_is_hash(struct str s)
{
	return all(s, hex, 32, s.n);
}

bool
csaf_is_cve(struct str s)
{
	return s.n >= 13 && str_starts(s, S("CVE-")) && all(str_sub(s, 4, 4), digit, 4, 4) &&
	       s.p[8] == '-' && all(str_sub(s, 9, s.n), digit, 4, s.n);
}

bool
csaf_is_cwe(struct str s)
{
	return str_starts(s, S("CWE-")) && s.n > 4 && s.p[4] != '0' &&
	       all(str_sub(s, 4, s.n), digit, 1, 6);
}

/* What ECMAScript's \s is beyond ASCII. */
static const char *const space[] = { "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
	"\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029",
	"\u202f", "\u205f", "\u3000", "\ufeff" };

static bool
ends_in_space(struct str s)
{
	for (size_t i = 0; i < sizeof space / sizeof space[0]; i++)
		if (str_starts(s, str_of(space[i])) || str_ends(s, str_of(space[i])))
			return true;
	return one_of(s.p[0], " \t\r\n\v\f") || one_of(s.p[s.n - 1], " \t\r\n\v\f");
}

static bool
one_line(struct str s)
{
	return !str_has(s, S("\n")) && !str_has(s, S("\r")) && !str_has(s, S("\u2028")) &&
	       !str_has(s, S("\u2029"));
}

bool
csaf_is_category(struct str s)
{
	return s.n && !ends_in_space(s) && one_line(s) && !one_of(s.p[0], "-_.") &&
	       !one_of(s.p[s.n - 1], "-_.");
}

bool
csaf_is_id(struct str s)
{
	return s.n && !ends_in_space(s) && one_line(s);
}

bool
csaf_is_uuid(struct str s)
{
	static const size_t part[] = { 8, 4, 4, 4, 12 };

	for (size_t i = 0; i < 5; i++)
		if (!subtag(&s, hex, part[i], part[i]))
			return false;
	return s.p == NULL;
}

/* ==== File names ==== */

struct str
csaf_file_name(struct arena *a, struct str id)
{
	char *to = arena_alloc(a, id.n + sizeof ".json");
	size_t n = 0;

	for (size_t i = 0; i < id.n; i++) {
		char low = id.p[i];

		if (low >= 'A' && low <= 'Z')
			low = (char)(low + 32);
		if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '+' ||
		    low == '-')
			to[n++] = low;
		else if (n == 0 || to[n - 1] != '_')
			to[n++] = '_';
	}
	memcpy(to + n, ".json", 5);
	return (struct str){ to, n + 5 };
}
