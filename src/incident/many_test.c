/*
 * Many and one: whatever is attached, merged, split and undone, nothing is lost,
 * no file stands under itself, and taking everything back gives the same rows.
 *
 * The random walks print their seed when they fail; VIGIE_SEED plays one again.
 */
#include "tests/unit.h"

#include <stdlib.h>

#include "store/fixture.h"

#include "incident/incident.h"
#include "incident/links.h"
#include "incident/many.h"

#include "incident_sql.h"

#define NOW 1700000000
#define FILES 9
#define FAILURES 3
#define ALL (FILES + FAILURES)
#define STEPS 120
#define WALKS 4

static struct trail trail;

static struct act
act_on(struct fixture *f)
{
	trail = (struct trail){ .arena = arena, .role = S("analyst") };
	return (struct act){ .db = f->db,
		.keyring = f->k,
		.arena = arena,
		.trail = &trail,
		.now = { NOW },
		.account = 0,
		.role = S("analyst"),
		.public_url = S("https://vigie.example") };
}

/* A file of its own structure; its incident. */
static int64_t
declared(struct act *act, int64_t n)
{
	struct stored_report s;

	EXPECT_INT(report_draft(act, S("portail"), &s), OK);
	s.structure = n + 1;
	s.r.org_name = arena_printf(arena, "Structure %lld", (long long)n);
	s.r.org_type.s = S("ES");
	s.r.department.s = n % 2 ? S("59") : S("75");
	s.r.reporter_last_name = S("Durand");
	s.r.reporter_phone = S("0600000000");
	s.r.description = arena_printf(arena, "Description %lld", (long long)n);
	s.r.detected_at = (struct moment){ NOW - 3600 };
	EXPECT_INT(report_submit(act, &s), OK);
	return s.incident;
}

static int64_t
failed(struct act *act)
{
	struct incident in;

	EXPECT_INT(provider_open(act, S("Hébergeur du Lac"), &in), OK);
	return in.id;
}

/* ==== One deed, in a transaction of its own ==== */

enum deed_kind { ATTACH, MERGE, SPLIT, UNDO, DEED_KINDS };

static enum outcome
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

static enum outcome
decide(struct fixture *f, enum deed_kind kind, int64_t a, int64_t b)
{
	struct act act = act_on(f);

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	return db_end(f->db, run_deed(&act, kind, a, b));
}

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

/* ==== What always holds ==== */

static void
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

/* ==== Walks ==== */

static uint64_t state;

static int64_t
dice(int64_t sides)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((state >> 33) % (uint64_t)sides);
}

static void
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

/* ==== Two at once ==== */

/* Another process merges the other way round while this one has not committed yet. */
static int
other_way(struct fixture *f, const int64_t *id, int ready)
{
	struct fixture g = *f;
	char byte;

	if (read(ready, &byte, 1) != 1)
		return 2;
	g.db = fixture_open(f);
	return decide(&g, MERGE, id[1], id[0]) == CONFLICT ? 0 : 1;
}

static void
opposite(struct fixture *f)
{
	struct act act = act_on(f);
	int64_t id[ALL];
	int pipes[2], status = -1;
	pid_t child;

	make_files(f, id);
	EXPECT_INT(pipe2(pipes, O_CLOEXEC), 0);
	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(other_way(f, id, pipes[0]));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(run_deed(&act, MERGE, id[0], id[1]), OK);
	EXPECT_INT(write(pipes[1], "x", 1), 1);
	usleep(300000); /* it asks meanwhile */
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT_INT(WEXITSTATUS(status), 0);
	close(pipes[0]);
	close(pipes[1]);
	sound(f);
}

TEST(two_merges_make_no_circle)
{
	each_engine(opposite);
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
	EXPECT_INT(tree_count(&act, &failure, &count), OK);
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

/* ==== Sealed files ==== */

static struct links_view
seen(struct fixture *f, int64_t id, const struct member *m)
{
	struct act *act = arena_new_of(arena, struct act);
	struct incident *in = arena_new_of(arena, struct incident);
	struct stored_report *s = arena_new_of(arena, struct stored_report);
	struct links_view v = { .in = in, .s = s };

	*act = act_on(f);
	EXPECT_INT(incident_load(act, id, in), OK);
	EXPECT_INT(incident_report(act, in, s), OK);
	EXPECT_INT(links_of(act, m, &v), OK);
	return v;
}

/* Of a sealed file the reference alone, over, under and beside; nothing by likeness. */
static void
sealed(struct fixture *f)
{
	static const struct member analyst = { .role = ROLE_ANALYST, .account = 7 };
	static const struct member fssi = { .role = ROLE_FSSI, .account = 8 };
	struct act act = act_on(f);
	struct campaign c = { .campaign_state = { S("active") },
		.tlp = { S("TLP:AMBER") },
		.campaign_title = S("Titre") };
	struct campaign_file *file;
	struct incident in, other;
	struct links_view v;
	int64_t id[ALL];
	size_t n = 0;

	make_files(f, id);
	EXPECT_INT(decide(f, ATTACH, id[0], id[FILES]), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, id[0], &in), OK);
	EXPECT_INT(incident_load(&act, id[1], &other), OK);
	EXPECT_INT(link_add(&act, &in, &other, S("related"), S("motif")), OK);
	EXPECT_INT(campaign_create(&act, &c), OK);
	EXPECT_INT(campaign_add(&act, &c, &in), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(
	    db_script(f->db,
		arena_printf(arena, "update incident set sealed = 1 where id in (%lld, %lld)",
		    (long long)id[0], (long long)id[FILES])
		    .p,
		NULL),
	    OK);
	v = seen(f, id[FILES], &analyst);
	EXPECT_INT(v.n_kin, 1);
	EXPECT(!v.kin[0].known && v.kin[0].org_name.n == 0 && v.kin[0].reference.n > 0);
	v = seen(f, id[FILES], &fssi);
	EXPECT(v.kin[0].known && str_eq(v.kin[0].org_name, S("Structure 0")));
	v = seen(f, id[0], &analyst);
	EXPECT(v.parent.n > 0 && v.parent_name.n == 0);
	v = seen(f, id[1], &analyst);
	EXPECT_INT(v.n_links, 1);
	EXPECT(!v.link[0].known && v.link[0].org_name.n == 0);
	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	EXPECT_INT(campaign_files(&act, &analyst, &c, 10, &file, &n), OK);
	EXPECT_INT(n, 1);
	EXPECT(!file[0].known && file[0].org_name.n == 0);
	db_rollback(f->db);
}

TEST(of_a_sealed_file_the_reference_alone)
{
	each_engine(sealed);
}

UNIT_MAIN(undone_in_reverse_is_the_same, no_chain_and_no_circle, children_follow_and_return,
    two_merges_make_no_circle, three_hundred_reports_are_one_incident,
    of_a_sealed_file_the_reference_alone)
