/*
 * The reports CSV out: the columns of design.md §5.1, as the import reads them,
 * so that a round trip changes nothing.  For the cell's own command only.
 */
#include "base/csv.h"
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"

#include "incident_sql.h"

static const char *const column[] = { "reference", "date_survenue", "date_constat",
	"date_declaration", "structure_nom", "finess_et", "type_structure", "departement",
	"hors_perimetre", "origine", "categorie", "impact_fonctionnement", "impact_personnes",
	"impact_donnees", "impact_donnees_patient", "date_debut_degrade", "date_fin_degrade",
	"demande_accompagnement", "nature_accompagnement", "etat_a_la_demande", "appui_technique",
	"suivi_particulier", "pris_en_charge_anssi", "communique_ansm", "alerte_corruss",
	"rancongiciel_etendue", "ose" };
#define N_COLUMNS (sizeof column / sizeof column[0])

/* Qualified where the analyst did, else declared; yes and no in words. */
static struct str
cell(struct act *act, const char *name, const struct stored_report *s, const struct incident *in)
{
	const struct field *q = field_find_code(incident_clear_fields, str_of(name));
	const struct field *d = field_find_code(report_fields, str_of(name));

	if (str_eq(str_of(name), S("reference")))
		return s->reference;
	if (str_eq(str_of(name), S("date_declaration")))
		return moment_rfc3339(act->arena, s->declared_at);
	if (q && field_known(q, in))
		return field_text(q, in, act->arena);
	return d ? field_text(d, &s->r, act->arena) : (struct str){ NULL, 0 };
}

static enum outcome
row(struct act *act, int64_t report, int64_t incident, struct buf *out)
{
	struct stored_report s;
	struct incident in;
	struct exit_answer leaving = { 0 };
	struct support *support;
	size_t n = 0;
	enum outcome o = report_load(act, report, &s);

	if (o == OK)
		o = incident_load(act, incident, &in);
	if (o == OK)
		o = support_list(act, &in, &support, &n);
	if (o == OK)
		o = exit_may(act, &in, "export_reports", &leaving);
	for (size_t i = 0; i < N_COLUMNS && o == OK && leaving.may; i++) {
		bool state = str_eq(str_of(column[i]), S("etat_a_la_demande"));
		struct str text =
		    state ? (n ? support[0].state_at_request.s : (struct str){ NULL, 0 })
			  : cell(act, column[i], &s, &in);

		csv_put(out, text, i == 0);
	}
	if (o == OK && leaving.may)
		buf_puts(out, "\r\n");
	return o;
}

/* A page of numbers first: no query stays open while files are read. */
static enum outcome
page(struct act *act, int64_t after, int64_t id[][2], size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_history_export);
	size_t n = 0;

	bind_int(&q, "after", after);
	while (n < 200 && query_next(&q)) {
		id[n][0] = query_int(&q, 0);
		id[n++][1] = query_int(&q, 1);
	}
	*ret_n = n;
	return query_close(&q);
}

enum outcome
incident_export_reports(const struct job_means *m, struct buf *out)
{
	struct trail *trail = arena_new_of(m->arena, struct trail);
	struct act act = { .db = m->db,
		.keyring = m->keyring,
		.arena = m->arena,
		.trail = trail,
		.now = m->now,
		.role = S("export") };
	int64_t id[200][2], after = 0;
	size_t n = 1;
	enum outcome o = db_begin(m->db, TXN_WRITE);

	trail->arena = m->arena;
	trail->role = S("export");
	for (size_t i = 0; i < N_COLUMNS; i++)
		csv_put(out, str_of(column[i]), i == 0);
	buf_puts(out, "\r\n");
	while (o == OK && n > 0) {
		o = page(&act, after, id, &n);
		for (size_t i = 0; i < n && o == OK; i++) {
			o = row(&act, id[i][0], id[i][1], out);
			after = id[i][0];
		}
	}
	if (o == OK)
		o = trail_write(m->db, trail);
	return db_end(m->db, o);
}
