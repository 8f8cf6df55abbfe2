/*
 * Two request headers that choose for the visitor: Cookie, Accept-Language.
 */
#include "web/parse.h"

#include "web/text.h"

/* cookie-octet of RFC 6265: no space, quote, comma, semicolon, backslash. */
static bool
value_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == '\\')
			return false;
	}
	return true;
}

struct str
cookie_get(struct str header, const char *name)
{
	while (header.n) {
		struct str value = str_cut(&header, ';');
		struct str key = str_trim(str_cut(&value, '='));

		value = str_trim(value);
		if (str_eq(key, str_of(name)))
			return value_valid(value) ? value : (struct str){ NULL, 0 };
	}
	return (struct str){ NULL, 0 };
}

/* "q=0.8" in thousandths; 1000 when absent, 0 when malformed. */
static int
quality(struct str parameters)
{
	struct str s = str_trim(parameters);
	int q = 0, unit = 1000;

	if (s.n == 0)
		return 1000;
	if (s.n < 3 || (s.p[0] != 'q' && s.p[0] != 'Q') || s.p[1] != '=' || s.n > 7)
		return 0;
	for (size_t i = 2; i < s.n; i++) {
		if (i == 3 && s.p[i] == '.')
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		q += (s.p[i] - '0') * unit;
		unit /= 10;
	}
	return q > 1000 ? 1000 : q;
}

/* Does the range "en-GB" ask for this language? */
static bool
range_is(struct str range, const char *code)
{
	return str_eq_nocase(str_cut(&range, '-'), str_of(code));
}

enum lang
accept_language(struct str header)
{
	enum lang best = LANG_FR;
	int most = 0;

	while (header.n) {
		struct str item = str_cut(&header, ',');
		struct str range = str_trim(str_cut(&item, ';'));
		bool en = range_is(range, "en");
		int q = quality(item);

		if (q > most && (en || range_is(range, "fr") || str_eq(range, S("*")))) {
			most = q;
			best = en ? LANG_EN : LANG_FR;
		}
	}
	return best;
}
