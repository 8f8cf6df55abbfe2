/*
 * A hundred thousand incidents: a handful is declared through the pages, the rest is
 * copied in SQL.
 */
#include "tests/play/crowd.h"

#include <stdlib.h>
#include <string.h>

#include "tests/play/declare.h"
#include "tests/play/process.h"

static bool
ask(const struct instance_copy *c, struct arena *a, const char *sql, struct rows *ret)
{
	struct str error;

	if (rows_read(c, sql, a, ret, &error))
		return true;
	printf("%.80s…: %.*s\n", sql, PS(error));
	return false;
}

static bool
declare_first(const struct instance_copy *c)
{
	struct declarant d;
	bool good = true;

	for (unsigned i = 0; i < CROWD_FIRST && good; i++) {
		good =
		    declarant_open(&d, c->port, i) && declarant_fill(&d, i) && declarant_submit(&d);
		declarant_close(&d);
	}
	return good;
}

/* The columns of a table, but those, quoted as a list of SQL. */
static bool
columns_of(const struct instance_copy *c, struct arena *a, const char *table, const char *but,
    struct str *ret)
{
	struct rows r;
	const char *sql = arena_printf(a,
	    "select group_concat(name, ', ') from pragma_table_info('%s') where name not in (%s)",
	    table, but)
			      .p;

	if (!ask(c, a, sql, &r))
		return false;
	*ret = r.cell[0];
	return true;
}

/* Copies with references and dates of their own; nine in ten are closed. */
static bool
multiply(const struct instance_copy *c, struct arena *a)
{
	struct rows r;
	struct str columns;
	const char *sql;

	if (!columns_of(c, a, "incident", "'id', 'reference', 'received_at', 'opened', 'workflow'",
		&columns))
		return false;
	sql = arena_printf(a,
	    "with recursive n (n) as (select 1 union all select n + 1 from n where n < %d) "
	    "insert into incident (reference, received_at, opened, workflow, %.*s) select "
	    "'INC-1900-' || printf('%%06d', n), received_at - n * 60, n %% 10 = 0, case when "
	    "n %% 10 = 0 then workflow else 'CLOS' end, %.*s from n join incident on "
	    "incident.id = 1 + n %% %d",
	    CROWD, PS(columns), PS(columns), CROWD_FIRST)
		  .p;
	return ask(c, a, sql, &r) && ask(c, a, "analyze", &r);
}

bool
crowd_make(struct play *p)
{
	struct instruction as = { .verb = S("as"), .rest = S("analyst") };

	p->now = &as;
	return declare_first(&p->copy) && multiply(&p->copy, p->arena) && act_as(p);
}

static bool
copy_table(const struct instance_copy *c, struct arena *a, const char *table, const char *own,
    const char *value)
{
	const char *but =
	    arena_printf(a, "'id', 'incident', 'source_key'%s", own[0] ? ", 'reference'" : "").p;
	struct str columns;
	struct rows r;

	if (!columns_of(c, a, table, but, &columns))
		return false;
	return ask(c, a,
	    arena_printf(a,
		"insert into %s (incident, %s%.*s) select i.id, %s%.*s from (select id from "
		"incident) i join "
		"(select incident as of, %.*s from %s) on of = 1 + i.id %% %d where i.id > %d",
		table, own, PS(columns), value, PS(columns), PS(columns), table, CROWD_FIRST,
		CROWD_FIRST)
		.p,
	    &r);
}

bool
crowd_files(struct play *p)
{
	struct rows r;

	return copy_table(&p->copy, p->arena, "report", "reference, ",
		   "'SIG-1900-' || printf('%06d', i.id), ") &&
	       copy_table(&p->copy, p->arena, "log_entry", "", "") &&
	       copy_table(&p->copy, p->arena, "state_change", "", "") &&
	       ask(&p->copy, p->arena, "analyze", &r);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double
crowd_median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, compare);
	return v[n / 2];
}

const struct sql *
crowd_statement(const char *name)
{
	for (size_t i = 0; i < sql_count; i++)
		if (strcmp(sql_all[i]->name, name) == 0)
			return sql_all[i];
	return NULL;
}

double
crowd_page(struct play *p, struct str path)
{
	double began = clock_seconds();

	if (person_call(p, "GET", path, NULL, 0, false) && p->reply.status == 200)
		return clock_seconds() - began;
	printf("%.*s: %ld %s\n", PS(path), p->reply.status, p->reason);
	return 0;
}
