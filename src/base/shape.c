#include "base/shape.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

/* Without the spaces, dots and dashes that people put in numbers. */
static struct str
squeezed(struct arena *a, struct str text, bool upper)
{
	char *p = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (isalnum((unsigned char)text.p[i]) || text.p[i] == '+')
			p[n++] = upper ? (char)toupper((unsigned char)text.p[i]) : text.p[i];
	return (struct str){ p, n };
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isdigit((unsigned char)s.p[i]))
			return false;
	return s.n > 0;
}

bool
shape_luhn(struct str s)
{
	int sum = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[s.n - 1 - i];
		int d = isdigit((unsigned char)c) ? c - '0' : toupper((unsigned char)c) - 'A' + 1;

		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return s.n > 0 && sum % 10 == 0;
}

/* One @, something on both sides, a dot in the domain, no space or control. */
static bool
mail_address(struct str s)
{
	struct str domain = s, local = str_cut(&domain, '@');

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>,;:\"\\()[]", s.p[i]))
			return false;
	return local.n && local.n <= 64 && str_has(domain, S(".")) && !str_has(domain, S("@")) &&
	       !str_has(domain, S("..")) && domain.p[0] != '.' && domain.p[domain.n - 1] != '.';
}

static bool
finess(struct str s)
{
	if (s.n != 9 || !isdigit((unsigned char)s.p[0]))
		return false;
	if (!isdigit((unsigned char)s.p[1]) && s.p[1] != 'A' && s.p[1] != 'B')
		return false;
	return all_digits(str_sub(s, 2, 7));
}

static bool
telephone(struct str s)
{
	struct str number = str_starts(s, S("+")) ? str_sub(s, 1, s.n) : s;

	return all_digits(number) && number.n >= 4 && number.n <= 15;
}

/* Control characters other than line ends and tabs do not belong in a text. */
static bool
printable(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < ' ' && !memchr("\n\r\t", s.p[i], 3)) || s.p[i] == 0x7F)
			return false;
	return true;
}

struct str
shape_input(struct arena *a, enum input input, struct str text, const char **ret_error)
{
	const struct str wrong = { NULL, 0 };

	if (!printable(text)) {
		*ret_error = "error.control";
		return wrong;
	}
	switch (input) {
	case INPUT_EMAIL: *ret_error = "error.email"; return mail_address(text) ? text : wrong;
	case INPUT_TEL:
		*ret_error = "error.tel";
		text = squeezed(a, text, false);
		return telephone(text) ? text : wrong;
	case INPUT_FINESS:
		*ret_error = "error.finess";
		text = squeezed(a, text, true);
		return finess(text) ? text : wrong;
	case INPUT_SIRET:
		*ret_error = "error.siret";
		text = squeezed(a, text, false);
		return text.n == 14 && all_digits(text) && shape_luhn(text) ? text : wrong;
	case INPUT_AREA:
	case INPUT_PASSWORD: break;
	default:
		*ret_error = "error.line";
		if (memchr(text.p, '\n', text.n) || memchr(text.p, '\r', text.n))
			return wrong;
		return arena_dup(a, text);
	}
	return arena_dup(a, text);
}

struct str
shape_date(struct arena *a, struct moment m, enum zone zone, enum lang lang)
{
	struct civil c = moment_civil(m, zone);

	(void)lang; /* dd/mm/yyyy in both: the site has one public */
	return arena_printf(a, "%02d/%02d/%04d", c.day, c.month, c.year);
}

struct str
shape_moment(struct arena *a, struct moment m, enum zone zone, enum lang lang)
{
	struct civil c = moment_civil(m, zone);
	int hours = zone_offset(m, zone) / 3600;
	struct str date = shape_date(a, m, zone, lang);

	if (zone == ZONE_PARIS)
		return arena_printf(a, "%.*s %02d:%02d", PS(date), c.hour, c.minute);
	return arena_printf(a, "%.*s %02d:%02d (UTC%+d)", PS(date), c.hour, c.minute, hours);
}

struct str
shape_int(struct arena *a, int64_t n, enum lang lang)
{
	struct str raw = arena_printf(a, "%lld", (long long)n);
	struct buf b = BUF_INIT(128);
	struct str shaped;

	for (size_t i = 0; i < raw.n; i++) {
		size_t left = raw.n - i;

		if (i > 0 && left % 3 == 0 && raw.p[i - 1] != '-')
			buf_puts(&b, lang == LANG_FR ? "\u202f" : ",");
		buf_byte(&b, raw.p[i]);
	}
	shaped = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return shaped;
}

struct str
shape_duration(struct arena *a, int64_t seconds, enum lang lang)
{
	long long minutes = (seconds < 0 ? -seconds : seconds) / 60;
	const char *day = lang == LANG_FR ? "j" : "d";

	if (minutes < 60)
		return arena_printf(a, "%lld\u00a0min", minutes);
	if (minutes < 24 * 60)
		return arena_printf(a, "%lld\u00a0h\u00a0%02lld", minutes / 60, minutes % 60);
	return arena_printf(
	    a, "%lld\u00a0%s\u00a0%lld\u00a0h", minutes / 1440, day, minutes % 1440 / 60);
}

struct str
shape_bytes(struct arena *a, int64_t n, enum lang lang)
{
	const char *unit = lang == LANG_FR ? "o" : "B";

	if (n < 1024)
		return arena_printf(a, "%lld\u00a0%s", (long long)n, unit);
	if (n < 1024 * 1024)
		return arena_printf(a, "%lld\u00a0k%s", (long long)(n + 512) / 1024, unit);
	n = n * 10 / (1024 * 1024);
	return arena_printf(a, "%lld%c%lld\u00a0M%s", (long long)n / 10,
	    lang == LANG_FR ? ',' : '.', (long long)n % 10, unit);
}

/* Base letters of U+00C0..U+00FF; ' ' where there is none. */
static const char latin1_base[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
				  "aaaaaaaceeeeiiiidnooooo ouuuuyty";

/* One sign folded, two letters at most; returns the bytes that it took. */
static size_t
fold_sign(struct str s, char out[3])
{
	unsigned char c = (unsigned char)s.p[0];
	unsigned char next = s.n > 1 ? (unsigned char)s.p[1] : 0;
	size_t n = 1;

	out[0] = ' ', out[1] = out[2] = '\0';
	if (isalnum(c) && c < 0x80)
		out[0] = (char)tolower(c);
	while (c >= 0x80 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n++;
	if (c == 0xC3 && n == 2)
		out[0] = latin1_base[next & 0x3F];
	else if (c == 0xC5 && (next == 0x92 || next == 0x93)) /* Œ œ */
		out[0] = 'o', out[1] = 'e';
	else if (c == 0xCC || (c == 0xCD && next < 0xB0)) /* an accent apart */
		out[0] = '\0';
	return n;
}

struct str
shape_folded(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, 2 * text.n + 1), sign[3];
	size_t n = 0;

	while (text.n) {
		text = str_sub(text, fold_sign(text, sign), text.n);
		for (const char *c = sign; *c; c++)
			if (*c != ' ' || (n > 0 && p[n - 1] != ' '))
				p[n++] = *c;
	}
	while (n > 0 && p[n - 1] == ' ')
		n--;
	return (struct str){ p, n };
}

/* U+ of the bytes 0x80..0x9F; 0 where undefined. */
static const unsigned short cp1252[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
	0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C,
	0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178 };

struct str
shape_from_1252(struct arena *a, struct str bytes)
{
	char *p = arena_alloc(a, 3 * bytes.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		unsigned c = (unsigned char)bytes.p[i];

		if (c >= 0x80 && c < 0xA0)
			c = cp1252[c - 0x80] ? cp1252[c - 0x80] : 0xFFFD;
		if (c < 0x80) {
			p[n++] = (char)c;
		} else if (c < 0x800) {
			p[n++] = (char)(0xC0 | c >> 6);
			p[n++] = (char)(0x80 | (c & 0x3F));
		} else {
			p[n++] = (char)(0xE0 | c >> 12);
			p[n++] = (char)(0x80 | (c >> 6 & 0x3F));
			p[n++] = (char)(0x80 | (c & 0x3F));
		}
	}
	return (struct str){ p, n };
}

struct str
shape_url(struct arena *a, struct str text)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = arena_alloc(a, 3 * text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c < 0x80 && isalnum(c)) || memchr("-._~", c, 4)) {
			p[n++] = (char)c;
			continue;
		}
		p[n++] = '%';
		p[n++] = hex[c >> 4];
		p[n++] = hex[c & 15];
	}
	return (struct str){ p, n };
}

struct str
shape_host(struct str url)
{
	struct str host = url;

	for (size_t i = 0; i + 2 < url.n; i++)
		if (url.p[i] == ':' && url.p[i + 1] == '/' && url.p[i + 2] == '/') {
			host = str_sub(url, i + 3, url.n);
			break;
		}
	host = str_cut(&host, '/');
	if (host.n && host.p[0] != '[')
		host = str_cut(&host, ':');
	return host.n ? host : S("localhost");
}
