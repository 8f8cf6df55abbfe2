/*
 * Many and one: whatever is attached, merged, split and undone, nothing is lost,
 * no file stands under itself, and taking everything back gives the same rows.
 *
 * The random walks print their seed when they fail; VIGIE_SEED plays one again.
 */
#include "tests/unit.h"

#include <stdlib.h>

#include "incident/many_sample.h"

#include "incident_sql.h"

#define STEPS 120
#define WALKS 4

static int64_t
last_deed(struct fixture *f)
{
	return fixture_count(f->db, "select coalesce(max(deed), 0) from incident_link_event");
}

/* ==== Rows ==== */

/* All of a file but the version and the history: the incident, its report, its log. */
static struct str
row_of(struct fixture *f, int64_t id)
{
	struct buf b = BUF_INIT(1u << 20);
	struct query q = query_open(f->db, &sql_incident_by_id);
	struct str row;

	bind_int(&q, "id", id);
	EXPECT(query_next(&q));
	for (size_t i = 0; i < query_columns(&q); i++) {
		if (i == query_column(&q, "version"))
			continue;
		buf_put(&b, i == query_column(&q, "body") ? query_blob(&q, i, arena)
							  : query_text(&q, i, arena));
		buf_byte(&b, query_null(&q, i) ? '0' : '|');
	}
	EXPECT_INT(query_close(&q), OK);
	row = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return row;
}

static struct str
report_of(struct fixture *f, int64_t incident)
{
	struct act act = act_on(f);
	struct incident in;
	struct stored_report s;

	EXPECT_INT(incident_load(&act, incident, &in), OK);
	EXPECT_INT(incident_report(&act, &in, &s), OK);
	return arena_printf(arena, "%lld %lld %.*s %.*s", (long long)s.id, (long long)s.version,
	    PS(s.r.description), PS(s.reference));
}

static size_t
log_of(struct fixture *f, int64_t incident, struct log_entry **ret)
{
	struct act act = act_on(f);
	struct incident in;
	size_t n = 0;

	EXPECT_INT(incident_load(&act, incident, &in), OK);
	EXPECT_INT(log_list(&act, &in, true, 500, ret, &n), OK);
	return n;
}

struct before {
	struct str row[ALL], report[ALL];
	struct log_entry *log[ALL];
	size_t n_log[ALL];
};

static void
remember(struct fixture *f, const int64_t *id, struct before *b)
{
	for (size_t i = 0; i < ALL; i++) {
		b->row[i] = row_of(f, id[i]);
		b->report[i] = report_of(f, id[i]);
		b->n_log[i] = log_of(f, id[i], &b->log[i]);
	}
}

/* Every entry is still there, in its own file, with its words; newest come first. */
static bool
log_kept(struct fixture *f, int64_t id, const struct log_entry *was, size_t n)
{
	struct log_entry *is;
	size_t m = log_of(f, id, &is);

	if (m < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (is[m - n + i].id != was[i].id || !str_eq(is[m - n + i].text, was[i].text))
			return false;
	return true;
}

static void
same_again(struct fixture *f, const int64_t *id, const struct before *b)
{
	for (size_t i = 0; i < ALL; i++) {
		EXPECT(str_eq(row_of(f, id[i]), b->row[i]));
		EXPECT(str_eq(report_of(f, id[i]), b->report[i]));
		EXPECT(log_kept(f, id[i], b->log[i], b->n_log[i]));
	}
}

/* ==== Walks ==== */

static uint64_t state;

static int64_t
dice(int64_t sides)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((state >> 33) % (uint64_t)sides);
}

static size_t
wander(struct fixture *f, const int64_t *id, int64_t *deed, size_t *done)
{
	size_t n = 0;

	for (int i = 0; i < STEPS; i++) {
		enum deed_kind kind = (enum deed_kind)dice(DEED_KINDS);
		int64_t a = id[dice(ALL)],
			b = id[kind == ATTACH ? FILES + dice(FAILURES) : dice(ALL)];

		if (kind == UNDO && n == 0)
			continue;
		if (kind == UNDO)
			a = deed[dice((int64_t)n)];
		if (decide(f, kind, a, b) != OK)
			continue;
		done[kind]++;
		deed[n++] = last_deed(f);
		sound(f);
	}
	return n;
}

static void
walk(struct fixture *f, uint64_t seed)
{
	int64_t id[ALL], deed[STEPS];
	size_t n, done[DEED_KINDS] = { 0 };
	struct before b;
	int wrong = unit_wrong;

	state = seed;
	make_files(f, id);
	remember(f, id, &b);
	n = wander(f, id, deed, done);
	for (int k = 0; k < DEED_KINDS; k++)
		EXPECT(done[k] > 0);
	while (n > 0) {
		EXPECT_INT(decide(f, UNDO, deed[--n], 0), OK);
		sound(f);
	}
	same_again(f, id, &b);
	if (unit_wrong > wrong)
		printf("seed %llu\n", (unsigned long long)seed);
}

static void
walks(struct fixture *f)
{
	const char *given = getenv("VIGIE_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 20261124;

	for (uint64_t i = 0; i < WALKS; i++) {
		struct arena *life = arena;

		arena = arena_new(128u << 20);
		walk(f, seed + i);
		arena_free(arena);
		arena = life;
	}
}

TEST(undone_in_reverse_is_the_same)
{
	each_engine(walks);
}

/* ==== Refusals ==== */

static void
refusals(struct fixture *f)
{
	int64_t id[ALL];

	make_files(f, id);
	EXPECT_INT(decide(f, MERGE, id[0], id[0]), CONFLICT);
	EXPECT_INT(decide(f, MERGE, id[0], id[1]), OK);
	EXPECT_INT(decide(f, MERGE, id[1], id[0]), CONFLICT); /* a circle */
	EXPECT_INT(decide(f, MERGE, id[2], id[0]), CONFLICT); /* under a duplicate */
	EXPECT_INT(decide(f, MERGE, id[0], id[2]), CONFLICT); /* a duplicate already */
	EXPECT_INT(decide(f, ATTACH, id[0], id[FILES]), CONFLICT);
	EXPECT_INT(decide(f, ATTACH, id[1], id[2]), CONFLICT); /* no failure */
	EXPECT_INT(decide(f, MERGE, id[1], id[FILES]), CONFLICT);
	EXPECT_INT(decide(f, ATTACH, id[FILES], id[FILES + 1]), CONFLICT);
	EXPECT_INT(decide(f, SPLIT, id[3], 0), CONFLICT);
	EXPECT_INT(decide(f, UNDO, 9999, 0), NOT_FOUND);
	EXPECT_INT(decide(f, UNDO, last_deed(f), 0), OK);
	EXPECT_INT(decide(f, MERGE, id[1], id[0]), OK);
}

TEST(no_chain_and_no_circle)
{
	each_engine(refusals);
}

/* What stood under a duplicate follows it, and comes back with it. */
static void
followers(struct fixture *f)
{
	int64_t id[ALL], merge;

	make_files(f, id);
	EXPECT_INT(decide(f, MERGE, id[0], id[1]), OK);
	EXPECT_INT(decide(f, MERGE, id[2], id[1]), OK);
	EXPECT_INT(decide(f, MERGE, id[1], id[3]), OK);
	merge = last_deed(f);
	EXPECT_INT(fixture_count(f->db,
		       arena_printf(arena, "select count(*) from incident where parent = %lld",
			   (long long)id[3])
			   .p),
	    3);
	/* One that followed was taken out since: the merge cannot be undone over it. */
	EXPECT_INT(decide(f, SPLIT, id[0], 0), OK);
	EXPECT_INT(decide(f, UNDO, merge, 0), CONFLICT);
	EXPECT_INT(decide(f, UNDO, last_deed(f), 0), OK);
	EXPECT_INT(decide(f, UNDO, merge, 0), OK);
	EXPECT_INT(fixture_count(f->db,
		       arena_printf(arena, "select count(*) from incident where parent = %lld",
			   (long long)id[1])
			   .p),
	    2);
	EXPECT_INT(decide(f, UNDO, merge, 0), CONFLICT);
}

TEST(children_follow_and_return)
{
	each_engine(followers);
}

/* ==== One incident, 300 reports ==== */

static void
three_hundred(struct fixture *f)
{
	struct act act = act_on(f);
	int64_t id[300], reports = 0, incidents = 0;
	struct tree_count count;
	struct incident failure, in;
	struct deed d;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	for (int64_t i = 0; i < 300; i++)
		id[i] = declared(&act, i);
	EXPECT_INT(provider_open(&act, S("Hébergeur du Lac"), &failure), OK);
	EXPECT_INT(deed_begin(&act, &d), OK);
	for (size_t i = 0; i < 300; i++) {
		EXPECT_INT(incident_load(&act, id[i], &in), OK);
		EXPECT_INT(deed_attach(&d, &in, &failure, S("")), OK);
	}
	EXPECT_INT(deed_told(&d, &failure, "log.attached"), OK);
	EXPECT_INT(tree_count(&act, &(struct member){ 0 }, &failure, &count), OK);
	EXPECT_INT(count.reports, 300);
	EXPECT_INT(count.structures, 300);
	EXPECT_INT(count.regions, 2);
	EXPECT_INT(many_count(&act, (struct moment){ NOW - 1 }, (struct moment){ NOW + 1 },
		       &reports, &incidents),
	    OK);
	EXPECT_INT(reports, 300);
	EXPECT_INT(incidents, 1);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(decide(f, UNDO, d.id, 0), OK);
	EXPECT_INT(many_count(&act, (struct moment){ NOW - 1 }, (struct moment){ NOW + 1 },
		       &reports, &incidents),
	    OK);
	EXPECT_INT(incidents, 301);
}

TEST(three_hundred_reports_are_one_incident)
{
	each_engine(three_hundred);
}

UNIT_MAIN(undone_in_reverse_is_the_same, no_chain_and_no_circle, children_follow_and_return,
    three_hundred_reports_are_one_incident)
