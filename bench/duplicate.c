/*
 * Possible duplicates over 100,000 incidents of one year: the list that the page of
 * a file shows, scored and explained, against the statement that finds its
 * candidates, run alone, of whose rows the number alone is read.
 *
 * Incidents are written in SQL: 500 structures that declared two hundred times each,
 * one report in ten names one of 50 providers.  What is asked is a file that came
 * through the domain's own functions and shares its structure, name and provider.
 */
#include <stdlib.h>
#include <string.h>

#include "incident/incident.h"
#include "incident/similar.h"
#include "store/engine.h"
#include "tests/play/measure.h"
#include "tests/play/process.h"

#define INCIDENTS 100000
#define ROUNDS 200
#define NOW 1763978400

struct subject {
	struct db *db;
	struct keyring *keyring;
	struct arena *arena;
	struct trail trail;
	struct act act;
	struct incident in;
	struct stored_report s;
	size_t found;
};

/* The blind index of the provider stands for %s in the last one. */
static const char *const fill[] = {
	"with recursive n (n) as (select 1 union all select n + 1 from n where n < 100000) "
	"insert into incident (reference, vault, structure, org_name, workflow, received_at, "
	"category) select 'INC-1900-' || n, 1, n % 500 + 1, 'Structure ' || (n % 500), 'RECU', "
	"1763978400 - n * 315, case when n % 3 then 'RANCONGICIEL' else 'MESSAGE_MALVEILLANT' end "
	"from n",
	"insert into incident_signal (kind, key, at, incident) select 'structure', structure, "
	"received_at, id from incident",
	"insert into incident_signal (kind, key, at, incident) select 'name', 'structure' || "
	"(structure - 1), received_at, id from incident",
	"insert into incident_signal (kind, key, at, incident) select 'phone', 'p' || id % 40000, "
	"received_at, id from incident",
	"insert into incident_signal (kind, key, at, incident) select 'provider', 'p' || (id / 10 "
	"% "
	"50), received_at, id from incident where id % 10 = 0",
	"analyze",
};

static bool
script(struct db *db, const char *sql)
{
	if (db_script(db, sql, NULL) == OK)
		return true;
	printf("%.60s…: %s\n", sql, db_trouble(db));
	return false;
}

static bool
open_subject(struct subject *x, const struct bench *b)
{
	struct str error = { NULL, 0 };
	int applied = 0;

	x->arena = arena_new(256u << 20);
	x->db = db_open(
	    arena_printf(x->arena, "sqlite:%s/duplicate.db", b->folder).p, x->arena, &error);
	x->keyring =
	    keyring_create(arena_printf(x->arena, "%s/keys", b->folder).p, x->arena, &error);
	x->trail = (struct trail){ .arena = x->arena, .role = S("analyst") };
	x->act = (struct act){ .db = x->db,
		.keyring = x->keyring,
		.arena = x->arena,
		.trail = &x->trail,
		.now = { NOW },
		.role = S("analyst") };
	if (x->db && x->keyring && migrate(x->db, &applied, x->arena, &error) == OK)
		return true;
	printf("%.*s\n", PS(error));
	return false;
}

static bool
fill_all(struct db *db)
{
	for (size_t i = 0; i < sizeof fill / sizeof fill[0]; i++)
		if (!script(db, fill[i]))
			return false;
	return true;
}

/* Its provider's name is that of two hundred of the year. */
static bool
declare_one(struct subject *x)
{
	struct str blind =
	    keyring_blind(x->keyring, "signal.provider", S("hebergeurlac"), x->arena);
	struct report *r = &x->s.r;
	enum outcome o = db_begin(x->db, TXN_WRITE);

	if (o == OK)
		o = report_draft(&x->act, S("portail"), &x->s);
	x->s.structure = 7;
	r->org_name = S("Structure 6");
	r->org_type.s = S("ES");
	r->department.s = S("59");
	r->reporter_last_name = S("Durand");
	r->reporter_phone = S("0600000000");
	r->provider_name = S("Hébergeur du Lac");
	r->description = S("Tout est arrêté");
	r->category.s = S("RANCONGICIEL");
	r->detected_at = (struct moment){ NOW - 90 * 86400 };
	if (o == OK)
		o = report_submit(&x->act, &x->s);
	if (o == OK)
		o = signals_write(&x->act, &x->s);
	if (o == OK)
		o = incident_load(&x->act, x->s.incident, &x->in);
	o = db_end(x->db, o);
	return o == OK &&
	       script(
		   x->db, arena_printf(x->arena,
			      "update incident_signal set key = '%.*s' where kind = 'provider' and "
			      "key = 'p7'",
			      PS(blind))
			      .p);
}

/* ==== Measuring ==== */

static const struct sql *
statement(const char *name)
{
	for (size_t i = 0; i < sql_count; i++)
		if (strcmp(sql_all[i]->name, name) == 0)
			return sql_all[i];
	return NULL;
}

static double
ours(struct subject *x)
{
	struct act act = x->act;
	struct arena *a = arena_new(8u << 20);
	struct likeness *list;
	double began = clock_seconds();

	act.arena = a;
	if (likeness_list(&act, NULL, &x->in, &x->s, 5, &list, &x->found) != OK)
		printf("the list fails: %s\n", db_trouble(x->db));
	began = clock_seconds() - began;
	arena_free(a);
	return began;
}

static double
theirs(struct subject *x)
{
	struct query q = query_open(x->db, statement("likeness_candidates"));
	double began = clock_seconds();

	bind_int(&q, "incident", x->in.id);
	bind_int(&q, "window", 43200 * 60);
	bind_int(&q, "max", 50);
	bind_int(&q, "reader", 0);
	bind_int(&q, "all", 0);
	bind_int(&q, "now", NOW);
	while (query_next(&q))
		query_int(&q, 0);
	query_close(&q);
	return clock_seconds() - began;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
measure(struct subject *x)
{
	double a[ROUNDS], b[ROUNDS];

	for (size_t i = 0; i < ROUNDS; i++) {
		a[i] = ours(x);
		b[i] = theirs(x);
	}
	qsort(a, ROUNDS, sizeof *a, compare);
	qsort(b, ROUNDS, sizeof *b, compare);
	printf("possible duplicates over %d incidents: %zu shown in %.2f ms, their statement alone "
	       "%.2f ms (medians of %d)\n",
	    INCIDENTS, x->found, a[ROUNDS / 2] * 1000, b[ROUNDS / 2] * 1000, ROUNDS);
	measure_ratio(
	    "possible duplicates / their statement", a[ROUNDS / 2] / b[ROUNDS / 2], false, 3);
	measure_ratio("possible duplicates, in ms", a[ROUNDS / 2] * 1000, false, 5);
}

int
main(void)
{
	static struct subject x;
	struct bench b;

	if (!measure_open(&b))
		return 1;
	if (open_subject(&x, &b) && fill_all(x.db) && declare_one(&x))
		measure(&x);
	else
		printf("nothing to measure\n");
	db_close(x.db);
	bench_close(&b);
	return 0;
}
