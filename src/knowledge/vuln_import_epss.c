/* Importing EPSS: a row each, into vulnerabilities that are known. */
#include "base/csv.h"
#include "knowledge/vuln_run.h"

#include "knowledge_sql.h"

struct scored {
	struct str cve;
	int64_t epss, percentile;
};

static bool
read_row(const struct csv *c, struct arena *a, struct scored *ret, struct vuln_wrong *wrong)
{
	*wrong = (struct vuln_wrong){ "cve", "vuln.bad_number" };
	if (c->n < 3 || !vuln_number(c->field[0], a, &ret->cve))
		return false;
	*wrong = (struct vuln_wrong){ "epss", "vuln.bad_score" };
	if (!vuln_millionths(c->field[1], &ret->epss))
		return false;
	wrong->field = "percentile";
	return vuln_millionths(c->field[2], &ret->percentile);
}

enum found { UNKNOWN, SAME, FIRST_SCORE, NEWER };

static enum outcome
look(struct vuln_run *run, const struct scored *s, struct moment date, int64_t *ret_id,
    enum found *ret)
{
	struct query q = query_open(run->db, &sql_vulnerability_epss);

	bind_text(&q, "cve", s->cve);
	*ret = UNKNOWN;
	if (query_next(&q)) {
		struct moment had = query_moment(&q, 3);

		*ret_id = query_id(&q, "id");
		if (query_int(&q, 1) == INT_NONE)
			*ret = FIRST_SCORE;
		else if (moment_known(had) && had.s >= date.s)
			*ret = SAME;
		else
			*ret = NEWER;
	}
	return query_close(&q);
}

static enum outcome
put(struct vuln_run *run, const struct scored *s, struct moment date)
{
	struct query q;
	int64_t id = 0;
	enum found found;
	enum outcome o = look(run, s, date, &id, &found);

	if (o != OK)
		return o;
	run->report->ignored += found == UNKNOWN;
	run->report->skipped += found == SAME;
	run->report->imported += found == FIRST_SCORE;
	run->report->updated += found == NEWER;
	if (found == UNKNOWN || found == SAME)
		return OK;
	q = query_open(run->db, &sql_vulnerability_epss_put);
	bind_int(&q, "id", id);
	bind_int(&q, "epss", s->epss);
	bind_int(&q, "percentile", s->percentile);
	bind_moment(&q, "date", date);
	return query_run(&q);
}

static enum outcome
take_row(struct vuln_run *run, const struct csv *c, struct moment date)
{
	struct vuln_wrong wrong;
	struct scored s;
	enum outcome o;

	arena_reset(run->scratch);
	run->report->read++;
	if (c->error || !read_row(c, run->scratch, &s, &wrong)) {
		import_reject(run->report, (int64_t)c->line, c->error ? "" : wrong.field,
		    c->error ? c->error : wrong.key, run->file);
		return OK;
	}
	o = db_in_transaction(run->db) ? OK : db_begin(run->db, TXN_WRITE);
	if (o == OK)
		o = put(run, &s, date);
	return o == OK ? vuln_run_done(run) : vuln_run_give_up(run, o);
}

enum outcome
vuln_import_epss(struct vuln_run *run, struct str bytes)
{
	struct moment date = vuln_epss_date(bytes);
	struct arena *a = arena_new((size_t)64 << 20);
	struct csv *c = arena_new_of(a, struct csv);
	enum outcome o = OK;

	csv_start(c, bytes, ',');
	while (csv_next(c, a) && c->n && str_starts(c->field[0], S("#")))
		;
	if (!moment_known(date) || c->n < 3 || !str_eq(c->field[0], S("cve")) ||
	    !str_eq(c->field[1], S("epss"))) {
		import_reject(run->report, 1, "file", "vuln.bad_file", run->file);
		o = INVALID;
	}
	while (o == OK && csv_next(c, a))
		o = take_row(run, c, date);
	arena_free(a);
	return o;
}
