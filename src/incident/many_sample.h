/*
 * For the tests of ties: files that declared, failures that the cell opened, one deed
 * in a transaction of its own, and what holds whatever was decided.  Include
 * tests/unit.h first.
 */
#ifndef INCIDENT_MANY_SAMPLE_H
#define INCIDENT_MANY_SAMPLE_H

#include "incident/many.h"
#include "incident/sample.h"

#define FILES 9
#define FAILURES 3
#define ALL (FILES + FAILURES)

static inline struct act
act_on(struct fixture *f)
{
	return act_as(f, 0, S("analyst"));
}

/* A file of its own structure; its incident. */
static inline int64_t
declared(struct act *act, int64_t n)
{
	struct stored_report s;

	sample_draft(act, &s);
	s.structure = n + 1;
	s.r.org_name = arena_printf(arena, "Structure %lld", (long long)n);
	s.r.department.s = n % 2 ? S("59") : S("75");
	s.r.description = arena_printf(arena, "Description %lld", (long long)n);
	EXPECT_INT(report_submit(act, &s), OK);
	return s.incident;
}

static inline int64_t
failed(struct act *act)
{
	struct incident in;

	EXPECT_INT(provider_open(act, S("Hébergeur du Lac"), &in), OK);
	return in.id;
}

/* ==== One deed, in a transaction of its own ==== */

enum deed_kind { ATTACH, MERGE, SPLIT, UNDO, DEED_KINDS };

static inline enum outcome
run_deed(struct act *act, enum deed_kind kind, int64_t a, int64_t b)
{
	struct incident in, other;
	struct deed d;
	enum outcome o;

	if (kind == UNDO)
		return deed_undo(act, a);
	o = deed_begin(act, &d);
	if (o == OK)
		o = incident_load(act, a, &in);
	if (o == OK && kind != SPLIT)
		o = incident_load(act, b, &other);
	if (o != OK)
		return o;
	if (kind == ATTACH)
		return deed_attach(&d, &in, &other, S("parce que"));
	return kind == MERGE ? deed_merge(&d, &in, &other, S("la même panne"))
			     : deed_split(&d, &in, S("à part"));
}

static inline enum outcome
decide(struct fixture *f, enum deed_kind kind, int64_t a, int64_t b)
{
	struct act act = act_on(f);

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	return db_end(f->db, run_deed(&act, kind, a, b));
}

/* ==== What always holds ==== */

static inline void
sound(struct fixture *f)
{
	/* A duplicate has no children, a failure has no parent but a failure it doubles. */
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from incident c join incident p on p.id = c.parent "
		       "where p.parent_kind = 'duplicate' or c.id = p.id"),
	    0);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from incident c join incident p on p.id = c.parent "
		       "where c.parent_kind = 'provider' and (p.provider = 0 or c.provider = 1) "
		       "or c.parent_kind = 'duplicate' and c.provider <> p.provider"),
	    0);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from incident where parent_kind = 'duplicate' and "
		       "(workflow <> 'DOUBLON' or opened = 1 or due_at is not null)"),
	    0);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from incident where (parent is null) <> (parent_kind is "
		       "null)"),
	    0);
	/* No chain is longer than duplicate, struck file, failure. */
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from incident a join incident b on b.id = a.parent "
		       "join incident c on c.id = b.parent where c.parent is not null"),
	    0);
}

static inline void
make_files(struct fixture *f, int64_t *id)
{
	struct act act = act_on(f);

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	for (int64_t i = 0; i < FILES; i++)
		id[i] = declared(&act, i);
	for (int64_t i = FILES; i < ALL; i++)
		id[i] = failed(&act);
	EXPECT_INT(db_commit(f->db), OK);
}

#endif
