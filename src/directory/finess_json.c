/*
 * The JSON of FINESS+ "Structures" (ANS, daily): groups (gcc), legal entities
 * (pmej) each with its sites (ege).
 *
 * The national file is several hundred megabytes, so it is not read as one tree:
 * a small scanner finds the arrays of the root and cuts out their elements, and
 * jansson reads one element at a time.  An element that is broken is reported
 * with its line and the next one is read.  Groups are read first, wherever they
 * stand: sites need their names.
 *
 * The published schema, the published example and the flux differ in the spelling
 * of keys ("numFinessPm", "pm_smsseId", "informationsGeneralesPmej"), in depth
 * (etatObjet as a code or an object) and in kind (gcc as one object or an array):
 * keys are compared by their letters and digits alone, and both shapes are read.
 *
 * Coordinates: coordonneeX holds the northing and coordonneeY the easting in
 * ANS's own example, so neither is read; directionLatitude and -Longitude are,
 * and are dropped when they are no degrees.
 */
#include "directory/finess.h"

#include <ctype.h>

#include "base/shape.h"

#define JSON_DEPTH_MAX 64
#define GHT_KEPT 2000
#define MEMBERS_KEPT 20000

static const struct str nothing = { NULL, 0 };

/* ==== The scanner ==== */

static struct str
skip_blank(struct str s)
{
	while (s.n && (isspace((unsigned char)s.p[0]) || s.p[0] == ','))
		s = str_sub(s, 1, s.n);
	return s;
}

static size_t
string_end(struct str s)
{
	size_t i = 1;

	while (i < s.n && s.p[i] != '"')
		i += s.p[i] == '\\' ? 2 : 1;
	return i < s.n ? i + 1 : s.n;
}

/* Length of the value that s begins with; nothing is checked but its brackets. */
static size_t
value_end(struct str s)
{
	size_t i = 0, depth = 0;

	if (s.n && s.p[0] == '"')
		return string_end(s);
	while (i < s.n) {
		char c = s.p[i];

		if (c == '"') {
			i += string_end(str_sub(s, i, s.n));
			continue;
		}
		if ((c == ',' || c == ']' || c == '}') && depth == 0)
			return i;
		i++;
		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth == 0)
			return i;
	}
	return s.n;
}

/* The next element of what stands inside brackets; false at the end. */
static bool
next_value(struct str *inside, struct str *ret)
{
	size_t n;

	*inside = skip_blank(*inside);
	n = value_end(*inside);
	if (n == 0)
		return false;
	*ret = str_sub(*inside, 0, n);
	*inside = str_sub(*inside, n, inside->n);
	return true;
}

/* The inside of a bracketed value; a lone object is a list of one. */
static struct str
elements(struct str value)
{
	if (value.n >= 2 && value.p[0] == '[')
		return str_sub(value, 1, value.n - 2);
	return value;
}

/* The value of a key of the root object; "" when absent. */
static struct str
root_value(struct str text, struct str key)
{
	struct str inside = skip_blank(text), name, value;

	inside = str_sub(inside, 1, inside.n);
	while (next_value(&inside, &name)) {
		struct str quoted = str_sub(name, 1, name.n >= 2 ? name.n - 2 : 0);

		if (name.p[0] != '"')
			return nothing;
		inside = skip_blank(inside);
		if (inside.n == 0 || inside.p[0] != ':')
			return nothing;
		inside = str_sub(inside, 1, inside.n);
		if (!next_value(&inside, &value))
			return nothing;
		if (str_eq_nocase(quoted, key))
			return value;
	}
	return nothing;
}

/* ==== Values of an element ==== */

/* Same letters and digits, whatever the case and the underscores. */
static bool
same_key(const char *a, const char *b)
{
	while (*a || *b) {
		if (*a && !isalnum((unsigned char)*a))
			a++;
		else if (*b && !isalnum((unsigned char)*b))
			b++;
		else if (tolower((unsigned char)*a++) != tolower((unsigned char)*b++))
			return false;
	}
	return true;
}

static json_t *
get(json_t *object, const char *key)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value)
	{
		if (same_key(name, key))
			return value;
	}
	return NULL;
}

/* Text of a value: a string, or the code of a coded object; padding goes. */
static struct str
text_of(json_t *value, struct arena *a, size_t max)
{
	if (json_is_object(value))
		value = get(value, "code");
	if (json_is_integer(value))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	if (!json_is_string(value))
		return nothing;
	return finess_text(
	    a, (struct str){ json_string_value(value), json_string_length(value) }, max);
}

static struct str
text(json_t *object, const char *key, struct arena *a, size_t max)
{
	return text_of(get(object, key), a, max);
}

static json_t *
first_of(json_t *list)
{
	return json_is_array(list) ? json_array_get(list, 0) : list;
}

/* ==== Groups ==== */

static const struct ght *
ght_of(const struct finess_json *f, struct str id)
{
	for (size_t i = 0; i < f->n_members; i++)
		if (str_eq(f->member[i].id, id))
			return f->member[i].ght;
	return NULL;
}

static void
read_members(struct finess_json *f, json_t *list, char kind, const char *key, const struct ght *ght)
{
	size_t i;
	json_t *member;

	json_array_foreach(list, i, member)
	{
		struct str id = text(member, key, f->arena, 20);

		if (id.n == 0 || f->n_members == MEMBERS_KEPT)
			continue;
		f->member[f->n_members++] = (struct finess_member){
			.id = arena_printf(f->arena, "%c%.*s", kind, PS(id)),
			.ght = ght,
		};
	}
}

/* Only hospital groups (GHT, typeGcc "001") that are active. */
static void
read_group(struct finess_json *f, json_t *group)
{
	struct ght *ght = &f->ght[f->n_ght];
	struct str state = text(group, "etatObjet", f->arena, 4);

	if (f->n_ght == GHT_KEPT || !str_eq(text(group, "typeGcc", f->arena, 4), S("001")) ||
	    str_eq(state, S("I")))
		return;
	ght->name = text(group, "nomGcc", f->arena, 120);
	ght->code = text(group, "gccIdentifiantExterne", f->arena, 20);
	if (ght->code.n == 0)
		ght->code = text(group, "gccId", f->arena, 20);
	if (ght->name.n == 0 || ght->code.n == 0)
		return;
	f->n_ght++;
	read_members(f, get(group, "pmejDuGcc"), 'P', "pmSmsseId", ght);
	read_members(f, get(group, "egeDuGcc"), 'E', "egeId", ght);
}

/* Deeper than the flux ever is, jansson would still recurse: refuse first. */
static json_t *
load(struct str element)
{
	size_t depth = 0;

	for (size_t i = 0; i < element.n; i++) {
		char c = element.p[i];

		if (c == '"')
			i += string_end(str_sub(element, i, element.n)) - 1;
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		if (depth > JSON_DEPTH_MAX)
			return NULL;
	}
	return json_loadb(element.p, element.n, 0, NULL);
}

void
finess_json_start(struct finess_json *f, struct str bytes, struct arena *a)
{
	struct str groups, entities, element;

	*f = (struct finess_json){ .arena = a, .line = 1, .at = bytes };
	if (str_starts(bytes, S("\xEF\xBB\xBF")))
		bytes = str_sub(bytes, 3, bytes.n);
	entities = root_value(bytes, S("pmej"));
	if (entities.n == 0) {
		f->error = "directory.bad_file";
		return;
	}
	f->entities = elements(entities);
	f->ght = arena_array(a, struct ght, GHT_KEPT + 1);
	f->member = arena_array(a, struct finess_member, MEMBERS_KEPT);
	groups = elements(root_value(bytes, S("gcc")));
	while (next_value(&groups, &element)) {
		json_t *group = load(element);

		read_group(f, group);
		json_decref(group);
	}
}

/* ==== Records ==== */

static int64_t
degrees(struct str s, int64_t most)
{
	struct str whole = s, fraction;
	bool minus = str_starts(s, S("-"));
	int64_t units = 0, millionths = 0, value;
	char digits[7] = "000000";

	whole = str_sub(whole, minus, whole.n);
	fraction = whole;
	whole = str_cut(&fraction, '.');
	if (whole.n > 3 || !str_int(whole, &units) || units < 0)
		return INT_NONE;
	for (size_t i = 0; i < fraction.n; i++)
		if (!isdigit((unsigned char)fraction.p[i]))
			return INT_NONE;
		else if (i < 6)
			digits[i] = fraction.p[i];
	str_int(str_of(digits), &millionths);
	value = units * 1000000 + millionths;
	if (value > most * 1000000)
		return INT_NONE;
	return minus ? -value : value;
}

static void
read_position(json_t *address, struct structure *s, struct finess_record *r, struct arena *a)
{
	json_t *position = get(address, "coordonneesGeographique");
	struct str latitude = text(position, "directionLatitude", a, 30);
	struct str longitude = text(position, "directionLongitude", a, 30);

	s->latitude = degrees(latitude, 90);
	s->longitude = degrees(longitude, 180);
	if (s->latitude != INT_NONE && s->longitude != INT_NONE)
		return;
	if (latitude.n || longitude.n)
		finess_note(r, "latitude", "directory.bad_position", latitude);
	s->latitude = s->longitude = INT_NONE;
}

static void
read_address(json_t *address, struct structure *s, struct finess_record *r, struct arena *a)
{
	struct str commune = text(address, "cogCommune", a, 5);

	s->address = finess_address(a, text(address, "numeroVoie", a, 20),
	    text(address, "complementVoie", a, 20), text(address, "typeVoie", a, 20),
	    text(address, "libelleVoie", a, 120), text(address, "lieuDit", a, 120));
	if (s->address.n == 0)
		s->address = text(address, "ligneQuatre", a, 200);
	s->postcode = text(address, "codePostal", a, 5);
	s->town = finess_town(a, text(address, "ligneAcheminement", a, 80));
	s->department.s = directory_department(s->postcode, commune, nothing);
	if (s->department.s.n == 0 && s->postcode.n == 0)
		s->department.s = directory_department_of_finess(s->finess);
	read_position(address, s, r, a);
}

/* Legal statuses of FINESS: public up to 30, then not for profit, then commercial. */
static struct str
legal_status(struct str code)
{
	int64_t n;

	if (!str_int(code, &n) || n < 1)
		return nothing;
	if (n < 40)
		return S("public");
	return n < 70 ? S("espic") : S("prive_lucratif");
}

static struct moment
closing(json_t *general, json_t *object, struct finess_record *r, struct arena *a)
{
	struct moment m = finess_date(text(general, "dateFermeture", a, 40), "closed", r);
	struct str state = text(object, "etatObjet", a, 4);

	/* Inactive without a date: closed at the latest when it was last changed. */
	if (!moment_known(m) && str_eq(state, S("I")))
		m = finess_date(text(object, "dateDerniereMaj", a, 40), "closed", r);
	return m;
}

static enum finess_row
bad(struct finess_record *r, const char *field, const char *key, struct str value)
{
	r->n_notes = 0;
	finess_note(r, field, key, value);
	return FINESS_BAD;
}

static enum finess_row
read_site(struct finess_json *f, json_t *site, struct finess_record *r, struct arena *a)
{
	struct structure *s = &r->s;
	json_t *general = get(site, "informationsGeneralesEGE");
	json_t *contact = first_of(get(site, "contact"));
	struct str siret = text(general, "siret", a, 40);
	const struct ght *ght =
	    ght_of(f, arena_printf(a, "E%.*s", PS(text(general, "egeId", a, 20))));

	s->finess = finess_number(a, text(general, "numFinessEge", a, 40), "finess", r);
	if (s->finess.n == 0)
		return bad(
		    r, "finess", "directory.bad_finess", text(general, "numFinessEge", a, 40));
	s->name = text(general, "nomEgeCourt", a, 200);
	s->long_name = text(general, "nomEgeLong", a, 300);
	if (s->name.n == 0)
		s->name = str_utf8_head(s->long_name, 200);
	if (s->name.n == 0)
		return bad(r, "name", "directory.no_name", s->finess);
	s->finess_legal = f->legal.finess;
	s->legal_name = f->legal.name;
	s->legal_status = f->legal.legal_status;
	s->category = text(site, "categorieEntiteGeographiqueExercice", a, 4);
	s->siret = finess_siret(a, siret.n ? siret : text(site, "siret", a, 40), r);
	s->phone = finess_phone(a, text(get(contact, "telecom"), "telephone", a, 40), r);
	s->opened = finess_date(text(general, "dateOuverture", a, 40), "opened", r);
	s->updated = finess_date(text(site, "dateDerniereMaj", a, 40), "updated", r);
	s->closed = closing(general, site, r, a);
	s->source = S("finess-plus");
	if (ght == NULL)
		ght = f->legal_ght;
	if (ght)
		s->ght = ght->name, s->ght_code = ght->code;
	read_address(first_of(get(site, "adresse")), s, r, a);
	return FINESS_STRUCTURE;
}

static enum finess_row
read_legal(struct finess_json *f, struct finess_record *r, struct arena *a)
{
	struct legal_entity *e = &r->legal;
	json_t *general = get(f->entity, "informationsGeneralesPMEJ");
	struct str id = text(general, "pmSmsseId", a, 20);

	field_clear(legal_entity_fields, e);
	f->legal_ght = ght_of(f, arena_printf(a, "P%.*s", PS(id)));
	e->finess = finess_number(a, text(general, "numFinessPm", a, 40), "finess_legal", r);
	e->name = text(general, "denominationPm", a, 200);
	if (e->name.n == 0)
		e->name = text(general, "denominationLonguePmSmsse", a, 200);
	e->siren = text(general, "siren", a, 9);
	e->legal_status.s = legal_status(text(general, "statutJuridique", a, 4));
	if (f->legal_ght)
		e->ght_code = f->legal_ght->code;
	e->opened = finess_date(text(general, "dateCreation", a, 40), "opened", r);
	e->closed = closing(general, f->entity, r, a);
	e->updated = finess_date(text(f->entity, "dateDerniereMaj", a, 40), "updated", r);
	e->source = S("finess-plus");
	f->legal = *e;
	if (e->finess.n == 0)
		return bad(
		    r, "finess_legal", "directory.bad_finess", text(general, "numFinessPm", a, 40));
	if (e->name.n == 0)
		return bad(r, "name", "directory.no_name", e->finess);
	return FINESS_LEGAL;
}

/* The line on which an element begins. */
static int64_t
line_of(struct finess_json *f, const char *p)
{
	for (; f->at.p < p; f->at.p++, f->at.n--)
		f->line += f->at.p[0] == '\n';
	return f->line;
}

/* Texts of the entity are read again for each of its sites: those in record.legal
 * point into an arena that may be emptied between two records. */
static void
keep_legal(struct finess_json *f, struct arena *a)
{
	struct finess_record again = { .n_notes = 0 };

	read_legal(f, &again, a);
}

enum finess_row
finess_json_next(struct finess_json *f, struct arena *a, struct finess_record *ret)
{
	json_t *sites = get(f->entity, "ege");
	struct str element;

	ret->n_notes = 0;
	field_clear(structure_fields, &ret->s);
	ret->line = f->entity_line;
	if (f->next_site < json_array_size(sites)) {
		keep_legal(f, a);
		return read_site(f, json_array_get(sites, f->next_site++), ret, a);
	}
	json_decref(f->entity);
	f->entity = NULL;
	f->next_site = 0;
	if (!next_value(&f->entities, &element))
		return FINESS_END;
	ret->line = f->entity_line = line_of(f, element.p);
	f->entity = load(element);
	if (!json_is_object(f->entity))
		return bad(ret, "", "directory.bad_json", S(""));
	return read_legal(f, ret, a);
}

void
finess_json_release(struct finess_json *f)
{
	json_decref(f->entity);
	f->entity = NULL;
}
