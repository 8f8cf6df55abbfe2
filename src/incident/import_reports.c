/*
 * The reports CSV (design.md §5.1): one row a declaration, columns by the codes
 * of domain.md.  A cell that cannot be read rejects its line, with the column and
 * the reason; the other lines go in.
 */
#include "base/csv.h"
#include "incident/history.h"

#define COLUMNS_MAX 128

enum column_kind { COLUMN_IGNORED, COLUMN_KEY, COLUMN_DECLARED, COLUMN_STATE, COLUMN_FIELD };

struct column {
	enum column_kind kind;
	struct str name;
	const struct field *report, *incident; /* COLUMN_FIELD: one of them, or both */
};

static const struct field state_field = { FIELD(history, state_at_request),
	.vocabulary = "care_state" };
static const struct field declared_field = { FIELD(history, declared_at) };

static struct column
column_of(struct str name)
{
	struct column c = { .name = name,
		.report = field_find_code(report_fields, name),
		.incident = field_find_code(incident_clear_fields, name) };

	if (str_eq(name, S("reference")))
		c.kind = COLUMN_KEY;
	else if (str_eq(name, S("date_declaration")))
		c.kind = COLUMN_DECLARED;
	else if (str_eq(name, S("etat_a_la_demande")))
		c.kind = COLUMN_STATE;
	else if (c.report || c.incident)
		c.kind = COLUMN_FIELD;
	return c;
}

static size_t
read_header(struct csv *csv, struct column *column, struct import_report *report)
{
	size_t n = 0;
	bool key = false;

	for (; n < csv->n && n < COLUMNS_MAX; n++) {
		column[n] = column_of(str_trim(csv->field[n]));
		key = key || column[n].kind == COLUMN_KEY;
		if (column[n].kind == COLUMN_IGNORED)
			import_warn(report, (int64_t)csv->line,
			    arena_cstr(report->arena, column[n].name), "import.unknown_column",
			    column[n].name);
	}
	return key ? n : 0;
}

/* A cell into the record; NULL, or the catalogue key of what is wrong. */
static const char *
read_cell(const struct column *c, struct str cell, struct history *h, struct arena *a)
{
	const char *error = NULL;

	switch (c->kind) {
	case COLUMN_IGNORED: break;
	case COLUMN_KEY: h->reference = str_trim(cell); break;
	case COLUMN_DECLARED: field_set(&declared_field, h, cell, a, &error); break;
	case COLUMN_STATE: field_set(&state_field, h, cell, a, &error); break;
	case COLUMN_FIELD:
		if (c->report)
			field_set(c->report, &h->r, cell, a, &error);
		else
			field_set(c->incident, &h->in, cell, a, &error);
	}
	return error;
}

static bool
read_row(struct csv *csv, const struct column *column, size_t n, struct history *h,
    struct import_report *report, struct arena *a)
{
	history_init(h);
	if (csv->error || csv->n > n) {
		import_reject(report, (int64_t)csv->line, "",
		    csv->error ? csv->error : "import.too_many_cells", (struct str){ NULL, 0 });
		return false;
	}
	for (size_t i = 0; i < csv->n; i++) {
		const char *error = read_cell(&column[i], csv->field[i], h, a);

		if (error) {
			import_reject(report, (int64_t)csv->line, arena_cstr(a, column[i].name),
			    error, csv->field[i]);
			return false;
		}
	}
	if (h->reference.n == 0 || !moment_known(h->declared_at)) {
		import_reject(report, (int64_t)csv->line,
		    h->reference.n ? "date_declaration" : "reference", "import.missing",
		    (struct str){ NULL, 0 });
		return false;
	}
	h->key = arena_printf(a, "csv:%.*s", PS(h->reference));
	h->date_precision.s = S("minute");
	return true;
}

enum outcome
incident_import_reports(const struct job_means *m, struct str bytes, struct import_report *report)
{
	struct column column[COLUMNS_MAX];
	struct history h;
	struct batch batch;
	struct csv csv;
	size_t n = 0;
	enum outcome o = OK;

	csv_start(&csv, bytes, ',');
	if (csv_next(&csv, m->arena))
		n = read_header(&csv, column, report);
	if (n == 0) {
		import_reject(report, 1, "reference", "import.no_header", (struct str){ NULL, 0 });
		return INVALID;
	}
	batch_init(&batch, m);
	while (o == OK && csv_next(&csv, batch.arena)) {
		report->read++;
		if (read_row(&csv, column, n, &h, report, batch.arena))
			o = batch_add(&batch, &h, report);
	}
	return batch_release(&batch, o);
}
