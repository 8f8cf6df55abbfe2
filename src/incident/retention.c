/*
 * Forgetting by class (retention.h).
 *
 * Erasing a file is erasing the key of its vault: what is sealed is lost at once, in
 * the backups too once their keys are rotated, and the row with its codes, dates and
 * counts stays for the figures.  What finds a sealed value again (the secret's hash,
 * the indexes of observables) goes with it.  The journal keeps its entries, which name
 * references and hashes only, so the chain still proves itself.
 *
 * Each file is a transaction of its own; a legal hold is asked for in the statement
 * that finds the files, so that no other path can forget it.
 */
#include "incident/retention.h"

#include "base/table.h"
#include "incident/declare.h"
#include "incident/incident.h"
#include "incident/lesson.h"

#include "incident_sql.h"

#define AT_ONCE 50
#define REPORTS_MAX 50

static enum outcome
reports_of(struct act *act, int64_t incident, int64_t id[REPORTS_MAX], size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_retention_reports);
	size_t n = 0;

	bind_int(&q, "incident", incident);
	while (n < REPORTS_MAX && query_next(&q))
		id[n++] = query_int(&q, 0);
	*ret_n = n;
	return query_close(&q);
}

enum outcome
retention_pseudonymise(struct act *act, int64_t incident)
{
	struct stored_report s;
	int64_t id[REPORTS_MAX];
	size_t n = 0;
	enum outcome o = reports_of(act, incident, id, &n);

	for (size_t i = 0; i < n && o == OK; i++) {
		o = report_load(act, id[i], &s);
		if (o == OK)
			o = report_forget(act, &s);
		if (o == OK)
			trail_note(act->trail, "report.pseudonymise", "report", s.reference,
			    (struct str){ NULL, 0 });
	}
	return o;
}

static enum outcome
erase_report(struct act *act, int64_t id)
{
	struct query q;
	struct attachment *f;
	struct stored_report s;
	size_t n = 0;
	enum outcome o = report_load(act, id, &s);

	if (o == OK)
		o = attachment_list(act, &s, &f, &n);
	for (size_t i = 0; i < n && o == OK; i++)
		o = blob_delete(act->db, &s.vault, f[i].blob);
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_retention_locked);
	bind_text(&q, "none", arena_printf(act->arena, "erased-%lld", (long long)id));
	bind_int(&q, "report", id);
	o = query_run(&q);
	if (o == OK)
		o = vault_erase(act->db, s.vault_id);
	if (o == OK)
		trail_note(
		    act->trail, "report.erase", "report", s.reference, (struct str){ NULL, 0 });
	return o;
}

static enum outcome
run_for(struct act *act, const struct sql *sql, int64_t incident)
{
	struct query q = query_open(act->db, sql);

	bind_int(&q, "incident", incident);
	return query_run(&q);
}

enum outcome
retention_erase(struct act *act, int64_t incident)
{
	struct incident in;
	int64_t id[REPORTS_MAX];
	size_t n = 0;
	enum outcome o = incident_load(act, incident, &in);

	if (o == OK)
		o = reports_of(act, incident, id, &n);
	for (size_t i = 0; i < n && o == OK; i++)
		o = erase_report(act, id[i]);
	if (o == OK && n == 0)
		o = vault_erase(act->db, in.vault_id); /* a provider's: it has no report */
	if (o == OK)
		o = run_for(act, &sql_retention_observables, incident);
	if (o == OK)
		o = run_for(act, &sql_retention_observable, incident);
	if (o == OK)
		o = run_for(act, &sql_retention_signals, incident);
	if (o == OK)
		o = lesson_forget(act, incident);
	if (o == OK)
		trail_note(act->trail, "incident.erase", "incident", in.reference,
		    (struct str){ NULL, 0 });
	return o;
}

/* ==== The sweep ==== */

struct class
{
	struct str name;
	int64_t rank, months;
	bool erase;
};

static bool
read_class(const struct table *t, size_t row, struct class *c)
{
	struct str act = table_cell(t, row, "act");

	c->name = table_cell(t, row, "class");
	c->erase = str_eq(act, S("erase"));
	return (c->erase || str_eq(act, S("pseudonymise"))) &&
	       str_int(table_cell(t, row, "order"), &c->rank) &&
	       str_int(table_cell(t, row, "months"), &c->months) && c->months > 0;
}

static enum outcome
due(struct act *act, const struct class *c, int64_t id[AT_ONCE], size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_retention_due);
	size_t n = 0;

	bind_int(&q, "rank", c->rank);
	bind_moment(&q, "before", moment_add_months(act->now, (int)-c->months, ZONE_PARIS));
	bind_int(&q, "max", AT_ONCE);
	while (n < AT_ONCE && query_next(&q))
		id[n++] = query_int(&q, 0);
	*ret_n = n;
	return query_close(&q);
}

static enum outcome
forget(struct act *act, const struct class *c, int64_t incident)
{
	enum outcome o = db_begin(act->db, TXN_WRITE);
	struct query q;

	if (o != OK)
		return o;
	o = c->erase ? retention_erase(act, incident) : retention_pseudonymise(act, incident);
	if (o == OK) {
		q = query_open(act->db, &sql_retention_done);
		bind_int(&q, "rank", c->rank);
		bind_moment(&q, "now", act->now);
		bind_bool(&q, "erased", c->erase);
		bind_int(&q, "id", incident);
		o = query_run(&q);
	}
	if (o == OK)
		o = trail_write(act->db, act->trail);
	return db_end(act->db, o);
}

enum outcome
incident_sweep_retention(const struct job_means *m, int64_t *ret_n)
{
	const struct table *t = table_get("retention");
	struct trail trail = { .arena = m->arena, .role = S("work") };
	struct act act = { .db = m->db,
		.keyring = m->keyring,
		.arena = m->arena,
		.trail = &trail,
		.now = m->now,
		.role = S("work"),
		.public_url = m->public_url };
	int64_t id[AT_ONCE];
	struct class c;
	enum outcome o = OK;

	for (size_t row = 0; row < t->n_rows && o == OK; row++) {
		size_t n = 0;

		if (!read_class(t, row, &c))
			continue;
		o = due(&act, &c, id, &n);
		for (size_t i = 0; i < n && o == OK; i++) {
			o = forget(&act, &c, id[i]);
			*ret_n += o == OK;
		}
	}
	return o;
}
