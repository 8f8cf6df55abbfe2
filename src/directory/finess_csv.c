/*
 * The old national CSV, in all its known layouts.
 *
 *	cs1100502, cs1100507	no header; lines "structureet;…" of 32 cells (the last
 *				empty), then "geolocalisation;…" lines
 *	the same, with header	as a spreadsheet saves it (2016)
 *	stock et historique	header line, 42 columns
 *	short list		FINESS;Raison sociale;Commune;Statut Juridique;Région
 *
 * A layout is a list of column names: the header's, or the one that the headless
 * files always follow.  A line is a record: it is cut out before it is read as
 * CSV, so that a quote that is not closed costs one line and not the file.
 */
#include "directory/finess.h"

#include "base/shape.h"

static const char etalab[] = "structureet;nofinesset;nofinessej;rs;rslongue;complrs;compldistrib;"
			     "numvoie;typvoie;voie;compvoie;lieuditbp;commune;departement;"
			     "libdepartement;ligneacheminement;telephone;telecopie;categetab;"
			     "libcategetab;categagretab;libcategagretab;siret;codeape;codemft;"
			     "libmft;codesph;libsph;dateouv;dateautor;datemaj";

static const struct {
	const char *name; /* folded */
	enum finess_column column;
} known[] = {
	{ "structureet", COL_KIND },
	{ "nofinesset", COL_FINESS },
	{ "nofinessej", COL_LEGAL },
	{ "rs", COL_NAME },
	{ "raison sociale", COL_NAME },
	{ "rslongue", COL_LONG },
	{ "complrs", COL_EXTRA },
	{ "compldistrib", COL_DELIVERY },
	{ "numvoie", COL_NUMBER },
	{ "typvoie", COL_TYPE },
	{ "voie", COL_STREET },
	{ "compvoie", COL_COMPLEMENT },
	{ "lieuditbp", COL_PLACE },
	{ "commune", COL_COMMUNE },
	{ "cog", COL_COG },
	{ "departement", COL_DEPARTMENT },
	{ "ligneacheminement", COL_ROUTING },
	{ "codepostal", COL_POSTCODE },
	{ "libelle routage", COL_TOWN },
	{ "telephone", COL_PHONE },
	{ "categetab", COL_CATEGORY },
	{ "libcategetab", COL_LABEL },
	{ "liblongcategetab", COL_LABEL }, /* after the short one: it wins */
	{ "siret", COL_SIRET },
	{ "libsph", COL_SPH },
	{ "statut juridique", COL_STATUS },
	{ "region", COL_REGION },
	{ "dateouv", COL_OPENED },
	{ "dateouvert", COL_OPENED },
	{ "datemaj", COL_UPDATED },
};

/* ==== The layout ==== */

static void
column_named(struct finess_csv *f, struct str name, size_t place)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(name, str_of(known[i].name)))
			f->place[known[i].column] = (int)place;
}

static void
layout_from(struct finess_csv *f, const struct csv *header, const char *source, struct arena *a)
{
	for (size_t i = 0; i < COLUMNS; i++)
		f->place[i] = -1;
	for (size_t i = 0; i < header->n; i++) {
		struct str name = header->field[i];

		column_named(f, shape_folded(a, f->windows ? shape_from_1252(a, name) : name), i);
	}
	f->expected = header->n;
	while (f->expected && str_trim(header->field[f->expected - 1]).n == 0)
		f->expected--;
	f->source = source;
}

static void
layout_etalab(struct finess_csv *f, struct arena *a)
{
	struct csv names;

	csv_start(&names, str_of(etalab), ';');
	csv_next(&names, a);
	layout_from(f, &names, "finess", a);
}

static void
layout_short(struct finess_csv *f, struct arena *a)
{
	layout_from(f, &f->csv, "finess-liste", a);
	f->place[COL_FINESS] = 0;
	f->place[COL_TOWN] = f->place[COL_COMMUNE];
	f->place[COL_COMMUNE] = -1;
}

/* The first line tells the layout; true when it was no record itself. */
static bool
layout_read(struct finess_csv *f, struct arena *a)
{
	struct str first = shape_folded(a, f->csv.field[0]);
	struct str second = f->csv.n > 1 ? shape_folded(a, f->csv.field[1]) : S("");

	layout_etalab(f, a);
	if (str_eq(first, S("structureet")) || str_eq(first, S("geolocalisation")))
		return false;
	if (str_eq(first, S("finess")) && str_starts(second, S("etalab")))
		return true;
	if (str_eq(first, S("finess")) && str_eq(second, S("nofinesset"))) {
		layout_from(f, &f->csv, "finess", a);
		f->place[COL_KIND] = 0;
	} else if (str_eq(first, S("nofinesset"))) {
		layout_from(f, &f->csv, "finess-histo", a);
	} else if (str_eq(first, S("finess")) && str_eq(second, S("raison sociale"))) {
		layout_short(f, a);
	} else {
		f->stopped = true;
	}
	return true;
}

/* ==== Lines ==== */

void
finess_csv_start(struct finess_csv *f, struct str bytes)
{
	f->rest = str_starts(bytes, S("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
	f->line = 0;
	f->windows = !str_utf8_valid(f->rest);
	f->started = f->stopped = false;
	f->source = "";
	f->expected = 0;
}

static struct str
next_line(struct finess_csv *f)
{
	struct str line = str_cut(&f->rest, '\n');

	f->line++;
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static struct str
cell(const struct finess_csv *f, enum finess_column column, struct arena *a, size_t max)
{
	int place = f->place[column];
	struct str raw;

	if (place < 0 || (size_t)place >= f->csv.n)
		return (struct str){ NULL, 0 };
	raw = f->csv.field[place];
	return finess_text(a, f->windows ? shape_from_1252(a, raw) : raw, max);
}

/* ==== One record ==== */

static struct str
restored(struct arena *a, struct str code, size_t length)
{
	int64_t n;

	if (code.n == 0 || code.n >= length || !str_int(code, &n) || n < 0)
		return code;
	return arena_printf(a, "%0*lld", (int)length, (long long)n);
}

/* "010000024 - CH DE FLEYRIAT": the short list repeats the number. */
static struct str
without_number(struct str name, struct str number)
{
	if (number.n && str_starts(name, number) &&
	    str_starts(str_sub(name, number.n, name.n), S(" - ")))
		return str_sub(name, number.n + 3, name.n);
	return name;
}

static void
read_address(struct finess_csv *f, struct structure *s, struct arena *a)
{
	s->address = finess_address(a, cell(f, COL_NUMBER, a, 20), cell(f, COL_COMPLEMENT, a, 20),
	    cell(f, COL_TYPE, a, 20), cell(f, COL_STREET, a, 120), cell(f, COL_PLACE, a, 120));
	if (s->address.n == 0)
		s->address = cell(f, COL_DELIVERY, a, 200);
	if (s->address.n == 0)
		s->address = cell(f, COL_EXTRA, a, 200);
	finess_routing(a, cell(f, COL_ROUTING, a, 120), &s->postcode, &s->town);
	if (s->postcode.n == 0)
		s->postcode = restored(a, cell(f, COL_POSTCODE, a, 5), 5);
	if (s->town.n == 0)
		s->town = finess_town(a, cell(f, COL_TOWN, a, 80));
}

/* The short list has neither department nor postcode: the number tells, unless
 * the region says otherwise (numbers stay when borders move). */
static void
read_territory(struct finess_csv *f, struct finess_record *r, struct arena *a)
{
	struct structure *s = &r->s;
	struct str region = str_sub(cell(f, COL_REGION, a, 80), 0, 2);
	struct str finess_code = restored(a, cell(f, COL_DEPARTMENT, a, 4), 2);
	struct str of;

	s->department.s = directory_department(s->postcode, cell(f, COL_COG, a, 5), finess_code);
	if (s->department.s.n == 0 && s->postcode.n == 0)
		s->department.s = directory_department_of_finess(s->finess);
	of = directory_region_code(s->department.s);
	if (region.n && of.n && !str_eq(of, region)) {
		finess_note(r, "department", "directory.region_differs", s->department.s);
		s->department.s = (struct str){ NULL, 0 };
	}
	if (s->department.s.n == 0 && finess_code.n)
		finess_note(r, "department", "directory.bad_department", finess_code);
	s->region.s = region;
}

static void
read_status(struct finess_csv *f, struct structure *s, struct arena *a)
{
	struct str status = shape_folded(a, cell(f, COL_STATUS, a, 80));
	struct str sph = shape_folded(a, cell(f, COL_SPH, a, 80));

	if (str_eq(status, S("public")) || str_starts(sph, S("etablissement public")))
		s->legal_status.s = S("public");
	else if (str_eq(status, S("prive lucratif")))
		s->legal_status.s = S("prive_lucratif");
	else if (str_eq(status, S("prive non lucratif")) || str_has(sph, S("interet collectif")) ||
		 str_has(sph, S("espic")))
		s->legal_status.s = S("espic");
}

static enum finess_row
read_structure(struct finess_csv *f, struct arena *a, struct finess_record *r)
{
	struct structure *s = &r->s;

	s->finess = finess_number(a, cell(f, COL_FINESS, a, 40), "finess", r);
	if (s->finess.n == 0) {
		if (r->n_notes == 0)
			finess_note(r, "finess", "directory.no_finess", S(""));
		return FINESS_BAD;
	}
	s->name = without_number(cell(f, COL_NAME, a, 200), s->finess);
	s->long_name = cell(f, COL_LONG, a, 300);
	if (s->name.n == 0)
		s->name = str_utf8_head(s->long_name, 200);
	if (s->name.n == 0) {
		finess_note(r, "name", "directory.no_name", s->finess);
		return FINESS_BAD;
	}
	s->finess_legal = finess_number(a, cell(f, COL_LEGAL, a, 40), "finess_legal", r);
	s->category = cell(f, COL_CATEGORY, a, 4);
	s->category_label = cell(f, COL_LABEL, a, 200);
	s->siret = finess_siret(a, cell(f, COL_SIRET, a, 40), r);
	s->phone = finess_phone(a, cell(f, COL_PHONE, a, 40), r);
	s->opened = finess_date(cell(f, COL_OPENED, a, 40), "opened", r);
	s->updated = finess_date(cell(f, COL_UPDATED, a, 40), "updated", r);
	s->source = str_of(f->source);
	read_address(f, s, a);
	read_territory(f, r, a);
	read_status(f, s, a);
	return FINESS_STRUCTURE;
}

static enum finess_row
bad(struct finess_record *r, const char *field, const char *key, struct str value)
{
	r->n_notes = 0;
	finess_note(r, field, key, value);
	return FINESS_BAD;
}

static bool
width_is_right(const struct finess_csv *f)
{
	return f->csv.n == f->expected ||
	       (f->csv.n == f->expected + 1 && f->csv.field[f->expected].n == 0);
}

static enum finess_row
read_line(struct finess_csv *f, struct arena *a, struct finess_record *r)
{
	struct str kind;

	if (f->csv.error)
		return bad(r, "", f->csv.error, S(""));
	if (f->place[COL_KIND] >= 0) {
		kind = str_trim(f->csv.field[0]);
		if (str_eq(kind, S("geolocalisation")))
			return FINESS_IGNORED;
		if (str_eq(kind, S("finess")))
			return FINESS_NOTHING;
		if (!str_eq(kind, S("structureet")))
			return bad(r, "", "directory.bad_kind",
			    f->windows ? shape_from_1252(a, kind) : kind);
	}
	if (!width_is_right(f))
		return bad(r, "", "directory.bad_width", arena_printf(a, "%zu", f->csv.n));
	return read_structure(f, a, r);
}

enum finess_row
finess_csv_next(struct finess_csv *f, struct arena *a, struct finess_record *ret)
{
	struct str line;

	ret->n_notes = 0;
	field_clear(structure_fields, &ret->s);
	do {
		if (f->stopped || f->rest.n == 0)
			return FINESS_END;
		line = next_line(f);
		csv_start(&f->csv, line, ';');
	} while (!csv_next(&f->csv, a));
	ret->line = f->line;
	if (!f->started) {
		f->started = true;
		if (layout_read(f, a))
			return f->stopped ? bad(ret, "", "directory.bad_file", S(""))
					  : FINESS_NOTHING;
	}
	return read_line(f, a, ret);
}
