/*
 * Values as the national files spell them, and as spreadsheets spoil them.
 *
 * What can be given back for sure is (a leading zero, where a check digit or the
 * length proves it); what cannot is dropped with a note, and the record goes in
 * without it: a site without a telephone is worth more than no site.
 */
#include "directory/finess.h"

#include <ctype.h>
#include <inttypes.h>

#include "base/shape.h"

static const struct str nothing = { NULL, 0 };

void
finess_note(struct finess_record *r, const char *field, const char *key, struct str value)
{
	if (r->n_notes < FINESS_NOTES)
		r->note[r->n_notes++] = (struct finess_note){ field, key, value };
}

static bool
blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7F;
}

struct str
finess_text(struct arena *a, struct str raw, size_t max)
{
	char *p = arena_alloc(a, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		if (!blank(raw.p[i]))
			p[n++] = raw.p[i];
		else if (n > 0 && p[n - 1] != ' ')
			p[n++] = ' ';
	}
	return str_trim(str_utf8_head((struct str){ p, n }, max));
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isdigit((unsigned char)s.p[i]))
			return false;
	return s.n > 0;
}

static struct str
padded(struct arena *a, struct str digits, size_t length)
{
	static const char zeros[] = "00000000000000";

	if (digits.n >= length || length > sizeof zeros - 1)
		return digits;
	return arena_printf(a, "%.*s%.*s", (int)(length - digits.n), zeros, PS(digits));
}

struct str
finess_number(struct arena *a, struct str raw, const char *field, struct finess_record *r)
{
	struct str number = str_trim(raw);
	const char *error;
	struct str shaped;

	if (number.n == 0)
		return nothing;
	if (number.n < 9 && number.n >= 7 && all_digits(number)) {
		shaped = padded(a, number, 9);
		if (shape_luhn(shaped)) {
			finess_note(r, field, "directory.zero_restored", raw);
			return shaped;
		}
	}
	shaped = number.n == 9 ? shape_input(a, INPUT_FINESS, number, &error) : nothing;
	if (shaped.n == 0)
		finess_note(r, field, "directory.bad_finess", raw);
	else if (!shape_luhn(shaped))
		finess_note(r, field, "directory.finess_key", raw);
	return shaped;
}

/* La Poste's sites have a key of their own, so a wrong key is kept and noted. */
struct str
finess_siret(struct arena *a, struct str raw, struct finess_record *r)
{
	struct str siret = finess_text(a, raw, 40), restored;

	if (siret.n == 0)
		return nothing;
	if (siret.n == 13 && all_digits(siret)) {
		restored = padded(a, siret, 14);
		if (shape_luhn(restored)) {
			finess_note(r, "siret", "directory.zero_restored", raw);
			return restored;
		}
	}
	if (siret.n != 14 || !all_digits(siret)) {
		finess_note(r, "siret", "directory.bad_siret", raw);
		return nothing;
	}
	if (!shape_luhn(siret))
		finess_note(r, "siret", "directory.siret_key", raw);
	return siret;
}

/* Its digits; false when there is anything else than what separates them. */
static bool
digits_of(struct arena *a, struct str raw, struct str *ret)
{
	char *p = arena_alloc(a, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		if (isdigit((unsigned char)raw.p[i]))
			p[n++] = raw.p[i];
		else if (memchr(" .-+()/", raw.p[i], 7) == NULL)
			return false;
	}
	*ret = (struct str){ p, n };
	return true;
}

/* Ten digits; nine when a spreadsheet ate the zero; "+33" and "0033" read too. */
struct str
finess_phone(struct arena *a, struct str raw, struct finess_record *r)
{
	struct str phone;

	if (!digits_of(a, raw, &phone)) {
		finess_note(r, "phone", "directory.bad_phone", raw);
		return nothing;
	}
	if (phone.n == 0)
		return nothing;
	if (str_starts(phone, S("0033")) && phone.n == 13)
		phone = str_sub(phone, 4, 9);
	else if (str_starts(phone, S("33")) && phone.n == 11)
		phone = str_sub(phone, 2, 9);
	if (phone.n == 9 && phone.p[0] != '0')
		return padded(a, phone, 10);
	if (phone.n == 10 && phone.p[0] == '0')
		return phone;
	if (phone.n == 4 || phone.n == 6) /* 3xxx short numbers; Wallis, Polynésie */
		return phone;
	finess_note(r, "phone", "directory.bad_phone", raw);
	return nothing;
}

static bool
number_at(struct str s, size_t from, size_t n, int *ret)
{
	struct str part = str_sub(s, from, n);
	int64_t v;

	if (part.n != n || !all_digits(part) || !str_int(part, &v))
		return false;
	*ret = (int)v;
	return true;
}

static bool
day_of(struct str s, struct civil *c)
{
	if (s.n < 10)
		return false;
	if (s.p[4] == '-' && s.p[7] == '-')
		return number_at(s, 0, 4, &c->year) && number_at(s, 5, 2, &c->month) &&
		       number_at(s, 8, 2, &c->day);
	return s.p[2] == '/' && s.p[5] == '/' && number_at(s, 0, 2, &c->day) &&
	       number_at(s, 3, 2, &c->month) && number_at(s, 6, 4, &c->year);
}

/* The hour, where there is one, orders two updates of a day. */
static bool
hour_of(struct str s, struct civil *c)
{
	if (s.n == 10)
		return true;
	if (s.p[10] != ' ' && s.p[10] != 'T')
		return false;
	return s.n < 19 || (number_at(s, 11, 2, &c->hour) && number_at(s, 14, 2, &c->minute) &&
			       number_at(s, 17, 2, &c->second));
}

struct moment
finess_date(struct str raw, const char *field, struct finess_record *r)
{
	struct str s = str_trim(raw);
	struct civil c = { 0 };
	struct moment m;

	if (s.n == 0)
		return MOMENT_NONE;
	if (day_of(s, &c) && hour_of(s, &c) && moment_from_civil(c, ZONE_UTC, &m))
		return m;
	finess_note(r, field, "directory.bad_date", raw);
	return MOMENT_NONE;
}

/* Without the sorting office ("CEDEX 2") that follows. */
struct str
finess_town(struct arena *a, struct str town)
{
	struct str clean = finess_text(a, town, 80);

	for (size_t i = 1; i + 6 <= clean.n; i++)
		if (str_eq_nocase(str_sub(clean, i, 6), S(" CEDEX")) &&
		    (i + 6 == clean.n || clean.p[i + 6] == ' '))
			return str_sub(clean, 0, i);
	return clean;
}

void
finess_routing(struct arena *a, struct str line, struct str *postcode, struct str *town)
{
	struct str rest = finess_text(a, line, 120);
	struct str code = str_cut(&rest, ' ');

	if (all_digits(code) && (code.n == 5 || code.n == 4)) {
		*postcode = padded(a, code, 5);
		*town = finess_town(a, rest);
	} else {
		*town = finess_town(a, line);
	}
}

static struct str
street_type(struct str type)
{
	static const struct {
		const char *abbreviation, *full;
	} list[] = {
		{ "ALL", "ALLEE" },
		{ "AV", "AVENUE" },
		{ "BD", "BOULEVARD" },
		{ "CHE", "CHEMIN" },
		{ "CRS", "COURS" },
		{ "ESP", "ESPLANADE" },
		{ "FG", "FAUBOURG" },
		{ "IMP", "IMPASSE" },
		{ "LOT", "LOTISSEMENT" },
		{ "MTE", "MONTEE" },
		{ "PL", "PLACE" },
		{ "QU", "QUAI" },
		{ "R", "RUE" },
		{ "RES", "RESIDENCE" },
		{ "RTE", "ROUTE" },
		{ "SQ", "SQUARE" },
	};

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (str_eq(type, str_of(list[i].abbreviation)))
			return str_of(list[i].full);
	return type;
}

struct str
finess_address(struct arena *a, struct str number, struct str complement, struct str type,
    struct str street, struct str place)
{
	struct buf b = BUF_INIT(4096);
	struct str address;

	buf_printf(&b, "%.*s%.*s ", PS(number), PS(complement));
	buf_printf(&b, "%.*s %.*s", PS(street_type(str_trim(type))), PS(street));
	if (place.n)
		buf_printf(&b, "%s%.*s", str_trim(buf_str(&b)).n ? ", " : "", PS(place));
	address = finess_text(a, buf_str(&b), 200);
	buf_release(&b);
	return address;
}
